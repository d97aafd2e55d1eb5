"""Units on the map: one ready picture each, drawn anew in every paint because they move all the time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPixmap

from batola_desk.map.hit_test import nearest_within
from batola_desk.map.marks import UnitMark
from batola_desk.map.projection import Camera, project
from batola_desk.ui.map.glyphs import GlyphStore

HIT_RADIUS_PX = 15.0
FRESH_SHARE = 0.5  # of the stale limit: fading begins here
STALE_OPACITY = 0.6
_OPACITY_STEPS = 4
_REACH_PX = 30.0  # a unit's picture with its heading reaches so far outside its place


class UnitLayer:
    """Holds the units as arrays; draws them; says which one is under a point.

    A unit's picture is looked up when there is news of it, not in every paint.

    Attributes:
        members: grows when units came or went (not when they moved), or another one is looked at.
        ringed: the unit that is looked at has a ring round it; its words stand outside.
    """

    def __init__(self) -> None:
        self.units: tuple[UnitMark, ...] = ()
        self.members = 0
        self._stale_after_s = 600.0
        self.ringed = ""
        self._places: dict[str, int] = {}
        self._x, self._y = project([], [])
        self._glyphs: GlyphStore | None = None  # whose pictures these are
        self._pictures: list[tuple[QPixmap, float] | None] = []

    @property
    def stale_after_s(self) -> float:
        """Age at which a position counts as stale."""
        return self._stale_after_s

    @stale_after_s.setter
    def stale_after_s(self, seconds: float) -> None:
        self._stale_after_s = seconds
        self._pictures = [None] * len(self.units)

    def set_units(self, units: Sequence[UnitMark]) -> None:
        self.units = tuple(units)
        self._x, self._y = project([mark.lat for mark in units], [mark.lon for mark in units])
        places = {mark.unit_id: index for index, mark in enumerate(units)}
        if places.keys() != self._places.keys():
            self.members += 1
        self._places = places
        self._pictures = [None] * len(self.units)

    def ring(self, unit_id: str) -> None:
        """Another unit is looked at, or (empty) none."""
        if unit_id != self.ringed:
            self.ringed = unit_id
            self.members += 1

    def move_units(self, units: Sequence[UnitMark]) -> None:
        """Replace some units; ones that are not known yet are added."""
        if any(mark.unit_id not in self._places for mark in units):
            known = {mark.unit_id: mark for mark in self.units} | {mark.unit_id: mark for mark in units}
            self.set_units(tuple(known.values()))
            return
        marks = list(self.units)
        at = [self._places[mark.unit_id] for mark in units]
        for index, mark in zip(at, units, strict=True):
            marks[index] = mark
            self._pictures[index] = None
        self.units = tuple(marks)
        self._x[at], self._y[at] = project([mark.lat for mark in units], [mark.lon for mark in units])

    def world(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Places of all units, world fractions. Shape: (n,) each."""
        return self._x, self._y

    def unit_at(self, camera: Camera, x: float, y: float) -> UnitMark | None:
        xs, ys = camera.to_screen(self._x, self._y)
        index = nearest_within(xs, ys, x, y, HIT_RADIUS_PX)
        return self.units[index] if index is not None else None

    def on_screen(self, camera: Camera) -> list[tuple[int, float, float]]:
        """Index and window pixels of the units that are seen."""
        if not self.units:
            return []
        xs, ys = camera.to_screen(self._x, self._y)
        inside = (
            (xs > -_REACH_PX)
            & (xs < camera.width_px + _REACH_PX)
            & (ys > -_REACH_PX)
            & (ys < camera.height_px + _REACH_PX)
        )
        seen = np.flatnonzero(inside)
        return list(zip(seen.tolist(), np.rint(xs[seen]).tolist(), np.rint(ys[seen]).tolist(), strict=True))

    def draw(self, painter: QPainter, camera: Camera, glyphs: GlyphStore) -> None:
        if glyphs is not self._glyphs:
            self._glyphs, self._pictures = glyphs, [None] * len(self.units)
        for index, x, y in self.on_screen(camera):
            known = self._pictures[index]
            if known is None:
                known = self._pictures[index] = self._picture(self.units[index], glyphs)
            picture, half = known
            painter.drawPixmap(QPointF(x - half, y - half), picture)

    def _picture(self, unit: UnitMark, glyphs: GlyphStore) -> tuple[QPixmap, float]:
        is_stale = unit.age_s >= self.stale_after_s
        heading_deg = None if is_stale else unit.heading_deg
        return glyphs.unit_on_map(
            unit.agency_shape, unit.state, heading_deg, self._opacity(unit), is_stale=is_stale
        )

    def _opacity(self, unit: UnitMark) -> float:
        """1 while fresh, then fading in steps until the limit. A unit in danger never fades."""
        fresh = self.stale_after_s * FRESH_SHARE
        if unit.state == "emergency" or unit.age_s <= fresh:
            return 1.0
        share = min(1.0, (unit.age_s - fresh) / (self.stale_after_s - fresh))
        return 1.0 - round(share * _OPACITY_STEPS) / _OPACITY_STEPS * (1.0 - STALE_OPACITY)
