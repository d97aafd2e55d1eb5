"""An import in a process of its own: behind everybody from its start, heard by line, ended at once."""

from __future__ import annotations

import os
import sys
import threading

import pytest

from batola_desk.services.import_process import LOW_PRIORITY, ImportProcess

STEPS = 'print(\'{"stage": "read", "done": 1}\', flush=True)\nprint(\'{"report": 5}\')'
WAITS = """
import os, time
end_s = time.monotonic() + 20
while os.getpriority(os.PRIO_PROCESS, 0) < 10 and time.monotonic() < end_s:
    time.sleep(0.01)
print('{"priority": %d}' % os.getpriority(os.PRIO_PROCESS, 0))
"""
HANGS = 'import time\nprint(\'{"stage": "read"}\', flush=True)\ntime.sleep(600)'


def child(script: str) -> ImportProcess:
    return ImportProcess([sys.executable, "-c", script])


def test_steps_are_passed_on_and_the_last_word_is_returned() -> None:
    steps: list[object] = []
    ended = child(STEPS).run(steps.append)
    assert (ended.code, ended.said) == (0, {"report": 5})
    assert steps == [{"stage": "read", "done": 1}]


@pytest.mark.skipif(sys.platform == "win32", reason="there the flags of the start say it")
def test_it_steps_back_before_it_has_loaded_anything() -> None:
    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert child(WAITS).run(lambda _step: None).said == {"priority": max(LOW_PRIORITY, own)}


def test_it_ends_at_once_when_it_is_killed_and_does_not_start_afterwards() -> None:
    started, process = threading.Event(), child(HANGS)
    threading.Thread(target=lambda: (started.wait(60), process.kill()), daemon=True).start()
    assert process.run(lambda _step: started.set()).code != 0
    assert process.was_killed
    assert process.run(lambda _step: None) == (1, {})
