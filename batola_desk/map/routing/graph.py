"""The graph of roads and waterways as plain arrays: stored in a map pack, loaded whole.

Roads and waterways never share a node, even where their lines share a point: a car does not become a
boat at a ford. Who changes the medium does so at a jetty (``transfers``), where it costs time.

Positions are *units32*: Web Mercator world fractions times 2**32 (``MAP pack``), lengths ground metres.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from batola_desk.domain.errors import OperatorError
from batola_desk.map.projection import EARTH_CIRCUMFERENCE_M

UNITS = float(2**32)
ROAD, BOAT, FORWARD, BACKWARD = 1, 2, 4, 8  # bits of ``edge_flags``

U32 = NDArray[np.uint32]
F32 = NDArray[np.float32]
F64 = NDArray[np.float64]


class GraphDamagedError(OperatorError):
    """The routing graph of a pack contradicts itself. Values: ``what`` (which array, for the log)."""

    def __init__(self, what: str) -> None:
        super().__init__("map_graph_damaged", what=what)


@dataclass(frozen=True, slots=True, eq=False)
class RoadGraph:
    """Edges between junctions; chains of one kind without a junction are one edge.

    Attributes:
        node_x, node_y: junctions, numbered along a Z-curve so that neighbours lie together.  Shape: (n,).
        edge_from, edge_to: node of each end.  Shape: (m,).
        edge_length_m: ground length along the line.  Shape: (m,).
        edge_kind: index into ``kinds``.  Shape: (m,).
        edge_flags: ``ROAD`` or ``BOAT``, with ``FORWARD``, ``BACKWARD``.  Shape: (m,).
        edge_feature: the pack's feature its longest part came from.  Shape: (m,).
        edge_first: where the points of each edge begin in ``shape_x``; one more than edges.  Shape: (m+1,).
        shape_x, shape_y: points of all edges, ends included, each from ``edge_from`` to ``edge_to``.
        transfers: jetties as the data have them, not yet joined to the edges.  Shape: (t, 2).
        kinds: codes of the kinds that edges have.
    """

    node_x: U32
    node_y: U32
    edge_from: U32
    edge_to: U32
    edge_length_m: F32
    edge_kind: NDArray[np.uint8]
    edge_flags: NDArray[np.uint8]
    edge_feature: U32
    edge_first: U32
    shape_x: U32
    shape_y: U32
    transfers: U32
    kinds: tuple[str, ...]

    @property
    def edge_count(self) -> int:
        return int(self.edge_from.size)

    @property
    def node_count(self) -> int:
        return int(self.node_x.size)

    def to_arrays(self) -> dict[str, NDArray[np.generic]]:
        """Arrays by name, as ``MapPack.graph_arrays`` gives them back."""
        arrays = {item.name: getattr(self, item.name) for item in fields(self) if item.name != "kinds"}
        arrays["kinds"] = np.frombuffer(json.dumps(self.kinds).encode(), dtype=np.uint8)
        return arrays

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> RoadGraph:
        """Take arrays of a pack and look at them once, so that no search ever meets a wrong number.

        Raises:
            GraphDamagedError: an array is missing, has the wrong type or shape, or points outside.
        """
        dtypes = {"edge_length_m": np.float32, "edge_kind": np.uint8, "edge_flags": np.uint8}
        found = {}
        for name in (item.name for item in fields(cls) if item.name != "kinds"):
            array = arrays.get(name)
            if array is None or array.dtype != np.dtype(dtypes.get(name, np.uint32)):
                raise GraphDamagedError(name)
            found[name] = array
        try:
            words = json.loads(arrays["kinds"].astype(np.uint8).tobytes())
            kinds = tuple(str(word) for word in words)
        except (KeyError, ValueError, TypeError) as fault:
            raise GraphDamagedError("kinds") from fault
        graph = cls(**found, kinds=kinds)  # type: ignore[arg-type]
        _check(graph)
        return graph

    def shape_of(self, edge: int) -> tuple[U32, U32]:
        """The points of one edge."""
        points = slice(int(self.edge_first[edge]), int(self.edge_first[edge + 1]))
        return self.shape_x[points], self.shape_y[points]


def empty_graph() -> RoadGraph:
    """A graph without anything."""
    none = np.empty(0, np.uint32)
    small = np.empty(0, np.uint8)
    return RoadGraph(
        none, none, none, none, np.empty(0, np.float32), small, small, none, np.zeros(1, np.uint32),
        none, none, np.empty((0, 2), np.uint32), (),
    )  # fmt: skip


def _check(graph: RoadGraph) -> None:
    edges, nodes = graph.edge_from.shape, graph.node_x.size
    for name in ("edge_to", "edge_length_m", "edge_kind", "edge_flags", "edge_feature"):
        if getattr(graph, name).shape != edges or len(edges) != 1:
            raise GraphDamagedError(name)
    if graph.node_y.shape != graph.node_x.shape or graph.shape_y.shape != graph.shape_x.shape:
        raise GraphDamagedError("node_y")
    if graph.transfers.ndim != 2 or graph.transfers.shape[1] != 2:
        raise GraphDamagedError("transfers")
    first = graph.edge_first.astype(np.int64)
    if first.shape != (edges[0] + 1,) or first[0] != 0 or first[-1] != graph.shape_x.size:
        raise GraphDamagedError("edge_first")
    if not edges[0]:
        return
    if int(np.diff(first).min()) < 2:
        raise GraphDamagedError("edge_first")
    if max(int(graph.edge_from.max()), int(graph.edge_to.max())) >= nodes:
        raise GraphDamagedError("edge_from")
    if int(graph.edge_kind.max()) >= len(graph.kinds):
        raise GraphDamagedError("edge_kind")
    if not np.isfinite(graph.edge_length_m).all() or float(graph.edge_length_m.min()) < 0:
        raise GraphDamagedError("edge_length_m")


def metres_per_unit(y: NDArray[np.generic] | float) -> F64:
    """Ground metres of one unit32 at this height of the map."""
    angle = (0.5 - np.asarray(y, dtype=np.float64) / UNITS) * (2 * np.pi)
    metres: F64 = EARTH_CIRCUMFERENCE_M / UNITS / np.cosh(angle)
    return metres


def lengths_m(x: NDArray[np.generic], y: NDArray[np.generic]) -> F64:
    """Ground length of each step from point to point.  Shape: one less than the points."""
    x_float, y_float = x.astype(np.float64), y.astype(np.float64)
    middle = (y_float[1:] + y_float[:-1]) / 2
    length: F64 = np.hypot(np.diff(x_float), np.diff(y_float)) * metres_per_unit(middle)
    return length


def z_order(x: NDArray[np.generic], y: NDArray[np.generic]) -> NDArray[np.uint64]:
    """Place of points along a Z-curve: points that lie together get numbers that lie together."""
    spread_x, spread_y = _spread(x.astype(np.uint64)), _spread(y.astype(np.uint64))
    return spread_x | (spread_y << np.uint64(1))


def _spread(value: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """A zero bit after each of the 32 bits."""
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF),
        (8, 0x00FF00FF00FF00FF),
        (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    ):
        value = (value | (value << np.uint64(shift))) & np.uint64(mask)
    return value
