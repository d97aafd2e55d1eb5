"""`batola-desk secretariat drill`: a backup of the room becomes a room beside, and is gone again."""

from __future__ import annotations

import contextlib
import secrets
from dataclasses import replace
from pathlib import Path

import asyncpg

from batola_desk.sync.dba import Dba
from batola_desk.sync.room_backup import Restored, restore

_NAME_MAX = 40  # of PostgreSQL's 63 letters; the rest says what the database is


async def hold_drill(dba: Dba, source: Path) -> Restored:
    """Restore into a database that only this drill knows, recompute its history, drop it.

    The database of the address is not touched; it needs not even be there.

    Raises:
        SecretariatFault: what ``sync.room_backup.restore`` says.
    """
    name = f"{dba.address.database[:_NAME_MAX]}_drill_{secrets.token_hex(4)}"
    beside = replace(dba, address=replace(dba.address, database=name))
    try:
        return await restore(beside, source)
    finally:
        await _drop(dba, name)


async def _drop(dba: Dba, name: str) -> None:
    server = await dba.connect("postgres")
    try:
        with contextlib.suppress(asyncpg.InvalidCatalogNameError):  # it failed before it was made
            quoted = name.replace('"', '""')
            await server.execute(f'drop database "{quoted}" with (force)')
    finally:
        server.terminate()
