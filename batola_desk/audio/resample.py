"""Streaming change of sample rate between the telephone's 8 kHz and a device."""

import numpy as np
import soxr

from batola_desk.audio.frames import Samples


class StreamResampler:
    """Feeds a stream chunk by chunk; the output has no seams, only a constant delay.

    Quality "LQ" of soxr passes 0-3.2 kHz within 0.1 dB and delays by about 2 ms, enough for G.711 and short
    enough for a conversation; "HQ" would wait several times as long. Equal rates pass through untouched.

    Thread: one owner.
    """

    def __init__(self, in_rate_hz: float, out_rate_hz: float, *, quality: str = "LQ") -> None:
        self._stream = (
            None
            if in_rate_hz == out_rate_hz
            else soxr.ResampleStream(in_rate_hz, out_rate_hz, 1, dtype="float32", quality=quality)
        )

    def process(self, samples: Samples) -> Samples:
        """The output that is ready after ``samples``; its length varies by a few samples from call to
        call.
        """
        if self._stream is None:
            return samples
        resampled: Samples = self._stream.resample_chunk(np.ascontiguousarray(samples, np.float32))
        return resampled
