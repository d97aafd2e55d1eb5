"""Is somebody speaking? Voiced sound whose pitch glides, above a floor that follows the line's noise.

Loudness alone does not tell: rain, an engine, a line's hum or the beeps of a telephone system are loud, and a
caller who cannot speak must not be taken for one who talks. Voices are periodic (70-400 Hz) like tones and
engines, but their pitch never stands still; breath, coughs and knocks have no pitch at all. They are signs of
life for the operator to hear, not speech.
"""

from __future__ import annotations

import math
from collections import deque

import numpy as np

from batola_desk.audio.frames import FRAME_S, FRAME_SAMPLES, SAMPLE_RATE_HZ, Samples
from batola_desk.audio.levels import FrameBatch

_STEP_FRAMES = 2  # a pitch needs 40 ms
_STEP_S = _STEP_FRAMES * FRAME_S
_BATCH_STEPS = 3  # worked out together: whether somebody speaks is asked ten times a second
_RATE_HZ = SAMPLE_RATE_HZ // 2  # a voice is told below 3.4 kHz
_WINDOW = _STEP_FRAMES * FRAME_SAMPLES // 2
_PITCH_HZ = (70.0, 400.0)
_VOICED_MIN = 0.5  # autocorrelation at the pitch; rain and breath stay below 0.35
_FLATTENING = 0.8  # of the spectrum: without it a gust of wind has a pitch, with more a thin voice has none
_PURE_MAX = 0.92  # share of energy in one line and its neighbours: beeps are above, voices below
_ABOVE_FLOOR_DB = 6.5
_FLOOR_STEPS = 8  # minima over windows of 0.3 s each
_FLOOR_WINDOW_STEPS = 8
_EXPECTED_STEPS = 15  # 0.6 s are judged at once
_VOICED_STEPS_MIN = 4
_GLIDE_MIN = 0.004  # of the pitch from step to step; a tone, an engine or a note stands still
_JUMP_MAX = 0.25  # a larger one is another note or an octave mistaken, no voice
_GLIDING_SHARE_MIN = 0.4
# Motorcycles that pass glide like a voice, but evenly. Speech swings by 13 dB and more within 0.6 s, in noise
# 10 dB below it (docs/silent-calls.md); a chord by 3 dB.
_SWING_MIN_DB = 5.0
_NOTHING_DBFS = -90.0
_BAND_HZ = (250.0, 3400.0)


class SpeechMeter:
    """Follows one far party and counts the steps in which it spoke.

    Thread: `feed` from the audio clock; ``spoken_count`` is a single number, readable from anywhere.
    """

    def __init__(self, *, floor_dbfs: float = -50.0) -> None:
        self._least_dbfs = floor_dbfs
        self._batch = FrameBatch(_BATCH_STEPS * _STEP_FRAMES)
        self._minima: deque[float] = deque(maxlen=_FLOOR_STEPS)
        self._window_min = 0.0
        self._window_steps = 0
        self._pitches: deque[float] = deque(maxlen=_EXPECTED_STEPS)  # 0.0 = not voiced
        self._levels: deque[float] = deque(maxlen=_EXPECTED_STEPS)
        self._taper = np.hanning(_WINDOW).astype(np.float32)
        low, high = (round(_WINDOW * hertz / _RATE_HZ) for hertz in _BAND_HZ)
        self._band = slice(low, high + 1)
        self._energy_scale = 2.0 / (_WINDOW * float(np.dot(self._taper, self._taper)))
        self.spoken_count = 0

    def feed(self, frame: Samples) -> None:
        """Take one 20 ms frame; what was said counts 0.12 s later at the latest."""
        frames = self._batch.add(frame)
        if frames is None:
            return
        steps = frames.reshape(_BATCH_STEPS, -1)
        halved = (steps[:, ::2] + steps[:, 1::2]) * np.float32(0.5)
        spectra = np.fft.rfft(halved * self._taper, 2 * _WINDOW)
        for power in spectra.real**2 + spectra.imag**2:
            self._take(power)

    def _take(self, power: np.ndarray) -> None:
        """One step of 40 ms."""
        if not power.any():
            self._pitches.append(0.0)
            self._levels.append(_NOTHING_DBFS)
            return
        lines = power[::2]
        level_dbfs = 10.0 * math.log10(max(float(lines[self._band].sum()) * self._energy_scale, 1e-12))
        floor_dbfs = self._floor_dbfs(level_dbfs)
        is_loud = level_dbfs > max(floor_dbfs + _ABOVE_FLOOR_DB, self._least_dbfs)
        self._pitches.append(self._pitch(power) if is_loud and not _is_pure(lines) else 0.0)
        self._levels.append(level_dbfs)
        if self._pitches[-1] and self._is_voice():
            self.spoken_count += 1

    def _floor_dbfs(self, level_dbfs: float) -> float:
        """The quietest of the last seconds: between words every voice lets the line's noise be heard."""
        self._window_min = min(self._window_min, level_dbfs)
        self._window_steps += 1
        if self._window_steps == _FLOOR_WINDOW_STEPS:
            self._minima.append(self._window_min)
            self._window_min, self._window_steps = 0.0, 0
        return min(self._minima, default=-90.0)

    def _pitch(self, power: np.ndarray) -> float:
        """Pitch in Hz of a voiced step, else 0.0."""
        likeness = np.fft.irfft(power**_FLATTENING)
        if likeness[0] <= 0.0:
            return 0.0
        # The taper makes long lags weaker; without that an octave too high wins.
        part = likeness[_LAGS] / (likeness[0] * _TAPER)
        best = int(np.argmax(part[1:-1])) + 1
        left, here, right = part[best - 1 : best + 2].tolist()
        if here < _VOICED_MIN or here < left or here < right:
            return 0.0
        bend = left - 2.0 * here + right
        shift = 0.5 * (left - right) / bend if bend < 0.0 else 0.0
        return _RATE_HZ / (_LAGS.start + best + shift)

    def _is_voice(self) -> bool:
        """Whether the last steps are voiced, their pitch glides, and syllables make them swell and sink."""
        if max(self._levels) - min(self._levels) < _SWING_MIN_DB:
            return False
        voiced = pairs = gliding = 0
        before = 0.0
        for pitch in self._pitches:
            if pitch > 0.0:
                voiced += 1
                if before > 0.0:
                    pairs += 1
                    gliding += _GLIDE_MIN < abs(pitch - before) / before < _JUMP_MAX
            before = pitch
        return voiced >= _VOICED_STEPS_MIN and pairs >= 2 and gliding >= _GLIDING_SHARE_MIN * pairs


def _is_pure(power: np.ndarray) -> bool:
    """One spectral line and nothing else."""
    line = int(np.argmax(power))
    return float(power[max(0, line - 2) : line + 3].sum()) > _PURE_MAX * float(power.sum())


def _likeness_of_taper() -> Samples:
    """Of the taper with itself, for the lags of voices."""
    spectrum = np.abs(np.fft.rfft(np.hanning(_WINDOW), 2 * _WINDOW)) ** 2
    likeness = np.fft.irfft(spectrum)
    part: Samples = (likeness[_LAGS] / likeness[0]).astype(np.float32)
    return np.maximum(part, np.float32(0.05))


_LAGS = slice(int(_RATE_HZ / _PITCH_HZ[1]), int(_RATE_HZ / _PITCH_HZ[0]) + 2)
_TAPER = _likeness_of_taper()
