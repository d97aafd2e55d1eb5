"""When Python's cyclic collector may stop everybody: often and briefly, never long during a word or a key.

The engine: a leg and its parts know each other, so what a call leaves behind, about 12 kB, waits for the
collector, and a desk where some call always lives would never be rid of it. A full collection holds the
interpreter until every object was looked at: 7 to 12 ms with the objects of an ordinary day (measured; the
ear has 30 ms in hand), 110 ms during a flood with 20,000 transactions alive, a pause the caller hears. So
it comes after every few dozen calls while there is little to look at; of a flood it waits until no call
lives, or until memory has really grown. Young objects are collected as always, which takes 1 to 4 ms.

The screen: its window alone has 157,000 objects, and looking at them takes 75 ms (measured), longer than a
key may wait for its picture. They stay for good; what six calls add takes half a millisecond. What it gains
later and keeps, such as 5,000 landmarks of a file (180,000 objects), is looked at once, while no call lives.
"""

from __future__ import annotations

import gc
import logging
import sys
import threading
import time
from collections.abc import Callable

log = logging.getLogger("batola.memory")

LOOK_S = 2.0
_YOUNG, _MIDDLE, _NEVER = 700, 10, 1_000_000
_GROWTH = 5_000  # blocks of memory, about 0.5 MB: what some forty calls leave
_FEW_OBJECTS = 30_000  # LIMIT: more to look at than this and a live call would hear the pause
_GROWTH_BUSY = 2_000_000  # LIMIT: about 200 MB, more than a flood fills buffers with; then one pause is due
_TOLD_MS = 50.0


class MemoryTidier:
    """Thread: ``start`` and ``stop`` from the main one; ``tick`` from any.

    Args:
        is_busy: calls live.
        has_thread: looks by itself; False: the owner ticks, because what is freed must be freed on his thread
            (Qt's objects).
        keeps_survivors: what outlives a long look without a call stays for good too. For the screen, whose
            lists grow and stay; not for the engine, where all ends with its call.

    Attributes:
        pause_max_ms: the longest stop so far.
        full_count: how many full collections there were.
    """

    def __init__(
        self, is_busy: Callable[[], bool], *, has_thread: bool = True, keeps_survivors: bool = False
    ) -> None:
        self._is_busy = is_busy
        self._keeps_survivors = keeps_survivors
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None
        if has_thread:
            self._thread = threading.Thread(target=self._run, name="batola-tidier", daemon=True)
        self._began_s = 0.0
        self._blocks = 0
        self._told_ms = 0.0
        self.pause_max_ms = 0.0
        self.full_count = 0

    def start(self) -> None:
        """Everything loaded so far stays for good and is never looked at again; begin to watch."""
        gc.collect()
        gc.freeze()
        self._blocks = sys.getallocatedblocks()
        gc.set_threshold(_YOUNG, _MIDDLE, _NEVER)
        gc.callbacks.append(self._watch)
        if self._thread is not None:
            self._thread.start()

    def stop(self) -> None:
        """Give the collector back as it was."""
        self._ending.set()
        if self._thread is not None:
            self._thread.join()
        gc.callbacks.remove(self._watch)
        gc.set_threshold(_YOUNG, _MIDDLE, _MIDDLE)
        gc.unfreeze()

    def tick(self) -> None:
        """Collect fully if it is time; say so when somebody may have heard it."""
        grown = sys.getallocatedblocks() - self._blocks
        if grown >= _GROWTH_BUSY or (grown >= _GROWTH and (not self._is_busy() or _is_short())):
            self.full_count += 1
            gc.collect()
            if self._keeps_survivors and not self._is_busy() and not _is_short():
                gc.freeze()
            self._blocks = sys.getallocatedblocks()
        self._blocks = min(self._blocks, sys.getallocatedblocks())
        if self.pause_max_ms > max(self._told_ms, _TOLD_MS):
            self._told_ms = self.pause_max_ms
            log.info("memory was tidied", extra={"pause_ms": round(self.pause_max_ms, 1)})

    def _run(self) -> None:
        while not self._ending.wait(LOOK_S):
            self.tick()

    def _watch(self, phase: str, _info: dict[str, int]) -> None:
        """Called by the collector itself on whichever thread it stopped: only measure, take no lock."""
        if phase == "start":
            self._began_s = time.perf_counter()
        else:
            self.pause_max_ms = max(self.pause_max_ms, (time.perf_counter() - self._began_s) * 1000)


def _is_short() -> bool:
    """Whether a full collection has little to look at: only objects that are neither frozen nor young."""
    return len(gc.get_objects(generation=2)) <= _FEW_OBJECTS
