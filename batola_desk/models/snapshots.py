"""States of long-lived things at places of the room's journal: a unit of years is not folded from its birth.

Only confirmed states are kept: they change only when the room's history is cut, and then go with it.
"""

from __future__ import annotations

from typing import Final

import msgspec
from sqlalchemy import Connection

from batola_desk.domain import reducers
from batola_desk.domain.facts import AggregateKind
from batola_desk.models.cache import Held

LONG_LIVED: Final = frozenset(
    {AggregateKind.UNIT.value, AggregateKind.OPERATOR.value, AggregateKind.DESK.value}
)
FACTS_BETWEEN: Final = 500  # LIMIT: facts folded again at most when a state is not in memory: about 20 ms
KEPT: Final = 4  # LIMIT: so that a cut of some thousand facts still finds one before it

_NEWEST: Final = """
    SELECT seq, first_row_id, state FROM aggregate_snapshot WHERE aggregate = ? ORDER BY seq DESC LIMIT 1
"""


def is_long_lived(name: str) -> bool:
    """Whether a thing lives for years, so that its facts have no end."""
    return name.partition(":")[0] in LONG_LIVED


def newest(connection: Connection, name: str) -> tuple[int, Held | None]:
    """Return (its place, the newest snapshot), (0, None) when there is none or it cannot be read."""
    if not is_long_lived(name):
        return 0, None
    row = connection.exec_driver_sql(_NEWEST, (name,)).first()
    if row is None:
        return 0, None
    try:
        state = msgspec.json.decode(row.state, type=type(reducers.initial_state(name)))
    except (msgspec.MsgspecError, ValueError):
        return 0, None
    return row.seq, Held(state, row.first_row_id)


def clear(connection: Connection) -> None:
    """Forget all snapshots: a fold has changed."""
    connection.exec_driver_sql("DELETE FROM aggregate_snapshot")
