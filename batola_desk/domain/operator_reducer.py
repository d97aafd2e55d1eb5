"""Folds facts into an operator and into a desk. Source: domain.md §5.6, §5.7, §16."""

from __future__ import annotations

from batola_desk.domain.call_fixes import fix_of_message
from batola_desk.domain.events import desk as desk_events
from batola_desk.domain.events import operator as events
from batola_desk.domain.events.position import CallLocated, DeskPositionReceived
from batola_desk.domain.evolve import evolve as replace
from batola_desk.domain.facts import Event, Fact
from batola_desk.domain.operator import Alarm, Desk, DeskMode, KeptPosition, Operator, OperatorState
from batola_desk.domain.self_test import SelfTest
from batola_desk.domain.timeline import entry_of, remember

CLEARED_ALARMS_KEPT = 200  # LIMIT: gone by themselves, never acknowledged; else a desk grows for ever
POSITIONS_KEPT = 60  # LIMIT: without a call; the journal has them all
ENDED_ALARMS_KEPT = 200  # LIMIT: acknowledged and cleared alarms stay listed, but not for ever in memory


def fold_operator(state: Operator, fact: Fact) -> Operator:
    """Fold one fact; total, and harmless when repeated."""
    if fact.fact_id in state.seen:
        return state
    timeline, seen = remember(state.timeline, entry_of(fact))
    state = replace(state, seen=seen, timeline=timeline)
    if not fact.verdict.takes_effect:
        return state
    at_us = fact.occurred_us
    match fact.event:
        case events.OperatorSignedOn(name=name, role=role, method=method, shift=shift):
            return replace(
                state,
                name=name,
                role=role,
                desk=fact.desk,
                method=method,
                shift=shift,
                acting_role="",
                acting_until_us=None,
                state=OperatorState.AVAILABLE,
                state_since_us=at_us,
                state_reason="",
            )
        case events.OperatorStateSet(state=wanted, reason=reason):
            try:
                known = OperatorState(wanted)
            except ValueError:
                return state
            return replace(state, state=known, state_since_us=at_us, state_reason=reason)
        case events.OperatorSignedOff():
            return replace(
                state,
                acting_role="",
                acting_until_us=None,
                state=OperatorState.OFFLINE,
                state_since_us=at_us,
                state_reason="",
            )
        case events.OperatorRoleTaken(role=role, until_us=until_us):
            return replace(state, acting_role=role, acting_until_us=until_us)
        case events.OperatorRoleReturned():
            return replace(state, acting_role="", acting_until_us=None)
        case _:
            return state


def fold_desk(state: Desk, fact: Fact) -> Desk:
    """Fold one fact; total, and harmless when repeated."""
    if fact.fact_id in state.seen:
        return state
    timeline, seen = remember(state.timeline, entry_of(fact))
    state = replace(state, seen=seen, timeline=timeline)
    if not fact.verdict.takes_effect:
        return state
    return _desk_step(state, fact.event, fact)


def _desk_step(state: Desk, event: Event, fact: Fact) -> Desk:
    at_us = fact.occurred_us
    match event:
        case desk_events.DeskStarted():
            return replace(
                state,
                running=True,
                app_version=event.app_version,
                started_us=at_us,
                unclean_start=event.unclean,
            )
        case desk_events.DeskStopped():
            return replace(state, running=False)
        case desk_events.DeskModeSet():
            try:
                return replace(state, mode=DeskMode(event.mode))
            except ValueError:
                return state
        case desk_events.AlarmRaised():
            if any(alarm.alarm_id == event.alarm_id for alarm in state.alarms):
                return state
            alarm = Alarm(
                alarm_id=event.alarm_id,
                code=event.code,
                subject=event.subject,
                detail=event.detail,
                raised_us=at_us,
            )
            return replace(state, alarms=_trimmed((*state.alarms, alarm)))
        case DeskPositionReceived():
            kept = KeptPosition(fix=fix_of_message(event, fact.fact_id, at_us), number=event.number)
            return replace(state, positions=(*state.positions, kept)[-POSITIONS_KEPT:])
        case CallLocated():
            return replace(state, positions=_with_call(state.positions, event.position_id, fact))
        case desk_events.AlarmAcknowledged():
            return _with_alarm(state, event.alarm_id, acknowledged_us=at_us, acknowledged_by=fact.actor)
        case desk_events.AlarmCleared():
            return _with_alarm(state, event.alarm_id, cleared_us=at_us)
        case desk_events.DeskSelfTested():
            return replace(state, self_test=_self_test(event, fact))
        case _:
            return state


def _self_test(event: desk_events.DeskSelfTested, fact: Fact) -> SelfTest:
    return SelfTest(
        outcome=event.outcome,
        at_us=fact.occurred_us,
        operator=fact.actor,
        name=event.name,
        findings=event.findings,
        reason=event.reason,
        seconds=event.seconds,
    )


def _with_call(positions: tuple[KeptPosition, ...], position_id: str, fact: Fact) -> tuple[KeptPosition, ...]:
    """The call of a kept position was found."""
    call_key = fact.aggregates[0].partition(":")[2]
    return tuple(
        replace(kept, call_key=call_key) if kept.fix.fix_id == position_id else kept for kept in positions
    )


def _with_alarm(
    state: Desk,
    alarm_id: str,
    *,
    acknowledged_us: int | None = None,
    acknowledged_by: str = "",
    cleared_us: int | None = None,
) -> Desk:
    at = next((n for n, alarm in enumerate(state.alarms) if alarm.alarm_id == alarm_id), None)
    if at is None:
        return state
    alarm = state.alarms[at]
    changed = replace(
        alarm,
        acknowledged_us=alarm.acknowledged_us or acknowledged_us,
        acknowledged_by=alarm.acknowledged_by or acknowledged_by,
        cleared_us=alarm.cleared_us or cleared_us,
    )
    return replace(state, alarms=(*state.alarms[:at], changed, *state.alarms[at + 1 :]))


def _trimmed(alarms: tuple[Alarm, ...]) -> tuple[Alarm, ...]:
    """Let the oldest of the alarms go that are over; one that still runs stays, however old."""
    ended = [a.alarm_id for a in alarms if a.cleared_us is not None and a.acknowledged_us is not None]
    cleared = [a.alarm_id for a in alarms if a.cleared_us is not None and a.acknowledged_us is None]
    dropped = {*ended[:-ENDED_ALARMS_KEPT], *cleared[:-CLEARED_ALARMS_KEPT]}
    return tuple(alarm for alarm in alarms if alarm.alarm_id not in dropped) if dropped else alarms
