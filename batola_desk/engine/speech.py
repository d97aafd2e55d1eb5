"""Is the caller speaking? Energy against the line's own noise, from the levels of the audio room."""

from __future__ import annotations

_ABOVE_NOISE_DB = 10.0
_NOISE_RISE_DB_S = 1.5  # speech rarely lasts so long without a pause that the floor follows it
_NOISE_MAX_DBFS = -30.0  # LIMIT: louder "noise" counts as sound worth hearing


class SpeechDetector:
    """Follows one caller; tells how long ago the last speech was.

    The noise floor falls at once and rises slowly, so a steady engine or rain becomes floor and a cough
    stands out. Thread: the engine's.
    """

    def __init__(self, now_s: float, *, floor_dbfs: float) -> None:
        self._floor_dbfs = floor_dbfs
        self._noise_dbfs = floor_dbfs
        self._spoke_at_s = now_s
        self._fed_at_s = now_s

    def feed(self, level_dbfs: float, now_s: float) -> float:
        """Take the caller's level and return the seconds since speech."""
        rise_db = _NOISE_RISE_DB_S * max(0.0, now_s - self._fed_at_s)
        self._fed_at_s = now_s
        self._noise_dbfs = min(self._noise_dbfs + rise_db, max(level_dbfs, self._floor_dbfs), _NOISE_MAX_DBFS)
        if level_dbfs > self._noise_dbfs + _ABOVE_NOISE_DB:
            self._spoke_at_s = now_s
        return now_s - self._spoke_at_s

    def restart(self, now_s: float) -> None:
        """Count from now, as after a hold."""
        self._spoke_at_s = self._fed_at_s = now_s
