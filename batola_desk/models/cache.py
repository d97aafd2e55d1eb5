"""Folded states of recently used aggregates: immutable values that change only after a commit."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from batola_desk.domain.reducers import State


@dataclass(frozen=True, slots=True)
class Held:
    """A folded state and its place in every list (from the aggregate's first fact to arrive).

    Attributes:
        state: what is shown: the room's facts in their order, then the pending ones on top.
        confirmed: the state without the pending facts; None when nothing is pending.
    """

    state: State
    first_row_id: int
    confirmed: State | None = None

    @property
    def settled(self) -> State:
        """The state that the room's facts alone give."""
        return self.state if self.confirmed is None else self.confirmed


class StateCache:
    """Least-recently-used states. Thread: any."""

    def __init__(self, limit: int = 1_024) -> None:
        self._limit = limit
        self._held: OrderedDict[str, Held] = OrderedDict()
        self._lock = threading.Lock()
        self._generation = 0

    @property
    def generation(self) -> int:
        """Rises with every commit; take it before reading the file, give it back to ``offer``."""
        with self._lock:
            return self._generation

    def get(self, name: str) -> Held | None:
        """Return what is held, and keep it longer."""
        with self._lock:
            held = self._held.get(name)
            if held is not None:
                self._held.move_to_end(name)
            return held

    def commit(self, changes: Mapping[str, Held]) -> None:
        """Take the states of a transaction that is on the disk."""
        with self._lock:
            self._generation += 1
            for name, held in changes.items():
                self._put(name, held)

    def offer(self, name: str, held: Held, generation: int) -> None:
        """Take a state that a reader folded, unless a commit came between (it may be stale then)."""
        with self._lock:
            if generation == self._generation:
                self._put(name, held)

    def forget(self, names: Iterable[str]) -> None:
        """Let go of states that may not be what the file holds."""
        with self._lock:
            self._generation += 1
            for name in names:
                self._held.pop(name, None)

    def _put(self, name: str, held: Held) -> None:
        self._held[name] = held
        self._held.move_to_end(name)
        while len(self._held) > self._limit:
            self._held.popitem(last=False)
