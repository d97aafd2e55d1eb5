"""The one frame shape of the room: 20 ms of mono sound at 8 kHz.

Units: samples are float32 in -1..1 unless a name says ``pcm`` (int16).
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE_HZ = 8000
FRAME_SAMPLES = 160
FRAME_S = FRAME_SAMPLES / SAMPLE_RATE_HZ
FULL_SCALE = 32768.0

Samples = NDArray[np.float32]
PCM = NDArray[np.int16]
Clock = Callable[[], float]


def silence(count: int = FRAME_SAMPLES) -> Samples:
    """A fresh array of ``count`` silent samples."""
    return np.zeros(count, np.float32)


def to_float(pcm: PCM) -> Samples:
    """int16 to float32 in -1..1."""
    return pcm.astype(np.float32) / np.float32(FULL_SCALE)


def to_pcm(samples: Samples) -> PCM:
    """float32 to int16, clipped instead of wrapped."""
    pcm: PCM = np.clip(np.rint(samples * np.float32(FULL_SCALE)), -32768, 32767).astype(np.int16)
    return pcm
