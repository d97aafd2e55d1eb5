"""The engine as a process: it outlives the screen, does not end by accident, gets its share of the CPU."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType

log = logging.getLogger("batola.engine")

_NICE = -11


class EndSwitch:
    """Says when the process shall end.

    SIGTERM and Ctrl+C are polite questions: while calls live the first one is refused, the second obeyed.
    SIGHUP (the terminal closed) is ignored: it has nothing to do with the callers.
    """

    def __init__(self) -> None:
        self._event = threading.Event()
        self._asked = False
        self.has_calls: Callable[[], bool] = lambda: False

    def end(self) -> None:
        """End the process; from any thread."""
        self._event.set()

    def wait(self, is_needed: Callable[[], bool] = lambda: True) -> None:
        """Block the main thread until the end. Wakes now and then: Windows delivers Ctrl+C only so.

        Args:
            is_needed: asked at each wake; False ends the process too.
        """
        while not self._event.wait(0.5):
            if not is_needed():
                self._event.set()

    def install(self) -> None:
        """Take over the signals; main thread only."""
        signal.signal(signal.SIGTERM, self._on_signal)
        signal.signal(signal.SIGINT, self._on_signal)
        if sys.platform == "win32":
            signal.signal(signal.SIGBREAK, self._on_signal)
        else:
            signal.signal(signal.SIGHUP, signal.SIG_IGN)

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        if self.has_calls() and not self._asked:
            self._asked = True
            log.warning("asked to end while calls live: refused once", extra={"signal": number})
            return
        self._event.set()


class TrainingWatch:
    """A training engine that nobody watches any more ends by itself; a real one never does."""

    LIMIT_S = 60.0  # LIMIT: longer than any restart of a screen

    def __init__(self, is_watched: Callable[[], bool], clock_s: Callable[[], float] = time.monotonic) -> None:
        self._is_watched = is_watched
        self._clock_s = clock_s
        self._seen_s = clock_s()

    def is_needed(self) -> bool:
        """Whether a screen was attached within the limit."""
        if self._is_watched():
            self._seen_s = self._clock_s()
        return self._clock_s() - self._seen_s < self.LIMIT_S


def raise_priority() -> str:
    """Ask the system for a bigger share of the processor; returns what was reached, for the log."""
    if sys.platform == "win32":
        return _raise_priority_windows()
    else:  # noqa: RET505  (the type checker follows the platform only this way)
        try:
            os.setpriority(os.PRIO_PROCESS, 0, _NICE)
        except (PermissionError, OSError):
            return "normal"
        return f"nice {os.getpriority(os.PRIO_PROCESS, 0)}"


if sys.platform == "win32":
    import ctypes

    def _raise_priority_windows() -> str:
        """Also asks for 1 ms timers: the fallback audio clock sleeps between frames."""
        kernel, multimedia = ctypes.WinDLL("kernel32"), ctypes.WinDLL("winmm")
        multimedia.timeBeginPeriod(1)
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        kernel.SetPriorityClass.argtypes = (ctypes.c_void_p, ctypes.c_ulong)
        process = kernel.GetCurrentProcess()
        for name, priority_class in (("high", 0x80), ("above normal", 0x8000)):
            if kernel.SetPriorityClass(process, priority_class):
                return name
        return "normal"
