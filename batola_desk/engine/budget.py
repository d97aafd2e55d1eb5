"""How much a peer may make us write down: far more than a person does, far less than a flood."""

from __future__ import annotations

from collections.abc import Callable


class Budget:
    """A bucket that fills steadily. Thread: one."""

    def __init__(self, capacity: float, per_s: float, clock: Callable[[], float]) -> None:
        self._capacity = capacity
        self._per_s = per_s
        self._clock = clock
        self._left = capacity
        self._at_s = clock()

    def spend(self, amount: float) -> bool:
        """Whether that much may be taken now; a refusal costs nothing."""
        now_s = self._clock()
        self._left = min(self._capacity, self._left + (now_s - self._at_s) * self._per_s)
        self._at_s = now_s
        if amount > self._left:
            return False
        self._left -= amount
        return True
