"""The network of the map pack for ways, areas and the tide: loaded, made ready and searched in one thread.

The screen never waits for it: questions are coroutines. A pack, closures or jetties that changed are noticed
with the next question; two states of the network are kept, because tickets inside a danger area are reached
through it and others are not.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from batola_desk.domain.catalog import Catalog
from batola_desk.domain.errors import EnvironmentFault, OperatorError
from batola_desk.map.coordinates import LatLon
from batola_desk.map.pack.reader import MapPack
from batola_desk.map.pack.store import PackStore
from batola_desk.map.routing.closures import Closure
from batola_desk.map.routing.graph import RoadGraph
from batola_desk.map.routing.network import Jetty, Network
from batola_desk.map.routing.reach import ReachAreas, reach_areas
from batola_desk.map.routing.snapping import SnapIndex
from batola_desk.map.routing.way import Way
from batola_desk.map.routing.ways import FLAGS, Candidate, Finder
from batola_desk.map.tide import Level, TideTable, read_tide_table
from batola_desk.settings.paths import DeskPaths

log = logging.getLogger("batola.services")

NETWORKS_KEPT = 2  # LIMIT: each costs some 30 MB beside the graph of 500,000 edges
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class TidalJetty:
    """A jetty that people drew; usable between two levels, None = whatever the level."""

    jetty: Jetty
    from_m: float | None = None
    to_m: float | None = None

    def is_usable_at(self, level_m: float) -> bool:
        """Whether boats can be left and entered here at a level."""
        is_high_enough = self.from_m is None or level_m >= self.from_m
        return is_high_enough and (self.to_m is None or level_m <= self.to_m)


@dataclass(frozen=True, slots=True)
class Surface:
    """What ways lie on, besides the pack: changes with every drawn feature."""

    jetties: tuple[TidalJetty, ...] = ()
    closures: tuple[Closure, ...] = ()


@dataclass(frozen=True, slots=True)
class WayQuestion:
    """Who of the candidates is at the place first.

    Attributes:
        at_s: now, seconds since 1970 UTC; the tide on the way is that of the arrival.
    """

    place: LatLon
    candidates: tuple[Candidate, ...]
    count: int
    surface: Surface
    at_s: float


@dataclass(frozen=True, slots=True)
class WayAnswer:
    """Ways found.

    Attributes:
        ways: by unit; the nearest ``count`` at least, if so many have one.
        is_whole: whoever has no way here has none at all.
        near_place: media whose network passes near the place.
        near_unit: the same for each unit.
        has_closures: something on the network is closed.
        has_dry_jetty: the tide keeps somebody from changing at a jetty.
        jetty_names: of ``Leg.jetty``.
    """

    ways: dict[str, Way]
    is_whole: bool
    near_place: frozenset[str]
    near_unit: dict[str, frozenset[str]]
    has_closures: bool
    has_dry_jetty: bool
    jetty_names: tuple[str, ...]


class WayDesk:
    """Answers questions about ways. Thread: asked on the loop, works in a thread of its own."""

    def __init__(self, paths: DeskPaths, catalog: Catalog) -> None:
        self._packs = PackStore(paths.map_packs)
        self._tide_path = paths.tide_table
        self._catalog = catalog
        self._pool: ThreadPoolExecutor | None = None
        # everything below belongs to the thread
        self._pack: Path | None = None
        self._graph: tuple[RoadGraph, SnapIndex] | None = None
        self._finders: OrderedDict[Surface, Finder] = OrderedDict()
        self._tide: TideTable | None = None
        self._tide_seen: tuple[int, int] | None = None

    async def nearest(self, question: WayQuestion) -> WayAnswer | None:
        """Ways to a place; None = there is no network to ask."""
        return await self._run(lambda: self._nearest(question))

    async def reach(
        self, place: LatLon, medium: str, minutes: Sequence[int], surface: Surface
    ) -> ReachAreas | None:
        """Areas that are reached from a place.

        Raises:
            OperatorError: ``reach_no_network``.
        """

        def work() -> ReachAreas | None:
            finder = self._finder(surface)
            if finder is None:
                raise OperatorError("reach_no_network")
            return reach_areas(finder.network, place, medium, minutes)

        return await self._run(work)

    async def levels(self, moments: Sequence[tuple[LatLon, float]]) -> list[Level | None]:
        """The tide at places and times."""
        return await self._run(lambda: [self._level(place, at_s) for place, at_s in moments])

    def stop(self) -> None:
        """Take no more questions; what is being computed ends by itself."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    async def _run(self, work: Callable[[], Answer]) -> Answer:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, thread_name_prefix="ways")
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)

    # ---------------------------------------------------------------- in the thread

    def _nearest(self, question: WayQuestion) -> WayAnswer | None:
        finder = self._finder(question.surface)
        if finder is None:
            return None
        drawn = {one.jetty.jetty_id: one for one in question.surface.jetties}
        dry: set[int] = set()

        def is_usable(number: int, after_s: float) -> bool:
            jetty = finder.network.jetties[number]
            limits = drawn.get(jetty.jetty_id)
            if limits is None:
                return True
            level = self._level(jetty.at, question.at_s + after_s)
            if level is None or limits.is_usable_at(level.metres):
                return True
            dry.add(number)
            return False

        ways = finder.nearest(question.place, question.candidates, question.count, is_jetty_usable=is_usable)

        def near(place: LatLon) -> frozenset[str]:
            return frozenset(medium for medium, flag in FLAGS.items() if finder.spots_at(place, flag))

        return WayAnswer(
            ways,
            is_whole=len(ways) < question.count,
            near_place=near(question.place),
            near_unit={one.unit_id: near(one.at) for one in question.candidates},
            has_closures=finder.network.has_closures,
            has_dry_jetty=bool(dry),
            jetty_names=tuple(jetty.name for jetty in finder.network.jetties),
        )

    def _finder(self, surface: Surface) -> Finder | None:
        self._look_at_pack()
        if self._graph is None:
            return None
        known = self._finders.get(surface)
        if known is None:
            graph, index = self._graph
            jetties = [one.jetty for one in surface.jetties]
            routing = self._catalog.routing
            known = Finder(Network(graph, index, routing, jetties=jetties, closures=surface.closures))
            self._finders[surface] = known
            while len(self._finders) > NETWORKS_KEPT:
                self._finders.popitem(last=False)
        self._finders.move_to_end(surface)
        return known

    def _look_at_pack(self) -> None:
        """Take over the pack in use, if it is another than before."""
        path = self._packs.current()
        if path == self._pack:
            return
        self._pack, self._graph = path, None
        self._finders.clear()
        if path is None:
            return
        try:
            pack = MapPack.open(path)
            try:
                arrays = pack.graph_arrays()
            finally:
                pack.close()
            if arrays is not None:
                graph = RoadGraph.from_arrays(arrays)
                self._graph = (graph, SnapIndex(graph))
        except (EnvironmentFault, OperatorError) as fault:
            log.warning("no ways from the map pack: %s", fault.code, extra={"values": fault.values})

    def _level(self, place: LatLon, at_s: float) -> Level | None:
        self._look_at_tide()
        return self._tide.level_at(place, at_s) if self._tide is not None else None

    def _look_at_tide(self) -> None:
        try:
            stat = self._tide_path.stat()
            seen = (stat.st_mtime_ns, stat.st_size)
        except OSError:
            self._tide, self._tide_seen = None, None
            return
        if seen == self._tide_seen:
            return
        self._tide_seen = seen
        try:
            self._tide = read_tide_table(
                self._tide_path,
                utc_offset_min=self._catalog.centre.utc_offset_min,
                stations=tuple(self._catalog.tide_stations.values()),
            )
        except OperatorError as fault:
            self._tide = None
            log.warning("tide table not used: %s", fault.code, extra={"values": fault.values})
