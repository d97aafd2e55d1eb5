"""What the rules make of a silent call: said on the panel, done by one key, shown to the shift lead."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.support.shipped import shipped_catalog
from tests.ui.shell_stage import ShellStage, open_shell


@asynccontextmanager
async def silent(home: Path) -> AsyncIterator[tuple[ShellStage, str]]:
    """A call in the silent procedure, the keyboard in its checklist."""
    async with open_shell(home, catalog=shipped_catalog(), size=(1920, 1080)) as shell:
        key = await shell.answered()
        await shell.press("F9")
        yield shell, key


def text(shell: ShellStage, name: str) -> str:
    part = shell.find(QLabel, name)
    assert isinstance(part, QLabel)
    return part.text() if part.isVisible() else ""


def decision(shell: ShellStage) -> str:
    part = shell.find(QPushButton, "silent_decide")
    assert isinstance(part, QPushButton)
    return part.text() if part.isVisible() else ""


async def press_key(shell: ShellStage, key: str, digit: str) -> None:
    """The caller presses a telephone key."""
    shell.engine.digit(key, digit)
    await shell.settle()
    shell.window.left.silent.ticked.emit()


async def test_a_key_of_the_caller_opens_the_ticket_by_one_key(qtbot: QtBot, tmp_path: Path) -> None:
    async with silent(tmp_path) as (shell, key):
        assert decision(shell) == ""
        await shell.press("Ctrl+Return")
        assert shell.services.incidents.board() == (), "nothing is decided without a sign"
        await press_key(shell, key, "1")
        assert "SN01" in decision(shell)
        assert "penelepon menekan tombol: 1" in text(shell, "silent_missing")
        await shell.press("Ctrl+Return")
        view = shell.window.form.vm.view
        assert view is not None
        assert (view.incident.text("type_code"), view.priority) == ("SN01", "P1")
        assert view.incident.call_keys == (key,)
        await shell.press("F9")
        assert "Buka tiket" in decision(shell)
        await shell.press("Ctrl+Return")
        assert len(shell.services.incidents.board()) == 1, "a second press opens no second ticket"


async def test_nothing_at_all_is_a_ghost_only_after_the_whole_procedure(qtbot: QtBot, tmp_path: Path) -> None:
    async with silent(tmp_path) as (shell, key):
        await shell.type("0")
        assert decision(shell) == ""
        await shell.desk.forward(32)
        shell.window.left.silent.ticked.emit()
        assert "G Ghost" in decision(shell)
        await shell.press("Ctrl+Return")
        view = shell.services.calls.get(key)
        assert view is not None
        assert view.call.call_class == "G"


async def test_presses_after_the_question_are_yes_and_no(qtbot: QtBot, tmp_path: Path) -> None:
    async with silent(tmp_path) as (shell, key):
        assert text(shell, "silent_answers") == ""
        await shell.desk.forward(25)
        shell.window.left.silent.ticked.emit()
        assert "belum ada" in text(shell, "silent_answers")
        for pause_s, presses in ((4, 1), (4, 2)):
            for _ in range(presses):
                await press_key(shell, key, "1")
            await shell.desk.forward(pause_s)
        shell.window.left.silent.ticked.emit()
        words = text(shell, "silent_answers")
        assert words.index("YA ") < words.index("TIDAK ")


@pytest.mark.parametrize("language", ["id", "en"])
async def test_who_pressed_the_key_for_a_mistake_gets_its_class(
    qtbot: QtBot, tmp_path: Path, language: str
) -> None:
    async with silent(tmp_path) as (shell, key):
        shell.services.session.set_setting("screen.language", language)
        await shell.settle()
        await press_key(shell, key, "5")
        assert {"id": "Kelas C Salah pencet", "en": "Class C"}[language] in decision(shell)
        await shell.press("Ctrl+Return")
        view = shell.services.calls.get(key)
        assert view is not None
        assert view.call.call_class == "C"


async def test_the_board_says_how_many_silent_calls_were_examined(qtbot: QtBot, tmp_path: Path) -> None:
    async with silent(tmp_path) as (shell, key):
        board = shell.window.room.board
        await shell.press("Ctrl+Shift+S")
        assert "0 dari 1 (0 %)" in board.silent.text()
        assert board.silent.property("role") == "warn"
        for item in shell.services.catalog.silent.items:
            await shell.services.calls.tick_silent(key, item.code, heard=False)
        await shell.desk.forward(32)
        await shell.settle()
        assert "1 dari 1 (100 %)" in board.silent.text()
        assert board.silent.property("role") == "ok"


async def test_the_greeting_is_there_while_it_rings_and_in_the_first_seconds(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_shell(tmp_path, catalog=shipped_catalog()) as shell:
        assert text(shell, "greeting") == ""
        key = await shell.ring()
        for language in ("en", "id"):  # callers are greeted in their language, not in the screen's
            shell.window.keep_setting("screen.language", language)
            await shell.settle()
            assert "Seratus dua belas Batola" in text(shell, "greeting")
        assert shell.find(QLabel, "greeting").toolTip() == ""
        await shell.press("F2")
        assert text(shell, "greeting")
        await shell.desk.forward(11)
        shell.window.left.line_panel.greeting.render_now()
        assert text(shell, "greeting") == ""
        shell.engine.caller_hangs_up(key)
        await shell.settle()
        assert text(shell, "greeting") == ""
