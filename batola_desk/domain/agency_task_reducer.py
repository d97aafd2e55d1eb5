"""Folds facts into the agency tasks of an incident. Source: domain.md §5.3."""

from __future__ import annotations

from dataclasses import replace

from batola_desk.domain.events import incident as events
from batola_desk.domain.facts import Event
from batola_desk.domain.incident import AgencyTask, TaskAttempt, TaskState
from batola_desk.domain.timeline import earliest

TASK_EVENTS = (
    events.AgencyTaskDrafted,
    events.AgencyTaskSent,
    events.AgencyTaskUnreached,
    events.AgencyTaskDelivered,
    events.AgencyTaskAcknowledged,
    events.AgencyTaskRejected,
    events.AgencyTaskEscalated,
    events.AgencyTaskStarted,
    events.AgencyTaskReported,
    events.AgencyTaskCompleted,
    events.AgencyTaskCancelled,
)

ATTEMPTS_KEPT = 20  # LIMIT: an agency is chased for an hour, not for ever; the timeline keeps every one
ENDED_TASK_STATES = frozenset({TaskState.COMPLETED, TaskState.REJECTED, TaskState.CANCELLED})

_RANK = {
    TaskState.DRAFTED: 0,
    TaskState.SENT: 1,
    TaskState.DELIVERED: 2,
    TaskState.ESCALATED_1: 3,
    TaskState.ESCALATED_2: 4,
    TaskState.ESCALATED_3: 5,
    TaskState.ACKNOWLEDGED: 6,
    TaskState.WORKING: 7,
    TaskState.REPORTED: 8,
}
_ESCALATION = {1: TaskState.ESCALATED_1, 2: TaskState.ESCALATED_2, 3: TaskState.ESCALATED_3}


def fold_task(tasks: tuple[AgencyTask, ...], event: Event, at_us: int) -> tuple[AgencyTask, ...]:
    """Return the tasks after one task event; a task first heard of in the middle of its life is created."""
    task_id = str(getattr(event, "task_id", ""))
    known = next((task for task in tasks if task.task_id == task_id), None)
    before = known or AgencyTask(task_id=task_id, agency_code=str(getattr(event, "agency_code", "")))
    after = _step(before, event, at_us)
    if known is None:
        return (*tasks, after)
    return tuple(after if task.task_id == task_id else task for task in tasks)


def _forward(task: AgencyTask, state: TaskState) -> TaskState:
    """Late news never moves a task back."""
    if task.state in ENDED_TASK_STATES or _RANK[state] < _RANK[task.state]:
        return task.state
    return state


def _step(task: AgencyTask, event: Event, at_us: int) -> AgencyTask:
    match event:
        case events.AgencyTaskDrafted():
            return replace(task, agency_code=event.agency_code, drafted_us=earliest(task.drafted_us, at_us))
        case events.AgencyTaskSent():
            return replace(
                task,
                agency_code=event.agency_code,
                channel=event.channel,
                state=_forward(task, TaskState.SENT),
                sent_us=earliest(task.sent_us, at_us),
                attempts=_tried(task, _attempt(event, at_us)),
            )
        case events.AgencyTaskUnreached():
            return replace(task, attempts=_failed(task, event, at_us))
        case events.AgencyTaskDelivered():
            return replace(task, state=_forward(task, TaskState.DELIVERED))
        case events.AgencyTaskAcknowledged():
            return replace(
                task,
                state=_forward(task, TaskState.ACKNOWLEDGED),
                acknowledged_us=earliest(task.acknowledged_us, at_us),
                acknowledged_by=event.person_name
                if event.corrects
                else task.acknowledged_by or event.person_name,
            )
        case events.AgencyTaskEscalated():
            level = max(task.escalation_level, min(max(event.level, 1), 3))
            return replace(task, state=_forward(task, _ESCALATION[level]), escalation_level=level)
        case events.AgencyTaskStarted():
            return replace(
                task, state=_forward(task, TaskState.WORKING), working_us=earliest(task.working_us, at_us)
            )
        case events.AgencyTaskReported():
            return replace(
                task,
                state=_forward(task, TaskState.REPORTED),
                reported_us=earliest(task.reported_us, at_us),
                report=event.text,
            )
        case events.AgencyTaskCompleted():
            return _end(task, TaskState.COMPLETED, "", at_us)
        case events.AgencyTaskRejected():
            return _end(task, TaskState.REJECTED, event.reason, at_us)
        case events.AgencyTaskCancelled():
            return _end(task, TaskState.CANCELLED, event.reason, at_us)
        case _:
            return task


def _attempt(event: events.AgencyTaskSent, at_us: int) -> TaskAttempt:
    return TaskAttempt(channel=event.channel, at_us=at_us, contact=event.contact, reference=event.reference)


def _tried(task: AgencyTask, attempt: TaskAttempt) -> tuple[TaskAttempt, ...]:
    return (*task.attempts, attempt)[-ATTEMPTS_KEPT:]


def _failed(task: AgencyTask, event: events.AgencyTaskUnreached, at_us: int) -> tuple[TaskAttempt, ...]:
    """The last try by that channel reached nobody; one nobody wrote down was tried all the same."""
    for at in range(len(task.attempts) - 1, -1, -1):
        attempt = task.attempts[at]
        if attempt.channel == event.channel and attempt.failed_us is None:
            failed = replace(attempt, failed_us=at_us, reason=event.reason)
            return (*task.attempts[:at], failed, *task.attempts[at + 1 :])
    missed = TaskAttempt(channel=event.channel, at_us=at_us, failed_us=at_us, reason=event.reason)
    return _tried(task, missed)


def _end(task: AgencyTask, state: TaskState, reason: str, at_us: int) -> AgencyTask:
    if task.state in ENDED_TASK_STATES:
        return task
    return replace(task, state=state, reason=reason, ended_us=at_us)
