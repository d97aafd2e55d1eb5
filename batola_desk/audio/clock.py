"""The audio clock: one tick for every 20 ms the headset has played."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from batola_desk.audio.frames import FRAME_S, Clock
from batola_desk.audio.streams import WakeSignal

log = logging.getLogger("batola.audio")

_STALL_MIN_S = 0.060  # LIMIT: with the frame that is due then, a caller hears a gap below 120 ms
_STALL_MAX_S = 0.100
_STALL_BLOCKS = 3  # a device that takes large blocks moves seldom
_TICKS_PER_S = 50  # whole, so that a frame's end is hit exactly
_LATE_S = 0.005
_CATCH_UP_TICKS_MAX = 10


class ClockSource(Protocol):
    """A running playout device.

    Attributes:
        wake_at_count: it need not wake the clock before it has consumed so many samples.
    """

    wake_at_count: int

    @property
    def consumed_count(self) -> int: ...

    @property
    def moved_mono_s(self) -> float:
        """When it took samples last."""

    @property
    def sample_rate_hz(self) -> float: ...

    @property
    def block_max(self) -> int:
        """The largest number of samples it took at once."""

    def start_over(self) -> None: ...


@dataclass(slots=True)
class ClockStatistics:
    tick_count: int = 0
    late_tick_count: int = 0
    tick_total_s: float = 0.0
    tick_max_s: float = 0.0
    fallback_count: int = 0


class AudioClock:
    """Calls ``tick(frame_index)`` on its own thread.

    The headset's playout is the master, so what is produced is exactly what is played. It wakes the clock
    when a frame is due, not at each of its blocks. If it has not moved for 60 to 100 ms (unplugged, driver
    stuck), or there is none, a clock of the operating system takes over without losing the time in between;
    when the device moves again it is master again.

    Thread: `set_source`, `start`, `stop` from others; everything else on the clock's thread.
    """

    def __init__(
        self, tick: Callable[[int], None], *, wake: WakeSignal, clock: Clock = time.monotonic
    ) -> None:
        self._tick = tick
        self._wake = wake
        self._clock = clock
        self._thread: threading.Thread | None = None
        self._stopping = False
        self._source: ClockSource | None = None
        self._followed: ClockSource | None = None
        self._base_count = 0
        self._base_ticks = 0
        self._seen_count = 0
        self._moved_mono_s = 0.0
        self._ticked_mono_s = 0.0
        self._deadline_s = 0.0
        self.is_on_fallback = True
        self.statistics = ClockStatistics()

    def set_source(self, source: ClockSource | None) -> None:
        """Follow another device from now on; None is the fallback."""
        self._source = source
        self._wake.notify()

    def start(self) -> None:
        self._stopping = False
        self._deadline_s = self._clock()
        self._thread = threading.Thread(target=self._run, name="batola-audio-clock")
        self._thread.start()

    def stop(self) -> None:
        """Ends after the current tick."""
        self._stopping = True
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        while not self._stopping:
            self._wake.wait(self.step(self._clock()))

    def step(self, now_s: float) -> float:
        """Do what is due at ``now_s``; returns how long nothing will be due unless the device moves."""
        source = self._source
        count = source.consumed_count if source is not None else 0
        if source is not self._followed:
            self._followed, self._seen_count = source, count
            if source is not None:
                source.wake_at_count = 0
            if not self.is_on_fallback:
                self._fall_back()
        if source is not None and count != self._seen_count:
            self._seen_count = count
            self._moved_mono_s = source.moved_mono_s
            if self.is_on_fallback:
                self.is_on_fallback = False
                source.start_over()
                self._base_count, self._base_ticks = count, self.statistics.tick_count
                self._ticked_mono_s = now_s
        elif (
            source is not None and not self.is_on_fallback and now_s - self._moved_mono_s >= _stall_s(source)
        ):
            self._fall_back()
        if self.is_on_fallback or source is None:
            return self._step_fallback(now_s)
        return self._step_device(source, count, now_s)

    def _fall_back(self) -> None:
        """Go on by the clock from the device's last tick, so that no frame is left out."""
        self.is_on_fallback = True
        self.statistics.fallback_count += 1
        if self._followed is not None:
            self._followed.wake_at_count = 0  # its first movement counts
        self._deadline_s = self._ticked_mono_s + FRAME_S

    def _step_fallback(self, now_s: float) -> float:
        behind = int((now_s - self._deadline_s) / FRAME_S)
        if behind > _CATCH_UP_TICKS_MAX:  # the machine slept
            self._deadline_s = now_s
        while self._deadline_s <= now_s:
            self._run_tick(late=now_s - self._deadline_s > _LATE_S)
            self._deadline_s += FRAME_S
        return max(0.0, self._deadline_s - self._clock())

    def _step_device(self, source: ClockSource, count: int, now_s: float) -> float:
        played = int((count - self._base_count) * _TICKS_PER_S // source.sample_rate_hz)
        due = played - (self.statistics.tick_count - self._base_ticks)
        if due > _CATCH_UP_TICKS_MAX:
            self._base_ticks -= due - 1  # the thread was frozen; what was missed is gone
            due = 1
            source.start_over()
        if due > 0:
            self._ticked_mono_s = now_s
        for index in range(due):
            self._run_tick(late=index > 0)
        following = self.statistics.tick_count - self._base_ticks + 1
        source.wake_at_count = self._base_count + math.ceil(following * source.sample_rate_hz / _TICKS_PER_S)
        return max(0.0, self._moved_mono_s + _stall_s(source) - now_s)

    def _run_tick(self, *, late: bool) -> None:
        statistics = self.statistics
        started_s = time.perf_counter()
        try:
            self._tick(statistics.tick_count)
        except Exception:
            log.exception("audio frame failed")
        elapsed_s = time.perf_counter() - started_s
        statistics.tick_count += 1
        statistics.late_tick_count += late
        statistics.tick_total_s += elapsed_s
        statistics.tick_max_s = max(statistics.tick_max_s, elapsed_s)


def _stall_s(source: ClockSource) -> float:
    """How long this device may stand still before it counts as gone."""
    blocks_s = _STALL_BLOCKS * source.block_max / source.sample_rate_hz
    return min(_STALL_MAX_S, max(_STALL_MIN_S, blocks_s))
