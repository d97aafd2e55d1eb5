"""Pages of the room's journal: places, verdicts, order, and what cannot be taken."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path

import pytest
from _facts import WAIT_S, Desk, field, linked, new, note, offered, opened_ticket, raw_query
from sqlalchemy import Connection

from batola_desk.domain.events.call import CallAnswered, CallNoted, CallOffered, CallRecorded
from batola_desk.domain.events.incident import IncidentFieldSet, IncidentNoteAdded, IncidentOpened
from batola_desk.domain.events.unit import UnitDispatched, UnitLocated, UnitRegistered, UnitStatusSet
from batola_desk.domain.facts import Fact, UnknownEvent, Verdict
from batola_desk.domain.incident import Incident
from batola_desk.domain.reducers import State
from batola_desk.domain.unit import Unit
from batola_desk.models import codec, room_page, room_writer, snapshots
from batola_desk.models.cache import Held
from batola_desk.models.journal import Journal
from batola_desk.models.new_origin import renew_origin
from batola_desk.models.recording_facts import read_recordings
from batola_desk.models.room import RoomApplied, RoomError, RoomFact, RoomHead
from batola_desk.models.rows import AppendResult
from batola_desk.models.verify import verify
from tests.support.room_double import OtherDesk, RoomDouble


@pytest.fixture
def room() -> RoomDouble:
    return RoomDouble()


@pytest.fixture
def other() -> OtherDesk:
    return OtherDesk()


def pull(desk: Desk, room: RoomDouble, limit: int = 500) -> RoomApplied:
    """Take everything that is new in the room."""
    applied = None
    while True:
        page = room.page(desk.reader.room_head().result(WAIT_S).seq, limit)
        if not page and applied is not None:
            return applied
        applied = apply(desk, page)


def apply(desk: Desk, page: list[RoomFact]) -> RoomApplied:
    return desk.journal.store.apply_room(page).result(WAIT_S)


def push(desk: Desk, room: RoomDouble, verdict: str = "ok") -> None:
    for fact in desk.reader.pending().result(WAIT_S):
        room.submit(fact.envelope, verdict)


def told(desk: Desk, incident_id: str = "i1") -> list[str]:
    incident = desk.reader.incident(incident_id).result(WAIT_S)
    assert incident is not None
    return [entry.text for entry in incident.notes]


def refused(desk: Desk, page: list[RoomFact]) -> RoomError:
    before = raw_query(desk.journal.path, "SELECT count(*), total(seq) FROM room_entry")
    with pytest.raises(RoomError) as error:
        apply(desk, page)
    assert raw_query(desk.journal.path, "SELECT count(*), total(seq) FROM room_entry") == before
    return error.value


def sound(desk: Desk) -> None:
    desk.journal.close()
    report = verify(desk.journal.path)
    assert report.exit_code == 0, report


def test_facts_of_other_desks_are_shown_and_found_like_own_ones(
    desk: Desk, room: RoomDouble, other: OtherDesk
) -> None:
    room.submit(other.write(CallOffered(call_key="k1", direction="inbound", number="0812"), "call:k1"))
    room.submit(other.write(CallAnswered(), "call:k1"))
    room.submit(other.write(IncidentOpened(ticket_number="112-6304-20250825-B0001"), "incident:i1"))
    room.submit(other.write(IncidentNoteAdded(note_id="n1", text="kebakaran"), "incident:i1"))
    applied = pull(desk, room)
    assert applied.head == RoomHead(seq=4, hash=room.entries[-1].hash)
    assert [fact.seq for fact in applied.facts] == [1, 2, 3, 4]
    assert applied.judged == ()
    assert set(applied.states) == {"call:k1", "incident:i1"}
    (call,) = desk.reader.recent_calls().result(WAIT_S)
    assert (call.state, call.desk, call.operator) == ("talking", "B", "rina")
    (row,) = desk.reader.search_incidents("kebak").result(WAIT_S)
    assert row.ticket_number == "112-6304-20250825-B0001"
    assert desk.reader.pending_count().result(WAIT_S) == 0
    sound(desk)


def test_an_own_fact_waits_until_the_room_has_judged_it(desk: Desk, room: RoomDouble) -> None:
    desk.write(opened_ticket("i1", "T-1"), note("i1", "satu"))
    waiting = desk.reader.pending().result(WAIT_S)
    assert [fact.oseq for fact in waiting] == [1, 2]
    assert desk.reader.pending(limit=1, after_row_id=waiting[0].row_id).result(WAIT_S) == (waiting[1],)
    push(desk, room)
    assert desk.reader.pending_count().result(WAIT_S) == 2  # taken there is not applied here
    applied = pull(desk, room)
    assert [(judged.fact.oseq, judged.fact.verdict) for judged in applied.judged] == [
        (1, Verdict.OK),
        (2, Verdict.OK),
    ]
    assert applied.judged[0].author == "sari"
    assert desk.reader.pending_count().result(WAIT_S) == 0
    assert {fact.verdict for fact in desk.reader.facts_of("incident:i1").result(WAIT_S)} == {Verdict.OK}
    assert raw_query(desk.journal.path, "SELECT count(*) FROM journal") == [(2,)]
    sound(desk)


def test_what_waits_lies_on_top_of_what_the_room_says(desk: Desk, room: RoomDouble, other: OtherDesk) -> None:
    desk.write(opened_ticket("i1", "T-1"), note("i1", "milik sendiri", "n1"))
    room.submit(other.write(IncidentNoteAdded(note_id="n2", text="dari B"), "incident:i1"))
    pull(desk, room)
    assert told(desk) == ["dari B", "milik sendiri"]
    desk.write(note("i1", "lagi", "n3"))
    room.submit(other.write(IncidentNoteAdded(note_id="n4", text="B lagi"), "incident:i1"))
    pull(desk, room)
    assert told(desk) == ["dari B", "B lagi", "milik sendiri", "lagi"]
    push(desk, room)
    pull(desk, room)
    assert told(desk) == ["dari B", "B lagi", "milik sendiri", "lagi"]
    sound(desk)


def test_the_rooms_ok_on_many_waiting_facts_folds_nothing_again(
    desk: Desk, room: RoomDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.write(opened_ticket("i1", "T-1"), linked("k1", "i1"))
    for number in range(30):
        desk.write(note("i1", f"baris {number}", f"n{number}"), new(CallNoted(text="x"), "call:k1"))
    push(desk, room)
    folded: list[int] = []
    real = room_writer.fold_into

    def counted(held: Held | None, name: str, fact: Fact, row_id: int) -> Held:
        folded.append(row_id)
        return real(held, name, fact, row_id)

    monkeypatch.setattr(room_writer, "fold_into", counted)
    for _ in range(31):
        apply(desk, room.page(desk.reader.room_head().result(WAIT_S).seq, 2))
    assert len(folded) == 63  # once for the confirmed state: 62 facts, one of them about two things
    monkeypatch.undo()
    incident = desk.reader.incident("i1").result(WAIT_S)
    assert incident is not None
    assert {entry.verdict for entry in incident.timeline} == {"ok"}
    sound(desk)


def test_a_fact_that_lost_is_kept_and_takes_no_effect(desk: Desk, room: RoomDouble) -> None:
    desk.write(opened_ticket("i1", "T-1"))
    push(desk, room)
    desk.write(field("i1", "place_text", "Marabahan"))
    assert desk.reader.open_incidents().result(WAIT_S)[0].place_text == "Marabahan"
    (waiting,) = desk.reader.pending().result(WAIT_S)[1:]
    room.submit(waiting.envelope, "lost", '{"have":"B"}')
    applied = pull(desk, room)
    assert desk.reader.open_incidents().result(WAIT_S)[0].place_text == ""
    assert applied.judged[-1].info == '{"have":"B"}'
    incident = applied.states["incident:i1"]
    assert isinstance(incident, Incident)
    assert incident.timeline[-1].verdict == "lost"
    (problem,) = desk.reader.judged_facts().result(WAIT_S)
    assert (problem.fact.kind, problem.fact.verdict) == ("incident.field_set", Verdict.LOST)
    both = desk.reader.judged_facts(only_problems=False).result(WAIT_S)
    assert [judged.fact.seq for judged in both] == [2, 1]
    assert desk.reader.judged_facts(before_seq=2).result(WAIT_S) == ()
    sound(desk)


def test_a_second_assignment_is_shown_to_everybody(desk: Desk, room: RoomDouble, other: OtherDesk) -> None:
    dispatched = UnitDispatched(unit_id="u1", incident_id="i1")
    room.submit(other.write(dispatched, "unit:u1", "incident:i1"), "contested")
    applied = pull(desk, room)
    incident = applied.states["incident:i1"]
    assert isinstance(incident, Incident)
    assert incident.contested_units == ("u1",)
    assert desk.reader.judged_facts().result(WAIT_S)[0].fact.verdict is Verdict.CONTESTED
    sound(desk)


def test_a_verdict_of_a_newer_room_is_kept_without_effect(
    desk: Desk, room: RoomDouble, other: OtherDesk
) -> None:
    room.submit(other.write(IncidentOpened(ticket_number="T-1"), "incident:i1"), "postponed")
    pull(desk, room)
    (judged,) = desk.reader.judged_facts().result(WAIT_S)
    assert judged.fact.verdict is Verdict.INVALID
    assert desk.reader.open_incidents().result(WAIT_S)[0].ticket_number == ""
    assert raw_query(desk.journal.path, "SELECT verdict FROM room_entry") == [("postponed",)]
    sound(desk)


def test_what_only_a_newer_desk_understands_is_kept(desk: Desk, room: RoomDouble, other: OtherDesk) -> None:
    room.submit(other.write(UnknownEvent(kind="drone.flew", version=3, body="{}"), "drone:7", "incident:i1"))
    applied = pull(desk, room)
    assert set(applied.states) == {"incident:i1"}
    assert [fact.kind for fact in desk.reader.facts_of("incident:i1").result(WAIT_S)] == ["drone.flew"]
    sound(desk)


def test_a_gap_a_fork_and_a_page_that_comes_again(desk: Desk, room: RoomDouble, other: OtherDesk) -> None:
    for number in range(6):
        room.submit(other.write(IncidentNoteAdded(note_id=f"n{number}", text="x"), "incident:i1"))
    page = room.page(0)
    gap = refused(desk, page[1:])
    assert (gap.code, gap.values) == ("room_gap", {"have": 0, "got": 2})
    assert refused(desk, [page[0], page[2]]).code == "room_gap"
    strange = [page[0], page[1]._replace(prev_hash=b"y" * 32)]
    assert refused(desk, strange).code == "room_forked"
    apply(desk, page[:3])
    again = apply(desk, page[:4])  # three known, one new
    assert again.head.seq == 4
    assert [fact.seq for fact in again.facts] == [1, 2, 3, 4]
    assert apply(desk, page[:2]).head.seq == 4
    assert refused(desk, [page[4]._replace(prev_hash=b"y" * 32)]).code == "room_forked"
    assert refused(desk, [page[3]._replace(hash=b"y" * 32)]).code == "room_forked"
    assert apply(desk, []).head.seq == 4
    assert desk.reader.room_hash(4).result(WAIT_S) == page[3].hash
    assert desk.reader.room_hash(5).result(WAIT_S) is None
    assert len(told(desk)) == 4
    sound(desk)


@pytest.mark.expects_log
@pytest.mark.parametrize(
    "damage",
    [
        {"seq": "1"},
        {"seq": 0},
        {"oseq": 0},
        {"body": None},
        {"hash": b""},
        {"verdict": 7},
        {"fact_id": b"x"},
        {"occurred_us": 1.5},
        {"occurred_us": 1 << 70},
        {"body": "half a character \ud83d"},
    ],
)
def test_a_damaged_page_is_refused_and_the_writer_goes_on(
    desk: Desk, room: RoomDouble, other: OtherDesk, damage: dict[str, object]
) -> None:
    good = room.submit(other.write(IncidentOpened(ticket_number="T-1"), "incident:i1"))
    with pytest.raises((RoomError, OverflowError, UnicodeEncodeError)):
        apply(desk, [good._replace(**damage)])  # type: ignore[arg-type]
    with pytest.raises((RoomError, TypeError, AttributeError)):
        apply(desk, ["no fact"])  # type: ignore[list-item]
    desk.write(opened_ticket("i2", "T-2"))
    apply(desk, [good])
    assert len(desk.reader.open_incidents().result(WAIT_S)) == 2
    sound(desk)


@pytest.mark.parametrize("names", ["junk", "[1]", "{}", '["incident:i1","incident:i1",""]', "[" * 5_000])
def test_odd_names_and_guards_are_kept_as_they_came(
    desk: Desk, room: RoomDouble, other: OtherDesk, names: str
) -> None:
    good = room.submit(other.write(IncidentOpened(ticket_number="T-1"), "incident:i1"))
    apply(desk, [good._replace(aggregates=names, guards=names)])
    assert desk.reader.judged_facts().result(WAIT_S)[0].problem == "altered"
    sound(desk)


def test_a_fact_that_is_not_what_its_desk_sealed_is_kept_and_said(
    opened: Callable[..., Journal], path: Path, room: RoomDouble, other: OtherDesk
) -> None:
    desk = Desk(opened())
    room.submit(other.write(IncidentOpened(ticket_number="T-1"), "incident:i1"))
    room.submit(other.write(IncidentNoteAdded(note_id="n1", text="benar"), "incident:i1"))
    skipped = OtherDesk()
    skipped.write(IncidentOpened(ticket_number="T-1"), "incident:i1")
    page = room.page(0)
    forged = page[1]._replace(body=page[1].body.replace("benar", "palsu"))
    apply(desk, [page[0], forged])
    (judged,) = desk.reader.judged_facts().result(WAIT_S)
    assert (judged.problem, judged.fact.verdict) == ("altered", Verdict.OK)
    assert told(desk) == ["palsu"]
    desk.journal.close()
    report = verify(path)
    assert (report.exit_code, report.altered) == (0, (f"{other.origin}/2",))
    again = opened()  # and the start does not take it for a torn write
    assert again.report.health == "healthy"


def test_a_fact_that_does_not_follow_the_one_before_it_is_said(
    desk: Desk, room: RoomDouble, other: OtherDesk
) -> None:
    room.submit(other.write(IncidentOpened(ticket_number="T-1"), "incident:i1"))
    twin = OtherDesk()
    twin.write(IncidentOpened(ticket_number="T-2"), "incident:i1")
    room.submit(twin.write(IncidentNoteAdded(note_id="n1", text="lain"), "incident:i1"))
    pull(desk, room)
    assert [judged.problem for judged in desk.reader.judged_facts().result(WAIT_S)] == ["unlinked"]
    sound(desk)


def test_the_servers_altered_copy_of_an_own_fact_does_not_replace_it(desk: Desk, room: RoomDouble) -> None:
    desk.write(opened_ticket("i1", "T-1"), note("i1", "benar"))
    push(desk, room)
    page = room.page(0)
    apply(desk, [page[0], page[1]._replace(body=page[1].body.replace("benar", "palsu"))])
    assert told(desk) == ["benar"]
    assert desk.reader.judged_facts().result(WAIT_S)[0].problem == "altered"
    sound(desk)


def test_two_desks_with_copies_of_one_file_are_told(
    opened: Callable[..., Journal], path: Path, tmp_path: Path, room: RoomDouble
) -> None:
    first = opened()
    Desk(first).write(opened_ticket("i1", "T-1"))
    first.close()
    copied = tmp_path / "copy.sqlite"
    copied.write_bytes(path.read_bytes())
    desk, clone = Desk(opened()), Desk(opened(copied))
    clone.write(note("i1", "dari salinan"))
    push(clone, room)
    desk.write(note("i1", "dari asli"))
    cloned = refused(desk, room.page(0))
    assert (cloned.code, cloned.values) == (
        "origin_cloned",
        {"origin": desk.journal.origin, "oseq": 2, "is_own": True},
    )
    clone.journal.close()
    renew_origin(copied, {entry.fact_id for entry in room.entries})
    clone = Desk(opened(copied))
    clone.write(note("i1", "origin baru", "n2"))
    assert len(pull(clone, room).judged) == 2  # facts under the former origin are still its own
    sound(clone)


def test_own_facts_that_this_file_lost_come_back_and_numbers_go_on(
    opened: Callable[..., Journal], path: Path, tmp_path: Path, room: RoomDouble
) -> None:
    journal = opened()
    Desk(journal).write(opened_ticket("i1", "T-1"))
    journal.close()
    backup = tmp_path / "backup.sqlite"
    backup.write_bytes(path.read_bytes())
    desk = Desk(opened())
    desk.write(note("i1", "setelah cadangan"))
    push(desk, room)
    restored = Desk(opened(backup))
    pull(restored, room)
    assert told(restored) == ["setelah cadangan"]
    written = restored.write(note("i1", "lanjut", "n2")).facts[0]
    assert (written.oseq, written.seq) == (3, None)
    sound(restored)


def test_an_append_knows_how_much_of_the_room_was_seen(
    opened: Callable[..., Journal], room: RoomDouble, other: OtherDesk
) -> None:
    desk = Desk(opened())
    room.submit(other.write(IncidentOpened(ticket_number="T-1"), "incident:i1"))
    pull(desk, room)
    desk.write(note("i1", "satu"))
    desk.journal.close()
    desk = Desk(opened())
    desk.write(note("i1", "dua", "n2"))
    assert raw_query(desk.journal.path, "SELECT base_seq FROM journal WHERE desk = 'A'") == [(1,), (1,)]


def test_a_cut_takes_places_back_and_never_a_fact(
    desk: Desk, room: RoomDouble, other: OtherDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room_writer, "CUT_AT_ONCE", 2)
    desk.write(opened_ticket("i1", "T-1"), note("i1", "sendiri", "n1"))
    push(desk, room)
    for number in range(2, 6):
        room.submit(
            other.write(IncidentNoteAdded(note_id=f"n{number}", text=f"B{number}"), "incident:i1"),
            "lost" if number == 3 else "ok",
        )
    pull(desk, room)
    assert told(desk) == ["sendiri", "B2", "B4", "B5"]
    cut = desk.journal.store.cut_room(1).result(WAIT_S)
    assert (cut.cut, cut.head) == (5, RoomHead(seq=1, hash=room.entries[0].hash))
    assert told(desk) == ["sendiri", "B2", "B3", "B4", "B5"]  # nobody has judged it any more
    waiting = desk.reader.pending().result(WAIT_S)
    assert [fact.origin == desk.journal.origin for fact in waiting] == [True, False, False, False, False]
    room.cut(1)
    for fact in reversed(waiting):
        room.submit(fact.envelope)
    pull(desk, room)
    assert told(desk) == ["B5", "B4", "B3", "B2", "sendiri"]
    assert desk.journal.store.cut_room(99).result(WAIT_S).cut == 0
    assert desk.journal.store.cut_room(0).result(WAIT_S).head == RoomHead()
    assert desk.reader.pending_count().result(WAIT_S) == 6
    sound(desk)


def test_the_place_in_lists_is_the_arrival_and_not_the_rooms_order(
    desk: Desk, room: RoomDouble, other: OtherDesk
) -> None:
    desk.write(opened_ticket("i1", "T-1"))
    desk.write(opened_ticket("i2", "T-2"))
    waiting = desk.reader.pending().result(WAIT_S)
    room.submit(waiting[1].envelope)
    room.submit(waiting[0].envelope)
    room.submit(other.write(IncidentNoteAdded(note_id="n1", text="x"), "incident:i2", "incident:i3"))
    pull(desk, room)
    assert [row.incident_id for row in desk.reader.open_incidents().result(WAIT_S)] == ["i1", "i2", "i3"]
    sound(desk)


def test_own_facts_are_written_in_the_middle_of_a_page(
    desk: Desk, room: RoomDouble, other: OtherDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room_writer, "PART", 4)
    for number in range(60):
        room.submit(other.write(IncidentNoteAdded(note_id=f"n{number}", text="x"), f"incident:{number % 7}"))
    store = desk.journal.store
    page = store.apply_room(room.page(0))
    appends = [store.append([linked("k1", f"{n % 7}")], actor="sari", desk="A") for n in range(12)]
    assert page.result(WAIT_S).head.seq == 60
    for append in appends:
        append.result(WAIT_S)
    rows = raw_query(desk.journal.path, "SELECT desk FROM journal ORDER BY row_id")
    assert len(rows) == 72
    sound(desk)


def test_an_append_that_comes_during_a_page_does_not_wait_for_its_end(
    desk: Desk, room: RoomDouble, other: OtherDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room_writer, "PART", 4)
    for number in range(40):
        room.submit(other.write(IncidentNoteAdded(note_id=f"n{number}", text="x"), "incident:i1"))
    store = desk.journal.store
    born = []
    real = room_writer.insert_arrivals

    def slow(*arguments: object) -> object:
        if not born:
            born.append(store.append([offered("k1")], actor="sari", desk="A"))
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(room_writer, "insert_arrivals", slow)
    apply(desk, room.page(0))
    assert born[0].result(WAIT_S).facts[0].oseq == 1
    ((row_id,),) = raw_query(desk.journal.path, "SELECT row_id FROM journal WHERE desk = 'A'")
    assert row_id == 5  # after one part of the page, before the rest
    sound(desk)


@pytest.mark.parametrize("brings_own", [False, True])
def test_an_append_that_comes_while_a_page_is_checked_does_not_wait_for_it(
    desk: Desk, room: RoomDouble, other: OtherDesk, monkeypatch: pytest.MonkeyPatch, *, brings_own: bool
) -> None:
    monkeypatch.setattr(room_page, "CHECKED_AT_ONCE", 4)
    if brings_own:  # and the file has lost them: whatever is written meanwhile, the page is checked anew
        lost = OtherDesk(77, "A")
        monkeypatch.setattr(desk.journal.store._room, "_own", frozenset({lost.origin}))
        room.submit(lost.write(IncidentNoteAdded(note_id="lost", text="x"), "incident:i1"))
    for number in range(40):
        room.submit(other.write(IncidentNoteAdded(note_id=f"n{number}", text="x"), "incident:i1"))
    store = desk.journal.store
    born: list[Future[AppendResult]] = []
    looked: list[int] = []
    real = room_page._known_facts

    def slow(connection: Connection, fact_ids: Sequence[str]) -> object:
        looked.append(len(fact_ids))
        if len(looked) < 12:  # somebody types without a pause
            born.append(store.append([offered(f"k{len(looked)}")], actor="sari", desk="A"))
        return real(connection, fact_ids)

    monkeypatch.setattr(room_page, "_known_facts", slow)
    apply(desk, room.page(0))
    assert [append.result(WAIT_S).facts[0].oseq for append in born] == [*range(1, len(born) + 1)]
    query = f"SELECT min(row_id) FROM journal WHERE origin = '{store.origin}'"
    assert raw_query(desk.journal.path, query) == [(1,)], "it was written before the page"
    assert len(looked) <= 10 + (11 if brings_own else 1), "begun anew once at most"
    sound(desk)


def test_an_own_fact_that_takes_a_number_while_the_page_that_brings_it_is_checked(
    desk: Desk, room: RoomDouble, other: OtherDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was found out about the page before the own fact was written does not hold any more."""
    monkeypatch.setattr(room_page, "CHECKED_AT_ONCE", 1)
    store = desk.journal.store
    twin = OtherDesk(77, "A")
    twin.origin = store.origin
    room.submit(twin.write(IncidentNoteAdded(note_id="1", text="x"), "incident:i1"))
    room.submit(other.write(IncidentNoteAdded(note_id="2", text="x"), "incident:i1"))
    born: list[Future[AppendResult]] = []
    real = room_page._known_facts

    def slow(connection: Connection, fact_ids: Sequence[str]) -> object:
        if not born:
            born.append(store.append([offered("k1")], actor="sari", desk="A"))
        return real(connection, fact_ids)

    monkeypatch.setattr(room_page, "_known_facts", slow)
    assert refused(desk, room.page(0)).code == "origin_cloned"
    assert born[0].result(WAIT_S).facts[0].oseq == 1
    sound(desk)


def test_too_many_pages_at_once_are_refused_aloud(desk: Desk) -> None:
    with pytest.raises(ValueError, match="at most"):
        desk.journal.store.apply_room([None] * (room_writer.PAGE_MAX + 1))  # type: ignore[list-item]
    desk.journal.close()
    with pytest.raises(Exception, match="journal_closed"):
        apply(desk, [])


def test_a_unit_of_years_is_folded_from_its_newest_snapshot(
    opened: Callable[..., Journal], room: RoomDouble, other: OtherDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "FACTS_BETWEEN", 10)
    monkeypatch.setattr(snapshots, "KEPT", 4)
    desk = Desk(opened())
    register = UnitRegistered(call_sign="Damkar 1", agency_code="damkar", medium="road", post="Marabahan")
    room.submit(other.write(register, "unit:u1"))
    for number in range(120):
        state = UnitStatusSet(unit_id="u1", state="en_route" if number % 2 else "on_scene")
        place = UnitLocated(latitude=-3.0 - number / 1e3, longitude=114.7, source="gps")
        room.submit(other.write(state if number % 3 else place, "unit:u1"))
    pull(desk, room, limit=8)
    kept = raw_query(desk.journal.path, "SELECT seq FROM aggregate_snapshot ORDER BY seq")
    assert len(kept) == snapshots.KEPT
    assert kept[-1] > (100,)
    shown = desk.reader.unit("u1").result(WAIT_S)
    desk.journal.close()
    desk = Desk(opened())
    assert desk.reader.unit("u1").result(WAIT_S) == shown
    cut = desk.journal.store.cut_room(90).result(WAIT_S)
    assert isinstance(unit := cut.states["unit:u1"], Unit)
    assert [entry.verdict for entry in unit.timeline].count("pending") == 21
    assert raw_query(desk.journal.path, "SELECT max(seq) FROM aggregate_snapshot") <= [(90,)]
    sound(desk)


def test_a_field_of_two_desks_folds_in_the_rooms_order(
    desk: Desk, room: RoomDouble, other: OtherDesk
) -> None:
    desk.write(opened_ticket("i1", "T-1"), field("i1", "access", "water"))
    push(desk, room)
    room.submit(other.write(IncidentFieldSet(field="access", value="road"), "incident:i1"))
    pull(desk, room)
    sound(desk)


def test_recordings_of_other_desks_are_not_looked_for_here(
    desk: Desk, room: RoomDouble, other: OtherDesk
) -> None:
    def recorded(path: str) -> CallRecorded:
        return CallRecorded(path=path, sha256="ab", duration_s=1.0, byte_count=9)

    desk.write(new(recorded("own.wav"), "call:k1"))
    room.submit(other.write(recorded("elsewhere.wav"), "call:k2"))
    pull(desk, room)
    assert [found.path for found in read_recordings(desk.journal.path)] == ["own.wav"]
    sound(desk)


def test_facts_of_another_desk_are_kept_for_it_until_the_room_has_them(
    desk: Desk, room: RoomDouble, other: OtherDesk
) -> None:
    desk.write(opened_ticket("i1", "T-1"))
    envelopes = [
        other.write(IncidentNoteAdded(note_id=f"n{number}", text=f"B{number}"), "incident:i1")
        for number in range(3)
    ]
    kept = desk.journal.store.keep_facts(envelopes).result(WAIT_S)
    assert [(fact.oseq, fact.verdict) for fact in kept.facts] == [(n, Verdict.PENDING) for n in (1, 2, 3)]
    assert desk.journal.store.keep_facts(envelopes[1:]).result(WAIT_S).facts == ()
    assert told(desk) == ["B0", "B1", "B2"]
    waiting = desk.reader.pending().result(WAIT_S)
    assert [fact.envelope for fact in waiting[1:]] == envelopes  # byte for byte what its desk would submit
    push(desk, room)
    assert pull(desk, room).head.seq == 4
    assert desk.reader.pending_count().result(WAIT_S) == 0
    assert raw_query(desk.journal.path, "SELECT count(*) FROM journal") == [(4,)]
    sound(desk)


@pytest.mark.parametrize("damage", ["", "{}", "[]", "\ud800", "seal", "words", "clone", "twice"])
def test_what_was_not_sealed_by_its_desk_is_not_kept(desk: Desk, other: OtherDesk, damage: str) -> None:
    good = other.write(IncidentNoteAdded(note_id="n1", text="benar"), "incident:i1")
    twin = OtherDesk().write(IncidentNoteAdded(note_id="n1", text="salinan"), "incident:i1")
    twin = resealed(twin, id="01980000-0000-7000-8000-000000000077")
    bad = {
        "seal": resealed(good, hash="ab" * 32),
        "words": good.replace("benar", "palsu"),
        "clone": twin,
    }.get(damage, damage)
    if damage == "clone":
        desk.journal.store.keep_facts([good]).result(WAIT_S)
    page = [good, twin] if damage == "twice" else [good, bad]
    with pytest.raises(RoomError) as refusal:
        desk.journal.store.keep_facts(page).result(WAIT_S)
    assert refusal.value.code == ("origin_cloned" if damage in {"clone", "twice"} else "envelope_invalid")
    assert desk.reader.pending_count().result(WAIT_S) == (damage == "clone")
    sound(desk)


def resealed(envelope: str, **changes: str) -> str:
    """Return an envelope with other fields, and with a seal that fits them unless the seal is changed."""
    fields = {**json.loads(envelope), **changes}
    seal = {"prev": fields.pop("prev"), "hash": fields.pop("hash")}
    if "hash" not in changes:
        seal["hash"] = codec.chain_hash(bytes.fromhex(seal["prev"]), codec.canonical(fields)).hex()
    return codec.canonical({**fields, **seal})


def test_a_refused_append_leaves_no_old_state_behind_for_the_search(
    desk: Desk, room: RoomDouble, other: OtherDesk
) -> None:
    early = new(IncidentFieldSet(field="place_text", value="Marabahan"), "incident:i1", occurred_us=1)
    desk.write(opened_ticket("i1", "T-1"), early)
    wrong = new(IncidentNoteAdded(note_id="n1", text=7), "incident:i1")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        desk.write(note("i1", "x", "n0"), wrong)
    push(desk, room)
    room.submit(other.write(IncidentFieldSet(field="place_text", value="Belawang"), "incident:i1"))
    pull(desk, room)
    assert desk.reader.search_incidents("belawang").result(WAIT_S)
    desk.write(field("i1", "place_text", "Marabahan"))
    assert desk.reader.search_incidents("marabahan").result(WAIT_S)
    sound(desk)


def test_pages_and_own_facts_are_told_in_the_order_of_the_disk(
    opened: Callable[..., Journal], room: RoomDouble, other: OtherDesk
) -> None:
    """A page is interrupted by an own fact; its states, told at its end, would hide that fact again."""
    told: list[Mapping[str, State]] = []
    own: list[Future[AppendResult]] = []

    def on_room(states: Mapping[str, State]) -> None:
        told.append(states)
        if not own:  # the writer has taken a part of the page, the rest follows
            own.append(desk.journal.store.append([note("i1", "dari sini")], actor="sari", desk="A"))
            own[0].add_done_callback(lambda done: told.append(done.result().states))

    desk = Desk(opened(on_room=on_room))
    for number in (1, 2):
        for index in range(room_writer.PART):
            text = f"{number}/{index}"
            room.submit(other.write(IncidentNoteAdded(note_id=text, text=text), f"incident:i{number}"))
    desk.journal.store._room._is_urgent = lambda: True
    applied = apply(desk, room.page(0))
    assert [sorted(states) for states in told] == [["incident:i1"], ["incident:i1"], ["incident:i2"]]
    shown: dict[str, State] = {}
    for states in told:
        shown |= states
    assert shown["incident:i1"] == desk.reader.incident("i1").result(WAIT_S)
    assert applied.states["incident:i1"] != shown["incident:i1"]


# ---------------------------------------------------------------------- twins among what is kept for others


def twins() -> tuple[OtherDesk, OtherDesk]:
    """Two desks with copies of one file: the same first fact, then each its own."""
    one, two = OtherDesk(1), OtherDesk(1)
    for desk in (one, two):
        desk.write(IncidentOpened(ticket_number="T-1"), "incident:i1")
    two._number = 2  # its next facts have ids of their own
    return one, two


def test_what_is_kept_of_a_copied_desk_does_not_keep_the_rooms_facts_out(
    desk: Desk, room: RoomDouble
) -> None:
    one, two = twins()
    kept = [
        two.write(IncidentNoteAdded(note_id=f"t{n}", text=f"kembar {n}"), "incident:i1") for n in range(2)
    ]
    desk.journal.store.keep_facts(kept).result(WAIT_S)
    room.submit(OtherDesk(1).write(IncidentOpened(ticket_number="T-1"), "incident:i1"))
    for number in range(4):
        event = IncidentNoteAdded(note_id=f"o{number}", text=f"asli {number}")
        room.submit(one.write(event, "incident:i1"))
    pull(desk, room)
    assert set(told(desk)) == {"asli 0", "asli 1", "asli 2", "asli 3", "kembar 0", "kembar 1"}
    problems = [judged.problem for judged in desk.reader.judged_facts().result(WAIT_S)]
    assert problems[-2:] == ["twin", "twin"]
    assert desk.reader.pending_count().result(WAIT_S) == 2  # what nobody told the room still waits here
    desk.journal.store.cut_room(1).result(WAIT_S)
    pull(desk, room)
    sound(desk)


def test_a_kept_fact_that_its_desk_told_under_another_name_is_placed(desk: Desk, room: RoomDouble) -> None:
    before, after = OtherDesk(1), OtherDesk(1)
    after.origin = OtherDesk(7).origin
    event = IncidentOpened(ticket_number="T-1")
    desk.journal.store.keep_facts([before.write(event, "incident:i1")]).result(WAIT_S)
    room.submit(after.write(event, "incident:i1"))
    pull(desk, room)
    assert [judged.problem for judged in desk.reader.judged_facts().result(WAIT_S)] == ["moved"]
    assert desk.reader.pending_count().result(WAIT_S) == 0
    sound(desk)


def test_a_kept_fact_that_says_something_else_is_not_placed(desk: Desk, room: RoomDouble) -> None:
    before, after = OtherDesk(1), OtherDesk(1)
    after.origin = OtherDesk(7).origin
    desk.journal.store.keep_facts([before.write(IncidentOpened(ticket_number="T-9"), "incident:i1")]).result(
        WAIT_S
    )
    room.submit(after.write(IncidentOpened(ticket_number="T-1"), "incident:i1"))
    assert refused(desk, room.page(0)).code == "origin_cloned"
