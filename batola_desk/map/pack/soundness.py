"""Whether a pack that came from elsewhere is built as ours are, and can be read to its last row.

Its hash only proves that it is what its maker wrote. A view in the place of a table, or a line with more
points than bytes, would trouble the painter or the routing later, in the middle of a call.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np

from batola_desk.map.pack.faults import MapPackFault
from batola_desk.map.pack.reader import MapPack, connect_read_only
from batola_desk.map.pack.schema import STORED, TABLES, WORLD_UNITS

_BATCH_ROWS: Final = 2000
_GRAPH_KINDS: Final = "biuf"  # numbers; an array of anything else holds addresses, or code


def check_tables(connection: sqlite3.Connection, file: str) -> None:
    """Refuse a file with other tables than ours, with views or with triggers.

    Raises:
        MapPackFault: ``map_pack_damaged``.
    """
    with contextlib.closing(sqlite3.connect(":memory:")) as ours:
        ours.executescript(TABLES)
        wanted = _built(ours)
    if _built(connection) != wanted:
        raise MapPackFault("map_pack_damaged", file=file)


def _built(connection: sqlite3.Connection) -> set[tuple[str, str, str]]:
    """Return kind, name and statement of everything in a file, without how it is spaced."""
    rows = connection.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_schema LIMIT 100")
    return {(str(kind), str(name), re.sub(r"\s+", " ", str(sql)).strip()) for kind, name, sql in rows}


def check_readable(path: Path, step: Callable[[], None] = lambda: None) -> None:
    """Read everything as the desk will.

    Raises:
        MapPackFault: a row is not what a reader takes for granted.
    """
    with contextlib.closing(connect_read_only(path)) as connection:
        try:
            _check_shapes(connection, step)
            _check_rows(connection)
        except (sqlite3.Error, ValueError, TypeError, OverflowError) as fault:
            raise MapPackFault("map_pack_damaged", file=path.name) from fault
    with contextlib.closing(MapPack.open(path)) as pack:
        try:
            names, arrays = pack.names(), pack.graph_arrays() or {}
        except (ValueError, TypeError, OverflowError) as fault:
            raise MapPackFault("map_pack_damaged", file=path.name) from fault
        are_words = all(isinstance(word, str) for name in names for word in (name.text, name.folded))
        are_numbers = all(array.dtype.kind in _GRAPH_KINDS for array in arrays.values())
        if not are_words or not are_numbers:
            raise MapPackFault("map_pack_damaged", file=path.name)


def _check_shapes(connection: sqlite3.Connection, step: Callable[[], None]) -> None:
    cursor = connection.execute("SELECT level, parts, points FROM geometry")
    while rows := cursor.fetchmany(_BATCH_ROWS):
        step()
        for level, parts, points in rows:
            counts = np.frombuffer(parts, STORED)
            if level not in range(4) or len(points) % 8 or int(counts.sum()) * 8 != len(points):
                raise ValueError("geometry")


def _check_rows(connection: sqlite3.Connection) -> None:
    """Types are SQLite's suggestion only: a text may stand where a number belongs."""
    for question in (
        "SELECT count(*) FROM feature WHERE typeof(kind) != 'text' OR typeof(name) != 'text'"
        " OR typeof(rank) != 'integer' OR shape NOT IN (0, 1, 2) OR typeof(tags) != 'text'"
        " OR (tags != '' AND NOT json_valid(tags))",
        f"SELECT count(*) FROM name WHERE x NOT BETWEEN 0 AND {int(WORLD_UNITS)}"
        f" OR y NOT BETWEEN 0 AND {int(WORLD_UNITS)} OR typeof(x) != 'integer' OR typeof(y) != 'integer'",
        "SELECT count(*) FROM raster WHERE typeof(data) != 'blob'",
        "SELECT count(*) FROM geometry WHERE feature_id NOT IN (SELECT id FROM feature)",
    ):
        (wrong,) = connection.execute(question).fetchone()
        if wrong:
            raise ValueError("rows")
