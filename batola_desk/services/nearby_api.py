"""What the screen may ask about a position; part of ``services.api``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from batola_desk.models.rows import CallRow
from batola_desk.services.nearby import NearIncident, NearPlace, Surroundings


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
