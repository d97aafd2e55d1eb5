"""The room was set up anew without a backup: desks send it nothing until people say that it is the one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.desk import DeskRoomAccepted
from tests.e2e.secretariat_stage import PASSWORD, TEMPLATE, make_template, needs_postgres
from tests.e2e.whole_desk_stage import Desks, board, desks_around, journal_of, room_of, until_equal
from tests.support.desk_double import DeskDouble
from tests.support.postgres_rig import PostgresRig
from tests.support.shipped import shipped_catalog

pytestmark = [pytest.mark.e2e, needs_postgres, pytest.mark.timeout(120), pytest.mark.expects_log]


class Server:
    """A secretariat that burns down and is set up anew at the same address."""

    def __init__(self, seed: PostgresRig) -> None:
        self.rig = PostgresRig().clone(seed)

    async def set_up_anew(self) -> None:
        port = self.rig.port
        await asyncio.to_thread(self.rig.destroy)
        self.rig = await asyncio.to_thread(PostgresRig(port=port).create)
        await make_template(self.rig)

    async def fact_count(self) -> int:
        connection = await self.rig.superuser(TEMPLATE)
        try:
            return int(await connection.fetchval("select count(*) from api.journal"))
        finally:
            await connection.close()


@pytest.fixture
def server(seed: PostgresRig) -> Iterator[Server]:
    made = Server(seed)
    try:
        yield made
    finally:
        made.rig.destroy()


@pytest_asyncio.fixture
async def desks(server: Server, tmp_path: Path) -> AsyncIterator[Desks]:
    catalog = shipped_catalog()
    people = {"A": "budi", "B": "rina"}
    async with desks_around(server.rig, tmp_path, people, signs_on=True, catalog=catalog) as (a, b):
        yield a, b


async def test_a_room_set_up_anew_gets_everything_once_people_say_so(
    desks: tuple[DeskDouble, DeskDouble], server: Server
) -> None:
    a, b = desks
    tickets = {await a.services.incidents.new(), await b.services.incidents.new()}
    await until_equal(a, b)
    known = journal_of(a).reader.room_head().result(5).seq
    await server.set_up_anew()
    for desk in desks:
        await desk.until(lambda desk=desk: desk.services.acceptance.offered() is not None, limit_s=40)
        assert room_of(desk).code == "secretariat_other_room"
    offered = a.services.acceptance.offered()
    assert offered is not None
    assert offered.known_count >= known
    assert str(server.rig.port) in offered.host
    tickets.add(await a.services.incidents.new())
    assert await server.fact_count() == 0, "nothing is sent to a room that nobody has accepted"

    with pytest.raises(OperatorError) as refusal:
        await b.services.acceptance.accept(offered.epoch, reason="saya mau")
    assert refusal.value.code == "lead_only"
    await a.services.acceptance.accept(offered.epoch, reason="server baru, disetujui TI")
    await a.until(lambda: room_of(a).mode == "synced" and room_of(a).waiting_count == 0, limit_s=30)
    assert a.services.acceptance.offered() is None
    assert await server.fact_count() > 0  # B's words have to come from B, as long as it lives
    assert room_of(b).code == "secretariat_other_room", "each desk is asked by itself"

    await b.services.people.sign_on("budi", PASSWORD)
    again = b.services.acceptance.offered()
    assert again is not None
    await b.services.acceptance.accept(again.epoch, reason="sama dengan meja A")
    await until_equal(a, b, limit_s=40)
    assert board(a) == board(b) == tickets
    accepted = [
        fact.event
        for letter in "AB"
        for fact in journal_of(a).reader.facts_of(f"desk:{letter}").result(5)
        if isinstance(fact.event, DeskRoomAccepted)
    ]
    assert [event.reason for event in accepted] == ["server baru, disetujui TI", "sama dengan meja A"]
