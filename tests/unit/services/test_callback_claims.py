"""Two desks of one room do not dial the same lost number; without the room every desk dials."""

from __future__ import annotations

import asyncio

import pytest

from batola_desk.domain.errors import OperatorError
from batola_desk.ipc.messages import DialNumber
from batola_desk.services import callback_claims
from batola_desk.services.views import CallbackView
from tests.support.desk_double import DeskDouble
from tests.support.shared_room import SharedRoom, in_step

pytestmark = pytest.mark.timeout(60)

CALLER = "081250001111"


def items(desk: DeskDouble) -> list[CallbackView]:
    return list(desk.services.callbacks.open_items())


def dialled(desk: DeskDouble) -> int:
    return sum(isinstance(command, DialNumber) for command in desk.engine.commands)


async def lost_call(desk: DeskDouble, *others: DeskDouble, number: str = CALLER) -> str:
    desk.engine.caller_hangs_up(desk.engine.ring(number))
    for one in (desk, *others):
        await one.until(lambda one=one: bool(items(one)), limit_s=10)
    return items(desk)[0].callback_id


async def test_who_dials_has_the_line_and_the_others_see_it(desks: tuple[DeskDouble, ...]) -> None:
    a, b, lead = desks
    key = await lost_call(a, b, lead)
    await a.services.callbacks.call_back(key)
    assert dialled(a) == 1
    await b.until(lambda: items(b)[0].claimed_desk == "A", limit_s=10)
    shown = items(b)[0]
    assert (shown.claimed_by, shown.is_held_elsewhere, shown.claim) == ("Sari", True, "")
    for wish in (b.services.callbacks.call_back(key), b.services.callbacks.take(key)):
        with pytest.raises(OperatorError) as refused:
            await wish
        assert (refused.value.code, refused.value.values) == (
            "claim_taken",
            {"desk": "A", "operator": "Sari"},
        )
    with pytest.raises(OperatorError, match="callback_none"):
        await b.services.callbacks.call_back_next()
    with pytest.raises(OperatorError, match="lead_only"):
        await b.services.callbacks.call_back(key, force=True)
    assert dialled(b) == 0
    await lead.services.callbacks.call_back(key, force=True)
    await a.until(lambda: items(a)[0].claimed_desk == "C", limit_s=10)


async def test_of_two_who_dial_at_once_one_dials(desks: tuple[DeskDouble, ...]) -> None:
    a, b, lead = desks
    key = await lost_call(lead, a, b)
    ended = await asyncio.gather(
        *(desk.services.callbacks.call_back(key) for desk in (a, b)), return_exceptions=True
    )
    refused = [one for one in ended if isinstance(one, OperatorError)]
    assert [one.code for one in refused] == ["claim_lost"]
    assert dialled(a) + dialled(b) == 1
    winner = "A" if dialled(a) else "B"
    assert refused[0].values["desk"] == winner
    for desk in desks:
        await desk.until(lambda desk=desk: items(desk)[0].claimed_desk == winner, limit_s=10)


async def test_the_end_of_the_attempt_lets_the_line_go(desks: tuple[DeskDouble, ...]) -> None:
    a, b, _ = desks
    key = await lost_call(a, b)
    await a.services.callbacks.call_back(key)
    await b.until(lambda: items(b)[0].is_held_elsewhere, limit_s=10)
    (call,) = a.engine.calls.values()
    a.engine.caller_hangs_up(call.call_key)
    await b.until(lambda: not items(b)[0].claimed_desk, limit_s=10)
    await b.services.callbacks.call_back(key)
    assert dialled(b) == 1


async def test_taken_by_hand_it_can_be_let_go_by_hand(desks: tuple[DeskDouble, ...]) -> None:
    a, b, _ = desks
    key = await lost_call(a, b)
    await a.services.callbacks.take(key)
    await b.until(lambda: items(b)[0].is_held_elsewhere, limit_s=10)
    a.services.callbacks.release(key)
    await b.until(lambda: not items(b)[0].is_held_elsewhere, limit_s=10)


async def test_what_was_refused_by_the_line_is_let_go(desks: tuple[DeskDouble, ...]) -> None:
    a, b, _ = desks
    key = await lost_call(a, b)
    a.engine.refuse["DialNumber"] = "dial_failed"
    with pytest.raises(OperatorError):
        await a.services.callbacks.call_back(key)
    await b.until(lambda: in_step(a) and not items(b)[0].claimed_desk, limit_s=10)


@pytest.mark.expects_log
async def test_without_the_room_it_is_dialled_and_the_claim_is_provisional(
    desks: tuple[DeskDouble, ...], room: SharedRoom
) -> None:
    a, b, lead = desks
    key = await lost_call(lead, a, b)
    room.pull_cable("A")
    await a.services.callbacks.call_back(key)
    assert (dialled(a), items(a)[0].claim) == (1, "provisional")
    assert not items(b)[0].claimed_desk
    room.plug_in("A")
    await b.until(lambda: items(b)[0].claimed_desk == "A", limit_s=20)
    await a.until(lambda: items(a)[0].claim == "", limit_s=10)


async def test_a_claim_of_a_desk_that_died_does_not_stand_for_ever(
    desks: tuple[DeskDouble, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b, _ = desks
    key = await lost_call(a, b)
    await a.services.callbacks.take(key)
    await b.until(lambda: items(b)[0].is_held_elsewhere, limit_s=10)
    monkeypatch.setattr(callback_claims, "STALE_US", 0)
    assert not items(b)[0].is_held_elsewhere
    await b.services.callbacks.call_back(key)
    assert dialled(b) == 1
    await a.until(lambda: items(a)[0].claimed_desk == "B", limit_s=10)


async def test_a_closed_line_that_is_lost_again_can_be_taken(desks: tuple[DeskDouble, ...]) -> None:
    a, b, _ = desks
    key = await lost_call(a, b)
    await a.services.callbacks.take(key)
    await a.services.callbacks.close(key, reason="reached")
    await b.until(lambda: items(b) == [], limit_s=10)
    again = await lost_call(a, b)
    await b.services.callbacks.call_back(again)
    await a.until(lambda: items(a)[0].claimed_desk == "B", limit_s=10)


async def test_a_number_typed_by_hand_is_dialled_whoever_has_the_line(desks: tuple[DeskDouble, ...]) -> None:
    a, b, _ = desks
    key = await lost_call(a, b)
    await a.services.callbacks.take(key)
    await b.until(lambda: items(b)[0].is_held_elsewhere, limit_s=10)
    await b.services.calls.dial(CALLER)
    assert dialled(b) == 1
    assert items(b)[0].claimed_desk == "A"


async def test_a_desk_alone_claims_nothing(desk: DeskDouble) -> None:
    desk.engine.caller_hangs_up(desk.engine.ring(CALLER))
    await desk.settle()
    key = items(desk)[0].callback_id
    await desk.services.callbacks.call_back(key)
    await desk.settle()
    assert dialled(desk) == 1
    assert items(desk)[0].claimed_desk == ""
