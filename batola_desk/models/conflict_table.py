"""The list of conflicts: rows beside the projections, from the same states and in the same transactions.

Every state carries the conflicts of its thing (``domain.conflicts``), so this table is only an index over
them: what is open among a million facts is found without looking at any of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import Connection

from batola_desk.domain.conflicts import Conflict, Conflicts
from batola_desk.models.codec import canonical

Row = tuple[str, str, bool, int, str]

_DELETE_OF: Final = "DELETE FROM conflict_row WHERE home = ?"
_INSERT: Final = """
    INSERT INTO conflict_row (conflict_id, home, is_open, raised_us, document) VALUES (?, ?, ?, ?, ?)
"""
_OPEN: Final = """
    SELECT document FROM conflict_row INDEXED BY ix_conflict_row_open
    WHERE is_open = 1 ORDER BY raised_us DESC, conflict_id DESC LIMIT ?
"""
_PAGE: Final = """
    SELECT document FROM conflict_row INDEXED BY ix_conflict_row_raised
    WHERE (raised_us, conflict_id) < (?, ?) ORDER BY raised_us DESC, conflict_id DESC LIMIT ?
"""
_COUNT: Final = "SELECT count(*) FROM conflict_row"
_DECODER: Final = msgspec.json.Decoder(Conflict)
NEWEST: Final = (1 << 62, "")


def rows_of(conflicts: Conflicts) -> list[Row]:
    """Return the rows of one thing's conflicts."""
    return [(c.conflict_id, c.home, c.is_open, c.raised_us, canonical(c)) for c in conflicts if c.is_listed]


def write(connection: Connection, changes: Mapping[str, tuple[Conflicts, Conflicts | None]]) -> None:
    """Store the conflicts of changed things: name → (now, as the file has them; None = nobody knows)."""
    changed = {name: after for name, (after, before) in changes.items() if after != before}
    if not changed:
        return
    connection.exec_driver_sql(_DELETE_OF, [(name,) for name in changed])
    rows = [row for conflicts in changed.values() for row in rows_of(conflicts)]
    if rows:
        connection.exec_driver_sql(_INSERT, rows)


def remove(connection: Connection, homes: Sequence[str]) -> None:
    """Take the conflicts of things out that never were."""
    if homes:
        connection.exec_driver_sql(_DELETE_OF, [(home,) for home in homes])


def clear(connection: Connection) -> None:
    """Empty the list; it is filled from the states."""
    connection.exec_driver_sql("DELETE FROM conflict_row")


def read_open(connection: Connection, limit: int) -> Conflicts:
    """Return the newest open ones, newest first."""
    return _decoded(connection.exec_driver_sql(_OPEN, (limit,)))


def read_page(connection: Connection, limit: int, before: tuple[int, str] = NEWEST) -> Conflicts:
    """Return open and closed ones, newest first; ``before``: (raised_us, conflict_id) of the last one."""
    return _decoded(connection.exec_driver_sql(_PAGE, (*before, limit)))


def differences(connection: Connection, expected: Mapping[str, Conflicts]) -> list[tuple[str, str, str]]:
    """Return (conflict id, stored, expected) of rows of these things that are not what their states say."""
    marks = ", ".join("?" * len(expected))
    query = (
        f"SELECT conflict_id, home, is_open, raised_us, document FROM conflict_row WHERE home IN ({marks})"
    )
    stored = {row[0]: tuple(row) for row in connection.exec_driver_sql(query, tuple(expected))}
    wanted = {row[0]: row for conflicts in expected.values() for row in rows_of(conflicts)}
    return [
        (key, repr(stored.get(key)), repr(wanted.get(key)))
        for key in sorted(stored.keys() | wanted.keys())
        if stored.get(key) != wanted.get(key)
    ]


def count(connection: Connection) -> int:
    """Return how many there are."""
    return int(connection.exec_driver_sql(_COUNT).scalar_one())


def _decoded(rows: Iterable[Any]) -> Conflicts:
    return tuple(_DECODER.decode(row[0]) for row in rows)
