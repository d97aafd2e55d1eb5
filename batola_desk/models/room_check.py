"""Is the copy of the room's journal whole, and does it fit the desk's own?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection

from batola_desk.models.room_join import read_join
from batola_desk.models.tables import PENDING_SEQ

LISTED: Final = 100  # LIMIT: faults of one kind that are listed

# One row for each fault; what it says stands in the dictionary's key.
_FAULTS: Final = {
    "no fact": """
        SELECT e.seq FROM room_entry AS e LEFT JOIN journal AS j ON j.row_id = e.row_id
        WHERE j.row_id IS NULL
    """,
    "placed and waiting": """
        SELECT e.seq FROM pending_fact AS p CROSS JOIN room_entry AS e ON e.row_id = p.row_id
    """,
    "neither placed nor waiting": """
        SELECT j.row_id FROM journal AS j LEFT JOIN room_entry AS e ON e.row_id = j.row_id
        LEFT JOIN pending_fact AS p ON p.row_id = j.row_id
        WHERE e.seq IS NULL AND p.row_id IS NULL
    """,
    "waits without a fact": """
        SELECT p.row_id FROM pending_fact AS p LEFT JOIN journal AS j ON j.row_id = p.row_id
        WHERE j.row_id IS NULL
    """,
    "folded at another place": f"""
        SELECT a.row_id FROM journal_aggregate AS a LEFT JOIN room_entry AS e ON e.row_id = a.row_id
        WHERE a.seq <> coalesce(e.seq, {PENDING_SEQ})
    """,
}
_CHAIN: Final = "SELECT seq, prev_hash, hash FROM room_entry ORDER BY seq"


def check_room(connection: Connection) -> Iterator[str]:
    """Yield what is wrong, as ``what: number``."""
    yield from _chain_faults(connection)
    for what, query in _FAULTS.items():
        for row in connection.exec_driver_sql(f"{query} LIMIT {LISTED}"):
            yield f"{what}: {row[0]}"


def _chain_faults(connection: Connection) -> Iterator[str]:
    last_seq, last_hash = 0, b""
    count = 0
    join = read_join(connection)
    rows = connection.execution_options(yield_per=1_000).exec_driver_sql(_CHAIN)
    for seq, prev_hash, entry_hash in rows:
        if join is not None and last_seq < join.seq < seq:  # the history before the snapshot is on its way
            last_seq, last_hash = join.seq, join.hash
        if seq != last_seq + 1:
            yield f"missing: {last_seq + 1}-{seq - 1}"
            count += 1
        elif last_seq and prev_hash != last_hash:
            yield f"not chained: {seq}"
            count += 1
        if count >= LISTED:
            return
        last_seq, last_hash = seq, entry_hash
