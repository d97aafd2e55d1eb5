"""The ministry's report by keys: which days, what was written, who may."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.support.shipped import shipped_catalog
from tests.ui.shell_stage import ShellStage, open_shell

LIMIT_S = 15.0


async def typed(shell: ShellStage, line: str) -> None:
    await shell.press("Ctrl+K")
    await shell.type(line)
    await shell.press("Return")


def folders(shell: ShellStage) -> list[str]:
    exports = shell.services._context.exports
    return sorted(path.name[:36] for path in exports.glob("laporan-kementerian-*"))


async def test_a_word_with_days_writes_at_once_and_says_what_it_covers(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=shipped_catalog()) as shell:
        await typed(shell, "laporan-kementerian 2025-08-01 2025-08-03")
        await shell.desk.until(lambda: "Laporan kementerian ditulis" in shell.words, LIMIT_S)
        assert folders(shell) == ["laporan-kementerian-20250801-2025080"]
        assert "meja A: meja ini berdiri sendiri" in shell.words


async def test_a_digit_in_the_sheet_chooses_the_days(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=shipped_catalog()) as shell:
        await typed(shell, "laporan-kementerian")
        sheet = shell.window.ministry.sheet
        assert sheet.isVisible()
        first = shell.find(QPushButton, "ministry_1")
        assert isinstance(first, QPushButton)
        today = shell.services.ministry.today()
        assert first.text() == f"1  Hari ini · {today:%d-%m-%Y}"
        await shell.press("2")
        await shell.desk.until(lambda: not sheet.isVisible(), LIMIT_S)
        assert len(folders(shell)) == 1


async def test_days_that_cannot_be_are_told_in_the_sheet_and_mended_there(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_shell(tmp_path, catalog=shipped_catalog()) as shell:
        await typed(shell, "laporan-kementerian")
        sheet = shell.window.ministry.sheet
        days, problem = shell.find(QLineEdit, "ministry_days"), shell.find(QLabel, "ministry_problem")
        assert isinstance(days, QLineEdit)
        assert isinstance(problem, QLabel)
        days.setFocus()
        await shell.type("31-2-2025")
        await shell.press("Return")
        await shell.desk.until(problem.isVisible, LIMIT_S)
        assert "Hari tidak dikenal: 31-2-2025" in problem.text()
        assert days.hasFocus()
        assert folders(shell) == []
        days.setText("1-8-2025 3-8-2025")
        await shell.press("Return")
        await shell.desk.until(lambda: not sheet.isVisible(), LIMIT_S)
        assert len(folders(shell)) == 1


async def test_who_may_not_is_told_so(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=shipped_catalog(), role="PTDS") as shell:
        for line in ("laporan-kementerian", "laporan-kementerian kemarin"):
            await typed(shell, line)
            await shell.desk.until(lambda: "ketua regu, analis atau auditor" in shell.words, LIMIT_S)
        assert folders(shell) == []
