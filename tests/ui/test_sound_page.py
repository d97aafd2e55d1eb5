"""The page Uji suara: what is found is said in words; levels are asked for only while it is seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from batola_desk.engine.dose import STAGES as DOSE_STAGES
from batola_desk.ipc import messages as m
from batola_desk.ipc import sound_messages as sm
from batola_desk.services.seat_views import SoundResultView
from batola_desk.ui import sound_words
from batola_desk.ui.line.level_meter import LevelMeter
from tests.ui.preferences_stage import Stage, open_stage
from tests.ui.shell_stage import open_shell


def text(stage: Stage, name: str) -> str:
    found = stage.find(QLabel, name)
    assert isinstance(found, QLabel)
    return found.text()


async def test_levels_are_asked_for_only_while_the_page_is_seen(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        assert stage.commands(sm.WatchLevels) == []
        stage.sheet.bring_up()
        await stage.settle()
        assert len(stage.commands(sm.WatchLevels)) == 1
        stage.desk.engine.tell(sm.DeviceLevels(dbfs={"ear": -20.0, "microphone": -33.0}))
        await stage.settle()
        shown = {meter.accessibleName(): meter.level_dbfs for meter in stage.sheet.findChildren(LevelMeter)}
        assert shown["Headset"] == -20.0
        assert shown["Mikrofon"] == -33.0
        assert shown["Pengeras suara"] is None
        QTest.keyClick(stage.window.focusWidget(), Qt.Key.Key_Escape)
        await stage.settle()
        before = len(stage.commands(sm.WatchLevels))
        qtbot.wait(2300)
        assert len(stage.commands(sm.WatchLevels)) == before


async def test_a_test_is_started_shown_and_ends_when_the_page_is_left(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        stage.sheet.bring_up()
        loop, tone = stage.find(QPushButton, "test_loop"), stage.find(QPushButton, "tone_loudspeaker")
        assert isinstance(loop, QPushButton)
        assert isinstance(tone, QPushButton)
        tone.click()
        await stage.settle()
        assert stage.commands(sm.StartSoundCheck)[-1] == sm.StartSoundCheck(
            request_id=stage.commands(sm.StartSoundCheck)[-1].request_id, kind="tone", role="loudspeaker"
        )
        assert not loop.isEnabled(), "one at a time"
        assert "Nada diputar" in text(stage, "sound_words")
        results = (
            sm.SoundResult(role="ear", code="loop_good", level_db=-31.2, delay_ms=62.6),
            sm.SoundResult(role="loudspeaker", code="echo_strong", level_db=-12.0, delay_ms=80.0),
        )
        done = sm.SoundCheckStatus(kind="loop", phase="done", progress=1.0, results=results)
        stage.desk.engine.tell(sm.SoundCheckChanged(check=done))
        await stage.settle()
        assert loop.isEnabled()
        assert text(stage, "sound_words").splitlines() == [
            "Headset: nada terdengar kembali setelah 63 ms (-31 dB). Perangkat ini benar.",
            "Pengeras suara menggema di mikrofon (-12 dB, 80 ms). Jauhkan atau kecilkan pengeras suara.",
        ]
        loop.click()
        await stage.settle()
        QTest.keyClick(stage.window, Qt.Key.Key_Escape)
        stage.sheet.hide()
        await stage.settle()
        assert stage.commands(sm.StopSoundCheck)


async def test_no_test_beside_a_call_and_the_page_says_why(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        key = stage.desk.engine.ring("081250001111")
        await stage.settle()
        await stage.desk.services.calls.answer(key)
        await stage.settle()
        stage.sheet.bring_up()
        echo = stage.find(QPushButton, "test_echo")
        assert isinstance(echo, QPushButton)
        assert not echo.isEnabled()
        assert "di luar panggilan" in text(stage, "sound_words")


async def test_a_test_takes_the_keyboard_to_its_end_and_back(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        stage.sheet.bring_up()
        echo = stage.find(QPushButton, "test_echo")
        assert isinstance(echo, QPushButton)
        echo.setFocus()
        QTest.keyClick(echo, Qt.Key.Key_Space)
        await stage.settle()
        assert stage.window.focusWidget() is stage.find(QPushButton, "test_stop")
        QTest.keyClick(stage.window.focusWidget(), Qt.Key.Key_Space)
        await stage.settle()
        assert stage.commands(sm.StopSoundCheck)
        assert stage.window.focusWidget() is echo


async def test_a_second_headset_is_chosen_is_said_with_its_assumption(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        stage.sheet.bring_up()
        assert "Belum ada suara" in text(stage, "sound_dose")
        dose = sm.DoseStatus(seconds=7000, daily_dba=85.4, mean_dba=90.0, stage="high", full_scale_dba=105.0)
        stage.desk.engine.tell(sm.DoseChanged(dose=dose))
        await stage.settle()
        said = text(stage, "sound_dose")
        assert all(part in said for part in ("85 dB(A)", "90 dB(A)", "1 j 56 m", "105 dB(A)", "bergantian"))


async def test_a_second_headset_is_chosen_and_its_microphone_is_off(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        stage.sheet.bring_up()
        stage.vm.choose_device("second_headset", "Headset B")
        await stage.settle()
        chosen = stage.commands(m.SelectDevices)[-1]
        assert isinstance(chosen, m.SelectDevices)
        assert (chosen.second_headset, chosen.second_microphone_on) == ("Headset B", False)
        on = stage.find(QPushButton, "second_mic_on")
        assert isinstance(on, QPushButton)
        on.click()
        await stage.settle()
        chosen = stage.commands(m.SelectDevices)[-1]
        assert isinstance(chosen, m.SelectDevices)
        assert (chosen.second_headset, chosen.second_microphone_on) == ("Headset B", True)


async def test_the_automatic_gain_has_a_switch_that_shows_what_the_engine_does(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_stage(tmp_path) as stage:
        stage.sheet.bring_up()
        on, off = stage.find(QPushButton, "gain_on"), stage.find(QPushButton, "gain_off")
        assert isinstance(on, QPushButton)
        assert isinstance(off, QPushButton)
        assert on.text() == "✓ Diratakan"
        on.setFocus()
        QTest.keyClick(on, Qt.Key.Key_Left)  # by keys alone, like every choice of the sheet
        await stage.settle()
        assert [command.on for command in stage.commands(sm.SetAutomaticGain)] == [False]
        assert (on.text(), off.text()) == ("Diratakan", "✓ Apa adanya")
        stage.desk.engine.refuse["SetAutomaticGain"] = "engine_busy"
        on.click()
        await stage.settle()
        assert off.text() == "✓ Apa adanya", "refused: the mark stays where the truth is"
        assert stage.said


async def test_number_keys_play_the_sentences_to_a_silent_caller(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        await shell.answered()
        await shell.press("F9")
        await shell.type("2")
        sent = [command.name for command in shell.engine.commands if isinstance(command, sm.PlayPrompt)]
        assert sent == ["tanda"]
        play = shell.find(QPushButton, "play_1")
        assert play.text() == "■ 2"
        await shell.type(" ")
        assert [command for command in shell.engine.commands if isinstance(command, sm.StopPrompt)]
        assert play.text() == "▶ 2"
        await shell.type("2")
        await shell.type("3")
        sent = [command.name for command in shell.engine.commands if isinstance(command, sm.PlayPrompt)]
        assert sent == ["tanda", "tanda", "pilihan"], "the next one takes over at once"


def test_every_finding_of_the_engine_has_its_words() -> None:
    source = Path(sound_words.__file__).parents[1] / "audio" / "sound_test.py"
    import re

    codes = set(re.findall(r'"((?:microphone|loop|echo|tone)_\w+)"', source.read_text()))
    assert len(codes) >= 10
    assert codes <= set(sound_words.RESULTS)
    assert {stage for stage, _ in DOSE_STAGES} <= set(sound_words.STAGES)


@pytest.mark.parametrize("code", sorted(sound_words.RESULTS))
def test_a_finding_without_figures_is_said_too(code: str) -> None:
    words = sound_words.result_words(SoundResultView(role="ear", code=code))
    assert "{" not in words
    assert "None" not in words
