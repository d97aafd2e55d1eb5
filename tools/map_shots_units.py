"""Pictures of units on the map: fresh, stale and doubtful ones, the one that is followed, the board."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable

from batola_desk.domain.unit_position import UnitPosition
from tests.support.window_stage import WindowStage

Take = Callable[[WindowStage, str], Awaitable[None]]

LAT, LON = -3.235, 114.585
MINUTE_US = 60_000_000


async def units_pictures(stage: WindowStage, take: Take) -> None:
    """Ten minutes of units on their ways, one that went silent, one that jumped, one placed by hand."""
    window, services = stage.window, stage.services
    ids = [unit.unit_id for unit in services.unit_positions.units()]
    now_us = services.now_us()
    for step in range(60):
        at_us = now_us - (59 - step) * 10_000_000
        services.unit_positions.take(
            [_on_its_way(unit_id, number, step, at_us) for number, unit_id in enumerate(ids[:6])]
        )
    services.unit_positions.take(
        [_still(ids[6], now_us - 25 * MINUTE_US), _still(ids[7], now_us, jumped=True)]
    )
    window.map_panel.canvas.set_animated(False)
    window.map_panel.canvas.fly_to(LAT, LON, 12.5)
    window.units.look_at(ids[0])
    window.book["unit_follow"].trigger()
    await stage.settle(2.0)
    await take(stage, "units-followed")
    await services.unit_positions.place(ids[8], LAT - 0.01, LON + 0.02)
    window.units.look_at(ids[8])
    window.map_panel.canvas.fly_to(LAT, LON, 12.5)
    await stage.settle(1.0)
    window.book["unit_place"].trigger()
    await take(stage, "units-placing")
    window.map_panel.canvas.set_tool(None)
    window.units.look_at("")
    window.toggle_boards()
    window.boards.tabs.setCurrentWidget(window.boards.units)
    await stage.settle(0.5)
    await take(stage, "units-board")
    window.toggle_boards()


def _on_its_way(unit_id: str, number: int, step: int, at_us: int) -> UnitPosition:
    angle = number * math.pi / 3 + step / 40
    reach = 0.006 * number + step * 0.0004
    return UnitPosition(
        unit_id=unit_id,
        latitude=LAT + reach * math.cos(angle),
        longitude=LON + reach * math.sin(angle),
        at_us=at_us,
        source="traccar" if number % 2 else "owntracks",
        heading_deg=math.degrees(angle) % 360,
        speed_mps=8.0 + number,
        accuracy_m=6.0,
    )


def _still(unit_id: str, at_us: int, *, jumped: bool = False) -> UnitPosition:
    return UnitPosition(
        unit_id=unit_id,
        latitude=LAT + (0.012 if jumped else -0.014),
        longitude=LON - 0.012,
        at_us=at_us,
        source="traccar",
        is_doubtful=jumped,
    )
