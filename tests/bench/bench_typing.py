"""Key press to painted picture, in the real window on a filled journal.

Started by ``bench_desk`` in a process of its own (``python -m tests.bench.bench_typing HOME``).
The last line printed holds the samples in milliseconds.
A sample begins when the key event is posted and ends when the window has painted and flushed the picture that
shows it: the first ``UpdateRequest`` after the key has been handled to its end.
"""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path

import qasync
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from tests.bench.timed_keys import PAUSE_S, TimedApplication
from tests.support.window_stage import WindowStage, open_window

TEXTS = ("handil bakti rt 4 seberang masjid", "kebakaran rumah", "sungai lumbah dekat jembatan besar")


async def type_texts(app: TimedApplication, stage: WindowStage) -> list[float]:
    """Type into the place field, as an operator in a call would."""
    stage.engine.ring()
    await stage.settle(0.3)
    await stage.services.calls.answer()
    await stage.settle(0.5)
    stage.window.form.focus_place()
    await stage.settle(0.3)
    took_ms = []
    for text in TEXTS:
        for letter in text:
            field = app.focusWidget()
            assert field is not None, "the place field takes the keyboard"
            app.begin()
            began_s = time.perf_counter()
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                key = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                app.postEvent(field, key)
            await stage.until(lambda: app.painted_s is not None, f"the picture after {letter!r}")
            assert app.painted_s is not None
            took_ms.append((app.painted_s - began_s) * 1000)
            await asyncio.sleep(PAUSE_S)
        for _ in text:
            app.postEvent(
                app.focusWidget(),
                QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Backspace, Qt.KeyboardModifier.NoModifier),
            )
        await stage.settle(0.2)
    return took_ms


async def measure(app: TimedApplication, home: Path) -> list[float]:
    async with open_window(app, home) as stage:
        await stage.settle(1.0)
        return await type_texts(app, stage)


def main() -> None:
    app = TimedApplication()
    app.setQuitOnLastWindowClosed(False)
    with qasync.QEventLoop(app) as loop:
        samples = loop.run_until_complete(measure(app, Path(sys.argv[1])))
    print(" ".join(f"{sample:.2f}" for sample in samples))


if __name__ == "__main__":
    main()
