"""A secretariat with people and machines in it, a fresh room for every test."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator, Iterator

import asyncpg
import pytest
import pytest_asyncio

from batola_desk.domain.room_confidence import room_confidence
from batola_desk.sync.members import add_login
from batola_desk.sync.postgres import PostgresSecretariat, connect
from batola_desk.sync.schema_setup import set_up
from batola_desk.sync.voices import Credentials
from tests.support.postgres_rig import PostgresRig, is_available
from tests.support.shipped import shipped_catalog

PASSWORD = "sandi-panjang-112"
TEMPLATE = "room_template"
LOGINS = {
    "rina": ("operator", None),
    "sari": ("operator", None),
    "budi": ("lead", None),
    "ani": ("admin", None),
    "meja_a": ("workstation", "A"),
    "meja_b": ("workstation", "B"),
    "meja_c": ("workstation", "C"),
    "proyektor": ("projector", None),
    "laporan": ("report", None),
}
_numbers = itertools.count(1)


class Room:
    """One database with everybody's ways in; what was opened is dropped at the end."""

    def __init__(self, rig: PostgresRig, name: str) -> None:
        self.rig = rig
        self.name = name
        self._opened: list[PostgresSecretariat | asyncpg.Connection] = []

    async def join(self, login: str) -> PostgresSecretariat:
        """As the desk's program does."""
        joined = await connect(self.rig.address(self.name), login, PASSWORD)
        self._opened.append(joined)
        return joined

    async def psql(self, login: str) -> asyncpg.Connection:
        """As anybody with this password and a tool of his own does."""
        connection = await self.rig.login(self.name, login, PASSWORD)
        self._opened.append(connection)
        return connection

    async def superuser(self) -> asyncpg.Connection:
        connection = await self.rig.superuser(self.name)
        self._opened.append(connection)
        return connection

    def leave(self) -> None:
        for opened in self._opened:
            opened.terminate()


needs_postgres = pytest.mark.skipif(not is_available(), reason="PostgreSQL is not installed")


@contextlib.contextmanager
def destroyed(rig: PostgresRig) -> Iterator[PostgresRig]:
    """A cluster that is gone afterwards."""
    try:
        yield rig
    finally:
        rig.destroy()


@pytest.fixture(scope="session")
def seed() -> Iterator[PostgresRig]:
    """A stopped cluster with the room in it, to be cloned: making one takes seconds."""
    with destroyed(PostgresRig().create()) as rig:
        asyncio.run(make_template(rig))
        rig.stop()
        yield rig


@pytest.fixture(scope="session")
def secretariat(seed: PostgresRig) -> Iterator[PostgresRig]:
    """One server for all tests that leave it as it is; each makes its own database in it."""
    with destroyed(PostgresRig().clone(seed)) as rig:
        yield rig


@pytest.fixture
def server(seed: PostgresRig) -> Iterator[PostgresRig]:
    """A room on a server of its own, for tests that end it, cut it off or change it."""
    with destroyed(PostgresRig().clone(seed)) as rig:
        yield rig


async def make_template(rig: PostgresRig) -> None:
    connection = await rig.superuser()
    await connection.execute(f"create database {TEMPLATE}")
    await connection.close()
    await set_up(lambda: rig.superuser(TEMPLATE), room_confidence(shipped_catalog()))
    connection = await rig.superuser(TEMPLATE)
    for login, (role, desk) in LOGINS.items():
        await add_login(connection, login, role, PASSWORD, full_name=login.title(), desk=desk)
    await connection.close()


@pytest_asyncio.fixture
async def room(secretariat: PostgresRig) -> AsyncIterator[Room]:
    name = f"room_{next(_numbers)}"
    await secretariat.copy_database(TEMPLATE, name)
    stage = Room(secretariat, name)
    yield stage
    stage.leave()


async def has_heard(listener: PostgresSecretariat) -> None:
    """Wait for every hint of what is written by now: a server tells them before its next answer's end."""
    await listener.head()
    await asyncio.sleep(0)


class RealRoom:
    """Where the desks connect to; may move to another database, as after a restore."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.database = room.name

    async def connect(self, credentials: Credentials) -> PostgresSecretariat:
        return await connect(self.room.rig.address(self.database), credentials.login, PASSWORD)
