"""Which reports count: known device, believable time, and whether anything drives that fast.

Device to unit is data (``devices`` in ``units.toml``). A device that nobody knows is remembered for IT and
never shown. Everything here is bounded: a sender may invent names all day.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from batola_desk.domain.earth_area import distance_m
from batola_desk.domain.unit_position import MICROSECONDS, UnitPosition
from batola_desk.interop.avl.report import Report

AHEAD_S: Final = 60.0  # LIMIT: telephones take their time from the network; more is a wrong clock
OLDEST_S: Final = 24 * 3600.0  # LIMIT: what a telephone kept for longer says nothing about now
JUMP_MPS: Final = 70.0  # LIMIT: 250 km/h; no car and no boat of a regency
JUMP_M: Final = 500.0  # LIMIT: below this it is the noise of a receiver between houses
DEVICES_MAX: Final = 500  # LIMIT: remembered strangers


class Outcome(StrEnum):
    """What became of a report."""

    TAKEN = "taken"
    UNKNOWN_DEVICE = "unknown_device"
    FUTURE = "future"
    TOO_OLD = "too_old"
    NOT_NEWER = "not_newer"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceTrouble:
    """A device that IT should look at: unknown, its clock is wrong, it encrypts."""

    device: str
    kind: str
    first_us: int
    last_us: int
    count: int


class PositionJudge:
    """Judges reports. Thread: any.

    Args:
        units: device name to unit id, asked at each report.
        now_us: the receiver's clock.
    """

    def __init__(self, units: Callable[[], Mapping[str, str]], now_us: Callable[[], int]) -> None:
        self._units = units
        self._now_us = now_us
        self._lock = threading.Lock()
        self._newest: dict[str, UnitPosition] = {}
        self._troubles: OrderedDict[tuple[str, str], DeviceTrouble] = OrderedDict()

    def judge(self, report: Report) -> tuple[Outcome, UnitPosition | None]:
        """Return what becomes of it, and the position if it counts."""
        with self._lock:
            units = self._units()
            unit_id = next((units[name] for name in report.devices if name in units), None)
            if unit_id is None:
                self._note(report.devices[0], Outcome.UNKNOWN_DEVICE)
                return Outcome.UNKNOWN_DEVICE, None
            now_us = self._now_us()
            at_us = now_us if report.at_us is None else report.at_us
            if at_us > now_us + AHEAD_S * MICROSECONDS:
                self._note(report.devices[0], Outcome.FUTURE)
                return Outcome.FUTURE, None
            if at_us < now_us - OLDEST_S * MICROSECONDS:
                return Outcome.TOO_OLD, None
            before = self._newest.get(unit_id)
            if before is not None and at_us <= before.at_us:
                return Outcome.NOT_NEWER, None
            position = UnitPosition(
                unit_id=unit_id,
                latitude=report.latitude,
                longitude=report.longitude,
                at_us=min(at_us, now_us),
                source=report.source,
                heading_deg=report.heading_deg,
                speed_mps=report.speed_mps,
                accuracy_m=report.accuracy_m,
                is_doubtful=before is not None and _is_jump(before, report, at_us),
            )
            self._newest[unit_id] = position
            return Outcome.TAKEN, position

    def note(self, device: str, kind: str) -> None:
        """Remember a device that IT should look at."""
        with self._lock:
            self._note(device, kind)

    def newest(self) -> tuple[UnitPosition, ...]:
        """Every unit's newest position."""
        with self._lock:
            return tuple(self._newest.values())

    def troubles(self) -> tuple[DeviceTrouble, ...]:
        """Devices that IT should look at, the latest last. Those known by now are left out."""
        with self._lock:
            units = self._units()
            return tuple(
                trouble
                for trouble in self._troubles.values()
                if trouble.kind != Outcome.UNKNOWN_DEVICE or trouble.device not in units
            )

    def _note(self, device: str, kind: str) -> None:
        now_us = self._now_us()
        known = self._troubles.pop((device, kind), None)
        self._troubles[device, kind] = DeviceTrouble(
            device=device,
            kind=str(kind),
            first_us=known.first_us if known else now_us,
            last_us=now_us,
            count=known.count + 1 if known else 1,
        )
        while len(self._troubles) > DEVICES_MAX:
            self._troubles.popitem(last=False)


def _is_jump(before: UnitPosition, report: Report, at_us: int) -> bool:
    away_m = distance_m(before.latitude, before.longitude, report.latitude, report.longitude)
    noise_m = JUMP_M + (before.accuracy_m or 0.0) + (report.accuracy_m or 0.0)
    elapsed_s = (at_us - before.at_us) / MICROSECONDS
    return away_m > noise_m and away_m > JUMP_MPS * elapsed_s
