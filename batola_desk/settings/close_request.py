"""A polite question from outside to the open desk: may it close now? A file asks, a file answers.

Setup asks before an upgrade (``/CLOSE=1``). The desk answers within two seconds; while a call lives it says
so and stays. A question left behind by somebody who died is older than ``LIMIT_S`` and counts no more.
"""

from __future__ import annotations

import time
from pathlib import Path

from batola_desk.settings.whole_file import write_whole

REQUEST_NAME = "close-request"
ANSWER_NAME = "close-answer"
REOPEN_NAME = "close-reopen"
LIMIT_S = 60.0
CLOSING = "closing"
LIVE_CALL = "live-call"
ON_DUTY = "on-duty"
NOW = "now"
OFF_DUTY = "off-duty"


class CloseRequest:
    """Both ends of the question, in the runtime folder of a desk."""

    def __init__(self, runtime: Path) -> None:
        self._request = runtime / REQUEST_NAME
        self._answer = runtime / ANSWER_NAME
        self._reopen = runtime / REOPEN_NAME

    def ask(self, when: str = NOW, *, opens_again: bool = False) -> None:
        """Ask the desk to close. Raises OSError.

        Args:
            when: ``NOW``, or ``OFF_DUTY``: only if nobody is on duty there.
            opens_again: setup comes, and the desk shall be back after it. A mark of its own: an older desk
                that does not know it reads the question all the same.
        """
        self._answer.unlink(missing_ok=True)
        if opens_again:
            self._reopen.touch()
        else:
            self._reopen.unlink(missing_ok=True)
        # Whole or not at all: a question read half would be the other one, and close a desk on duty.
        write_whole(self._request, when.encode("ascii"))

    def withdraw(self) -> None:
        """Take the question back."""
        for file in (self._request, self._answer, self._reopen):
            file.unlink(missing_ok=True)

    def answer(self) -> str:
        """Return what the desk said, empty while it has not."""
        try:
            return self._answer.read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError):
            return ""

    def take(self) -> str:
        """The desk's end: return what somebody asks now, empty if nobody does; a question is heard once."""
        try:
            age_s = time.time() - self._request.stat().st_mtime
            is_careful = self._request.read_bytes() == OFF_DUTY.encode()
            self._request.unlink()
        except OSError:
            return ""
        if age_s >= LIMIT_S:
            return ""
        return OFF_DUTY if is_careful else NOW

    def opens_again(self) -> bool:
        """The desk's end, before it answers: shall it be back when setup has ended?"""
        return self._reopen.exists()

    def reply(self, word: str) -> None:
        """The desk's end: answer; who cannot be answered gives up by itself."""
        try:
            self._answer.write_text(word, encoding="ascii")
        except OSError:
            return
