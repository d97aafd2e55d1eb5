"""Builds a routing graph from lines: finds junctions, merges chains, numbers what lies together alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from batola_desk.map.routing.graph import (
    BACKWARD,
    BOAT,
    FORWARD,
    ROAD,
    U32,
    RoadGraph,
    empty_graph,
    lengths_m,
    z_order,
)

I64 = NDArray[np.int64]


@dataclass(slots=True)
class _Layer:
    """Edges of one medium as stretches of the point array, before chains are merged.

    ``key`` holds the point at each end (x << 32 | y); ``first`` and ``last`` index the points, both kept.
    """

    first: I64
    last: I64
    line: I64


class GraphBuilder:
    """Takes lines one after another, then gives the arrays of the graph.

    A junction is a point that two lines share exactly (or one line passes twice), or the end of a line.
    """

    def __init__(self) -> None:
        self._points: list[U32] = []
        self._flags: list[int] = []
        self._kinds: list[int] = []
        self._features: list[int] = []
        self._codes: dict[str, int] = {}
        self._transfers: list[tuple[int, int]] = []

    def add_line(
        self, points_u32: U32, *, road: bool, boat: bool, forward: bool = True, backward: bool = True,
        kind: str, feature_id: int,
    ) -> None:  # fmt: skip
        """Take one line. One that nobody may use, or without length, is left out.

        Args:
            points_u32: in units32.  Shape: (n, 2).
            forward, backward: whether it may be used in and against the order of its points.
            kind: code of the feature's kind (``road.primary``); speeds are found by it.
        """
        flags = ROAD * road | BOAT * boat
        directions = FORWARD * forward | BACKWARD * backward
        points = np.asarray(points_u32, dtype=np.uint32)
        if not flags or not directions or len(points) < 2:
            return
        moved = np.concatenate(([True], (np.diff(points.astype(np.int64), axis=0) != 0).any(axis=1)))
        points = points[moved]
        if len(points) < 2:
            return
        self._points.append(points)
        self._flags.append(flags | directions)
        self._kinds.append(self._codes.setdefault(kind, len(self._codes)))
        self._features.append(feature_id)

    def add_transfer(self, x: int, y: int) -> None:
        """A jetty, in units32: whoever may use road and water changes there."""
        self._transfers.append((x, y))

    def finish(self) -> dict[str, NDArray[np.generic]]:
        """The graph's arrays, as ``RoadGraph.from_arrays`` takes them."""
        return self.graph().to_arrays()

    def graph(self) -> RoadGraph:
        """The graph of all lines taken so far."""
        transfers = np.array(self._transfers, dtype=np.uint32).reshape(-1, 2)
        if not self._points:
            return replace(empty_graph(), transfers=transfers)
        points = np.concatenate(self._points)
        sizes = np.array([len(part) for part in self._points], dtype=np.int64)
        line_of_point = np.repeat(np.arange(sizes.size), sizes)
        flags = np.array(self._flags, dtype=np.uint8)
        chains: list[list[tuple[int, int, int]]] = []
        layer_of: list[int] = []
        for medium in (ROAD, BOAT):
            stretches = _stretches(points, line_of_point, (flags & medium) != 0)
            like = [
                (int(flags[line]) & (FORWARD | BACKWARD), self._kinds[line]) for line in range(sizes.size)
            ]
            merged = _merge(points, stretches, like)
            chains += merged
            layer_of += [medium] * len(merged)
        return self._assemble(points, chains, layer_of, transfers)

    def _assemble(
        self, points: U32, chains: Sequence[list[tuple[int, int, int]]], layer_of: Sequence[int],
        transfers: U32,
    ) -> RoadGraph:  # fmt: skip
        """Number nodes and edges along a Z-curve and copy the points of each edge in order."""
        head = np.array([parts[0][0] for parts in chains], dtype=np.int64)
        tail = np.array([parts[-1][1] for parts in chains], dtype=np.int64)
        order = np.argsort(z_order(points[head, 0], points[head, 1]), kind="stable")
        layer = np.array(layer_of, dtype=np.uint8)[order]
        head, tail = head[order], tail[order]
        shapes = [_points_of(points, chains[index]) for index in order.tolist()]
        counts = np.array([len(shape) for shape in shapes], dtype=np.int64)
        first = np.concatenate(([0], np.cumsum(counts)))
        shape = np.concatenate(shapes)
        steps = np.concatenate((lengths_m(shape[:, 0], shape[:, 1]), [0.0]))
        steps[first[1:] - 1] = 0.0  # from the end of one edge to the beginning of the next
        length = np.add.reduceat(steps, first[:-1])
        node_x, node_y, ends = _nodes(points[np.concatenate((head, tail))], np.tile(layer, 2))
        lines = [max(chains[index], key=lambda part: abs(part[1] - part[0]))[2] for index in order.tolist()]
        directions = np.array(self._flags, dtype=np.uint8)[lines] & (FORWARD | BACKWARD)
        return RoadGraph(
            node_x=node_x,
            node_y=node_y,
            edge_from=ends[: head.size],
            edge_to=ends[head.size :],
            edge_length_m=length.astype(np.float32),
            edge_kind=np.array(self._kinds, dtype=np.uint8)[lines],
            edge_flags=(layer | directions).astype(np.uint8),
            edge_feature=np.array(self._features, dtype=np.uint32)[lines],
            edge_first=first.astype(np.uint32),
            shape_x=np.ascontiguousarray(shape[:, 0]),
            shape_y=np.ascontiguousarray(shape[:, 1]),
            transfers=transfers,
            kinds=tuple(self._codes),
        )


def _nodes(points: U32, layer: NDArray[np.uint8]) -> tuple[U32, U32, U32]:
    """Nodes of edge ends: one per place and medium, along the Z-curve."""
    keys = np.empty(len(points), dtype=[("z", np.uint64), ("layer", np.uint8)])
    keys["z"], keys["layer"] = z_order(points[:, 0], points[:, 1]), layer
    _, index, inverse = np.unique(keys, return_index=True, return_inverse=True)
    at = points[index]
    return np.ascontiguousarray(at[:, 0]), np.ascontiguousarray(at[:, 1]), inverse.astype(np.uint32)


def _stretches(points: U32, line_of_point: I64, wanted: NDArray[np.bool_]) -> _Layer:
    """Cut the wanted lines at their junctions."""
    index = np.flatnonzero(wanted[line_of_point])
    line = line_of_point[index]
    key = points[index, 0].astype(np.uint64) << np.uint64(32) | points[index, 1].astype(np.uint64)
    _, inverse, counts = np.unique(key, return_inverse=True, return_counts=True)
    begins = np.concatenate(([True], np.diff(line) != 0))[: index.size]
    ends = np.concatenate((np.diff(line) != 0, [True]))[-index.size or None :]
    is_node = (counts[inverse] > 1) | begins | ends
    nodes = np.flatnonzero(is_node)
    same_line = line[nodes[1:]] == line[nodes[:-1]]
    return _Layer(
        first=index[nodes[:-1][same_line]],
        last=index[nodes[1:][same_line]],
        line=line[nodes[:-1][same_line]],
    )


def _merge(points: U32, layer: _Layer, like: Sequence[tuple[int, int]]) -> list[list[tuple[int, int, int]]]:
    """Join stretches that meet two by two and are alike; each part is (first, last, line), turned if needed.

    A part whose first is greater than its last is used against the order of its points; only lines that
    may be used both ways are ever turned.
    """
    x, y = points[:, 0].astype(np.uint64) << np.uint64(32), points[:, 1].astype(np.uint64)
    key = x | y
    ends = np.concatenate((key[layer.first], key[layer.last]))
    _, node = np.unique(ends, return_inverse=True)
    count = layer.first.size
    tail_node, head_node = node[:count].tolist(), node[count:].tolist()
    at: dict[int, list[int]] = {}
    for stretch in range(count):
        at.setdefault(tail_node[stretch], []).append(stretch)
        at.setdefault(head_node[stretch], []).append(stretch)
    lines = layer.line.tolist()
    both = FORWARD | BACKWARD

    def next_of(stretch: int, through: int, *, along: bool) -> tuple[int, bool] | None:
        """The one stretch that goes on from ``through``, and whether it is used along its points."""
        around = at[through]
        if len(around) != 2 or around[0] == around[1]:
            return None
        other = around[1] if around[0] == stretch else around[0]
        if like[lines[other]] != like[lines[stretch]]:
            return None
        goes_along = tail_node[other] == through
        if like[lines[stretch]][0] != both and goes_along != along:
            return None
        return other, goes_along

    done = [False] * count
    firsts, lasts = layer.first.tolist(), layer.last.tolist()

    def part(stretch: int, along: bool) -> tuple[int, int, int]:
        first, last = firsts[stretch], lasts[stretch]
        return (first, last, lines[stretch]) if along else (last, first, lines[stretch])

    def walk(stretch: int, *, along: bool) -> list[tuple[int, int, int]]:
        """Parts that follow ``stretch`` when it is left along (or against) its points."""
        found: list[tuple[int, int, int]] = []
        while True:
            through = head_node[stretch] if along else tail_node[stretch]
            step = next_of(stretch, through, along=along)
            if step is None or done[step[0]]:
                return found
            stretch, along = step
            done[stretch] = True
            found.append(part(stretch, along))

    chains = []
    for start in range(count):
        if done[start]:
            continue
        done[start] = True
        after = walk(start, along=True)
        before = [(last, first, line) for first, last, line in reversed(walk(start, along=False))]
        chains.append([*before, part(start, True), *after])
    return chains


def _points_of(points: U32, parts: Sequence[tuple[int, int, int]]) -> U32:
    """Points of a merged edge; where two parts meet, the point stands once."""
    pieces = []
    for number, (first, last, _) in enumerate(parts):
        piece = points[first : last + 1] if first <= last else points[last : first + 1][::-1]
        pieces.append(piece if number == 0 else piece[1:])
    return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)
