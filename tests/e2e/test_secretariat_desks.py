"""Real desks' journals, the real exchange, the real server: facts meet, forks heal, histories stay whole."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from batola_desk.domain.events.incident import IncidentNoteAdded, IncidentOpened
from batola_desk.domain.events.unit import UnitDispatched
from batola_desk.domain.facts import Guard, NewFact
from batola_desk.sync.postgres import connect
from batola_desk.sync.room_audit import audit_room
from batola_desk.sync.voices import Credentials
from tests.e2e.secretariat_stage import PASSWORD, RealRoom, Room, needs_postgres
from tests.support.sync_desk import SyncDesk, fold_of, rows_of

pytestmark = [pytest.mark.e2e, needs_postgres, pytest.mark.timeout(120)]

RINA, SARI = Credentials("rina", PASSWORD), Credentials("sari", PASSWORD)


class Desks:
    def __init__(self, folder: Path, room: Room) -> None:
        self.room = RealRoom(room)
        as_room: Any = self.room
        self.a = SyncDesk(folder, "A", as_room)
        self.b = SyncDesk(folder, "B", as_room)

    async def meet(self) -> None:
        """Both exchange until both know everything."""
        for _ in range(2):
            await self.a.exchange_all(RINA)
            await self.b.exchange_all(SARI)

    def part(self) -> None:
        self.a.disconnect()
        self.b.disconnect()

    async def check(self, facts: int) -> None:
        """Both show the same, which is the fold of the server's history; that is whole."""
        reader = await connect(self.room.room.rig.address(self.room.database), "meja_a", PASSWORD)
        entries = await reader.pull(0, 500)
        reader.terminate()
        assert len(entries) == facts
        assert self.a.waiting == self.b.waiting == 0
        assert self.a.fact_ids == self.b.fact_ids == {entry.fact_id for entry in entries}
        expected = rows_of(fold_of(entries))
        assert self.a.shown() == self.b.shown() == expected
        for desk in (self.a, self.b):
            assert desk.query("SELECT * FROM fact_problem") == []
        owner = await self.room.room.rig.superuser(self.room.database)
        audit = await audit_room(owner)
        owner.terminate()
        assert (audit.faults, audit.facts) == ([], facts)


@pytest.fixture
def desks(tmp_path: Path, room: Room) -> Iterator[Desks]:
    both = Desks(tmp_path, room)
    yield both
    both.a.close()
    both.b.close()


def opened(number: int) -> NewFact:
    return NewFact(
        event=IncidentOpened(ticket_number=f"112-6304-20261126-A{number:04}", source="manual"),
        aggregates=(f"incident:{number}",),
    )


def note(number: int, text: str) -> NewFact:
    return NewFact(event=IncidentNoteAdded(note_id=text, text=text), aggregates=(f"incident:{number}",))


async def test_two_desks_tell_each_other_everything(desks: Desks) -> None:
    desks.a.write(opened(1), note(1, "rumah terbakar"), actor="rina")
    desks.b.write(opened(2), note(2, "pohon 🌳 tumbang"), actor="sari")
    desks.b.write(note(2, "listrik padam"), actor="engine")
    await desks.meet()
    await desks.check(5)
    rows = desks.b.query("SELECT author, author_auth FROM room_entry ORDER BY seq")
    assert rows[:2] == [("rina", "session")] * 2
    assert ("asserted",) not in {row[1:] for row in rows}


async def test_facts_of_who_went_home_are_told_by_the_machine(desks: Desks) -> None:
    desks.a.write(opened(1), actor="budi")  # offline, before rina came
    desks.a.write(note(1, "lanjut"), actor="rina")
    await desks.meet()
    await desks.check(2)
    assert desks.b.query("SELECT author, author_auth FROM room_entry ORDER BY seq") == [
        ("budi", "asserted"),
        ("rina", "session"),
    ]


async def test_one_unit_sent_by_both_is_seen_by_both(desks: Desks) -> None:
    for desk, number, actor in ((desks.a, 1, "rina"), (desks.b, 2, "sari")):
        desk.write(opened(number), actor=actor)
        desk.write(
            NewFact(
                event=UnitDispatched(unit_id="7", incident_id=str(number)),
                aggregates=("unit:7", f"incident:{number}"),
                guards=(Guard(key="unit:7", expect=None, set=str(number)),),
            ),
            actor=actor,
        )
    await desks.meet()
    await desks.check(4)
    verdicts = desks.a.query("SELECT verdict FROM room_entry ORDER BY seq")
    assert verdicts == [("ok",), ("ok",), ("ok",), ("contested",)]


async def test_a_fact_the_server_cannot_use_blocks_nothing(desks: Desks) -> None:
    desks.a.write(opened(1), actor="rina")
    desks.a.write(note(1, "aneh"), actor="ri\x00na")
    desks.a.write(note(1, "sesudahnya"), actor="rina")
    await desks.meet()
    assert desks.a.waiting == desks.b.waiting == 0
    verdicts = desks.b.query("SELECT verdict FROM room_entry ORDER BY seq")
    assert verdicts == [("ok",), ("invalid",), ("ok",)]


@pytest.mark.expects_log
async def test_a_restored_older_room_gets_back_what_the_desks_know(desks: Desks) -> None:
    room = desks.room.room
    desks.a.write(opened(1), actor="rina")
    desks.b.write(opened(2), actor="sari")
    await desks.meet()
    desks.part()
    await _end_sessions(room)
    older = f"{room.name}_kemarin"
    await room.rig.copy_database(room.name, older)
    for number in range(5):
        desks.a.write(note(1, f"a{number}"), actor="rina")
        desks.b.write(note(2, f"b{number}"), actor="sari")
        await desks.meet()
    await desks.check(12)
    desks.part()
    desks.room.database = older
    desks.b.write(note(1, "sementara itu"), actor="sari")
    await desks.meet()
    assert desks.a.exchange.fork_count == desks.b.exchange.fork_count == 1
    await desks.check(13)


async def _end_sessions(room: Room) -> None:
    owner = await room.rig.superuser()
    for _ in range(50):
        left = await owner.fetchval("select count(*) from pg_stat_activity where datname = $1", room.name)
        if left == 0:
            break
        await asyncio.sleep(0.1)
    owner.terminate()
