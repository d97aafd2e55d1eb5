"""The A5 slip of an agency task: what it is told, a line for the name, and a QR that another desk can read.

Source: domain.md §5.3.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument

from batola_desk.domain.errors import OperatorError
from batola_desk.services.api import Desk
from batola_desk.ui.incident.parts import local_time
from batola_desk.ui.print.paper import A5, new_document, text, write_pdf
from batola_desk.ui.qr_picture import qr_image

QR_UNITS = 230  # of 96 to the inch: 61 mm, so that the squares stay above a scanner's limit
_QR = "qr"
_LINE = "_" * 24
_TO_FILL_IN = (
    f"<p>&nbsp;</p><p><b>Diterima oleh (nama):</b> {_LINE}</p>"
    f"<p><b>Jam:</b> {_LINE[:10]} <b>Tanda tangan:</b> {_LINE[:16]}</p>"
)
_HOW = (
    "Meja 112 lain: tekan <b>Alt+E</b>, lalu pindai. Kejadian ini muncul di sana dengan nomor yang sama, "
    "tanpa jaringan."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipPaper:
    """What stands on it. The reader is an agency: everything is Indonesian, whatever the screen speaks."""

    agency: str
    ticket: str
    lines: tuple[str, ...]
    code: str
    written: str  # time, desk and person


def slip_document(paper: SlipPaper) -> QTextDocument:
    """The page."""
    document = new_document("")
    document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(_QR), qr_image(paper.code))
    told = "".join(f"<p>{text(line)}</p>" for line in paper.lines)
    picture = f"<img src='{_QR}' width='{QR_UNITS}' height='{QR_UNITS}'>"
    document.setHtml(
        f"<body><h1>{text(paper.agency)}</h1><h2>{text(paper.ticket)}</h2>{told}{_TO_FILL_IN}"
        f"<table width='100%'><tr><td width='60%'>{picture}</td>"
        f"<td class='small' valign='middle'>{_HOW}<br><br>{text(paper.written)}</td></tr></table></body>"
    )
    return document


async def write_slip(paper: SlipPaper, path: Path) -> None:
    """Write it as one A5 page.

    Raises:
        OperatorError: ``export_not_written``.
    """
    await write_pdf(slip_document(paper), path, title=paper.ticket, foot=paper.ticket, size=A5)


async def slip_of(desk: Desk, incident_id: str, task_id: str) -> SlipPaper:
    """What stands on the slip of a task by now.

    Raises:
        OperatorError: ``task_unknown``, or what the code refuses (``incident_confidential`` …).
    """
    code = await desk.slips.code_of(incident_id, task_id)
    view = desk.incidents.view(incident_id)
    task = next((one for one in view.tasks if one.task.task_id == task_id), None) if view else None
    if view is None or task is None:
        raise OperatorError("task_unknown")
    centre = desk.catalog.centre
    now = local_time(desk.now_us(), centre.utc_offset_min, "%d-%m-%Y %H.%M")
    return SlipPaper(
        agency=desk.catalog.agencies[task.task.agency_code].label,
        ticket=view.incident.ticket_number,
        lines=tuple(desk.outreach.message(incident_id).splitlines()),
        code=code,
        written=f"{now} {centre.time_zone}",
    )


async def save_slip(desk: Desk, paper: SlipPaper) -> Path:
    """Write it among the exports; returns where it lies. Raises what ``write_slip`` does."""
    path = desk.exports.new_file(f"slip-{paper.ticket}", ".pdf")
    await write_slip(paper, path)
    return path
