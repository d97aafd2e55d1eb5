"""Alerts about desks where somebody works without a login. Source: design.md §5 (Roles)."""

from __future__ import annotations

from typing import Final

from batola_desk.domain.facts import AggregateKind, aggregate
from batola_desk.domain.operator import OperatorState, SeatMethod
from batola_desk.domain.ownership import is_desk_actor
from batola_desk.services.context import Context, Person
from batola_desk.services.seat import SeatView

ALARM: Final = "desk_without_login"


def tell_of_unnamed(context: Context, seat: SeatView, here: Person) -> None:
    """The own desk always tells; those of others are told to a shift lead.

    Args:
        here: the author of what nobody has signed for at this desk.
    """
    subjects = {}
    if seat.method in {SeatMethod.CALL, SeatMethod.EMERGENCY}:
        subjects[here.operator_id] = (context.desk, seat.name)
    if context.catalog.may(context.role, "acknowledge_lead_alerts"):
        for person in context.world.operators.values():
            is_there = person.state is not OperatorState.OFFLINE and person.operator_id != here.operator_id
            if is_there and is_desk_actor(person.operator_id):
                subjects[person.operator_id] = (person.desk, person.name)
    details = {
        aggregate(AggregateKind.OPERATOR, subject): " · ".join(part for part in words if part)
        for subject, words in subjects.items()
    }
    for subject, detail in details.items():
        context.alarms.raise_alarm(ALARM, subject, detail=detail)
    context.alarms.keep_only(ALARM, details)
