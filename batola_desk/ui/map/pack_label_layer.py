"""Names of a map pack between the names of the gazetteer: placed in small steps, swapped in when done."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF, Signal, Slot
from PySide6.QtGui import QPainter, QPixmap

from batola_desk.map.label_spots import STYLES, LabelSpot, spots_in
from batola_desk.map.labels import AROUND_POINT, CollisionGrid, LabelRequest, place_labels
from batola_desk.map.pack.meta import Box
from batola_desk.map.projection import Camera
from batola_desk.ui.map.glyphs import GlyphStore, TextLook
from batola_desk.ui.map.pack_reading import PackReading
from batola_desk.ui.map.slices import Slices
from batola_desk.ui.map.tags import NameBox

STEP_ANGLE_DEG = 3.0  # names of nearly one direction share a picture
_JOB = "names"
_SPARE = 0.5  # of the window on each side, as the names of the gazetteer have it
_ZOOM_KEPT = 0.75  # a flight of so little keeps the names it began with
_SAME_NAME_PX = 260.0  # nearer than this the same words are not said again


@dataclass(frozen=True, slots=True)
class _Placed:
    """A name that found a place: (dx, dy) from its point; ``boxes`` is what it takes, from its point too."""

    x: float
    y: float
    dx: float
    dy: float
    picture: QPixmap
    boxes: tuple[tuple[float, float, float, float], ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """What the names of the gazetteer were placed for, and the room they left. World pixels.

    Attributes:
        named: all places of the gazetteer, see ``label_spots.spots_in``.
    """

    camera: Camera
    glyphs: GlyphStore
    grid: CollisionGrid
    named: Mapping[str, Sequence[tuple[float, float]]]


class PackLabelLayer(QObject):
    """Names along rivers, canals and roads, of villages and buildings.

    The reader's thread finds candidates; the screen thread gives them places and pictures, a few at a time
    between two paints. Until that is done the last layout is drawn.

    Signals:
        changed: a layout is complete; draw again.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reading: PackReading | None = None
        self._ground: Ground | None = None
        self._spots: Sequence[LabelSpot] = ()
        self._placed: list[_Placed] = []
        self._placed_zoom: float | None = None
        self._hidden: frozenset[int] = frozenset()  # places in ``_placed`` that lie under words of marks
        self.layouts = 0
        self._is_waiting = False
        self._slices = Slices(self.changed.emit, self)

    @property
    def ground(self) -> Ground | None:
        """What these names were asked for last."""
        return self._ground

    @property
    def is_complete(self) -> bool:
        """Nothing is read or placed any more."""
        return not self._slices.is_running and not self._is_waiting

    def set_reading(self, reading: PackReading | None) -> None:
        """Names of another pack, or of none."""
        if self._reading is not None:
            self._reading.answered.disconnect(self._on_answered)
        self._reading = reading
        self._spots, self._placed, self._ground, self._hidden = (), [], None, frozenset()
        self.layouts += 1
        self._slices.stop()
        self._is_waiting = False
        if reading is not None:
            reading.answered.connect(self._on_answered)

    def stop(self) -> None:
        """Place nothing more until drawn again."""
        if not self.is_complete:
            self._slices.stop()
            self._is_waiting = False
            self._ground = None

    def stand_on(self, ground: Ground) -> None:
        """The names of the gazetteer stand anew: these follow."""
        if self._reading is None or ground is self._ground:
            return
        self._ground = ground
        camera = ground.camera
        scale = camera.scale_px
        (left, top), (wide, high) = camera.left_top_px, (camera.width_px, camera.height_px)
        box = Box(
            (left - wide * _SPARE) / scale,
            (top - high * _SPARE) / scale,
            (left + wide * (1 + _SPARE)) / scale,
            (top + high * (1 + _SPARE)) / scale,
        )
        self._is_waiting = True
        zoom = camera.zoom
        self._reading.ask(_JOB, lambda pack: (ground, spots_in(pack, box, zoom, ground.named)))

    def draw(self, painter: QPainter, camera: Camera) -> None:
        if self._placed_zoom is None or abs(camera.zoom - self._placed_zoom) > _ZOOM_KEPT:
            return  # names of another scale would lie over each other; the next ones come in a moment
        left, top = camera.left_top_px
        scale = camera.scale_px
        for at, placed in enumerate(self._placed):
            if at in self._hidden:
                continue
            x, y = placed.x * scale - left + placed.dx, placed.y * scale - top + placed.dy
            if -200 < x < camera.width_px and -200 < y < camera.height_px:
                painter.drawPixmap(QPointF(round(x), round(y)), placed.picture)

    def boxes(self, camera: Camera) -> Iterator[NameBox]:
        """What each name takes of the window; nothing while the zoom is another one."""
        if self._placed_zoom != camera.zoom:
            return
        (left, top), scale = camera.left_top_px, camera.scale_px
        for at, placed in enumerate(self._placed):
            x, y = placed.x * scale - left, placed.y * scale - top
            for box in placed.boxes:
                yield NameBox(at, (x + box[0], y + box[1], x + box[2], y + box[3]))

    def hide(self, names: frozenset[int]) -> None:
        """Do not draw these of ``boxes``, until the next layout."""
        self._hidden = names

    @Slot(str, object)
    def _on_answered(self, name: str, answer: tuple[Ground, list[LabelSpot]]) -> None:
        if name != _JOB or answer[0] is not self._ground:
            return  # an answer for where the camera no longer is
        self._is_waiting = False
        self._spots = answer[1]
        self._slices.start(self._lay_out(answer[0]))

    def _lay_out(self, ground: Ground) -> Iterator[None]:
        """Give every candidate its place, the most important first; one step for each."""
        glyphs, scale = ground.glyphs, ground.camera.scale_px
        grid = ground.grid.copy()
        said: dict[str, list[tuple[float, float]]] = {}
        placed: list[_Placed] = []
        for spot in self._spots:
            x, y = spot.x * scale, spot.y * scale
            before = said.setdefault(spot.text, [])
            if any(abs(x - px) + abs(y - py) < _SAME_NAME_PX for px, py in before):
                continue
            found = _place(spot, x, y, grid, glyphs)
            if found is not None:
                placed.append(found)
                before.append((x, y))
            yield
        self._placed, self._placed_zoom, self._hidden = placed, ground.camera.zoom, frozenset()
        self.layouts += 1


def _look(spot: LabelSpot) -> TextLook:
    style = STYLES[spot.name_class]
    return TextLook(style.role, style.points, is_bold=style.is_bold, is_italic=style.is_italic)


def _place(spot: LabelSpot, x: float, y: float, grid: CollisionGrid, glyphs: GlyphStore) -> _Placed | None:
    look = _look(spot)
    wide, high = glyphs.text_size(spot.text, look)
    if spot.angle_deg is None:
        request = LabelRequest(0, x, y, wide, high, spot.rank, AROUND_POINT, 6.0)
        labels = place_labels([request], grid, padding_px=1.0)
        if not labels:
            return None
        grid.take(x - 3, y - 3, x + 3, y + 3)
        dx, dy = labels[0].dx, labels[0].dy
        taken = (dx, dy, dx + wide, dy + high)
        return _Placed(spot.x, spot.y, dx, dy, glyphs.text_in(spot.text, look), (taken,))
    angle_deg = round(spot.angle_deg / STEP_ANGLE_DEG) * STEP_ANGLE_DEG
    boxes = list(_boxes_along(x, y, wide, high, angle_deg))
    if not all(grid.is_free(*box) for box in boxes):
        return None
    for box in boxes:
        grid.take(*box)
    picture = glyphs.text_in(spot.text, look, angle_deg=angle_deg)
    size = picture.deviceIndependentSize()
    around = tuple((box[0] - x, box[1] - y, box[2] - x, box[3] - y) for box in boxes)
    return _Placed(spot.x, spot.y, -size.width() / 2, -size.height() / 2, picture, around)


def _boxes_along(
    x: float, y: float, wide: float, high: float, angle_deg: float
) -> Iterator[tuple[float, float, float, float]]:
    """Squares along turned words: one rectangle around them would keep half the map free."""
    count = max(1, math.ceil(wide / high))
    dx, dy = math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))
    half = high / 2 + 1
    for number in range(count):
        way = ((number + 0.5) / count - 0.5) * (wide - high)
        yield x + dx * way - half, y + dy * way - half, x + dx * way + half, y + dy * way + half
