"""Where units are right now, as their devices say: live on the screen, and now and then a fact.

A live position is laid over the unit that the journal knows, wherever it came from: the program of positions
on this machine, or the room. The newer one of both stands, by the time of the fix, so a placing by hand holds
until a device says something newer. Source: docs/decisions/0031.

A fact is written when a unit came to rest, every few minutes while it moves, and when its state changes. In a
room every desk could; the first letter does, the others wait a little and then see that it is done.

Thread: the desk's event loop; ``on_positions`` from any.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from batola_desk.domain.earth_area import distance_m
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.unit import UnitLocated
from batola_desk.domain.evolve import evolve
from batola_desk.domain.facts import AggregateKind, NewFact, aggregate
from batola_desk.domain.unit import Unit, UnitState
from batola_desk.domain.unit_position import MICROSECONDS, UnitPosition
from batola_desk.interop.avl.feed import FeedReader
from batola_desk.interop.avl.files import read_track
from batola_desk.services.context import Context
from batola_desk.services.follow_up import SYSTEM_ACTOR
from batola_desk.services.views import Change

TRAIL_S: Final = 600
TRAIL_POINTS_MAX: Final = 300  # LIMIT: of one unit; a point every two seconds
_TRAIL_GAP_US: Final = 2 * MICROSECONDS
AHEAD_US: Final = 60 * MICROSECONDS
REST_M: Final = 30.0
REST_US: Final = 60 * MICROSECONDS
MOVED_M: Final = 50.0  # a shorter way is no news for the history
MOVING_FACT_US: Final = 300 * MICROSECONDS
TURN_US: Final = 3 * MICROSECONDS  # so much later writes the next letter

TrailPoint = tuple[float, float, int]


@dataclass(slots=True)
class _Followed:
    """What is known of one unit's way."""

    live: UnitPosition
    rest_at: UnitPosition
    since_us: int
    trail: deque[TrailPoint] = field(default_factory=lambda: deque(maxlen=TRAIL_POINTS_MAX))


@dataclass(slots=True)
class _Told:
    """What the history says of a unit."""

    latitude: float | None
    longitude: float | None
    at_us: int
    state: UnitState
    is_due: bool = False  # its state changed: where was it then?


class Placer(Protocol):
    """Writes down where a person says a unit is (``services.dispatch``)."""

    async def locate_unit(self, unit_id: str, latitude: float, longitude: float) -> None: ...


class UnitPositionService:
    """Use cases around live positions.

    Args:
        runtime: folder in which the program of positions says where it listens.
    """

    def __init__(self, context: Context, placer: Placer, runtime: Path) -> None:
        self._context = context
        self._placer = placer
        self._reader = FeedReader(runtime, self.on_positions)
        self._before_placing: Unit | None = None
        self._followed: dict[str, _Followed] = {}
        self._told: dict[str, _Told] = {}
        self._lock = threading.Lock()
        self._inbox: dict[str, UnitPosition] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._turn_us = max(0, ord(context.desk[:1] or "A") - ord("A")) * TURN_US

    # ---------------------------------------------------------------- what arrives

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Take positions from now on."""
        with self._lock:
            self._loop = loop
        self.on_units(self._context.world.units)
        self._reader.start()

    def stop(self) -> None:
        """The desk closes."""
        with self._lock:
            self._loop = None
        self._reader.stop()

    def on_positions(self, positions: Sequence[UnitPosition]) -> None:
        """Hear of positions; what waits is one for each unit. Thread: any."""
        with self._lock:
            if self._loop is None or not positions:
                return
            is_asked = bool(self._inbox)
            for position in positions:
                known = self._inbox.get(position.unit_id)
                if known is None or position.at_us > known.at_us:
                    self._inbox[position.unit_id] = position
            if not is_asked:
                self._loop.call_soon_threadsafe(self._take_inbox)

    def _take_inbox(self) -> None:
        with self._lock:
            positions, self._inbox = self._inbox, {}
        self.take(positions.values())

    def take(self, positions: Iterable[UnitPosition]) -> None:
        """Show what is newer than what is shown."""
        units = self._context.world.units
        latest_us = self._context.clock.now_us() + AHEAD_US
        moved = False
        for position in positions:
            unit = units.get(position.unit_id)
            if unit is None or position.at_us > latest_us:
                continue  # a unit that this desk does not know yet, or a clock that is wrong
            followed = self._followed.get(position.unit_id)
            if followed is not None and position.at_us <= followed.live.at_us:
                continue
            if followed is None:
                self._followed[position.unit_id] = followed = _followed_from(position)
            followed.live = position
            rest = followed.rest_at
            if distance_m(rest.latitude, rest.longitude, position.latitude, position.longitude) > REST_M:
                followed.rest_at = position
            _lengthen(followed.trail, position)
            moved = self._lay_over(unit) or moved
        if moved:
            self._context.publish(Change(what=frozenset({"unit_positions"})))

    def on_units(self, unit_ids: Iterable[str]) -> None:
        """The journal said something of these units: what is live is laid over them again."""
        for unit_id in tuple(unit_ids):
            unit = self._context.world.units.get(unit_id)
            if unit is None:
                continue
            before = self._told.get(unit_id)
            is_due = before is not None and (before.is_due or before.state is not unit.state)
            self._told[unit_id] = _Told(
                unit.latitude, unit.longitude, unit.position_us or 0, unit.state, is_due=is_due
            )
            self._lay_over(unit)

    def _lay_over(self, unit: Unit) -> bool:
        followed = self._followed.get(unit.unit_id)
        if followed is None or followed.live.at_us <= (unit.position_us or 0):
            return False
        live = followed.live
        self._context.world.units[unit.unit_id] = evolve(
            unit,
            latitude=live.latitude,
            longitude=live.longitude,
            heading_deg=live.heading_deg,
            position_source=live.source,
            position_us=live.at_us,
        )
        return True

    # ---------------------------------------------------------------- what may be asked

    def units(self) -> Sequence[Unit]:
        """All units, live positions laid over; no views are built, so it may be asked often."""
        return tuple(self._context.world.units.values())

    def unit(self, unit_id: str) -> Unit | None:
        """One of them."""
        return self._context.world.units.get(unit_id)

    def live(self, unit_id: str) -> UnitPosition | None:
        """What the device said last, if that is what is shown."""
        followed = self._followed.get(unit_id)
        unit = self._context.world.units.get(unit_id)
        if followed is None or unit is None or unit.position_us != followed.live.at_us:
            return None
        return followed.live

    def trail(self, unit_id: str) -> Sequence[TrailPoint]:
        """The way of the last ten minutes (latitude, longitude, time), oldest first."""
        followed = self._followed.get(unit_id)
        if followed is None:
            return ()
        since_us = self._context.clock.now_us() - TRAIL_S * MICROSECONDS
        return tuple(point for point in followed.trail if point[2] >= since_us)

    @property
    def can_undo(self) -> bool:
        """Whether a placing by hand can be taken back."""
        return self._before_placing is not None

    # ---------------------------------------------------------------- by hand

    async def place(self, unit_id: str, latitude: float, longitude: float) -> None:
        """A person says where the unit is. It holds until a device says something newer.

        Raises:
            OperatorError: ``unit_unknown``, ``point_unusable``.
        """
        before = self._context.world.units.get(unit_id)
        await self._placer.locate_unit(unit_id, latitude, longitude)
        self._before_placing = before

    async def place_from_file(self, unit_id: str, file: str) -> None:
        """The last point of a GPX or NMEA file is where the unit is.

        Raises:
            OperatorError: ``unit_unknown``, ``point_unusable``.
            EnvironmentFault: ``track_unreadable``, ``track_empty``.
        """
        points = await asyncio.to_thread(read_track, Path(file), unit_id)
        await self.place(unit_id, points[-1].latitude, points[-1].longitude)

    async def undo_place(self) -> str:
        """Take the last placing back, if a newer place has not come meanwhile; returns the unit's id.

        Raises:
            OperatorError: ``unit_place_undo``.
        """
        before, self._before_placing = self._before_placing, None
        now = self._context.world.units.get(before.unit_id) if before is not None else None
        if (
            before is None
            or now is None
            or now.position_source != "operator"
            or before.latitude is None
            or before.longitude is None
        ):
            raise OperatorError("unit_place_undo")
        event = UnitLocated(
            latitude=before.latitude,
            longitude=before.longitude,
            source=before.position_source,
            heading_deg=before.heading_deg,
            fixed_us=before.position_us,
        )
        name = aggregate(AggregateKind.UNIT, before.unit_id)
        fact = NewFact(event=event, aggregates=(name,), occurred_us=self._context.clock.now_us())
        await self._context.recorder.record(fact)
        return before.unit_id

    # ---------------------------------------------------------------- what becomes history

    async def tick(self) -> None:
        """Write down what is worth it (the ticker asks every second)."""
        now_us = self._context.clock.now_us()
        facts = [
            self._fact(followed.live)
            for unit_id, followed in self._followed.items()
            if self._is_worth_a_fact(unit_id, followed, now_us)
        ]
        if facts:
            self._context.recorder.submit(facts, actor=SYSTEM_ACTOR)

    def _is_worth_a_fact(self, unit_id: str, followed: _Followed, now_us: int) -> bool:
        live, told = followed.live, self._told.get(unit_id)
        if told is None or live.is_doubtful or live.at_us <= told.at_us:
            return False
        now_us -= self._turn_us
        if told.is_due and now_us >= live.at_us:
            return True
        if told.latitude is not None and told.longitude is not None:
            away_m = distance_m(told.latitude, told.longitude, live.latitude, live.longitude)
            if away_m < MOVED_M:
                return False
        came_to_rest = now_us - followed.rest_at.at_us >= REST_US
        return came_to_rest or now_us - max(told.at_us, followed.since_us) >= MOVING_FACT_US

    def _fact(self, live: UnitPosition) -> NewFact:
        told = self._told[live.unit_id]
        told.is_due, told.at_us = False, live.at_us  # not once more before the journal has answered
        told.latitude, told.longitude = live.latitude, live.longitude
        return NewFact(
            event=UnitLocated(
                latitude=live.latitude,
                longitude=live.longitude,
                source=live.source,
                heading_deg=live.heading_deg,
            ),
            aggregates=(aggregate(AggregateKind.UNIT, live.unit_id),),
            occurred_us=live.at_us,
            actor=SYSTEM_ACTOR,
        )


def _followed_from(position: UnitPosition) -> _Followed:
    return _Followed(live=position, rest_at=position, since_us=position.at_us)


def _lengthen(trail: deque[TrailPoint], position: UnitPosition) -> None:
    if position.is_doubtful:
        return
    if trail and position.at_us - trail[-1][2] < _TRAIL_GAP_US:
        trail[-1] = (position.latitude, position.longitude, trail[-1][2])
    else:
        trail.append((position.latitude, position.longitude, position.at_us))
