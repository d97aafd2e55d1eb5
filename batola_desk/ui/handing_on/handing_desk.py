"""What the window has of handing on: two keys, two sheets, the export for the other system."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Slot

from batola_desk.domain.catalog import Neighbour
from batola_desk.services.handing_on import BorderCard
from batola_desk.ui.handing_on.border_paper import border_page
from batola_desk.ui.handing_on.border_sheet import BorderSheet
from batola_desk.ui.handing_on.measure_sheet import MeasureSheet
from batola_desk.ui.handing_on.referral_sheet import ReferralSheet
from batola_desk.ui.incident.parts import short_ticket
from batola_desk.ui.print.print_sheet import PrintJob
from batola_desk.ui.print.ticket_page import TicketPage

if TYPE_CHECKING:
    from batola_desk.ui.desk_window import DeskWindow


class HandingDesk(QObject):
    """Owned by the window, made when its panes are there."""

    def __init__(self, window: DeskWindow) -> None:
        super().__init__(window)
        self._window = window
        self.border = BorderSheet(window.form.vm, window.stage)
        self.referral = ReferralSheet(window.form.vm, window.stage)
        self.measures = MeasureSheet(window.desk, window.tasks, window.stage)
        window.form.wrong_area.connect(self._on_wrong_area)
        self.border.print_requested.connect(self.print_border)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What the keys do."""
        return {
            "border": self._border,
            "print_border": self.print_border,
            "refer": partial(self.referral.bring_up_with, ""),
            "export_referrals": self._export,
            "number_measure": self._measure_at_hand,
        }

    def with_argument(self) -> dict[str, Callable[[str], object]]:
        """What the words of the command line do with their argument."""
        return {"refer": self.referral.bring_up_with, "number_measure": self._measure}

    @Slot()
    def _border(self) -> None:
        neighbour = self._window.form.fixes.neighbour
        self.border.bring_up_for(neighbour.code if neighbour is not None else "")

    @Slot(object)
    def _on_wrong_area(self, neighbour: Neighbour) -> None:
        self.border.bring_up_for(neighbour.code)

    @Slot()
    def print_border(self) -> None:
        """Ask for a printer for the card of the ticket in the form."""
        window = self._window
        view = window.form.vm.view
        neighbour = self.border.handed_to
        if view is None or not neighbour:
            window.messages.error("no_ticket_open" if view is None else "border_no_card")
            return
        ticket = view.incident.ticket_number
        words = self.tr("kartu serah-terima %1").replace("%1", short_ticket(ticket))

        async def made() -> TicketPage:
            card: BorderCard = await window.desk.handing_on.card(
                neighbour, incident_id=view.incident.incident_id, call_key=window.form.vm.call_key
            )
            name = window.desk.catalog.neighbours[neighbour].label
            return border_page(window.desk, ticket, name, card.text)

        async def save() -> Path:
            return await (await made()).save(window.desk)

        async def print_it(printer: str) -> int:
            return await (await made()).print(window.desk, printer)

        window.paper.printing.bring_up_for(PrintJob(what=words, print_it=print_it, save_it=save))

    def _measure_at_hand(self) -> None:
        view = self._window.commands.call_at_hand()
        self._measure(view.call.number if view is not None else "")

    def _measure(self, number: str) -> None:
        """Only a lead decides, and only about a number."""
        if not self._window.desk.measures.may_decide():
            self._window.messages.error("lead_only")
        elif not any(letter.isdigit() for letter in number):
            self._window.messages.info(self.tr("Tidak ada nomor. Tulis: tindakan, lalu nomornya."))
        else:
            self.measures.bring_up_for(number)

    def _export(self) -> None:
        self._window.tasks.run(
            self._window.desk.handing_on.export_referrals(), "export-referrals", done=self._on_exported
        )

    def _on_exported(self, written: tuple[str, int]) -> None:
        stem, count = written
        done = QCoreApplication.translate(
            "HandingDesk",
            "%n rujukan ditulis: {path} (.csv dan .json). Isinya data pelapor; simpan baik-baik.",
            "",
            count,
        )
        self._window.messages.info(done.format(path=stem))
