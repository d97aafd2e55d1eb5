"""The legs of one call at several desks: the call is the same, whatever order the room has their facts in.

The exchange rings all desks with one call key. Each desk's own facts keep their order;
between desks any order may come out of the room, and after a failover another one than before.
Source: domain.md §5.1, design.md §5.
"""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import example, given, settings
from hypothesis import strategies as st

from batola_desk.domain.call import LIVE_STATES, Call, CallState
from batola_desk.domain.events import call as events
from batola_desk.domain.facts import Event
from batola_desk.domain.reducers import fold, initial_state
from tests.support.folding import fact_of

CALL = "call:k"
OFFER = events.CallOffered(call_key="k", direction="inbound", number="0812")
CAUSES = (
    "cancelled",
    "answered_elsewhere",
    "caller_hung_up",
    "failed",
    "lost",
    "unusable_offer",
    "no_answer",
)


@dataclass(frozen=True)
class Leg:
    """What one desk says of the call: (event, at which second)."""

    desk: str
    facts: tuple[tuple[Event, float], ...]


def answering_leg(*, ends: bool) -> Leg:
    facts: list[tuple[Event, float]] = [(OFFER, 0.0), (events.CallAnswered(), 4.0), (events.CallHeld(), 9.0)]
    facts.append((events.CallResumed(), 12.0))
    if ends:
        facts.append((events.CallEnded(cause="caller_hung_up", sip_code=200), 60.0))
        facts.append((events.CallClassified(call_class="P"), 70.0))
    return Leg("A", tuple(facts))


def other_leg(desk: str, cause: str, at_s: float) -> Leg:
    return Leg(desk, ((OFFER, 0.5), (events.CallEnded(cause=cause, sip_code=487), at_s)))


others = st.lists(
    st.builds(other_leg, st.just("B"), st.sampled_from(CAUSES), st.floats(1.0, 90.0)), min_size=1, max_size=1
).flatmap(
    lambda first: st.lists(
        st.builds(other_leg, st.just("C"), st.sampled_from(CAUSES), st.floats(1.0, 90.0)), max_size=1
    ).map(lambda second: [*first, *second])
)


def told(legs: list[Leg], turns: list[int]) -> Call:
    """Fold the legs' facts in the order in which ``turns`` takes from them."""
    left = [list(leg.facts) for leg in legs]
    state = initial_state(CALL)
    for number, turn in enumerate([*turns, *(n for n, facts in enumerate(left) for _ in facts)]):
        if turn < len(left) and left[turn]:
            event, at_s = left[turn].pop(0)
            desk = legs[turn].desk
            fact = fact_of(event, CALL, at_s, number=number, desk=desk, actor=f"petugas-{desk}")
            state = fold(state, fact)
    assert isinstance(state, Call)
    return state


def what_counts(call: Call) -> tuple[object, ...]:
    end = (call.ended_us, call.end_cause, call.sip_code, call.ended_desk)
    owner = (call.desk, call.operator) if call.answered_us is not None else ()
    return (call.state, call.answered_us, *end, call.call_class, call.held_since_us, *owner)


turns = st.lists(st.integers(0, 2), max_size=12)


@settings(max_examples=150, deadline=None)
@given(others, turns, st.booleans())
@example([other_leg("B", "cancelled", 4.2)], [1, 1], False)  # it was found so: the end before the answer
@example([other_leg("B", "answered_elsewhere", 4.2)], [1, 1], False)
@example([other_leg("B", "cancelled", 4.2)], [0, 0, 0, 0, 0], True)
def test_a_call_that_one_desk_answered_is_his_in_every_order(
    elsewhere: list[Leg], order: list[int], is_over: bool
) -> None:
    legs = [answering_leg(ends=is_over), *elsewhere]
    call = told(legs, order)
    assert (call.desk, call.operator) == ("A", "petugas-A")
    if is_over:
        assert (call.state, call.end_cause, call.call_class) == (CallState.CLASSIFIED, "caller_hung_up", "P")
    else:
        assert call.state is CallState.TALKING
        assert call.state in LIVE_STATES
        assert (call.ended_us, call.end_cause, call.call_class) == (None, "", "")
    assert what_counts(call) == what_counts(told(legs, []))


@settings(max_examples=150, deadline=None)
@given(others, turns)
def test_a_call_that_nobody_answered_ends_the_same_in_every_order(
    elsewhere: list[Leg], order: list[int]
) -> None:
    legs = [other_leg("A", "cancelled", 20.0), *elsewhere]
    call = told(legs, order)
    assert what_counts(call) == what_counts(told(legs, []))
    was_elsewhere = any(
        leg.facts[1][0] == events.CallEnded(cause="answered_elsewhere", sip_code=487) for leg in legs
    )
    expected = CallState.ANSWERED_ELSEWHERE if was_elsewhere else CallState.ABANDONED
    assert (call.state, call.call_class) == (expected, "" if was_elsewhere else "T")
