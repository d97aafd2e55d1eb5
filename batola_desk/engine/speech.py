"""How long ago did the caller speak? From the steps of speech the audio room counts (``audio.speech``)."""

from __future__ import annotations

from collections import deque

_WITHIN_S = 1.0
_STEPS_MIN = 4  # of 40 ms; a single one may be a squeal of brakes or a gust


class SpeechDetector:
    """Follows one caller; tells how long ago the last speech was. Thread: the engine's."""

    def __init__(self, now_s: float) -> None:
        self._spoke_at_s = now_s
        self._counts: deque[tuple[float, int]] = deque()

    def feed(self, spoken_count: int, now_s: float) -> float:
        """Take the caller's count of speech steps and return the seconds since speech."""
        self._counts.append((now_s, spoken_count))
        while now_s - self._counts[0][0] > _WITHIN_S:
            self._counts.popleft()
        if spoken_count - self._counts[0][1] >= _STEPS_MIN:
            self._spoke_at_s = now_s
        return now_s - self._spoke_at_s

    def restart(self, now_s: float) -> None:
        """Count from now, as after a hold."""
        self._counts.clear()
        self._spoke_at_s = now_s
