"""Ctrl+Z after agencies and units: a report is taken back, what has left the desk says what can be done."""

from __future__ import annotations

from dataclasses import replace

import pytest

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.incident import Incident, UnitOnIncident
from batola_desk.domain.unit import Unit, UnitState
from tests.support.desk_double import DeskDouble, fire


async def at_work(desk: DeskDouble) -> tuple[str, str]:
    incident_id = await fire(desk)
    unit_id = await desk.services.dispatch.register_unit("Damkar 1", "damkar", "road")
    await desk.services.dispatch.dispatch_unit(incident_id, unit_id)
    return incident_id, unit_id


def unit_of(desk: DeskDouble, unit_id: str) -> Unit:
    return next(view.unit for view in desk.services.dispatch.units() if view.unit.unit_id == unit_id)


def incident_of(desk: DeskDouble, incident_id: str) -> Incident:
    view = desk.services.incidents.view(incident_id)
    assert view is not None
    return view.incident


def part_of(desk: DeskDouble, incident_id: str) -> UnitOnIncident:
    return incident_of(desk, incident_id).units[0]


async def test_a_report_is_taken_back_and_its_moment_counts_nowhere(desk: DeskDouble) -> None:
    incident_id, unit_id = await at_work(desk)
    dispatch = desk.services.dispatch
    await desk.forward(20)
    await dispatch.set_unit_state(unit_id, "en_route")
    gone_us = part_of(desk, incident_id).en_route_us
    await desk.forward(30)
    await dispatch.set_unit_state(unit_id, "on_scene")
    assert incident_of(desk, incident_id).first_on_scene_us is not None
    assert await desk.services.incidents.undo(incident_id) == "unit_report"
    part = part_of(desk, incident_id)
    assert (unit_of(desk, unit_id).state, part.state) == (UnitState.EN_ROUTE, "en_route")
    assert (part.en_route_us, part.on_scene_us) == (gone_us, None)
    incident = incident_of(desk, incident_id)
    assert (incident.first_en_route_us, incident.first_on_scene_us) == (gone_us, None)
    assert incident.state == "en_route"
    await desk.forward(60)
    await dispatch.set_unit_state(unit_id, "on_scene")
    assert incident_of(desk, incident_id).first_on_scene_us == part_of(desk, incident_id).on_scene_us
    kinds = [entry.kind for entry in incident_of(desk, incident_id).timeline]
    assert kinds.count("unit.status") == 4, "nothing is wiped out of the history"


async def test_a_unit_freed_by_mistake_is_on_its_ticket_again(desk: DeskDouble) -> None:
    incident_id, unit_id = await at_work(desk)
    await desk.services.dispatch.set_unit_state(unit_id, "en_route")
    await desk.forward(5)
    await desk.services.dispatch.set_unit_state(unit_id, "available")
    assert unit_of(desk, unit_id).incident_ids == ()
    assert await desk.services.incidents.undo(incident_id) == "unit_report"
    assert unit_of(desk, unit_id).incident_ids == (incident_id,)
    assert unit_of(desk, unit_id).state is UnitState.EN_ROUTE
    assert part_of(desk, incident_id).released_us is None


async def test_danger_called_by_mistake_falls_silent(desk: DeskDouble) -> None:
    incident_id, unit_id = await at_work(desk)
    await desk.services.dispatch.set_unit_state(unit_id, "en_route")
    await desk.services.dispatch.set_unit_state(unit_id, "emergency")

    def codes() -> set[str]:
        return {alarm.code for alarm in desk.services.session.status().alarms if not alarm.cleared}

    assert "unit_emergency" in codes()
    await desk.services.incidents.undo(incident_id)
    await desk.forward(1)
    assert "unit_emergency" not in codes()


async def test_what_was_reported_since_stays_and_the_step_before_is_meant(desk: DeskDouble) -> None:
    incident_id, unit_id = await at_work(desk)
    desk.services.incidents.set_field(incident_id, "landmark", "masjid")
    await desk.services.incidents.flush()
    await desk.services.dispatch.set_unit_state(unit_id, "en_route")
    units = desk.services.dispatch._context.world.units  # what another desk wrote comes in by the exchange
    units[unit_id] = replace(units[unit_id], state=UnitState.ON_SCENE)
    assert await desk.services.incidents.undo(incident_id) == "landmark"
    assert unit_of(desk, unit_id).state is UnitState.ON_SCENE


async def test_what_has_left_the_desk_is_not_unsaid(desk: DeskDouble) -> None:
    incident_id, unit_id = await at_work(desk)
    task_id = await desk.services.dispatch.send_task(incident_id, "damkar", channel="voice")
    with pytest.raises(OperatorError) as refusal:
        await desk.services.incidents.undo(incident_id)
    assert refusal.value.code == "undo_task_sent"
    assert refusal.value.values["task_id"] == task_id
    with pytest.raises(OperatorError) as refusal:
        await desk.services.incidents.undo(incident_id)
    assert refusal.value.code == "undo_unit_sent"
    assert refusal.value.values["unit_id"] == unit_id
    assert unit_of(desk, unit_id).incident_ids == (incident_id,)


async def test_a_task_that_ended_is_passed_over(desk: DeskDouble) -> None:
    incident_id = await fire(desk)
    desk.services.incidents.set_field(incident_id, "landmark", "masjid")
    await desk.services.incidents.flush()
    task_id = await desk.services.dispatch.send_task(incident_id, "damkar", channel="voice")
    await desk.services.dispatch.act_on_task(incident_id, task_id, "cancel", text="salah kirim")
    assert await desk.services.incidents.undo(incident_id) == "landmark"
