"""The acceptance board: lanes, worst first, and every step of chasing by key from it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from batola_desk.domain.clocks import Clock
from batola_desk.domain.incident import AgencyTask, TaskState
from batola_desk.ipc import messages
from batola_desk.services.views import TaskView
from batola_desk.ui.boards.agency_board import AgencyBoard
from batola_desk.ui.boards.lane_model import CLOCK, OWNER, PERSON, TICKET, Lane, in_lanes
from tests.support.board_rows import row
from tests.ui.form_stage import FormStage, open_stage
from tests.ui.shell_stage import open_shell


def lane(number: int, agency: str, sent_s: float, *, limit_s: float | None = 60, named: str = "") -> Lane:
    sent_us = int(sent_s * 1e6)
    state = TaskState.ACKNOWLEDGED if named else TaskState.SENT
    task = AgencyTask(
        task_id=f"t{number}", agency_code=agency, state=state, sent_us=sent_us, acknowledged_by=named
    )
    clock = Clock(name="task_ack", started_us=sent_us, limit_s=None if named else limit_s)
    view = TaskView(task=task, agency_name=agency.upper(), national_number="", clock=clock)
    return Lane(row(number), view)


def test_the_lane_with_least_time_left_stands_first_and_in_it_the_worst_task() -> None:
    lanes = [
        lane(1, "polres", 30, named="Budi"),
        lane(2, "bpk", 20),
        lane(3, "damkar", 25),
        lane(4, "damkar", 5),
        lane(5, "bpk", 10, named="Sari"),
        lane(6, "pln", 1, limit_s=None),
    ]
    ordered = in_lanes(lanes, int(40e6), {})
    assert [one.task.task.task_id for one in ordered] == ["t4", "t3", "t2", "t5", "t6", "t1"]
    assert [one.head for one in ordered] == ["DAMKAR  2/2", "", "BPK  1/2", "", "PLN", "POLRES"]


def board_of(stage: FormStage) -> AgencyBoard:
    board = AgencyBoard(stage.services, stage.tasks, stage.pulse, stage.window)
    board.resize(1100, 500)
    board.show()
    board.raise_()
    return board


async def two_fires(stage: FormStage) -> tuple[str, str]:
    """The first has waited longer."""
    made = []
    for _ in range(2):
        incident_id = await stage.services.incidents.new(source="manual")
        stage.services.incidents.set_field(incident_id, "type_code", "KB01")
        await stage.services.incidents.flush(incident_id)
        await stage.services.dispatch.send_task(incident_id, "damkar", channel="voice")
        await stage.settle()
        assert stage.desk.clock is not None
        stage.desk.clock.forward(20)
        made.append(incident_id)
    return made[0], made[1]


def task(stage: FormStage, incident_id: str) -> AgencyTask:
    view = stage.services.incidents.view(incident_id)
    assert view is not None
    return view.tasks[0].task


async def test_the_model_keeps_the_rules_of_qt(
    qtbot: QtBot, tmp_path: Path, qtmodeltester: ModelTester
) -> None:
    async with open_stage(tmp_path) as stage:
        board = board_of(stage)
        await two_fires(stage)
        board.render_now()
        qtmodeltester.check(board.model)


async def test_a_name_is_taken_from_the_board_and_the_next_worst_comes_up(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_stage(tmp_path) as stage:
        first, second = await two_fires(stage)
        board = board_of(stage)
        board.focus_list()
        assert board.chosen is not None
        assert board.chosen.row.incident_id == first
        await stage.press(Qt.Key.Key_T)
        assert board.sheet.isVisible()
        assert "Damkar" in board.sheet.title.text()
        await stage.type("Pak Rahmat")
        await stage.press(Qt.Key.Key_Return)
        assert task(stage, first).acknowledged_by == "Pak Rahmat"
        assert task(stage, second).acknowledged_by == ""
        qtbot.waitUntil(lambda: board.model.rows[0].row.incident_id == second)
        assert board.model.index(1, PERSON).data() == "Pak Rahmat"
        assert stage.window.focusWidget() is board.table, "the next key is a key of the board again"


async def test_chasing_and_climbing_go_by_one_key_each(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        first, _ = await two_fires(stage)
        board = board_of(stage)
        board.focus_list()
        await stage.press(Qt.Key.Key_1)
        assert [c.number for c in stage.desk.engine.commands if isinstance(c, messages.DialNumber)] == ["113"]
        await stage.press(Qt.Key.Key_X)
        assert task(stage, first).attempts[-1].failed_us is not None
        await stage.press(Qt.Key.Key_E)
        assert task(stage, first).state is TaskState.ESCALATED_1
        await stage.press(Qt.Key.Key_J)
        await stage.type("semua keluar")
        await stage.press(Qt.Key.Key_Return)
        assert task(stage, first).state is TaskState.REJECTED


async def test_time_left_is_said_in_words_and_runs(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        await two_fires(stage)
        board = board_of(stage)
        index = board.model.index(0, CLOCK)
        assert "sisa 00:19" in index.data() or "sisa 00:20" in index.data()
        assert stage.desk.clock is not None
        stage.desk.clock.forward(30)
        assert "✖" in index.data()
        assert "lewat 00:10" in index.data()


async def test_an_empty_board_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        board = board_of(stage)
        board.focus_list()
        assert board.empty.isVisible()
        assert not board.card.isVisible()
        await stage.press(Qt.Key.Key_T)
        assert not board.sheet.isVisible()


async def test_alt_a_shows_it_from_anywhere_and_enter_opens_the_ticket(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as stage:
        incident_id = await stage.services.incidents.new(source="manual")
        await stage.services.dispatch.send_task(incident_id, "damkar", channel="voice")
        await stage.settle()
        await stage.press("Alt+A")
        board = stage.window.boards.agencies
        assert board.isVisible()
        assert stage.window.focusWidget() is board.table
        ticket = stage.services.incidents.view(incident_id)
        assert ticket is not None
        assert board.model.index(0, TICKET).data() == ticket.incident.ticket_number[-5:]
        assert board.model.index(0, OWNER).data() == "A"
        await stage.press("Return")
        assert stage.window.form.incident_id == incident_id


def test_what_only_time_changes_keeps_the_order() -> None:
    """All waiting clocks run at one speed: the order made once is right until something happens."""
    lanes = [lane(number, agency, sent_s) for number, (agency, sent_s) in enumerate((("a", 9), ("b", 3)))]
    lanes.append(replace(lane(7, "c", 0, limit_s=300)))
    early, late = in_lanes(lanes, int(10e6), {}), in_lanes(lanes, int(500e6), {})
    assert [one.task.task.task_id for one in early] == [one.task.task.task_id for one in late]
