"""The boards: fast with many rows, quiet while nothing changes, words when empty."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from batola_desk.ui.boards.boards import Boards, build_boards
from batola_desk.ui.boards.incident_model import AGENCIES, LATE, OWNER, IncidentModel
from batola_desk.ui.boards.ticket_rows import PRIORITY
from tests.support.board_rows import row
from tests.support.cpu_time import least_cpu_s
from tests.support.small_catalog import small_catalog
from tests.ui.form_stage import open_stage


@pytest.fixture
def model(qapp: object) -> IncidentModel:
    return IncidentModel(small_catalog(), lambda: 60_000_000, lambda: "id")


def test_the_model_keeps_the_rules_of_qt(model: IncidentModel, qtmodeltester: ModelTester) -> None:
    model.set_rows([row(1), row(2, priority="", late="late", confidential=True)])
    qtmodeltester.check(model)


def test_whose_an_incident_is_stands_in_its_line_and_is_found(model: IncidentModel) -> None:
    owned = row(1, owner_desk="B", owner_name="Rina")
    model.set_rows([owned, row(2, owner_desk="C")])
    assert [model.index(at, OWNER).data() for at in range(2)] == ["B (Rina)", "C"]
    assert model.matches(owned, ["rina"])


def test_two_thousand_rows_take_one_change_without_a_reset(model: IncidentModel) -> None:
    rows = [row(number) for number in range(2000)]
    model.set_rows(rows)
    told: list[int] = []
    model.dataChanged.connect(lambda first, last: told.extend(range(first.row(), last.row() + 1)))
    model.modelReset.connect(lambda: told.append(-1))
    model.layoutChanged.connect(lambda: told.append(-2))
    rows[700] = row(700, state="on_scene")
    model.set_rows(rows)
    assert told == [700]
    changes = iter([row(700, state=state) for state in ("sent", "en_route", "on_scene", "sent", "en_route")])

    def change() -> None:
        rows[700] = next(changes)
        model.set_rows(rows)

    assert least_cpu_s(change) < 0.05


def test_lateness_and_agencies_are_told_by_sign_and_word(model: IncidentModel) -> None:
    model.set_rows([row(1, late="late", agencies=(("bpbd", "escalated_2"),))])
    assert model.index(0, LATE).data() == "✖ LEWAT BATAS"
    assert model.index(0, AGENCIES).data() == "BPBD ▲2"
    assert "P2" in model.index(0, PRIORITY).data()


def test_a_confidential_incident_shows_neither_type_nor_place(model: IncidentModel) -> None:
    model.set_rows([row(1, confidential=True, type_label="KDRT", place="Gang Melati 3")])
    shown = " ".join(str(model.index(0, column).data()) for column in range(model.columnCount()))
    assert "KDRT" not in shown
    assert "Melati" not in shown


def test_the_filter_does_not_find_what_a_confidential_line_hides(model: IncidentModel) -> None:
    hidden = row(1, confidential=True, type_code="SO02", type_label="KDRT", place="Gang Melati 3")
    for word in ("kdrt", "melati", "so02"):
        assert not model.matches(hidden, [word])
    assert model.matches(hidden, ["a0001"]), "its number is no secret"
    assert not model.matches(hidden, ["bpbd"]), "who was asked tells what it is about (DP3A)"
    assert model.matches(row(2, type_label="KDRT"), ["kdrt"])


def board_of(stage: object) -> Boards:
    boards = build_boards(stage.services, stage.tasks, stage.pulse, stage.window)  # type: ignore[attr-defined]
    boards.resize(1200, 600)
    boards.show()
    return boards


async def test_an_empty_board_says_so_and_fills_by_itself(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        boards = board_of(stage)
        assert boards.incidents.empty.isVisible()
        assert "Belum ada kejadian terbuka" in boards.incidents.empty.text()
        incident_id = await stage.services.incidents.new(source="manual")
        await stage.settle()
        qtbot.waitUntil(lambda: len(boards.incidents.model.rows) == 1)
        assert boards.incidents.table.isVisible()
        opened: list[str] = []
        boards.incident_activated.connect(opened.append)
        boards.focus_list()
        qtbot.keyClick(boards.incidents.table, Qt.Key.Key_Return)
        assert opened == [incident_id]


async def test_the_filter_keeps_what_matches_every_word(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        first = await stage.services.incidents.new(source="manual")
        await stage.services.incidents.new(source="manual")
        stage.services.incidents.set_field(first, "place_text", "dermaga marabahan")
        boards = board_of(stage)
        boards.incidents.filter.setText("dermaga a0001")
        assert [row.incident_id for row in boards.incidents.model.rows] == [first]
        boards.incidents.filter.setText("tidak ada ini")
        assert boards.incidents.empty.isVisible()


async def test_the_agency_board_lists_open_tasks_until_they_end(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        boards = board_of(stage)
        boards.tabs.setCurrentWidget(boards.agencies)
        incident_id = await stage.services.incidents.new(source="manual")
        task_id = await stage.services.dispatch.send_task(incident_id, "damkar", channel="voice")
        await stage.settle()
        qtbot.waitUntil(lambda: bool(boards.agencies.model.rows))
        assert [lane.task.task.task_id for lane in boards.agencies.model.rows] == [task_id]
        await stage.services.dispatch.act_on_task(incident_id, task_id, "cancel", text="salah kirim")
        await stage.settle()
        qtbot.waitUntil(boards.agencies.empty.isVisible)
