"""What somebody at the desk wants: a word in a file, because only IT's own task may start an installer.

The task (``update attend``, every minute, with the system's rights) finds the word and does it when it may.
The folder is writable for everybody at the desk, so nothing but one of two words is ever taken from there.
"""

from __future__ import annotations

import contextlib
import time
from pathlib import Path
from typing import Final

from batola_desk.settings.whole_file import write_whole
from batola_desk.updates.attempt import Kind

WISH_NAME: Final = "update-wish"
SEEN_NAME: Final = "attended"
LIMITS_S: Final = {Kind.INSTALL: 7 * 86_400.0, Kind.ROLLBACK: 600.0}
"""LIMIT: "when nobody is on duty" may take days; going back is meant now or not at all."""
ATTENDED_S: Final = 180.0  # LIMIT: three turns of the task


class Wish:
    """Both ends: the window writes, the task reads."""

    def __init__(self, runtime: Path, updates: Path) -> None:
        self._file = runtime / WISH_NAME
        self._seen = updates / SEEN_NAME

    def make(self, kind: Kind) -> None:
        """Ask for it. Raises OSError."""
        write_whole(self._file, kind.encode("ascii"))

    def made(self) -> Kind | None:
        """Return what is asked for; too old a wish is none."""
        try:
            with self._file.open("rb") as file:
                kind = Kind(file.read(32).decode("ascii", "replace"))
            age_s = time.time() - self._file.stat().st_mtime
        except (OSError, ValueError):
            return None
        return kind if age_s < LIMITS_S[kind] else None

    def forget(self) -> None:
        """It is done, or nobody wants it any more."""
        with contextlib.suppress(OSError):
            self._file.unlink(missing_ok=True)

    def attend(self) -> None:
        """The task's end: show that somebody looks. Raises OSError."""
        self._seen.parent.mkdir(parents=True, exist_ok=True)
        self._seen.touch()

    def is_attended(self) -> bool:
        """Return whether the task runs on this machine."""
        try:
            return time.time() - self._seen.stat().st_mtime < ATTENDED_S
        except OSError:
            return False
