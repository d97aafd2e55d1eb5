"""The sheet of settings in a window with a field, on a whole desk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from batola_desk.domain.events.desk import SettingChanged
from batola_desk.ipc import messages as m
from batola_desk.ui.messages import Message, MessageCenter
from batola_desk.ui.preferences.preferences_sheet import PreferencesSheet
from batola_desk.ui.preferences.preferences_view_model import PreferencesViewModel
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.tasks import TaskRunner
from tests.support.desk_double import DeskDouble, open_desk


class Stage:
    """A window with a field and the sheet."""

    def __init__(self, desk: DeskDouble) -> None:
        self.desk = desk
        self.window = QWidget()
        self.window.resize(1000, 720)
        self.field = QLineEdit(self.window)
        self.said: list[Message] = []
        center = MessageCenter(self.window)
        center.posted.connect(self.said.append)
        center.start_showing()
        self.tasks = TaskRunner(center)
        self.pulse = Pulse(desk.services, self.window)
        self.vm = PreferencesViewModel(desk.services, self.tasks, self.pulse, self.window)
        self.sheet = PreferencesSheet(self.vm, self.window)
        self.window.show()
        QTest.qWaitForWindowExposed(self.window)
        self.window.activateWindow()

    def find(self, kind: type, name: str) -> object:
        found = self.sheet.findChild(kind, name)
        assert found is not None, name
        return found

    def commands(self, kind: type) -> list[m.Command]:
        return [command for command in self.desk.engine.commands if isinstance(command, kind)]

    def facts(self) -> list[SettingChanged]:
        """What the journal says of changed settings."""
        found = self.desk.services._context.reader.facts_of("desk:A").result(5)
        return [fact.event for fact in found if isinstance(fact.event, SettingChanged)]

    async def settle(self) -> None:
        QApplication.sendPostedEvents()
        await self.desk.settle()


@asynccontextmanager
async def open_stage(home: Path) -> AsyncIterator[Stage]:
    async with open_desk(home) as desk:
        stage = Stage(desk)
        try:
            yield stage
        finally:
            await stage.tasks.stop()
            stage.pulse.stop()
            stage.window.close()
            stage.window.deleteLater()
            QApplication.sendPostedEvents()
