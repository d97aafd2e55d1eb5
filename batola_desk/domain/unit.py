"""State of one unit (satuan), folded from its facts. Source: domain.md §5.4."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from batola_desk.domain.conflicts import Conflicts
from batola_desk.domain.timeline import TimelineEntry
from batola_desk.domain.unit_devices import Words


class UnitState(StrEnum):
    """The machine of domain.md §5.4."""

    AVAILABLE = "available"
    ASSIGNED = "assigned"
    EN_ROUTE = "en_route"
    ON_SCENE = "on_scene"
    TRANSPORTING = "transporting"
    AT_FACILITY = "at_facility"
    RETURNING = "returning"
    STAGED = "staged"
    OUT_OF_SERVICE = "out_of_service"
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One unit; ``incident_ids`` longer than one means a double assignment that a lead must see."""

    unit_id: str
    call_sign: str = ""
    agency_code: str = ""
    medium: str = "road"
    post: str = ""
    capabilities: tuple[str, ...] = ()
    state: UnitState = UnitState.AVAILABLE
    state_since_us: int | None = None
    state_reason: str = ""
    incident_ids: tuple[str, ...] = ()
    claimed_for: str = ""  # what the room's guard holds: the last ticket it was sent to, not contested
    latitude: float | None = None
    longitude: float | None = None
    heading_deg: float | None = None
    position_source: str = ""
    position_us: int | None = None
    estimate_s: int | None = None
    devices: Words = ()  # what people said about devices that this unit has or had
    conflicts: Conflicts = ()
    timeline: tuple[TimelineEntry, ...] = ()
    seen: frozenset[str] = field(default_factory=frozenset)
