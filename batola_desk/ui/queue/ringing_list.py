"""Ringing calls as cards: number big, seconds ticking, step of the ladder, what is known of the number."""

from __future__ import annotations

import logging
import time

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from batola_desk.services.views import CallView
from batola_desk.ui.keyed_list import ITEM_ROLE, KEY_ROLE
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.queue import queue_words
from batola_desk.ui.queue.queue_view_model import QueueViewModel
from batola_desk.ui.shell_parts import (
    colour,
    draw_chip,
    draw_key,
    draw_words,
    fitting_font,
    is_low,
    scaled_font,
)

log = logging.getLogger("batola.ui")

Index = QModelIndex | QPersistentModelIndex
CARDS_SHOWN = 4  # LIMIT: more ringing calls scroll, the line below keeps its place
CARDS_SHOWN_LOW = 2
PAINTED_KEPT = 512
NUMBER_SIZES = (1.6, 1.35, 1.15)  # a withheld number is a long word


class RingingDelegate(QStyledItemDelegate):
    """Paints one ringing call."""

    def __init__(self, queue: QueueViewModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._queue = queue

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height = scaled_font(option.font, 1.6).pointSizeF() + scaled_font(option.font, 1.0).pointSizeF()
        return QSize(200, int(height * 1.9) + 24)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view: CallView = index.data(ITEM_ROLE)
        step = min(view.ring_step, 3)
        role = f"ring{step}"
        box = QRectF(option.rect).adjusted(3, 3, -3, -3)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        has_focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("selection" if is_chosen else "panel_alt"))
        painter.drawRoundedRect(box, 6, 6)
        painter.setBrush(colour(f"{role}_bg"))
        painter.drawRoundedRect(QRectF(box.left(), box.top(), 7, box.height()), 3, 3)
        if has_focus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            pen = painter.pen()
            pen.setStyle(Qt.PenStyle.SolidLine)
            pen.setColor(colour("focus"))
            pen.setWidthF(2)
            painter.setPen(pen)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
        self._words(painter, option, box.adjusted(16, 6, -10, -6), view, index.row() == 0)
        painter.restore()

    def _words(
        self, painter: QPainter, option: QStyleOptionViewItem, box: QRectF, view: CallView, is_first: bool
    ) -> None:
        desk = self._queue.desk
        upper = QRectF(box.left(), box.top(), box.width(), box.height() * 0.56)
        lower = QRectF(box.left(), upper.bottom(), box.width(), box.height() - upper.height())
        step = min(view.ring_step, 3)
        painter.setFont(scaled_font(option.font, 1.35, bold=True))
        seconds = queue_words.clock_words(queue_words.ringing_s(view, desk.now_us()))
        chip = draw_chip(painter, upper.right(), upper.center().y(), seconds, f"ring{step}")
        right = chip.left() - 8
        if is_first:
            painter.setFont(scaled_font(option.font, 0.9))
            right = draw_key(painter, right, upper.center().y(), "F2").left() - 8
        number = QRectF(upper.left(), upper.top(), right - upper.left(), upper.height())
        words = queue_words.number_title(view.call.number)
        painter.setFont(fitting_font(option.font, words, number.width(), NUMBER_SIZES))
        draw_words(painter, number, words, "text")
        painter.setFont(scaled_font(option.font, 0.95, bold=step > 0))
        words = queue_words.waiting_words(view)
        used = draw_words(painter, lower, words, "text")
        origin = queue_words.origin_words(view.origin)
        if origin:
            painter.setFont(scaled_font(option.font, 0.95, bold=True))
            used += 12 + draw_words(painter, lower.adjusted(used + 12, 0, 0, 0), origin, "text")
        painter.setFont(scaled_font(option.font, 0.95))
        hint = queue_words.history_words(view.history, desk.catalog)
        draw_words(painter, lower.adjusted(used + 12, 0, 0, 0), hint, "text_muted")


class RingingList(QListView):
    """Enter or a double click answers the chosen call; F2 answers the longest ringing one anywhere."""

    def __init__(self, queue: QueueViewModel, pulse: Pulse, parent: QWidget) -> None:
        super().__init__(parent)
        self._queue = queue
        self._painted: dict[str, None] = {}
        self._on_screen: frozenset[str] = frozenset()
        self.setObjectName("ringing")
        self.setModel(queue.ringing)
        self.setItemDelegate(RingingDelegate(queue, self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setUniformItemSizes(True)
        pulse.fast.connect(self._tick)
        self.doubleClicked.connect(self._answer_index)
        queue.counts_changed.connect(self.fit)
        self.fit()

    def answer_current(self) -> None:
        """Answer the chosen call."""
        self._answer_index(self.currentIndex())

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        if qt_event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self._answer_index(self.currentIndex())
            return
        super().keyPressEvent(qt_event)

    def paintEvent(self, qt_event: QPaintEvent) -> None:
        super().paintEvent(qt_event)
        shown = self.viewport().rect()
        painted = set()
        for row in range(self._queue.ringing.rowCount()):
            index = self._queue.ringing.index(row)
            if not self.visualRect(index).intersects(shown):
                break
            painted.add(index.data(KEY_ROLE))
            self._note_first_paint(index.data(KEY_ROLE))
        self._note_gone(frozenset(painted))

    def hideEvent(self, qt_event: QHideEvent) -> None:
        super().hideEvent(qt_event)
        self._note_gone(frozenset())

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange} and self.model() is not None:
            self.fit()

    def _note_first_paint(self, call_key: str) -> None:
        """End-to-end timing reads this line: the INVITE is visible from here on."""
        if call_key in self._painted:
            return
        self._painted[call_key] = None
        if len(self._painted) > PAINTED_KEPT:
            del self._painted[next(iter(self._painted))]
        log.debug("ringing painted", extra={"call_key": call_key, "at_us": time.time_ns() // 1000})

    def _note_gone(self, painted: frozenset[str]) -> None:
        """End-to-end timing reads this line: from here on nobody sees the call ring."""
        gone, self._on_screen = self._on_screen - painted, painted
        for call_key in gone:
            log.debug("ringing gone", extra={"call_key": call_key, "at_us": time.time_ns() // 1000})

    @Slot()
    def _tick(self) -> None:
        if self._queue.ringing.rowCount():
            self.viewport().update()

    @Slot(QModelIndex)
    def _answer_index(self, index: Index) -> None:
        self._queue.answer(index.data(KEY_ROLE))

    @Slot()
    def fit(self) -> None:
        """As tall as the cards that may be shown at once."""
        count = self._queue.ringing.rowCount()
        option = QStyleOptionViewItem()
        option.font = self.font()
        height = self.itemDelegate().sizeHint(option, self._queue.ringing.index(0)).height()
        shown = CARDS_SHOWN_LOW if is_low(self) else CARDS_SHOWN
        self.setFixedHeight(height * max(1, min(count, shown)) + 4)
        if count and not self.currentIndex().isValid():
            self.setCurrentIndex(self._queue.ringing.index(0))
