"""G.722 wideband speech at 64 kbit/s: 7 kHz of sound in the bytes that G.711 needs for half of it.

Source: ITU-T G.722 (09/2012) mode 1; RFC 3551 §4.5.2. The library is the public-domain reference of CMU and
Steve Underwood behind a C extension.
"""

from __future__ import annotations

import numpy as np
from G722 import G722

from batola_desk.audio.frames import PCM

SAMPLE_RATE_HZ = 16000
_BIT_RATE = 64000


class G722Codec:
    """One encoder and one decoder of one call; both remember what went before.

    A lost packet leaves the decoder's predictor a little wrong; it forgets that within some milliseconds
    (G.722 §3.6.1: leakage), so nothing needs to be reset.

    Shape: two samples of 16 kHz per byte; an odd last sample is dropped.
    Thread: ``encode`` and ``decode`` share nothing.
    """

    encoding_name = "G722"
    sample_rate_hz = SAMPLE_RATE_HZ
    has_memory = True

    def __init__(self) -> None:
        self._encoder = G722(SAMPLE_RATE_HZ, _BIT_RATE)
        self._decoder = G722(SAMPLE_RATE_HZ, _BIT_RATE)

    def encode(self, pcm: PCM) -> bytes:
        payload: bytes = self._encoder.encode(np.ascontiguousarray(pcm[: len(pcm) & ~1]))
        return payload

    def decode(self, payload: bytes) -> PCM:
        return np.array(self._decoder.decode(payload), np.int16)
