"""Nothing of a confidential ticket stands anywhere on the screen of whom it does not concern.

Every widget is read, every cell of every list, every mark of the map, the clipboard. Source: domain.md §14.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QWidget
from pytestqt.qtbot import QtBot

from tests.support.secret_ticket import CALLER, INCIDENT, TICKET, OtherDeskOfTheRoom, secret_facts, told
from tests.support.shipped import shipped_catalog
from tests.ui.shell_stage import ShellStage, open_shell

ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.UserRole,
)
# Names that stand in lists of the catalogue whatever happens; the board below is read for them.
NAMES_OF_THE_CATALOG = {"KR06", "KDRT", "DP3A", "dp3a", "UPTD"}
WORDS = (
    "text",
    "toolTip",
    "accessibleName",
    "windowTitle",
    "placeholderText",
    "title",
    "toPlainText",
    "whole",
)


def cells(model: QAbstractItemModel) -> list[str]:
    found = []
    is_list = isinstance(model, QAbstractListModel)  # whose columns Qt keeps to itself
    for row in range(model.rowCount(QModelIndex())):
        for column in range(1 if is_list else model.columnCount(QModelIndex())):
            index = model.index(row, column, QModelIndex())
            found += [str(model.data(index, role)) for role in ROLES]
    return found


def everything(shell: ShellStage) -> str:
    """Every word of the window, shown or only ready to be shown, and what the map draws."""
    parts = [QGuiApplication.clipboard().text(), shell.words]
    for widget in (shell.window, *shell.window.findChildren(QWidget)):
        for name in WORDS:
            value = getattr(widget, name, None)
            said = value() if callable(value) else value
            if isinstance(said, str):
                parts.append(said)
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            parts += cells(widget.model())
    parts.append(repr(shell.window.map_panel.canvas._marks.incidents))
    return "\n".join(parts)


async def look_everywhere(shell: ShellStage) -> str:
    """Go through the boards, the search, the form, the lead's board, both keys of handing on."""
    QGuiApplication.clipboard().clear()
    seen = []
    await shell.press("F11")
    shell.window.map_panel.render_now()
    seen.append(everything(shell))
    await shell.press("Ctrl+F")
    await shell.type(TICKET[-5:])
    await shell.desk.until(lambda: TICKET[-5:] in everything(shell), 10)
    seen.append(everything(shell))
    shell.window.open_incident(INCIDENT)
    await shell.settle()
    await shell.settle()
    seen.append(everything(shell))
    await shell.press("Alt+W")
    await shell.press("2")
    await shell.settle()
    seen.append(everything(shell))
    await shell.press("Esc")
    await shell.press("Ctrl+Shift+S")
    await shell.settle()
    seen.append(everything(shell))
    return "\n".join(seen)


@pytest.mark.parametrize("role", ["PT", "PTDS", "AN"])
async def test_the_screen_of_whom_it_does_not_concern_says_nothing(
    qtbot: QtBot, tmp_path: Path, role: str
) -> None:
    async with open_shell(tmp_path, role=role, catalog=shipped_catalog()) as shell:
        await OtherDeskOfTheRoom(shell.desk).writes(secret_facts())
        await shell.ring(CALLER)
        await shell.settle()
        found = await look_everywhere(shell)
        assert TICKET[-5:] in found, "that there is a ticket may be seen"
        assert set(told(found)) - NAMES_OF_THE_CATALOG == set()


async def test_the_lead_sees_it_by_the_same_keys(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, role="KS", catalog=shipped_catalog()) as shell:
        await OtherDeskOfTheRoom(shell.desk).writes(secret_facts())
        found = await look_everywhere(shell)
        assert {"Rumah Siti", "Aminah", "ditampar"} <= set(told(found))


async def test_a_board_that_hangs_in_the_room_names_no_agency_of_it(qtbot: QtBot, tmp_path: Path) -> None:
    """Also where the lead sits: others look at his boards."""
    async with open_shell(tmp_path, role="KS", catalog=shipped_catalog()) as shell:
        await OtherDeskOfTheRoom(shell.desk).writes(secret_facts())
        await shell.press("F11")
        model = shell.window.boards.incidents.model
        texts = "\n".join(
            str(model.data(model.index(row, column), role))
            for row in range(model.rowCount())
            for column in range(model.columnCount())
            for role in ROLES[:3]
        )
        assert "(rahasia)" in texts
        assert told(texts) == []
