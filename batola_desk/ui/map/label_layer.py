"""Names of places: laid out when the camera has moved far enough, drawn as ready pictures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPixmap

from batola_desk.map.gazetteer import PlaceKind
from batola_desk.map.labels import CollisionGrid, LabelRequest, PlacedLabel, Side, place_labels
from batola_desk.map.projection import Camera
from batola_desk.map.schematic import PlacePoint, SchematicBase
from batola_desk.ui.map.glyphs import GlyphStore, TextLook
from batola_desk.ui.map.mark_layer import TakenPlace
from batola_desk.ui.map.pack_label_layer import Ground

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
        self._texts = _texts(base)
        self._placed: list[tuple[PlacePoint, PlacedLabel, QPixmap]] = []
        self._laid_out: Camera | None = None
        self._taken_key: frozenset[tuple[int, int, int]] = frozenset()
        self._glyphs: GlyphStore | None = None
        self.layouts = 0
        self.ground: Ground | None = None  # what other names may stand on

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
        texts = [self._texts[point.place.code] for point in points]
        looks = [_look(point, camera.zoom) for point in points]
        requests = [
            _request(number, point, glyphs.text_size(texts[number], looks[number]), scale)
            for number, point in enumerate(points)
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
        late = place_labels([request for request in large if request.key not in found], names)
        for label in late:
            request = by_key[label.key]
            x, y = request.x + label.dx, request.y + label.dy
            grid.take(x, y, x + request.width_px, y + request.height_px)
        placed += late
        small = [request for request in requests if request.rank > 0]
        for request in small:
            grid.take(request.x - _DOT_PX, request.y - _DOT_PX, request.x + _DOT_PX, request.y + _DOT_PX)
        placed += place_labels(small, grid, padding_px=1.0)
        self._placed = [
            (points[label.key], label, glyphs.text_in(texts[label.key], looks[label.key])) for label in placed
        ]
        self._laid_out, self._glyphs = camera, glyphs
        self.layouts += 1
        self.ground = Ground(camera, glyphs, grid)


def _texts(base: SchematicBase) -> dict[str, str]:
    """What is written for each place: a name that two desa share is never without its kecamatan."""
    counts = Counter(point.place.name for point in base.points if point.place.kind is not PlaceKind.KECAMATAN)
    texts = {}
    for point in base.points:
        place = point.place
        if place.kind is PlaceKind.KECAMATAN:
            texts[place.code] = place.name.upper()
        else:
            texts[place.code] = f"{place.name} ({place.kecamatan})" if counts[place.name] > 1 else place.name
    return texts


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


def _look(point: PlacePoint, zoom: float) -> TextLook:
    if point.place.kind is PlaceKind.KECAMATAN:
        points = 8.0 if zoom < 10 else 9.5 if zoom < 12 else 11.0
        return TextLook("kecamatan_text", points, is_bold=True, spacing=1.4)
    points = 8.0 if zoom < 12 else 9.0 if zoom < 14 else 10.0
    return TextLook("desa_text", points, is_bold=point.place.kind is PlaceKind.KELURAHAN)


def _request(number: int, point: PlacePoint, size: tuple[float, float], scale: float) -> LabelRequest:
    wide, high = size
    x, y = point.x * scale, point.y * scale
    if point.place.kind is PlaceKind.KECAMATAN:
        return LabelRequest(number, x, y, wide, high, point.rank, _KECAMATAN_SIDES, 9.0)
    return LabelRequest(number, x, y, wide, high, point.rank, gap_px=4.0)
