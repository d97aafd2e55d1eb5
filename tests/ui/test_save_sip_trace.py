"""The command "jejak" saves the SIP trace of the call at hand."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from batola_desk.ipc import messages
from tests.ui.shell_stage import open_shell


async def test_the_trace_of_the_call_in_the_headset_is_saved_and_the_place_said(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_shell(tmp_path) as stage:
        key = await stage.answered("081250001111")
        stage.window.commands.obey("sip_trace", "")
        await stage.until(lambda: "Jejak SIP disimpan" in stage.words)
        asked = [command for command in stage.engine.commands if isinstance(command, messages.ExportTrace)]
        assert [command.call_key for command in asked] == [key]
        assert asked[0].stem in stage.words


async def test_without_a_call_it_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as stage:
        stage.window.commands.obey("sip_trace", "")
        assert "Tidak ada panggilan" in stage.words


async def test_j_saves_the_trace_of_an_old_call_that_was_found(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as stage:
        key = await stage.answered("081250001111")
        await stage.press("F4")
        await stage.settle()
        stage.window.search_for("081250001111")
        search = stage.window.search
        qtbot.keyClick(search.field, Qt.Key.Key_Return)
        await stage.until(lambda: bool(search.vm.model.rows) and not search.vm.is_searching)
        qtbot.keyClick(search.field, Qt.Key.Key_Down)
        qtbot.keyClick(search.table, Qt.Key.Key_J)
        await stage.until(lambda: "Jejak SIP disimpan" in stage.words)
        asked = [command for command in stage.engine.commands if isinstance(command, messages.ExportTrace)]
        assert [command.call_key for command in asked] == [key]
