"""All boards in one pane, each under its own tab."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from batola_desk.services.api import Desk
from batola_desk.ui.boards.agency_board import AgencyBoard
from batola_desk.ui.boards.incident_board import IncidentBoard
from batola_desk.ui.boards.unit_board import UnitBoard
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.tasks import TaskRunner


class Boards(QWidget):
    """Incidents, units, agencies.

    Signals:
        incident_activated: a ticket was opened from a board (incident id).
        unit_activated: a unit was chosen (unit id).
    """

    incident_activated = Signal(str)
    unit_activated = Signal(str)

    def __init__(self, desk: Desk, tasks: TaskRunner, pulse: Pulse, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.incidents = IncidentBoard(desk, pulse, self)
        self.units = UnitBoard(desk, pulse, self)
        self.agencies = AgencyBoard(desk, tasks, pulse, self)
        self.tabs = QTabWidget(self)
        for board in (self.incidents, self.units, self.agencies):
            self.tabs.addTab(board, "")
            board.incident_activated.connect(self.incident_activated)
        self.units.unit_activated.connect(self.unit_activated)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)
        self._retranslate()

    @Slot()
    def focus_list(self) -> None:
        """To the worst open incident."""
        self.tabs.setCurrentWidget(self.incidents)
        self.incidents.focus_list()

    @Slot()
    def focus_agencies(self) -> None:
        """To the task that has least time left."""
        self.tabs.setCurrentWidget(self.agencies)
        self.agencies.focus_list()

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        for at, text in enumerate((self.tr("Kejadian"), self.tr("Satuan"), self.tr("Penerimaan instansi"))):
            self.tabs.setTabText(at, text)


def build_boards(desk: Desk, tasks: TaskRunner, pulse: Pulse, parent: QWidget | None = None) -> Boards:
    """The boards, for a dock or a window of their own."""
    return Boards(desk, tasks, pulse, parent)
