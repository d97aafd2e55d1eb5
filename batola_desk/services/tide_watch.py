"""Which jetties and pump points the tide leaves usable, now and later. Thread: the desk's event loop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Final

from batola_desk.map.coordinates import LatLon
from batola_desk.map.projection import distance_m
from batola_desk.map.tide import Level
from batola_desk.services.change import Change
from batola_desk.services.map_feature_views import MapFeatureUseCases, TidalPoint
from batola_desk.services.recommendation_views import TidalState
from batola_desk.services.way_desk import WayDesk

log = logging.getLogger("batola.services")

AGAIN_S: Final = 60.0  # the water moves some centimetres in a minute
NEAR_M: Final = 3_000.0
NEAR_MAX: Final = 3


class TideWatch:
    """Keeps the state of all points with a limit; asks the table again once a minute while somebody looks."""

    def __init__(
        self,
        features: MapFeatureUseCases,
        ways: WayDesk,
        *,
        now_s: Callable[[], float],
        publish: Callable[[Change], None],
    ) -> None:
        self._features = features
        self._ways = ways
        self._now_s = now_s
        self._publish = publish
        self._states: tuple[TidalState, ...] = ()
        self._seen: tuple[int, float] = (-1, 0.0)
        self._asked: asyncio.Task[None] | None = None

    def states(self) -> Sequence[TidalState]:
        """As last known; asks anew when a point changed or a minute passed."""
        revision, at_s = self._seen
        is_due = revision != self._features.revision or abs(self._now_s() - at_s) > AGAIN_S
        if is_due and self._asked is None and (loop := _loop_that_runs()) is not None:
            self._asked = loop.create_task(self._ask(), name="services:tide")
            self._asked.add_done_callback(self._on_done)
        return self._states

    async def near(self, place: LatLon, then_s: float) -> tuple[TidalState, ...]:
        """The points nearest to a place that have a limit, now and at another time."""
        found = [
            (distance_m(place.lat, place.lon, point.latitude, point.longitude), point)
            for point in self._limited()
        ]
        near = sorted((away_m, point.feature_id, point) for away_m, point in found if away_m <= NEAR_M)
        return await self._judge([point for *_, point in near[:NEAR_MAX]], then_s)

    async def stop(self) -> None:
        """End what is being asked."""
        if self._asked is not None:
            self._asked.cancel()
            await asyncio.gather(self._asked, return_exceptions=True)

    def _limited(self) -> list[TidalPoint]:
        return [
            point
            for point in self._features.tidal_points()
            if point.usable_from_m is not None or point.usable_to_m is not None
        ]

    async def _ask(self) -> None:
        revision, now_s = self._features.revision, self._now_s()
        states = await self._judge(self._limited(), now_s)
        self._seen = (revision, now_s)
        if states != self._states:
            self._states = states
            self._publish(Change(what=frozenset({"tide"})))

    async def _judge(self, points: Sequence[TidalPoint], then_s: float) -> tuple[TidalState, ...]:
        """States of points where the table knows the level; of the others nothing is said."""
        now_s = self._now_s()
        places = [LatLon(point.latitude, point.longitude) for point in points]
        now = await self._ways.levels([(place, now_s) for place in places])
        then = await self._ways.levels([(place, then_s) for place in places])
        return tuple(
            TidalState(
                feature_id=point.feature_id,
                kind=point.kind,
                name=point.name,
                latitude=point.latitude,
                longitude=point.longitude,
                is_usable=point.is_usable_at(level.metres),
                is_usable_then=_is_usable(point, later),
            )
            for point, level, later in zip(points, now, then, strict=True)
            if level is not None
        )

    def _on_done(self, task: asyncio.Task[None]) -> None:
        self._asked = None
        if not task.cancelled() and (fault := task.exception()):
            log.error("the tide broke", exc_info=fault)


def _is_usable(point: TidalPoint, level: Level | None) -> bool | None:
    return None if level is None else point.is_usable_at(level.metres)


def _loop_that_runs() -> asyncio.AbstractEventLoop | None:
    """None: a window that closes paints once more after the loop has ended; what was known last will do."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
