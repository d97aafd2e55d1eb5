"""Speech slower or faster with its pitch kept, for listening again.

WSOLA: pieces of the sound are laid over each other at another pace, each moved a little to where it fits the
one before. Source: W. Verhelst, M. Roelands, "An overlap-add technique based on waveform similarity (WSOLA)
for high quality time-scale modification of speech", ICASSP 1993.
"""

from __future__ import annotations

import numpy as np

from batola_desk.audio.frames import Samples, silence

SPEED_MIN, SPEED_MAX = 0.5, 2.0
_PIECE_S = 0.03  # two or more periods of a low voice
_SEARCH_S = 0.008
_FLOOR_ENERGY = 1e-6


class SpeechStretcher:
    """Feeds a stream chunk by chunk; at speed 1.0 it passes through untouched.

    Thread: one owner.
    """

    def __init__(self, rate_hz: int, speed: float) -> None:
        assert SPEED_MIN <= speed <= SPEED_MAX, speed
        self.speed = speed
        self._hop = int(rate_hz * _PIECE_S) // 2
        self._search = int(rate_hz * _SEARCH_S)
        angle = np.arange(2 * self._hop, dtype=np.float32) * (np.pi / self._hop)
        self._window: Samples = (0.5 - 0.5 * np.cos(angle)).astype(np.float32)  # overlaps to exactly one
        self._input = silence(self._search)
        self._position = float(self._search)  # of the next piece in the input, before it is moved
        self._natural: Samples | None = None  # what would follow the last piece in the original
        self._tail = silence(self._hop)

    def process(self, samples: Samples) -> Samples:
        """All output that ``samples`` make possible."""
        if self.speed == 1.0:
            return samples
        self._input = np.concatenate([self._input, samples])
        pieces = []
        while int(self._position) + self._search + 3 * self._hop <= len(self._input):
            pieces.append(self._next_piece())
        self._forget()
        return np.concatenate(pieces) if pieces else silence(0)

    def finish(self) -> Samples:
        """The rest, once no more input comes."""
        if self.speed == 1.0:
            return silence(0)
        rest = len(self._input) - int(self._position)
        padded = self.process(silence(self._search + 3 * self._hop))
        return padded[: max(0, int(rest / self.speed))]

    def _next_piece(self) -> Samples:
        start = int(self._position)
        if self._natural is not None:
            start = self._best_start(start, self._natural)
        piece = self._input[start : start + 2 * self._hop] * self._window
        self._natural = self._input[start + self._hop : start + 2 * self._hop]
        output: Samples = self._tail + piece[: self._hop]
        self._tail = piece[self._hop :]
        self._position += self._hop * self.speed
        return output

    def _best_start(self, start: int, natural: Samples) -> int:
        """Where near ``start`` the sound is most like what would have followed."""
        low = start - self._search
        candidates = self._input[low : start + self._search + self._hop]
        products = np.correlate(candidates, natural, "valid")
        sums = np.concatenate([[0.0], np.cumsum(candidates.astype(np.float64) ** 2)])
        energy = np.maximum(sums[self._hop :] - sums[: -self._hop], 0.0)
        return low + int(np.argmax(products / (np.sqrt(energy) + _FLOOR_ENERGY)))

    def _forget(self) -> None:
        done = int(self._position) - self._search
        if done > 0:
            self._input = self._input[done:]
            self._position -= done
