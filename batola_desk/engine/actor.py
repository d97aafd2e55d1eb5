"""The engine's thread: everything about calls happens here, in order."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable

log = logging.getLogger("batola.engine")

TICK_S = 0.1


class Actor:
    """Runs what is posted, and ``tick`` ten times a second. A fault in one item ends that item only.

    Thread: ``post`` from anywhere, never blocking.
    """

    def __init__(self, tick: Callable[[], None], *, clock: Callable[[], float] = time.monotonic) -> None:
        self._tick = tick
        self._clock = clock
        # No limit of its own: what may ring is limited in the telephony room, what a screen may ask here.
        self._queue: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="batola-engine", daemon=True)

    @property
    def backlog(self) -> int:
        """How many items wait."""
        return self._queue.qsize()

    def post(self, work: Callable[[], None]) -> None:
        """Run soon, after what was posted before."""
        self._queue.put(work)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Finish what is posted, then end the thread."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        due_s = self._clock() + TICK_S
        while True:
            try:
                work = self._queue.get(timeout=max(0.0, due_s - self._clock()))
            except queue.Empty:
                work = self._tick
            if work is None:
                return
            if work is self._tick or self._clock() >= due_s:
                due_s = self._clock() + TICK_S
                self._guard(self._tick)
            if work is not self._tick:
                self._guard(work)

    @staticmethod
    def _guard(work: Callable[[], None]) -> None:
        try:
            work()
        except Exception:
            # SAFETY: this thread holds every call of the desk; a fault in one item must not cost another.
            log.exception("engine item broke")
