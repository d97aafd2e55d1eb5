"""Search: pages, newest first, old answers dropped, recordings played."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from batola_desk.ipc.recording_messages import PausePlayback, PlaybackChanged, StopPlayback
from batola_desk.ipc.recording_parts import PlaybackStatus
from batola_desk.services.views import SearchHit
from batola_desk.ui.search.search_panel import SearchPanel, build_search
from batola_desk.ui.search.search_view_model import PAGE, WHERE
from tests.ui.form_stage import FormStage, open_stage


def panel_of(stage: FormStage) -> SearchPanel:
    panel = build_search(stage.services, stage.tasks, stage.pulse, stage.window)
    panel.resize(900, 500)
    panel.show()
    return panel


async def close_tickets(stage: FormStage, count: int) -> list[str]:
    made = []
    for _ in range(count):
        incident_id = await stage.services.incidents.new(source="manual")
        await stage.services.incidents.close(incident_id, disposition="handled", caller_informed="yes")
        made.append(incident_id)
    return made


async def found(stage: FormStage, panel: SearchPanel) -> None:
    await stage.until(lambda: not panel.vm.is_searching)
    await stage.settle()


async def test_the_list_grows_page_by_page_newest_first(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        made = await close_tickets(stage, PAGE + 7)
        panel = panel_of(stage)
        panel.focus_field()
        await found(stage, panel)
        assert len(panel.vm.model.rows) == PAGE
        panel.table.scrollToBottom()
        await found(stage, panel)
        assert [hit.identifier for hit in panel.vm.model.rows] == made[::-1]
        assert panel.vm.is_complete


async def test_enter_opens_the_ticket_of_the_line(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        made = await close_tickets(stage, 2)
        panel = panel_of(stage)
        panel.focus_field()
        await found(stage, panel)
        opened: list[str] = []
        panel.incident_activated.connect(opened.append)
        qtbot.keyClick(panel.field, Qt.Key.Key_Down)
        qtbot.keyClick(panel.table, Qt.Key.Key_Return)
        assert opened == [made[-1]]


async def test_a_played_call_is_paused_and_ended_by_keys(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        await close_tickets(stage, 1)
        panel = panel_of(stage)
        panel.focus_field()
        await found(stage, panel)
        qtbot.keyClick(panel.field, Qt.Key.Key_Down)
        stage.desk.engine.playback = PlaybackStatus(path="2026/a.wav", position_s=3.0, duration_s=9.0)
        stage.desk.engine.tell(PlaybackChanged(playback=stage.desk.engine.playback))
        await stage.settle()
        assert panel.bar.pause.text().endswith("Spasi")
        assert panel.bar.stop.text().endswith("H")
        qtbot.keyClick(panel.table, Qt.Key.Key_Space)
        qtbot.keyClick(panel.table, Qt.Key.Key_H)
        await stage.settle()
        sent = [type(command) for command in stage.desk.engine.commands]
        assert PausePlayback in sent
        assert StopPlayback in sent


async def test_the_answer_to_an_older_question_is_dropped(
    qtbot: QtBot, tmp_path: Path, monkeypatch: object
) -> None:
    async with open_stage(tmp_path) as stage:
        panel = panel_of(stage)
        slow = asyncio.Event()

        async def answer(text: str, **_: object) -> list[SearchHit]:
            if text == "old":
                await slow.wait()
            return [
                SearchHit(kind="call", identifier=text, title=text, subtitle="", at_us=1, state="classified")
            ]

        monkeypatch.setattr(stage.services.search, "search", answer)  # type: ignore[attr-defined]
        panel.vm.text = "old"
        panel.vm.search_now()
        await asyncio.sleep(0)
        panel.vm.text = "new"
        panel.vm.search_now()
        await found(stage, panel)
        slow.set()
        await stage.settle()
        assert [hit.identifier for hit in panel.vm.model.rows] == ["new"]


async def test_nothing_found_is_said_in_words(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        panel = panel_of(stage)
        panel.vm.text = "zzzz"
        panel.vm.search_now()
        await found(stage, panel)
        assert panel.empty.isVisible()
        assert "Tidak ada yang cocok" in panel.empty.text()


async def test_a_call_shows_the_words_of_its_class(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        panel = panel_of(stage)
        code, known = next(iter(stage.services.catalog.classes.items()))
        hit = SearchHit(kind="call", identifier="c", title="0812", subtitle=code, at_us=0, state="ended")
        panel.vm.model.set_rows([hit])
        assert known.label in panel.vm.model.index(0, WHERE).data()


async def test_the_letters_of_the_list_play_show_and_save(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They were dead: the table took them for words to search with."""
    async with open_stage(tmp_path) as stage:
        panel = panel_of(stage)
        hit = SearchHit(
            kind="call",
            identifier="c",
            title="0812",
            subtitle="",
            at_us=0,
            state="ended",
            recording_path="2026/c.wav",
        )
        panel.vm.model.set_rows([hit])
        panel.render_now()
        panel.table.setCurrentIndex(panel.vm.model.index(0, 0))
        panel.table.setFocus()
        asked: list[str] = []
        monkeypatch.setattr(panel.vm, "play", lambda chosen: asked.append(f"P {chosen.identifier}"))
        panel.recording_requested.connect(lambda key: asked.append(f"G {key}"))
        panel.trace_requested.connect(lambda key: asked.append(f"J {key}"))
        for key in (Qt.Key.Key_P, Qt.Key.Key_G, Qt.Key.Key_J):
            qtbot.keyClick(panel.table, key)
        assert asked == ["P c", "G c", "J c"]
