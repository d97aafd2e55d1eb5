"""Judges a page of the room's journal before anything is written: does it follow, and is it genuine?"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, get_type_hints

from sqlalchemy import Connection

from batola_desk.domain.evolve import evolve
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
from batola_desk.models.room_join import Join, read_filled, read_join
from batola_desk.models.room_table import Arrival, read_room_hash

HASH_BYTES: Final = 32
CHECKED_AT_ONCE: Final = 128  # LIMIT: entries between two looks at the own facts that wait: about 2 ms
_TYPES: Final = tuple(get_type_hints(RoomFact).values())
_KNOWN: Final = f"""
    SELECT {", ".join("j." + name for name in COLUMNS)}, e.seq
    FROM journal AS j LEFT JOIN room_entry AS e ON e.row_id = j.row_id WHERE j.fact_id IN
"""
_BELOW: Final = "SELECT oseq, hash FROM journal WHERE origin = ? AND oseq < ? ORDER BY oseq DESC LIMIT 1"
_ABOVE: Final = """
    SELECT oseq, prev_hash, row_id FROM journal WHERE origin = ? AND oseq >= ? ORDER BY oseq LIMIT 1
"""
_IS_KEPT: Final = """
    SELECT 1 FROM journal AS j JOIN pending_fact AS p ON p.row_id = j.row_id WHERE j.origin = ? AND j.oseq = ?
"""
_SAID: Final = ("kind", "version", "aggregates", "guards", "actor", "desk", "occurred_us", "body")
TWIN_PREFIX: Final = "twin:"  # of an origin under whose number another fact is kept here


class PageCheck:
    """Says what to do with each entry of a page; may stop in between, where own facts wait.

    Raises:
        RoomError: ``begin`` and ``go_on``, with any of its codes; nothing of the page is to be taken then.
    """

    def __init__(self, page: Sequence[RoomFact], own_origins: frozenset[str]) -> None:
        self.page = page
        self.arrivals: list[Arrival] = []
        self._seals = _Seals(own_origins)

    @property
    def is_done(self) -> bool:
        """Whether each entry was looked at."""
        return len(self.arrivals) == len(self.page)

    @property
    def unlinked_rows(self) -> list[int]:
        """Facts that were here already and do not follow on a new one."""
        return self._seals.unlinked_rows

    def begin(self, connection: Connection, head: RoomHead) -> None:
        """Does the page follow on what is known here?"""
        _check_shape(self.page)
        _check_order(connection, self.page, head)

    def begin_history(self, connection: Connection, join: Join) -> None:
        """Does it follow on the history before a snapshot? ``room_forked`` also if that one is of another."""
        page = self.page
        _check_shape(page)
        filled_seq, filled_hash = read_filled(connection, join)
        if not page or page[0].seq != filled_seq + 1 or page[-1].seq > join.seq:
            raise RoomError("room_gap", have=filled_seq, got=page[0].seq if page else 0)
        _check_chain(page)
        if filled_seq and page[0].prev_hash != filled_hash:
            raise RoomError("room_forked", seq=page[0].seq)
        if page[-1].seq == join.seq and page[-1].hash != join.hash:
            raise RoomError("room_forked", seq=join.seq)

    def go_on(self, connection: Connection, is_urgent: Callable[[], bool]) -> None:
        """Look at the entries, up to the end or until somebody else has to write."""
        while not self.is_done:
            part = self.page[len(self.arrivals) : len(self.arrivals) + CHECKED_AT_ONCE]
            known = _known_facts(connection, [entry.fact_id for entry in part])
            for entry in part:
                self.arrivals.append(_arrival(connection, entry, known.get(entry.fact_id), self._seals))
            if is_urgent():
                return


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
    seals = _Seals(own_origins)
    numbers: dict[tuple[str, int], str] = {}
    for row in rows.values():
        here = known.get(row.fact_id)
        another = numbers.setdefault((row.origin, row.oseq), row.fact_id) != row.fact_id
        if another or (here is not None and hash_fits(here[0]) and here[0].hash != row.hash):
            raise seals.clone(row)
        if here is None:
            seals.refuse_clone(connection, row)
    return [row for row in rows.values() if row.fact_id not in known]


def _check_shape(page: Sequence[RoomFact]) -> None:
    for entry in page:
        if type(entry) is not RoomFact:
            raise RoomError("room_page_invalid", seq=None, why=type(entry).__name__)
        types = tuple(map(type, entry))
        if types != _TYPES:
            names = zip(RoomFact._fields, types, _TYPES, strict=True)
            wrong = next(name for name, is_, must in names if is_ is not must)
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
    join = read_join(connection)
    if page[0].seq > head.seq + 1 or (join is not None and page[0].seq <= join.seq):
        raise RoomError("room_gap", have=head.seq, got=page[0].seq)
    _check_chain(page)
    if page[0].seq == head.seq + 1:
        if head.seq and page[0].prev_hash != head.hash:
            raise RoomError("room_forked", seq=page[0].seq)
        return
    shared = page[min(len(page) - 1, head.seq - page[0].seq)]  # the newest entry that both sides name
    if read_room_hash(connection, shared.seq) != shared.hash:
        raise RoomError("room_forked", seq=shared.seq)


def _check_chain(page: Sequence[RoomFact]) -> None:
    for before, entry in pairwise(page):
        if entry.seq != before.seq + 1:
            raise RoomError("room_gap", have=before.seq, got=entry.seq)
        if entry.prev_hash != before.hash:
            raise RoomError("room_forked", seq=entry.seq)


def _known_facts(connection: Connection, fact_ids: Sequence[str]) -> dict[str, tuple[StoredFact, int | None]]:
    """Return the facts that are in the journal, with the place they have in the room's."""
    if not fact_ids:
        return {}
    marks = ", ".join("?" * len(fact_ids))
    rows = connection.exec_driver_sql(f"{_KNOWN} ({marks})", tuple(fact_ids))
    return {row.fact_id: (StoredFact(*row[:-1]), row[-1]) for row in rows}


def _arrival(
    connection: Connection, entry: RoomFact, known: tuple[StoredFact, int | None] | None, seals: _Seals
) -> Arrival:
    told = as_stored(entry)
    is_genuine = hash_fits(told)
    if known is None:
        if seals.is_twin_of_kept(connection, told):
            return Arrival(entry, replace(told, origin=TWIN_PREFIX + told.origin), False, "twin")
        seals.refuse_clone(connection, told)
        problem = "" if is_genuine else "altered"
        return Arrival(entry, told, False, problem or seals.link_problem(connection, told))
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


@dataclass(frozen=True, slots=True)
class _Around:
    """What is known of an origin on both sides of a number."""

    below_oseq: int
    below_hash: bytes
    above_oseq: int
    above_prev_hash: bytes
    above_row_id: int


_NOTHING_ABOVE: Final = (1 << 62, b"", 0)


class _Seals:
    """The own chains of the desks whose facts are on a page."""

    def __init__(self, own_origins: frozenset[str]) -> None:
        self._own = own_origins
        self._known: dict[str, _Around] = {}  # by origin, page included
        self.unlinked_rows: list[int] = []  # facts that were here already and do not follow a new one

    def clone(self, row: StoredFact) -> RoomError:
        """Return the error for a number that two facts claim."""
        is_own = row.origin in self._own
        return RoomError("origin_cloned", origin=row.origin, oseq=row.oseq, is_own=is_own)

    def is_own(self, origin: str) -> bool:
        """Whether this file writes, or wrote, under this name."""
        return origin in self._own

    def is_twin_of_kept(self, connection: Connection, row: StoredFact) -> bool:
        """Whether another fact, kept here for a desk that copied its file, stands under this number.

        The room decided; it must not be kept out by what somebody gave us for safe-keeping.
        """
        if row.origin in self._own or self._around(connection, row).above_oseq != row.oseq:
            return False
        values = (row.origin, row.oseq)
        return connection.exec_driver_sql(_IS_KEPT, values).first() is not None

    def refuse_clone(self, connection: Connection, row: StoredFact) -> None:
        """Raise when another fact has this number of this origin."""
        if self._around(connection, row).above_oseq == row.oseq:
            raise self.clone(row)

    def link_problem(self, connection: Connection, row: StoredFact) -> str:
        """Return ``unlinked`` when a new fact does not follow the one before it; remember it."""
        around = self._around(connection, row)
        is_linked = around.below_oseq != row.oseq - 1 or around.below_hash == row.prev_hash
        if around.above_oseq == row.oseq + 1 and around.above_prev_hash != row.hash:
            self.unlinked_rows.append(around.above_row_id)
        self._known[row.origin] = evolve(around, below_oseq=row.oseq, below_hash=row.hash)
        return "" if is_linked else "unlinked"

    def _around(self, connection: Connection, row: StoredFact) -> _Around:
        around = self._known.get(row.origin)
        if around is None or not around.below_oseq < row.oseq <= around.above_oseq:
            below = connection.exec_driver_sql(_BELOW, (row.origin, row.oseq)).first()
            above = connection.exec_driver_sql(_ABOVE, (row.origin, row.oseq)).first()
            around = self._known[row.origin] = _Around(
                *(below or (0, GENESIS_HASH)), *(above or _NOTHING_ABOVE)
            )
        return around
