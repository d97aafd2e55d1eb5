"""Location links in the whole window: the key, the clipboard, the line under the call, words both ways."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit

from batola_desk.ui.map.fix_feeder import CallerFeeder
from tests.support.intake_stage import HOUSE, Service
from tests.support.shipped import shipped_catalog
from tests.ui.shell_stage import ShellStage, open_shell

SCRIPT = "<b>tolong</b><img src=x onerror=alert(1)>"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    made = Service(tmp_path).start()
    yield made
    made.stop()


def secret() -> str:
    found = re.search(r"/#([a-z0-9]+)", QGuiApplication.clipboard().text())
    assert found is not None
    return found[1]


def line(stage: ShellStage) -> str:
    label = stage.find(QLabel, "call_link")
    assert isinstance(label, QLabel)
    return label.text() if label.isVisible() else ""


async def until(stage: ShellStage, words: str) -> None:
    async def shown() -> None:
        while words not in line(stage):
            await stage.settle()
            await asyncio.sleep(0.01)

    await asyncio.wait_for(shown(), 20)


async def asked(stage: ShellStage) -> None:
    """Press the key and wait until the text lies on the clipboard."""
    QGuiApplication.clipboard().clear()
    await stage.press("Alt+O")
    await until(stage, "dibuat, belum dibuka")


async def test_one_key_copies_the_text_and_the_line_tells_how_far_it_got(
    service: Service, tmp_path: Path
) -> None:
    async with open_shell(tmp_path / "meja", links=service.for_desk()) as stage:
        await stage.answered()
        assert line(stage) == ""
        await asked(stage)
        await asyncio.wait_for(stage.desk.until(lambda: "disalin" in stage.words, 20), 21)
        assert line(stage).startswith("Tautan lokasi (disalin): dibuat, belum dibuka")
        code = secret()
        await asyncio.to_thread(service.says, code, "open")
        await until(stage, "dibuka penelepon")
        lat, lon = HOUSE
        await asyncio.to_thread(lambda: service.says(code, "position", lat=lat, lon=lon, acc=25))
        await until(stage, "lokasi diterima")
        stage.window.map_panel.render_now()
        feeder = next(one for one in stage.window.map_panel._feeders if isinstance(one, CallerFeeder))
        assert len(feeder.overlay.marks) == 1, "an area on the map"
        fixes = stage.window.form.details.fixes
        assert "tautan" in fixes.lines[0].whole and "±25 m" in fixes.lines[0].whole
        await stage.press("Alt+L")
        await stage.press("1")
        view = stage.services.incidents.view(stage.window.form.incident_id)
        assert view is not None and view.incident.location is not None
        assert view.incident.location.source == "link"
        (shown,) = stage.services.positions.of_incident(stage.window.form.incident_id)
        assert shown.is_confirmed


async def test_what_the_caller_writes_is_read_as_it_is_and_answered_by_key(
    service: Service, tmp_path: Path
) -> None:
    async with open_shell(tmp_path / "meja", links=service.for_desk(), catalog=shipped_catalog()) as stage:
        await stage.answered()
        await asked(stage)
        code = secret()
        await asyncio.to_thread(service.says, code, "open")
        await asyncio.to_thread(lambda: service.says(code, "text", text=SCRIPT))
        pane = stage.find(QPlainTextEdit, "text_lines")
        assert isinstance(pane, QPlainTextEdit)
        await stage.desk.until(lambda: SCRIPT in pane.toPlainText(), 20)
        await stage.press("Ctrl+P")
        await stage.type("di mana")
        await stage.press("Return")
        await stage.press("Ctrl+Shift+1")
        reply = stage.services.catalog.quick_replies[0].text
        await stage.desk.until(lambda: "▶ di mana" in pane.toPlainText(), 20)
        await stage.desk.until(lambda: f"▶ {reply}" in pane.toPlainText(), 20)
        answer = await asyncio.to_thread(service.says, code, "ask")
        assert {text["text"] for text in answer.content["texts"]} == {"di mana", reply}


async def test_after_the_call_the_caller_is_still_written_to(service: Service, tmp_path: Path) -> None:
    async with open_shell(tmp_path / "meja", links=service.for_desk()) as stage:
        key = await stage.answered()
        await asked(stage)
        code = secret()
        await asyncio.to_thread(service.says, code, "open")
        await until(stage, "dibuka penelepon")
        stage.engine.caller_hangs_up(key)
        await stage.settle()
        await stage.press("Ctrl+P")
        await stage.type("halo")
        await stage.press("Return")
        pane = stage.find(QPlainTextEdit, "text_lines")
        assert isinstance(pane, QPlainTextEdit)
        await stage.desk.until(lambda: "▶ halo" in pane.toPlainText(), 20)


async def test_the_card_of_the_call_on_the_ticket_tells_it_too(service: Service, tmp_path: Path) -> None:
    async with open_shell(tmp_path / "meja", links=service.for_desk()) as stage:
        key = await stage.answered()
        incident_id = await stage.services.incidents.new()
        await stage.services.calls.link(key, incident_id)
        await stage.settle()
        stage.window.open_incident(incident_id)
        await asked(stage)
        await stage.settle()
        labels = stage.window.form.findChildren(QLabel, "call_link_words")
        assert any("dibuat, belum dibuka" in label.text() for label in labels)


async def test_a_call_back_line_and_a_refusal_in_words(service: Service, tmp_path: Path) -> None:
    async with open_shell(tmp_path / "meja", links=service.for_desk()) as stage:
        await stage.press("Alt+O")
        assert "Tidak ada penelepon" in stage.words
        lost = await stage.ring("081299998888")
        stage.engine.caller_hangs_up(lost)
        await stage.settle()
        await stage.press("Ctrl+B")
        await stage.press("Alt+O")
        await stage.desk.until(lambda: bool(stage.services.links.of_call(lost)), 20)
        await stage.press("Ctrl+K")
        await stage.type("tautan fax")
        await stage.press("Return")
        await stage.desk.until(lambda: "“fax” tidak dikenal" in stage.words, 20)


async def test_switched_off_it_says_so(tmp_path: Path) -> None:
    async with open_shell(tmp_path) as stage:
        await stage.answered()
        await stage.press("Alt+O")
        assert "intake.toml" in stage.words


async def test_a_ticket_with_a_number_alone_and_its_position_by_one_key(
    service: Service, tmp_path: Path
) -> None:
    async with open_shell(tmp_path / "meja", links=service.for_desk()) as stage:
        incident_id = await stage.services.incidents.new()
        stage.services.incidents.set_field(incident_id, "callback_number", "081277776666")
        await stage.services.incidents.flush()
        stage.window.open_incident(incident_id)
        await stage.settle()
        QGuiApplication.clipboard().clear()
        await stage.press("Alt+O")
        await stage.desk.until(lambda: "#" in QGuiApplication.clipboard().text(), 20)
        code, (lat, lon) = secret(), HOUSE
        await asyncio.to_thread(lambda: service.says(code, "position", lat=lat, lon=lon, acc=25))
        fixes = stage.window.form.details.fixes
        await stage.desk.until(lambda: any("tautan" in line.whole for line in fixes.lines), 20)
        await stage.press("Alt+L")
        await stage.press("1")
        view = stage.services.incidents.view(incident_id)
        assert view is not None and view.incident.location is not None
        assert view.incident.location.source == "link"
