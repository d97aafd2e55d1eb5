"""A key in the real window, from its press to the painted picture."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.support.window_stage import WindowStage

PAUSE_S: Final = 0.06  # between two keys


class TimedApplication(QApplication):
    """Notes when a picture is done and when a key has been taken."""

    def __init__(self) -> None:
        super().__init__(["bench"])
        self.key_taken = False
        self.painted_s: float | None = None

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        done = super().notify(receiver, event)
        kind = event.type()
        if kind == QEvent.Type.KeyPress:
            self.key_taken = True
        elif kind == QEvent.Type.UpdateRequest and self.key_taken and self.painted_s is None:
            self.painted_s = time.perf_counter()
        return bool(done)


class TimedKeys:
    """Presses keys one after the other and waits for each picture.

    Args:
        quiet_s: what paints nothing for so long changes nothing; None: everything paints.
    """

    def __init__(self, app: TimedApplication, stage: WindowStage, *, quiet_s: float | None = None) -> None:
        self._app = app
        self._stage = stage
        self._quiet_s = quiet_s

    async def press(
        self, key: Qt.Key | str, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> float:
        """Milliseconds from the key to its picture; without one, those it held the screen up."""
        target = self._app.focusWidget() or self._stage.window
        deed = lambda: QTest.keyClick(target, key, held)  # type: ignore[call-overload]  # noqa: E731
        return await self.timed(deed, repr(key))

    async def timed(self, deed: Callable[[], object], what: str) -> float:
        """The same for anything that a key does."""
        app = self._app
        app.key_taken, app.painted_s = False, None
        began_s = time.perf_counter()
        deed()
        app.key_taken = True  # a shortcut's press reaches no widget
        held_ms = (time.perf_counter() - began_s) * 1000
        if self._quiet_s is None:
            await self._stage.until(lambda: app.painted_s is not None, f"the picture after {what}")
        else:
            end_s = began_s + self._quiet_s
            while app.painted_s is None and time.perf_counter() < end_s:  # noqa: ASYNC110 - Qt paints, no event tells
                await asyncio.sleep(0.002)
        took_ms = held_ms if app.painted_s is None else (app.painted_s - began_s) * 1000
        await asyncio.sleep(PAUSE_S)
        return max(took_ms, held_ms)
