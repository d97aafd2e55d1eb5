"""The supervision board by keyboard and by dragging, on a desk of a room with a neighbour."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from batola_desk.domain.incident import TransferWish
from batola_desk.ui.boards.column_fit import ColumnFit
from batola_desk.ui.supervision import owned_model
from batola_desk.ui.supervision.board_memory import SETTING
from batola_desk.ui.supervision.board_tables import WIDE_PX
from batola_desk.ui.supervision.owned_model import WISH, incidents_of
from batola_desk.ui.supervision.room_board_sheet import RoomBoardSheet
from tests.support.desk_double import DeskDouble
from tests.support.shared_room import SharedRoom, desks_of
from tests.ui.shell_stage import ShellStage, close_stage

pytestmark = pytest.mark.timeout(90)
COPY = Qt.DropAction.MoveAction


class Lead(ShellStage):
    """Desk C of the shift lead, with desk B's Rina beside it."""

    neighbour: DeskDouble

    @property
    def board(self) -> RoomBoardSheet:
        return self.window.room.board

    def fresh_board(self) -> RoomBoardSheet:
        """The board as the next start would make it."""
        window = self.window
        parties, handing = window.left.parties, window.room.handing
        return RoomBoardSheet(self.services, window.tasks, window.pulse, handing, parties, window.stage)

    def owner(self, incident_id: str) -> tuple[str, str]:
        entry = self.services._world.entry(incident_id)
        assert entry is not None
        return entry.incident.owner_desk, entry.incident.owner

    async def tickets(self, count: int) -> list[str]:
        ids = [await self.services.incidents.new() for _ in range(count)]
        await self.settle()
        return ids

    async def until_owner(self, incident_ids: list[str], owner: tuple[str, str]) -> None:
        await self.desk.until(lambda: {self.owner(key) for key in incident_ids} == {owner}, limit_s=10)
        await self.settle()

    def drop(self, incident_ids: list[str], letter: str) -> bool:
        """Drag these lines of the board onto a desk; whether the desk took them."""
        tables = self.board.tables
        table, desks = tables.table, tables.desk_table
        indexes = [tables.incidents.index(tables.incidents.row_of(key), 0) for key in incident_ids]
        data = tables.incidents.mimeData(indexes)
        where = desks.visualRect(tables.desks.index(tables.desks.row_of(letter), 0)).center()
        assert table.dragEnabled()
        buttons, held = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        desks.dragEnterEvent(QDragEnterEvent(where, COPY, data, buttons, held))
        moved = QDragMoveEvent(where, COPY, data, buttons, held)
        desks.dragMoveEvent(moved)
        dropped = QDropEvent(QPointF(where), COPY, data, buttons, held)
        desks.dropEvent(dropped)
        return moved.isAccepted() and dropped.isAccepted()


@pytest.fixture
async def lead(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Lead]:
    room = SharedRoom()
    async with AsyncExitStack() as ending:
        people = (("B", "rina", "PTDS"), ("C", "budi", "KS"))
        b, c = await ending.enter_async_context(desks_of(tmp_path, room, monkeypatch, *people))
        stage = Lead(c)
        stage.neighbour = b
        ending.push_async_callback(close_stage, stage)
        await c.until(lambda: len(c.services.room_board.desks()) == 2, limit_s=10)
        await stage.settle()
        yield stage


async def test_marked_lines_go_to_a_person_by_keys_alone(lead: Lead) -> None:
    ids = await lead.tickets(3)
    await lead.press("Ctrl+Shift+S")
    assert lead.board.isVisible()
    assert lead.board.tables.table.hasFocus()
    await lead.press("Space")
    await lead.press("Space")
    chosen = lead.board.chosen_ids
    assert len(chosen) == 2
    await lead.press("L")
    whom = lead.board.action.whom
    assert whom.hasFocus()
    await lead.press("R")  # Rina, desk B
    assert whom.currentText() == "Rina, Meja B"
    await lead.press("Return")
    await lead.type("banyak panggilan")
    await lead.press("Return")
    await lead.until_owner(chosen, ("B", "rina"))
    assert [lead.owner(key) for key in ids if key not in chosen] == [("C", "budi")]
    assert "menunggu kata ruangan" in lead.words
    await lead.desk.until(lambda: "✓ 2 kejadian sekarang pada Rina, Meja B." in lead.words)
    assert lead.board.tables.table.hasFocus()
    assert not lead.board.action.isVisible()
    await lead.neighbour.until(
        lambda: sum(v.code == "incident_given" for v in lead.neighbour.services.session.status().alarms) == 2,
        limit_s=10,
    )


async def test_without_a_reason_nothing_goes(lead: Lead) -> None:
    (key,) = await lead.tickets(1)
    await lead.press("Ctrl+Shift+S")
    await lead.press("A")
    assert lead.board.action.reason.hasFocus()
    await lead.press("Return")
    assert lead.board.action.isVisible()
    assert lead.board.action.reason.placeholderText() == "Alasan harus diisi"
    await lead.press("Escape")
    assert not lead.board.action.isVisible()
    assert lead.board.isVisible()
    assert lead.owner(key) == ("C", "budi")
    await lead.press("Escape")
    assert not lead.board.isVisible()


async def test_dropped_on_a_desk_they_go_there(lead: Lead) -> None:
    ids = await lead.tickets(2)
    await lead.press("Ctrl+Shift+S")
    assert lead.drop(ids, "B")
    assert lead.board.action.isVisible()
    assert lead.board.action.whom.currentText() == "Meja B (Rina)"
    assert lead.board.action.reason.hasFocus()
    await lead.type("x")
    await lead.press("Return")
    await lead.until_owner(ids, ("B", ""))


async def test_a_lead_forces_with_shift_and_enter(lead: Lead, monkeypatch: pytest.MonkeyPatch) -> None:
    (key,) = await lead.tickets(1)
    forced: list[bool] = []
    monkeypatch.setattr(
        lead.window.room.handing, "take_over", lambda ids, reason, *, force: forced.append(force)
    )
    await lead.press("Ctrl+Shift+S")
    for keys in ("Return", "Shift+Return"):
        await lead.press("A")
        await lead.type("x")
        await lead.press(keys)
    assert forced == [False, True]
    assert lead.owner(key) == ("C", "budi")


async def test_what_is_no_incident_cannot_be_dropped(lead: Lead) -> None:
    await lead.tickets(1)
    await lead.press("Ctrl+Shift+S")
    desks = lead.board.tables.desk_table
    text = QMimeData()
    text.setText("i1")
    where = desks.visualRect(lead.board.tables.desks.index(0, 0)).center()
    buttons, held = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    dropped = QDropEvent(QPointF(where), COPY, text, buttons, held)
    desks.dropEvent(dropped)
    none = lead.board.tables.incidents.mimeData([])
    desks.dropEvent(QDropEvent(QPointF(QPoint(5, desks.height() - 3)), COPY, none, buttons, held))
    assert not lead.board.action.isVisible()
    assert incidents_of(text) == []


async def test_enter_on_a_desk_sends_the_chosen_ones_there(lead: Lead) -> None:
    (key,) = await lead.tickets(1)
    await lead.press("Ctrl+Shift+S")
    lead.board.tables.desk_table.setFocus()
    lead.board.tables.desk_table.setCurrentIndex(lead.board.tables.desks.index(0, 0))
    await lead.press("Return")
    assert lead.board.action.whom.currentText() == "Meja B (Rina)"
    await lead.type("x")
    await lead.press("Return")
    await lead.until_owner([key], ("B", ""))


async def test_the_command_line_passes_on_the_ticket_in_the_form_and_takes_it_back(lead: Lead) -> None:
    (key,) = await lead.tickets(1)
    lead.window.open_incident(key)
    await lead.settle()
    line = lead.window.command_line
    line.setFocus()
    await lead.type("limpahkan rina banyak panggilan")
    QTest.keyClick(line, Qt.Key.Key_Return)
    await lead.until_owner([key], ("B", "rina"))
    owner = lead.window.form.header.owner
    await lead.desk.until(lambda: owner.isVisible() and owner.text() == "Meja B (Rina)")
    line.setFocus()
    await lead.type("ambil dekat sini")
    QTest.keyClick(line, Qt.Key.Key_Return)
    await lead.until_owner([key], ("C", "budi"))
    await lead.desk.until(lambda: not owner.isVisible())


async def test_words_that_mean_nobody_are_refused_in_words(lead: Lead) -> None:
    (key,) = await lead.tickets(1)
    lead.window.open_incident(key)
    lead.window.commands.obey("pass_on", "zorro sibuk")
    lead.window.commands.obey("pass_on", "b")
    await lead.settle()
    assert "Petugas “zorro” tidak dikenal" in lead.words
    assert lead.owner(key) == ("C", "budi")
    lead.window.form.open_incident("")
    lead.window.commands.obey("pass_on", "b sibuk")
    await lead.settle()
    assert "Belum ada kejadian yang dipilih" in lead.words


async def test_from_the_board_a_ticket_is_opened_closed_marked_and_opened_again(lead: Lead) -> None:
    (key,) = await lead.tickets(1)
    form = lead.window.form
    await lead.press("Ctrl+Shift+S")
    await lead.press("Return")
    assert (lead.board.isVisible(), form.incident_id) == (False, key)
    await lead.press("Ctrl+Shift+S")
    await lead.press("T")
    assert form.close_sheet.isVisible()
    form.close_sheet.put_away()
    await lead.press("Ctrl+Shift+S")
    await lead.press("P")
    assert form.state_sheet.isVisible()
    assert form.state_sheet.state.currentData() == "false_report"
    await lead.type("iseng")
    await lead.press("Return")
    await lead.desk.until(lambda: key not in lead.services._world.incidents)
    await lead.press("Ctrl+Shift+S")
    assert lead.board.tables.empty.isVisible()
    await lead.press("S")
    await lead.desk.until(lambda: [row.incident_id for row in lead.board.tables.incidents.rows] == [key])
    lead.board.tables.focus_incidents()
    await lead.press("B")
    await lead.type("benar")
    await lead.press("Return")
    await lead.desk.until(lambda: key in lead.services._world.incidents)


async def test_listening_in_goes_to_the_desk_under_the_cursor(
    lead: Lead, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str]] = []
    monkeypatch.setattr(
        lead.window.left.parties, "supervise", lambda letter, mode: asked.append((letter, mode))
    )
    await lead.press("Ctrl+Shift+S")
    desks = lead.board.tables.desk_table
    desks.setFocus()
    desks.setCurrentIndex(lead.board.tables.desks.index(0, 0))
    for key in "DWI":
        await lead.press(key)
    assert asked == [("B", "listen"), ("B", "whisper"), ("B", "barge")]


async def test_sorting_and_height_are_remembered(lead: Lead) -> None:
    first, second = await lead.tickets(2)
    await lead.press("Ctrl+Shift+S")
    tables = lead.board.tables
    tables.sort_incidents(owned_model.TICKET)
    assert [row.incident_id for row in tables.incidents.rows] == [first, second]
    tables.sort_incidents(owned_model.TICKET)
    assert [row.incident_id for row in tables.incidents.rows] == [second, first]
    tables.splitter.setSizes([100, 400])
    tables.splitter.splitterMoved.emit(100, 1)
    kept = str(lead.services.session.setting(SETTING)).split()
    assert kept[:4] == ["0", "0", str(owned_model.TICKET), "1"]
    again = lead.fresh_board()
    again.bring_up()
    assert [row.incident_id for row in again.tables.incidents.rows] == [second, first]
    await lead.press("O")
    assert again.tables.incidents.rows
    again.put_away()
    again.deleteLater()
    await lead.settle()


@pytest.mark.parametrize("spoiled", ["", "x", "1 2 3", "99 0 0 0 0 0", "0 0 -1 0 5 5", "0 0 99 0 5 5"])
async def test_a_spoiled_memory_of_the_layout_is_as_designed(lead: Lead, spoiled: str) -> None:
    lead.services.session.set_setting(SETTING, spoiled)
    again = lead.fresh_board()
    again.bring_up()
    assert [line.letter for line in again.tables.desks.rows] == ["B", "C"]
    again.put_away()
    again.deleteLater()
    await lead.settle()


async def test_the_filter_finds_an_owner_and_says_when_it_finds_nothing(lead: Lead) -> None:
    await lead.tickets(2)
    await lead.press("Ctrl+Shift+S")
    tables = lead.board.tables
    field = lead.find(QLineEdit, "room_board_filter")
    field.setFocus()
    await lead.type("c (budi")
    assert len(tables.incidents.rows) == 2
    await lead.type(") rina")
    assert list(tables.incidents.rows) == []
    assert "rina" in tables.empty.text()


async def test_who_is_asked_for_is_whole_on_a_small_screen(lead: Lead) -> None:
    (key,) = await lead.tickets(1)
    await lead.press("Ctrl+Shift+S")
    tables = lead.board.tables
    wish = TransferWish(fact_id="f1", to_desk="B", to_operator="rahmawati", asked_by="sari", from_desk="C")
    asked = replace(tables.incidents.rows[tables.incidents.row_of(key)], wish=wish)
    text = tables.incidents.text(asked, WISH)
    assert text == "→ B (rahmawati)"
    assert tables.width() < WIDE_PX, "1366 px"
    tables.incidents.set_rows([asked])
    tables.table.findChild(ColumnFit).fit()  # as it would itself in a moment
    assert tables.table.columnWidth(WISH) >= tables.table.sizeHintForColumn(WISH) > 0
    title = tables.table.horizontalHeader().sectionSizeFromContents(WISH).width()
    assert tables.table.columnWidth(WISH) >= title


async def test_another_desk_that_has_the_line_is_said_in_the_list(lead: Lead) -> None:
    lead.engine.caller_hangs_up(lead.engine.ring("081250001111"))
    await lead.desk.until(lambda: bool(lead.services.callbacks.open_items()))
    b = lead.neighbour
    await b.until(lambda: bool(b.services.callbacks.open_items()), limit_s=10)
    await b.services.callbacks.take(b.services.callbacks.open_items()[0].callback_id)
    await lead.desk.until(lambda: lead.services.callbacks.open_items()[0].is_held_elsewhere, limit_s=10)
    model = lead.window.left.queue.callbacks
    await lead.until_settled(lambda: "diurus Meja B (Rina)" in str(model.index(0, 0).data()))
    await lead.press("Ctrl+B")
    await lead.press("Return")
    await lead.desk.until(lambda: "Sedang diurus Meja B (Rina)." in lead.words)
    await lead.press("Shift+Return")
    await lead.desk.until(lambda: bool(lead.services.calls.live()), limit_s=10)


async def test_who_gets_an_incident_reads_it_at_once(lead: Lead) -> None:
    b = lead.neighbour
    key = await b.services.incidents.new()
    await lead.desk.until(lambda: lead.services._world.entry(key) is not None, limit_s=10)
    await b.services.ownership.reassign([key], to_operator="budi", reason="jauh dari saya")
    await lead.desk.until(lambda: "jauh dari saya" in lead.words, limit_s=10)
    assert "Dilimpahkan" in lead.words
    assert "dari Meja B (Rina), oleh Rina" in lead.words
