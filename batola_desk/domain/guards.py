"""What is allowed now. Every refusal is an ``OperatorError`` whose code the screen can explain.

Source: domain.md §5.1 (a)–(d), §5.2, §5.3, §5.4, §7, §12.1, §14.
"""

from __future__ import annotations

from batola_desk.domain.agency_task_reducer import ENDED_TASK_STATES
from batola_desk.domain.call import Call, CallState
from batola_desk.domain.catalog import Catalog
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.incident import AgencyTask, Incident, IncidentState, TaskState
from batola_desk.domain.priority import effective_priority, is_lowering
from batola_desk.domain.unit import UnitState

CALLER_INFORMED = ("yes", "unreachable", "not_needed")

_WAITING = ("deliver", "acknowledge", "reject", "escalate", "cancel")
_TASK_ACTIONS: dict[TaskState, tuple[str, ...]] = {
    TaskState.DRAFTED: ("cancel",),
    TaskState.SENT: _WAITING,
    TaskState.DELIVERED: ("acknowledge", "reject", "escalate", "cancel"),
    TaskState.ESCALATED_1: ("acknowledge", "reject", "escalate", "cancel"),
    TaskState.ESCALATED_2: ("acknowledge", "reject", "escalate", "cancel"),
    TaskState.ESCALATED_3: ("acknowledge", "reject", "cancel"),
    TaskState.ACKNOWLEDGED: ("start", "report", "complete", "reject", "cancel", "correct_name"),
    TaskState.WORKING: ("report", "complete", "cancel", "correct_name"),
    TaskState.REPORTED: ("complete", "correct_name"),
    TaskState.COMPLETED: ("correct_name",),
}

_AFTER_SCENE = (UnitState.RETURNING, UnitState.AVAILABLE, UnitState.OUT_OF_SERVICE, UnitState.EMERGENCY)
_UNIT_STEPS: dict[UnitState, tuple[UnitState, ...]] = {
    UnitState.AVAILABLE: (UnitState.STAGED, UnitState.OUT_OF_SERVICE, UnitState.EMERGENCY),
    UnitState.STAGED: (UnitState.AVAILABLE, UnitState.OUT_OF_SERVICE, UnitState.EMERGENCY),
    UnitState.ASSIGNED: (UnitState.EN_ROUTE, UnitState.ON_SCENE, UnitState.AVAILABLE, UnitState.EMERGENCY),
    UnitState.EN_ROUTE: (UnitState.ON_SCENE, *_AFTER_SCENE),
    UnitState.ON_SCENE: (UnitState.TRANSPORTING, *_AFTER_SCENE),
    UnitState.TRANSPORTING: (UnitState.AT_FACILITY, *_AFTER_SCENE),
    UnitState.AT_FACILITY: _AFTER_SCENE,
    UnitState.RETURNING: (UnitState.AVAILABLE, UnitState.OUT_OF_SERVICE, UnitState.EMERGENCY),
    UnitState.OUT_OF_SERVICE: (UnitState.AVAILABLE, UnitState.EMERGENCY),
    UnitState.EMERGENCY: (
        UnitState.ON_SCENE,
        UnitState.RETURNING,
        UnitState.AVAILABLE,
        UnitState.OUT_OF_SERVICE,
    ),
}
_REASON_STATES = frozenset({UnitState.OUT_OF_SERVICE})

STATES_BY_HAND = (  # in the order the screen offers them
    IncidentState.UNDER_CONTROL,
    IncidentState.FIELD_DONE,
    IncidentState.SUSPENDED,
    IncidentState.REFERRED,
    IncidentState.MOVED_REGION,
    IncidentState.CANCELLED,
    IncidentState.FALSE_REPORT,
)
_REASONLESS = frozenset({IncidentState.UNDER_CONTROL, IncidentState.FIELD_DONE})


# ------------------------------------------------------------------ calls


def silent_items_missing(call: Call, catalog: Catalog) -> tuple[str, ...]:
    """Return the codes of checklist lines nobody has answered yet."""
    answered = {item for item, _ in call.silent_answers}
    return tuple(item.code for item in catalog.silent.items if item.code not in answered)


def silent_seconds_left(call: Call, catalog: Catalog, now_us: int) -> float:
    """Return how long the operator still has to listen; a caller who hung up ends the listening."""
    if call.silent_started_us is None:
        return catalog.limits.silent.listen_min_s
    listened_s = ((call.ended_us or now_us) - call.silent_started_us) / 1e6
    if call.ended_us is not None and call.end_cause == "caller_hung_up":
        return 0.0
    if listened_s < 0:
        return 0.0  # the clock was set back: nobody may be kept on the line for hours by that
    return max(0.0, catalog.limits.silent.listen_min_s - listened_s)


def is_silent_check_complete(call: Call, catalog: Catalog, now_us: int) -> bool:
    """Whether the whole procedure was done: started, every line answered, listened long enough."""
    return (
        call.silent_started_us is not None
        and not silent_items_missing(call, catalog)
        and silent_seconds_left(call, catalog, now_us) <= 0
    )


SILENCE_STEP_S = 1.0  # the line tells whole seconds of silence, rounded down


def check_silent_hang_up(
    call: Call, catalog: Catalog, now_us: int, *, silence_s: float | None = None
) -> None:
    """Who stays silent is hung up on after time and checklist only. Source: domain.md §5.1, §12.1.

    Args:
        silence_s: time since the caller's last speech, None = unknown. Who has spoken since the check began
            is not silent any more, and an operator must be able to end the call for the next one.

    Raises:
        OperatorError: ``silent_listen_longer`` with ``seconds``; ``silent_items_open`` with ``missing``.
    """
    if call.state is not CallState.SILENT_CHECK or call.digits or call.silent_completed:
        return
    started_us = call.silent_started_us
    if silence_s is not None and started_us is not None:
        spoke_us = now_us - (silence_s + SILENCE_STEP_S) * 1e6
        if spoke_us > started_us:
            return
    left_s = silent_seconds_left(call, catalog, now_us)
    if left_s > 0:
        raise OperatorError("silent_listen_longer", seconds=round(left_s))
    missing = silent_items_missing(call, catalog)
    if missing:
        raise OperatorError("silent_items_open", missing=len(missing))


def check_classify(call: Call, call_class: str, catalog: Catalog, *, role: str, reason: str = "") -> None:
    """Check a class under the guards of domain.md §5.1.

    Raises:
        OperatorError: ``class_unknown``, ``class_automatic``, ``class_needs_ticket``,
            ``class_needs_silent_check``, ``lead_only``, ``reason_missing``, ``call_not_answered``.
    """
    known = catalog.classes.get(call_class)
    if known is None:
        raise OperatorError("class_unknown", call_class=call_class)
    if known.automatic:
        raise OperatorError("class_automatic", call_class=call_class)
    if call.answered_us is None and call.direction == "inbound":
        raise OperatorError("call_not_answered", call_class=call_class)
    if known.needs_incident and not call.incident_ids:
        raise OperatorError("class_needs_ticket", call_class=call_class)
    if known.needs_silent_check and not call.silent_completed:
        missing = silent_items_missing(call, catalog)
        raise OperatorError("class_needs_silent_check", call_class=call_class, missing=missing)
    if known.lead_only and not catalog.may(role, "classify_false_report"):
        raise OperatorError("lead_only", action="classify_false_report")
    if call.call_class and call.call_class != call_class and call.state is CallState.CLASSIFIED:
        if not catalog.may(role, "reclassify"):
            raise OperatorError("lead_only", action="reclassify")
        if not reason.strip():
            raise OperatorError("reason_missing", action="reclassify")


# ------------------------------------------------------------------ tickets


def missing_to_close(incident: Incident) -> tuple[str, ...]:
    """Return what still stands in the way of closing, besides the two answers of the closing sheet."""
    open_tasks = any(task.state not in ENDED_TASK_STATES for task in incident.tasks)
    return ("open_tasks",) if open_tasks else ()


def check_close(
    incident: Incident, disposition: str, caller_informed: str, catalog: Catalog, *, role: str
) -> None:
    """Check closing; as a false report only a lead may. Source: domain.md §5.2, §14.

    Raises:
        OperatorError: ``incident_ended``, ``disposition_missing``, ``caller_informed_missing``,
            ``lead_only``, ``tasks_open`` with ``agencies``.
    """
    if not incident.is_open:
        raise OperatorError("incident_ended", ticket=incident.ticket_number)
    if disposition not in catalog.dispositions:
        raise OperatorError("disposition_missing")
    if disposition == IncidentState.FALSE_REPORT and not catalog.may(role, "classify_false_report"):
        raise OperatorError("lead_only", action="classify_false_report")
    if caller_informed not in CALLER_INFORMED:
        raise OperatorError("caller_informed_missing")
    waiting = tuple(task.agency_code for task in incident.tasks if task.state not in ENDED_TASK_STATES)
    if waiting:
        raise OperatorError("tasks_open", agencies=waiting)


def check_reopen(incident: Incident, catalog: Catalog, *, role: str, reason: str) -> None:
    """Check reopening: a lead, with a reason.

    Raises:
        OperatorError: ``incident_not_ended``, ``lead_only``, ``reason_missing``.
    """
    if incident.is_open:
        raise OperatorError("incident_not_ended", ticket=incident.ticket_number)
    if not catalog.may(role, "reopen"):
        raise OperatorError("lead_only", action="reopen")
    if not reason.strip():
        raise OperatorError("reason_missing", action="reopen")


def check_state(incident: Incident, state: str, catalog: Catalog, *, role: str, reason: str) -> None:
    """Check a state set by hand.

    Raises:
        OperatorError: ``incident_ended``, ``incident_state_unknown``, ``lead_only``, ``reason_missing``.
    """
    if state not in STATES_BY_HAND:
        raise OperatorError("incident_state_unknown", state=state)
    if not incident.is_open:
        raise OperatorError("incident_ended", ticket=incident.ticket_number)
    if state == IncidentState.FALSE_REPORT and not catalog.may(role, "classify_false_report"):
        raise OperatorError("lead_only", action="classify_false_report")
    if state not in _REASONLESS and not reason.strip():
        raise OperatorError("reason_missing", action=state)


def check_priority(incident: Incident, priority: str, catalog: Catalog, *, role: str, reason: str) -> None:
    """Raising is free; lowering is a right and needs a reason. Source: domain.md §7, §14.

    Raises:
        OperatorError: ``incident_ended``, ``priority_unknown``, ``lead_only``, ``reason_missing``.
    """
    if priority not in catalog.priorities:
        raise OperatorError("priority_unknown", priority=priority)
    if not incident.is_open:
        raise OperatorError("incident_ended", ticket=incident.ticket_number)
    if is_lowering(effective_priority(incident, catalog), priority, catalog):
        if not catalog.may(role, "lower_priority"):
            raise OperatorError("lead_only", action="lower_priority")
        if not reason.strip():
            raise OperatorError("reason_missing", action="lower_priority")


# ------------------------------------------------------------------ agencies and units


def check_send_task(incident: Incident, catalog: Catalog, *, role: str) -> None:
    """Forwarding is the dispatcher's; a call taker may send P1 at once. Source: domain.md §14.

    Raises:
        OperatorError: ``incident_ended``, ``right_missing``.
    """
    if not incident.is_open:
        raise OperatorError("incident_ended", ticket=incident.ticket_number)
    if catalog.may(role, "dispatch"):
        return
    if effective_priority(incident, catalog) == "P1" and catalog.may(role, "dispatch_p1"):
        return
    raise OperatorError("right_missing", action="dispatch")


def task_actions(task: AgencyTask) -> tuple[str, ...]:
    """Return what may be done with a task now."""
    return _TASK_ACTIONS.get(task.state, ())


def check_task_action(task: AgencyTask, action: str, text: str) -> None:
    """Check one action; an acknowledgement needs a name, a rejection a reason. Source: domain.md §5.3.

    Raises:
        OperatorError: ``task_action_not_now``, ``name_missing``, ``reason_missing``, ``text_missing``.
    """
    if action not in task_actions(task):
        raise OperatorError("task_action_not_now", action=action, state=task.state.value)
    needed = {
        "acknowledge": "name_missing",
        "correct_name": "name_missing",
        "reject": "reason_missing",
        "cancel": "reason_missing",
        "report": "text_missing",
    }
    if action in needed and not text.strip():
        raise OperatorError(needed[action], action=action)


def unit_next_states(state: UnitState) -> tuple[UnitState, ...]:
    """Return the states a unit may be moved to; being assigned happens only by a dispatch."""
    return _UNIT_STEPS[state]


def check_unit_state(now: UnitState, wanted: str, reason: str) -> UnitState:
    """Check a unit's next state.

    Raises:
        OperatorError: ``unit_state_not_now``, ``reason_missing``.
    """
    try:
        state = UnitState(wanted)
    except ValueError:
        raise OperatorError("unit_state_not_now", state=wanted, now=now.value) from None
    if state not in _UNIT_STEPS[now]:
        raise OperatorError("unit_state_not_now", state=wanted, now=now.value)
    if state in _REASON_STATES and not reason.strip():
        raise OperatorError("reason_missing", action=state.value)
    return state
