"""A new desk begins with the room's snapshot, and the desks make one now and then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from batola_desk.domain.events.incident import IncidentNoteAdded, IncidentOpened
from batola_desk.domain.facts import NewFact
from batola_desk.models.room_snapshot import pack, snapshot_form, unpack
from batola_desk.models.verify import verify
from batola_desk.sync import history
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.voices import Credentials
from tests.support.model_secretariat import ModelRoom, ModelSecretariat, Trouble
from tests.support.sync_desk import WAIT_S, SyncDesk, fold_of, rows_of

SARI = Credentials("sari", "sandi")
ENTRIES = 40


class Centre:
    """One desk that wrote a room full, and one that begins."""

    def __init__(self, folder: Path) -> None:
        self.now_s = 0.0
        self.room = ModelRoom()
        self.a = SyncDesk(folder, "A", self.room, clock=lambda: self.now_s)
        self.b = SyncDesk(folder, "B", self.room, clock=lambda: self.now_s)

    def write(self, count: int = ENTRIES) -> None:
        for number in range(count // 2):
            incident = f"incident:i{len(self.a.written)}"
            opened = IncidentOpened(ticket_number=f"112-6304-20250825-A{number:04}")
            note = IncidentNoteAdded(note_id="n", text="asap")
            self.a.write(
                NewFact(event=opened, aggregates=(incident,)), NewFact(event=note, aggregates=(incident,))
            )

    async def pull(self, desk: SyncDesk) -> None:
        """Until it is in step; nothing of what is behind."""
        while await desk.exchange.turn():
            pass

    async def fill(self, desk: SyncDesk) -> None:
        for _ in range(1_000):
            more = await desk.exchange.turn()
            if not more and not await desk.exchange.fill_some():
                return
        raise AssertionError("it never ends")

    async def make_snapshot(self) -> None:
        self.now_s += history.LOOK_S
        await self.a.exchange.fill_some()
        reading = self.a.exchange.history._reading
        assert reading is not None
        reading.result(WAIT_S)
        await self.a.exchange.fill_some()
        assert self.room.snapshot is not None

    def check(self) -> None:
        expected = rows_of(fold_of(self.room.entries))
        assert self.a.shown() == self.b.shown() == expected
        assert self.b.query("SELECT count(*), max(seq) FROM room_entry") == [(len(self.room.entries),) * 2]
        assert self.b.waiting == 0
        assert verify(self.b.path).exit_code == 0


@pytest.fixture
def centre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Centre]:
    monkeypatch.setattr(history, "WORTH_IT", 10)
    monkeypatch.setattr(history, "EVERY", 20)
    monkeypatch.setattr(history, "PAGE_FACTS", 7)
    centre = Centre(tmp_path)
    yield centre
    centre.a.close()
    centre.b.close()


async def test_a_new_desk_begins_with_the_snapshot_that_another_made(centre: Centre) -> None:
    centre.write()
    await centre.a.exchange_all(SARI)
    await centre.make_snapshot()
    centre.write(6)
    await centre.a.exchange_all(SARI)
    note = NewFact(event=IncidentNoteAdded(note_id="b", text="dari B"), aggregates=("incident:i0",))
    centre.b.write(note)
    await centre.b.connect()
    assert centre.b.journal.reader.room_head().result(WAIT_S).seq == ENTRIES
    assert len(centre.b.journal.reader.open_incidents().result(WAIT_S)) == ENTRIES // 2
    assert centre.b.exchange.history.percent == 0
    await centre.fill(centre.b)
    assert centre.b.exchange.history.percent == 100
    assert centre.b.exchange.history.corrected == 0
    await centre.a.exchange_all(SARI)
    centre.check()


async def test_a_fact_that_the_room_had_before_the_snapshot_has_not_vanished(centre: Centre) -> None:
    """Its answer was lost with the file's knowledge of the room; it is sent again and stands in the gap."""
    note = NewFact(event=IncidentNoteAdded(note_id="b", text="dari B"), aggregates=("incident:i0",))
    centre.b.write(note)
    (waiting,) = centre.b.journal.reader.pending().result(WAIT_S)
    centre.room.take("meja_b", [waiting.envelope])
    centre.write()
    await centre.a.exchange_all(SARI)
    await centre.make_snapshot()
    await centre.b.connect()
    await centre.pull(centre.b)
    assert centre.b.waiting == 1
    await centre.fill(centre.b)
    centre.check()


async def test_a_snapshot_is_made_only_when_it_is_due(centre: Centre) -> None:
    centre.write()
    await centre.a.exchange_all(SARI)
    await centre.a.exchange.fill_some()
    assert centre.room.snapshot is None  # not before a minute
    await centre.make_snapshot()
    made = centre.room.snapshot
    centre.now_s += history.LOOK_S
    await centre.a.exchange.fill_some()
    assert centre.a.exchange.history._reading is None
    assert centre.room.snapshot is made


async def test_a_desk_without_its_own_history_makes_no_snapshot(centre: Centre) -> None:
    centre.write()
    await centre.a.exchange_all(SARI)
    await centre.make_snapshot()
    centre.write()
    await centre.a.exchange_all(SARI)
    await centre.b.connect()
    await centre.pull(centre.b)
    centre.now_s += history.LOOK_S
    before = centre.room.snapshot
    await centre.b.exchange.fill_some()
    assert centre.b.exchange.history._reading is None
    assert centre.room.snapshot is before


async def test_a_connection_that_breaks_while_the_history_comes_costs_nothing(centre: Centre) -> None:
    centre.write()
    await centre.a.exchange_all(SARI)
    await centre.make_snapshot()
    for questions in range(2, 12):
        centre.b.trouble = Trouble(questions_left=questions)
        try:
            await centre.b.connect()
            await centre.fill(centre.b)
        except SecretariatFault:
            centre.b.disconnect()
        centre.b.crash()
    centre.b.trouble = Trouble()
    await centre.b.connect()
    await centre.fill(centre.b)
    centre.check()


@pytest.mark.expects_log
@pytest.mark.parametrize("lost", [0, 10, 38])
async def test_a_failover_while_the_history_comes(centre: Centre, lost: int) -> None:
    """The server loses the newest entries; with 10 and 38 of them the snapshot's place too."""
    centre.write()
    await centre.a.exchange_all(SARI)
    await centre.make_snapshot()
    centre.write(6)
    await centre.a.exchange_all(SARI)
    await centre.b.connect()
    await centre.pull(centre.b)
    for _ in range(2):
        await centre.b.exchange.fill_some()
    centre.b.write(
        NewFact(event=IncidentNoteAdded(note_id="b", text="dari B"), aggregates=("incident:i0",)),
        actor="rina",
    )
    centre.room.cut(len(centre.room.entries) - 3 - lost)
    centre.a.disconnect()
    centre.b.disconnect()
    await centre.b.connect()
    await centre.fill(centre.b)
    await centre.a.exchange_all(SARI)
    await centre.fill(centre.b)
    await centre.a.exchange_all(SARI)
    assert len(centre.room.entries) == ENTRIES + 7
    centre.check()


@pytest.mark.expects_log
async def test_a_failover_that_nobody_saw_shows_in_the_history(centre: Centre) -> None:
    """The server behind the connection is another one now, whose history differs before the snapshot."""
    centre.write()
    await centre.a.exchange_all(SARI)
    await centre.make_snapshot()
    await centre.b.connect()
    entries = centre.room.entries
    centre.room.entries = [entry._replace(hash=b"?" * 32, prev_hash=b"?" * 32) for entry in entries]
    await centre.fill(centre.b)
    assert centre.b.journal.reader.room_head().result(WAIT_S).seq == ENTRIES
    assert centre.b.exchange.fork_count == 1


@pytest.mark.expects_log
@pytest.mark.parametrize("damage", ["form", "parts", "hash", "state"])
async def test_a_snapshot_that_is_no_use_is_not_used(centre: Centre, damage: str) -> None:
    centre.write()
    await centre.a.exchange_all(SARI)
    await centre.make_snapshot()
    assert centre.room.snapshot is not None
    form, seq, entry_hash, parts = centre.room.snapshot
    assert form == snapshot_form()
    made = unpack(seq, entry_hash, parts)
    if damage == "form":
        centre.room.snapshot = ("0-other", seq, entry_hash, parts)
    elif damage == "parts":
        centre.room.snapshot = (form, seq, entry_hash, [part[:-3] for part in parts])
    elif damage == "hash":
        centre.room.snapshot = (form, seq, b"?" * 32, parts)
    else:
        bad = replace(made.things[0], state=b"[]")
        centre.room.snapshot = (form, seq, entry_hash, pack(replace(made, things=(bad,))))
    await centre.b.connect()
    assert centre.b.exchange.history.is_whole
    await centre.fill(centre.b)
    centre.check()


async def test_a_server_that_knows_no_snapshots_is_a_good_server(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unknown(*_anything: object) -> None:
        raise SecretariatFault("secretariat_foreign")

    monkeypatch.setattr(ModelSecretariat, "snapshot", unknown)
    monkeypatch.setattr(ModelSecretariat, "claim_snapshot", unknown)
    centre.write()
    await centre.a.exchange_all(SARI)
    centre.now_s += history.LOOK_S
    await centre.a.exchange.fill_some()
    await centre.b.connect()
    await centre.fill(centre.b)
    centre.check()
