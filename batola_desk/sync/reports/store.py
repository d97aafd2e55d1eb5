"""The ``report`` schema over one connection: who fills it, how far it is, pages in one transaction each."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import asyncpg

from batola_desk.sync.driver_faults import asked
from batola_desk.sync.reports.folding import PageChange, column_arrays
from batola_desk.sync.reports.rows import TABLES, Table
from batola_desk.sync.reports.tally import Tally, decode

LEASE_S: Final = 10.0
ANSWER_LIMIT_S: Final = 60.0
GENESIS: Final = b"\x00" * 32

_LEASE: Final = "held_until = clock_timestamp() + make_interval(secs => $2)"
# A lease of the far future comes from a server whose clock was set back since: it binds nobody.
_TAKE: Final = f"""
    update report.lease set holder = $1, host = $3, {_LEASE}
     where holder = $1 or held_until < clock_timestamp()
        or held_until > clock_timestamp() + 2 * interval '{LEASE_S} s'
    returning true
"""
_RENEW: Final = f"update report.lease set {_LEASE} where holder = $1 returning true"
_RELEASE: Final = "update report.lease set holder = null, held_until = '-infinity' where holder = $1"
_PROGRESS: Final = "select applied_seq, applied_hash, epoch, fold_level from report.progress"
_ADVANCE: Final = """
    update report.progress set applied_seq = $3, applied_hash = $4, applied_at = clock_timestamp()
     where applied_seq = $1 and applied_hash = $2 returning true
"""
_STATES: Final = "select name, state from report.state where name = any($1)"
_PUT_STATES: Final = """
    insert into report.state (name, state) select * from unnest($1::text[], $2::bytea[])
    on conflict (name) do update set state = excluded.state
"""
_EMPTY: Final = "truncate " + ", ".join(f"report.{name}" for name in ("state", *(t.name for t in TABLES)))
_RESTART: Final = """
    update report.progress set applied_seq = 0, applied_hash = $1, fold_level = $2,
           applied_at = clock_timestamp()
"""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the reports are: the last fact in them and its hash, the room's epoch, the program's fold."""

    seq: int
    hash: bytes
    epoch: str
    fold_level: int


class LeaseLost(Exception):
    """Another copy of the projector has taken over; nothing was written."""


class ProgressMoved(Exception):
    """The reports are not where this copy left them; nothing was written."""


class ReportStore:
    """All that the projector asks of ``report``. Raises ``SecretariatFault`` for what the server refuses."""

    def __init__(self, connection: asyncpg.Connection, holder: uuid.UUID, host: str) -> None:
        self._connection = connection
        self._holder = holder
        self._host = host

    async def exists(self) -> bool:
        """Whether this room's schema knows reports."""
        return bool(
            await self._ask(self._connection.fetchval("select to_regclass('report.progress') is not null"))
        )

    async def take_lease(self) -> str:
        """Become the one who fills the reports. Returns the host of who already does, empty = taken."""
        taken = await self._ask(self._connection.fetchval(_TAKE, self._holder, LEASE_S, self._host))
        if taken:
            return ""
        return await self._ask(self._connection.fetchval("select host from report.lease")) or "?"

    async def renew_lease(self) -> None:
        """Stay the one.

        Raises:
            LeaseLost: another copy is it now.
        """
        if not await self._ask(self._connection.fetchval(_RENEW, self._holder, LEASE_S)):
            raise LeaseLost

    async def release_lease(self) -> None:
        """Let the next copy begin at once."""
        await self._ask(self._connection.execute(_RELEASE, self._holder))

    async def progress(self) -> Progress:
        """Return how far the reports are."""
        row = await self._ask(self._connection.fetchrow(_PROGRESS))
        assert row is not None
        return Progress(row["applied_seq"], row["applied_hash"], str(row["epoch"]), row["fold_level"])

    async def note_room(self, epoch: str, utc_offset_min: int) -> None:
        """Write down whose facts these are and what the centre's day is."""
        await self._ask(
            self._connection.execute(
                "update report.progress set epoch = $1, utc_offset_min = $2", uuid.UUID(epoch), utc_offset_min
            )
        )

    async def states(self, names: Sequence[str]) -> dict[str, Tally]:
        """Return what is known of some things.

        Raises:
            msgspec.MsgspecError: another version of the program wrote it.
        """
        if not names:
            return {}
        rows = await self._ask(self._connection.fetch(_STATES, list(names)))
        return {row["name"]: decode(row["name"], row["state"]) for row in rows}

    async def restart(self, fold_level: int) -> None:
        """Empty the reports.

        Raises:
            LeaseLost: another copy fills them.
        """
        await self._ask(self._in_transaction(self._restart(fold_level)))

    async def commit(self, before: Progress, seq: int, fact_hash: bytes, change: PageChange) -> None:
        """Write a page: all of it, once, and only on top of what it was folded on.

        Raises:
            LeaseLost, ProgressMoved: nothing was written.
        """
        await self._ask(self._in_transaction(self._commit(before, seq, fact_hash, change)))

    async def _restart(self, fold_level: int) -> None:
        await self._lock_lease()
        await self._connection.execute(_EMPTY)
        await self._connection.execute(_RESTART, GENESIS, fold_level)

    async def _commit(self, before: Progress, seq: int, fact_hash: bytes, change: PageChange) -> None:
        await self._lock_lease()
        if not await self._connection.fetchval(_ADVANCE, before.seq, before.hash, seq, fact_hash):
            raise ProgressMoved
        if change.incidents:
            await self._connection.execute(
                "delete from report.incident_call where incident_id = any($1)", change.incidents
            )
        for table in TABLES:
            rows = list(change.rows[table.name].values())
            if rows:
                await self._connection.execute(_UPSERTS[table.name], *column_arrays(rows))
        if change.states:
            await self._connection.execute(_PUT_STATES, list(change.states), list(change.states.values()))

    async def _lock_lease(self) -> None:
        if not await self._connection.fetchval(_RENEW, self._holder, LEASE_S):
            raise LeaseLost

    async def _in_transaction(self, work: Awaitable[None]) -> None:
        async with self._connection.transaction():
            await work

    async def _ask(self, question: Awaitable[T]) -> T:
        return await asked(question, ANSWER_LIMIT_S)


def _upsert(table: Table) -> str:
    names = [name for name, _ in table.columns]
    arrays = ", ".join(f"${n}::{kind}[]" for n, (_, kind) in enumerate(table.columns, start=1))
    changes = ", ".join(f"{name} = excluded.{name}" for name in names if name not in names[: table.key])
    return (
        f"insert into report.{table.name} ({', '.join(names)}) select * from unnest({arrays})"
        f" on conflict ({', '.join(names[: table.key])}) do update set {changes}"
    )


_UPSERTS: Final[dict[str, Any]] = {table.name: _upsert(table) for table in TABLES}
