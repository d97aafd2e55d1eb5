"""Reads a map pack. It never changes under its reader: another pack is another file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from batola_desk.map.pack.faults import MapPackFault
from batola_desk.map.pack.kinds import Shape
from batola_desk.map.pack.meta import Bounds, Box, PackMeta, read_meta
from batola_desk.map.pack.schema import APPLICATION_ID, SCHEMA_VERSION, STORED, PackName, Units, level_at

_IN_BOX = """
SELECT f.id, f.kind, f.name, f.rank, f.shape, f.tags, g.parts, g.points
FROM feature_box AS b
JOIN geometry AS g ON g.feature_id = b.id AND g.level = ?
JOIN feature AS f ON f.id = b.id
WHERE b.max_x >= ? AND b.min_x <= ? AND b.max_y >= ? AND b.min_y <= ? AND b.min_zoom <= ? AND b.max_zoom >= ?
"""
_OF_NUMBER = """
SELECT f.id, f.kind, f.name, f.rank, f.shape, f.tags, g.parts, g.points
FROM feature AS f JOIN geometry AS g ON g.feature_id = f.id AND g.level = ? WHERE f.id = ?
"""


@dataclass(frozen=True, slots=True)
class PackFeature:
    """One feature at one level of detail.

    Attributes:
        parts: points of each line or ring; a ring ends with its first point. Shape: (p,).
        points: all of them, units32. Shape: (n, 2).
    """

    number: int
    kind: str
    name: str
    rank: int
    shape: Shape
    tags_json: str
    parts: NDArray[np.uint32]
    points: Units

    @property
    def tags(self) -> dict[str, str]:
        """Further words of the source: ref, oneway, surface …"""
        return dict(json.loads(self.tags_json)) if self.tags_json else {}

    def each_part(self) -> Iterator[Units]:
        """Yield each line or ring. Shape: (k, 2)."""
        start = 0
        for count in self.parts:
            yield self.points[start : start + int(count)]
            start += int(count)


class MapPack:
    """An open pack. Thread: the one that opened it; another thread opens its own, which costs little."""

    def __init__(self, connection: sqlite3.Connection, path: Path, meta: PackMeta) -> None:
        self._connection = connection
        self.path = path
        self.meta = meta

    @classmethod
    def open(cls, path: Path) -> MapPack:
        """Open a pack for reading.

        Raises:
            MapPackFault: not there, not a pack, damaged, or of a newer program.
        """
        connection = connect_read_only(path)
        try:
            _check_header(connection, path.name)
            return cls(connection, path, read_meta(connection, path.name))
        except BaseException:
            connection.close()
            raise

    def close(self) -> None:
        """Let go of the file. Harmless when repeated."""
        self._connection.close()

    def features_in(
        self, box: Box, zoom: float, *, kinds: Collection[str] | None = None
    ) -> list[PackFeature]:
        """Return what is drawn at this zoom and touches the box, in the order in which it was stored.

        Args:
            kinds: only these; None = all.
        """
        bounds = (box.min_x, box.max_x, box.min_y, box.max_y)
        statement = _IN_BOX
        values: tuple[object, ...] = (level_at(zoom), *bounds, zoom, zoom)
        if kinds is not None:
            statement += f" AND f.kind IN ({', '.join('?' * len(kinds))})"
            values = (*values, *kinds)
        return [_feature(row) for row in self._rows(statement + " ORDER BY f.id", values)]

    def feature(self, number: int, *, level: int = 0) -> PackFeature | None:
        """Return one feature, or None when it is not there or too small at this level."""
        return next((_feature(row) for row in self._rows(_OF_NUMBER, (level, number))), None)

    def names(self) -> list[PackName]:
        """Return all names for the search."""
        rows = self._rows("SELECT feature_id, text, folded, x, y, kind, kecamatan FROM name", ())
        return [PackName(*row) for row in rows]

    def graph_arrays(self) -> dict[str, NDArray[Any]] | None:
        """Return the routing graph's arrays (read only), or None: this pack has no roads or waters."""
        found: dict[str, NDArray[Any]] = {}
        for name, dtype, shape, data in self._rows("SELECT name, dtype, shape, data FROM graph", ()):
            found[name] = np.frombuffer(data, dtype=np.dtype(dtype)).reshape(json.loads(shape))
        return found or None

    def raster_tile(self, zoom: int, x: int, y: int) -> bytes | None:
        """Return one picture tile as it was imported (PNG, JPEG or WebP); y counts from the north."""
        rows = self._rows("SELECT data FROM raster WHERE z = ? AND x = ? AND y = ?", (zoom, x, y))
        return bytes(rows[0][0]) if rows else None

    def _rows(self, statement: str, values: tuple[object, ...]) -> list[Any]:
        try:
            return self._connection.execute(statement, values).fetchall()
        except sqlite3.Error as fault:
            raise MapPackFault("map_pack_damaged", file=self.path.name) from fault


def connect_read_only(path: Path) -> sqlite3.Connection:
    """Open a file that nobody changes: no lock, no journal, nothing written beside it.

    Raises:
        MapPackFault: there is no such file, or this user may not read it.
    """
    try:
        if not path.is_file():
            raise MapPackFault("map_file_missing", file=path.name)
        with path.open("rb"):
            pass
        return sqlite3.connect(path.resolve().as_uri() + "?mode=ro&immutable=1", uri=True)
    except OSError as fault:
        raise MapPackFault("map_file_unreadable", file=path.name) from fault
    except sqlite3.Error as fault:
        raise MapPackFault("map_pack_damaged", file=path.name) from fault


def _check_header(connection: sqlite3.Connection, file: str) -> None:
    try:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    except sqlite3.Error as fault:
        raise MapPackFault("map_pack_damaged", file=file) from fault
    if application != APPLICATION_ID:
        raise MapPackFault("map_not_a_pack", file=file)
    if version > SCHEMA_VERSION:
        raise MapPackFault("map_pack_newer", file=file)


def _feature(row: tuple[Any, ...]) -> PackFeature:
    number, kind, name, rank, shape, tags, parts, points = row
    return PackFeature(
        number, kind, name, rank, Shape(shape), tags,
        np.frombuffer(parts, STORED).astype(np.uint32, copy=False),
        np.frombuffer(points, STORED).reshape(-1, 2).astype(np.uint32, copy=False),
    )  # fmt: skip


__all__ = ["Bounds", "Box", "MapPack", "PackFeature", "PackName"]
