"""Every budget of the desk in one table, with the machine it was measured on (``make bench``).

python tools/bench.py [--minutes 30] [--only cable|desk|journal|map|room|voice] [--full]
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # the benches live beside the tests

_BUDGET = re.compile(r"\s*\(budget ([\d.,]+)\)")
_BESIDE = re.compile(r"\s*\[([^]]*)\]")  # what others need for the same
_RATE = re.compile(r"\bper s\b")  # of a rate the budget is the least that will do


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table; ``least``: the budget is a lower bound."""

    name: str
    value: float
    unit: str
    budget: float | None
    note: str = ""
    least: bool = False

    @property
    def verdict(self) -> str:
        if self.budget is None:
            return ""
        is_ok = self.value >= self.budget if self.least else self.value <= self.budget
        return "ok" if is_ok else "OVER"


def named(figures: dict[str, float]) -> list[Line]:
    """Read the budgets that stand in the names of the figures."""
    lines = []
    for name, value in figures.items():
        found = _BUDGET.search(name)
        budget = float(found.group(1).replace(",", "")) if found else None
        least = _RATE.search(name) is not None
        beside = _BESIDE.search(name)
        shown = _BESIDE.sub("", _BUDGET.sub("", name))
        lines.append(Line(shown, value, "", budget, beside.group(1) if beside else "", least=least))
    return lines


def journal() -> list[Line]:
    """Durable appends, folding again, a long history."""
    from tests.bench import bench_journal

    return named(bench_journal.main())


def room(*, is_full: bool) -> list[Line]:
    """Catching up with the other desks, own facts meanwhile, a long history; many desks and a server."""
    from tests.bench import bench_room, bench_secretariat

    return named({**bench_room.main(), **bench_secretariat.main(is_full=is_full)})


def cable() -> list[Line]:
    """Keys at a desk with its server, without it, and with one that answers after seconds."""
    from tests.bench import bench_cable

    return named(bench_cable.main())


def map_figures(minutes: float) -> list[Line]:
    """Painting and finding places."""
    from tests.bench import (
        bench_map,
        bench_map_delivery,
        bench_map_import,
        bench_map_layers,
        bench_map_routing,
        bench_map_search,
        bench_map_units,
    )

    figures = bench_map.main(minutes) | bench_map_routing.main() | bench_map_import.main()
    figures |= bench_map_delivery.main() | bench_map_layers.main()
    return named(figures | bench_map_search.main() | bench_map_units.main())


def desk(minutes: float) -> list[Line]:
    """Both real processes."""
    from tests.bench import bench_desk

    return [
        Line(figure.name, figure.value, figure.unit, figure.budget, f"n={figure.count}")
        for figure in bench_desk.main(minutes)
    ]


def voice() -> list[Line]:
    """How calls sound through bad networks, beside another phone."""
    from tests.bench import bench_voice

    return [
        Line(figure.name, figure.value, figure.unit, figure.budget, f"n={figure.count}", least=figure.least)
        for figure in bench_voice.figures(*bench_voice.main())
    ]


def machine() -> str:
    """One line about where this was measured."""
    model = platform.processor() or "unknown processor"
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        named_so = re.search(r"model name\s*:\s*(.+)", cpuinfo.read_text(encoding="utf-8"))
        model = named_so.group(1) if named_so else model
    load = f", load {os.getloadavg()[0]:.1f} at the end" if hasattr(os, "getloadavg") else ""
    return f"{os.cpu_count()} x {model}, {platform.system()}, Python {platform.python_version()}{load}"


def main() -> int:
    """Run the benches; exit code 1 when a budget is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=3.0, help="length of the memory measurement")
    parser.add_argument("--only", choices=("cable", "journal", "room", "map", "desk", "voice"))
    parser.add_argument("--full", action="store_true", help="the room with 1,000,000 facts, too (8 minutes)")
    options = parser.parse_args()
    parts: dict[str, Callable[[], list[Line]]] = {
        "desk": lambda: desk(options.minutes),
        "journal": journal,
        "room": lambda: room(is_full=options.full),
        "cable": cable,
        "map": lambda: map_figures(options.minutes),
        "voice": voice,
    }
    lines: list[Line] = []
    for name, measure in parts.items():
        if options.only in (None, name):
            print(f"measuring: {name} ...", flush=True)
            lines += measure()
    print(f"\n{machine()}\n")
    print(f"{'figure':<64}{'measured':>12} {'unit':<7}{'budget':>9}  verdict")
    for line in lines:
        budget = "" if line.budget is None else f"{'>=' if line.least else ''}{line.budget:g}"
        print(f"{line.name:<64}{line.value:>12.1f} {line.unit:<7}{budget:>9}  {line.verdict:<5}{line.note}")
    missed = [line.name for line in lines if line.verdict == "OVER"]
    print(f"\n{len(missed)} budget(s) missed" + (": " + "; ".join(missed) if missed else ""))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
