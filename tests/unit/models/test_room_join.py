"""A desk that begins with a snapshot shows at once what the others show, and ends with the whole history."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from batola_desk.domain.events.call import CallAnswered, CallClassified, CallEnded, CallNoted, CallOffered
from batola_desk.domain.events.desk import DeskStarted
from batola_desk.domain.events.incident import IncidentClosed, IncidentNoteAdded, IncidentOpened
from batola_desk.domain.events.map_feature import MapFeatureDrawn, MapFeatureRemoved
from batola_desk.domain.events.operator import OperatorSignedOn
from batola_desk.domain.events.unit import UnitDispatched, UnitRegistered, UnitStatusSet
from batola_desk.domain.facts import NewFact
from batola_desk.models import room_snapshot
from batola_desk.models.journal import Journal, open_journal
from batola_desk.models.room import RoomApplied, RoomError, RoomFact, RoomSnapshot
from batola_desk.models.room_snapshot import pack, unpack
from batola_desk.models.verify import verify
from tests.support.room_double import OtherDesk, RoomDouble
from tests.support.sync_desk import fold_of, rows_of, shown_in

WAIT_S = 20.0
HISTORY = 60  # incidents; the newest few stay open


class Town:
    """A room with a past, one desk that knows it all and one that is new."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.room = RoomDouble()
        self.other = OtherDesk(1, "B")
        self.say(UnitRegistered(call_sign="Damkar 1", agency_code="DAMKAR", medium="land"), "unit:u1")
        self.say(OperatorSignedOn(name="Rina", role="PTDS"), "operator:rina")
        for number in range(HISTORY):
            self.happen(number, is_over=number < HISTORY - 3)
        self.old = open_journal(folder / "old.sqlite")
        self.catch_up(self.old)
        self.new = open_journal(folder / "new.sqlite")

    def say(self, event: object, *names: str) -> RoomFact:
        return self.room.submit(self.other.write(event, *names))  # type: ignore[arg-type]

    def happen(self, number: int, *, is_over: bool) -> None:
        call, incident = f"call:k{number}", f"incident:i{number}"
        self.say(CallOffered(call_key=f"k{number}", direction="inbound", number="081234"), call)
        self.say(CallAnswered(), call)
        self.say(IncidentOpened(ticket_number=f"112-6304-20250825-B{number:04}"), incident)
        self.say(UnitDispatched(unit_id="u1", incident_id=f"i{number}"), "unit:u1", incident)
        self.say(UnitStatusSet(unit_id="u1", state="available"), "unit:u1", incident)
        self.say(CallEnded(cause="caller_hung_up"), call)
        if is_over:
            self.say(CallClassified(call_class="N"), call)
            self.say(IncidentClosed(disposition="done", caller_informed="yes"), incident)

    def catch_up(self, journal: Journal) -> None:
        while page := self.room.page(journal.reader.room_head().result(WAIT_S).seq, 100):
            journal.store.apply_room(page).result(WAIT_S)

    def snapshot(self) -> RoomSnapshot:
        made = self.old.reader.room_snapshot().result(WAIT_S)
        assert made is not None
        return unpack(made.seq, made.hash, pack(made))

    def join(self, snapshot: RoomSnapshot | None = None) -> RoomApplied:
        return self.new.store.join_room(snapshot or self.snapshot()).result(WAIT_S)

    def fill(self, pages: int = 1_000, size: int = 50) -> None:
        for _ in range(pages):
            progress = self.new.reader.room_progress().result(WAIT_S)
            if not progress.seq:
                return
            after = progress.filled_seq
            page = self.room.page(after, min(size, progress.seq - after))
            self.new.store.fill_room(page).result(WAIT_S)

    def settle(self) -> int:
        corrected = 0
        while not self.new.reader.room_progress().result(WAIT_S).is_whole:
            corrected += self.new.store.settle_room().result(WAIT_S).corrected
        return corrected

    def open_tickets(self) -> list[str]:
        return [row.ticket_number for row in self.new.reader.open_incidents().result(WAIT_S)]

    def restart(self) -> None:
        self.new.close()
        self.new = open_journal(self.folder / "new.sqlite")
        assert self.new.report.health == "healthy"

    def check(self, *, is_whole: bool = True) -> None:
        """Both desks show the fold of the room's journal, and nothing is wrong with the new one's file."""
        entries = self.room.entries
        expected = rows_of(fold_of(entries))
        if is_whole:
            assert shown_in(self.folder / "new.sqlite") == expected
        report = verify(self.folder / "new.sqlite")
        assert report.exit_code == 0, report
        assert query(self.folder, "SELECT count(*) FROM fact_problem") == [(0,)]


def query(folder: Path, statement: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(folder / "new.sqlite")
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    monkeypatch.setattr(room_snapshot, "RECENT", 20)
    town = Town(tmp_path)
    yield town
    town.old.close()
    town.new.close()


def test_what_is_open_is_there_at_once(town: Town) -> None:
    applied = town.join()
    assert applied.head.seq == len(town.room.entries)
    assert town.open_tickets() == [f"112-6304-20250825-B{n:04}" for n in range(HISTORY - 3, HISTORY)]
    (unit,) = town.new.reader.units().result(WAIT_S)
    assert unit.call_sign == "Damkar 1"
    assert town.new.reader.unit("u1").result(WAIT_S) == town.old.reader.unit("u1").result(WAIT_S)
    assert f"incident:i{HISTORY - 1}" in applied.states
    town.check(is_whole=False)


def test_facts_that_follow_are_folded_on_the_snapshot(town: Town) -> None:
    town.join()
    number = HISTORY - 1
    town.say(IncidentNoteAdded(note_id="n", text="api padam"), f"incident:i{number}")
    town.catch_up(town.new)
    incident = town.new.reader.incident(f"i{number}").result(WAIT_S)
    assert incident is not None
    assert incident.ticket_number.endswith(f"B{number:04}")
    assert [note.text for note in incident.notes] == ["api padam"]


def test_the_history_follows_and_then_everything_is_as_if_pulled(town: Town) -> None:
    town.join()
    town.happen(HISTORY, is_over=False)
    town.catch_up(town.new)
    town.fill()
    assert town.settle() == 0
    town.check()
    town.restart()
    town.check()
    query_in_order = "SELECT seq FROM room_entry ORDER BY row_id"
    assert [row[0] for row in query(town.folder, query_in_order)] == list(
        range(1, len(town.room.entries) + 1)
    )
    recent = [row.ticket_number for row in town.new.reader.recent_incidents().result(WAIT_S)]
    assert recent == [row.ticket_number for row in town.old.reader.recent_incidents().result(WAIT_S)] or (
        recent[1:] == [row.ticket_number for row in town.old.reader.recent_incidents().result(WAIT_S)][:-1]
    )
    assert query(
        town.folder, "SELECT count(*) FROM aggregate_snapshot WHERE aggregate LIKE 'incident:%'"
    ) == [(0,)]


def test_old_tickets_never_stand_on_the_board_while_the_history_comes(town: Town) -> None:
    town.join()
    board = town.open_tickets()
    for _ in range(20):
        town.fill(pages=1, size=17)
        assert town.open_tickets() == board
    town.fill()
    while not town.new.reader.room_progress().result(WAIT_S).is_whole:
        applied = town.new.store.settle_room().result(WAIT_S)
        assert town.open_tickets() == board
        assert not any(name.startswith("incident:") for name in applied.states)


def test_own_facts_written_before_and_meanwhile_stay(town: Town) -> None:
    write = town.new.store.append
    write(
        [NewFact(event=DeskStarted(app_version="1", unclean=False), aggregates=("desk:C",))],
        actor="engine",
        desk="C",
    ).result(WAIT_S)
    note = IncidentNoteAdded(note_id="own", text="dari C")
    write([NewFact(event=note, aggregates=(f"incident:i{HISTORY - 1}",))], actor="sari", desk="C").result(
        WAIT_S
    )
    town.join()
    incident = town.new.reader.incident(f"i{HISTORY - 1}").result(WAIT_S)
    assert incident is not None
    assert [n.text for n in incident.notes] == ["dari C"]
    town.fill(pages=2)
    write([NewFact(event=CallNoted(text="x"), aggregates=("call:k3",))], actor="sari", desk="C").result(
        WAIT_S
    )
    assert [f.oseq for f in town.new.reader.pending().result(WAIT_S)] == [1, 2, 3]
    for fact in town.new.reader.pending().result(WAIT_S):
        town.room.submit(fact.envelope)
    town.catch_up(town.new)
    town.fill()
    assert town.settle() == 0  # what the tail alone said of an old call is no fault of the snapshot
    town.check()


def test_own_facts_that_the_room_had_before_the_snapshot_find_their_places(town: Town) -> None:
    note = IncidentNoteAdded(note_id="own", text="dari C")
    fact = NewFact(event=note, aggregates=(f"incident:i{HISTORY - 1}",))
    town.new.store.append([fact], actor="sari", desk="C").result(WAIT_S)
    (waiting,) = town.new.reader.pending().result(WAIT_S)
    town.room.submit(waiting.envelope)  # its answer was lost, and the file knows nothing of the room
    town.say(IncidentNoteAdded(note_id="n", text="dari B"), f"incident:i{HISTORY - 1}")
    town.catch_up(town.old)
    town.join()
    town.fill()
    assert town.new.reader.pending_count().result(WAIT_S) == 0
    assert town.settle() == 0
    town.check()
    town.restart()
    town.check()


def test_a_restart_at_any_moment_goes_on(town: Town) -> None:
    town.join()
    for _ in range(3):
        town.restart()
        town.check(is_whole=False)
        town.fill(pages=2, size=40)
    town.happen(HISTORY, is_over=True)
    town.catch_up(town.new)
    town.fill()
    town.new.store.settle_room().result(WAIT_S)
    town.restart()
    assert town.settle() == 0
    town.check()


def test_a_forged_snapshot_is_found_and_put_right(town: Town) -> None:
    true = town.snapshot()
    opened = f"incident:i{HISTORY - 1}"
    forged = tuple(
        replace(thing, state=thing.state.replace(b"Damkar 1", b"Damkar 9"))
        if thing.name == "unit:u1"
        else thing
        for thing in true.things
        if thing.name != opened
    )
    invented = replace(next(t for t in true.things if t.name == opened), name="incident:palsu")
    town.join(replace(true, things=(*forged, invented)))
    assert town.new.reader.units().result(WAIT_S)[0].call_sign == "Damkar 9"
    town.fill()
    told: dict[str, object] = {}
    corrected = 0
    while not town.new.reader.room_progress().result(WAIT_S).is_whole:
        applied = town.new.store.settle_room().result(WAIT_S)
        told.update(applied.states)
        corrected += applied.corrected
    assert corrected >= 2
    assert {"unit:u1", opened} <= set(told)
    town.check()


def test_a_snapshot_of_another_history_is_found_when_the_history_comes(town: Town) -> None:
    town.join(replace(town.snapshot(), hash=b"?" * 32))
    with pytest.raises(RoomError, match="room_forked"):
        town.fill()


def test_a_history_that_is_not_chained_is_refused(town: Town) -> None:
    town.join()
    page = town.room.page(0, 10)
    for broken in (
        [page[0], page[1]._replace(prev_hash=b"?" * 32)],
        page[1:],
        [page[0]._replace(seq=2)],
    ):
        with pytest.raises(RoomError):
            town.new.store.fill_room(broken).result(WAIT_S)
    town.fill()
    assert town.settle() == 0
    town.check()


def test_a_fact_before_the_snapshot_that_does_not_fit_the_one_after_it_is_marked(town: Town) -> None:
    entries = town.room.entries
    before = town.snapshot()
    town.say(IncidentNoteAdded(note_id="n", text="x"), "incident:i1")
    last = entries[before.seq - 1]
    town.join(before)
    after = entries[-1]._replace(origin_prev_hash=b"?" * 32)
    town.new.store.apply_room([after]).result(WAIT_S)
    assert last.origin_hash != after.origin_prev_hash
    town.fill()
    assert "unlinked" in [row[0] for row in query(town.folder, "SELECT problem FROM fact_problem")] or query(
        town.folder, "SELECT problem FROM fact_problem"
    ) == [("altered",)]


def test_a_cut_after_the_snapshot_leaves_the_history_coming(town: Town) -> None:
    town.join()
    joined = len(town.room.entries)
    town.happen(HISTORY, is_over=False)
    town.catch_up(town.new)
    town.fill(pages=2)
    town.room.cut(joined + 2)
    town.new.store.cut_room(joined + 2).result(WAIT_S)
    assert town.new.reader.room_head().result(WAIT_S).seq == joined + 2
    town.check(is_whole=False)
    for fact in town.new.reader.pending().result(WAIT_S):
        town.room.submit(fact.envelope)
    town.catch_up(town.new)
    town.fill()
    assert town.settle() == 0
    town.check()


@pytest.mark.expects_log
@pytest.mark.parametrize("filled", [0, 2])
def test_a_cut_before_the_snapshot_gives_the_snapshot_up(town: Town, filled: int) -> None:
    town.join()
    town.happen(HISTORY, is_over=False)
    town.catch_up(town.new)
    town.fill(pages=filled)
    known = 50 * filled
    here = [fact.envelope for fact in town.new.reader.pending().result(WAIT_S)]
    assert here == []
    lost = town.room.entries[150:]
    town.room.cut(150)
    town.new.store.cut_room(min(known, 150)).result(WAIT_S)
    assert town.new.reader.room_head().result(WAIT_S).seq == known
    town.restart()
    town.check(is_whole=False)
    # the other desk tells the room again what it lost
    other = RoomDouble()
    for entry in (*town.room.entries, *lost):
        other.submit(envelope_of(entry))
    town.room = other
    town.new.store.cut_room(0).result(WAIT_S)
    town.catch_up(town.new)
    town.settle()
    town.check()


def envelope_of(entry: RoomFact) -> str:
    from batola_desk.models.codec import submission_text
    from batola_desk.models.room_page import as_stored

    return submission_text(as_stored(entry))


def test_a_file_that_knows_its_room_begins_with_no_snapshot(town: Town) -> None:
    snapshot = town.snapshot()
    town.catch_up(town.new)
    with pytest.raises(RoomError, match="room_snapshot_invalid"):
        town.new.store.join_room(snapshot).result(WAIT_S)
    town.check()


@pytest.mark.parametrize("state", [b"[]", b"{", b'{"unit_id": 3}'])
def test_a_damaged_snapshot_changes_nothing(town: Town, state: bytes) -> None:
    good = town.snapshot()
    bad = replace(good, things=(*good.things[:-1], replace(good.things[-1], state=state)))
    with pytest.raises(RoomError, match="room_snapshot_invalid"):
        town.new.store.join_room(bad).result(WAIT_S)
    far = replace(good.things[0], first_seq=good.seq + 1)
    with pytest.raises(RoomError, match="room_snapshot_invalid"):
        town.new.store.join_room(replace(good, things=(far,))).result(WAIT_S)
    town.catch_up(town.new)
    town.check()


def test_parts_that_are_none_or_too_big_are_refused(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    good = town.snapshot()
    parts = pack(good)
    for bad in ([b"?"], [parts[0][:-5]], [b""]):
        with pytest.raises(ValueError, match=r"snapshot|damaged"):
            unpack(good.seq, good.hash, bad)
    monkeypatch.setattr(room_snapshot, "BYTES_MAX", 500)
    with pytest.raises(ValueError, match="too big"):
        unpack(good.seq, good.hash, parts)


def test_no_ordinary_page_falls_into_the_gap(town: Town) -> None:
    town.join()
    with pytest.raises(RoomError, match="room_gap"):
        town.new.store.apply_room(town.room.page(3, 5)).result(WAIT_S)


def test_what_is_on_the_map_is_there_at_once(town: Town) -> None:
    here = {"kind": "landmark", "shape": "point", "points": ((-3.0, 114.75),)}
    town.say(MapFeatureDrawn(**here, name="Masjid"), "map_feature:stays")
    town.say(MapFeatureDrawn(**here, name="Pasar"), "map_feature:gone")
    town.say(MapFeatureRemoved(standing="own", replaces=(town.room.entries[-1].fact_id,)), "map_feature:gone")
    town.say(MapFeatureDrawn(**here, name="Api", valid_until_us=1), "map_feature:over")
    for number in range(HISTORY, HISTORY + 10):
        town.happen(number, is_over=True)
    town.catch_up(town.old)
    assert {thing.name for thing in town.snapshot().things if "map_feature" in thing.name} == {
        "map_feature:stays"
    }
    town.join()
    (row,) = town.new.reader.map_features(0).result(WAIT_S)
    assert row.feature.name == "Masjid"
    town.fill()
    assert town.settle() == 0
    town.check()
