"""What the installer and its helpers say: exit codes, and the log of one installation."""

from __future__ import annotations

import enum
import os
from datetime import UTC, datetime
from pathlib import Path

from batola_desk.updates.attempt import reason_line

LOG_VARIABLE = "BATOLA_SETUP_LOG"


class Code(enum.IntEnum):
    """How setup ended. The same numbers stand in ``installer/codes.nsh`` and in ``docs/it/install.md``."""

    DONE = 0
    CANCELLED = 1
    NOT_WINDOWS_X64 = 10
    WINDOWS_TOO_OLD = 11
    NEWER_INSTALLED = 12
    DESK_RUNNING = 13
    LIVE_CALL = 14
    FILES_IN_USE = 15
    CANNOT_WRITE = 16
    CONFIGURATION_BAD = 17
    CONFIGURATION_NOT_WRITTEN = 18
    SELF_TEST_FAILED = 19
    OPTION_BAD = 20
    NO_ROOM = 21
    NOT_ADMINISTRATOR = 22
    NO_PREVIOUS = 23
    PREVIOUS_UNFIT = 24
    ON_DUTY = 25
    NOT_PUT_BACK = 26


def say(text: str) -> None:
    """Print a line, and add it to the installation's log if there is one. Secrets never come here."""
    print(text, flush=True)
    _log(text)


def note_reason(code: str, **values: object) -> None:
    """Say in the installation's log why it ends, for the desk: a code that it words in its own language."""
    _log(reason_line(code, values))


def _log(text: str) -> None:
    name = os.environ.get(LOG_VARIABLE)
    if name:
        stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        with Path(name).open("a", encoding="utf-8") as log:
            log.write(f"{stamp} {text}\n")
