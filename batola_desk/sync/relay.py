"""When facts of other desks that wait here are told to the room for them.

They wait here because the server lost them in a failover, or because a neighbour left a copy of what it
could not send. Their own desk has the first word: its session proves who wrote them. Only what it does not
send for a while goes out under the machine's word. Source: design.md §5 (Roles).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

PATIENCE_S: Final = 10.0  # a desk that lives is back after a failover by then


class RelayPatience:
    """How long each other desk's oldest waiting fact has been waiting."""

    def __init__(self, clock: Callable[[], float], patience_s: float = PATIENCE_S) -> None:
        self._clock = clock
        self._patience_s = patience_s
        self._since: dict[str, tuple[int, float]] = {}  # origin → its oldest waiting number, since when
        self._refused_until: dict[str, float] = {}

    def restart(self) -> None:
        """A new connection: whoever was cut off has his chance again."""
        self._since.clear()
        self._refused_until.clear()

    def refuse(self, origin: str) -> None:
        """The room does not take this desk's facts from here; look again later."""
        self._refused_until[origin] = self._clock() + self._patience_s

    def due(self, waiting: Mapping[str, int]) -> dict[str, int]:
        """Return those of the waiting (origin → its oldest waiting number) whose desk had its chance."""
        now = self._clock()
        before = self._since
        self._since = {
            origin: before[origin] if origin in before and before[origin][0] == oseq else (oseq, now)
            for origin, oseq in waiting.items()
        }
        return {
            origin: oseq
            for origin, (oseq, since) in self._since.items()
            if now - since >= self._patience_s and self._refused_until.get(origin, now) <= now
        }
