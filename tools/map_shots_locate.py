"""Pictures of callers' positions: every shape, the list in the form, wrong area, the silent page."""

from __future__ import annotations

import datetime

from batola_desk.domain.aml import read_aml_text
from batola_desk.ui.map.fix_feeder import HAND_S
from tests.support.location_documents import SHAPES, document
from tests.support.window_stage import WindowStage, wall_us
from tools.camera import Take

MARABAHAN = "-2.9897 114.7685"


def _ago(seconds: float) -> str:
    at = datetime.datetime.fromtimestamp(wall_us() / 1e6 - seconds, datetime.UTC)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _moved(name: str, place: str) -> str:
    xml = SHAPES[name].xml
    for old in ("-2.9841 114.7631", "-3.05 114.65"):
        xml = xml.replace(old, place)
    return xml


async def locate_pictures(stage: WindowStage, take: Take) -> None:
    """A caller with five positions, one outside the regency, one who does not speak."""
    window, engine, positions = stage.window, stage.engine, stage.services.positions
    canvas = window.map_panel.canvas
    canvas.set_animated(False)
    key = engine.ring("081348112233", offered_us=wall_us() - 9_000_000)
    for name, place, method, ago_s in (
        ("arc_band", "-3.0150 114.7500", "Cell", 40),
        ("polygon", "", "Triangulation", 300),
        ("ellipse", "-2.9860 114.7720", "Wifi", 12),
    ):
        xml = (
            _moved(name, place)
            if place
            else SHAPES[name].xml.replace("-3.0", "-2.98").replace("114.6", "114.78")
        )
        engine.locate(key, document=document(xml, method=method, timestamp=_ago(ago_s)))
    await stage.settle()
    top = _ago(4).translate(str.maketrans("", "", "-:TZ"))
    for text in (
        f'A"ML=1;lt=-2.9897;lg=114.7685;rd=60;pm=G;lc=90;top={top}',
        'A"ML=1;lt=-2.9950;lg=114.7600;pm=W',
    ):
        positions.take_report(read_aml_text(text, number="081348112233")[0], "aml_https")
    await stage.settle()
    await stage.services.calls.answer(key)
    await stage.settle(0.2)
    canvas.fly_to(-2.993, 114.768, 13.5)
    window.map_panel.render_now()
    await take(stage, "caller-positions")
    best = next(digit for digit, view in window.form.fixes.lines if view.is_suggested)
    window.form.fixes.confirm(best)
    await stage.settle(0.3)
    canvas.fly_to(-2.993, 114.768, 13.5)
    await take(stage, "caller-position-confirmed")
    engine.caller_hangs_up(key)
    await stage.services.calls.classify(key, "N")
    other = engine.ring("085248990011")
    engine.locate(other, document=document(_moved("circle", "-3.3300 114.6000"), timestamp=_ago(5)))
    await stage.settle()
    await stage.services.calls.answer(other)
    await stage.settle(0.2)
    canvas.fly_to(-3.33, 114.6, 12.5)
    await take(stage, "caller-wrong-area")
    engine.caller_hangs_up(other)
    await stage.services.calls.classify(other, "S")
    await _silent(stage, take)


async def _silent(stage: WindowStage, take: Take) -> None:
    window, engine = stage.window, stage.engine
    key = engine.ring("081348112233")
    engine.locate(key, document=document(_moved("circle", MARABAHAN), timestamp=_ago(8)))
    await stage.settle()
    await stage.services.calls.answer(key)
    await stage.settle(0.1)
    engine.silence(key, 9.0)
    window.left.begin_silent()
    canvas = window.map_panel.canvas
    lat, lon = map(float, MARABAHAN.split())
    there = lambda: abs(canvas.camera.centre.lat - lat) + abs(canvas.camera.centre.lon - lon) < 0.001  # noqa: E731
    await stage.until(
        there, "the map over the caller", HAND_S + 2.0
    )  # a key of the picture before was a hand
    await take(stage, "silent-caller-position")
    engine.caller_hangs_up(key)
    await stage.settle(0.2)
    await stage.services.calls.classify(key, "P")
    await stage.settle(0.2)
