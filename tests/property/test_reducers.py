"""Any facts, in any order, with any content: states fold, nothing raises, nothing is lost."""

from __future__ import annotations

import dataclasses
import types
import typing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batola_desk.domain.call import LIVE_STATES, Call, CallState
from batola_desk.domain.callback import Callback, CallbackState
from batola_desk.domain.earth_area import AreaShape, EarthArea
from batola_desk.domain.events import EVENT_CLASSES
from batola_desk.domain.events.unit import UnitLocated
from batola_desk.domain.facts import AggregateKind, Event, Fact, UnknownEvent, Verdict
from batola_desk.domain.incident import ENDED_STATES, Incident
from batola_desk.domain.operator import Desk
from batola_desk.domain.reducers import State, fold, initial_state
from batola_desk.domain.unit import Unit, UnitState
from tests.support.folding import without_memory

NAMES = tuple(f"{kind.value}:x{number}" for kind in AggregateKind for number in (1, 2))
FACTS_MAX = 25
# Words about one, what a lost claim lets go, an e-mail that another desk sends.
NO_CONFLICT = ("conflict.", "call.released", "agency_task.sending")
# Few values, so that facts meet each other; some of them are nonsense, because wires are.
_WORDS = st.sampled_from(
    (
        *("", "\x00", "🚒 banyu naik", "x1", "x2", "t1", "t2", "P1", "P9", "type_code", "N", "T"),
        *("available", "assigned", "en_route", "on_scene", "returning", "out_of_service", "emergency"),
        *("suspended", "closed", "merged", "cancelled", "false_report", "reopened", "draft", "paused"),
        *("inbound", "outbound", "lost", "caller_hung_up", "answered_elsewhere", "unusable_offer"),
        *("dialling", "reached", "text_sent"),
    )
)
FIRST_TIMES = (
    "opened_us",
    "verified_us",
    "first_sent_us",
    "first_ack_us",
    "first_en_route_us",
    "first_on_scene_us",
)
_KINDS: dict[object, st.SearchStrategy[object]] = {
    str: _WORDS,
    int: st.sampled_from((-5, 0, 1, 2, 3, 99)),
    float: st.floats(),
    bool: st.booleans(),
    type(None): st.none(),
    tuple[str, ...]: st.lists(_WORDS, max_size=2).map(tuple),
    tuple[tuple[str, str], ...]: st.lists(st.tuples(_WORDS, _WORDS), max_size=2).map(tuple),
    EarthArea: st.builds(
        EarthArea,
        shape=st.sampled_from(AreaShape),
        latitude=st.sampled_from((-3.0, 0.0)) | st.floats(),
        longitude=st.sampled_from((114.6, 0.0)) | st.floats(),
        radius_m=st.sampled_from((0.0, 500.0)) | st.floats(),
        minor_m=st.sampled_from((0.0, 100.0)) | st.floats(),
        bearing_deg=st.floats(),
        opening_deg=st.sampled_from((0.0, 90.0)) | st.floats(),
        corners=st.lists(st.tuples(st.floats(-91, 91), st.floats()), max_size=4).map(tuple),
    ),
    tuple[tuple[float, float], ...]: st.sampled_from(
        ((), ((float("nan"), 0.0),), ((91.0, 0.0),), ((0.0, float("inf")), (0.0, 0.0)), ((0.0, 0.0),) * 600)
    ),
}


# What a field usually holds, so that facts are about the same task, unit and field; nonsense stays possible.
_USUAL = {
    "task_id": ("t1", "t2"),
    "unit_id": ("u1", "u2"),
    "incident_id": ("x1", "x2"),
    "call_key": ("c1", "c2"),
    "alarm_id": ("a1", "a2"),
    "note_id": ("n1", "n2"),
    "field": ("place_text", "access"),
    "value": ("", "Marabahan", "Alalak"),
    "state": (
        *("available", "assigned", "en_route", "on_scene", "returning", "out_of_service", "emergency"),
        *("suspended", "under_control", "cancelled", "false_report", "merged", "moved_region"),
    ),
    "outcome": ("dialling", "reached", "busy", "text_sent"),
    "cause": ("lost", "caller_hung_up", "cancelled", "answered_elsewhere", "unusable_offer"),
    "direction": ("inbound", "outbound"),
    "party_key": ("p1", "p2"),
    "result": ("bridged", "completed", "refused"),
    "kind": ("landmark", "closed_road", "zeppelin"),
    "shape": ("point", "line", "polygon", "cube"),
    "points": (((-3.0, 114.7),), ((-3.0, 114.7), (-3.1, 114.8), (-3.0, 114.9))),
    "fields": (("name",), ("geometry", "note"), ("tide", "name", "colour"), ("valid_until_us",)),
    "replaces": ((), ("f000",), ("f001", "f003"), ("f002", "f004", "f009")),
    "standing": ("own", "passing", "lasting", "none"),
    "mode": ("listen", "whisper", "barge"),
}


def _values(name: str, hint: object) -> st.SearchStrategy[object]:
    parts = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    anything = st.one_of([_KINDS[part] for part in parts])
    if name not in _USUAL:
        return anything
    usual = st.sampled_from(_USUAL[name])
    return st.one_of(usual, usual, usual, usual, anything)


def _event_of(event_class: type[Event]) -> st.SearchStrategy[Event]:
    hints = typing.get_type_hints(event_class)
    names = [field.name for field in dataclasses.fields(event_class)]  # type: ignore[arg-type]
    values = st.fixed_dictionaries({name: _values(name, hints[name]) for name in names})
    return values.map(lambda found: event_class(**found))


_UNKNOWN = st.builds(
    UnknownEvent, kind=st.just("incident.sung_about"), version=st.integers(0, 9), body=st.just("{}")
)


def _events_of(prefixes: tuple[str, ...]) -> st.SearchStrategy[Event]:
    known = [_event_of(cls) for name, cls in EVENT_CLASSES.items() if name.startswith(prefixes)]
    return st.one_of([*known, _UNKNOWN])


ANY_EVENT = _events_of(("",))
_OWN_EVENTS = {
    "call": _events_of(("call.",)),
    "incident": _events_of(("incident.", "agency_task.", "unit.", "call.linked", "call.unlinked")),
    "unit": _events_of(("unit.",)),
    "callback": _events_of(("callback.", "call.claimed", "call.released")),
    "operator": _events_of(("operator.",)),
    "desk": _events_of(("desk.",)),
    "room": _events_of(("room.",)),
    "map_feature": _events_of(("map_feature.",)),
}


@st.composite
def facts(
    draw: st.DrawFn, names: tuple[str, ...] = NAMES, *, events: st.SearchStrategy[Event] = ANY_EVENT
) -> Fact:
    name = draw(st.sampled_from(names))
    return Fact(
        fact_id="",
        origin=draw(st.sampled_from(("o1", "o2"))),
        oseq=0,
        aggregates=(name,),
        actor=draw(st.sampled_from(("siti", "rusli", "engine"))),
        desk=draw(st.sampled_from("AB")),
        occurred_us=draw(st.integers(0, 50)) * 30_000_000,
        event=draw(events),
        verdict=draw(st.sampled_from((Verdict.OK,) * 12 + tuple(Verdict))),
    )


def numbered(found: list[Fact]) -> list[Fact]:
    """Return the facts as a journal holds them: each with its own id."""
    return [
        dataclasses.replace(fact, fact_id=f"f{number:03d}", oseq=number) for number, fact in enumerate(found)
    ]


def mixed_journal(size_max: int = FACTS_MAX) -> st.SearchStrategy[list[Fact]]:
    return st.lists(facts(), max_size=size_max).map(numbered)


def stories(kind: str, *only: str) -> st.SearchStrategy[list[Fact]]:
    """Return facts about one aggregate, mostly long enough for something to happen."""
    one = facts((f"{kind}:x1",), events=_events_of(only) if only else _OWN_EVENTS[kind])
    return st.one_of(st.lists(one, max_size=5), st.lists(one, min_size=12, max_size=FACTS_MAX)).map(numbered)


def fold_all(name: str, found: list[Fact]) -> State:
    state = initial_state(name)
    for fact in found:
        state = fold(state, fact)
    return state


def same(left: State, right: State) -> bool:
    """Equal, where not-a-number counts as equal to itself."""
    return repr(left) == repr(right)


@given(st.sampled_from(NAMES), mixed_journal())
def test_any_sequence_of_any_facts_folds(name: str, found: list[Fact]) -> None:
    assert type(fold_all(name, found)) is type(initial_state(name))


@pytest.mark.parametrize("kind", [kind.value for kind in AggregateKind])
@settings(max_examples=40)
@given(st.data())
def test_facts_that_fit_the_aggregate_fold_too(kind: str, data: st.DataObject) -> None:
    found = data.draw(stories(kind))
    name = f"{kind}:x1"
    state = fold_all(name, found)
    assert type(state) is type(initial_state(name))
    assert same(state, fold_all(name, found))


@pytest.mark.parametrize("kind", [kind.value for kind in AggregateKind])
@settings(max_examples=40)
@given(st.data(), st.lists(st.integers(0, FACTS_MAX - 1), max_size=10))
def test_a_repeated_fact_changes_nothing(kind: str, data: st.DataObject, again: list[int]) -> None:
    found = data.draw(stories(kind))
    name = f"{kind}:x1"
    once = fold_all(name, found)
    located = [fact for fact in found if isinstance(fact.event, UnitLocated)]
    at_once = [fact for fact in found for _ in range(2)]
    assert same(fold_all(name, at_once), once)
    later = [found[index] for index in again if index < len(found) and found[index] not in located]
    assert same(fold_all(name, found + later), once)


@given(st.sampled_from(NAMES), mixed_journal())
def test_every_fact_stays_in_the_history_also_an_unknown_one(name: str, found: list[Fact]) -> None:
    state = fold_all(name, found)
    if isinstance(state, Desk):
        assert state.seen == {fact.fact_id for fact in found}
        return
    kept = [fact for fact in found if not (isinstance(state, Unit) and isinstance(fact.event, UnitLocated))]
    assert [entry.fact_id for entry in state.timeline] == [fact.fact_id for fact in kept]
    assert [entry.kind for entry in state.timeline] == [fact.kind for fact in kept]


@given(st.sampled_from(NAMES), mixed_journal(10), facts())
def test_a_fact_without_effect_enters_the_history_and_nothing_else(
    name: str, found: list[Fact], last: Fact
) -> None:
    before = fold_all(name, found)
    unknown = dataclasses.replace(
        last, fact_id="unknown", event=UnknownEvent(kind="x.y", version=1, body="{}")
    )
    assert same(without_memory(fold(before, unknown)), without_memory(before))


@pytest.mark.parametrize("kind", [kind.value for kind in AggregateKind])
@settings(max_examples=60)
@given(st.data())
def test_a_fact_judged_void_enters_the_history_and_nothing_else(kind: str, data: st.DataObject) -> None:
    found = data.draw(stories(kind))
    before = fold_all(f"{kind}:x1", found)
    for verdict in Verdict:
        if not verdict.takes_effect:
            last = data.draw(facts((f"{kind}:x1",), events=_OWN_EVENTS[kind]))
            judged = dataclasses.replace(last, fact_id="judged", verdict=verdict)
            after = fold(before, judged)
            assert same(without_memory(after), without_memory(before))
            told = [c.topic for c in after.conflicts if c.is_open and c not in before.conflicts]
            is_fix = kind == "unit" and isinstance(judged.event, UnitLocated)  # a fix is no history
            assert told == ([] if is_fix or judged.kind.startswith(NO_CONFLICT) else ["fact:judged"])


@given(mixed_journal(), st.randoms(use_true_random=False))
def test_the_interleaving_of_independent_aggregates_does_not_matter(
    found: list[Fact], random: typing.Any
) -> None:
    queues = {name: [fact for fact in found if fact.aggregates == (name,)] for name in NAMES}
    states = {name: initial_state(name) for name in NAMES}
    waiting = {name: list(queue) for name, queue in queues.items() if queue}
    while waiting:
        name = random.choice(sorted(waiting))
        states[name] = fold(states[name], waiting[name].pop(0))
        if not waiting[name]:
            del waiting[name]
    for name in NAMES:
        assert same(states[name], fold_all(name, queues[name]))


@given(stories("incident", "agency_task.sent", "agency_task.ack", "unit.", "incident.ver"), st.data())
def test_the_first_times_of_a_ticket_do_not_depend_on_the_order(
    found: list[Fact], data: st.DataObject
) -> None:
    one = fold_all("incident:x1", found)
    other = fold_all("incident:x1", data.draw(st.permutations(found)))
    assert isinstance(one, Incident)
    assert isinstance(other, Incident)
    for name in FIRST_TIMES:
        assert getattr(one, name) == getattr(other, name)
    assert {part.unit_id for part in one.units} == {part.unit_id for part in other.units}
    assert {task.task_id for task in one.tasks} == {task.task_id for task in other.tasks}


@given(stories("incident", "incident.field_set"), st.randoms(use_true_random=False))
def test_two_desks_agree_on_fields_however_their_journals_are_mixed(
    found: list[Fact], random: typing.Any
) -> None:
    """Each origin keeps its order, as sync promises; time breaks ties between origins."""
    by_time = sorted(found, key=lambda fact: (fact.occurred_us, fact.fact_id))
    queues = [[fact for fact in by_time if fact.origin == origin] for origin in ("o1", "o2")]
    mixed: list[Fact] = []
    while any(queues):
        mixed.append(random.choice([queue for queue in queues if queue]).pop(0))
    one, other = fold_all("incident:x1", by_time), fold_all("incident:x1", mixed)
    assert isinstance(one, Incident)
    assert isinstance(other, Incident)
    assert [(name, entry.value, entry.at_us) for name, entry in one.fields] == [
        (name, entry.value, entry.at_us) for name, entry in other.fields
    ]


@given(stories("incident", "incident.closed", "incident.state_set", "incident.reopened", "unit.status"))
def test_an_ended_ticket_has_an_end_and_an_open_one_none(found: list[Fact]) -> None:
    state = fold_all("incident:x1", found)
    assert isinstance(state, Incident)
    assert (state.closed_us is not None) == (state.state in ENDED_STATES)
    assert state.is_open == (state.state not in ENDED_STATES)


@given(stories("call"))
def test_a_call_is_never_live_and_ended_at_once(found: list[Fact]) -> None:
    state = fold_all("call:x1", found)
    assert isinstance(state, Call)
    assert not (state.state in LIVE_STATES and state.ended_us is not None)
    if state.state is CallState.CONFERENCE:
        assert any(party.joined for party in state.parties)
    if state.state is CallState.CONSULTING:
        assert state.parties
    if state.ended_us is not None:
        assert state.parties == ()


@given(stories("unit", "unit.dispatched", "unit.status", "unit.released"))
def test_a_free_unit_has_no_incident(found: list[Fact]) -> None:
    state = fold_all("unit:x1", found)
    assert isinstance(state, Unit)
    assert not (state.state is UnitState.AVAILABLE and state.incident_ids)
    assert len(set(state.incident_ids)) == len(state.incident_ids)


@given(stories("callback"))
def test_a_callback_counts_each_lost_call_once(found: list[Fact]) -> None:
    state = fold_all("callback:x1", found)
    assert isinstance(state, Callback)
    assert len(set(state.call_keys)) == state.lost_count == len(state.reasons)
    assert (state.state is CallbackState.CLOSED) == (state.closed_us is not None)
    assert state.attempts <= len(found)
