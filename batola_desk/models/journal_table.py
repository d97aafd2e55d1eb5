"""Reading and inserting journal rows. This room contains no UPDATE or DELETE for the journal.

The statements are plain SQL: they run for every fact, and what SQLAlchemy's compiler adds would be felt.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import Connection, bindparam, func, select

from batola_desk.domain import reducers
from batola_desk.domain.facts import Fact
from batola_desk.domain.reducers import State
from batola_desk.models import snapshots
from batola_desk.models.cache import Held
from batola_desk.models.codec import GENESIS_HASH, NAMES_PER_FACT, StoredFact, decode_fact, names_of
from batola_desk.models.room_join import read_join
from batola_desk.models.tables import PENDING_SEQ, journal, meta

PLACES_PER_FACT: Final = NAMES_PER_FACT

COLUMNS: Final = tuple(field.name for field in fields(StoredFact))
_rest_of = attrgetter(*COLUMNS[1:])  # all but the row id
_WIDTH: Final = len(COLUMNS)
_INSERT_FACT: Final = f"INSERT INTO journal ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * _WIDTH)})"
_INSERT_LINK: Final = "INSERT INTO journal_aggregate (aggregate, seq, row_id) VALUES (?, ?, ?)"
_INSERT_PENDING: Final = "INSERT INTO pending_fact (row_id) VALUES (?)"
JUDGED_COLUMNS: Final = f"{', '.join('j.' + name for name in COLUMNS)}, e.seq, e.verdict"
# CROSS JOIN keeps the planner on the links' own order, which is the fold order.
_FACTS_OF: Final = f"""
    SELECT {JUDGED_COLUMNS} FROM journal_aggregate AS a CROSS JOIN journal AS j ON j.row_id = a.row_id
    LEFT JOIN room_entry AS e ON e.seq = a.seq
    WHERE a.aggregate = ? AND a.seq > ? AND a.seq < ? ORDER BY a.seq, a.row_id
"""
_NEXT_NAME: Final = "SELECT aggregate FROM journal_aggregate WHERE aggregate > ? ORDER BY aggregate LIMIT 1"
_FIRST_PENDING: Final = "SELECT min(row_id) FROM journal_aggregate WHERE aggregate = ? AND seq = ?"
_BY_FACT_ID: Final = f"""
    SELECT {JUDGED_COLUMNS} FROM journal AS j LEFT JOIN room_entry AS e ON e.row_id = j.row_id
    WHERE j.fact_id = ?
"""
ALL_IN_FOLD_ORDER: Final = f"""
    SELECT a.aggregate, {JUDGED_COLUMNS}
    FROM journal_aggregate AS a CROSS JOIN journal AS j ON j.row_id = a.row_id
    LEFT JOIN room_entry AS e ON e.seq = a.seq ORDER BY a.aggregate, a.seq, a.row_id
"""
_META = select(meta.c.value).where(meta.c.key == bindparam("key"))


@dataclass(frozen=True, slots=True)
class Head:
    """Where the next local fact goes: last row, last number of the own origin, and its hash."""

    row_id: int
    oseq: int
    hash: bytes


def read_head(connection: Connection, origin: str) -> Head:
    """Return the head of the file for its own origin."""
    row_id = connection.execute(select(func.max(journal.c.row_id))).scalar() or 0
    join = read_join(connection)
    if join is not None:
        row_id = max(row_id, join.last_row_id)
    last = connection.execute(
        select(journal.c.oseq, journal.c.hash)
        .where(journal.c.origin == origin)
        .order_by(journal.c.oseq.desc())
        .limit(1)
    ).first()
    return Head(row_id, last.oseq, last.hash) if last else Head(row_id, 0, GENESIS_HASH)


def rows_changed(connection: Connection) -> int:
    """Return how many rows this connection has changed since it was opened."""
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    return raw.total_changes


def read_meta(connection: Connection, key: str) -> str:
    """Return one value of the meta table, empty when absent."""
    return str(connection.execute(_META, {"key": key}).scalar() or "")


def read_own_origins(connection: Connection) -> frozenset[str]:
    """Return the origin of this file and those it had before."""
    return frozenset(
        {read_meta(connection, "origin"), *read_meta(connection, "former_origins").split()} - {""}
    )


def write_meta(connection: Connection, key: str, value: str) -> None:
    """Set one value of the meta table."""
    statement = (
        "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
    )
    connection.exec_driver_sql(statement, (key, value))


def insert_rows(connection: Connection, rows: Sequence[StoredFact]) -> None:
    """Insert facts that wait for their place in the room's journal."""
    insert_numbered(connection, [(row, row.row_id, PENDING_SEQ) for row in rows])
    if rows:
        connection.exec_driver_sql(_INSERT_PENDING, [(row.row_id,) for row in rows])


def insert_numbered(connection: Connection, rows: Sequence[tuple[StoredFact, int, int]]) -> None:
    """Insert (fact, its row id, its place in the room's journal) with the links of its names."""
    if not rows:
        return
    connection.exec_driver_sql(_INSERT_FACT, [(row_id, *_rest_of(row)) for row, row_id, _ in rows])
    links = [(name, seq, row_id) for row, row_id, seq in rows for name in names_of(row.aggregates)]
    if links:
        connection.exec_driver_sql(_INSERT_LINK, links)


def judged_fact(columns: Sequence[Any]) -> tuple[int, Fact]:
    """Return (row id, fact) of journal columns followed by the place and verdict in the room's journal."""
    stored = StoredFact(*columns[:_WIDTH])
    return stored.row_id, decode_fact(stored, columns[_WIDTH], columns[_WIDTH + 1])


def find_fact(connection: Connection, fact_id: str) -> Fact | None:
    """Return the stored fact with this id."""
    row = connection.exec_driver_sql(_BY_FACT_ID, (fact_id,)).first()
    return judged_fact(row)[1] if row is not None else None


def facts_of(
    connection: Connection, name: str, after_seq: int = 0, before_seq: int = PENDING_SEQ + 1
) -> Generator[tuple[int, Fact], None, None]:
    """Yield (row id, fact) of one aggregate in fold order; pending ones only with ``PENDING_SEQ - 1``.

    Raises:
        sqlite3.Error: bare, because this runs for everything a page touches and SQLAlchemy's share is felt.
    """
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    for row in raw.execute(_FACTS_OF, (name, after_seq, before_seq)):
        yield judged_fact(row)


def next_name(connection: Connection, after: str) -> str | None:
    """Return the next name in the journal, in their order."""
    name = connection.exec_driver_sql(_NEXT_NAME, (after,)).scalar()
    return None if name is None else str(name)


def pending_facts_of(connection: Connection, name: str) -> Iterator[tuple[int, Fact]]:
    """Yield (row id, fact) of what waits about one aggregate, in order of arrival."""
    return facts_of(connection, name, PENDING_SEQ - 1)


def first_pending_of(connection: Connection, name: str) -> int | None:
    """Return the row of the first fact that waits about one aggregate."""
    row_id = connection.exec_driver_sql(_FIRST_PENDING, (name, PENDING_SEQ)).scalar()
    return None if row_id is None else int(row_id)


def load_aggregate(connection: Connection, name: str) -> Held | None:
    """Fold one aggregate from its newest snapshot and the facts after it; None: nothing is known of it."""
    after_seq, held = snapshots.newest(connection, name)
    for row_id, fact in facts_of(connection, name, after_seq):
        held = fold_into(held, name, fact, row_id)
    return held


def fold_into(held: Held | None, name: str, fact: Fact, row_id: int) -> Held:
    """Fold one more fact into what is held; a fact with a place in the room's journal before pending ones.

    Raises:
        ValueError: the aggregate's name has no kind this program knows.
    """
    before: State = held.state if held is not None else reducers.initial_state(name)
    confirmed = held.confirmed if held is not None else None
    assert fact.seq is None or confirmed is None, "pending facts lie on top of confirmed ones"
    if fact.seq is None and confirmed is None:
        confirmed = before
    place = place_of(row_id, fact, name)
    first = place if held is None else min(held.first_row_id, place)
    return Held(reducers.fold(before, fact), first, confirmed)


def place_of(row_id: int, fact: Fact, name: str) -> int:
    """Return the place in lists of a thing that this fact is the first about: by arrival, then by mention.

    One fact may be the first about two things of a kind (two tickets, two units); each needs its own place.
    """
    position = fact.aggregates.index(name) if name in fact.aggregates else 0
    return row_id * PLACES_PER_FACT + position
