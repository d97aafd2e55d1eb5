"""Numbers to call back, ranked, with the reasons of their rank."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QHelpEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from batola_desk.services.views import CallbackView
from batola_desk.ui.keyed_list import ITEM_ROLE, KEY_ROLE
from batola_desk.ui.list_pane import ListPane
from batola_desk.ui.plain_tip import plain_tip
from batola_desk.ui.queue import queue_words
from batola_desk.ui.queue.close_row import CloseRow
from batola_desk.ui.queue.queue_view_model import QueueViewModel
from batola_desk.ui.queue.queue_words import MORE_KEY, MoreCallbacks
from batola_desk.ui.shell_parts import draw_chip, draw_list_item, draw_words, list_item_size, scaled_font

Index = QModelIndex | QPersistentModelIndex


class CallbackDelegate(QStyledItemDelegate):
    """Paints one lost number: how often, when, why it stands here, what was tried."""

    def __init__(self, queue: QueueViewModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._queue = queue

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return list_item_size(option)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item: CallbackView | MoreCallbacks = index.data(ITEM_ROLE)
        painter.save()
        upper, lower = draw_list_item(painter, option)
        if isinstance(item, MoreCallbacks):
            draw_words(painter, upper, queue_words.callback_line(item), "text_muted")
        else:
            self._draw_number(painter, option, item, (upper, lower))
        painter.restore()

    def helpEvent(
        self,
        qt_event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Resting on a line: the points behind its rank."""
        item = index.data(ITEM_ROLE)
        if not isinstance(item, CallbackView):
            return super().helpEvent(qt_event, view, option, index)
        words = queue_words.score_words(item, self._queue.desk.catalog)
        QToolTip.showText(qt_event.globalPos(), plain_tip(words), view)
        return True

    def _draw_number(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        item: CallbackView,
        boxes: tuple[QRectF, QRectF],
    ) -> None:
        upper, lower = boxes
        painter.setFont(scaled_font(option.font, 0.95, bold=True))
        role = "warn" if item.dialling else "ring2" if item.lost_count > 1 else "info"
        right = draw_chip(painter, upper.right(), upper.center().y(), f"{item.lost_count}×", role).left() - 8
        painter.setFont(scaled_font(option.font, 0.95))
        lost = queue_words.local_time(item.last_lost_us, self._queue.desk.catalog)
        clock = f"{lost:%H:%M}"
        wide = painter.fontMetrics().horizontalAdvance(clock) + 4
        time_box = QRectF(right - wide, upper.top(), wide, upper.height())
        draw_words(painter, time_box, clock, "text_muted", align=Qt.AlignmentFlag.AlignRight)
        painter.setFont(scaled_font(option.font, 1.1, bold=True))
        number = QRectF(upper.left(), upper.top(), time_box.left() - upper.left(), upper.height())
        draw_words(painter, number, item.number_display or item.number, "text")
        painter.setFont(scaled_font(option.font, 0.9))
        claim = queue_words.claim_words(item)
        desk = self._queue.desk
        again = queue_words.again_words(item, desk.catalog, desk.now_us())
        words = [claim, *queue_words.reason_words(item), again, queue_words.attempt_words(item)]
        shade = "text" if claim else "text_muted"
        draw_words(painter, lower, " · ".join(word for word in words if word), shade)


class CallbackListView(QListView):
    """Enter dials (Shift: by force), T copies the text, U takes on or lets go, Del asks why it is done."""

    dial_requested = Signal(str)
    force_requested = Signal(str)
    text_requested = Signal(str)
    claim_requested = Signal(str)
    close_requested = Signal(str)
    more_requested = Signal()

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        index = self.currentIndex()
        if index.isValid() and index.data(KEY_ROLE) == MORE_KEY:
            self._key_of_the_rest(qt_event)
            return
        is_forced = bool(qt_event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if index.isValid() and qt_event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            wish = self.force_requested if is_forced else self.dial_requested
            wish.emit(index.data(KEY_ROLE))
        elif index.isValid() and qt_event.key() == Qt.Key.Key_T and not _is_held(qt_event):
            self.text_requested.emit(index.data(KEY_ROLE))
        elif index.isValid() and qt_event.key() == Qt.Key.Key_U:
            self.claim_requested.emit(index.data(KEY_ROLE))
        elif index.isValid() and qt_event.key() == Qt.Key.Key_Delete:
            self.close_requested.emit(index.data(KEY_ROLE))
        else:
            super().keyPressEvent(qt_event)

    def _key_of_the_rest(self, qt_event: QKeyEvent) -> None:
        """On the line for the rest only Enter does something, and moving away."""
        if qt_event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.more_requested.emit()
        else:
            super().keyPressEvent(qt_event)


def _is_held(qt_event: QKeyEvent) -> bool:
    """With Ctrl or Alt it is another command."""
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    return bool(qt_event.modifiers() & held)


class CallbackPane(ListPane):
    """List, key line, and the row that asks for the reason."""

    def __init__(self, queue: QueueViewModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._queue = queue
        self.list = CallbackListView(self)
        self.list.setObjectName("callbacks")
        self.list.setModel(queue.callbacks)
        self.list.setItemDelegate(CallbackDelegate(queue, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._close_row = CloseRow(self)
        self.list.dial_requested.connect(queue.call_back)
        self.list.force_requested.connect(queue.call_back_by_force)
        self.list.text_requested.connect(queue.text_caller)
        self.list.more_requested.connect(queue.toggle_all)
        self.list.claim_requested.connect(queue.claim_or_release)
        self.list.doubleClicked.connect(self._dial_index)
        self.list.close_requested.connect(self._ask_reason)
        self._close_row.chosen.connect(queue.close_callback)
        self._close_row.finished.connect(self.focus_list)
        queue.counts_changed.connect(self.render_state)
        self.put_together(self._close_row)

    def retranslate(self) -> None:
        """Say all texts again."""
        self._empty.setText(
            self.tr("Tidak ada nomor yang perlu dihubungi balik.\nPanggilan terputus muncul di sini.")
        )
        self._keys.setText(self.tr("Enter hubungi · T teks · U saya urus · Del selesai"))
        self.list.setAccessibleName(self.tr("Hubungi balik"))
        super().retranslate()

    @Slot(str)
    def _ask_reason(self, callback_id: str) -> None:
        item: CallbackView | None = self._queue.callbacks.item(callback_id)
        if item is not None:
            self._close_row.ask(callback_id, item.number_display or item.number)

    @Slot(QModelIndex)
    def _dial_index(self, index: QModelIndex) -> None:
        key = index.data(KEY_ROLE)
        if key == MORE_KEY:
            self._queue.toggle_all()
        else:
            self._queue.call_back(key)
