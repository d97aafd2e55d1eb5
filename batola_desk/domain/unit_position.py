"""Where a unit was at one moment, as a device said it: live, not a fact. Source: domain.md §5.4."""

from __future__ import annotations

import math
from dataclasses import dataclass

MICROSECONDS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPosition:
    """One live position.

    Attributes:
        at_us: time of the fix (the device's clock, never later than the receiver's), microseconds since 1970.
        source: ``traccar``, ``owntracks``, ``file``; a word of ``ui.labels.POSITION_SOURCES``.
        heading_deg: clockwise from north; None = unknown, or it stands.
        accuracy_m: radius the device claims; None = it claims nothing.
        is_doubtful: nothing drives from its last place to this one in that time.
    """

    unit_id: str
    latitude: float
    longitude: float
    at_us: int
    source: str
    heading_deg: float | None = None
    speed_mps: float | None = None
    accuracy_m: float | None = None
    is_doubtful: bool = False

    @property
    def is_usable(self) -> bool:
        """Whether the numbers are a place on earth and a time; whoever sent it may be broken."""
        numbers = (self.heading_deg, self.speed_mps, self.accuracy_m)
        return (
            -90 <= self.latitude <= 90
            and -180 <= self.longitude <= 180
            and 0 < self.at_us < 1 << 53
            and all(number is None or (math.isfinite(number) and number >= 0) for number in numbers)
        )
