"""The ruler: click points, read the way between them. A tool in the hand and an overlay in one."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from batola_desk.map.coordinates import LatLon
from batola_desk.map.projection import Camera, distance_m
from batola_desk.ui.map.glyphs import GlyphStore
from batola_desk.ui.map.palette import MapPalette
from batola_desk.ui.numbers import kilometres, whole


class Ruler:
    """Points of a way, and the pointer while it is not finished."""

    def __init__(self, changed: Callable[[], None], ended: Callable[[], None]) -> None:
        """``ended``: the ruler is out of the hand; what was measured is gone."""
        self._changed = changed
        self._ended = ended
        self.points: list[LatLon] = []
        self._pointer: LatLon | None = None
        self._is_finished = False

    # As a tool

    def click(self, position: LatLon) -> None:
        if self._is_finished:
            self.points.clear()  # the next click measures anew
            self._is_finished = False
        self.points.append(position)
        self._pointer = position
        self._changed()

    def move(self, position: LatLon) -> None:
        if self.points and not self._is_finished:
            self._pointer = position
            self._changed()

    def finish(self) -> None:
        """The way stays; the pointer leads no further."""
        self._is_finished = True
        self._pointer = None
        self._changed()

    def undo(self) -> None:
        if self.points:
            self.points.pop()
        self._is_finished = False
        if not self.points:
            self._pointer = None
        self._changed()

    def cancel(self) -> None:
        self.points.clear()
        self._pointer = None
        self._is_finished = False
        self._changed()
        self._ended()

    # As an overlay

    @property
    def way(self) -> list[LatLon]:
        """All points, the pointer's last."""
        return [*self.points, *([self._pointer] if self._pointer is not None else [])]

    @property
    def length_m(self) -> float:
        return sum(distance_m(*here, *there) for here, there in itertools.pairwise(self.way))

    def hit(self, camera: Camera, x_px: float, y_px: float) -> str | None:
        return None

    def draw(self, painter: QPainter, camera: Camera, palette: MapPalette, glyphs: GlyphStore) -> None:
        way = self.way
        if not way:
            return
        places = [QPointF(*camera.point_on_screen(*point)) for point in way]
        line = QPolygonF(places)
        for role, width in (("mark_outline", 5.0), ("measure", 2.4)):
            pen = QPen(palette.colour(role), width)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPolyline(line)
        painter.setPen(QPen(palette.colour("mark_outline"), 1.6))
        painter.setBrush(palette.colour("measure"))
        for place in places[: len(self.points)]:
            painter.drawEllipse(place, 4.5, 4.5)
        words = way_words(self.length_m)
        wide, high = glyphs.tag_size(words, points=9.5)
        # Beside the end, on the side where the map has room.
        x = min(max(places[-1].x() + 12, 4.0), camera.width_px - wide - 4)
        y = min(max(places[-1].y() - high - 8, 4.0), camera.height_px - high - 4)
        painter.drawPixmap(QPointF(round(x), round(y)), glyphs.tag(words, "panel_text", points=9.5))


def way_words(length_m: float) -> str:
    """``350 m``, ``2,4 km``, ``18 km``: as exactly as it is of use."""
    if length_m < 1000:
        return f"{length_m:.0f} m"
    return kilometres(length_m) if length_m < 10_000 else f"{whole(round(length_m / 1000))} km"
