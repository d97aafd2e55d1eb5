"""Agencies and units: names, limits, ladders, double assignments."""

from __future__ import annotations

from pathlib import Path

import pytest

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.incident import AgencyTask, TaskState
from batola_desk.ipc import messages
from batola_desk.services.views import TaskView
from tests.support.desk_double import DeskDouble, fire, open_desk


def task_of(desk: DeskDouble, incident_id: str, index: int = 0) -> AgencyTask:
    view = desk.services.incidents.view(incident_id)
    assert view is not None
    return view.tasks[index].task


def alarms(desk: DeskDouble) -> set[str]:
    return {alarm.code for alarm in desk.services.session.status().alarms if not alarm.cleared}


async def test_an_acknowledgement_needs_a_name(desk: DeskDouble) -> None:
    incident_id = await fire(desk)
    task_id = await desk.services.dispatch.send_task(incident_id, "damkar", channel="voice")
    with pytest.raises(OperatorError) as refusal:
        await desk.services.dispatch.act_on_task(incident_id, task_id, "acknowledge", text="  ")
    assert refusal.value.code == "name_missing"
    await desk.services.dispatch.act_on_task(incident_id, task_id, "acknowledge", text="Pak Rahman")
    assert task_of(desk, incident_id).acknowledged_by == "Pak Rahman"


async def test_a_wrong_name_is_corrected_and_the_moment_stays(desk: DeskDouble) -> None:
    incident_id = await fire(desk)
    dispatch = desk.services.dispatch
    task_id = await dispatch.send_task(incident_id, "damkar", channel="voice")
    await dispatch.act_on_task(incident_id, task_id, "acknowledge", text="Pak Rahman")
    accepted_us = task_of(desk, incident_id).acknowledged_us
    await dispatch.act_on_task(incident_id, task_id, "start")
    await desk.forward(30)
    with pytest.raises(OperatorError, match="name_missing"):
        await dispatch.act_on_task(incident_id, task_id, "correct_name", text=" ")
    await dispatch.act_on_task(incident_id, task_id, "correct_name", text="Pak Rusdi")
    await dispatch.act_on_task(incident_id, task_id, "correct_name", text="Pak Rusli")
    task = task_of(desk, incident_id)
    assert (task.acknowledged_by, task.state) == ("Pak Rusli", TaskState.WORKING)
    assert task.acknowledged_us == accepted_us
    view = desk.services.incidents.view(incident_id)
    assert view is not None
    assert view.incident.first_ack_us == accepted_us
    names = [
        dict(entry.values)["person_name"]
        for entry in view.incident.timeline
        if entry.kind == "agency_task.acknowledged"
    ]
    assert names == ["Pak Rahman", "Pak Rusdi", "Pak Rusli"]


async def test_an_agency_gets_its_task_once(desk: DeskDouble) -> None:
    incident_id = await fire(desk)
    task_id = await desk.services.dispatch.send_task(incident_id, "damkar", channel="voice")
    with pytest.raises(OperatorError) as refusal:
        await desk.services.dispatch.send_task(incident_id, "damkar", channel="radio")
    assert refusal.value.code == "task_already_sent"
    await desk.services.dispatch.act_on_task(incident_id, task_id, "reject", text="semua keluar")
    await desk.services.dispatch.send_task(incident_id, "damkar", channel="radio")


async def test_a_call_taker_forwards_p1_only(tmp_path: Path) -> None:
    async with open_desk(tmp_path, role="PT") as desk:
        urgent = await fire(desk)
        await desk.services.dispatch.send_task(urgent, "damkar", channel="voice")
        other = await desk.services.incidents.new()
        with pytest.raises(OperatorError) as refusal:
            await desk.services.dispatch.send_task(other, "bpbd", channel="voice")
        assert refusal.value.code == "right_missing"


async def test_silence_of_an_agency_climbs_one_step_per_limit(desk: DeskDouble) -> None:
    incident_id = await fire(desk)
    await desk.services.dispatch.send_task(incident_id, "damkar", channel="voice")
    await desk.forward(58, step_s=29)
    assert task_of(desk, incident_id).escalation_level == 0
    assert "agency_no_ack" not in alarms(desk)
    await desk.forward(4)
    assert task_of(desk, incident_id).state is TaskState.ESCALATED_1
    assert "agency_no_ack" in alarms(desk)
    await desk.forward(60, step_s=20)
    assert task_of(desk, incident_id).state is TaskState.ESCALATED_2
    await desk.forward(240, step_s=60)
    assert task_of(desk, incident_id).state is TaskState.ESCALATED_3
    view = desk.services.incidents.view(incident_id)
    assert view is not None
    kinds = [entry.kind for entry in view.incident.timeline]
    assert kinds.count("agency_task.escalated") == 3
    task_id = task_of(desk, incident_id).task_id
    await desk.services.dispatch.act_on_task(incident_id, task_id, "acknowledge", text="Budi")
    await desk.forward(1)
    assert "agency_no_ack" not in alarms(desk)


async def test_a_double_assignment_needs_force_and_raises_an_alarm(desk: DeskDouble) -> None:
    first, second = await fire(desk), await fire(desk)
    unit_id = await desk.services.dispatch.register_unit("Damkar 1", "damkar", "road")
    await desk.services.dispatch.dispatch_unit(first, unit_id)
    with pytest.raises(OperatorError) as refusal:
        await desk.services.dispatch.dispatch_unit(second, unit_id)
    assert refusal.value.code == "unit_busy"
    assert "unit_double" not in alarms(desk)
    await desk.services.dispatch.dispatch_unit(second, unit_id, force=True)
    assert "unit_double" in alarms(desk)
    await desk.services.dispatch.release_unit(first, unit_id)
    assert "unit_double" not in alarms(desk)


async def test_a_returning_unit_is_redirected_not_doubled(desk: DeskDouble) -> None:
    first, second = await fire(desk), await fire(desk)
    dispatch = desk.services.dispatch
    unit_id = await dispatch.register_unit("Damkar 1", "damkar", "road")
    await dispatch.dispatch_unit(first, unit_id)
    for state in ("en_route", "on_scene", "returning"):
        await dispatch.set_unit_state(unit_id, state)
    await dispatch.dispatch_unit(second, unit_id)
    unit = dispatch.units()[0].unit
    assert unit.incident_ids == (second,)
    assert "unit_double" not in alarms(desk)


async def test_a_unit_in_danger_is_an_alarm_until_it_is_safe(desk: DeskDouble) -> None:
    incident_id = await fire(desk)
    dispatch = desk.services.dispatch
    unit_id = await dispatch.register_unit("Damkar 1", "damkar", "road")
    await dispatch.dispatch_unit(incident_id, unit_id)
    await dispatch.set_unit_state(unit_id, "emergency")
    assert "unit_emergency" in alarms(desk)
    await dispatch.set_unit_state(unit_id, "returning")
    assert "unit_emergency" not in alarms(desk)


async def test_units_are_listed_nearest_free_first(desk: DeskDouble) -> None:
    incident_id = await fire(desk)
    await desk.services.incidents.set_location(incident_id, -3.2, 114.6, source="map_click")
    dispatch = desk.services.dispatch
    far = await dispatch.register_unit("Jauh", "damkar", "road")
    near = await dispatch.register_unit("Dekat", "damkar", "road")
    busy = await dispatch.register_unit("Sibuk", "damkar", "road")
    await dispatch.locate_unit(far, -2.9, 114.7)
    await dispatch.locate_unit(near, -3.21, 114.6)
    await dispatch.locate_unit(busy, -3.2, 114.6)
    await dispatch.dispatch_unit(await fire(desk), busy)
    views = dispatch.units(near_incident_id=incident_id)
    assert [view.unit.unit_id for view in views] == [near, far, busy]
    assert views[0].distance_km == pytest.approx(1.11, abs=0.02)


async def test_call_signs_are_unique(desk: DeskDouble) -> None:
    await desk.services.dispatch.register_unit("Damkar 1", "damkar", "road")
    with pytest.raises(OperatorError) as refusal:
        await desk.services.dispatch.register_unit("damkar 1", "bpk", "road")
    assert refusal.value.code == "call_sign_taken"


async def test_an_assigned_unit_that_does_not_move_is_an_alarm(desk: DeskDouble) -> None:
    unit_id = await desk.services.dispatch.register_unit("Damkar 1", "damkar", "road")
    await desk.services.dispatch.dispatch_unit(await fire(desk), unit_id)
    await desk.forward(82, step_s=41)
    assert "unit_overdue" in alarms(desk)
    await desk.services.dispatch.set_unit_state(unit_id, "en_route")
    await desk.forward(1)
    assert "unit_overdue" not in alarms(desk)


async def test_the_overview_is_made_anew_only_of_what_changed(desk: DeskDouble) -> None:
    changing, resting = await fire(desk), await fire(desk)
    dispatch = desk.services.dispatch
    task_id = await dispatch.send_task(changing, "damkar", channel="voice")
    await dispatch.send_task(resting, "damkar", channel="voice")
    before = {row.incident_id: tasks for row, tasks in dispatch.overview()}
    await dispatch.act_on_task(changing, task_id, "acknowledge", text="Pak Rahman")
    after = {row.incident_id: tasks for row, tasks in dispatch.overview()}
    assert after[resting] is before[resting]
    (task,) = after[changing]
    assert isinstance(task, TaskView)
    assert task.task.acknowledged_by == "Pak Rahman"
    await dispatch.act_on_task(changing, task_id, "cancel", text="salah")
    assert [row.incident_id for row, _ in dispatch.overview()] == [resting]


async def test_the_overview_lists_open_tasks_by_incident(desk: DeskDouble) -> None:
    incident_id = await fire(desk)
    await desk.services.dispatch.send_task(incident_id, "damkar", channel="voice")
    ((row, tasks),) = desk.services.dispatch.overview()
    assert row.incident_id == incident_id
    assert len(tasks) == 1


async def test_an_alert_sounds_through_the_engine_and_repeats_until_acknowledged(desk: DeskDouble) -> None:
    desk.engine.ring("0811000001")
    await desk.forward(21)

    def sounded() -> int:
        return sum(
            isinstance(command, messages.PlayAlert) and command.name == "waiting"
            for command in desk.engine.commands
        )

    assert sounded() == 2  # at 10 s and again 10 s later
    alarm = next(a for a in desk.services.session.status().alarms if a.code == "call_waiting")
    await desk.services.session.acknowledge_alarm(alarm.alarm_id)
    await desk.forward(21)
    assert sounded() == 2
    listed = next(a for a in desk.services.session.status().alarms if a.alarm_id == alarm.alarm_id)
    assert listed.acknowledged


async def test_a_clock_set_back_while_it_rings_does_not_hide_a_waiting_caller(desk: DeskDouble) -> None:
    desk.engine.ring("0811000001")
    await desk.forward(2)
    assert desk.clock is not None
    desk.clock.set_by(-7200)
    await desk.forward(9)
    assert "call_waiting" in alarms(desk)
    await desk.forward(desk.services.catalog.limits.ring.overflow_s)
    (call,) = desk.services.calls.ringing()
    assert call.call.overflowed_us is not None


async def test_a_desk_that_was_off_for_hours_catches_up_in_small_steps(desk: DeskDouble) -> None:
    for _ in range(25):
        await desk.services.dispatch.send_task(await fire(desk), "damkar", channel="voice")
    assert desk.clock is not None
    desk.clock.forward(3600)
    for expected in (10, 20, 25, 25):
        await desk.services.tick()
        standing = [a for a in desk.services.session.status().alarms if a.code == "agency_no_ack"]
        assert min(len(standing), 25) <= expected
        assert all(not alarm.cleared for alarm in standing)
    sounds = [c for c in desk.engine.commands if isinstance(c, messages.PlayAlert) and c.name == "p1"]
    assert len(sounds) == 1  # many causes at once are one sound
