"""Which tickets are one happening, and what that does to a ticket. Source: domain.md §5.2.

What was said about a pair of tickets is a register: the word with the latest stamp counts, its id decides
between equal ones. So all desks agree, in whatever order the facts come. Merging lies over the ticket's own
state and never changes it: taken away, the ticket stands where its own facts have brought it meanwhile.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from batola_desk.domain.agency_task_reducer import ENDED_TASK_STATES
from batola_desk.domain.events.kinship import IncidentMerged, IncidentRelated, IncidentUnmerged
from batola_desk.domain.evolve import evolve
from batola_desk.domain.facts import Fact
from batola_desk.domain.incident import Incident, IncidentState, Kin

if TYPE_CHECKING:
    from collections.abc import Iterator

KIN_EVENTS = (IncidentMerged, IncidentUnmerged, IncidentRelated)
STAMP_AHEAD_US = 24 * 3600 * 1_000_000  # LIMIT: no word may outlast every later one


class KinKind(StrEnum):
    """What the other ticket is to this one."""

    PARENT = "parent"
    CHILD = "child"
    RELATED = "related"


def fold_kin(
    state: Incident, event: IncidentMerged | IncidentUnmerged | IncidentRelated, fact: Fact
) -> Incident:
    """Take a word about this ticket and another one."""
    said = _said(state.incident_id, event, fact)
    if said is None:
        return state
    known = next((kin for kin in state.kin if _slot(kin) == _slot(said)), None)
    if known is not None and (known.stamp_us, known.fact_id) >= (said.stamp_us, said.fact_id):
        return state
    others = tuple(kin for kin in state.kin if kin is not known)
    return evolve(state, kin=tuple(sorted((*others, said), key=_slot)))


def bare(state: Incident) -> Incident:
    """The ticket as its own facts made it, without what merging lays over it."""
    if state.under_merge is None:
        return state
    return evolve(state, state=state.under_merge, under_merge=None, closed_us=None)


def covered(state: Incident) -> Incident:
    """The ticket as it stands on the boards: one that goes on in another is not worked on here.

    Only when nobody is under way for it: what was sent is chased to its end, merged or not.
    """
    since_us = _merged_since_us(state)
    if since_us is None or not state.is_open or is_busy(state):
        return state
    return evolve(state, state=IncidentState.MERGED, under_merge=state.state, closed_us=since_us)


def is_busy(state: Incident) -> bool:
    """Whether an agency or a unit still works on this ticket's own account."""
    has_tasks = any(task.state not in ENDED_TASK_STATES for task in state.tasks)
    return has_tasks or any(part.released_us is None for part in state.units)


def parent_of(state: Incident) -> str:
    """The ticket in which this one goes on; empty: in none."""
    return next((kin.other for kin in _now(state, KinKind.PARENT)), "")


def children_of(state: Incident) -> tuple[str, ...]:
    """Tickets that were merged into this one; each child's own word tells whether it is still so."""
    return tuple(kin.other for kin in _now(state, KinKind.CHILD))


def related_to(state: Incident) -> tuple[Kin, ...]:
    """Tickets linked with this one."""
    return tuple(_now(state, KinKind.RELATED))


def next_stamp_us(now_us: int, *states: Incident) -> int:
    """A stamp later than every word these tickets know."""
    return max((now_us, *(kin.stamp_us + 1 for state in states for kin in state.kin)))


def _now(state: Incident, kind: KinKind) -> Iterator[Kin]:
    return (kin for kin in state.kin if kin.kind == kind and kin.is_on)


def _merged_since_us(state: Incident) -> int | None:
    return next((kin.stamp_us for kin in _now(state, KinKind.PARENT)), None)


def _slot(kin: Kin) -> tuple[str, str]:
    """What a word is about: a ticket has one parent, and any number of children and relations."""
    return kin.kind, "" if kin.kind == KinKind.PARENT else kin.other


def _said(me: str, event: IncidentMerged | IncidentUnmerged | IncidentRelated, fact: Fact) -> Kin | None:
    stamp_us = min(event.stamp_us, fact.occurred_us + STAMP_AHEAD_US)
    if isinstance(event, IncidentRelated):
        pair = {event.first_id: event.second_ticket, event.second_id: event.first_ticket}
        if me not in pair or len(pair) != 2 or "" in pair:
            return None
        other = event.second_id if me == event.first_id else event.first_id
        return Kin(
            kind=KinKind.RELATED, other=other, label=pair[me], is_on=event.is_on, stamp_us=stamp_us,
            fact_id=fact.fact_id,
        )  # fmt: skip
    if not "" < event.parent_id < event.child_id or me not in {event.child_id, event.parent_id}:
        return None
    is_child = me == event.child_id
    return Kin(
        kind=KinKind.PARENT if is_child else KinKind.CHILD,
        other=event.parent_id if is_child else event.child_id,
        label=event.parent_ticket if is_child else event.child_ticket,
        is_on=isinstance(event, IncidentMerged),
        stamp_us=stamp_us,
        fact_id=fact.fact_id,
    )
