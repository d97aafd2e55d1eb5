"""The whole journal folded again, one aggregate at a time, in constant memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlalchemy import Connection, select

from batola_desk.domain.reducers import State
from batola_desk.models.cache import Held
from batola_desk.models.codec import StoredFact, decode_fact
from batola_desk.models.journal_table import fold_into, is_known_name
from batola_desk.models.projections import ProjectionWriter
from batola_desk.models.tables import journal, journal_aggregate

Progress = Callable[[int, int], None]
"""(facts folded, facts in all); called about once per thousand."""

_ALL_FACTS = (
    select(journal_aggregate.c.aggregate, journal)
    .join_from(journal_aggregate, journal, journal_aggregate.c.row_id == journal.c.row_id)
    .order_by(journal_aggregate.c.aggregate, journal_aggregate.c.row_id)
    .execution_options(yield_per=1_000)
)


def refold(connection: Connection, on_fact: Callable[[], None] | None = None) -> Iterator[tuple[str, Held]]:
    """Yield (aggregate name, state) of everything in the journal."""
    name = ""
    held: Held | None = None
    for next_name, *columns in connection.execute(_ALL_FACTS):
        stored = StoredFact(*columns)
        if next_name != name:
            if held is not None:
                yield name, held
            name, held = next_name, None
        fact = decode_fact(stored)
        if on_fact is not None:
            on_fact()
        if is_known_name(name):
            held = fold_into(held, name, fact, stored.row_id)
    if held is not None:
        yield name, held


def rebuild_projections(connection: Connection) -> int:
    """Empty all projections and fill them from the journal, inside the caller's transaction.

    Returns:
        The number of aggregates.
    """
    writer = ProjectionWriter()
    writer.clear(connection)
    count = 0
    for name, held in refold(connection):
        state: State = held.state
        writer.write(connection, name, state, row_id=held.first_row_id, before=None)
        count += 1
    return count
