"""Small parts of the shell: meters, number entry, pauses, held calls, a start that fails."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.ipc import messages as m
from batola_desk.services.change import Change
from batola_desk.services.observable import Observable
from batola_desk.services.views import NumberHistory
from batola_desk.ui.line.level_meter import FLOOR_DBFS, PEAK_HOLD_BEATS, LevelMeter
from batola_desk.ui.pulse import TOLD_AT_ONCE_MAX, Pulse
from batola_desk.ui.queue.queue_words import clock_words, history_words
from batola_desk.ui.start_failure import StartFailureWindow, show_start_failure
from tests.support.desk_double import NOON_US, MemorySettings
from tests.support.small_catalog import small_catalog
from tests.ui.shell_stage import open_shell


def test_a_meter_holds_its_peak_and_lets_it_fall_slowly(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    meter = LevelMeter(host)
    meter.show_level(-6.0)
    for _ in range(PEAK_HOLD_BEATS):
        meter.show_level(-40.0)
    assert meter.peak_dbfs == -6.0
    for _ in range(5):
        meter.show_level(-40.0)
    assert -40.0 < meter.peak_dbfs < -6.0
    for _ in range(200):
        meter.show_level(-40.0)
    assert meter.peak_dbfs == -40.0
    meter.show_level(None)
    assert meter.level_dbfs is None
    assert meter.peak_dbfs >= FLOOR_DBFS


def test_clocks_and_histories_read_as_people_say_them(qtbot: QtBot) -> None:
    assert clock_words(7.9) == "0:07"
    assert clock_words(3661) == "1:01:01"
    catalog = small_catalog()
    assert history_words(NumberHistory(), catalog) == "nomor baru"
    known = NumberHistory(total=12, by_class=(("P", 11), ("N", 1)), last_real_us=NOON_US)
    words = history_words(known, catalog)
    assert words.startswith("12 panggilan · 11 iseng · 1 nyata 25 ")


async def test_a_number_typed_by_hand_is_dialled(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        await shell.press("Ctrl+D")
        assert shell.window.focusWidget() is shell.find(QLineEdit, "number_edit")
        await shell.type("081299990000")
        await shell.press("Return")
        current = shell.window.line.in_headset
        assert current is not None
        assert current.call.direction == "outbound"
        assert shell.find(QLabel, "call_number").text() == "0812-9999-0000"
        assert not shell.find(QLineEdit, "number_edit").isVisible()


async def test_telephone_keys_go_out_one_after_the_other(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        await shell.answered()
        await shell.press("Ctrl+T")
        for digits in ("1", "5#"):
            await shell.type(digits)
            await shell.press("Return")
        sent = [command.digits for command in shell.engine.commands if isinstance(command, m.SendDigits)]
        assert sent == ["1", "5#"]
        await shell.press("Escape")
        assert not shell.find(QLineEdit, "number_edit").isVisible()


async def test_a_pause_asks_for_its_reason_and_ends_by_the_same_key(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        await shell.press("Ctrl+J")
        assert shell.window.focusWidget() is shell.window.command_line
        await shell.type("salat")
        await shell.press("Return")
        assert shell.services.session.status().operator_state == "paused"
        assert "Jeda" in shell.find(QPushButton, "strip_operator").text()
        await shell.press("Ctrl+J")
        assert shell.services.session.status().operator_state == "available"


async def test_a_call_held_too_long_says_so_with_a_sign(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        await shell.answered()
        await shell.press("F3")
        held = shell.find(QPushButton, "held_1")
        assert held.text().startswith("○")
        await shell.desk.forward(31)
        shell.window.left.line_panel.held.render_calls()
        assert held.text().startswith("▲")
        await shell.desk.forward(30)
        shell.window.left.line_panel.held.render_calls()
        assert held.text().startswith("■")
        assert "Ctrl+1" in held.text()


async def test_digits_of_a_silent_caller_warn_against_hanging_up(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        key = await shell.answered()
        await shell.press("F9")
        shell.engine.digit(key, "1")
        await shell.settle()
        assert "1" in shell.find(QLabel, "silent_digits").text()
        assert "Jangan ditutup" in shell.find(QLabel, "silent_missing").text()


async def test_escape_puts_the_silent_panel_away_and_f9_brings_it_back(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        await shell.answered()
        await shell.press("F9")
        await shell.press("Escape")
        assert not shell.window.left.silent_panel.isVisible()
        assert shell.window.left.tabs.isVisible()
        await shell.press("F9")
        assert shell.window.left.silent_panel.hasFocus()


async def test_a_bad_line_is_told_in_words(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        await shell.answered()
        shell.engine.levels(loss_percent=0.2)
        await shell.settle()
        assert shell.find(QLabel, "call_quality").text().startswith("Mutu belum terukur")
        shell.engine.levels(loss_percent=0.2, mos=4.3)
        await shell.settle()
        assert shell.find(QLabel, "call_quality").text().startswith("Mutu baik 4,3")
        shell.engine.levels(loss_percent=9.5)
        await shell.settle()
        assert "9,5\u00a0%" in shell.find(QLabel, "call_quality").text()
        assert shell.find(QLabel, "call_quality").text().startswith("Mutu buruk")


async def test_a_failed_start_says_what_to_do_and_ends_when_closed(qtbot: QtBot) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    closing = asyncio.Event()
    fault = EnvironmentFault("journal_in_use")
    shown = asyncio.create_task(show_start_failure(app, fault, MemorySettings(), closing))
    await asyncio.sleep(0)
    window = next(
        part for part in app.topLevelWidgets() if isinstance(part, StartFailureWindow) and part.isVisible()
    )
    texts = [words.text() for words in window.findChildren(QLabel) if words.objectName() == "failure_text"]
    assert len(texts) >= 2
    assert all(texts)
    window.close()
    await asyncio.wait_for(shown, 1.0)


def test_a_flood_of_changes_is_told_together_and_none_is_lost(qtbot: QtBot) -> None:
    class Desk:
        changed: Observable[Change] = Observable()

    pulse = Pulse(Desk())  # type: ignore[arg-type]
    told: list[Change] = []
    pulse.changed.connect(told.append)
    for number in range(100):
        Desk.changed.publish(Change(call_keys=frozenset({f"key-{number}"})))
    assert len(told) == TOLD_AT_ONCE_MAX, "the first ones at once"
    QApplication.sendPostedEvents()
    assert len(told) == TOLD_AT_ONCE_MAX + 1
    assert {key for change in told for key in change.call_keys} == {f"key-{n}" for n in range(100)}
    QApplication.sendPostedEvents()
    Desk.changed.publish(Change(what=frozenset({"status"})))
    assert told[-1].what == {"status"}, "at once again"
    pulse.stop()
