"""A slip carries an incident to another desk without a network, once, and both fold into one later."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.incident import Incident
from batola_desk.domain.reducers import fold, initial_state
from tests.support.desk_double import DeskDouble, open_desk

WAIT_S = 10.0


@asynccontextmanager
async def two_desks(home: Path) -> AsyncIterator[tuple[DeskDouble, DeskDouble]]:
    """Two desks that know nothing of each other."""
    async with open_desk(home / "a") as one, open_desk(home / "b", letter="B", operator="rina") as other:
        yield one, other


async def printed(desk: DeskDouble) -> tuple[str, str]:
    """A fire with everything a slip carries; its id and the code."""
    incidents = desk.services.incidents
    incident_id = await incidents.new(source="manual")
    for field, value in (
        ("type_code", "KB01"),
        ("place_text", "Handil Bakti RT 4"),
        ("caller_name", "Bu Norhasanah"),
        ("callback_number", "081234567890"),
        ("victims_injured", "2"),
    ):
        incidents.set_field(incident_id, field, value)
    await incidents.set_location(
        incident_id, -3.2, 114.6, source="map_click", uncertainty_m=50, label="Desa Handil Bakti"
    )
    await incidents.add_note(incident_id, "Api membesar")
    await incidents.flush()
    task_id = await desk.services.dispatch.send_task(incident_id, "damkar", channel="voice")
    return incident_id, await desk.services.slips.code_of(incident_id, task_id)


def incident(desk: DeskDouble, incident_id: str) -> Incident:
    view = desk.services.incidents.view(incident_id)
    assert view is not None
    return view.incident


async def test_another_desk_takes_the_incident_in_as_it_is(tmp_path: Path) -> None:
    async with two_desks(tmp_path) as (one, other):
        incident_id, code = await printed(one)
        look = await other.services.slips.look(code)
        assert (look.is_known, look.type_label, look.agency) == (False, "Rumah / permukiman", "Damkar")
        assert "Handil Bakti RT 4" in look.place
        assert list(other.services.incidents.board()) == [], "looking writes nothing"
        assert await other.services.slips.take_in(code) == incident_id
        mine, theirs = incident(one, incident_id), incident(other, incident_id)
        for field in ("type_code", "place_text", "caller_name", "callback_number", "victims_injured"):
            assert theirs.text(field) == mine.text(field), field
        assert theirs.ticket_number == mine.ticket_number
        assert theirs.location is not None
        assert (theirs.location.latitude, theirs.location.label) == (-3.2, "Desa Handil Bakti")
        assert [note.text for note in theirs.notes] == ["Api membesar"]
        assert [(t.task_id, t.agency_code, t.channel) for t in theirs.tasks] == [
            (mine.tasks[0].task_id, "damkar", "paper")
        ]
        assert theirs.source == "slip"


async def test_scanned_twice_or_by_two_hands_at_once_it_is_one(tmp_path: Path) -> None:
    async with two_desks(tmp_path) as (one, other):
        incident_id, code = await printed(one)
        await asyncio.gather(*(other.services.slips.take_in(code) for _ in range(3)))
        await other.services.slips.take_in(code)
        assert len(other.services.incidents.board()) == 1
        assert (await other.services.slips.look(code)).is_known
        kinds = [entry.kind for entry in incident(other, incident_id).timeline]
        assert kinds.count("incident.opened") == kinds.count("agency_task.sent") == 1
        before = len(incident(one, incident_id).timeline)
        assert await one.services.slips.take_in(code) == incident_id
        assert len(incident(one, incident_id).timeline) == before, "the desk that printed it knows it"


async def test_when_both_desks_meet_again_it_is_still_one_without_conflict(tmp_path: Path) -> None:
    async with two_desks(tmp_path) as (one, other):
        incident_id, code = await printed(one)
        await other.services.slips.take_in(code)
        facts = []
        for desk in (one, other):
            journal = desk.services._journal
            assert journal is not None
            await desk.settle()
            facts.append(journal.reader.facts_of(f"incident:{incident_id}").result(WAIT_S))
        for order in (facts, facts[::-1]):
            state = initial_state(f"incident:{incident_id}")
            for fact in (fact for part in order for fact in part):
                state = fold(state, fact)
            assert isinstance(state, Incident)
            assert state.ticket_number == incident(one, incident_id).ticket_number
            assert len(state.tasks) == 1
            assert [note.text for note in state.notes] == ["Api membesar"]
            assert state.conflicts == ()
            assert state.text("place_text") == "Handil Bakti RT 4"


async def test_a_training_slip_never_becomes_a_real_incident(tmp_path: Path) -> None:
    async with open_desk(tmp_path / "a", training=True) as school, open_desk(tmp_path / "b") as real:
        _, code = await printed(school)
        for wish in (real.services.slips.look(code), real.services.slips.take_in(code)):
            with pytest.raises(OperatorError) as refusal:
                await wish
            assert refusal.value.code == "slip_training"
        assert list(real.services.incidents.board()) == []


async def test_a_hostile_code_writes_nothing(desk: DeskDouble) -> None:
    for code in ("", "BD1AAAA", "<script>", "BD9" + "A" * 50):
        with pytest.raises(OperatorError):
            await desk.services.slips.take_in(code)
    assert list(desk.services.incidents.board()) == []
