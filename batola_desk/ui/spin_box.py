"""A number to turn or to type, its digits off the edge."""

from __future__ import annotations

from PySide6.QtWidgets import QSpinBox, QWidget

MARGIN_PX = 7  # WORKAROUND(Qt 6.11): padding of a style sheet does not reach the letters inside a spin box


class SpinBox(QSpinBox):
    """Its letters stand as far from the edge as those of a line edit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lineEdit().setTextMargins(MARGIN_PX, 0, MARGIN_PX, 0)
