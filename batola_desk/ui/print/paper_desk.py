"""What the window writes for others: the map of keys, incident reports, EIDO. Owned by the window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QImage, QTextDocument

from batola_desk.map.marks import PRIORITIES, IncidentMark
from batola_desk.services.case_file import CaseFile
from batola_desk.ui.incident.parts import short_ticket
from batola_desk.ui.print.incident_report import foot_of, report_document, title_of
from batola_desk.ui.print.key_map import key_map_body, title
from batola_desk.ui.print.map_picture import picture_of_place
from batola_desk.ui.print.paper import new_document, write_pdf
from batola_desk.ui.print.print_sheet import PrintJob, PrintSheet
from batola_desk.ui.print.printer import print_document

if TYPE_CHECKING:
    from batola_desk.ui.desk_window import DeskWindow


class PaperDesk(QObject):
    """Writes sheets of paper into the folder of exports and says where they lie."""

    def __init__(self, window: DeskWindow) -> None:
        super().__init__(window)
        self._window = window
        self.printing = PrintSheet(window.desk, window.tasks, window.stage)
        window.keys_overlay.paper_requested.connect(self.write_key_map)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What the words do."""
        return {
            "key_map": self.write_key_map,
            "incident_report": self.write_report,
            "print_report": self.print_report,
            "eido": self.write_eido,
        }

    @Slot()
    def write_key_map(self) -> None:
        """All keys and words as PDF, in the language of the screen."""
        self._window.tasks.run(self._key_map(), "key-map", done=self._saved)

    async def _key_map(self) -> Path:
        stem = "peta-tombol" if self._window.desk.session.setting("screen.language") == "id" else "key-map"
        path = self._window.desk.exports.new_file(stem, ".pdf")
        await write_pdf(new_document(key_map_body(self._window.book)), path, title=title(), foot=title())
        return path

    @Slot()
    def write_report(self) -> None:
        """The ticket in the form as PDF, with its seals beside it."""
        incident_id = self._window.form.incident_id
        if not incident_id:
            self._window.messages.error("no_ticket_open")
            return
        self._window.tasks.run(self._report(incident_id), "incident-report", done=self._saved)

    @Slot()
    def print_report(self) -> None:
        """Ask for a printer for the ticket in the form; what is printed is saved as PDF too."""
        incident_id = self._window.form.incident_id
        view = self._window.form.vm.view
        if not incident_id or view is None:
            self._window.messages.error("no_ticket_open")
            return
        words = self.tr("laporan %1").replace("%1", short_ticket(view.incident.ticket_number))
        job = PrintJob(
            what=words, print_it=partial(self._print, incident_id), save_it=partial(self._report, incident_id)
        )
        self.printing.bring_up_for(job)

    async def _print(self, incident_id: str, printer: str) -> int:
        case, document, _ = await self._written(incident_id)
        foot = foot_of(case, self._window.desk.catalog)
        return await print_document(document, printer, title=title_of(case), foot=foot)

    async def _report(self, incident_id: str) -> Path:
        return (await self._written(incident_id))[2]

    async def _written(self, incident_id: str) -> tuple[CaseFile, QTextDocument, Path]:
        """The report, as it was saved beside its seals."""
        desk = self._window.desk
        case = await desk.case_files.case_file(incident_id)
        path = desk.exports.new_file(f"laporan-{case.view.incident.ticket_number}", ".pdf")
        document = report_document(
            case,
            desk.catalog,
            str(desk.session.setting("screen.language")),
            call_signs={unit.unit_id: unit.call_sign for unit in desk.unit_positions.units()},
            seals_name=path.with_suffix(".segel.json").name,
            picture=await self._map_of(case),
        )
        await write_pdf(document, path, title=title_of(case), foot=foot_of(case, desk.catalog))
        await desk.case_files.write_seals(case, path)
        return case, document, path

    async def _map_of(self, case: CaseFile) -> QImage | None:
        """The map round the place, with this ticket alone on it."""
        incident = case.view.incident
        fix = incident.location
        if fix is None:
            return None
        mark = IncidentMark(
            incident.incident_id,
            fix.latitude,
            fix.longitude,
            fix.uncertainty_m,
            case.view.priority if case.view.priority in PRIORITIES else PRIORITIES[-1],
            short_ticket(incident.ticket_number),
            selected=True,
        )
        panel = self._window.map_panel
        return await picture_of_place(panel.gazetteer, self._window.desk.map_packs.pack_path, mark)

    @Slot()
    def write_eido(self) -> None:
        """The ticket in the form as EIDO JSON."""
        incident_id = self._window.form.incident_id
        if not incident_id:
            self._window.messages.error("no_ticket_open")
            return
        self._window.tasks.run(self._window.desk.case_files.write_eido(incident_id), "eido", done=self._saved)

    def _saved(self, path: Path) -> None:
        self._window.messages.info(self.tr("Disimpan: {path}").replace("{path}", str(path)))
