"""The one frame shape of the desk: 20 ms of mono sound at 16 kHz.

A call whose codec knows 8 kHz only is converted at its channel (`audio.call_channel`); everything that is
mixed, generated or given to a device runs at `SAMPLE_RATE_HZ`.

Units: samples are float32 in -1..1 unless a name says ``pcm`` (int16).
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE_HZ = 16000
NARROWBAND_HZ = 8000
FRAMES_PER_S = 50
FRAME_SAMPLES = SAMPLE_RATE_HZ // FRAMES_PER_S
FRAME_S = 1 / FRAMES_PER_S
FULL_SCALE = 32768.0

Samples = NDArray[np.float32]
PCM = NDArray[np.int16]
Clock = Callable[[], float]


def frame_samples(sample_rate_hz: int) -> int:
    """The length of a 20 ms frame at another rate."""
    return sample_rate_hz // FRAMES_PER_S


def silence(count: int = FRAME_SAMPLES) -> Samples:
    """A fresh array of ``count`` silent samples."""
    return np.zeros(count, np.float32)


def to_float(pcm: PCM) -> Samples:
    """int16 to float32 in -1..1."""
    return pcm.astype(np.float32) / np.float32(FULL_SCALE)


def to_pcm(samples: Samples) -> PCM:
    """float32 to int16, clipped instead of wrapped."""
    scaled = samples * np.float32(FULL_SCALE)
    np.rint(scaled, out=scaled)
    np.maximum(scaled, np.float32(-32768.0), out=scaled)
    np.minimum(scaled, np.float32(32767.0), out=scaled)
    pcm: PCM = scaled.astype(np.int16)
    return pcm
