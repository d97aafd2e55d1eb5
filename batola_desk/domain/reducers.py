"""One table from aggregate kind to its empty state and its fold."""

from __future__ import annotations

from collections.abc import Container
from typing import TypeAlias

from batola_desk.domain.announcement import Announcement, fold_announcement
from batola_desk.domain.call import Call
from batola_desk.domain.call_reducer import fold_call
from batola_desk.domain.callback import Callback
from batola_desk.domain.callback_reducer import fold_callback
from batola_desk.domain.conflicts import FOR_PEOPLE, found_by_note, found_by_verdict, with_found, with_seen
from batola_desk.domain.events.conflict import ConflictNoted, ConflictSeen
from batola_desk.domain.events.incident import AgencyTaskSending
from batola_desk.domain.events.ownership import CallReleased
from batola_desk.domain.events.unit import UnitDispatched
from batola_desk.domain.evolve import evolve
from batola_desk.domain.facts import AggregateKind, Fact, Verdict, aggregate
from batola_desk.domain.incident import Incident
from batola_desk.domain.incident_reducer import fold_incident
from batola_desk.domain.map_feature import MapFeature
from batola_desk.domain.map_feature_reducer import fold_map_feature
from batola_desk.domain.operator import Desk, Operator
from batola_desk.domain.operator_reducer import fold_desk, fold_operator
from batola_desk.domain.timeline import confirmed
from batola_desk.domain.unit import Unit
from batola_desk.domain.unit_reducer import fold_unit

State: TypeAlias = Call | Incident | Unit | Callback | Operator | Desk | Announcement | MapFeature


def initial_state(aggregate_name: str) -> State:
    """Return the state before any fact, for an aggregate named ``kind:id``.

    Raises:
        ValueError: the name has no known kind.
    """
    kind, separator, identifier = aggregate_name.partition(":")
    if not separator or not identifier:
        raise ValueError(f"no aggregate name: {aggregate_name!r}")
    match AggregateKind(kind):
        case AggregateKind.CALL:
            return Call(call_key=identifier)
        case AggregateKind.INCIDENT:
            return Incident(incident_id=identifier)
        case AggregateKind.UNIT:
            return Unit(unit_id=identifier)
        case AggregateKind.CALLBACK:
            return Callback(callback_id=identifier)
        case AggregateKind.OPERATOR:
            return Operator(operator_id=identifier)
        case AggregateKind.DESK:
            return Desk(desk_id=identifier)
        case AggregateKind.ROOM:
            return Announcement(message_id=identifier)
        case AggregateKind.MAP_FEATURE:
            return MapFeature(feature_id=identifier)


def fold(state: State, fact: Fact) -> State:
    """Fold one fact into the state: pure, total, harmless when repeated.

    A fact whose verdict takes no effect, or which this program does not know, only enters the timeline.
    """
    after = _fold_kind(state, fact)
    if after is state or not _is_judged(fact):
        return after
    return _with_conflicts(state, after, fact)


def _is_judged(fact: Fact) -> bool:
    return fact.verdict in FOR_PEOPLE or isinstance(fact.event, ConflictSeen | ConflictNoted)


def _with_conflicts(before: State, after: State, fact: Fact) -> State:
    """Note what the room or a person says about conflicts of this thing; see ``domain.conflicts``."""
    home = name_of(after)
    event = fact.event
    counts = (
        fact.verdict.takes_effect or fact.verdict is Verdict.UNKNOWN_KIND
    )  # said to a server that is older
    if isinstance(event, ConflictSeen) and counts:
        return evolve(after, conflicts=with_seen(after.conflicts, home, event, fact))
    found = None
    if isinstance(event, ConflictNoted) and counts:
        found = found_by_note(event)
    elif fact.verdict in FOR_PEOPLE and _is_home(home, fact) and not _is_told_otherwise(fact):
        found = found_by_verdict(fact, before.timeline)
    return evolve(after, conflicts=with_found(after.conflicts, home, found)) if found is not None else after


def _is_told_otherwise(fact: Fact) -> bool:
    """A unit's race (see ``unit_reducer``); letting go of what was lost with the claim before it; an e-mail
    that was not sent, because another desk did (two that were: ``mail_claims``).
    """
    is_unit_race = isinstance(fact.event, UnitDispatched) and fact.verdict is Verdict.CONTESTED
    return is_unit_race or isinstance(fact.event, CallReleased | AgencyTaskSending)


def _is_home(name: str, fact: Fact) -> bool:
    """Whether this is the first thing the fact is about; words about conflicts make none themselves."""
    known = (other for other in fact.aggregates if is_known_name(other))
    return next(known, "") == name and not fact.kind.startswith("conflict.")


def is_known_name(name: str) -> bool:
    """Whether this program knows the kind of thing that a name is about (a newer desk may know more)."""
    try:
        initial_state(name)
    except ValueError:
        return False
    return True


def name_of(state: State) -> str:
    """Return the name of the thing that a state is of."""
    match state:
        case Call():
            kind, identifier = AggregateKind.CALL, state.call_key
        case Incident():
            kind, identifier = AggregateKind.INCIDENT, state.incident_id
        case Unit():
            kind, identifier = AggregateKind.UNIT, state.unit_id
        case Callback():
            kind, identifier = AggregateKind.CALLBACK, state.callback_id
        case Operator():
            kind, identifier = AggregateKind.OPERATOR, state.operator_id
        case Desk():
            kind, identifier = AggregateKind.DESK, state.desk_id
        case Announcement():
            kind, identifier = AggregateKind.ROOM, state.message_id
        case MapFeature():
            kind, identifier = AggregateKind.MAP_FEATURE, state.feature_id
    return aggregate(kind, identifier)


def _fold_kind(state: State, fact: Fact) -> State:
    match state:
        case Call():
            return fold_call(state, fact)
        case Incident():
            return fold_incident(state, fact)
        case Unit():
            return fold_unit(state, fact)
        case Callback():
            return fold_callback(state, fact)
        case Operator():
            return fold_operator(state, fact)
        case Desk():
            return fold_desk(state, fact)
        case Announcement():
            return fold_announcement(state, fact)
        case MapFeature():
            return fold_map_feature(state, fact)


def confirm(state: State, fact_ids: Container[str]) -> State:
    """Return what the fold gives when these facts, pending in the state, have the verdict ``ok`` instead.

    A pending fact takes effect like an accepted one; only the lines of history tell them apart. So a desk
    that worked alone for a month learns the room's word without folding its month again.
    """
    timeline = confirmed(state.timeline, fact_ids)
    if isinstance(state, Call):
        return evolve(state, timeline=timeline, notes=confirmed(state.notes, fact_ids))
    return evolve(state, timeline=timeline)
