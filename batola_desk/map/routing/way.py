"""A way as people see it: its legs, how long it takes, what is said when nothing better is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from batola_desk.domain.routing import Travel
from batola_desk.map.coordinates import LatLon
from batola_desk.map.projection import distance_m, project
from batola_desk.map.routing.graph import F64
from batola_desk.map.routing.network import KMH
from batola_desk.map.routing.search import NOWHERE


@dataclass(frozen=True, slots=True, eq=False)
class Leg:
    """A part of a way in one medium.

    Attributes:
        medium: ``road``, ``water``, ``transfer`` (at a jetty), ``access`` (off the network) or ``guess``.
        points: in the order of travel, as world fractions.  Shape: (n, 2).
        jetty: number of the jetty in ``Network.jetties``, ``NOWHERE`` unless a transfer.
    """

    medium: str
    length_m: float
    seconds: float
    points: F64
    jetty: int = NOWHERE


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """How one unit comes to the place. ``is_guess``: a straight line times a factor."""

    unit_id: str
    legs: tuple[Leg, ...]
    is_guess: bool = False

    @property
    def seconds(self) -> float:
        return sum(leg.seconds for leg in self.legs)

    @property
    def length_m(self) -> float:
        return sum(leg.length_m for leg in self.legs)

    @property
    def water_m(self) -> float:
        return sum(leg.length_m for leg in self.legs if leg.medium == "water")

    @property
    def medium(self) -> str:
        """``road``, ``water`` or ``both``: what the way really uses."""
        used = {leg.medium for leg in self.legs} & {"road", "water"}
        return "both" if len(used) == 2 else next(iter(used), "road")

    def transfers(self) -> Iterator[tuple[Leg, float]]:
        """Changes at jetties, each with the seconds from now at which it begins."""
        at_s = 0.0
        for leg in self.legs:
            if leg.medium == "transfer":
                yield leg, at_s
            at_s += leg.seconds


def guess(unit_id: str, start: LatLon, place: LatLon, medium: str, travel: Travel) -> Way:
    """A straight line times a factor: what is said without a network, and said to be a guess."""
    length_m = distance_m(start.lat, start.lon, place.lat, place.lon) * travel.detour(medium)
    seconds = length_m / (travel.guess_kmh(medium) / KMH)
    x, y = project([start.lat, place.lat], [start.lon, place.lon])
    return Way(unit_id, (Leg("guess", length_m, seconds, np.stack([x, y], axis=1)),), is_guess=True)


def time_range(way: Way, travel: Travel, *, is_stale: bool, waits_at_post: bool) -> tuple[float, float]:
    """Lower and upper seconds until the unit is there: a range, never a single number."""
    low, high = (travel.guess_low, travel.guess_high) if way.is_guess else (travel.low, travel.high)
    if is_stale:
        high *= travel.stale_high
    ready_low, ready_high = (travel.turnout_low_s, travel.turnout_high_s) if waits_at_post else (0.0, 0.0)
    return way.seconds * low + ready_low, way.seconds * high + ready_high


def access_s(away_m: float, travel: Travel) -> float:
    """Seconds between a place and the network."""
    return away_m * travel.access_factor / (travel.access_kmh / KMH)
