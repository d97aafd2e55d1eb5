"""Incidents and fixes above the base: areas, clusters, fans; units in between; their words on top."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap

from batola_desk.map.clusters import FAN_COUNT_MAX, FAN_ZOOM_MIN, Cluster, cluster_points, fan_offsets
from batola_desk.map.hit_test import nearest_within
from batola_desk.map.marks import PRIORITIES, FixMark, IncidentMark, UnitMark
from batola_desk.map.projection import Camera, metres_per_pixel, project
from batola_desk.ui.map.glyphs import GlyphStore
from batola_desk.ui.map.palette import MapPalette
from batola_desk.ui.map.tags import NameLayer, TagBoard, Tags
from batola_desk.ui.map.unit_layer import UnitLayer
from batola_desk.ui.numbers import kilometres

UNIT_LABEL_ZOOM_MIN = 11.0
INCIDENT_LABEL_ZOOM_MIN = 12.0
AREA_RADIUS_PX_MIN = 9.0  # smaller than its mark: the circle would only blur it
HIT_RADIUS_PX = 20.0
PICTURE_MARGIN_PX = 96  # LIMIT: a pan inside it moves the finished picture of the incidents


@dataclass(frozen=True, slots=True)
class ShownIncidents:
    """One thing on the screen that stands for incidents.

    Attributes:
        x, y: world fractions of the true place.
        dx, dy: pixels by which a fan moved the mark from it.
        members: indices into the incidents given.
    """

    x: float
    y: float
    dx: float
    dy: float
    members: tuple[int, ...]
    worst: int


@dataclass(slots=True)
class _Picture:
    """All resting marks around a camera, painted once."""

    key: tuple[object, ...]
    left_px: float
    top_px: float
    pixmap: QPixmap


class MarkLayer(QObject):
    """Holds what was set, as arrays; draws it; says what is under a point.

    Incidents rest, so they are one picture that a pan moves; units are drawn one by one in every paint;
    what is being worked on lies above them.

    Signals:
        changed: words of marks have found their places; draw again.

    Attributes:
        version: grows with every change of incidents and fixes.
        covered: where the frame of the map and the words of overlays leave no room for other words.
        names: names of places, which words of marks spare where they can, and hide where they cannot.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.incidents: tuple[IncidentMark, ...] = ()
        self.fixes: tuple[FixMark, ...] = ()
        self.unit_layer = UnitLayer()
        self.version = 0
        self._incident_x, self._incident_y = _world(())
        self._priority = np.zeros(0, dtype=np.int64)
        self._apart = np.zeros(0, dtype=bool)
        self._shown: list[ShownIncidents] = []
        self._shown_zoom: float | None = None
        self._shown_x = self._shown_y = self._shown_dx = self._shown_dy = np.zeros(0)
        self._shown_apart: list[int] = []
        self._picture: _Picture | None = None
        self.is_moving = False
        self.covered: Callable[[Camera, GlyphStore], Iterable[QRectF]] = lambda _camera, _glyphs: ()
        self.names: tuple[NameLayer, ...] = ()
        self._tags = TagBoard(self.changed.emit, self)

    @property
    def units(self) -> tuple[UnitMark, ...]:
        return self.unit_layer.units

    @property
    def is_complete(self) -> bool:
        """All words of marks have their places."""
        return self._tags.is_complete(self)

    def stop(self) -> None:
        self._tags.stop()

    def set_incidents(self, incidents: Sequence[IncidentMark]) -> None:
        self.incidents = tuple(incidents)
        self._incident_x, self._incident_y = _world(self.incidents)
        self._priority = np.array([PRIORITIES.index(mark.priority) + 1 for mark in incidents], dtype=np.int64)
        self._apart = np.array([mark.selected or mark.is_draft for mark in incidents], dtype=bool)
        self._shown_zoom = None
        self.version += 1

    def set_units(self, units: Sequence[UnitMark]) -> None:
        self.unit_layer.set_units(units)
        self._tags.units_changed()

    def move_units(self, units: Sequence[UnitMark]) -> None:
        """Replace some units, or add them."""
        self.unit_layer.move_units(units)
        self._tags.units_changed()

    def ring_unit(self, unit_id: str) -> None:
        self.unit_layer.ring(unit_id)
        self._tags.units_changed()

    def set_fixes(self, fixes: Sequence[FixMark]) -> None:
        self.fixes = tuple(fixes)
        self.version += 1

    def set_stale_after_s(self, stale_after_s: float) -> None:
        self.unit_layer.stale_after_s = stale_after_s
        self.version += 1

    def shown(self, camera: Camera) -> list[ShownIncidents]:
        """Marks and clusters at this zoom; kept until incidents or zoom change."""
        if self._shown_zoom is None or (abs(self._shown_zoom - camera.zoom) > 0.01 and not self.is_moving):
            clusters = cluster_points(
                self._incident_x, self._incident_y, self._priority, camera.scale_px, apart=self._apart
            )
            shown = [part for cluster in clusters for part in _fan(cluster, camera.zoom, self._priority)]
            # The worst is drawn last and lies on top; the selected one above all.
            shown.sort(key=lambda part: (self._is_apart(part), -part.worst))
            self._shown, self._shown_zoom = shown, camera.zoom
            self._shown_apart = [index for index, part in enumerate(shown) if self._is_apart(part)]
            self._shown_x = np.array([part.x for part in shown])
            self._shown_y = np.array([part.y for part in shown])
            self._shown_dx = np.array([part.dx for part in shown])
            self._shown_dy = np.array([part.dy for part in shown])
        return self._shown

    def boxes(self, camera: Camera) -> NDArray[np.float64]:
        """Squares that marks take, in world pixels: left, top, right, bottom. Shape: (n, 4)."""
        self.shown(camera)
        scale = camera.scale_px
        half = np.full(len(self._shown), 15.0)
        half[self._shown_apart] = 24.0
        unit_x, unit_y = self.unit_layer.world()
        x = np.concatenate([self._shown_x * scale + self._shown_dx, unit_x * scale])
        y = np.concatenate([self._shown_y * scale + self._shown_dy, unit_y * scale])
        half = np.concatenate([half, np.full(unit_x.size, 10.0)])
        return np.column_stack([x - half, y - half, x + half, y + half])

    def incident_at(self, camera: Camera, x: float, y: float) -> ShownIncidents | None:
        shown = self.shown(camera)
        if not shown:
            return None
        xs, ys = camera.to_screen(self._shown_x, self._shown_y)
        xs, ys = xs + self._shown_dx, ys + self._shown_dy
        index = nearest_within(xs, ys, x, y, HIT_RADIUS_PX)
        return shown[index] if index is not None else None

    def unit_at(self, camera: Camera, x: float, y: float) -> UnitMark | None:
        return self.unit_layer.unit_at(camera, x, y)

    def draw(
        self, painter: QPainter, camera: Camera, glyphs: GlyphStore, palette: MapPalette, *, cursor_id: str,
        is_moving: bool = False,
    ) -> None:  # fmt: skip
        """Areas, incidents, units, on top what is being worked on.

        Args:
            cursor_id: the incident that the keyboard stands on.
            is_moving: the zoom changes with every paint; clusters stay as they are until it rests.
        """
        self.is_moving = is_moving
        shown = self.shown(camera)
        self._draw_resting(painter, camera, glyphs, palette, cursor_id)
        self.unit_layer.draw(painter, camera, glyphs)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        xs, ys = camera.to_screen(self._shown_x, self._shown_y)
        apart = [(shown[i], QPointF(float(xs[i]), float(ys[i]))) for i in self._shown_apart]
        self._draw_incidents(painter, apart, glyphs, palette, cursor_id)
        self._tags.draw(painter, camera, glyphs, self)

    def _draw_resting(
        self,
        painter: QPainter,
        camera: Camera,
        glyphs: GlyphStore,
        palette: MapPalette,
        cursor_id: str,
    ) -> None:
        """Fixes, areas and all incidents that nobody works on: the finished picture, or a new one."""
        ratio = painter.device().devicePixelRatioF()
        size = camera.width_px, camera.height_px
        key = (self.version, self._shown_zoom, camera.zoom, glyphs, palette.name, cursor_id, size, ratio)
        left, top = camera.left_top_px
        picture = self._picture
        margin = PICTURE_MARGIN_PX
        if (
            picture is None
            or picture.key != key
            or abs(left - margin - picture.left_px) > margin
            or abs(top - margin - picture.top_px) > margin
        ):
            picture = self._paint_picture(camera, glyphs, palette, cursor_id, key, ratio)
        at = QPointF(picture.left_px - left, picture.top_px - top)
        # Whole device pixels: a picture between them would be blurred, and slow.
        at = QPointF(round(at.x() * ratio) / ratio, round(at.y() * ratio) / ratio)
        painter.drawPixmap(at, picture.pixmap)

    def _paint_picture(
        self, camera: Camera, glyphs: GlyphStore, palette: MapPalette, cursor_id: str,
        key: tuple[object, ...], ratio: float,
    ) -> _Picture:  # fmt: skip
        margin = PICTURE_MARGIN_PX
        wide = camera.resized(camera.width_px + 2 * margin, camera.height_px + 2 * margin)
        pixels = round(wide.width_px * ratio), round(wide.height_px * ratio)
        old = self._picture
        if old is not None and (old.pixmap.width(), old.pixmap.height()) == pixels:
            pixmap = old.pixmap
        else:
            pixmap = QPixmap(*pixels)
            pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_fixes(painter, wide, palette)
        self._draw_areas(painter, wide, palette)
        resting = [entry for entry in self.on_screen(wide) if not self._is_apart(entry[0])]
        self._draw_incidents(painter, resting, glyphs, palette, cursor_id)
        painter.end()
        self._picture = _Picture(key, *wide.left_top_px, pixmap)
        return self._picture

    def _is_apart(self, part: ShownIncidents) -> bool:
        return len(part.members) == 1 and bool(self._apart[part.members[0]])

    def on_screen(self, camera: Camera) -> list[tuple[ShownIncidents, QPointF]]:
        """What is seen of the incidents, with window pixels of its true place."""
        shown = self.shown(camera)
        xs, ys = camera.to_screen(self._shown_x, self._shown_y)
        inside = (xs > -60) & (xs < camera.width_px + 60) & (ys > -60) & (ys < camera.height_px + 60)
        return [
            (shown[index], QPointF(float(xs[index]), float(ys[index])))
            for index in np.flatnonzero(inside).tolist()
        ]

    def _draw_areas(self, painter: QPainter, camera: Camera, palette: MapPalette) -> None:
        shown = self.shown(camera)
        xs, ys = camera.to_screen(self._shown_x, self._shown_y)
        # The widest area at the smallest scale decides how far outside the window one must look.
        reach = max((mark.uncertainty_m for mark in self.incidents), default=0.0) / camera.metres_per_pixel()
        inside = (
            (xs > -reach) & (xs < camera.width_px + reach) & (ys > -reach) & (ys < camera.height_px + reach)
        )
        drawn: set[tuple[int, int, int, str]] = set()  # many tickets of one desa share one area
        for index in np.flatnonzero(inside).tolist():
            part = shown[index]
            mark = self.incidents[part.members[0]]
            if len(part.members) != 1 or mark.uncertainty_m == 0:
                continue
            area = (int(mark.lat * 1e4), int(mark.lon * 1e4), int(mark.uncertainty_m), mark.priority)
            if area in drawn and not mark.selected:
                continue
            drawn.add(area)
            radius = mark.uncertainty_m / metres_per_pixel(mark.lat, camera.zoom)
            x, y = float(xs[index]), float(ys[index])
            if radius < (AREA_RADIUS_PX_MIN if mark.selected else 1.6 * AREA_RADIUS_PX_MIN):
                continue
            if _reaches(camera, x, y, radius):
                colour = palette.priorities[mark.priority]
                _area(painter, QPointF(x, y), radius, colour, is_strong=mark.selected or mark.is_draft)

    def _draw_fixes(self, painter: QPainter, camera: Camera, palette: MapPalette) -> None:
        for fix in self.fixes:
            x, y = camera.point_on_screen(fix.lat, fix.lon)
            radius = fix.uncertainty_m / metres_per_pixel(fix.lat, camera.zoom)
            if not _reaches(camera, x, y, max(radius, 60.0)):
                continue
            colour = palette.colour("fix")
            if radius >= AREA_RADIUS_PX_MIN:
                _area(painter, QPointF(x, y), radius, colour, is_strong=True)
            painter.setPen(QPen(palette.colour("mark_outline"), 4.0))
            _cross(painter, x, y)
            painter.setPen(QPen(colour, 2.0))
            _cross(painter, x, y)

    def _draw_incidents(
        self,
        painter: QPainter,
        visible: list[tuple[ShownIncidents, QPointF]],
        glyphs: GlyphStore,
        palette: MapPalette,
        cursor_id: str,
    ) -> None:
        for part, at in visible:
            centre = QPointF(round(at.x() + part.dx), round(at.y() + part.dy))
            if part.dx or part.dy:
                painter.setPen(QPen(palette.colour("crosshair", alpha=150), 1.4))
                painter.drawLine(at, centre)
            if len(part.members) > 1:
                picture = glyphs.cluster(len(part.members), part.worst)
            else:
                mark = self.incidents[part.members[0]]
                picture = glyphs.incident(mark.priority, is_draft=mark.is_draft)
                if mark.selected:
                    _ring(painter, centre, palette, 23.0)
            if cursor_id and any(self.incidents[i].incident_id == cursor_id for i in part.members):
                _ring(painter, centre, palette, 27.0, dashed=True)
            half = picture.deviceIndependentSize() / 2
            painter.drawPixmap(centre - QPointF(half.width(), half.height()), picture)

    def tag_fixes(self, tags: Tags, camera: Camera) -> None:
        for fix in self.fixes:
            x, y = camera.point_on_screen(fix.lat, fix.lon)
            radius = fix.uncertainty_m / metres_per_pixel(fix.lat, camera.zoom)
            if not _reaches(camera, x, y, max(radius, 60.0)):
                continue
            reach_m = fix.uncertainty_m
            size = kilometres(reach_m) if reach_m >= 1000 else f"{reach_m:.0f} m"
            # However large the area is, its words stay near the middle and so on the screen.
            gap = min(max(radius, 8.0), 90.0) + 4
            words = f"{fix.source} ±{size}" if reach_m > 0 else fix.source  # ±0 m would be a promise
            tags.add(words, x, y, 0.2, gap_px=gap, role="fix")

    def tag_incidents(self, tags: Tags, visible: list[tuple[ShownIncidents, QPointF]], zoom: float) -> None:
        for part, at in visible:
            x, y = at.x() + part.dx, at.y() + part.dy
            tags.keep_free(x, y, 15.0)
            if len(part.members) != 1:
                continue
            mark = self.incidents[part.members[0]]
            is_apart = mark.selected or mark.is_draft
            if mark.label and (is_apart or zoom >= INCIDENT_LABEL_ZOOM_MIN):
                gap = 25.0 if mark.selected else 18.0
                rank = 0.0 if mark.selected else 0.4 if mark.is_draft else float(part.worst)
                tags.add(mark.label, x, y, rank, gap_px=gap)

    def tag_units(self, tags: Tags, camera: Camera) -> None:
        layer = self.unit_layer
        for index, x, y in layer.on_screen(camera):
            unit = layer.units[index]
            tags.keep_free(x, y, 10.0)
            is_danger = unit.state == "emergency"
            if camera.zoom < UNIT_LABEL_ZOOM_MIN and not is_danger:
                continue
            is_stale = unit.age_s >= layer.stale_after_s
            text = f"{unit.call_sign} · {unit.age_s / 60:.0f}'" if is_stale else unit.call_sign
            rank = 0.8 if is_danger else 10.0
            gap = 25.0 if unit.unit_id == layer.ringed else 14.0
            tags.add(text, x, y, rank, gap_px=gap, points=7.5, follows=index)


def _world(
    marks: Sequence[IncidentMark],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return project([mark.lat for mark in marks], [mark.lon for mark in marks])


def _fan(cluster: Cluster, zoom: float, priority: NDArray[np.int64]) -> list[ShownIncidents]:
    count = len(cluster.members)
    if count == 1 or zoom < FAN_ZOOM_MIN or count > FAN_COUNT_MAX:
        return [ShownIncidents(cluster.x, cluster.y, 0.0, 0.0, cluster.members, cluster.worst)]
    return [
        ShownIncidents(cluster.x, cluster.y, dx, dy, (member,), int(priority[member]))
        for member, (dx, dy) in zip(cluster.members, fan_offsets(count), strict=True)
    ]


def _reaches(camera: Camera, x: float, y: float, radius: float) -> bool:
    return -radius < x < camera.width_px + radius and -radius < y < camera.height_px + radius


def _area(painter: QPainter, centre: QPointF, radius: float, colour: QColor, *, is_strong: bool) -> None:
    fill = QColor(colour)
    fill.setAlpha(46)
    edge = QColor(colour)
    edge.setAlpha(230 if is_strong else 150)
    pen = QPen(edge, 1.8 if is_strong else 1.2)
    if is_strong:  # dashes cost more than all other marks together when every area has them
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(fill if is_strong else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(centre, radius, radius)
    if is_strong and radius > 60:
        hatch = QColor(colour)
        hatch.setAlpha(34)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(hatch, Qt.BrushStyle.BDiagPattern))
        painter.drawEllipse(centre, radius, radius)


def _ring(
    painter: QPainter, centre: QPointF, palette: MapPalette, radius: float, *, dashed: bool = False
) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(palette.colour("mark_outline"), 6.0))
    painter.drawEllipse(centre, radius, radius)
    pen = QPen(palette.colour("focus"), 3.2)
    if dashed:
        pen.setDashPattern([2.0, 1.6])
    painter.setPen(pen)
    painter.drawEllipse(centre, radius, radius)


def _cross(painter: QPainter, x: float, y: float) -> None:
    painter.drawLine(QPointF(x - 7, y), QPointF(x + 7, y))
    painter.drawLine(QPointF(x, y - 7), QPointF(x, y + 7))
