"""Merging, taking apart, linking, splitting at a desk: nothing moves, everything comes back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.incident import IncidentState
from tests.support.desk_double import DeskDouble, open_desk


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[DeskDouble]:
    async with open_desk(tmp_path) as opened:
        yield opened


async def _ticket(desk: DeskDouble, number: str) -> tuple[str, str]:
    """A ticket with a call of its own and a note; ticket id and call key."""
    await desk.forward(1)  # two tickets of one millisecond have no older one
    key = desk.engine.ring(number)
    await desk.settle()
    await desk.services.calls.answer()
    await desk.settle()
    ticket = await desk.services.incidents.new(call_key=key)
    desk.services.incidents.set_field(ticket, "type_code", "KB01")
    await desk.services.incidents.add_note(ticket, f"kata {number}")
    await desk.services.calls.hang_up(key)
    await desk.settle()
    return ticket, key


def _board(desk: DeskDouble) -> set[str]:
    return {row.incident_id for row in desk.services.incidents.board()}


async def test_the_younger_goes_on_in_the_older_and_keeps_what_is_its_own(desk: DeskDouble) -> None:
    old, old_call = await _ticket(desk, "081250001111")
    young, young_call = await _ticket(desk, "081250002222")
    kinship, incidents = desk.services.kinship, desk.services.incidents
    assert await kinship.merge(old, young) == old, "whichever of the two was in the form"
    await desk.settle()
    assert _board(desk) == {old}
    child = await incidents.open_view(young)
    assert child.incident.state is IncidentState.MERGED
    assert child.incident.call_keys == (young_call,), "calls keep their origin"
    view = await incidents.open_view(old)
    assert view.incident.call_keys == (old_call,)
    assert [part.incident.incident_id for part in view.absorbed] == [young]
    assert [call.key for call in view.absorbed[0].calls] == [young_call]
    assert [note.text for note in view.absorbed[0].incident.notes] == ["kata 081250002222"]
    assert [(kin.kind, kin.incident_id) for kin in kinship.of(young)] == [("parent", old)]
    assert [(kin.kind, kin.incident_id) for kin in kinship.of(old)] == [("child", young)]


async def test_one_key_takes_a_merge_back(desk: DeskDouble) -> None:
    old, _ = await _ticket(desk, "081250001111")
    young, _ = await _ticket(desk, "081250002222")
    before = (await desk.services.incidents.open_view(young)).incident.state
    await desk.services.kinship.merge(young, old)
    await desk.settle()
    assert await desk.services.incidents.undo(old) == "merge"
    await desk.settle()
    assert _board(desk) == {old, young}
    assert (await desk.services.incidents.open_view(young)).incident.state is before
    assert desk.services.kinship.of(old) == ()
    assert (await desk.services.incidents.open_view(old)).absorbed == ()


async def test_a_lead_takes_apart_with_a_reason_and_nobody_else_may(desk: DeskDouble) -> None:
    old, _ = await _ticket(desk, "081250001111")
    young, _ = await _ticket(desk, "081250002222")
    kinship, context = desk.services.kinship, desk.services._context
    await kinship.merge(young, old)
    with pytest.raises(OperatorError, match="reason_missing"):
        await kinship.unmerge(young, reason=" ")
    lead = context.person
    context.person = replace(lead, role="PT")
    with pytest.raises(OperatorError, match="lead_only"):
        await kinship.unmerge(young, reason="dua rumah")
    context.person = lead
    await kinship.unmerge(young, reason="dua rumah berbeda")
    await desk.settle()
    assert _board(desk) == {old, young}
    with pytest.raises(OperatorError, match="kin_not_merged"):
        await kinship.unmerge(young, reason="sekali lagi")
    assert await kinship.merge(young, old) == old, "and again"


async def test_whom_somebody_works_for_is_not_merged_away(desk: DeskDouble) -> None:
    old, _ = await _ticket(desk, "081250001111")
    young, _ = await _ticket(desk, "081250002222")
    await desk.services.dispatch.send_task(young, "damkar", channel="voice")
    with pytest.raises(OperatorError, match="kin_busy"):
        await desk.services.kinship.merge(old, young)
    await desk.services.dispatch.send_task(old, "bpk", channel="voice")
    task = (await desk.services.incidents.open_view(young)).tasks[0].task.task_id
    await desk.services.dispatch.act_on_task(young, task, "cancel", text="sudah dikirim dari tiket lain")
    assert await desk.services.kinship.merge(old, young) == old, "the older one may have its own"


async def test_what_cannot_be_merged_is_refused(desk: DeskDouble) -> None:
    old, _ = await _ticket(desk, "081250001111")
    young, _ = await _ticket(desk, "081250002222")
    kinship = desk.services.kinship
    with pytest.raises(OperatorError, match="kin_itself"):
        await kinship.merge(old, old)
    with pytest.raises(OperatorError, match="incident_unknown"):
        await kinship.merge(old, "nobody")
    await desk.services.incidents.set_state(old, "cancelled", reason="x")
    with pytest.raises(OperatorError, match="incident_ended"):
        await kinship.merge(old, young)
    assert _board(desk) == {young}


async def test_linked_tickets_stay_two_and_the_link_goes_again(desk: DeskDouble) -> None:
    one, _ = await _ticket(desk, "081250001111")
    other, _ = await _ticket(desk, "081250002222")
    kinship, incidents = desk.services.kinship, desk.services.incidents
    await kinship.relate(other, one)
    await desk.settle()
    assert _board(desk) == {one, other}
    assert [kin.kind for kin in kinship.of(one)] == ["related"]
    assert [kin.incident_id for kin in kinship.of(other)] == [one]
    assert await incidents.undo(other) == "relate"
    assert kinship.of(one) == kinship.of(other) == ()


async def test_a_call_that_told_of_something_else_gets_its_own_ticket(desk: DeskDouble) -> None:
    ticket, first = await _ticket(desk, "081250001111")
    second = desk.engine.ring("081250003333")
    await desk.settle()
    await desk.services.calls.answer()
    await desk.services.calls.link(second, ticket)
    kinship, incidents = desk.services.kinship, desk.services.incidents
    with pytest.raises(OperatorError, match="kin_call_elsewhere"):
        await kinship.split(ticket, "nobody")
    made = await kinship.split(ticket, second)
    await desk.settle()
    view, origin = await incidents.open_view(made), await incidents.open_view(ticket)
    assert view.incident.call_keys == (second,)
    assert view.incident.text("type_code") == "KB01"
    assert origin.incident.call_keys == (first,)
    assert [kin.kind for kin in kinship.of(made)] == ["related"]
    with pytest.raises(OperatorError, match="kin_only_call"):
        await kinship.split(ticket, first)
    assert await incidents.undo(made) == "split"
    await desk.settle()
    assert _board(desk) == {ticket}, "the new ticket went back into the one it came from"


async def test_it_is_still_so_after_a_restart(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        old, _ = await _ticket(desk, "081250001111")
        young, _ = await _ticket(desk, "081250002222")
        await desk.services.kinship.merge(young, old)
    async with open_desk(tmp_path) as desk:
        assert _board(desk) == {old}
        await desk.services.incidents.open_view(old)
        await desk.services.kinship.load(old)
        assert [kin.kind for kin in desk.services.kinship.of(old)] == ["child"]
        await desk.services.kinship.unmerge(young, reason="dua kejadian")
        await desk.settle()
        assert _board(desk) == {old, young}


async def test_the_calls_of_all_that_was_merged_are_counted_and_keep_their_number(desk: DeskDouble) -> None:
    tickets = [await _ticket(desk, f"08125000222{at}") for at in range(3)]
    (oldest, _), (middle, _), (youngest, _) = tickets
    await desk.services.kinship.merge(middle, youngest)
    await desk.services.kinship.merge(oldest, middle)
    await desk.settle()
    world = desk.services._context.world
    for gone in (middle, youngest):
        world.closed_incidents.pop(gone, None)  # as after a fresh start: only the oldest is listed
    await desk.services.kinship.load(oldest)
    view = await desk.services.incidents.open_view(oldest)
    assert [(part.incident.incident_id, [call.key for call in part.calls]) for part in view.absorbed] == [
        (middle, [tickets[1][1]]),
        (youngest, [tickets[2][1]]),
    ]
    assert (len(view.calls), view.call_count) == (1, 3)
