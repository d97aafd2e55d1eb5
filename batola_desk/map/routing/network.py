"""The graph made ready for searching: seconds instead of kinds, jetties joined, closed stretches cut out."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from batola_desk.domain.routing import Routing
from batola_desk.map.coordinates import LatLon
from batola_desk.map.projection import project, unproject
from batola_desk.map.routing.closures import Closure, Stretch, closed_stretches, open_stretches
from batola_desk.map.routing.graph import (
    BACKWARD,
    BOAT,
    F32,
    F64,
    FORWARD,
    ROAD,
    UNITS,
    RoadGraph,
    metres_per_unit,
)
from batola_desk.map.routing.search import I32, Arcs, components
from batola_desk.map.routing.snapping import Foot, SnapIndex, stretch_of

STEP_OF_MEAN = 8.0  # LIMIT: a wave as wide as eight edges; measured fastest from 50,000 to 500,000 edges
WIDE_SHARE = 0.02  # LIMIT: a part with fewer of the nodes, or with fewer than so many, is stray
WIDE_NODES = 20
KMH = 3.6


@dataclass(frozen=True, slots=True)
class Jetty:
    """Where people change between road and boat.

    Attributes:
        jetty_id: a feature of the desk's own layers, or ``""`` for one of the pack.
    """

    at: LatLon
    jetty_id: str = ""
    name: str = ""


class Spot(NamedTuple):
    """The point of the network that is nearest to a place.

    Attributes:
        edge: an edge of the network, pieces included.
        along: share of it from its beginning.
        away_m: straight distance between the place and this point.
        place_x, place_y: the place itself.  Units: units32, as ``x`` and ``y``.
    """

    edge: int
    along: float
    x: float
    y: float
    away_m: float
    place_x: float
    place_y: float


class Piece(NamedTuple):
    """An open stretch of an edge that a closure or a jetty has cut."""

    edge: int
    begin: float
    end: float


class _Cuts(NamedTuple):
    closed: dict[int, list[Stretch]]
    at: dict[int, dict[float, int]]  # edge → share → node of a jetty


class Network:
    """What searches run on. Built in a thread, never changed afterwards.

    Edges are numbered: those of the graph, then ``pieces`` of cut ones, then one for each transfer.

    Attributes:
        end_a, end_b: nodes of each edge.
        along_s, against_s: seconds from a to b and from b to a, infinite where nobody may go.
        jetties: those that join a road and a waterway, in the order of the transfer edges.
        arc_code: of each arc: its edge, plus the number of edges when it runs from b to a.
        towards_s, outward_s: seconds of each arc for a search towards its start, or away from it.
        plain_towards_s: the first for those who never change between road and boat.
    """

    def __init__(
        self, graph: RoadGraph, index: SnapIndex, routing: Routing, *,
        jetties: Sequence[Jetty] = (), closures: Sequence[Closure] = (),
    ) -> None:  # fmt: skip
        self.graph = graph
        self.index = index
        self.routing = routing
        closed = closed_stretches(graph, index, closures, routing.travel.closure_width_m)
        self.has_closures = bool(closed)
        self._node_count = graph.node_count
        cuts = _Cuts(closed, {})
        self.jetties: list[Jetty] = []
        joints: list[tuple[int, int]] = []
        for jetty in (*_of_pack(graph), *jetties):
            joint = self._join(jetty, cuts)
            if joint is not None:
                self.jetties.append(jetty)
                joints.append(joint)
        self.pieces: list[Piece] = []
        self._pieces_of: dict[int, list[int]] = {}
        ends = self._cut(cuts)
        self._weigh(ends, joints)
        self._group_arcs()

    @property
    def edge_count(self) -> int:
        return int(self.end_a.size)

    @property
    def first_transfer(self) -> int:
        """Number of the first edge that is a transfer."""
        return self.edge_count - len(self.jetties)

    def is_on_water(self, edge: int) -> bool:
        """Whether an edge that is no transfer is a waterway."""
        return bool(self.graph.edge_flags[self.source_of(edge).edge] & BOAT)

    def source_of(self, edge: int) -> Piece:
        """The stretch of the graph's own edge that an edge is."""
        base = self.graph.edge_count
        return Piece(edge, 0.0, 1.0) if edge < base else self.pieces[edge - base]

    def points_of(self, edge: int, begin: float, end: float) -> F64:
        """Points of a stretch of an edge, from ``begin`` to ``end``.  Shape: (n, 2)."""
        piece = self.source_of(edge)
        width = piece.end - piece.begin
        return stretch_of(self.graph, piece.edge, piece.begin + begin * width, piece.begin + end * width)

    def snap(self, place: LatLon, flag: int) -> tuple[Spot, ...]:
        """The nearest open point of the roads (or waterways); none beyond the limit.

        Maps have stray pieces that lead nowhere. When the nearest road is one, the nearest of the wide
        network follows it: which of the two serves is for the search to find out.
        """
        x, y = _units(place)
        found: list[Spot] = []
        for foot in self.index.feet(x, y, self.routing.travel.snap_limit_m, flag):
            spot = self._spot_at(foot, x, y)
            if spot is None or (found and not self._is_wide(spot, flag)):
                continue
            found.append(spot)
            if len(found) == 2 or self._is_wide(spot, flag):
                break
        return tuple(found)

    def _spot_at(self, foot: Foot, x: float, y: float) -> Spot | None:
        piece_ids = self._pieces_of.get(foot.edge)
        if piece_ids is not None:
            return self._nearest_piece(piece_ids, foot.along, x, y)
        if not self._is_usable(foot.edge):
            return None
        return Spot(foot.edge, foot.along, foot.x, foot.y, foot.away_m, x, y)

    def _is_wide(self, spot: Spot, flag: int) -> bool:
        part = self._part_of[self.end_a[spot.edge]]
        return bool(self._nodes_of_part[part] >= max(WIDE_NODES, WIDE_SHARE * self._nodes_of_medium[flag]))

    # ---------------------------------------------------------------- building

    def _is_usable(self, edge: int) -> bool:
        return bool(np.isfinite(self.along_s[edge]) or np.isfinite(self.against_s[edge]))

    def _nearest_piece(self, piece_ids: Sequence[int], along: float, x: float, y: float) -> Spot | None:
        def beside(number: int) -> float:
            piece = self.pieces[number]
            return max(piece.begin - along, along - piece.end, 0.0)

        base = self.graph.edge_count
        usable = [number for number in piece_ids if self._is_usable(base + number)]
        if not usable:
            return None
        number = min(usable, key=beside)
        piece = self.pieces[number]
        share = min(max(along, piece.begin), piece.end)
        point = stretch_of(self.graph, piece.edge, share, share)[0]
        away_m = float(np.hypot(point[0] - x, point[1] - y) * metres_per_unit(y))
        inside = (share - piece.begin) / max(piece.end - piece.begin, 1e-12)
        return Spot(base + number, inside, float(point[0]), float(point[1]), away_m, x, y)

    def _join(self, jetty: Jetty, cuts: _Cuts) -> tuple[int, int] | None:
        """Nodes on the road and on the water that a jetty joins; None when either is too far."""
        x, y = _units(jetty.at)
        found = []
        for flag in (ROAD, BOAT):
            for foot in self.index.feet(x, y, self.routing.travel.transfer_limit_m, flag):
                stretches = cuts.closed.get(foot.edge, ())
                if not any(low <= foot.along <= high for low, high in stretches):
                    found.append((foot.edge, foot.along))
                    break
        if len(found) < 2:
            return None
        (road, road_share), (water, water_share) = found
        return self._node_at(cuts, road, road_share), self._node_at(cuts, water, water_share)

    def _node_at(self, cuts: _Cuts, edge: int, share: float) -> int:
        if share <= 0.0:
            return int(self.graph.edge_from[edge])
        if share >= 1.0:
            return int(self.graph.edge_to[edge])
        nodes = cuts.at.setdefault(edge, {})
        if share not in nodes:
            nodes[share] = self._new_node()
        return nodes[share]

    def _new_node(self) -> int:
        self._node_count += 1
        return self._node_count - 1

    def _cut(self, cuts: _Cuts) -> list[tuple[int, int]]:
        """Cut edges into open pieces; returns the nodes of each piece's ends."""
        ends = []
        for edge in sorted({*cuts.closed, *cuts.at}):
            nodes = cuts.at.get(edge, {})
            numbers = self._pieces_of[edge] = []
            for low, high in open_stretches(cuts.closed.get(edge, ())):
                marks = [low, *sorted(share for share in nodes if low < share < high), high]
                node = int(self.graph.edge_from[edge]) if low == 0.0 else self._new_node()
                for begin, end in itertools.pairwise(marks):
                    if end == 1.0:
                        following = int(self.graph.edge_to[edge])
                    else:
                        following = nodes[end] if end in nodes and end < high else self._new_node()
                    numbers.append(len(self.pieces))
                    self.pieces.append(Piece(edge, begin, end))
                    ends.append((node, following))
                    node = following
        return ends

    def _weigh(self, piece_ends: list[tuple[int, int]], joints: list[tuple[int, int]]) -> None:
        """Ends and seconds of all edges: the graph's own, the pieces, the transfers."""
        graph = self.graph
        kmh = np.array([self.routing.kmh(kind) for kind in graph.kinds] or [0.0], dtype=np.float32)
        speed = kmh[graph.edge_kind] / KMH
        seconds = np.full(graph.edge_count, np.inf, dtype=np.float32)
        np.divide(graph.edge_length_m, speed, out=seconds, where=speed > 0)
        along = np.where(graph.edge_flags & FORWARD != 0, seconds, np.float32(np.inf))
        against = np.where(graph.edge_flags & BACKWARD != 0, seconds, np.float32(np.inf))
        cut = np.array(list(self._pieces_of), dtype=np.int64)
        parents = np.array([piece.edge for piece in self.pieces], dtype=np.int64)
        widths = np.array([piece.end - piece.begin for piece in self.pieces], dtype=np.float32)
        change_s = np.full(len(joints), self.routing.travel.transfer_s, dtype=np.float32)
        along_pieces, against_pieces = along[parents] * widths, against[parents] * widths
        along[cut] = against[cut] = np.inf
        self.along_s: F32 = np.concatenate((along, along_pieces, change_s))
        self.against_s: F32 = np.concatenate((against, against_pieces, change_s))
        extra = np.array([*piece_ends, *joints], dtype=np.int32).reshape(-1, 2)
        self.end_a: I32 = np.concatenate((graph.edge_from.astype(np.int32), extra[:, 0]))
        self.end_b: I32 = np.concatenate((graph.edge_to.astype(np.int32), extra[:, 1]))

    def _group_arcs(self) -> None:
        origin = np.concatenate((self.end_a, self.end_b))
        target = np.concatenate((self.end_b, self.end_a))
        order = np.argsort(origin, kind="stable").astype(np.int32)
        count = np.bincount(origin, minlength=self._node_count)
        first = np.concatenate(([0], np.cumsum(count))).astype(np.int32)
        self.arcs = Arcs(first, target[order])
        self.arc_code: I32 = order
        self.towards_s: F32 = np.concatenate((self.against_s, self.along_s))[order]
        self.outward_s: F32 = np.concatenate((self.along_s, self.against_s))[order]
        self._sort_parts()
        self._transfer_arcs = np.flatnonzero(order % self.edge_count >= self.first_transfer)
        self.plain_towards_s: F32 = self.without_transfers(self.towards_s)
        usable = self.towards_s[np.isfinite(self.towards_s)]
        self.step_s = max(1.0, STEP_OF_MEAN * float(usable.mean())) if usable.size else 1.0

    def _sort_parts(self) -> None:
        """Which nodes hang together, so that a place is not bound to a stray piece of the map."""
        own = slice(0, self.first_transfer)
        is_open = np.isfinite(self.along_s[own]) | np.isfinite(self.against_s[own])
        end_a = self.end_a[own][is_open]
        self._part_of = components(end_a, self.end_b[own][is_open], self._node_count)
        self._nodes_of_part = np.bincount(self._part_of, minlength=self._node_count)
        wet = np.unique(self.graph.edge_from[self.graph.edge_flags & BOAT != 0]).size
        dry = np.unique(self.graph.edge_from[self.graph.edge_flags & ROAD != 0]).size
        self._nodes_of_medium = {BOAT: wet, ROAD: dry}

    def without_transfers(self, weight_s: F32, blocked: Sequence[int] | None = None) -> F32:
        """Weights with transfers closed: all, or those of the jetties named by number."""
        arcs = self._transfer_arcs
        if blocked is not None:
            number = self.arc_code[arcs] % self.edge_count - self.first_transfer
            arcs = arcs[np.isin(number, list(blocked))]
        if not arcs.size:
            return weight_s
        weights = weight_s.copy()
        weights[arcs] = np.inf
        return weights


def _of_pack(graph: RoadGraph) -> list[Jetty]:

    return [Jetty(unproject(int(x) / UNITS, int(y) / UNITS)) for x, y in graph.transfers.tolist()]


def _units(place: LatLon) -> tuple[float, float]:
    x, y = project(place.lat, place.lon)
    return float(x) * UNITS, float(y) * UNITS
