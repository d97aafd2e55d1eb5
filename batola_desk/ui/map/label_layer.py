"""Names of places: laid out when the camera has moved far enough, drawn as ready pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPixmap

from batola_desk.map.gazetteer import PlaceKind
from batola_desk.map.labels import CollisionGrid, LabelRequest, PlacedLabel, Side, place_labels
from batola_desk.map.projection import Camera
from batola_desk.map.schematic import PlacePoint, SchematicBase
from batola_desk.ui.map.glyphs import GlyphStore
from batola_desk.ui.map.mark_layer import TakenPlace

_DESA_ZOOM_MIN = 10.0
_CORNERS = (Side.RIGHT_ABOVE, Side.RIGHT_BELOW, Side.LEFT_ABOVE, Side.LEFT_BELOW)
_KECAMATAN_SIDES = (Side.CENTRE, Side.ABOVE, Side.BELOW, Side.RIGHT, Side.LEFT, *_CORNERS)
_BESIDE_MARK = (Side.BELOW, Side.ABOVE, Side.LEFT, Side.RIGHT, *_CORNERS)
_MARK_STEP_PX = 12.0  # a mark that moved less keeps the layout
_DOT_PX = 2.0
_SPARE = 0.5  # of the window on each side: a pan inside it moves the finished layout


class LabelLayer:
    """Place names of the schematic base."""

    def __init__(self, base: SchematicBase) -> None:
        self._base = base
        self._placed: list[tuple[PlacePoint, PlacedLabel, QPixmap]] = []
        self._laid_out: Camera | None = None
        self._taken_key: frozenset[tuple[int, int, int]] = frozenset()
        self._glyphs: GlyphStore | None = None
        self.layouts = 0

    def draw(
        self,
        painter: QPainter,
        camera: Camera,
        glyphs: GlyphStore,
        taken: Sequence[TakenPlace] = (),
        *,
        is_moving: bool,
    ) -> None:
        """Draw; lay out first if needed. While the zoom is moving the old layout stays.

        Args:
            taken: where marks stand; a name under a mark would read as cut.
        """
        if not (is_moving and self._glyphs is glyphs):
            key = _key(taken, camera.scale_px)
            if key != self._taken_key or self._needs_layout(camera, glyphs):
                self._taken_key = key
                self._lay_out(camera, glyphs, taken)
        left, top = camera.left_top_px
        scale = camera.scale_px
        for point, label, picture in self._placed:
            x, y = point.x * scale - left + label.dx, point.y * scale - top + label.dy
            if -300 < x < camera.width_px and -60 < y < camera.height_px:
                painter.drawPixmap(QPointF(round(x), round(y)), picture)

    def _needs_layout(self, camera: Camera, glyphs: GlyphStore) -> bool:
        old = self._laid_out
        if old is None or self._glyphs is not glyphs or abs(old.zoom - camera.zoom) > 0.01:
            return True
        if (old.width_px, old.height_px) != (camera.width_px, camera.height_px):
            return True
        moved_x, moved_y = abs(camera.x - old.x) * camera.scale_px, abs(camera.y - old.y) * camera.scale_px
        return moved_x > camera.width_px * _SPARE or moved_y > camera.height_px * _SPARE

    def _lay_out(self, camera: Camera, glyphs: GlyphStore, taken: Sequence[TakenPlace]) -> None:
        left, top = camera.left_top_px
        scale = camera.scale_px
        spare_x, spare_y = camera.width_px * _SPARE, camera.height_px * _SPARE
        points = self._base.points_in(
            (left - spare_x) / scale,
            (top - spare_y) / scale,
            (left + camera.width_px + spare_x) / scale,
            (top + camera.height_px + spare_y) / scale,
        )
        if camera.zoom < _DESA_ZOOM_MIN:
            points = [point for point in points if point.place.kind is PlaceKind.KECAMATAN]
        pictures = [_picture(point, camera.zoom, glyphs) for point in points]
        requests = [
            _request(number, point, picture, scale)
            for number, (point, picture) in enumerate(zip(points, pictures, strict=True))
        ]
        grid, marks = CollisionGrid(), _boxes(taken, scale)
        for box in marks:
            grid.take(*box)
        requests = [_beside(request, marks) for request in requests]
        # The large names lie over everything; the small ones keep off the dots of other desa.
        large = [request for request in requests if request.rank == 0]
        placed = place_labels(large, grid)
        found = {label.key for label in placed}
        names = CollisionGrid()  # among crowded marks a large name rather lies under one than to be missing
        by_key = {request.key: request for request in large}
        for label in placed:
            request = by_key[label.key]
            x, y = request.x + label.dx, request.y + label.dy
            names.take(x, y, x + request.width_px, y + request.height_px)
        placed += place_labels([request for request in large if request.key not in found], names)
        small = [request for request in requests if request.rank > 0]
        for request in small:
            grid.take(request.x - _DOT_PX, request.y - _DOT_PX, request.x + _DOT_PX, request.y + _DOT_PX)
        placed += place_labels(small, grid, padding_px=1.0)
        self._placed = [(points[label.key], label, pictures[label.key]) for label in placed]
        self._laid_out, self._glyphs = camera, glyphs
        self.layouts += 1


def _key(taken: Sequence[TakenPlace], scale: float) -> frozenset[tuple[int, int, int]]:
    step = scale / _MARK_STEP_PX
    return frozenset(
        (round(place.x * step), round(place.y * step), round(place.dx + place.dy + place.half_px))
        for place in taken
    )


def _boxes(taken: Sequence[TakenPlace], scale: float) -> list[tuple[float, float, float, float]]:
    boxes = []
    for place in taken:
        x, y, half = place.x * scale + place.dx, place.y * scale + place.dy, place.half_px
        boxes.append((x - half, y - half, x + half, y + half))
    return boxes


def _beside(request: LabelRequest, marks: list[tuple[float, float, float, float]]) -> LabelRequest:
    """A mark right on the point of a name: the name goes around the mark."""
    for left, top, right, bottom in marks:
        if left <= request.x <= right and top <= request.y <= bottom:
            gap = max(request.x - left, right - request.x, request.y - top, bottom - request.y)
            return replace(request, sides=_BESIDE_MARK, gap_px=gap + 3.0)
    return request


def _picture(point: PlacePoint, zoom: float, glyphs: GlyphStore) -> QPixmap:
    if point.place.kind is PlaceKind.KECAMATAN:
        points = 8.0 if zoom < 10 else 9.5 if zoom < 12 else 11.0
        return glyphs.text(point.place.name.upper(), "kecamatan_text", points=points, bold=True, spacing=1.4)
    points = 8.0 if zoom < 12 else 9.0 if zoom < 14 else 10.0
    return glyphs.text(
        point.place.name, "desa_text", points=points, bold=point.place.kind is PlaceKind.KELURAHAN
    )


def _request(number: int, point: PlacePoint, picture: QPixmap, scale: float) -> LabelRequest:
    size = picture.deviceIndependentSize()
    x, y = point.x * scale, point.y * scale
    if point.place.kind is PlaceKind.KECAMATAN:
        return LabelRequest(number, x, y, size.width(), size.height(), point.rank, _KECAMATAN_SIDES, 9.0)
    return LabelRequest(number, x, y, size.width(), size.height(), point.rank, gap_px=4.0)
