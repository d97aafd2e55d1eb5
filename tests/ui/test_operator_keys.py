"""Keys from the ring of a P1 fire to two agencies alerted: at most twelve, whatever way; text not counted."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.support.shipped import shipped_catalog
from tests.ui.shell_stage import ShellStage, open_shell

KEYS_MAX = 12


def _alerted(shell: ShellStage) -> set[str]:
    view = shell.window.form.vm.view
    return set() if view is None else {task.task.agency_code for task in view.tasks if task.task.sent_us}


async def test_by_the_keys_of_the_form(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=shipped_catalog()) as shell:
        await shell.ring()
        pressed = 0
        for words, keys in (("", "F2"), ("handil bakti rt 4", "Return"), ("kb01", "Return"), ("", "Alt+1")):
            await shell.type(words)
            await shell.press(keys)
            pressed += 1
            if words.startswith("handil"):
                shell.window.form.focus_type()
                pressed += 1  # the key that leads on to the type
        await shell.press("Alt+2")
        await shell.until(lambda: _alerted(shell) == {"damkar", "bpk"})
        assert pressed + 1 <= KEYS_MAX
        assert shell.window.form.vm.text("type_code") == "KB01"


async def test_by_two_lines(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=shipped_catalog()) as shell:
        key = await shell.ring()
        await shell.press("F2")
        pressed = 1
        for line in ("baru kb01 @handil bakti rt 4", "kirim damkar,bpk"):
            await shell.press("Ctrl+K")
            QTest.keyClicks(shell.window.command_line, line)
            await shell.press("Return")
            await shell.until(lambda: bool(shell.window.form.incident_id))
            pressed += 2
        await shell.until(lambda: _alerted(shell) == {"damkar", "bpk"})
        assert pressed <= KEYS_MAX
        view = shell.window.form.vm.view
        assert view is not None
        assert view.incident.call_keys == (key,)
        assert view.priority == "P1"
