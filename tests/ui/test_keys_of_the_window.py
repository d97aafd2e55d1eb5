"""All keys of the real window together: none means two things, and the key sheet (F1) knows each of them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from batola_desk.ui.commands import COMMANDS
from batola_desk.ui.keys_overlay import CommandLabel, is_later
from tests.support.shipped import shipped_catalog
from tests.ui.shell_stage import ShellStage, open_shell


def shortcuts(stage: ShellStage) -> list[str]:
    """Keys of panes that are not commands of the window."""
    found = [shortcut.key().toString() for shortcut in stage.window.findChildren(QShortcut)]
    found += [made.shortcut().toString() for made in stage.window.findChildren(QAbstractButton)]
    return [key for key in found if key]


async def test_no_key_of_a_pane_is_also_another_key(qtbot: QtBot, tmp_path: Path) -> None:
    catalog = shipped_catalog()
    async with open_shell(tmp_path, catalog=catalog) as stage:
        taken = {QKeySequence(command.key).toString() for command in COMMANDS if command.key}
        panes = Counter(shortcuts(stage))
        assert panes
        assert {key for key, count in panes.items() if count > 1} == set()
        assert {key.split(", ")[0] for key in panes} & taken == set()


async def test_the_key_sheet_names_every_key_of_the_form(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as stage:
        await stage.press("F1")
        sheet = stage.window.keys_overlay
        assert sheet.isVisible()
        named = {label.text() for label in sheet.findChildren(QLabel) if label.property("role") == "key"}
        ranges = {text.partition("…")[0] for text in named}
        missing = []
        for key in shortcuts(stage):
            is_named = key in named or any(
                start and key[:-1] == start[:-1] and key[-1].isdigit() and start[-1].isdigit()
                for start in ranges
            )
            if not is_named:
                missing.append(key)
        assert missing == []


@pytest.mark.parametrize("percent", [100, 125])
@pytest.mark.parametrize("language", ["id", "en"])
async def test_the_key_sheet_cuts_no_word_and_is_read_to_its_end_by_keys(
    qtbot: QtBot, tmp_path: Path, language: str, percent: int
) -> None:
    async with open_shell(tmp_path) as stage:
        stage.services.session.set_setting("screen.language", language)
        stage.services.session.set_setting("screen.text_percent", percent)
        await stage.press("F1")
        qtbot.wait(30)
        sheet = stage.window.keys_overlay
        page = sheet.area.widget()
        assert page.width() <= sheet.area.viewport().width()
        words = [label for label in page.findChildren(QLabel) if label.text()]
        hints = [(label.text(), label.sizeHint(), label.size()) for label in words]
        cut = [
            (text, need.toTuple(), has.toTuple())
            for text, need, has in hints
            if has.width() < need.width() or has.height() < need.height() - 2
        ]
        assert cut == []
        bar = sheet.area.verticalScrollBar()
        assert bar.maximum() > 0, "the test needs a sheet that is too low"
        for _ in range(9):
            await stage.press("PgDown")
        assert bar.value() == bar.maximum()
        await stage.press("Home")
        assert bar.value() == 0


async def test_escape_puts_the_key_sheet_away_and_the_typing_goes_on(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as stage:
        stage.window.form.focus_place()
        field = stage.window.focusWidget()
        await stage.press("F1")
        await stage.press("Escape")
        assert not stage.window.keys_overlay.isVisible()
        assert stage.window.focusWidget() is field


async def test_a_sheet_never_covers_a_ringing_call(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as stage:
        await stage.press("F1")
        await stage.ring()
        window = stage.window
        for sheet in (window.keys_overlay, window.preferences):
            sheet.bring_up()
            await stage.settle()
            ringing = window.left.ringing.list
            shown = ringing.visibleRegion().boundingRect()
            assert ringing.isVisible()
            assert shown.height() >= 60
            covered = sheet.rect().translated(sheet.mapTo(window, sheet.rect().topLeft()))
            place = ringing.rect().translated(ringing.mapTo(window, ringing.rect().topLeft()))
            assert not covered.intersects(place)
        await stage.press("F2")
        assert stage.window.line.in_headset is not None


async def test_every_command_has_a_place_to_click(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=shipped_catalog()) as stage:
        opener = stage.find(QAbstractButton, "do_keys")
        assert isinstance(opener, QAbstractButton)
        assert opener.isVisible()
        line = stage.window.command_line
        needs = line.fontMetrics().horizontalAdvance(line.placeholderText())
        assert line.width() > needs, "the button took its room from the messages, not from the line"
        opener.click()
        sheet = stage.window.keys_overlay
        assert sheet.isVisible()
        rows = {row.objectName().removeprefix("key_row_"): row for row in sheet.findChildren(CommandLabel)}
        assert set(rows) == {command.command_id for command in COMMANDS if not is_later(command)}
        sheet.area.ensureWidgetVisible(rows["boards"])
        QTest.mouseClick(rows["boards"], Qt.MouseButton.LeftButton)
        await stage.settle()
        assert not sheet.isVisible()
        assert stage.window.boards_dock.isVisible()
