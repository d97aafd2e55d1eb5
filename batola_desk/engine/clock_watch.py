"""Sees that somebody, or a time server, has set the computer's clock while the desk works.

Calls, registrations and timers live on clocks that nobody can set. Times in journal and tickets do not:
who reads them later must know that they jumped, and by how much.
"""

from __future__ import annotations

from collections.abc import Callable

JUMP_MIN_S = 2.0  # LIMIT: a time server's gentle correction stays far below this between two looks


class ClockWatch:
    """Compares the wall clock with one that only goes on, sleep included.

    Thread: the engine's.
    """

    def __init__(self, now_us: Callable[[], int], steady_s: Callable[[], float]) -> None:
        self._now_us = now_us
        self._steady_s = steady_s
        self._ahead_s = self._measure_s()

    def jump_s(self) -> float:
        """By how many seconds the clock was set since the last look; 0.0 if it was not."""
        before_s, self._ahead_s = self._ahead_s, self._measure_s()
        jump_s = self._ahead_s - before_s
        return jump_s if abs(jump_s) >= JUMP_MIN_S else 0.0

    def _measure_s(self) -> float:
        return self._now_us() / 1e6 - self._steady_s()
