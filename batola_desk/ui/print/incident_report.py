"""One ticket on paper: what, where, who, when, and the seals of its timeline. Source: domain.md §15."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QImage, QTextDocument

from batola_desk.domain.catalog import Catalog
from batola_desk.domain.incident import Note
from batola_desk.services.case_file import CaseFile
from batola_desk.ui import labels
from batola_desk.ui.incident.history_words import sentence
from batola_desk.ui.incident.parts import local_time, short_ticket
from batola_desk.ui.noop import QT_TRANSLATE_NOOP
from batola_desk.ui.print.paper import new_document, text

MAP_URL = "map:picture"
MAP_WIDTH = 640
SEAL_LETTERS = 16
DATE = "%d/%m/%Y %H:%M:%S"
_FIELDS = (
    "caller_name",
    "callback_number",
    "victims_injured",
    "victims_trapped",
    "victims_missing",
    "victims_dead",
)
_TEXTS = (
    QT_TRANSLATE_NOOP("IncidentReport", "Laporan kejadian"),
    QT_TRANSLATE_NOOP("IncidentReport", "Jenis"),
    QT_TRANSLATE_NOOP("IncidentReport", "Prioritas"),
    QT_TRANSLATE_NOOP("IncidentReport", "Status"),
    QT_TRANSLATE_NOOP("IncidentReport", "Tempat"),
    QT_TRANSLATE_NOOP("IncidentReport", "Titik"),
    QT_TRANSLATE_NOOP("IncidentReport", "Dibuka"),
    QT_TRANSLATE_NOOP("IncidentReport", "Ditutup"),
    QT_TRANSLATE_NOOP("IncidentReport", "Peta"),
    QT_TRANSLATE_NOOP("IncidentReport", "Panggilan"),
    QT_TRANSLATE_NOOP("IncidentReport", "Instansi"),
    QT_TRANSLATE_NOOP("IncidentReport", "Satuan"),
    QT_TRANSLATE_NOOP("IncidentReport", "Kronologi"),
    QT_TRANSLATE_NOOP("IncidentReport", "Tiket terkait"),
    QT_TRANSLATE_NOOP("IncidentReport", "Riwayat dengan segel jurnal"),
    QT_TRANSLATE_NOOP("IncidentReport", "Pembuktian"),
    QT_TRANSLATE_NOOP("IncidentReport", "LATIHAN"),
)
PROOF = QT_TRANSLATE_NOOP(
    "IncidentReport",
    "Setiap baris riwayat adalah satu fakta jurnal; di belakangnya awal segelnya (SHA-256 atas fakta itu dan"
    " semua fakta meja yang sama sebelum itu). Segel lengkap ada di berkas {seals}. Pemeriksaan di meja mana"
    " pun: batola-desk verify --seals {seals}. Kepala rantai meja {desk}: fakta {oseq}, {hash}.",
)
MADE = QT_TRANSLATE_NOOP("IncidentReport", "Dibuat {at} oleh {person}, Meja {desk}")


def report_document(
    case: CaseFile,
    catalog: Catalog,
    language: str,
    *,
    call_signs: dict[str, str],
    seals_name: str,
    picture: QImage | None,
) -> QTextDocument:
    """The pages of a report.

    Args:
        call_signs: unit id → call sign.
        picture: the map round the place; None = there is none.
    """
    page = _Page(case, catalog, language, call_signs)
    parts = [*page.head(), *page.map_part(picture), *page.lists(), *page.history(seals_name)]
    document = new_document("")
    if picture is not None:
        document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(MAP_URL), picture)
    document.setHtml(f"<body>{''.join(parts)}</body>")
    return document


def title_of(case: CaseFile) -> str:
    """What the report is called."""
    return f"{_said('Laporan kejadian')} {case.view.incident.ticket_number}"


def foot_of(case: CaseFile, catalog: Catalog) -> str:
    """Who made it and when, on every page."""
    at = local_time(case.made_us, catalog.centre.utc_offset_min, DATE)
    made = _said(MADE).replace("{at}", f"{at} {catalog.centre.time_zone}")
    return f"{title_of(case)} · {made.replace('{person}', case.person).replace('{desk}', case.desk)}"


class _Page:
    def __init__(self, case: CaseFile, catalog: Catalog, language: str, call_signs: dict[str, str]) -> None:
        self._case = case
        self._view = case.view
        self._incident = case.view.incident
        self._catalog = catalog
        self._language = language
        self._call_signs = call_signs

    def head(self) -> Iterator[str]:
        incident, view = self._incident, self._view
        training = f" ({_said('LATIHAN')})" if incident.training else ""
        yield f"<p>{text(self._catalog.centre.name)}</p>"
        yield f"<h1>{text(title_of(self._case) + training)}</h1>"
        place = " · ".join(
            part
            for part in (incident.text("place_text"), incident.text("landmark"), view.place_label)
            if part
        )
        fix = incident.location
        point = f"{fix.latitude:.5f}, {fix.longitude:.5f} (±{fix.uncertainty_m:.0f} m)" if fix else ""
        rows = [
            (_said("Jenis"), f"{incident.text('type_code')} {view.type_label}"),
            (_said("Prioritas"), view.priority),
            (_said("Status"), labels.word(labels.INCIDENT_STATES, incident.state.value)),
            (_said("Tempat"), place),
            (_said("Titik"), point),
            (_said("Dibuka"), self._at(incident.opened_us)),
            (_said("Ditutup"), self._at(incident.closed_us)),
            *((labels.word(labels.FIELDS, name), incident.text(name)) for name in _FIELDS),
        ]
        yield _table([row for row in rows if row[1].strip()], widths=(24, 76))

    def map_part(self, picture: QImage | None) -> Iterator[str]:
        if picture is not None:
            height = round(MAP_WIDTH * picture.height() / max(1, picture.width()))
            yield f"<h2>{text(_said('Peta'))}</h2>"
            yield f"<p><img src='{MAP_URL}' width='{MAP_WIDTH}' height='{height}'></p>"

    def lists(self) -> Iterator[str]:
        yield from _section(_said("Panggilan"), self._calls(), (20, 26, 54))
        yield from _section(_said("Instansi"), self._tasks(), (26, 24, 50))
        yield from _section(_said("Satuan"), self._units(), (26, 24, 50))
        notes = [(self._at(note.at_us), note.actor, note.text) for note in self._notes()]
        yield from _section(_said("Kronologi"), notes, (20, 14, 66))
        kin = [(short_ticket(one.label), one.kind) for one in self._incident.kin if one.is_on]
        yield from _section(_said("Tiket terkait"), kin, (40, 60))

    def history(self, seals_name: str) -> Iterator[str]:
        agencies = {task.task.task_id: task.task.agency_code for task in self._view.tasks}
        seals = {seal.fact_id: seal.hash for seal in self._case.seals}
        rows = [
            (
                self._at(entry.at_us),
                f"{entry.actor} ({entry.desk})",
                sentence(
                    entry, self._catalog, self._language, task_agencies=agencies, call_signs=self._call_signs
                ),
                seals.get(entry.fact_id, "")[:SEAL_LETTERS],
            )
            for entry in self._incident.timeline
        ]
        yield from _section(_said("Riwayat dengan segel jurnal"), rows, (18, 14, 50, 18), last="mono")
        oseq, head = self._case.chain_head
        proof = _said(PROOF).replace("{seals}", seals_name).replace("{desk}", self._case.desk)
        yield f"<h2>{text(_said('Pembuktian'))}</h2>"
        yield f"<p class='small'>{text(proof.replace('{oseq}', str(oseq)).replace('{hash}', head))}</p>"

    # ---------------------------------------------------------------- rows

    def _calls(self) -> list[tuple[str, ...]]:
        shown = [(view, "") for view in self._view.calls]
        for part in self._view.absorbed:
            shown += [(view, short_ticket(part.incident.ticket_number)) for view in part.calls]
        return [
            (
                self._at(view.call.offered_us),
                view.call.number or view.call.display_name,
                " · ".join(
                    part
                    for part in (
                        origin, view.call.call_class, view.call.operator,
                        labels.word(labels.CALL_STATES, view.call.state.value),
                    )
                    if part
                ),
            )
            for view, origin in shown
        ]  # fmt: skip

    def _tasks(self) -> list[tuple[str, ...]]:
        return [
            (
                view.agency_name,
                labels.word(labels.TASK_STATES, view.task.state.value),
                " · ".join(
                    part
                    for part in (
                        self._at(view.task.sent_us), view.task.acknowledged_by,
                        self._at(view.task.acknowledged_us), view.task.report, view.task.reason,
                    )
                    if part
                ),
            )
            for view in self._view.tasks
        ]  # fmt: skip

    def _units(self) -> list[tuple[str, ...]]:
        return [
            (
                self._call_signs.get(part.unit_id, part.unit_id),
                labels.word(labels.UNIT_STATES, part.state),
                " · ".join(
                    f"{labels.word(labels.UNIT_STATES, state)} {self._at(at_us)}"
                    for state, at_us in (
                        ("assigned", part.assigned_us), ("en_route", part.en_route_us),
                        ("on_scene", part.on_scene_us), ("available", part.released_us),
                    )
                    if at_us is not None
                ),
            )
            for part in self._incident.units
        ]  # fmt: skip

    def _notes(self) -> Iterator[Note]:
        notes = [note for note in self._incident.notes if not note.draft]
        for part in self._view.absorbed:
            origin = short_ticket(part.incident.ticket_number)
            notes += [replace(note, text=f"[{origin}] {note.text}") for note in part.incident.notes]
        yield from sorted(notes, key=lambda note: note.at_us)

    def _at(self, at_us: int | None) -> str:
        return local_time(at_us, self._catalog.centre.utc_offset_min, DATE) if at_us is not None else ""


def _section(
    heading: str, rows: Sequence[tuple[str, ...]], widths: tuple[int, ...], *, last: str = ""
) -> Iterator[str]:
    if rows:
        yield f"<h2>{text(heading)}</h2>"
        yield _table(rows, widths=widths, last=last)


def _table(rows: Sequence[tuple[str, ...]], *, widths: tuple[int, ...], last: str = "") -> str:
    made = ["<table width='100%' cellspacing='0'>"]
    for row in rows:
        made.append("<tr>")
        for at, cell in enumerate(row):
            style = f" class='{last}'" if last and at == len(row) - 1 else ""
            made.append(f"<td width='{widths[at]}%'{style}>{text(cell)}</td>")
        made.append("</tr>")
    return "".join((*made, "</table>"))


def _said(words: str) -> str:
    return QCoreApplication.translate("IncidentReport", words)
