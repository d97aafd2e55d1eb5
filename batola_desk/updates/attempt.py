"""What was tried last, and how it ended: the program that tried it is gone by then, so files have to tell.

``attempt.json`` is written before the installer is started, the installer writes ``setup.log``. Whoever looks
later compares the version that is installed now with the one that was wanted.
"""

from __future__ import annotations

import enum
import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import msgspec

from batola_desk.settings.whole_file import write_whole

ATTEMPT_NAME: Final = "attempt.json"
LOG_NAME: Final = "setup.log"
RUNNING_LIMIT: Final = timedelta(minutes=15)  # LIMIT: an installer on an old disk, with its rehearsal
_TAIL_BYTES: Final = 65_536
_FAILED = re.compile(r"^GAGAL \((\d+)\): (.*)$", re.MULTILINE)
_LAST_WORDS: Final = ("Selesai.", "Done.")  # of setup and of rollback (installer/words.nsh)
_REASON = re.compile(r"^\S+Z sebab (\w+) (\{.*\})$", re.MULTILINE)


class Kind(enum.StrEnum):
    """What was tried."""

    INSTALL = "install"
    ROLLBACK = "rollback"


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """One try.

    Attributes:
        came_from: version that ran before.
        wanted: version that was to run after it.
    """

    kind: Kind
    came_from: str
    wanted: str
    at: datetime


class End(enum.StrEnum):
    """How it ended."""

    DONE = "done"
    FAILED = "failed"
    RUNNING = "running"
    UNKNOWN = "unknown"


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """How a try ended.

    Attributes:
        code: setup's exit code where it failed.
        reason: what made it fail, a code of ``ui.update_error_texts``; empty where setup knew no more.
        values: what belongs into the words for it.
    """

    attempt: Attempt
    end: End
    code: int = 0
    reason: str = ""
    values: dict[str, str] = {}


def reason_line(code: str, values: Mapping[str, object]) -> str:
    """Return the line of setup's log that says why it ends, as `read_outcome` finds it."""
    shown = {name: str(value) for name, value in values.items()}
    return f"sebab {code} {json.dumps(shown)}"


def note_attempt(folder: Path, attempt: Attempt) -> Path:
    """Write down what is tried now; returns where the installer is to write its log. Raises OSError."""
    log = folder / LOG_NAME
    log.unlink(missing_ok=True)
    write_whole(folder / ATTEMPT_NAME, msgspec.json.encode(attempt))
    return log


def forget_attempt(folder: Path) -> None:
    """Nothing was started after all. Raises OSError."""
    (folder / ATTEMPT_NAME).unlink(missing_ok=True)


def read_outcome(folder: Path, *, installed: str, now: datetime) -> Outcome | None:
    """Return how the last try ended, None where nothing was tried, or somebody changed versions since."""
    try:
        attempt = msgspec.json.decode((folder / ATTEMPT_NAME).read_bytes(), type=Attempt)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
    if installed == attempt.wanted:
        return Outcome(attempt=attempt, end=End.DONE)
    log = _tail(folder / LOG_NAME)
    if log.rstrip().endswith(_LAST_WORDS):
        return None
    failed = _FAILED.search(log)
    if failed:
        reason, values = _reason_of(log)
        return Outcome(attempt=attempt, end=End.FAILED, code=int(failed[1]), reason=reason, values=values)
    is_young = abs(now - attempt.at) < RUNNING_LIMIT
    return Outcome(attempt=attempt, end=End.RUNNING if is_young else End.UNKNOWN)


def _reason_of(log: str) -> tuple[str, dict[str, str]]:
    """The last one counts: before it others may have been taken care of."""
    found = [*_REASON.finditer(log)]
    try:
        return (found[-1][1], msgspec.json.decode(found[-1][2], type=dict[str, str])) if found else ("", {})
    except msgspec.MsgspecError:
        return "", {}


def _tail(path: Path) -> str:
    try:
        return path.read_bytes()[-_TAIL_BYTES:].decode("utf-8", "replace").replace("\r\n", "\n")
    except OSError:
        return ""
