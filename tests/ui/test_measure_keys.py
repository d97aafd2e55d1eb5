"""Measures against a number by keys, and the hint where the number rings. Source: domain.md §12.3."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLabel, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from tests.support.shipped import shipped_catalog
from tests.ui.shell_stage import ShellStage, open_shell

CALLER = "081250001111"


def is_up(shell: ShellStage) -> bool:
    return shell.find(QWidget, "measures").isVisible()


async def test_a_lead_decides_by_keys_and_who_answers_reads_it(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, role="KS", catalog=shipped_catalog()) as shell:
        await shell.answered(CALLER)
        await shell.press("F4")
        await shell.press("Alt+C")
        assert is_up(shell)
        days = shell.find(QSpinBox, "measure_days")
        assert isinstance(days, QSpinBox)
        assert (days.value(), days.maximum()) == (7, 30)
        assert days.lineEdit().textMargins().left() >= 5  # the digits stand off the edge
        await shell.press("Down")
        assert days.value() == 14
        await shell.press("Return")
        problem = shell.find(QLabel, "measure_problem")
        await shell.desk.until(problem.isVisible, 10)
        await shell.type("iseng terus")
        await shell.press("Return")
        await shell.desk.until(lambda: not is_up(shell), 10)
        await shell.ring(CALLER)
        ringing = shell.window.left.queue.ringing
        await shell.desk.until(lambda: "Dihitung dan dicatat" in str(ringing.index(0).data()), 10)
        assert "iseng terus" in str(ringing.index(0).data())


async def test_the_newest_is_taken_back_by_a_key_with_its_reason(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, role="KS", catalog=shipped_catalog()) as shell:
        await shell.services.measures.decide(CALLER, "text_warning", reason="iseng")
        await shell.settle()
        await shell.press("Ctrl+K")
        await shell.type(f"tindakan {CALLER}")
        await shell.press("Return")
        standing = shell.find(QLabel, "measures_standing")
        assert isinstance(standing, QLabel)
        assert "Peringatan lewat teks" in standing.text()
        await shell.type("salah nomor")
        await shell.press("Ctrl+Del")
        await shell.desk.until(lambda: not shell.services.measures.of(CALLER), 10)


async def test_nobody_but_a_lead_comes_to_the_sheet(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, role="PTDS", catalog=shipped_catalog()) as shell:
        await shell.answered(CALLER)
        await shell.press("Alt+C")
        assert not is_up(shell)
        assert "ketua regu" in shell.words.casefold()


async def test_without_a_number_the_key_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, role="KS", catalog=shipped_catalog()) as shell:
        await shell.press("Alt+C")
        assert not is_up(shell)
        assert "Tidak ada nomor" in shell.words
