"""IT's terminal: `batola-desk secretariat …` on a real server, its words and its exit codes."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import asyncpg
import pytest

from batola_desk.__main__ import main
from batola_desk.sync.postgres import PostgresSecretariat, connect
from tests.support.postgres_rig import SUPERUSER_PASSWORD, PostgresRig

T = TypeVar("T")
_numbers = itertools.count(1)
PASSWORD = "kuda-laut-merah-7"
SAVED_ROOMS = sorted((Path(__file__).parents[1] / "data" / "rooms").glob("*.dump"))


class Desk112:
    """IT's terminal at one database."""

    def __init__(self, rig: PostgresRig, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.rig = rig
        self.folder = folder
        self._capsys = capsys
        self.database = f"ruang_{next(_numbers)}"
        self._password_file = self.secret("dba", SUPERUSER_PASSWORD)

    def secret(self, name: str, text: str) -> Path:
        path = self.folder / f"{name}.secret"
        path.write_text(text + "\n")
        path.chmod(0o600)
        return path

    def run(self, task: str, *arguments: str, database: str = "", user: str = "postgres") -> tuple[int, str]:
        url = self.rig.url(database or self.database, user)
        code = main(["secretariat", task, url, "--password-file", str(self._password_file), *arguments])
        said = self._capsys.readouterr()
        return code, said.out + said.err

    def init(self) -> None:
        code, out = self.run("init")
        assert code == 0, out

    def add_user(self, login: str, *more: str, password: str = PASSWORD) -> tuple[int, str]:
        file = self.secret(login, password)
        return self.run("add-user", login, "--new-password-file", str(file), *more)

    def sql(self, *statements: str, database: str = "") -> list[asyncpg.Record]:
        async def work() -> list[asyncpg.Record]:
            connection = await self.rig.superuser(database or self.database)
            try:
                rows: list[asyncpg.Record] = []
                for statement in statements:
                    rows = await connection.fetch(statement)
                return rows
            finally:
                connection.terminate()

        return asyncio.run(work())

    def as_desk(
        self, login: str, work: Callable[[PostgresSecretariat], Awaitable[T]], password: str = PASSWORD
    ) -> T:
        async def joined() -> T:
            secretariat = await connect(self.rig.address(self.database), login, password)
            try:
                return await work(secretariat)
            finally:
                secretariat.terminate()

        return asyncio.run(joined())

    def write(self, login: str, *envelopes: str) -> list[str]:
        async def submit(secretariat: PostgresSecretariat) -> list[str]:
            return [answer.verdict for answer in await secretariat.submit(envelopes)]

        return self.as_desk(login, submit)


@pytest.fixture
def it(secretariat: PostgresRig, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk112:
    return Desk112(secretariat, tmp_path, capsys)
