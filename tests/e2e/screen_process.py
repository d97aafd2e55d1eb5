"""A screen in a process of its own, so that a test can kill or freeze it: answers the first call it sees.

python -m tests.e2e.screen_process RUNTIME_FOLDER
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from batola_desk.ipc import messages as m
from tests.e2e.line_rig import ScreenDouble


def main() -> None:
    screen = ScreenDouble(Path(sys.argv[1]), confirms=False)
    print("attached", flush=True)
    call = screen.call_in("ringing", limit_s=30.0)
    screen.obeyed(m.AnswerCall(call_id=call.call_id))
    screen.call_becomes(call.call_id, "talking")
    print("talking", flush=True)
    threading.Event().wait(60.0)


if __name__ == "__main__":
    main()
