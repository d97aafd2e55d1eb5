"""Where in a voice its delay may be changed: between two sentences nobody hears a joint."""

from __future__ import annotations

import numpy as np

from batola_desk.audio.frames import Samples

_QUIET_DBFS = -50.0
_ABOVE_BACKGROUND_DB = 6.0
_BACKGROUND_MAX_DBFS = -36.0  # LIMIT: what hums louder may be a voice or music
# LIMIT: a stop within a word ("p", "t", "k") and the gap between two words are silent, too, but shorter;
# lengthened by 10 to 20 ms they cost a passage 0.3 to 1.0 MOS (docs/decisions/0014).
_PAUSE_MS = 200


class Pauses:
    """Follows what is played of one voice, and tells its pauses from its stops.

    Thread: one owner (the jitter buffer); ``background_dbfs`` is set from anywhere.
    """

    def __init__(self, sample_rate_hz: int) -> None:
        self._limit = 0.0  # mean square below which samples are quiet
        self.background_dbfs = _QUIET_DBFS
        self._pause = _PAUSE_MS * sample_rate_hz // 1000
        self._quiet_run = 0

    @property
    def background_dbfs(self) -> float:
        """How loud the line is while nobody speaks, as far as somebody knows."""
        return self._background_dbfs

    @background_dbfs.setter
    def background_dbfs(self, level_dbfs: float) -> None:
        self._background_dbfs = level_dbfs
        above_dbfs = min(level_dbfs, _BACKGROUND_MAX_DBFS) + _ABOVE_BACKGROUND_DB
        self._limit = 10.0 ** (max(_QUIET_DBFS, above_dbfs) / 10.0)

    def note(self, samples: Samples) -> None:
        """These samples are played next, just as they came."""
        self._quiet_run = self._quiet_run + len(samples) if self._is_quiet(samples) else 0

    def goes_on_in(self, ahead: Samples) -> bool:
        """Whether a pause has begun and still lasts in the samples whose turn it is."""
        return self._quiet_run >= self._pause and self._is_quiet(ahead)

    def _is_quiet(self, samples: Samples) -> bool:
        return float(np.dot(samples, samples)) < len(samples) * self._limit
