"""Merging, taking apart and linking tickets: all desks agree, whatever the order the facts come in."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from batola_desk.domain.events.incident import (
    AgencyTaskCancelled,
    AgencyTaskDrafted,
    IncidentOpened,
    IncidentStateSet,
    IncidentVerified,
)
from batola_desk.domain.events.kinship import IncidentMerged, IncidentRelated, IncidentUnmerged
from batola_desk.domain.facts import Event, Fact
from batola_desk.domain.incident import Incident, IncidentState
from batola_desk.domain.kinship import children_of, parent_of, related_to
from batola_desk.domain.reducers import fold

TICKETS = ("i1", "i2", "i3")


def _kin_event(child: str, parent: str, stamp: int, what: int) -> Event:
    if what == 0:
        return IncidentMerged(child_id=child, parent_id=parent, stamp_us=stamp)
    if what == 1:
        return IncidentUnmerged(child_id=child, parent_id=parent, stamp_us=stamp)
    return IncidentRelated(first_id=child, second_id=parent, is_on=what == 2, stamp_us=stamp)


_KIN = st.builds(
    _kin_event,
    st.sampled_from(TICKETS),
    st.sampled_from((*TICKETS, "")),
    st.integers(0, 6),
    st.integers(0, 3),
)


def _facts(events: list[Event]) -> list[Fact]:
    return [
        Fact(
            fact_id=f"f{at:03}", origin="o", oseq=at,
            aggregates=tuple(f"incident:{name}" for name in TICKETS),
            actor="dewi", desk="A", occurred_us=at, event=event,
        )
        for at, event in enumerate(events)
    ]  # fmt: skip


def _folded(facts: list[Fact], ticket: str) -> Incident:
    state = Incident(incident_id=ticket)
    for fact in facts:
        after = fold(state, fact)
        assert isinstance(after, Incident)
        state = after
    return state


@given(st.lists(_KIN, max_size=12), st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_every_order_gives_the_same_kin(events: list[Event], order: random.Random) -> None:
    facts = _facts(events)
    shuffled = facts + order.sample(facts, len(facts) // 2)  # some come twice
    order.shuffle(shuffled)
    for ticket in TICKETS:
        one, other = _folded(facts, ticket), _folded(shuffled, ticket)
        assert (one.kin, one.state, one.under_merge) == (other.kin, other.state, other.under_merge)


@given(st.lists(_KIN, max_size=12))
@settings(max_examples=200, deadline=None)
def test_no_ring_of_tickets_ever_hides_itself(events: list[Event]) -> None:
    states = {ticket: _folded(_facts(events), ticket) for ticket in TICKETS}
    for ticket in TICKETS:
        steps, at = 0, ticket
        while parent := parent_of(states[at]):
            at, steps = parent, steps + 1
            assert steps < len(TICKETS)
        assert states[at].state is not IncidentState.MERGED, (
            "whoever follows the parents finds an open ticket"
        )


@given(st.lists(_KIN, max_size=12))
@settings(max_examples=200, deadline=None)
def test_both_sides_know_each_other(events: list[Event]) -> None:
    states = {ticket: _folded(_facts(events), ticket) for ticket in TICKETS}
    for ticket, state in states.items():
        parent = parent_of(state)
        assert not parent or ticket in children_of(states[parent])
        for kin in related_to(state):
            assert ticket in {other.other for other in related_to(states[kin.other])}


_OWN: tuple[Event, ...] = (
    IncidentOpened(ticket_number="112-A0001"),
    IncidentVerified(),
    AgencyTaskDrafted(task_id="t1", agency_code="damkar"),
    AgencyTaskCancelled(task_id="t1", reason="x"),
    IncidentStateSet(state="under_control"),
    IncidentStateSet(state="cancelled", reason="x"),
)


@given(st.lists(st.one_of(st.sampled_from(_OWN), _KIN), max_size=12))
@settings(max_examples=200, deadline=None)
def test_merging_never_touches_the_tickets_own_state(events: list[Event]) -> None:
    """Taken apart again, the ticket stands where its own facts alone would have brought it."""
    facts = _facts(events)
    own = [fact for fact in facts if isinstance(fact.event, _OWN_CLASSES)]
    for ticket in TICKETS:
        state, alone = _folded(facts, ticket), _folded(own, ticket)
        assert (state.under_merge or state.state) == alone.state
        if state.under_merge is None:
            assert state.closed_us == alone.closed_us


_OWN_CLASSES = tuple({type(event) for event in _OWN})


def test_a_ticket_with_somebody_under_way_is_not_hidden_until_he_is_done() -> None:
    events: list[Event] = [
        IncidentOpened(ticket_number="112-A0002"),
        AgencyTaskDrafted(task_id="t1", agency_code="damkar"),
        IncidentMerged(child_id="i2", parent_id="i1", stamp_us=5),
    ]
    assert _folded(_facts(events), "i2").is_open
    events.append(AgencyTaskCancelled(task_id="t1", reason="x"))
    assert _folded(_facts(events), "i2").state is IncidentState.MERGED


def test_a_stamp_from_the_far_future_does_not_count_for_ever() -> None:
    far = IncidentMerged(child_id="i2", parent_id="i1", stamp_us=10**18)
    late = IncidentUnmerged(child_id="i2", parent_id="i1", stamp_us=2 * 24 * 3600 * 1_000_000)
    facts = _facts([IncidentOpened(ticket_number="x"), far, late])
    two_days = Fact(
        fact_id="f9", origin="o", oseq=9, aggregates=("incident:i2",), actor="dewi", desk="A",
        occurred_us=2 * 24 * 3600 * 1_000_000, event=late,
    )  # fmt: skip
    assert parent_of(_folded([*facts[:2], two_days], "i2")) == ""
