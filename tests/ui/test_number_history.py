"""Ctrl+H looks up the number at hand among old calls and tickets; the ringing call stays in sight."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.ui.shell_stage import open_shell


async def test_the_earlier_calls_of_the_number_in_the_headset_are_found(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as stage:
        for _ in range(2):
            lost = await stage.ring("081250001111")
            await stage.desk.forward(6)
            stage.engine.caller_hangs_up(lost)
        await stage.answered("081250001111")
        await stage.press("Ctrl+H")
        window = stage.window
        await stage.until(lambda: len(window.search.vm.model.rows) >= 2)
        assert window.search.field.text() == "081250001111"
        assert window.search_dock.isVisible()


async def test_a_chosen_ringing_number_goes_before_the_one_in_the_headset(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_shell(tmp_path) as stage:
        await stage.answered("081250001111")
        await stage.ring("085249001234")
        await stage.press("Ctrl+Q")
        ringing = stage.window.left.ringing.list
        ringing.setCurrentIndex(ringing.model().index(0, 0))
        await stage.press("Ctrl+H")
        assert stage.window.search.field.text() == "085249001234"
        assert ringing.isVisible()


async def test_without_a_number_it_says_so_and_opens_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as stage:
        await stage.press("Ctrl+H")
        assert "Tidak ada nomor" in stage.words
        assert not stage.window.search_dock.isVisible()
