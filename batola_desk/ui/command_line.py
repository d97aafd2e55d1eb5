"""The command line: a word does what its key does; while one types it says what Enter would do."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from batola_desk.services.orders.reading import Reading, WordOrder
from batola_desk.ui.command import Command
from batola_desk.ui.command_book import CommandBook, command_text, key_text
from batola_desk.ui.orders.order_words import all_troubles, preview_words

HISTORY_MAX = 50
HINTS_MAX = 4
LETTERS_MAX = 500  # LIMIT: a line, not a report


class LineReader(Protocol):
    """Who understands lines (``ui.orders.order_desk``)."""

    def read(self, line: str) -> Reading: ...

    def ways_on(self, line: str) -> tuple[str, ...]: ...

    def complete(self, line: str) -> str: ...


class CommandLine(QLineEdit):
    """Words with what they are about. A line with anything wrong in it stays, and nothing happens.

    Signals:
        ordered: a line that was understood as a whole (its order).
        refused: a line with something wrong in it (its reading).
        left: Esc: the keyboard may go back.
        hinted: what Enter would do, else how the line may go on; empty = nothing to say.
    """

    ordered = Signal(object)
    refused = Signal(object)
    left = Signal()
    hinted = Signal(str)

    def __init__(self, book: CommandBook, parent: QWidget) -> None:
        super().__init__(parent)
        self._book = book
        self._reader: LineReader | None = None
        self._history: list[str] = []
        self._at = 0
        self.setObjectName("command_line")
        self.setMaxLength(LETTERS_MAX)
        self.textEdited.connect(self._hint)
        self.returnPressed.connect(self._enter)
        self.retranslate()

    def read_with(self, reader: LineReader) -> None:
        """Whom to ask what a line means."""
        self._reader = reader

    def event(self, qt_event: QEvent) -> bool:
        is_tab = isinstance(qt_event, QKeyEvent) and qt_event.type() == QEvent.Type.KeyPress
        if is_tab and isinstance(qt_event, QKeyEvent) and qt_event.key() == Qt.Key.Key_Tab and self.text():
            self._complete()
            return True
        return super().event(qt_event)

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
        self.setPlaceholderText(self.tr("Perintah  Ctrl+K: baru kb01 @desa …"))
        self.setAccessibleName(self.tr("Baris perintah"))

    @Slot(str)
    def _hint(self, typed: str) -> None:
        self.hinted.emit(self._hint_words(typed))

    def _hint_words(self, typed: str) -> str:
        word, blank, _ = typed.lstrip().partition(" ")
        if not word or self._reader is None:
            return ""
        if not blank:
            begun = word.casefold()
            found = [command for command in self._book if command.word and command.word.startswith(begun)]
            found.sort(key=lambda command: command.word != begun)  # a whole word before its longer sisters
            return " · ".join(_hint_of(command) for command in found[:HINTS_MAX])
        reading = self._reader.read(typed)
        ways = self._reader.ways_on(typed)
        if isinstance(reading.order, WordOrder):
            return self._plain_words(reading.order)
        if reading.order is not None:
            return preview_words(reading)
        if ways:
            ends = ", ".join(way[len(typed.rpartition(" ")[0]) :].strip() for way in ways)
            return self.tr("Tab: %1").replace("%1", ends)
        return all_troubles(reading)

    def _plain_words(self, order: WordOrder) -> str:
        command = self._book.by_word(order.word)
        if command is None:
            return ""
        if not order.argument:
            return _hint_of(command)
        return f"⏎ {command_text(command)}: {order.argument}"

    def _complete(self) -> None:
        if self._reader is None:
            return
        completed = self._reader.complete(self.text())
        if completed != self.text():
            self.setText(completed)
        self._hint(self.text())

    def _walk(self, step: int) -> None:
        self._at = max(0, min(len(self._history), self._at + step))
        self.setText(self._history[self._at] if self._at < len(self._history) else "")
        self._hint(self.text())

    @Slot()
    def _enter(self) -> None:
        typed = self.text().strip()
        if not typed or self._reader is None:
            return
        reading = self._reader.read(typed)
        self._history = [*self._history[1 - HISTORY_MAX :], typed]
        self._at = len(self._history)
        self.hinted.emit("")
        if reading.order is None:
            self.refused.emit(reading)  # the line stays, to be mended
        else:
            self.clear()
            self.ordered.emit(reading.order)


def _hint_of(command: Command) -> str:
    argument = QCoreApplication.translate("commands", command.argument) if command.argument else ""
    name = f"{command.word} ‹{argument}›" if argument else command.word
    key = key_text(command.key)
    return f"{name}: {command_text(command)}" + (f" [{key}]" if key else "")
