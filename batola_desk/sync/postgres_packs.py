"""Published map packs over PostgreSQL: reading for desks, handing over and taking back for an admin."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Sequence
from typing import Any, Final, TypeVar

import asyncpg

from batola_desk.sync.driver_faults import DRIVER_FAULTS, as_secretariat_fault, asked
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.published_packs import PART_BYTES, PackPart, PublishedPack

ANSWER_LIMIT_S: Final = 5.0
PART_LIMIT_S: Final = 30.0  # a piece over a line of 35 kbit/s
FETCHING_MAX: Final = 4  # LIMIT: desks that fetch at a time; the others look again a little later
FETCHER: Final = "batola-desk peta"
PUBLISHED_MAX: Final = 20
REFUSED_STATE: Final = "BD014"
_NOT_KEPT: Final = (asyncpg.UndefinedTableError, asyncpg.UndefinedFunctionError)  # a room of an older program

_MAY_FETCH: Final = """
    select api.may_join_presence()
           and (select count(*) from pg_catalog.pg_stat_activity a
                 where a.datname = current_database() and a.application_name = $1
                   and a.pid <> pg_backend_pid()) < $2
"""
# Cut here already: whatever stands in the table, an answer is small.
_PACKS: Final = """
    select substring(sha256 from 1 for 33) as sha256, left(name, 120) as name, created_us, format, size_bytes,
           published_by, (extract(epoch from published_at) * 1000000)::bigint as published_us
      from api.map_pack where stream_id = $1 and part_bytes = $2 order by created_us desc limit $3
"""
_HASHES: Final = """
    select number, substring(part_sha256 from 1 for 33) as part_sha256 from api.map_pack_part
     where stream_id = $1 and sha256 = $2 and number < $3 order by number limit $3
"""
_PART: Final = """
    select substring(part_sha256 from 1 for 33) as part_sha256, substring(data from 1 for $4::integer) as data
      from api.map_pack_part where stream_id = $1 and sha256 = $2 and number = $3
"""
_BEGIN: Final = "select api.begin_map_pack($1::smallint, $2, $3, $4, $5, $6, $7)"
_ADD: Final = "select api.add_map_pack_part($1::smallint, $2, $3, $4, $5)"
_PUBLISH: Final = "select api.publish_map_pack($1::smallint, $2)"
_UNPUBLISH: Final = "select api.unpublish_map_pack($1::smallint, $2)"

T = TypeVar("T")


class PostgresShelf:
    """See ``sync.published_packs.PackShelf``; an admin's connection also writes."""

    def __init__(self, connection: asyncpg.Connection, stream: int = 1) -> None:
        self._connection = connection
        self._stream = stream

    # ------------------------------------------------------------------ reading

    async def may_fetch(self) -> bool:
        """Whether few others fetch; from now on this session counts as one of them."""
        is_free = await self._ask(self._connection.fetchval(_MAY_FETCH, FETCHER, FETCHING_MAX))
        if is_free:
            name = "select set_config('application_name', $1, false)"
            await self._ask(self._connection.fetchval(name, FETCHER))
        return bool(is_free)

    async def packs(self) -> Sequence[PublishedPack] | None:
        """Return what is published, the newest first; None: a room of an older program keeps no packs."""
        question = self._connection.fetch(_PACKS, self._stream, PART_BYTES, PUBLISHED_MAX)
        try:
            rows = await asked(question, ANSWER_LIMIT_S)
        except SecretariatFault as fault:
            if isinstance(fault.__cause__, _NOT_KEPT):
                return None
            raise
        return [pack for pack in map(_pack, rows) if pack.is_usable]

    async def part_hashes(self, pack: PublishedPack, count: int) -> Sequence[bytes]:
        """Return the hashes of the first pieces, as far as there are some without a gap."""
        rows = await self._ask(
            self._connection.fetch(_HASHES, self._stream, pack.sha256, count), PART_LIMIT_S
        )
        return [row["part_sha256"] for place, row in enumerate(rows) if row["number"] == place]

    async def part(self, pack: PublishedPack, number: int) -> PackPart | None:
        """Return one piece."""
        question = self._connection.fetchrow(_PART, self._stream, pack.sha256, number, PART_BYTES + 1)
        row = await self._ask(question, PART_LIMIT_S)
        return PackPart(row["part_sha256"], row["data"]) if row is not None else None

    def terminate(self) -> None:
        """Drop the connection at once."""
        self._connection.terminate()

    # ------------------------------------------------------------------ handing over

    async def begin(self, pack: PublishedPack) -> int:
        """Announce a pack; return the number of the first piece to send, -1 when it is published already."""
        return int(
            await self._ask(
                self._connection.fetchval(
                    _BEGIN, self._stream, pack.sha256, pack.name, pack.created_us, pack.format,
                    pack.size_bytes, PART_BYTES,
                )
            )
        )  # fmt: skip

    async def add(self, pack: PublishedPack, number: int, part: PackPart) -> None:
        """Send a piece."""
        sent = self._connection.execute(_ADD, self._stream, pack.sha256, number, part.sha256, part.data)
        await self._ask(sent, PART_LIMIT_S)

    async def publish(self, pack: PublishedPack) -> None:
        """Let desks see it."""
        await self._ask(self._connection.execute(_PUBLISH, self._stream, pack.sha256), PART_LIMIT_S)

    async def unpublish(self, pack: PublishedPack) -> bool:
        """Take it back; False when it is not there any more."""
        question = self._connection.fetchval(_UNPUBLISH, self._stream, pack.sha256)
        return bool(await self._ask(question, PART_LIMIT_S))

    async def _ask(self, question: Awaitable[T], limit_s: float = ANSWER_LIMIT_S) -> T:
        try:
            async with asyncio.timeout(limit_s):
                return await question
        except _NOT_KEPT as fault:
            raise SecretariatFault("map_publish_old_room") from fault
        except asyncpg.InsufficientPrivilegeError as fault:
            raise SecretariatFault("map_publish_not_admin") from fault
        except DRIVER_FAULTS as fault:
            raise _refusal(fault) or as_secretariat_fault(fault) from fault


def _refusal(fault: BaseException) -> SecretariatFault | None:
    """Return why the server does not take a pack, when that is what it said."""
    if getattr(fault, "sqlstate", None) != REFUSED_STATE:
        return None
    try:
        said = json.loads(getattr(fault, "detail", None) or "{}")
        why = str(said.pop("why"))
    except (ValueError, KeyError, AttributeError):
        return None
    return SecretariatFault(f"map_publish_{why}", **said)


def _pack(row: Any) -> PublishedPack:
    return PublishedPack(
        sha256=bytes(row["sha256"]), name=row["name"], created_us=row["created_us"], format=row["format"],
        size_bytes=row["size_bytes"], published_by=row["published_by"], published_us=row["published_us"],
    )  # fmt: skip
