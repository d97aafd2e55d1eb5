"""Incidents, units and fixes above the base: accuracy areas, clusters, fans, headings, staleness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from batola_desk.map.clusters import FAN_COUNT_MAX, FAN_ZOOM_MIN, Cluster, cluster_points, fan_offsets
from batola_desk.map.hit_test import nearest_within
from batola_desk.map.marks import PRIORITIES, FixMark, IncidentMark, UnitMark
from batola_desk.map.projection import Camera, metres_per_pixel, project
from batola_desk.ui.map.glyphs import UNIT_LOOKS, GlyphStore, heading_arrow
from batola_desk.ui.map.palette import MapPalette
from batola_desk.ui.map.tags import TagLayout, Tags

UNIT_LABEL_ZOOM_MIN = 11.0
INCIDENT_LABEL_ZOOM_MIN = 12.0
AREA_RADIUS_PX_MIN = 9.0  # smaller than its mark: the circle would only blur it
HIT_RADIUS_PX = 20.0
FRESH_SHARE = 0.5  # of the stale limit: fading begins here
STALE_OPACITY = 0.6


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


@dataclass(frozen=True, slots=True)
class TakenPlace:
    """Where a mark stands: world fractions, moved by pixels, a square of twice ``half_px``."""

    x: float
    y: float
    dx: float
    dy: float
    half_px: float


class MarkLayer:
    """Holds what was set, as arrays; draws it; says what is under a point."""

    def __init__(self) -> None:
        self.incidents: tuple[IncidentMark, ...] = ()
        self.units: tuple[UnitMark, ...] = ()
        self.fixes: tuple[FixMark, ...] = ()
        self.stale_after_s = 600.0
        self._incident_x, self._incident_y = _world(())
        self._unit_x, self._unit_y = _world(())
        self._priority = np.zeros(0, dtype=np.int64)
        self._apart = np.zeros(0, dtype=bool)
        self._shown: list[ShownIncidents] = []
        self._shown_zoom: float | None = None
        self._tag_layout: TagLayout | None = None
        self._taken: tuple[TakenPlace, ...] | None = None
        self._shown_x = self._shown_y = self._shown_dx = self._shown_dy = np.zeros(0)

    def set_incidents(self, incidents: Sequence[IncidentMark]) -> None:
        self.incidents = tuple(incidents)
        self._incident_x, self._incident_y = _world(self.incidents)
        self._priority = np.array([PRIORITIES.index(mark.priority) + 1 for mark in incidents], dtype=np.int64)
        self._apart = np.array([mark.selected or mark.is_draft for mark in incidents], dtype=bool)
        self._shown_zoom = None
        self._tag_layout = None
        self._taken = None

    def set_units(self, units: Sequence[UnitMark]) -> None:
        self.units = tuple(units)
        self._unit_x, self._unit_y = _world(self.units)
        self._tag_layout = None
        self._taken = None

    def set_fixes(self, fixes: Sequence[FixMark]) -> None:
        self.fixes = tuple(fixes)
        self._tag_layout = None

    def set_stale_after_s(self, stale_after_s: float) -> None:
        self.stale_after_s = stale_after_s
        self._tag_layout = None

    def shown(self, camera: Camera) -> list[ShownIncidents]:
        """Marks and clusters at this zoom; kept until incidents or zoom change."""
        if self._shown_zoom is None or abs(self._shown_zoom - camera.zoom) > 0.01:
            clusters = cluster_points(
                self._incident_x, self._incident_y, self._priority, camera.scale_px, apart=self._apart
            )
            shown = [part for cluster in clusters for part in _fan(cluster, camera.zoom, self._priority)]
            # The worst is drawn last and lies on top; the selected one above all.
            shown.sort(key=lambda part: (self._is_apart(part), -part.worst))
            self._shown, self._shown_zoom = shown, camera.zoom
            self._taken = None
            self._shown_x = np.array([part.x for part in shown])
            self._shown_y = np.array([part.y for part in shown])
            self._shown_dx = np.array([part.dx for part in shown])
            self._shown_dy = np.array([part.dy for part in shown])
        return self._shown

    def taken(self, camera: Camera) -> tuple[TakenPlace, ...]:
        """Places of all marks at this zoom, kept until marks or zoom change."""
        shown = self.shown(camera)
        if self._taken is None:
            places = [
                TakenPlace(part.x, part.y, part.dx, part.dy, 24.0 if self._is_apart(part) else 15.0)
                for part in shown
            ]
            for x, y in zip(self._unit_x.tolist(), self._unit_y.tolist(), strict=True):
                places.append(TakenPlace(x, y, 0.0, 0.0, 10.0))
            self._taken = tuple(places)
        return self._taken

    def incident_at(self, camera: Camera, x: float, y: float) -> ShownIncidents | None:
        shown = self.shown(camera)
        if not shown:
            return None
        xs, ys = camera.to_screen(self._shown_x, self._shown_y)
        xs, ys = xs + self._shown_dx, ys + self._shown_dy
        index = nearest_within(xs, ys, x, y, HIT_RADIUS_PX)
        return shown[index] if index is not None else None

    def unit_at(self, camera: Camera, x: float, y: float) -> UnitMark | None:
        xs, ys = camera.to_screen(self._unit_x, self._unit_y)
        index = nearest_within(xs, ys, x, y, HIT_RADIUS_PX * 0.75)
        return self.units[index] if index is not None else None

    def draw(
        self, painter: QPainter, camera: Camera, glyphs: GlyphStore, palette: MapPalette, *, cursor_id: str
    ) -> None:
        """Areas, incidents, units, on top what is being worked on.

        Args:
            cursor_id: the incident that the keyboard stands on.
        """
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        visible = self._incidents_on_screen(camera)
        self._draw_fixes(painter, camera, palette)
        self._draw_areas(painter, camera, palette)
        self._draw_incidents(
            painter, [entry for entry in visible if not self._is_apart(entry[0])], glyphs, palette, cursor_id
        )
        units = self._units_on_screen(camera)
        self._draw_units(painter, units, glyphs, palette)
        self._draw_incidents(
            painter, [entry for entry in visible if self._is_apart(entry[0])], glyphs, palette, cursor_id
        )
        self._draw_tags(painter, camera, glyphs, visible, units)

    def _draw_tags(
        self,
        painter: QPainter,
        camera: Camera,
        glyphs: GlyphStore,
        visible: list[tuple[ShownIncidents, QPointF]],
        units: list[tuple[UnitMark, QPointF]],
    ) -> None:
        """Place the tags anew only after a change or a longer way; a short pan moves them as they are."""
        shift = self._tag_layout.shift_for(camera, glyphs) if self._tag_layout is not None else None
        if self._tag_layout is None or shift is None:
            tags = Tags(glyphs)
            tags.stay_inside(camera.width_px, camera.height_px)
            self._tag_fixes(tags, camera)
            self._tag_incidents(tags, visible, camera.zoom)
            self._tag_units(tags, units, camera.zoom)
            self._tag_layout = TagLayout(camera, glyphs, tags.placed())
            shift = QPointF(0, 0)
        for at, picture in self._tag_layout.placed:
            painter.drawPixmap(at + shift, picture)

    def _is_apart(self, part: ShownIncidents) -> bool:
        return len(part.members) == 1 and bool(self._apart[part.members[0]])

    def _incidents_on_screen(self, camera: Camera) -> list[tuple[ShownIncidents, QPointF]]:
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

    def _units_on_screen(self, camera: Camera) -> list[tuple[UnitMark, QPointF]]:
        if not self.units:
            return []
        xs, ys = camera.to_screen(self._unit_x, self._unit_y)
        inside = (xs > -20) & (xs < camera.width_px + 20) & (ys > -20) & (ys < camera.height_px + 20)
        return [
            (self.units[index], QPointF(round(float(xs[index])), round(float(ys[index]))))
            for index in np.flatnonzero(inside).tolist()
        ]

    def _draw_units(
        self,
        painter: QPainter,
        units: list[tuple[UnitMark, QPointF]],
        glyphs: GlyphStore,
        palette: MapPalette,
    ) -> None:
        arrow = heading_arrow()
        for unit, centre in units:
            is_stale = unit.age_s >= self.stale_after_s
            painter.setOpacity(self._opacity(unit))
            if unit.heading_deg is not None and not is_stale:
                look = UNIT_LOOKS.get(unit.state)
                painter.save()
                painter.translate(centre)
                painter.rotate(unit.heading_deg)
                painter.setPen(QPen(palette.colour("mark_outline"), 1.2))
                painter.setBrush(palette.colour(look.role if look else "unit_out"))
                painter.drawPolygon(arrow)
                painter.restore()
            picture = glyphs.unit(unit.agency_shape, unit.state, is_stale=is_stale)
            half = picture.deviceIndependentSize() / 2
            painter.drawPixmap(centre - QPointF(half.width(), half.height()), picture)
        painter.setOpacity(1.0)

    def _tag_fixes(self, tags: Tags, camera: Camera) -> None:
        for fix in self.fixes:
            x, y = camera.point_on_screen(fix.lat, fix.lon)
            radius = fix.uncertainty_m / metres_per_pixel(fix.lat, camera.zoom)
            if not _reaches(camera, x, y, max(radius, 60.0)):
                continue
            size = f"{fix.uncertainty_m:.0f} m"
            if fix.uncertainty_m >= 1000:
                size = f"{fix.uncertainty_m / 1000:.1f} km".replace(".", ",")  # as the form writes it
            # However large the area is, its words stay near the middle and so on the screen.
            gap = min(max(radius, 8.0), 90.0) + 4
            tags.add(f"{fix.source} ±{size}", x, y, 0.2, gap_px=gap, role="fix")

    def _tag_incidents(self, tags: Tags, visible: list[tuple[ShownIncidents, QPointF]], zoom: float) -> None:
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

    def _tag_units(self, tags: Tags, units: list[tuple[UnitMark, QPointF]], zoom: float) -> None:
        for unit, at in units:
            tags.keep_free(at.x(), at.y(), 10.0)
            is_danger = unit.state == "emergency"
            if zoom < UNIT_LABEL_ZOOM_MIN and not is_danger:
                continue
            is_stale = unit.age_s >= self.stale_after_s
            text = f"{unit.call_sign} · {unit.age_s / 60:.0f}'" if is_stale else unit.call_sign
            tags.add(text, at.x(), at.y(), 0.8 if is_danger else 10.0, gap_px=14.0, points=7.5)

    def _opacity(self, unit: UnitMark) -> float:
        """1 while fresh, then fading until the limit. A unit in danger never fades."""
        fresh = self.stale_after_s * FRESH_SHARE
        if unit.state == "emergency" or unit.age_s <= fresh:
            return 1.0
        share = min(1.0, (unit.age_s - fresh) / (self.stale_after_s - fresh))
        return 1.0 - share * (1.0 - STALE_OPACITY)


def _world(
    marks: Sequence[IncidentMark] | Sequence[UnitMark],
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
