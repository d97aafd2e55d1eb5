"""Tiles of a map pack: land, water, houses, borders, roads, one small step after the other."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QObject, QRectF, Qt, Slot
from PySide6.QtGui import QPainter, QPainterPath, QPen

from batola_desk.map.projection import TILE_SIZE_PX, Tile
from batola_desk.map.tile_shapes import TileShapes
from batola_desk.ui.map.pack_reading import PackReading
from batola_desk.ui.map.pack_style import (
    AREAS,
    BORDERS,
    CASING_WIDTH_MIN,
    JETTY_ZOOM_MIN,
    OTHERS,
    POI_ZOOM_MIN,
    ROADS,
    WATERS,
    AreaStyle,
    LineStyle,
)
from batola_desk.ui.map.palette import MapPalette
from batola_desk.ui.map.polygons import polygon_of

STEP_S = 0.001
CASING_PX = 1.1  # of a casing that shows on each side


class PackTileSource(QObject):
    """Paints what ``PackReading`` has read. A tile that is not read yet is not ready, and waits."""

    def __init__(self, reading: PackReading, look: str, parent: QObject | None = None) -> None:
        """``look``: what makes its tiles other pictures than another pack's."""
        super().__init__(parent)
        self.look = look
        self._reading = reading
        self._told: Callable[[], None] | None = None
        reading.arrived.connect(self._tell)

    def on_ready(self, told: Callable[[], None]) -> None:
        self._told = told

    @Slot()
    def _tell(self) -> None:
        if self._told is not None:
            self._told()

    def want(self, tiles: Sequence[Tile]) -> None:
        self._reading.want(tiles)

    def is_ready(self, tile: Tile) -> bool:
        return self._reading.content(tile) is not None

    def paint(self, painter: QPainter, tile: Tile, palette: MapPalette) -> Iterator[None]:
        content = self._reading.content(tile)
        whole = QRectF(0, 0, TILE_SIZE_PX, TILE_SIZE_PX)
        painter.fillRect(whole.adjusted(0, 0, 1, 1), palette.colour("land"))
        if content is None:  # thrown out meanwhile: wanted again by the next move of the camera
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        one = _Pass(painter, content.shapes, tile.zoom, palette)
        if content.picture is None:
            yield from one.ground()
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            left, top, side = content.part
            wide, high = content.picture.width(), content.picture.height()
            part = QRectF(left * wide, top * high, side * wide, side * high)
            painter.drawImage(whole, content.picture, part)
            yield
        yield from one.lines()


class _Pass:
    """One tile being painted."""

    def __init__(self, painter: QPainter, shapes: TileShapes, zoom: int, palette: MapPalette) -> None:
        self._painter = painter
        self._shapes = shapes
        self._zoom = zoom
        self._palette = palette
        self._until_s = time.perf_counter() + STEP_S

    def _is_step_over(self) -> bool:
        """Whether a millisecond is gone; the caller yields then."""
        now_s = time.perf_counter()
        if now_s < self._until_s:
            return False
        self._until_s = now_s + STEP_S
        return True

    def ground(self) -> Iterator[None]:
        """Land, waters and houses: what a picture from the air shows by itself."""
        for name, style in AREAS.items():
            if name == "water.area":
                for water, line in WATERS.items():
                    yield from self._lines(water, line, line.width(self._zoom), line.role)
            yield from self._areas(name, style)

    def lines(self) -> Iterator[None]:
        """Borders, roads, jetties: what has to be seen above any ground."""
        for name, line in BORDERS.items():
            yield from self._lines(name, line, line.width(self._zoom), line.role)
            yield from self._rings(name, line)
        for name, line in OTHERS.items():
            yield from self._lines(name, line, line.width(self._zoom), line.role)
        yield from self._roads()
        self._points()

    def _areas(self, name: str, style: AreaStyle) -> Iterator[None]:
        areas = self._shapes.areas.get(name)
        if not areas:
            return
        painter = self._painter
        painter.setBrush(self._palette.colour(style.role))
        if style.edge_role and self._zoom >= style.edge_zoom_min:
            painter.setPen(QPen(self._palette.colour(style.edge_role), style.edge_width))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
        for rings in areas:
            if len(rings) == 1:
                painter.drawPolygon(polygon_of(rings[0]))
            else:
                path = QPainterPath()  # holes; few, and a path of few rings is as quick as they are
                for ring in rings:
                    path.addPolygon(polygon_of(ring))
                    path.closeSubpath()
                painter.drawPath(path)
            if self._is_step_over():
                yield
                painter.setBrush(self._palette.colour(style.role))

    def _lines(self, name: str, style: LineStyle, width: float, role: str) -> Iterator[None]:
        lines = self._shapes.lines.get(name)
        if not lines or width <= 0:
            return
        painter = self._painter
        painter.setPen(self._pen(style, width, role))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for line in lines:
            painter.drawPolyline(polygon_of(line))  # never many in one path: five times as slow
            if self._is_step_over():
                yield

    def _rings(self, name: str, style: LineStyle) -> Iterator[None]:
        """A border that came as an area is its outline."""
        areas = self._shapes.areas.get(name)
        width = style.width(self._zoom)
        if not areas or width <= 0:
            return
        self._painter.setPen(self._pen(style, width, style.role))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        for rings in areas:
            for ring in rings:
                self._painter.drawPolyline(polygon_of(ring))
            if self._is_step_over():
                yield

    def _roads(self) -> Iterator[None]:
        """All casings below all roads: so a crossing is a crossing and not a fence."""
        for name, style in ROADS.items():
            width = style.width(self._zoom)
            if style.edge_role and width >= CASING_WIDTH_MIN:
                yield from self._lines(name, style, width + 2 * CASING_PX, style.edge_role)
        for name, style in ROADS.items():
            width = style.width(self._zoom)
            is_cased = not style.edge_role or width >= CASING_WIDTH_MIN
            yield from self._lines(name, style, width, style.role if is_cased else "road_thin")

    def _points(self) -> None:
        painter, shapes = self._painter, self._shapes.points
        painter.setPen(QPen(self._palette.colour("text_halo"), 1.2))
        painter.setBrush(self._palette.colour("jetty"))
        if self._zoom >= JETTY_ZOOM_MIN:
            for point in shapes.get("jetty", ()):
                x, y = point[0].tolist()
                painter.drawRect(int(x) - 3, int(y) - 3, 6, 6)
        if self._zoom >= POI_ZOOM_MIN:
            painter.setBrush(self._palette.colour("poi"))
            for name, points in shapes.items():
                if name.startswith("poi."):
                    for point in points:
                        x, y = point[0].tolist()
                        painter.drawEllipse(int(x) - 2, int(y) - 2, 5, 5)

    def _pen(self, style: LineStyle, width: float, role: str) -> QPen:
        pen = QPen(self._palette.colour(role, alpha=style.alpha), width)
        pen.setCapStyle(style.cap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if style.dashes:
            pen.setDashPattern(list(style.dashes))
        return pen
