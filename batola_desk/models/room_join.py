"""A file that began with a snapshot of its room: where the snapshot stands, and what is still to come.

Until the history before the snapshot is here, ``room_entry`` has a gap: it holds the places from 1 on as far
as they came, and those after the snapshot. The rows of the history have their numbers reserved, so that lists
are in the room's order whatever comes first. See docs/decisions/0019.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

JOIN: Final = "room_join"  # keys in the meta table
SETTLE: Final = "room_settle"
_READ: Final = "SELECT value FROM meta WHERE key = ?"
_FORGET: Final = "DELETE FROM meta WHERE key = ?"
_FILLED: Final = "SELECT seq, hash FROM room_entry WHERE seq <= ? ORDER BY seq DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class Join:
    """The place of the snapshot in the room's journal.

    Attributes:
        row_base: the row of the entry at ``seq`` is ``row_base + seq``, for all up to the snapshot's.
    """

    seq: int
    hash: bytes
    row_base: int

    @property
    def last_row_id(self) -> int:
        """The last of the reserved rows."""
        return self.row_base + self.seq

    def text(self) -> str:
        """Return it as it stands in the file."""
        return f"{self.seq} {self.hash.hex()} {self.row_base}"


@dataclass(frozen=True, slots=True)
class JoinProgress:
    """How far the history is here.

    Attributes:
        seq: the snapshot's place; 0 when all of the history is here.
        filled: the last place of the history that is here, and its hash.
        is_settling: all is here, but not yet in the lists.
    """

    seq: int = 0
    filled_seq: int = 0
    is_settling: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether there is nothing to do."""
        return not self.seq and not self.is_settling


def read_join(connection: Connection) -> Join | None:
    """Return the snapshot's place while the history before it is not here; else None."""
    text = connection.exec_driver_sql(_READ, (JOIN,)).scalar()
    if text is None:
        return None
    seq, entry_hash, row_base = str(text).split()
    return Join(int(seq), bytes.fromhex(entry_hash), int(row_base))


def read_filled(connection: Connection, join: Join) -> tuple[int, bytes]:
    """Return the last place before the gap and its hash."""
    row = connection.exec_driver_sql(_FILLED, (join.seq,)).first()
    return (row.seq, row.hash) if row is not None else (0, b"")


def read_cursor(connection: Connection) -> str | None:
    """Return the last name that was settled; None when all are."""
    text = connection.exec_driver_sql(_READ, (SETTLE,)).scalar()
    return None if text is None else str(text)


def read_progress(connection: Connection) -> JoinProgress:
    """Return how far the history is here."""
    join = read_join(connection)
    is_settling = read_cursor(connection) is not None
    if join is None:
        return JoinProgress(is_settling=is_settling)
    return JoinProgress(seq=join.seq, filled_seq=read_filled(connection, join)[0], is_settling=is_settling)


def forget_join(connection: Connection) -> None:
    """The history is here, or the snapshot is of no use any more."""
    connection.exec_driver_sql(_FORGET, (JOIN,))


def forget_cursor(connection: Connection) -> None:
    """Everything is in the lists."""
    connection.exec_driver_sql(_FORGET, (SETTLE,))
