"""Folds facts into an incident. Source: domain.md §5.2."""

from __future__ import annotations

from batola_desk.domain.agency_task_reducer import ENDED_TASK_STATES, TASK_EVENTS, fold_task
from batola_desk.domain.conflicts import ConflictKind, Found, Side, with_found
from batola_desk.domain.events import call as call_events
from batola_desk.domain.events import incident as events
from batola_desk.domain.events import unit as unit_events
from batola_desk.domain.evolve import evolve as replace
from batola_desk.domain.facts import AggregateKind, Event, Fact, Verdict, aggregate
from batola_desk.domain.incident import (
    ENDED_STATES,
    FieldValue,
    Incident,
    IncidentState,
    LocationFix,
    Note,
    TaskState,
    TriageAnswer,
    UnitOnIncident,
)
from batola_desk.domain.kinship import KIN_EVENTS, bare, covered, fold_kin
from batola_desk.domain.mail_claims import fold_sending, with_sent_twice
from batola_desk.domain.ownership import OWNER_EVENTS, fold_owner
from batola_desk.domain.timeline import earliest, entry_of
from batola_desk.domain.unit import UnitState

CONCURRENT_US = 10 * 60 * 1_000_000  # LIMIT: another desk's value replaced within 10 min is worth showing
NOT_SAME_KEPT = 100  # LIMIT: a big fire has many neighbours; the oldest have ended long ago
TRIAGE_KEPT = 100  # LIMIT: a ticket whose type was changed often; the oldest answers leave the sheet only
LOST_KEPT = 8  # LIMIT: two desks typing into one field must not grow the ticket for ever

_MANUAL = frozenset(
    {
        IncidentState.SUSPENDED,
        IncidentState.UNDER_CONTROL,
        IncidentState.FIELD_DONE,
        IncidentState.REFERRED,
        IncidentState.MERGED,
        IncidentState.CANCELLED,
        IncidentState.MOVED_REGION,
        IncidentState.FALSE_REPORT,
    }
)
_LADDER = (
    IncidentState.DRAFT,
    IncidentState.VERIFIED,
    IncidentState.FORWARDED,
    IncidentState.ACKNOWLEDGED,
    IncidentState.EN_ROUTE,
    IncidentState.ON_SCENE,
)
_RANK = {state: rank for rank, state in enumerate(_LADDER)}
_TASK_REACHES = {
    TaskState.DRAFTED: IncidentState.DRAFT,
    TaskState.ACKNOWLEDGED: IncidentState.ACKNOWLEDGED,
    TaskState.WORKING: IncidentState.ACKNOWLEDGED,
    TaskState.REPORTED: IncidentState.ACKNOWLEDGED,
    TaskState.COMPLETED: IncidentState.ACKNOWLEDGED,
}


def fold_incident(state: Incident, fact: Fact) -> Incident:
    """Fold one fact; total, and harmless when repeated."""
    if fact.fact_id in state.seen:
        return state
    state = replace(state, seen=state.seen | {fact.fact_id}, timeline=(*state.timeline, entry_of(fact)))
    if not fact.verdict.takes_effect:
        return state
    return covered(_fold_bare(bare(state), fact))


def _fold_bare(state: Incident, fact: Fact) -> Incident:
    """Fold into the ticket's own state, whatever it was merged into."""
    event = fact.event
    if isinstance(event, KIN_EVENTS):
        return fold_kin(state, event, fact)
    if isinstance(event, OWNER_EVENTS):
        state = fold_owner(state, event, fact)
    if isinstance(event, events.AgencyTaskSending):
        return fold_sending(state, event, fact)
    if isinstance(event, events.AgencyTaskSent):
        state = replace(state, conflicts=with_sent_twice(state, event, fact))
    if isinstance(event, TASK_EVENTS):
        return _with_task(state, event, fact.occurred_us)
    if isinstance(event, unit_events.UnitDispatched | unit_events.UnitStatusSet | unit_events.UnitReleased):
        return _with_ladder(_with_unit(state, event, fact))
    return _fold_ticket(state, event, fact)


def _fold_ticket(state: Incident, event: Event, fact: Fact) -> Incident:
    at_us = fact.occurred_us
    match event:
        case events.IncidentOpened():
            return _opened(state, event, fact)
        case events.IncidentFieldSet():
            return _with_field(state, event, fact)
        case events.IncidentLocationSet():
            return _with_location(state, event, fact)
        case events.IncidentLocationCleared():
            return replace(state, location=None)
        case events.IncidentPrioritySet():
            return replace(state, priority=event.priority, priority_reason=event.reason)
        case events.IncidentTriageAnswered():
            return _with_answer(state, event, fact)
        case events.IncidentNoteAdded():
            return _with_note(state, event, fact)
        case events.IncidentVerified():
            return _with_ladder(replace(state, verified_us=earliest(state.verified_us, at_us)))
        case _:
            return _fold_end(state, event, at_us)


def _fold_end(state: Incident, event: Event, at_us: int) -> Incident:
    match event:
        case events.IncidentStateSet():
            return _with_manual_state(state, event, at_us)
        case events.IncidentReferralAnswered():
            return replace(state, referral_answer=event.answer, referral_answered_us=at_us)
        case events.IncidentClosed():
            # A false report is one by whichever sheet it was said, and counts as none (domain.md §13).
            is_false = event.disposition == IncidentState.FALSE_REPORT
            return replace(
                state,
                state=IncidentState.FALSE_REPORT if is_false else IncidentState.CLOSED,
                closed_us=at_us,
                disposition=event.disposition,
                caller_informed=event.caller_informed,
            )
        case events.IncidentReopened():
            if state.state not in ENDED_STATES:
                return state
            return replace(
                state,
                state=IncidentState.REOPENED,
                state_reason=event.reason,
                closed_us=None,
                reopened_us=at_us,
            )
        case call_events.CallLinked():
            if event.call_key in state.call_keys:
                return state
            return replace(state, call_keys=(*state.call_keys, event.call_key))
        case call_events.CallUnlinked():
            return replace(state, call_keys=tuple(key for key in state.call_keys if key != event.call_key))
        case events.IncidentSimilarJudged():
            others = tuple(other for other in state.not_same if other != event.other)
            kept = others if event.is_same else (*others, event.other)
            return replace(state, not_same=kept[-NOT_SAME_KEPT:])
        case _:
            return state


def _opened(state: Incident, event: events.IncidentOpened, fact: Fact) -> Incident:
    call_keys = state.call_keys
    if event.call_key and event.call_key not in call_keys:
        call_keys = (*call_keys, event.call_key)
    return replace(
        state,
        ticket_number=state.ticket_number or event.ticket_number,
        source=event.source,
        training=event.training,
        desk=state.desk or fact.desk,
        operator=state.operator or fact.actor,
        opened_us=earliest(state.opened_us, fact.occurred_us),
        call_keys=call_keys,
    )


def _with_field(state: Incident, event: events.IncidentFieldSet, fact: Fact) -> Incident:
    """The newest value wins by time, then by id; another desk's that lost a race stays visible.

    Facts of one origin arrive in the order they were written, so there the order decides and not the wall
    clock: a clock that was set back must not make the operator's next correction lose.
    """
    entries = dict(state.fields)
    known = entries.get(event.field)
    mine = FieldValue(
        value=event.value,
        at_us=fact.occurred_us,
        actor=fact.actor,
        fact_id=fact.fact_id,
        origin=fact.origin,
        desk=fact.desk,
        replaces=event.replaces,
    )
    if known is None:
        entries[event.field] = mine
    elif known.origin == mine.origin:
        entries[event.field] = replace(mine, lost=known.lost)
    else:
        winner, loser = (mine, known) if _counts_over(mine, known) else (known, mine)
        lost = known.lost
        if loser.value and loser.value != winner.value and _is_a_race(mine, known):
            lost = (*lost, (loser.value, loser.actor, loser.at_us))[-LOST_KEPT:]
            state = _with_race(state, event.field, (winner, winner.value), (loser, loser.value))
        entries[event.field] = replace(winner, lost=lost)
    return replace(state, fields=tuple(sorted(entries.items())))


def _counts_over(mine: FieldValue, known: FieldValue) -> bool:
    """Who had read the other's value has the last word, whatever the two clocks say."""
    if mine.replaces == known.fact_id:
        return True
    if known.replaces == mine.fact_id:
        return False
    return (mine.at_us, mine.fact_id) >= (known.at_us, known.fact_id)


def _with_location(state: Incident, event: events.IncidentLocationSet, fact: Fact) -> Incident:
    fix = LocationFix(
        latitude=event.latitude,
        longitude=event.longitude,
        uncertainty_m=event.uncertainty_m,
        source=event.source,
        at_us=fact.occurred_us,
        place_code=event.place_code,
        label=event.label,
        fact_id=fact.fact_id,
        actor=fact.actor,
        desk=fact.desk,
        origin=fact.origin,
        replaces=event.replaces,
        fix_id=event.fix_id,
    )
    known = state.location
    if (
        known is not None
        and known.origin != fix.origin
        and known.words != fix.words
        and _is_a_race(fix, known)
    ):
        state = _with_race(state, "location", (fix, fix.words), (known, known.words))
    return replace(state, location=fix, location_history=(*state.location_history, fix))


def _is_a_race(mine: FieldValue | LocationFix, known: FieldValue | LocationFix) -> bool:
    """Whether neither had seen the other's value when he wrote."""
    if known.fact_id == mine.replaces or mine.fact_id == known.replaces:
        return False
    if mine.replaces is None or known.replaces is None:
        return abs(mine.at_us - known.at_us) <= CONCURRENT_US
    return True


def _with_race(
    state: Incident,
    field: str,
    winner: tuple[FieldValue | LocationFix, str],
    loser: tuple[FieldValue | LocationFix, str],
) -> Incident:
    kind = events.IncidentLocationSet.TYPE if field == "location" else events.IncidentFieldSet.TYPE
    sides = tuple(
        Side(
            fact_id=entry.fact_id,
            kind=kind,
            actor=entry.actor,
            desk=entry.desk,
            at_us=entry.at_us,
            value=value,
        )
        for entry, value in (winner, loser)
    )
    found = Found(kind=ConflictKind.FIELD, topic=f"field:{field}", sides=sides, detail=field)
    home = aggregate(AggregateKind.INCIDENT, state.incident_id)
    return replace(state, conflicts=with_found(state.conflicts, home, found))


def _with_note(state: Incident, event: events.IncidentNoteAdded, fact: Fact) -> Incident:
    note = Note(
        note_id=event.note_id, text=event.text, at_us=fact.occurred_us, actor=fact.actor, draft=event.draft
    )
    known = next((n for n in state.notes if n.note_id == event.note_id), None)
    if known is None:
        if event.draft and not event.text:
            return state
        return replace(state, notes=(*state.notes, note))
    if not known.draft:
        return state  # a finished line is never edited
    if event.draft and not event.text:
        return replace(state, notes=tuple(n for n in state.notes if n.note_id != event.note_id))
    return replace(state, notes=tuple(note if n.note_id == event.note_id else n for n in state.notes))


def _with_answer(state: Incident, event: events.IncidentTriageAnswered, fact: Fact) -> Incident:
    """The last answer in the room's order counts; an empty one takes it back."""
    key = (event.set_code, event.question)
    others = tuple(given for given in state.triage if given.key != key)
    if not event.answer:
        return replace(state, triage=others)
    given = TriageAnswer(
        set_code=event.set_code,
        question=event.question,
        answer=event.answer,
        at_us=fact.occurred_us,
        actor=fact.actor,
    )
    return replace(state, triage=(*others, given)[-TRIAGE_KEPT:])


def _with_task(state: Incident, event: Event, at_us: int) -> Incident:
    state = replace(state, tasks=fold_task(state.tasks, event, at_us))
    if isinstance(event, events.AgencyTaskSent):
        state = replace(state, first_sent_us=earliest(state.first_sent_us, at_us))
    if isinstance(event, events.AgencyTaskAcknowledged):
        state = replace(state, first_ack_us=earliest(state.first_ack_us, at_us))
    return _with_ladder(state)


def _with_manual_state(state: Incident, event: events.IncidentStateSet, at_us: int) -> Incident:
    try:
        wanted = IncidentState(event.state)
    except ValueError:
        return state
    if wanted not in _MANUAL:
        return state
    ended = wanted in ENDED_STATES
    if state.state in ENDED_STATES and not ended:
        return state  # a late word of another desk; only a reopening makes an ended ticket live again
    return replace(
        state,
        state=wanted,
        state_reason=event.reason,
        reference=event.reference or state.reference,
        suspended_us=at_us if wanted is IncidentState.SUSPENDED else state.suspended_us,
        closed_us=(state.closed_us or at_us) if ended else None,
    )


def _with_unit(
    state: Incident,
    event: unit_events.UnitDispatched | unit_events.UnitStatusSet | unit_events.UnitReleased,
    fact: Fact,
) -> Incident:
    at_us = fact.occurred_us
    parts = {part.unit_id: part for part in state.units}
    part = parts.get(event.unit_id) or UnitOnIncident(unit_id=event.unit_id)
    if isinstance(event, unit_events.UnitDispatched):
        if part.released_us is not None and at_us >= part.released_us:
            part = UnitOnIncident(unit_id=event.unit_id)  # sent a second time: its clocks begin anew
        state = replace(state, first_sent_us=earliest(state.first_sent_us, at_us))
        part = replace(
            part,
            state=UnitState.ASSIGNED.value,
            assigned_us=earliest(part.assigned_us, at_us),
            released_us=None,
            estimate_s=event.estimate_s,
        )
        if fact.verdict is Verdict.CONTESTED and event.unit_id not in state.contested_units:
            state = replace(state, contested_units=(*state.contested_units, event.unit_id))
    elif isinstance(event, unit_events.UnitReleased):
        part = replace(part, state=UnitState.AVAILABLE.value, released_us=at_us)
    elif event.takes_back_us is not None:
        return _with_report_taken_back(state, part, event.state, event.takes_back_us)
    else:
        part = _unit_reported(part, event.state, at_us)
        if event.state == UnitState.EN_ROUTE:
            state = replace(state, first_en_route_us=earliest(state.first_en_route_us, at_us))
        if event.state == UnitState.ON_SCENE:
            state = replace(state, first_on_scene_us=earliest(state.first_on_scene_us, at_us))
    parts[event.unit_id] = part
    return replace(state, units=tuple(parts.values()))


def _with_report_taken_back(state: Incident, part: UnitOnIncident, before: str, taken_us: int) -> Incident:
    """The report of that moment was a slip of the hand: its moment counts nowhere, the others stay."""

    def without(moment_us: int | None) -> int | None:
        return None if moment_us == taken_us else moment_us

    part = replace(
        part,
        state=before,
        en_route_us=without(part.en_route_us),
        on_scene_us=without(part.on_scene_us),
        released_us=without(part.released_us),
    )
    units = (*(one for one in state.units if one.unit_id != part.unit_id), part)
    first_en_route_us, first_on_scene_us = state.first_en_route_us, state.first_on_scene_us
    if first_en_route_us == taken_us:
        first_en_route_us = min(
            (one.en_route_us for one in units if one.en_route_us is not None), default=None
        )
    if first_on_scene_us == taken_us:
        first_on_scene_us = min(
            (one.on_scene_us for one in units if one.on_scene_us is not None), default=None
        )
    parts = {one.unit_id: one for one in state.units} | {part.unit_id: part}
    return replace(
        state,
        units=tuple(parts.values()),
        first_en_route_us=first_en_route_us,
        first_on_scene_us=first_on_scene_us,
    )


def _unit_reported(part: UnitOnIncident, reported: str, at_us: int) -> UnitOnIncident:
    part = replace(part, state=reported)
    if reported == UnitState.EN_ROUTE:
        return replace(part, en_route_us=earliest(part.en_route_us, at_us))
    if reported == UnitState.ON_SCENE:
        return replace(part, on_scene_us=earliest(part.on_scene_us, at_us))
    if reported in {UnitState.AVAILABLE, UnitState.RETURNING, UnitState.OUT_OF_SERVICE}:
        return replace(part, released_us=part.released_us or at_us)
    return part


def _with_ladder(state: Incident) -> Incident:
    """The shown state is the furthest that any agency task or unit reached; a hand-set one stays."""
    if state.state in _MANUAL | {IncidentState.CLOSED}:
        return state
    start = IncidentState.VERIFIED if state.verified_us is not None else IncidentState.DRAFT
    furthest = max((start, *_reached_by_tasks(state), *_reached_by_units(state)), key=_RANK.__getitem__)
    if state.reopened_us is not None and _RANK[furthest] < _RANK[IncidentState.FORWARDED]:
        furthest = IncidentState.REOPENED
    return replace(state, state=furthest)


def _reached_by_tasks(state: Incident) -> list[IncidentState]:
    """What was finished before a reopening is history and no longer moves the ticket."""
    since_us = state.reopened_us or 0
    return [
        _TASK_REACHES.get(task.state, IncidentState.FORWARDED)
        for task in state.tasks
        if task.state not in ENDED_TASK_STATES
        or (task.state is TaskState.COMPLETED and (task.ended_us or 0) >= since_us)
    ]


def _reached_by_units(state: Incident) -> list[IncidentState]:
    since_us = state.reopened_us or 0
    reached = []
    for part in state.units:
        if part.released_us is None:
            reached.append(IncidentState.FORWARDED)  # telling a crew to go is an alert to its agency
        if part.en_route_us is not None and part.en_route_us >= since_us:
            reached.append(IncidentState.EN_ROUTE)
        if part.on_scene_us is not None and part.on_scene_us >= since_us:
            reached.append(IncidentState.ON_SCENE)
    return reached
