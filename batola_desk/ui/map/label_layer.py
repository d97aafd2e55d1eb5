"""Names of places: laid out when the camera has moved far enough, drawn as ready pictures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPointF, Signal
from PySide6.QtGui import QPainter, QPixmap

from batola_desk.map.gazetteer import PlaceKind
from batola_desk.map.labels import CollisionGrid, LabelRequest, PlacedLabel, Side, place_labels
from batola_desk.map.projection import Camera
from batola_desk.map.schematic import PlacePoint, SchematicBase
from batola_desk.ui.map.glyphs import GlyphStore, TextLook
from batola_desk.ui.map.mark_layer import MarkLayer
from batola_desk.ui.map.pack_label_layer import Ground
from batola_desk.ui.map.slices import Slices
from batola_desk.ui.map.tags import NameBox

_DESA_ZOOM_MIN = 10.0
_CORNERS = (Side.RIGHT_ABOVE, Side.RIGHT_BELOW, Side.LEFT_ABOVE, Side.LEFT_BELOW)
_KECAMATAN_SIDES = (Side.CENTRE, Side.ABOVE, Side.BELOW, Side.RIGHT, Side.LEFT, *_CORNERS)
_BESIDE_MARK = (Side.BELOW, Side.ABOVE, Side.LEFT, Side.RIGHT, *_CORNERS)
_DOT_PX = 2.0
_ZOOM_KEPT = 0.75  # a flight of so little keeps the names it began with
_ZOOM_SAME = 0.01
_SPARE = 0.5  # of the window on each side is laid out too
_MOVED_MAX = 0.3  # of the window: then the next layout begins, and is there before the edge of this one


class LabelLayer(QObject):
    """Place names of the gazetteer, laid out in slices; the layout before is drawn until it is done.

    Signals:
        changed: a layout is complete; draw again.
    """

    changed = Signal()

    def __init__(self, base: SchematicBase, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._base = base
        self._texts = _texts(base)
        self._named: dict[str, list[tuple[float, float]]] = {}
        for point in base.points:
            self._named.setdefault(point.place.name.casefold(), []).append((point.x, point.y))
        self._placed: list[tuple[PlacePoint, PlacedLabel, QPixmap]] = []
        self._placed_zoom = 0.0
        self._hidden: frozenset[int] = frozenset()  # places in ``_placed`` that lie under words of marks
        self._laid_out: Camera | None = None
        self._marks_key: tuple[int, int] = (0, 0)
        self._glyphs: GlyphStore | None = None
        self._slices = Slices(self.changed.emit, self)
        self.layouts = 0
        self.ground: Ground | None = None  # what other names may stand on

    @property
    def is_complete(self) -> bool:
        return not self._slices.is_running

    def stop(self) -> None:
        """Lay out nothing more until drawn again."""
        if self._slices.is_running:
            self._slices.stop()
            self._laid_out = None

    def draw(
        self, painter: QPainter, camera: Camera, glyphs: GlyphStore, marks: MarkLayer, *, is_moving: bool
    ) -> None:
        """Draw; begin another layout if this one does not fit any more. While the zoom is moving it stays.

        Args:
            marks: a name under a mark would read as cut.
        """
        if not (is_moving and self._glyphs is glyphs):
            key = marks.version, marks.unit_layer.members
            if key != self._marks_key or self._needs_layout(camera, glyphs):
                is_first = self._glyphs is not glyphs
                self._marks_key, self._laid_out, self._glyphs = key, camera, glyphs
                job = self._lay_out(camera, glyphs, marks)
                if is_first:  # nothing that fits this look: at once
                    self._slices.stop()
                    for _ in job:
                        pass
                else:
                    self._slices.start(job)
        left, top = camera.left_top_px
        scale = camera.scale_px
        is_far = self._placed_zoom - camera.zoom > _ZOOM_KEPT  # else a heap of names for a moment
        for at, (point, label, picture) in enumerate(self._placed):
            if at in self._hidden or (is_far and point.place.kind is not PlaceKind.KECAMATAN):
                continue
            x, y = point.x * scale - left + label.dx, point.y * scale - top + label.dy
            if -300 < x < camera.width_px and -60 < y < camera.height_px:
                painter.drawPixmap(QPointF(round(x), round(y)), picture)

    def boxes(self, camera: Camera) -> Iterator[NameBox]:
        """What each name takes of the window; nothing while the zoom is another one."""
        if abs(self._placed_zoom - camera.zoom) > _ZOOM_SAME:
            return
        left, top = camera.left_top_px
        for at, (point, label, picture) in enumerate(self._placed):
            x, y = point.x * camera.scale_px - left + label.dx, point.y * camera.scale_px - top + label.dy
            size = picture.deviceIndependentSize()
            yield NameBox(at, (x, y, x + size.width(), y + size.height()))

    def hide(self, names: frozenset[int]) -> None:
        """Do not draw these of ``boxes``, until the next layout: half a name reads as another one."""
        self._hidden = names

    def _needs_layout(self, camera: Camera, glyphs: GlyphStore) -> bool:
        old = self._laid_out
        if old is None or self._glyphs is not glyphs or abs(old.zoom - camera.zoom) > _ZOOM_SAME:
            return True
        if (old.width_px, old.height_px) != (camera.width_px, camera.height_px):
            return True
        moved_x, moved_y = abs(camera.x - old.x) * camera.scale_px, abs(camera.y - old.y) * camera.scale_px
        return moved_x > camera.width_px * _MOVED_MAX or moved_y > camera.height_px * _MOVED_MAX

    def _lay_out(self, camera: Camera, glyphs: GlyphStore, marks: MarkLayer) -> Iterator[None]:
        left, top = camera.left_top_px
        scale = camera.scale_px
        spare_x, spare_y = camera.width_px * _SPARE, camera.height_px * _SPARE
        region = (left - spare_x, top - spare_y, left + camera.width_px + spare_x,
                  top + camera.height_px + spare_y)  # fmt: skip
        points = self._base.points_in(*(edge / scale for edge in region))
        if camera.zoom < _DESA_ZOOM_MIN:
            points = [point for point in points if point.place.kind is PlaceKind.KECAMATAN]
        texts = [self._texts[point.place.code] for point in points]
        looks = [_look(point, camera.zoom) for point in points]
        requests = [
            _request(number, point, glyphs.text_size(texts[number], looks[number]), scale)
            for number, point in enumerate(points)
        ]
        yield
        boxes = marks.boxes(camera)
        seen = (boxes[:, 0] < region[2]) & (boxes[:, 2] > region[0])
        boxes = boxes[seen & (boxes[:, 1] < region[3]) & (boxes[:, 3] > region[1])]
        grid = CollisionGrid()
        for count, box in enumerate(boxes.tolist()):
            grid.take(*box)
            if count % 200 == 199:
                yield
        requests = _beside(requests, boxes)
        yield
        placed: list[PlacedLabel] = []
        yield from _place(requests, grid, placed)
        found = []
        for count, label in enumerate(placed):
            found.append((points[label.key], label, glyphs.text_in(texts[label.key], looks[label.key])))
            if count % 4 == 3:
                yield
        self._placed, self._placed_zoom, self._hidden = found, camera.zoom, frozenset()
        self.layouts += 1
        self.ground = Ground(camera, glyphs, grid, self._named)


def _place(requests: list[LabelRequest], grid: CollisionGrid, placed: list[PlacedLabel]) -> Iterator[None]:
    """The large names lie over everything; the small ones keep off the dots of other desa."""
    large = [request for request in requests if request.rank == 0]
    placed += place_labels(large, grid)
    yield
    found = {label.key for label in placed}
    names = CollisionGrid()  # among crowded marks a large name rather lies under one than to be missing
    by_key = {request.key: request for request in large}

    def take(label: PlacedLabel, into: CollisionGrid) -> None:
        request = by_key[label.key]
        x, y = request.x + label.dx, request.y + label.dy
        into.take(x, y, x + request.width_px, y + request.height_px)

    for label in placed:
        take(label, names)
    late = place_labels([request for request in large if request.key not in found], names)
    for label in late:
        take(label, grid)
    placed += late
    yield
    small = sorted((request for request in requests if request.rank > 0), key=lambda one: one.rank)
    for request in small:
        grid.take(request.x - _DOT_PX, request.y - _DOT_PX, request.x + _DOT_PX, request.y + _DOT_PX)
    for count, request in enumerate(small):
        placed += place_labels([request], grid, padding_px=1.0)
        if count % 8 == 7:
            yield


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


def _beside(requests: list[LabelRequest], boxes: NDArray[np.float64]) -> list[LabelRequest]:
    """A mark right on the point of a name: the name goes around the mark."""
    if not requests or not len(boxes):
        return requests
    x = np.array([request.x for request in requests])[:, None]
    y = np.array([request.y for request in requests])[:, None]
    under = (boxes[:, 0] <= x) & (x <= boxes[:, 2]) & (boxes[:, 1] <= y) & (y <= boxes[:, 3])
    found = list(requests)
    for number in np.flatnonzero(under.any(axis=1)).tolist():
        request = requests[number]
        left, top, right, bottom = boxes[int(np.argmax(under[number]))].tolist()
        gap = max(request.x - left, right - request.x, request.y - top, bottom - request.y)
        found[number] = replace(request, sides=_BESIDE_MARK, gap_px=gap + 3.0)
    return found


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
