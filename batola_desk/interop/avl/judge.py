"""Which reports count: known device, believable time, and whether anything drives that fast.

Device to unit is data: ``devices`` in ``units.toml``, and over it what people said in the window. A device
that nobody knows moves no unit here; its position is handed on under its own name, for desks know more and
people want to see where it is. Everything here is bounded: a sender may invent names all day.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Final

from batola_desk.domain.earth_area import distance_m
from batola_desk.domain.unit_position import MICROSECONDS, UnitPosition, name_of_device
from batola_desk.interop.avl.heard import DEVICES_MAX, DeviceBook, HeardDevice
from batola_desk.interop.avl.report import Report
from batola_desk.interop.rates import Rate, RateTable

AHEAD_S: Final = 60.0  # LIMIT: telephones take their time from the network; more is a wrong clock
OLDEST_S: Final = 24 * 3600.0  # LIMIT: what a telephone kept for longer says nothing about now
JUMP_MPS: Final = 70.0  # LIMIT: 250 km/h; no car and no boat of a regency
JUMP_M: Final = 500.0  # LIMIT: below this it is the noise of a receiver between houses
STRANGER_PAUSE_S: Final = 1.0  # LIMIT: so often a stranger's position is handed on
NEW_STRANGERS: Final = Rate(1 / 30, 400)  # LIMIT: the room's table takes 2000 names, and forgets none


class Outcome(StrEnum):
    """What became of a report."""

    TAKEN = "taken"
    UNKNOWN_DEVICE = "unknown_device"
    FUTURE = "future"
    TOO_OLD = "too_old"
    NOT_NEWER = "not_newer"


class PositionJudge:
    """Judges reports. Thread: any.

    Args:
        units: device name to unit id, asked at each report.
        now_us: the receiver's clock.
        now_s: a clock that never goes back.
    """

    def __init__(
        self,
        units: Callable[[], Mapping[str, str]],
        now_us: Callable[[], int],
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._units = units
        self._now_us = now_us
        self._lock = threading.Lock()
        self._newest: dict[str, UnitPosition] = {}
        self._strangers: OrderedDict[str, UnitPosition] = OrderedDict()  # as handed on, by their names
        self._new_strangers = RateTable(NEW_STRANGERS, now_s)
        self._book = DeviceBook()

    def judge(self, report: Report) -> tuple[Outcome, UnitPosition | None]:
        """Return what becomes of it, and the position that is handed on, if any."""
        with self._lock:
            units, now_us = self._units(), self._now_us()
            device = next((name for name in report.devices if name in units), None)
            outcome = _believed(report, now_us)
            if device is None:
                is_placed = outcome is Outcome.TAKEN
                self._book.note(
                    report.devices[0],
                    Outcome.UNKNOWN_DEVICE,
                    now_us,
                    report=report if is_placed else None,
                )
                return Outcome.UNKNOWN_DEVICE, self._stranger(report, now_us) if is_placed else None
            position = _position(units[device], report, now_us)
            before = self._newest.get(position.unit_id)
            if outcome is Outcome.TAKEN and before is not None and position.at_us <= before.at_us:
                outcome = Outcome.NOT_NEWER
            if outcome is Outcome.FUTURE:
                self._book.note(device, outcome, now_us, is_known=True)
            else:
                counts = report if outcome is Outcome.TAKEN else None
                self._book.note(device, Outcome.TAKEN, now_us, is_known=True, report=counts)
            if outcome is not Outcome.TAKEN:
                return outcome, None
            position = replace(position, is_doubtful=before is not None and _is_jump(before, position))
            self._newest[position.unit_id] = position
            self._strangers.pop(name_of_device(device) or "", None)
            return Outcome.TAKEN, position

    def _stranger(self, report: Report, now_us: int) -> UnitPosition | None:
        name = name_of_device(report.devices[0])
        if name is None:
            return None
        position = _position(name, report, now_us)
        before = self._strangers.pop(name, None)
        if before is None:
            if not self._new_strangers.take():
                return None
        elif position.at_us < before.at_us + STRANGER_PAUSE_S * MICROSECONDS:
            self._strangers[name] = before
            return None
        else:
            position = replace(position, is_doubtful=_is_jump(before, position))
        self._strangers[name] = position
        while len(self._strangers) > DEVICES_MAX:
            self._strangers.popitem(last=False)
        return position

    def note(self, device: str, kind: str) -> None:
        """Remember a device that IT should look at."""
        with self._lock:
            self._book.note(device, kind, self._now_us(), is_known=device in self._units())

    def newest(self) -> tuple[UnitPosition, ...]:
        """Every unit's newest position, and every stranger's."""
        with self._lock:
            return (*self._newest.values(), *self._strangers.values())

    def heard(self) -> tuple[HeardDevice, ...]:
        """Devices, the latest stranger last. One that has become a unit's since is no stranger any more."""
        with self._lock:
            units = self._units()
            return tuple(
                replace(heard, kind=Outcome.TAKEN)
                if heard.kind == Outcome.UNKNOWN_DEVICE and heard.device in units
                else heard
                for heard in self._book.devices()
            )


def _believed(report: Report, now_us: int) -> Outcome:
    at_us = now_us if report.at_us is None else report.at_us
    if at_us > now_us + AHEAD_S * MICROSECONDS:
        return Outcome.FUTURE
    return Outcome.TOO_OLD if at_us < now_us - OLDEST_S * MICROSECONDS else Outcome.TAKEN


def _position(unit_id: str, report: Report, now_us: int) -> UnitPosition:
    return UnitPosition(
        unit_id=unit_id,
        latitude=report.latitude,
        longitude=report.longitude,
        at_us=now_us if report.at_us is None else min(report.at_us, now_us),
        source=report.source,
        heading_deg=report.heading_deg,
        speed_mps=report.speed_mps,
        accuracy_m=report.accuracy_m,
    )


def _is_jump(before: UnitPosition, position: UnitPosition) -> bool:
    away_m = distance_m(before.latitude, before.longitude, position.latitude, position.longitude)
    noise_m = JUMP_M + (before.accuracy_m or 0.0) + (position.accuracy_m or 0.0)
    elapsed_s = (position.at_us - before.at_us) / MICROSECONDS
    return away_m > noise_m and away_m > JUMP_MPS * elapsed_s
