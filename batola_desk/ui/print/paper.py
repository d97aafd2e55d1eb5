"""Pages from marked-up text: one look for everything that is printed, in black on white.

Drawn by Qt's own PDF writer into memory; another thread writes the disk, whole or not at all.
"""

from __future__ import annotations

import asyncio
from html import escape
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import (
    QFont,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextDocument,
)

from batola_desk.domain.errors import OperatorError
from batola_desk.settings.whole_file import write_whole

UNITS_PER_INCH = 96  # the page is laid out in these, whatever the screen is: 12 are 9 points
DOTS_PER_INCH = 288
MARGIN_MM = 14.0
A5 = QPageSize.PageSizeId.A5
FOOT_UNITS = 22
STYLE = """
body { font-size: 11px; }
h1 { font-size: 20px; margin-top: 0; margin-bottom: 4px; }
h2 { font-size: 14px; margin-top: 10px; margin-bottom: 3px; }
p { margin-top: 3px; margin-bottom: 3px; }
td, th { padding: 1px 5px; border-bottom: 1px solid silver; }
th { text-align: left; }
.key { font-weight: 600; }
.word, .mono { font-family: monospace; font-size: 10px; }
.small { font-size: 10px; }
"""


def text(words: str) -> str:
    """Words as they stand, whatever is in them."""
    return escape(words, quote=True).replace("\n", "<br>")


def new_document(body: str) -> QTextDocument:
    """A document that loads nothing from anywhere."""
    document = QTextDocument()
    document.setDefaultFont(_font(11))
    document.setDefaultStyleSheet(STYLE)
    document.setHtml(f"<body>{body}</body>")
    return document


async def write_pdf(
    document: QTextDocument,
    path: Path,
    *,
    title: str,
    foot: str = "",
    size: QPageSize.PageSizeId = QPageSize.PageSizeId.A4,
) -> int:
    """Write the document page by page, each with its number; returns how many.

    Raises:
        OperatorError: ``export_not_written`` with ``reason``; nothing is left behind.
    """
    pages = QBuffer()
    pages.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(pages)
    writer.setTitle(title)
    writer.setCreator("Batola Desk")
    writer.setResolution(DOTS_PER_INCH)
    count = lay_out(document, writer, size)
    with QPainter(writer) as painter:
        draw_pages(painter, document, writer, foot)
    try:
        await asyncio.to_thread(write_whole, path, bytes(pages.data().data()))
    except OSError as problem:
        raise OperatorError("export_not_written", reason=problem.strerror or str(problem)) from problem
    return count


def lay_out(document: QTextDocument, device: QPagedPaintDevice, size: QPageSize.PageSizeId) -> int:
    """Give device and document this paper; returns how many pages it takes."""
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    portrait, millimetre = QPageLayout.Orientation.Portrait, QPageLayout.Unit.Millimeter
    device.setPageLayout(QPageLayout(QPageSize(size), portrait, margins, millimetre))
    inches = device.pageLayout().paintRect(QPageLayout.Unit.Inch)  # a printer may need wider margins
    width, height = inches.width() * UNITS_PER_INCH, inches.height() * UNITS_PER_INCH
    document.setPageSize(QSizeF(width, height - FOOT_UNITS))
    return document.pageCount()


def draw_pages(painter: QPainter, document: QTextDocument, device: QPagedPaintDevice, foot: str) -> None:
    """Draw every page of a document that was laid out for this device, each with its number."""
    scale, count = device.logicalDpiX() / UNITS_PER_INCH, document.pageCount()
    for number in range(count):
        if number:
            device.newPage()
        _draw_page(painter, document, number, scale, f"{foot}   {number + 1}/{count}")


def _draw_page(painter: QPainter, document: QTextDocument, number: int, scale: float, foot: str) -> None:
    size = document.pageSize()
    painter.save()
    painter.scale(scale, scale)
    painter.setFont(_font(9))
    painter.drawText(0, int(size.height() + FOOT_UNITS - 4), foot)
    painter.translate(0, -number * size.height())
    painter.setClipRect(0, int(number * size.height()), int(size.width()) + 1, int(size.height()))
    document.drawContents(painter)
    painter.restore()


def _font(height: int) -> QFont:
    font = QFont("sans-serif")
    font.setPixelSize(height)
    return font
