"""The command line in the window: it says what Enter does, does all of it or nothing, keeps a wrong line."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from batola_desk.ipc.recording_messages import ReplayCall
from tests.ui.shell_stage import NO, ShellStage, open_shell


async def _say(shell: ShellStage, line: str) -> None:
    """Type a line as it stands, signs included, and press Enter."""
    await shell.press("Ctrl+K")
    shell.window.command_line.clear()
    QTest.keyClicks(shell.window.command_line, line)
    await shell.press("Return")
    await shell.settle()


def _said(shell: ShellStage) -> str:
    return shell.window.message_bar.text


async def test_a_fire_is_opened_placed_and_sent_by_two_lines(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        key = await shell.answered()
        await _say(shell, "baru kb01 @handil bakti rt 4 !p1 /api besar")
        form = shell.window.form
        await shell.until(lambda: form.vm.view is not None and bool(form.vm.view.incident.notes))
        view = form.vm.view
        assert view is not None
        incident = view.incident
        assert incident.call_keys == (key,), "the ticket is the call's"
        assert incident.text("type_code") == "KB01"
        assert incident.text("place_text") == "handil bakti rt 4"
        assert incident.location is not None
        assert "Handil Bakti" in incident.location.label
        assert [note.text for note in incident.notes] == ["api besar"]
        await _say(shell, "kirim damkar,bpk")
        await shell.until(lambda: len(form.vm.view.tasks) == 2)  # type: ignore[union-attr]
        assert {task.task.agency_code for task in form.vm.view.tasks} == {"damkar", "bpk"}  # type: ignore[union-attr]
        assert "Damkar" in _said(shell)


async def test_one_wrong_agency_sends_to_nobody_and_the_line_stays(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        await _say(shell, "baru kb01 @handil bakti")
        form = shell.window.form
        await shell.until(lambda: bool(form.incident_id))
        await _say(shell, "kirim damkar,pln")
        line = shell.window.command_line
        assert line.hasFocus()
        assert line.text() == "kirim damkar,pln"
        assert "pln" in shell.words
        assert form.vm.view is not None
        assert form.vm.view.tasks == ()


async def test_what_enter_does_is_said_while_one_types(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        await shell.press("Ctrl+K")
        line = shell.window.command_line
        QTest.keyClicks(line, "baru kb01 @handil bakty")
        assert "KB01" in _said(shell)
        assert "≈ Kel. Handil Bakti" in _said(shell), "a mended word is shown as mended"
        line.clear()
        QTest.keyClicks(line, "kirim b")
        assert "bpbd, bpk" in _said(shell)
        line.clear()
        QTest.keyClicks(line, "tah")
        assert "tahan" in _said(shell)
        await shell.press("Escape")
        assert _said(shell) == ""


async def test_the_message_comes_back_after_the_hint(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        shell.window.messages.error("unit_unknown")
        before = _said(shell)
        assert before
        await shell.press("Ctrl+K")
        QTest.keyClicks(shell.window.command_line, "tah")
        assert _said(shell) != before
        await shell.press("Escape")
        assert _said(shell) == before


async def test_tab_completes_and_history_comes_back(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        line = shell.window.command_line
        await shell.press("Ctrl+K")
        QTest.keyClicks(line, "bantu")
        QTest.keyClick(line, Qt.Key.Key_Tab, NO)
        assert line.text() == "bantuan "
        assert line.hasFocus()
        await shell.press("Return")
        assert shell.window.keys_overlay.isVisible()
        await shell.press("Escape")
        await shell.press("Ctrl+K")
        QTest.keyClick(line, Qt.Key.Key_Up)
        assert line.text() == "bantuan"
        line.clear()
        QTest.keyClick(line, Qt.Key.Key_Tab, NO)
        assert not line.hasFocus(), "with nothing typed Tab goes on as everywhere"


async def test_the_last_seconds_of_the_call_are_heard_again(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        await shell.answered()
        await _say(shell, "putar 20")
        sent = [command for command in shell.engine.commands if isinstance(command, ReplayCall)]
        assert [command.last_s for command in sent] == [20.0]


async def test_a_line_of_the_ticket_is_taken_back_by_batal(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        await _say(shell, "baru kb05")
        form = shell.window.form
        await shell.until(lambda: form.vm.text("type_code") == "KB05")
        await _say(shell, "isi kb01")
        await shell.until(lambda: form.vm.text("type_code") == "KB01")
        await shell.desk.forward(6)
        await _say(shell, "batal")
        await shell.until(lambda: form.vm.text("type_code") != "KB01")


async def test_every_button_tells_its_key_and_its_word(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        answer = shell.find(QPushButton, "do_answer")
        assert "F2" in answer.toolTip()
        assert "ketik: jawab" in answer.toolTip()


async def test_what_takes_an_argument_says_so_in_the_book(qtbot: QtBot, tmp_path: Path) -> None:
    """Else the line would refuse it as a word too many."""
    async with open_shell(tmp_path) as shell:
        takes = shell.window.commands.with_argument()
        silent = [name for name in takes if not shell.window.book.command(name).argument]
        assert silent == []
