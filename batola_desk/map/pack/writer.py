"""Writes a new pack beside the old one: nobody sees it before it is complete and on the disk."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from batola_desk.map.pack.digest import digest_of
from batola_desk.map.pack.faults import MapPackFault
from batola_desk.map.pack.kinds import Kind, Shape
from batola_desk.map.pack.meta import PackMeta, write_meta
from batola_desk.map.pack.schema import (
    APPLICATION_ID,
    SCHEMA_VERSION,
    STORED,
    TABLES,
    PackName,
    Units,
    fractions_of,
)

ZOOM_MAX_STORED: Final = 30  # "however near"
_BATCH_ROWS: Final = 5000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Outline:
    """One feature's shape at one level.

    Attributes:
        parts: how many points each line or ring has; a ring ends with its first point. Shape: (p,).
        points: all of them. Shape: (n, 2), units32.
    """

    parts: NDArray[np.uint32]
    points: Units


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFeature:
    """A feature to be stored; ``outlines`` by level, level 0 always, a missing one = too small there."""

    kind: Kind
    shape: Shape
    outlines: Mapping[int, Outline]
    min_zoom: int
    name: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    source: int = 0


class PackWriter:
    """One pack being written. Thread: the one that made it.

    SAFETY: without a journal a broken write leaves a broken file; that is why the file is a new one of
    its own and is thrown away whole.
    """

    def __init__(self, path: Path, *, grow: bool = False) -> None:
        """Open a new file, or with ``grow`` a copy of a pack that gets more.

        Raises:
            MapPackFault: the disk is full or the folder cannot be written.
        """
        self.path = path
        self._features: list[tuple[object, ...]] = []
        self._boxes: list[tuple[float, ...]] = []
        self._outlines: list[tuple[object, ...]] = []
        self._connection = sqlite3.connect(path, isolation_level=None)
        try:
            self._next_id = self._guarded(lambda: self._prepare(grow=grow))
        except BaseException:
            self.abandon()
            raise

    def _prepare(self, *, grow: bool) -> int:
        """Open or make the tables; return the first free number of a feature."""
        self._connection.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32768;"
            "PRAGMA locking_mode = EXCLUSIVE; PRAGMA temp_store = MEMORY;"
        )
        if not grow:
            self._connection.executescript(
                f"PRAGMA page_size = 8192; PRAGMA application_id = {APPLICATION_ID};"
                f"PRAGMA user_version = {SCHEMA_VERSION};" + TABLES
            )
        self._connection.execute("BEGIN")
        (last,) = self._connection.execute("SELECT coalesce(max(id), 0) FROM feature").fetchone()
        return int(last) + 1

    @property
    def connection(self) -> sqlite3.Connection:
        """For reading back what was written; after ``flush``."""
        return self._connection

    def add(self, feature: NewFeature) -> int:
        """Store one feature and return its number."""
        number = self._next_id
        self._next_id += 1
        tags = json.dumps(feature.tags, ensure_ascii=False, separators=(",", ":")) if feature.tags else ""
        kind = feature.kind
        self._features.append(
            (number, kind.code, feature.name, kind.rank, int(feature.shape), tags, feature.source)
        )
        full = fractions_of(feature.outlines[0].points)
        low, high = full.min(axis=0), full.max(axis=0)
        self._boxes.append(
            (number, low[0], high[0], low[1], high[1], float(feature.min_zoom), float(ZOOM_MAX_STORED))
        )
        for level, outline in feature.outlines.items():
            parts, points = outline.parts.astype(STORED), outline.points.astype(STORED)
            self._outlines.append((number, level, parts.tobytes(), points.tobytes()))
        if len(self._features) >= _BATCH_ROWS:
            self.flush()
        return number

    def flush(self) -> None:
        """Hand what was collected to SQLite."""
        self._each("INSERT INTO feature VALUES (?, ?, ?, ?, ?, ?, ?)", self._features)
        self._each("INSERT INTO feature_box VALUES (?, ?, ?, ?, ?, ?, ?)", self._boxes)
        self._each("INSERT INTO geometry VALUES (?, ?, ?, ?)", self._outlines)
        self._features.clear()
        self._boxes.clear()
        self._outlines.clear()

    def add_names(self, names: Sequence[PackName]) -> None:
        """Store names for the search."""
        self._each("INSERT INTO name VALUES (?, ?, ?, ?, ?, ?, ?)", names)

    def add_tiles(self, rows: Sequence[tuple[int, int, int, int, bytes]]) -> None:
        """Store picture tiles (z, x, y from the north, source, data); a tile that is there is replaced."""
        self._each("INSERT OR REPLACE INTO raster VALUES (?, ?, ?, ?, ?)", rows)

    def remove_source(self, source: int) -> None:
        """Take out everything that one source gave."""
        self.flush()
        chosen = "(SELECT id FROM feature WHERE source = ?)"
        for statement in (
            f"DELETE FROM geometry WHERE feature_id IN {chosen}",
            f"DELETE FROM feature_box WHERE id IN {chosen}",
            f"DELETE FROM name WHERE feature_id IN {chosen}",
            "DELETE FROM feature WHERE source = ?",
            "DELETE FROM raster WHERE source = ?",
        ):
            self._each(statement, [(source,)])

    def put_graph(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Store the routing graph in the place of any other."""
        self._guarded(lambda: self._connection.execute("DELETE FROM graph"))
        rows = []
        for name, array in arrays.items():
            shape = json.dumps(array.shape)
            stored = np.ascontiguousarray(array)
            stored = stored.astype(stored.dtype.newbyteorder("<"), copy=False)
            rows.append((name, stored.dtype.str, shape, stored.tobytes()))
        self._each("INSERT INTO graph VALUES (?, ?, ?, ?)", rows)

    def finish(self, meta: PackMeta, step: Callable[[], None] = lambda: None) -> str:
        """Write the description and the hash, bring everything to the disk, close; return the hash."""
        self.flush()

        def write() -> str:
            write_meta(self._connection, meta)
            digest = digest_of(self._connection, step)
            statement = "UPDATE meta SET value = ? WHERE key = 'digest'"
            self._connection.execute(statement, (json.dumps(digest),))
            self._connection.execute("COMMIT")
            return digest

        digest = self._guarded(write)
        self._connection.close()
        with self.path.open("rb+") as file:  # Windows syncs only files open for writing
            os.fsync(file.fileno())
        return digest

    def abandon(self) -> None:
        """Close and delete the unfinished file. Harmless when repeated."""
        self._connection.close()
        self.path.unlink(missing_ok=True)

    def _each(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        if rows:
            self._guarded(lambda: self._connection.executemany(statement, rows))

    def _guarded(self, write: Callable[[], T]) -> T:
        try:
            return write()
        except sqlite3.Error as fault:
            raise as_pack_fault(fault, self.path.name) from fault


def as_pack_fault(fault: sqlite3.Error, file: str) -> MapPackFault:
    """Return what SQLite's trouble with a pack means to a person."""
    name = getattr(fault, "sqlite_errorname", "")
    if name == "SQLITE_FULL" or name.startswith("SQLITE_IOERR"):
        return MapPackFault("map_disk_full" if name == "SQLITE_FULL" else "map_disk", file=file, detail=name)
    if name in ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM"):
        return MapPackFault("map_not_writable", file=file)
    return MapPackFault("map_pack_damaged", file=file)
