"""What the window has of whose incidents are: the board, its commands, and words when one comes or goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from batola_desk.ui.supervision.handing_over import HandingOver
from batola_desk.ui.supervision.handover_toast import HandoverToast
from batola_desk.ui.supervision.room_board_sheet import RoomBoardSheet

if TYPE_CHECKING:
    from batola_desk.ui.desk_window import DeskWindow


class RoomDesk(QObject):
    """Routes the commands of the board. Owned by the window, made when its panes are there."""

    def __init__(self, window: DeskWindow) -> None:
        super().__init__(window)
        self._window = window
        desk, tasks, pulse = window.desk, window.tasks, window.pulse
        self.handing = HandingOver(desk, tasks, self)
        self.board = RoomBoardSheet(desk, tasks, pulse, self.handing, window.left.parties, window.stage)
        self.toast = HandoverToast(desk, window.messages, pulse, self)
        self.board.incident_activated.connect(self._open)
        self.board.ending_requested.connect(self._end)
        self.board.false_report_requested.connect(self._mark_false)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What the keys do."""
        return {"room_board": self.toggle, "pass_on": self._ask_pass_on, "take_over": self._ask_take_over}

    def with_argument(self) -> dict[str, Callable[[str], object]]:
        """What the words of the command line do with their argument."""
        return {"pass_on": self._pass_on_words, "take_over": self._take_over_words}

    @Slot()
    def toggle(self) -> None:
        """Show the board, or put it away."""
        if self.board.isVisible():
            self.board.put_away()
        else:
            self.board.bring_up()

    @property
    def _chosen(self) -> list[str]:
        """The incidents that are meant: those of the board while it is up, else the ticket in the form."""
        if self.board.isVisible():
            return self.board.chosen_ids
        return [self._window.form.incident_id] if self._window.form.incident_id else []

    def _pass_on_words(self, typed: str) -> None:
        self.handing.obey(typed, self._chosen)

    def _take_over_words(self, typed: str) -> None:
        self.handing.take_over(self._chosen, typed)

    @Slot()
    def _ask_pass_on(self) -> None:
        if self.board.isVisible():
            self.board.ask_pass_on(self._chosen)
        else:
            example = self.tr("Tulis meja atau nama petugas, lalu alasan. Contoh: B banyak panggilan.")
            self._window.commands.ask_on_line("pass_on", example)

    @Slot()
    def _ask_take_over(self) -> None:
        if self.board.isVisible():
            self.board.ask_take_over(self._chosen)
        else:
            self._window.commands.ask_on_line(
                "take_over", self.tr("Tulis alasan mengambil alih tiket ini, lalu Enter.")
            )

    @Slot(str)
    def _open(self, incident_id: str) -> None:
        self.board.put_away()
        self._window.open_incident(incident_id)

    @Slot(str)
    def _end(self, incident_id: str) -> None:
        self._open(incident_id)
        self._window.form.close_ticket()

    @Slot(str)
    def _mark_false(self, incident_id: str) -> None:
        self._open(incident_id)
        self._window.form.mark_false()
