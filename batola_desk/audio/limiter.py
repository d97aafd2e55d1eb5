"""Protection of the operator's ear against acoustic shock."""

import math
from itertools import pairwise

import numpy as np

from batola_desk.audio.frames import FRAME_S, SAMPLE_RATE_HZ, Samples, silence

_SUB_BLOCK_SAMPLES = SAMPLE_RATE_HZ // 200  # 5 ms
_RELEASE_DB_S = 60.0
_TONE_PURITY = 0.97  # LIMIT: loud vowels and screams stay below, whistles and modems above
_TONE_JUMP_DB = 12.0
_TONE_MIN_RMS = 10 ** (-20 / 20)
_TONE_MIN_FRAMES = 2
_TONE_DUCK_DB = -18.0
_TONE_RECOVERY_DB_S = 12.0
_BACKGROUND_RISE_DB_S = 20.0


class AcousticShockLimiter:
    """Keeps every sample under a peak limit and ducks a sudden loud tone.

    Peak: the gain for each 5 ms block is fixed before the block is played (one block of look-ahead), so
    nothing overshoots and nothing is clipped. Tone: a frame whose energy sits in one narrow line (fax,
    feedback, line fault) and that is far louder than the last second is turned down at once and comes back
    slowly.

    Source: domain.md §16 (field reports of acoustic shock from 82 dB up; limit in software, detect sudden
    tones).
    """

    def __init__(self, peak_limit_dbfs: float) -> None:
        self._limit = 10.0 ** (peak_limit_dbfs / 20.0)
        self._held = silence(_SUB_BLOCK_SAMPLES)
        self._gain = 1.0
        self._duck_db = 0.0
        self._tone_run = 0
        self._background_db = -45.0
        self.limited_frame_count = 0
        self.tone_count = 0

    def process(self, frame: Samples) -> Samples:
        """One 20 ms frame in, one out, 5 ms later."""
        ducked = frame * np.float32(10.0 ** (self._update_duck(frame) / 20.0))
        joined = np.concatenate([self._held, ducked])
        self._held = joined[-_SUB_BLOCK_SAMPLES:].copy()
        output = joined[:-_SUB_BLOCK_SAMPLES]
        if self._gain == 1.0 and float(np.max(np.abs(joined), initial=0.0)) <= self._limit:
            return output
        self.limited_frame_count += 1
        limited: Samples = output * self._gain_curve(joined)
        return limited

    def _gain_curve(self, joined: Samples) -> Samples:
        """A gain for each played sample that never lets a block or its follower exceed the limit."""
        peaks = np.max(np.abs(joined).reshape(-1, _SUB_BLOCK_SAMPLES), axis=1)
        allowed = np.minimum(1.0, self._limit / np.maximum(peaks, 1e-9))
        release = 10.0 ** (_RELEASE_DB_S * _SUB_BLOCK_SAMPLES / SAMPLE_RATE_HZ / 20.0)
        gain, points = self._gain, [self._gain]
        for here, following in pairwise(allowed):
            # The ramp through this block ends where the next one may begin; both ends stay allowed here.
            gain = min(gain * release, float(here), float(following), 1.0)
            points.append(gain)
        self._gain = gain
        knots = np.arange(len(points)) * _SUB_BLOCK_SAMPLES
        curve = np.interp(np.arange(len(joined) - _SUB_BLOCK_SAMPLES), knots, points)
        return curve.astype(np.float32)

    def _update_duck(self, frame: Samples) -> float:
        rms = math.sqrt(float(np.dot(frame, frame)) / max(len(frame), 1))
        level_db = 20.0 * math.log10(max(rms, 1e-5))
        sudden = level_db - self._background_db > _TONE_JUMP_DB
        suspicious = rms > _TONE_MIN_RMS and (sudden or self._duck_db < 0.0 or self._tone_run > 0)
        self._tone_run = self._tone_run + 1 if suspicious and _purity(frame) > _TONE_PURITY else 0
        if self._tone_run >= _TONE_MIN_FRAMES:
            self.tone_count += self._tone_run == _TONE_MIN_FRAMES
            self._duck_db = _TONE_DUCK_DB
        else:
            self._duck_db = min(0.0, self._duck_db + _TONE_RECOVERY_DB_S * FRAME_S)
        step_db = _BACKGROUND_RISE_DB_S * FRAME_S
        self._background_db += max(-step_db, min(step_db, level_db - self._background_db))
        self._background_db = max(self._background_db, -45.0)
        return self._duck_db


def _purity(frame: Samples) -> float:
    """Share of the energy that lies within one spectral line and its neighbours (1.0 is a pure tone)."""
    power = np.abs(np.fft.rfft(frame * np.hanning(len(frame)))) ** 2
    line = int(np.argmax(power))
    total = float(power.sum())
    return float(power[max(0, line - 2) : line + 3].sum()) / total if total > 0.0 else 0.0
