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
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from batola_desk.domain.earth_area import distance_m
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.unit import UnitLocated
from batola_desk.domain.evolve import evolve
from batola_desk.domain.facts import AggregateKind, NewFact, aggregate
from batola_desk.domain.reducers import State
from batola_desk.domain.unit import Unit, UnitState
from batola_desk.domain.unit_position import MICROSECONDS, UnitPosition
from batola_desk.interop.avl.feed import FeedReader
from batola_desk.interop.avl.files import read_track
from batola_desk.services.change import Change
from batola_desk.services.context import Context
from batola_desk.services.follow_up import SYSTEM_ACTOR
from batola_desk.services.unit_devices import UnitDeviceService
from batola_desk.services.unit_positions_api import TrackReport
from batola_desk.settings.paths import DeskPaths

TRAIL_S: Final = 600
TRAIL_POINTS_MAX: Final = 300  # LIMIT: of one unit; a point every two seconds
_TRAIL_GAP_US: Final = 2 * MICROSECONDS
AHEAD_US: Final = 60 * MICROSECONDS
REST_M: Final = 30.0
REST_US: Final = 60 * MICROSECONDS
MOVED_M: Final = 50.0  # a shorter way is no news for the history
MOVING_FACT_US: Final = 300 * MICROSECONDS
MINUTE_US: Final = 60 * MICROSECONDS
PLACE_RIGHT: Final = "edit_map"
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
        paths: folders in which the program of positions says where it listens and whom it heard.
    """

    def __init__(self, context: Context, placer: Placer, paths: DeskPaths) -> None:
        self._context = context
        self._placer = placer
        self._reader = FeedReader(paths.runtime, self.on_positions)
        self.devices = UnitDeviceService(context, paths, lambda position: self.take([position]))
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
        self._on_units(self._context.world.units)
        self.devices.start(loop)
        self._reader.start()

    def stop(self) -> None:
        """The desk closes."""
        with self._lock:
            self._loop = None
        self.devices.stop()
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
        for heard in positions:
            if heard.at_us > latest_us:
                continue  # a clock that is wrong
            position = self.devices.as_unit(heard)
            unit = units.get(position.unit_id) if position is not None else None
            if position is None or unit is None:
                continue  # a device of nobody, or a unit that this desk does not know yet
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

    def on_states(self, states: Mapping[str, State]) -> None:
        """The journal said something of units: what is live is laid over them again."""
        self._on_units([state.unit_id for state in states.values() if isinstance(state, Unit)])

    def _on_units(self, unit_ids: Collection[str]) -> None:
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
        self.devices.on_units(unit_ids)

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
        return self._before_placing is not None and self._before_placing.latitude is not None

    @property
    def may_place(self) -> bool:
        """Whether the person at this desk may say where units are."""
        return self._context.catalog.may(self._context.role, PLACE_RIGHT)

    # ---------------------------------------------------------------- by hand

    async def place(self, unit_id: str, latitude: float, longitude: float) -> None:
        """A person says where the unit is. It holds until a device says something newer.

        Raises:
            OperatorError: ``right_missing``, ``unit_unknown``, ``point_unusable``.
        """
        self._ask_right()
        before = self._context.world.units.get(unit_id)
        await self._placer.locate_unit(unit_id, latitude, longitude)
        self._before_placing = before

    async def place_from_file(self, unit_id: str, file: str) -> TrackReport:
        """The last point of a GPX or NMEA file is where the unit was, at the time that the file says.

        Raises:
            OperatorError: ``right_missing``, ``unit_unknown``, ``track_older`` (``minutes``: what is shown is
                so much newer).
            EnvironmentFault: ``track_unreadable``, ``track_empty``.
        """
        self._ask_right()
        track = await asyncio.to_thread(read_track, Path(file), unit_id)
        before = self._context.world.units.get(unit_id)
        if before is None:
            raise OperatorError("unit_unknown")
        last, now_us = track.points[-1], self._context.clock.now_us()
        at_us = last.at_us if last.at_us is not None and last.at_us <= now_us + AHEAD_US else None
        shown_us = before.position_us if before.position_source != "post" else None
        if at_us is not None and shown_us is not None and at_us <= shown_us:
            raise OperatorError("track_older", minutes=-((at_us - shown_us) // MINUTE_US))
        event = UnitLocated(
            latitude=last.latitude,
            longitude=last.longitude,
            source=last.source,
            heading_deg=last.heading_deg,
            fixed_us=at_us,
        )
        name = aggregate(AggregateKind.UNIT, unit_id)
        await self._context.recorder.record(NewFact(event=event, aggregates=(name,), occurred_us=now_us))
        self._before_placing = before
        timed = [point.at_us for point in track.points if point.at_us is not None]
        return TrackReport(
            points=len(track.points),
            skipped=track.skipped,
            first_us=min(timed, default=None),
            at_us=at_us,
            latitude=last.latitude,
            longitude=last.longitude,
        )

    async def undo_place(self) -> str:
        """Take the last placing back, if a newer place has not come meanwhile; returns the unit's id.

        Raises:
            OperatorError: ``right_missing``, ``unit_place_undo``.
        """
        self._ask_right()
        before, self._before_placing = self._before_placing, None
        now = self._context.world.units.get(before.unit_id) if before is not None else None
        if (
            before is None
            or now is None
            or now.position_source not in {"operator", "file"}
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

    def _ask_right(self) -> None:
        if not self.may_place:
            raise OperatorError("right_missing", action=PLACE_RIGHT)

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
