"""Drawing a shape on the map, and correcting one, by pointer or by the crosshair and the keys."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final, Protocol

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPen, QPolygonF

from batola_desk.domain.map_feature import POINTS_MAX, POINTS_MIN, Points, Shape
from batola_desk.map.coordinates import LatLon
from batola_desk.map.projection import Camera
from batola_desk.ui.map.glyphs import GlyphStore
from batola_desk.ui.map.palette import MapPalette

SNAP_PX: Final = 10.0  # LIMIT: of the pointer; nearer than this nobody means another place
GRAB_PX: Final = 14.0
STEPS_MAX: Final = 200

Corners = Callable[[], Sequence[tuple[float, float]]]


class HasCamera(Protocol):
    """What a tool needs of the map: where it looks, and that it paints again."""

    @property
    def camera(self) -> Camera: ...

    def update(self) -> None: ...


class ShapeTool(QObject):
    """What drawing and correcting share; also the overlay that shows the shape in the making.

    Args:
        corners: places that a point snaps to: corners of other features, places of incidents.

    Signals:
        changed: points came or went.
        finished: the shape is done (its points).
        dropped: Esc, or another tool was taken.
        too_few: it cannot be done yet.
    """

    changed = Signal()
    finished = Signal(object)
    dropped = Signal()
    too_few = Signal()

    def __init__(self, canvas: HasCamera, shape: Shape, corners: Corners, parent: QObject) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._corners = corners
        self._hover: tuple[float, float] | None = None
        self._is_done = False
        self.shape = shape
        self.points: list[tuple[float, float]] = []
        self.held: int | None = None

    def snapped(self, position: LatLon) -> tuple[float, float]:
        """A known place within reach, else the place itself."""
        at = self._canvas.camera.point_on_screen(*position)
        best, best_px = (position.lat, position.lon), SNAP_PX
        for corner in (*self.points, *self._corners()):
            x, y = self._canvas.camera.point_on_screen(*corner)
            away = math.hypot(x - at[0], y - at[1])
            if away < best_px:
                best, best_px = corner, away
        return best

    def move(self, position: LatLon) -> None:
        """The pointer is here now."""
        self._hover = self.snapped(position)
        self._canvas.update()

    def finish(self) -> None:
        """Enter, or a double click: the shape is done."""
        if len(self.points) < POINTS_MIN[self.shape]:
            self.too_few.emit()
        elif not self._is_done:
            self._is_done = True
            self.finished.emit(tuple(self.points))

    def cancel(self) -> None:
        """Esc, or another tool was taken. After the shape is done nothing is dropped."""
        if not self._is_done:
            self._is_done = True
            self.dropped.emit()

    def rest(self) -> None:
        """Show the shape as it is, without the pointer's place."""
        self._hover = None
        self.held = None
        self._canvas.update()

    def _is_near(self, corner: tuple[float, float], position: LatLon, reach_px: float) -> bool:
        camera = self._canvas.camera
        x, y = camera.point_on_screen(*corner)
        at_x, at_y = camera.point_on_screen(*position)
        return math.hypot(x - at_x, y - at_y) <= reach_px

    def _tell(self) -> None:
        self.changed.emit()
        self._canvas.update()

    # ---------------------------------------------------------------- the overlay

    def preview(self) -> Points:
        """The shape as it would be with the pointer's place."""
        return (*self.points, self._hover) if self._hover is not None else tuple(self.points)

    def draw(self, painter: QPainter, camera: Camera, palette: MapPalette, glyphs: GlyphStore) -> None:
        """The line in the making, its corners, and where it would go on."""
        line = QPolygonF([QPointF(*camera.point_on_screen(*point)) for point in self.preview()])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.shape is Shape.POLYGON and line.size() > 2:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.colour("focus", alpha=40))
            painter.drawPolygon(line)
            line.append(line.at(0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, wide in ((palette.colour("mark_outline"), 4.5), (palette.colour("focus"), 2.2)):
            painter.setPen(QPen(colour, wide, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawPolyline(line)
        for index, point in enumerate(self.points):
            is_held = index == self.held
            painter.setPen(QPen(palette.colour("focus"), 2.2))
            painter.setBrush(palette.colour("focus" if is_held else "mark_outline"))
            painter.drawEllipse(QPointF(*camera.point_on_screen(*point)), 5.0, 5.0)

    def hit(self, camera: Camera, x_px: float, y_px: float) -> str | None:
        """Nothing of it is there to be opened."""
        return None

    # ---------------------------------------------------------------- what subclasses say

    def click(self, position: LatLon) -> None:
        """Left button, or Space."""
        raise NotImplementedError

    def undo(self) -> None:
        """Backspace."""
        raise NotImplementedError


class DrawTool(ShapeTool):
    """Sets one corner after the other; a click on the first corner closes an area."""

    def click(self, position: LatLon) -> None:
        closes = self.shape is Shape.POLYGON and len(self.points) >= POINTS_MIN[Shape.POLYGON]
        if closes and self._is_near(self.points[0], position, SNAP_PX):
            self.finish()
            return
        point = self.snapped(position)
        if self.points and point == self.points[-1]:
            return  # a click that came twice is one corner
        if len(self.points) < POINTS_MAX:
            self.points.append(point)
            self._tell()
        if self.shape is Shape.POINT:
            self.finish()

    def undo(self) -> None:
        """The last corner again."""
        if self.points:
            self.points.pop()
            self._tell()


class ReshapeTool(ShapeTool):
    """Picks a corner up and puts it down elsewhere; a click on an edge makes a new corner."""

    def __init__(
        self, canvas: HasCamera, shape: Shape, points: Points, corners: Corners, parent: QObject
    ) -> None:
        super().__init__(canvas, shape, corners, parent)
        self.points = list(points)
        self._before: list[list[tuple[float, float]]] = []

    def preview(self) -> Points:
        """The shape with the held corner under the pointer."""
        if self.held is None or self._hover is None:
            return tuple(self.points)
        return (*self.points[: self.held], self._hover, *self.points[self.held + 1 :])

    def click(self, position: LatLon) -> None:
        if self.held is not None:
            held, self.held = self.held, None
            spot = self.points[held]
            self.points[held] = (math.nan, math.nan)  # a corner does not snap to where it was
            self.points[held] = self.snapped(position)
            if self.points[held] == spot and self._before:
                self._before.pop()
        else:
            self.held = self._corner_at(position)
            if self.held is None:
                return
        self._tell()

    def undo(self) -> None:
        """A corner in the hand goes; else what was done last is taken back."""
        if self.held is not None and len(self.points) > POINTS_MIN[self.shape]:
            del self.points[self.held]
            self.held = None
        elif self._before:
            self.points, self.held = self._before.pop(), None
        else:
            return
        self._tell()

    def _corner_at(self, position: LatLon) -> int | None:
        """The corner to pick up: one within reach, or a new one on an edge within reach."""
        near = [at for at, corner in enumerate(self.points) if self._is_near(corner, position, GRAB_PX)]
        if near:
            self._keep()
            return min(near, key=lambda at: self._away_px(self.points[at], position))
        edge = self._edge_at(position)
        if edge is None or len(self.points) >= POINTS_MAX:
            return None
        self._keep()
        self.points.insert(edge + 1, (position.lat, position.lon))
        return edge + 1

    def _keep(self) -> None:
        self._before.append(list(self.points))
        del self._before[:-STEPS_MAX]

    def _away_px(self, corner: tuple[float, float], position: LatLon) -> float:
        camera = self._canvas.camera
        x, y = camera.point_on_screen(*corner)
        at_x, at_y = camera.point_on_screen(*position)
        return math.hypot(x - at_x, y - at_y)

    def _edge_at(self, position: LatLon) -> int | None:
        camera = self._canvas.camera
        at_x, at_y = camera.point_on_screen(*position)
        screen = [camera.point_on_screen(*point) for point in self.points]
        edges = len(screen) if self.shape is Shape.POLYGON else len(screen) - 1
        best, best_px = None, GRAB_PX
        for edge in range(edges):
            (ax, ay), (bx, by) = screen[edge], screen[(edge + 1) % len(screen)]
            square = max((bx - ax) ** 2 + (by - ay) ** 2, 1e-9)
            along = min(1.0, max(0.0, ((at_x - ax) * (bx - ax) + (at_y - ay) * (by - ay)) / square))
            away = math.hypot(ax + along * (bx - ax) - at_x, ay + along * (by - ay) - at_y)
            if away < best_px:
                best, best_px = edge, away
        return best
