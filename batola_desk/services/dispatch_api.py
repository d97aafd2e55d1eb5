"""What the screen may ask of agencies and units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from batola_desk.services.views import BoardRow, UnitView


class DispatchUseCases(Protocol):
    """Agencies and units (domain.md §5.3, §5.4)."""

    async def send_task(self, incident_id: str, agency_code: str, *, channel: str) -> str: ...

    async def act_on_task(self, incident_id: str, task_id: str, action: str, *, text: str = "") -> None:
        """One of TaskView.next_actions; ``text`` is the person's name, the reason or the report."""

    def units(self, *, near_incident_id: str | None = None) -> Sequence[UnitView]: ...

    async def register_unit(
        self, call_sign: str, agency_code: str, medium: str, *, post: str = "", unit_id: str | None = None
    ) -> str: ...

    async def dispatch_unit(self, incident_id: str, unit_id: str, *, force: bool = False) -> None:
        """Commit a unit; an already committed one needs ``force`` (OperatorError unit_busy)."""

    async def set_unit_state(self, unit_id: str, state: str, *, reason: str = "") -> None: ...

    async def release_unit(self, incident_id: str, unit_id: str, *, reason: str = "") -> None: ...

    async def locate_unit(self, unit_id: str, latitude: float, longitude: float) -> None: ...

    def overview(self) -> Sequence[tuple[BoardRow, tuple[object, ...]]]:
        """Open agency tasks by incident for the agency board: (row, TaskViews)."""
