"""What the screen may ask about live positions of units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from batola_desk.domain.unit import Unit
from batola_desk.domain.unit_position import UnitPosition
from batola_desk.services.unit_device_views import UnitDeviceUseCases


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackReport:
    """What became of a track file.

    Attributes:
        points: that were read; ``skipped`` ones are broken.
        first_us: the earliest time in it; None = it says none.
        at_us: time of its last point; None = it says none, or one that has not come: taken as now.
    """

    points: int
    skipped: int
    first_us: int | None
    at_us: int | None
    latitude: float
    longitude: float


class UnitPositionUseCases(Protocol):
    """Positions of units: by their devices and by hand (``services.unit_positions``)."""

    @property
    def devices(self) -> UnitDeviceUseCases: ...

    @property
    def can_undo(self) -> bool: ...

    @property
    def may_place(self) -> bool: ...

    def units(self) -> Sequence[Unit]: ...

    def unit(self, unit_id: str) -> Unit | None: ...

    def live(self, unit_id: str) -> UnitPosition | None: ...

    def trail(self, unit_id: str) -> Sequence[tuple[float, float, int]]: ...

    async def place(self, unit_id: str, latitude: float, longitude: float) -> None: ...

    async def place_from_file(self, unit_id: str, file: str) -> TrackReport: ...

    async def undo_place(self) -> str: ...
