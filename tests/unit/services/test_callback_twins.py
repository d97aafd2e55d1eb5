"""Two desks that lose one number before they hear of each other end with one line, and nobody closes both."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from batola_desk.domain.callback import Callback, CallbackState
from batola_desk.domain.errors import OperatorError
from batola_desk.services.callback_twins import SAME_NUMBER
from batola_desk.services.views import CallbackView
from tests.support.desk_double import CALLER, DeskDouble
from tests.support.shared_room import SharedRoom, in_step

LIMIT_S = 20.0


def items(desk: DeskDouble) -> Sequence[CallbackView]:
    return desk.services.callbacks.open_items()


async def loses(desk: DeskDouble, *, times: int = 1) -> None:
    """So often the number rings here and hangs up."""
    before = sum(item.lost_count for item in items(desk))
    for _ in range(times):
        desk.engine.caller_hangs_up(desk.engine.ring(CALLER))
    await desk.until(lambda: sum(item.lost_count for item in items(desk)) == before + times, LIMIT_S)


async def apart(room: SharedRoom, a: DeskDouble, b: DeskDouble) -> None:
    """B is cut off while both lose the number; then they hear of each other."""
    room.pull_cable("B")
    await loses(b, times=2)
    await loses(a, times=1)
    room.plug_in("B")


async def whole(desk: DeskDouble, callback_id: str) -> Callback:
    """A line with all its facts."""
    journal = desk.services._journal
    assert journal is not None
    state = await asyncio.wrap_future(journal.reader.callback(callback_id))
    assert state is not None
    return state


async def told(desks: Sequence[DeskDouble]) -> None:
    for desk in desks:
        await desk.until(lambda desk=desk: in_step(desk) and len(items(desk)) == 2, LIMIT_S)


async def look(desks: Sequence[DeskDouble]) -> None:
    """A second passes at each."""
    for desk in desks:
        await desk.services.tick()
        await desk.settle()


@pytest.mark.expects_log
async def test_the_calls_of_both_end_in_one_line_on_every_desk(
    desks: tuple[DeskDouble, ...], room: SharedRoom
) -> None:
    a, b, _lead = desks
    await apart(room, a, b)
    await told(desks)
    kept, twin = sorted(item.callback_id for item in items(a))
    await look(desks)
    for desk in desks:
        await desk.until(lambda desk=desk: in_step(desk) and len(items(desk)) == 1, LIMIT_S)
        (line,) = items(desk)
        assert (line.callback_id, line.lost_count) == (kept, 3)
        closed = await whole(desk, twin)
        assert (closed.state, closed.close_reason) == (CallbackState.CLOSED, SAME_NUMBER)
        kinds = [line.kind for line in closed.timeline]
        assert kinds.count("callback.closed") == 1, "by the desk that opened it, by nobody else"
    await look(desks)
    for desk in desks:
        await desk.until(lambda desk=desk: in_step(desk), LIMIT_S)
        assert [line.lost_count for line in items(desk)] == [3], "looking again changes nothing"


@pytest.mark.expects_log
async def test_a_line_that_somebody_works_on_stays_until_he_lets_it_go(
    desks: tuple[DeskDouble, ...], room: SharedRoom
) -> None:
    a, b, _lead = desks
    await apart(room, a, b)
    await told(desks)
    twin = max(item.callback_id for item in items(a))
    await a.services.callbacks.take(twin)
    for desk in desks:
        await desk.until(lambda desk=desk: any(item.claimed_desk for item in items(desk)), LIMIT_S)
    await look(desks)
    assert {len(items(desk)) for desk in desks} == {2}
    a.services.callbacks.release(twin)
    for desk in desks:
        await desk.until(lambda desk=desk: not any(item.claimed_desk for item in items(desk)), LIMIT_S)
    await look(desks)
    for desk in desks:
        await desk.until(lambda desk=desk: len(items(desk)) == 1, LIMIT_S)


async def test_nobody_may_give_this_reason_by_hand(desk: DeskDouble) -> None:
    await loses(desk)
    with pytest.raises(OperatorError, match="reason_unknown"):
        await desk.services.callbacks.close(items(desk)[0].callback_id, reason=SAME_NUMBER)
