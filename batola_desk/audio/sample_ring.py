"""A ring of samples between exactly one writing and one reading thread, without a lock."""

import numpy as np

from batola_desk.audio.frames import Samples


class SampleRing:
    """Single producer, single consumer.

    Each counter is written by one side only and grows without end, so ``written - read`` is never wrong in
    the direction that hurts: the producer sees at most too little space, the consumer at most too few
    samples.

    SAFETY: relies on int attribute stores being atomic in CPython and on samples being copied before the
    counter moves.
    """

    def __init__(self, capacity: int) -> None:
        assert capacity > 0, capacity
        self._buffer = np.zeros(capacity, np.float32)
        self._capacity = capacity
        self._written = 0
        self._read = 0

    @property
    def capacity(self) -> int:
        return self._capacity

    @property
    def available(self) -> int:
        """Samples that can be popped now."""
        return self._written - self._read

    def push(self, samples: Samples) -> int:
        """Producer: copy in what fits and return how much that was."""
        written = self._written
        count = min(len(samples), self._capacity - (written - self._read))
        start = written % self._capacity
        first = min(count, self._capacity - start)
        self._buffer[start : start + first] = samples[:first]
        if first < count:
            self._buffer[: count - first] = samples[first:count]
        self._written = written + count
        return count

    def pop_into(self, target: Samples) -> int:
        """Consumer: fill the front of ``target`` and return how much that was."""
        read = self._read
        count = min(len(target), self._written - read)
        start = read % self._capacity
        first = min(count, self._capacity - start)
        target[:first] = self._buffer[start : start + first]
        if first < count:
            target[first:count] = self._buffer[: count - first]
        self._read = read + count
        return count

    def drop(self, count: int) -> int:
        """Consumer: throw away up to ``count`` of the oldest samples."""
        dropped = min(count, self._written - self._read)
        self._read += dropped
        return dropped
