"""Rescue of the copy of the room's journal: what is whole from its beginning stays; the rest comes again."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from batola_desk.models.database import connect_plain
from batola_desk.models.journal_table import write_meta

_COLUMNS: Final = "seq, row_id, verdict, info, author, author_auth, recorded_us, prev_hash, hash"
_TYPES: Final = (int, int, str, str, str, str, int, bytes, bytes)
_PAGE: Final = f"SELECT {_COLUMNS} FROM room_entry WHERE seq > ? ORDER BY seq LIMIT 500"
_INSERT: Final = f"INSERT INTO room_entry ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"

_Entry = tuple[int, int, str, str, str, str, int, bytes, bytes]


@dataclass(slots=True)
class RoomRemains:
    """What could be read.

    Attributes:
        entries: of the room's journal, gap-free and chained from the first on.
        problems: row id → what is known to be wrong with a fact of another desk.
        own_origins: the file's own, former ones included; empty = not readable.
    """

    entries: list[_Entry] = field(default_factory=list)
    problems: dict[int, str] = field(default_factory=dict)
    own_origins: set[str] = field(default_factory=set)

    def places(self, row_ids: Collection[int]) -> dict[int, int]:
        """Keep only the entries before the first one whose fact is lost; return row id → seq."""
        for index, entry in enumerate(self.entries):
            if entry[1] not in row_ids:
                del self.entries[index:]
                break
        return {entry[1]: entry[0] for entry in self.entries}

    def write(self, connection: Connection, row_ids: Collection[int]) -> None:
        """Put what is left into a fresh file."""
        for start in range(0, len(self.entries), 1_000):
            connection.exec_driver_sql(_INSERT, list(self.entries[start : start + 1_000]))
        problems = [(row_id, problem) for row_id, problem in self.problems.items() if row_id in row_ids]
        if self.own_origins:
            write_meta(connection, "former_origins", " ".join(sorted(self.own_origins)))
        if problems:
            statement = "INSERT INTO fact_problem (row_id, problem) VALUES (?, ?)"
            connection.exec_driver_sql(statement, problems)


def read_room(damaged: Path) -> RoomRemains:
    """Read the room's tables of a damaged file as far as they can be read; never raises on damage."""
    remains = RoomRemains()
    try:
        source = connect_plain(damaged, read_only=True)
    except sqlite3.Error:
        return remains
    try:
        for row in _rows(source, "SELECT row_id, problem FROM fact_problem", ()):
            if len(row) == 2 and isinstance(row[0], int) and isinstance(row[1], str):
                remains.problems[row[0]] = row[1]
        query = "SELECT value FROM meta WHERE key IN ('origin', 'former_origins')"
        for row in _rows(source, query, ()):
            remains.own_origins.update(str(row[0]).split())
        remains.entries.extend(_whole_entries(source))
    finally:
        source.close()
    return remains


def _whole_entries(source: sqlite3.Connection) -> Iterator[_Entry]:
    seq, last_hash = 0, b""
    used: set[int] = set()
    while True:
        before = seq
        for row in _rows(source, _PAGE, (seq,)):
            if not all(type(value) is kind for value, kind in zip(row, _TYPES, strict=True)):
                return
            entry: _Entry = row  # type: ignore[assignment]
            if entry[0] != seq + 1 or (seq and entry[7] != last_hash) or entry[1] in used:
                return
            used.add(entry[1])
            seq, last_hash = entry[0], entry[8]
            yield entry
        if seq == before:
            return


def _rows(source: sqlite3.Connection, query: str, values: tuple[object, ...]) -> Iterator[tuple[object, ...]]:
    """Yield rows until the first one that cannot be read."""
    try:
        yield from source.execute(query, values)
    except (sqlite3.Error, UnicodeDecodeError):
        return
