"""An operator's seconds by a scripted keyboard: a P1 fire from its ring until two agencies are alerted.

Started by ``bench_desk`` in a process of its own (``python -m tests.bench.bench_operator HOME``) on a filled
journal. Two ways: by the form's keys, and by two lines of the command line. A key counts unless it writes a
letter of what the caller said. The last line printed holds, as JSON, for each way the keys, the letters and
the milliseconds from each key to the painted picture.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import qasync
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest

from tests.bench.bench_typing import TimedApplication
from tests.support.window_stage import WindowStage, open_window

PLACE, KIND = "handil bakti rt 4", "kb01"
LINES = (f"baru {KIND} @{PLACE}", "kirim damkar,bpk")
PAUSE_S = 0.05
ALERTED = 2


@dataclass(slots=True)
class Run:
    """What one way cost."""

    keys: int = 0
    letters: int = 0
    took_ms: list[float] = field(default_factory=list)


class Keyboard:
    """Presses keys one after the other and waits for each picture."""

    def __init__(self, app: TimedApplication, stage: WindowStage) -> None:
        self._app = app
        self._stage = stage
        self.run = Run()

    async def press(self, keys: str) -> None:
        """A key that does something."""
        self.run.keys += 1
        combination = QKeySequence(keys)[0]
        await self._timed(combination.key(), combination.keyboardModifiers())

    async def write(self, words: str) -> None:
        """What the caller said, letter by letter."""
        for letter in words:
            self.run.letters += 1
            await self._timed(letter, Qt.KeyboardModifier.NoModifier)

    async def _timed(self, key: Qt.Key | str, held: Qt.KeyboardModifier) -> None:
        app, window = self._app, self._stage.window
        app.key_taken, app.painted_s = False, None
        began_s = time.perf_counter()
        QTest.keyClick(app.focusWidget() or window, key, held)  # type: ignore[call-overload]
        app.key_taken = True  # a shortcut's press reaches no widget
        await self._stage.until(lambda: app.painted_s is not None, f"the picture after {key!r}")
        assert app.painted_s is not None
        self.run.took_ms.append((app.painted_s - began_s) * 1000)
        await asyncio.sleep(PAUSE_S)


async def by_form(app: TimedApplication, stage: WindowStage) -> Run:
    """Answer, place, type, and a key for each agency."""
    keyboard = Keyboard(app, stage)
    await keyboard.press("F2")
    await stage.settle(0.3)
    await keyboard.write(PLACE)
    await keyboard.press("Return")
    stage.window.form.focus_type()
    keyboard.run.keys += 1  # Tab, or the Enter that leaves the place
    await keyboard.write(KIND)
    await keyboard.press("Return")
    await stage.settle(0.2)
    await keyboard.press("Alt+1")
    await keyboard.press("Alt+2")
    return await _alerted(stage, keyboard.run)


async def by_lines(app: TimedApplication, stage: WindowStage) -> Run:
    """Answer, and two lines."""
    keyboard = Keyboard(app, stage)
    await keyboard.press("F2")
    await stage.settle(0.3)
    for line in LINES:
        await keyboard.press("Ctrl+K")
        await keyboard.write(line)
        await keyboard.press("Return")
        await stage.settle(0.3)
    return await _alerted(stage, keyboard.run)


async def _alerted(stage: WindowStage, run: Run) -> Run:
    def sent() -> int:
        view = stage.window.form.vm.view
        return 0 if view is None else sum(task.task.sent_us is not None for task in view.tasks)

    await stage.until(lambda: sent() == ALERTED, "two agencies that were alerted")
    return run


async def measure(app: TimedApplication, home: Path) -> dict[str, Run]:
    runs = {}
    async with open_window(app, home) as stage:
        await stage.settle(1.0)
        for name, way in (("form", by_form), ("lines", by_lines)):
            stage.engine.ring()
            await stage.settle(0.3)
            runs[name] = await way(app, stage)
            current = stage.window.line.in_headset
            assert current is not None
            await stage.services.calls.hang_up(current.key)
            await stage.settle(0.3)
    return runs


def main() -> None:
    app = TimedApplication()
    app.setQuitOnLastWindowClosed(False)
    with qasync.QEventLoop(app) as loop:
        runs = loop.run_until_complete(measure(app, Path(sys.argv[1])))
    told = {
        name: {"keys": run.keys, "letters": run.letters, "took_ms": run.took_ms} for name, run in runs.items()
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
