"""Folds facts into a call. Source: domain.md §5.1."""

from __future__ import annotations

from batola_desk.domain.call import LIVE_STATES, Call, CallQuality, CallState, CallText, EndCause
from batola_desk.domain.call_fixes import fixes_with, uris_with
from batola_desk.domain.call_parties import fold_parties, speaking_state
from batola_desk.domain.call_recordings import RECORDING_KINDS, fold_recording
from batola_desk.domain.conflicts import ConflictKind, Found, side_of, side_of_line, with_found
from batola_desk.domain.events import call as events
from batola_desk.domain.events.incident import IncidentOpened
from batola_desk.domain.events.location_request import LocationRequestChanged, LocationRequested
from batola_desk.domain.events.position import CallLocated
from batola_desk.domain.evolve import evolve as replace
from batola_desk.domain.facts import AggregateKind, Event, Fact, aggregate
from batola_desk.domain.location_link import links_with
from batola_desk.domain.timeline import earliest, entry_of

TEXTS_KEPT = 500  # LIMIT: lines of one call in memory; the journal has them all
_UNANSWERED = frozenset({CallState.RINGING, CallState.OVERFLOWING})
_LOST_WHILE_TALKING = frozenset({EndCause.LOST, EndCause.FAILED, EndCause.ENGINE_LOST})
_NEVER_USABLE = frozenset({EndCause.FAILED, EndCause.UNUSABLE_OFFER})
_UNANSWERED_ENDS = (CallState.FAILED, CallState.ABANDONED, CallState.ANSWERED_ELSEWHERE)  # says more and more


def fold_call(state: Call, fact: Fact) -> Call:
    """Fold one fact; total, and harmless when repeated."""
    if fact.fact_id in state.seen:
        return state
    entry = entry_of(fact)
    state = replace(state, seen=state.seen | {fact.fact_id}, timeline=(*state.timeline, entry))
    if not fact.verdict.takes_effect:
        return state
    event = fact.event
    if isinstance(event, events.CallNoted):
        return replace(state, notes=(*state.notes, entry))
    if fact.kind in RECORDING_KINDS:
        return fold_recording(state, event, fact.actor)
    if isinstance(event, events.CallLocationReceived | CallLocated):
        return replace(state, fixes=fixes_with(state, fact), location_uris=uris_with(state, fact))
    if isinstance(event, LocationRequested | LocationRequestChanged):
        return replace(state, links=links_with(state, fact))
    if isinstance(event, events.CallLinked):
        state = _with_twin(state, event, fact)
    return _fold_life(state, event, fact)


def _with_twin(state: Call, event: events.CallLinked, fact: Fact) -> Call:
    """Two desks opened a ticket each for one call: both stay, and people are told."""
    openers = {line.desk for line in state.timeline if line.kind == IncidentOpened.TYPE}
    if event.incident_id in state.incident_ids or fact.desk not in openers or len(openers) < 2:
        return state
    linked = [side_of_line(line) for line in state.timeline if line.kind == fact.kind]
    others = openers - {fact.desk}
    twins = [side for side in linked if side.desk in others and side.incident_id in state.incident_ids]
    if not twins:
        return state
    sides = (twins[0], side_of(fact, incident_id=event.incident_id))
    found = Found(kind=ConflictKind.OPENED_TWICE, topic="opened", sides=sides, detail=state.call_key)
    home = aggregate(AggregateKind.CALL, state.call_key)
    return replace(state, conflicts=with_found(state.conflicts, home, found))


def _fold_life(state: Call, event: Event, fact: Fact) -> Call:
    at_us = fact.occurred_us
    match event:
        case events.CallOffered():
            return _offered(state, event, fact)
        case events.CallOverflowed():
            overflowing = CallState.OVERFLOWING if state.state is CallState.RINGING else state.state
            return replace(state, state=overflowing, overflowed_us=earliest(state.overflowed_us, at_us))
        case events.CallAnswered():
            return _answered(state, fact)
        case events.CallHeld():
            if state.state not in LIVE_STATES or state.answered_us is None:
                return state
            in_company = state.state in {CallState.CONSULTING, CallState.CONFERENCE}
            return replace(state, state=state.state if in_company else CallState.ON_HOLD, held_since_us=at_us)
        case events.CallResumed():
            if state.state is not CallState.ON_HOLD:
                return replace(state, held_since_us=None)
            return replace(state, state=speaking_state(state), held_since_us=None)
        case events.CallEnded():
            return _ended(state, event, fact)
        case _:
            return _fold_work(state, event, at_us)


def _fold_work(state: Call, event: Event, at_us: int) -> Call:
    match event:
        case events.SilentCheckStarted():
            checking = CallState.SILENT_CHECK if state.state is CallState.TALKING else state.state
            return replace(state, state=checking, silent_started_us=earliest(state.silent_started_us, at_us))
        case events.SilentCheckTicked():
            kept = tuple(pair for pair in state.silent_answers if pair[0] != event.item)
            return replace(state, silent_answers=(*kept, (event.item, event.heard)))
        case events.SilentCheckCompleted(spoke=True):  # what a microphone takes for speech decides nothing
            return replace(state, silent_spoke_us=earliest(state.silent_spoke_us, at_us))
        case events.SilentCheckCompleted():
            back = CallState.TALKING if state.state is CallState.SILENT_CHECK else state.state
            return replace(state, state=back, silent_completed=True)
        case events.CallDigitReceived():
            return replace(state, digits=state.digits + event.digit)
        case events.CallClassified():
            done = CallState.CLASSIFIED if state.state not in LIVE_STATES else state.state
            return replace(state, state=done, call_class=event.call_class, classified_us=at_us)
        case events.CallLinked():
            if event.incident_id in state.incident_ids:
                return state
            return replace(state, incident_ids=(*state.incident_ids, event.incident_id))
        case events.CallUnlinked():
            return replace(state, incident_ids=tuple(i for i in state.incident_ids if i != event.incident_id))
        case _:
            return _fold_media(state, event, at_us)


def _fold_media(state: Call, event: Event, at_us: int) -> Call:
    match event:
        case events.CallTextReceived() | events.CallTextSent():
            is_ours = isinstance(event, events.CallTextSent)
            line = CallText(text=event.text, medium=event.medium, at_us=at_us, is_ours=is_ours)
            return replace(state, texts=(*state.texts, line)[-TEXTS_KEPT:])
        case events.CallQualityMeasured():
            return replace(state, quality=_quality(event))
        case _:
            return fold_parties(state, event)


def _quality(event: events.CallQualityMeasured) -> CallQuality:
    return CallQuality(
        mos_mean=event.mos_mean,
        mos_min=event.mos_min,
        loss_percent=event.loss_percent,
        concealed_percent=event.concealed_percent,
        jitter_ms_max=event.jitter_ms_max,
        delay_ms=event.delay_ms,
        codec=event.codec,
        encrypted=event.encrypted,
    )


def _offered(state: Call, event: events.CallOffered, fact: Fact) -> Call:
    if state.offered_us is None and state.state is CallState.RINGING and event.direction == "outbound":
        state = replace(state, state=CallState.DIALLING)
    incident_ids = state.incident_ids
    if event.incident_id and event.incident_id not in incident_ids:
        incident_ids = (*incident_ids, event.incident_id)
    return replace(
        state,
        direction=event.direction,
        number=event.number,
        display_name=event.display_name,
        purpose=event.purpose,
        callback_id=event.callback_id,
        training=event.training,
        incident_ids=incident_ids,
        desk=state.desk or fact.desk,
        offered_us=earliest(state.offered_us, fact.occurred_us),
    )


def _answered(state: Call, fact: Fact) -> Call:
    answered_us = earliest(state.answered_us, fact.occurred_us)
    if state.state in _UNANSWERED | {CallState.DIALLING}:
        return replace(
            state, state=CallState.TALKING, answered_us=answered_us, desk=fact.desk, operator=fact.actor
        )
    if state.answered_us is None and state.state not in LIVE_STATES and state.ended_desk != fact.desk:
        return _answered_here(state, fact)
    if state.state in {CallState.ABANDONED, CallState.FAILED}:
        if state.ended_us is not None and fact.occurred_us > state.ended_us:
            return _answered_here(state, fact)  # its own copy was lost, and the exchange rang it again
        # the end was journalled first
        after = CallState.CLASSIFIED if state.call_class and state.call_class != "T" else CallState.WRAP_UP
        call_class = "" if state.call_class == "T" and state.classified_us is None else state.call_class
        return replace(
            state, state=after, answered_us=answered_us, call_class=call_class, operator=fact.actor
        )
    return replace(state, answered_us=answered_us)


def _answered_here(state: Call, fact: Fact) -> Call:
    """The end so far was that of another desk's copy, in whatever order the room has it: the caller talks."""
    return replace(
        state,
        state=CallState.TALKING,
        answered_us=earliest(state.answered_us, fact.occurred_us),
        ended_us=None,
        end_cause="",
        ended_desk="",
        sip_code=None,
        call_class="" if state.classified_us is None else state.call_class,
        desk=fact.desk,
        operator=fact.actor,
    )


def _ended(state: Call, event: events.CallEnded, fact: Fact) -> Call:
    at_us = fact.occurred_us
    if state.answered_us is not None and fact.desk != state.desk:
        return state  # the others stopped ringing because this one answered, whatever the exchange says
    if state.ended_us is not None and state.state not in LIVE_STATES:
        return _ended_again(state, event, fact)
    ended = replace(
        state,
        ended_us=at_us,
        end_cause=event.cause,
        ended_desk=fact.desk,
        sip_code=event.sip_code,
        held_since_us=None,
        parties=(),
        supervised_by="",
        supervision_mode="",
    )
    if state.answered_us is not None and event.cause != EndCause.ANSWERED_ELSEWHERE:
        if state.call_class:
            return replace(ended, state=CallState.CLASSIFIED)
        lost = event.cause in _LOST_WHILE_TALKING
        return replace(ended, state=CallState.DROPPED if lost else CallState.WRAP_UP)
    after = _unanswered_end(state, event.cause)
    if after is CallState.ABANDONED:
        # A caller who left before the answer is class T by definition (domain.md §5.1); nobody has to say so.
        return replace(ended, state=after, call_class=state.call_class or "T")
    return replace(ended, state=after)


def _unanswered_end(state: Call, cause: str) -> CallState:
    if cause == EndCause.ANSWERED_ELSEWHERE:
        return CallState.ANSWERED_ELSEWHERE
    if state.direction == "outbound" or cause in _NEVER_USABLE:
        return CallState.FAILED
    return CallState.ABANDONED


def _ended_again(state: Call, event: events.CallEnded, fact: Fact) -> Call:
    """Another desk's copy of a call that nobody answered here ended too: the word that says most counts."""
    ended_us = earliest(state.ended_us, fact.occurred_us)
    if state.state not in _UNANSWERED_ENDS:
        return replace(state, ended_us=ended_us)
    after = _unanswered_end(state, event.cause)
    here = (_UNANSWERED_ENDS.index(state.state), state.end_cause, state.ended_desk)
    if (_UNANSWERED_ENDS.index(after), event.cause, fact.desk) <= here:  # never by the order of arrival
        return replace(state, ended_us=ended_us)
    is_by_rule = state.call_class in {"", "T"} and state.classified_us is None
    by_rule = "T" if after is CallState.ABANDONED else ""
    return replace(
        state,
        state=after,
        ended_us=ended_us,
        end_cause=event.cause,
        ended_desk=fact.desk,
        sip_code=event.sip_code,
        call_class=by_rule if is_by_rule else state.call_class,
    )
