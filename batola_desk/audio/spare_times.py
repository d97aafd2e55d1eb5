"""How long before their turn packets came: the measure by which a jitter buffer changes its delay."""

from __future__ import annotations

import numpy as np


class SpareTimes:
    """The latest packets' turns, and how tight they would be after a change of delay.

    Each packet is noted twice, a capacity apart, so that the latest ones always lie in one piece.

    Units: samples. Thread: one owner.
    """

    def __init__(self, capacity: int, frame_size: int) -> None:
        self._capacity = capacity
        self._frame_size = frame_size
        self._turns = np.zeros((2, 2 * capacity))  # row 0: turn minus arrival, row 1: place in its pull
        self._next = 0
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def note(self, turn: float, place: int) -> None:
        """A packet's turn came ``turn`` after it, ``place`` into a pull; both without corrections."""
        for at in (self._next, self._next + self._capacity):
            self._turns[0, at] = turn
            self._turns[1, at] = place
        self._next = (self._next + 1) % self._capacity
        self._count = min(self._count + 1, self._capacity)

    def clear(self) -> None:
        """Forget everything."""
        self._next = self._count = 0

    def tight(self, packet_count: int, correction: int, rank: int) -> float:
        """Spare time of the ``rank``-th tightest of the latest packets if all turns moved by ``correction``.

        A pull takes a whole frame at once, so a packet must be here when the frame that holds its first
        sample is pulled; where in its frame the packet lies moves with every correction.
        """
        end = self._next + self._capacity
        turns = self._turns[:, end - min(packet_count, self._count) : end] + correction
        spare = turns[0] - turns[1] % self._frame_size
        return float(np.partition(spare, rank)[rank])
