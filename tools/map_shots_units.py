"""Pictures of units on the map: fresh, stale and doubtful ones, the one that is followed, the board."""

from __future__ import annotations

import asyncio
import math
import shutil
import tempfile
import time
from pathlib import Path

from batola_desk.domain.unit_position import UnitPosition, name_of_device
from batola_desk.interop.avl.heard import HEARING_NAME, HeardDevice, Hearing, write_hearing
from tests.support.window_stage import WindowStage
from tools.camera import Take

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
    window.units.feeder.drag_to((LAT + 0.012, LON + 0.035))
    await take(stage, "units-dragging")
    window.units.feeder.drag_to(None)
    window.units.look_at("")
    await _devices(stage, take, ids)
    await _track(stage, take, ids[2])
    window.toggle_boards()
    window.boards.tabs.setCurrentWidget(window.boards.units)
    await stage.settle(0.5)
    await take(stage, "units-board")
    window.toggle_boards()


async def _devices(stage: WindowStage, take: Take, ids: list[str]) -> None:
    """Known ones, two strangers, a wrong clock, and whom the receiver refused."""
    positions = stage.services.unit_positions
    now_us = stage.services.now_us()
    known = (("hp-damkar-1", ids[0]), ("GPS-862001", ids[1]), ("psc/hp2", ids[3]))
    for at, (device, unit_id) in enumerate(known):
        await positions.devices.give(device, unit_id)
        _hear(stage, device, now_us - (5 + 40 * at) * 1_000_000)
    _hear(stage, "hp-pinjaman", now_us - 12_000_000)
    _hear(stage, "bpbd/hp3", now_us - 4 * MINUTE_US)
    clock = HeardDevice(device="tracker-tua", kind="future", first_us=1, last_us=now_us, count=41)
    refused = {"wrong_token": 17, "too_often": 230, "bad": 2, "hung_up": 0}
    hearing = Hearing(since_us=now_us - 400 * MINUTE_US, written_us=now_us, devices=(clock,), refused=refused)
    await asyncio.to_thread(write_hearing, stage.paths.data / HEARING_NAME, hearing)
    stage.window.units.show_devices()
    await stage.settle(1.0)
    await take(stage, "unit-devices")
    stage.window.units.devices.put_away()


async def _track(stage: WindowStage, take: Take, unit_id: str) -> None:
    """A file of this morning, and what was read of it."""
    folder = Path(tempfile.mkdtemp(prefix="batola-jalur-"))
    when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(stage.services.now_us() / 1e6 + 1))
    point = '<trkpt lat="{}" lon="{}"><time>{}</time></trkpt>'
    points = "".join(point.format(LAT + number / 999, LON, when) for number in range(40))
    broken = '<trkpt lat="99" lon="1"/>'
    text = f'<gpx version="1.1" creator="gps"><trk><trkseg>{broken}{points}</trkseg></trk></gpx>'
    for name in ("patroli-pagi.gpx", "patroli-sore.gpx", "perahu-2.nmea"):
        await asyncio.to_thread((folder / name).write_text, text, "utf-8")
    sheet = stage.window.units.tracks
    sheet.bring_up_for(unit_id)
    sheet.chooser.folder_wanted.emit(str(folder))
    await stage.settle(0.5)
    sheet.chooser.select(folder / "patroli-pagi.gpx")
    sheet.start.click()
    await stage.settle(1.0)
    await take(stage, "unit-track-file")
    sheet.put_away()
    await asyncio.to_thread(shutil.rmtree, folder)


def _hear(stage: WindowStage, device: str, at_us: int) -> None:
    position = UnitPosition(
        unit_id=name_of_device(device) or "",
        latitude=LAT + len(device) / 900,
        longitude=LON + len(device) / 700,
        at_us=at_us,
        source="owntracks" if "/" in device else "traccar",
    )
    stage.services.unit_positions.take([position])


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
