"""Figures of ways: who of 40 units is there first, on 50,000 and on 500,000 edges, and what it costs.

Budgets are those of issue 5: k=5 nearest of 40 units at most 20 ms and 100 ms; at most 120 MB for 500,000
edges. The network is a grid of streets and canals, a fifth of its edges missing, every edge between two
real junctions: harder than a map, where chains are merged. networkx stands beside it where installed.
"""

from __future__ import annotations

import gc
import importlib.util
import random
import statistics
import time
import tracemalloc

import numpy as np

from batola_desk.map.coordinates import LatLon
from batola_desk.map.projection import project, unproject
from batola_desk.map.routing.builder import GraphBuilder
from batola_desk.map.routing.graph import UNITS, RoadGraph, metres_per_unit
from batola_desk.map.routing.network import Jetty, Network
from batola_desk.map.routing.reach import reach_areas
from batola_desk.map.routing.snapping import SnapIndex
from batola_desk.map.routing.ways import Candidate, Finder
from batola_desk.settings.catalog import load_catalog
from batola_desk.settings.paths import resource_path

UNITS_COUNT = 40
WANTED = 5
CASES = 25
SIZES = {50_000: 178, 500_000: 561}  # edges → nodes along one side of the grid
NEAREST_BUDGET_MS = {50_000: 20.0, 500_000: 100.0}
MEMORY_BUDGET_MB = 120.0
STEP_M = 150.0


def main() -> dict[str, float]:
    """Measure and print; returns figures by name."""
    figures: dict[str, float] = {}
    for edges, side in SIZES.items():
        arrays = _grid(side).finish()
        figures |= _measure(edges, side, arrays)
    for name, value in figures.items():
        print(f"{name:<64}{value:10.2f}")
    return figures


def _name(edges: int, which: str) -> str:
    budget = NEAREST_BUDGET_MS[edges]
    return f"k={WANTED} nearest of {UNITS_COUNT} units, {edges:,} edges, {which}, ms (budget {budget:g})"


def _memory(edges: int) -> str:
    budget = f" (budget {MEMORY_BUDGET_MB:g})" if edges == max(SIZES) else ""
    return f"memory of the network, {edges:,} edges, MB{budget}"


def _measure(edges: int, side: int, arrays: dict[str, np.ndarray]) -> dict[str, float]:
    gc.collect()
    tracemalloc.start()
    start = time.perf_counter()
    graph = RoadGraph.from_arrays({name: array.copy() for name, array in arrays.items()})
    routing = load_catalog(resource_path("config")).catalog.routing
    network = Network(graph, SnapIndex(graph), routing, jetties=_jetties(side))
    ready_ms = (time.perf_counter() - start) * 1000
    memory_mb = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    finder = Finder(network)
    dice = random.Random(5)
    times_ms: list[float] = []
    while len(times_ms) < CASES:
        units = [
            Candidate(str(number), _place(dice, side), dice.choice(("road", "road", "both")))
            for number in range(UNITS_COUNT)
        ]
        for unit in units:
            finder.spots(unit)  # units stand or move a little: found when their position came
        place = _place(dice, side)
        start = time.process_time()
        ways = finder.nearest(place, units, WANTED)
        times_ms.append((time.process_time() - start) * 1000)
        if len(ways) < WANTED:  # the place lies on a stray piece: nothing was searched through
            times_ms.pop()
    start = time.process_time()
    reach_areas(network, _place(dice, side), "road", (5, 10, 15, 30))
    areas_ms = (time.process_time() - start) * 1000
    times_ms.sort()
    figures = {
        _name(edges, "p50"): statistics.median(times_ms),
        _name(edges, "p95"): times_ms[int(len(times_ms) * 0.95)],
        _memory(edges): memory_mb,
        f"network made ready (in a thread), {graph.edge_count:,} edges, ms": ready_ms,
        f"areas of 5, 10, 15, 30 min, {edges:,} edges, ms": areas_ms,
    }
    if importlib.util.find_spec("networkx") is not None and edges <= 50_000:
        figures[f"networkx, all shortest times, {edges:,} edges, ms"] = _networkx_ms(network)
    return figures


def _networkx_ms(network: Network) -> float:
    import networkx

    graph = networkx.DiGraph()
    for a, b, seconds in zip(network.end_a, network.end_b, network.along_s, strict=True):
        graph.add_edge(int(a), int(b), weight=float(seconds))
        graph.add_edge(int(b), int(a), weight=float(seconds))
    start = time.process_time()
    networkx.single_source_dijkstra_path_length(graph, int(network.end_a[0]))
    return (time.process_time() - start) * 1000


def _corner() -> tuple[float, float, float]:
    x, y = (float(part) * UNITS for part in project(-3.0, 114.5))
    return x, y, STEP_M / float(metres_per_unit(y))


def _place(dice: random.Random, side: int) -> LatLon:
    x, y, step = _corner()
    return unproject(
        (x + dice.uniform(0, side - 1) * step) / UNITS, (y + dice.uniform(0, side - 1) * step) / UNITS
    )


def _jetties(side: int) -> list[Jetty]:
    dice = random.Random(3)
    return [Jetty(_place(dice, side), str(number)) for number in range(60)]


def _grid(side: int) -> GraphBuilder:
    """Streets both ways, one in ten rows a canal; a fifth of the edges is missing."""
    dice = np.random.default_rng(1)
    x, y, step = _corner()
    wobble = dice.uniform(-0.25, 0.25, (2, side, side)) * step
    grid_x = (x + np.arange(side)[:, None] * step + wobble[0]).astype(np.uint32)
    grid_y = (y + np.arange(side)[None, :] * step + wobble[1]).astype(np.uint32)
    builder = GraphBuilder()
    for row in range(side):
        for along in (True, False):
            is_wet = row % 10 == 5
            line_x = grid_x[row] if along else grid_x[:, row]
            line_y = grid_y[row] if along else grid_y[:, row]
            points = np.stack([line_x, line_y], axis=1)
            gaps = np.flatnonzero(dice.random(side - 1) < 0.2) + 1
            for part in np.split(points, gaps):
                builder.add_line(
                    part, road=not is_wet, boat=is_wet,
                    kind="water.canal" if is_wet else "road.residential", feature_id=row,
                )  # fmt: skip
    return builder


if __name__ == "__main__":
    main()
