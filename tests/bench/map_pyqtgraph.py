"""The same map in pyqtgraph, measured like ours: what a plotting library makes of the same lines and marks.

Lines of one class are one curve of hairlines that are not antialiased, incidents and units one scatter each;
no areas, no names: much less than ours draws. (Antialiased lines of two pixels take it seconds for a paint.)
``python -m tests.bench.map_pyqtgraph PACK``; the last line is JSON.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication

from batola_desk.map.pack.kinds import Shape
from batola_desk.map.pack.meta import Box
from batola_desk.map.pack.reader import MapPack
from batola_desk.map.pack.schema import WORLD_UNITS
from batola_desk.map.projection import project, world_size_px
from tests.bench.map_motion import CENTRE, FRAMES, ZOOMS, rss_mb
from tests.bench.map_stage import INCIDENTS, SIZE_PX, UNITS, UPDATES_PER_S

REST_S = 4.0
FULL_ZOOM = 15
SPREAD = 1e-3  # of the marks around the centre, world fractions
WHOLE = Box(0.0, 0.0, 1.0, 1.0)


class TimedPlot(pg.PlotWidget):
    """Measures its own painting, and how old a unit's news is when it is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.paints_cpu_ms: list[float] = []
        self.ages_ms: list[float] = []
        self.told_s: list[float] = []
        self.hideAxis("left")
        self.hideAxis("bottom")
        self.setMouseEnabled(x=True, y=True)

    def paintEvent(self, qt_event: QPaintEvent) -> None:
        start_s = time.thread_time()
        super().paintEvent(qt_event)
        now_s = time.perf_counter()
        self.paints_cpu_ms.append((time.thread_time() - start_s) * 1000)
        self.ages_ms += [(now_s - told_s) * 1000 for told_s in self.told_s]
        self.told_s.clear()


class Stage:
    """Lines of the pack, incidents, units that move."""

    def __init__(self, pack: Path) -> None:
        self.app = QApplication([])
        self.random = np.random.default_rng(7)
        self.plot = TimedPlot()
        self.plot.resize(*SIZE_PX)
        for name, parts in _lines(pack).items():
            points = np.concatenate(parts) / WORLD_UNITS
            counts = np.array([len(part) for part in parts])
            joined = np.ones(len(points), dtype=bool)
            joined[np.cumsum(counts) - 1] = False
            curve = pg.PlotCurveItem(points[:, 0], -points[:, 1], connect=joined, pen=pg.mkPen(len(name)))
            self.plot.addItem(curve)
        self.middle = np.array([float(part) for part in project(*CENTRE)]) * (1, -1)
        incidents = pg.ScatterPlotItem(pos=self._spread(INCIDENTS), size=20, pxMode=True)
        self.places = self._spread(UNITS)
        self.units = pg.ScatterPlotItem(pos=self.places, size=24, symbol="s", pxMode=True)
        self.plot.addItem(incidents)
        self.plot.addItem(self.units)
        self._next_unit = 0
        self._updated_s = time.perf_counter()
        self.look(ZOOMS[0])

    def look(self, zoom: float, shift: tuple[float, float] = (0.0, 0.0)) -> None:
        """Look at the centre, so many pixels beside it."""
        half = np.array(SIZE_PX) / world_size_px(zoom) / 2
        x, y = self.middle + np.array(shift) / world_size_px(zoom)
        self.plot.setRange(
            xRange=(x - half[0], x + half[0]), yRange=(y - half[1], y + half[1]), padding=0, update=True
        )

    def begin_updates(self) -> None:
        """The units report from now on."""
        self._updated_s = time.perf_counter()

    def run_updates(self) -> None:
        """Move the units that reported since the last call."""
        due = int((time.perf_counter() - self._updated_s) * UPDATES_PER_S)
        self._updated_s += due / UPDATES_PER_S
        for _ in range(due):
            self.places[self._next_unit] += self.random.normal(0, 1e-6, 2)
            self._next_unit = (self._next_unit + 1) % UNITS
            self.plot.told_s.append(time.perf_counter())
        if due:
            self.units.setData(pos=self.places)

    def _spread(self, count: int) -> NDArray[np.float64]:
        return np.asarray(self.middle + self.random.normal(0, SPREAD, (count, 2)))


def measured(pack: Path) -> dict[str, float]:
    """First picture, pan, news of units, memory."""
    stage = Stage(pack)
    stage.plot.show()
    while not stage.plot.paints_cpu_ms:
        stage.app.processEvents()
    first_ms = (time.time() - float(os.environ["BENCH_START_S"])) * 1000
    pans = [_pan(stage, zoom) for zoom in ZOOMS]
    stage.look(12.0)
    stage.plot.repaint()
    stage.plot.told_s.clear()
    stage.plot.ages_ms.clear()
    stage.begin_updates()
    until_s = time.perf_counter() + REST_S
    while time.perf_counter() < until_s:
        stage.run_updates()
        stage.app.processEvents()
        time.sleep(0.001)
    return {
        "first": first_ms,
        "pan": min(rate for rate, _ in pans),
        "paint p95": max(p95_ms for _, p95_ms in pans),
        "update": float(np.percentile(stage.plot.ages_ms, 95)),
        "memory": rss_mb(),
    }


def _pan(stage: Stage, zoom: float) -> tuple[float, float]:
    stage.look(zoom)
    stage.plot.viewport().repaint()
    stage.plot.paints_cpu_ms.clear()
    stage.begin_updates()
    start_s = time.thread_time()
    for frame in range(FRAMES):
        stage.run_updates()
        stage.look(zoom, (9.0 * frame, 5.0 * (frame % 25)))
        stage.plot.viewport().repaint()
        stage.app.processEvents()
    took_s = time.thread_time() - start_s
    return FRAMES / took_s, float(np.percentile(stage.plot.paints_cpu_ms, 95))


def _lines(pack: Path) -> dict[str, list[NDArray[np.float64]]]:
    opened = MapPack.open(pack)
    lines: defaultdict[str, list[NDArray[np.float64]]] = defaultdict(list)
    for feature in opened.features_in(WHOLE, FULL_ZOOM):
        if feature.shape is Shape.LINE:
            lines[feature.kind] += [part.astype(np.float64) for part in feature.each_part()]
    opened.close()
    return lines


if __name__ == "__main__":
    print(json.dumps(measured(Path(sys.argv[1]))))
