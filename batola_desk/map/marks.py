"""What the map is told to show on top of its base. Frozen values, built by whoever owns the facts."""

from __future__ import annotations

from dataclasses import dataclass

PRIORITIES = ("P1", "P2", "P3", "P4", "P5")  # Source: domain.md §7
AGENCY_SHAPES = ("circle", "square", "diamond", "hexagon", "pentagon", "cross")


@dataclass(frozen=True, slots=True)
class IncidentMark:
    """One incident.

    Attributes:
        uncertainty_m: radius of the area it may be in; 0 = exactly known.
        priority: one of ``PRIORITIES``.
        is_draft: still being written at this desk.
    """

    incident_id: str
    lat: float
    lon: float
    uncertainty_m: float
    priority: str
    label: str
    selected: bool = False
    is_draft: bool = False

    def __post_init__(self) -> None:
        if self.priority not in PRIORITIES:
            raise ValueError(f"priority {self.priority!r} is none of {PRIORITIES}")
        if self.uncertainty_m < 0:
            raise ValueError("uncertainty_m must not be negative")


@dataclass(frozen=True, slots=True)
class UnitMark:
    """One unit with a known position.

    Attributes:
        agency_shape: one of ``AGENCY_SHAPES``.
        state: a value of ``domain.unit.UnitState``.
        heading_deg: clockwise from north, None = unknown.
        age_s: how old the position is.
    """

    unit_id: str
    lat: float
    lon: float
    call_sign: str
    agency_shape: str
    state: str
    heading_deg: float | None = None
    age_s: float = 0.0

    def __post_init__(self) -> None:
        if self.agency_shape not in AGENCY_SHAPES:
            raise ValueError(f"agency_shape {self.agency_shape!r} is none of {AGENCY_SHAPES}")


@dataclass(frozen=True, slots=True)
class FixMark:
    """One location fix of a caller. ``source`` is shown as it is, next to the uncertainty."""

    lat: float
    lon: float
    uncertainty_m: float
    source: str
