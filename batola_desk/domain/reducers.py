"""One table from aggregate kind to its empty state and its fold."""

from __future__ import annotations

from collections.abc import Container
from typing import TypeAlias

from batola_desk.domain.call import Call
from batola_desk.domain.call_reducer import fold_call
from batola_desk.domain.callback import Callback
from batola_desk.domain.callback_reducer import fold_callback
from batola_desk.domain.evolve import evolve
from batola_desk.domain.facts import AggregateKind, Fact
from batola_desk.domain.incident import Incident
from batola_desk.domain.incident_reducer import fold_incident
from batola_desk.domain.operator import Desk, Operator
from batola_desk.domain.operator_reducer import fold_desk, fold_operator
from batola_desk.domain.timeline import confirmed
from batola_desk.domain.unit import Unit
from batola_desk.domain.unit_reducer import fold_unit

State: TypeAlias = Call | Incident | Unit | Callback | Operator | Desk


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


def fold(state: State, fact: Fact) -> State:
    """Fold one fact into the state: pure, total, harmless when repeated.

    A fact whose verdict takes no effect, or which this program does not know, only enters the timeline.
    """
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


def confirm(state: State, fact_ids: Container[str]) -> State:
    """Return what the fold gives when these facts, pending in the state, have the verdict ``ok`` instead.

    A pending fact takes effect like an accepted one; only the lines of history tell them apart. So a desk
    that worked alone for a month learns the room's word without folding its month again.
    """
    timeline = confirmed(state.timeline, fact_ids)
    if isinstance(state, Call):
        return evolve(state, timeline=timeline, notes=confirmed(state.notes, fact_ids))
    return evolve(state, timeline=timeline)
