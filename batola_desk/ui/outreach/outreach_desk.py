"""What the window has of agencies: the acceptance board, other sources."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot

from batola_desk.ui.outreach.slip_desk import SlipDesk
from batola_desk.ui.outreach.slip_sheet import SlipSheet
from batola_desk.ui.outreach.source_sheet import SourceSheet

if TYPE_CHECKING:
    from batola_desk.ui.desk_window import DeskWindow

LANES_PX = 300  # heading, some lanes, the keys of the chosen task


class OutreachDesk(QObject):
    """Owned by the window, made when its panes are there."""

    def __init__(self, window: DeskWindow) -> None:
        super().__init__(window)
        self._window = window
        self.slips = SlipDesk(window)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What the keys do."""
        return {
            "acceptance_board": self.show_acceptance,
            "other_source": self.ask_source,
            "slip_import": self.ask_slip,
            **self.slips.handlers(),
        }

    def with_argument(self) -> dict[str, Callable[[str], object]]:
        """What the words of the command line do with their argument."""
        return {
            "other_source": self.source_sheet.bring_up,
            "slip_import": self.slip_sheet.bring_up,
            **self.slips.with_argument(),
        }

    @cached_property
    def slip_sheet(self) -> SlipSheet:
        """Made when somebody wants it."""
        window = self._window
        sheet = SlipSheet(window.desk, window.tasks, window.stage)
        sheet.taken_in.connect(self._on_opened)
        return sheet

    @Slot()
    def ask_slip(self) -> None:
        """A slip of another desk lies here."""
        self.slip_sheet.bring_up()

    @cached_property
    def source_sheet(self) -> SourceSheet:
        """Made when somebody wants it."""
        window = self._window
        sheet = SourceSheet(window.desk, window.tasks, window.stage)
        sheet.opened.connect(self._on_opened)
        return sheet

    @Slot()
    def ask_source(self) -> None:
        """A report came another way."""
        self.source_sheet.bring_up()

    @Slot(str)
    def _on_opened(self, incident_id: str) -> None:
        """Place first, as with every ticket."""
        self._window.form.open_incident(incident_id)
        self._window.form.focus_place()

    @Slot()
    def show_acceptance(self) -> None:
        """The acceptance board, with the keyboard on the task that has least time left."""
        window = self._window
        window.show_boards()
        if not window.boards_dock.isFloating() and window.boards_dock.height() < LANES_PX:
            window.stage.resizeDocks([window.boards_dock], [LANES_PX], Qt.Orientation.Vertical)
        self._window.boards.focus_agencies()
