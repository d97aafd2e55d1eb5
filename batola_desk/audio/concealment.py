"""Packet loss concealment: a gap with both ends in hand is bridged, else the past goes on and fades.

Source: idea of ITU-T G.711 Appendix I (waveform substitution); own implementation. Figures:
docs/decisions/0007.
"""

import numpy as np

from batola_desk.audio.frames import Samples, silence
from batola_desk.audio.time_scale import TimeScale, cross_fade

CHUNK_MS = 10
BRIDGE_END_MS = 20
_HISTORY_MS = 60
_SILENT_AFTER_CHUNKS = 4
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
            self._period = self._scale.find_cycle(self.history)
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

    def bridge(self, count: int, following: Samples) -> Samples:
        """``count`` samples that lead from what was played last to ``following`` (20 ms or more).

        The past is carried on, the following is carried back, one fades into the other.
        """
        back = following[::-1]
        before = _carry_on(self.history, self._scale.find_cycle(self.history), count)
        after = _carry_on(back, self._scale.find_cycle(back), count)[::-1]
        weight = 0.5 - 0.5 * np.cos(np.pi * (np.arange(count, dtype=np.float32) + 0.5) / count)
        bridged: Samples = (before * (1.0 - weight) + after * weight).astype(np.float32)
        self.remember(bridged)
        return bridged

    @staticmethod
    def _gain_after(chunk_count: int) -> float:
        return max(0.0, 1.0 - chunk_count / _SILENT_AFTER_CHUNKS)

    def _make_cycle(self, period_count: int) -> Samples:
        self._phase %= self._period
        return _cycle(self.history, self._period * period_count, self._period // 4)

    def _advance(self, count: int) -> Samples:
        index = (self._phase + np.arange(count)) % len(self._cycle)
        self._phase += count
        return self._cycle[index]


def _cycle(history: Samples, length: int, joint: int) -> Samples:
    """The last ``length`` samples, their end led back to their start over ``joint`` samples."""
    cycle = history[-length:].copy()
    before = history[-length - joint : len(history) - length]
    if joint and len(before) == joint:
        cycle[-joint:] = cross_fade(cycle[-joint:], before)
    return cycle


def _carry_on(history: Samples, period: int, count: int) -> Samples:
    """The last period of ``history`` repeated."""
    carried: Samples = _cycle(history, period, period // 4)[np.arange(count) % period]
    return carried
