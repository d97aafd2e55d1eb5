"""Closed roads and waterways: which stretches of which edges nobody may use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from batola_desk.map.coordinates import LatLon
from batola_desk.map.projection import project
from batola_desk.map.routing.graph import BOAT, ROAD, UNITS, RoadGraph, metres_per_unit
from batola_desk.map.routing.snapping import SnapIndex, along_edge_m, segments_of

Stretch = tuple[float, float]  # shares of an edge's length
MEDIA_FLAGS = {"road": ROAD, "water": BOAT, "both": ROAD | BOAT}


@dataclass(frozen=True, slots=True)
class Closure:
    """Something that closes what it lies on.

    Attributes:
        points: one point, the points of a line, or the outline of an area.
        is_area: the points are an outline; everything inside is closed.
        medium: ``road``, ``water`` or ``both``.
    """

    points: tuple[LatLon, ...]
    is_area: bool = False
    medium: str = "road"


def closed_stretches(
    graph: RoadGraph, index: SnapIndex, closures: Sequence[Closure], width_m: float
) -> dict[int, list[Stretch]]:
    """Closed stretches of each touched edge, apart from each other, in order.

    Args:
        width_m: a point or line closes what passes so near.
    """
    found: dict[int, list[Stretch]] = {}
    for closure in closures:
        for edge, stretch in _stretches(graph, index, closure, width_m):
            found.setdefault(edge, []).append(stretch)
    return {edge: _joined(stretches) for edge, stretches in found.items()}


def _stretches(
    graph: RoadGraph, index: SnapIndex, closure: Closure, width_m: float
) -> list[tuple[int, Stretch]]:
    # Imported here: only a desk with a closed road pays for it, and in the thread that computes ways.
    import shapely

    if not closure.points or not graph.edge_count:
        return []
    x, y = project([point.lat for point in closure.points], [point.lon for point in closure.points])
    corners = np.stack([x, y], axis=1) * UNITS
    unit_m = float(metres_per_unit(float(corners[:, 1].mean())))
    if len(corners) == 1:
        shape = shapely.Point(corners[0])
    elif len(corners) == 2 or not closure.is_area:
        shape = shapely.LineString(corners)
    else:
        shape = shapely.make_valid(shapely.Polygon(corners))
    # An area gets the same rim: it closes a road along its edge, as a person who drew it meant.
    zone = shape.buffer(width_m / unit_m)
    left, top, right, bottom = zone.bounds
    edges = index.edges_in(left, right, top, bottom)
    edges = edges[graph.edge_flags[edges] & MEDIA_FLAGS.get(closure.medium, ROAD | BOAT) != 0]
    segment, edge = segments_of(graph, edges)
    both = np.stack([segment, segment + 1], axis=1)
    ends = np.stack([graph.shape_x[both], graph.shape_y[both]], axis=2).astype(np.float64)
    lines = shapely.linestrings(ends)
    hits = np.flatnonzero(shapely.intersects(lines, zone))
    stretches = []
    for at in hits.tolist():
        metres = along_edge_m(graph, int(edge[at]))
        number = int(segment[at]) - int(graph.edge_first[edge[at]])
        begin, length = float(metres[number]), float(metres[number + 1] - metres[number])
        start = ends[at][0]
        run = float(np.hypot(*(ends[at][1] - start)))
        for part in shapely.get_parts(shapely.intersection(lines[at], zone)):
            away = np.hypot(*(shapely.get_coordinates(part) - start).T) / max(run, 1e-9)
            whole = max(float(metres[-1]), 1e-9)
            low, high = (
                min(1.0, (begin + float(share) * length) / whole) for share in (away.min(), away.max())
            )
            stretches.append((int(edge[at]), (low, high)))
    return stretches


def _joined(stretches: list[Stretch]) -> list[Stretch]:
    """Overlapping stretches as one."""
    joined: list[Stretch] = []
    for low, high in sorted(stretches):
        if joined and low <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], high))
        else:
            joined.append((low, high))
    return joined


def open_stretches(closed: Sequence[Stretch]) -> list[Stretch]:
    """What is left of an edge between its closed stretches."""
    left, at = [], 0.0
    for low, high in closed:
        if low > at:
            left.append((at, low))
        at = max(at, high)
    if at < 1.0:
        left.append((at, 1.0))
    return left
