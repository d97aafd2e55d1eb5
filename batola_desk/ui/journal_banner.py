"""The red line under the strip: the journal was damaged or cannot be written, until somebody saw it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QLabel, QWidget

from batola_desk.services.seat_views import AlarmView
from batola_desk.ui.alarms.alarm_view_model import AlarmListViewModel
from batola_desk.ui.incident.parts import set_role
from batola_desk.ui.pulse import Pulse

CODES = frozenset({"journal_rescued", "journal_trouble"})


class JournalBanner(QLabel):
    """Hidden while the journal is well. Ctrl+Space (alert seen) puts away what is only news; a journal that
    still cannot be written keeps its line.
    """

    def __init__(self, alarms: AlarmListViewModel, pulse: Pulse, parent: QWidget) -> None:
        super().__init__(parent)
        self._alarms = alarms
        self.setObjectName("journal_banner")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setMargin(8)
        set_role(self, "late")
        pulse.changed.connect(self._render)
        self._render()

    @Slot()
    def _render(self) -> None:
        status = self._alarms.desk.session.status()
        standing = [alarm for alarm in status.alarms if alarm.code in CODES and self._matters(alarm)]
        lines = [
            " ".join((f"✖ {self._alarms.label(alarm)}.", self._alarms.advice(alarm))) for alarm in standing
        ]
        text = "\n".join(lines)
        if text != self.text():
            self.setText(text)
        self.setVisible(bool(text))

    def _matters(self, alarm: AlarmView) -> bool:
        is_writable = self._alarms.desk.session.status().journal == "ok"
        return not alarm.cleared and not (alarm.acknowledged and is_writable)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self._render()
