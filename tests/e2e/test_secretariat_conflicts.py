"""Two whole desks cut off from a real PostgreSQL do the same things, come back, and people are told once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from batola_desk.domain.conflicts import ConflictKind
from batola_desk.services.conflict_views import ConflictView
from batola_desk.services.views import RoomView
from batola_desk.sync.address import Host
from batola_desk.sync.config import RoomSettings
from batola_desk.sync.status import RULES_DIFFER
from batola_desk.sync.voices import Credentials
from tests.e2e.secretariat_stage import PASSWORD, TEMPLATE, needs_postgres
from tests.support.desk_double import DeskDouble
from tests.support.faulty_proxy import FaultyProxy, Weather
from tests.support.postgres_rig import PostgresRig
from tests.support.sync_desk import shown_in

pytestmark = [pytest.mark.e2e, needs_postgres, pytest.mark.timeout(150)]


class Cable:
    """A desk, and the line between it and the server.

    The lead Budi sits at A, the operator Rina at B.
    """

    def __init__(self, server: PostgresRig, home: Path, letter: str, operator: str, **more: Any) -> None:
        self.proxy = FaultyProxy(server.port, seed=ord(letter))
        machine = Credentials(f"meja_{letter.lower()}", PASSWORD)
        there = server.address(TEMPLATE)
        address = replace(there, hosts=(Host("127.0.0.1", self.proxy.port),))
        room = RoomSettings(address=address, machine=machine)
        self.login = operator
        self.desk = DeskDouble(home / letter, real_time=True, letter=letter, room=room, **more)

    @property
    def room(self) -> RoomView:
        room = self.desk.services.session.status().room
        assert room is not None
        return room

    async def pull(self) -> None:
        self.proxy.weather = Weather.CLOSED
        await self.desk.until(lambda: self.room.mode == "offline", limit_s=20)

    async def plug_in(self) -> None:
        self.proxy.weather = Weather.FAIR
        await self.desk.until(lambda: self.room.mode == "synced" and not self.room.waiting_count, limit_s=30)

    async def open_ticket(self, place: str) -> str:
        incidents = self.desk.services.incidents
        incident_id = await incidents.new(source="manual")
        incidents.set_field(incident_id, "place_text", place)
        await incidents.flush()
        return incident_id

    async def types(self, incident_id: str, value: str) -> None:
        incidents = self.desk.services.incidents
        await incidents.open_view(incident_id)
        incidents.set_field(incident_id, "place_text", value)
        await incidents.flush()

    async def conflicts(self, *, everything: bool = False) -> dict[ConflictKind, ConflictView]:
        views = await self.desk.services.conflicts.listed(everything=everything)
        assert len({view.conflict.kind for view in views}) == len(views), views
        return {view.conflict.kind: view for view in views}


@pytest_asyncio.fixture
async def two(server: PostgresRig, tmp_path: Path) -> AsyncIterator[tuple[Cable, Cable]]:
    async with AsyncExitStack() as ending:
        a = Cable(server, tmp_path, "A", "budi")
        b = Cable(server, tmp_path, "B", "rina")
        for cable in (a, b):
            ending.callback(cable.proxy.close)
            await cable.desk.start(ticking=True)
            ending.push_async_callback(cable.desk.stop)
        for cable in (a, b):
            await cable.plug_in()
            await cable.desk.services.people.sign_on(cable.login, PASSWORD)
            await cable.plug_in()
        yield a, b


@pytest.mark.expects_log
async def test_two_desks_cut_off_send_one_unit_and_write_one_field(two: tuple[Cable, Cable]) -> None:
    a, b = two
    shared = await a.open_ticket("Marabahan")
    unit_id = await a.desk.services.dispatch.register_unit("BPK-3", "bpk", "road")
    for desk in (a.desk, b.desk):
        await desk.until(lambda desk=desk: unit_id in desk.services._world.units, limit_s=10)
        await desk.until(lambda desk=desk: desk.services._world.entry(shared) is not None, limit_s=10)

    await asyncio.gather(a.pull(), b.pull())
    tickets = {}
    for cable, place in ((a, "Belawang"), (b, "Alalak")):
        tickets[cable] = await cable.open_ticket(place)
        await cable.desk.services.dispatch.dispatch_unit(tickets[cable], unit_id)
        await cable.types(shared, f"{place}, dekat jembatan")
        await cable.desk.services.incidents.add_note(shared, f"catatan dari {place}")
        assert cable.desk.services.conflicts.count() == 0
    await a.plug_in()
    await b.plug_in()

    for cable in (a, b):
        services = cable.desk.services
        await cable.desk.until(lambda services=services: services.conflicts.count() == 2, limit_s=20)
        assert set(services._world.units[unit_id].incident_ids) == set(tickets.values())
        view = await services.incidents.open_view(shared)
        assert {note.text for note in view.incident.notes} == {"catatan dari Belawang", "catatan dari Alalak"}
        board = {row.incident_id for row in services.incidents.board()}
        assert board >= {shared, *tickets.values()}
        found = await cable.conflicts()
        assert set(found) == {ConflictKind.UNIT, ConflictKind.FIELD}
        assert {side.side.desk for side in found[ConflictKind.UNIT].sides} == {"A", "B"}
        assert {side.side.value for side in found[ConflictKind.FIELD].sides} == {
            "Belawang, dekat jembatan",
            "Alalak, dekat jembatan",
        }
        alarms = [alarm for alarm in services.session.status().alarms if alarm.code == "conflict"]
        assert len(alarms) == 2
        assert not any(alarm.cleared for alarm in alarms)

    lead, operator = await a.conflicts(), await b.conflicts()
    await b.desk.services.conflicts.choose(
        operator[ConflictKind.FIELD].key,
        next(s.side.fact_id for s in operator[ConflictKind.FIELD].sides if s.side.desk == "A"),
    )
    unit, stays = lead[ConflictKind.UNIT], tickets[a]
    theirs = next(side for side in unit.sides if side.side.desk == "B")
    await a.desk.services.conflicts.withdraw(unit.key, theirs.side.fact_id)
    for cable in (a, b):
        services = cable.desk.services
        await cable.desk.until(lambda services=services: services.conflicts.count() == 0, limit_s=20)
        await cable.desk.until(
            lambda services=services: services._world.units[unit_id].incident_ids == (stays,), limit_s=10
        )
        view = await services.incidents.open_view(shared)
        assert view.incident.text("place_text") == "Belawang, dekat jembatan"
        kept = await cable.conflicts(everything=True)
        assert kept[ConflictKind.FIELD].conflict.seen_desk == "B"
        assert kept[ConflictKind.UNIT].conflict.seen_desk == "A"
        assert all(a.cleared for a in services.session.status().alarms if a.code == "conflict")
    for cable in (a, b):
        await cable.plug_in()
    paths = [cable.desk.paths.journal for cable in (a, b)]
    for _ in range(100):
        if shown_in(paths[0]) == shown_in(paths[1]):
            break
        await asyncio.sleep(0.1)
    assert shown_in(paths[0]) == shown_in(paths[1])


@pytest.mark.expects_log
async def test_other_rules_of_the_server_are_told_and_stop_nothing(
    two: tuple[Cable, Cable], server: PostgresRig
) -> None:
    a, b = two
    connection = await server.superuser(TEMPLATE)
    try:
        await connection.execute("update batola.room set rules = 'older', program = '0.0.9'")
    finally:
        await connection.close()
    await a.pull()
    await a.plug_in()
    await a.desk.until(lambda: a.room.code == RULES_DIFFER, limit_s=10)
    assert a.room.values["program"] == "0.0.9"
    ticket = await a.open_ticket("Marabahan")
    await b.desk.until(lambda: b.desk.services._world.entry(ticket) is not None, limit_s=10)
