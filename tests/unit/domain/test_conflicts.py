"""Where desks stand against each other, and who has looked at it. Source: design.md §5."""

from __future__ import annotations

import dataclasses
import itertools

import pytest

from batola_desk.domain.call import Call
from batola_desk.domain.conflicts import CLOSED_KEPT, Conflict, ConflictKind
from batola_desk.domain.events.call import CallLinked, CallOffered
from batola_desk.domain.events.conflict import ConflictNoted, ConflictSeen
from batola_desk.domain.events.incident import IncidentFieldSet, IncidentOpened, IncidentReopened
from batola_desk.domain.events.unit import UnitDispatched, UnitReleased
from batola_desk.domain.facts import Event, Fact, Guard, Verdict
from batola_desk.domain.incident import Incident
from batola_desk.domain.reducers import State, confirm, fold, initial_state
from batola_desk.domain.unit import Unit
from tests.support.folding import BEGIN_US, SECOND_US

UNIT, TICKET = "unit:u1", "incident:i1"


def fact(
    fact_id: str,
    event: Event,
    *names: str,
    desk: str = "A",
    at_s: float = 0.0,
    verdict: Verdict = Verdict.OK,
    guards: tuple[Guard, ...] = (),
) -> Fact:
    return Fact(
        fact_id=fact_id,
        origin=f"origin-{desk}",
        oseq=1,
        aggregates=names,
        actor={"A": "rina", "B": "sari"}.get(desk, "budi"),
        desk=desk,
        occurred_us=BEGIN_US + int(at_s * SECOND_US),
        event=event,
        verdict=verdict,
        guards=guards,
    )


def told(name: str, *facts: Fact) -> State:
    state = initial_state(name)
    for one in facts:
        state = fold(state, one)
    return state


def conflicts_of(name: str, *facts: Fact) -> tuple[Conflict, ...]:
    return told(name, *facts).conflicts


def typed(fact_id: str, value: str, desk: str, replaces: str | None, *, at_s: float = 0.0) -> Fact:
    event = IncidentFieldSet(field="place_text", value=value, replaces=replaces)
    return fact(fact_id, event, TICKET, desk=desk, at_s=at_s)


def sent(
    fact_id: str,
    incident: str,
    desk: str,
    expect: str | None,
    verdict: Verdict = Verdict.OK,
    at_s: float = 0.0,
) -> Fact:
    event = UnitDispatched(unit_id="u1", incident_id=incident)
    guards = (Guard(key=UNIT, expect=expect, set=incident),)
    names = (UNIT, f"incident:{incident}")
    return fact(fact_id, event, *names, desk=desk, guards=guards, verdict=verdict, at_s=at_s)


def looked(fact_id: str, conflict: Conflict, desk: str = "B", note: str = "") -> Fact:
    facts = tuple(side.fact_id for side in conflict.sides)
    return fact(
        fact_id, ConflictSeen(topic=conflict.topic, facts=facts, note=note), conflict.home, desk=desk, at_s=99
    )


# ------------------------------------------------------------------ fields


def test_a_correction_of_what_was_read_is_no_conflict() -> None:
    first, second = typed("f1", "Belawang", "A", ""), typed("f2", "Alalak", "B", "f1", at_s=60)
    for order in itertools.permutations((first, second)):
        state = told(TICKET, *order)
        assert isinstance(state, Incident)
        assert (state.text("place_text"), state.conflicts) == ("Alalak", ())
        assert dict(state.fields)["place_text"].lost == ()


def test_who_read_the_other_has_the_last_word_also_by_a_slow_clock() -> None:
    first, second = typed("f1", "Belawang", "A", "", at_s=600), typed("f2", "Alalak", "B", "f1", at_s=0)
    for order in itertools.permutations((first, second)):
        state = told(TICKET, *order)
        assert isinstance(state, Incident)
        assert (state.text("place_text"), state.conflicts) == ("Alalak", ())


@pytest.mark.parametrize("apart_s", [5.0, 5 * 3600.0])
def test_two_values_that_did_not_know_of_each_other_are_a_conflict_however_far_apart(apart_s: float) -> None:
    first, second = typed("f1", "Belawang", "A", ""), typed("f2", "Alalak", "B", "", at_s=apart_s)
    found = [conflicts_of(TICKET, *order) for order in itertools.permutations((first, second))]
    assert found[0] == found[1]
    (conflict,) = found[0]
    assert (conflict.kind, conflict.detail, conflict.is_open) == (ConflictKind.FIELD, "place_text", True)
    assert [(side.value, side.desk, side.actor) for side in conflict.sides] == [
        ("Alalak", "B", "sari"),
        ("Belawang", "A", "rina"),
    ]
    assert conflict.desks == ("A", "B")


def test_an_older_program_says_nothing_of_what_it_saw_so_the_clock_decides() -> None:
    first = typed("f1", "Belawang", "A", None)
    assert len(conflicts_of(TICKET, first, typed("f2", "Alalak", "B", None, at_s=60))) == 1
    assert conflicts_of(TICKET, first, typed("f2", "Alalak", "B", None, at_s=3600)) == ()


def test_two_people_who_type_at_once_make_one_conflict_with_their_last_words() -> None:
    facts = []
    for number in range(1, 20):
        desk = "AB"[number % 2]
        facts.append(typed(f"f{number:02}", f"kata {number}", desk, "", at_s=number))
    (conflict,) = conflicts_of(TICKET, *facts)
    assert [(side.value, side.desk) for side in conflict.sides] == [("kata 19", "B"), ("kata 18", "A")]


def test_the_same_value_and_an_emptied_one_are_no_conflict() -> None:
    same = (typed("f1", "Alalak", "A", ""), typed("f2", "Alalak", "B", ""))
    assert conflicts_of(TICKET, *same) == ()
    assert conflicts_of(TICKET, typed("f1", "", "A", "f0"), typed("f2", "Alalak", "B", "f0", at_s=1)) == ()


# ------------------------------------------------------------------ units


def test_a_unit_that_two_desks_sent_is_one_conflict_whether_the_room_has_spoken_or_not() -> None:
    mine, theirs = sent("f1", "i1", "A", None), sent("f2", "i2", "B", None, at_s=60)
    pending = dataclasses.replace(theirs, verdict=Verdict.PENDING)
    judged = dataclasses.replace(theirs, verdict=Verdict.CONTESTED)
    (early,), (late,) = conflicts_of(UNIT, mine, pending), conflicts_of(UNIT, mine, judged)
    assert early == late
    assert late.kind is ConflictKind.UNIT
    assert [(side.desk, side.incident_id) for side in late.sides] == [("A", "i1"), ("B", "i2")]
    assert conflicts_of("incident:i2", judged) == (), "it is the unit's, not once more the ticket's"


def test_whoever_sends_a_unit_on_knowing_where_it_is_makes_no_conflict() -> None:
    facts = (sent("f1", "i1", "A", None), sent("f2", "i2", "B", "i1", at_s=60))
    assert conflicts_of(UNIT, *facts) == ()
    unit = told(UNIT, *facts)
    assert isinstance(unit, Unit)
    assert (unit.claimed_for, unit.incident_ids) == ("i2", ("i1", "i2"))


def test_what_the_room_holds_a_unit_for_is_the_last_dispatch_that_was_not_contested() -> None:
    release = fact("r", UnitReleased(unit_id="u1", incident_id="i1"), UNIT, "incident:i1")
    unit = told(UNIT, sent("f1", "i1", "A", None), sent("f2", "i2", "B", None, Verdict.CONTESTED), release)
    assert isinstance(unit, Unit)
    assert unit.claimed_for == "i1"


# ------------------------------------------------------------------ tickets and calls


def test_two_tickets_for_one_call_are_a_conflict_and_two_of_one_desk_are_none() -> None:
    offer = fact("o", CallOffered(call_key="k", direction="inbound", number="0812"), "call:k")

    def ticket(number: int, desk: str) -> tuple[Fact, Fact]:
        opened = IncidentOpened(ticket_number=f"T-{number}", call_key="k")
        linked = CallLinked(call_key="k", incident_id=f"i{number}")
        names = (f"incident:i{number}", "call:k")
        return (
            fact(f"o{number}", opened, *names, desk=desk),
            fact(f"l{number}", linked, "call:k", f"incident:i{number}", desk=desk),
        )

    assert conflicts_of("call:k", offer, *ticket(1, "A"), *ticket(2, "A")) == ()
    (conflict,) = conflicts_of("call:k", offer, *ticket(1, "A"), *ticket(2, "B"))
    assert conflict.kind is ConflictKind.OPENED_TWICE
    assert [(side.desk, side.incident_id) for side in conflict.sides] == [("A", "i1"), ("B", "i2")]
    call = told("call:k", offer, *ticket(1, "A"), *ticket(2, "B"))
    assert isinstance(call, Call)
    assert call.incident_ids == ("i1", "i2")


# ------------------------------------------------------------------ the room's word


@pytest.mark.parametrize("verdict", [v for v in Verdict if not v.takes_effect] + [Verdict.CONTESTED])
def test_every_word_of_the_room_against_a_fact_is_for_people(verdict: Verdict) -> None:
    (conflict,) = conflicts_of(TICKET, fact("f1", IncidentReopened(reason="x"), TICKET, verdict=verdict))
    assert (conflict.kind.value, conflict.detail) == (verdict.value, "incident.reopened")
    both = fact("f2", CallLinked(call_key="k", incident_id="i1"), "call:k", TICKET, verdict=verdict)
    assert len(conflicts_of("call:k", both)) == 1
    assert conflicts_of(TICKET, both) == (), "one fact is one conflict, at its first thing"


def test_words_about_conflicts_make_no_conflicts() -> None:
    seen = fact("f1", ConflictSeen(topic="fact:x", facts=("x",)), TICKET, verdict=Verdict.UNKNOWN_KIND)
    assert not any(conflict.is_listed for conflict in conflicts_of(TICKET, seen))


def test_a_turned_verdict_is_told_by_a_note_of_its_desk_once() -> None:
    note = ConflictNoted(
        fact_id="f1",
        fact_kind="incident.closed",
        before="ok",
        after="denied",
        actor="rina",
        desk="A",
        at_us=5,
    )
    (conflict,) = conflicts_of(TICKET, fact("n1", note, TICKET), fact("n2", note, TICKET))
    assert (conflict.kind, conflict.sides[0].value) == (ConflictKind.TURNED, "ok>denied")
    unread = dataclasses.replace(note, before="", after="invalid")
    (other,) = conflicts_of(TICKET, fact("n3", unread, TICKET))
    assert (other.kind, other.sides[0].fact_id) == (ConflictKind.INVALID, "f1")


# ------------------------------------------------------------------ looking at it


def test_it_stays_open_until_somebody_looked_and_says_who() -> None:
    race = (typed("f1", "Belawang", "A", ""), typed("f2", "Alalak", "B", "", at_s=1))
    (conflict,) = conflicts_of(TICKET, *race)
    corrected = typed("f3", "Marabahan", "A", "f2", at_s=2)
    assert conflicts_of(TICKET, *race, corrected)[0].is_open, "nothing goes before a person looked"
    (after,) = conflicts_of(TICKET, *race, looked("s1", conflict, note="Alalak benar"))
    assert not after.is_open
    assert (after.seen_by, after.seen_desk, after.note) == ("sari", "B", "Alalak benar")
    assert after.conflict_id == conflict.conflict_id
    twice = conflicts_of(
        TICKET, *race, looked("s1", conflict, note="satu"), looked("s2", conflict, note="dua")
    )
    assert [c.note for c in twice] == ["satu"]


def test_a_look_that_did_not_know_of_a_third_word_leaves_it_open() -> None:
    race = (typed("f1", "Belawang", "A", ""), typed("f2", "Alalak", "B", "", at_s=1))
    (conflict,) = conflicts_of(TICKET, *race)
    third = typed(
        "f3", "Rantau Badauh", "C", "", at_s=0.5
    )  # in the room before the look, unknown to who looked
    (after,) = conflicts_of(TICKET, *race, third, looked("s1", conflict))
    assert after.is_open
    (whole,) = conflicts_of(TICKET, *race, third)
    (seen,) = conflicts_of(TICKET, *race, third, looked("s1", conflict), looked("s2", whole))
    assert not seen.is_open


def test_what_comes_after_the_look_is_a_new_conflict() -> None:
    race = (typed("f1", "Belawang", "A", ""), typed("f2", "Alalak", "B", "", at_s=1))
    (conflict,) = conflicts_of(TICKET, *race)
    late = typed("f3", "Rantau Badauh", "C", "", at_s=0.5)
    first, second = conflicts_of(TICKET, *race, looked("s1", conflict), late)
    assert (first.is_open, second.is_open) == (False, True)
    assert first.conflict_id != second.conflict_id


def test_what_was_seen_is_seen_also_when_the_room_has_that_word_first() -> None:
    race = (typed("f1", "Belawang", "A", ""), typed("f2", "Alalak", "B", "", at_s=1))
    (conflict,) = conflicts_of(TICKET, *race)
    for order in itertools.permutations((*race, looked("s1", conflict))):
        (found,) = [c for c in conflicts_of(TICKET, *order) if c.is_listed]
        assert not found.is_open
        assert found.seen_by == "sari"


def test_the_look_of_a_denied_voice_changes_nothing() -> None:
    race = (typed("f1", "Belawang", "A", ""), typed("f2", "Alalak", "B", "", at_s=1))
    (conflict,) = conflicts_of(TICKET, *race)
    denied = dataclasses.replace(looked("s1", conflict), verdict=Verdict.INVALID)
    assert conflicts_of(TICKET, *race, denied)[0].is_open


def test_a_look_counts_also_where_the_server_is_too_old_to_know_such_facts() -> None:
    race = (typed("f1", "Belawang", "A", ""), typed("f2", "Alalak", "B", "", at_s=1))
    (conflict,) = conflicts_of(TICKET, *race)
    unknown = dataclasses.replace(looked("s1", conflict), verdict=Verdict.UNKNOWN_KIND)
    (after,) = conflicts_of(TICKET, *race, unknown)
    assert not after.is_open


def test_open_ones_are_kept_and_old_seen_ones_let_go() -> None:
    facts = []
    for number in range(CLOSED_KEPT + 20):
        facts.append(fact(f"f{number:04}", IncidentReopened(reason="x"), TICKET, verdict=Verdict.DENIED))
        if number >= 10:
            topic = f"fact:f{number:04}"
            facts.append(fact(f"s{number:04}", ConflictSeen(topic=topic, facts=(f"f{number:04}",)), TICKET))
    found = conflicts_of(TICKET, *facts)
    assert [c.topic for c in found if c.is_open] == [f"fact:f{number:04}" for number in range(10)]
    assert len(found) == 10 + CLOSED_KEPT


def test_the_short_way_of_an_ok_gives_what_folding_gives() -> None:
    facts = (sent("f1", "i1", "A", None), sent("f2", "i2", "B", "i1", at_s=60), sent("f3", "i3", "B", None))
    pending = [dataclasses.replace(one, verdict=Verdict.PENDING) for one in facts]
    assert confirm(told(UNIT, *pending), {"f1", "f2", "f3"}) == told(UNIT, *facts)
