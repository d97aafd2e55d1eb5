"""Ways over random networks equal a plain Dijkstra; closures are never crossed, one-way streets respected."""

from __future__ import annotations

import heapq
import itertools
import math
import random
from collections.abc import Iterator, Sequence

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from batola_desk.domain.routing import Routing, Travel, WaySpeed
from batola_desk.map.coordinates import LatLon
from batola_desk.map.projection import project, unproject
from batola_desk.map.routing.builder import GraphBuilder
from batola_desk.map.routing.closures import Closure
from batola_desk.map.routing.graph import UNITS, RoadGraph, lengths_m, metres_per_unit
from batola_desk.map.routing.network import Jetty, Network, Spot
from batola_desk.map.routing.snapping import SnapIndex
from batola_desk.map.routing.way import Way
from batola_desk.map.routing.ways import FLAGS, Candidate, Finder

KINDS = {"road.primary": 50.0, "road.residential": 25.0, "water.canal": 15.0}
TRANSFER_S = 200.0
SETTINGS = Routing(
    travel=Travel(transfer_s=TRANSFER_S, transfer_limit_m=5.0, snap_limit_m=5.0, closure_width_m=10.0),
    speeds={kind: WaySpeed(kind=kind, kmh=kmh) for kind, kmh in KINDS.items()},
)
SIDE = 9
MIDDLE = tuple(float(part) * UNITS for part in project(-3.0, 114.7))
STEP = 120.0 / float(metres_per_unit(MIDDLE[1]))  # points about 120 m apart

Point = tuple[int, int]
Node = tuple[Point, str]


class Land:
    """A random network, as lines for the builder and as arcs between points for the reference."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.lines: list[tuple[list[Point], str, bool, bool]] = []
        self.arcs: dict[Node, list[tuple[Node, float]]] = {}
        self.jetties: list[Point] = []
        self.at = [[self._point(column, row) for row in range(SIDE)] for column in range(SIDE)]
        for _ in range(26):
            self._line(self.dice.choice(("road.primary", "road.residential", "water.canal")))
        roads = {point for line, kind, *_ in self.lines if kind.startswith("road") for point in line}
        waters = {point for line, kind, *_ in self.lines if kind.startswith("water") for point in line}
        both = sorted(roads & waters)
        self.jetties = self.dice.sample(both, min(3, len(both)))
        for point in self.jetties:
            self.arcs[(point, "road")].append(((point, "water"), TRANSFER_S))
            self.arcs[(point, "water")].append(((point, "road"), TRANSFER_S))

    def _point(self, column: int, row: int) -> Point:
        wobble = self.dice.uniform
        return (
            int(MIDDLE[0] + (column + wobble(-0.3, 0.3)) * STEP),
            int(MIDDLE[1] + (row + wobble(-0.3, 0.3)) * STEP),
        )

    def _line(self, kind: str) -> None:
        column, row = self.dice.randrange(SIDE), self.dice.randrange(SIDE)
        line = [self.at[column][row]]
        for _ in range(self.dice.randint(1, 7)):
            across, down = self.dice.choice(((1, 0), (-1, 0), (0, 1), (0, -1)))
            column, row = min(max(column + across, 0), SIDE - 1), min(max(row + down, 0), SIDE - 1)
            if self.at[column][row] != line[-1]:
                line.append(self.at[column][row])
        if len(line) < 2:
            return
        one_way = kind.startswith("road") and self.dice.random() < 0.3
        self.lines.append((line, kind, True, not one_way))
        medium = kind.split(".", maxsplit=1)[0]
        for a, b in itertools.pairwise(line):
            pair = np.array([a, b], np.uint32)
            seconds = float(lengths_m(pair[:, 0], pair[:, 1])[0]) / (KINDS[kind] / 3.6)
            self.arcs.setdefault((a, medium), []).append(((b, medium), seconds))
            self.arcs.setdefault((b, medium), [])
            if not one_way:
                self.arcs[(b, medium)].append(((a, medium), seconds))

    def graph(self) -> RoadGraph:
        builder = GraphBuilder()
        for number, (line, kind, forward, backward) in enumerate(self.lines):
            builder.add_line(
                np.array(line, np.uint32), road=kind.startswith("road"), boat=kind.startswith("water"),
                forward=forward, backward=backward, kind=kind, feature_id=number,
            )  # fmt: skip
        return RoadGraph.from_arrays(builder.finish())

    def finder(self, closures: tuple[Closure, ...] = ()) -> Finder:
        graph = self.graph()
        jetties = [Jetty(place(point), str(number)) for number, point in enumerate(self.jetties)]
        return Finder(Network(graph, SnapIndex(graph), SETTINGS, jetties=jetties, closures=closures))

    def seconds(self, start: Point, goal: Point, medium: str) -> float:
        """The plain way: a heap, the very points of the lines, from the unit to the place."""
        media = ("road", "water") if medium == "both" else (medium,)
        heap = [(0.0, (start, one)) for one in media if (start, one) in self.arcs]
        best: dict[Node, float] = {}
        while heap:
            at_s, node = heapq.heappop(heap)
            if node in best:
                continue
            best[node] = at_s
            for target, arc_s in self.arcs[node]:
                if target[1] in media:
                    heapq.heappush(heap, (at_s + arc_s, target))
        return min((best.get((goal, one), np.inf) for one in media), default=np.inf)

    def points(self) -> list[Point]:
        return sorted({point for line, *_ in self.lines for point in line})


def place(point: Point) -> LatLon:
    return unproject(point[0] / UNITS, point[1] / UNITS)


def legs_of(way: Way) -> Iterator[tuple[str, shapely.LineString]]:
    for leg in way.legs:
        if leg.medium in {"road", "water"}:
            yield leg.medium, shapely.LineString(leg.points * UNITS)


@pytest.mark.parametrize("medium", ["road", "water", "both"])
@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_every_way_takes_as_long_as_a_plain_search_says(medium: str, seed: int) -> None:
    land = Land(seed)
    points = land.points()
    goal = land.dice.choice(points)
    units = [land.dice.choice(points) for _ in range(6)]
    candidates = [Candidate(str(number), place(point), medium) for number, point in enumerate(units)]
    ways = land.finder().nearest(place(goal), candidates, len(candidates))
    for number, point in enumerate(units):
        expected = land.seconds(point, goal, medium)
        way = ways.get(str(number))
        if way is None:
            assert expected == np.inf
            continue
        assert way.seconds == pytest.approx(expected, rel=1e-4, abs=1.5)
        changes = sum(1 for _ in way.transfers())
        assert medium == "both" or changes == 0
        along = sum(shapely.length(line) * float(metres_per_unit(MIDDLE[1])) for _, line in legs_of(way))
        assert along == pytest.approx(way.length_m, rel=1e-3, abs=3.0)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), wanted=st.integers(1, 4))
def test_the_nearest_few_are_the_nearest_of_all(seed: int, wanted: int) -> None:
    land = Land(seed)
    points = land.points()
    goal = land.dice.choice(points)
    units = [(land.dice.choice(points), land.dice.choice(("road", "water", "both"))) for _ in range(12)]
    candidates = [
        Candidate(str(number), place(point), medium) for number, (point, medium) in enumerate(units)
    ]
    finder = land.finder()
    finder.network.step_s = 1.0  # narrow waves: the search stops in the middle of the network
    ways = finder.nearest(place(goal), candidates, wanted)
    times = [land.seconds(point, goal, medium) for point, medium in units]
    for unit_id, way in ways.items():  # nothing preliminary is ever given out
        assert way.seconds == pytest.approx(times[int(unit_id)], rel=1e-4, abs=1.5)
    reachable = sorted(seconds for seconds in times if np.isfinite(seconds))
    found = sorted(way.seconds for way in ways.values())
    assert len(found) >= min(wanted, len(reachable))
    assert found[:wanted] == pytest.approx(reachable[:wanted], rel=1e-4, abs=1.5)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_no_way_crosses_a_closure_and_more_closures_never_shorten_one(seed: int) -> None:
    land = Land(seed)
    points = land.points()
    goal = land.dice.choice(points)
    candidates = [Candidate(str(number), place(land.dice.choice(points)), "both") for number in range(6)]
    closures: tuple[Closure, ...] = ()
    finder = land.finder()
    before = finder.nearest(place(goal), candidates, len(candidates))
    spots = spots_of(finder, candidates, place(goal))
    for _ in range(3):
        closures = (*closures, closure_of(land))
        finder = land.finder(closures)
        after = finder.nearest(place(goal), candidates, len(candidates))
        zone = shapely.union_all([zone_of(closure) for closure in closures])
        for way in after.values():
            for _, line in legs_of(way):
                inside_m = shapely.length(shapely.intersection(line, zone)) * float(
                    metres_per_unit(MIDDLE[1])
                )
                assert inside_m < 0.5
        # Where a road ends up closed, or a stray piece, another place of the network serves from now on.
        spots_before, spots = spots, spots_of(finder, candidates, place(goal))
        moved = {name for name in spots if has_moved(spots_before[name], spots[name])}
        for unit_id in set(after) - moved if "goal" not in moved else ():
            assert unit_id in before
            assert after[unit_id].seconds >= before[unit_id].seconds - 1.5
        before = after


def spots_of(finder: Finder, candidates: Sequence[Candidate], goal: LatLon) -> dict[str, list[Spot]]:
    """Where on the network the units, and the place (``goal``), are taken to be."""
    spots = {one.unit_id: finder.spots(one) for one in candidates}
    return spots | {"goal": [spot for flag in FLAGS.values() for spot in finder.spots_at(goal, flag)]}


def has_moved(before: list[Spot], after: list[Spot]) -> bool:
    """Whether one of them now lies where none was."""
    metre = 1 / float(metres_per_unit(MIDDLE[1]))
    return any(all(math.dist((old.x, old.y), (new.x, new.y)) > metre for old in before) for new in after)


def closure_of(land: Land) -> Closure:
    kind = land.dice.choice(("point", "line", "area"))
    column, row = land.dice.uniform(0, SIDE - 1), land.dice.uniform(0, SIDE - 1)

    def at(across: float, down: float) -> LatLon:
        return unproject(
            (MIDDLE[0] + (column + across) * STEP) / UNITS, (MIDDLE[1] + (row + down) * STEP) / UNITS
        )

    if kind == "point":
        return Closure((place(land.dice.choice(land.points())),), medium="both")
    if kind == "line":
        return Closure((at(0, 0), at(0.7, 0.9), at(1.5, 0.6)), medium="both")
    return Closure((at(0, 0), at(1.3, 0), at(1.3, 1.1), at(0, 1.2)), is_area=True, medium="both")


def zone_of(closure: Closure) -> shapely.Geometry:
    """What nobody may pass, a hair narrower than drawn: numbers end somewhere."""
    x, y = project([one.lat for one in closure.points], [one.lon for one in closure.points])
    corners = np.stack([x, y], axis=1) * UNITS
    width = (SETTINGS.travel.closure_width_m - 0.2) / float(metres_per_unit(MIDDLE[1]))
    if len(corners) == 1:
        return shapely.Point(corners[0]).buffer(width)
    shape = shapely.Polygon(corners) if closure.is_area else shapely.LineString(corners)
    return shape.buffer(width)
