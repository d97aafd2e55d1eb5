"""Statements for the room's entries: places are given, and taken back; the journal itself never changes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from batola_desk.models.codec import StoredFact, names_of, submission_text
from batola_desk.models.journal_table import COLUMNS, JUDGED_COLUMNS, insert_numbered, judged_fact
from batola_desk.models.room import JudgedFact, PendingFact, RoomFact, RoomHead
from batola_desk.models.room_join import read_join
from batola_desk.models.tables import PENDING_SEQ

_INSERT_ENTRY: Final = """
    INSERT INTO room_entry (seq, row_id, verdict, info, author, author_auth, recorded_us, prev_hash, hash)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_MOVE_LINK: Final = "UPDATE journal_aggregate SET seq = ? WHERE aggregate = ? AND seq = ? AND row_id = ?"
_NOT_PENDING: Final = "DELETE FROM pending_fact WHERE row_id = ?"
_PENDING: Final = "INSERT INTO pending_fact (row_id) VALUES (?)"
_PROBLEM: Final = "INSERT OR REPLACE INTO fact_problem (row_id, problem) VALUES (?, ?)"
_AFTER: Final = """
    SELECT e.seq, e.row_id, j.aggregates FROM room_entry AS e JOIN journal AS j ON j.row_id = e.row_id
    WHERE e.seq > ? ORDER BY e.seq
"""
_CUT: Final = "DELETE FROM room_entry WHERE seq > ?"
_HEAD: Final = "SELECT seq, hash FROM room_entry ORDER BY seq DESC LIMIT 1"
_ENTRY_HASH: Final = "SELECT hash FROM room_entry WHERE seq = ?"
_WAITING: Final = f"""
    SELECT {", ".join("j." + name for name in COLUMNS)} FROM pending_fact AS p
    CROSS JOIN journal AS j ON j.row_id = p.row_id WHERE p.row_id > ? ORDER BY p.row_id LIMIT ?
"""
_WAITING_ORIGINS: Final = """
    SELECT j.origin, min(j.oseq) FROM pending_fact AS p CROSS JOIN journal AS j ON j.row_id = p.row_id
    GROUP BY j.origin
"""
_FIRST_WAITING_OF: Final = """
    SELECT p.row_id FROM pending_fact AS p CROSS JOIN journal AS j ON j.row_id = p.row_id
    WHERE p.row_id <= ? AND j.origin = ? ORDER BY p.row_id LIMIT 1
"""
_FIRST_WAITING: Final = """
    SELECT p.row_id FROM pending_fact AS p CROSS JOIN journal AS j ON j.row_id = p.row_id
    WHERE j.origin IN ({marks}) ORDER BY p.row_id LIMIT 1
"""
_COUNT_WAITING_OF: Final = """
    SELECT count(*) FROM pending_fact AS p CROSS JOIN journal AS j ON j.row_id = p.row_id
    WHERE j.origin IN ({marks})
"""
_WAITING_OF: Final = f"""
    SELECT {", ".join("j." + name for name in COLUMNS)} FROM journal AS j
    CROSS JOIN pending_fact AS p ON p.row_id = j.row_id
    WHERE j.origin = ? AND j.oseq > ? ORDER BY j.oseq LIMIT ?
"""
_LOST_NUMBERS: Final = "SELECT first_oseq, last_oseq FROM journal_loss WHERE origin = ?"
_JUDGED: Final = """
    SELECT {judged}, e.info, e.author, e.author_auth, e.recorded_us, coalesce(p.problem, '')
    FROM room_entry AS e CROSS JOIN journal AS j ON j.row_id = e.row_id
    LEFT JOIN fact_problem AS p ON p.row_id = e.row_id
    WHERE {condition} AND e.seq < :before ORDER BY e.seq DESC LIMIT :limit
"""
_ALL_JUDGED: Final = _JUDGED.format(judged=JUDGED_COLUMNS, condition="true")
_PROBLEMS: Final = _JUDGED.format(
    judged=JUDGED_COLUMNS,
    condition="""e.seq IN (
        SELECT seq FROM (SELECT seq FROM room_entry INDEXED BY ix_room_entry_judged
            WHERE verdict <> 'ok' AND seq < :before ORDER BY seq DESC LIMIT :limit)
        UNION SELECT e2.seq FROM fact_problem AS p2 CROSS JOIN room_entry AS e2 ON e2.row_id = p2.row_id)""",
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One entry of a page and what is known of its fact.

    Attributes:
        row: the fact as it stands, or will stand, in the journal; ``row_id`` 0 = not in it yet.
        is_placed: the entry is here already (the page came a second time).
        problem: as in ``JudgedFact``.
    """

    entry: RoomFact
    row: StoredFact
    is_placed: bool
    problem: str


def read_room_head(connection: Connection) -> RoomHead:
    """Return the last entry that is known here."""
    row = connection.exec_driver_sql(_HEAD).first()
    head = RoomHead(seq=row.seq, hash=row.hash) if row is not None else RoomHead()
    join = read_join(connection)
    if join is not None and head.seq < join.seq:
        return RoomHead(seq=join.seq, hash=join.hash)
    return head


def read_room_hash(connection: Connection, seq: int) -> bytes | None:
    """Return the hash of an entry, None when it is not known here."""
    row = connection.exec_driver_sql(_ENTRY_HASH, (seq,)).first()
    if row is not None:
        return bytes(row.hash)
    join = read_join(connection)
    return join.hash if join is not None and join.seq == seq else None


def count_pending(connection: Connection) -> int:
    """Return how many facts have no place yet."""
    return int(connection.exec_driver_sql("SELECT count(*) FROM pending_fact").scalar_one())


def read_pending(connection: Connection, limit: int, after_row_id: int) -> tuple[PendingFact, ...]:
    """Return facts without a place, in order of arrival."""
    return _pending(connection, _WAITING, (after_row_id, limit))


def count_pending_of(connection: Connection, origins: Collection[str]) -> int:
    """Return how many facts of some origins have no place yet. Looks at every waiting fact."""
    statement = _COUNT_WAITING_OF.format(marks=", ".join("?" * len(origins)))
    return int(connection.exec_driver_sql(statement, tuple(origins)).scalar_one())


def has_pending_of(connection: Connection, origin: str, through_row_id: int) -> bool:
    """Whether a fact of one desk among the first of the file has no place yet."""
    return connection.exec_driver_sql(_FIRST_WAITING_OF, (through_row_id, origin)).first() is not None


def first_pending_of(connection: Connection, origins: Collection[str]) -> int | None:
    """Return the row of the oldest fact of some origins that has no place yet."""
    statement = _FIRST_WAITING.format(marks=", ".join("?" * len(origins)))
    row = connection.exec_driver_sql(statement, tuple(origins)).first()
    return int(row.row_id) if row is not None else None


def read_pending_of(
    connection: Connection, origin: str, after_oseq: int, limit: int
) -> tuple[PendingFact, ...]:
    """Return facts of one desk without a place, in its order."""
    return _pending(connection, _WAITING_OF, (origin, after_oseq, limit))


def read_waiting_origins(connection: Connection) -> dict[str, int]:
    """Return the desks with facts without a place: origin → the first number of these."""
    return {row[0]: row[1] for row in connection.exec_driver_sql(_WAITING_ORIGINS)}


def read_lost_numbers(connection: Connection, origin: str) -> tuple[tuple[int, int], ...]:
    """Return the numbers of a desk that no rescue could find, as (first, last)."""
    return tuple((row[0], row[1]) for row in connection.exec_driver_sql(_LOST_NUMBERS, (origin,)))


def _pending(
    connection: Connection, statement: str, values: tuple[str | int, ...]
) -> tuple[PendingFact, ...]:
    rows = [StoredFact(*row) for row in connection.exec_driver_sql(statement, values)]
    return tuple(
        PendingFact(
            row_id=row.row_id,
            fact_id=row.fact_id,
            origin=row.origin,
            oseq=row.oseq,
            actor=row.actor,
            envelope=submission_text(row),
        )
        for row in rows
    )


def read_judged(
    connection: Connection, limit: int, before_seq: int, *, only_problems: bool
) -> tuple[JudgedFact, ...]:
    """Return facts with a place, newest first."""
    statement = _PROBLEMS if only_problems else _ALL_JUDGED
    found = []
    for *columns, info, author, author_auth, recorded_us, problem in connection.exec_driver_sql(
        statement, {"before": before_seq, "limit": limit}
    ):
        found.append(
            JudgedFact(
                fact=judged_fact(columns)[1],
                info=info,
                author=author,
                author_auth=author_auth,
                recorded_us=recorded_us,
                problem=problem,
            )
        )
    return tuple(found)


def insert_arrivals(
    connection: Connection, arrivals: Sequence[Arrival], next_row_id: Callable[[], int]
) -> Iterator[tuple[Arrival, int]]:
    """Write entries, and the facts that are new here; then yield each arrival with its row id."""
    placed = [(arrival, arrival.row.row_id or next_row_id()) for arrival in arrivals]
    coming = [(arrival, row_id) for arrival, row_id in placed if not arrival.is_placed]
    insert_numbered(connection, [(a.row, row_id, a.entry.seq) for a, row_id in coming if not a.row.row_id])
    waited = [(a, row_id) for a, row_id in coming if a.row.row_id]
    _many(
        connection,
        _MOVE_LINK,
        [
            (a.entry.seq, name, PENDING_SEQ, row_id)
            for a, row_id in waited
            for name in names_of(a.row.aggregates)
        ],
    )
    _many(connection, _NOT_PENDING, [(row_id,) for _, row_id in waited])
    _many(connection, _INSERT_ENTRY, [_entry_values(a, row_id) for a, row_id in coming])
    insert_problems(connection, [(row_id, a.problem) for a, row_id in coming if a.problem])
    yield from placed


def insert_problems(connection: Connection, problems: Sequence[tuple[int, str]]) -> None:
    """Note what is wrong with facts, as (row id, what)."""
    _many(connection, _PROBLEM, problems)


def cut_entries(connection: Connection, after_seq: int) -> list[str]:
    """Take the entries after a place back: their facts wait again. Returns what their facts were about."""
    rows = connection.exec_driver_sql(_AFTER, (after_seq,)).all()
    links = [(PENDING_SEQ, name, row.seq, row.row_id) for row in rows for name in names_of(row.aggregates)]
    _many(connection, _MOVE_LINK, links)
    _many(connection, _PENDING, [(row.row_id,) for row in rows])
    connection.exec_driver_sql(_CUT, (after_seq,))
    return [row.aggregates for row in rows]


def _entry_values(arrival: Arrival, row_id: int) -> tuple[object, ...]:
    entry = arrival.entry
    return (
        entry.seq,
        row_id,
        entry.verdict,
        entry.info,
        entry.author,
        entry.author_auth,
        entry.recorded_us,
        entry.prev_hash,
        entry.hash,
    )


def _many(connection: Connection, statement: str, values: Sequence[tuple[Any, ...]]) -> None:
    if values:
        connection.exec_driver_sql(statement, list(values))
