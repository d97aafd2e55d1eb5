"""Protection of the operator's ear against acoustic shock."""

import math
from itertools import pairwise

import numpy as np

from batola_desk.audio.frames import FRAME_S, SAMPLE_RATE_HZ, Samples, silence
from batola_desk.audio.levels import peak_of

_SUB_BLOCK_SAMPLES = SAMPLE_RATE_HZ // 200  # 5 ms
_RELEASE_DB_S = 60.0
_TONE_PURITY = 0.97  # LIMIT: screams stay below, whistles and modems above
# LIMIT: hummed vowels are as pure as tones, but deeper. In 48 minutes of speech (600 announcements by four
# speakers in four languages) every tone found from here up was one; without this limit 290 voices were
# ducked, each for a second and a half. A deeper tone meets the peak limit all the same.
_TONE_MIN_HZ = 600
_TONE_JUMP_DB = 12.0
_TONE_MIN_RMS = 10 ** (-20 / 20)
_TONE_MIN_FRAMES = 2
_TONE_DUCK_DB = -18.0
_TONE_RECOVERY_DB_S = 12.0
_BURST_MIN_RMS = 10 ** (-12 / 20)  # LIMIT: from -18 dBFS on, 68 sharp s and f were taken for bursts
_BURST_ROOM_DB = 12.0  # noise may be so much louder than the last second
_BURST_FLATNESS = 0.3  # LIMIT: voices, however loud, stay below; hiss, crackle and clipping are above
_BURST_BAND_HZ = (300, 3400)
_BURST_RECOVERY_DB_S = 24.0
_DUCK_MIN_DB = -30.0
_LINE_HZ = 1 / FRAME_S  # distance of spectral lines
_BACKGROUND_START_DB = -45.0
_BACKGROUND_RISE_DB_S = 20.0


class AcousticShockLimiter:
    """Keeps every sample under a peak limit and ducks a sudden loud tone or burst of noise.

    Peak: the gain for each 5 ms block is fixed before the block is played (one block of look-ahead), so
    nothing overshoots and nothing is clipped. Tone: a frame whose energy sits in one narrow line (fax,
    feedback, line fault) and that is far louder than the last second is turned down at once and comes back
    slowly. Burst: a frame of noise (crackle, a knocked or broken line) that is louder than speech may be only
    12 dB louder than the last second, from its first sample on; steady noise is let up within a second.

    Source: domain.md §16 (field reports of acoustic shock from 82 dB up; limit in software, detect sudden
    tones).
    """

    def __init__(self, peak_limit_dbfs: float) -> None:
        self._limit = 10.0 ** (peak_limit_dbfs / 20.0)
        self._held = silence(_SUB_BLOCK_SAMPLES)
        self._gain = 1.0
        self._tone_duck_db = 0.0
        self._burst_duck_db = 0.0
        self._tone_run = 0
        self._background_db = _BACKGROUND_START_DB
        self.limited_frame_count = 0
        self.tone_count = 0
        self.burst_count = 0

    def process(self, frame: Samples) -> Samples:
        """One 20 ms frame in, one out, 5 ms later."""
        duck_db = self._update_duck(frame)
        if duck_db < 0.0:
            frame = frame * np.float32(10.0 ** (duck_db / 20.0))
        joined = np.concatenate([self._held, frame])
        self._held = joined[-_SUB_BLOCK_SAMPLES:].copy()
        output = joined[:-_SUB_BLOCK_SAMPLES]
        if self._gain == 1.0 and peak_of(joined) <= self._limit:
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
        self._update_tone_duck(frame, rms, level_db)
        self._update_burst_duck(frame, rms, level_db)
        step_db = _BACKGROUND_RISE_DB_S * FRAME_S
        self._background_db += max(-step_db, min(step_db, level_db - self._background_db))
        self._background_db = max(self._background_db, _BACKGROUND_START_DB)
        return max(min(self._tone_duck_db, self._burst_duck_db), _DUCK_MIN_DB)

    def _update_tone_duck(self, frame: Samples, rms: float, level_db: float) -> None:
        sudden = level_db - self._background_db > _TONE_JUMP_DB
        suspicious = rms > _TONE_MIN_RMS and (sudden or self._tone_duck_db < 0.0 or self._tone_run > 0)
        is_tone = suspicious and _purity(_power(frame)) > _TONE_PURITY
        self._tone_run = self._tone_run + 1 if is_tone else 0
        if self._tone_run >= _TONE_MIN_FRAMES:
            self.tone_count += self._tone_run == _TONE_MIN_FRAMES
            self._tone_duck_db = _TONE_DUCK_DB
        else:
            self._tone_duck_db = min(0.0, self._tone_duck_db + _TONE_RECOVERY_DB_S * FRAME_S)

    def _update_burst_duck(self, frame: Samples, rms: float, level_db: float) -> None:
        room_db = self._background_db + _BURST_ROOM_DB - level_db
        recovered_db = min(0.0, self._burst_duck_db + _BURST_RECOVERY_DB_S * FRAME_S)
        is_loud = room_db < 0.0 and rms > _BURST_MIN_RMS
        is_burst = is_loud and _flatness(_power(frame)) > _BURST_FLATNESS
        self.burst_count += is_burst and self._burst_duck_db == 0.0
        self._burst_duck_db = min(room_db, recovered_db) if is_burst else recovered_db


def _power(frame: Samples) -> Samples:
    power: Samples = np.abs(np.fft.rfft(frame * np.hanning(len(frame)))) ** 2
    return power


def _purity(power: Samples) -> float:
    """Share of the energy around the strongest line: 1.0 is a pure tone, 0.0 one too deep to count."""
    line = int(np.argmax(power))
    total = float(power.sum())
    if line * _LINE_HZ < _TONE_MIN_HZ or total <= 0.0:
        return 0.0
    return float(power[line - 2 : line + 3].sum()) / total


def _flatness(power: Samples) -> float:
    """Geometric by arithmetic mean over the telephone band: about 0.56 for white noise, 0 for a tone."""
    low, high = (round(hertz * FRAME_S) for hertz in _BURST_BAND_HZ)
    band = power[low : high + 1] + 1e-12
    return float(np.exp(np.mean(np.log(band))) / np.mean(band))
