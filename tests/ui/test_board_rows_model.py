"""The table under every board: it tells exactly what changed."""

from __future__ import annotations

import random
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester

from batola_desk.ui.boards.rows_model import RowsModel


@dataclass(frozen=True)
class Line:
    key: str
    text: str = ""


class Lines(RowsModel[Line]):
    column_count = 2

    def cell(self, row: Line, column: int, role: int) -> object:
        return (row.key, row.text)[column] if role == Qt.ItemDataRole.DisplayRole else None

    def title(self, column: int) -> str:
        return ("key", "text")[column]


@pytest.fixture
def model(qapp: object) -> Lines:
    return Lines(lambda line: line.key)


def lines(keys: str) -> list[Line]:
    return [Line(key) for key in keys]


def test_any_sequence_of_contents_ends_up_as_wanted(model: Lines, qtmodeltester: ModelTester) -> None:
    model.set_rows(lines("abc"))
    qtmodeltester.check(model)
    dice = random.Random(7)
    for _ in range(200):
        wanted = [
            Line(key, dice.choice(("", "x"))) for key in dice.sample("abcdefghijklmnop", dice.randint(0, 16))
        ]
        model.set_rows(wanted)
        assert list(model.rows) == wanted


def test_a_changed_row_is_told_alone_and_nothing_is_reset(model: Lines) -> None:
    model.set_rows([Line(str(number)) for number in range(2000)])
    told: list[tuple[int, int]] = []
    resets: list[int] = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    model.modelReset.connect(lambda: resets.append(1))
    model.layoutChanged.connect(lambda: resets.append(1))
    changed = list(model.rows)
    changed[1234] = Line("1234", "new")
    model.set_rows(changed)
    assert told == [(1234, 1234)]
    assert resets == []


def test_a_row_that_sinks_to_the_end_is_one_move(model: Lines) -> None:
    model.set_rows(lines("abcdefgh"))
    moves: list[int] = []
    model.rowsMoved.connect(lambda *_: moves.append(1))
    model.set_rows(lines("bcdefgha"))
    assert moves == [1]


def test_a_kept_place_follows_its_row_through_a_new_order(model: Lines) -> None:
    keys = [str(number) for number in range(100)]
    model.set_rows([Line(key) for key in keys])
    kept = QPersistentModelIndex(model.index(42, 0))
    model.set_rows([Line(key) for key in reversed(keys)])
    assert kept.data() == "42"
    assert kept.row() == 57
