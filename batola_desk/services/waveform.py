"""The shape of a recording for the screen: loudest and softest of every hundredth of a second."""

from __future__ import annotations

import wave
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

BIN_S = 0.01
_CHUNK_S = 20
_COARSER = 8

Peaks = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Waveform:
    """Peaks of both channels (caller, operator) in steps of growing coarseness.

    Attributes:
        levels: (seconds per bin, array of shape (2 channels, bins, 2: low and high)), finest first.
    """

    duration_s: float
    rate_hz: int
    levels: tuple[tuple[float, Peaks], ...]

    def level_for(self, span_s: float, bins_wanted: int) -> tuple[float, Peaks]:
        """The coarsest level that still shows ``span_s`` in ``bins_wanted`` bins."""
        fitting = [level for level in self.levels if span_s / level[0] >= bins_wanted]
        return fitting[-1] if fitting else self.levels[0]


class WaveformCancelledError(Exception):
    """Nobody wants to see it any more."""


def read_waveform(file: Path, is_cancelled: Callable[[], bool] = lambda: False) -> Waveform:
    """Read a file from end to end. Thread: a worker; an hour takes half a second.

    Raises:
        OSError: it cannot be read.
        ValueError: it is no recording.
        WaveformCancelledError: ``is_cancelled`` said so.
    """
    try:
        with wave.open(str(file), "rb") as sound:
            if sound.getsampwidth() != 2 or sound.getnchannels() != 2:
                raise ValueError(file.name)
            rate_hz = sound.getframerate()
            bin_samples = int(rate_hz * BIN_S)
            parts: list[Peaks] = []
            count = 0
            while data := sound.readframes(bin_samples * int(_CHUNK_S / BIN_S)):
                if is_cancelled():
                    raise WaveformCancelledError
                # one voice after the other in memory: 70 times faster to look through (measured)
                both = np.ascontiguousarray(np.frombuffer(data, "<i2").reshape(-1, 2).T, np.int16)
                count += both.shape[1]
                parts.append(_peaks(both, bin_samples))
    except (wave.Error, EOFError) as fault:
        raise ValueError(file.name) from fault
    finest = np.concatenate(parts, axis=1) if parts else np.zeros((2, 1, 2), np.int16)
    levels = [(BIN_S, finest)]
    while levels[-1][1].shape[1] > 2000:
        levels.append((levels[-1][0] * _COARSER, _coarser(levels[-1][1])))
    return Waveform(count / rate_hz, rate_hz, tuple(levels))


def _peaks(both: Peaks, bin_samples: int) -> Peaks:
    rest = -both.shape[1] % bin_samples
    if rest:
        both = np.pad(both, ((0, 0), (0, rest)), mode="edge")
    bins = both.reshape(2, -1, bin_samples)
    return np.stack([bins.min(axis=2), bins.max(axis=2)], axis=2)


def _coarser(peaks: Peaks) -> Peaks:
    rest = -peaks.shape[1] % _COARSER
    if rest:
        peaks = np.pad(peaks, ((0, 0), (0, rest), (0, 0)), mode="edge")
    bins = peaks.reshape(2, -1, _COARSER, 2)
    return np.stack([bins[..., 0].min(axis=2), bins[..., 1].max(axis=2)], axis=2)
