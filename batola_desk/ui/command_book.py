"""The actions of the window: one for each command, with its key, its words and its handler."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from PySide6.QtCore import QCoreApplication, QObject, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from batola_desk.ui.command import Command
from batola_desk.ui.commands import COMMANDS


def command_text(command: Command) -> str:
    """The command in the operator's language."""
    text = QCoreApplication.translate("commands", command.text)
    return text.replace("{number}", command.key.rpartition("+")[2].lstrip("F"))


def key_text(key: str) -> str:
    """A key as it is written on the keyboard: arrows as arrows, the space bar in the screen's language."""
    text = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    *held, last = text.split("+") if not text.endswith("+") else [text]
    signs = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓", "Return": "Enter"}
    signs["Space"] = QCoreApplication.translate("commands", "Spasi")
    return "+".join((*held, signs.get(last, last)))


class CommandBook(QObject):
    """One ``QAction`` per command, all on the main window, so that a key works wherever the focus is."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._actions: dict[str, QAction] = {}
        self._handlers: dict[str, Callable[[], object]] = {}
        self._by_id = {command.command_id: command for command in COMMANDS}
        for command in COMMANDS:
            action = QAction(window)
            action.setObjectName(f"command_{command.command_id}")
            action.setData(command.command_id)
            if command.key:
                action.setShortcut(QKeySequence(command.key))
                action.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
            action.setAutoRepeat(False)
            window.addAction(action)
            self._actions[command.command_id] = action
        self.retranslate()

    def __getitem__(self, command_id: str) -> QAction:
        return self._actions[command_id]

    def __iter__(self) -> Iterator[Command]:
        return iter(COMMANDS)

    def command(self, command_id: str) -> Command:
        """The declaration of a command."""
        return self._by_id[command_id]

    def connect_all(self, handlers: Mapping[str, Callable[[], object]]) -> None:
        """Give every command its handler.

        Raises:
            KeyError: a command without a handler would be a dead key.
        """
        self._handlers = {command.command_id: handlers[command.command_id] for command in COMMANDS}
        for action in self._actions.values():
            action.triggered.connect(self._on_triggered)

    @Slot()
    def _on_triggered(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self._handlers[str(action.data())]()

    def retranslate(self) -> None:
        """Say all texts again."""
        for command in COMMANDS:
            self._actions[command.command_id].setText(command_text(command))

    def by_word(self, word: str) -> Command | None:
        """The command of a word on the command line."""
        typed = word.casefold()
        return next((command for command in COMMANDS if command.word and command.word == typed), None)


def command_hint(command: Command) -> str:
    """What a button tells of its command: what it does, its key, and the word that is typed for it."""
    ways = [key_text(command.key)] if command.key else []
    if command.word:
        ways.append(QCoreApplication.translate("commands", "ketik: {word}").replace("{word}", command.word))
    return "  ·  ".join((command_text(command), *ways))
