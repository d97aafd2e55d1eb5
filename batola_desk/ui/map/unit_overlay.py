"""Around the unit that is looked at: a ring, and the way of its last ten minutes; words for every unit."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from batola_desk.map.projection import Camera, project
from batola_desk.ui.map.glyphs import GlyphStore
from batola_desk.ui.map.overlay import LegendRow, LegendSign
from batola_desk.ui.map.palette import MapPalette

RING_PX = 21.0
_DOT_PX = 2.4
_PIECES = 3  # of the way: the older, the paler


class UnitOverlay:
    """See ``ui.map.overlay.Overlay``.

    Args:
        unit_at: which unit lies under a point of the window; empty: none.
        words: what is said of a unit.
        trail_words: for the legend.
    """

    def __init__(
        self,
        unit_at: Callable[[float, float], str],
        words: Callable[[str], str],
        trail_words: Callable[[], str],
    ) -> None:
        self._unit_at = unit_at
        self._words = words
        self._trail_words = trail_words
        self._place: tuple[float, float] | None = None
        self._ghost: tuple[float, float] | None = None
        self._way = project([], [])

    def show_unit(self, place: tuple[float, float] | None, trail: Sequence[tuple[float, float, int]]) -> None:
        """Ring this place; None: nothing is looked at."""
        self._place = place
        points = [(lat, lon) for lat, lon, _ in trail] if place is not None else []
        if place is not None and points:
            points.append(place)
        self._way = project([lat for lat, _ in points], [lon for _, lon in points])

    def show_ghost(self, place: tuple[float, float] | None) -> None:
        """The unit is being dragged, and is here now; None: it is not."""
        self._ghost = place

    def draw(self, painter: QPainter, camera: Camera, palette: MapPalette, glyphs: GlyphStore) -> None:
        if self._place is None:
            return
        xs, ys = camera.to_screen(*self._way)
        colour = palette.colour("focus")
        if len(xs) > 1:
            points = [QPointF(x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)]
            for piece in range(_PIECES):
                first = piece * (len(points) - 1) // _PIECES
                last = (piece + 1) * (len(points) - 1) // _PIECES
                colour.setAlpha(90 + 165 * (piece + 1) // _PIECES)
                pen = QPen(colour, 3.0)
                pen.setStyle(Qt.PenStyle.DotLine)
                pen.setCapStyle(Qt.PenCapStyle.RoundCap)
                painter.setPen(pen)
                painter.drawPolyline(QPolygonF(points[first : last + 1]))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(points[0], _DOT_PX, _DOT_PX)
        place = QPointF(*camera.point_on_screen(*self._place))
        if self._ghost is not None:
            to = QPointF(*camera.point_on_screen(*self._ghost))
            for colour_name, width in (("mark_outline", 5.0), ("focus", 2.6)):
                pen = QPen(palette.colour(colour_name), width)
                pen.setStyle(Qt.PenStyle.DashLine if colour_name == "focus" else Qt.PenStyle.SolidLine)
                painter.setPen(pen)
                painter.drawLine(place, to)
            _ring(painter, palette, to)
            painter.setBrush(palette.colour("focus"))
            painter.drawEllipse(to, _DOT_PX * 2, _DOT_PX * 2)
        _ring(painter, palette, place)

    def hit(self, camera: Camera, x_px: float, y_px: float) -> str | None:
        return self._unit_at(x_px, y_px) or None

    def hint(self, hit_id: str) -> str:
        return self._words(hit_id)

    def legend(self) -> Sequence[LegendRow]:
        is_seen = self._place is not None and bool(np.size(self._way[0]))
        return (LegendRow(LegendSign.DASHED, "focus", self._trail_words()),) if is_seen else ()


def _ring(painter: QPainter, palette: MapPalette, at: QPointF) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour_name, width in (("mark_outline", 5.0), ("focus", 2.6)):
        painter.setPen(QPen(palette.colour(colour_name), width))
        painter.drawEllipse(at, RING_PX, RING_PX)
