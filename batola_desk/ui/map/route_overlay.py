"""Ways of units to the ticket: the first strong, others thin; dashes on water and for guesses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from batola_desk.map.projection import Camera, world_size_px
from batola_desk.map.routing.way import Leg
from batola_desk.services.recommendation_views import RankedUnit
from batola_desk.ui.map.glyphs import GlyphStore
from batola_desk.ui.map.overlay import LegendRow, LegendSign
from batola_desk.ui.map.palette import MapPalette
from batola_desk.ui.noop import QT_TRANSLATE_NOOP

STEP_PX: Final = 2.0  # points nearer together than this are one on the screen
MARGIN_PX: Final = 20.0
STRONG_PX: Final = 5.0
THIN_PX: Final = 2.6
_ROLES: Final = {"road": "route", "water": "route_water", "access": "route", "guess": "route"}
_PATTERNS: Final = {"water": (2.2, 1.4), "access": (0.4, 1.6), "guess": (3.5, 2.5)}
_LEGEND: Final = (
    ("road", LegendSign.LINE, QT_TRANSLATE_NOOP("advice", "Jalur darat satuan")),
    ("water", LegendSign.DASHED, QT_TRANSLATE_NOOP("advice", "Jalur air satuan")),
    ("guess", LegendSign.DASHED, QT_TRANSLATE_NOOP("advice", "Perkiraan, garis lurus")),
)


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    """A leg ready to draw: pixels from its corner at one zoom."""

    leg: Leg
    width_px: float
    box: tuple[float, float, float, float]


class RouteOverlay:
    """Implements ``ui.map.overlay.Overlay``."""

    def __init__(self) -> None:
        self._lines: tuple[_Line, ...] = ()
        self._pixels: tuple[float, list[QPolygonF]] = (-1.0, [])

    @property
    def strongest(self) -> tuple[Leg, ...]:
        """The legs that lie on top of all others."""
        return tuple(reversed([line.leg for line in self._lines if line.width_px == STRONG_PX]))

    def set_units(self, units: Sequence[RankedUnit]) -> None:
        """Show the ways of these, the one that matters most first."""
        lines = []
        for at, unit in enumerate(units):
            for leg in unit.legs:
                x, y = leg.points[:, 0], leg.points[:, 1]
                box = (float(x.min()), float(y.min()), float(x.max()), float(y.max()))
                lines.append(_Line(leg, THIN_PX if at else STRONG_PX, box))
        self._lines = tuple(reversed(lines))  # the first lies on top
        self._pixels = (-1.0, [])

    def draw(self, painter: QPainter, camera: Camera, palette: MapPalette, _glyphs: GlyphStore) -> None:
        """Casings first, so that crossing ways do not cut each other."""
        if not self._lines:
            return
        polygons = self._polygons(camera)
        seen = [
            (line, polygon, self._corner(line, camera))
            for line, polygon in zip(self._lines, polygons, strict=True)
            if self._is_seen(line, camera)
        ]
        for is_casing in (True, False):
            for line, polygon, corner in seen:
                painter.save()
                painter.translate(corner)
                self._draw_line(painter, palette, line, polygon, is_casing=is_casing)
                painter.restore()

    def _draw_line(
        self, painter: QPainter, palette: MapPalette, line: _Line, polygon: QPolygonF, *, is_casing: bool
    ) -> None:
        width = line.width_px
        if line.leg.medium == "transfer":
            if not is_casing:
                painter.setPen(QPen(palette.colour("route_edge"), 2.0))
                painter.setBrush(palette.colour("route_water"))
                painter.drawEllipse(polygon.first(), width + 1.5, width + 1.5)
            return
        role = "route_edge" if is_casing else _ROLES.get(line.leg.medium, "route")
        pen = QPen(palette.colour(role), width + 2.6 if is_casing else width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pattern = _PATTERNS.get(line.leg.medium)
        if pattern is not None:
            if is_casing and line.leg.medium != "water":
                return  # a casing would join the dashes that say "not sure"
            if not is_casing:
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                pen.setDashPattern(list(pattern))
        painter.setPen(pen)
        painter.drawPolyline(polygon)

    def _polygons(self, camera: Camera) -> list[QPolygonF]:
        """Pixels at this zoom, from the corner of each leg: made anew only when the zoom changes."""
        if self._pixels[0] != camera.zoom:
            size_px = world_size_px(camera.zoom)
            self._pixels = (camera.zoom, [_polygon(line, size_px) for line in self._lines])
        return self._pixels[1]

    @staticmethod
    def _corner(line: _Line, camera: Camera) -> QPointF:
        size_px = world_size_px(camera.zoom)
        x = (line.box[0] - camera.x) * size_px + camera.width_px / 2
        return QPointF(x, (line.box[1] - camera.y) * size_px + camera.height_px / 2)

    @staticmethod
    def _is_seen(line: _Line, camera: Camera) -> bool:
        size_px = world_size_px(camera.zoom)
        half_x = (camera.width_px / 2 + MARGIN_PX) / size_px
        half_y = (camera.height_px / 2 + MARGIN_PX) / size_px
        left, top, right, bottom = line.box
        return (
            left <= camera.x + half_x
            and right >= camera.x - half_x
            and top <= camera.y + half_y
            and bottom >= camera.y - half_y
        )

    def hit(self, _camera: Camera, _x_px: float, _y_px: float) -> str | None:
        """Ways are looked at, not clicked."""
        return None

    def legend(self) -> Sequence[LegendRow]:
        """What the kinds of lines mean, those that are there."""
        shown = {line.leg.medium for line in self._lines}
        return [
            LegendRow(sign, _ROLES[medium], QCoreApplication.translate("advice", words))
            for medium, sign, words in _LEGEND
            if medium in shown
        ]


def _polygon(line: _Line, size_px: float) -> QPolygonF:
    x = (line.leg.points[:, 0] - line.box[0]) * size_px
    y = (line.leg.points[:, 1] - line.box[1]) * size_px
    along = np.concatenate(([0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))))
    step = np.floor(along / STEP_PX)
    kept = np.concatenate(([True], np.diff(step) > 0))
    kept[-1] = True
    points = zip(x[kept].tolist(), y[kept].tolist(), strict=True)
    return QPolygonF([QPointF(*point) for point in points])
