"""The place that was found last: a pin with its name, and the circle it lies in."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from batola_desk.map.projection import Camera
from batola_desk.ui.map.glyphs import GlyphStore
from batola_desk.ui.map.palette import MapPalette

_PIN_PX = 30.0
_NEAR_PX = 14.0
_WORDS_BELOW_PX = 14.0  # the map's own name of a place stands beside its dot
_WORDS_PX = 200.0  # words reach so far from their pin
_CIRCLE_MIN_PX = 12.0  # a smaller circle would only dirty the pin


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """What the pin stands for."""

    latitude: float
    longitude: float
    uncertainty_m: float
    words: str


class FoundOverlay:
    """Implements ``ui.map.overlay.Overlay``."""

    def __init__(self) -> None:
        self.place: FoundPlace | None = None

    def draw(self, painter: QPainter, camera: Camera, palette: MapPalette, glyphs: GlyphStore) -> None:
        """Circle, pin, words."""
        place = self.place
        if place is None:
            return
        x, y = camera.point_on_screen(place.latitude, place.longitude)
        radius = place.uncertainty_m / camera.metres_per_pixel()
        reach = radius + _WORDS_PX
        if not (-reach < x < camera.width_px + reach and -reach < y < camera.height_px + reach):
            return
        at = QPointF(round(x), round(y))
        colour = palette.colour("focus")
        if radius >= _CIRCLE_MIN_PX:
            tint = QColor(colour)
            tint.setAlpha(24)
            painter.setBrush(tint)
            painter.setPen(QPen(colour, 1.6, Qt.PenStyle.DashLine))
            painter.drawEllipse(at, radius, radius)
        pin = glyphs.picture(("found", palette.name), _PIN_PX, lambda on: _paint_pin(on, palette))
        painter.drawPixmap(at - QPointF(_PIN_PX / 2, _PIN_PX - 2), pin)
        if not (0 <= x <= camera.width_px and 0 <= y <= camera.height_px):
            return
        tag = glyphs.tag(place.words, "panel_text", points=9.0)
        wide = tag.width() / tag.devicePixelRatio()
        left = min(max(x - wide / 2, 4.0), max(camera.width_px - wide - 4.0, 4.0))
        painter.drawPixmap(QPointF(round(left), round(y + _WORDS_BELOW_PX)), tag)

    def hit(self, camera: Camera, x_px: float, y_px: float) -> str | None:
        """The pin itself."""
        if self.place is None:
            return None
        x, y = camera.point_on_screen(self.place.latitude, self.place.longitude)
        is_on_pin = abs(x_px - x) <= _NEAR_PX and -_PIN_PX <= y_px - y <= 4
        return "found" if is_on_pin else None

    def hint(self, _hit_id: str) -> str:
        """The words of the pin, whole."""
        return self.place.words if self.place is not None else ""


def _paint_pin(painter: QPainter, palette: MapPalette) -> None:
    """A drop with a hole, painted about the middle of its square."""
    outline = QPainterPath()
    outline.moveTo(0, 13)
    outline.cubicTo(-3, 6, -9, 2, -9, -4)
    outline.arcTo(QRectF(-9, -13, 18, 18), 180, -180)
    outline.cubicTo(9, 2, 3, 6, 0, 13)
    hole = QPainterPath()
    hole.addEllipse(QPointF(0, -4), 3.4, 3.4)
    painter.setPen(QPen(palette.colour("mark_outline"), 1.6))
    painter.setBrush(palette.colour("focus"))
    painter.drawPath(outline.subtracted(hole))
