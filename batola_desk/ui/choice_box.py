"""A combo box with a drawn arrow: a style sheet can only show an arrow from a file of a fixed colour."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from batola_desk.ui.theme import current_theme, tokens

ARROW_RIGHT_PX = 14.0  # centre of the arrow, from the right edge
ARROW_HALF_PX = 4.5


class ChoiceBox(QComboBox):
    """One of several words; the wheel never changes it by accident while the page scrolls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToContents
        )  # another language, longer words

    def paintEvent(self, qt_event: QPaintEvent) -> None:
        super().paintEvent(qt_event)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            role = "text_muted" if self.isEnabled() else "text_disabled"
            pen = QPen(QColor(tokens(current_theme())[role]), 1.8)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            x, y = self.width() - ARROW_RIGHT_PX, self.height() / 2 + ARROW_HALF_PX / 2
            tip = QPointF(x, y)
            painter.drawPolyline(
                [
                    QPointF(x - ARROW_HALF_PX, y - ARROW_HALF_PX),
                    tip,
                    QPointF(x + ARROW_HALF_PX, y - ARROW_HALF_PX),
                ]
            )

    def wheelEvent(self, qt_event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(qt_event)
        else:
            qt_event.ignore()
