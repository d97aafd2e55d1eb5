"""The command line: a word does what its key does; completion shows words, arguments and keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from batola_desk.ui.commands import CommandBook, command_text, key_text

Index = QModelIndex | QPersistentModelIndex
HISTORY_MAX = 50


class _Words(QStringListModel):
    """Shows ``jawab — Jawab  F2`` and completes only the word."""

    def __init__(self, book: CommandBook, parent: QWidget) -> None:
        self._commands = [command for command in book if command.word]
        super().__init__([command.word for command in self._commands], parent)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.ToolTipRole and index.isValid():
            command = self._commands[index.row()]
            return f"{command_text(command)}  {key_text(command.key)}".rstrip()
        return super().data(index, role)


class CommandLine(QLineEdit):
    """Words of commands with an optional argument.

    Signals:
        entered: a known command (command id, argument).
        unknown: nobody knows this word.
        left: Esc: the keyboard may go back.
    """

    entered = Signal(str, str)
    unknown = Signal(str)
    left = Signal()

    def __init__(self, book: CommandBook, parent: QWidget) -> None:
        super().__init__(parent)
        self._book = book
        self._history: list[str] = []
        self._at = 0
        self.setObjectName("command_line")
        self.setMaxLength(200)
        self._completer = QCompleter(_Words(book, self), self)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCompleter(self._completer)
        self.returnPressed.connect(self._enter)
        self.retranslate()

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        key = qt_event.key()
        if key == Qt.Key.Key_Escape:
            self.clear()
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
        command = self._book.by_word(word)
        if command is None:
            self.unknown.emit(word)
        else:
            self.entered.emit(command.command_id, argument.strip())
