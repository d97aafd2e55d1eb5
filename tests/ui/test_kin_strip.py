"""Tickets that belong together, in the window: merged by one key, said in words, taken apart again."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from batola_desk.ui.incident.parts import short_ticket
from tests.ui.shell_stage import ShellStage, open_shell

PLACE = (-3.2372, 114.5846)


async def _ticket(shell: ShellStage) -> str:
    await shell.desk.forward(1)
    ticket = await shell.services.incidents.new(source="manual")
    shell.services.incidents.set_field(ticket, "type_code", "KB01")
    await shell.services.incidents.set_location(ticket, *PLACE, source="map_click", label="Handil Bakti")
    await shell.services.incidents.add_note(ticket, f"catatan {ticket[-4:]}")
    return ticket


async def _number(shell: ShellStage, ticket: str) -> str:
    return short_ticket((await shell.services.incidents.open_view(ticket)).incident.ticket_number)


async def test_one_key_merges_with_the_similar_ticket_and_one_takes_it_back(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_shell(tmp_path) as shell:
        old, young = await _ticket(shell), await _ticket(shell)
        form = shell.window.form
        form.open_incident(young)
        await shell.until(form.similar.isVisible)
        assert form.similar.merges[0].text().endswith("Alt+X")
        await shell.press("Alt+X")
        await shell.until(lambda: form.incident_id == old)
        number = await _number(shell, young)
        await shell.until(form.kin.isVisible)
        assert number in form.kin.lines[0].whole
        assert any(note.text.startswith(f"[{number}] ") for note in form.vm.notes), "with where it comes from"
        await shell.press("Ctrl+Z")
        await shell.until(lambda: len(shell.services.incidents.board()) == 2)
        await shell.until(lambda: not form.kin.isVisible())
        assert "Penggabungan tiket" in shell.words


async def test_taking_apart_asks_why_and_shows_the_ticket(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        old, young = await _ticket(shell), await _ticket(shell)
        await shell.services.kinship.merge(old, young)
        form = shell.window.form
        form.open_incident(old)
        await shell.until(form.kin.isVisible)
        shell.find(QPushButton, "kin_apart_1").click()
        assert form.words_sheet.isVisible()
        await shell.type("dua rumah")
        await shell.press("Return")
        await shell.until(lambda: form.incident_id == young)
        assert len(shell.services.incidents.board()) == 2


async def test_the_words_of_the_command_line_do_the_same(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        old, young = await _ticket(shell), await _ticket(shell)
        form = shell.window.form
        form.open_incident(young)
        await shell.settle()
        for line, wanted in ((f"kaitkan {await _number(shell, old)}", "related"), ("satukan A99", "related")):
            await shell.press("Ctrl+K")
            QTest.keyClicks(shell.window.command_line, line)
            QTest.keyClick(shell.window.command_line, Qt.Key.Key_Return)
            await shell.settle()
            await shell.until(lambda: bool(shell.services.kinship.of(young)))
            assert [kin.kind for kin in shell.services.kinship.of(young)] == [wanted]
        assert "A99" in shell.words
        await shell.press("Ctrl+K")
        QTest.keyClicks(shell.window.command_line, f"satukan {await _number(shell, old)}")
        QTest.keyClick(shell.window.command_line, Qt.Key.Key_Return)
        await shell.until(lambda: form.incident_id == old)


async def test_the_calls_of_a_merged_ticket_are_counted_and_marked(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        tickets = []
        for number in ("081250001111", "081250002222"):
            await shell.desk.forward(1)
            key = await shell.answered(number)
            tickets.append(await shell.services.incidents.new(call_key=key))
            await shell.services.calls.hang_up(key)
            await shell.settle()
        old, young = tickets
        await shell.services.kinship.merge(old, young)
        form = shell.window.form
        form.open_incident(old)
        await shell.until(lambda: form.tabs.tabText(3) == "Panggilan (2)")
        number = await _number(shell, young)
        titles = [card.title.text() for card in form.calls.cards if not card.isHidden()]
        assert [f"[{number}]" in title for title in titles] == [False, True]
