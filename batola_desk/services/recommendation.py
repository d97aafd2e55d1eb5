"""Advises which units go to an incident: who is free and able, and who of them is there first.

An advice is kept until something it rests on changes: the place, the type, a unit's state or position, what
is closed, the pack. Computed off the screen's thread; when that takes longer than a person waits, guesses
stand there meanwhile, named as such. Source: domain.md §5.4, §11, decision 0027.
Thread: the desk's event loop.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.incident import Incident
from batola_desk.map.coordinates import LatLon
from batola_desk.map.projection import distance_m
from batola_desk.map.routing.reach import ReachAreas
from batola_desk.map.tide import Level
from batola_desk.services.change import Change
from batola_desk.services.context import Context
from batola_desk.services.map_feature_views import MapFeatureUseCases
from batola_desk.services.observable import Observable
from batola_desk.services.ranking import as_if_able, judge_units, rank, without_far
from batola_desk.services.recommendation_views import (
    ExcludedUnit,
    RankedUnit,
    RecommendationView,
    TidalState,
)
from batola_desk.services.tide_watch import TideWatch
from batola_desk.services.views import IncidentView, UnitView
from batola_desk.services.way_desk import WayDesk, WayQuestion
from batola_desk.services.way_surface import surface_of
from batola_desk.settings.paths import DeskPaths

log = logging.getLogger("batola.services")

DEADLINE_S: Final = (
    1.0  # LIMIT: nobody waits longer for a first line; guesses stand there until more is known
)
SHOWN_MAX: Final = 8
MINUTES: Final = (5, 10, 15, 30)
KEPT_MAX: Final = 40
NEAR_M: Final = 50.0  # a unit that moved less is where it was
MOVED_EVERY_S: Final = 3.0  # LIMIT: units that drive change an advice no more often
AGAIN_S: Final = 30.0  # the tide and the age of positions go on: an advice older than this is made anew

Key = tuple[object, ...]  # place, type, what is drawn, units without and with where they are


class _Known(NamedTuple):
    """An advice with what it rests on and when it was made (steady clock)."""

    key: Key
    at_s: float
    view: RecommendationView


class RecommendationService:
    """Implements ``RecommendationUseCases``."""

    def __init__(
        self,
        context: Context,
        units: Callable[[], Sequence[UnitView]],
        incidents: Callable[[str], IncidentView | None],
        features: MapFeatureUseCases,
        changed: Observable[Change],
        paths: DeskPaths,
    ) -> None:
        self._context = context
        self._units = units
        self._incidents = incidents
        self._features = features
        self._ways = ways = WayDesk(paths, context.catalog)
        self._tide = TideWatch(
            features, ways, now_s=lambda: context.clock.now_us() / 1e6, publish=context.publish
        )
        changed.subscribe(self._on_change)
        self._known: dict[str, _Known] = {}
        self._fresh: set[str] = set()  # incidents of which nothing has changed since they were looked at
        self._tasks: dict[str, tuple[Key, asyncio.Task[None]]] = {}
        self._places: dict[str, LatLon] = {}

    # ---------------------------------------------------------------- advice

    def view(self, incident_id: str) -> RecommendationView | None:
        """The newest advice; asks for a new one when anything it rests on changed."""
        shown = self._incidents(incident_id)
        if shown is None or shown.incident.location is None or not shown.incident.is_open:
            self._known.pop(incident_id, None)
            return None
        incident = shown.incident
        known = self._known.get(incident_id)
        now_s = self._context.clock.mono_s()
        if known is not None and incident_id in self._fresh and now_s - known.at_s < AGAIN_S:
            return known.view
        units = self._units()
        key = self._key(incident, units)
        self._fresh.add(incident_id)
        if known is not None and known.key == key and now_s - known.at_s < AGAIN_S:
            return known.view
        only_moved = known is not None and known.key[:-1] == key[:-1]
        if only_moved and known is not None and now_s - known.at_s < MOVED_EVERY_S:
            self._fresh.discard(incident_id)  # looked at again soon
        else:
            self._start(incident, units, key)
        is_same = known is not None and known.key[:2] == key[:2]
        return known.view if known is not None and is_same else None  # it stands until the new advice

    def _start(self, incident: Incident, units: Sequence[UnitView], key: Key) -> None:
        """Begin an advice; one that is being made for this place and type may end first."""
        running = self._tasks.get(incident.incident_id)
        if running is not None:
            if running[0][:2] == key[:2]:
                self._fresh.discard(incident.incident_id)  # looked at again when that one is ready
                return
            running[1].cancel()
        task = asyncio.get_running_loop().create_task(
            self._advise(incident, units, key), name="services:recommendation"
        )
        self._tasks[incident.incident_id] = (key, task)
        task.add_done_callback(lambda done: self._on_done(incident.incident_id, done))

    def _on_change(self, change: Change) -> None:
        """What an advice rests on may be another."""
        if change.unit_ids or change.incident_ids or change.what & {"map_features", "unit_positions"}:
            self._fresh.clear()

    @property
    def is_busy(self) -> bool:
        """Whether an advice is being made."""
        return bool(self._tasks)

    async def stop(self) -> None:
        """End what is being computed."""
        tasks = [task for _, task in self._tasks.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, self._tide.stop(), return_exceptions=True)
        self._ways.stop()

    async def _advise(self, incident: Incident, units: Sequence[UnitView], key: Key) -> None:
        catalog = self._context.catalog
        location = incident.location
        assert location is not None
        place, type_code = LatLon(location.latitude, location.longitude), incident.text("type_code")
        able, excluded = judge_units(units, catalog, type_code, incident.incident_id)
        at_s = self._context.clock.now_us() / 1e6
        question = WayQuestion(
            place, tuple(one.candidate for one in able), SHOWN_MAX, surface_of(self._features, place), at_s
        )
        asked = asyncio.ensure_future(self._ways.nearest(question))
        try:
            done, _ = await asyncio.wait({asked}, timeout=DEADLINE_S)
            if not done:
                guessed = rank(able, place, catalog, type_code, None)
                self._keep(self._view(incident, guessed, excluded, is_preliminary=True), key)
            answer = await asked
        finally:
            asked.cancel()
        found = rank(able, place, catalog, type_code, answer)
        arrival_s = at_s + (found[0][0].middle_s if found[0] else 0.0)
        levels = await self._ways.levels([(place, at_s), (place, arrival_s)])
        points = await self._tide.near(place, arrival_s)
        self._keep(replace(self._view(incident, found, excluded, levels), points=points), key)

    def _view(
        self,
        incident: Incident,
        found: tuple[list[RankedUnit], list[ExcludedUnit]],
        excluded: Sequence[ExcludedUnit],
        levels: Sequence[Level | None] = (None, None),
        *,
        is_preliminary: bool = False,
    ) -> RecommendationView:
        ranked, without_way = found
        return RecommendationView(
            incident_id=incident.incident_id,
            ranked=without_far(ranked, SHOWN_MAX),
            excluded=(*without_way, *excluded),
            needs=self._context.catalog.needs_of(incident.text("type_code")),
            level=levels[0],
            level_then=levels[1],
            is_preliminary=is_preliminary,
        )

    def _keep(self, view: RecommendationView, key: Key) -> None:
        while len(self._known) >= KEPT_MAX:
            del self._known[next(iter(self._known))]
        self._known[view.incident_id] = _Known(key, self._context.clock.mono_s(), view)
        self._context.publish(Change(what=frozenset({"recommendation"})))

    def _on_done(self, incident_id: str, task: asyncio.Task[None]) -> None:
        running = self._tasks.get(incident_id)
        if running is not None and running[1] is task:
            del self._tasks[incident_id]
        if not task.cancelled() and (fault := task.exception()):
            log.error("recommendation broke", exc_info=fault)

    async def way_of(self, incident_id: str, unit_id: str) -> RankedUnit | None:
        """See ``RecommendationUseCases.way_of``: asked for one unit, so farther ones are found too."""
        shown = self._incidents(incident_id)
        view = next((view for view in self._units() if view.unit.unit_id == unit_id), None)
        if shown is None or view is None or shown.incident.location is None:
            return None
        catalog, type_code = self._context.catalog, shown.incident.text("type_code")
        one = as_if_able(view, catalog, type_code)
        if one is None:
            return None
        place = LatLon(shown.incident.location.latitude, shown.incident.location.longitude)
        at_s = self._context.clock.now_us() / 1e6
        question = WayQuestion(place, (one.candidate,), 1, surface_of(self._features, place), at_s)
        found, _ = rank([one], place, catalog, type_code, await self._ways.nearest(question))
        return next(iter(found), None)

    # ---------------------------------------------------------------- what it rests on

    def _key(self, incident: Incident, units: Sequence[UnitView]) -> Key:
        location = incident.location
        assert location is not None
        stale_s = self._context.catalog.limits.unit.position_stale_s
        states = tuple(
            (
                view.unit.unit_id, view.unit.state, view.unit.incident_ids, view.unit.medium,
                view.unit.capabilities, view.unit.call_sign, (view.position_age_s or 0.0) > stale_s,
            )
            for view in units
        )  # fmt: skip
        where = tuple(self._place_of(view) for view in units)
        place = (location.latitude, location.longitude)
        return (place, incident.text("type_code"), self._features.revision, states, where)

    def _place_of(self, view: UnitView) -> LatLon | None:
        """Where a unit is; it stays there until it has moved far enough to matter."""
        unit = view.unit
        if unit.latitude is None or unit.longitude is None:
            return None
        known = self._places.get(unit.unit_id)
        if known is None or distance_m(known.lat, known.lon, unit.latitude, unit.longitude) > NEAR_M:
            known = self._places[unit.unit_id] = LatLon(unit.latitude, unit.longitude)
        return known

    # ---------------------------------------------------------------- reach and tide

    async def reach(self, unit_id: str) -> ReachAreas:
        """Areas that a unit reaches in ``MINUTES``.

        Raises:
            OperatorError: ``unit_unknown``, ``reach_no_place``, or as ``reach_from``.
        """
        view = next((view for view in self._units() if view.unit.unit_id == unit_id), None)
        if view is None:
            raise OperatorError("unit_unknown")
        unit = view.unit
        if unit.latitude is None or unit.longitude is None:
            raise OperatorError("reach_no_place")
        return await self.reach_from(unit.latitude, unit.longitude, unit.medium)

    async def reach_from(self, latitude: float, longitude: float, medium: str) -> ReachAreas:
        """The same from a place.

        Raises:
            OperatorError: ``reach_no_network``, ``reach_off_network``.
        """
        place = LatLon(latitude, longitude)
        areas = await self._ways.reach(place, medium, MINUTES, surface_of(self._features, place))
        if areas is None:
            raise OperatorError("reach_off_network")
        return areas

    async def tide_at(self, latitude: float, longitude: float) -> Sequence[Level | None]:
        """The tide near a place: now and in an hour."""
        now_s, place = self._context.clock.now_us() / 1e6, LatLon(latitude, longitude)
        return await self._ways.levels([(place, now_s), (place, now_s + 3600.0)])

    def tidal_states(self) -> Sequence[TidalState]:
        """Jetties and pump points with a limit, where the tide is known."""
        return self._tide.states()
