"""Figures of the map: painting while panning with many marks, and finding places while typing.

Run as a program or through ``main()``; prints one line per figure and returns them. Budgets are those of
the first milestone: key to suggestion below 50 ms, key to paint p95 at most 16 ms with 2,000 incidents.
"""

from __future__ import annotations

import os
import random
import time

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication

from batola_desk.map.gazetteer import Gazetteer
from batola_desk.map.marks import AGENCY_SHAPES, PRIORITIES, IncidentMark, UnitMark
from batola_desk.settings.paths import resource_path
from batola_desk.ui.map.canvas import MapCanvas
from batola_desk.ui.map.palette import TOKENS, MapPalette

INCIDENTS = 2000
UNITS = 300
SIZE_PX = (900, 980)
TYPED = (
    "handil bakti rt 4 seberang masjid",
    "kebakaran rumah di desa sungai lumbah kec alalak dekat jembatan besar",
    "soengai gampa asahi rantau badau",
)
PAINT_BUDGET_MS = 16.0
SUGGEST_BUDGET_MS = 50.0


class TimedCanvas(MapCanvas):
    """Measures its own painting."""

    def __init__(self, gazetteer: Gazetteer, palette: MapPalette) -> None:
        super().__init__(gazetteer, palette)
        self.paints_ms: list[float] = []

    def paintEvent(self, qt_event: QPaintEvent) -> None:
        start = time.perf_counter()
        super().paintEvent(qt_event)
        self.paints_ms.append((time.perf_counter() - start) * 1000)


def main() -> dict[str, float]:
    app = QApplication.instance() or QApplication([])
    gazetteer = Gazetteer.load(resource_path("gazetteer", "gazetteer.csv"))
    figures = _suggest(gazetteer) | _paint(app, gazetteer)
    for name, value in figures.items():
        print(f"{name:<52}{value:10.2f}")
    return figures


def _suggest(gazetteer: Gazetteer) -> dict[str, float]:
    keys = [text[:end] for text in TYPED for end in range(1, len(text) + 1)] * 3
    took = []
    for typed in keys:
        start = time.perf_counter()
        gazetteer.suggest(typed)
        took.append((time.perf_counter() - start) * 1000)
    where = []
    for _ in range(500):
        start = time.perf_counter()
        gazetteer.nearest(-3.2, 114.6)
        where.append((time.perf_counter() - start) * 1000)
    return {
        "map: key to suggestions p50 ms": float(np.percentile(took, 50)),
        "map: key to suggestions p95 ms (budget 50)": float(np.percentile(took, 95)),
        "map: desa of a point p95 ms": float(np.percentile(where, 95)),
    }


def _paint(app: QApplication, gazetteer: Gazetteer) -> dict[str, float]:
    rng = random.Random(7)
    palette = MapPalette.from_tokens(dict.fromkeys(TOKENS, "#808080"), name="bench")
    canvas = TimedCanvas(gazetteer, palette)
    canvas.set_animated(False)
    canvas.resize(*SIZE_PX)
    start = time.perf_counter()
    canvas.show()
    canvas.set_incidents(_incidents(gazetteer, rng))
    canvas.set_units(_units(gazetteer, rng))
    while not canvas.is_complete:
        app.processEvents()
    complete_ms = (time.perf_counter() - start) * 1000
    figures = {"map: first complete picture ms": complete_ms}
    for zoom in (10.25, 12.0, 14.0):
        canvas.fly_to(-3.05, 114.62, zoom)
        canvas.paints_ms.clear()
        for step in range(90):
            canvas._control.pan(9.0, 5.0 if step % 2 else -4.0)
            canvas.repaint()
            app.processEvents()
        figures |= _percentiles(f"map: paint while panning, zoom {zoom:g},", canvas.paints_ms)
    canvas.go_home()
    canvas.paints_ms.clear()
    for _ in range(40):
        canvas.set_units(_units(gazetteer, rng))
        canvas.set_incidents(canvas._marks.incidents)
        canvas.repaint()
    figures |= _percentiles("map: paint after all marks changed,", canvas.paints_ms)
    figures["map: tile memory MB (budget 64)"] = canvas._tiles.bytes_used / 2**20
    canvas.close()
    canvas.deleteLater()
    app.processEvents()
    return figures


def _percentiles(name: str, took_ms: list[float]) -> dict[str, float]:
    return {
        f"{name} p50 ms": float(np.percentile(took_ms, 50)),
        f"{name} p95 ms (budget {PAINT_BUDGET_MS:g})": float(np.percentile(took_ms, 95)),
    }


def _incidents(gazetteer: Gazetteer, rng: random.Random) -> list[IncidentMark]:
    marks = []
    for number in range(INCIDENTS):
        place = rng.choice(gazetteer.desa)
        lat, lon = place.lat + rng.gauss(0, 0.01), place.lon + rng.gauss(0, 0.01)
        priority, radius = rng.choice(PRIORITIES), rng.choice((0.0, 50.0, 400.0))
        marks.append(
            IncidentMark(f"i{number}", lat, lon, radius, priority, f"K-{number}", selected=number == 5)
        )
    return marks


def _units(gazetteer: Gazetteer, rng: random.Random) -> list[UnitMark]:
    marks = []
    for number in range(UNITS):
        place = rng.choice(gazetteer.desa)
        lat, lon = place.lat + rng.gauss(0, 0.01), place.lon + rng.gauss(0, 0.01)
        shape, state = rng.choice(AGENCY_SHAPES), rng.choice(("available", "en_route", "on_scene"))
        heading, age_s = rng.choice((None, rng.uniform(0, 360))), rng.choice((5.0, 400.0, 900.0))
        marks.append(UnitMark(f"u{number}", lat, lon, f"BPK {number}", shape, state, heading, age_s))
    return marks


if __name__ == "__main__":
    main()
