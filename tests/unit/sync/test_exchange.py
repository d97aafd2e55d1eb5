"""What goes to the room, in whose name, in which order, and what happens when it is refused."""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from batola_desk.domain.events.call import CallAnswered
from batola_desk.domain.events.incident import IncidentNoteAdded, IncidentOpened
from batola_desk.domain.facts import Guard, NewFact, UnknownEvent, Verdict
from batola_desk.domain.incident import Incident
from batola_desk.models.codec import canonical
from batola_desk.models.room import RoomError
from batola_desk.sync import poison
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.listeners import ChangedVerdict, Listeners
from batola_desk.sync.poison import FAILURES_TO_WRAP, POISON_KIND
from batola_desk.sync.push import FAULT_PAUSE_S, REFUSED_PAUSE_S, RELAY_LOOK_S
from batola_desk.sync.relay import PATIENCE_S
from batola_desk.sync.secretariat import Judged
from batola_desk.sync.voices import Credentials
from tests.support.model_secretariat import ModelRoom, Trouble
from tests.support.room_double import OtherDesk
from tests.support.sync_desk import SyncDesk, fold_of, rows_of

MakeDesk = Callable[..., SyncDesk]
SARI, RINA, BUDI = (Credentials(login, "sandi") for login in ("sari", "rina", "budi"))


def note(text: str = "asap", incident: str = "1") -> NewFact:
    return NewFact(event=IncidentNoteAdded(note_id=text, text=text), aggregates=(f"incident:{incident}",))


def claimed(desk: str, call: str = "1") -> NewFact:
    event = UnknownEvent(kind="call.claimed", version=1, body=canonical({"desk": desk}))
    return NewFact(
        event=event,
        aggregates=(f"call:{call}",),
        guards=(Guard(key=f"call:{call}", expect=None, set=desk),),
    )


def notes_of(desk: SyncDesk, incident: str = "1") -> list[str]:
    state = desk.state(f"incident:{incident}")
    return [entry.text for entry in state.notes] if isinstance(state, Incident) else []


async def until_idle(desk: SyncDesk, clock: Any, tries: int = 60) -> None:
    """As a client lives: turn after turn, with pauses that the exchange asked for."""
    for _ in range(tries):
        while await desk.exchange.turn():
            pass
        if not desk.waiting:
            return
        clock.now_s += FAULT_PAUSE_S
    raise AssertionError(desk.exchange.trouble)


# ---------------------------------------------------------------------- in whose name


async def test_own_facts_go_in_the_persons_session_and_others_by_the_machine(
    make_desk: MakeDesk, room: ModelRoom
) -> None:
    desk = make_desk()
    desk.write(note("1"), actor="sari")
    desk.write(note("2"), actor="rina")
    desk.write(note("3"), actor="engine")  # goes with whatever goes
    desk.write(note("4"), actor="sari")
    await desk.exchange_all(SARI)
    assert [(entry.author, entry.author_auth) for entry in room.entries] == [
        ("sari", "session"),
        ("rina", "asserted"),
        ("engine", "asserted"),
        ("sari", "session"),
    ]
    assert [entry.oseq for entry in room.entries] == [1, 2, 3, 4]
    assert desk.waiting == 0


async def test_facts_of_the_engine_cut_no_batch(make_desk: MakeDesk, room: ModelRoom) -> None:
    desk = make_desk()
    for actor in ("sari", "engine", "sari", "system"):
        desk.write(note(actor), actor=actor)
    await desk.connect(SARI)
    await desk.exchange.turn()
    assert [len(connection.sent) for connection in room.connections if connection.login == "sari"] == [4]


async def test_without_anybody_signed_on_the_machine_tells_all(make_desk: MakeDesk, room: ModelRoom) -> None:
    desk = make_desk()
    desk.write(note("1"), note("2"))
    await desk.exchange_all()
    assert {(entry.author, entry.author_auth) for entry in room.entries} == {("sari", "asserted")}


@pytest.mark.expects_log
async def test_a_person_whom_the_server_refuses_stops_nothing(make_desk: MakeDesk, room: ModelRoom) -> None:
    desk = make_desk()
    room.wrong_passwords.add("sari")
    desk.write(note())
    await desk.exchange_all(SARI)
    assert desk.voices.refusal is not None
    assert (desk.voices.refusal.code, desk.voices.refusal.values["login"]) == ("secretariat_password", "sari")
    assert room.entries[0].author_auth == "asserted"


@pytest.mark.expects_log
async def test_a_desk_without_a_machines_login_sends_what_it_may(
    make_desk: MakeDesk, room: ModelRoom
) -> None:
    desk = make_desk()
    desk.machine = None  # type: ignore[assignment]
    desk.write(note("1"), actor="sari")
    desk.write(note("2"), actor="rina")
    desk.write(note("3"), actor="sari")
    await desk.exchange_all(SARI)
    assert len(room.entries) == 1
    assert desk.exchange.trouble is not None
    assert desk.exchange.trouble.code == "secretariat_other_author"
    assert notes_of(desk) == ["1", "2", "3"]


async def test_a_seat_taken_by_somebody_else_makes_the_machine_speak(
    make_desk: MakeDesk, room: ModelRoom
) -> None:
    desk = make_desk()
    await desk.connect(SARI)
    room.seated[desk.journal.origin] = "rina"  # e.g. a second program of the same machine
    desk.write(note())
    await desk.exchange_all()
    assert room.entries[0].author_auth == "asserted"


@pytest.mark.expects_log
async def test_a_file_moved_to_another_machine_goes_on_by_the_machines_word(
    make_desk: MakeDesk, room: ModelRoom
) -> None:
    desk = make_desk()
    room.owners[desk.journal.origin] = "meja_b"
    desk.write(note("1"))
    await desk.exchange_all(SARI)
    assert desk.voices.refusal is not None
    assert desk.voices.refusal.code == "secretariat_other_desk"
    assert room.entries[0].author_auth == "asserted"
    assert desk.waiting == 0


async def test_a_login_that_has_to_wait_makes_the_machine_speak(make_desk: MakeDesk, room: ModelRoom) -> None:
    desk = make_desk()
    take = room.take

    def suspended(login: str, envelopes: Any) -> Any:
        if login == "sari":
            raise SecretariatFault("secretariat_suspended", detail="BD011")
        return take(login, envelopes)

    room.take = suspended  # type: ignore[method-assign]
    desk.write(note("1"), note("2"))
    await desk.exchange_all(SARI)
    assert [entry.author_auth for entry in room.entries] == ["asserted", "asserted"]
    assert desk.exchange.trouble is None


# ---------------------------------------------------------------------- lost on the way


@pytest.mark.parametrize("does_last", [False, True])
@pytest.mark.parametrize("questions", range(6))
async def test_a_line_that_breaks_anywhere_costs_nothing(
    make_desk: MakeDesk, room: ModelRoom, questions: int, *, does_last: bool
) -> None:
    desk, other = make_desk("A"), make_desk("B")
    other.write(note("dari B"))
    await other.exchange_all()
    desk.write(note("1"), note("2"))
    desk.trouble = Trouble(questions_left=questions, does_last=does_last)

    async def until_it_breaks() -> None:
        await desk.connect(SARI)
        while True:
            await desk.exchange.turn()

    with pytest.raises(SecretariatFault, match="secretariat_unreachable"):
        await until_it_breaks()
    desk.disconnect()
    await desk.exchange_all(SARI)
    await other.exchange_all()
    assert notes_of(desk) == notes_of(other) == ["dari B", "1", "2"]
    assert len(room.entries) == 3


async def test_a_batch_is_sent_once_over_one_connection(make_desk: MakeDesk, room: ModelRoom) -> None:
    desk = make_desk()
    desk.write(*[note(str(number)) for number in range(250)])
    await desk.connect()
    (connection,) = room.connections
    desk.trouble.page_max = 1  # what was sent is still on its way back
    for _ in range(260):
        await desk.exchange.turn()
    assert room.submitted == len(connection.sent) == 250
    assert desk.waiting == 0
    asked = connection.asked
    await desk.exchange.turn()
    assert connection.asked == asked + 1  # nothing but a look


@pytest.mark.expects_log
async def test_what_the_server_took_and_lost_under_the_connection_is_sent_again(
    make_desk: MakeDesk, room: ModelRoom
) -> None:
    desk = make_desk()
    desk.write(note("1"))
    await desk.exchange_all()
    take = room.take

    def take_and_lose(login: str, envelopes: Any) -> Any:
        answers = take(login, envelopes)
        room.cut(1)
        return answers

    room.take = take_and_lose  # type: ignore[method-assign]
    desk.write(note("2"))
    with pytest.raises(SecretariatFault, match="secretariat_fault"):
        await desk.exchange_all()
    room.take = take  # type: ignore[method-assign]
    desk.disconnect()
    await desk.exchange_all()
    assert [entry.oseq for entry in room.entries] == [1, 2]


# ---------------------------------------------------------------------- forks


@pytest.mark.expects_log
@pytest.mark.parametrize("common", [0, 1, 7, 18])
async def test_a_cut_history_is_repaired_and_grows_again(
    make_desk: MakeDesk, room: ModelRoom, common: int
) -> None:
    desk, other = make_desk("A"), make_desk("B")
    for number in range(10):
        desk.write(note(f"a{number}"))
        await desk.exchange_all()
        other.write(note(f"b{number}"))
        await other.exchange_all()
    await desk.exchange_all()
    room.cut(common)
    desk.disconnect()
    other.disconnect()
    other.write(note("b neu"))
    await other.exchange_all()
    await desk.exchange_all()
    await other.exchange_all()
    assert desk.exchange.fork_count == 1
    assert len(room.entries) == 21
    assert desk.shown() == other.shown() == rows_of(fold_of(room.entries))


@pytest.mark.expects_log
async def test_two_histories_behind_one_address_are_not_followed_at_full_speed(
    make_desk: MakeDesk, room: ModelRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = make_desk()
    room.submit(OtherDesk(7).write(IncidentNoteAdded(note_id="1", text="x"), "incident:1"))
    other_room = ModelRoom()
    for number in (8, 9):
        other_room.submit(OtherDesk(number).write(IncidentNoteAdded(note_id="1", text="y"), "incident:1"))
    await desk.exchange_all()
    (connection,) = room.connections
    pull, count = connection.pull, 0

    async def from_here_and_there(after_seq: int, limit: int) -> Any:
        nonlocal count
        count += 1
        connection.room = other_room if count % 2 else room
        return await pull(after_seq, limit)

    monkeypatch.setattr(connection, "pull", from_here_and_there)

    async def many_turns() -> None:
        for _ in range(10):
            await desk.exchange.turn()

    with pytest.raises(SecretariatFault) as fault:
        await many_turns()
    assert fault.value.values == {"detail": "forked again"}
    assert desk.exchange.fork_count == 1


@pytest.mark.expects_log
async def test_a_verdict_that_a_failover_turned_is_told(make_desk: MakeDesk, room: ModelRoom) -> None:
    told: list[ChangedVerdict] = []
    desk = make_desk("A", listeners=Listeners(changed=told.extend))
    other = make_desk("B")
    (mine,) = desk.write(claimed("A"))
    await desk.exchange_all()
    room.cut(0)
    desk.disconnect()
    other.write(claimed("B"))
    await other.exchange_all()
    await desk.exchange_all()
    assert [(one.fact.fact_id, one.before, one.fact.verdict) for one in told] == [
        (mine, Verdict.OK, Verdict.LOST)
    ]


@pytest.mark.expects_log
async def test_facts_of_a_desk_that_is_gone_are_relayed_after_its_chance(
    make_desk: MakeDesk, room: ModelRoom, clock: Any
) -> None:
    gone, left = make_desk("A"), make_desk("B")
    gone.write(note("1"), note("2"))
    await gone.exchange_all(SARI)
    await left.exchange_all()
    gone.disconnect()
    left.disconnect()
    room.cut(0)
    await left.exchange_all()
    clock.now_s += PATIENCE_S - 1
    await left.exchange_all()
    assert room.entries == []  # its own desk has the first word
    clock.now_s += 3
    await left.exchange_all()
    assert [(entry.oseq, entry.author, entry.author_auth) for entry in room.entries] == [
        (1, "sari", "asserted"),
        (2, "sari", "asserted"),
    ]
    assert left.waiting == 0
    await gone.exchange_all(SARI)
    assert len(room.entries) == 2


@pytest.mark.expects_log
async def test_a_foreign_room_gets_nothing_until_a_person_says_so(
    make_desk: MakeDesk, room: ModelRoom
) -> None:
    desk = make_desk()
    desk.write(note("1"), note("2"))
    await desk.exchange_all()
    desk.disconnect()
    room.cut(0)
    room.epoch = "another"
    desk.write(note("3"))
    with pytest.raises(SecretariatFault, match="secretariat_other_room") as fault:
        await desk.connect()
    assert fault.value.is_lasting
    assert room.entries == []
    assert desk.journal.reader.room_head().result(5).seq == 2
    desk.exchange.accepted_epoch = str(fault.value.values["epoch"])
    await desk.exchange_all()
    assert len(room.entries) == 3
    desk.close()
    desk.open()
    await desk.exchange_all()  # remembered


@pytest.mark.expects_log
async def test_a_restored_backup_is_the_same_room(make_desk: MakeDesk, room: ModelRoom) -> None:
    desk = make_desk()
    desk.write(note("1"), note("2"))
    await desk.exchange_all()
    desk.disconnect()
    room.cut(1)
    room.epoch = "restored"
    await desk.exchange_all()
    assert len(room.entries) == 2
    assert desk.journal.reader.room_epoch().result(5) == "restored"


# ---------------------------------------------------------------------- refused


@pytest.mark.expects_log
@pytest.mark.parametrize(
    "code", ["secretariat_fault", "secretariat_bad_envelope", "secretariat_batch_too_big"]
)
async def test_a_fact_that_breaks_the_server_never_blocks_those_behind_it(
    make_desk: MakeDesk, room: ModelRoom, clock: Any, code: str
) -> None:
    desk, other = make_desk("A"), make_desk("B")
    room.poison, room.poison_code = "RACUN", code
    desk.write(*[note(f"sebelum {number}") for number in range(70)])
    (poisoned,) = desk.write(note("RACUN"))
    desk.write(*[note(f"sesudah {number}") for number in range(70)])
    await desk.connect(SARI)
    await until_idle(desk, clock)
    await other.exchange_all()
    assert [entry.oseq for entry in room.entries] == list(range(1, 142))
    (entry,) = [entry for entry in room.entries if entry.kind == POISON_KIND]
    assert (entry.fact_id, entry.oseq, entry.author) == (poisoned, 71, "sari")
    assert json.loads(entry.body)["why"] == code
    assert "RACUN" not in entry.body
    assert len(notes_of(desk)) == len(notes_of(other)) == 140
    # The desk keeps the fact whole, and people see that the room does not have it.
    (problem,) = desk.journal.reader.judged_facts().result(5)
    assert isinstance(problem.fact.event, IncidentNoteAdded)
    assert (problem.fact.verdict, problem.problem) == (Verdict.UNKNOWN_KIND, "altered")
    state = other.state("incident:1")
    assert isinstance(state, Incident)
    assert sum(entry.kind == POISON_KIND for entry in state.timeline) == 1


@pytest.mark.expects_log
async def test_a_fact_too_big_for_the_server_goes_wrapped_at_once(
    make_desk: MakeDesk, room: ModelRoom
) -> None:
    desk = make_desk()
    desk.write(note("x" * poison.ENVELOPE_BYTES_MAX), note("klein"))
    await desk.exchange_all()
    assert [entry.kind for entry in room.entries] == [POISON_KIND, "incident.note_added"]
    assert len(room.entries[0].body) < 1_000


@pytest.mark.expects_log
async def test_a_server_in_trouble_of_its_own_poisons_no_fact(
    make_desk: MakeDesk, room: ModelRoom, clock: Any
) -> None:
    desk, other = make_desk("A"), make_desk("B")
    other.write(note("dari B"))
    await other.exchange_all()
    room.refuses = SecretariatFault("secretariat_full", detail="53100")
    desk.write(note("1"), note("2"))
    await desk.connect()
    for _ in range(5 * FAILURES_TO_WRAP):
        await desk.exchange.turn()
        clock.now_s += FAULT_PAUSE_S
    assert desk.exchange.trouble is room.refuses
    assert POISON_KIND not in desk.voices.reading.sent  # type: ignore[attr-defined]
    assert notes_of(desk) == ["dari B", "1", "2"]  # reading goes on
    room.refuses = SecretariatFault("secretariat_fault", detail="XX000")
    for _ in range(50):
        await desk.exchange.turn()
        clock.now_s += FAULT_PAUSE_S
    assert desk.waiting == 2
    room.refuses = None
    await until_idle(desk, clock)
    assert desk.exchange.trouble is None
    kinds = [entry.kind for entry in room.entries[1:]]
    assert len(kinds) == 2
    assert kinds[1] == "incident.note_added"


@pytest.mark.expects_log
async def test_a_copied_file_is_said_and_stops_only_the_pushing(
    make_desk: MakeDesk, room: ModelRoom, clock: Any
) -> None:
    desk, copy = make_desk("A"), make_desk("B")
    origin = desk.journal.origin
    copy.close()
    raw = sqlite3.connect(copy.path)
    with raw:  # the copy writes under the same identity
        raw.execute("UPDATE meta SET value = ? WHERE key = 'origin'", (origin,))
    raw.close()
    copy.open()
    desk.write(note("asli"))
    copy.write(note("salinan"))
    await desk.exchange_all()
    room.owners[origin] = "meja_b"
    with pytest.raises(RoomError, match="origin_cloned"):
        await copy.exchange_all()
    assert copy.exchange.trouble is not None
    assert copy.exchange.trouble.code == "origin_cloned"
    assert copy.exchange.trouble.values["origin"] == origin
    assert notes_of(copy) == ["salinan"]
    assert len(room.entries) == 1
    clock.now_s += REFUSED_PAUSE_S


@pytest.mark.expects_log
async def test_numbers_that_a_damaged_file_lost_are_told_and_the_rest_goes_on(
    make_desk: MakeDesk, room: ModelRoom
) -> None:
    desk = make_desk()
    desk.write(note("1"))
    await desk.exchange_all()
    desk.close()
    raw = sqlite3.connect(desk.path)
    with raw:  # as a rescue leaves it: 2 and 3 are gone, and it is known
        raw.execute(
            "INSERT INTO journal_loss VALUES (?, 2, 3, 1, '')",
            (desk.journal.origin,),
        )
    raw.close()
    desk.open()
    desk.write(note("2"), note("3"), note("4"))
    with sqlite3.connect(desk.path) as raw:
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("DELETE FROM pending_fact WHERE row_id IN (2, 3)")
    raw.close()
    await desk.exchange_all()
    assert [entry.oseq for entry in room.entries] == [1, 4]
    assert room.lost == {desk.journal.origin: 3}


@pytest.mark.expects_log
async def test_what_a_damaged_file_still_had_reaches_the_room_under_its_former_name(
    make_desk: MakeDesk, room: ModelRoom, clock: Any
) -> None:
    """A rescued file writes under a new name; what waited under the old one has a hole that nobody fills."""
    desk = make_desk()
    desk.write(note("1"))
    await desk.exchange_all()
    desk.disconnect()
    desk.write(note("2"), note("3"), note("4"))
    former = desk.journal.origin
    desk.close()
    raw = sqlite3.connect(desk.path)
    with raw:
        raw.execute("UPDATE meta SET value = ? WHERE key = 'origin'", (str(UUID(int=5)),))
        raw.execute("INSERT INTO meta VALUES ('former_origins', ?)", (former,))
        raw.execute("DELETE FROM pending_fact WHERE row_id = 2")
        raw.execute("INSERT INTO journal_loss VALUES (?, 2, 2, 1, '')", (former,))
    raw.close()
    desk.open()
    desk.write(note("5"))
    await desk.exchange_all()
    clock.now_s += PATIENCE_S + RELAY_LOOK_S
    await desk.exchange_all()
    clock.now_s += PATIENCE_S + RELAY_LOOK_S
    await desk.exchange_all()
    assert {(entry.origin == former, entry.oseq) for entry in room.entries} == {
        (True, 1),
        (True, 3),
        (True, 4),
        (False, 1),
    }
    assert room.lost == {former: 2}
    assert room.owners[former] == "meja_a"


@pytest.mark.expects_log
async def test_a_gap_that_nobody_can_explain_stops_only_the_pushing(
    make_desk: MakeDesk, room: ModelRoom
) -> None:
    desk, other = make_desk("A"), make_desk("B")
    other.write(note("dari B"))
    await other.exchange_all()
    desk.write(note("1"), note("2"))
    with sqlite3.connect(desk.path) as raw:
        raw.execute("DELETE FROM pending_fact WHERE row_id = 1")
    raw.close()
    await desk.exchange_all()
    assert desk.exchange.trouble is not None
    assert desk.exchange.trouble.code == "secretariat_gap"
    assert "dari B" in notes_of(desk)


# ---------------------------------------------------------------------- answers


async def test_the_answer_to_a_claim_comes_before_its_effect(make_desk: MakeDesk, room: ModelRoom) -> None:
    answers: list[Judged] = []
    desk = make_desk("A", listeners=Listeners(judged=answers.append))
    other = make_desk("B")
    other.write(claimed("B"))
    await other.exchange_all()
    (mine,) = desk.write(claimed("A"))
    await desk.connect()
    await desk.exchange.turn()
    assert (answers[0].fact_id, answers[0].verdict) == (mine, "lost")
    assert json.loads(answers[0].info)["have"] == "B"
    assert [answer.verdict for answer in answers] == ["lost", "lost"]  # once more, by pulling


async def test_answering_a_call_twice_is_contested_and_both_stay(
    make_desk: MakeDesk, room: ModelRoom
) -> None:
    desk, other = make_desk("A"), make_desk("B")
    for one in (desk, other):
        one.write(
            NewFact(
                event=CallAnswered(),
                aggregates=("call:9",),
                guards=(Guard(key="call:9", expect=None, set=one.letter),),
            )
        )
        await one.exchange_all()
    assert [entry.verdict for entry in room.entries] == ["ok", "contested"]


async def test_a_listener_that_breaks_stops_nothing(
    make_desk: MakeDesk, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_anything: object) -> None:
        raise ValueError

    desk = make_desk("A", listeners=Listeners(applied=broken))
    desk.write(NewFact(event=IncidentOpened(ticket_number="T-1"), aggregates=("incident:1",)))
    await desk.exchange_all()
    assert desk.waiting == 0
    assert [record.levelno for record in caplog.records if record.levelno > logging.INFO] == [logging.ERROR]
    caplog.clear()
