"""Which desks live: who may say it, and what the others do about a desk that does not."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

from batola_desk.domain.catalog import Catalog
from batola_desk.domain.incident import TaskState
from batola_desk.services import absent_desks
from batola_desk.sync import client
from tests.e2e.secretariat_stage import Room, needs_postgres
from tests.e2e.whole_desk_stage import Desks, desks_around, until_equal
from tests.support.desk_double import DeskDouble, fire
from tests.support.postgres_rig import PostgresRig
from tests.support.shipped import shipped_catalog

pytestmark = [pytest.mark.e2e, needs_postgres, pytest.mark.timeout(120)]

GONE_S = 5.0  # a sign of life may itself be two seconds old
ACK_LIMIT_S = 5


async def test_a_machine_speaks_for_its_own_desk_and_everybody_hears_it(room: Room) -> None:
    machine, person = await room.join("meja_a"), await room.join("rina")
    assert await person.tell_alive() == {}
    told = await machine.tell_alive()
    assert told is not None
    assert told.keys() == {"A"}
    await asyncio.sleep(1.2)
    heard = await person.tell_alive()
    assert heard is not None
    assert 1.0 < heard["A"] < 5.0, "an operator's question is no sign of life"
    both = await (await room.join("meja_b")).tell_alive()
    assert both is not None
    assert both.keys() == {"A", "B"}


@pytest.mark.parametrize("login", ["rina", "budi", "meja_b"])
async def test_nobody_makes_another_desk_look_alive(room: Room, login: str) -> None:
    connection = await room.psql(login)
    for attack in (
        "insert into batola.desk_life values (1, 'A', now())",
        "update batola.desk_life set told_at = now()",
        "delete from batola.desk_life",
        "select * from batola.desk_life",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(attack)
    rows = await connection.fetch("select desk from api.tell_alive(1::smallint)")
    assert "A" not in {row["desk"] for row in rows}
    assert await connection.fetch("select * from api.tell_alive(999::smallint)") == []


@pytest.mark.parametrize("login", ["proyektor", "laporan"])
async def test_who_writes_no_facts_says_nothing_of_desks(room: Room, login: str) -> None:
    connection = await room.psql(login)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.execute("select * from api.tell_alive(1::smallint)")


async def test_who_keeps_the_row_locked_holds_nobody_up(room: Room) -> None:
    machine, other = await room.join("meja_a"), await room.psql("meja_a")
    await machine.tell_alive()
    await asyncio.sleep(1.1)
    async with other.transaction():
        await other.execute("select * from api.tell_alive(1::smallint)")
        began_s = time.monotonic()
        assert await machine.tell_alive() is not None
        assert time.monotonic() - began_s < 1.0


async def test_a_server_of_before_cannot_say_it(room: Room) -> None:
    machine = await room.join("meja_a")
    superuser = await room.superuser()
    await superuser.execute("drop function api.tell_alive(smallint)")
    assert await machine.tell_alive() is None
    assert await machine.head() is not None, "and the connection goes on"


# ------------------------------------------------------------------ two desks, one of them dies


@pytest_asyncio.fixture
async def desks(server: PostgresRig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desks]:
    monkeypatch.setattr(client, "BEAT_S", 0.3)
    monkeypatch.setattr(absent_desks, "GONE_AFTER_S", GONE_S)
    async with desks_around(server, tmp_path, signs_on=True, catalog=impatient_catalog()) as (a, b):
        yield a, b


def impatient_catalog() -> Catalog:
    """Every agency has a few seconds to accept."""
    catalog = shipped_catalog()
    priorities = {code: replace(rule, ack_limit_s=ACK_LIMIT_S) for code, rule in catalog.priorities.items()}
    return replace(catalog, priorities=priorities)


def standing(desk: DeskDouble) -> set[str]:
    return {alarm.code for alarm in desk.services.session.status().alarms if not alarm.cleared}


async def die(desk: DeskDouble) -> None:
    """As by a power cut: no last word, no more ticks, the connection is gone."""
    await desk.services._ticker.stop()
    exchange = desk.services._room._thread
    assert exchange is not None
    await asyncio.to_thread(exchange.stop)


async def test_a_desk_dies_after_sending_work_and_the_other_raises_the_alarm_in_time(
    desks: tuple[DeskDouble, DeskDouble],
) -> None:
    a, b = desks
    incident_id = await fire(a)
    await a.services.dispatch.send_task(incident_id, "damkar", channel="voice")
    await until_equal(a, b)
    sent_s = time.monotonic()
    await die(a)
    await asyncio.sleep(1.0)
    assert not standing(b) & {"agency_no_ack", "desk_gone"}, "not yet: it may only have been restarted"
    await b.until(lambda: "desk_gone" in standing(b), limit_s=GONE_S + 5)
    await b.until(lambda: "agency_no_ack" in standing(b), limit_s=max(ACK_LIMIT_S, GONE_S) + 5)
    late_s = time.monotonic() - sent_s - max(ACK_LIMIT_S, GONE_S)
    print(f"the alarm of the dead desk's task came {late_s:.1f} s after it was due")
    assert late_s < 5
    (task,) = b.services._world.incidents[incident_id].incident.tasks
    assert task.state is not TaskState.ACKNOWLEDGED
    assert task.escalation_level >= 1, "the ladder is climbed too"


async def test_a_desk_that_is_closed_properly_is_stood_in_for_at_once(
    desks: tuple[DeskDouble, DeskDouble],
) -> None:
    a, b = desks
    incident_id = await fire(a)
    await until_equal(a, b)
    began_s = time.monotonic()
    await a.stop()
    await b.until(lambda: "desk_gone" in standing(b), limit_s=GONE_S)
    assert time.monotonic() - began_s < GONE_S, "its last words were heard"
    assert incident_id in {row.incident_id for row in b.services.incidents.board()}


async def test_while_both_live_only_the_owner_is_alerted(desks: tuple[DeskDouble, DeskDouble]) -> None:
    a, b = desks
    incident_id = await fire(a)
    await a.services.dispatch.send_task(incident_id, "damkar", channel="voice")
    await a.until(lambda: "agency_no_ack" in standing(a), limit_s=ACK_LIMIT_S + 10)
    await asyncio.sleep(GONE_S + 2)
    assert not standing(b) & {"agency_no_ack", "desk_gone"}
