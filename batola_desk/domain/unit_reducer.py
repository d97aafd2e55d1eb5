"""Folds facts into a unit. Source: domain.md §5.4."""

from __future__ import annotations

from batola_desk.domain.conflicts import ConflictKind, Found, side_of, side_of_line, with_found
from batola_desk.domain.events import unit as events
from batola_desk.domain.evolve import evolve as replace
from batola_desk.domain.facts import AggregateKind, Event, Fact, Verdict, aggregate
from batola_desk.domain.timeline import entry_of, remember
from batola_desk.domain.unit import Unit, UnitState
from batola_desk.domain.unit_devices import DeviceWord, with_word

_FREE = frozenset({UnitState.AVAILABLE, UnitState.OUT_OF_SERVICE})
_STAYS_WHEN_RELEASED = frozenset({UnitState.EMERGENCY, UnitState.OUT_OF_SERVICE, UnitState.STAGED})


def fold_unit(state: Unit, fact: Fact) -> Unit:
    """Fold one fact; total, and harmless when repeated."""
    if fact.fact_id in state.seen:
        return state
    if isinstance(fact.event, events.UnitLocated):  # thousands a day, and the newest one says it all
        return _step(state, fact.event, fact.occurred_us) if fact.verdict.takes_effect else state
    timeline, seen = remember(state.timeline, entry_of(fact))
    state = replace(state, seen=seen, timeline=timeline)
    if not fact.verdict.takes_effect:
        return state
    if isinstance(fact.event, events.UnitDispatched):
        state = _with_race(state, fact.event, fact)
    return _step(state, fact.event, fact.occurred_us)


def _with_race(state: Unit, event: events.UnitDispatched, fact: Fact) -> Unit:
    """Note who the unit belongs to, and another desk's dispatch that this one did not know of."""
    home = aggregate(AggregateKind.UNIT, state.unit_id)
    guard = next((guard for guard in fact.guards if guard.key == home), None)
    is_contested = fact.verdict is Verdict.CONTESTED
    others = [
        line
        for line in state.timeline
        if line.kind == events.UnitDispatched.TYPE
        and line.desk != fact.desk
        and dict(line.values).get("incident_id") != event.incident_id
        and Verdict(line.verdict).takes_effect
    ]
    at_work = [line for line in others if dict(line.values).get("incident_id") in state.incident_ids]
    knew_of_it = guard is not None and (guard.expect or "") in {state.claimed_for, "*"}
    if is_contested or (at_work and not knew_of_it):
        sides = (*map(side_of_line, (at_work or others)[-1:]), side_of(fact, incident_id=event.incident_id))
        found = Found(kind=ConflictKind.UNIT, topic="dispatch", sides=sides, detail=state.unit_id)
        state = replace(state, conflicts=with_found(state.conflicts, home, found))
    if guard is not None and not is_contested:
        state = replace(state, claimed_for=guard.set or "")
    return state


def _step(state: Unit, event: Event, at_us: int) -> Unit:
    match event:
        case events.UnitRegistered():
            placed = state.position_us is None and event.latitude is not None
            return replace(
                state,
                call_sign=event.call_sign,
                agency_code=event.agency_code,
                medium=event.medium,
                post=event.post,
                capabilities=event.capabilities,
                state_since_us=state.state_since_us or at_us,
                latitude=event.latitude if placed else state.latitude,
                longitude=event.longitude if placed else state.longitude,
                position_source="post" if placed else state.position_source,
                position_us=at_us if placed else state.position_us,
            )
        case events.UnitDispatched():
            incidents = state.incident_ids
            if event.incident_id not in incidents:
                incidents = (*incidents, event.incident_id)
            if state.state is UnitState.EMERGENCY:  # a crew in danger stays visible as such
                return replace(state, incident_ids=incidents)
            return replace(
                state,
                state=UnitState.ASSIGNED,
                state_since_us=at_us,
                incident_ids=incidents,
                estimate_s=event.estimate_s,
            )
        case events.UnitStatusSet():
            return _reported(state, event, at_us)
        case events.UnitReleased():
            left = tuple(i for i in state.incident_ids if i != event.incident_id)
            if left or left == state.incident_ids or state.state in _STAYS_WHEN_RELEASED:
                return replace(state, incident_ids=left)
            return replace(state, incident_ids=(), state=UnitState.AVAILABLE, state_since_us=at_us)
        case events.UnitLocated():
            if state.position_us is not None and at_us <= state.position_us:
                return state  # a late report of an old place
            return replace(
                state,
                latitude=event.latitude,
                longitude=event.longitude,
                heading_deg=event.heading_deg,
                position_source=event.source,
                position_us=event.fixed_us if event.fixed_us is not None else at_us,
            )
        case events.UnitDeviceSet():
            word = DeviceWord(device=event.device, unit_id=event.unit_id, at_us=at_us)
            return replace(state, devices=with_word(state.devices, word))
        case _:
            return state


def _reported(state: Unit, event: events.UnitStatusSet, at_us: int) -> Unit:
    try:
        reported = UnitState(event.state)
    except ValueError:
        return state  # a state of a newer program: kept in the timeline
    incident_ids = () if reported in _FREE else state.incident_ids
    back = event.incident_id if event.takes_back_us is not None and reported not in _FREE else None
    if back and back not in incident_ids:
        incident_ids = (*incident_ids, back)  # the report taken back had freed it
    return replace(
        state,
        state=reported,
        state_since_us=at_us,
        state_reason=event.reason,
        incident_ids=incident_ids,
    )
