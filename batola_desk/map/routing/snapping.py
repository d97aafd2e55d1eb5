"""Which road or waterway is nearest to a place, among hundreds of thousands, in a millisecond."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from batola_desk.map.routing.graph import F64, RoadGraph, metres_per_unit

BLOCK = 32  # edges whose boxes are looked at as one; neighbours on the map, thanks to the Z-curve
FIRST_LOOK_M = 200.0  # most places lie near a road: a small look finds it


class Foot(NamedTuple):
    """The nearest point of one edge.

    Attributes:
        along: share of the edge's length from its beginning, 0..1.
        away_m: straight distance from the place.
    """

    edge: int
    along: float
    x: float
    y: float
    away_m: float


class SnapIndex:
    """Finds edges near a point. Thread: any; it only reads after construction."""

    def __init__(self, graph: RoadGraph) -> None:
        self._graph = graph
        firsts = graph.edge_first[:-1:BLOCK].astype(np.int64)
        if firsts.size:
            self._boxes = np.stack(
                [
                    np.minimum.reduceat(graph.shape_x, firsts),
                    np.maximum.reduceat(graph.shape_x, firsts),
                    np.minimum.reduceat(graph.shape_y, firsts),
                    np.maximum.reduceat(graph.shape_y, firsts),
                ]
            ).astype(np.float64)
        else:
            self._boxes = np.empty((4, 0))

    def edges_in(self, left: float, right: float, top: float, bottom: float) -> NDArray[np.int64]:
        """Edges that may touch a box: a few too many, never one too few."""
        boxes = self._boxes
        hit = (boxes[0] <= right) & (boxes[1] >= left) & (boxes[2] <= bottom) & (boxes[3] >= top)
        blocks = np.flatnonzero(hit)
        edges = (blocks[:, None] * BLOCK + np.arange(BLOCK)).ravel()
        return edges[edges < self._graph.edge_count]

    def feet(self, x: float, y: float, limit_m: float, flag: int) -> Iterator[Foot]:
        """Nearest points of edges with this flag within the limit, the nearest edge first."""
        seen: set[int] = set()
        looks = (FIRST_LOOK_M, limit_m) if limit_m > FIRST_LOOK_M else (limit_m,)
        for look_m in looks:
            for foot in self._look(x, y, look_m, flag):
                if foot.edge not in seen:
                    seen.add(foot.edge)
                    yield foot

    def _look(self, x: float, y: float, limit_m: float, flag: int) -> Iterator[Foot]:
        unit_m = float(metres_per_unit(y))
        reach = limit_m / unit_m
        graph = self._graph
        edges = self.edges_in(x - reach, x + reach, y - reach, y + reach)
        edges = edges[graph.edge_flags[edges] & flag != 0]
        if not edges.size:
            return
        segment, edge = segments_of(graph, edges)
        from_x, from_y = graph.shape_x[segment].astype(np.float64), graph.shape_y[segment].astype(np.float64)
        run_x = graph.shape_x[segment + 1].astype(np.float64) - from_x
        run_y = graph.shape_y[segment + 1].astype(np.float64) - from_y
        square = run_x**2 + run_y**2
        share = np.clip(((x - from_x) * run_x + (y - from_y) * run_y) / np.maximum(square, 1e-9), 0.0, 1.0)
        foot_x, foot_y = from_x + share * run_x, from_y + share * run_y
        away_m = np.hypot(foot_x - x, foot_y - y) * unit_m
        near = np.flatnonzero(away_m <= limit_m)
        for at in near[np.argsort(away_m[near], kind="stable")].tolist():
            number = int(edge[at])
            yield Foot(
                number,
                share_along(graph, number, int(segment[at]), float(share[at])),
                float(foot_x[at]),
                float(foot_y[at]),
                float(away_m[at]),
            )


def segments_of(graph: RoadGraph, edges: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First point of every segment of these edges, and the edge of each."""
    begin = graph.edge_first[edges].astype(np.int64)
    count = graph.edge_first[edges + 1].astype(np.int64) - begin - 1
    ends = np.cumsum(count)
    total = int(ends[-1]) if ends.size else 0
    segment = np.arange(total) + np.repeat(begin - (ends - count), count)
    return segment, np.repeat(edges, count)


def along_edge_m(graph: RoadGraph, edge: int) -> F64:
    """Metres from the beginning of an edge to each of its points."""
    x, y = (part.astype(np.float64) for part in graph.shape_of(edge))
    steps = np.hypot(np.diff(x), np.diff(y)) * metres_per_unit((y[1:] + y[:-1]) / 2)
    return np.concatenate(([0.0], np.cumsum(steps)))


def share_along(graph: RoadGraph, edge: int, segment: int, share: float) -> float:
    """Share of the edge's length at a share of one of its segments."""
    metres = along_edge_m(graph, edge)
    at = segment - int(graph.edge_first[edge])
    whole = float(metres[-1])
    if whole <= 0:
        return 0.0
    return min(1.0, float(metres[at] + share * (metres[at + 1] - metres[at])) / whole)


def stretch_of(graph: RoadGraph, edge: int, begin: float, end: float) -> F64:
    """Points of an edge between two shares of its length, in that order (``begin`` > ``end``: turned).

    Shape: (n, 2), n >= 2.
    """
    x, y = (part.astype(np.float64) for part in graph.shape_of(edge))
    metres = along_edge_m(graph, edge)
    low, high = sorted((begin * metres[-1], end * metres[-1]))
    inside = (metres > low) & (metres < high)
    at = np.concatenate(([low], metres[inside], [high]))
    points = np.stack([np.interp(at, metres, x), np.interp(at, metres, y)], axis=1)
    return points if begin <= end else points[::-1]
