"""Presence over PostgreSQL: a session of its own beside that of the facts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Final, TypeVar
from uuid import UUID

from batola_desk.domain.unit_position import UnitPosition
from batola_desk.sync.address import Address
from batola_desk.sync.driver_faults import asked
from batola_desk.sync.postgres import PostgresSecretariat, connect
from batola_desk.sync.postgres_positions import read_positions
from batola_desk.sync.presence import Presence, WorkPlace

ANSWER_LIMIT_S: Final = 1.5  # LIMIT: well within what presence holds; an answer that is late is worth nothing

_OTHERS: Final = """
    select login, full_name, is_machine, desk, incident_id, field,
           extract(epoch from expires_at - clock_timestamp())::float8 as left_s
      from api.presence where stream_id = $1 order by desk, login limit 500
"""

T = TypeVar("T")


class PostgresPresence:
    """See ``sync.presence.PresenceSession``."""

    def __init__(self, secretariat: PostgresSecretariat, stream: int) -> None:
        self._secretariat = secretariat
        self._connection = secretariat.connection
        self._stream = stream

    async def may_join(self) -> bool:
        """Whether the server has connections to spare."""
        return bool(await self._ask(self._connection.fetchval("select api.may_join_presence()")))

    async def tell(self, origin: str, place: WorkPlace) -> bool:
        """Say where this session works."""
        question = self._connection.fetchval(
            "select api.tell_presence($1::smallint, $2, $3, $4)",
            self._stream,
            UUID(origin),
            place.incident_id,
            place.field,
        )
        return bool(await self._ask(question))

    async def others(self) -> Sequence[Presence]:
        """Return everybody at work."""
        rows = await self._ask(self._connection.fetch(_OTHERS, self._stream))
        return tuple(
            Presence(
                login=row["login"],
                name=row["full_name"],
                is_machine=row["is_machine"],
                desk=row["desk"],
                incident_id=row["incident_id"],
                field=row["field"],
                left_s=row["left_s"],
            )
            for row in rows
        )

    async def listen(self, callback: Callable[[], None]) -> None:
        """Call back when somebody went elsewhere."""
        channel = f"batola_presence_{self._stream}"
        await self._ask(self._connection.add_listener(channel, lambda *_anything: callback()))

    async def positions(self, after: int) -> tuple[int, Sequence[UnitPosition]] | None:
        """Return what moved."""
        return await read_positions(self._connection, self._stream, after)

    async def listen_positions(self, callback: Callable[[], None]) -> None:
        """Call back when units moved."""
        channel = f"batola_units_{self._stream}"
        await self._ask(self._connection.add_listener(channel, lambda *_anything: callback()))

    def terminate(self) -> None:
        """Drop the connection at once."""
        self._secretariat.terminate()

    async def _ask(self, question: Awaitable[T]) -> T:
        return await asked(question, ANSWER_LIMIT_S)


async def join_presence(address: Address, login: str, password: str, *, stream: int = 1) -> PostgresPresence:
    """Open a session for presence.

    Raises:
        SecretariatFault: as ``sync.postgres.connect``.
    """
    return PostgresPresence(await connect(address, login, password, stream=stream), stream)
