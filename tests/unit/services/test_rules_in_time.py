"""What only the clock decides, by the shipped data: quiet one second before its limit, told at it.

Source: domain.md §5.1–§5.6, §9, §12.1. The rule and its alert stand in the table, the limit in limits.toml.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from batola_desk.domain.call import CallState
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.operator import OperatorState
from tests.support.desk_double import CALLER, DeskDouble, fire, open_desk, talk
from tests.support.shipped import shipped_catalog

CATALOG = shipped_catalog()
LIMITS = CATALOG.limits
P1, P2 = CATALOG.priorities["P1"], CATALOG.priorities["P2"]
Begin = Callable[[DeskDouble], Awaitable[object]]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[DeskDouble]:
    async with open_desk(tmp_path, catalog=CATALOG) as opened:
        yield opened


def standing(desk: DeskDouble) -> set[str]:
    return {alarm.code for alarm in desk.services.session.status().alarms if not alarm.cleared}


async def ring(desk: DeskDouble) -> str:
    key = desk.engine.ring(CALLER)
    await desk.settle()
    return key


async def hold(desk: DeskDouble) -> None:
    await desk.services.calls.hold(await talk(desk))
    await desk.forward(1)  # from here on it is known that he waits


async def suspend(desk: DeskDouble) -> str:
    incident_id = await fire(desk)
    await desk.services.dispatch.send_task(incident_id, "damkar", channel="voice")
    task = await task_of(desk, incident_id)
    await desk.services.dispatch.act_on_task(incident_id, task, "acknowledge", text="Budi")
    await desk.services.incidents.set_state(incident_id, "suspended", reason="menunggu air pasang")
    return incident_id


async def task_of(desk: DeskDouble, incident_id: str) -> str:
    view = await desk.services.incidents.open_view(incident_id)
    return view.incident.tasks[0].task_id


async def alert_an_agency(desk: DeskDouble) -> None:
    await desk.services.dispatch.send_task(await fire(desk), "damkar", channel="voice")


async def send_a_crew(desk: DeskDouble, *states: str) -> None:
    unit_id = await desk.services.dispatch.register_unit("Damkar 1", "damkar", "road")
    await desk.services.dispatch.dispatch_unit(await fire(desk), unit_id)
    for state in states:
        await desk.services.dispatch.set_unit_state(unit_id, state)


async def crew_on_scene(desk: DeskDouble) -> None:
    await send_a_crew(desk, "en_route", "on_scene")


RULES: tuple[tuple[str, Begin, float, str], ...] = (
    ("a call waits", ring, LIMITS.call.waiting_alert_s, "call_waiting"),
    ("a caller is held: operator", hold, LIMITS.call.hold_operator_s, "hold_long"),
    ("a caller is held: lead", hold, LIMITS.call.hold_lead_s, "hold_long_lead"),
    ("P1 and nobody alerted", fire, P1.first_alert_limit_s or 0, "new_p1"),
    ("an agency does not answer", alert_an_agency, P1.ack_limit_s or 0, "agency_no_ack"),
    ("a crew does not leave", send_a_crew, LIMITS.unit.assigned_fire_s, "unit_overdue"),
    ("a crew says nothing", crew_on_scene, LIMITS.unit.on_scene_report_s, "unit_overdue"),
    ("a ticket is put off", suspend, LIMITS.incident.suspended_s, "incident_suspended"),
)


@pytest.mark.parametrize(("begin", "limit_s", "code"), [row[1:] for row in RULES], ids=[r[0] for r in RULES])
async def test_it_is_told_at_its_limit_and_not_before(
    desk: DeskDouble, begin: Begin, limit_s: float, code: str
) -> None:
    assert code in CATALOG.alerts
    await begin(desk)
    await desk.forward(limit_s - 1, step_s=limit_s)
    assert code not in standing(desk)
    await desk.forward(2)
    assert code in standing(desk)


async def test_a_suspended_ticket_is_quiet_again_when_it_goes_on(desk: DeskDouble) -> None:
    incident_id = await suspend(desk)
    await desk.forward(LIMITS.incident.suspended_s + 1, step_s=LIMITS.incident.suspended_s)
    assert "incident_suspended" in standing(desk)
    await desk.services.incidents.set_state(incident_id, "suspended", reason="masih surut")
    await desk.forward(1)
    assert "incident_suspended" not in standing(desk), "put off anew, its time begins anew"
    await desk.forward(LIMITS.incident.suspended_s, step_s=LIMITS.incident.suspended_s)
    assert "incident_suspended" in standing(desk)
    await desk.services.incidents.set_state(incident_id, "under_control")
    await desk.forward(1)
    assert "incident_suspended" not in standing(desk)


async def test_a_ticket_is_put_off_over_a_restart_too(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=CATALOG) as desk:
        incident_id = await suspend(desk)
        clock = desk.clock
    async with open_desk(tmp_path, catalog=CATALOG, clock=clock) as again:
        await again.forward(LIMITS.incident.suspended_s + 2, step_s=LIMITS.incident.suspended_s / 2)
        assert "incident_suspended" in standing(again)
        subjects = {
            a.subject for a in again.services.session.status().alarms if a.code == "incident_suspended"
        }
        assert subjects == {f"incident:{incident_id}"}


async def test_a_call_overflows_at_its_limit(desk: DeskDouble) -> None:
    key = await ring(desk)
    await desk.forward(LIMITS.ring.overflow_s - 1)
    assert desk.services.calls.get(key).call.state is CallState.RINGING  # type: ignore[union-attr]
    await desk.forward(2)
    assert desk.services.calls.get(key).call.state is CallState.OVERFLOWING  # type: ignore[union-attr]


async def test_the_silent_check_begins_at_its_limit_or_by_the_key(desk: DeskDouble) -> None:
    key = await talk(desk)
    for silence_s, state in (
        (LIMITS.silent.start_after_s - 0.1, CallState.TALKING),
        (LIMITS.silent.start_after_s, CallState.SILENT_CHECK),
    ):
        desk.engine.silence(key, silence_s)
        await desk.forward(1)
        assert desk.services.calls.get(key).call.state is state  # type: ignore[union-attr]
    other = await talk(desk)
    await desk.services.calls.start_silent_check(other)
    assert desk.services.calls.get(other).call.state is CallState.SILENT_CHECK  # type: ignore[union-attr]


# ------------------------------------------------------------------ nothing holds up the next caller


async def notes_to_write(desk: DeskDouble) -> None:
    desk.engine.caller_hangs_up(await talk(desk))
    await desk.settle()


async def silent(desk: DeskDouble) -> None:
    await desk.services.calls.start_silent_check(await talk(desk))


async def pause(desk: DeskDouble) -> None:
    await desk.services.session.set_operator_state(OperatorState.PAUSED, reason="makan")


@pytest.mark.parametrize("busy", [notes_to_write, talk, silent, hold, suspend, pause])
async def test_the_next_call_is_taken_whatever_stands_open(desk: DeskDouble, busy: Begin) -> None:
    await busy(desk)
    key = desk.engine.ring("081250002222")
    await desk.settle()
    assert await desk.services.calls.answer(key) == key
    await desk.settle()
    assert desk.services.calls.get(key).call.state is CallState.TALKING  # type: ignore[union-attr]


# ------------------------------------------------------------------ the operator

BY_HAND = {"available": ("", ""), "paused": ("reason_missing", ""), "training": ("", "")}


@pytest.mark.parametrize("state", list(OperatorState))
async def test_a_person_sets_three_states_and_says_why_he_pauses(
    desk: DeskDouble, state: OperatorState
) -> None:
    async def tried(reason: str) -> str:
        try:
            await desk.services.session.set_operator_state(state.value, reason=reason)
        except OperatorError as refusal:
            return refusal.code
        return ""

    bare, said = BY_HAND.get(state.value, ("operator_state_unknown", "operator_state_unknown"))
    assert await tried(" ") == bare
    assert await tried("makan") == said
    if not said:
        assert desk.services.session.status().operator_state == state
