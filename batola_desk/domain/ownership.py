"""Whose an incident or a call-back line is, and the guards by which the room decides a race for it.

The room's guard holds the owner as text, ``desk/login``; none = nobody ever changed it. What a claim names
as the present owner comes from the fold, so that it is what the person saw. Source: design.md §5 (Verdicts).
"""

from __future__ import annotations

from dataclasses import replace

from batola_desk.domain.callback import Callback
from batola_desk.domain.events import ownership as events
from batola_desk.domain.events.incident import IncidentOpened
from batola_desk.domain.facts import Event, Fact, Guard, Verdict
from batola_desk.domain.incident import Incident, TransferWish
from batola_desk.domain.room_rules import MACHINE_ACTORS

ANY_OWNER = "*"  # a lead's force: whatever the guard holds
OWNER_EVENTS = (
    IncidentOpened,
    events.IncidentReassigned,
    events.IncidentReassignRequested,
    events.IncidentReassignDeclined,
)


def is_desk_actor(actor: str) -> bool:
    """Whether it is a desk that nobody has signed for (``meja:A``); a login has no colon."""
    return ":" in actor


def owner_token(desk: str, operator: str) -> str:
    """Return an owner as the room's guard holds it."""
    return f"{desk}/{operator}"


def owner_of_token(token: str) -> tuple[str, str]:
    """Return desk and login of what a guard holds."""
    desk, _, operator = token.partition("/")
    return desk, operator


def incident_guard(incident: Incident, to_desk: str, to_operator: str, *, forced: bool) -> Guard:
    """Return the condition under which a reassignment counts: it still is whose it was here."""
    held = owner_token(incident.owner_desk, incident.owner) if incident.owner_fact_id else None
    return Guard(
        key=f"incident:{incident.incident_id}",
        expect=ANY_OWNER if forced else held,
        set=owner_token(to_desk, to_operator),
    )


def callback_guard(item: Callback, desk: str, operator: str, *, forced: bool) -> Guard:
    """Return the condition under which a claim of a call-back line counts."""
    return Guard(
        key=f"call:{item.callback_id}",
        expect=ANY_OWNER if forced else item.claim_guard,
        set=owner_token(desk, operator),
    )


def release_guard(callback_id: str, desk: str, operator: str) -> Guard:
    """Return the condition under which a line is let go: it is still held by who lets it go."""
    return Guard(key=f"call:{callback_id}", expect=owner_token(desk, operator), set=None)


def fold_owner(state: Incident, event: Event, fact: Fact) -> Incident:
    """Fold what changes whose an incident is, or asks for it."""
    match event:
        case IncidentOpened():
            if state.owner_fact_id or state.owner_desk:
                return state
            opener = "" if fact.actor in MACHINE_ACTORS or is_desk_actor(fact.actor) else fact.actor
            return replace(state, owner=opener, owner_desk=fact.desk, owner_since_us=fact.occurred_us)
        case events.IncidentReassigned():
            return replace(
                state,
                owner=event.to_operator,
                owner_desk=event.to_desk,
                owner_fact_id=fact.fact_id,
                owner_since_us=fact.occurred_us,
                transfer_wish=None,
            )
        case events.IncidentReassignRequested():
            wish = TransferWish(
                fact_id=fact.fact_id,
                to_desk=event.to_desk,
                to_operator=event.to_operator,
                reason=event.reason,
                asked_by=fact.actor,
                from_desk=fact.desk,
                at_us=fact.occurred_us,
            )
            return replace(state, transfer_wish=wish)
        case events.IncidentReassignDeclined():
            return replace(state, transfer_wish=None)
        case _:
            return state


def is_owner_provisional(incident: Incident) -> bool:
    """Whether the room has not yet said that this reassignment counts."""
    return _verdict_of(incident, incident.owner_fact_id) == Verdict.PENDING


def is_claim_provisional(item: Callback) -> bool:
    """Whether the room has not yet said that this line is whose it seems."""
    return _verdict_of(item, item.claim_fact_id) == Verdict.PENDING


def _verdict_of(state: Incident | Callback, fact_id: str) -> str:
    if not fact_id:
        return Verdict.OK
    return next((line.verdict for line in reversed(state.timeline) if line.fact_id == fact_id), Verdict.OK)
