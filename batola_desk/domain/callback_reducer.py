"""Folds facts into a call-back item. Source: domain.md §5.5."""

from __future__ import annotations

from batola_desk.domain.callback import Callback, CallbackState
from batola_desk.domain.events import callback as events
from batola_desk.domain.events.ownership import CallClaimed, CallReleased
from batola_desk.domain.evolve import evolve as replace
from batola_desk.domain.facts import Event, Fact
from batola_desk.domain.ownership import owner_token
from batola_desk.domain.timeline import earliest, entry_of

_OUTCOMES = {
    "dialling": CallbackState.TRIED,
    "reached": CallbackState.REACHED,
    "no_answer": CallbackState.UNREACHABLE,
    "busy": CallbackState.UNREACHABLE,
    "failed": CallbackState.UNREACHABLE,
    "text_sent": CallbackState.TEXT_SENT,
}


def fold_callback(state: Callback, fact: Fact) -> Callback:
    """Fold one fact; total, and harmless when repeated."""
    if fact.fact_id in state.seen:
        return state
    state = replace(state, seen=state.seen | {fact.fact_id}, timeline=(*state.timeline, entry_of(fact)))
    if not fact.verdict.takes_effect:
        return state
    if isinstance(fact.event, CallClaimed | CallReleased):
        return _with_claim(state, fact)
    return _step(state, fact.event, fact.occurred_us)


def _step(state: Callback, event: Event, at_us: int) -> Callback:
    match event:
        case events.CallbackOpened():
            return _lost(
                replace(state, number=state.number or event.number), event.call_key, event.reason, at_us
            )
        case events.CallbackMissedAgain():
            return _lost(state, event.call_key, event.reason, at_us)
        case events.CallbackAttempted():
            if state.state is CallbackState.CLOSED:
                return state
            return replace(
                state,
                state=state.state
                if event.outcome == "text_failed"
                else _OUTCOMES.get(event.outcome, CallbackState.TRIED),
                attempts=state.attempts + (event.outcome == "dialling"),
                texted_us=at_us if event.outcome == "text_sent" else state.texted_us,
                last_attempt_us=at_us,
                last_outcome=event.outcome,
            )
        case events.CallbackClosed():
            closed = replace(state, state=CallbackState.CLOSED, closed_us=at_us, close_reason=event.reason)
            return _unclaimed(closed)
        case _:
            return state


def _with_claim(state: Callback, fact: Fact) -> Callback:
    if isinstance(fact.event, CallReleased):
        return replace(_unclaimed(state), claim_guard=None)
    return replace(
        state,
        claimed_desk=fact.desk,
        claimed_by=fact.actor,
        claimed_us=fact.occurred_us,
        claim_fact_id=fact.fact_id,
        claim_guard=owner_token(fact.desk, fact.actor),
    )


def _unclaimed(state: Callback) -> Callback:
    """Nobody is on it; what the room's guard holds is another matter: closing does not change it."""
    return replace(state, claimed_desk="", claimed_by="", claimed_us=None, claim_fact_id="")


def _lost(state: Callback, call_key: str, reason: str, at_us: int) -> Callback:
    is_lost_again = state.closed_us is not None and at_us > state.closed_us
    if call_key in state.call_keys and not is_lost_again:
        return state
    if is_lost_again:  # after somebody closed the item
        state = replace(state, state=CallbackState.OPEN, closed_us=None, close_reason="")
    if state.state is CallbackState.REACHED:
        state = replace(state, state=CallbackState.OPEN)
    why = dict(zip(state.call_keys, state.reasons, strict=True)) | {call_key: reason}
    return replace(
        state,
        call_keys=tuple(why),
        reasons=tuple(why.values()),
        first_lost_us=earliest(state.first_lost_us, at_us),
        last_lost_us=max(state.last_lost_us or 0, at_us),
    )
