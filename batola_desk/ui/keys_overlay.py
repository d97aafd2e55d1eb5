"""F1: every key of the desk on one sheet, with its word for the command line."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from batola_desk.ui.commands import HELD_KEYS, MENUS, Command, CommandBook, command_text, key_text
from batola_desk.ui.incident.parts import label
from batola_desk.ui.sheet import Sheet

MENU_COLUMNS = (("call", "desk"), ("ticket", "view"))


class KeysOverlay(Sheet):
    """Built from the command table, so it is never out of date."""

    def __init__(self, book: CommandBook, host: QWidget) -> None:
        super().__init__(host)
        self._book = book
        self.setObjectName("keys_overlay")
        self._words: list[tuple[QLabel, Command]] = []
        self._titles: list[tuple[QLabel, str]] = []
        inner = QWidget(self)
        columns = QHBoxLayout(inner)
        columns.setSpacing(28)
        for menus in MENU_COLUMNS:
            column = QVBoxLayout()
            for menu in menus:
                self._add_menu(column, menu, inner)
            column.addStretch(1)
            columns.addLayout(column, 1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        self.body.addWidget(scroll)
        self.retranslate()

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        self.title.setText(self.tr("Semua tombol"))
        for title, menu in self._titles:
            title.setText(QCoreApplication.translate("commands", MENUS[menu]))
        for words, command in self._words:
            if command.command_id == "take_held_1":
                words.setText(self.tr("Ambil panggilan ditahan ke-1 … 9"))
                continue
            hint = f"   › {command.word}" if command.word else ""
            words.setText(command_text(command) + hint)

    def _add_menu(self, column: QVBoxLayout, menu: str, parent: QWidget) -> None:
        title = label(parent, "heading")
        title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._titles.append((title, menu))
        column.addWidget(title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(1, 1)
        shown = [command for command in self._book if command.menu == menu and not _is_later_held(command)]
        for row, command in enumerate(shown):
            key = label(parent, "key")
            text = key_text(command.key) if command.key else "–"
            key.setText(f"{text}…{HELD_KEYS}" if command.command_id == "take_held_1" else text)
            words = label(parent)
            self._words.append((words, command))
            grid.addWidget(key, row, 0)
            grid.addWidget(words, row, 1)
        column.addLayout(grid)
        column.addSpacing(10)


def _is_later_held(command: Command) -> bool:
    return command.command_id.startswith("take_held_") and command.command_id != "take_held_1"
