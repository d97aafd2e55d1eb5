from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from _facts import (
    WAIT_S,
    Desk,
    field,
    linked,
    new,
    note,
    offered,
    opened_ticket,
    raw_query,
    whole_call,
)

from batola_desk.domain.call import Call
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.domain.events.call import CallNoted, CallOffered
from batola_desk.domain.facts import Guard, NewFact, UnknownEvent
from batola_desk.models import store as store_module
from batola_desk.models.journal import Journal
from batola_desk.models.verify import verify


def test_an_append_returns_the_facts_and_the_states_after_them(desk: Desk) -> None:
    result = desk.write(*whole_call("k1"))
    assert [fact.kind for fact in result.facts] == ["call.offered", "call.answered", "call.ended"]
    assert [fact.oseq for fact in result.facts] == [1, 2, 3]
    assert {fact.origin for fact in result.facts} == {desk.journal.origin}
    call = result.states["call:k1"]
    assert isinstance(call, Call)
    assert call.answered_us is not None
    assert call.ended_us is not None
    assert not result.pending_disk


def test_a_resolved_append_is_in_the_file(desk: Desk, path: Path) -> None:
    desk.write(offered("k1"))
    assert raw_query(path, "SELECT kind, actor, desk, app FROM journal") == [
        ("call.offered", "sari", "A", "9.9")
    ]
    assert raw_query(path, "SELECT number FROM call_row") == [("081251000001",)]


def test_a_fact_that_touches_two_things_changes_both(desk: Desk) -> None:
    desk.write(offered("k1"), opened_ticket("i1", "112-6304-20250825-A0001"))
    result = desk.write(linked("k1", "i1"))
    assert set(result.states) == {"call:k1", "incident:i1"}
    (row,) = desk.reader.recent_calls().result(WAIT_S)
    assert row.incident_id == "i1"
    assert [fact.kind for fact in desk.reader.facts_of("incident:i1").result(WAIT_S)] == [
        "incident.opened",
        "call.linked",
    ]


def test_one_fact_may_be_the_first_about_two_things_of_a_kind(desk: Desk, path: Path) -> None:
    desk.write(new(CallNoted(text="x"), "call:k1", "call:k2", "call:k1"))
    rows = desk.reader.recent_calls().result(WAIT_S)
    assert [row.call_key for row in rows] == ["k2", "k1"]
    assert verify(path).exit_code == 0


def test_a_redelivered_fact_is_accepted_silently_and_the_stored_one_returned(desk: Desk, path: Path) -> None:
    event = CallOffered(call_key="k1", direction="inbound", number="0811")
    once = new(event, "call:k1", fact_id="01980000-0000-7000-8000-000000000001", actor="engine")
    first = desk.write(once).facts[0]
    again = desk.write(once)
    assert again.facts == (first,)
    assert isinstance(again.states["call:k1"], Call)
    assert raw_query(path, "SELECT count(*) FROM journal") == [(1,)]
    twice_in_one = new(event, "call:k2", fact_id="01980000-0000-7000-8000-000000000002")
    result = desk.write(twice_in_one, twice_in_one)
    assert result.facts[0] is result.facts[1]


@pytest.mark.parametrize(
    "fact_id", ["1", "01980000-0000-7000-8000-00000000000A", "{}", "0198000000007000800000000000000a"]
)
def test_a_fact_whose_id_the_room_could_not_keep_is_refused(desk: Desk, fact_id: str) -> None:
    with pytest.raises(ValueError, match="UUID"):
        desk.write(new(CallNoted(text="x"), "call:k1", fact_id=fact_id))
    desk.write(new(CallNoted(text="y"), "call:k1"))


def test_appends_from_many_threads_get_gap_free_numbers(desk: Desk, path: Path) -> None:
    def work(thread: int) -> None:
        for call in range(10):
            desk.write(offered(f"{thread}-{call}"))

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = [row[0] for row in raw_query(path, "SELECT oseq FROM journal ORDER BY row_id")]
    assert numbers == list(range(1, 61))
    assert verify(path).exit_code == 0


def test_queued_appends_share_a_transaction_yet_each_gets_its_own_answer(desk: Desk, path: Path) -> None:
    futures = [
        desk.journal.store.append([note("i1", f"line {n}", f"n{n}")], actor="sari", desk="A")
        for n in range(300)
    ]
    answers = [future.result(WAIT_S) for future in futures]
    assert [answer.facts[0].oseq for answer in answers] == list(range(1, 301))
    assert len(answers[9].states["incident:i1"].notes) == 10  # type: ignore[union-attr]
    assert verify(path).exit_code == 0


def test_a_text_that_goes_back_and_forth_is_found_as_it_is_now(
    desk: Desk, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "MAX_FACTS_PER_COMMIT", 1)  # one commit each, though they wait together
    desk.write(opened_ticket("i1", "T-1"), field("i1", "place_text", "Marabahan"))
    places = ["Belawang", "Marabahan"] * 40
    futures = [
        desk.journal.store.append([field("i1", "place_text", place)], actor="sari", desk="A")
        for place in places
    ]
    for future in futures:
        future.result(WAIT_S)
    assert desk.reader.search_incidents("belawang").result(WAIT_S) == ()
    assert len(desk.reader.search_incidents("marabahan").result(WAIT_S)) == 1
    assert verify(path).exit_code == 0


def test_a_state_read_before_a_write_is_not_shown_after_it(desk: Desk) -> None:
    desk.write(opened_ticket("i1", "T-1"))
    reader = desk.reader
    assert reader.incident("i1").result(WAIT_S) is not None
    for text in ("satu", "dua"):
        desk.write(note("i1", text, text))
        incident = reader.incident("i1").result(WAIT_S)
        assert incident is not None
        assert incident.notes[-1].text == text


def test_a_wrong_fact_fails_alone_and_leaves_no_trace(desk: Desk, path: Path) -> None:
    bad = [
        NewFact(event=CallNoted(text="x"), aggregates=("drone:1",)),
        NewFact(event=CallNoted(text="x"), aggregates=()),
        NewFact(event=CallNoted(text=5), aggregates=("call:k1",)),  # type: ignore[arg-type]
    ]
    futures = [desk.journal.store.append([offered("k1"), fact], actor="sari", desk="A") for fact in bad]
    good = desk.journal.store.append([offered("k2")], actor="sari", desk="A")
    for future in futures:
        with pytest.raises((ValueError, TypeError)):
            future.result(WAIT_S)
    assert good.result(WAIT_S).facts[0].oseq == 1
    assert raw_query(path, "SELECT call_key FROM call_row") == [("k2",)]


def test_a_kind_this_program_does_not_know_is_kept_and_shown(desk: Desk, path: Path) -> None:
    future_fact = UnknownEvent(kind="call.sang", version=3, body='{"song":"x",  "b":1}')
    desk.write(offered("k1"))
    desk.write(new(future_fact, "call:k1", "drone:7"))
    facts = desk.reader.facts_of("call:k1").result(WAIT_S)
    assert facts[-1].event == future_fact
    assert facts[-1].kind == "call.sang"
    assert raw_query(path, "SELECT body FROM journal WHERE kind = 'call.sang'") == [(future_fact.body,)]
    call = desk.reader.call("k1").result(WAIT_S)
    assert call is not None
    assert "call.sang" in [entry.kind for entry in call.timeline]
    report = verify(path)
    assert report.exit_code == 0
    assert report.unreadable == 1


def test_guards_and_times_and_actors_survive_the_file(desk: Desk) -> None:
    guard = Guard(key="unit:3", expect=None, set="incident:i1")
    fact = new(CallNoted(text="a"), "call:k1", guards=(guard,), occurred_us=5, actor="engine")
    desk.write(fact)
    (read,) = desk.reader.facts_of("call:k1").result(WAIT_S)
    assert (read.guards, read.occurred_us, read.actor, read.desk) == ((guard,), 5, "engine", "A")


def test_half_an_emoji_does_not_stop_the_journal(desk: Desk) -> None:
    desk.write(note("i1", "asap \ud83d tebal"))
    incident = desk.reader.incident("i1").result(WAIT_S)
    assert incident is not None
    assert incident.notes[0].text == "asap \ufffd tebal"


def test_the_journal_table_refuses_change_and_removal(desk: Desk, path: Path) -> None:
    desk.write(offered("k1"))
    for statement in ("UPDATE journal SET actor = 'x'", "DELETE FROM journal"):
        with pytest.raises(sqlite3.IntegrityError, match="insert-only"):
            raw_query(path, statement)


def test_states_come_back_after_a_restart(opened: Callable[..., Journal]) -> None:
    first = Desk(opened())
    before = first.write(opened_ticket("i1", "T-1"), field("i1", "place_text", "Karya Baru")).states
    first.journal.close()
    second = Desk(opened())
    assert second.reader.incident("i1").result(WAIT_S) == before["incident:i1"]
    result = second.write(note("i1", "api padam"))
    assert result.facts[0].oseq == 3
    assert result.states["incident:i1"].notes[0].text == "api padam"  # type: ignore[union-attr]


def test_an_append_after_close_is_refused_aloud(opened: Callable[..., Journal]) -> None:
    journal = opened()
    journal.close()
    with pytest.raises(EnvironmentFault) as refused:
        journal.store.append([offered("k1")], actor="sari", desk="A").result(WAIT_S)
    assert refused.value.code == "journal_closed"
