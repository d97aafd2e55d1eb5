"""The operator's own voice in his own ear, softly, so that he does not shout.

Own speech that comes back later than about 10 ms is an echo and disturbs; the way through the mixer takes
30-60 ms. So this is the one sound that goes from the microphone's callback straight into the ear's.
"""

from __future__ import annotations

import numpy as np

from batola_desk.audio.frames import Samples, silence
from batola_desk.audio.sample_ring import SampleRing

DELAY_MAX_S = 0.010
_RING_S = 0.1
_BLOCK_MAX_S = 0.1


class Sidetone:
    """Between one microphone and one ear of the same sample rate.

    What the ear has not taken within 10 ms is dropped; a microphone that delivers larger blocks than that
    has no sidetone. The peak limit holds for the sum, because this sound does not pass the limiter.

    Thread: `feed` belongs to the microphone's callback, `add_to` to the ear's: copy, scale and count only.
    ``gain`` and ``is_late`` are single values.
    """

    def __init__(self, sample_rate_hz: float, *, peak_limit_dbfs: float) -> None:
        self._ring = SampleRing(int(_RING_S * sample_rate_hz))
        self._scratch = silence(int(_BLOCK_MAX_S * sample_rate_hz))
        self._waiting_max = int(DELAY_MAX_S * sample_rate_hz)
        self._limit = np.float32(10.0 ** (peak_limit_dbfs / 20.0))
        self.gain = 0.0
        self.is_late = False

    def feed(self, samples: Samples) -> None:
        """What the microphone has just heard."""
        self.is_late = len(samples) > self._waiting_max
        if self.gain > 0.0 and not self.is_late:
            self._ring.push(samples)

    def add_to(self, ear: Samples) -> None:
        """Lay the own voice over what the ear is about to play."""
        count = min(len(ear), len(self._scratch))
        self._ring.drop(max(0, self._ring.available - max(count, self._waiting_max)))
        part = self._scratch[:count]
        filled = self._ring.pop_into(part)
        if self.gain > 0.0 and filled:
            np.multiply(part[:filled], np.float32(self.gain), out=part[:filled])
            np.add(ear[:filled], part[:filled], out=ear[:filled])
            np.clip(ear, -self._limit, self._limit, out=ear)
