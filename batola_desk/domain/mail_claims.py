"""Two desks that press the key of one e-mail at once: a claim the room judges, and what shows when both sent.

Each try by a way has a guard of its own in the room, so that nothing has to be let go: the next try, after
this one is written down, is another one. Who saw the claim of a desk that never wrote down what became of it
names its holder, and goes on. Source: design.md §5 (Verdicts), domain.md §5.3.
"""

from __future__ import annotations

from dataclasses import replace

from batola_desk.domain.conflicts import ConflictKind, Conflicts, Found, side_of, side_of_line, with_found
from batola_desk.domain.events.incident import AgencyTaskSending, AgencyTaskSent
from batola_desk.domain.facts import AggregateKind, Fact, Guard, aggregate
from batola_desk.domain.incident import AgencyTask, Incident, MailClaim
from batola_desk.domain.ownership import owner_token
from batola_desk.domain.timeline import TimelineEntry

SENT_TWICE = ConflictKind.SENT_TWICE


def claim_guard(task: AgencyTask, channel: str, desk: str, operator: str) -> Guard:
    """Return the condition under which a desk may send: nobody else does, or only who is known to have."""
    key = _key(task, channel)
    held = task.sending if task.sending is not None and task.sending.key == key else None
    expect = owner_token(held.desk, held.actor) if held is not None else None
    return Guard(key=key, expect=expect, set=owner_token(desk, operator))


def claim_under_way(task: AgencyTask, channel: str) -> MailClaim | None:
    """Return the claim of a try of which nobody has written down yet what became of it."""
    return task.sending if task.sending is not None and task.sending.key == _key(task, channel) else None


def fold_sending(state: Incident, event: AgencyTaskSending, fact: Fact) -> Incident:
    """Note who sends; a task that nobody knows yet stays unknown."""
    key = next((guard.key for guard in fact.guards), "")
    claim = MailClaim(
        key=key, desk=fact.desk, actor=fact.actor, at_us=fact.occurred_us, reference=event.reference
    )
    tasks = tuple(
        replace(task, sending=claim) if task.task_id == event.task_id else task for task in state.tasks
    )
    return replace(state, tasks=tasks)


def with_sent_twice(state: Incident, event: AgencyTaskSent, fact: Fact) -> Conflicts:
    """Return the conflicts after an e-mail went out; ``state`` is the ticket before."""
    earlier = next((line for line in reversed(state.timeline) if _is_same(line, event, fact)), None)
    stands = any(
        one.reference == event.reference and one.failed_us is None
        for task in state.tasks
        if task.task_id == event.task_id
        for one in task.attempts
    )
    if earlier is None or not stands:
        return state.conflicts
    found = Found(
        kind=SENT_TWICE,
        topic=f"mail:{event.task_id}:{event.reference}",
        sides=(side_of_line(earlier), side_of(fact)),
        detail=event.agency_code,
    )
    home = aggregate(AggregateKind.INCIDENT, state.incident_id)
    return with_found(state.conflicts, home, found)


def _is_same(line: TimelineEntry, event: AgencyTaskSent, fact: Fact) -> bool:
    if line.kind != AgencyTaskSent.TYPE or line.desk == fact.desk or not event.reference:
        return False
    values = dict(line.values)
    return (values.get("task_id"), values.get("reference")) == (event.task_id, event.reference)


def _key(task: AgencyTask, channel: str) -> str:
    """Another one after each word about this way; a failure marks a try that was written down before."""
    tries = sum(2 if one.failed_us is not None else 1 for one in task.attempts if one.channel == channel)
    return f"agency_task:{task.task_id}/{channel}/{tries}"
