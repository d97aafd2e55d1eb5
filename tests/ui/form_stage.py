"""A form on a real desk, driven by keys: shared by the tests of the form."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from batola_desk.ui.incident.form import IncidentForm, build_form
from batola_desk.ui.messages import Message, MessageCenter
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.tasks import TaskRunner
from batola_desk.ui.theme import apply_theme
from tests.support.desk_double import DeskDouble, open_desk


class FormStage:
    """One desk, one window with the form."""

    def __init__(self, desk: DeskDouble) -> None:
        self.desk = desk
        self.services = desk.services
        self.window = QWidget()
        self.messages = MessageCenter(self.window)
        self.said: list[Message] = []
        self.messages.posted.connect(self.said.append)
        self.messages.start_showing()
        self.tasks = TaskRunner(self.messages)
        self.pulse = Pulse(desk.services, self.window)
        self.form: IncidentForm = build_form(desk.services, self.tasks, self.pulse, self.window)
        self.window.resize(560, 900)
        self.form.resize(560, 900)
        self.window.show()
        QTest.qWaitForWindowExposed(self.window)
        self.window.activateWindow()

    def find(self, kind: type, name: str) -> object:
        found = self.form.findChild(kind, name)
        assert found is not None, name
        return found

    async def settle(self) -> None:
        for _ in range(4):
            await asyncio.sleep(0)
            QApplication.sendPostedEvents()
            await self.desk.settle()

    async def type(self, text: str) -> None:
        """Type letters into whatever has the focus."""
        QTest.keyClicks(self.window.focusWidget(), text)
        await self.settle()

    async def press(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        QTest.keyClick(self.window.focusWidget() or self.window, key, modifier)
        await self.settle()

    async def until(self, condition: Callable[[], bool]) -> None:
        await self.desk.until(condition)

    @property
    def words(self) -> str:
        """Everything the message bar said."""
        return " ".join(f"{m.happened} {m.works} {m.next_step}" for m in self.said)


@asynccontextmanager
async def open_stage(home: Path, **options: object) -> AsyncIterator[FormStage]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_theme(app, "dark")  # as an operator sees it, whichever test ran before
    async with open_desk(home, **options) as desk:
        stage = FormStage(desk)
        try:
            yield stage
        finally:
            await stage.settle()
            await stage.tasks.stop()
            stage.pulse.stop()
            stage.window.close()
            stage.window.deleteLater()
            QApplication.sendPostedEvents(None, 52)  # deferred deletion
