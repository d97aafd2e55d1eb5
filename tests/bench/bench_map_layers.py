"""5,000 landmarks of a file come in while their list is open: how long the screen is held up at once.

Budget: 50 ms of the screen thread's processor time in one round of the loop, the collector's pauses included.
"""

from __future__ import annotations

import asyncio
import json
import random
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from batola_desk.settings.memory_tidier import LOOK_S, MemoryTidier
from tests.bench.own_process import figures_of
from tests.support.window_stage import WindowStage, open_window, run_in_app

COUNT = 5_000
LAT, LON, ZOOM = -3.1, 114.6, 13.0
LIMIT_S = 300.0
STEP = "the screen held up by a file of 5,000 landmarks with their list open, worst step, ms (budget 50)"


class Rounds:
    """Processor time of the screen thread between two rounds of its loop."""

    def __init__(self) -> None:
        self.took_ms: list[float] = []
        self._last_s = 0.0
        self._beat = QTimer()
        self._beat.timeout.connect(self._note)

    def begin(self) -> None:
        self._last_s = time.thread_time()
        self._beat.start(0)

    def end(self) -> None:
        self._beat.stop()

    def _note(self) -> None:
        now_s = time.thread_time()
        self.took_ms.append((now_s - self._last_s) * 1000)
        self._last_s = now_s


def _write(path: Path) -> None:
    dice = random.Random(1)
    features = [
        {
            "type": "Feature",
            "geometry": {
                "type": "Point",
                "coordinates": [LON + dice.gauss(0, 0.1), LAT + dice.gauss(0, 0.1)],
            },
            "properties": {"nama": f"Langgar {number}", "jenis": "patokan"},
        }
        for number in range(COUNT)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")


async def _measure(stage: WindowStage, path: Path) -> dict[str, float]:
    sheet = stage.window.map_features.sheet
    stage.window.map_panel.canvas.fly_to(LAT, LON, ZOOM)
    sheet.bring_up()
    await stage.settle(1.0)
    tidier = MemoryTidier(lambda: False, has_thread=False, keeps_survivors=True)
    tidier.start()
    tidying = asyncio.create_task(_tidy(tidier))
    rounds, began_s = Rounds(), time.process_time()
    rounds.begin()
    sheet.files.take_file(str(path))
    features = stage.services.map_features
    await stage.until(lambda: len(features.known()) == COUNT and sheet.files.take.isEnabled(), "all", LIMIT_S)
    await stage.settle(0.5)
    rounds.end()
    tidying.cancel()
    tidier.stop()
    typed_s = time.thread_time()
    stage.services.places.search("langgar")
    key_ms = (time.thread_time() - typed_s) * 1000
    return {
        STEP: max(rounds.took_ms),
        "processor time of all of it, s": time.process_time() - began_s,
        "the first key in the place field after it, ms (budget 50)": key_ms,
    }


async def _tidy(tidier: MemoryTidier) -> None:
    while True:
        await asyncio.sleep(LOOK_S)
        tidier.tick()


async def _figures(app: QApplication) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="bench-layers-") as home:
        path = Path(home) / "patokan.geojson"
        _write(path)
        async with open_window(app, Path(home)) as stage:
            return await _measure(stage, path)


def main() -> dict[str, float]:
    """Measure in a process of its own."""
    found = figures_of("tests.bench.bench_map_layers", ())
    return {f"map: {name}": value for name, value in found.items()}


def measured() -> dict[str, float]:
    """Open a window of this process and measure."""
    return run_in_app(_figures)


if __name__ == "__main__":
    print(json.dumps(measured()))
