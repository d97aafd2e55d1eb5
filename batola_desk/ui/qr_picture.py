"""A QR as a picture: black on white with its quiet edge, for paper and for a telephone held to the screen."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QColor, QImage

QUIET_MODULES: Final = 4  # Source: ISO/IEC 18004 §9.1
DOTS_PER_MODULE: Final = 8  # of a printed one
SCREEN_DOTS_PER_MODULE: Final = 3  # LIMIT: 0.8 mm at 96 dots to the inch, which any telephone reads
SCREEN_BYTES_MAX: Final = 1_100  # LIMIT: of words; more squares fit no low screen beside a card


def qr_image(code: str) -> QImage:
    """The code as a picture, each square the same number of dots."""
    import segno  # a desk that shows none needs it not

    return _drawn(segno.make_qr(code, error="m", boost_error=False).matrix, DOTS_PER_MODULE)


def qr_of_words(words: str) -> QImage | None:
    """Words for a telephone's camera; None = too many."""
    import segno

    if not words or len(words.encode()) > SCREEN_BYTES_MAX:
        return None
    made = segno.make_qr(words, error="l", encoding="utf-8", boost_error=False)
    return _drawn(made.matrix, SCREEN_DOTS_PER_MODULE)


def _drawn(matrix: tuple[bytearray, ...], dots: int) -> QImage:
    rows = [bytes(row) for row in matrix]
    side = len(rows) + 2 * QUIET_MODULES
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    for y, row in enumerate(rows):
        for x, module in enumerate(row):
            if module:
                image.setPixelColor(x + QUIET_MODULES, y + QUIET_MODULES, QColor("black"))
    return image.scaled(side * dots, side * dots)
