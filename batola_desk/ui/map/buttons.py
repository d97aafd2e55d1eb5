"""The few buttons that lie on the map, for those who use the mouse."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QToolButton, QWidget

from batola_desk.ui.map.palette import MapPalette
from batola_desk.ui.plain_tip import plain_tip

_SIDE_PX = 32


class MapButton(QToolButton):
    """Painted from the map's palette; ``sign`` is one of plus, minus, home, legend, layers."""

    def __init__(self, sign: str, palette: MapPalette, parent: QWidget) -> None:
        super().__init__(parent)
        self._sign = sign
        self._map_palette = palette
        self.setFixedSize(QSize(_SIDE_PX, _SIDE_PX))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the canvas has a key for each of them
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def set_map_palette(self, palette: MapPalette) -> None:
        self._map_palette = palette
        self.update()

    def set_words(self, name: str, key: str) -> None:
        self.setToolTip(plain_tip(f"{name} ({key})"))
        self.setAccessibleName(name)

    def paintEvent(self, _event: QPaintEvent) -> None:
        palette = self._map_palette
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(palette.colour("focus" if self.underMouse() else "panel_border"), 1.2))
            painter.setBrush(palette.colour("panel_border" if self.isDown() else "panel_bg", alpha=240))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
            painter.setPen(QPen(palette.colour("panel_text"), 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            middle = _SIDE_PX / 2
            painter.translate(middle, middle)
            if self._sign in {"plus", "minus"}:
                painter.drawLine(QLineF(-6, 0, 6, 0))
                if self._sign == "plus":
                    painter.drawLine(QLineF(0, -6, 0, 6))
            elif self._sign == "home":
                walls = [(-7, 0), (0, -7), (7, 0), (5, 0), (5, 7), (-5, 7), (-5, 0)]
                painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in walls]))
            elif self._sign == "layers":
                for y in (5.0, 0.5, -4.0):  # three sheets, the upper one whole
                    painter.setBrush(palette.colour("panel_bg"))
                    painter.drawPolygon(
                        QPolygonF([QPointF(x, y + dy) for x, dy in ((0, -5), (8, 0), (0, 5), (-8, 0))])
                    )
            else:
                for y in (-5, 0, 5):
                    painter.drawEllipse(QPointF(-5, y), 0.8, 0.8)
                    painter.drawLine(QLineF(-1, y, 7, y))
