"""Figures of drawing the map on a map pack, with everything that moves on it, by software alone.

Each measurement is a process of its own, so that memory and start are those of the map alone; once on
Qt's offscreen platform and, where ``xvfb-run`` is, once on a real X server. Budgets are those of issue 5.
Beside them stands what design.md §6 measured on the same kind of data for MapLibre in Qt WebEngine (which
is not installed here) and for pyqtgraph, and what pyqtgraph's hairlines need now (``map_pyqtgraph``).
Paint times are processor time of the screen thread: other processes do not count.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.bench.own_process import figures_of, platforms

SEGMENTS = 50_000
REFERENCE = {  # design.md §6: MapLibre in WebEngine, pyqtgraph
    "pan": (8.5, 14.0),
    "paint p95": (215.0, 192.0),
    "update": (336.0, 135.0),  # their p50
    "first": (3700.0, 1700.0),
    "memory": (1425.0, 188.0),
}
FLAT_MINUTES_MIN = 5.0  # before, the caches are still being filled


def main(minutes: float = 0.5, pack: Path | None = None) -> dict[str, float]:
    """Measure everything; figures by name, budgets in the names."""
    from tests.support.map_packs import make_network_pack  # not in the child: its start is measured

    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="bench-map-") as folder:
        found = pack or make_network_pack(Path(folder), segments=SEGMENTS)
        live = figures_of("tests.bench.map_pyqtgraph", [str(found)])
        for platform in platforms():
            figures |= _named(_child("motion", found, platform), platform, live)
        first = first_picture(found)
        beside = _beside("first", live)
        figures[f"map: first complete paint from process start ms{beside} (budget 1000)"] = first["complete"]
        figures["map: first complete paint after the window is up ms (budget 300)"] = first["after show"]
        memory = _child("memory", found, "offscreen", minutes=minutes)
        beside = _beside("memory", live)
        figures[f"map: memory after {minutes:g} min of panning MB{beside} (budget 320)"] = memory["rss"]
        budget = " (budget 8)" if minutes >= FLAT_MINUTES_MIN else ""
        figures[f"map: memory grown in the last half of {minutes:g} min MB{budget}"] = memory["grown"]
    return figures


def first_picture(pack: Path) -> dict[str, float]:
    """The quickest of three starts: the first has no compiled modules yet, any may be held up by others."""
    return min((_child("first", pack, "offscreen") for _ in range(3)), key=lambda one: one["complete"])


def _beside(what: str, hairlines: Mapping[str, float]) -> str:
    maplibre, pyqtgraph = REFERENCE[what]
    live = f"; pyqtgraph hairlines now {hairlines[what]:.3g}" if what in hairlines else ""
    return f" [design §6: MapLibre {maplibre:g}, pyqtgraph {pyqtgraph:g}{live}]"


def _named(figures: dict[str, float], platform: str, live: Mapping[str, float]) -> dict[str, float]:
    budgets = {
        "pan per s": f"map: frames of a pan per s, {platform}{_beside('pan', live)} (budget 55)",
        "zoom per s": f"map: frames of a zoom per s, {platform} (budget 55)",
        "pan p95": f"map: paint p95 of a pan ms, {platform}{_beside('paint p95', live)} (budget 14)",
        "zoom p95": f"map: paint p95 of a zoom ms, {platform} (budget 14)",
        "update p95": f"map: unit update to painted p95 ms, {platform}{_beside('update', live)} (budget 33)",
        "density p95": f"map: paint p95 of a pan over 1,000,000 incidents ms, {platform} (budget 14)",
        "density per s": f"map: frames of a pan over 1,000,000 incidents per s, {platform} (budget 55)",
    }
    return {budgets[name]: value for name, value in figures.items() if name in budgets}


def _child(what: str, pack: Path, platform: str, *, minutes: float = 0.0) -> dict[str, float]:
    arguments = ["--child", what, "--pack", str(pack), "--minutes", str(minutes)]
    bytecode = pack.parent / "bytecode" if what == "first" else None
    return figures_of("tests.bench.bench_map_paint", arguments, platform=platform, bytecode=bytecode)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=0.5, help="length of the memory measurement")
    parser.add_argument("--pack", type=Path, help="a pack that is there already")
    parser.add_argument("--child", choices=("motion", "first", "memory"), help="what a child measures")
    options = parser.parse_args()
    if options.child:
        from tests.bench import map_motion  # only the child draws

        print(json.dumps(map_motion.MEASURES[options.child](options.pack, options.minutes)))
    else:
        for name, value in main(options.minutes, options.pack).items():
            print(f"{name:<110}{value:10.2f}")
