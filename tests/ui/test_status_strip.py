"""The strip on top: nothing in it is ever cut off; keys and quiet words give way first."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from batola_desk.services.change import Change
from batola_desk.services.seat_views import CopyView, RoomView
from tests.ui.shell_stage import ShellStage, open_shell

COPY = CopyView(kind="neighbour", name="B", is_whole=True)
AWAY = RoomView(mode="offline", waiting_count=1234, code="secretariat_unreachable", copies=(COPY,))


def cut_off(shell: ShellStage) -> list[str]:
    """What is shown narrower than its words."""
    strip = shell.window.strip
    parts = [*strip.findChildren(QLabel), *strip.findChildren(QPushButton)]
    return [
        f"{part.text()}: {part.width()} < {part.sizeHint().width()}"
        for part in parts
        if part.isVisible() and part.width() < part.sizeHint().width()
    ]


async def show_worst(shell: ShellStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Offline with a copy, conflicts, alerts, and somebody with a long name."""
    services = shell.desk.services
    monkeypatch.setattr(services.session, "_room", lambda: AWAY)
    monkeypatch.setattr(services.conflicts, "count", lambda: 12)
    for code in ("unsent_unsafe", "clock_wrong"):
        services._context.alarms.raise_alarm(code, detail="7260")
    services.changed.publish(Change(what=frozenset({"status", "alarms"})))
    await shell.settle()


@pytest.mark.parametrize("width", [1280, 1366, 1920])
async def test_nothing_in_the_strip_is_cut_off(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    async with open_shell(tmp_path, size=(width, 768)) as shell:
        await show_worst(shell, monkeypatch)
        assert cut_off(shell) == []
        assert shell.find(QLabel, "strip_mode").text() == "✕ Luring · 1234 menunggu, salinan B"
        assert shell.find(QPushButton, "strip_conflict").text().startswith("▲ 12 konflik")
        assert shell.find(QPushButton, "strip_alarms").text().startswith("! 2 peringatan")


async def test_keys_come_back_when_there_is_room_for_them(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_shell(tmp_path) as shell:
        await show_worst(shell, monkeypatch)
        assert "Ctrl" not in shell.find(QPushButton, "strip_alarms").text()
        monkeypatch.undo()
        shell.desk.services.changed.publish(Change(what=frozenset({"status"})))
        await shell.settle()
        assert "Ctrl+L" in shell.find(QPushButton, "strip_alarms").text()
