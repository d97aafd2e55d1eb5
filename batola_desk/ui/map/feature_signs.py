"""Signs of what people drew on the map: a light chip with one shape in it, calmer than any incident."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from batola_desk.ui.map.glyphs import GlyphStore
from batola_desk.ui.map.palette import MapPalette

SIGN_SIZE_PX: Final = 24.0
_HALF_CHIP_PX: Final = 9.0
ROLES: Final[Mapping[str, str]] = {
    "landmark": "feature_landmark",
    "jetty": "feature_jetty",
    "pump": "feature_pump",
    "post": "feature_post",
}


def sign(glyphs: GlyphStore, palette: MapPalette, kind: str) -> QPixmap:
    """The sign of a kind that is a point. Size: ``SIGN_SIZE_PX``."""
    return glyphs.picture(("feature", kind), SIGN_SIZE_PX, lambda painter: paint_sign(painter, palette, kind))


def paint_sign(painter: QPainter, palette: MapPalette, kind: str) -> None:
    """Paint a sign about the origin."""
    colour = palette.colour(ROLES.get(kind, "feature_post"))
    chip = QRectF(-_HALF_CHIP_PX, -_HALF_CHIP_PX, 2 * _HALF_CHIP_PX, 2 * _HALF_CHIP_PX)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(palette.colour("mark_shadow", alpha=40), 3.0))
    painter.drawRoundedRect(chip.translated(0, 0.8), 4.5, 4.5)
    painter.setPen(QPen(colour, 1.4))
    painter.setBrush(palette.colour("feature_paper"))
    painter.drawRoundedRect(chip, 4.5, 4.5)
    painter.setPen(QPen(colour, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(QBrush(colour))
    _SHAPES.get(kind, _star)(painter)


def _star(painter: QPainter) -> None:
    """A landmark: what people name."""
    painter.setPen(Qt.PenStyle.NoPen)
    corners = []
    for step in range(10):
        reach = 6.6 if step % 2 == 0 else 2.8
        turn = math.pi * step / 5
        corners.append(QPointF(reach * math.sin(turn), 0.4 - reach * math.cos(turn)))
    painter.drawPolygon(QPolygonF(corners))


def _pier(painter: QPainter) -> None:
    """A jetty: planks on piles in the water."""
    painter.drawLine(QPointF(-6, -3.2), QPointF(6, -3.2))
    for x in (-4.2, 0.0, 4.2):
        painter.drawLine(QPointF(x, -3.2), QPointF(x, 2.2))
    wave = QPainterPath(QPointF(-6, 4.6))
    for x in (-3.0, 0.0, 3.0, 6.0):
        wave.quadTo(QPointF(x - 1.5, 2.6 if x in {-3.0, 3.0} else 6.4), QPointF(x, 4.6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(wave)


def _drop(painter: QPainter) -> None:
    """A pump point: where water is taken."""
    painter.setPen(Qt.PenStyle.NoPen)
    drop = QPainterPath(QPointF(0, -6.8))
    drop.cubicTo(QPointF(2.2, -3.0), QPointF(5.2, -0.6), QPointF(5.2, 2.2))
    drop.arcTo(QRectF(-5.2, -3.0, 10.4, 10.4), 0, -180)
    drop.cubicTo(QPointF(-5.2, -0.6), QPointF(-2.2, -3.0), QPointF(0, -6.8))
    painter.drawPath(drop)


def _house(painter: QPainter) -> None:
    """A post: a roof and a door."""
    painter.setPen(Qt.PenStyle.NoPen)
    house = QPainterPath()
    roof_and_walls = (
        (0, -6.4),
        (6.4, -0.4),
        (4.6, -0.4),
        (4.6, 5.8),
        (-4.6, 5.8),
        (-4.6, -0.4),
        (-6.4, -0.4),
    )
    house.addPolygon(QPolygonF([QPointF(x, y) for x, y in roof_and_walls]))
    house.closeSubpath()
    door = QPainterPath()
    door.addRect(QRectF(-1.5, 1.4, 3.0, 4.4))
    painter.drawPath(house.subtracted(door))


_SHAPES: Final[Mapping[str, Callable[[QPainter], None]]] = {
    "landmark": _star,
    "jetty": _pier,
    "pump": _drop,
    "post": _house,
}


def draw_closed_road(painter: QPainter, palette: MapPalette, line: QPolygonF) -> None:
    """A barrier along the road, red and white, with a cross in its middle."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, wide, dashes in (
        (palette.colour("mark_shadow", alpha=60), 9.0, None),
        (palette.colour("closed_gap"), 7.0, None),
        (palette.colour("closed"), 5.0, [1.6, 1.2]),
    ):
        pen = QPen(colour, wide, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.RoundJoin)
        if dashes is not None:
            pen.setDashPattern(dashes)
        painter.setPen(pen)
        painter.drawPolyline(line)
    draw_cross(painter, palette, middle_of_line(line))


def draw_cross(painter: QPainter, palette: MapPalette, centre: QPointF) -> None:
    """No way through: a cross on a disc."""
    painter.setPen(QPen(palette.colour("closed"), 2.0))
    painter.setBrush(palette.colour("closed_gap"))
    painter.drawEllipse(centre, 9.0, 9.0)
    painter.setPen(QPen(palette.colour("closed"), 3.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    for dy in (-4.0, 4.0):
        painter.drawLine(centre + QPointF(-4.0, dy), centre + QPointF(4.0, -dy))


def draw_danger(painter: QPainter, palette: MapPalette, area: QPolygonF) -> None:
    """Hatched, so that what lies below stays readable; the edge on a light line, to be seen on any ground."""
    painter.setPen(QPen(palette.colour("mark_outline", alpha=170), 4.0))
    painter.setBrush(palette.colour("danger", alpha=26))
    painter.drawPolygon(area)
    pen = QPen(palette.colour("danger"), 2.2)
    pen.setDashPattern([5.0, 2.4])
    painter.setPen(pen)
    painter.setBrush(QBrush(palette.colour("danger", alpha=120), Qt.BrushStyle.BDiagPattern))
    painter.drawPolygon(area)


def middle_of_line(line: QPolygonF) -> QPointF:
    """The point half way along a line."""
    points = [line.at(index) for index in range(line.size())]
    lengths = [math.hypot(b.x() - a.x(), b.y() - a.y()) for a, b in itertools.pairwise(points)]
    left = sum(lengths) / 2
    for start, end, length in zip(points, points[1:], lengths, strict=False):
        if length >= left and length > 0:
            return start + (end - start) * (left / length)
        left -= length
    return points[0]
