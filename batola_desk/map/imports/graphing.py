"""The routing graph of a pack, made from the lines and jetties that it already holds."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from batola_desk.map.pack.kinds import BY_CODE, KINDS, Kind, Shape
from batola_desk.map.pack.schema import STORED
from batola_desk.map.routing.builder import GraphBuilder

_ROUTABLE: Final = tuple(kind.code for kind in KINDS if kind.road or kind.boat)
_MAYBE_BOAT: Final = ("water.stream",)
_JETTIES: Final = tuple(kind.code for kind in KINDS if kind.transfer)
_YES: Final = frozenset({"yes", "true", "1", "designated", "permissive"})
_NO: Final = frozenset({"no", "false", "0"})
_BATCH: Final = 2000


def build_graph(connection: sqlite3.Connection, step: Callable[[], None]) -> dict[str, NDArray[Any]]:
    """Return the arrays of the graph; {} when nothing in the pack can be travelled.

    Args:
        step: called between batches; may raise to stop.
    """
    builder = GraphBuilder()
    lines = 0
    for number, kind, shape, tags, parts, points in _rows(connection, step):
        if kind.transfer:
            _add_jetty(builder, shape, points)
            continue
        road, boat = _is_for_vehicles(kind, tags), _is_for_boats(kind, tags)
        if not road and not boat:
            continue
        forward, backward = _directions(tags)
        start = 0
        for count in parts:
            piece = points[start : start + int(count)]
            start += int(count)
            builder.add_line(
                piece, road=road, boat=boat, forward=forward, backward=backward, kind=kind.code,
                feature_id=number,
            )  # fmt: skip
            lines += 1
    step()
    return dict(builder.finish()) if lines else {}


def _rows(
    connection: sqlite3.Connection, step: Callable[[], None]
) -> Iterator[tuple[int, Kind, Shape, Mapping[str, str], NDArray[np.uint32], NDArray[np.uint32]]]:
    wanted = (*_ROUTABLE, *_MAYBE_BOAT, *_JETTIES)
    cursor = connection.execute(
        "SELECT f.id, f.kind, f.shape, f.tags, g.parts, g.points FROM feature AS f"
        " JOIN geometry AS g ON g.feature_id = f.id AND g.level = 0"
        f" WHERE f.kind IN ({', '.join('?' * len(wanted))}) ORDER BY f.id",
        wanted,
    )
    while rows := cursor.fetchmany(_BATCH):
        step()
        for number, code, shape, tags, parts, points in rows:
            yield (
                number, BY_CODE[code], Shape(shape), json.loads(tags) if tags else {},
                np.frombuffer(parts, STORED), np.frombuffer(points, STORED).reshape(-1, 2),
            )  # fmt: skip


def _add_jetty(builder: GraphBuilder, shape: Shape, points: NDArray[np.uint32]) -> None:
    """A pier is a line from the bank into the water: its far end is where boats lie, both ends may be."""
    ends = points[[0, -1]] if shape is Shape.LINE else points[:1]
    x, y = ends.astype(np.float64).mean(axis=0)
    builder.add_transfer(int(x), int(y))


def _is_for_vehicles(kind: Kind, tags: Mapping[str, str]) -> bool:
    """Nothing may bridge the river: a ferry that takes vehicles is part of the road."""
    return kind.road or (kind.code == "ferry" and tags.get("motor_vehicle", "") in _YES)


def _is_for_boats(kind: Kind, tags: Mapping[str, str]) -> bool:
    word = tags.get("boat", "")
    return (kind.boat and word not in _NO) or (kind.code in _MAYBE_BOAT and word in _YES)


def _directions(tags: Mapping[str, str]) -> tuple[bool, bool]:
    word = tags.get("oneway", "")
    if word in ("-1", "reverse"):
        return False, True
    return True, not (word in _YES or (tags.get("junction") == "roundabout" and word not in _NO))
