"""The right button on lines of lists: every list has one, its entries do what their keys do."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from batola_desk.ui.row_menu import RowMenus
from tests.support.shipped import shipped_catalog
from tests.ui.shell_stage import ShellStage, open_shell


def words(menus: RowMenus, name: str) -> dict[str, str]:
    """What the menu says, with the keys beside it."""
    return {entry.words: entry.keys for entry in menus.entries(name)}


def press(menus: RowMenus, name: str, keys: str) -> None:
    """Choose the entry with these keys."""
    next(entry for entry in menus.entries(name) if entry.keys.startswith(keys)).do()


async def ticket(shell: ShellStage, code: str = "KB01") -> str:
    incident_id = await shell.services.incidents.new(source="manual")
    shell.services.incidents.set_field(incident_id, "type_code", code)
    await shell.services.incidents.flush()
    await shell.settle()
    return incident_id


async def test_the_right_button_chooses_the_line_and_shows_key_and_word(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=shipped_catalog()) as shell:
        first, second = await ticket(shell), await ticket(shell, "IN08")
        await shell.press("F11")
        board = shell.window.boards.incidents
        await shell.desk.until(lambda: board.model.rowCount() == 2)
        menus, table = shell.window.row_menus, board.table
        index = table.model().index(1, 0)
        menu = menus.menu_at("board", table.visualRect(index).center())
        assert menu is not None
        assert table.currentIndex().row() == 1
        said = [action.text() for action in menu.actions()]
        assert said[0] == "Buka tiket\tEnter"
        assert "Kirim ke instansi\tF7   › kirim" in said
        menu.deleteLater()
        table.setCurrentIndex(table.model().index(1, 0))
        chosen = table.chosen.incident_id
        assert chosen in {first, second}
        press(menus, "board", "F7")
        await shell.settle()
        assert shell.window.form.incident_id == chosen, "the command is about the line"
        assert shell.window.form.tabs.currentWidget() is shell.window.form.dispatch


async def test_a_point_without_a_line_offers_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        menus = shell.window.row_menus
        assert menus.menu_at("ringing", QPoint(5, 5)) is None
        policy = Qt.ContextMenuPolicy.CustomContextMenu
        assert {view.contextMenuPolicy() for view in menus.views.values()} == {policy}, "every list has one"


async def test_the_queue_is_answered_and_the_lost_number_called_by_the_mouse(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_shell(tmp_path) as shell:
        await shell.ring("081250001111")
        late = await shell.ring("081250002222")
        menus, ringing = shell.window.row_menus, shell.window.left.ringing.list
        ringing.setCurrentIndex(ringing.model().index(1, 0))
        ringing.setFocus(Qt.FocusReason.PopupFocusReason)
        press(menus, "ringing", "F2")
        await shell.settle()
        (live,) = shell.services.calls.live()
        assert live.key == late, "the chosen one, not the longest waiting"
        assert "Enter" in words(menus, "callbacks").values()


async def test_a_lane_offers_ways_steps_and_the_slip(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=shipped_catalog()) as shell:
        incident_id = await ticket(shell)
        await shell.services.dispatch.send_task(incident_id, "damkar", channel="voice")
        await shell.settle()
        await shell.press("Alt+A")
        lanes = shell.window.boards.agencies
        await shell.desk.until(lambda: lanes.chosen is not None)
        menus = shell.window.row_menus
        assert {"T", "B", "X", "1"} <= set(words(menus, "acceptance_board").values()), "hidden keys too"
        press(menus, "acceptance_board", "T")
        await shell.settle()
        assert lanes.sheet.isVisible(), "the name of who accepts is asked for"
        lanes.sheet.put_away()
        press(menus, "acceptance_board", "Alt+Shift+S")
        assert shell.window.paper.printing.isVisible()


async def test_a_unit_stands_on_the_command_line_and_nothing_is_sent(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=shipped_catalog()) as shell:
        (entry, *_) = shell.window.row_menus.of_unit("BPK-3")
        entry.do()
        assert shell.window.command_line.text() == "tugas BPK-3 "
        assert entry.keys == "› tugas BPK-3"
