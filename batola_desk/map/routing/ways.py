"""Ways of many units to one place: who is near, which way each goes, how long it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from batola_desk.domain.routing import MEDIA_OF, Travel
from batola_desk.map.coordinates import LatLon
from batola_desk.map.projection import project
from batola_desk.map.routing.graph import BOAT, F32, F64, ROAD, UNITS
from batola_desk.map.routing.network import Network, Spot
from batola_desk.map.routing.search import NOWHERE, Spread, spread_out
from batola_desk.map.routing.way import Leg, Way, access_s

FLAGS = {"road": ROAD, "water": BOAT}
ROUNDS_MAX = 8  # LIMIT: so often a way is looked for again because a jetty on it is dry on arrival


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that may go: a unit with a place."""

    unit_id: str
    at: LatLon
    medium: str


class _Begin(IntEnum):
    """How a way begins on its first edge: straight to the place on it, or by one of its ends."""

    DIRECT = 0
    BY_A = 1
    BY_B = 2


class _Found(NamedTuple):
    """A unit that is among the first, and what its way is read from."""

    seconds: float
    unit_id: str
    spot: Spot
    begin: _Begin
    spread: Spread
    goals: Sequence[Spot]


class Finder:
    """Finds ways to one place over one network. Thread: any, one search at a time."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self._spots: dict[tuple[LatLon, int], tuple[Spot, ...]] = {}

    def spots_at(self, place: LatLon, flag: int) -> tuple[Spot, ...]:
        """Where a place touches the network; remembered, units mostly stand."""
        key = (place, flag)
        if key not in self._spots:
            if len(self._spots) > 4000:  # LIMIT: a moving unit leaves one behind every few seconds
                self._spots.clear()
            self._spots[key] = self.network.snap(place, flag)
        return self._spots[key]

    def nearest(
        self, place: LatLon, candidates: Sequence[Candidate], count: int, *,
        is_jetty_usable: Callable[[int, float], bool] | None = None,
    ) -> dict[str, Way]:  # fmt: skip
        """Ways of the ``count`` candidates that are there first, the first one first.

        Args:
            is_jetty_usable: asked with the number of a jetty and the seconds from now of the passage.
        """
        plain = [one for one in candidates if one.medium in FLAGS]
        changing = [one for one in candidates if one.medium not in FLAGS]
        found = self._search(place, plain, count, self.network.plain_towards_s)
        blocked: set[int] = set()
        for _ in range(ROUNDS_MAX):
            weights = self.network.without_transfers(self.network.towards_s, sorted(blocked))
            both = [*found, *self._search(place, changing, count, weights)]
            first = sorted(both, key=lambda one: one.seconds)[:count]
            ways = {one.unit_id: Way(one.unit_id, tuple(self._legs(one))) for one in first}
            dry = self._dry_jetties(ways.values(), is_jetty_usable)
            if not dry:
                return ways
            blocked |= dry
        return {one.unit_id: Way(one.unit_id, tuple(self._legs(one))) for one in found[:count]}

    def _dry_jetties(self, ways: Iterable[Way], is_usable: Callable[[int, float], bool] | None) -> set[int]:
        """Jetties that a way uses when nobody can, and the others that are as dry at that moment."""
        if is_usable is None:
            return set()
        times = {at_s for way in ways for leg, at_s in way.transfers() if not is_usable(leg.jetty, at_s)}
        numbers = range(len(self.network.jetties))
        return {number for at_s in times for number in numbers if not is_usable(number, at_s)}

    def _search(
        self, place: LatLon, candidates: Sequence[Candidate], count: int, weights: F32
    ) -> list[_Found]:
        """The ``count`` candidates that are there first, with what their ways are read from."""
        goals = [spot for flag in FLAGS.values() for spot in self.spots_at(place, flag)]
        begins = [(one, spot) for one in candidates for spot in self.spots(one)]
        if not goals or not begins:
            return []
        network, travel = self.network, self.network.routing.travel
        edges = np.array([spot.edge for _, spot in begins])
        end_a, end_b = network.end_a[edges], network.end_b[edges]
        to_a = np.array([_part(spot.along, network.against_s[spot.edge]) for _, spot in begins])
        to_b = np.array([_part(1 - spot.along, network.along_s[spot.edge]) for _, spot in begins])
        off = np.array([access_s(spot.away_m, travel) for _, spot in begins])
        direct = np.array([_direct_s(network, spot, goals, travel) for _, spot in begins])
        owner = np.unique([one.unit_id for one, _ in begins], return_inverse=True)[1]

        def options(seconds: F64) -> F64:
            three: F64 = np.stack([direct, seconds[end_a] + to_a, seconds[end_b] + to_b]) + off
            return three

        def is_enough(seconds: F64, settled_s: float) -> bool:
            is_known = options(seconds).min(axis=0) <= settled_s
            return int(is_known.sum()) >= count and int(np.unique(owner[is_known]).size) >= count

        starts = [(node, at_s) for goal in goals for node, at_s, _ in self._arrivals(goal)]
        spread = spread_out(network.arcs, weights, starts, step_s=network.step_s, is_enough=is_enough)
        times = options(spread.seconds)
        by, best_s = times.argmin(axis=0), times.min(axis=0)
        found: dict[str, _Found] = {}
        for number in np.argsort(best_s, kind="stable").tolist():
            one, spot = begins[number]
            is_final = best_s[number] <= spread.settled_s and np.isfinite(best_s[number])
            if is_final and one.unit_id not in found and len(found) < count:
                begin = _Begin(int(by[number]))
                found[one.unit_id] = _Found(float(best_s[number]), one.unit_id, spot, begin, spread, goals)
        return list(found.values())

    def spots(self, one: Candidate) -> list[Spot]:
        """Where a unit enters the network.

        One that may both is on the road or on the water: it does not carry its boat a kilometre to the river,
        there are jetties for that.
        """
        media = MEDIA_OF.get(one.medium, MEDIA_OF["both"])
        found = [spot for medium in media for spot in self.spots_at(one.at, FLAGS[medium])]
        if len(media) == 1 or not found:
            return found
        near_m = max(min(spot.away_m for spot in found), self.network.routing.travel.transfer_limit_m)
        return [spot for spot in found if spot.away_m <= near_m]

    # ---------------------------------------------------------------- legs

    def _legs(self, found: _Found) -> Iterator[Leg]:
        """Legs from a unit's spot to the place, stretches of one medium as one."""
        travel = self.network.routing.travel
        _, _, spot, by, spread, goals = found
        yield from _access(spot, travel, is_outbound=True)
        if by is _Begin.DIRECT:
            goal = min(goals, key=lambda one: _direct_s(self.network, spot, [one], travel))
            parts = [(spot.edge, spot.along, goal.along)]
        else:
            node = int((self.network.end_a if by is _Begin.BY_A else self.network.end_b)[spot.edge])
            parts = [(spot.edge, spot.along, 0.0 if by is _Begin.BY_A else 1.0)]
            while spread.arc[node] != NOWHERE:
                edge, side = self._edge_of(int(spread.arc[node]))
                parts.append((edge, 1.0, 0.0) if side == 0 else (edge, 0.0, 1.0))
                node = int((self.network.end_a if side == 0 else self.network.end_b)[edge])
            goal, along_from = self._goal_at(node, float(spread.seconds[node]), goals)
            parts.append((goal.edge, along_from, goal.along))
        yield from self._join(parts)
        yield from _access(goal, travel, is_outbound=False)

    def _edge_of(self, arc: int) -> tuple[int, int]:
        side, edge = divmod(int(self.network.arc_code[arc]), self.network.edge_count)
        return edge, side

    def _goal_at(self, node: int, seconds: float, goals: Sequence[Spot]) -> tuple[Spot, float]:
        """The goal whose edge ends here, and from which end that edge is travelled."""
        options = [
            (abs(at_s - seconds), goal, begin)
            for goal in goals
            for end, at_s, begin in self._arrivals(goal)
            if end == node
        ]
        _, goal, begin = min(options, key=lambda option: option[0])
        return goal, begin

    def _arrivals(self, goal: Spot) -> Iterator[tuple[int, float, float]]:
        """Nodes from which a goal is reached along its own edge: node, seconds, share of the edge there."""
        network = self.network
        off_s = access_s(goal.away_m, network.routing.travel)
        from_a_s = off_s + _part(goal.along, network.along_s[goal.edge])
        from_b_s = off_s + _part(1 - goal.along, network.against_s[goal.edge])
        if np.isfinite(from_a_s):
            yield int(network.end_a[goal.edge]), from_a_s, 0.0
        if np.isfinite(from_b_s):
            yield int(network.end_b[goal.edge]), from_b_s, 1.0

    def _join(self, parts: Sequence[tuple[int, float, float]]) -> Iterator[Leg]:
        """Legs of a way: between two jetties everything is one medium, and becomes one leg."""
        network, run = self.network, list[tuple[int, float, float]]()
        for part in parts:
            number = part[0] - network.first_transfer
            if number < 0:
                run.append(part)
                continue
            if run:
                yield self._leg(run)
                run = []
            jetty = network.jetties[number].at
            x, y = project(jetty.lat, jetty.lon)
            here = np.array([[x, y]], np.float64)
            yield Leg("transfer", 0.0, float(network.along_s[part[0]]), here, number)
        if run:
            yield self._leg(run)

    def _leg(self, run: Sequence[tuple[int, float, float]]) -> Leg:
        network, graph = self.network, self.network.graph
        xs, ys = list[NDArray[np.generic]](), list[NDArray[np.generic]]()
        length_m, seconds = 0.0, 0.0
        for edge, begin, end in run:
            if edge < graph.edge_count and abs(end - begin) == 1.0:  # most of a way: whole edges of the graph
                x, y = graph.shape_of(edge)
                step = 1 if end > begin else -1
                xs.append(x[::step])
                ys.append(y[::step])
                width, parent = 1.0, edge
            else:
                points = network.points_of(edge, begin, end)
                xs.append(points[:, 0])
                ys.append(points[:, 1])
                source = network.source_of(edge)
                width, parent = source.end - source.begin, source.edge
            share = abs(end - begin)
            length_m += float(graph.edge_length_m[parent]) * width * share
            seconds += _part(share, (network.along_s if end > begin else network.against_s)[edge])
        medium = "water" if network.is_on_water(run[0][0]) else "road"
        points = np.stack([np.concatenate(xs), np.concatenate(ys)], axis=1).astype(np.float64)
        return Leg(medium, length_m, seconds, _world(points))


def _access(spot: Spot, travel: Travel, *, is_outbound: bool) -> Iterator[Leg]:
    if spot.away_m < 1.0:
        return
    ends = np.array([[spot.place_x, spot.place_y], [spot.x, spot.y]])
    seconds = access_s(spot.away_m, travel)
    yield Leg(
        "access", spot.away_m * travel.access_factor, seconds, _world(ends if is_outbound else ends[::-1])
    )


def _part(share: float, seconds: np.float32 | float) -> float:
    """Seconds of a share of an edge; nothing of a closed one is nothing."""
    return 0.0 if share <= 0 else float(seconds) * share


def _direct_s(network: Network, spot: Spot, goals: Sequence[Spot], travel: Travel) -> float:
    """Seconds along the one edge that both lie on, infinite otherwise."""
    best = float("inf")
    for goal in goals:
        if goal.edge == spot.edge:
            way = network.along_s if goal.along >= spot.along else network.against_s
            part_s = _part(abs(goal.along - spot.along), way[goal.edge])
            best = min(best, part_s + access_s(goal.away_m, travel))
    return best


def _world(points: F64) -> F64:
    return points / UNITS
