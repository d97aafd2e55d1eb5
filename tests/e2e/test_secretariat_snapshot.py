"""Snapshots in the real server: who may make one, what it keeps, and a new desk that begins with one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from batola_desk.domain.events.incident import IncidentNoteAdded, IncidentOpened
from batola_desk.domain.facts import NewFact
from batola_desk.models.verify import verify
from batola_desk.sync import history
from batola_desk.sync.postgres import connect
from batola_desk.sync.voices import Credentials
from tests.e2e.secretariat_stage import PASSWORD, RealRoom, Room, needs_postgres
from tests.support.sync_desk import WAIT_S, SyncDesk, fold_of, rows_of

pytestmark = [pytest.mark.e2e, needs_postgres, pytest.mark.timeout(120)]

RINA = Credentials("rina", PASSWORD)
CLAIM = "select api.claim_snapshot(1::smallint, $1, $2)"
KEEP = "select api.keep_snapshot(1::smallint, $1, $2, $3, $4::bytea[])"
FORM = "1-test"


@pytest.fixture
def full_desk(tmp_path: Path, room: Room) -> Iterator[SyncDesk]:
    as_room: Any = RealRoom(room)
    desk = SyncDesk(tmp_path, "A", as_room)
    yield desk
    desk.close()


async def fill_room(desk: SyncDesk, count: int = 30) -> None:
    for number in range(count):
        incident = f"incident:i{number}"
        desk.write(
            NewFact(
                event=IncidentOpened(ticket_number=f"112-6304-20250825-A{number:04}"), aggregates=(incident,)
            ),
            NewFact(event=IncidentNoteAdded(note_id="n", text="asap"), aggregates=(incident,)),
            actor="rina",
        )
    await desk.exchange_all(RINA)


async def head_of(connection: asyncpg.Connection) -> tuple[int, bytes]:
    row = await connection.fetchrow("select seq, head_hash from api.head")
    return row["seq"], row["head_hash"]


async def test_a_new_desk_begins_with_what_another_left(
    room: Room, full_desk: SyncDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "WORTH_IT", 10)
    monkeypatch.setattr(history, "EVERY", 1_000)
    monkeypatch.setattr(history, "LOOK_S", 0.0)
    monkeypatch.setattr(history, "PAGE_FACTS", 9)
    await fill_room(full_desk)
    await full_desk.exchange.fill_some()
    reading = full_desk.exchange.history._reading
    assert reading is not None
    reading.result(WAIT_S)
    await full_desk.exchange.fill_some()
    as_room: Any = RealRoom(room)
    new = SyncDesk(tmp_path, "B", as_room)
    try:
        await new.connect()
        assert len(new.journal.reader.open_incidents().result(WAIT_S)) == 30
        assert new.query("SELECT count(*) FROM journal") == [(0,)]
        for _ in range(200):
            if not await new.exchange.turn() and not await new.exchange.fill_some():
                break
        reader = await connect(room.rig.address(room.name), "meja_b", PASSWORD)
        entries = await reader.pull(0, 500)
        reader.terminate()
        assert new.shown() == full_desk.shown() == rows_of(fold_of(entries))
        assert new.exchange.history.corrected == 0
        assert verify(new.path).exit_code == 0
    finally:
        new.close()


async def test_one_machine_is_asked_and_only_when_it_is_time(room: Room, full_desk: SyncDesk) -> None:
    await fill_room(full_desk)
    meja_a, meja_b = await room.psql("meja_a"), await room.psql("meja_b")
    assert await meja_a.fetchval(CLAIM, FORM, 1_000)
    assert not await meja_b.fetchval(CLAIM, FORM, 1_000)
    seq, entry_hash = await head_of(meja_a)
    await meja_a.execute(KEEP, seq, entry_hash, FORM, [b"x", b"y"])
    owner = await room.superuser()
    await owner.execute("update batola.snapshot_claim set claimed_at = now() - interval '1 hour'")
    assert not await meja_b.fetchval(CLAIM, FORM, 1_000)  # one is there
    assert await meja_b.fetchval(CLAIM, "2-newer-program", 1_000)
    parts = await meja_b.fetch("select data from api.snapshot_part order by number")
    assert [part["data"] for part in parts] == [b"x", b"y"]


@pytest.mark.parametrize("login", ["rina", "budi", "ani", "proyektor"])
async def test_people_make_no_snapshots(room: Room, login: str) -> None:
    connection = await room.psql(login)
    for statement, values in ((CLAIM, (FORM, 1_000)), (KEEP, (1, b"x", FORM, [b"x"]))):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.fetchval(statement, *values)


@pytest.mark.parametrize("table", ["batola.snapshot", "batola.snapshot_part", "batola.snapshot_claim"])
@pytest.mark.parametrize("login", ["meja_a", "ani"])
async def test_nobody_writes_the_tables(room: Room, table: str, login: str) -> None:
    connection = await room.psql(login)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.execute(f"delete from {table}")


async def test_what_is_none_or_nobody_asked_for_is_refused(room: Room, full_desk: SyncDesk) -> None:
    await fill_room(full_desk)
    meja_a, meja_b = await room.psql("meja_a"), await room.psql("meja_b")
    seq, entry_hash = await head_of(meja_a)
    assert await meja_a.fetchval(CLAIM, FORM, 1_000)
    bad = [
        (meja_b, (seq, entry_hash, FORM, [b"x"])),  # another was asked
        (meja_a, (seq, b"?" * 32, FORM, [b"x"])),
        (meja_a, (seq + 1, entry_hash, FORM, [b"x"])),
        (meja_a, (seq, entry_hash, "other", [b"x"])),
        (meja_a, (seq, entry_hash, FORM, [])),
        (meja_a, (seq, entry_hash, FORM, [b"x" * (33 << 20)])),
    ]
    for connection, values in bad:
        with pytest.raises(asyncpg.PostgresError) as refused:
            await connection.execute(KEEP, *values)
        assert refused.value.sqlstate == "BD013"
    assert await meja_a.fetch("select * from api.snapshot") == []
    for form in ("", "A B", "x" * 61):
        assert not await meja_a.fetchval(CLAIM, form, 1_000)


async def test_two_of_a_form_stay_and_erasing_takes_them_away(room: Room, full_desk: SyncDesk) -> None:
    await fill_room(full_desk, 3)
    meja_a = await room.psql("meja_a")
    assert await meja_a.fetchval(CLAIM, FORM, 1_000)
    seq, _ = await head_of(meja_a)
    for place in range(seq - 3, seq + 1):
        entry_hash = await meja_a.fetchval("select hash from api.journal where seq = $1", place)
        await meja_a.execute(KEEP, place, entry_hash, FORM, [b"x"])
    kept = [row["seq"] for row in await meja_a.fetch("select seq from api.snapshot order by seq")]
    assert kept == [seq - 1, seq]
    admin = await room.psql("ani")
    assert await admin.fetchval("select api.erase_body(1::smallint, $1, 'kata pengadilan')", seq)
    assert [row["seq"] for row in await meja_a.fetch("select seq from api.snapshot")] == [seq - 1]
    assert await admin.fetchval("select api.erase_body(1::smallint, $1, 'kata pengadilan')", 1)
    assert await meja_a.fetch("select * from api.snapshot") == []
    assert await meja_a.fetch("select * from api.snapshot_part") == []
