"""What other desks did, on its way from the journal's writer to the screen's loop: in order, never a stall.

A desk that comes back after a night gets tens of thousands of changes in seconds. Here they wait by name, the
newest state of each thing only, and go on a handful at a time, so that a call that rings meanwhile is drawn.

Thread: the desk's event loop.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from batola_desk.domain.reducers import State
from batola_desk.services.core import TimerHandle, Timers

STATES_PER_TURN: Final = 200  # LIMIT: of one turn of the loop
TURN_S: Final = 0.008  # half a frame; looked at after every part
PART: Final = 20
PAUSE_S: Final = 0.004  # between turns: the screen and the line go first


class RoomInbox:
    """States of the room that are not shown yet.

    Args:
        apply: shows states, like those of own facts.
    """

    def __init__(self, apply: Callable[[Mapping[str, State]], None], timers: Timers) -> None:
        self._apply = apply
        self._timers = timers
        self._waiting: dict[str, State] = {}
        self._timer: TimerHandle | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    def take(self, states: Mapping[str, State]) -> None:
        """The journal has these now; what waited of the same things is old."""
        self._waiting.update(states)
        if self._timer is None and self._waiting:
            self._show_some()

    def overtake(self, names: Iterable[str]) -> None:
        """Own facts brought newer states of these things: the older ones must not come after them."""
        for name in names:
            self._waiting.pop(name, None)

    def stop(self) -> None:
        """Show nothing more."""
        self._waiting.clear()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _show_some(self) -> None:
        self._timer = None
        end_s = time.perf_counter() + TURN_S
        for _ in range(STATES_PER_TURN // PART):
            names = [name for name, _ in zip(self._waiting, range(PART), strict=False)]
            self._apply({name: self._waiting.pop(name) for name in names})
            if not self._waiting:
                return
            if time.perf_counter() >= end_s:
                break
        self._timer = self._timers.call_later(PAUSE_S, self._show_some)
