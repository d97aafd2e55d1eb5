"""What is allowed now, and the code of every refusal. Source: domain.md §5.1–§5.4, §7, §12.1, §14."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from batola_desk.domain import guards
from batola_desk.domain.call import Call, CallState
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.incident import AgencyTask, FieldValue, Incident, IncidentState, TaskState
from batola_desk.domain.unit import UnitState
from tests.support.folding import us
from tests.support.small_catalog import small_catalog

CATALOG = small_catalog()
CALL = Call(call_key="k", state=CallState.WRAP_UP, answered_us=us(1), ended_us=us(60))
KB01 = (("type_code", FieldValue(value="KB01", at_us=0, actor="", fact_id="")),)
IN06 = (("type_code", FieldValue(value="IN06", at_us=0, actor="", fact_id="")),)
TICKET = Incident(incident_id="i", ticket_number="112-6304-20250825-A0007", fields=KB01)
CLOSED = replace(TICKET, state=IncidentState.CLOSED)


def code_of(action: Callable[[], object]) -> str:
    """Return the code of the refusal, empty when it is allowed."""
    try:
        action()
    except OperatorError as refusal:
        return refusal.code
    return ""


def classify(call: Call, call_class: str, role: str = "PT", reason: str = "") -> str:
    return code_of(lambda: guards.check_classify(call, call_class, CATALOG, role=role, reason=reason))


def test_normal_needs_a_ticket() -> None:
    assert classify(CALL, "N") == classify(CALL, "L") == "class_needs_ticket"
    assert classify(replace(CALL, incident_ids=("i",)), "N") == ""


def test_ghost_needs_the_whole_silent_checklist() -> None:
    started = replace(CALL, silent_started_us=us(2), silent_answers=(("water", False),))
    with pytest.raises(OperatorError) as refusal:
        guards.check_classify(started, "G", CATALOG, role="KS")
    assert refusal.value.code == "class_needs_silent_check"
    assert refusal.value.values["missing"] == ("breathing", "crying")
    assert classify(replace(started, silent_completed=True), "G") == ""


def test_a_false_report_is_the_leads_word() -> None:
    assert classify(CALL, "F", role="PT") == "lead_only"
    assert classify(CALL, "F", role="KS") == ""


def test_a_second_class_needs_a_lead_and_a_reason() -> None:
    done = replace(CALL, state=CallState.CLASSIFIED, call_class="P")
    assert classify(done, "I", role="PT", reason="salah tekan") == "lead_only"
    assert classify(done, "I", role="KS", reason="  ") == "reason_missing"
    assert classify(done, "I", role="KS", reason="salah tekan") == ""
    assert classify(done, "P", role="PT") == ""


def test_a_class_that_nobody_may_choose_or_that_nobody_knows() -> None:
    assert classify(CALL, "T") == "class_automatic"
    assert classify(CALL, "X") == "class_unknown"
    assert classify(Call(call_key="k"), "P") == "call_not_answered"
    assert classify(Call(call_key="k", direction="outbound"), "I") == ""


def test_a_silent_caller_is_not_hung_up_on_too_early() -> None:
    answers = tuple((item.code, False) for item in CATALOG.silent.items)
    call = replace(
        CALL,
        state=CallState.SILENT_CHECK,
        silent_started_us=us(10),
        silent_answers=answers,
        ended_us=None,
    )

    def hang_up(now: Call, at_s: float) -> str:
        return code_of(lambda: guards.check_silent_hang_up(now, CATALOG, us(at_s)))

    with pytest.raises(OperatorError) as refusal:
        guards.check_silent_hang_up(call, CATALOG, us(25))
    assert (refusal.value.code, refusal.value.values["seconds"]) == ("silent_listen_longer", 15)
    assert hang_up(call, 40) == ""
    assert hang_up(replace(call, silent_answers=answers[1:]), 40) == "silent_items_open"
    assert hang_up(replace(call, digits="1"), 11) == ""
    for silence_s, refused in (
        (15.0, True),
        (14.0, True),
        (13.5, False),
        (0.0, False),
    ):  # the check began 15 s ago
        code = code_of(partial(guards.check_silent_hang_up, call, CATALOG, us(25), silence_s=silence_s))
        assert bool(code) is refused
    assert hang_up(replace(call, state=CallState.TALKING), 11) == ""


def test_the_silent_check_is_complete_with_every_line_and_the_minimum_time() -> None:
    answers = tuple((item.code, False) for item in CATALOG.silent.items)
    call = replace(CALL, silent_started_us=us(10), silent_answers=answers, ended_us=None)
    assert not guards.is_silent_check_complete(call, CATALOG, us(39))
    assert guards.is_silent_check_complete(call, CATALOG, us(40))
    assert not guards.is_silent_check_complete(replace(call, silent_answers=answers[1:]), CATALOG, us(40))
    assert not guards.is_silent_check_complete(replace(call, silent_started_us=None), CATALOG, us(40))
    gone = replace(call, ended_us=us(12), end_cause="caller_hung_up")
    assert guards.is_silent_check_complete(gone, CATALOG, us(13))


# ------------------------------------------------------------------ tickets


def close(ticket: Incident, disposition: str = "handled", informed: str = "yes", *, role: str = "PT") -> str:
    return code_of(lambda: guards.check_close(ticket, disposition, informed, CATALOG, role=role))


def test_closing_needs_outcome_caller_and_ended_tasks() -> None:
    assert close(TICKET) == ""
    assert close(TICKET, disposition="") == close(TICKET, disposition="x") == "disposition_missing"
    assert close(TICKET, informed="maybe") == "caller_informed_missing"
    assert close(CLOSED) == "incident_ended"
    assert close(TICKET, "false_report") == "lead_only"
    assert close(TICKET, "false_report", role="KS") == ""
    sent = AgencyTask(task_id="t", agency_code="damkar", state=TaskState.SENT)
    ended = AgencyTask(task_id="u", agency_code="bpk", state=TaskState.CANCELLED)
    with pytest.raises(OperatorError) as refusal:
        guards.check_close(replace(TICKET, tasks=(sent, ended)), "handled", "yes", CATALOG, role="PT")
    assert (refusal.value.code, refusal.value.values["agencies"]) == ("tasks_open", ("damkar",))
    assert guards.missing_to_close(replace(TICKET, tasks=(sent,))) == ("open_tasks",)
    assert close(replace(TICKET, tasks=(ended,))) == ""


def test_reopening_is_a_leads_and_needs_a_reason() -> None:
    def reopen(ticket: Incident, role: str, reason: str) -> str:
        return code_of(lambda: guards.check_reopen(ticket, CATALOG, role=role, reason=reason))

    assert reopen(CLOSED, "KS", "api lagi") == ""
    assert reopen(CLOSED, "PT", "api lagi") == "lead_only"
    assert reopen(CLOSED, "KS", " ") == "reason_missing"
    assert reopen(TICKET, "KS", "api lagi") == "incident_not_ended"


@pytest.mark.parametrize(
    ("state", "role", "reason", "code"),
    [
        ("under_control", "PT", "", ""),
        ("suspended", "PT", "", "reason_missing"),
        ("suspended", "PT", "menunggu air pasang", ""),
        ("false_report", "PT", "x", "lead_only"),
        ("false_report", "KS", "x", ""),
        ("closed", "KS", "x", "incident_state_unknown"),
        ("merged", "KS", "x", "incident_state_unknown"),
        ("nonsense", "KS", "x", "incident_state_unknown"),
    ],
)
def test_states_by_hand(state: str, role: str, reason: str, code: str) -> None:
    assert code_of(lambda: guards.check_state(TICKET, state, CATALOG, role=role, reason=reason)) == code


def test_an_ended_ticket_refuses_each_state() -> None:
    for state in guards.STATES_BY_HAND:
        refused = code_of(
            lambda state=state: guards.check_state(CLOSED, state, CATALOG, role="KS", reason="x")
        )
        assert refused == "incident_ended"


def test_raising_a_priority_is_free_and_lowering_is_a_right() -> None:
    def move(priority: str, role: str, reason: str = "", fields: object = KB01) -> str:
        ticket = replace(TICKET, fields=fields)
        return code_of(lambda: guards.check_priority(ticket, priority, CATALOG, role=role, reason=reason))

    assert move("P1", "PT", fields=IN06) == ""
    assert move("P2", "PT", "api kecil") == "lead_only"
    assert move("P2", "KS") == "reason_missing"
    assert move("P2", "KS", "api kecil") == ""
    assert move("P0", "KS", "x") == "priority_unknown"
    ended = code_of(lambda: guards.check_priority(CLOSED, "P1", CATALOG, role="KS", reason="x"))
    assert ended == "incident_ended"


# ------------------------------------------------------------------ agencies and units


def test_a_call_taker_may_send_only_what_cannot_wait() -> None:
    def send(ticket: Incident, role: str) -> str:
        return code_of(lambda: guards.check_send_task(ticket, CATALOG, role=role))

    assert send(TICKET, "PT") == ""
    assert send(replace(TICKET, fields=IN06), "PT") == "right_missing"
    assert send(replace(TICKET, fields=IN06), "KS") == ""
    assert send(TICKET, "nobody") == "right_missing"
    assert send(CLOSED, "KS") == "incident_ended"


@pytest.mark.parametrize(
    ("state", "action", "text", "code"),
    [
        (TaskState.SENT, "acknowledge", "Bripda Rina", ""),
        (TaskState.SENT, "acknowledge", " \t", "name_missing"),
        (TaskState.SENT, "reject", "", "reason_missing"),
        (TaskState.SENT, "cancel", "", "reason_missing"),
        (TaskState.ACKNOWLEDGED, "report", "", "text_missing"),
        (TaskState.ACKNOWLEDGED, "complete", "", ""),
        (TaskState.SENT, "complete", "", "task_action_not_now"),
        (TaskState.COMPLETED, "cancel", "x", "task_action_not_now"),
        (TaskState.REJECTED, "acknowledge", "x", "task_action_not_now"),
    ],
)
def test_task_actions_by_state(state: TaskState, action: str, text: str, code: str) -> None:
    task = AgencyTask(task_id="t", agency_code="damkar", state=state)
    assert code_of(lambda: guards.check_task_action(task, action, text)) == code


@pytest.mark.parametrize("state", list(TaskState))
def test_every_task_that_is_not_over_can_be_withdrawn_or_finished(state: TaskState) -> None:
    actions = guards.task_actions(AgencyTask(task_id="t", agency_code="a", state=state))
    over = state in {TaskState.COMPLETED, TaskState.REJECTED, TaskState.CANCELLED}
    assert bool({"cancel", "complete"} & set(actions)) != over


@pytest.mark.parametrize(
    ("now", "wanted", "reason", "code"),
    [
        ("available", "out_of_service", "", "reason_missing"),
        ("available", "out_of_service", "ban pecah", ""),
        ("available", "en_route", "", "unit_state_not_now"),
        ("available", "assigned", "", "unit_state_not_now"),
        ("assigned", "en_route", "", ""),
        ("en_route", "on_scene", "", ""),
        ("on_scene", "transporting", "", ""),
        ("transporting", "at_facility", "", ""),
        ("at_facility", "returning", "", ""),
        ("returning", "available", "", ""),
        ("en_route", "flying", "", "unit_state_not_now"),
    ],
)
def test_unit_states_by_hand(now: str, wanted: str, reason: str, code: str) -> None:
    assert code_of(lambda: guards.check_unit_state(UnitState(now), wanted, reason)) == code


@pytest.mark.parametrize("state", list(UnitState))
def test_a_crew_can_call_for_help_from_every_state_and_nobody_is_stuck(state: UnitState) -> None:
    following = guards.unit_next_states(state)
    assert UnitState.EMERGENCY in following or state is UnitState.EMERGENCY
    assert UnitState.ASSIGNED not in following
    assert UnitState.AVAILABLE in following or any(
        UnitState.AVAILABLE in guards.unit_next_states(after) for after in following
    )
