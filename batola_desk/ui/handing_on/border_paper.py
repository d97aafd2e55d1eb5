"""The border card on one A5 page: its words, a line for the name, and the QR that stands beside it on screen.

Source: domain.md §12.4.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument

from batola_desk.services.api import Desk
from batola_desk.ui.incident.parts import local_time
from batola_desk.ui.print.paper import A5, new_document, text, write_pdf
from batola_desk.ui.qr_picture import qr_of_words

QR_UNITS = 170  # of 96 to the inch: 45 mm
_QR = "qr"
_LINE = "_" * 24
_TO_FILL_IN = (
    f"<p>&nbsp;</p><p><b>Diterima oleh (nama):</b> {_LINE}</p>"
    f"<p><b>Jam:</b> {_LINE[:10]} <b>Tanda tangan:</b> {_LINE[:16]}</p>"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BorderPaper:
    """What stands on it. The reader is another centre: everything is Indonesian."""

    ticket: str
    name: str  # of the neighbour
    words: str
    written: str  # when


def border_paper(desk: Desk, ticket: str, name: str, words: str) -> BorderPaper:
    """The card of this moment."""
    centre = desk.catalog.centre
    now = local_time(desk.now_us(), centre.utc_offset_min, "%d-%m-%Y %H.%M")
    return BorderPaper(ticket=ticket, name=name, words=words, written=f"{now} {centre.time_zone}")


def border_document(paper: BorderPaper) -> QTextDocument:
    """The page; a card too long for a QR is words alone."""
    document = new_document("")
    picture = qr_of_words(paper.words)
    code = ""
    if picture is not None:
        document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(_QR), picture)
        code = f"<p><img src='{_QR}' width='{QR_UNITS}' height='{QR_UNITS}'></p>"
    document.setHtml(
        f"<body><h1>{text(f'Serah-terima ke {paper.name}')}</h1><h2>{text(paper.ticket)}</h2>"
        f"<p>{text(paper.words)}</p>{_TO_FILL_IN}{code}<p class='small'>{text(paper.written)}</p></body>"
    )
    return document


async def save_border(desk: Desk, paper: BorderPaper) -> Path:
    """Write it among the exports; returns where it lies.

    Raises:
        OperatorError: ``export_not_written``.
    """
    path = desk.exports.new_file(f"kartu-{paper.ticket}", ".pdf")
    await write_pdf(border_document(paper), path, title=paper.ticket, foot=paper.ticket, size=A5)
    return path
