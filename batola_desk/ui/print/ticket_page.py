"""One small page that goes with a ticket: the slip of an agency, the card for a neighbour.

It is kept as PDF among the exports, also when it goes straight to a printer.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QTextDocument

from batola_desk.services.api import Desk
from batola_desk.ui.incident.parts import local_time
from batola_desk.ui.print.paper import A5, write_pdf
from batola_desk.ui.print.printer import print_document

_LINE = "_" * 24
TO_FILL_IN = (
    f"<p>&nbsp;</p><p><b>Diterima oleh (nama):</b> {_LINE}</p>"
    f"<p><b>Jam:</b> {_LINE[:10]} <b>Tanda tangan:</b> {_LINE[:16]}</p>"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketPage:
    """An A5 page.

    Attributes:
        stem: what its file begins with.
        ticket: number of the ticket; title and foot of the page.
    """

    stem: str
    ticket: str
    document: QTextDocument

    async def write(self, path: Path) -> None:
        """Write it as PDF.

        Raises:
            OperatorError: ``export_not_written``.
        """
        await write_pdf(self.document, path, title=self.ticket, foot=self.ticket, size=A5)

    async def save(self, desk: Desk) -> Path:
        """Write it among the exports; returns where it lies. Raises what ``write`` does."""
        path = desk.exports.new_file(f"{self.stem}-{self.ticket}", ".pdf")
        await self.write(path)
        return path

    async def print(self, desk: Desk, printer: str) -> int:
        """Save it, then hand it to a printer; returns how many pages.

        Raises:
            OperatorError: what ``write`` and ``print_document`` raise.
        """
        await self.save(desk)
        return await print_document(self.document, printer, title=self.ticket, foot=self.ticket, size=A5)


def written_now(desk: Desk) -> str:
    """Date and time of the centre, as they stand on paper."""
    centre = desk.catalog.centre
    return f"{local_time(desk.now_us(), centre.utc_offset_min, '%d-%m-%Y %H.%M')} {centre.time_zone}"
