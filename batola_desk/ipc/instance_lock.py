"""One engine per runtime folder: a lock file that the operating system frees when its owner dies."""

from __future__ import annotations

import os
import sys
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def lock_path(runtime: Path) -> Path:
    """Return the engine's lock file."""
    return runtime / "engine.lock"


def pid_path(runtime: Path) -> Path:
    """Return the file that holds the engine's process id."""
    return runtime / "engine.pid"


class InstanceLock:
    """Held as long as this object is; the file stays, only the lock on it counts.

    Raises:
        BlockingIOError: another process holds it.
        OSError: the file cannot be created.
    """

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(self._descriptor)
        except OSError as fault:
            os.close(self._descriptor)
            raise BlockingIOError(str(path)) from fault

    def release(self) -> None:
        """Let the next engine start."""
        os.close(self._descriptor)


def is_engine_running(runtime: Path) -> bool:
    """Return whether an engine holds the lock of this runtime folder (it may still be starting)."""
    try:
        InstanceLock(lock_path(runtime)).release()
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False
