"""What one process measures of a moving map: frames, paints, news of units, first picture, memory."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from tests.bench.map_stage import MapStage

FRAMES = 150
POINTS = 1_000_000
ZOOMS = (10.25, 12.0, 14.0, 16.0)
CENTRE = (-3.05, 114.62)
FRAME_S = 1 / 60


def motion(pack: Path, _minutes: float) -> dict[str, float]:
    """Frames and paints of a pan and of flights between zooms, with 300 units reporting meanwhile."""
    stage = MapStage(pack)
    stage.show()
    stage.settle()
    pans = [_pan(stage, zoom) for zoom in ZOOMS]
    pan_p95 = max(paint for _, paint, _ in pans)
    zoom_rate, zoom_p95 = _zoom(stage)
    ages_ms = _at_rest(stage)
    stage.show_density(POINTS)
    hot = [_pan(stage, zoom) for zoom in ZOOMS]
    stage.close()
    return {
        "density per s": min(rate for rate, _, _ in hot),
        "density p95": max(paint for _, paint, _ in hot),
        "pan per s": min(rate for rate, _, _ in pans),
        "pan p95": pan_p95,
        "zoom per s": zoom_rate,
        "zoom p95": zoom_p95,
        "update p95": float(np.percentile(ages_ms, 95)),
    }


def _pan(stage: MapStage, zoom: float) -> tuple[float, float, float]:
    """Frames per second of the screen thread's processor time and paint p95: without other processes."""
    stage.canvas.fly_to(*CENTRE, zoom)
    stage.settle()
    stage.canvas.paints_cpu_ms.clear()
    stage.begin_updates()
    start_s = time.thread_time()
    for frame in range(FRAMES):
        stage.run_updates()
        stage.canvas._control.pan(9.0, 5.0 if frame % 50 < 25 else -5.0)
        stage.canvas.repaint()
        stage.app.processEvents()
    took_s = time.thread_time() - start_s
    return FRAMES / took_s, float(np.percentile(stage.canvas.paints_cpu_ms, 95)), took_s


def _zoom(stage: MapStage) -> tuple[float, float]:
    """Wheel turns: flights in and out, as fast as frames can be made."""
    canvas = stage.canvas
    canvas.set_animated(True)
    canvas.fly_to(*CENTRE, 11)
    stage.settle()
    canvas.paints_cpu_ms.clear()
    stage.begin_updates()
    start_s = time.thread_time()
    for turn in range(24):
        canvas._control.zoom_by(0.5 if turn % 12 < 6 else -0.5, 450.0, 490.0)
        while canvas._control.is_flying:
            stage.run_updates()
            canvas.repaint()
            stage.app.processEvents()
    took_s = time.thread_time() - start_s
    canvas.set_animated(False)
    return len(canvas.paints_cpu_ms) / took_s, float(np.percentile(canvas.paints_cpu_ms, 95))


def _at_rest(stage: MapStage, seconds: float = 4.0) -> list[float]:
    """Age of news when it is on the screen, while nobody touches the map."""
    stage.canvas.fly_to(*CENTRE, 12)
    stage.settle()
    stage.canvas.told_s.clear()
    stage.canvas.ages_ms.clear()
    stage.begin_updates()
    until_s = time.perf_counter() + seconds
    while time.perf_counter() < until_s:
        stage.run_updates()
        stage.app.processEvents()
        time.sleep(0.001)
    return stage.canvas.ages_ms


def first(pack: Path, _minutes: float) -> dict[str, float]:
    """From the start of this process to the first picture in which nothing is missing."""
    started_s = float(os.environ["BENCH_START_S"])
    stage = MapStage(pack)
    shown_s = time.time()
    stage.show()
    stage.settle()
    complete_s = time.time()
    stage.close()
    return {"complete": (complete_s - started_s) * 1000, "after show": (complete_s - shown_s) * 1000}


def memory(pack: Path, minutes: float) -> dict[str, float]:
    """Random panning and zooming for so long, at 60 frames a second; memory of the whole process."""
    stage = MapStage(pack)
    stage.show()
    stage.settle()
    until_s = time.monotonic() + minutes * 60
    middle_s = time.monotonic() + minutes * 30
    at_middle = 0.0
    turn = 0
    while time.monotonic() < until_s:
        turn += 1
        if turn % 240 == 1:
            stage.canvas.forget_times()  # what is noted of each paint would grow, not the map
            place = stage.random.choice(stage.gazetteer.desa)
            stage.canvas.fly_to(place.lat, place.lon, stage.random.choice((9, 10.5, 12, 13.25, 14, 15.5, 17)))
        stage.run_updates()
        stage.canvas._control.pan(stage.random.uniform(-14, 14), stage.random.uniform(-14, 14))
        stage.app.processEvents()
        time.sleep(FRAME_S)
        if not at_middle and time.monotonic() > middle_s:
            at_middle = rss_mb()
    at_end = rss_mb()
    stage.close()
    return {"rss": at_end, "grown": max(0.0, at_end - at_middle)}


def rss_mb() -> float:
    """What this process holds now (its greatest extent where the system tells no more)."""
    status = Path("/proc/self/statm")
    if status.exists():
        return int(status.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    import resource  # not on Windows: the memory of the map is measured where there is a way to

    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


MEASURES: dict[str, Callable[[Path, float], dict[str, float]]] = {
    "motion": motion,
    "first": first,
    "memory": memory,
}
