"""What people drew on the map, under incidents and units: danger areas, closed roads, landmarks, jetties."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from batola_desk.map.feature_marks import FeatureMark
from batola_desk.map.hit_test import nearest_within
from batola_desk.map.projection import Camera, project
from batola_desk.ui.map.feature_signs import (
    ROLES,
    SIGN_SIZE_PX,
    draw_closed_road,
    draw_danger,
    middle_of_line,
    sign,
)
from batola_desk.ui.map.glyphs import GlyphStore
from batola_desk.ui.map.overlay import LegendRow, LegendSign
from batola_desk.ui.map.palette import MapPalette
from batola_desk.ui.map.tags import TagLayout, Tags

ZOOM_MIN: Final[Mapping[str, float]] = {"post": 9.0, "jetty": 10.5, "pump": 11.5, "landmark": 12.0}
LABEL_ZOOM_MIN: Final[Mapping[str, float]] = {"post": 11.0, "jetty": 12.5, "pump": 13.5, "landmark": 13.5}
CELL_PX: Final = 22.0  # one sign in each cell: more would be a smear
SIGNS_MAX: Final = 400  # LIMIT: on one screen; a map of all landmarks is read at a nearer zoom
CORNERS_MAX: Final = 16
NEAR_PX: Final = 12.0
EDGE_PX: Final = 8.0
FADED: Final = 0.55
_MARGIN_PX: Final = 40.0


@dataclass(frozen=True, slots=True)
class _Shape:
    """A line or an area in world fractions, with its box."""

    mark: FeatureMark
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    box: tuple[float, float, float, float]


class FeatureOverlay:
    """Holds what was set as arrays. Implements ``ui.map.overlay.Overlay``.

    Args:
        hint_of: words for the pointer that rests on a feature (its id); asked when it does.

    """

    def __init__(self, hint_of: Callable[[str], str] = str) -> None:
        self._hint_of = hint_of
        self._points: tuple[FeatureMark, ...] = ()
        self._shapes: tuple[_Shape, ...] = ()
        self._x = self._y = self._zoom_min = np.zeros(0)
        self._by_id: dict[str, FeatureMark] = {}
        self._kinds: frozenset[str] = frozenset()  # of them
        self._layout: TagLayout | None = None
        self._words: Mapping[str, str] = {}

    def set_marks(self, marks: Sequence[FeatureMark]) -> None:
        """Show these from now on; the important kinds last, so that they lie on top."""
        self._by_id = {mark.feature_id: mark for mark in marks}
        self._kinds = frozenset(mark.kind for mark in marks)
        points = [mark for mark in marks if mark.shape == "point"]
        zoom_min = np.array([0.0 if mark.selected else ZOOM_MIN.get(mark.kind, 0.0) for mark in points])
        order = np.argsort(-zoom_min, kind="stable")  # thousands: not by a function of Python
        self._points = tuple(points[index] for index in order.tolist())
        self._zoom_min = zoom_min[order]
        self._x, self._y = project(
            [mark.points[0][0] for mark in self._points], [mark.points[0][1] for mark in self._points]
        )
        shapes = [_shape_of(mark) for mark in marks if mark.shape != "point"]
        self._shapes = tuple(sorted(shapes, key=lambda shape: shape.mark.shape != "polygon"))
        self._layout = None

    def set_words(self, words: Mapping[str, str]) -> None:
        """Words of the kinds, for the legend."""
        self._words = words
        self._layout = None

    # ---------------------------------------------------------------- drawing

    def draw(self, painter: QPainter, camera: Camera, palette: MapPalette, glyphs: GlyphStore) -> None:
        """Areas, then lines, then signs, then words."""
        for shape in self._shapes:
            if not _is_seen(camera, shape.box):
                continue
            outline = _on_screen(camera, shape)
            painter.setOpacity(FADED if shape.mark.fades else 1.0)
            if shape.mark.shape == "polygon":
                draw_danger(painter, palette, outline)
            else:
                draw_closed_road(painter, palette, outline)
            if shape.mark.selected:
                _mark_corners(painter, palette, outline)
        half = SIGN_SIZE_PX / 2
        for mark, at in self._signs(camera):
            painter.setOpacity(FADED if mark.fades else 1.0)
            if mark.selected:
                painter.setPen(QPen(palette.colour("focus"), 2.6))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(at, 14.5, 14.5)
            painter.drawPixmap(at - QPointF(half, half), sign(glyphs, palette, mark.kind))
        painter.setOpacity(1.0)
        self._draw_words(painter, camera, glyphs)

    def _signs(self, camera: Camera) -> list[tuple[FeatureMark, QPointF]]:
        """Signs on the screen at this zoom, at most one in each cell, the important ones kept."""
        if not self._points:
            return []
        xs, ys = camera.to_screen(self._x, self._y)
        margin = SIGN_SIZE_PX
        inside = (xs > -margin) & (xs < camera.width_px + margin) & (ys > -margin)
        inside &= (ys < camera.height_px + margin) & (self._zoom_min <= camera.zoom)
        found = np.flatnonzero(inside)
        if not found.size:
            return []
        left, top = camera.left_top_px  # cells lie on the ground: a pan changes no choice
        columns = np.floor((xs[found] + left) / CELL_PX).astype(np.int64)
        rows = np.floor((ys[found] + top) / CELL_PX).astype(np.int64)
        cells = columns * 2**31 + rows
        _, last = np.unique(cells[::-1], return_index=True)
        kept = np.sort(found[found.size - 1 - last])[-SIGNS_MAX:]
        return [
            (self._points[index], QPointF(round(float(xs[index])), round(float(ys[index]))))
            for index in kept.tolist()
        ]

    def _draw_words(self, painter: QPainter, camera: Camera, glyphs: GlyphStore) -> None:
        """Place the words anew only after a change or a longer way."""
        shift = self._layout.shift_for(camera, glyphs) if self._layout is not None else None
        if self._layout is None or shift is None:
            tags = Tags(glyphs)
            tags.stay_inside(camera.width_px, camera.height_px)
            self._place_words(tags, camera)
            self._layout = TagLayout(camera, glyphs, tags.placed())
            shift = QPointF(0, 0)
        for at, picture in self._layout.placed:
            painter.drawPixmap(at + shift, picture)

    def word_boxes(self, camera: Camera, glyphs: GlyphStore) -> Iterator[QRectF]:
        """Where the words stand that were placed for this look at the ground."""
        shift = self._layout.shift_for(camera, glyphs) if self._layout is not None else None
        if self._layout is not None and shift is not None:
            for at, picture in self._layout.placed:
                yield QRectF(at + shift, picture.deviceIndependentSize())

    def _place_words(self, tags: Tags, camera: Camera) -> None:
        for mark, at in self._signs(camera):
            tags.keep_free(at.x(), at.y(), SIGN_SIZE_PX / 2)
            if mark.label and (mark.selected or camera.zoom >= LABEL_ZOOM_MIN.get(mark.kind, 0.0)):
                role = ROLES.get(mark.kind, "panel_text")
                rank = 1.0 if mark.selected else 20.0 + ZOOM_MIN.get(mark.kind, 0.0)
                tags.add(mark.label, at.x(), at.y(), rank, gap_px=17.0, role=role, points=7.5)
        for shape in self._shapes:
            if not shape.mark.label or not _is_seen(camera, shape.box) or _is_tiny(camera, shape.box):
                continue
            outline = _on_screen(camera, shape)
            is_area = shape.mark.shape == "polygon"
            box = outline.boundingRect()  # words of an area stand on its edge: the incident is in its middle
            middle = QPointF(box.center().x(), box.top()) if is_area else middle_of_line(outline)
            role = "danger" if is_area else "closed"
            gap = 6.0 if is_area else 12.0
            tags.add(shape.mark.label, middle.x(), middle.y(), 5.0, gap_px=gap, role=role, points=7.5)

    # ---------------------------------------------------------------- answers

    def hit(self, camera: Camera, x_px: float, y_px: float) -> str | None:
        """The sign under the pointer, else the line, else the area."""
        shown = self._signs(camera)
        if shown:
            xs = np.array([at.x() for _, at in shown])
            ys = np.array([at.y() for _, at in shown])
            index = nearest_within(xs, ys, x_px, y_px, NEAR_PX)
            if index is not None:
                return shown[index][0].feature_id
        for shape in reversed(self._shapes):  # lines before areas
            if not _is_seen(camera, shape.box):
                continue
            outline = _on_screen(camera, shape)
            if shape.mark.shape == "polygon":
                if outline.containsPoint(QPointF(x_px, y_px), Qt.FillRule.OddEvenFill):
                    return shape.mark.feature_id
            elif _distance_px(outline, x_px, y_px) <= EDGE_PX:
                return shape.mark.feature_id
        return None

    def hint(self, hit_id: str) -> str:
        """Name, note and end of a feature."""
        return self._hint_of(hit_id) if hit_id in self._by_id else ""

    def legend(self) -> Sequence[LegendRow]:
        """A row for each kind that is on the map now."""
        rows = []
        for kind, words in self._words.items():
            if kind in self._kinds:
                is_area, is_line = kind == "danger_area", kind == "closed_road"
                role = "danger" if is_area else "closed" if is_line else ROLES.get(kind, "feature_post")
                look = LegendSign.AREA if is_area else LegendSign.DASHED if is_line else LegendSign.DOT
                rows.append(LegendRow(look, role, words))
        return rows


def _shape_of(mark: FeatureMark) -> _Shape:
    x, y = project([lat for lat, _ in mark.points], [lon for _, lon in mark.points])
    box = (float(x.min()), float(y.min()), float(x.max()), float(y.max()))
    return _Shape(mark, x, y, box)


def _is_seen(camera: Camera, box: tuple[float, float, float, float]) -> bool:
    left, top = camera.left_top_px
    scale = camera.scale_px
    min_x, min_y, max_x, max_y = box
    return (
        max_x * scale - left > -_MARGIN_PX
        and min_x * scale - left < camera.width_px + _MARGIN_PX
        and max_y * scale - top > -_MARGIN_PX
        and min_y * scale - top < camera.height_px + _MARGIN_PX
    )


def _is_tiny(camera: Camera, box: tuple[float, float, float, float]) -> bool:
    """Too small on the screen for words of its own."""
    return max(box[2] - box[0], box[3] - box[1]) * camera.scale_px < 18.0


def _on_screen(camera: Camera, shape: _Shape) -> QPolygonF:
    xs, ys = camera.to_screen(shape.x, shape.y)
    return QPolygonF([QPointF(x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)])


def _mark_corners(painter: QPainter, palette: MapPalette, outline: QPolygonF) -> None:
    painter.setOpacity(1.0)
    painter.setPen(QPen(palette.colour("focus"), 2.0))
    if outline.size() > CORNERS_MAX:  # a circle: its corners would cover it
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolygon(outline)
        return
    painter.setBrush(palette.colour("mark_outline"))
    for index in range(outline.size()):
        painter.drawEllipse(outline.at(index), 3.5, 3.5)


def _distance_px(line: QPolygonF, x: float, y: float) -> float:
    """From a point to the nearest part of a line."""
    xs = np.array([line.at(index).x() for index in range(line.size())])
    ys = np.array([line.at(index).y() for index in range(line.size())])
    dx, dy = np.diff(xs), np.diff(ys)
    squares = np.maximum(dx * dx + dy * dy, 1e-9)
    along = np.clip(((x - xs[:-1]) * dx + (y - ys[:-1]) * dy) / squares, 0.0, 1.0)
    return float(np.hypot(xs[:-1] + along * dx - x, ys[:-1] + along * dy - y).min())
