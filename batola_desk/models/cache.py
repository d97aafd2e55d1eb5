"""Folded states of recently used aggregates: immutable values that change only after a commit."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from batola_desk.domain.facts import AggregateKind
from batola_desk.domain.reducers import State

LONG_LIVED: Final = frozenset(
    {AggregateKind.UNIT.value, AggregateKind.OPERATOR.value, AggregateKind.DESK.value}
)


def is_long_lived(name: str) -> bool:
    """Whether a thing lives for years, so that its facts have no end."""
    return name.partition(":")[0] in LONG_LIVED


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
    """Least-recently-used states. Thread: any.

    Things that live for years have their own share: a day of calls that is caught up with does not drive them
    out.
    """

    def __init__(self, limit: int = 1_024) -> None:
        self._limit = limit
        self._passing: OrderedDict[str, Held] = OrderedDict()
        self._lasting: OrderedDict[str, Held] = OrderedDict()
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
            share = self._share(name)
            held = share.get(name)
            if held is not None:
                share.move_to_end(name)
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
                self._share(name).pop(name, None)

    def _share(self, name: str) -> OrderedDict[str, Held]:
        return self._lasting if is_long_lived(name) else self._passing

    def _put(self, name: str, held: Held) -> None:
        share = self._share(name)
        share[name] = held
        share.move_to_end(name)
        while len(share) > self._limit:
            share.popitem(last=False)
