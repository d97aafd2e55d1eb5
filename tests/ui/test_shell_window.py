"""The window itself: keys declared once, alerts, language, theme, layout, closing, models, leaks."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from batola_desk.models.rows import JournalStatus
from batola_desk.services.seat_views import AlarmView
from batola_desk.ui.commands import COMMANDS
from batola_desk.ui.incident.parts import short_ticket
from batola_desk.ui.keyed_list import KeyedListModel
from batola_desk.ui.theme import current_theme
from tests.ui.shell_stage import open_shell


def test_no_key_and_no_word_is_used_twice() -> None:
    keys = Counter(command.key for command in COMMANDS if command.key)
    words = Counter(command.word for command in COMMANDS if command.word)
    assert [key for key, count in keys.items() if count > 1] == []
    assert [word for word, count in words.items() if count > 1] == []


async def test_no_pane_claims_a_key_of_the_window(qtbot: QtBot, tmp_path: Path) -> None:
    own_twice = {"Ctrl+Z"}  # the form undoes its own ticket, text fields undo their text
    async with open_shell(tmp_path) as shell:
        claimed = {shortcut.key().toString() for shortcut in shell.window.findChildren(QShortcut)}
        assert claimed & {command.key for command in COMMANDS if command.key} <= own_twice


async def test_an_alert_is_acknowledged_by_key_and_stays_listed(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        await shell.ring()
        await shell.desk.forward(11)
        await shell.settle()
        alarms = shell.window.left.alarms
        assert [view.code for view in alarms.waiting] == ["call_waiting"]
        assert shell.find(QPushButton, "strip_alarms").text().startswith("!!!")
        await shell.press("Ctrl+Space")
        assert alarms.waiting == []
        assert alarms.alarms.rowCount() == 1
        assert "Tanpa peringatan" in shell.find(QPushButton, "strip_alarms").text()


async def test_an_alert_says_which_ticket_it_is_about(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        await shell.answered()
        await shell.type("handil")
        await shell.settle()
        row = shell.services.incidents.board()[0]
        alert = AlarmView(
            alarm_id="a1",
            code="agency_no_ack",
            priority="high",
            subject=f"incident:{row.incident_id}",
            detail="",
            raised_us=shell.services.now_us(),
            acknowledged=False,
            cleared=False,
        )
        alarms = shell.window.left.alarms
        assert alarms.detail(alert) == short_ticket(row.ticket_number) != ""
        assert alarms.whole(alert).startswith(short_ticket(row.ticket_number))
        assert alarms.detail(replace(alert, subject="incident:gone")) == ""
        assert alarms.detail(replace(alert, subject="unit:gone")) == ""
        assert alarms.detail(replace(alert, detail="7.5", code="disk_low")) == "7,5 GB"


async def test_alert_list_marks_the_chosen_line_with_enter(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        await shell.ring()
        await shell.desk.forward(11)
        await shell.press("Ctrl+L")
        await shell.press("Return")
        assert shell.window.left.alarms.waiting == []


async def test_the_language_changes_while_a_call_is_on_the_line(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        await shell.answered()
        button = shell.find(QPushButton, "do_hold")
        assert button.text() == "Tahan  F3"
        await shell.press("Ctrl+Shift+L")
        assert shell.services.session.setting("screen.language") == "en"
        assert button.text() == "Hold  F3"
        await shell.press("Ctrl+Shift+L")
        assert button.text() == "Tahan  F3"


async def test_the_theme_changes_while_a_call_is_on_the_line(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        await shell.answered()
        assert current_theme() == "dark"
        await shell.press("Ctrl+Shift+T")
        assert current_theme() == "light"
        await shell.press("Ctrl+Shift+T")


async def test_the_layout_is_remembered_and_can_be_reset(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path / "first") as shell:
        fresh = shell.window.columns.sizes()
        await shell.press("F11")
        assert shell.window.boards_dock.isVisible()
        shell.window.columns.setSizes([600, 766])
        moved = shell.window.columns.sizes()
        shell.window.window_layout.save()
        kept = str(shell.services.session.setting("screen.layout"))
    assert moved != fresh
    async with open_shell(tmp_path / "second", layout=kept) as shell:
        assert shell.window.boards_dock.isVisible()
        assert shell.window.columns.sizes() == moved
        shell.window.book["reset_layout"].trigger()
        await shell.settle()
        assert not shell.window.boards_dock.isVisible()


@pytest.mark.parametrize("layout", ["rubbish", "1:a:b:c:d", "1:////:////:////:////", "2::::"])
async def test_a_broken_layout_is_left_alone(qtbot: QtBot, tmp_path: Path, layout: str) -> None:
    async with open_shell(tmp_path, layout=layout) as shell:
        assert shell.window.left.isVisible()
        assert shell.window.form.isVisible()


async def test_closing_during_a_call_needs_a_second_wish(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        told: list[bool] = []
        shell.window.closed.connect(lambda: told.append(True))
        await shell.answered()
        shell.window.close()
        assert shell.window.isVisible()
        assert not told
        assert "panggilan" in shell.words.lower()
        shell.window.close()
        assert told
        assert shell.services.calls.live(), "the call goes on"


async def test_closing_while_the_disk_refuses_says_what_would_be_lost(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        told: list[bool] = []
        shell.window.closed.connect(lambda: told.append(True))
        shell.services._journal_watch.take(JournalStatus(state="failed", waiting=3, code="disk_full"))
        shell.window.close()
        assert not told
        assert "disk" in shell.words.lower()
        shell.window.close()
        assert told


async def test_a_lost_engine_is_told_in_words_and_the_form_still_takes_letters(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_shell(tmp_path) as shell:
        await shell.answered()
        shell.engine.die(can_start=False)
        await shell.settle()
        trouble = shell.find(QLabel, "line_trouble")
        await shell.until(trouble.isVisible)
        assert "tetap bekerja" in trouble.text()
        assert not shell.find(QPushButton, "do_hang_up").isEnabled()
        assert not shell.find(QPushButton, "do_replay").isVisible(), "nobody would play it"
        assert "terputus" in shell.find(QLabel, "call_state").text()
        assert not shell.find(QLabel, "call_recording").isVisible(), "nobody knows whether it is recorded"
        assert shell.find(QLabel, "strip_headset").text() == "◌ Headset", "nobody knows whether it is there"
        alarms = shell.window.left.alarms

        def told() -> list[str]:
            return [alarms.detail(view) for view in shell.services.session.status().alarms]

        await shell.until(lambda: any("belum bisa dihubungi" in line for line in told()))
        assert [line for line in told() if "_" in line] == [], "a code is no word"
        shell.window.form.focus_place()
        await shell.type("handil")
        await shell.until(lambda: bool(shell.window.form.incident_id))


async def test_no_headset_is_told_with_what_still_works(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        shell.engine.headset_lost()
        await shell.settle()
        words = shell.find(QLabel, "audio_trouble")
        assert words.isVisible()
        assert "headset" in words.text()
        assert "tetap tersambung dan direkam" in words.toolTip()
        assert words.height() < 2 * words.fontMetrics().height() + 8, "the room belongs to the call"
        shell.engine.headset_back()
        await shell.settle()
        assert not words.isVisible()


async def test_the_command_line_does_what_the_key_does(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        key = await shell.ring()
        await shell.press("Ctrl+K")
        await shell.type("jawab")
        await shell.press("Return")
        current = shell.window.line.in_headset
        assert current is not None
        assert current.key == key
        await shell.press("Ctrl+K")
        await shell.type("kelas p")
        await shell.press("Return")
        view = shell.services.calls.get(key)
        assert view is not None
        assert view.call.call_class == "P"
        await shell.press("Ctrl+K")
        await shell.type("jejak")
        await shell.press("Return")
        assert shell.window.form.isAncestorOf(shell.window.focusWidget()), "the ticket goes on"
        await shell.press("Ctrl+K")
        await shell.type("jeda")
        await shell.press("Return")
        assert shell.window.command_line.hasFocus(), "the reason is asked for"
        shell.window.command_line.clear()
        await shell.type("ngawur")
        await shell.press("Return")
        assert "ngawur" in shell.words


async def test_a_sheet_never_covers_the_ringing_calls(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        await shell.ring()
        for keys, sheet in (("F1", shell.window.keys_overlay), ("Ctrl+,", shell.window.preferences)):
            await shell.press(keys)
            assert sheet.isVisible()
            ringing = shell.window.left.ringing
            left = ringing.mapToGlobal(ringing.rect().topRight()).x()
            assert sheet.mapToGlobal(sheet.rect().topLeft()).x() > left
            await shell.press("Escape")
            assert not sheet.isVisible()
        await shell.press("F1")
        await shell.press("F2")
        assert shell.window.line.in_headset is not None


async def test_training_is_unmistakable(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, training=True) as shell:
        assert shell.find(QLabel, "strip_training").isVisible()
    async with open_shell(tmp_path / "real") as shell:
        assert not shell.find(QLabel, "strip_training").isVisible()


def test_the_list_model_moves_rows_one_by_one(qtbot: QtBot, qtmodeltester) -> None:
    model = KeyedListModel(str)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    for keys in ("abc", "bcd", "dcb", "", "xyz", "zxa", "azx1"):
        model.show_items([(key, key.upper()) for key in keys])
        assert model.keys == tuple(keys)
        assert [model.index(row).data() for row in range(model.rowCount())] == [key.upper() for key in keys]
    qtmodeltester.check(model)
    assert not resets


async def test_a_closed_window_leaves_nothing_behind(qtbot: QtBot, tmp_path: Path) -> None:
    before = len(QApplication.topLevelWidgets())
    async with open_shell(tmp_path) as shell:
        await shell.answered()
        window = shell.window
        listeners = shell.services.changed
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(window)
    assert len(QApplication.topLevelWidgets()) <= before
    heard_by = [getattr(listener, "__self__", None) for listener in listeners._listeners]
    assert not [owner for owner in heard_by if isinstance(owner, QObject)]


async def test_a_young_draft_stands_in_the_form_again_after_a_start(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        await shell.type("anjir muara")
        await shell.until(lambda: bool(shell.window.form.incident_id))
        incident_id = shell.window.form.incident_id
        shell.window.form.open_incident("")
        await shell.settle()
        shell.window.form.open_unfinished()
        await shell.settle()
        assert shell.window.form.incident_id == incident_id
        shell.window.form.open_incident("")
        shell.desk.clock.forward(3600)
        shell.window.form.open_unfinished()
        await shell.settle()
        assert not shell.window.form.incident_id, "an old draft is no work of now"
