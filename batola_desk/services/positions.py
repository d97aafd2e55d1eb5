"""Positions of callers: bound to their calls, kept when there is none, confirmed by people.

A telephone's own message (AML) comes beside the call, up to 20 s late and more than once, or a little before
the call rings: it is bound by number and time. What no call is known for stays at this desk and is offered.
Nothing in a position is believed: it is shown with its source, and a person confirms one.
Source: domain.md §11, §12.4. Thread: the desk's event loop.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Final

from batola_desk.domain.aml import AmlReport
from batola_desk.domain.call import Call
from batola_desk.domain.call_fixes import UNKNOWN_RADIUS_M, CallFix, doubts_of, suggested
from batola_desk.domain.catalog import Neighbour
from batola_desk.domain.earth_area import EarthArea
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.incident import IncidentLocationSet
from batola_desk.domain.events.position import CallLocated, DeskPositionReceived
from batola_desk.domain.facts import AggregateKind, Event, NewFact, aggregate
from batola_desk.domain.neighbours import neighbour_at
from batola_desk.domain.operator import Desk, KeptPosition
from batola_desk.domain.reducers import State
from batola_desk.interop.rates import Rate, RateTable
from batola_desk.models.search_text import number_key
from batola_desk.services.change import Change
from batola_desk.services.context import Context
from batola_desk.services.core import Receipt
from batola_desk.services.follow_up import (
    SYSTEM_ACTOR,
    call_names,
    fact_of_call,
    is_dialable,
    located_event,
)
from batola_desk.services.incidents import IncidentService
from batola_desk.services.position_fetches import PositionFetches
from batola_desk.services.position_views import FetchView, FixView

log = logging.getLogger("batola.services")

BEFORE_CALL_S: Final = 90.0  # LIMIT: a position that came so long before the call rang may be the call's
AFTER_CALL_S: Final = 180.0  # LIMIT: one that came so long after the call's end; networks deliver SMS late
OFFERED_S: Final = 1800.0  # LIMIT: an unmatched position is offered so long; the journal keeps it
OFFERED_MAX: Final = 20
FLOODED_MAX: Final = 300
PLACES_KEPT_MAX: Final = 500
PER_CALL: Final = Rate(0.2, 40.0)  # LIMIT: a gateway that repeats itself must not fill the journal
UNMATCHED: Final = Rate(0.5, 120.0)  # LIMIT: of all numbers together; a mass event of 200 calls an hour fits


class PositionService:
    """Implements ``services.position_views.PositionUseCases``."""

    def __init__(self, context: Context, incidents: IncidentService, fetches: PositionFetches) -> None:
        self._context = context
        self._incidents = incidents
        self._fetches = fetches
        self._on_their_way: set[str] = set()  # unmatched positions that are being bound
        self._known_places: dict[EarthArea, tuple[str, Neighbour | None]] = {}
        self._flooded: set[str | None] = set()  # calls with too many messages; None = those without a call
        self._call_budget = RateTable(PER_CALL, context.clock.mono_s)
        self._unmatched_budget = RateTable(UNMATCHED, context.clock.mono_s)

    # ---------------------------------------------------------------- reading

    def of_call(self, call_key: str) -> Sequence[FixView]:
        """Every position of a call, the latest to arrive first."""
        call = self._context.world.call(call_key)
        return self._views([call] if call is not None else [], "")

    def of_incident(self, incident_id: str) -> Sequence[FixView]:
        """Every position of all calls of a ticket, the latest to arrive first."""
        world = self._context.world
        entry = world.entry(incident_id)
        if entry is None:
            return ()
        found = (world.call(key) for key in entry.incident.call_keys)
        location = entry.incident.location
        confirmed = location.fix_id if location is not None else ""
        return self._views([call for call in found if call is not None], confirmed)

    def unmatched(self) -> Sequence[FixView]:
        """Positions of the last half hour that no call is known for, the latest first."""
        since_us = self._context.clock.now_us() - OFFERED_S * 1e6
        desks = self._context.world.desks.values()
        found = [
            self._view(kept.fix, number=kept.number)
            for desk in desks
            for kept in desk.positions
            if not kept.call_key and kept.fix.arrived_us >= since_us and kept.fix.area is not None
        ]
        found.sort(key=lambda view: -view.fix.arrived_us)
        return found[:OFFERED_MAX]

    def fetch_of(self, call_key: str) -> FetchView | None:
        """The fetching of a call's position."""
        return self._fetches.of(call_key)

    def _views(self, calls: Sequence[Call], confirmed: str) -> list[FixView]:
        best = suggested(tuple(fix for call in calls for fix in call.fixes), self._context.clock.now_us())
        views = [
            self._view(
                fix,
                call=call,
                is_suggested=fix is best,
                is_confirmed=bool(confirmed) and fix.fix_id == confirmed,
            )
            for call in calls
            for fix in call.fixes
        ]
        views.sort(key=lambda view: (-view.fix.arrived_us, view.fix.fix_id))
        return views

    def _view(
        self,
        fix: CallFix,
        *,
        call: Call | None = None,
        number: str = "",
        is_suggested: bool = False,
        is_confirmed: bool = False,
    ) -> FixView:
        place, neighbour = self._where(fix.area) if fix.area is not None else ("", None)
        return FixView(
            fix=fix,
            call_key=call.call_key if call is not None else "",
            number=call.number if call is not None else number,
            place=place,
            is_outside=fix.area is not None and not place,
            neighbour=neighbour,
            doubts=doubts_of(fix),
            is_suggested=is_suggested,
            is_confirmed=is_confirmed,
        )

    def _where(self, area: EarthArea) -> tuple[str, Neighbour | None]:
        """The desa of an area's middle, or the neighbour outside; kept, for the form asks at every key."""
        known = self._known_places.get(area)
        if known is not None:
            return known
        latitude, longitude, _ = area.enclosing_circle()
        gazetteer = self._context.gazetteer
        found: tuple[str, Neighbour | None]
        if gazetteer.is_inside_regency(latitude, longitude):
            found = (gazetteer.nearest(latitude, longitude).place.label, None)
        else:
            found = ("", neighbour_at(self._context.catalog.neighbours.values(), latitude, longitude))
        if len(self._known_places) >= PLACES_KEPT_MAX:
            self._known_places.clear()
        self._known_places[area] = found
        return found

    # ---------------------------------------------------------------- a person's word

    async def confirm(self, incident_id: str, view: FixView) -> None:
        """This is the place of the incident.

        Raises:
            OperatorError: ``fix_without_area``, or those of ``IncidentService.set_location``.
        """
        if view.middle is None:
            raise OperatorError("fix_without_area")
        latitude, longitude = view.middle
        near = self._incidents.describe_point(latitude, longitude)
        place = IncidentLocationSet(
            latitude=latitude,
            longitude=longitude,
            uncertainty_m=UNKNOWN_RADIUS_M if view.radius_m is None else view.radius_m,
            source=view.fix.source,
            place_code=near.place_code if near is not None else "",
            label=near.label if near is not None else f"{latitude:.5f}, {longitude:.5f}",
            fix_id=view.fix.fix_id,
        )
        await self._incidents.confirm_place(incident_id, place)

    async def bind(self, position_id: str, call_key: str) -> None:
        """A person says which call an unmatched position belongs to.

        Raises:
            OperatorError: ``position_unknown``, ``call_gone``.
        """
        kept = self._kept(position_id)
        if kept is None:
            raise OperatorError("position_unknown")
        if self._context.world.call(call_key) is None:
            raise OperatorError("call_gone")
        desk_id, position = kept
        await self._context.recorder.record(self._binding(desk_id, position, call_key))

    async def fetch(self, call_key: str) -> None:
        """Ask (again) for the position that the call only names."""
        await self._fetches.fetch(call_key)

    # ---------------------------------------------------------------- what arrives

    def take_report(self, report: AmlReport, source: str) -> None:
        """A telephone said where it is: to its call if one is known, else kept here."""
        if report.area is None:
            log.info("a position message without a position")
            return
        now_us = self._context.clock.now_us()
        event = located_event(report, source)
        call_key = self._call_of(report.number, now_us)
        if not self._has_room(call_key):
            return
        fix = CallFix(fix_id="", source=source, area=event.area, arrived_us=now_us, fixed_us=event.fixed_us)
        if call_key is not None:
            known = self._context.world.call(call_key)
            if known is None or not _says_the_same(known.fixes, fix):
                self._submit(event, now_us, *call_names(self._context.world, call_key))
            return
        kept = self._own_positions()
        if not any(_says_the_same((one.fix,), fix) and one.number == report.number for one in kept):
            said = {field.name: getattr(event, field.name) for field in fields(DeskPositionReceived)}
            received = DeskPositionReceived(**said)
            self._submit(received, now_us, self._desk_name(self._context.desk))

    def take_located(self, call: Call, event: CallLocated, fact_id: str, at_us: int) -> Receipt | None:
        """A caller's own page said where he is; None when it was said before, or too often.

        Args:
            fact_id: what is told twice is one fact.
        """
        fix = CallFix(
            fix_id="", source=event.source, area=event.area, arrived_us=at_us, fixed_us=event.fixed_us
        )
        if event.area is None or _says_the_same(call.fixes, fix) or not self._has_room(call.call_key):
            return None
        fact = fact_of_call(call, event, fact_id=fact_id, at_us=at_us)
        return self._context.recorder.submit([fact], actor=SYSTEM_ACTOR)

    def take_states(self, states: Mapping[str, State]) -> None:
        """Calls came back from the journal: one of them may be what a kept position waits for."""
        calls = [state for state in states.values() if isinstance(state, Call)]
        for call in calls:
            self._fetches.on_call(call)
        if any(isinstance(state, Desk) and state.positions for state in states.values()):
            self._context.publish(Change(what=frozenset({"positions"})))
        waiting = [kept for kept in self._own_positions() if not kept.call_key and is_dialable(kept.number)]
        for call in calls if waiting else ():
            if call.direction == "inbound" and call.offered_us is not None:
                self._bind_waiting(call, waiting)

    def _bind_waiting(self, call: Call, waiting: Iterable[KeptPosition]) -> None:
        for kept in waiting:
            if kept.fix.fix_id in self._on_their_way or number_key(kept.number) != number_key(call.number):
                continue
            if _is_in_time(call, kept.fix.arrived_us):
                self._on_their_way.add(kept.fix.fix_id)
                fact = self._binding(self._context.desk, kept, call.call_key)
                self._context.recorder.submit([fact], actor=SYSTEM_ACTOR)

    # ---------------------------------------------------------------- inner parts

    def _has_room(self, call_key: str | None) -> bool:
        """Whether one more message is journalled; a flood is told once, it must not fill the log instead."""
        budget = self._unmatched_budget if call_key is None else self._call_budget
        if budget.take(call_key or ""):
            self._flooded.discard(call_key)
            return True
        if call_key not in self._flooded and len(self._flooded) < FLOODED_MAX:
            self._flooded.add(call_key)
            log.warning("too many position messages; the rest is left out")
        return False

    def _call_of(self, number: str, now_us: int) -> str | None:
        """The call of this number that a position of now belongs to; the latest one of several."""
        if not is_dialable(number):
            return None
        key = number_key(number)
        on_line = [
            (line.offered_us, line.call_key)
            for line in self._context.line.calls.values()
            if line.direction == "inbound" and number_key(line.number) == key
        ]
        world = self._context.world
        known = [
            (call.offered_us or 0, call.call_key)
            for call in (*world.calls.values(), *world.ended_calls.values())
            if call.direction == "inbound" and number_key(call.number) == key and _is_in_time(call, now_us)
        ]
        return max([*on_line, *known], default=(0, None))[1]

    def _own_positions(self) -> Sequence[KeptPosition]:
        desk = self._context.world.desk
        return desk.positions if desk is not None else ()

    def _kept(self, position_id: str) -> tuple[str, KeptPosition] | None:
        for desk in self._context.world.desks.values():
            for kept in desk.positions:
                if kept.fix.fix_id == position_id and not kept.call_key:
                    return desk.desk_id, kept
        return None

    def _binding(self, desk_id: str, kept: KeptPosition, call_key: str) -> NewFact:
        fix = kept.fix
        latitude, longitude, radius_m = fix.area.enclosing_circle() if fix.area else (None, None, None)
        event = CallLocated(
            source=fix.source,
            area=fix.area,
            latitude=latitude,
            longitude=longitude,
            radius_m=radius_m or None,
            fixed_us=fix.fixed_us,
            arrived_us=fix.arrived_us,
            confidence_percent=fix.confidence_percent,
            method=fix.method,
            provider=fix.provider,
            civic=fix.civic,
            doubts=fix.doubts,
            number=kept.number,
            position_id=fix.fix_id,
        )
        names = (*call_names(self._context.world, call_key), self._desk_name(desk_id))
        return NewFact(event=event, aggregates=names, occurred_us=self._context.clock.now_us())

    def _submit(self, event: Event, at_us: int, *names: str) -> None:
        fact = NewFact(event=event, aggregates=names, occurred_us=at_us)
        self._context.recorder.submit([fact], actor=SYSTEM_ACTOR)

    @staticmethod
    def _desk_name(desk_id: str) -> str:
        return aggregate(AggregateKind.DESK, desk_id)


def _is_in_time(call: Call, at_us: int) -> bool:
    """Whether a position that arrived then may be of this call."""
    if call.offered_us is None or at_us < call.offered_us - BEFORE_CALL_S * 1e6:
        return False
    return call.is_live or at_us <= (call.ended_us or call.offered_us) + AFTER_CALL_S * 1e6


def _says_the_same(fixes: Iterable[CallFix], new: CallFix) -> bool:
    """A message that a network delivers twice is no second position."""
    return any(
        (known.source, known.area, known.fixed_us) == (new.source, new.area, new.fixed_us) for known in fixes
    )
