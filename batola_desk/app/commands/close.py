"""``batola-deskctl close``: ask the open desk to close; never while a call lives."""

from __future__ import annotations

import time

from batola_desk.app.setup.setup_words import Code, say
from batola_desk.ipc.ending import ask_to_end, has_ended_by
from batola_desk.ipc.instance_lock import is_engine_running
from batola_desk.models.file_lock import FileLock
from batola_desk.settings.close_request import LIVE_CALL, NOW, OFF_DUTY, ON_DUTY, CloseRequest
from batola_desk.settings.paths import DeskPaths

STEP_S = 0.1
_REFUSALS = {LIVE_CALL: Code.LIVE_CALL, ON_DUTY: Code.ON_DUTY}
REPLY_LIMIT_S = 5.0


def run_close(
    paths: DeskPaths, *, limit_s: float, only_off_duty: bool = False, opens_again: bool = False
) -> int:
    """Ask and wait; 0 nothing runs now, else ``Code.LIVE_CALL``, ``Code.ON_DUTY``, ``Code.DESK_RUNNING``.

    Args:
        only_off_duty: a desk at which somebody works stays open.
        opens_again: setup comes; the desk opens by itself when that has ended.
    """
    deadline_s = time.monotonic() + limit_s
    when = OFF_DUTY if only_off_duty else NOW
    code = _close_screen(paths, deadline_s, when, opens_again=opens_again)
    if code is Code.DONE and is_engine_running(paths.runtime):
        code = _close_line(paths, deadline_s)
    say(
        {
            Code.DONE: "meja tertutup",
            Code.LIVE_CALL: "meja tetap terbuka: masih ada panggilan",
            Code.ON_DUTY: "meja tetap terbuka: ada yang bertugas",
        }.get(code, "meja tidak menutup pada waktunya")
    )
    return code


def is_screen_open(paths: DeskPaths) -> bool:
    """Return whether a window works on this desk's journal."""
    try:
        return FileLock.is_held(paths.journal)
    except OSError:
        return False


def _close_screen(paths: DeskPaths, deadline_s: float, when: str, *, opens_again: bool) -> Code:
    request = CloseRequest(paths.runtime)
    if not is_screen_open(paths):
        return Code.DONE
    request.ask(when, opens_again=opens_again)
    try:
        while time.monotonic() < deadline_s:
            if refusal := _REFUSALS.get(request.answer()):
                return refusal
            if not is_screen_open(paths):
                return Code.DONE
            time.sleep(STEP_S)
        return Code.DESK_RUNNING
    finally:
        request.withdraw()


def _close_line(paths: DeskPaths, deadline_s: float) -> Code:
    """A line without its screen: it decides itself, and refuses while a call lives."""
    if not ask_to_end(paths.runtime, force=False, limit_s=REPLY_LIMIT_S):
        return Code.LIVE_CALL
    return Code.DONE if has_ended_by(paths.runtime, deadline_s) else Code.DESK_RUNNING
