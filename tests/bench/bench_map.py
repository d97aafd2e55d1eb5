"""Figures of the map: finding places while typing here, drawing in ``bench_map_paint``.

Run as a program or through ``main()``; prints one line per figure and returns them.
"""

from __future__ import annotations

import time

import numpy as np

from batola_desk.map.gazetteer import Gazetteer
from batola_desk.settings.paths import resource_path
from tests.bench import bench_map_paint

TYPED = (
    "handil bakti rt 4 seberang masjid",
    "kebakaran rumah di desa sungai lumbah kec alalak dekat jembatan besar",
    "soengai gampa asahi rantau badau",
)


def main(minutes: float = 0.5) -> dict[str, float]:
    """Args: minutes: length of the memory measurement."""
    gazetteer = Gazetteer.load(resource_path("gazetteer", "gazetteer.csv"))
    figures = _suggest(gazetteer) | bench_map_paint.main(minutes)
    for name, value in figures.items():
        print(f"{name:<110}{value:10.2f}")
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


if __name__ == "__main__":
    main()
