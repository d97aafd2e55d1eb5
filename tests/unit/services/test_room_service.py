"""How the desk stands to its room: what the strip and the alerts are told."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from batola_desk.domain.events.incident import IncidentNoteAdded
from batola_desk.domain.facts import NewFact
from batola_desk.services.room import OFFLINE_ALARM_S
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.listeners import ChangedVerdict
from tests.support.desk_double import DeskDouble, open_desk
from tests.support.room_double import RoomDouble

WAIT_S = 10.0


def standing(desk: DeskDouble, code: str) -> list[str]:
    return [a.detail for a in desk.services.session.status().alarms if a.code == code and not a.cleared]


async def test_a_desk_without_a_room_has_no_exchange(desk: DeskDouble) -> None:
    assert desk.services.session.status().room is None
    assert desk.services.session.status().mode == "standalone"
    await desk.forward(OFFLINE_ALARM_S + 2)
    assert standing(desk, "offline") == []
    assert "batola-sync" not in {thread.name for thread in threading.enumerate()}


async def test_a_desk_with_a_wrong_file_works_alone_and_says_so(tmp_path: Path) -> None:
    fault = SecretariatFault("secretariat_config", file="secretariat.toml", line=3, key="tls.ca")
    async with open_desk(tmp_path, room_fault=fault) as desk:
        room = desk.services.session.status().room
        assert room is not None
        assert (room.mode, room.code, room.values["line"]) == ("offline", "secretariat_config", 3)
        await desk.forward(OFFLINE_ALARM_S - 2)
        assert standing(desk, "offline") == []
        await desk.forward(3)
        assert standing(desk, "offline") == ["secretariat_config"]
        key = desk.engine.ring()
        await desk.settle()
        assert await desk.services.calls.answer() == key


async def test_what_the_room_judges_otherwise_is_a_conflict_until_somebody_looks(desk: DeskDouble) -> None:
    journal = desk.services._journal
    assert journal is not None
    room, service, conflicts = RoomDouble(), desk.services._room, desk.services.conflicts
    note = NewFact(event=IncidentNoteAdded(note_id="n", text="x"), aggregates=("incident:i",))
    await desk.services._context.recorder.record(note)
    pending = journal.reader.pending().result(WAIT_S)
    for fact in pending:
        room.submit(fact.envelope, "lost" if fact is pending[-1] else "ok")
    applied = journal.store.apply_room(room.page(0)).result(WAIT_S)
    await desk.until(lambda: conflicts.count() == 1)
    service._take_page(applied)
    alarms = desk.services._context.alarms
    (alarm,) = (a for a in alarms.views() if a.code == "conflict")
    await desk.services.session.acknowledge_alarm(alarm.alarm_id)
    assert conflicts.count() == 1, "the alert was heard, the conflict not looked at"
    (view,) = await conflicts.listed()
    assert (alarm.subject, alarm.detail) == (view.key, "lost")
    await conflicts.mark_seen([view.key])
    assert (conflicts.count(), await conflicts.listed()) == (0, [])
    assert all(a.cleared for a in alarms.views() if a.code == "conflict")
    changed = ChangedVerdict(fact=applied.judged[0].fact, before=applied.judged[-1].fact.verdict)
    service._take_changed((changed,))
    await desk.until(lambda: conflicts.count() == 1)
    (turned,) = await conflicts.listed()
    assert (turned.conflict.kind, turned.sides[0].side.value) == ("turned", "lost>ok")
    await desk.settle()


def test_a_desk_that_stands_alone_does_not_load_the_driver() -> None:
    code = "import sys, batola_desk.app.desk_process; sys.exit('asyncpg' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0
