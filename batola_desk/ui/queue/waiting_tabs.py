"""Below the line: numbers to call back, calls without a class, alerts; each tab counts."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QWidget

from batola_desk.ui.alarms.alarm_pane import AlarmTab
from batola_desk.ui.alarms.alarm_view_model import AlarmListViewModel
from batola_desk.ui.incident.parts import QWIDGETSIZE_MAX
from batola_desk.ui.queue.callback_list import CallbackPane
from batola_desk.ui.queue.queue_view_model import QueueViewModel
from batola_desk.ui.queue.unclassified_list import UnclassifiedPane


class WaitingTabs(QTabWidget):
    """Three lists that wait for a quiet minute.

    Signals:
        letter_typed: (call key, class letter) for an ended call.
    """

    letter_typed = Signal(str, str)

    def __init__(self, queue: QueueViewModel, alarms: AlarmListViewModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._queue = queue
        self._alarms = alarms
        self.setObjectName("waiting_tabs")
        self.callbacks = CallbackPane(queue, self)
        self.unclassified = UnclassifiedPane(queue, self)
        self.alarm_list = AlarmTab(alarms, self)
        for page in (self.callbacks, self.unclassified, self.alarm_list):
            self.addTab(page, "")
        self.tabBar().setExpanding(True)
        self.tabBar().setUsesScrollButtons(False)
        self.unclassified.letter_typed.connect(self.letter_typed)
        queue.counts_changed.connect(self.render_counts)
        alarms.counts_changed.connect(self.render_counts)
        self.render_counts()

    def hasHeightForWidth(self) -> bool:
        """Lists scroll: the wrapped words of a page must not take room from the call above."""
        return False

    @property
    def names_px(self) -> int:
        """Height of the names with their counts alone."""
        return self.tabBar().sizeHint().height()

    def set_room(self, page_px: int) -> None:
        """Stand at least so high below the names; 0: only the names with their counts remain."""
        stack = self.findChild(QStackedWidget)
        assert isinstance(stack, QStackedWidget)
        stack.setVisible(page_px > 0)  # hidden fields must not take the keyboard
        self.setMinimumHeight(self.names_px + page_px)
        self.setMaximumHeight(self.names_px if not page_px else QWIDGETSIZE_MAX)

    @Slot()
    def show_callbacks(self) -> None:
        """To the call-backs."""
        self.setCurrentWidget(self.callbacks)
        self.callbacks.focus_list()

    @Slot()
    def show_unclassified(self) -> None:
        """To the calls without a class."""
        self.setCurrentWidget(self.unclassified)
        self.unclassified.focus_list()

    @Slot()
    def show_alarms(self) -> None:
        """To the alerts."""
        self.setCurrentWidget(self.alarm_list)
        self.alarm_list.focus_list()

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self.render_counts()

    @Slot()
    def render_counts(self) -> None:
        """Say names and numbers of lines."""
        waiting = len(self._alarms.waiting)
        counts = (self._queue.callback_count, self._queue.unclassified.rowCount(), waiting)
        names = (self.tr("Hubungi balik"), self.tr("Tanpa kelas"), self.tr("Peringatan"))
        for at, (name, count) in enumerate(zip(names, counts, strict=True)):
            words = f"{name} {count}" if count else name
            if self.tabText(at) != words:
                self.setTabText(at, words)
