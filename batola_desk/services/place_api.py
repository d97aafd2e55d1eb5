"""What the screen may ask about places; part of ``services.api``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from batola_desk.map.coordinates import LatLon
from batola_desk.models.rows import CallRow
from batola_desk.services.nearby import NearIncident, NearPlace, Surroundings
from batola_desk.services.place_reading import PastedView
from batola_desk.services.views import PlaceSuggestion


class PlaceUseCases(Protocol):
    """Finding a place by its name or by whatever was pasted (domain.md §11)."""

    def search(
        self, text: str, *, near: LatLon | None = None, limit: int = 8
    ) -> Sequence[PlaceSuggestion]: ...

    def read(self, text: str) -> PastedView:
        """Positions in a text, with where each lies."""

    def point(self, latitude: float, longitude: float) -> PlaceSuggestion | None:
        """The desa a point most likely lies in; None outside the regency."""


class NearbyUseCases(Protocol):
    """What lies round a position (domain.md §12.1)."""

    def places(self, latitude: float, longitude: float, *, limit: int = 5) -> Sequence[NearPlace]: ...

    def incidents(
        self, latitude: float, longitude: float, *, within_m: float = 0.0
    ) -> Sequence[NearIncident]: ...

    async def calls_of(self, number: str, *, besides: str = "", limit: int = 10) -> Sequence[CallRow]: ...

    async def look(
        self, latitude: float, longitude: float, *, number: str = "", call_key: str = ""
    ) -> Surroundings: ...
