"""A few roads and canals drawn in metres, for tests of ways."""

from __future__ import annotations

import numpy as np

from batola_desk.domain.routing import Routing, Travel, WaySpeed
from batola_desk.map.coordinates import LatLon
from batola_desk.map.projection import project
from batola_desk.map.routing.builder import GraphBuilder
from batola_desk.map.routing.closures import Closure
from batola_desk.map.routing.graph import UNITS, RoadGraph
from batola_desk.map.routing.network import Jetty, Network
from batola_desk.map.routing.snapping import SnapIndex
from batola_desk.map.routing.ways import Candidate, Finder

FAST, SLOW, WATER = "road.primary", "road.track", "water.canal"
TRAVEL = Travel(snap_limit_m=400.0, transfer_limit_m=60.0, transfer_s=300.0)
ROUTING = Routing(
    travel=TRAVEL,
    speeds={
        FAST: WaySpeed(kind=FAST, kmh=60.0),
        SLOW: WaySpeed(kind=SLOW, kmh=6.0),
        WATER: WaySpeed(kind=WATER, kmh=18.0),
    },
)
LAT, LON = -3.0, 114.7
DEGREE_M = 111_195.0


def at(east_m: float, south_m: float) -> LatLon:
    return LatLon(LAT - south_m / DEGREE_M, LON + east_m / DEGREE_M)


class Lines:
    """Lines in metres from a corner."""

    def __init__(self) -> None:
        self._builder = GraphBuilder()

    def line(self, kind: str, *points: tuple[float, float], one_way: bool = False) -> Lines:
        places = [at(*point) for point in points]
        x, y = project([place.lat for place in places], [place.lon for place in places])
        self._builder.add_line(
            (np.stack([x, y], axis=1) * UNITS).astype(np.uint32),
            road=kind.startswith("road"), boat=kind.startswith("water"),
            backward=not one_way, kind=kind, feature_id=1,
        )  # fmt: skip
        return self

    def jetty(self, east_m: float, south_m: float) -> Lines:
        """A jetty of the pack."""
        x, y = project(*at(east_m, south_m))
        self._builder.add_transfer(int(x * UNITS), int(y * UNITS))
        return self

    def graph(self) -> RoadGraph:
        return RoadGraph.from_arrays(self._builder.finish())

    def finder(self, *closures: Closure, jetties: tuple[Jetty, ...] = ()) -> Finder:
        graph = self.graph()
        return Finder(Network(graph, SnapIndex(graph), ROUTING, jetties=jetties, closures=closures))


def unit(name: str, east_m: float, south_m: float, medium: str = "road") -> Candidate:
    return Candidate(name, at(east_m, south_m), medium)
