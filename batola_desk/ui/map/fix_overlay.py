"""Positions of callers on the map: each as the area it is, never as a bare pin. Source: domain.md §11.

A circle, an ellipse, a polygon, the arc band of a cell; a point of which nobody said how exact it is has a
broken ring. Older ones fade; the confirmed one has a full line, the one that tells most a strong one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap, QPolygonF

from batola_desk.domain.earth_area import AreaShape, EarthArea
from batola_desk.map.projection import Camera, project
from batola_desk.ui.map.glyphs import GlyphStore
from batola_desk.ui.map.overlay import LegendRow, LegendSign
from batola_desk.ui.map.palette import MapPalette
from batola_desk.ui.noop import QT_TRANSLATE_NOOP

RING_PX = 13.0  # an area smaller than this is drawn as a ring around its middle
FADE_FROM_S, FADE_TO_S = 60.0, 900.0  # an old place is paler, down to a half
FAINTEST = 0.5
_FAR_PX = 20_000.0  # beyond the window by this: the painter needs no such numbers
_LEGEND = QT_TRANSLATE_NOOP("FixOverlay", "Posisi penelepon")


@dataclass(frozen=True, slots=True)
class AreaMark:
    """One position, ready to be drawn.

    Attributes:
        words: source, ± and age, as they stand beside it.
        hint: everything that is known of it, for the pointer that rests there.
    """

    fix_id: str
    area: EarthArea
    words: str
    hint: str = ""
    age_s: float = 0.0
    is_suggested: bool = False
    is_confirmed: bool = False
    is_doubtful: bool = False


@dataclass(slots=True)
class _Shape:
    mark: AreaMark
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    middle: tuple[float, float]  # world fractions


class FixOverlay:
    """Implements ``ui.map.overlay.Overlay``, ``WithLegend`` and ``WithHint``."""

    def __init__(self) -> None:
        self._shapes: list[_Shape] = []
        self._outlines: dict[EarthArea, tuple[NDArray[np.float64], NDArray[np.float64]]] = {}

    @property
    def marks(self) -> Sequence[AreaMark]:
        """What is shown, bottom to top."""
        return [shape.mark for shape in self._shapes]

    def set_marks(self, marks: Sequence[AreaMark]) -> None:
        """Show these; the oldest at the bottom, the confirmed one on top."""
        order = sorted(marks, key=lambda mark: (mark.is_confirmed, mark.is_suggested, -mark.age_s))
        kept, self._outlines = self._outlines, {}
        self._shapes = []
        for mark in order:
            outline = kept.get(mark.area)
            if outline is None:
                places = np.asarray(mark.area.outline(), dtype=np.float64)
                outline = project(places[:, 0], places[:, 1])
            self._outlines[mark.area] = outline
            latitude, longitude, _ = mark.area.enclosing_circle()
            x, y = project(latitude, longitude)
            self._shapes.append(_Shape(mark, *outline, (float(x), float(y))))

    # ---------------------------------------------------------------- Overlay

    def draw(self, painter: QPainter, camera: Camera, palette: MapPalette, glyphs: GlyphStore) -> None:
        taken: list[QRectF] = []
        for shape in self._shapes:
            outline = _on_screen(shape, camera)
            if outline is None:
                continue
            _draw_area(painter, outline, shape.mark, palette)
        for shape in reversed(self._shapes):  # the most important words get their place first
            outline = _on_screen(shape, camera)
            if outline is not None and shape.mark.words:
                _draw_words(painter, camera, outline, glyphs.tag(shape.mark.words, "fix"), taken)

    def hit(self, camera: Camera, x_px: float, y_px: float) -> str | None:
        for shape in reversed(self._shapes):
            outline = _on_screen(shape, camera)
            if outline is not None and outline.containsPoint(QPointF(x_px, y_px), Qt.FillRule.OddEvenFill):
                return shape.mark.fix_id
        return None

    def hint(self, hit_id: str) -> str:
        """Everything known of the position under the pointer."""
        return next((shape.mark.hint for shape in self._shapes if shape.mark.fix_id == hit_id), "")

    def legend(self) -> Sequence[LegendRow]:
        if not self._shapes:
            return ()
        return (LegendRow(LegendSign.AREA, "fix", QCoreApplication.translate("FixOverlay", _LEGEND)),)


def _on_screen(shape: _Shape, camera: Camera) -> QPolygonF | None:
    """The outline in pixels of the window; a ring for what is too small; None when it is not in sight."""
    xs, ys = camera.to_screen(shape.x, shape.y)
    left, right, top, bottom = float(xs.min()), float(xs.max()), float(ys.min()), float(ys.max())
    if right < -RING_PX or bottom < -RING_PX or left > camera.width_px + RING_PX:
        return None
    if top > camera.height_px + RING_PX:
        return None
    if shape.mark.area.shape is AreaShape.POINT or max(right - left, bottom - top) < 2 * RING_PX:
        origin_x, origin_y = camera.left_top_px
        middle_x, middle_y = shape.middle
        return _ring(middle_x * camera.scale_px - origin_x, middle_y * camera.scale_px - origin_y)
    xs, ys = np.clip(xs, -_FAR_PX, _FAR_PX), np.clip(ys, -_FAR_PX, _FAR_PX)
    return QPolygonF([QPointF(x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)])


_CIRCLE = np.linspace(0.0, 2 * np.pi, 32, endpoint=False)


def _ring(x: float, y: float) -> QPolygonF:
    xs, ys = x + RING_PX * np.cos(_CIRCLE), y + RING_PX * np.sin(_CIRCLE)
    return QPolygonF([QPointF(at_x, at_y) for at_x, at_y in zip(xs.tolist(), ys.tolist(), strict=True)])


def _draw_area(painter: QPainter, outline: QPolygonF, mark: AreaMark, palette: MapPalette) -> None:
    share = freshness(mark.age_s) if not mark.is_confirmed else 1.0
    is_strong = mark.is_confirmed or mark.is_suggested
    painter.setBrush(palette.colour("fix", alpha=round((58 if is_strong else 30) * share)))
    painter.setPen(QPen(palette.colour("text_halo", alpha=round(190 * share)), 5.0 if is_strong else 3.5))
    painter.drawPolygon(outline)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(palette.colour("fix", alpha=round(255 * share)), 3.0 if mark.is_confirmed else 2.0)
    if mark.is_doubtful:
        pen.setStyle(Qt.PenStyle.DotLine)
    elif mark.area.shape is AreaShape.POINT or not is_strong:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.drawPolygon(outline)


def _draw_words(
    painter: QPainter, camera: Camera, outline: QPolygonF, words: QPixmap, taken: list[QRectF]
) -> None:
    """Above the area if there is room, else below its upper edge inside the window; never on other words."""
    box = outline.boundingRect()
    size = words.deviceIndependentSize()
    x = min(max(4.0, box.center().x() - size.width() / 2), camera.width_px - size.width() - 4)
    y = min(max(4.0, box.top() - size.height() - 3), camera.height_px - size.height() - 4)
    place = QRectF(QPointF(x, y), size)
    while any(place.intersects(other) for other in taken) and place.bottom() < camera.height_px:
        place.translate(0, size.height() + 2)
    taken.append(place)
    painter.drawPixmap(place.topLeft(), words)


def freshness(age_s: float) -> float:
    """1 for a new position, down to `FAINTEST` for an old one."""
    share = (age_s - FADE_FROM_S) / (FADE_TO_S - FADE_FROM_S)
    return 1.0 - (1.0 - FAINTEST) * min(1.0, max(0.0, share))
