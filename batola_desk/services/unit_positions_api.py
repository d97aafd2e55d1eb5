"""What the screen may ask about live positions of units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from batola_desk.domain.unit import Unit
from batola_desk.domain.unit_position import UnitPosition


class UnitPositionUseCases(Protocol):
    """Positions of units: by their devices and by hand (``services.unit_positions``)."""

    @property
    def can_undo(self) -> bool: ...

    def units(self) -> Sequence[Unit]: ...

    def unit(self, unit_id: str) -> Unit | None: ...

    def live(self, unit_id: str) -> UnitPosition | None: ...

    def trail(self, unit_id: str) -> Sequence[tuple[float, float, int]]: ...

    async def place(self, unit_id: str, latitude: float, longitude: float) -> None: ...

    async def place_from_file(self, unit_id: str, file: str) -> None: ...

    async def undo_place(self) -> str: ...
