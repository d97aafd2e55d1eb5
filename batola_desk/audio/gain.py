"""Slow automatic gain: quiet voices louder, loud ones softer, background left alone.

Source: domain.md §12.1 (gain within the acoustic limit), §16; levels after ITU-T P.56 (active speech).
"""

from __future__ import annotations

import functools
import math

import numpy as np

from batola_desk.audio.frames import FRAME_S, Samples
from batola_desk.audio.levels import peak_of
from batola_desk.audio.speech_level import SpeechLevel

GAIN_LIMIT_DB = 12.0
BOOST_DB = 12.0
_COMFORT_DBFS = (-28.0, -20.0)  # the network's own level is -26 (ITU-T P.800); what lies here is left alone
_NEAR_ENOUGH_DB = 1.0
_UP_DB_S = 4.0
_DOWN_DB_S = 12.0
_NOISE_CEILING_DBFS = -46.0  # background is never raised above this
_BOOST_DB_S = 24.0
_PEAK_MAX = 0.98
_FIT_UP_DB_S = 12.0
_FIT_DOWN_DB_S = 40.0 / FRAME_S  # within one frame


class GainRamp:
    """A gain in dB that moves towards a wish without steps: each frame fades from the last gain to the new.

    Thread: one owner.
    """

    def __init__(self) -> None:
        self.gain_db = 0.0

    def apply(self, frame: Samples, wanted_db: float, *, up_db_s: float, down_db_s: float) -> Samples:
        """One 20 ms frame with the gain moving at most so fast towards ``wanted_db``."""
        before_db = self.gain_db
        if wanted_db == before_db:
            return frame if before_db == 0.0 else frame * np.float32(10.0 ** (before_db / 20.0))
        step_db = min(max(wanted_db - before_db, -down_db_s * FRAME_S), up_db_s * FRAME_S)
        self.gain_db = before_db + step_db
        first, last = 10.0 ** (before_db / 20.0), 10.0 ** (self.gain_db / 20.0)
        faded: Samples = frame * (np.float32(first) + np.float32(last - first) * _rise(len(frame)))
        return faded


@functools.cache
def _rise(count: int) -> Samples:
    """From 0 to 1; there are two lengths of frames."""
    rise = np.linspace(0.0, 1.0, count, dtype=np.float32)
    rise.setflags(write=False)
    return rise


class AutomaticGain:
    """Brings speech that is too soft or too loud to the edge of comfort, by 12 dB at most, and changes only
    while somebody speaks.

    So a pause keeps its gain and background is not pumped up; with a loud background the gain stays lower.
    ``boost`` adds 12 dB at once, for listening into a call where nobody speaks; what the ear may bear is the
    limiter's business.

    Thread: `process` belongs to the audio clock; the flags are single values from anywhere.
    """

    def __init__(self, *, enabled: bool) -> None:
        self.enabled = enabled
        self.boost = False
        self._ramp = GainRamp()
        self._boost_ramp = GainRamp()
        self._wanted_db = 0.0

    @property
    def gain_db(self) -> float:
        return self._ramp.gain_db + self._boost_ramp.gain_db

    def process(self, frame: Samples, voice: SpeechLevel) -> Samples:
        """One frame of the voice that ``voice`` follows."""
        if not self.enabled:
            self._wanted_db = 0.0
        elif voice.is_speech and voice.speech_dbfs is not None:
            self._choose(voice.speech_dbfs, voice.noise_dbfs)
        moves = voice.is_speech or not self.enabled
        wanted_db = self._wanted_db if moves else self._ramp.gain_db
        frame = self._ramp.apply(frame, wanted_db, up_db_s=_UP_DB_S, down_db_s=_DOWN_DB_S)
        boost_db = BOOST_DB if self.boost else 0.0
        return self._boost_ramp.apply(frame, boost_db, up_db_s=_BOOST_DB_S, down_db_s=_BOOST_DB_S)

    def _choose(self, speech_dbfs: float, noise_dbfs: float) -> None:
        wished_dbfs = min(max(speech_dbfs, _COMFORT_DBFS[0]), _COMFORT_DBFS[1])
        wanted_db = min(max(wished_dbfs - speech_dbfs, -GAIN_LIMIT_DB), GAIN_LIMIT_DB)
        wanted_db = min(wanted_db, max(0.0, _NOISE_CEILING_DBFS - noise_dbfs))
        if abs(wanted_db - self._wanted_db) > _NEAR_ENOUGH_DB or wanted_db == 0.0:
            self._wanted_db = wanted_db


class PeakFit:
    """Turns a mix down that would be clipped: two loud parties together are louder than the line can carry.

    Thread: one owner.
    """

    def __init__(self) -> None:
        self._ramp = GainRamp()

    def process(self, frame: Samples) -> Samples:
        """One 20 ms frame, within full scale but for the first moment of a sudden sound."""
        peak = peak_of(frame)
        wanted_db = 20.0 * math.log10(_PEAK_MAX / peak) if peak > _PEAK_MAX else 0.0
        return self._ramp.apply(frame, wanted_db, up_db_s=_FIT_UP_DB_S, down_db_s=_FIT_DOWN_DB_S)
