"""Rescue of a damaged journal: every readable fact is copied, row by row, into a new file.

First through SQLite (it knows the WAL too), then through the raw pages for what no tree leads to any more.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, insert

from batola_desk.models.codec import StoredFact, hash_fits
from batola_desk.models.database import connect_plain
from batola_desk.models.journal_table import COLUMNS, insert_numbered, insert_rows
from batola_desk.models.page_scan import scan_rows
from batola_desk.models.refold import rebuild_projections
from batola_desk.models.room_salvage import read_room
from batola_desk.models.tables import journal_loss

log = logging.getLogger("batola.models")

MAX_MISSES: Final = 2_000  # LIMIT: about a second of failing look-ups; then the page scan finds the rest
_TYPES: Final[dict[str, type]] = {
    "row_id": int,
    "fact_id": str,
    "origin": str,
    "oseq": int,
    "kind": str,
    "version": int,
    "aggregates": str,
    "guards": str,
    "actor": str,
    "desk": str,
    "occurred_us": int,
    "base_seq": int,
    "app": str,
    "body": str,
    "prev_hash": bytes,
    "hash": bytes,
}


@dataclass(slots=True)
class _Found:
    """Facts by (origin, number), and the rows that are known not to prove their hash."""

    problems: Mapping[int, str]
    facts: dict[tuple[str, int], StoredFact] = field(default_factory=dict)

    def offer(self, fact: StoredFact) -> None:
        if hash_fits(fact) or fact.row_id in self.problems:
            self.facts[(fact.origin, fact.oseq)] = fact


@dataclass(frozen=True, slots=True)
class Rescue:
    """What a rescue found. ``lost`` counts known holes; None = the end could not be read, nobody can know."""

    rescued: int
    lost: int | None


def rescue_into(damaged: Path, engine: Engine) -> Rescue:
    """Copy all facts of a damaged file that still prove their own hash into a fresh, empty journal.

    The damaged file is only read. Holes in the numbering of own facts are noted in ``journal_loss``. Of the
    copy of the room's journal what is whole stays; facts after that wait, and find their places when pulled.
    """
    room = read_room(damaged)
    found = _Found(room.problems)
    last_row_id: int | None = None
    try:
        source = connect_plain(damaged, read_only=True)
        try:
            source.execute("PRAGMA cell_size_check = ON")
            last_row_id = _read_all(source, found)
        finally:
            source.close()
    except (sqlite3.Error, UnicodeDecodeError) as error:  # even an error text can be garbage
        log.info("the damaged journal cannot be walked", exc_info=error)
    for raw in scan_rows(damaged, len(COLUMNS)):  # what no tree leads to any more
        _keep(raw, found, fallback=None)
    newest = max((fact.row_id for fact in found.facts.values()), default=0)
    complete = last_row_id is not None and newest >= last_row_id
    rows = _renumbered(found.facts)
    own = room.own_origins or {origin for origin, _ in found.facts}
    holes = [hole for hole in _holes(found.facts) if hole[0] in own]  # the room gives the others' again
    row_ids = {row.row_id for row in rows}
    places = room.places(row_ids)
    with engine.connect() as connection, connection.begin():
        for start in range(0, len(rows), 1_000):
            part = rows[start : start + 1_000]
            insert_numbered(
                connection, [(row, row.row_id, places[row.row_id]) for row in part if row.row_id in places]
            )
            insert_rows(connection, [row for row in part if row.row_id not in places])
        room.write(connection, row_ids)
        for origin, first, last in holes:
            values = {
                "origin": origin,
                "first_oseq": first,
                "last_oseq": last,
                "found_us": time.time_ns() // 1_000,
                "source": damaged.name,
            }
            connection.execute(insert(journal_loss), values)
        rebuild_projections(connection)
    lost = sum(last - first + 1 for _, first, last in holes)
    return Rescue(len(rows), lost if complete else None)


def _read_all(source: sqlite3.Connection, found: _Found) -> int | None:
    """Read what can be read; return the last row id there ever was, None when nobody can know."""
    last_row_id = _last_row_id(source)
    row_id = misses = 0
    while misses < MAX_MISSES and (last_row_id is None or row_id < last_row_id):
        row_id += 1
        reached = _read_run(source, row_id, found)
        if reached is None:
            misses += 1
        else:
            row_id = reached
    return last_row_id


def _read_run(source: sqlite3.Connection, row_id: int, found: _Found) -> int | None:
    """Read on from a row until an error; return the last row read, None when not even the first was there."""
    last: int | None = None
    query = (
        f"SELECT {', '.join(COLUMNS)} FROM journal NOT INDEXED WHERE row_id >= ? ORDER BY row_id LIMIT 500"
    )
    try:
        for raw in source.execute(query, (row_id,)):
            last = _keep(raw, found, fallback=last)
    except (sqlite3.Error, UnicodeDecodeError):
        if last is None:
            last = _read_one(source, row_id, found)
    return last


def _read_one(source: sqlite3.Connection, row_id: int, found: _Found) -> int | None:
    query = f"SELECT {', '.join(COLUMNS)} FROM journal NOT INDEXED WHERE row_id = ?"
    try:
        raw = source.execute(query, (row_id,)).fetchone()
    except (sqlite3.Error, UnicodeDecodeError):
        return None
    return _keep(raw, found, fallback=None) if raw is not None else None


def _keep(raw: tuple[object, ...], found: _Found, fallback: int | None) -> int | None:
    values = dict(zip(COLUMNS, raw, strict=True))
    row_id = values["row_id"]
    reached = row_id if isinstance(row_id, int) else fallback
    if all(isinstance(values[name], kind) for name, kind in _TYPES.items()):
        fact = StoredFact(**values)  # type: ignore[arg-type]
        found.offer(fact)
    return reached


def _last_row_id(source: sqlite3.Connection) -> int | None:
    for query in (
        "SELECT max(row_id) FROM journal",
        "SELECT max(rowid) FROM journal INDEXED BY uq_journal_origin_oseq",
        "SELECT max(row_id) FROM journal_aggregate",
    ):
        try:
            answer = source.execute(query).fetchone()[0]
        except (sqlite3.Error, UnicodeDecodeError):
            continue
        if isinstance(answer, int | None):
            return answer or 0
    return None


def _renumbered(found: dict[tuple[str, int], StoredFact]) -> list[StoredFact]:
    """Keep the fold order; ids must be unique even if the damage doubled a row."""
    seen: set[str] = set()
    used: set[int] = set()
    rows = []
    for fact in sorted(found.values(), key=lambda fact: fact.row_id):
        if fact.fact_id not in seen and fact.row_id not in used:
            seen.add(fact.fact_id)
            used.add(fact.row_id)
            rows.append(fact)
    return rows


def _holes(found: dict[tuple[str, int], StoredFact]) -> Iterator[tuple[str, int, int]]:
    last: dict[str, int] = {}
    for origin, oseq in sorted(found):
        expected = last.get(origin, 0) + 1
        if oseq != expected:
            yield origin, expected, oseq - 1
        last[origin] = oseq
