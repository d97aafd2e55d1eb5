"""One screen process per journal: a lock file that the operating system frees when its owner dies."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from batola_desk.domain.errors import EnvironmentFault


class FileLock:
    """An exclusive lock beside the journal. The file stays; only the lock on it counts.

    Raises:
        EnvironmentFault: ``journal_in_use`` when another process (or another journal here) holds it.
        OSError: the lock file cannot be created (read-only folder).
    """

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(self._descriptor)
        except OSError as error:
            os.close(self._descriptor)
            raise EnvironmentFault("journal_in_use", path=str(path)) from error

    @classmethod
    def of_journal(cls, journal: Path) -> FileLock:
        """Take the lock that belongs to a journal file."""
        return cls(journal.with_name(journal.name + ".lock"))

    @classmethod
    def is_held(cls, journal: Path) -> bool:
        """Return whether somebody works on a journal now; without its folder nobody does. Raises OSError."""
        if not journal.parent.is_dir():
            return False
        try:
            cls.of_journal(journal).release()
        except EnvironmentFault:
            return True
        return False

    def release(self) -> None:
        """Give the journal free."""
        os.close(self._descriptor)  # closing frees the lock on every system


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
