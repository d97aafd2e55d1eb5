"""An agency that never answers, end to end: its clock, every way in order, the ladder to its end, the lead.

The calls to the agency are real ones: its telephone rings until the desk gives up, then it is busy.
Source: domain.md §5.3, §5.4, §8, §9.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from batola_desk.domain.call import CallState
from batola_desk.domain.catalog import Catalog
from batola_desk.domain.incident import AgencyTask, TaskState
from batola_desk.domain.unit import UnitState
from batola_desk.services.views import TaskView
from tests.e2e.secretariat_stage import Room, needs_postgres
from tests.e2e.sipp_script import SippScript
from tests.e2e.story_stage import Story, StoryDesk, told
from tests.e2e.whole_desk_stage import until_equal
from tests.support.shipped import shipped_catalog

pytestmark = [pytest.mark.e2e, needs_postgres, pytest.mark.timeout(180)]

CONTACTS = ("Piket 0511 478811", "Pak Anu 0812 3456 7890", "Kepala dinas 0811 2222 3333")
DIGITS = ("0511478811", "081234567890", "081122223333")
LIMIT_S = 5.0  # of the first step; the ladder is at its end after three of them
NO_ACK, SILENT = "agency_no_ack", "agency_silent"
THEM = ";tag=damkar"


def catalog() -> Catalog:
    """The centre's data with the agency's numbers filled in and a quicker clock for P1."""
    shipped = shipped_catalog()
    damkar = replace(
        shipped.agencies["damkar"], contacts=CONTACTS, channels=("voice", "radio", "text"), ack_limits_s={}
    )
    first = replace(shipped.priorities["P1"], ack_limit_s=LIMIT_S)
    return replace(
        shipped,
        agencies=dict(shipped.agencies) | {"damkar": damkar},
        priorities=dict(shipped.priorities) | {"P1": first},
    )


def only_rings() -> SippScript:
    """Nobody lifts; the desk gives up."""
    script = SippScript("rings").keep_request("INVITE").respond(180, "Ringing", tag=THEM)
    script.expect_request("CANCEL").respond(200, "OK", tag=THEM)
    script.respond(487, "Request Terminated", tag=THEM, to_kept=True)
    return script.expect_request("ACK")


def is_busy() -> SippScript:
    return (
        SippScript("busy").expect_request("INVITE").respond(486, "Busy Here", tag=THEM).expect_request("ACK")
    )


class Chase:
    """The task of one ticket, as each desk sees it."""

    def __init__(self, story: Story, incident_id: str, task_id: str) -> None:
        self.story, self.incident_id, self.task_id = story, incident_id, task_id

    def view(self, desk: StoryDesk) -> TaskView | None:
        view = desk.services.incidents.view(self.incident_id)
        tasks = view.tasks if view is not None else ()
        return next((one for one in tasks if one.task.task_id == self.task_id), None)

    def task(self, desk: StoryDesk) -> AgencyTask:
        view = self.view(desk)
        assert view is not None
        return view.task

    def level(self, desk: StoryDesk) -> int:
        view = self.view(desk)
        return view.task.escalation_level if view is not None else 0

    async def climbs(self, level: int) -> None:
        """Nobody touches anything: the step comes by itself, and the other desk sees it."""
        for desk in self.story.desks:
            await desk.until(lambda desk=desk: self.level(desk) >= level, f"step {level} of the ladder")

    async def calls(self, desk: StoryDesk) -> str:
        """Try the voice call; returns the number that was dialled, which its step names."""
        before = self.level(desk)
        reached = await desk.services.outreach.reach(self.incident_id, self.task_id, "voice")
        after = self.level(desk)
        meant = CONTACTS[max(before, 1) - 1 : max(after, 1)]  # the clock runs on meanwhile
        assert reached.contact in meant, (reached.contact, before, after)
        return reached.number


async def the_ways_in_order(chase: Chase, desk: StoryDesk, folder: Path, owned: ExitStack) -> None:
    """Telephone, radio, text, and the telephone again: each failure is a fact, and names the next way."""
    outreach, ticket, task_id = desk.services.outreach, chase.incident_id, chase.task_id
    ways = outreach.ways(chase.task(desk))
    assert [(way.code, way.key) for way in ways][:3] == [("voice", 1), ("radio", 2), ("text", 3)]
    assert outreach.next_way(chase.task(desk)) == "", "the first call was just made: it gets its time"
    telephone = await desk.is_answered_by(only_rings(), folder, owned)
    await chase.calls(desk)
    await desk.until(lambda: _state(desk) is CallState.RINGING or _is_early(desk), "their telephone to ring")
    dialled = desk.dialled()
    assert dialled is not None
    await desk.services.calls.hang_up(dialled.key)
    await desk.until(lambda: chase.task(desk).attempts[-1].failed_us is not None, "the call written down")
    telephone.wait()
    assert chase.task(desk).attempts[-1].channel == "voice"
    assert outreach.next_way(chase.task(desk)) == "radio"
    for way, next_one in (("radio", "text"), ("text", "voice")):
        reached = await outreach.reach(ticket, task_id, way)
        assert "Jalan Putri Junjung Buih" in reached.text
        assert await outreach.unreached(ticket, task_id) == next_one


def _state(desk: StoryDesk) -> CallState | None:
    view = desk.dialled()
    return view.call.state if view is not None else None


def _is_early(desk: StoryDesk) -> bool:
    calls = desk.services._line.calls.values()
    return any(call.direction == "outbound" and call.state == "early" for call in calls)


async def a_unit_by_hand(story: Story, incident_id: str) -> None:
    """The agency is silent, its crew is not: the operator sends it by its call sign; both boards show it."""
    b = story.b
    unit_id = await b.services.dispatch.register_unit("Damkar 1", "damkar", "road", post="Marabahan")
    await b.services.dispatch.dispatch_unit(incident_id, unit_id)
    await b.services.dispatch.set_unit_state(unit_id, UnitState.EN_ROUTE.value)
    for desk in story.desks:
        await desk.sees(incident_id, lambda known: known.first_en_route_us is not None, "the unit on its way")
        await desk.until(lambda desk=desk: _call_signs(desk) == {"Damkar 1"}, "the unit on the board")


def _call_signs(desk: StoryDesk) -> set[str]:
    return {sign for row in desk.services.incidents.board() for sign in row.unit_call_signs}


async def test_an_agency_that_never_answers_ends_at_the_lead_and_help_goes_all_the_same(
    room: Room, tmp_path: Path, owned: ExitStack
) -> None:
    async with told(room, tmp_path, catalog()) as story:
        a, b = story.a, story.b
        ticket = await b.writes(None, type_code="KB01", place_text="Jalan Putri Junjung Buih")
        chase = Chase(story, ticket, await b.services.dispatch.send_task(ticket, "damkar", channel="voice"))
        view = chase.view(b)
        assert view is not None
        assert view.clock is not None
        assert (view.clock.name, view.clock.limit_s) == ("task_ack", LIMIT_S)
        await chase.climbs(1)
        assert SILENT not in a.codes(), "one step is the operator's, not yet the lead's"
        await b.until(lambda: NO_ACK in b.codes(), "the operator's alert")
        await the_ways_in_order(chase, b, tmp_path, owned)

        await chase.climbs(2)
        telephone = await b.is_answered_by(is_busy(), tmp_path, owned)
        assert await chase.calls(b) in {"0812 3456 7890", "0811 2222 3333"}
        await b.until(lambda: chase.task(b).attempts[-1].reason == "busy", "busy, written down")
        telephone.wait()

        await chase.climbs(3)
        alert = (SILENT, f"incident:{ticket}")
        for desk in story.desks:
            await desk.until(lambda desk=desk: alert in desk.alarms(), "the alert at the end of the ladder")
        assert NO_ACK not in a.codes(), "the lead is told once, by the end of the ladder"
        assert chase.task(b).state is TaskState.ESCALATED_3
        assert b.services.outreach.next_agency(ticket), "somebody else may be asked"
        await a_unit_by_hand(story, ticket)

        await until_equal(a.double, b.double)
        tries = [(one.channel, one.reason) for one in chase.task(a).attempts]
        assert [channel for channel, _ in tries] == ["voice", "voice", "radio", "text", "voice"]
        assert [reason for _, reason in tries[1:]] == ["operator_hung_up", "no_answer", "no_answer", "busy"]
        named = "H. Anang, kepala dinas"
        await a.services.dispatch.act_on_task(ticket, chase.task_id, "acknowledge", text=named)
        for desk in story.desks:
            await desk.until(lambda desk=desk: alert not in desk.alarms(), "the end of the alert")
            await desk.until(lambda desk=desk: chase.task(desk).acknowledged_by == named, "the name")
        await b.until(lambda: NO_ACK not in b.codes(), "the end of the operator's alert")
        await until_equal(a.double, b.double)
        for desk in story.desks:
            assert desk.line.troubles() == []
