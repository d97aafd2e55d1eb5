"""The recordings of a call: heard again while it lives, seen, marked and exported afterwards; all by keys."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from batola_desk.ipc.recording_messages import FetchRecording, JudgeRecordings, PlayRecording, StoreChanged
from batola_desk.ipc.recording_parts import StoreStatus
from batola_desk.services.recording_views import OWN, MarkView
from batola_desk.services.waveform import WaveformCancelledError, read_waveform
from batola_desk.ui.recordings.waveform_view import WaveformView, _tick_words
from tests.support.sounds import write_conversation
from tests.ui.shell_stage import ShellStage, open_shell

SECONDS = 40.0
PATH = "2026/03/04/call.wav"


async def recorded_call(shell: ShellStage, *, seconds: float = SECONDS) -> str:
    """A call that was answered, spoke a digit and ended, with a real file."""
    key = shell.engine.ring("081250001111")
    await shell.settle()
    await shell.services.calls.answer(key)
    await shell.settle()
    begun_us = shell.services.now_us() - 5_000_000
    shell.engine.digit(key, "1")
    shell.engine.caller_hangs_up(key)
    sha256 = write_conversation(shell.services.recordings.folder / PATH, seconds)
    shell.engine.recorded(key, PATH, seconds, sha256=sha256, started_us=begun_us)
    await shell.settle()
    return key


async def opened(shell: ShellStage) -> str:
    key = await recorded_call(shell)
    shell.window.recordings.open_call(key)
    await shell.until(lambda: shell.window.recordings.waveform is not None)
    return key


def commands(shell: ShellStage, kind: type) -> list[object]:
    return [command for command in shell.engine.commands if isinstance(command, kind)]


async def test_the_live_call_is_heard_again_and_left_by_the_same_key(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        shell.engine.ring("081250001111")
        await shell.settle()
        await shell.services.calls.answer()
        await shell.settle()
        await shell.press("Ctrl+O")
        playing = shell.services.session.playback()
        assert playing is not None
        assert playing.live_call_key
        assert playing.duration_s == 60.0
        await shell.press("Alt+Right")
        await shell.press("Alt+Right")
        await shell.press("Alt+Left")
        await shell.press("Alt+Down")
        playing = shell.services.session.playback()
        assert playing is not None
        assert (playing.position_s, playing.speed) == (5.0, 0.8)
        await shell.press("Ctrl+O")
        assert shell.services.session.playback() is None
        assert shell.services.calls.live()  # the call went on all the time


async def test_marks_of_the_journal_and_own_ones_stand_on_the_sound(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        await opened(shell)
        vm, sheet = shell.window.recordings, shell.window.recording_sheet
        assert sheet.isVisible()
        kinds = [mark.kind for mark in vm.marks]
        assert kinds == ["call.answered", "call.digit_received", "call.ended"]
        vm.seek(12.25)
        sheet.setFocus()
        QTest.keyClick(sheet, Qt.Key.Key_T)
        QTest.keyClicks(sheet.mark_field, "nama jalan")
        QTest.keyClick(sheet.mark_field, Qt.Key.Key_Return)
        await shell.settle()
        own = [mark for mark in vm.marks if mark.kind == "own"]
        assert [(mark.at_s, mark.text, mark.actor) for mark in own] == [(12.25, "nama jalan", "sari")]
        assert sheet.waveform.mark_count == 4
        assert sheet.model.rowCount() == 4
        sheet.marks.setFocus()
        await shell.press("Home")
        await shell.press("Del")
        assert sheet.model.rowCount() == 4, "what the journal says is nobody's to take away"
        assert not sheet.unmark.isEnabled()
        while not sheet.unmark.isEnabled():
            await shell.press("Down")
        assert sheet.unmark.text().endswith("Del")
        await shell.press("Del")
        assert [mark.kind for mark in vm.marks] == kinds


async def test_keys_move_cursor_zoom_and_playback(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        await opened(shell)
        vm, sheet = shell.window.recordings, shell.window.recording_sheet
        sheet.setFocus()
        for _ in range(3):
            QTest.keyClick(sheet, Qt.Key.Key_Right)
        QTest.keyClick(sheet, Qt.Key.Key_Left)
        assert vm.cursor_s == 10.0
        whole = sheet.waveform.span_s
        QTest.keyClick(sheet, Qt.Key.Key_Plus)
        QTest.keyClick(sheet, Qt.Key.Key_Plus)
        closer = sheet.waveform.span_s
        assert closer[1] - closer[0] < (whole[1] - whole[0]) / 2
        assert closer[0] <= 10.0 <= closer[1]
        QTest.keyClick(sheet, Qt.Key.Key_Space)
        await shell.settle()
        played = commands(shell, PlayRecording)[-1]
        assert isinstance(played, PlayRecording)
        assert (played.path, played.start_s) == (PATH, 10.0)
        assert played.sha256 == vm.view.files[0].sha256  # type: ignore[union-attr]
        QTest.keyClick(sheet, Qt.Key.Key_Space)
        await shell.settle()
        assert vm.playing is not None
        assert vm.playing.paused
        QTest.keyClick(sheet, Qt.Key.Key_Escape)
        await shell.settle()
        assert not sheet.isVisible()
        assert shell.services.session.playback() is None


async def test_a_click_on_the_sound_goes_there(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        await opened(shell)
        view = shell.window.recording_sheet.waveform
        plot = view.findChild(object, "waveform")
        assert plot is not None
        port = plot.viewport()
        QTest.mouseClick(port, Qt.MouseButton.LeftButton, pos=port.rect().center())
        await shell.settle()
        assert shell.window.recordings.cursor_s == pytest.approx(SECONDS / 2, abs=1.0)


async def test_an_extract_leaves_with_letter_and_hashes_and_is_journalled(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_shell(tmp_path) as shell:
        key = await opened(shell)
        vm, sheet = shell.window.recordings, shell.window.recording_sheet
        vm.seek(8.0)
        QTest.keyClick(sheet, Qt.Key.Key_BracketLeft)
        vm.seek(18.0)
        QTest.keyClick(sheet, Qt.Key.Key_BracketRight)
        assert vm.extract == (8.0, 18.0)
        done: list[str] = []
        vm.exported.connect(done.append)
        sheet.export.reason.setText("Permintaan penyidik")
        sheet.export.export.click()
        await shell.settle()
        assert "orang kedua" in shell.words
        sheet.export.witness.setText("sari")  # the person at the desk cannot be her own witness
        sheet.export.export.click()
        await shell.settle()
        assert not done
        sheet.export.witness.setText("Rahmad")
        sheet.export.export.click()
        await shell.until(lambda: bool(done))
        with zipfile.ZipFile(done[0]) as package:
            name = next(name for name in package.namelist() if name.endswith(".wav"))
            sound, letter = package.read(name), package.read("sampul.txt").decode()
        original = (shell.services.recordings.folder / PATH).read_bytes()
        assert sound[44:] == original[44 + 8 * 32_000 : 44 + 18 * 32_000]
        sha256 = hashlib.sha256(sound).hexdigest()
        for words in (sha256, hashlib.sha256(original).hexdigest(), "Rahmad", "Permintaan penyidik", key):
            assert words in letter
        assert "WITA" in letter
        call = await shell.services.recordings._call(key)
        fact = dict(next(entry for entry in call.timeline if entry.kind == "call.recording_exported").values)
        assert fact["extract_sha256"] == sha256
        assert (fact["witness"], fact["reason"]) == ("Rahmad", "Permintaan penyidik")


async def test_an_altered_original_is_not_exported_and_raises_the_alarm(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        await opened(shell)
        file = shell.services.recordings.folder / PATH
        data = bytearray(file.read_bytes())
        data[10_000] ^= 1
        file.write_bytes(data)
        shell.window.recordings.export("Permintaan", "Rahmad")
        await shell.until(lambda: not shell.window.recordings.is_exporting)
        await shell.settle()
        assert "TIDAK SAMA" in shell.words
        assert "recording_altered" in {alarm.code for alarm in shell.services.session.status().alarms}
        assert not list(shell.services._setup.paths.exports.glob("*.zip*"))


async def test_a_cancelled_export_leaves_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        await opened(shell)
        vm = shell.window.recordings
        vm.export("Permintaan", "Rahmad")
        vm.cancel_export()
        await shell.until(lambda: not vm.is_exporting)
        assert not list(shell.services._setup.paths.exports.glob("*.zip*"))


async def freed_call(shell: ShellStage) -> tuple[str, bytes]:
    """A call whose recording only the store has; its content."""
    key = await recorded_call(shell)
    file = shell.services.recordings.folder / PATH
    content = file.read_bytes()
    file.unlink()
    stored = {"path": PATH, "store": "s3:x", "key": PATH, "sha256": "ab" * 32, "at_us": 1}
    shell.engine._fact("call.recording_stored", key, **stored)
    await shell.settle()
    return key, content


async def test_a_freed_recording_is_drawn_once_it_has_come_from_the_store(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_shell(tmp_path) as shell:
        key, content = await freed_call(shell)
        vm, sheet = shell.window.recordings, shell.window.recording_sheet
        vm.open_call(key)
        await shell.until(lambda: bool(commands(shell, FetchRecording)))
        shell.engine.fetch_news(PATH, 0.42)
        await shell.settle()
        assert "42 %" in sheet.state.toolTip() + sheet.state.text()
        assert "sedang diambil" in sheet.hint.text()
        (shell.services.recordings.folder / PATH).write_bytes(content)
        shell.engine.fetch_news(PATH, 1.0, done=True)
        await shell.until(lambda: vm.waveform is not None)
        await shell.until(lambda: vm.file is not None and vm.file.is_here)
        await shell.settle()
        assert "penyimpanan" not in sheet.state.text()


async def test_a_store_that_is_away_is_said_where_the_sound_would_be(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        key, _ = await freed_call(shell)
        shell.window.recordings.open_call(key)
        await shell.until(lambda: bool(commands(shell, FetchRecording)))
        shell.engine.fetch_news(PATH, done=True, code="store_unreachable")
        await shell.until(lambda: bool(shell.window.recordings.fetch_fault))
        hint = shell.window.recording_sheet.hint.text()
        assert hint.startswith("✖")
        assert "tidak bisa dihubungi" in hint
        assert "Spasi" in hint


async def test_the_strip_says_when_copies_wait(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        store = StoreStatus(kind="s3", waiting_count=12, code="store_unreachable")
        shell.engine.tell(StoreChanged(store=store))
        await shell.settle()
        part = shell.window.strip._parts["recording"]
        assert "12 rekaman menunggu disalin" in part.text()
        assert "tidak bisa dihubungi" in part.toolTip()
        shell.engine.tell(StoreChanged(store=StoreStatus(kind="s3")))
        await shell.settle()
        assert "Rekaman siap" in part.text()


# -- the shape of the sound


@pytest.mark.parametrize("rate_hz", [8000, 16_000])
def test_the_waveform_holds_every_peak_at_every_zoom(tmp_path: Path, rate_hz: int) -> None:
    write_conversation(tmp_path / "x.wav", 61.3, rate_hz=rate_hz)
    waveform = read_waveform(tmp_path / "x.wav")
    assert waveform.duration_s == pytest.approx(61.3)
    assert len(waveform.levels) > 1
    finest = waveform.levels[0][1]
    for bin_s, peaks in waveform.levels:
        assert abs(peaks.shape[1] * bin_s - 61.3) <= bin_s
        assert np.array_equal(peaks[..., 1].max(axis=1), finest[..., 1].max(axis=1))
        assert np.array_equal(peaks[..., 0].min(axis=1), finest[..., 0].min(axis=1))
    assert waveform.level_for(5.0, 400)[0] == 0.01
    assert waveform.level_for(61.0, 400)[0] > 0.01


def test_reading_ends_when_nobody_wants_it(tmp_path: Path) -> None:
    write_conversation(tmp_path / "x.wav", 45.0)
    with pytest.raises(WaveformCancelledError):
        read_waveform(tmp_path / "x.wav", lambda: True)


async def test_a_recording_is_held_with_a_reason_and_the_engine_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        key = await opened(shell)
        sheet = shell.window.recording_sheet
        await shell.services.calls.classify(key, "P")
        await shell.settle()
        judged = [item for command in commands(shell, JudgeRecordings) for item in command.judgements]  # type: ignore[attr-defined]
        assert [item.judgement for item in judged] == ["free"]
        assert sheet.export.hold.text().endswith("H")
        sheet.setFocus()
        await shell.press("H")
        assert "Alasan belum diisi" in shell.words
        await shell.press("E")
        await shell.type("Permintaan pengadilan")
        await shell.press("Esc")
        await shell.press("H")
        assert "ditahan: Permintaan pengadilan" in sheet.state.whole
        judged = [item for command in commands(shell, JudgeRecordings) for item in command.judgements]  # type: ignore[attr-defined]
        assert judged[-1].judgement == "held"
        await shell.press("H")
        assert "ditahan" not in sheet.state.whole


async def test_words_of_close_marks_do_not_overlap(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        await opened(shell)
        view = shell.window.findChild(WaveformView)
        assert isinstance(view, WaveformView)
        at_s = (7.2, 7.2, 7.3, 15.5, 15.6, 15.7, SECONDS)
        view.show_marks(
            tuple(
                MarkView(path=PATH, at_s=at, kind=OWN, text=f"kata {number}")
                for number, at in enumerate(at_s)
            )
        )
        boxes = view.label_boxes
        assert len(boxes) == len(at_s), "there is room for these"
        for number, (left, right, level) in enumerate(boxes):
            for other_left, other_right, other_level in boxes[number + 1 :]:
                assert level != other_level or right <= other_left or other_right <= left
        assert max(right for _, right, _ in boxes) <= view.width(), "the last one looks back"
        crowd = tuple(
            MarkView(path=PATH, at_s=20.0 + number / 100, kind=OWN, text="kata panjang")
            for number in range(40)
        )
        view.show_marks(crowd)
        assert 1 <= len(view.label_boxes) < len(crowd), "some words are left to the list"


def test_close_ticks_do_not_say_the_same_second_twice() -> None:
    assert _tick_words([3.5, 4.0, 4.5, 5.0], 1.0, 0.5) == ["", "00:04", "", "00:05"]
    assert _tick_words([0.0, 60.0, 119.9999], 1.0, 20.0) == ["00:00", "01:00", "02:00"]
