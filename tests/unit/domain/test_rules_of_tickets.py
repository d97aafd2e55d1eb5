"""Rules of tickets, tasks, units and call-backs: what follows stands in the table, limits in the data.

Source: domain.md §5.2–§5.5, §5.7, §7, §14.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from batola_desk.domain import guards
from batola_desk.domain.clocks import unit_clock
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events import incident as e
from batola_desk.domain.incident import (
    AgencyTask,
    FieldValue,
    Incident,
    IncidentState,
    TaskState,
    UnitOnIncident,
)
from batola_desk.domain.ticket_number import TicketNumber
from batola_desk.domain.unit import UnitState
from tests.support.folding import Story, us
from tests.support.shipped import shipped_catalog

CATALOG = shipped_catalog()
ROLES = tuple(CATALOG.roles)
PRIORITIES = tuple(CATALOG.priorities)

# Who may what, by role. Source: domain.md §14. Everybody else is refused.
FORWARD_ALL = {"DS", "PTDS", "KS"}
FORWARD_P1 = {*FORWARD_ALL, "PT"}
LOWER = {"DS", "PTDS", "KS"}
LEADS = {"KS"}


def refusal_of(action: Callable[[], object]) -> str:
    try:
        action()
    except OperatorError as refusal:
        return refusal.code
    return ""


def ticket(priority: str = "P3", **values: object) -> Incident:
    made = Incident(incident_id="i", ticket_number="112-6304-20250825-A0007", priority=priority)
    return replace(made, **values)  # type: ignore[arg-type]


# ------------------------------------------------------------------ priorities and rights


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("before", "after"), [*itertools.product(PRIORITIES, repeat=2)])
def test_raising_is_free_and_lowering_is_a_right_with_a_reason(before: str, after: str, role: str) -> None:
    def tried(reason: str) -> str:
        return refusal_of(
            lambda: guards.check_priority(ticket(before), after, CATALOG, role=role, reason=reason)
        )

    if PRIORITIES.index(after) <= PRIORITIES.index(before):
        assert tried("") == ""
    else:
        assert tried("sudah padam") == ("" if role in LOWER else "lead_only")
        assert tried(" ") == ("reason_missing" if role in LOWER else "lead_only")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("priority", PRIORITIES)
def test_who_may_forward_depends_on_how_urgent_it_is(priority: str, role: str) -> None:
    allowed = FORWARD_P1 if priority == "P1" else FORWARD_ALL
    code = refusal_of(lambda: guards.check_send_task(ticket(priority), CATALOG, role=role))
    assert code == ("" if role in allowed else "right_missing")


@pytest.mark.parametrize("kind", CATALOG.types.values(), ids=lambda one: one.code)
def test_a_draft_of_a_p1_type_is_sent_at_once_by_every_call_taker(kind: object) -> None:
    """Kirim dulu, lengkapi kemudian: no place, no caller, not verified."""
    code, priority = kind.code, kind.priority  # type: ignore[attr-defined]
    typed = FieldValue(value=code, at_us=0, actor="", fact_id="")
    draft = ticket("", fields=(("type_code", typed),))
    refused = refusal_of(lambda: guards.check_send_task(draft, CATALOG, role="PT"))
    assert refused == ("" if priority == "P1" else "right_missing")


# ------------------------------------------------------------------ states by hand, closing, reopening

BY_HAND = {  # state: (needs a reason, only a lead)
    "under_control": (False, False),
    "field_done": (False, False),
    "suspended": (True, False),
    "referred": (True, False),
    "moved_region": (True, False),
    "cancelled": (True, False),
    "false_report": (True, True),
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", list(IncidentState))
def test_states_that_people_set_ask_for_their_reason_and_their_lead(state: IncidentState, role: str) -> None:
    def tried(reason: str) -> str:
        return refusal_of(
            lambda: guards.check_state(ticket(), state.value, CATALOG, role=role, reason=reason)
        )

    if state.value not in BY_HAND:
        assert tried("x") == "incident_state_unknown"
        return
    needs_reason, is_leads = BY_HAND[state.value]
    wrong_role = is_leads and role not in LEADS
    assert tried("menunggu air pasang") == ("lead_only" if wrong_role else "")
    assert tried(" ") == ("lead_only" if wrong_role else "reason_missing" if needs_reason else "")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("disposition", CATALOG.dispositions)
def test_every_outcome_closes_when_the_tasks_are_over_and_the_caller_knows(
    disposition: str, role: str
) -> None:
    wrong_role = disposition == "false_report" and role not in LEADS

    def tried(informed: str, *tasks: AgencyTask) -> str:
        return refusal_of(
            lambda: guards.check_close(ticket(tasks=tasks), disposition, informed, CATALOG, role=role)
        )

    for informed in ("yes", "unreachable", "not_needed"):
        assert tried(informed) == ("lead_only" if wrong_role else "")
    assert tried("") == ("lead_only" if wrong_role else "caller_informed_missing")
    for state in TaskState:
        task = AgencyTask(task_id="t", agency_code="damkar", state=state)
        is_over = state in {TaskState.COMPLETED, TaskState.REJECTED, TaskState.CANCELLED}
        assert tried("yes", task) == ("lead_only" if wrong_role else "" if is_over else "tasks_open")


@pytest.mark.parametrize("role", ROLES)
def test_reopening_is_a_leads_with_a_reason(role: str) -> None:
    closed = ticket(state=IncidentState.CLOSED)

    def tried(reason: str) -> str:
        return refusal_of(lambda: guards.check_reopen(closed, CATALOG, role=role, reason=reason))

    assert tried("api lagi") == ("" if role in LEADS else "lead_only")
    assert tried(" ") == ("reason_missing" if role in LEADS else "lead_only")


@pytest.mark.parametrize("state", ["suspended", "under_control", "field_done"])
def test_since_when_a_ticket_is_put_off_is_known(state: str) -> None:
    told = Story("incident:i", Incident)
    told.tell(e.IncidentOpened(ticket_number="t"))
    told.tell(e.IncidentStateSet(state=state, reason="menunggu"), at_s=30)
    again = told.tell(e.IncidentStateSet(state=state, reason="masih"), at_s=90)
    assert isinstance(again, Incident)
    assert again.suspended_us == (us(90) if state == "suspended" else None)


@pytest.mark.parametrize("letter", ["A", "B", "K"])
def test_a_number_carries_the_letter_of_its_desk(letter: str) -> None:
    centre = CATALOG.centre
    number = TicketNumber(
        prefix=centre.ticket_prefix,
        regency=centre.regency_code,
        day=date(2025, 8, 25),
        desk=letter,
        counter=7,
    )
    assert str(number) == f"112-6304-20250825-{letter}0007"
    assert TicketNumber.parse(str(number)) == number


# ------------------------------------------------------------------ agencies


@pytest.mark.parametrize("agency", CATALOG.agencies.values(), ids=lambda one: one.code)
def test_every_agency_has_its_ways_and_each_way_its_wait(agency: object) -> None:
    channels = agency.channels  # type: ignore[attr-defined]
    assert channels
    assert all(CATALOG.channels[code].wait_s > 0 for code in channels)


def test_all_ways_of_the_centre_exist() -> None:
    assert set(CATALOG.channels) >= {"voice", "radio", "text", "email", "web", "paper"}


# ------------------------------------------------------------------ units

WAY = (  # the machine from SIAP to SIAP; being assigned is a dispatch, never a step by hand
    ("assigned", "en_route"),
    ("en_route", "on_scene"),
    ("on_scene", "transporting"),
    ("on_scene", "returning"),
    ("transporting", "at_facility"),
    ("at_facility", "returning"),
    ("returning", "available"),
    ("available", "staged"),
    ("staged", "available"),
)


@pytest.mark.parametrize(("now", "after"), WAY)
def test_a_unit_walks_its_way(now: str, after: str) -> None:
    assert guards.check_unit_state(UnitState(now), after, "").value == after


@pytest.mark.parametrize("now", list(UnitState))
def test_danger_comes_from_everywhere_out_of_service_has_a_reason_and_nobody_is_assigned_by_hand(
    now: UnitState,
) -> None:
    if now is not UnitState.EMERGENCY:
        assert guards.check_unit_state(now, "emergency", "") is UnitState.EMERGENCY
    if UnitState.OUT_OF_SERVICE in guards.unit_next_states(now):
        assert refusal_of(lambda: guards.check_unit_state(now, "out_of_service", " ")) == "reason_missing"
    assert UnitState.ASSIGNED not in guards.unit_next_states(now)


OVERDUE = (  # state, group of the ticket, seconds
    ("assigned", "KB", 80),
    ("assigned", "MD", 60),
    ("assigned", "LL", 80),
    ("en_route", "KB", 1.5 * 600),
    ("en_route", "AR", 1.5 * 600),
    ("on_scene", "KB", 30 * 60),
)


@pytest.mark.parametrize(("state", "group", "limit_s"), OVERDUE)
def test_a_unit_is_overdue_at_the_shipped_limit(state: str, group: str, limit_s: float) -> None:
    part = UnitOnIncident(
        unit_id="u",
        state=state,
        assigned_us=us(0),
        en_route_us=us(0),
        on_scene_us=us(0),
        estimate_s=600,
    )
    clock = unit_clock(part, group, CATALOG.limits)
    assert clock is not None
    assert clock.level(us(limit_s)) != "late"
    assert clock.level(us(limit_s) + 1) == "late"


def test_a_position_is_old_after_ten_minutes_and_a_number_gets_two_calls_in_five() -> None:
    assert CATALOG.limits.unit.position_stale_s == 600
    assert (CATALOG.limits.callback.attempts, CATALOG.limits.callback.attempts_within_s) == (2, 300)
    assert (CATALOG.limits.callback.repeat_window_s, CATALOG.limits.callback.text_every_s) == (180, 1800)
    assert CATALOG.limits.silent.repeat_window_s == 600
    scores = CATALOG.limits.callback_score
    assert min(scores.repeated, scores.dropped, scores.silent, scores.near_incident, scores.night) > 0
    assert scores.pranks < 0
    assert scores.dropped + scores.pranks > 0, "pranks of the past never sink who was cut off"
