"""How far a unit comes in some minutes: areas around the roads and waterways that it reaches in time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from batola_desk.domain.routing import MEDIA_OF
from batola_desk.map.coordinates import LatLon
from batola_desk.map.routing.graph import F64, UNITS, lengths_m, metres_per_unit
from batola_desk.map.routing.network import Network, Spot
from batola_desk.map.routing.search import spread_out
from batola_desk.map.routing.snapping import segments_of
from batola_desk.map.routing.way import access_s
from batola_desk.map.routing.ways import FLAGS

BESIDE_M = 150.0  # LIMIT: so far from a road that it reaches counts as reached: houses stand along it
CELL_M_MIN = 50.0
SIDE_MAX = 400  # LIMIT: cells along a side: 160,000 cells are painted as one small picture

Samples = tuple[F64, F64, F64]  # x, y in units32, seconds


@dataclass(frozen=True, slots=True, eq=False)
class ReachAreas:
    """Areas on a grid of the map.

    Attributes:
        minutes: limits, the smallest first.
        band: 0 = not reached, n = within ``minutes[n - 1]``; row 0 is north.  Shape: (rows, columns).
        left, top, cell: of the grid.  Units: world fractions.
    """

    minutes: tuple[int, ...]
    band: NDArray[np.uint8]
    left: float
    top: float
    cell: float

    def minutes_at(self, x: float, y: float) -> int | None:
        """The limit within which a point is reached, None beyond the last."""
        column, row = int((x - self.left) // self.cell), int((y - self.top) // self.cell)
        if not (0 <= row < self.band.shape[0] and 0 <= column < self.band.shape[1]):
            return None
        band = int(self.band[row, column])
        return self.minutes[band - 1] if band else None


def reach_areas(network: Network, place: LatLon, medium: str, minutes: Sequence[int]) -> ReachAreas | None:
    """Areas that one of this medium reaches from a place; None when nothing is near it to move on."""
    flags = [FLAGS[one] for one in MEDIA_OF.get(medium, MEDIA_OF["both"])]
    spots = [spot for flag in flags for spot in network.snap(place, flag)]
    if not spots:
        return None
    weights = network.outward_s if len(flags) > 1 else network.without_transfers(network.outward_s)
    limit_s = max(minutes) * 60.0
    starts = [start for spot in spots for start in _departures(network, spot)]
    spread = spread_out(
        network.arcs, weights, starts, step_s=network.step_s,
        is_enough=lambda _seconds, settled_s: settled_s > limit_s,
    )  # fmt: skip
    parts = [*_samples(network, spread.seconds, limit_s)]
    for spot in spots:
        parts += _around(network, spot)
    x, y, seconds = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    near = seconds <= limit_s
    x, y, seconds = x[near], y[near], seconds[near]
    if not x.size:
        return None
    return _on_grid(x, y, seconds, tuple(sorted(minutes)))


def _departures(network: Network, spot: Spot) -> list[tuple[int, float]]:
    off_s = access_s(spot.away_m, network.routing.travel)
    to_a = off_s + (spot.along * float(network.against_s[spot.edge]) if spot.along > 0 else 0.0)
    to_b = off_s + ((1 - spot.along) * float(network.along_s[spot.edge]) if spot.along < 1 else 0.0)
    nodes = ((int(network.end_a[spot.edge]), to_a), (int(network.end_b[spot.edge]), to_b))
    return [(node, seconds) for node, seconds in nodes if np.isfinite(seconds)]


def _around(network: Network, spot: Spot) -> Iterator[Samples]:
    """The edge that a place lies on, from there to both its ends, and the place itself."""
    off_s = access_s(spot.away_m, network.routing.travel)
    yield np.array([spot.place_x]), np.array([spot.place_y]), np.array([0.0])
    yield np.array([spot.x]), np.array([spot.y]), np.array([off_s])
    for end, seconds in ((0.0, network.against_s[spot.edge]), (1.0, network.along_s[spot.edge])):
        share = abs(end - spot.along)
        if share > 0 and np.isfinite(seconds):
            line = network.points_of(spot.edge, spot.along, end)
            yield _timed(line, off_s, off_s + share * float(seconds))


def _timed(line: F64, first_s: float, last_s: float) -> Samples:
    """Samples of a line whose times grow evenly along it."""
    done = np.concatenate(([0.0], np.cumsum(lengths_m(line[:, 0], line[:, 1]))))
    at_s = first_s + done / max(float(done[-1]), 1e-9) * (last_s - first_s)
    return _dense(line[:-1], line[1:], at_s[:-1], at_s[1:])


def _samples(network: Network, seconds: F64, limit_s: float) -> Iterator[Samples]:
    """Points on reached edges, close enough for the grid, with the time of each."""
    base = network.graph.edge_count
    from_a, from_b = seconds[network.end_a], seconds[network.end_b]
    is_usable = np.isfinite(network.along_s) | np.isfinite(network.against_s)
    reached = np.flatnonzero(is_usable & (np.minimum(from_a, from_b) <= limit_s))
    yield from _along(network, reached[reached < base], from_a, from_b)
    for edge in reached[(reached >= base) & (reached < network.first_transfer)].tolist():
        along_s, against_s = float(network.along_s[edge]), float(network.against_s[edge])
        line = network.points_of(edge, 0.0, 1.0)
        for points, first_s, whole_s in (
            (line, from_a[edge], along_s),
            (line[::-1], from_b[edge], against_s),
        ):
            if np.isfinite(first_s + whole_s):
                yield _timed(points, float(first_s), float(first_s) + whole_s)


def _along(network: Network, edges: NDArray[np.int64], from_a: F64, from_b: F64) -> Iterator[Samples]:
    """Samples of edges of the graph that nothing has cut, all at once, come from either end."""
    graph = network.graph
    segment, edge = segments_of(graph, edges)
    pair = np.stack([segment, segment + 1], axis=1)
    line = np.stack([graph.shape_x[pair], graph.shape_y[pair]], axis=2).astype(np.float64)
    length = np.hypot(*(line[:, 1] - line[:, 0]).T) * metres_per_unit(line[:, :, 1].mean(axis=1))
    done = np.cumsum(length)
    first = np.flatnonzero(np.diff(edge, prepend=-1))
    which = np.repeat(np.arange(first.size), np.diff(np.append(first, edge.size)))
    begin = done - length - (done - length)[first][which] if first.size else done
    whole = np.maximum(graph.edge_length_m[edge].astype(np.float64), 1e-9)
    ends = (line[:, 0], line[:, 1])
    for begins, first_s, whole_s, share in (
        (ends, from_a[edge], network.along_s[edge], begin / whole),
        (ends[::-1], from_b[edge], network.against_s[edge], 1.0 - (begin + length) / whole),
    ):
        known = np.isfinite(first_s + whole_s)
        before = first_s[known] + np.clip(share[known], 0.0, 1.0) * whole_s[known]
        after = before + length[known] / whole[known] * whole_s[known]
        yield _dense(begins[0][known], begins[1][known], before, after)


def _dense(start: F64, end: F64, before: F64, after: F64) -> Samples:
    """Points along segments at most a cell apart; times between two ends change evenly."""
    if not len(start):
        return np.empty(0), np.empty(0), np.empty(0)
    step = CELL_M_MIN / float(metres_per_unit(float(start[:, 1].mean())))
    run = end - start
    count = np.maximum(1, np.ceil(np.hypot(run[:, 0], run[:, 1]) / step)).astype(np.int64)
    first = np.repeat(np.cumsum(count) - count, count)
    share = (np.arange(first.size) - first) / np.repeat(count, count)
    of = np.repeat(np.arange(len(start)), count)
    at_s = before[of] + share * (after[of] - before[of])
    return start[of, 0] + share * run[of, 0], start[of, 1] + share * run[of, 1], at_s


def _on_grid(x: F64, y: F64, seconds: F64, minutes: tuple[int, ...]) -> ReachAreas:
    unit_m = float(metres_per_unit(float(y.mean())))
    pad = (BESIDE_M + CELL_M_MIN) / unit_m
    left, top = float(x.min()) - pad, float(y.min()) - pad
    wide = max(float(x.max()) + pad - left, float(y.max()) + pad - top)
    cell = max(CELL_M_MIN / unit_m, wide / SIDE_MAX)
    columns = int((x.max() + pad - left) / cell) + 1
    rows = int((y.max() + pad - top) / cell) + 1
    times = np.full((rows, columns), np.inf)
    np.minimum.at(times, (((y - top) / cell).astype(np.int64), ((x - left) / cell).astype(np.int64)), seconds)
    times = _widened(times, max(1, round(BESIDE_M / unit_m / cell)))
    band = np.zeros(times.shape, np.uint8)
    for number, limit in reversed(list(enumerate(minutes, start=1))):
        band[times <= limit * 60.0] = number
    return ReachAreas(minutes, band, left / UNITS, top / UNITS, cell / UNITS)


def _widened(times: F64, radius: int) -> F64:
    """Each cell takes the best time within a circle around it."""
    rows, columns = times.shape
    out = times.copy()
    for down in range(-radius, radius + 1):
        for across in range(-radius, radius + 1):
            if not 0 < down**2 + across**2 <= radius**2 + 1:
                continue
            to = (slice(max(0, down), rows + min(0, down)), slice(max(0, across), columns + min(0, across)))
            of = (slice(max(0, -down), rows - max(0, down)), slice(max(0, -across), columns - max(0, across)))
            np.minimum(out[to], times[of], out=out[to])
    return out
