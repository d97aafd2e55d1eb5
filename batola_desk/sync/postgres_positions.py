"""Live positions over PostgreSQL: one question for a desk, one call for the program that hears them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, Final

import asyncpg
import msgspec

from batola_desk.domain.unit_position import UnitPosition
from batola_desk.sync.address import Address
from batola_desk.sync.driver_faults import DRIVER_FAULTS, as_secretariat_fault, asked
from batola_desk.sync.postgres import PostgresSecretariat, connect
from batola_desk.sync.voices import Credentials

ANSWER_LIMIT_S: Final = 1.5
_CHANGED: Final = """
    select unit_id, latitude, longitude, heading_deg, speed_mps, accuracy_m, is_doubtful, source, fixed_us,
           change
      from api.unit_position where stream_id = $1 and change > $2 order by change limit 2000
"""


async def read_positions(
    connection: asyncpg.Connection, stream: int, after: int
) -> tuple[int, Sequence[UnitPosition]] | None:
    """See ``sync.positions.PositionSession.positions``.

    Raises:
        SecretariatFault: the answer did not come.
    """
    try:
        rows = await asyncio.wait_for(connection.fetch(_CHANGED, stream, after), ANSWER_LIMIT_S)
    except (asyncpg.UndefinedTableError, asyncpg.InsufficientPrivilegeError):
        return None  # a room of an older program
    except DRIVER_FAULTS as fault:
        raise as_secretariat_fault(fault) from fault
    moved = [_position(row) for row in rows]
    return max((row["change"] for row in rows), default=after), [p for p in moved if p.is_usable]


def _position(row: Any) -> UnitPosition:
    return UnitPosition(
        unit_id=row["unit_id"],
        latitude=row["latitude"],
        longitude=row["longitude"],
        at_us=row["fixed_us"],
        source=row["source"],
        heading_deg=row["heading_deg"],
        speed_mps=row["speed_mps"],
        accuracy_m=row["accuracy_m"],
        is_doubtful=row["is_doubtful"],
    )


class PostgresTeller:
    """See ``sync.positions.TellSession``."""

    def __init__(self, secretariat: PostgresSecretariat, stream: int) -> None:
        self._secretariat = secretariat
        self._stream = stream

    async def tell_units(self, positions: Sequence[UnitPosition]) -> bool:
        """Say where units are."""
        question = self._secretariat.connection.fetchval(
            "select api.tell_units($1::smallint, $2)", self._stream, msgspec.json.encode(positions).decode()
        )
        news: int = await asked(question, ANSWER_LIMIT_S)
        return news >= 0

    def terminate(self) -> None:
        """Drop the connection at once."""
        self._secretariat.terminate()


def teller_for(address: Address, machine: Credentials, *, stream: int = 1) -> Callable[[], Any]:
    """Return what opens a connection that tells, as the workstation's machine."""

    async def join() -> PostgresTeller:
        secretariat = await connect(address, machine.login, machine.password, stream=stream)
        return PostgresTeller(secretariat, stream)

    return join
