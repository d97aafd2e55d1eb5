"""States of long-lived things at places of the room's journal: a unit of years is not folded from its birth.

Only confirmed states are kept: they change only when the room's history is cut, and then go with it. A file
that began with a snapshot of its room has one of each thing in it, until the history is here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Final

import msgspec
from sqlalchemy import Connection

from batola_desk.domain import reducers
from batola_desk.domain.reducers import State
from batola_desk.models.cache import Held, is_long_lived
from batola_desk.models.tables import PENDING_SEQ

FACTS_BETWEEN: Final = 200  # LIMIT: facts folded again at most when a state is not in memory: about 8 ms
KEPT: Final = 8  # LIMIT: so that a cut of a busy day finds one before it; 50 kB each

_NEWEST: Final = """
    SELECT seq, first_row_id, state FROM aggregate_snapshot WHERE aggregate = ? ORDER BY seq DESC LIMIT 1
"""
_SINCE: Final = """
    SELECT count(*) FROM journal_aggregate WHERE aggregate = ? AND seq < ?
    AND seq > coalesce((SELECT max(seq) FROM aggregate_snapshot WHERE aggregate = ?), 0)
"""
_WRITE: Final = (
    "INSERT OR REPLACE INTO aggregate_snapshot (aggregate, seq, first_row_id, state) VALUES (?, ?, ?, ?)"
)
_FORGET_OLD: Final = """
    DELETE FROM aggregate_snapshot WHERE aggregate = ? AND seq <
    (SELECT seq FROM aggregate_snapshot WHERE aggregate = ? ORDER BY seq DESC LIMIT 1 OFFSET ?)
"""
NAMES_MAX: Final = 4_096  # LIMIT: counters in memory; names come from outside


def newest(connection: Connection, name: str) -> tuple[int, Held | None]:
    """Return (its place, the newest snapshot), (0, None) when there is none or it cannot be read."""
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)  # bare, because this runs for everything a page touches
    row = raw.execute(_NEWEST, (name,)).fetchone()
    if row is None:
        return 0, None
    seq, first_row_id, stored = row
    state = decode_state(name, stored)
    return (seq, Held(state, first_row_id)) if state is not None else (0, None)


def decode_state(name: str, stored: bytes) -> State | None:
    """Return a stored state; None when it cannot be read as one of this kind."""
    try:
        state: State = msgspec.json.decode(stored, type=type(reducers.initial_state(name)))
    except (msgspec.MsgspecError, ValueError, TypeError, RecursionError):
        return None
    return state


class SnapshotWriter:
    """Keeps a snapshot of each long-lived thing every some hundred facts. Thread: the writer's."""

    def __init__(self) -> None:
        self._since: dict[str, int] = {}  # facts of the room about a thing since its newest snapshot

    def write_if_due(self, connection: Connection, name: str, held: Held, *, seq: int, folded: int) -> None:
        """Store the confirmed state of a thing when many facts came since the last time.

        Args:
            seq: the newest entry of the room's journal; all of them about this thing are folded.
            folded: how many of them were folded now.
        """
        if not is_long_lived(name):
            return
        since = self._since.get(name)
        if since is None:
            row = connection.exec_driver_sql(_SINCE, (name, PENDING_SEQ, name)).one()
            since = row[0]
        else:
            since += folded
        if len(self._since) > NAMES_MAX:
            self._since.clear()
        self._since[name] = since
        if since < FACTS_BETWEEN:
            return
        try:
            state = msgspec.json.encode(held.settled)
        except UnicodeEncodeError:  # half a character of another desk: such a thing is folded from its birth
            return
        connection.exec_driver_sql(_WRITE, (name, seq, held.first_row_id, state))
        connection.exec_driver_sql(_FORGET_OLD, (name, name, KEPT - 1))
        self._since[name] = 0

    def forget(self) -> None:
        """Count anew: a transaction was lost, or the room's history was cut."""
        self._since.clear()


def cut(connection: Connection, after_seq: int) -> None:
    """Forget the snapshots of a history that is no more."""
    connection.exec_driver_sql("DELETE FROM aggregate_snapshot WHERE seq > ?", (after_seq,))


def clear(connection: Connection) -> None:
    """Forget all snapshots: a fold has changed."""
    connection.exec_driver_sql("DELETE FROM aggregate_snapshot")


def store_joined(connection: Connection, rows: Sequence[tuple[str, int, int, bytes]]) -> None:
    """Store the states of a room's snapshot as (name, its place, place in lists, state)."""
    if rows:
        connection.exec_driver_sql(_WRITE, list(rows))


def forget(connection: Connection, name: str) -> None:
    """Forget the snapshots of one thing: they were wrong, or are not needed any more."""
    connection.exec_driver_sql("DELETE FROM aggregate_snapshot WHERE aggregate = ?", (name,))


def has_any(connection: Connection, name: str) -> bool:
    """Whether a thing has a snapshot."""
    return connection.exec_driver_sql(_NEWEST, (name,)).first() is not None


def names(connection: Connection) -> list[str]:
    """Return all things that have snapshots."""
    return [row[0] for row in connection.exec_driver_sql("SELECT DISTINCT aggregate FROM aggregate_snapshot")]
