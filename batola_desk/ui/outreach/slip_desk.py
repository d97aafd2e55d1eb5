"""Slips straight to a printer: of the task with the keyboard, of a named agency, or of the only one open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from batola_desk.domain.agency_task_reducer import ENDED_TASK_STATES
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.escalation import WAITING
from batola_desk.services.outreach import PAPER
from batola_desk.services.views import TaskView
from batola_desk.ui.incident.parts import short_ticket
from batola_desk.ui.incident.task_card import TaskCard
from batola_desk.ui.outreach.slip_paper import slip_of
from batola_desk.ui.print.print_sheet import PrintJob
from batola_desk.ui.print.ticket_page import TicketPage

if TYPE_CHECKING:
    from batola_desk.ui.desk_window import DeskWindow


class SlipDesk(QObject):
    """Owned by the window."""

    def __init__(self, window: DeskWindow) -> None:
        super().__init__(window)
        self._window = window

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What the key does."""
        return {"print_slip": self.print_slip}

    def with_argument(self) -> dict[str, Callable[[str], object]]:
        """What the word does with the agency after it."""
        return {"print_slip": self.print_for}

    @Slot()
    def print_slip(self) -> None:
        """Ask for a printer for the task at hand."""
        self.print_for("")

    def print_for(self, agency: str) -> None:
        """Ask for a printer for the slip of this agency.

        Args:
            agency: what was typed of its name; empty = the task at hand.
        """
        try:
            incident_id, view = self._lane() or self._task(agency) if not agency else self._task(agency)
        except OperatorError as refusal:
            self._window.messages.error(refusal.code, refusal.values)
            return
        number = self._window.desk.incidents.view(incident_id)
        ticket = short_ticket(number.incident.ticket_number) if number is not None else ""
        words = self.tr("slip %1 untuk %2").replace("%1", ticket).replace("%2", view.agency_name)
        slip = _Slip(self._window, incident_id, view)
        self._window.paper.printing.bring_up_for(PrintJob(what=words, print_it=slip.print, save_it=slip.save))

    # ---------------------------------------------------------------- inner parts

    def _lane(self) -> tuple[str, TaskView] | None:
        """The line of the acceptance board, while the keyboard is there."""
        board = self._window.boards.agencies
        lane = board.chosen
        focus = QApplication.focusWidget()
        if lane is None or focus is None or not (focus is board or board.isAncestorOf(focus)):
            return None
        return lane.row.incident_id, lane.task

    def _task(self, agency: str) -> tuple[str, TaskView]:
        """The task of the ticket in the form.

        Raises:
            OperatorError: ``no_ticket_open``, ``slip_no_task``, ``slip_which`` with ``agencies``.
        """
        vm = self._window.form.dispatch_vm
        if not vm.incident_id:
            raise OperatorError("no_ticket_open")
        found = [view for view in vm.tasks_shown if view.task.state not in ENDED_TASK_STATES]
        if agency:
            named = {one.code for one in vm.find_agencies(agency)}
            found = [view for view in found if view.task.agency_code in named]
        card = _card_with_keyboard()
        at_hand = [view for view in found if card is not None and view.task.task_id == card.task_id]
        found = at_hand or found
        if not found:
            raise OperatorError("slip_no_task")
        if len(found) > 1:
            raise OperatorError("slip_which", agencies=tuple(view.agency_name for view in found))
        return vm.incident_id, found[0]


class _Slip:
    """One slip on its way: tried again at another printer it is still one try of the ladder."""

    def __init__(self, window: DeskWindow, incident_id: str, view: TaskView) -> None:
        self._desk = window.desk
        self._incident_id = incident_id
        self._task_id = view.task.task_id
        self._is_noted = view.task.state not in WAITING  # who has it already is only given paper

    async def print(self, printer: str) -> int:
        return await (await self._page()).print(self._desk, printer)

    async def save(self) -> Path:
        return await (await self._page()).save(self._desk)

    async def _page(self) -> TicketPage:
        """Note the try, once, and make the page of what is known then."""
        await self._desk.incidents.flush(self._incident_id)  # what was typed last belongs onto it
        if not self._is_noted:
            await self._desk.outreach.reach(self._incident_id, self._task_id, PAPER)
            self._is_noted = True
        return await slip_of(self._desk, self._incident_id, self._task_id)


def _card_with_keyboard() -> TaskCard | None:
    widget = QApplication.focusWidget()
    while widget is not None and not isinstance(widget, TaskCard):
        widget = widget.parentWidget()
    return widget
