"""Brings a PostgreSQL database to the secretariat's schema: roles, tables, functions, rights, rules.

One transaction: it is all there, or nothing has changed.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import asyncpg
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from batola_desk import __version__
from batola_desk.domain.room_confidence import RoomConfidence
from batola_desk.domain.room_rules import ROOM_RULES, rules_digest
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.schema.script import read_script

SERVER_REVISION: Final = "0011"
POSTGRES_MIN: Final = 150000
SCHEMA_FOLDER: Final = Path(__file__).parent / "schema"

Connect = Callable[[], Awaitable[asyncpg.Connection]]


@dataclass(frozen=True, slots=True)
class SetUp:
    """Revision before (empty: a new room) and after, and what the server would not let us do."""

    before: str
    after: str
    notices: tuple[str, ...]


async def stored_revision(connection: asyncpg.Connection) -> str:
    """Return the schema's revision, empty when there is no room in this database.

    Raises:
        SecretariatFault: ``secretariat_foreign``: something else lives in this database.
    """
    if await connection.fetchval("select to_regclass('batola.room_version') is not null"):
        found: str | None = await connection.fetchval("select version_num from batola.room_version")
        return found or ""
    foreign = await connection.fetchval("""
        select string_agg(distinct n.nspname || '.' || c.relname, ', ') from pg_class c
          join pg_namespace n on n.oid = c.relnamespace
         where c.relkind in ('r', 'p', 'v') and n.nspname not in ('pg_catalog', 'information_schema')
           and n.nspname not like 'pg\\_%'
    """)
    if foreign:
        raise SecretariatFault("secretariat_foreign", tables=foreign[:200])
    return ""


async def check_server(connection: asyncpg.Connection) -> None:
    """Refuse what cannot carry a room.

    Raises:
        SecretariatFault: ``secretariat_postgres_old`` or ``secretariat_not_utf8``.
    """
    if int(await connection.fetchval("show server_version_num")) < POSTGRES_MIN:
        raise SecretariatFault(
            "secretariat_postgres_old", version=await connection.fetchval("show server_version")
        )
    encoding = await connection.fetchval("show server_encoding")
    if encoding != "UTF8":
        raise SecretariatFault("secretariat_not_utf8", encoding=encoding)


async def set_up(connect: Connect, confidence: RoomConfidence | None = None) -> SetUp:
    """Create the room, or bring it to this program's revision.

    Args:
        connect: opens a connection of the DBA to the room's database.
        confidence: what is confidential, by the configuration of this machine; None = as it was.

    Raises:
        SecretariatFault: ``secretariat_foreign``, ``secretariat_too_new``, ``secretariat_postgres_old`` …
        asyncpg.PostgresError: the server refused a statement.
    """
    try:
        return await _set_up(connect, confidence)
    except DBAPIError as fault:  # the driver's own error, where SQLAlchemy has wrapped it
        cause = fault.orig.__cause__ if fault.orig is not None else None
        raise (cause or fault) from fault


async def _set_up(connect: Connect, confidence: RoomConfidence | None) -> SetUp:
    notices: list[str] = []
    engine = create_async_engine("postgresql+asyncpg://", async_creator=connect, poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            await connection.execute(text("set local lock_timeout = '10s'"))  # also opens the transaction
            driver: Any = (await connection.get_raw_connection()).driver_connection
            driver.add_log_listener(lambda _connection, message: notices.append(message.message))
            await check_server(driver)
            before = await stored_revision(driver)
            if before > SERVER_REVISION:
                raise SecretariatFault("secretariat_too_new", server=before, program=SERVER_REVISION)
            await driver.execute(read_script("roles.sql"))
            for schema in ("batola", "api", "report"):
                await driver.execute(f"create schema if not exists {schema} authorization batola_owner")
            await driver.execute("set local role batola_owner")
            await connection.run_sync(_migrate)
            await write_rules(driver)
            if confidence is not None:
                await write_confidence(driver, confidence)
            await driver.execute("reset role")
            await driver.execute(read_script("database.sql"))
    finally:
        await engine.dispose()
    return SetUp(
        before, SERVER_REVISION, tuple(n for n in notices if "already" not in n and "skipping" not in n)
    )


async def write_rules(connection: asyncpg.Connection) -> None:
    """Write this program's table of rules into the server. A kind once known stays known."""
    await connection.executemany(
        """
        insert into batola.event_kind as k
          (kind, min_role, guard_rule, guard_prefix, force_role, lead_field, lead_values)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (kind) do update set min_role = excluded.min_role, guard_rule = excluded.guard_rule,
          guard_prefix = excluded.guard_prefix, force_role = excluded.force_role,
          lead_field = excluded.lead_field, lead_values = excluded.lead_values
        """,
        [
            (
                kind,
                rule.min_role.value,
                rule.guard.value,
                rule.guard_prefix,
                rule.force_role.value if rule.force_role else None,
                rule.lead_field,
                list(rule.lead_values),
            )
            for kind, rule in ROOM_RULES.items()
        ],
    )
    await connection.execute("update batola.room set rules = $1, program = $2", rules_digest(), __version__)


async def write_confidence(connection: asyncpg.Connection, confidence: RoomConfidence) -> None:
    """Write what is confidential into the server, instead of what stood there."""
    await connection.execute("delete from batola.confidence")
    await connection.executemany(
        "insert into batola.confidence (what, code) values ($1, $2)", confidence.rows()
    )


async def read_confidence(connection: asyncpg.Connection) -> RoomConfidence | None:
    """Return what the server holds to be confidential; None = its schema knows nothing of it."""
    if not await connection.fetchval("select to_regclass('batola.confidence') is not null"):
        return None
    rows = await connection.fetch("select what, code from batola.confidence")
    parts = {what: {row["code"] for row in rows if row["what"] == what} for what in _CONFIDENCE}
    return RoomConfidence(
        types=frozenset(parts["type"]), sees=frozenset(parts["sees"]), receives=frozenset(parts["receives"])
    )


_CONFIDENCE: Final = ("type", "sees", "receives")


def _migrate(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", SCHEMA_FOLDER.as_posix().replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
