"""The command line: a word does what its key does; completion shows words, arguments and keys."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from batola_desk.ui.command import Command
from batola_desk.ui.commands import CommandBook, command_text, key_text

HISTORY_MAX = 50
HINTS_MAX = 4


class CommandLine(QLineEdit):
    """Words of commands with an optional argument.

    Signals:
        entered: a known command (command id, argument).
        unknown: nobody knows this word.
        left: Esc: the keyboard may go back.
        hinted: commands that begin so, with their keys; empty = none.
    """

    entered = Signal(str, str)
    unknown = Signal(str)
    left = Signal()
    hinted = Signal(str)

    def __init__(self, book: CommandBook, parent: QWidget) -> None:
        super().__init__(parent)
        self._book = book
        self._history: list[str] = []
        self._at = 0
        self.setObjectName("command_line")
        self.setMaxLength(200)
        words = QStringListModel(sorted(command.word for command in book if command.word), self)
        completer = QCompleter(words, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        # a popup would take all keys, F2 too: words complete in the line, candidates stand beside it
        completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
        self.setCompleter(completer)
        self.textEdited.connect(self._hint)
        self.returnPressed.connect(self._enter)
        self.retranslate()

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        key = qt_event.key()
        if key == Qt.Key.Key_Escape:
            self.clear()
            self.hinted.emit("")
            self.left.emit()
        elif key in {Qt.Key.Key_Up, Qt.Key.Key_Down} and self._history:
            self._walk(-1 if key == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(qt_event)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        self.setPlaceholderText(self.tr("Perintah  Ctrl+K: jawab, kelas G, cari Marabahan, telepon 0812…"))
        self.setAccessibleName(self.tr("Baris perintah"))

    @Slot(str)
    def _hint(self, typed: str) -> None:
        word = typed.partition(" ")[0].casefold()
        found = [command for command in self._book if command.word and command.word.startswith(word)]
        self.hinted.emit(" · ".join(_hint_of(command) for command in found[:HINTS_MAX]) if word else "")

    def _walk(self, step: int) -> None:
        self._at = max(0, min(len(self._history), self._at + step))
        self.setText(self._history[self._at] if self._at < len(self._history) else "")

    @Slot()
    def _enter(self) -> None:
        typed = self.text().strip()
        if not typed:
            return
        word, _, argument = typed.partition(" ")
        self._history = [*self._history[1 - HISTORY_MAX :], typed]
        self._at = len(self._history)
        self.clear()
        self.hinted.emit("")
        command = self._book.by_word(word)
        if command is None:
            self.unknown.emit(word)
        else:
            self.entered.emit(command.command_id, argument.strip())


def _hint_of(command: Command) -> str:
    argument = QCoreApplication.translate("commands", command.argument) if command.argument else ""
    name = f"{command.word} ‹{argument}›" if argument else command.word
    key = key_text(command.key)
    return f"{name}: {command_text(command)}" + (f" [{key}]" if key else "")
