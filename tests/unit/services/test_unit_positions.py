"""Live positions: the newer one is shown, a placing by hand holds until then, some become facts."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import pytest

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.unit import Unit, UnitState
from batola_desk.domain.unit_position import UnitPosition
from batola_desk.interop.avl.feed import FeedServer
from batola_desk.services.change import Change
from batola_desk.services.unit_positions import TRAIL_POINTS_MAX
from tests.support.desk_double import DeskDouble, open_desk

S = 1_000_000


async def a_unit(desk: DeskDouble, name: str = "Damkar 1") -> str:
    return await desk.services.dispatch.register_unit(name, "damkar", "road")


def unit(desk: DeskDouble, unit_id: str) -> Unit:
    return next(view.unit for view in desk.services.dispatch.units() if view.unit.unit_id == unit_id)


def at(desk: DeskDouble, unit_id: str, lat: float = -3.1, *, ago_s: float = 0.0, **more: object) -> None:
    position = UnitPosition(
        unit_id=unit_id,
        latitude=lat,
        longitude=114.6,
        at_us=desk.services.now_us() - round(ago_s * S),
        source="traccar",
        **more,  # type: ignore[arg-type]
    )
    desk.services.unit_positions.take([position])


async def facts(desk: DeskDouble) -> int:
    """How many positions stand in the journal."""
    await desk.settle()

    with sqlite3.connect(desk.paths.journal) as file:
        found: int = file.execute("select count(*) from journal where kind = 'unit.located'").fetchone()[0]
    return found


async def test_a_live_position_is_shown_without_a_fact(desk: DeskDouble) -> None:
    unit_id = await a_unit(desk)
    told: list[Change] = []
    desk.services.changed.subscribe(told.append)
    at(desk, unit_id, heading_deg=90.0, speed_mps=5.0)
    shown = unit(desk, unit_id)
    assert (shown.latitude, shown.heading_deg, shown.position_source) == (-3.1, 90.0, "traccar")
    assert [change.what for change in told] == [frozenset({"unit_positions"})]  # no board builds itself anew
    live = desk.services.unit_positions.live(unit_id)
    assert live is not None
    assert live.speed_mps == 5.0
    assert await facts(desk) == 0


async def test_what_is_older_strange_or_of_tomorrow_is_left_alone(desk: DeskDouble) -> None:
    unit_id = await a_unit(desk)
    at(desk, unit_id)
    at(desk, unit_id, -3.3, ago_s=5)
    at(desk, unit_id, -3.3, ago_s=-120)
    at(desk, "nobody", -3.3)
    assert unit(desk, unit_id).latitude == -3.1


async def test_a_placing_by_hand_holds_until_a_device_says_something_newer(desk: DeskDouble) -> None:
    unit_id = await a_unit(desk)
    at(desk, unit_id, ago_s=60)
    await desk.services.unit_positions.place(unit_id, -3.2, 114.7)
    assert (unit(desk, unit_id).latitude, unit(desk, unit_id).position_source) == (-3.2, "operator")
    at(desk, unit_id, -3.3, ago_s=30)  # heard later, but it was there before the person spoke
    assert unit(desk, unit_id).latitude == -3.2
    assert desk.services.unit_positions.live(unit_id) is None
    await desk.forward(5)
    at(desk, unit_id, -3.4)
    assert unit(desk, unit_id).latitude == -3.4


async def test_a_placing_is_taken_back_with_the_age_it_had(desk: DeskDouble) -> None:
    unit_id = await a_unit(desk)
    await desk.services.unit_positions.place(unit_id, -3.0, 114.5)
    before = unit(desk, unit_id)
    await desk.forward(60)
    await desk.services.unit_positions.place(unit_id, -3.2, 114.7)
    assert desk.services.unit_positions.can_undo
    assert await desk.services.unit_positions.undo_place() == unit_id
    after = unit(desk, unit_id)
    assert (after.latitude, after.longitude, after.position_us) == (-3.0, 114.5, before.position_us)
    assert not desk.services.unit_positions.can_undo
    with pytest.raises(OperatorError) as refusal:
        await desk.services.unit_positions.undo_place()
    assert refusal.value.code == "unit_place_undo"


async def test_a_placing_that_a_device_has_overtaken_is_not_taken_back(desk: DeskDouble) -> None:
    unit_id = await a_unit(desk)
    await desk.services.unit_positions.place(unit_id, -3.0, 114.5)
    await desk.services.unit_positions.place(unit_id, -3.2, 114.7)
    await desk.forward(1)
    at(desk, unit_id, -3.4)
    with pytest.raises(OperatorError):
        await desk.services.unit_positions.undo_place()
    assert unit(desk, unit_id).latitude == -3.4


async def test_a_fact_of_the_unit_does_not_put_it_back(desk: DeskDouble) -> None:
    unit_id = await a_unit(desk)
    await desk.services.unit_positions.place(unit_id, -3.0, 114.5)
    await desk.forward(10)
    at(desk, unit_id, -3.4)
    await desk.services.dispatch.set_unit_state(unit_id, UnitState.OUT_OF_SERVICE, reason="ban")
    assert unit(desk, unit_id).latitude == -3.4


async def test_at_rest_one_fact_is_written(desk: DeskDouble) -> None:
    unit_id = await a_unit(desk)
    at(desk, unit_id)
    for _ in range(30):
        await desk.forward(5)
        at(desk, unit_id)  # the device speaks on, the unit stands
    assert await facts(desk) == 1


async def test_a_slow_disk_does_not_write_it_twice(desk: DeskDouble) -> None:
    unit_id = await a_unit(desk)
    at(desk, unit_id)
    assert desk.clock is not None
    desk.clock.forward(61)
    for _ in range(3):
        await desk.services.unit_positions.tick()
    assert await facts(desk) == 1


async def test_while_it_moves_one_fact_in_five_minutes(desk: DeskDouble) -> None:
    unit_id = await a_unit(desk)
    for step in range(120):  # ten minutes, 40 m in each step of five seconds
        at(desk, unit_id, -3.1 + step * 40 / 111_195)
        await desk.forward(5, step_s=5)
    assert await facts(desk) in {2, 3}


async def test_where_it_was_when_its_state_changed(desk: DeskDouble) -> None:
    unit_id = await a_unit(desk)
    at(desk, unit_id)
    await desk.forward(1)
    before = await facts(desk)
    at(desk, unit_id, -3.1005)
    await desk.services.dispatch.set_unit_state(unit_id, UnitState.OUT_OF_SERVICE, reason="ban")
    await desk.forward(1)
    assert await facts(desk) == before + 1


async def test_a_doubtful_position_never_becomes_history(desk: DeskDouble) -> None:
    unit_id = await a_unit(desk)
    at(desk, unit_id, is_doubtful=True)
    await desk.forward(400, step_s=10)
    assert await facts(desk) == 0


async def test_another_letter_waits_for_the_first(tmp_path: Path) -> None:
    async with open_desk(tmp_path, letter="C") as desk:
        unit_id = await a_unit(desk)
        at(desk, unit_id)
        await desk.forward(64, step_s=1)
        assert await facts(desk) == 0  # A would have written after sixty seconds, B after 63
        await desk.forward(4, step_s=1)
        assert await facts(desk) == 1


async def test_the_trail_is_of_ten_minutes_and_bounded(desk: DeskDouble) -> None:
    unit_id = await a_unit(desk)
    for number in range(10_000):
        assert desk.clock is not None
        desk.clock.forward(0.1)
        at(desk, unit_id, -3.1 + number / 1e6)
    trail = desk.services.unit_positions.trail(unit_id)
    assert len(trail) <= TRAIL_POINTS_MAX
    assert trail[0][2] < trail[-1][2]
    await desk.forward(700, step_s=100)
    assert desk.services.unit_positions.trail(unit_id) == ()


async def test_a_flood_is_taken_in_one_go(desk: DeskDouble) -> None:
    ids = [await a_unit(desk, f"U {number}") for number in range(50)]
    told: list[Change] = []
    desk.services.changed.subscribe(told.append)
    now = desk.services.now_us()
    for number in range(200):
        batch = [
            UnitPosition(
                unit_id=u, latitude=-3.1, longitude=114.6, at_us=now - 200 + number, source="traccar"
            )
            for u in ids
        ]
        desk.services.unit_positions.on_positions(batch)
    await desk.settle()
    assert len(told) == 1
    assert unit(desk, ids[-1]).position_us == now - 1


async def test_through_the_feed_of_the_program(desk: DeskDouble) -> None:
    unit_id = await a_unit(desk)
    server = FeedServer(desk.paths.runtime, tuple)
    server.start()
    try:
        began_s = time.monotonic()
        while unit(desk, unit_id).latitude is None:
            assert time.monotonic() - began_s < 5
            position = UnitPosition(
                unit_id=unit_id,
                latitude=-3.5,
                longitude=114.6,
                at_us=desk.services.now_us(),
                source="traccar",
            )
            server.put(position)
            with_pause = time.monotonic() + 0.05
            await desk.until(lambda end=with_pause: time.monotonic() > end)
    finally:
        server.stop()
    assert unit(desk, unit_id).latitude == -3.5
