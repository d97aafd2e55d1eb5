"""A check box with a drawn tick: a style sheet can only show one from a file of a fixed colour."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton

from batola_desk.ui.theme import current_theme, tokens


class CheckBox(QCheckBox):
    """Yes or no; the tick says it as well as the colour."""

    def paintEvent(self, qt_event: QPaintEvent) -> None:
        super().paintEvent(qt_event)
        if not self.isChecked():
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            pen = QPen(QColor(tokens(current_theme())["primary_text"]), 2.0)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            x, y, side = box.x(), box.y(), float(min(box.width(), box.height()))
            painter.drawPolyline(
                [
                    QPointF(x + side * 0.25, y + side * 0.53),
                    QPointF(x + side * 0.43, y + side * 0.71),
                    QPointF(x + side * 0.77, y + side * 0.31),
                ]
            )
