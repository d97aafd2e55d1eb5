"""Draws ``batola.ico`` and ``wizard.bmp`` anew (developers only; what is drawn is kept in the repository).

usage: QT_QPA_PLATFORM=offscreen python -m installer.make_icon
"""

from __future__ import annotations

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter

SIZES = (16, 24, 32, 48, 64, 256)
PANEL = (164, 314)
_RED, _WHITE, _DARK = QColor(176, 28, 38), QColor(255, 255, 255), QColor(28, 34, 44)


def _picture(size: int) -> bytes:
    """Return one size as PNG: the number in white on a red tile."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_RED)
    painter.drawRoundedRect(QRectF(0, 0, size, size), size * 0.2, size * 0.2)
    font = QFont("Noto Sans")
    font.setBold(True)
    font.setPixelSize(round(size * 0.5))
    painter.setFont(font)
    painter.setPen(_WHITE)
    painter.drawText(QRectF(0, 0, size, size), Qt.AlignmentFlag.AlignCenter, "112")
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())


def _panel() -> QImage:
    """Return the picture at the side of the wizard's first and last page."""
    image = QImage(*PANEL, QImage.Format.Format_RGB888)
    image.fill(_DARK)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_RED)
    painter.drawRoundedRect(QRectF(32, 60, 100, 100), 20, 20)
    painter.setPen(_WHITE)
    for words, size, top in (("112", 50, 60), ("Batola Desk", 17, 170), ("Kabupaten Barito Kuala", 11, 200)):
        font = QFont("Noto Sans")
        font.setBold(size > 11)
        font.setPixelSize(size)
        painter.setFont(font)
        height = 100 if size == 50 else size * 2
        painter.drawText(QRectF(0, top, PANEL[0], height), Qt.AlignmentFlag.AlignCenter, words)
    painter.end()
    return image


def main() -> None:
    """Write the icon with all its sizes, and the panel."""
    application = QGuiApplication([])
    _panel().save(str(Path(__file__).with_name("wizard.bmp")), "BMP")  # type: ignore[call-overload]
    pictures = [_picture(size) for size in SIZES]
    offset = 6 + 16 * len(SIZES)
    head = struct.pack("<HHH", 0, 1, len(SIZES))
    for size, picture in zip(SIZES, pictures, strict=True):
        head += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    Path(__file__).with_name("batola.ico").write_bytes(head + b"".join(pictures))
    application.quit()


if __name__ == "__main__":
    main()
