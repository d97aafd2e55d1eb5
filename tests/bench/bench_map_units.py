"""Units that report: 300 units at 300 positions a second, from the desk's service to the painted map.

Budget (issue 5): position heard to painted p95 ≤ 33 ms with the whole window open.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from batola_desk.domain.unit_position import UnitPosition
from tests.bench.own_process import figures_of, platforms
from tests.support.window_stage import WindowStage, open_window, run_in_app

UNITS = 300
PER_S = 300
SECONDS = 10
LAT, LON = -3.2, 114.6


class PaintWatch(QObject):
    """Notes when the map was painted, and takes what was heard before as shown."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[float] = []
        self.took_ms: list[float] = []

    def eventFilter(self, _watched: QObject, qt_event: QEvent) -> bool:
        if qt_event.type() == QEvent.Type.Paint and self.heard:
            now = time.perf_counter()
            self.took_ms += [(now - at) * 1000 for at in self.heard]
            self.heard = []
        return False


async def measure(stage: WindowStage) -> tuple[list[float], float]:
    """Return milliseconds from heard to the paint's begin, and the share of one core that it cost."""
    services, canvas = stage.services, stage.window.map_panel.canvas
    ids = [
        await services.dispatch.register_unit(f"Satuan {number}", "damkar", "road") for number in range(UNITS)
    ]
    canvas.set_animated(False)
    canvas.fly_to(LAT, LON, 11.0)
    await stage.settle(1.0)
    watch = PaintWatch()
    canvas.installEventFilter(watch)
    cpu_s, began_s, number = time.process_time(), time.perf_counter(), 0
    while time.perf_counter() - began_s < SECONDS:
        due = int((time.perf_counter() - began_s) * PER_S)
        while number < due:
            watch.heard.append(time.perf_counter())
            services.unit_positions.take([_report(ids[number % UNITS], number, services.now_us())])
            number += 1
        await asyncio.sleep(0.002)
    cost = (time.process_time() - cpu_s) / (time.perf_counter() - began_s)
    canvas.removeEventFilter(watch)
    return watch.took_ms, cost


def _report(unit_id: str, number: int, at_us: int) -> UnitPosition:
    return UnitPosition(
        unit_id=unit_id,
        latitude=LAT + (number * 7 % 200 - 100) / 2000,
        longitude=LON + (number * 13 % 200 - 100) / 2000,
        at_us=at_us,
        source="traccar",
        heading_deg=float(number % 360),
        speed_mps=10.0,
    )


async def _figures(app: QApplication) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="bench-units-") as home:
        async with open_window(app, Path(home)) as stage:
            took_ms, cost = await measure(stage)
    took_ms.sort()
    return {
        "unit heard to painted in the window p50, {platform}, ms": statistics.median(took_ms),
        "unit heard to painted in the window p95, {platform}, ms (budget 33)": took_ms[
            int(len(took_ms) * 0.95)
        ],
        "300 positions a second cost, {platform}, % of a core": cost * 100,
    }


def main() -> dict[str, float]:
    """Measure in a process of its own: the table is printed on machines without a screen too."""
    figures: dict[str, float] = {}
    for platform in platforms():
        found = figures_of("tests.bench.bench_map_units", (), platform=platform)
        figures |= {f"map: {name.format(platform=platform)}": value for name, value in found.items()}
    return figures


def measured() -> dict[str, float]:
    """Open a window of this process and measure."""
    return run_in_app(_figures)


if __name__ == "__main__":
    print(json.dumps(measured()))
