"""A key in the real window, from its press to the painted picture."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QAbstractEventDispatcher, QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.support.window_stage import WindowStage

PAUSE_S: Final = 0.06  # between two keys


class TimedApplication(QApplication):
    """Notes when a picture is done, when a key has been taken, and when nothing is left to do after it."""

    def __init__(self) -> None:
        super().__init__(["bench"])
        self.key_taken = False
        self.painted_s: float | None = None
        self.idle_s: float | None = None
        dispatcher = QAbstractEventDispatcher.instance()
        assert dispatcher is not None
        dispatcher.aboutToBlock.connect(self._on_idle)

    def begin(self) -> None:
        """A key is about to be pressed."""
        self.key_taken, self.painted_s, self.idle_s = False, None, None

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        done = super().notify(receiver, event)
        kind = event.type()
        if kind == QEvent.Type.KeyPress:
            self.key_taken = True
        elif kind == QEvent.Type.UpdateRequest and self.key_taken and self.painted_s is None:
            self.painted_s = time.perf_counter()
        return bool(done)

    def _on_idle(self) -> None:
        if self.key_taken and self.idle_s is None:
            self.idle_s = time.perf_counter()


class TimedKeys:
    """Presses keys one after the other and waits for each picture.

    Args:
        may_do_nothing: a key may have nothing to paint (Down on the last line). It then costs the time until
            nothing is left to do; a picture after that is another one's (the clock, a caret).
    """

    def __init__(self, app: TimedApplication, stage: WindowStage, *, may_do_nothing: bool = False) -> None:
        self._app = app
        self._stage = stage
        self._may_do_nothing = may_do_nothing

    async def press(
        self, key: Qt.Key | str, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> float:
        """Milliseconds from the key to its picture; without one, those until the desk had done its work."""
        target = self._app.focusWidget() or self._stage.window
        deed = lambda: QTest.keyClick(target, key, held)  # type: ignore[call-overload]  # noqa: E731
        return await self.timed(deed, repr(key))

    async def timed(self, deed: Callable[[], object], what: str) -> float:
        """The same for anything that a key does."""
        app = self._app
        app.begin()
        began_s = time.perf_counter()
        deed()
        app.key_taken = True  # a shortcut's press reaches no widget
        done_s = time.perf_counter()
        await self._stage.until(
            lambda: app.painted_s is not None or (self._may_do_nothing and app.idle_s is not None),
            f"the picture after {what}",
        )
        seen_s = app.idle_s if app.painted_s is None else app.painted_s
        assert seen_s is not None
        await asyncio.sleep(PAUSE_S)
        return (max(seen_s, done_s) - began_s) * 1000
