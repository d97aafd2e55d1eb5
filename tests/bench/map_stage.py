"""A map as on a busy day, for the figures of painting: a pack, 2,000 incidents, 300 units that move."""

from __future__ import annotations

import random
import time
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication

from batola_desk.map.density import PastPlaces
from batola_desk.map.gazetteer import Gazetteer
from batola_desk.map.marks import AGENCY_SHAPES, PRIORITIES, IncidentMark, UnitMark
from batola_desk.map.projection import project
from batola_desk.settings.large_blocks import keep_large_blocks_apart
from batola_desk.settings.paths import resource_path
from batola_desk.ui.map.base_keeper import BaseKeeper
from batola_desk.ui.map.canvas import MapCanvas
from batola_desk.ui.map.heat_overlay import HeatOverlay
from batola_desk.ui.map.overlay import ORDER_BASE
from batola_desk.ui.map.palette import MapPalette
from batola_desk.ui.theme.tokens import LIGHT

INCIDENTS = 2000
UNITS = 300
UPDATES_PER_S = 300
SIZE_PX = (900, 980)


class TimedCanvas(MapCanvas):
    """Measures its own painting, and how old a unit's news is when it is on the screen."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        super().__init__(gazetteer, MapPalette.from_tokens(LIGHT, name="light"))
        self.paints_ms: list[float] = []
        self.paints_cpu_ms: list[float] = []
        self.ages_ms: list[float] = []
        self.told_s: list[float] = []

    def forget_times(self) -> None:
        """Begin to note anew."""
        for times in (self.paints_ms, self.paints_cpu_ms, self.ages_ms):
            times.clear()

    def paintEvent(self, qt_event: QPaintEvent) -> None:
        start_s, start_cpu_s = time.perf_counter(), time.thread_time()
        super().paintEvent(qt_event)
        end_s = time.perf_counter()
        self.paints_ms.append((end_s - start_s) * 1000)
        self.paints_cpu_ms.append((time.thread_time() - start_cpu_s) * 1000)
        self.ages_ms.extend((end_s - told_s) * 1000 for told_s in self.told_s)
        self.told_s.clear()


class MapStage:
    """The canvas with everything on it. ``run_updates`` moves units as often as they report."""

    def __init__(self, pack: Path, *, seed: int = 7) -> None:
        keep_large_blocks_apart()  # as the desk does
        self.app = QApplication.instance() or QApplication([])
        self.random = random.Random(seed)
        self.gazetteer = Gazetteer.load(resource_path("gazetteer", "gazetteer.csv"))
        self.canvas = TimedCanvas(self.gazetteer)
        self.canvas.set_animated(False)
        self.canvas.resize(*SIZE_PX)
        self.keeper = BaseKeeper(self.canvas, lambda: pack, self.canvas)
        self.heat = HeatOverlay(self.canvas)
        self.heat.changed.connect(self.canvas.overlay_changed)
        self.canvas.add_overlay(self.heat, order=ORDER_BASE)
        self.units = [self._unit(number) for number in range(UNITS)]
        self._next_unit = 0
        self._updated_s = time.perf_counter()

    def show(self) -> None:
        self.canvas.show()
        self.canvas.set_incidents([self._incident(number) for number in range(INCIDENTS)])
        self.canvas.set_units(self.units)

    def is_complete(self) -> bool:
        is_drawn = self.canvas._base_state.meta is not None and self.canvas.is_complete
        return is_drawn and self.heat.is_complete

    def settle(self, limit_s: float = 60.0) -> None:
        """Run the loop as a program does, asleep while threads work: asking all the time holds them up."""
        until_s = time.perf_counter() + limit_s
        wake = QTimer()
        wake.start(50)
        while not self.is_complete():
            assert time.perf_counter() < until_s, "the map is never complete"
            self.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def begin_updates(self) -> None:
        """The units report from now on."""
        self._updated_s = time.perf_counter()

    def run_updates(self) -> None:
        """Tell the canvas of the units that reported since the last call: 300 a second."""
        due = int((time.perf_counter() - self._updated_s) * UPDATES_PER_S)
        self._updated_s += due / UPDATES_PER_S
        for _ in range(due):
            old = self.units[self._next_unit]
            fresh = UnitMark(
                old.unit_id,
                old.lat + self.random.gauss(0, 0.0004),
                old.lon + self.random.gauss(0, 0.0004),
                old.call_sign,
                old.agency_shape,
                old.state,
                self.random.uniform(0, 360),
                1.0,
            )
            self.units[self._next_unit] = fresh
            self._next_unit = (self._next_unit + 1) % UNITS
            self.canvas.move_units([fresh])
            self.canvas.told_s.append(time.perf_counter())

    def show_density(self, count: int) -> None:
        """So many incidents of the past, around the villages."""
        draw = np.random.default_rng(3)
        places = self.gazetteer.desa
        chosen = draw.integers(0, len(places), count)
        lats = np.array([place.lat for place in places])[chosen] + draw.normal(0, 0.01, count)
        lons = np.array([place.lon for place in places])[chosen] + draw.normal(0, 0.01, count)
        x, y = project(lats, lons)
        now = np.zeros(count, np.int64)
        past = PastPlaces(x.astype(np.float32), y.astype(np.float32), now, now.astype(np.uint8), ("K",))
        self.heat.show_places(past, "1.000.000")

    def close(self) -> None:
        self.keeper.close()
        self.heat.close()
        self.canvas.close()
        self.canvas.deleteLater()
        self.app.processEvents()

    def _near_a_village(self) -> tuple[float, float]:
        place = self.random.choice(self.gazetteer.desa)
        return place.lat + self.random.gauss(0, 0.01), place.lon + self.random.gauss(0, 0.01)

    def _incident(self, number: int) -> IncidentMark:
        lat, lon = self._near_a_village()
        radius_m = self.random.choice((0.0, 50.0, 400.0))
        priority = self.random.choice(PRIORITIES)
        return IncidentMark(f"i{number}", lat, lon, radius_m, priority, f"K-{number}", selected=number == 5)

    def _unit(self, number: int) -> UnitMark:
        lat, lon = self._near_a_village()
        shape = self.random.choice(AGENCY_SHAPES)
        state = self.random.choice(("available", "en_route", "on_scene"))
        heading_deg = self.random.choice((None, self.random.uniform(0, 360)))
        age_s = self.random.choice((5.0, 400.0, 900.0))
        return UnitMark(f"u{number}", lat, lon, f"BPK {number}", shape, state, heading_deg, age_s)
