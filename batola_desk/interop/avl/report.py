"""What any device says about itself, in one shape; and the careful reading of its numbers and times."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

DEVICE_CHARS_MAX: Final = 64
KNOT_MPS: Final = 1852 / 3600
KMH_MPS: Final = 1 / 3.6
_NUMBER_CHARS_MAX: Final = 32
_MILLISECONDS_FROM: Final = 1 << 31  # source: Traccar's OsmAnd protocol; seconds reach it in 2038
_YEAR_2000_S: Final = 946_684_800
_YEAR_2100_S: Final = 4_102_444_800
_MOVING_MPS: Final = 0.5  # LIMIT: below it a telephone's heading is noise


class BadReportError(Exception):
    """What was sent is no position. ``reason`` is ours, in English, and quotes nothing that was sent."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One position of one device.

    Attributes:
        devices: its names, the most exact one first.
        at_us: microseconds since 1970; None = it did not say.
    """

    devices: tuple[str, ...]
    latitude: float
    longitude: float
    source: str
    at_us: int | None = None
    speed_mps: float | None = None
    heading_deg: float | None = None
    accuracy_m: float | None = None


def make_report(
    devices: tuple[object, ...],
    place: tuple[object, object],
    source: str,
    *,
    at: object = None,
    motion: tuple[object, object, object] = (None, None, None),
    speed_unit_mps: float = 1.0,
) -> Report:
    """Judge the parts and put them together.

    Args:
        place: latitude and longitude.
        motion: speed, heading, accuracy; a part that makes no sense is left out, the place still counts.

    Raises:
        BadReportError: no device, no place, or a time that is none.
    """
    names = tuple(dict.fromkeys(name for name in map(_device, devices) if name))
    if not names:
        raise BadReportError("no device id")
    latitude, longitude = (number(part) for part in place)
    if latitude is None or longitude is None:
        raise BadReportError("no latitude and longitude")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise BadReportError("latitude or longitude out of range")
    if latitude == 0 and longitude == 0:
        raise BadReportError("0, 0 is what a receiver without a fix says")
    speed, heading, accuracy = (number(part) for part in motion)
    speed_mps = speed * speed_unit_mps if speed is not None and 0 <= speed * speed_unit_mps < 200 else None
    if heading is None or not 0 <= heading <= 360 or (speed_mps is not None and speed_mps < _MOVING_MPS):
        heading = None
    return Report(
        devices=names,
        latitude=latitude,
        longitude=longitude,
        source=source,
        at_us=None if at is None or at == "" else time_us(at),
        speed_mps=speed_mps,
        heading_deg=None if heading is None else heading % 360.0,
        accuracy_m=accuracy if accuracy is not None and 0 < accuracy < 100_000 else None,
    )


def number(value: object) -> float | None:
    """Return a finite number, or None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, str) and (len(value) > _NUMBER_CHARS_MAX or "_" in value):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def time_us(value: object) -> int:
    """Return the moment that seconds, milliseconds or an ISO 8601 text name, microseconds since 1970.

    Raises:
        BadReportError: none of these, or not of this century.
    """
    seconds = number(value)
    if seconds is not None:
        if seconds >= _MILLISECONDS_FROM:
            seconds /= 1000
    elif isinstance(value, str) and len(value) <= _NUMBER_CHARS_MAX:
        try:
            moment = datetime.fromisoformat(value)
            seconds = (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).timestamp()
        except (ValueError, OverflowError) as fault:
            raise BadReportError("time not understood") from fault
    if seconds is None or not _YEAR_2000_S <= seconds < _YEAR_2100_S:
        raise BadReportError("time not understood")
    return round(seconds * 1_000_000)


def _device(value: object) -> str:
    """A name that can be written into a file of configuration; anything else is none."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value) if abs(value) < 10**20 else ""
    if not isinstance(value, str):
        return ""
    name = value.strip()
    return name if len(name) <= DEVICE_CHARS_MAX and name.isprintable() else ""
