"""What the lead's board says of desks and people, from the facts that desks write anyway."""

from __future__ import annotations

from pathlib import Path

from batola_desk.domain.events.call import CallAnswered, CallClassified, CallEnded, CallOffered
from batola_desk.domain.events.desk import DeskStarted, DeskStopped
from batola_desk.domain.events.incident import IncidentClosed, IncidentOpened
from batola_desk.domain.events.operator import OperatorSignedOff, OperatorSignedOn, OperatorStateSet
from batola_desk.domain.events.ownership import IncidentReassigned
from batola_desk.services.room_board import DeskLine
from tests.support.desk_double import DeskDouble, open_desk
from tests.support.neighbour_desk import Neighbour

WAIT_S = 10.0


SIGNED_ON = (OperatorSignedOn(name="Rina", role="PTDS"), "operator:rina")
STARTED = (DeskStarted(app_version="1", unclean=False), "desk:B")


def line(desk: DeskDouble, letter: str) -> DeskLine:
    return next(one for one in desk.services.room_board.desks() if one.letter == letter)


async def test_the_own_desk_stands_there_alone(desk: DeskDouble) -> None:
    (own,) = desk.services.room_board.desks()
    assert (own.letter, own.is_here, own.mode, own.running) == ("A", True, "standalone", True)
    assert (own.operator_name, own.role, own.state, own.load) == ("Sari", "KS", "available", 0)
    assert [person.name for person in desk.services.room_board.people()] == ["Sari"]


async def test_another_desk_with_who_sits_there_and_what_he_does(desk: DeskDouble) -> None:
    neighbour = Neighbour(desk)
    await neighbour.writes(STARTED, SIGNED_ON)
    first = line(desk, "B")
    assert (first.is_here, first.running, first.mode, first.operator_name) == (False, True, "", "Rina")
    assert (first.state, first.call) == ("available", None)
    assert first.since_us is not None
    assert first.heard_us is not None
    await neighbour.writes((CallOffered(call_key="k", direction="inbound", number="0812"), "call:k"))
    assert line(desk, "B").state == "ringing"
    await neighbour.writes((CallAnswered(), "call:k"), (CallClassified(call_class="N"), "call:k"))
    talking = line(desk, "B")
    assert (talking.state, talking.call_count) == ("talking", 1)
    assert talking.call is not None
    assert (talking.call.number, talking.call.call_class) == ("0812", "N")
    assert talking.since_us == talking.call.answered_us
    await neighbour.writes((CallEnded(cause="caller_hung_up"), "call:k"))
    after = line(desk, "B")
    assert (after.state, after.call, after.call_count) == ("available", None, 1)
    assert (after.heard_us or 0) > (first.heard_us or 0)
    await neighbour.writes((OperatorStateSet(state="paused", reason="makan"), "operator:rina"))
    assert (line(desk, "B").state, line(desk, "B").state_reason) == ("paused", "makan")
    await neighbour.writes((OperatorSignedOff(), "operator:rina"), (DeskStopped(), "desk:B"))
    gone = line(desk, "B")
    assert (gone.operator_id, gone.state, gone.mode, gone.running) == ("", "", "stopped", False)


async def test_calls_count_from_the_sign_on_and_incidents_for_their_owner(desk: DeskDouble) -> None:
    neighbour = Neighbour(desk)
    ring = [
        (CallOffered(call_key="k1", direction="inbound", number="0812"), "call:k1"),
        (CallAnswered(), "call:k1"),
        (CallEnded(cause="caller_hung_up"), "call:k1"),
    ]
    await neighbour.writes(STARTED, SIGNED_ON, *ring)
    assert line(desk, "B").call_count == 1
    await neighbour.writes((OperatorSignedOff(), "operator:rina"), SIGNED_ON)
    assert line(desk, "B").call_count == 0
    await neighbour.writes(
        (IncidentOpened(ticket_number="1"), "incident:1"),
        (IncidentOpened(ticket_number="2"), "incident:2"),
        (IncidentReassigned(to_desk="A", to_operator="sari"), "incident:2"),
    )
    assert (line(desk, "A").open_count, line(desk, "B").open_count) == (1, 1)
    await neighbour.writes((IncidentReassigned(to_desk="B"), "incident:2"))  # whoever sits there
    assert (line(desk, "A").open_count, line(desk, "B").open_count) == (0, 2)
    await neighbour.writes((IncidentClosed(disposition="handled", caller_informed="yes"), "incident:1"))
    assert line(desk, "B").open_count == 1
    (over,) = await desk.services.room_board.ended(10)
    assert (over.incident_id, over.state) == ("1", "closed")


async def test_everything_is_there_again_after_a_restart(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        neighbour = Neighbour(desk)
        await neighbour.writes(
            STARTED,
            SIGNED_ON,
            (CallOffered(call_key="k", direction="inbound", number="0812"), "call:k"),
            (CallAnswered(), "call:k"),
            (IncidentOpened(ticket_number="1"), "incident:1"),
        )
        before = line(desk, "B")
        assert (before.call_count, before.open_count, before.state) == (1, 1, "talking")
    async with open_desk(tmp_path) as desk:
        after = line(desk, "B")
        assert (after.call_count, after.open_count, after.state) == (1, 1, "talking")
        assert (after.operator_name, after.role, after.running) == ("Rina", "PTDS", True)


async def test_a_desk_of_which_the_room_hears_nothing_is_gone(desk: DeskDouble) -> None:
    await Neighbour(desk).writes(STARTED, SIGNED_ON)
    assert line(desk, "B").mode == ""
    desk.services._absent.on_heard({"B": 45.0})
    desk.clock.forward(400)  # type: ignore[union-attr]
    desk.services._absent.on_heard({"B": 445.0})
    gone = line(desk, "B")
    assert (gone.mode, gone.running) == ("gone", True)
    assert gone.heard_us is not None
    assert desk.services.now_us() - gone.heard_us > 300e6


async def test_who_sits_at_a_desk_is_who_came_last(desk: DeskDouble) -> None:
    neighbour = Neighbour(desk)
    await neighbour.writes(SIGNED_ON, (OperatorSignedOn(name="Budi", role="KS"), "operator:budi"))
    assert line(desk, "B").operator_name == "Budi"
    assert {person.name for person in desk.services.room_board.people()} == {"Sari", "Rina", "Budi"}


async def test_a_desk_of_the_configuration_that_nobody_has_heard_of(desk: DeskDouble) -> None:
    from batola_desk.domain.catalog import DeskPlace

    desk.services.catalog.desks["D"] = DeskPlace(letter="D", label="Meja D", uri="sip:d@10.0.0.4")  # type: ignore[index]
    unknown = line(desk, "D")
    assert (unknown.label, unknown.running, unknown.heard_us, unknown.operator_id) == (
        "Meja D",
        False,
        None,
        "",
    )
