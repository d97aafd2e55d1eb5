"""The second copy's own thread: a disk that hangs stops nothing but the copy, and people are told."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import replace
from typing import Final, Protocol

from batola_desk.sync.copy_state import CopyState

log = logging.getLogger("batola.sync")

PERIOD_S: Final = 0.5
TROUBLE_PERIOD_S: Final = 2.0
STUCK_S: Final = 10.0  # a look that takes so long is no copy
STOP_LIMIT_S: Final = 2.0


class Copy(Protocol):
    """What the thread keeps up to date."""

    def look(self) -> CopyState:
        """Bring the copy up to date."""
        ...

    def start_over(self) -> None:
        """Facts wait again that the room had taken."""
        ...

    def close(self) -> None:
        """Leave the copy as it is."""
        ...


class CopyThread:
    """Looks every half second, and at once when woken. Thread: every method from any.

    Args:
        kind: of its states, before the first look.
    """

    def __init__(self, copy: Copy, kind: str) -> None:
        self._copy = copy
        self._state = CopyState(kind=kind, looked_at_s=time.monotonic())
        self._wake = threading.Event()
        self._is_stopping = False
        self._is_to_start_over = False
        self._thread = threading.Thread(target=self._run, name="batola-copy", daemon=True)

    def start(self) -> None:
        """Begin; waits for nothing."""
        self._thread.start()

    def stop(self, limit_s: float = STOP_LIMIT_S) -> bool:
        """End after the look that runs; False when a disk holds it up: the thread dies with the process."""
        self._is_stopping = True
        self._wake.set()
        self._thread.join(limit_s)
        if self._thread.is_alive():
            log.warning("the second copy's disk does not answer")
        return not self._thread.is_alive()

    def wake(self) -> None:
        """Look at once."""
        self._wake.set()

    def start_over(self) -> None:
        """Facts wait again that the room had taken."""
        self._is_to_start_over = True
        self._wake.set()

    @property
    def state(self) -> CopyState:
        """How the copy stands; one that has not been looked at for long is none."""
        state = self._state
        if time.monotonic() - state.looked_at_s > STUCK_S:
            return replace(state, is_whole=False, code="copy_stuck")
        return state

    def _run(self) -> None:
        said = ""
        while not self._is_stopping:
            if self._is_to_start_over:
                self._is_to_start_over = False
                self._copy.start_over()
            try:
                state = self._copy.look()
            except Exception:  # SAFETY: a fault of ours must not end the copying for ever
                if not self._is_stopping:  # the journal may be closing under a look that took too long
                    log.exception("the second copy broke")
                state = replace(self._state, is_whole=False, code="copy_broke", looked_at_s=time.monotonic())
            if state.code != said:
                said = state.code
                log.info("the second copy: %s", said or "good")
            self._state = state
            self._wake.wait(TROUBLE_PERIOD_S if state.code else PERIOD_S)
            self._wake.clear()
        self._copy.close()
