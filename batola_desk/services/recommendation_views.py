"""Who should go to an incident, as the form and the map read it. It advises; people decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from batola_desk.map.routing.reach import ReachAreas
from batola_desk.map.routing.way import Leg
from batola_desk.map.tide import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedUnit:
    """A unit that could go.

    Attributes:
        low_s, high_s: seconds until it is there, a range.
        medium: ``road``, ``water`` or ``both``: what its way uses.
        needs: capabilities of the incident that it has; empty = its agency leads.
        jetties: names of the jetties where it changes; a name may be empty.
        is_guess: straight line times a factor, nothing better is known.
        is_unlinked: a guess because the map joins it to the place by nothing: the bridge may be missing.
        is_stale: its position is older than the limit.
    """

    unit_id: str
    call_sign: str
    agency_code: str
    low_s: float
    high_s: float
    length_m: float
    water_m: float
    medium: str
    needs: tuple[str, ...] = ()
    jetties: tuple[str, ...] = ()
    is_guess: bool = False
    is_unlinked: bool = False
    is_stale: bool = False
    legs: tuple[Leg, ...] = ()

    @property
    def middle_s(self) -> float:
        """When it is there, most likely."""
        return (self.low_s + self.high_s) / 2

    @property
    def order(self) -> tuple[bool, float, str]:
        """Surest and soonest first: a guess counts with its late end, and last where the map knows no way."""
        return (self.is_unlinked, self.high_s if self.is_guess else self.middle_s, self.call_sign)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcludedUnit:
    """A unit that is not advised, and why.

    Attributes:
        why: ``busy``, ``out_of_service``, ``emergency``, ``capability``, ``no_position``, ``no_way`` (no
            road or water of its kind leads there), ``closed``, or ``dry`` (no jetty can be used then).
        detail: tickets, reason, or the medium.
    """

    unit_id: str
    call_sign: str
    agency_code: str
    why: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TidalState:
    """A jetty or a pump point with a lowest or highest level, where the tide is known.

    Attributes:
        is_usable_then: at the other time that was asked for; None = the table does not reach so far.
    """

    feature_id: str
    kind: str
    name: str
    latitude: float
    longitude: float
    is_usable: bool
    is_usable_then: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationView:
    """The advice for one incident.

    Attributes:
        ranked: best first.
        needs: capabilities that the type asks for.
        level, level_then: the tide near the place now, and when the first unit arrives.
        points: jetties and pump points near the place with a limit, now and then.
        is_preliminary: the network is still being searched; times are guesses until then.
    """

    incident_id: str
    ranked: tuple[RankedUnit, ...] = ()
    excluded: tuple[ExcludedUnit, ...] = ()
    needs: tuple[str, ...] = ()
    level: Level | None = None
    level_then: Level | None = None
    points: tuple[TidalState, ...] = ()
    is_preliminary: bool = False

    @property
    def first(self) -> RankedUnit | None:
        """Who should go."""
        return next(iter(self.ranked), None)


class RecommendationUseCases(Protocol):
    """Advice, reach, tide. ``Change.what`` holds ``recommendation`` when an advice is ready, ``tide`` when
    the water made a point usable or not.
    """

    def view(self, incident_id: str) -> RecommendationView | None:
        """The newest advice; asks for a new one when anything changed. None = none yet, or no place."""

    async def way_of(self, incident_id: str, unit_id: str) -> RankedUnit | None:
        """How any unit would come to the place, advised or not; None = neither way nor guess is known."""

    async def reach(self, unit_id: str) -> ReachAreas:
        """Areas that a unit reaches in 5, 10, 15 and 30 minutes."""

    async def reach_from(self, latitude: float, longitude: float, medium: str) -> ReachAreas:
        """The same from a place."""

    async def tide_at(self, latitude: float, longitude: float) -> Sequence[Level | None]:
        """The tide near a place: now and in an hour; None where no table knows."""

    def tidal_states(self) -> Sequence[TidalState]:
        """Jetties and pump points with a limit, where the tide is known."""
