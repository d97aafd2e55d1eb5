"""The list model behind queue, call-backs and alerts changes row by row and stays a proper Qt model."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from batola_desk.ui.keyed_list import ITEM_ROLE, KEY_ROLE, KeyedListModel


@pytest.fixture
def model(qtbot: QtBot) -> KeyedListModel:
    return KeyedListModel(str)


def items(*keys: str) -> list[tuple[str, object]]:
    return [(key, f"line {key}") for key in keys]


def test_any_change_of_the_list_keeps_qt_content(model: KeyedListModel, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(model, force_py=True)
    chance = random.Random(112)
    for _ in range(150):
        wanted = chance.sample("abcdefghij", chance.randrange(11))
        model.show_items([(key, (key, chance.randrange(3))) for key in wanted])
        assert model.keys == tuple(wanted)


def test_the_selected_call_stays_selected_when_the_order_changes(model: KeyedListModel) -> None:
    model.show_items(items("a", "b", "c"))
    chosen = QPersistentModelIndex(model.index(2))
    model.show_items(items("c", "new", "a"))
    assert chosen.isValid()
    assert chosen.row() == 0
    assert model.data(QModelIndex(chosen), KEY_ROLE) == "c"


def test_only_what_changed_is_told(model: KeyedListModel) -> None:
    model.show_items(items("a", "b", "c"))
    told: list[int] = []
    inserted: list[int] = []
    model.dataChanged.connect(lambda first, last: told.extend(range(first.row(), last.row() + 1)))
    model.rowsInserted.connect(lambda _parent, first, last: inserted.extend(range(first, last + 1)))
    model.show_items([("a", "line a"), ("b", "other"), ("c", "line c"), ("d", "line d")])
    assert told == [1]
    assert inserted == [3]


def test_an_unchanged_list_is_silent(model: KeyedListModel) -> None:
    model.show_items(items("a", "b"))
    told: list[object] = []
    for signal in (model.dataChanged, model.rowsInserted, model.rowsRemoved, model.rowsMoved):
        signal.connect(lambda *values: told.append(values))
    model.show_items(items("a", "b"))
    assert told == []


def test_a_line_says_itself_to_screen_readers(model: KeyedListModel) -> None:
    model.show_items(items("a"))
    index = model.index(0)
    assert model.data(index, Qt.ItemDataRole.AccessibleTextRole) == "line a"
    assert model.data(index, ITEM_ROLE) == "line a"
    assert model.item("nobody") is None
    assert model.row_of("nobody") == -1
