"""Fills holes in what a far party sends with its own background noise, so that the line never sounds dead.

Source: RFC 3389 (comfort noise payload); ITU-T G.711 Appendix II (idea).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from batola_desk.audio.frames import Samples

_TABLE_S = 1.024
_LEVEL_MAX_DBFS = -40.0  # LIMIT: whatever a peer says, its "noise" stays softer than speech
_LEVEL_MIN_DBFS = -72.0
_NEAR_FLOOR_DB = 4.0
_LEARN = 0.1
_BLOCKS = 2  # of 10 ms in a frame
# LIMIT: a line that sends nothing and described no pause must sound dead in the end, for it may be.
_UNTOLD_FRAMES = 500
_FADE_FRAMES = 100
_TABLE_FRAMES = 100  # what is learnt meanwhile is rendered every two seconds
_TABLE_FRAMES_MIN = 25  # LIMIT: however often a peer describes other noise
_TOLD_FRAMES = 25  # so much sound may still wait in the jitter buffer when a pause is announced
_ORDER_MAX = 12
_BINS = 65


class ComfortNoise:
    """Noise with the level and colour of one far party's background.

    Both are learnt from its quiet frames, or told by its comfort noise packets. A hole is topped up to the
    level of the background, so a fading concealment turns into noise without a dip. After ten seconds without
    a packet it fades away.

    Shape: frames of 20 ms at ``sample_rate_hz``.
    Thread: `describe` from the RTP thread replaces single values; everything else belongs to the audio clock.
    """

    def __init__(self, sample_rate_hz: int, *, seed: int = 1) -> None:
        self._length = int(_TABLE_S * sample_rate_hz)
        self._random = np.random.default_rng(seed)
        self._told: tuple[float, bytes] | None = None  # level and coded reflection coefficients
        self._frames_since_told = 0
        self._frames_filled = 0
        self._learnt_power: NDArray[np.float64] | None = None
        self._noise_dbfs: float | None = None
        self._table: Samples | None = None
        self._table_coded: bytes | None = None  # what was told when it was made; None = learnt
        self._table_frames = 0
        self._at = 0
        self._gain = 0.0

    def describe(self, payload: bytes) -> None:
        """A comfort noise packet: level, then up to 12 reflection coefficients. Source: RFC 3389 §3."""
        if payload:
            self._told = (-float(payload[0] & 0x7F), payload[1 : 1 + _ORDER_MAX])
            self._frames_since_told = 0

    def learn(self, frame: Samples, level_dbfs: float, noise_dbfs: float) -> None:
        """A frame that really came: ``noise_dbfs`` is the background as far as it is known."""
        self._gain = 0.0
        self._frames_filled = 0
        self._frames_since_told += 1
        if self._frames_since_told > _TOLD_FRAMES:
            self._told = None  # it speaks again; what it said about a pause is over
        self._noise_dbfs = noise_dbfs
        if level_dbfs < noise_dbfs + _NEAR_FLOOR_DB and level_dbfs > _LEVEL_MIN_DBFS:
            power = np.abs(np.fft.rfft(frame, 2 * (_BINS - 1))) ** 2
            if self._learnt_power is None:
                self._learnt_power = power
            else:
                self._learnt_power += (power - self._learnt_power) * _LEARN

    def fill(self, frame: Samples) -> Samples:
        """A frame that was partly or wholly invented, with noise where it is softer than the background."""
        told = self._told
        level_dbfs = told[0] if told is not None else self._noise_dbfs
        if level_dbfs is None:
            return frame
        noise = self._next(len(frame)) * np.float32(10.0 ** (_clamped(level_dbfs) / 20.0))
        wanted = 10.0 ** (_clamped(level_dbfs) / 10.0)
        block = len(frame) // _BLOCKS
        have = np.mean(frame.reshape(_BLOCKS, block).astype(np.float64) ** 2, axis=1)
        gains = np.sqrt(np.maximum(0.0, 1.0 - have / wanted)) * self._presence(is_told=told is not None)
        knots = np.arange(_BLOCKS + 1) * block
        curve = np.interp(np.arange(len(frame)), knots, [self._gain, *gains]).astype(np.float32)
        self._gain = float(gains[-1])
        filled: Samples = frame + noise * curve
        return filled

    def _presence(self, *, is_told: bool) -> float:
        """1.0, but less and less after a long hole nobody announced."""
        self._frames_filled = 0 if is_told else self._frames_filled + 1
        return min(max(1.0 - (self._frames_filled - _UNTOLD_FRAMES) / _FADE_FRAMES, 0.0), 1.0)

    def _next(self, count: int) -> Samples:
        told = self._told
        coded = told[1] if told is not None else None
        limit = _TABLE_FRAMES if coded == self._table_coded else _TABLE_FRAMES_MIN
        self._table_frames += 1
        if self._table is None or self._table_frames > limit:
            power = _envelope(coded) if coded is not None else self._learnt_power
            self._table, self._table_coded, self._table_frames = self._render(power), coded, 0
        index = (self._at + np.arange(count)) % len(self._table)
        self._at = int(index[-1]) + 1
        part: Samples = self._table[index]
        return part

    def _render(self, power: NDArray[np.float64] | None) -> Samples:
        """About one second of noise with RMS 1, seamless when repeated."""
        if power is None:
            power = np.ones(_BINS)
        count = self._length // 2 + 1
        shape = np.sqrt(np.interp(np.linspace(0.0, 1.0, count), np.linspace(0.0, 1.0, len(power)), power))
        phase = self._random.uniform(0.0, 2.0 * np.pi, count)
        noise = np.fft.irfft(shape * np.exp(1j * phase), self._length)
        table: Samples = (noise / np.sqrt(np.mean(noise**2) + 1e-20)).astype(np.float32)
        return table


def _clamped(level_dbfs: float) -> float:
    return min(max(level_dbfs, _LEVEL_MIN_DBFS), _LEVEL_MAX_DBFS)


def _envelope(coded: bytes) -> NDArray[np.float64]:
    """Power spectrum of the all-pole filter with these coded reflection coefficients.

    Source: RFC 3389 §3.1 (quantisation); step-up recursion as in ITU-T G.711 Appendix II.
    """
    predictor = np.ones(1)
    for code in coded:
        # A filter on the edge of stability would ring for ever.
        reflection = min(max(258 * (code - 127) / 32768, -0.98), 0.98)
        longer = np.concatenate([predictor, [0.0]])
        predictor = longer + reflection * longer[::-1]
    response = np.fft.rfft(predictor, 2 * (_BINS - 1))
    power: NDArray[np.float64] = 1.0 / (np.abs(response) ** 2 + 1e-6)
    return power
