"""Packet loss concealment: the last pitch periods go on, fading to silence within 60 ms.

Source: idea of ITU-T G.711 Appendix I (waveform substitution); own implementation.
"""

import numpy as np

from batola_desk.audio.frames import Samples, silence
from batola_desk.audio.time_scale import TimeScale, cross_fade

CHUNK_MS = 10
_HISTORY_MS = 60
_FULL_CHUNKS = 1
_SILENT_AFTER_CHUNKS = 6
_MERGE_MS = (4, 8)
_PERIODS_MAX = 3


class PitchConcealer:
    """Keeps the recent past of one stream and invents its continuation when a 10 ms chunk is missing.

    Shape: float32 at the sample rate of ``scale``.
    Thread: one owner (the jitter buffer, under its lock).
    """

    def __init__(self, scale: TimeScale) -> None:
        ms = scale.sample_rate_hz // 1000
        self._scale = scale
        self._chunk = CHUNK_MS * ms
        self._merge = tuple(length * ms for length in _MERGE_MS)
        self.history: Samples = silence(_HISTORY_MS * ms)
        self._cycle: Samples = silence(self._chunk)
        self._period = self._chunk
        self._phase = 0
        self.missing_run = 0

    @property
    def is_silent(self) -> bool:
        """The invented signal has faded out."""
        return self.missing_run >= _SILENT_AFTER_CHUNKS

    def accept(self, samples: Samples) -> Samples:
        """Real samples; after a gap their start is blended with the invented continuation."""
        if self.missing_run:
            samples = samples.copy()
            count = min(len(samples), self._merge[min(self.missing_run, len(self._merge)) - 1])
            gain = np.float32(self._gain_after(self.missing_run))
            samples[:count] = cross_fade(self._advance(count) * gain, samples[:count])
            self.missing_run = 0
        self.remember(samples)
        return samples

    def remember(self, samples: Samples) -> None:
        """Append what was played to the history."""
        self.history = np.concatenate([self.history, samples])[-len(self.history) :]

    def conceal(self) -> Samples:
        """The next invented 10 ms chunk."""
        if self.missing_run == 0:
            self._period = self._scale.find_period(self.history)
            self._phase = 0
        if self.missing_run < _PERIODS_MAX:
            # One period at first, later up to three: a single one would buzz.
            self._cycle = self._make_cycle(self.missing_run + 1)
        start = self._gain_after(self.missing_run)
        self.missing_run += 1
        end = self._gain_after(self.missing_run)
        if start <= 0.0:
            return silence(self._chunk)
        return self._advance(self._chunk) * np.linspace(start, end, self._chunk, dtype=np.float32)

    @staticmethod
    def _gain_after(chunk_count: int) -> float:
        fade = (chunk_count - _FULL_CHUNKS) / (_SILENT_AFTER_CHUNKS - _FULL_CHUNKS)
        return 1.0 - min(1.0, max(0.0, fade))

    def _make_cycle(self, period_count: int) -> Samples:
        length = self._period * period_count
        quarter = self._period // 4
        cycle = self.history[-length:].copy()
        before = self.history[-length - quarter : -length]
        cycle[-quarter:] = cross_fade(cycle[-quarter:], before)  # the end now leads back to the start
        self._phase %= self._period
        return cycle

    def _advance(self, count: int) -> Samples:
        index = (self._phase + np.arange(count)) % len(self._cycle)
        self._phase += count
        return self._cycle[index]
