"""Ways to an agency: tries are facts, a failed one leads to the next, nothing falls silent."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from batola_desk.domain.catalog import Catalog, Channel, TaskMessage
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.incident import (
    AgencyTaskAcknowledged,
    AgencyTaskEscalated,
    AgencyTaskSent,
    IncidentFieldSet,
    IncidentOpened,
)
from batola_desk.domain.incident import AgencyTask
from batola_desk.ipc import messages
from tests.support.desk_double import DeskDouble, fire, open_desk
from tests.support.neighbour_desk import Neighbour
from tests.support.small_catalog import small_catalog

PIKET, KEDUA = "Piket 0511 478811", "Pak Anu 0812 3456 7890 anu@contoh.go.id"


def catalog(**changes: object) -> Catalog:
    made = small_catalog()
    damkar = replace(
        made.agencies["damkar"], contacts=(PIKET, KEDUA), channels=("voice", "text", "paper"), **changes
    )
    channels = {
        **made.channels,
        "text": Channel(code="text", label="Teks"),
        "paper": Channel(code="paper", label="Slip"),
    }
    message = TaskMessage(code="task", lines=("{ticket}", "{type}", "Lokasi: {place}", "Luka: {injured}"))
    return replace(
        made,
        agencies={**made.agencies, "damkar": damkar},
        channels=channels,
        task_messages={"task": message},
    )


def task_of(desk: DeskDouble, incident_id: str, index: int = 0) -> AgencyTask:
    view = desk.services.incidents.view(incident_id)
    assert view is not None
    return view.tasks[index].task


def alarms(desk: DeskDouble) -> set[str]:
    return {alarm.code for alarm in desk.services.session.status().alarms if not alarm.cleared}


def dialled(desk: DeskDouble) -> list[str]:
    return [command.number for command in desk.engine.commands if isinstance(command, messages.DialNumber)]


async def alerted(desk: DeskDouble) -> tuple[str, str]:
    incident_id = await fire(desk)
    return incident_id, await desk.services.dispatch.send_task(incident_id, "damkar", channel="voice")


async def test_each_step_of_the_ladder_calls_its_own_contact(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=catalog()) as desk:
        incident_id, task_id = await alerted(desk)
        reached = await desk.services.outreach.reach(incident_id, task_id, "voice")
        assert (reached.contact, reached.number) == (PIKET, "0511 478811")
        await desk.services.dispatch.act_on_task(incident_id, task_id, "escalate")
        await desk.services.dispatch.act_on_task(incident_id, task_id, "escalate")
        reached = await desk.services.outreach.reach(incident_id, task_id, "voice")
        assert (reached.contact, reached.number) == (KEDUA, "0812 3456 7890")
        assert dialled(desk) == ["0511 478811", "0812 3456 7890"]
        assert [attempt.contact for attempt in task_of(desk, incident_id).attempts] == ["", PIKET, KEDUA]


async def test_a_text_is_ready_to_paste_and_a_mail_knows_its_address(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=catalog()) as desk:
        incident_id, task_id = await alerted(desk)
        desk.services.incidents.set_field(incident_id, "place_text", "Handil Bakti RT 4")
        reached = await desk.services.outreach.reach(incident_id, task_id, "text")
        ticket = desk.services.incidents.view(incident_id)
        assert ticket is not None
        assert reached.text.splitlines() == [
            ticket.incident.ticket_number,
            "Rumah / permukiman",
            "Lokasi: Handil Bakti RT 4",
        ]
        assert reached.mail == "anu@contoh.go.id"
        assert dialled(desk) == []


async def test_a_way_that_failed_is_a_fact_and_the_next_one_is_offered(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=catalog()) as desk:
        incident_id, task_id = await alerted(desk)
        assert desk.services.outreach.next_way(task_of(desk, incident_id)) == ""
        assert await desk.services.outreach.unreached(incident_id, task_id) == "text"
        view = desk.services.incidents.view(incident_id)
        assert view is not None
        assert view.incident.timeline[-1].kind == "agency_task.unreached"
        ways = desk.services.outreach.ways(task_of(desk, incident_id))
        assert [(way.code, way.key, way.tries, way.has_failed) for way in ways] == [
            ("voice", 1, 1, True),
            ("text", 2, 0, False),
            ("paper", 3, 0, False),
        ]


async def test_a_way_that_was_given_its_time_is_followed_by_the_next(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=catalog()) as desk:
        incident_id, _ = await alerted(desk)
        await desk.forward(59, step_s=59)
        assert desk.services.outreach.next_way(task_of(desk, incident_id)) == ""
        await desk.forward(2)
        assert desk.services.outreach.next_way(task_of(desk, incident_id)) == "text"


async def test_a_call_that_nobody_answers_is_written_down_by_itself(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=catalog()) as desk:
        incident_id, task_id = await alerted(desk)
        await desk.services.outreach.reach(incident_id, task_id, "voice")
        await desk.settle()
        (call,) = [view for view in desk.services.calls.live() if view.call.direction == "outbound"]
        desk.engine.far_end_busy(call.key)
        await desk.until(lambda: task_of(desk, incident_id).attempts[-1].failed_us is not None)
        last = task_of(desk, incident_id).attempts[-1]
        assert (last.channel, last.reason) == ("voice", "busy")
        assert desk.services.outreach.next_way(task_of(desk, incident_id)) == "text"


async def test_without_a_number_the_call_is_refused_in_words_and_nothing_is_written(desk: DeskDouble) -> None:
    incident_id = await fire(desk)
    task_id = await desk.services.dispatch.send_task(incident_id, "bpk", channel="radio")
    with pytest.raises(OperatorError) as refusal:
        await desk.services.outreach.reach(incident_id, task_id, "voice")
    assert refusal.value.code == "agency_no_number"
    assert [attempt.channel for attempt in task_of(desk, incident_id).attempts] == ["radio"]


async def test_a_line_that_is_away_is_told_and_counts_as_a_failed_try(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=catalog()) as desk:
        incident_id, task_id = await alerted(desk)
        desk.engine.die(can_start=False)
        await desk.until(lambda: desk.services.session.status().line_mode == "engine_lost")
        with pytest.raises(OperatorError):
            await desk.services.outreach.reach(incident_id, task_id, "voice")
        await desk.until(lambda: task_of(desk, incident_id).attempts[-1].reason == "failed")


@pytest.mark.parametrize("action", ["acknowledge", "reject"])
async def test_who_has_answered_is_not_chased_any_more(desk: DeskDouble, action: str) -> None:
    incident_id, task_id = await alerted(desk)
    await desk.services.dispatch.act_on_task(incident_id, task_id, action, text="Pak Rahman")
    for wish in (
        desk.services.outreach.reach(incident_id, task_id, "voice"),
        desk.services.outreach.unreached(incident_id, task_id),
    ):
        with pytest.raises(OperatorError) as refusal:
            await wish
        assert refusal.value.code == "task_action_not_now"


async def test_an_agency_that_never_answers_ends_at_the_lead_and_not_in_silence(desk: DeskDouble) -> None:
    incident_id, task_id = await alerted(desk)
    await desk.forward(179, step_s=20)
    assert "agency_silent" not in alarms(desk)
    await desk.forward(4)
    assert task_of(desk, incident_id).escalation_level == 3
    assert {"agency_no_ack", "agency_silent"} <= alarms(desk)
    await desk.forward(3600, step_s=600)
    assert "agency_silent" in alarms(desk), "an hour later it still stands"
    await desk.services.dispatch.act_on_task(incident_id, task_id, "acknowledge", text="Budi")
    await desk.forward(1)
    assert alarms(desk) & {"agency_no_ack", "agency_silent"} == set()


def silent_at_b(level: int = 3) -> list[tuple[object, str]]:
    name = "incident:theirs"
    return [
        (IncidentOpened(ticket_number="112-6304-20250825-B0001", source="call"), name),
        (IncidentFieldSet(field="type_code", value="KB01"), name),
        (AgencyTaskSent(task_id="t", agency_code="damkar", channel="voice"), name),
        *[(AgencyTaskEscalated(task_id="t", level=at), name) for at in range(1, level + 1)],
    ]


@pytest.mark.parametrize(("role", "is_told"), [("KS", True), ("PTDS", False)])
async def test_the_lead_is_told_at_whatever_desk_he_sits(tmp_path: Path, role: str, is_told: bool) -> None:
    async with open_desk(tmp_path, role=role) as desk:
        other = Neighbour(desk)
        await other.writes(*silent_at_b())  # type: ignore[arg-type]
        await desk.forward(1)
        assert ("agency_silent" in alarms(desk)) is is_told
        assert "agency_no_ack" not in alarms(desk), "that is the matter of the desk that leads it"
        lanes = {row.incident_id for row, _ in desk.services.dispatch.overview()}
        assert lanes == {"theirs"}, "everybody sees it on the board"
        await other.writes((AgencyTaskAcknowledged(task_id="t", person_name="Budi"), "incident:theirs"))
        await desk.forward(1)
        assert "agency_silent" not in alarms(desk)


async def test_below_the_last_step_the_lead_elsewhere_is_left_alone(desk: DeskDouble) -> None:
    await Neighbour(desk).writes(*silent_at_b(level=2))  # type: ignore[arg-type]
    await desk.forward(1)
    assert "agency_silent" not in alarms(desk)


async def test_a_rejection_is_an_alarm_until_another_agency_is_asked(desk: DeskDouble) -> None:
    incident_id, task_id = await alerted(desk)
    assert desk.services.outreach.next_agency(incident_id) == "bpk"
    await desk.services.dispatch.act_on_task(incident_id, task_id, "reject", text="semua keluar")
    await desk.forward(1)
    assert "agency_rejected" in alarms(desk)
    await desk.services.dispatch.send_task(incident_id, "bpk", channel="radio")
    await desk.forward(1)
    assert "agency_rejected" not in alarms(desk)
    assert desk.services.outreach.next_agency(incident_id) == "polres"


async def test_a_call_taker_chases_p1_only(tmp_path: Path) -> None:
    async with open_desk(tmp_path, role="PT", catalog=catalog()) as desk:
        incident_id, task_id = await alerted(desk)
        await desk.services.outreach.reach(incident_id, task_id, "text")
        desk.services.incidents.set_field(incident_id, "type_code", "KB05")
        await desk.services.incidents.flush(incident_id)
        with pytest.raises(OperatorError) as refusal:
            await desk.services.outreach.reach(incident_id, task_id, "text")
        assert refusal.value.code == "right_missing"
