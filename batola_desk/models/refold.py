"""The whole journal folded again, one aggregate at a time, in constant memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final

from sqlalchemy import Connection

from batola_desk.domain import reducers
from batola_desk.models import snapshots
from batola_desk.models.cache import Held
from batola_desk.models.journal_table import ALL_IN_FOLD_ORDER, fold_into, judged_fact
from batola_desk.models.projections import Change, ProjectionWriter
from batola_desk.models.room_join import forget_cursor, forget_join, read_join
from batola_desk.models.room_table import cut_entries

Progress = Callable[[int, int], None]
"""(facts folded, facts in all); called about once per thousand."""

REBUILT_AT_ONCE: Final = 500  # LIMIT: states in memory while everything is folded again


def refold(connection: Connection, on_fact: Callable[[], None] | None = None) -> Iterator[tuple[str, Held]]:
    """Yield (aggregate name, state) of everything in the journal, from the first fact of each on."""
    name = ""
    held: Held | None = None
    rows = connection.execution_options(yield_per=1_000).exec_driver_sql(ALL_IN_FOLD_ORDER)
    for next_name, *columns in rows:
        if next_name != name:
            if held is not None:
                yield name, held
            name, held = next_name, None
        row_id, fact = judged_fact(columns)
        if on_fact is not None:
            on_fact()
        if reducers.is_known_name(name):
            held = fold_into(held, name, fact, row_id)
    if held is not None:
        yield name, held


def rebuild_projections(connection: Connection) -> int:
    """Empty all projections and snapshots and fill the lists from the journal, in the caller's transaction.

    A file whose history before its room's snapshot is not here yet goes on as one without a snapshot.

    Returns:
        The number of aggregates.
    """
    join = read_join(connection)
    if join is not None:  # what was folded on the room's snapshot cannot be folded without it
        cut_entries(connection, join.seq)
        forget_join(connection)
    forget_cursor(connection)
    writer = ProjectionWriter()
    writer.clear(connection)
    snapshots.clear(connection)
    count = 0
    for chunk in chunks(refold(connection), REBUILT_AT_ONCE):
        changes = {name: Change(state=held.state, row_id=held.first_row_id) for name, held in chunk}
        writer.write(connection, changes)
        count += len(chunk)
    return count


def chunks(items: Iterator[tuple[str, Held]], size: int) -> Iterator[list[tuple[str, Held]]]:
    """Yield the items in lists of at most ``size``."""
    while chunk := list(islice(items, size)):
        yield chunk
