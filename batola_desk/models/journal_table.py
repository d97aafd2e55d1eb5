"""Reading and inserting journal rows. This room contains no UPDATE or DELETE for the journal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Final

import msgspec
from sqlalchemy import Connection, bindparam, func, insert, select

from batola_desk.domain import reducers
from batola_desk.domain.facts import Fact
from batola_desk.domain.reducers import State
from batola_desk.models.cache import Held
from batola_desk.models.codec import GENESIS_HASH, StoredFact, decode_fact
from batola_desk.models.tables import journal, journal_aggregate, meta

PLACES_PER_FACT: Final = 256  # LIMIT: things that one fact may touch

_INSERT_FACT = insert(journal)
_INSERT_AGGREGATE = insert(journal_aggregate)
_FACTS_OF = (
    select(journal)
    .join(journal_aggregate, journal_aggregate.c.row_id == journal.c.row_id)
    .where(journal_aggregate.c.aggregate == bindparam("name"))
    .order_by(journal_aggregate.c.row_id)
)
_BY_FACT_ID = select(journal).where(journal.c.fact_id == bindparam("fact_id"))
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
    last = connection.execute(
        select(journal.c.oseq, journal.c.hash)
        .where(journal.c.origin == origin)
        .order_by(journal.c.oseq.desc())
        .limit(1)
    ).first()
    return Head(row_id, last.oseq, last.hash) if last else Head(row_id, 0, GENESIS_HASH)


def read_meta(connection: Connection, key: str) -> str:
    """Return one value of the meta table, empty when absent."""
    return str(connection.execute(_META, {"key": key}).scalar() or "")


def insert_rows(connection: Connection, rows: Sequence[StoredFact]) -> None:
    """Insert facts and the names they touch."""
    if not rows:
        return
    connection.execute(_INSERT_FACT, [asdict(row) for row in rows])
    links = [
        {"aggregate": name, "row_id": row.row_id}
        for row in rows
        for name in dict.fromkeys(msgspec.json.decode(row.aggregates, type=list[str]))
    ]
    if links:
        connection.execute(_INSERT_AGGREGATE, links)


def find_fact(connection: Connection, fact_id: str) -> Fact | None:
    """Return the stored fact with this id."""
    row = connection.execute(_BY_FACT_ID, {"fact_id": fact_id}).first()
    return decode_fact(StoredFact(*row)) if row is not None else None


def facts_of(connection: Connection, name: str) -> Iterator[tuple[int, Fact]]:
    """Yield (row id, fact) of one aggregate in fold order."""
    for row in connection.execute(_FACTS_OF, {"name": name}):
        stored = StoredFact(*row)
        yield stored.row_id, decode_fact(stored)


def load_aggregate(connection: Connection, name: str) -> Held | None:
    """Fold one aggregate from its facts; None when there is no fact about it."""
    held: Held | None = None
    for row_id, fact in facts_of(connection, name):
        held = fold_into(held, name, fact, row_id)
    return held


def fold_into(held: Held | None, name: str, fact: Fact, row_id: int) -> Held:
    """Fold one more fact into what is held.

    Raises:
        ValueError: the aggregate's name has no kind this program knows.
    """
    state: State = held.state if held is not None else reducers.initial_state(name)
    return Held(
        reducers.fold(state, fact), held.first_row_id if held is not None else place_of(row_id, fact, name)
    )


def place_of(row_id: int, fact: Fact, name: str) -> int:
    """Return the place in lists of a thing that this fact is the first about: by arrival, then by mention.

    One fact may be the first about two things of a kind (two tickets, two units); each needs its own place.
    """
    position = fact.aggregates.index(name) if name in fact.aggregates else 0
    return row_id * PLACES_PER_FACT + position


def is_known_name(name: str) -> bool:
    """Whether this program knows the kind of thing that a name is about (a newer desk may know more)."""
    try:
        reducers.initial_state(name)
    except ValueError:
        return False
    return True
