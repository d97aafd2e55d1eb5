"""Words beside marks: placed together, a few at a time, kept while the ground moves a little."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from PySide6.QtCore import QObject, QPointF, QRectF
from PySide6.QtGui import QPainter, QPixmap

from batola_desk.map.labels import AROUND_POINT, CollisionGrid, LabelRequest, Side, place_labels
from batola_desk.map.projection import Camera
from batola_desk.ui.map.glyphs import GlyphStore
from batola_desk.ui.map.slices import Slices

if TYPE_CHECKING:
    from batola_desk.ui.map.mark_layer import MarkLayer

UNIT_TAGS_EVERY_S = (
    1.0  # units move all the time; their words move with them and are placed anew now and then
)
TAG_SHIFT_PX_MAX = 48  # LIMIT: below the margin in which marks outside the window are tagged already
_ABOVE_FIRST = (Side.ABOVE, Side.BELOW, Side.RIGHT, Side.LEFT)

Box = tuple[float, float, float, float]


class NameBox(NamedTuple):
    """Where a name of a place stands: its number in its layer, window pixels."""

    number: int
    box: Box


class NameLayer(Protocol):
    """Names of places below the marks; ``layouts`` grows with every layout."""

    layouts: int

    def boxes(self, camera: Camera) -> Iterator[NameBox]: ...

    def hide(self, names: frozenset[int]) -> None: ...


class Tags:
    """Words of marks, placed together so that none covers another or a mark. Screen pixels."""

    def __init__(self, glyphs: GlyphStore) -> None:
        self._glyphs = glyphs
        self._grid = CollisionGrid()
        self._names = CollisionGrid()
        self._requests: list[LabelRequest] = []
        self._looks: list[tuple[str, str, float]] = []
        self._follows: list[int | None] = []

    def stay_inside(self, width_px: float, height_px: float) -> None:
        """No words across the left and right edge of the map: they would read as cut."""
        far = 400.0
        self._grid.take(-far, -far, 0.0, height_px + far)
        self._grid.take(width_px, -far, width_px + far, height_px + far)

    def stay_off(self, box: QRectF) -> None:
        """No words under what lies over the map there."""
        self._grid.take(box.left(), box.top(), box.right(), box.bottom())

    def spare(self, box: Box) -> None:
        """Words over this name of a place only where nothing else is free."""
        self._names.take(*box)

    def keep_free(self, x: float, y: float, half_px: float) -> None:
        """No words over this mark."""
        self._grid.take(x - half_px, y - half_px, x + half_px, y + half_px)

    def add(  # noqa: PLR0913 - a mark and how its words look
        self, text: str, x: float, y: float, rank: float, *, gap_px: float, role: str = "panel_text",
        points: float = 8.5, follows: int | None = None,
    ) -> None:  # fmt: skip
        """Ask for a place; what has rank 0 is shown in any case.

        Args:
            follows: number of the unit whose words these are: they move with it.
        """
        wide, high = self._glyphs.tag_size(text, points=points)
        sides = _ABOVE_FIRST if role == "fix" else AROUND_POINT
        self._requests.append(
            LabelRequest(len(self._looks), x, y, wide, high, rank, sides, gap_px, is_required=rank == 0)
        )
        self._looks.append((text, role, points))
        self._follows.append(follows)

    def place(self, found: list[PlacedTag]) -> Iterator[None]:
        """Append every tag that finds a place, the most important first; a step for each few."""
        for count, request in enumerate(sorted(self._requests, key=lambda one: one.rank)):
            for label in place_labels([request], self._grid, spare=self._names):
                text, role, points = self._looks[label.key]
                picture = self._glyphs.tag(text, role, points=points)
                follows = self._follows[label.key]
                found.append(PlacedTag(request.x, request.y, label.dx, label.dy, picture, follows))
            if count % 8 == 7:
                yield

    def placed(self) -> list[tuple[QPointF, QPixmap]]:
        """Upper left corner and picture of every tag that found a place."""
        found = []
        for label in place_labels(self._requests, self._grid):
            request = self._requests[label.key]
            text, role, points = self._looks[label.key]
            at = QPointF(round(request.x + label.dx), round(request.y + label.dy))
            found.append((at, self._glyphs.tag(text, role, points=points)))
        return found


@dataclass(frozen=True, slots=True)
class PlacedTag:
    """A tag that found a place: (dx, dy) from its mark, which stands at (x, y) or is a unit that moves."""

    x: float
    y: float
    dx: float
    dy: float
    picture: QPixmap
    follows: int | None

    @property
    def box(self) -> Box:
        """What it takes of the window, where it was placed."""
        size, x, y = self.picture.deviceIndependentSize(), self.x + self.dx, self.y + self.dy
        return x, y, x + size.width(), y + size.height()


@dataclass(frozen=True, slots=True)
class TagLayout:
    """Placed tags and the camera they were placed for."""

    camera: Camera
    glyphs: GlyphStore
    placed: list[tuple[QPointF, QPixmap]]

    def shift_for(self, camera: Camera, glyphs: GlyphStore) -> QPointF | None:
        """How far the ground has moved since, or None if the tags must be placed anew."""
        old = self.camera
        size, old_size = (camera.width_px, camera.height_px), (old.width_px, old.height_px)
        if glyphs is not self.glyphs or old.zoom != camera.zoom or size != old_size:
            return None
        (old_left, old_top), (left, top) = old.left_top_px, camera.left_top_px
        shift = QPointF(round(old_left - left), round(old_top - top))
        return shift if shift.manhattanLength() <= TAG_SHIFT_PX_MAX else None


class TagBoard(QObject):
    """Words of incidents, units and fixes. Placed in slices; the layout before is drawn until then."""

    def __init__(self, changed: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._changed = changed
        self._slices = Slices(self._on_done, self)
        self._key: tuple[object, ...] | None = None
        self._names: tuple[int, ...] | None = None  # layouts of the names that were spared
        self._camera: Camera | None = None
        self._placed: list[PlacedTag] = []
        self._coming: list[PlacedTag] = []
        self._coming_camera: Camera | None = None
        self._are_units_moved = False
        self._placed_mono_s = 0.0

    def is_complete(self, marks: MarkLayer) -> bool:
        """All words have their places, among the names as they stand now."""
        is_old = self._names is not None and self._names != _layouts(marks)
        return not self._slices.is_running and not is_old

    @property
    def placed(self) -> list[PlacedTag]:
        """The tags of the finished layout, in window pixels of its camera."""
        return self._placed

    def stop(self) -> None:
        """Place nothing more until drawn again."""
        if self._slices.is_running:
            self._slices.stop()
            self._key = None

    def units_changed(self) -> None:
        self._are_units_moved = True

    def draw(self, painter: QPainter, camera: Camera, glyphs: GlyphStore, marks: MarkLayer) -> None:
        """Draw the finished layout; begin another one if it does not fit any more."""
        self._look_again(camera, glyphs, marks)
        old = self._camera
        if old is None or old.zoom != camera.zoom:
            return
        (old_left, old_top), (left, top) = old.left_top_px, camera.left_top_px
        shift_x, shift_y = old_left - left, old_top - top
        unit_x, unit_y = camera.to_screen(*marks.unit_layer.world())
        for tag in self._placed:
            if tag.follows is None:
                x, y = tag.x + shift_x, tag.y + shift_y
            elif tag.follows < unit_x.size:
                x, y = float(unit_x[tag.follows]), float(unit_y[tag.follows])
            else:
                continue
            painter.drawPixmap(QPointF(round(x + tag.dx), round(y + tag.dy)), tag.picture)

    def _look_again(self, camera: Camera, glyphs: GlyphStore, marks: MarkLayer) -> None:
        if marks.is_moving:
            return
        size = camera.width_px, camera.height_px
        names = _layouts(marks)
        key = (marks.version, marks.unit_layer.members, camera.zoom, glyphs, size, names)
        base = self._coming_camera if self._slices.is_running else self._camera
        if key == self._key and base is not None:
            (old_left, old_top), (left, top) = base.left_top_px, camera.left_top_px
            has_moved = abs(old_left - left) + abs(old_top - top) > TAG_SHIFT_PX_MAX
            are_old = self._are_units_moved and time.monotonic() - self._placed_mono_s > UNIT_TAGS_EVERY_S
            if not has_moved and not (are_old and not self._slices.is_running):
                return
            if self._slices.is_running:
                return  # it is finished for where it began; the next look begins the next one
        self._key, self._names, self._coming_camera = key, names, camera
        self._are_units_moved = False
        self._placed_mono_s = time.monotonic()
        self._coming = []
        self._slices.start(self._lay_out(camera, glyphs, marks))

    def _lay_out(self, camera: Camera, glyphs: GlyphStore, marks: MarkLayer) -> Iterator[None]:
        tags = Tags(glyphs)
        tags.stay_inside(camera.width_px, camera.height_px)
        for box in marks.covered(camera, glyphs):
            tags.stay_off(box)
        marks.tag_fixes(tags, camera)
        marks.tag_incidents(tags, marks.on_screen(camera), camera.zoom)
        yield
        marks.tag_units(tags, camera)
        yield
        names: list[tuple[NameLayer, int, NameBox]] = []
        for layer in marks.names:
            for count, name in enumerate(layer.boxes(camera)):
                names.append((layer, layer.layouts, name))
                tags.spare(name.box)
                if count % 100 == 99:
                    yield
        yield from tags.place(self._coming)
        yield from self._hide_names(names, marks)

    def _hide_names(self, names: list[tuple[NameLayer, int, NameBox]], marks: MarkLayer) -> Iterator[None]:
        """A name that words of marks could not spare is not drawn: half of it reads as another one."""
        words = CollisionGrid()
        for tag in self._coming:
            words.take(*tag.box)
        covered: dict[tuple[NameLayer, int], set[int]] = {
            (layer, layer.layouts): set() for layer in marks.names
        }
        yield
        for count, (layer, layout, name) in enumerate(names):
            if (layer, layout) in covered and not words.is_free(*name.box):
                covered[layer, layout].add(name.number)
            if count % 200 == 199:
                yield
        for (layer, layout), numbers in covered.items():
            if layer.layouts == layout:  # else these numbers are other names by now
                layer.hide(frozenset(numbers))

    def _on_done(self) -> None:
        self._placed, self._camera = self._coming, self._coming_camera
        self._coming = []
        self._changed()


def _layouts(marks: MarkLayer) -> tuple[int, ...]:
    return tuple(layer.layouts for layer in marks.names)
