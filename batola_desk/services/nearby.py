"""What lies round a position: named places, open incidents, earlier calls of the number.

For a caller who cannot speak but whose position came (domain.md §12.1), and for every point an operator asks
about. Thread: the desk's event loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.map.bearing import bearing_deg
from batola_desk.map.projection import distance_m
from batola_desk.models.rows import CallRow
from batola_desk.services.board import Board
from batola_desk.services.confidence import Confidence
from batola_desk.services.context import Context
from batola_desk.services.follow_up import is_dialable
from batola_desk.services.views import BoardRow

PLACES_SHOWN = 5
INCIDENTS_SHOWN = 8
CALLS_SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class NearPlace:
    """A named place near a position.

    Attributes:
        kind: ``desa``, ``kelurahan``, a kind of landmark or of the map pack (``map.pack.kinds``).
        bearing_deg: which way it lies, clockwise from north; words: ``ui.map.direction_words``.
    """

    name: str
    label: str
    kind: str
    kecamatan: str
    latitude: float
    longitude: float
    distance_m: float
    bearing_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NearIncident:
    """An open incident near a position."""

    row: BoardRow
    distance_m: float
    bearing_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Everything round a position.

    Attributes:
        desa: "Desa X, Kec. Y" in which the position most likely lies; empty outside the regency.
        calls: earlier calls of the number, newest first; empty for a withheld number.
    """

    latitude: float
    longitude: float
    desa: str
    places: tuple[NearPlace, ...] = ()
    incidents: tuple[NearIncident, ...] = ()
    calls: tuple[CallRow, ...] = ()

    @property
    def is_inside(self) -> bool:
        """Whether the position lies in the regency, roughly."""
        return bool(self.desa)


class PlacesAround(Protocol):
    """Who knows named places (``services.places``)."""

    def around(self, latitude: float, longitude: float, *, limit: int) -> Sequence[NearPlace]: ...


class NearbyService:
    """Answers what is round a position."""

    def __init__(self, context: Context, board: Board, places: PlacesAround) -> None:
        self._context = context
        self._confidence = Confidence(context)
        self._board = board
        self._places = places

    def places(self, latitude: float, longitude: float, *, limit: int = PLACES_SHOWN) -> Sequence[NearPlace]:
        """The nearest named places, nearest first."""
        return self._places.around(latitude, longitude, limit=limit)

    def incidents(
        self, latitude: float, longitude: float, *, within_m: float = 0.0
    ) -> Sequence[NearIncident]:
        """Open incidents near by, nearest first; their uncertainty counts in their favour.

        Args:
            within_m: 0 = the distance within which tickets are compared (limits.toml).
        """
        reach_m = within_m or self._context.rules.limits.similar.km * 1000
        found: list[NearIncident] = []
        for row in self._confidence.rows(self._board.rows()):
            if row.latitude is None or row.longitude is None:
                continue
            away_m = distance_m(latitude, longitude, row.latitude, row.longitude)
            if away_m <= reach_m + row.uncertainty_m:
                toward = bearing_deg(latitude, longitude, row.latitude, row.longitude)
                found.append(NearIncident(row=row, distance_m=away_m, bearing_deg=toward))
        found.sort(key=lambda near: near.distance_m)
        return tuple(found[:INCIDENTS_SHOWN])

    async def calls_of(
        self, number: str, *, besides: str = "", limit: int = CALLS_SHOWN
    ) -> Sequence[CallRow]:
        """Earlier calls of a number, newest first.

        Args:
            besides: key of the call that asks; it is not its own history.
        """
        if not is_dialable(number):
            return ()
        try:
            rows = await asyncio.wrap_future(self._context.reader.calls_of_number(number, limit + 1))
        except EnvironmentFault:  # a call is worked on without its history, and the journal has its own alarm
            return ()
        return tuple(row for row in rows if row.call_key != besides)[:limit]

    async def look(
        self, latitude: float, longitude: float, *, number: str = "", call_key: str = ""
    ) -> Surroundings:
        """Everything round a position, with the earlier calls of the number that is heard there."""
        calls = await self.calls_of(number, besides=call_key)
        gazetteer = self._context.gazetteer
        inside = gazetteer.is_inside_regency(latitude, longitude)
        return Surroundings(
            latitude=latitude,
            longitude=longitude,
            desa=gazetteer.nearest(latitude, longitude).place.label if inside else "",
            places=tuple(self.places(latitude, longitude)),
            incidents=tuple(self.incidents(latitude, longitude)),
            calls=tuple(calls),
        )
