"""The way in of whoever looks after the database: a connection for set-up, checks and backups."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, Final

import asyncpg

from batola_desk.sync.address import Address, Host
from batola_desk.sync.driver_faults import DRIVER_FAULTS, as_connect_fault, as_secretariat_fault
from batola_desk.sync.faults import SecretariatFault

CONNECT_LIMIT_S: Final = 8.0


@dataclass(frozen=True, slots=True)
class Dba:
    """Where and as whom to work. ``password`` None: whatever PostgreSQL's own password file holds."""

    address: Address
    password: str | None = None

    async def connect(self, database: str | None = None) -> asyncpg.Connection:
        """Connect to the first host that can be written to.

        Raises:
            SecretariatFault: what the last host said.
        """
        fault = SecretariatFault("secretariat_unreachable")
        for host in self.address.hosts:
            try:
                return await self._connect_to(host, database or self.address.database)
            except SecretariatFault as refused:
                fault = refused
                if refused.code == "secretariat_no_database":
                    break
        raise fault

    async def connect_or_create(self) -> asyncpg.Connection:
        """Connect; create the database when the server has none of this name."""
        try:
            return await self.connect()
        except SecretariatFault as fault:
            if fault.code != "secretariat_no_database":
                raise
        server = await self.connect("postgres")
        try:
            name = self.address.database.replace('"', '""')
            await server.execute(f"create database \"{name}\" encoding 'UTF8' template template0")
        except asyncpg.PostgresError as fault:
            raise as_secretariat_fault(fault) from fault
        finally:
            server.terminate()
        return await self.connect()

    async def _connect_to(self, host: Host, database: str) -> asyncpg.Connection:
        connection: Any = None
        try:
            connection = await asyncio.wait_for(
                asyncpg.connect(
                    host=host.name,
                    port=host.port,
                    user=self.address.user or None,
                    password=self.password,
                    database=database,
                    ssl=self.address.tls_for(host),
                    timeout=CONNECT_LIMIT_S,
                    server_settings={"application_name": "batola-desk secretariat"},
                ),
                CONNECT_LIMIT_S + 1,
            )
            is_standby = await connection.fetchval("select pg_is_in_recovery()")
        except DRIVER_FAULTS as fault:
            if connection is not None:
                connection.terminate()
            told = as_connect_fault if connection is None else as_secretariat_fault
            raise told(fault) from fault
        if is_standby:
            connection.terminate()
            raise SecretariatFault("secretariat_standby")
        return connection
