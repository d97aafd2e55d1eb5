"""What can happen to a unit (satuan). Source: domain.md §5.4."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from batola_desk.domain.facts import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRegistered:
    """A unit became known to the desk, or its description changed.

    Attributes:
        medium: ``road``, ``water`` or ``both``.
        capabilities: codes of the catalog; empty = those of its agency.
    """

    TYPE: ClassVar[str] = "unit.registered"
    VERSION: ClassVar[int] = 1

    call_sign: str
    agency_code: str
    medium: str
    post: str = ""
    latitude: float | None = None
    longitude: float | None = None
    capabilities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitDispatched:
    """A unit was committed to an incident. Touches both; a double commitment is kept and flagged."""

    TYPE: ClassVar[str] = "unit.dispatched"
    VERSION: ClassVar[int] = 1

    unit_id: str
    incident_id: str
    estimate_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitStatusSet:
    """The unit reported, or the operator noted, its state.

    Attributes:
        state: one of ``domain.unit.UnitState``.
        incident_id: the incident it works for, if any (touches it then).
        takes_back_us: when the report was written down that this one takes back: it was a slip of the hand,
            ``state`` is the one before it, and its moment counts nowhere.
    """

    TYPE: ClassVar[str] = "unit.status"
    VERSION: ClassVar[int] = 1

    unit_id: str
    state: str
    incident_id: str | None = None
    reason: str = ""
    takes_back_us: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitReleased:
    """The unit was taken off an incident before it finished there."""

    TYPE: ClassVar[str] = "unit.released"
    VERSION: ClassVar[int] = 1

    unit_id: str
    incident_id: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLocated:
    """A position of the unit, with its source.

    Attributes:
        fixed_us: when it was there; None = when the fact happened. Given: a placing
            was taken back, and the place before it is as old as it was.
    """

    TYPE: ClassVar[str] = "unit.located"
    VERSION: ClassVar[int] = 1

    latitude: float
    longitude: float
    source: str
    heading_deg: float | None = None
    fixed_us: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitDeviceSet:
    """Somebody said whose a device (telephone, tracker) is. Touches who had it and who has it now.

    Attributes:
        device: its name, as it says it.
        unit_id: whose it is from now on; empty = nobody's.
    """

    TYPE: ClassVar[str] = "unit.device_set"
    VERSION: ClassVar[int] = 1

    device: str
    unit_id: str = ""


EVENTS: tuple[type[Event], ...] = (
    UnitRegistered,
    UnitDispatched,
    UnitStatusSet,
    UnitReleased,
    UnitLocated,
    UnitDeviceSet,
)
