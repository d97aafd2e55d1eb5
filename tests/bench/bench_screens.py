"""A key on every screen: letters, arrows and the key that opens it, each to its painted picture.

Started by ``bench_desk`` in a process of its own (``python -m tests.bench.bench_screens HOME``) on a journal
with many open and many more closed tickets. Every screen is opened by its command while a call with its
ticket is there. The last line printed holds, as JSON, the milliseconds of each screen's opening and keys.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Final

import qasync
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QPlainTextEdit

from tests.bench.timed_keys import TimedApplication, TimedKeys
from tests.support.window_stage import WindowStage, open_window

SCREENS: Final = (
    "ticket", "send", "units", "triage", "search", "boards", "queue", "callbacks", "unclassified", "map",
    "conflicts", "alarms", "announcements", "acceptance_board", "room_board", "keys", "settings",
    "all_settings", "centre_lists", "map_features", "find_place", "unit_devices", "self_test",
    "number_history", "refer", "border", "number_measure", "other_source", "slip_import", "command_line",
)  # fmt: skip
LETTERS = "handil bak"
KEYS = (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up)
WRITES = (QLineEdit, QPlainTextEdit, QAbstractSpinBox)


async def one_screen(
    keys: TimedKeys, app: TimedApplication, stage: WindowStage, name: str
) -> dict[str, list[float]]:
    """Open it, write and walk in it, leave it."""
    stage.window.activateWindow()
    opened = await keys.timed(stage.window.book[name].trigger, name)
    await stage.settle(0.3)
    took = []
    if isinstance(app.focusWidget(), WRITES):
        took += [await keys.press(letter) for letter in LETTERS]
        took += [await keys.press(Qt.Key.Key_Backspace) for _ in LETTERS]
    took += [await keys.press(key) for key in KEYS]
    for _ in range(3):
        await keys.press(Qt.Key.Key_Escape)
    return {"opened": [opened], "keys": took}


async def measure(app: TimedApplication, home: Path) -> dict[str, dict[str, list[float]]]:
    """All screens, one after the other."""
    async with open_window(app, home) as stage:
        keys = TimedKeys(app, stage, may_do_nothing=True)
        stage.engine.ring()
        await stage.settle(0.3)
        await stage.services.calls.answer()
        await stage.settle(1.0)
        for _ in range(2):  # the first time is the first time of the program: fonts, imports
            told = {name: await one_screen(keys, app, stage, name) for name in SCREENS}
        current = stage.window.line.in_headset
        if current is not None:
            await stage.services.calls.hang_up(current.key)
        await stage.settle(0.3)
    return told


def main() -> None:
    app = TimedApplication()
    app.setQuitOnLastWindowClosed(False)
    with qasync.QEventLoop(app) as loop:
        told = loop.run_until_complete(measure(app, Path(sys.argv[1])))
    print(json.dumps(told))


if __name__ == "__main__":
    main()
