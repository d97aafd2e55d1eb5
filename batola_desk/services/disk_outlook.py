"""In how many days the desk's disk is full if it goes on like this, told in time for somebody to come.

One measurement an hour, a week of them kept in a small file, so that a restart does not begin anew.
Thread: ``look`` the desk's event loop, the rest a worker.
"""

from __future__ import annotations

import asyncio
import json
import logging
import shutil
from pathlib import Path
from typing import Final

from batola_desk.services.context import Context
from batola_desk.settings.whole_file import write_whole

log = logging.getLogger("batola.services")

ALARM: Final = "disk_filling"
FILE_NAME: Final = "disk-room.json"
EVERY_S: Final = 3600.0
DAY_US: Final = 86_400_000_000
SPAN_DAYS: Final = 7  # a week: quiet and busy days are in it
MEASURES_MAX: Final = 24 * SPAN_DAYS + 24

Measure = tuple[int, int]
"""(when, free bytes)."""


def days_left(measures: list[Measure]) -> float | None:
    """Return it; None while less than a day is known, or the disk does not fill."""
    if not measures:
        return None
    (begun_us, free_then), (now_us, free_now) = measures[0], measures[-1]
    days = (now_us - begun_us) / DAY_US
    if days < 1.0 or free_now >= free_then:
        return None
    return free_now / ((free_then - free_now) / days)


class DiskOutlook:
    """Measures, remembers, and raises ``disk_filling``."""

    def __init__(self, context: Context, folder: Path) -> None:
        self._context = context
        self._folder = folder
        self._next_s = 0.0

    def is_wanted(self) -> bool:
        """Whether an hour has passed."""
        return self._context.clock.mono_s() >= self._next_s

    async def look(self) -> None:
        """Measure and judge."""
        self._next_s = self._context.clock.mono_s() + EVERY_S
        left = await asyncio.to_thread(self.measure, self._context.clock.now_us())
        limit = self._context.rules.limits.desk.disk_days_warn
        if left is not None and left < limit:
            self._context.alarms.raise_alarm(ALARM, detail=f"{max(left, 0.0):.0f}")
        elif left is None or left > limit * 1.2:  # a day more or less must not make it come and go
            self._context.alarms.clear(ALARM)

    def measure(self, now_us: int) -> float | None:
        """Take one more measurement and return the days left."""
        try:
            free = shutil.disk_usage(self._folder).free
        except OSError as fault:
            log.info("free space unknown: %s", fault.strerror)
            return None
        oldest_us = now_us - SPAN_DAYS * DAY_US
        # A clock that is set back or years ahead makes the others worthless: they do not lie in the window.
        kept = [m for m in self._read() if oldest_us <= m[0] < now_us]
        measures = [*kept, (now_us, free)][-MEASURES_MAX:]
        try:
            write_whole(self._folder / FILE_NAME, json.dumps(measures).encode())
        except OSError as fault:
            log.info("free space is not remembered: %s", fault.strerror)
        return days_left(measures)

    def _read(self) -> list[Measure]:
        try:
            found = json.loads((self._folder / FILE_NAME).read_bytes())
            return [(int(at_us), int(free)) for at_us, free in found]
        except (OSError, ValueError, TypeError):
            return []
