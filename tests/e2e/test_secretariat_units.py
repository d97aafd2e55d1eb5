"""Where units are, in the room's own table: who may say so, what is taken, what never waits for it."""

from __future__ import annotations

import json
import time

import asyncpg
import pytest

from batola_desk.domain.unit_position import UnitPosition
from batola_desk.sync.positions import PositionTeller
from batola_desk.sync.postgres_positions import read_positions, teller_for
from batola_desk.sync.voices import Credentials
from tests.e2e.secretariat_stage import PASSWORD, Room, needs_postgres

pytestmark = [pytest.mark.e2e, needs_postgres, pytest.mark.timeout(120)]

TELL = "select api.tell_units(1::smallint, $1)"


def now_us() -> int:
    return time.time_ns() // 1000


def row(unit_id: str = "u1", *, at_us: int | None = None, **more: object) -> dict[str, object]:
    made: dict[str, object] = {"unit_id": unit_id, "latitude": -3.1, "longitude": 114.6, "source": "traccar"}
    return made | {"at_us": now_us() if at_us is None else at_us} | more


async def tell(session: asyncpg.Connection, *rows: dict[str, object]) -> int:
    """Say it, after the pause that the room asks of one machine."""
    while True:
        news: int = await session.fetchval(TELL, json.dumps(rows))
        if news >= 0:
            return news


async def test_the_newest_of_each_unit_is_kept_and_read_by_what_is_new(room: Room) -> None:
    machine, reader = await room.psql("meja_a"), await room.psql("meja_b")
    at_us = now_us() - 10_000_000
    assert await tell(machine, row(at_us=at_us), row("u2", at_us=at_us), row(at_us=at_us - 1)) == 2
    assert await tell(machine, row(at_us=at_us - 5, latitude=-3.9)) == 0  # older: no news
    found = await read_positions(reader, 1, 0)
    assert found is not None
    change, moved = found
    assert sorted((p.unit_id, p.latitude, p.at_us) for p in moved) == [
        ("u1", -3.1, at_us),
        ("u2", -3.1, at_us),
    ]
    assert await read_positions(reader, 1, change) == (change, [])
    await tell(machine, row(at_us=at_us + 5, latitude=-3.2, heading_deg=90, speed_mps=8.5))
    assert found is not None
    later = await read_positions(reader, 1, change)
    assert later is not None
    assert [(p.unit_id, p.latitude, p.heading_deg, p.speed_mps) for p in later[1]] == [("u1", -3.2, 90, 8.5)]


async def test_people_may_look_and_only_machines_may_tell(room: Room) -> None:
    person = await room.psql("sari")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await person.fetchval(TELL, "[]")
    assert await read_positions(person, 1, 0) == (0, [])
    stranger = await room.psql("laporan")
    assert await read_positions(stranger, 1, 0) is None
    for login in ("sari", "meja_a"):
        session = await room.psql(login)
        for attack in (
            "insert into batola.unit_position values (1, 'x', 1, 1, null, null, null, false, 'x', 1, 1, 'x')",
            "update api.unit_position set latitude = 0",
            "delete from batola.unit_position",
            "select nextval('batola.unit_change')",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await session.execute(attack)


@pytest.mark.parametrize(
    "bad",
    [
        {"latitude": 91},
        {"longitude": -181},
        {"latitude": None},
        {"unit_id": "x" * 65},
        {"unit_id": "a b"},
        {"unit_id": None},
        {"source": "DROP TABLE"},
        {"at_us": 0},
        {"at_us": 1 << 60},
    ],
)
async def test_what_is_no_position_is_left_out(room: Room, bad: dict[str, object]) -> None:
    machine = await room.psql("meja_a")
    assert await tell(machine, row() | bad, row("good")) == 1


async def test_a_machine_has_a_pace_and_the_table_an_end(room: Room) -> None:
    machine, owner = await room.psql("meja_a"), await room.superuser()
    answers = [await machine.fetchval(TELL, json.dumps([row()])) for _ in range(20)]
    assert -1 in answers
    await owner.execute("update batola.room set units_max = 50")
    for number in range(5):
        await tell(machine, *(row(f"u{number}-{at}") for at in range(40)))
    assert await owner.fetchval("select count(*) from batola.unit_position") <= 90
    assert (
        await tell(machine, row("u0-1", at_us=now_us() + 1_000_000)) == 1
    )  # a known one is heard all the same
    with pytest.raises(asyncpg.PostgresError):
        await machine.fetchval(TELL, json.dumps([row()] * 20_000))


async def test_a_session_that_holds_its_row_stops_nobody_else(room: Room) -> None:
    holder, other = await room.psql("meja_a"), await room.psql("meja_b")
    async with holder.transaction():
        await tell(holder, row())
        began_s = time.monotonic()
        assert await tell(other, row("u2")) == 1
        with pytest.raises(asyncpg.LockNotAvailableError):
            await tell(other, row())  # the same unit, told by two: this one waits a moment and no longer
        assert time.monotonic() - began_s < 2.0


async def test_the_teller_says_what_waited_while_the_room_was_away(room: Room) -> None:
    reader = await room.psql("meja_b")
    teller = PositionTeller(teller_for(room.rig.address(room.name), Credentials("meja_a", PASSWORD)))
    for number in range(1200):  # before it has a connection at all; more than one batch
        at_us = now_us() - 2000 + number
        teller.put(
            UnitPosition(
                unit_id=f"u{number % 600}", latitude=-3.1, longitude=114.6, at_us=at_us, source="file"
            )
        )
    teller.start()
    try:
        end_s = time.monotonic() + 15
        while True:
            found = await read_positions(reader, 1, 0)
            assert found is not None
            if len(found[1]) == 600:
                break
            assert time.monotonic() < end_s, len(found[1])
    finally:
        teller.stop()
