"""The A5 slip of an agency task: what it is told, a line for the name, and a QR that another desk can read.

Source: domain.md §5.3.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument

from batola_desk.domain.errors import OperatorError
from batola_desk.services.api import Desk
from batola_desk.ui.print.paper import new_document, text
from batola_desk.ui.print.ticket_page import TO_FILL_IN, TicketPage, written_now
from batola_desk.ui.qr_picture import qr_image

QR_UNITS = 230  # of 96 to the inch: 61 mm, so that the squares stay above a scanner's limit
_QR = "qr"
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
        f"<body><h1>{text(paper.agency)}</h1><h2>{text(paper.ticket)}</h2>{told}{TO_FILL_IN}"
        f"<table width='100%'><tr><td width='60%'>{picture}</td>"
        f"<td class='small' valign='middle'>{_HOW}<br><br>{text(paper.written)}</td></tr></table></body>"
    )
    return document


def slip_page(paper: SlipPaper) -> TicketPage:
    """As it is kept and printed."""
    return TicketPage(stem="slip", ticket=paper.ticket, document=slip_document(paper))


async def slip_of(desk: Desk, incident_id: str, task_id: str) -> TicketPage:
    """The slip of a task as of now.

    Raises:
        OperatorError: ``task_unknown``, or what the code refuses (``incident_confidential`` …).
    """
    code = await desk.slips.code_of(incident_id, task_id)
    view = desk.incidents.view(incident_id)
    task = next((one for one in view.tasks if one.task.task_id == task_id), None) if view else None
    if view is None or task is None:
        raise OperatorError("task_unknown")
    paper = SlipPaper(
        agency=desk.catalog.agencies[task.task.agency_code].label,
        ticket=view.incident.ticket_number,
        lines=tuple(desk.outreach.message(incident_id).splitlines()),
        code=code,
        written=written_now(desk),
    )
    return slip_page(paper)
