"""Other desks' facts are shown here, and ask nothing of this desk: no ringing, no alarm, no list, no fact."""

from __future__ import annotations

from pathlib import Path

import pytest

from batola_desk.domain.call import CallState
from batola_desk.domain.events.call import (
    CallAnswered,
    CallClassified,
    CallEnded,
    CallLinked,
    CallOffered,
    CallRecorded,
    SilentCheckStarted,
    SilentCheckTicked,
)
from batola_desk.domain.events.callback import CallbackOpened
from batola_desk.domain.events.desk import DeskStarted
from batola_desk.domain.events.incident import AgencyTaskSent, IncidentFieldSet, IncidentOpened
from batola_desk.domain.events.kinship import IncidentMerged, IncidentUnmerged
from batola_desk.domain.events.operator import OperatorSignedOn, OperatorStateSet
from batola_desk.domain.events.unit import UnitRegistered
from batola_desk.domain.facts import Event
from batola_desk.models.journal import Journal
from batola_desk.services import world
from tests.support.desk_double import NOON_US, DeskDouble, open_desk
from tests.support.room_double import OtherDesk, RoomDouble

CALLER = "081250001111"
WAIT_S = 10.0


class Neighbour:
    """Another desk whose facts come by the room."""

    def __init__(self, desk: DeskDouble, letter: str = "B", occurred_us: int | None = None) -> None:
        self._desk = desk
        self._writer = OtherDesk(desk=letter)
        self._room = RoomDouble()
        if occurred_us is not None:
            self._writer.begin_us = occurred_us

    def tell(self, desk: DeskDouble) -> None:
        """This desk was started anew and goes on with the same room."""
        self._desk = desk

    async def writes(self, *facts: tuple[Event, str]) -> None:
        for event, *names in facts:
            self._room.submit(self._writer.write(event, *names))
        journal = journal_of(self._desk)
        journal.store.apply_room(self._room.page(journal.reader.room_head().result(WAIT_S).seq)).result(
            WAIT_S
        )
        await self._desk.settle()


def journal_of(desk: DeskDouble) -> Journal:
    journal = desk.services._journal
    assert journal is not None
    return journal


def offered(key: str = "k", number: str = CALLER) -> tuple[Event, str]:
    return CallOffered(call_key=key, direction="inbound", number=number), f"call:{key}"


@pytest.mark.parametrize(("number", "next_one"), [("A0041", "A0042"), ("B0041", "A0002")])
async def test_a_number_that_the_room_knows_of_this_letter_is_not_given_again(
    tmp_path: Path, number: str, next_one: str
) -> None:
    async with open_desk(tmp_path) as desk:
        first = desk.services.incidents.view(await desk.services.incidents.new())
        assert first is not None
        before = first.incident.ticket_number
        taken = before[: -len("A0001")] + number
        await Neighbour(desk, "A").writes(
            (IncidentOpened(ticket_number=taken, source="call"), "incident:old")
        )
        second = desk.services.incidents.view(await desk.services.incidents.new())
        assert second is not None
        assert second.incident.ticket_number == before[: -len("A0001")] + next_one


def answered(key: str = "k") -> tuple[Event, str]:
    return CallAnswered(), f"call:{key}"


def ended(key: str = "k", cause: str = "caller_hung_up") -> tuple[Event, str]:
    return CallEnded(cause=cause), f"call:{key}"


def own_facts(desk: DeskDouble) -> int:
    return journal_of(desk).reader.pending_count().result(WAIT_S)


def open_alarms(desk: DeskDouble) -> set[str]:
    return {alarm.code for alarm in desk.services.session.status().alarms if not alarm.cleared}


async def test_a_call_of_another_desk_lives_here_without_controls(desk: DeskDouble) -> None:
    before, asked = own_facts(desk), len(desk.engine.commands)
    await Neighbour(desk).writes(offered(), answered())
    view = desk.services.calls.get("k")
    assert view is not None
    assert (view.call.state, view.call.desk) == (CallState.TALKING, "B")
    assert (view.call_id, view.line_lost, view.needs_class) == (None, False, False)
    assert list(desk.services.calls.ringing()) == list(desk.services.calls.live()) == []
    await desk.forward(120)
    assert open_alarms(desk) == set()
    assert (own_facts(desk), len(desk.engine.commands)) == (before, asked)


async def test_while_the_engine_is_away_only_own_calls_are_believed_alive(desk: DeskDouble) -> None:
    await Neighbour(desk).writes(offered("theirs"), answered("theirs"))
    own = desk.engine.ring("082100000000")
    await desk.settle()
    await desk.services.calls.answer(own)
    await desk.settle()
    desk.engine.die(can_start=False)
    await desk.until(lambda: desk.services.session.status().line_mode == "engine_lost")
    assert [view.key for view in desk.services.calls.live()] == [own]


async def test_a_new_engine_ends_no_call_of_another_desk(desk: DeskDouble) -> None:
    await Neighbour(desk).writes(offered(), answered())
    desk.engine.die()
    await desk.until(
        lambda: desk.engine.start_count == 2 and desk.services.session.status().line_mode != "engine_lost"
    )
    await desk.forward(3)
    view = desk.services.calls.get("k")
    assert view is not None
    assert view.call.state is CallState.TALKING


@pytest.mark.parametrize(("letter", "count"), [("B", 0), ("A", 2)])
async def test_only_own_calls_are_to_be_classified(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, letter: str, count: int
) -> None:
    monkeypatch.setattr(world, "FULL_CALLS_MAX", 1)
    async with open_desk(tmp_path) as desk:
        neighbour = Neighbour(desk, letter)
        for key in ("k1", "k2"):
            await neighbour.writes(offered(key), answered(key), ended(key))
        assert len(desk.services.calls.to_classify()) == count
    async with open_desk(tmp_path) as desk:  # and after a restart
        assert len(desk.services.calls.to_classify()) == len(desk.services._world.calls) == count


@pytest.mark.parametrize(("letter", "is_ours"), [("B", False), ("A", True)])
async def test_clocks_of_other_desks_incidents_alert_nobody_here(
    desk: DeskDouble, letter: str, is_ours: bool
) -> None:
    before = own_facts(desk)
    await Neighbour(desk, letter).writes(
        (IncidentOpened(ticket_number="112-6304-20250825-B0001", source="call"), "incident:i"),
        (IncidentFieldSet(field="type_code", value="KB01"), "incident:i"),
        (AgencyTaskSent(task_id="t", agency_code="DAMKAR", channel="voice"), "incident:i"),
    )
    await desk.forward(5)
    assert [row.incident_id for row in desk.services.incidents.board()] == ["i"]
    assert ("agency_no_ack" in open_alarms(desk)) is is_ours
    assert (own_facts(desk) > before) is is_ours


@pytest.mark.parametrize(("letter", "is_ours"), [("B", False), ("A", True)])
async def test_a_silent_call_is_closed_by_the_desk_that_had_it(
    desk: DeskDouble, letter: str, is_ours: bool
) -> None:
    before = own_facts(desk)
    ticks = [
        (SilentCheckTicked(item=item.code, heard=False), "call:k")
        for item in desk.services.catalog.silent.items
    ]
    await Neighbour(desk, letter).writes(
        offered(), answered(), (SilentCheckStarted(), "call:k"), *ticks, ended()
    )
    await desk.forward(30)
    assert (own_facts(desk) > before) is is_ours


async def test_our_copy_of_a_call_that_another_desk_answered_is_not_lost(desk: DeskDouble) -> None:
    key = desk.engine.ring(CALLER)
    await desk.settle()
    await Neighbour(desk).writes(offered(key), answered(key))
    desk.engine.caller_hangs_up(key)  # the exchange only says that it stopped
    await desk.settle()
    assert list(desk.services.callbacks.open_items()) == []
    view = desk.services.calls.get(key)
    assert view is not None
    assert view.call.state is CallState.TALKING


async def test_a_number_that_both_lost_has_one_call_back_item(desk: DeskDouble) -> None:
    await Neighbour(desk).writes(
        (CallbackOpened(number=CALLER, call_key="theirs", reason="abandoned"), "callback:theirs"),
    )
    key = desk.engine.ring(CALLER)
    await desk.settle()
    desk.engine.caller_hangs_up(key)
    await desk.settle()
    (item,) = desk.services.callbacks.open_items()
    assert item.lost_count == 2


@pytest.mark.parametrize(("letter", "count"), [("B", 0), ("A", 1)])
async def test_other_desks_recordings_are_not_judged_here(desk: DeskDouble, letter: str, count: int) -> None:
    recorded = CallRecorded(path="2025/k.wav", sha256="0" * 64, byte_count=10, duration_s=1.0)
    asked = len(desk.engine.commands)
    classified = CallClassified(call_class="P")
    await Neighbour(desk, letter).writes(
        offered(), answered(), (recorded, "call:k"), ended(), (classified, "call:k")
    )
    assert len(desk.engine.commands) - asked == count


async def test_another_desk_and_who_sits_there_are_not_us(desk: DeskDouble) -> None:
    await Neighbour(desk).writes(
        (DeskStarted(app_version="9.9", unclean=False), "desk:B"),
        (OperatorSignedOn(name="Rina", role="PT"), "operator:rina"),
        (OperatorStateSet(state="paused", reason="makan"), "operator:rina"),
        (UnitRegistered(call_sign="AMB-9", agency_code="PSC", medium="radio"), "unit:9"),
    )
    status = desk.services.session.status()
    assert (status.operator_name, status.operator_state) == ("Sari", "available")
    shown = desk.services._world
    assert shown.desk is not None
    assert shown.desk.desk_id == "A"
    assert shown.units["9"].call_sign == "AMB-9"


async def test_undo_leaves_what_another_desk_wrote_since(desk: DeskDouble) -> None:
    incidents = desk.services.incidents
    incident_id = await incidents.new()
    await incidents.set_priority(incident_id, "P1")
    incidents.set_field(incident_id, "place_text", "handil")
    incidents.set_field(incident_id, "caller_name", "budi")
    await incidents.flush(incident_id)
    neighbour = Neighbour(desk, occurred_us=NOON_US + 60_000_000)
    await neighbour.writes(
        (IncidentFieldSet(field="place_text", value="handil bakti"), f"incident:{incident_id}")
    )
    assert await incidents.undo(incident_id) == "caller_name"
    assert await incidents.undo(incident_id) == "priority"
    view = incidents.view(incident_id)
    assert view is not None
    assert view.incident.text("place_text") == "handil bakti"


def counts(desk: DeskDouble) -> dict[str, int]:
    return {row.incident_id: row.call_count for row in desk.services.incidents.board()}


async def test_the_board_counts_the_calls_of_all_desks_and_of_what_went_into_the_ticket(
    tmp_path: Path,
) -> None:
    async with open_desk(tmp_path) as desk:
        key = desk.engine.ring("081250002222")
        await desk.settle()
        await desk.services.calls.answer(key)
        await desk.settle()
        ours = await desk.services.incidents.new(call_key=key)
        other = Neighbour(desk)
        pair = ("incident:zz", f"incident:{ours}")
        young, younger = "zz", "zzz"
        await other.writes(
            (IncidentOpened(ticket_number="112-B0001", source="call", call_key="b1"), "incident:zz"),
            (IncidentOpened(ticket_number="112-B0002", source="call", call_key="b2"), "incident:zzz"),
            (CallLinked(call_key="b3", incident_id=ours), "call:b3", f"incident:{ours}"),
        )
        assert counts(desk) == {ours: 2, young: 1, younger: 1}, "a call that another desk linked counts"
        await other.writes(
            (IncidentMerged(child_id=young, parent_id=ours, stamp_us=1), *pair),
            (
                IncidentMerged(child_id=younger, parent_id=young, stamp_us=1),
                "incident:zzz", "incident:zz",
            ),
        )  # fmt: skip
        assert counts(desk) == {ours: 4}, "what went into it, and what went into that"
        await other.writes((CallLinked(call_key="b4", incident_id=younger), "call:b4", "incident:zzz"))
        assert counts(desk) == {ours: 5}, "a later call of a merged ticket counts at once"
        await other.writes((CallLinked(call_key="b1", incident_id=ours), "call:b1", f"incident:{ours}"))
        assert counts(desk) == {ours: 5}, "one call counts once"
    async with open_desk(tmp_path) as desk:
        assert counts(desk) == {ours: 5}, "and after a start"
        other.tell(desk)
        await other.writes((IncidentUnmerged(child_id=young, parent_id=ours, stamp_us=2), *pair))
        assert counts(desk) == {ours: 3, young: 3}, "taken apart both count their own"
