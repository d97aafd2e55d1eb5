"""The border card on one A5 page: its words, a line for the name, and the QR that stands beside it on screen.

Source: domain.md §12.4.
"""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument

from batola_desk.services.api import Desk
from batola_desk.ui.print.paper import new_document, text
from batola_desk.ui.print.ticket_page import TO_FILL_IN, TicketPage, written_now
from batola_desk.ui.qr_picture import qr_of_words

QR_UNITS = 170  # of 96 to the inch: 45 mm
_QR = "qr"


def border_page(desk: Desk, ticket: str, neighbour: str, words: str) -> TicketPage:
    """The card of this moment; one too long for a QR is words alone.

    The reader is another centre: everything is Indonesian.

    Args:
        neighbour: the name of the other centre.
    """
    document = new_document("")
    picture = qr_of_words(words)
    code = ""
    if picture is not None:
        document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(_QR), picture)
        code = f"<p><img src='{_QR}' width='{QR_UNITS}' height='{QR_UNITS}'></p>"
    document.setHtml(
        f"<body><h1>{text(f'Serah-terima ke {neighbour}')}</h1><h2>{text(ticket)}</h2>"
        f"<p>{text(words)}</p>{TO_FILL_IN}{code}<p class='small'>{text(written_now(desk))}</p></body>"
    )
    return TicketPage(stem="kartu", ticket=ticket, document=document)
