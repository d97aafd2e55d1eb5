"""Streaming change of sample rate: between the telephone's 8 kHz, the mixer's 16 kHz and the devices."""

from __future__ import annotations

from math import gcd

import numpy as np
from numpy.typing import NDArray

from batola_desk.audio.frames import Samples, silence

_TAPS = 28  # at the lower rate; sets steepness, cost and delay (1.75 ms at 8 kHz, 0.9 ms at 16 kHz)
_KAISER_BETA = 6.0  # images and aliases below about -60 dB
_BLOCK = 16  # steps of the lower rate in one row of a product; 20 ms are whole rows at all usual rates
_BLOCK_BYTES_MAX = 64 * 1024  # LIMIT: 44.1 kHz would need 18 MB; what a cache cannot hold gains nothing


class StreamResampler:
    """Feeds a stream chunk by chunk; the output has no seams, only a constant delay of `delay_s`.

    Between 8 and 16 kHz this is a half-band filter: every second sample is a copy. A polyphase FIR of our
    own, because a conversation needs every sample as soon as it can be known: soxr's streams hold 40-75 ms
    back even at their lowest quality that filters at all (measured, soxr 1.1.0, chunks of 10 ms). Passes
    85 % of the narrower band flat (0-3.4 kHz at 8 kHz). Equal rates pass through untouched.

    Thread: one owner.
    """

    def __init__(self, in_rate_hz: float, out_rate_hz: float) -> None:
        in_rate, out_rate = round(in_rate_hz), round(out_rate_hz)
        divisor = gcd(in_rate, out_rate)
        self._up, self._down = out_rate // divisor, in_rate // divisor
        self._bank = _filter_bank(self._up, self._down)
        self._taps = self._bank.shape[1]
        self._block = _filter_block(self._bank, self._up, self._down)
        self._history: Samples = silence(self._taps - 1)
        self._position = 0  # of the next output, in steps of 1/up from the start of the history
        self.delay_s = 0.0 if self._up == self._down else self._taps / 2 / in_rate

    def process(self, samples: Samples) -> Samples:
        """All output that ``samples`` make possible: the same number for each whole 20 ms."""
        if self._up == self._down:
            return samples
        joined = np.concatenate([self._history, samples])
        window_count = len(joined) - self._taps + 1
        count = max(0, -((self._position - window_count * self._up) // self._down))
        output = self._outputs(joined, count) if count else silence(0)
        self._position += count * self._down
        passed = min(self._position // self._up, len(joined))
        self._history = joined[passed:]
        self._position -= passed * self._up
        return output

    def _outputs(self, joined: Samples, count: int) -> Samples:
        if self._block is not None and self._position == 0 and count % self._block.shape[1] == 0:
            width, block_count = self._block.shape
            step = block_count * self._down // self._up
            pieces = np.ascontiguousarray(_windows(joined, width, count // block_count, step))
            return (pieces @ self._block).reshape(-1)
        windows = _windows(joined, self._taps, len(joined) - self._taps + 1, 1)
        steps = self._position + np.arange(count) * self._down
        mixed: Samples = np.einsum("ij,ij->i", windows[steps // self._up], self._bank[steps % self._up])
        return mixed


def _windows(joined: Samples, width: int, count: int, step: int) -> Samples:
    """``count`` overlapping pieces of ``joined`` without a copy; numpy's own view takes 20 us to make."""
    stride = joined.strides[0]
    return np.ndarray((count, width), np.float32, joined, 0, (step * stride, stride))


def _filter_block(bank: Samples, up: int, down: int) -> Samples | None:
    """The filter as one matrix: the inputs of a block of outputs, times this, are the block.

    A matrix product over a few wide rows costs a third of one over a narrow row for each sample. None for
    rates with so many places between two inputs that the matrix would be huge.
    """
    count = _BLOCK * up if down == 1 else _BLOCK
    steps = np.arange(count) * down
    width = int(steps[-1]) // up + bank.shape[1]
    if (up > 1 and down > 1) or 4 * width * count > _BLOCK_BYTES_MAX:
        return None
    block = np.zeros((width, count), np.float32)
    for column, step in enumerate(steps):
        block[step // up : step // up + bank.shape[1], column] = bank[step % up]
    return block


def _filter_bank(up: int, down: int) -> NDArray[np.float32]:
    """One windowed sinc for each of the ``up`` places of an output between two inputs."""
    ratio = max(1.0, down / up)
    taps = 2 * round(_TAPS * ratio / 2.0)
    cutoff = 1.0 / ratio
    offsets = np.arange(taps)[None, :] - (taps // 2 - 1) - np.arange(up)[:, None] / up
    shape = np.clip(1.0 - (offsets / (taps / 2)) ** 2, 0.0, None)
    window = np.i0(_KAISER_BETA * np.sqrt(shape)) / np.i0(_KAISER_BETA)
    bank = np.sinc(offsets * cutoff) * window
    normal: NDArray[np.float32] = (bank / bank.sum(axis=1, keepdims=True)).astype(np.float32)
    return normal
