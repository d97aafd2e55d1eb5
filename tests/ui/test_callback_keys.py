"""The call-back list by keys: text first, dial, a bad day in twenty lines. Source: domain.md §5.5, §12.2."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

from batola_desk.services import text_sender
from batola_desk.services.views import CallbackView
from batola_desk.ui.queue import queue_words
from tests.support.played_sender import BY_SMS, PlayedSender
from tests.support.shipped import shipped_catalog
from tests.ui.shell_stage import ShellStage, open_shell

CALLER = "081250001111"


async def lose(shell: ShellStage, *numbers: str) -> None:
    for number in numbers:
        shell.engine.caller_hangs_up(shell.engine.ring(number))
    await shell.settle()


def rows(shell: ShellStage) -> list[str]:
    model = shell.window.left.queue.callbacks
    return [str(model.index(row).data()) for row in range(model.rowCount())]


async def test_two_keys_copy_the_text_for_the_number_that_stands_first(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=shipped_catalog()) as shell:
        await lose(shell, CALLER)
        QGuiApplication.clipboard().clear()
        await shell.press("Ctrl+B")
        await shell.press("T")
        await shell.desk.until(lambda: "terputus" in QGuiApplication.clipboard().text(), 10)
        await shell.settle()
        assert "0812-5000-1111" in shell.words
        assert "teks terkirim" in rows(shell)[0]
        await shell.press("T")
        await shell.desk.until(lambda: "sudah mendapat teks" in shell.words, 10)


async def test_two_keys_dial_the_number_that_stands_first(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=shipped_catalog()) as shell:
        await lose(shell, "081250002222", CALLER, CALLER)
        await shell.press("Ctrl+B")
        await shell.press("Return")
        await shell.desk.until(lambda: bool(shell.services.calls.live()), 10)
        assert [view.call.number for view in shell.services.calls.live()] == [CALLER]


async def test_a_line_whose_number_calls_again_goes_by_itself(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=shipped_catalog()) as shell:
        await lose(shell, CALLER)
        assert len(rows(shell)) == 1
        await shell.answered(CALLER)
        assert rows(shell) == []


async def test_300_hang_ups_of_a_day_are_twenty_lines_and_nobody_is_hidden(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_shell(tmp_path, catalog=shipped_catalog()) as shell:
        await lose(shell, *(f"0812{index % 150:08d}" for index in range(300)))
        assert len(rows(shell)) == 20
        assert "131" in rows(shell)[-1]
        tabs = shell.window.left.tabs
        assert "150" in tabs.tabText(0)
        await shell.press("Ctrl+B")
        await shell.press("End")
        await shell.press("Return")
        assert len(rows(shell)) == 151
        await shell.press("End")
        await shell.press("Return")
        assert len(rows(shell)) == 20
        listed = shell.find(QListView, "callbacks")
        assert listed.hasFocus()


async def test_the_points_of_a_rank_are_told_in_words(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=shipped_catalog()) as shell:
        await lose(shell, CALLER, CALLER)
        item = shell.services.callbacks.open_items()[0]
        assert isinstance(item, CallbackView)
        told = queue_words.score_words(item, shell.services.catalog)
        assert told == f"Peringkat {item.score}: +40 berulang cepat"


async def test_a_key_sends_the_text_and_a_failure_leaves_it_to_be_pasted(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender = PlayedSender()
    monkeypatch.setattr(text_sender, "send_text", sender)
    async with open_shell(tmp_path, catalog=shipped_catalog(), senders=BY_SMS) as shell:
        QGuiApplication.clipboard().clear()
        await lose(shell, CALLER)
        await shell.press("Ctrl+B")
        await shell.press("T")
        await shell.desk.until(lambda: "dikirim lewat SMS" in shell.words, 10)
        assert len(sender.sent) == 1 and not QGuiApplication.clipboard().text()
        await shell.services.callbacks.close(
            shell.services.callbacks.open_items()[0].callback_id, reason="accidental"
        )
        await lose(shell, "081250002222")
        sender.fault = "send_refused"
        await shell.press("Ctrl+B")
        await shell.press("T")
        await shell.desk.until(lambda: "TIDAK terkirim: gateway menolak" in shell.words, 10)
        assert "terputus" in QGuiApplication.clipboard().text()
