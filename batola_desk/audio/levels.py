"""Level meters: quick up, slow down."""

import math

import numpy as np

from batola_desk.audio.frames import FRAME_S, Samples

SILENCE_DBFS = -90.0


def to_dbfs(amplitude: float) -> float:
    """Linear amplitude (1.0 is full scale) in dB, not below `SILENCE_DBFS`."""
    return max(SILENCE_DBFS, 20.0 * math.log10(amplitude)) if amplitude > 0.0 else SILENCE_DBFS


class LevelMeter:
    """Peak and RMS of a stream; both fall by ``decay_db_s`` so that a 10 Hz reader misses nothing.

    Thread: fed by the audio clock; readable from anywhere (two floats).
    """

    def __init__(self, *, decay_db_s: float = 24.0) -> None:
        self._decay_db = decay_db_s * FRAME_S
        self.peak_dbfs = SILENCE_DBFS
        self.rms_dbfs = SILENCE_DBFS

    def feed(self, frame: Samples) -> None:
        """Take one 20 ms frame."""
        peak_dbfs = to_dbfs(float(np.max(np.abs(frame), initial=0.0)))
        rms_dbfs = to_dbfs(math.sqrt(float(np.dot(frame, frame)) / max(len(frame), 1)))
        self.peak_dbfs = max(peak_dbfs, self.peak_dbfs - self._decay_db, SILENCE_DBFS)
        self.rms_dbfs = max(rms_dbfs, self.rms_dbfs - self._decay_db, SILENCE_DBFS)
