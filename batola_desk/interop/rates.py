"""How often somebody may do something: a bucket of tries for each name, and a bounded number of names."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

NAMES_MAX: Final = 4096  # LIMIT: whoever invents names makes the oldest forgotten, never the table grow


@dataclass(frozen=True, slots=True)
class Rate:
    """So many a second for ever, and so many at once after a rest."""

    per_s: float
    burst: float

    def __post_init__(self) -> None:
        if self.per_s <= 0 or self.burst < 1:
            raise ValueError("a rate lets something through")


class RateTable:
    """Counts tries by name. Thread: one.

    Args:
        now_s: a clock that never goes back.
    """

    def __init__(self, rate: Rate, now_s: Callable[[], float], *, names_max: int = NAMES_MAX) -> None:
        self._rate = rate
        self._now_s = now_s
        self._names_max = names_max
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # name: tries left, at

    def take(self, name: str = "") -> bool:
        """Use one try; False: there is none now."""
        now = self._now_s()
        left, at = self._left.pop(name, (self._rate.burst, now))
        left = min(self._rate.burst, left + (now - at) * self._rate.per_s)
        is_free = left >= 1.0
        self._left[name] = (left - 1.0 if is_free else left, now)
        while len(self._left) > self._names_max:
            self._left.popitem(last=False)
        return is_free

    def __len__(self) -> int:
        return len(self._left)
