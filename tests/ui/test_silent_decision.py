"""What the rules make of a silent call: said on the panel, done by one key, shown to the shift lead."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from batola_desk.services import text_sender
from tests.support.desk_double import CALLER
from tests.support.intake_stage import HOUSE, Service
from tests.support.played_sender import BY_SMS, PlayedSender
from tests.support.shipped import shipped_catalog
from tests.ui.shell_stage import ShellStage, open_shell


@asynccontextmanager
async def silent(home: Path) -> AsyncIterator[tuple[ShellStage, str]]:
    """A call in the silent procedure, the keyboard in its checklist."""
    async with open_shell(home, catalog=shipped_catalog(), size=(1920, 1080)) as shell:
        key = await shell.answered()
        await shell.press("F9")
        yield shell, key


def text(shell: ShellStage, name: str) -> str:
    part = shell.find(QLabel, name)
    assert isinstance(part, QLabel)
    return part.text() if part.isVisible() else ""


def decision(shell: ShellStage) -> str:
    part = shell.find(QPushButton, "silent_decide")
    assert isinstance(part, QPushButton)
    return part.text() if part.isVisible() else ""


async def press_key(shell: ShellStage, key: str, digit: str) -> None:
    """The caller presses a telephone key."""
    shell.engine.digit(key, digit)
    await shell.settle()
    shell.window.left.silent.ticked.emit()


async def test_a_key_of_the_caller_opens_the_ticket_by_one_key(qtbot: QtBot, tmp_path: Path) -> None:
    async with silent(tmp_path) as (shell, key):
        assert decision(shell) == ""
        await shell.press("Ctrl+Return")
        assert shell.services.incidents.board() == (), "nothing is decided without a sign"
        await press_key(shell, key, "1")
        assert "SN01" in decision(shell)
        assert "penelepon menekan tombol atau menjawab: 1" in text(shell, "silent_missing")
        await shell.press("Ctrl+Return")
        view = shell.window.form.vm.view
        assert view is not None
        assert (view.incident.text("type_code"), view.priority) == ("SN01", "P1")
        assert view.incident.call_keys == (key,)
        await shell.press("F9")
        assert "Buka tiket" in decision(shell)
        await shell.press("Ctrl+Return")
        assert len(shell.services.incidents.board()) == 1, "a second press opens no second ticket"


async def test_nothing_at_all_is_a_ghost_only_after_the_whole_procedure(qtbot: QtBot, tmp_path: Path) -> None:
    async with silent(tmp_path) as (shell, key):
        await shell.type("0")
        assert decision(shell) == ""
        await shell.desk.forward(32)
        shell.window.left.silent.ticked.emit()
        assert "G Ghost" in decision(shell)
        await shell.press("Ctrl+Return")
        view = shell.services.calls.get(key)
        assert view is not None
        assert view.call.call_class == "G"


async def test_presses_after_the_question_are_yes_and_no(qtbot: QtBot, tmp_path: Path) -> None:
    async with silent(tmp_path) as (shell, key):
        assert text(shell, "silent_answers") == ""
        await shell.desk.forward(25)
        shell.window.left.silent.ticked.emit()
        assert "belum ada" in text(shell, "silent_answers")
        for pause_s, presses in ((4, 1), (4, 2)):
            for _ in range(presses):
                await press_key(shell, key, "1")
            await shell.desk.forward(pause_s)
        shell.window.left.silent.ticked.emit()
        words = text(shell, "silent_answers")
        assert words.index("YA ") < words.index("TIDAK ")


@pytest.mark.parametrize("language", ["id", "en"])
async def test_who_pressed_the_key_for_a_mistake_gets_its_class(
    qtbot: QtBot, tmp_path: Path, language: str
) -> None:
    async with silent(tmp_path) as (shell, key):
        shell.services.session.set_setting("screen.language", language)
        await shell.settle()
        await press_key(shell, key, "5")
        assert {"id": "Kelas C Salah pencet", "en": "Class C"}[language] in decision(shell)
        await shell.press("Ctrl+Return")
        view = shell.services.calls.get(key)
        assert view is not None
        assert view.call.call_class == "C"


async def reads_figure(shell: ShellStage, words: str) -> None:
    """Wait until the board says so."""
    board = shell.window.room.board

    async def shown() -> None:
        while words not in board.silent.text():
            await shell.settle()
            await asyncio.sleep(0.01)

    await asyncio.wait_for(shown(), 20)


async def test_the_board_says_how_many_silent_calls_were_examined(qtbot: QtBot, tmp_path: Path) -> None:
    async with silent(tmp_path) as (shell, key):
        board = shell.window.room.board
        await shell.press("Ctrl+Shift+S")
        await reads_figure(shell, "belum ada")
        shell.engine.silence(key, 7.0)
        await shell.desk.forward(32)
        shell.engine.caller_hangs_up(key)
        await reads_figure(shell, "0 dari 1 (0 %)")
        assert board.silent.property("role") == "warn"
        for item in shell.services.catalog.silent.items:
            await shell.services.calls.tick_silent(key, item.code, heard=False)
        await reads_figure(shell, "1 dari 1 (100 %)")
        talked = await shell.answered("081299998888")
        await shell.services.calls.start_silent_check(talked)
        shell.engine.silence(talked, 0.0)
        await shell.desk.forward(8)
        shell.engine.caller_hangs_up(talked)
        await reads_figure(shell, "1 lain ternyata bicara")
        assert "1 dari 1 (100 %)" in board.silent.text()
        assert board.silent.property("role") == "ok"


async def test_the_greeting_is_there_while_it_rings_and_in_the_first_seconds(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_shell(tmp_path, catalog=shipped_catalog()) as shell:
        assert text(shell, "greeting") == ""
        key = await shell.ring()
        for language in ("en", "id"):  # callers are greeted in their language, not in the screen's
            shell.window.keep_setting("screen.language", language)
            await shell.settle()
            assert "Seratus dua belas Batola" in text(shell, "greeting")
        assert shell.find(QLabel, "greeting").toolTip() == ""
        await shell.press("F2")
        assert text(shell, "greeting")
        await shell.desk.forward(11)
        shell.window.left.line_panel.greeting.render_now()
        assert text(shell, "greeting") == ""
        shell.engine.caller_hangs_up(key)
        await shell.settle()
        assert text(shell, "greeting") == ""


async def reads(shell: ShellStage, name: str, words: str) -> None:
    """Wait until the panel says so."""

    async def shown() -> None:
        while words not in text(shell, name):
            await shell.settle()
            await asyncio.sleep(0.01)

    await asyncio.wait_for(shown(), 20)


async def test_one_key_sends_the_link_and_what_the_caller_answers_is_on_the_panel(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender = PlayedSender()
    monkeypatch.setattr(text_sender, "send_text", sender)
    service = Service(tmp_path).start()
    options = {"catalog": shipped_catalog(), "links": service.for_desk(), "senders": BY_SMS}
    try:
        async with open_shell(tmp_path / "meja", size=(1920, 1080), **options) as shell:
            key = await shell.answered()
            await shell.press("F9")
            assert text(shell, "silent_link") == ""
            await shell.type("/")
            await reads(shell, "silent_link", "terkirim, belum dibuka")
            ((number, words),) = sender.sent
            assert number == CALLER
            secret = words.partition("/#")[2].split()[0]
            lat, lon = HOUSE
            await asyncio.to_thread(lambda: service.says(secret, "open"))
            await asyncio.to_thread(lambda: service.says(secret, "position", lat=lat, lon=lon, acc=20))
            await reads(shell, "silent_best", "±20 m")
            await asyncio.to_thread(lambda: service.says(secret, "answer", code="mute"))
            await reads(shell, "silent_tapped", "TIDAK BISA BICARA")
            assert "SN01" in decision(shell)
            assert shell.services.links.of_call(key)[0].state == "located"
    finally:
        await asyncio.to_thread(service.stop)


async def test_without_links_the_key_is_not_there(qtbot: QtBot, tmp_path: Path) -> None:
    async with silent(tmp_path) as (shell, _key):
        assert not shell.find(QPushButton, "silent_send_link").isVisible()
        await shell.type("/")
        assert "intake.toml" not in shell.words
