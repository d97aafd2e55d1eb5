"""Every command has one key, one word and one handler; no key means two things."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from batola_desk.ui.command import MENUS
from batola_desk.ui.command_book import CommandBook, command_text, key_text
from batola_desk.ui.commands import COMMANDS
from tools import translations

# Source: the brief of the screen; a habit of the hand is not changed without notice.
FIXED = {
    "keys": "F1",
    "answer": "F2",
    "hold": "F3",
    "hang_up": "F4",
    "mute": "F5",
    "ticket": "F6",
    "send": "F7",
    "units": "F8",
    "silent": "F9",
    "classify": "F10",
    "boards": "F11",
    "map": "F12",
    "command_line": "Ctrl+K",
    "search": "Ctrl+F",
    "undo": "Ctrl+Z",
}
NEEDED_BY_FIELDS = {
    "Ctrl+A",
    "Ctrl+C",
    "Ctrl+V",
    "Ctrl+X",
    "Ctrl+Y",
    "Ctrl+Left",
    "Ctrl+Right",
    "Ctrl+Backspace",
}


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    made = QWidget()
    qtbot.addWidget(made)
    field = QLineEdit(made)
    made.resize(300, 60)
    made.show()
    made.activateWindow()
    field.setFocus()
    yield made
    made.close()


def test_no_key_and_no_word_means_two_things() -> None:
    keys = Counter(QKeySequence(command.key).toString() for command in COMMANDS if command.key)
    words = Counter(command.word for command in COMMANDS if command.word)
    ids = Counter(command.command_id for command in COMMANDS)
    assert [name for counts in (keys, words, ids) for name, count in counts.items() if count > 1] == []


def test_every_key_is_one_that_a_keyboard_has() -> None:
    unusable = [command.key for command in COMMANDS if command.key and QKeySequence(command.key).isEmpty()]
    assert unusable == []


def test_no_command_takes_a_key_that_every_field_needs() -> None:
    assert {command.key for command in COMMANDS} & NEEDED_BY_FIELDS == set()


@pytest.mark.parametrize(("command_id", "key"), FIXED.items())
def test_the_keys_of_the_hand_stay(command_id: str, key: str) -> None:
    assert {command.command_id: command.key for command in COMMANDS}[command_id] == key


def test_a_command_can_be_reached_by_key_or_by_word() -> None:
    assert [command.command_id for command in COMMANDS if not command.key and not command.word] == []


def test_every_command_stands_in_a_menu_and_has_words_in_both_languages() -> None:
    known = {source: text for context, source, text, _ in translations.messages(translations.SOURCE)}
    for command in COMMANDS:
        assert command.menu in MENUS, command.command_id
        assert known.get(command.text), command.command_id
        assert "{" not in command_text(command)
        assert not command.argument or known.get(command.argument), command.command_id


def test_a_command_without_a_handler_is_refused(window: QWidget) -> None:
    book = CommandBook(window)
    handlers = {command.command_id: lambda: None for command in COMMANDS}
    del handlers["answer"]
    with pytest.raises(KeyError):
        book.connect_all(handlers)


def test_a_key_works_while_somebody_types_and_once_per_press(window: QWidget, qtbot: QtBot) -> None:
    book = CommandBook(window)
    done: list[str] = []
    book.connect_all(
        {command.command_id: lambda name=command.command_id: done.append(name) for command in COMMANDS}
    )  # type: ignore[misc]
    field = window.findChild(QLineEdit)
    assert field is not None
    qtbot.waitUntil(lambda: window.isActiveWindow() and field.hasFocus())
    for key in (Qt.Key.Key_F2, Qt.Key.Key_F4, Qt.Key.Key_F11):
        QTest.keyClick(field, key)
    QTest.keyClick(field, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert done == ["answer", "hang_up", "boards", "command_line"]


def test_words_of_the_command_line_are_found_in_any_case(window: QWidget) -> None:
    book = CommandBook(window)
    found = book.by_word("JAWAB")
    assert found is not None
    assert found.command_id == "answer"
    assert book.by_word("jaw") is None


def test_keys_are_written_as_on_the_keyboard() -> None:
    assert key_text("Alt+Left") == "Alt+←"
    assert key_text("Alt+Down") == "Alt+↓"
    assert key_text("Ctrl+Space") == "Ctrl+Spasi"
    assert key_text("Ctrl+,") == "Ctrl+,"
    assert key_text("Ctrl++") == "Ctrl++"
    assert key_text("Shift+F5") == "Shift+F5"
