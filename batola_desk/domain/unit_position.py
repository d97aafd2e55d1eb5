"""Where a unit was at one moment, as a device said it: live, not a fact. Source: domain.md §5.4."""

from __future__ import annotations

import base64
import binascii
import math
from dataclasses import dataclass
from typing import Final

MICROSECONDS = 1_000_000
DEVICE_PREFIX: Final = "device."
DEVICE_BYTES_MAX: Final = 42  # LIMIT: the room takes 64 letters for the name of a unit


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


def name_of_device(device: str) -> str | None:
    """Return what stands for a unit's id in the position of a device whose unit the program does not know.

    Desks know more: they say whose it is. None: the device's name is too long to travel.
    """
    name = device.encode("utf-8", "replace")
    if not 0 < len(name) <= DEVICE_BYTES_MAX:
        return None
    return DEVICE_PREFIX + base64.urlsafe_b64encode(name).decode("ascii").rstrip("=")


def device_of_name(unit_id: str) -> str | None:
    """Return the device that such an id stands for; None: it is a unit's, or nonsense."""
    if not unit_id.startswith(DEVICE_PREFIX):
        return None
    letters = unit_id.removeprefix(DEVICE_PREFIX)
    try:
        device = base64.b64decode(letters + "=" * (-len(letters) % 4), "-_", validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return None
    return device if device and device.isprintable() else None
