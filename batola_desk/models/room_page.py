"""Judges a page of the room's journal before anything is written: does it follow, and is it genuine?"""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from dataclasses import fields, replace
from itertools import pairwise
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import Connection

from batola_desk.models.codec import (
    GENESIS_HASH,
    NAMES_REMEMBERED,
    StoredFact,
    canonical,
    decode_names,
    fact_from_submission,
    hash_fits,
)
from batola_desk.models.journal_table import COLUMNS
from batola_desk.models.room import RoomError, RoomFact, RoomHead
from batola_desk.models.room_table import Arrival, read_room_hash

HASH_BYTES: Final = 32
_NAMES: Final = tuple(field.name for field in fields(RoomFact))
_TYPES: Final = tuple({"int": int, "str": str, "bytes": bytes}[str(field.type)] for field in fields(RoomFact))
_values_of = attrgetter(*_NAMES)
_KNOWN: Final = f"""
    SELECT {", ".join("j." + name for name in COLUMNS)}, e.seq
    FROM journal AS j LEFT JOIN room_entry AS e ON e.row_id = j.row_id WHERE j.fact_id IN
"""
_AT_NUMBER: Final = "SELECT fact_id, hash FROM journal WHERE origin = ? AND oseq = ?"
_IS_KEPT: Final = """
    SELECT 1 FROM journal AS j JOIN pending_fact AS p ON p.row_id = j.row_id WHERE j.origin = ? AND j.oseq = ?
"""
_SAID: Final = ("kind", "version", "aggregates", "guards", "actor", "desk", "occurred_us", "body")
TWIN_PREFIX: Final = "twin:"  # of an origin under whose number another fact is kept here
_LAST_NUMBER: Final = "SELECT oseq, hash FROM journal WHERE origin = ? ORDER BY oseq DESC LIMIT 1"


def check_page(
    connection: Connection, page: Sequence[RoomFact], head: RoomHead, own_origins: frozenset[str]
) -> list[Arrival]:
    """Return what to do with each entry of a page that follows on what is known here.

    Raises:
        RoomError: with any of its codes.
    """
    _check_shape(page)
    _check_order(connection, page, head)
    known = _known_facts(connection, [entry.fact_id for entry in page])
    seals = _Seals(connection, own_origins)
    return [_arrival(entry, known.get(entry.fact_id), seals) for entry in page]


def check_kept(
    connection: Connection, envelopes: Sequence[str], own_origins: frozenset[str]
) -> list[StoredFact]:
    """Return the facts of another desk's envelopes that are not in the journal yet.

    Raises:
        RoomError: ``envelope_invalid`` or ``origin_cloned``.
    """
    rows: dict[str, StoredFact] = {}
    for envelope in envelopes:
        try:
            row = fact_from_submission(envelope)
        except ValueError as error:
            raise RoomError("envelope_invalid", why=str(error)) from error
        rows[row.fact_id] = row
    known = _known_facts(connection, list(rows))
    seals = _Seals(connection, own_origins)
    numbers: dict[tuple[str, int], str] = {}
    for row in rows.values():
        here = known.get(row.fact_id)
        another = numbers.setdefault((row.origin, row.oseq), row.fact_id) != row.fact_id
        if another or (here is not None and hash_fits(here[0]) and here[0].hash != row.hash):
            raise seals.clone(row)
        if here is None:
            seals.refuse_clone(row)
    return [row for row in rows.values() if row.fact_id not in known]


def _check_shape(page: Sequence[RoomFact]) -> None:
    for entry in page:
        if type(entry) is not RoomFact:
            raise RoomError("room_page_invalid", seq=None, why=type(entry).__name__)
        types = tuple(map(type, _values_of(entry)))
        if types != _TYPES:
            wrong = next(n for n, is_, must in zip(_NAMES, types, _TYPES, strict=True) if is_ is not must)
            raise RoomError("room_page_invalid", seq=entry.seq, why=wrong)
        if entry.seq < 1 or entry.oseq < 1 or len(entry.hash) != HASH_BYTES:
            raise RoomError("room_page_invalid", seq=entry.seq, why="seq, oseq or hash")
    ids = {entry.fact_id for entry in page}
    numbers = {(entry.origin, entry.oseq) for entry in page}
    if len(ids) != len(page) or len(numbers) != len(page):
        raise RoomError("room_page_invalid", seq=page[0].seq, why="the same fact twice")


def _check_order(connection: Connection, page: Sequence[RoomFact], head: RoomHead) -> None:
    if not page:
        return
    if page[0].seq > head.seq + 1:
        raise RoomError("room_gap", have=head.seq, got=page[0].seq)
    for before, entry in pairwise(page):
        if entry.seq != before.seq + 1:
            raise RoomError("room_gap", have=before.seq, got=entry.seq)
        if entry.prev_hash != before.hash:
            raise RoomError("room_forked", seq=entry.seq)
    if page[0].seq == head.seq + 1:
        if head.seq and page[0].prev_hash != head.hash:
            raise RoomError("room_forked", seq=page[0].seq)
        return
    shared = page[min(len(page) - 1, head.seq - page[0].seq)]  # the newest entry that both sides name
    if read_room_hash(connection, shared.seq) != shared.hash:
        raise RoomError("room_forked", seq=shared.seq)


def _known_facts(connection: Connection, fact_ids: Sequence[str]) -> dict[str, tuple[StoredFact, int | None]]:
    """Return the facts that are in the journal, with the place they have in the room's."""
    if not fact_ids:
        return {}
    marks = ", ".join("?" * len(fact_ids))
    rows = connection.exec_driver_sql(f"{_KNOWN} ({marks})", tuple(fact_ids))
    return {row.fact_id: (StoredFact(*row[:-1]), row[-1]) for row in rows}


def _arrival(entry: RoomFact, known: tuple[StoredFact, int | None] | None, seals: _Seals) -> Arrival:
    told = as_stored(entry)
    is_genuine = hash_fits(told)
    if known is None:
        if seals.is_twin_of_kept(told):
            return Arrival(entry, replace(told, origin=TWIN_PREFIX + told.origin), False, "twin")
        seals.refuse_clone(told)
        problem = "" if is_genuine else "altered"
        return Arrival(entry, told, False, problem or seals.link_problem(told))
    here, seq = known
    if seq not in {None, entry.seq}:
        raise RoomError("room_page_invalid", seq=entry.seq, why=f"the fact is at {seq}")
    is_same = (told.hash, told.prev_hash, told.oseq) == (here.hash, here.prev_hash, here.oseq)
    if not is_same and is_genuine and hash_fits(here):
        if seq is None and not seals.is_own(here.origin) and _says_the_same(told, here):
            return Arrival(entry, here, False, "moved")
        raise seals.clone(told)
    return Arrival(entry, here, seq is not None, "" if is_same and is_genuine else "altered")


def _says_the_same(told: StoredFact, here: StoredFact) -> bool:
    """Whether a fact that was kept for another desk is what the room has of it, but for number and seal."""
    return all(getattr(told, name) == getattr(here, name) for name in _SAID)


def as_stored(entry: RoomFact) -> StoredFact:
    """Return the entry's fact as its own desk wrote it."""
    return StoredFact(
        row_id=0,
        fact_id=entry.fact_id,
        origin=entry.origin,
        oseq=entry.oseq,
        kind=entry.kind,
        version=entry.version,
        aggregates=_canonical_json(entry.aggregates),
        guards=_canonical_json(entry.guards),
        actor=entry.actor,
        desk=entry.desk,
        occurred_us=entry.occurred_us,
        base_seq=entry.base_seq,
        app=entry.app,
        body=entry.body,
        prev_hash=entry.origin_prev_hash,
        hash=entry.origin_hash,
    )


@functools.lru_cache(NAMES_REMEMBERED)
def _canonical_json(text: str) -> str:
    """The server may have written the same JSON with other spaces; what is no JSON stays as it came."""
    if text == "[]":
        return text
    try:
        return canonical(names if (names := decode_names(text)) is not None else json.loads(text))
    except (ValueError, RecursionError):
        return text


class _Seals:
    """The own chains of the desks whose facts are on a page."""

    def __init__(self, connection: Connection, own_origins: frozenset[str]) -> None:
        self._connection = connection
        self._own = own_origins
        self._last: dict[str, tuple[int, bytes]] = {}  # origin → its newest number and seal, page included

    def clone(self, row: StoredFact) -> RoomError:
        """Return the error for a number that two facts claim."""
        is_own = row.origin in self._own
        return RoomError("origin_cloned", origin=row.origin, oseq=row.oseq, is_own=is_own)

    def is_own(self, origin: str) -> bool:
        """Whether this file writes, or wrote, under this name."""
        return origin in self._own

    def is_twin_of_kept(self, row: StoredFact) -> bool:
        """Whether another fact, kept here for a desk that copied its file, stands under this number.

        The room decided; it must not be kept out by what somebody gave us for safe-keeping.
        """
        oseq, _ = self._newest(row.origin)
        if row.origin in self._own or row.oseq > oseq:
            return False
        values = (row.origin, row.oseq)
        return self._connection.exec_driver_sql(_IS_KEPT, values).first() is not None

    def refuse_clone(self, row: StoredFact) -> None:
        """Raise when another fact has this number of this origin."""
        oseq, _ = self._newest(row.origin)
        if row.oseq <= oseq and self._at(row.origin, row.oseq) is not None:
            raise self.clone(row)

    def link_problem(self, row: StoredFact) -> str:
        """Return ``unlinked`` when a new fact does not follow the one before it; remember it."""
        oseq, seal = self._newest(row.origin)
        if row.oseq == oseq + 1:
            before: bytes | None = seal
        else:
            found = self._at(row.origin, row.oseq - 1)
            before = found[1] if found is not None else None
        if row.oseq > oseq:
            self._last[row.origin] = (row.oseq, row.hash)
        return "" if before is None or before == row.prev_hash else "unlinked"

    def _newest(self, origin: str) -> tuple[int, bytes]:
        known = self._last.get(origin)
        if known is None:
            row = self._connection.exec_driver_sql(_LAST_NUMBER, (origin,)).first()
            known = self._last[origin] = (row.oseq, row.hash) if row is not None else (0, GENESIS_HASH)
        return known

    def _at(self, origin: str, oseq: int) -> tuple[str, bytes] | None:
        row: Any = self._connection.exec_driver_sql(_AT_NUMBER, (origin, oseq)).first()
        return (row.fact_id, row.hash) if row is not None else None
