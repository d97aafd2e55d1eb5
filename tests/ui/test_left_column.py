"""The left column on a low window: what matters is in sight, and nothing pushes the rest out of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from batola_desk.domain.catalog import Catalog
from batola_desk.ipc import messages as m
from batola_desk.ipc.line_parts import AccountStatus
from batola_desk.ui.fitting_scroll import SETTLING_MS, FittingScroll
from batola_desk.ui.line.class_grid import ClassButton
from batola_desk.ui.line.level_meter import LevelMeter
from tests.support.shipped import shipped_catalog
from tests.ui.shell_stage import ShellStage, open_shell

LOW = (1366, 768)
LOWEST = (1366, 728)  # less a task bar


@pytest.fixture(scope="module")
def shipped() -> Catalog:
    return shipped_catalog()


def the_scroll(shell: ShellStage) -> QScrollArea:
    found = shell.window.left.findChild(FittingScroll)
    assert isinstance(found, QScrollArea)
    return found


def is_in_sight(shell: ShellStage, part: QWidget) -> bool:
    """The whole part lies within what the column shows now, in what scrolls or beside it."""
    view: QWidget = the_scroll(shell).viewport()
    if not view.isAncestorOf(part):
        view = shell.window.left
    top = part.mapTo(view, QPoint(0, 0))
    return (
        part.isVisible()
        and top.y() >= 0
        and top.y() + part.height() <= view.height()
        and top.x() + part.width() <= view.width()
    )


async def test_a_refused_class_is_told_in_sight(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, size=LOW) as shell:
        await shell.answered()
        for number in range(3):
            await shell.ring(f"08125000222{number}")
        await shell.press("F10")
        await shell.type("n")
        await shell.settle()
        qtbot.waitUntil(lambda: is_in_sight(shell, shell.find(QLabel, "class_refusal")))


async def test_another_call_in_the_headset_is_seen_from_its_top(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, size=LOW) as shell:
        await shell.answered()
        for number in range(3):
            await shell.ring(f"08125000222{number}")
        for number in range(5):
            shell.engine.message(shell.window.line.in_headset.key, f"tolong {number}")
        await shell.settle()
        bar = the_scroll(shell).verticalScrollBar()
        assert bar.maximum() > 0, "the test needs a column that is too low"
        bar.setValue(bar.maximum())
        await shell.press("F3")
        await shell.press("F2")
        assert len(shell.window.line.held) == 1
        assert is_in_sight(shell, shell.find(QLabel, "call_state"))


async def test_keys_pressed_by_a_held_caller_do_not_widen_the_column(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, size=LOW) as shell:
        first = await shell.answered("082155667001")
        await shell.press("F3")
        await shell.answered("081349001002")
        shell.engine.digit(first, "1")
        await shell.settle()
        who = shell.find(QLabel, "keys_who")
        assert "(ditahan)" in who.text()
        viewport = the_scroll(shell).viewport()
        inner = the_scroll(shell).widget()
        assert inner.width() <= viewport.width()
        assert who.hasHeightForWidth(), "it wraps instead of being cut"


async def test_why_a_call_ended_does_not_widen_the_column(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, size=LOW) as shell:
        await shell.answered()
        shell.engine.caller_hangs_up(shell.window.line.in_headset.key, cause="engine_lost")
        await shell.settle()
        state = shell.find(QLabel, "call_state")
        assert state.sizeHint().height() < 2 * state.fontMetrics().height(), "one line where there is room"
        assert "·" in state.text()
        assert state.hasHeightForWidth(), "it wraps instead of being cut"
        assert the_scroll(shell).widget().width() <= the_scroll(shell).viewport().width()


async def test_the_callers_keys_are_seen_first_in_the_silent_procedure(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, size=LOW) as shell:
        key = await shell.answered()
        for number in range(3):
            await shell.ring(f"08125000222{number}")
        await shell.press("F9")
        shell.engine.digit(key, "1")
        await shell.settle()
        assert is_in_sight(shell, shell.find(QLabel, "silent_digits"))


async def test_what_a_caller_writes_is_in_sight(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, size=LOW) as shell:
        key = await shell.answered()
        for number in range(3):
            await shell.ring(f"08125000222{number}")
        for number in range(5):
            shell.engine.message(key, f"tolong {number}")
            await shell.settle()
        qtbot.waitUntil(lambda: is_in_sight(shell, shell.window.left.line_panel.text.lines))


async def test_after_a_silent_call_the_callbacks_are_in_sight_again(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, size=LOW) as shell:
        key = await shell.answered()
        await shell.press("F9")
        assert not shell.window.left.tabs.isVisible()
        shell.engine.line_drops(key)
        await shell.settle()
        assert shell.window.left.silent.is_active, "its checklist still waits"
        assert shell.window.left.tabs.isVisible()


@pytest.mark.parametrize("parties", [0, 1, 3])
async def test_every_class_letter_is_in_sight_beside_the_parties(
    qtbot: QtBot, tmp_path: Path, shipped: Catalog, parties: int
) -> None:
    async with open_shell(tmp_path, size=LOWEST, catalog=shipped) as shell:
        await shell.answered()
        if not parties:
            for number in range(3):
                await shell.ring(f"08125000222{number}")
        for number in range(parties):
            await shell.press(f"Shift+F{number + 1}")
            shell.engine.far_end_answers(shell.services.parties.group()[-1].key)
            await shell.settle()
            if number < 2:
                await shell.press("Ctrl+G")
        shell.engine.levels()
        await shell.settle()
        qtbot.wait(30)  # layouts that follow their content come to rest
        assert the_scroll(shell).verticalScrollBar().maximum() == 0, "nothing of the call is hidden"
        letters = shell.window.left.line_panel.classes.findChildren(ClassButton)
        assert len(letters) == 10
        assert all(is_in_sight(shell, letter) for letter in letters)
        await shell.press("F10")
        qtbot.wait(30)
        assert {letter.text() for letter in letters} >= {"G  Ghost", "L  Laporan lanjutan / ganda"}
        qtbot.waitUntil(lambda: all(is_in_sight(shell, letter) for letter in letters))
        await shell.press("Esc")
        qtbot.wait(30)
        assert the_scroll(shell).verticalScrollBar().maximum() == 0


async def test_with_another_party_the_silent_procedure_leaves_the_call_in_sight(
    qtbot: QtBot, tmp_path: Path, shipped: Catalog
) -> None:
    async with open_shell(tmp_path, size=LOWEST, catalog=shipped) as shell:
        key = await shell.answered()
        await shell.press("F9")
        first = shell.find(QPushButton, "check_breathing")
        assert first.isVisible()
        await shell.press("Shift+F1")
        shell.engine.far_end_answers(shell.services.parties.group()[-1].key)
        shell.window.form.focus_place()
        await shell.settle()
        qtbot.wait(30)
        assert not first.isVisible()
        assert is_in_sight(shell, shell.find(QLabel, "silent_clock"))
        assert is_in_sight(shell, shell.find(QPushButton, "do_join"))
        assert is_in_sight(shell, shell.find(QPushButton, "do_hang_up"))
        shell.engine.digit(key, "1")
        await shell.settle()
        assert is_in_sight(shell, shell.find(QLabel, "silent_digits"))
        await shell.press("F9")
        assert first.isVisible()


async def test_a_silent_call_in_which_one_writes_keeps_the_words_in_sight(
    qtbot: QtBot, tmp_path: Path, shipped: Catalog
) -> None:
    async with open_shell(tmp_path, size=LOWEST, catalog=shipped) as shell:
        key = await shell.answered()
        shell.engine.media(key, has_text=True)
        shell.engine.message(key, "tolong, jangan telepon")
        await shell.settle()
        await shell.press("Ctrl+P")
        qtbot.wait(SETTLING_MS + 50)  # the column no longer follows what was asked for
        shell.engine.silence(key, 9.0)
        await shell.desk.forward(2)
        await shell.settle()
        qtbot.wait(30)
        assert shell.window.left.silent.is_active, "the procedure began by itself"
        text = shell.window.left.line_panel.text
        assert text.edit.hasFocus()
        assert is_in_sight(shell, text.lines)
        assert is_in_sight(shell, text.edit)


@pytest.mark.parametrize("language", ["id", "en"])
async def test_the_names_of_the_classes_are_whole(
    qtbot: QtBot, tmp_path: Path, shipped: Catalog, language: str
) -> None:
    async with open_shell(tmp_path, size=LOWEST, catalog=shipped) as shell:
        shell.services.session.set_setting("screen.language", language)
        key = await shell.answered()
        shell.engine.caller_hangs_up(key)
        await shell.settle()
        await shell.press("F10")
        await shell.type("L" if language == "id" else "R")
        qtbot.wait(30)
        words = [made.text() for made in shell.window.left.line_panel.classes.findChildren(ClassButton)]
        assert [text for text in words if "…" in text or len(text) < 4] == []


async def test_on_a_low_window_a_list_comes_when_asked_for_and_goes_with_the_keyboard(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_shell(tmp_path, size=LOWEST) as shell:
        lost = await shell.ring("085249001234")
        shell.engine.caller_hangs_up(lost)
        await shell.settle()
        shown = shell.window.left.tabs.callbacks.list
        assert shown.isVisible()
        await shell.answered()
        assert shown.isVisible(), "there is room beside a plain call"
        for number in range(2):
            await shell.ring(f"08125000222{number}")
        qtbot.waitUntil(lambda: not shown.isVisible())
        assert shell.window.left.tabs.tabBar().isVisible(), "how many wait is always said"
        await shell.press("Ctrl+B")
        assert shown.hasFocus()
        assert is_in_sight(shell, shell.find(QPushButton, "do_hang_up"))
        await shell.press("F6")
        assert not shown.isVisible()
        shell.engine.caller_hangs_up(shell.window.line.in_headset.key)
        await shell.settle()
        assert shown.isVisible()


async def test_the_keys_of_the_line_stay_in_sight_below_its_trouble(
    qtbot: QtBot, tmp_path: Path, shipped: Catalog
) -> None:
    async with open_shell(tmp_path, size=LOWEST, catalog=shipped) as shell:
        account = AccountStatus(name="utama", mode="failed", code="registration_401", sip_code=401)
        status = m.LineStatus(mode="failed", code="registration_401", sip_code=401, accounts=(account,))
        shell.engine.tell(m.LineChanged(line=status))
        await shell.settle()
        await shell.press("Ctrl+L")
        qtbot.wait(50)
        assert shell.find(QLabel, "line_trouble").isVisible()
        assert is_in_sight(shell, shell.find(QLabel, "line_trouble"))
        assert is_in_sight(shell, shell.find(QPushButton, "do_mute"))


async def test_both_meters_begin_their_bars_at_the_same_place(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        await shell.answered()
        shell.engine.levels(-60.0, -60.0)
        await shell.settle()
        names_px = {meter.name_px for meter in shell.window.left.line_panel.findChildren(LevelMeter)}
        assert len(names_px) == 1
        assert names_px.pop() >= max(
            meter.name_needs_px for meter in shell.window.left.line_panel.findChildren(LevelMeter)
        )


async def test_keys_without_a_call_say_so_and_speak_of_no_other(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, size=LOW) as shell:
        for key, words in (("F4", "di headset"), ("F3", "di headset"), ("Ctrl+1", "di daftar ditahan")):
            await shell.press(key)
            assert words in shell.said[-1].happened, key
        assert "berakhir" not in shell.words
