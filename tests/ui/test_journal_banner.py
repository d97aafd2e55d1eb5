"""A damaged journal stands in red under the strip until somebody has seen it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.ui.shell_stage import open_shell
from tools.fill_demo import fill


@pytest.mark.expects_log
async def test_a_rescued_journal_is_told_in_red_until_it_was_seen(qtbot: QtBot, tmp_path: Path) -> None:
    fill(tmp_path)
    with (tmp_path / "data" / "journal.sqlite").open("r+b") as file:
        file.seek(40 * 4096)
        file.write(b"\xa5" * 4096 * 12)
    async with open_shell(tmp_path) as stage:
        banner = stage.window.findChild(QLabel, "journal_banner")
        assert isinstance(banner, QLabel)
        assert banner.isVisible()
        assert banner.property("role") == "late"
        alarms = stage.services.session.status().alarms
        await stage.services.session.acknowledge_alarm(
            next(alarm.alarm_id for alarm in alarms if alarm.code == "journal_rescued")
        )
        await stage.settle()
        assert not banner.isVisible()


async def test_a_healthy_journal_takes_no_room(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as stage:
        banner = stage.window.findChild(QLabel, "journal_banner")
        assert isinstance(banner, QLabel)
        assert not banner.isVisible()
