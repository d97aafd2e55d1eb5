"""Figures of an import: how long an extract of 500,000 line segments takes, and how much memory.

The extract is a generated regency (``tests/support/map_network.py``) with its buildings, written as .osm.pbf;
the import is the command IT types, in a process of its own, so that only its memory counts. Budgets are those
of issue 5: at most three minutes and 1 GiB.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from tests.bench.bench_map_paint import first_picture
from tests.support.map_network import make_network, write_pbf

SEGMENTS = 500_000
SECONDS_BUDGET = 180.0
MEMORY_BUDGET_MB = 1024.0


def main(segments: int = SEGMENTS) -> dict[str, float]:
    """Measure and print; returns figures by name."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        extract = write_pbf(make_network(segments), home / "batola.osm.pbf")
        report, seconds, cpu_s, peak_mb = _import(home, extract)
        (pack,) = (home / "data" / "map").glob("pack-*.btmap")
        figures = {
            f"import of an extract of {segments:,} segments, s (budget {SECONDS_BUDGET:g})": seconds,
            f"memory of that import, MB (budget {MEMORY_BUDGET_MB:g})": peak_mb,
            "processor time of that import, s": cpu_s,
            "line segments taken": float(sum(file["segments"] for file in report["files"])),
            "features in the pack": float(sum(sum(file["taken"].values()) for file in report["files"])),
            "edges of its routing graph": float(report["edges"]),
            "size of the pack, MB": pack.stat().st_size / 2**20,
            "first complete paint of that pack from process start, ms (budget 1000)": first_picture(pack)[
                "complete"
            ],
        }
    for name, value in figures.items():
        print(f"{name:<72}{value:12.2f}")
    return figures


def _import(home: Path, extract: Path) -> tuple[dict, float, float, float]:
    """Run the command; return its report, wall and processor seconds, and the peak of its memory."""
    command = [
        sys.executable,
        "-m",
        "batola_desk",
        "--home",
        str(home),
        "map",
        "import",
        "--json",
        str(extract),
    ]
    started = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    said: list[str] = []
    assert child.stdout is not None
    reader = threading.Thread(target=said.extend, args=(child.stdout,))
    reader.start()
    if hasattr(os, "wait4"):
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        cpu_s, peak_mb = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    else:  # Windows counts neither for us
        child.wait()
        cpu_s = peak_mb = 0.0
    seconds = time.perf_counter() - started
    reader.join()
    child.stdout.close()
    if child.returncode:
        raise RuntimeError(f"import failed: {said[-1:]}")
    return json.loads(said[-1])["report"], seconds, cpu_s, peak_mb


if __name__ == "__main__":
    main()
