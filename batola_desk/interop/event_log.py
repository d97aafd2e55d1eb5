"""Alarms in the Windows event log, where IT's monitoring looks anyway. No numbers, names or places ever.

The installer registers the source with the messages of ``EventCreate.exe``: ids 1 to 1000, each one text.
Thread: ``tell`` any; writing has a thread of its own, so a log service that hangs holds up nothing.
"""

from __future__ import annotations

import contextlib
import logging
import queue
import sys
import threading
from collections.abc import Callable
from typing import Final

from batola_desk.settings.installation import APP_NAME, find_installation

log = logging.getLogger("batola.interop")

ERROR, WARNING, INFORMATION = 1, 2, 4
ENDED_ID: Final = 10
KINDS: Final = {"high": (ERROR, 100), "medium": (WARNING, 200), "low": (INFORMATION, 300)}
"""Priority of an alarm → type and id of its event; IT's filters are made of them, so they never change."""
WAITING_MAX: Final = 200  # LIMIT: alarms of a bad hour; older ones stay in the journal

Write = Callable[[int, int, str], None]
"""(type, id, text); raises OSError."""


class EventLog:
    """Hands alarms to the system's log."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._waiting: queue.Queue[tuple[int, int, str] | None] = queue.Queue(WAITING_MAX)
        self._is_failing = False
        self._thread = threading.Thread(target=self._run, name="batola-event-log", daemon=True)
        self._thread.start()

    def tell(self, code: str, priority: str, words: str, *, ended: bool = False) -> None:
        """An alarm began or is over; what finds no room is left out, never waited for."""
        kind, number = (INFORMATION, ENDED_ID) if ended else KINDS.get(priority, KINDS["medium"])
        try:
            self._waiting.put_nowait((kind, number, f"{code}{' (ended)' if ended else ''}: {words}"))
        except queue.Full:
            log.info("the event log does not keep up")

    def stop(self) -> None:
        """Write what waits, as far as it goes within a second."""
        with contextlib.suppress(queue.Full):
            self._waiting.put(None, timeout=0.5)
            self._thread.join(timeout=0.5)

    def _run(self) -> None:
        while (item := self._waiting.get()) is not None:
            try:
                self._write(*item)
            except OSError as fault:
                if not self._is_failing:
                    log.warning("the event log cannot be written: %s", fault)
                self._is_failing = True
            else:
                self._is_failing = False


def system_log() -> EventLog | None:
    """Return the log of an installed Windows desk, None everywhere else."""
    if find_installation() is None:
        return None
    return EventLog(write_event)


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _api = ctypes.WinDLL("advapi32", use_last_error=True)
    _api.RegisterEventSourceW.argtypes = (wintypes.LPCWSTR, wintypes.LPCWSTR)
    _api.RegisterEventSourceW.restype = wintypes.HANDLE
    _api.DeregisterEventSource.argtypes = (wintypes.HANDLE,)
    _api.ReportEventW.argtypes = (
        wintypes.HANDLE,
        wintypes.WORD,
        wintypes.WORD,
        wintypes.DWORD,
        wintypes.LPVOID,
        wintypes.WORD,
        wintypes.DWORD,
        ctypes.POINTER(wintypes.LPCWSTR),
        wintypes.LPVOID,
    )

    def write_event(kind: int, number: int, text: str) -> None:
        """Write one event. Raises OSError."""
        handle = _api.RegisterEventSourceW(None, APP_NAME)
        if not handle:
            raise ctypes.WinError(ctypes.get_last_error())
        try:
            strings = (wintypes.LPCWSTR * 1)(text)
            if not _api.ReportEventW(handle, kind, 0, number, None, 1, 0, strings, None):
                raise ctypes.WinError(ctypes.get_last_error())
        finally:
            _api.DeregisterEventSource(handle)
else:

    def write_event(kind: int, number: int, text: str) -> None:
        """No event log here."""
        raise OSError(f"no event log of {APP_NAME} for event {number} of type {kind}: {len(text)} letters")
