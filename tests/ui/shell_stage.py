"""A whole window over a desk double, driven by keys: shared by the tests of the shell."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from batola_desk.ui.desk_window import DeskWindow, open_desk_window
from batola_desk.ui.messages import Message
from tests.support.desk_double import DeskDouble, open_desk
from tests.support.shipped import shipped_gazetteer

NO = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class ShellStage:
    """One desk, one window."""

    def __init__(self, desk: DeskDouble, size: tuple[int, int] = (1366, 768)) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.desk = desk
        self.services = desk.services
        self.engine = desk.engine
        gazetteer = shipped_gazetteer()
        self.window: DeskWindow = open_desk_window(app, desk.services, gazetteer, desk.settings)
        self.window.map_panel.canvas.set_animated(False)
        self.said: list[Message] = []
        self.window.messages.posted.connect(self.said.append)
        self.window.resize(*size)
        self.window.show()
        QTest.qWaitForWindowExposed(self.window)
        self.window.activateWindow()

    @property
    def words(self) -> str:
        """Everything the message bar said."""
        return " ".join(f"{m.happened} {m.works} {m.next_step}" for m in self.said)

    def find(self, kind: type, name: str) -> QWidget:
        found = self.window.findChild(kind, name)
        assert isinstance(found, QWidget), name
        return found

    async def settle(self) -> None:
        for _ in range(4):
            await asyncio.sleep(0)
            QApplication.sendPostedEvents()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            await self.desk.settle()

    async def press(self, keys: str) -> None:
        """Press a key sequence as it is declared, e.g. ``Ctrl+1``."""
        combination = QKeySequence(keys)[0]
        target = self.window.focusWidget() or self.window
        QTest.keyClick(target, combination.key(), combination.keyboardModifiers())
        await self.settle()

    async def type(self, text: str) -> None:
        """Type letters into whatever has the focus."""
        for letter in text:
            QTest.keyClick(
                self.window.focusWidget() or self.window, letter, SHIFT if letter.isupper() else NO
            )
        await self.settle()

    async def ring(self, number: str = "081250001111") -> str:
        key = self.engine.ring(number)
        await self.settle()
        return key

    async def answered(self, number: str = "081250001111") -> str:
        """A call that rang and was answered by key."""
        key = await self.ring(number)
        await self.press("F2")
        return key

    async def until(self, condition: Callable[[], bool]) -> None:
        await self.desk.until(condition)

    async def until_settled(self, condition: Callable[[], bool], limit_s: float = 60.0) -> None:
        """Let window and desk live until something is so: for what a thread or a program does."""
        async with asyncio.timeout(limit_s):
            while not condition():
                await asyncio.sleep(0.02)
                QApplication.processEvents()
                await self.settle()


@asynccontextmanager
async def open_shell(
    home: Path, *, size: tuple[int, int] = (1366, 768), layout: str = "", **options: object
) -> AsyncIterator[ShellStage]:
    async with open_desk(home, **options) as desk:
        desk.settings.values["screen.layout"] = layout
        stage = ShellStage(desk, size)
        try:
            await stage.settle()
            yield stage
        finally:
            await close_stage(stage)


async def close_stage(stage: ShellStage) -> None:
    """Close the window of a desk that lives on."""
    await stage.window.tasks.stop()
    stage.window.close_for_good()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
