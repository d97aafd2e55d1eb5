"""An import in a process of its own: what it does to memory, disk or itself never reaches a live call."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

log = logging.getLogger("batola.services")

_TAIL_LINES: Final = 4
_LINE_MAX: Final = 1_000_000
LOW_PRIORITY: Final = 10  # of POSIX; on Windows the flags of the start say so


def desk_command() -> list[str]:
    """Return how this installation starts its own commands: the program beside us, else the module."""
    bundled = Path(sys.executable).with_name("batola-desk.exe")
    if sys.platform == "win32" and bundled.exists():
        return [str(bundled)]
    return [sys.executable, "-m", "batola_desk"]


class Ended(NamedTuple):
    """How the child ended: its exit code, and its last word (a report, a fault or nothing new)."""

    code: int
    said: Mapping[str, Any]


class ImportProcess:
    """One child that says one JSON object a line. Thread: ``run`` blocks a worker; ``kill`` is for any."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)
        self._lock = threading.Lock()
        self._child: subprocess.Popen[str] | None = None
        self.was_killed = False

    def run(self, on_step: Callable[[Mapping[str, Any]], None]) -> Ended:
        """Start it, pass on how far it is, return what it said at the end.

        Raises:
            OSError: it cannot be started.
        """
        flags = 0
        if sys.platform == "win32":
            flags = subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS
        with self._lock:
            if self.was_killed:
                return Ended(1, {})
            self._child = child = subprocess.Popen(
                self._command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                text=True, encoding="utf-8", errors="replace", creationflags=flags,
            )  # fmt: skip
            _step_back(child.pid)
        tail: deque[str] = deque(maxlen=_TAIL_LINES)
        last: Mapping[str, Any] = {}
        assert child.stdout is not None
        with child.stdout:
            while line := child.stdout.readline(_LINE_MAX):
                said = _as_object(line)
                if said is None:
                    tail.append(line.strip())
                elif "stage" in said:
                    on_step(said)
                else:
                    last = said
        code = child.wait()
        if tail and not self.was_killed:
            log.error("the import said: %s", " | ".join(tail))
        return Ended(code, last)

    def kill(self) -> None:
        """End it at once; it has nothing to say good-bye to. Harmless when repeated."""
        with self._lock:
            self.was_killed = True
            if self._child is not None and self._child.poll() is None:
                self._child.kill()


def _step_back(pid: int) -> None:
    """From its first line on: what it loads at its start takes as long as its work."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):  # it has ended already
            os.setpriority(os.PRIO_PROCESS, pid, max(LOW_PRIORITY, os.getpriority(os.PRIO_PROCESS, pid)))


def _as_object(line: str) -> Mapping[str, Any] | None:
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
