"""The alert list: name, what to do, since when; one key marks it seen."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from batola_desk.services.seat_views import AlarmView
from batola_desk.ui.alarms.alarm_view_model import AlarmListViewModel
from batola_desk.ui.incident.parts import label
from batola_desk.ui.keyed_list import ITEM_ROLE, KEY_ROLE
from batola_desk.ui.list_pane import ListPane
from batola_desk.ui.queue.queue_words import local_time
from batola_desk.ui.shell_parts import draw_chip, draw_list_item, draw_words, list_item_size, scaled_font

Index = QModelIndex | QPersistentModelIndex
SIGNS = {"high": "!!!", "medium": "!!", "low": "!"}
ROLES = {"high": "late", "medium": "warn", "low": "info"}


class AlarmDelegate(QStyledItemDelegate):
    """Paints one alert: sign and word of its urgency, never colour alone."""

    def __init__(self, alarms: AlarmListViewModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._alarms = alarms

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return list_item_size(option)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view: AlarmView = index.data(ITEM_ROLE)
        stands = not view.cleared and not view.acknowledged
        painter.save()
        upper, lower = draw_list_item(painter, option)
        painter.setFont(scaled_font(option.font, 0.85, bold=stands))
        role = ROLES.get(view.priority, "info") if stands else "neutral"
        words = f"{SIGNS.get(view.priority, '')} {self._alarms.state(view)}".strip()
        right = draw_chip(painter, upper.right(), upper.center().y(), words, role).left() - 8
        painter.setFont(scaled_font(option.font, 1.0, bold=stands))
        name_box = QRectF(upper.left(), upper.top(), right - upper.left(), upper.height())
        draw_words(painter, name_box, self._alarms.label(view), "text" if stands else "text_muted")
        painter.setFont(scaled_font(option.font, 0.9))
        at = f"{local_time(view.raised_us, self._alarms.desk.catalog):%H:%M}"
        second = [at, self._alarms.detail(view), self._alarms.advice(view) if stands else ""]
        draw_words(painter, lower, " · ".join(part for part in second if part), "text_muted")
        painter.restore()


class AlarmPane(QListView):
    """Enter or Space marks the chosen alert as seen; Ctrl+Space the most urgent one from anywhere."""

    def __init__(self, alarms: AlarmListViewModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._alarms = alarms
        self.setObjectName("alarms")
        self.setModel(alarms.alarms)
        self.setItemDelegate(AlarmDelegate(alarms, self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(self._acknowledge)

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        index = self.currentIndex()
        if index.isValid() and qt_event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._acknowledge(index)
        else:
            super().keyPressEvent(qt_event)

    @Slot(QModelIndex)
    def _acknowledge(self, index: Index) -> None:
        self._alarms.acknowledge(index.data(KEY_ROLE))


class AlarmTab(ListPane):
    """The list, its key line and its empty state."""

    def __init__(self, alarms: AlarmListViewModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._alarms = alarms
        self.list = AlarmPane(alarms, self)
        self.whole = label(self, "small", "alarm_whole")
        self.whole.setWordWrap(True)
        alarms.counts_changed.connect(self.render_state)
        self.list.selectionModel().currentChanged.connect(self.render_state)
        self.put_together(self.whole)

    @Slot()
    def render_state(self) -> None:
        """Show the list, and the chosen alert in full: its line is too short for what to do."""
        super().render_state()
        view = self.list.currentIndex().data(ITEM_ROLE)
        words = self._alarms.whole(view) if isinstance(view, AlarmView) and not view.cleared else ""
        self.whole.setText(words)
        self.whole.setVisible(bool(words))

    def retranslate(self) -> None:
        """Say all texts again."""
        self._empty.setText(self.tr("Tidak ada peringatan."))
        self._keys.setText(self.tr("Enter tandai terlihat · Ctrl+Spasi yang terpenting"))
        self.list.setAccessibleName(self.tr("Peringatan"))
        super().retranslate()
