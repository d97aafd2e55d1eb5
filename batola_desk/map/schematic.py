"""A base map made of nothing but the gazetteer: honest circles of influence, no invented rivers or roads.

Every desa claims a circle of its area, a little widened; where circles meet, their radical axis divides
them (a power diagram, the same rule as ``Gazetteer.nearest``). The cells take the tint of their
kecamatan. They are no boundaries and are labelled so; they show where a name is, how large it is and
what lies beside it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from batola_desk.map.gazetteer import AREA_WEIGHT, Gazetteer, Place, PlaceKind
from batola_desk.map.projection import EARTH_CIRCUMFERENCE_M, project

TINT_COUNT = 5
PAD_M = 2600.0  # LIMIT: widens every circle; smaller opens holes inside the regency, larger leaves it
_CIRCLE_POINTS = 60
_OPEN = -1
_Outline = tuple[NDArray[np.float64], list[int]]


@dataclass(frozen=True, slots=True)
class Cell:
    """One desa's share of the map.

    Attributes:
        corners: convex polygon, world fractions.  Shape: (n, 2).
        tint: 0..TINT_COUNT-1, different from the tints of neighbouring kecamatan.
    """

    place: Place
    corners: NDArray[np.float64]
    tint: int


@dataclass(frozen=True, slots=True)
class PlacePoint:
    """Where a place's name belongs. ``rank``: 0 = kecamatan, then by importance, lower first."""

    place: Place
    x: float
    y: float
    rank: float


class SchematicBase:
    """Cells, dividing lines and name points. Built once (about 50 ms), then only read."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        desa = gazetteer.desa
        x, y = project([place.lat for place in desa], [place.lon for place in desa])
        unit_m = np.array([EARTH_CIRCUMFERENCE_M * math.cos(math.radians(place.lat)) for place in desa])
        area_radius_m = np.array([place.radius_m for place in desa])
        weight = AREA_WEIGHT * area_radius_m / unit_m
        # Adding one constant to all squares leaves the radical axes where they are: circles meet on them.
        reach = np.hypot(AREA_WEIGHT * area_radius_m, PAD_M) / unit_m
        outlines = [_cell(index, x, y, weight, reach) for index in range(len(desa))]
        beside = _beside([place.kecamatan for place in desa], outlines)
        tints = _tints(beside)
        self.cells = tuple(
            Cell(place, corners, tints[place.kecamatan])
            for place, (corners, _) in zip(desa, outlines, strict=True)
            if len(corners) >= 3
        )
        self.desa_lines, self.kecamatan_lines = _lines([place.kecamatan for place in desa], outlines)
        self._cell_boxes = _boxes([cell.corners for cell in self.cells])
        self._desa_line_boxes = _boxes(self.desa_lines)
        self._kecamatan_line_boxes = _boxes(self.kecamatan_lines)
        self.points = tuple(_points(gazetteer))
        self._point_x = np.array([point.x for point in self.points])
        self._point_y = np.array([point.y for point in self.points])

    def cells_in(self, left: float, top: float, right: float, bottom: float) -> list[Cell]:
        """Cells that may touch a rectangle of world fractions."""
        return [self.cells[i] for i in _touching(self._cell_boxes, left, top, right, bottom)]

    def lines_in(
        self, left: float, top: float, right: float, bottom: float
    ) -> tuple[list[NDArray[np.float64]], list[NDArray[np.float64]]]:
        """Dividing lines between desa and between kecamatan. Shape: (2, 2) each, world fractions."""
        desa = _touching(self._desa_line_boxes, left, top, right, bottom)
        kecamatan = _touching(self._kecamatan_line_boxes, left, top, right, bottom)
        return [self.desa_lines[i] for i in desa], [self.kecamatan_lines[i] for i in kecamatan]

    def points_in(self, left: float, top: float, right: float, bottom: float) -> list[PlacePoint]:
        inside = (
            (self._point_x >= left)
            & (self._point_x <= right)
            & (self._point_y >= top)
            & (self._point_y <= bottom)
        )
        return [self.points[i] for i in np.flatnonzero(inside)]


def _cell(
    index: int,
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    weight: NDArray[np.float64],
    reach: NDArray[np.float64],
) -> _Outline:
    """Corners of one cell, and for each edge (corner i to i+1) the neighbour behind it or -1."""
    turns = np.arange(_CIRCLE_POINTS) * (2 * math.pi / _CIRCLE_POINTS)
    own_x, own_y, own_reach = float(x[index]), float(y[index]), float(reach[index])
    corners = [(own_x + own_reach * math.cos(turn), own_y + own_reach * math.sin(turn)) for turn in turns]
    behind = [_OPEN] * len(corners)
    gap = np.hypot(x - own_x, y - own_y)
    rivals = np.flatnonzero(gap < reach + own_reach)
    for rival in rivals[np.argsort(gap[rivals])]:
        if rival == index or not corners:
            continue
        # Keep the side where our power distance is the smaller one: normal . point <= limit. Relative
        # to the own point, because squares of world fractions would cost the last digits.
        normal_x, normal_y = 2 * float(x[rival] - own_x), 2 * float(y[rival] - own_y)
        limit = float(gap[rival] ** 2 - weight[rival] ** 2 + weight[index] ** 2)
        limit += normal_x * own_x + normal_y * own_y
        corners, behind = _clip(corners, behind, normal_x, normal_y, limit, int(rival))
    return np.array(corners, dtype=np.float64).reshape(-1, 2), behind


def _clip(
    corners: list[tuple[float, float]],
    behind: list[int],
    normal_x: float,
    normal_y: float,
    limit: float,
    rival: int,
) -> tuple[list[tuple[float, float]], list[int]]:
    """Cut a convex polygon by a half plane; the new edge belongs to ``rival``."""
    kept: list[tuple[float, float]] = []
    kept_behind: list[int] = []
    excess = [normal_x * cx + normal_y * cy - limit for cx, cy in corners]
    for i, here in enumerate(corners):
        j = (i + 1) % len(corners)
        there, out_here, out_there = corners[j], excess[i], excess[j]
        if out_here <= 0:
            kept.append(here)
            kept_behind.append(behind[i])
        if (out_here <= 0) != (out_there <= 0):
            share = out_here / (out_here - out_there)
            kept.append((here[0] + share * (there[0] - here[0]), here[1] + share * (there[1] - here[1])))
            kept_behind.append(rival if out_here <= 0 else behind[i])
    return kept, kept_behind


def _edges(outlines: list[_Outline]) -> Iterator[tuple[int, int, NDArray[np.float64]]]:
    """(cell, neighbour, line) of every dividing line, once: the longer one where the circles differ."""
    longest: dict[tuple[int, int], NDArray[np.float64]] = {}
    for index, (corners, behind) in enumerate(outlines):
        for edge, rival in enumerate(behind):
            if rival != _OPEN:
                pair = min(index, rival), max(index, rival)
                line = np.stack([corners[edge], corners[(edge + 1) % len(corners)]])
                if pair not in longest or np.ptp(line, axis=0).sum() > np.ptp(longest[pair], axis=0).sum():
                    longest[pair] = line
    for (index, rival), line in longest.items():
        yield index, rival, line


def _beside(kecamatan: list[str], outlines: list[_Outline]) -> dict[str, set[str]]:
    beside: defaultdict[str, set[str]] = defaultdict(set)
    for name in kecamatan:
        beside[name]  # one without neighbours gets a tint too
    for index, rival, _ in _edges(outlines):
        if kecamatan[index] != kecamatan[rival]:
            beside[kecamatan[index]].add(kecamatan[rival])
            beside[kecamatan[rival]].add(kecamatan[index])
    return dict(beside)


def _tints(beside: dict[str, set[str]]) -> dict[str, int]:
    """Greedy colouring, those with most neighbours first; planar and few, so five tints are enough."""
    tints: dict[str, int] = {}
    for name in sorted(beside, key=lambda key: (-len(beside[key]), key)):
        used = [tints[other] for other in beside[name] if other in tints]
        free = [tint for tint in range(TINT_COUNT) if tint not in used]
        tints[name] = min(
            free or range(TINT_COUNT), key=lambda tint: (list(tints.values()).count(tint), tint)
        )
    return tints


def _lines(
    kecamatan: list[str], outlines: list[_Outline]
) -> tuple[list[NDArray[np.float64]], list[NDArray[np.float64]]]:
    desa_lines: list[NDArray[np.float64]] = []
    kecamatan_lines: list[NDArray[np.float64]] = []
    for index, rival, line in _edges(outlines):
        (desa_lines if kecamatan[index] == kecamatan[rival] else kecamatan_lines).append(line)
    return desa_lines, kecamatan_lines


def _points(gazetteer: Gazetteer) -> Iterator[PlacePoint]:
    for place in gazetteer.places:
        x, y = project(place.lat, place.lon)
        if place.kind is PlaceKind.KECAMATAN:
            rank = 0.0
        else:
            rank = (1.0 if place.kind is PlaceKind.KELURAHAN else 2.0) + 1 / (1 + place.area_km2)
        yield PlacePoint(place, float(x), float(y), rank)


def _boxes(shapes: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Left, top, right, bottom of each shape. Shape: (n, 4)."""
    return np.array([(*shape.min(axis=0), *shape.max(axis=0)) for shape in shapes], dtype=np.float64).reshape(
        -1, 4
    )


def _touching(
    boxes: NDArray[np.float64], left: float, top: float, right: float, bottom: float
) -> NDArray[np.intp]:
    return np.flatnonzero(
        (boxes[:, 0] <= right) & (boxes[:, 2] >= left) & (boxes[:, 1] <= bottom) & (boxes[:, 3] >= top)
    )
