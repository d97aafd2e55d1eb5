"""Columns of a table fit their words in either language, on a small screen, with large letters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from batola_desk.domain.catalog import Catalog
from batola_desk.settings.catalog import load_catalog
from batola_desk.settings.paths import resource_path
from batola_desk.ui.boards.board_table import BoardTable
from batola_desk.ui.boards.column_fit import shares
from batola_desk.ui.boards.rows_model import RIGHT, RowsModel
from tests.ui.shell_stage import open_shell

SMALLEST = (1366, 728)  # 1366×768 less a task bar


class Names(RowsModel[tuple[str, str, str]]):
    column_count = 3
    number_columns = frozenset({1})

    def title(self, column: int) -> str:
        return ("Nama", "Umur", "Keterangan")[column]

    def cell(self, row: tuple[str, str, str], column: int, role: int) -> Any:
        return row[column] if role == Qt.ItemDataRole.DisplayRole else None


def test_short_columns_stay_whole_and_the_longest_gives_way() -> None:
    assert shares({0: 60, 1: 300, 2: 90}, {0: 40, 1: 80, 2: 40}, 300) == {0: 60, 1: 150, 2: 90}


def test_two_long_ones_give_way_alike_and_no_heading_is_ever_cut() -> None:
    assert shares({0: 400, 1: 300, 2: 50}, {0: 40, 1: 40, 2: 50}, 250) == {0: 100, 1: 100, 2: 50}
    assert shares({0: 400, 1: 300}, {0: 120, 1: 150}, 200) == {0: 120, 1: 150}


def test_with_room_enough_everybody_has_what_it_wants() -> None:
    assert shares({0: 60, 1: 300}, {0: 40, 1: 80}, 1000) == {0: 60, 1: 300}
    assert shares({}, {}, 100) == {}


def shown(qtbot: QtBot, width: int) -> tuple[BoardTable, Names]:
    table = BoardTable()
    qtbot.addWidget(table)
    model = Names(lambda row: row[0], table)
    table.arrange(model, stretched=2)
    table.resize(width, 300)
    table.show()
    return table, model


def test_columns_follow_the_rows(qtbot: QtBot) -> None:
    table, model = shown(qtbot, 900)
    before = table.columnWidth(0)
    model.set_rows([("Satuan dengan nama yang panjang sekali", "11:01:02", "–")])
    qtbot.waitUntil(lambda: table.columnWidth(0) >= table.sizeHintForColumn(0))
    assert table.columnWidth(0) > before
    assert table.columnWidth(1) >= table.sizeHintForColumn(1)


def test_a_column_that_a_person_dragged_stays(qtbot: QtBot) -> None:
    table, model = shown(qtbot, 900)
    table.horizontalHeader().resizeSection(0, 222)
    model.set_rows([("Satuan dengan nama yang panjang sekali", "11:01:02", "–")])
    qtbot.wait(200)
    assert table.columnWidth(0) == 222


def test_a_column_that_comes_back_was_not_dragged(qtbot: QtBot) -> None:
    table, model = shown(qtbot, 900)
    table.setColumnHidden(0, True)
    table.setColumnHidden(0, False)
    model.set_rows([("Satuan dengan nama yang panjang sekali", "11:01:02", "–")])
    qtbot.wait(200)
    assert table.columnWidth(0) >= table.sizeHintForColumn(0)


def test_a_heading_stands_over_its_numbers(qtbot: QtBot) -> None:
    _, model = shown(qtbot, 500)
    model.set_rows([("a", "1", "b")])
    role = Qt.ItemDataRole.TextAlignmentRole
    assert model.headerData(1, Qt.Orientation.Horizontal, role) == RIGHT == model.index(0, 1).data(role)
    assert model.headerData(0, Qt.Orientation.Horizontal, role) is None


@pytest.fixture(scope="module")
def shipped() -> Catalog:
    return load_catalog(resource_path("config"), Path("/nowhere")).catalog


def cut_headings(table: QTableView) -> list[str]:
    header, model = table.horizontalHeader(), table.model()
    needs = header.fontMetrics()
    return [
        str(title)
        for at in range(header.count())
        if not header.isSectionHidden(at)
        and (title := model.headerData(at, Qt.Orientation.Horizontal))
        and header.sectionSize(at) < needs.horizontalAdvance(str(title)) + 8
    ]


@pytest.mark.parametrize("percent", [100, 125])
@pytest.mark.parametrize("language", ["id", "en"])
async def test_no_heading_is_cut_on_a_small_screen(
    qtbot: QtBot, tmp_path: Path, shipped: Catalog, language: str, percent: int
) -> None:
    async with open_shell(tmp_path, size=SMALLEST, catalog=shipped) as stage:
        stage.services.session.set_setting("screen.language", language)
        stage.services.session.set_setting("screen.text_percent", percent)
        await stage.settle()
        await stage.answered("081250007788")
        await stage.type("handil bakti")
        await stage.press("Return")
        incident_id = stage.services.incidents.board()[0].incident_id
        await stage.services.dispatch.send_task(incident_id, "damkar", channel="voice")
        await stage.settle()
        window = stage.window
        window.toggle_boards()
        seen: list[str] = []
        tables = 0
        for at in range(window.boards.tabs.count()):
            window.boards.tabs.setCurrentIndex(at)
            await stage.settle()
            for table in window.boards.findChildren(BoardTable):
                if table.isVisible():
                    tables += 1
                    seen += cut_headings(table)
        assert tables >= 2
        assert seen == []
