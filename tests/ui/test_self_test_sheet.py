"""The self-test by keyboard: offered when a shift begins, answered by letters, gone when a call comes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from batola_desk.domain.self_test import Outcome, Part, SelfTest
from batola_desk.ipc import messages as m
from batola_desk.ipc import sound_messages as sm
from batola_desk.services.room_board import DeskLine
from batola_desk.services.self_test_api import Question
from batola_desk.services.self_test_parts import too_late
from batola_desk.ui.self_test import self_test_words
from batola_desk.ui.self_test.self_test_sheet import SelfTestSheet
from batola_desk.ui.supervision.desk_model import TEST, DeskModel
from tests.support.shipped import shipped_catalog
from tests.ui.shell_stage import ShellStage, open_shell


@pytest.fixture
async def stage(qtbot: QtBot, tmp_path: Path) -> AsyncIterator[ShellStage]:
    async with open_shell(tmp_path) as opened:
        yield opened


def sheet(stage: ShellStage) -> SelfTestSheet:
    return stage.window.self_test


def found(stage: ShellStage, part: str) -> str:
    label = stage.find(QLabel, f"self_test_{part}")
    assert isinstance(label, QLabel)
    return label.text()


async def begin(stage: ShellStage) -> None:
    await stage.press("Ctrl+Shift+V")
    test = stage.services.self_test
    await stage.until(lambda: {Part.RECORDING, Part.MAP} <= set(test.view().findings))
    await stage.settle()


async def speak(stage: ShellStage, dbfs: float) -> None:
    stage.engine.tell(sm.DeviceLevels(dbfs={"microphone": dbfs}))
    await stage.settle()


async def test_a_shift_begins_with_an_offer_and_ends_with_a_signature(stage: ShellStage) -> None:
    window = stage.window
    assert window.self_test_banner.isVisible()
    assert not sheet(stage).isVisible(), "nothing is forced"
    await begin(stage)
    assert sheet(stage).isVisible()
    assert not window.self_test_banner.isVisible()
    assert found(stage, "recording") == "ditulis dan terbaca kembali"
    assert found(stage, "tone") == "sedang diuji …"
    assert "headset dan di pengeras suara" in sheet(stage).question.text()
    assert not sheet(stage).meter.isVisible()
    await stage.press("Y")
    assert sheet(stage).meter.isVisible()
    await speak(stage, -22.0)
    window.pulse.fast.emit()
    assert sheet(stage).meter.level_dbfs == -22.0
    await stage.press("Y")
    assert sheet(stage).outcome.text().startswith("LULUS. Ditandatangani Sari, ")
    assert sheet(stage).outcome.property("role") == "ok"
    assert not sheet(stage).yes.isVisible()
    await stage.press("Esc")
    assert not sheet(stage).isVisible()
    assert not window.self_test_banner.isVisible()
    assert stage.services.self_test.ended_by == Outcome.PASSED


async def test_what_is_wrong_and_what_to_do_stands_beside_it(stage: ShellStage) -> None:
    stage.engine.refuse["TryRecording"] = "recording_not_written"
    await begin(stage)
    assert "Lapor TI sekarang" in found(stage, "recording")
    await stage.press("T")
    assert "Besarkan volume peringatan" in found(stage, "tone")
    await stage.press("T")
    assert sheet(stage).outcome.text().startswith("TIDAK LULUS")
    assert sheet(stage).outcome.property("role") == "late"
    await stage.press("U")
    assert stage.services.self_test.view().is_running, "again, from the sheet"


async def test_a_call_takes_the_sheet_away_and_the_offer_waits_for_its_end(stage: ShellStage) -> None:
    await begin(stage)
    key = await stage.ring()
    assert not sheet(stage).isVisible()
    assert stage.window.self_test_banner.isVisible(), "no row moves under the hand while it rings"
    assert "Uji meja dihentikan" in stage.words
    await stage.press("Ctrl+Shift+V")
    assert "tidak diuji di samping panggilan" in stage.words
    assert not sheet(stage).isVisible()
    await stage.press("F2")
    assert not stage.window.self_test_banner.isVisible(), "no room is taken from a call in talk"
    stage.engine.caller_hangs_up(key)
    await stage.settle()
    assert stage.window.self_test_banner.isVisible()


async def test_esc_breaks_it_off_and_the_tone_with_it(stage: ShellStage) -> None:
    await begin(stage)
    await stage.press("Esc")
    assert not stage.services.self_test.view().is_running
    assert any(isinstance(told, sm.StopSoundCheck) for told in stage.engine.commands)
    assert stage.window.self_test_banner.isVisible()


async def test_it_is_skipped_on_the_command_line_with_a_reason(stage: ShellStage) -> None:
    stage.window.self_test_banner.skip.click()
    await stage.settle()
    line = stage.window.command_line
    assert line.text() == "lewati-uji "
    assert line.hasFocus()
    await stage.press("Return")
    assert stage.window.self_test_banner.isVisible(), "without a reason nothing is skipped"
    line.setText("lewati-uji antrean penuh")
    await stage.press("Return")
    assert not stage.window.self_test_banner.isVisible()
    last = stage.services.self_test.view().last
    assert last is not None
    assert (last.outcome, last.reason) == ("skipped", "antrean penuh")
    await stage.press("Ctrl+Shift+V")
    assert sheet(stage).isVisible(), "a test later in the shift is possible all the same"


async def test_letters_are_heard_only_while_something_is_asked(stage: ShellStage) -> None:
    stage.engine.devices = m.DeviceStatus(problems=("no_headset", "no_microphone"))
    stage.engine.tell(m.DevicesChanged(devices=stage.engine.devices))
    await stage.settle()
    await stage.press("Ctrl+Shift+V")
    await stage.until(lambda: not stage.services.self_test.view().is_running)
    await stage.settle()
    assert not sheet(stage).yes.isVisible()
    await stage.press("Y")
    assert found(stage, "microphone").startswith("Tidak ada mikrofon")


async def test_english_letters_answer_too(stage: ShellStage) -> None:
    stage.window.keep_setting("screen.language", "en")
    await stage.settle()
    await begin(stage)
    assert sheet(stage).no.text() == "No  N"
    await stage.press("N")
    assert stage.services.self_test.view().findings[Part.TONE] == "tone_unheard"


def test_the_board_says_how_the_last_test_of_a_desk_ended(qtbot: QtBot) -> None:
    said = self_test_words.outcome_words
    bad = SelfTest(
        outcome="failed",
        at_us=0,
        operator="rina",
        name="Rina",
        findings=(("tone", "tone_unheard"), ("map", "map_simple"), ("microphone", "microphone_bad")),
    )
    assert said(bad) == "TIDAK LULUS: Nada peringatan, Mikrofon"
    skipped = SelfTest(outcome="skipped", at_us=0, operator="rina", name="Rina", reason="antrean penuh")
    assert said(skipped) == "dilewati: antrean penuh"
    newer = SelfTest(outcome="x" * 5000, at_us=0, operator="rina", name="Rina")
    assert len(said(newer)) <= self_test_words.WORDS_MAX
    model = DeskModel(shipped_catalog(), lambda: 420_000_000, lambda: "id")
    line = DeskLine(letter="B", label="", is_here=False, running=True, mode="", heard_us=0)
    assert model.text(line, TEST) == "belum diuji"
    assert model.text(replace(line, self_test=bad), TEST) == "✖ 07:00 Nada peringatan, Mikrofon"
    assert model.text(replace(line, self_test=skipped), TEST) == "– 07:00 antrean penuh"
    tip = model.cell(replace(line, self_test=bad), 0, Qt.ItemDataRole.ToolTipRole)
    assert "TIDAK LULUS" in tip
    assert model.column_count == TEST + 1


def test_every_part_question_and_finding_has_words() -> None:
    assert set(self_test_words.PARTS) == set(Part) == set(self_test_words.GOOD_WORDS)
    assert set(self_test_words.OUTCOMES) == set(Outcome)
    assert set(self_test_words.QUESTIONS) == set(Question) - {Question.NONE}
    late = {too_late(part, is_attached=attached) for part in Part for attached in (True, False)}
    assert late <= set(self_test_words.FINDINGS)
