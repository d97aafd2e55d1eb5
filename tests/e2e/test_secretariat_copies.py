"""A desk dies with five hundred facts that the room does not have: a copy brings every one of them there."""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from batola_desk.app.commands.new_origin import run_new_origin
from batola_desk.app.commands.rescue import run_rescue
from batola_desk.models.verify import verify
from batola_desk.services.seat_views import CopyView
from batola_desk.sync.config import CONFIG_NAME, load_room_settings
from batola_desk.sync.room_audit import audit_room
from tests.e2e.secretariat_stage import PASSWORD, Room, needs_postgres
from tests.e2e.whole_desk_stage import until_equal
from tests.support.desk_double import DeskDouble
from tests.support.faulty_proxy import FaultyProxy, Weather
from tests.support.lonely_desk import write
from tests.support.neighbour_stage import Neighbourhood
from tests.support.sync_desk import shown_in

pytestmark = [
    pytest.mark.e2e,
    needs_postgres,
    pytest.mark.timeout(150),
    pytest.mark.expects_log,
    pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL"),
]

FACTS = 500
SOURCE = Path(__file__).parents[2]


class LonelyDesk:
    """Desk A in its own process, on a line of its own."""

    def __init__(self, home: Path, errors: Path) -> None:
        self.home = home
        self._errors = errors.open("wb")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.lonely_desk", "--home", str(home), "--letter", "A"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            cwd=SOURCE,
        )

    def until(self, condition: Callable[[dict[str, Any]], bool], limit_s: float = 40.0) -> dict[str, Any]:
        """Read what it says until it says so."""
        end_s = time.monotonic() + limit_s
        assert self.process.stdout is not None
        said: dict[str, Any] = {}
        for line in self.process.stdout:
            said = json.loads(line)
            if condition(said):
                return said
            assert time.monotonic() < end_s, said
        raise AssertionError(Path(self._errors.name).read_text()[-3_000:])

    def write(self, count: int) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{count}\n")
        self.process.stdin.flush()

    def fact_ids(self) -> set[str]:
        connection = sqlite3.connect(self.home / "data" / "journal.sqlite")
        try:
            return {row[0] for row in connection.execute("SELECT fact_id FROM journal")}
        finally:
            connection.close()

    def burn(self) -> None:
        """Kill it, and its disk with it."""
        self.kill()
        shutil.rmtree(self.home)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self._errors):
            assert pipe is not None
            pipe.close()


def configure(home: Path, room: Room, letter: str, port: int, copies: str) -> None:
    config = home / "config"
    config.mkdir(parents=True)
    (config / "meja.secret").write_text(PASSWORD + "\n")
    (config / CONFIG_NAME).write_text(
        f'[secretariat]\nhosts = ["127.0.0.1"]\nport = {port}\ndatabase = "{room.name}"\n'
        f'login = "meja_{letter.lower()}"\npassword_file = "meja.secret"\n{copies}'
    )


@pytest.fixture
def line(room: Room) -> Iterator[FaultyProxy]:
    proxy = FaultyProxy(room.rig.port, seed=1)
    yield proxy
    proxy.close()


def sections(way: str, tmp_path: Path, street: Neighbourhood, letter: str) -> str:
    if way == "folder":
        return f'[safe_copy]\nfolder = "{tmp_path / "stick"}"\nsame_disk = true\n'
    return f'[tls]\nca = "{street.authority.ca_file}"\nverify = "disable"\n' + street.toml(letter)


@pytest.mark.parametrize("way", ["folder", "neighbour"])
async def test_five_hundred_unsent_facts_outlive_their_desk(
    room: Room, line: FaultyProxy, tmp_path: Path, way: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "stick").mkdir()
    street = Neighbourhood(tmp_path)
    for letter, port in (("A", line.port), ("B", room.rig.port)):
        configure(tmp_path / letter, room, letter, port, sections(way, tmp_path, street, letter))
    settings = load_room_settings(tmp_path / "B" / "config" / CONFIG_NAME, desk="B")
    b = DeskDouble(tmp_path / "B", real_time=True, letter="B", operator="rina", room=settings)
    await b.start(ticking=True)
    a = LonelyDesk(tmp_path / "A", tmp_path / "a.log")
    try:
        await asyncio.to_thread(a.until, lambda said: said["mode"] == "synced" and said["waiting"] == 0)
        line.weather = Weather.CLOSED
        await asyncio.to_thread(a.until, lambda said: said["mode"] == "offline")
        a.write(FACTS)
        whole = str(tmp_path / "stick") if way == "folder" else "B"
        said = await asyncio.to_thread(
            a.until, lambda said: said["waiting"] >= FACTS and whole in said["whole"]
        )
        await asyncio.sleep(1.5)  # nothing is written any more: this copy is the last one
        written = a.fact_ids()
        assert "unsent_unsafe" not in said["alarms"]
    finally:
        a.burn()
    assert len(written) > FACTS
    if way == "folder":
        assert await asyncio.to_thread(run_rescue, [tmp_path / "stick"], b.paths.journal) == 0
        assert "baru diambil" in capsys.readouterr().out
    owner = await room.superuser()

    async def in_room() -> int:
        query = "select count(*) from api.journal where fact_id = any($1::uuid[])"
        return int(await owner.fetchval(query, sorted(written)))

    end_s = time.monotonic() + 60
    while await in_room() < len(written):
        assert time.monotonic() < end_s, (await in_room(), len(written))
        await asyncio.sleep(0.5)
    total, distinct = await owner.fetchrow("select count(*), count(distinct fact_id) from api.journal")
    audit = await audit_room(owner)
    assert (audit.faults, audit.facts, distinct) == ([], total, total)
    await b.until(lambda: (view := b.services.session.status().room) is not None and view.kept_count == 0, 20)
    await b.stop()
    assert verify(b.paths.journal).exit_code == 0
    assert shown_in(b.paths.journal)["incident_row"]


async def test_a_desk_that_reaches_only_its_neighbour_takes_part(
    room: Room, line: FaultyProxy, tmp_path: Path
) -> None:
    """Its neighbour tells the room its facts; when the line heals nothing is there twice."""
    street = Neighbourhood(tmp_path)
    for letter, port in (("A", line.port), ("B", room.rig.port)):
        configure(tmp_path / letter, room, letter, port, sections("neighbour", tmp_path, street, letter))
    settings = load_room_settings(tmp_path / "B" / "config" / CONFIG_NAME, desk="B")
    b = DeskDouble(tmp_path / "B", real_time=True, letter="B", operator="rina", room=settings)
    await b.start(ticking=True)
    a = LonelyDesk(tmp_path / "A", tmp_path / "a.log")
    owner = await room.superuser()
    try:
        await asyncio.to_thread(a.until, lambda said: said["mode"] == "synced" and said["waiting"] == 0)
        line.weather = Weather.BLACK_HOLE
        await asyncio.to_thread(a.until, lambda said: said["mode"] == "offline")
        a.write(40)
        await asyncio.to_thread(a.until, lambda said: said["waiting"] >= 40 and "B" in said["whole"])
        query = (
            "select count(*) from api.journal where kind = 'incident.note_added' and author_auth = 'asserted'"
        )
        end_s = time.monotonic() + 40
        while await owner.fetchval(query) < 40:
            assert time.monotonic() < end_s
            await asyncio.sleep(0.5)
        line.weather = Weather.FAIR
        await asyncio.to_thread(a.until, lambda said: said["mode"] == "synced" and said["waiting"] == 0)
        await asyncio.sleep(1.0)
        total, distinct = await owner.fetchrow("select count(*), count(distinct fact_id) from api.journal")
        assert total == distinct
        assert (await audit_room(owner)).faults == []
    finally:
        a.kill()
        await b.stop()
    for letter in "AB":
        assert verify(tmp_path / letter / "data" / "journal.sqlite").exit_code == 0


async def test_a_copied_journal_is_told_and_repaired(
    room: Room, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody set up desk B by copying desk A's folder: both write under one name."""
    for letter in "AB":
        configure(tmp_path / letter, room, letter, room.rig.port, "")

    async def opened(letter: str, operator: str) -> DeskDouble:
        home = tmp_path / letter
        settings = load_room_settings(home / "config" / CONFIG_NAME, desk=letter)
        desk = DeskDouble(home, real_time=True, letter=letter, operator=operator, room=settings)
        await desk.start(ticking=True)
        return desk

    a = await opened("A", "sari")
    await write(a, 20)
    await a.until(lambda: is_in_step(a), 20)
    await a.stop()
    shutil.copytree(tmp_path / "A" / "data", tmp_path / "B" / "data", dirs_exist_ok=True)
    a = await opened("A", "sari")
    await write(a, 20)
    await a.until(lambda: is_in_step(a), 20)
    b = await opened("B", "rina")
    await write(b, 30)
    await b.until(lambda: code_of(b) == "origin_cloned", 20)
    assert await asyncio.to_thread(run_new_origin, b.paths, desk="B") == 3
    assert "tutup dulu" in capsys.readouterr().out
    await b.stop()
    assert await asyncio.to_thread(run_new_origin, b.paths, desk="B") == 0
    assert "disegel baru" in capsys.readouterr().out
    assert verify(b.paths.journal).exit_code == 0
    b = await opened("B", "rina")
    await b.until(lambda: is_in_step(b), 20)
    await until_equal(a, b)
    for desk in (a, b):
        await desk.stop()
        assert verify(desk.paths.journal).exit_code == 0
    owner = await room.superuser()
    notes = await owner.fetchval("select count(*) from api.journal where kind = 'incident.note_added'")
    audit = await audit_room(owner)
    assert (audit.faults, notes) == ([], 70)


def is_in_step(desk: DeskDouble) -> bool:
    room = desk.services.session.status().room
    return room is not None and room.mode == "synced" and room.waiting_count == 0 and not room.code


def code_of(desk: DeskDouble) -> str:
    room = desk.services.session.status().room
    return room.code if room is not None else ""


async def test_a_full_server_is_told_and_takes_everything_later(room: Room, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    copies = f'[safe_copy]\nfolder = "{tmp_path / "stick"}"\nsame_disk = true\n'
    configure(tmp_path / "A", room, "A", room.rig.port, copies)
    settings = load_room_settings(tmp_path / "A" / "config" / CONFIG_NAME, desk="A")
    a = DeskDouble(tmp_path / "A", real_time=True, room=settings)
    await a.start(ticking=True)
    owner = await room.superuser()
    try:
        await a.until(lambda: is_in_step(a), 20)
        await owner.execute(FULL)
        await write(a, 40)
        await a.until(lambda: code_of(a) == "secretariat_full", 20)
        await a.until(lambda: all(copy.is_whole for copy in copies_of(a)), 20)
        assert any((tmp_path / "stick").iterdir())
        await owner.execute("drop trigger full_disk on batola.journal")
        await a.until(lambda: is_in_step(a), 20)
        notes = await owner.fetchval("select count(*) from api.journal where kind = 'incident.note_added'")
        assert notes == 40
        assert (await audit_room(owner)).faults == []
    finally:
        await a.stop()


FULL = """
    create function batola.full_disk() returns trigger language plpgsql as $$
    begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$;
    create trigger full_disk before insert on batola.journal for each row execute function batola.full_disk();
"""


def copies_of(desk: DeskDouble) -> list[CopyView]:
    room = desk.services.session.status().room
    assert room is not None
    return list(room.copies)
