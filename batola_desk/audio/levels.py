"""Level meters: quick up, slow down."""

import math

import numpy as np

from batola_desk.audio.frames import FRAME_S, Samples

SILENCE_DBFS = -90.0
BATCH_FRAMES = 5  # what is shown ten times a second need not be computed more often


def to_dbfs(amplitude: float) -> float:
    """Linear amplitude (1.0 is full scale) in dB, not below `SILENCE_DBFS`."""
    return max(SILENCE_DBFS, 20.0 * math.log10(amplitude)) if amplitude > 0.0 else SILENCE_DBFS


def peak_of(samples: Samples) -> float:
    """The largest amplitude; NaN if there is one, 0.0 of nothing."""
    return float(np.maximum.reduce(np.abs(samples), initial=0.0))


class FrameBatch:
    """Collects frames for a figure that may be 0.1 s old, so that its arithmetic is called once for five.

    Shape: frames of one length; another length begins anew. Thread: one owner.
    """

    def __init__(self, size: int = BATCH_FRAMES) -> None:
        self._frames = np.zeros((size, 0), np.float32)
        self._count = 0

    def add(self, frame: Samples) -> Samples | None:
        """Take a copy; once there are enough return all, (size, samples), valid until the next call."""
        frames = self._frames
        if frames.shape[1] != len(frame):
            frames = self._frames = np.zeros((len(frames), len(frame)), np.float32)
            self._count = 0
        frames[self._count] = frame
        self._count = (self._count + 1) % len(frames)
        return None if self._count else frames


class LevelMeter:
    """Peak and RMS of a stream; both fall by ``decay_db_s`` so that a 10 Hz reader misses nothing.

    Thread: fed by the audio clock; readable from anywhere (two floats, brought up to date every 0.1 s).
    """

    def __init__(self, *, decay_db_s: float = 24.0) -> None:
        fall = 10.0 ** (-decay_db_s * FRAME_S / 20.0)
        self._falls = fall ** np.arange(BATCH_FRAMES - 1, -1, -1)  # what is left of each frame at the end
        self._fall = fall**BATCH_FRAMES
        self._batch = FrameBatch()
        self._peak = self._rms = 0.0
        self.peak_dbfs = SILENCE_DBFS
        self.rms_dbfs = SILENCE_DBFS

    def feed(self, frame: Samples) -> None:
        """Take one 20 ms frame."""
        frames = self._batch.add(frame)
        if frames is None:
            return
        peaks = np.maximum.reduce(np.abs(frames), axis=1, initial=0.0)
        rms = np.sqrt(np.einsum("ij,ij->i", frames, frames) / max(frames.shape[1], 1))
        self._peak = max(peak_of(peaks * self._falls), self._peak * self._fall)
        self._rms = max(peak_of(rms * self._falls), self._rms * self._fall)
        self.peak_dbfs, self.rms_dbfs = to_dbfs(self._peak), to_dbfs(self._rms)
