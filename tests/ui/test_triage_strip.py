"""The questions beside the form in the hands of an operator: one key each, no letter of the form lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from batola_desk.ipc import sound_messages as sm
from tests.support.shipped import shipped_catalog
from tests.ui.form_stage import FormStage, open_stage

INSIDE = "Masih ada orang di dalam?"
Key = Qt.Key


@asynccontextmanager
async def asking(home: Path, type_code: str, *, with_call: bool = False) -> AsyncIterator[FormStage]:
    """A form with a ticket of this type, the keyboard in its questions."""
    async with open_stage(home, catalog=shipped_catalog()) as stage:
        call_key = None
        if with_call:
            call_key = stage.desk.engine.ring("081250001111")
            await stage.settle()
            await stage.services.calls.answer(call_key)
            await stage.settle()
        incident_id = await stage.services.incidents.new(call_key=call_key)
        stage.services.incidents.set_field(incident_id, "type_code", type_code)
        stage.services.incidents.set_field(incident_id, "place_text", "Handil Bakti")
        stage.services.incidents.set_field(incident_id, "access", "road")
        await stage.services.incidents.flush()
        stage.form.open_incident(incident_id)
        await stage.settle()
        stage.form.ask_questions()
        await stage.settle()
        yield stage


def answers(stage: FormStage) -> dict[str, str]:
    return {line.question: line.answer for line in stage.form.triage_vm.lines if line.answer}


def asked(stage: FormStage) -> str:
    line = stage.form.triage_vm.current
    assert line is not None
    return line.question


def priority(stage: FormStage) -> str:
    view = stage.form.vm.view
    assert view is not None
    return view.priority


async def go_to(stage: FormStage, question: str) -> None:
    while asked(stage) != question:
        before = asked(stage)
        await stage.press(Key.Key_Down)
        assert asked(stage) != before, "the question is not on the sheet"


async def test_the_first_open_question_is_asked_and_one_key_answers_it(qtbot: QtBot, tmp_path: Path) -> None:
    async with asking(tmp_path, "KB05") as stage:
        assert asked(stage) == "Nomor ini bisa kami hubungi balik?", "the form answers where and what"
        for key in "y", "3":
            await stage.type(key)
        await stage.press(Key.Key_Return)
        await stage.type("?")
        found = answers(stage)
        assert found["Nomor ini bisa kami hubungi balik?"] == "Y"
        assert found["Ada yang terluka, terjebak, atau hilang? Berapa orang?"] == "3"
        assert found["Bapak/Ibu sekarang aman?"] == "?"
        assert asked(stage) == "Apa yang terbakar?"


async def test_a_yes_raises_undo_takes_it_back_and_the_badge_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    async with asking(tmp_path, "KB05") as stage:
        await go_to(stage, INSIDE)
        await stage.type("y")
        assert priority(stage) == "P1"
        assert "nyawa" in stage.form.details.type.meaning.whole
        stage.form.undo()
        await stage.settle()
        assert INSIDE not in answers(stage)
        assert priority(stage) == "P2"


async def test_words_are_typed_and_confirmed_and_letters_of_commands_stay_letters(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with asking(tmp_path, "KB05") as stage:
        await go_to(stage, "Apa yang terbakar?")
        await stage.type("dapur, toko Y?")
        assert "▸ dapur, toko Y?" in stage.form.triage.asked.whole
        await stage.press(Key.Key_Backspace)
        assert answers(stage).get("Apa yang terbakar?") is None
        await stage.press(Key.Key_Return)
        assert answers(stage)["Apa yang terbakar?"] == "dapur, toko Y"
        assert asked(stage) == INSIDE


async def test_what_the_form_knows_is_not_asked_twice_and_enter_goes_there(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with asking(tmp_path, "KB05") as stage:
        for _ in range(5):
            await stage.press(Key.Key_Up)
        assert asked(stage).startswith("Di mana kejadiannya")
        await stage.type("y")
        assert answers(stage)[asked(stage)] == "Handil Bakti"
        await stage.press(Key.Key_Return)
        assert stage.form.details.place.field.hasFocus()


async def test_escape_goes_back_to_the_field_that_was_written(qtbot: QtBot, tmp_path: Path) -> None:
    async with asking(tmp_path, "KB05") as stage:
        stage.form.details.texts["landmark"].setFocus()
        stage.form.ask_questions()
        await stage.type("y")
        await stage.press(Key.Key_Escape)
        assert stage.form.details.texts["landmark"].hasFocus()
        await stage.type("y")
        assert stage.form.vm.text("landmark") == "y", "letters are the field's again"


async def test_without_a_ticket_there_is_nothing_to_ask(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path, catalog=shipped_catalog()) as stage:
        assert stage.form.triage.isHidden()
        stage.form.ask_questions()
        await stage.settle()
        assert "Belum ada tiket" in stage.words
        stage.form.toggle_metronome()
        await stage.settle()
        assert "Tidak ada metronom" in stage.words


async def test_steps_are_read_out_and_the_beat_follows_its_key(qtbot: QtBot, tmp_path: Path) -> None:
    async with asking(tmp_path, "MD14", with_call=True) as stage:
        steps = stage.find(QLabel, "triage_steps")
        beat = stage.find(QPushButton, "triage_metronome")
        assert isinstance(steps, QLabel)
        assert isinstance(beat, QPushButton)
        assert steps.isHidden()
        assert beat.isHidden()
        await go_to(stage, "Bernapas seperti biasa?")
        await stage.type("t")
        assert steps.isVisible()
        assert "2. Tekan kuat di tengah dada" in steps.text()
        assert "belum disahkan" in steps.text()
        assert "110" in beat.text()
        stage.form.toggle_metronome()
        await stage.settle()
        (begun,) = [c for c in stage.desk.engine.commands if isinstance(c, sm.StartMetronome)]
        assert begun.per_min == 110
        assert "■" in beat.text()
        stage.form.toggle_metronome()
        await stage.settle()
        assert [c for c in stage.desk.engine.commands if isinstance(c, sm.StopMetronome)]
        assert "▶" in beat.text()
        stage.desk.engine.caller_hangs_up(stage.form.vm.live_call_key)
        await stage.settle()
        assert beat.isHidden()


async def test_a_beat_that_ticks_can_be_ended_whatever_the_type_is_now(qtbot: QtBot, tmp_path: Path) -> None:
    async with asking(tmp_path, "MD01", with_call=True) as stage:
        stage.form.toggle_metronome()
        await stage.settle()
        stage.services.incidents.set_field(stage.form.incident_id, "type_code", "KB01")
        await stage.settle()
        stage.form.toggle_metronome()
        await stage.settle()
        assert [c for c in stage.desk.engine.commands if isinstance(c, sm.StopMetronome)]


@pytest.mark.parametrize("language", ["id", "en"])
async def test_questions_and_steps_speak_the_language_of_the_screen(
    qtbot: QtBot, tmp_path: Path, language: str
) -> None:
    async with asking(tmp_path, "KB05") as stage:
        stage.services.session.set_setting("screen.language", language)
        await stage.settle()
        await go_to(stage, INSIDE)
        words = stage.form.triage.asked.whole
        assert words.startswith({"id": INSIDE, "en": "Is anybody still inside?"}[language])
        await stage.type("y")
        assert answers(stage)[INSIDE] == "Y"


async def test_the_history_says_what_was_asked_and_answered(qtbot: QtBot, tmp_path: Path) -> None:
    async with asking(tmp_path, "KB05") as stage:
        await go_to(stage, INSIDE)
        await stage.type("y")
        stage.form.undo()
        await stage.settle()
        stage.form.tabs.setCurrentWidget(stage.form.history)
        await stage.settle()
        shown = stage.form.history.lines
        said = "\n".join(shown.item(number).text() for number in range(shown.count()))
        assert f"Triase: {INSIDE} Ya" in said
        assert f"Triase: {INSIDE} jawaban dicabut" in said
        assert "Prioritas P1 oleh jawaban triase" in said


async def test_a_click_answers_too_and_leaves_the_keyboard_where_it_is(qtbot: QtBot, tmp_path: Path) -> None:
    async with asking(tmp_path, "KB05") as stage:
        stage.form.details.texts["landmark"].setFocus()
        await stage.settle()
        made = stage.find(QPushButton, "triage_yes")
        assert isinstance(made, QPushButton)
        made.click()
        await stage.settle()
        assert answers(stage)["Nomor ini bisa kami hubungi balik?"] == "Y"
        assert QApplication.focusWidget() is stage.form.details.texts["landmark"]
