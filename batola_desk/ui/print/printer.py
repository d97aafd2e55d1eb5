"""Straight to a printer, without a window of the system: that would stop the desk while it is open.

Asking for printers and handing pages to one may take seconds where it is on the network: both happen outside
the screen's thread.
"""

from __future__ import annotations

import asyncio

from PySide6.QtGui import QPagedPaintDevice, QPageSize, QPainter, QTextDocument

from batola_desk.domain.errors import OperatorError
from batola_desk.ui.print.paper import draw_pages, lay_out


async def printer_names() -> tuple[str, ...]:
    """Printers of the machine, its usual one first; none where the machine cannot print."""
    return await asyncio.to_thread(_names)


async def print_document(
    document: QTextDocument,
    printer: str,
    *,
    title: str,
    foot: str = "",
    size: QPageSize.PageSizeId = QPageSize.PageSizeId.A4,
) -> int:
    """Hand the document to a printer; returns how many pages.

    Raises:
        OperatorError: ``printer_gone``, ``print_failed``, both with ``printer``.
    """
    device = await asyncio.to_thread(open_printer, printer, title)
    count = lay_out(document, device, size)  # here; the other thread only draws
    if not await asyncio.to_thread(_draw, document, device, foot):
        raise OperatorError("print_failed", printer=printer)
    return count


def open_printer(name: str, title: str) -> QPagedPaintDevice:
    """Return the printer, ready for pages.

    Raises:
        OperatorError: ``printer_gone``.
    """
    from PySide6.QtPrintSupport import QPrinter

    device = QPrinter(QPrinter.PrinterMode.HighResolution)
    device.setPrinterName(name)
    if not device.isValid() or device.printerName() != name:
        raise OperatorError("printer_gone", printer=name)
    device.setDocName(title)
    device.setCreator("Batola Desk")
    return device


def _draw(document: QTextDocument, device: QPagedPaintDevice, foot: str) -> bool:
    with QPainter(device) as painter:
        if not painter.isActive():
            return False
        draw_pages(painter, document, device, foot)
    return True


def _names() -> tuple[str, ...]:
    try:
        from PySide6.QtPrintSupport import QPrinterInfo
    except ImportError:  # a bundle without it: the PDF remains
        return ()
    usual = QPrinterInfo.defaultPrinterName()
    return tuple(sorted(QPrinterInfo.availablePrinterNames(), key=lambda name: name != usual))
