"""How loud the ear is: A-weighted sound energy of everything that was played into the headset."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from batola_desk.audio.frames import FRAME_S, FRAME_SAMPLES, SAMPLE_RATE_HZ, Samples
from batola_desk.audio.levels import FrameBatch


def a_weight_power(frequency_hz: NDArray[np.float64]) -> NDArray[np.float64]:
    """A-weighting as a factor on power, 1.0 at 1 kHz. Source: IEC 61672-1 annex E."""
    square = frequency_hz**2
    response = (
        12194.0**2
        * square**2
        / ((square + 20.6**2) * np.sqrt((square + 107.7**2) * (square + 737.9**2)) * (square + 12194.0**2))
    )
    weighted: NDArray[np.float64] = (response * 10.0**0.1) ** 2  # 2.00 dB make it 1.0 at 1 kHz
    return weighted


class EarLevel:
    """Sums A-weighted energy since the start, 0.1 s at a time.

    Units: energy is mean square of full scale times seconds, so a full-scale square wave gives 1.0 a second.
    Thread: `feed` from the audio clock; ``total`` is replaced as a whole and readable from anywhere.
    """

    def __init__(self) -> None:
        self.total: tuple[float, float] = (0.0, 0.0)  # energy, seconds played
        window = np.hanning(FRAME_SAMPLES + 1)[:-1]
        power = a_weight_power(np.fft.rfftfreq(FRAME_SAMPLES, 1.0 / SAMPLE_RATE_HZ).astype(np.float64))
        power[1:-1] *= 2.0  # the other half of a real signal's spectrum
        self._window = window.astype(np.float32)
        self._weights = power / (FRAME_SAMPLES * float(np.sum(window**2)))
        self._batch = FrameBatch()

    def feed(self, frame: Samples) -> None:
        """Take one 20 ms frame."""
        frames = self._batch.add(frame)
        if frames is None:
            return
        energy, seconds = self.total
        if np.any(frames):
            spectrum = np.fft.rfft(frames * self._window)
            power = spectrum.real**2 + spectrum.imag**2
            energy += float(np.sum(power @ self._weights)) * FRAME_S
        self.total = (energy, seconds + len(frames) * FRAME_S)
