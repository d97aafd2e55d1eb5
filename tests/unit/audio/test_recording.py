import errno
import hashlib
import os
import subprocess
import sys
import threading
import time
import wave
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from batola_desk.audio import recording, recording_file, wav
from batola_desk.audio.events import AudioEvent, RecordingContinues, RecordingFailed, RecordingFinished
from batola_desk.audio.playback import FilePlayback
from batola_desk.audio.recording import Recorder, part_path, recording_path, recover_unfinished
from tests.support.waiting import until
from tests.unit.audio.bench import wait_for_sound
from tests.unit.audio.simulation import speech_like


class Events(list[AudioEvent]):
    """Collects what the recorder says."""

    def finished(self) -> RecordingFinished:
        found = [event for event in self if isinstance(event, RecordingFinished)]
        assert len(found) == 1, list(self)
        return found[0]


def channels_of(path: Path) -> tuple[np.ndarray, np.ndarray]:
    with wave.open(str(path), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (2, 2, 8000)
        both = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2)
    return both[:, 0], both[:, 1]


def record(recorder: Recorder, path: Path, caller: np.ndarray, operator: np.ndarray) -> None:
    tap = recorder.open("call-1", path)
    for at in range(0, len(caller), 160):
        tap.write(caller[at : at + 160], operator[at : at + 160])
    recorder.close(tap)


def test_the_name_holds_the_day_the_safe_key_and_the_time() -> None:
    at_utc = datetime(2026, 3, 4, 5, 6, 7, 89_000, tzinfo=UTC)
    path = recording_path(Path("root"), "../a b/ç:1@host", at_utc)
    assert path == Path("root/2026/03/04/a_b_1_host-20260304T050607089Z.wav")
    assert recording_path(Path("root"), "///", at_utc).name.startswith("call-")


def test_caller_is_left_operator_is_right_and_the_hash_is_of_the_file(tmp_path: Path) -> None:
    events = Events()
    recorder = Recorder(events.append)
    recorder.start()
    caller, operator = speech_like(1.0), speech_like(1.0, seed=9)
    record(recorder, tmp_path / "a" / "x.wav", caller, operator)
    recorder.stop()
    result = events.finished().result
    left, right = channels_of(result.path)
    assert np.array_equal(left, caller)
    assert np.array_equal(right, operator)
    assert result.sha256 == hashlib.sha256(result.path.read_bytes()).hexdigest()
    assert result.duration_s == 1.0
    assert result.byte_count == result.path.stat().st_size
    assert not part_path(result.path).exists()


def held_open(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """Somebody reads the growing file: Windows refuses to rename it so many times (WinError 32)."""
    replace, refusals = Path.replace, iter(range(times))

    def refusing(path: Path, target: Path) -> Path:
        if next(refusals, None) is not None:
            raise PermissionError(errno.EACCES, "used by another process")
        return replace(path, target)

    monkeypatch.setattr(recording, "_RETRY_S", 0.01)
    monkeypatch.setattr(Path, "replace", refusing)


def test_a_recording_that_is_being_heard_again_when_the_call_ends_is_sealed_a_moment_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = Events()
    recorder = Recorder(events.append)
    held_open(monkeypatch, times=3)
    recorder.start()
    caller, operator = speech_like(1.0), speech_like(1.0, seed=9)
    record(recorder, tmp_path / "x.wav", caller, operator)
    try:
        until(lambda: events)
    finally:
        recorder.stop()
    left, right = channels_of(events.finished().result.path)
    assert np.array_equal(left, caller)
    assert np.array_equal(right, operator)
    assert len(events) == 1, "nothing failed, so nothing is said"


@pytest.mark.expects_log
def test_a_recording_that_stays_held_open_is_said_once_and_sealed_by_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = Events()
    recorder = Recorder(events.append)
    held_open(monkeypatch, times=1000)
    monkeypatch.setattr(recording, "_SEAL_PAUSE_MAX_S", 0.02)
    recorder.start()
    record(recorder, tmp_path / "x.wav", speech_like(0.2), speech_like(0.2))
    try:
        until(lambda: events)
        time.sleep(0.1)
    finally:
        recorder.stop()
    assert events == [RecordingFailed("call-1", "no_permission", tmp_path / "x.wav")]
    monkeypatch.undo()
    (result,) = recover_unfinished(tmp_path)
    assert result.duration_s == 0.2


KILLED_WRITER = """
import sys, time, numpy as np
from pathlib import Path
from batola_desk.audio.recording import Recorder
recorder = Recorder(lambda event: None)
recorder.start()
tap = recorder.open("call-1", Path(sys.argv[1]))
frame = np.full(160, 1000, np.int16)
begin = time.monotonic()
for index in range(100000):
    while time.monotonic() - begin < index * 0.02:
        time.sleep(0.002)
    tap.write(frame, frame)
    if index % 10 == 0:
        print(index, flush=True)
"""


def test_a_recording_whose_process_is_killed_loses_less_than_a_second(tmp_path: Path) -> None:
    path = tmp_path / "2026" / "x.wav"
    command = [sys.executable, "-c", KILLED_WRITER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        written = next(int(line) for line in writer.stdout if int(line) >= 100)
        with wave.open(str(part_path(path)), "rb") as growing:  # valid while it grows
            assert growing.getnframes() / 8000 > written * 0.02 - 1.0
        writer.kill()
    results = recover_unfinished(tmp_path)
    assert [result.path for result in results] == [path]
    assert results[0].duration_s > written * 0.02 - 1.0
    left, _ = channels_of(path)
    assert len(left) == round(results[0].duration_s * 8000)
    assert np.all(left == 1000)
    assert recover_unfinished(tmp_path) == []


def test_half_a_sample_at_the_end_is_cut_and_a_foreign_file_is_left_alone(tmp_path: Path) -> None:
    torn = tmp_path / "a.wav.part"
    torn.write_bytes(wav.header(999) + bytes(403))
    assert wav.repair(torn) == (400, 8000)
    assert torn.stat().st_size == 444
    foreign = tmp_path / "b.wav"
    foreign.write_bytes(b"x" * 100)
    with pytest.raises(ValueError, match=r"b\.wav"):
        wav.repair(foreign)
    assert foreign.read_bytes() == b"x" * 100


@pytest.mark.expects_log
def test_a_file_that_cannot_be_recovered_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.wav.part").write_bytes(b"")
    (tmp_path / "b.wav.part").write_bytes(wav.header(0) + bytes(640))
    assert [result.path.name for result in recover_unfinished(tmp_path)] == ["b.wav"]
    assert (tmp_path / "a.wav.part").exists()


@pytest.mark.expects_log
def test_a_name_that_exists_is_never_overwritten(tmp_path: Path) -> None:
    part_path(tmp_path / "x.wav").write_bytes(b"older evidence")
    events = Events()
    recorder = Recorder(events.append)
    recorder.start()
    record(recorder, tmp_path / "x.wav", speech_like(0.1), speech_like(0.1))
    recorder.stop()
    assert events[0] == RecordingFailed("call-1", "disk_fault", tmp_path / "x.wav")
    assert events.finished().result.path != tmp_path / "x.wav"
    assert events.finished().result.duration_s == 0.1
    assert part_path(tmp_path / "x.wav").read_bytes() == b"older evidence"


@pytest.mark.expects_log
@pytest.mark.parametrize("where", ["append", "sync"])
def test_a_fault_nobody_foresaw_in_one_recording_ends_no_other_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """One thread writes for all calls of the desk; without it nothing is recorded and nobody knows."""
    real = getattr(recording_file.GrowingFile, where)

    def broken(file: recording_file.GrowingFile, *values: object) -> None:
        if file.path.name.startswith("bad") and file.next_sample > 0:
            raise RuntimeError("nobody foresaw this")
        real(file, *values)

    monkeypatch.setattr(recording_file.GrowingFile, where, broken)
    monkeypatch.setattr(recording, "_SYNC_INTERVAL_S", 0.0)
    events = Events()
    recorder = Recorder(events.append)
    recorder.start()
    good, bad = recorder.open("good", tmp_path / "good.wav"), recorder.open("bad", tmp_path / "bad.wav")
    pcm = speech_like(0.1)[:160]
    for _ in range(3):
        for tap in (bad, good):
            tap.write(pcm, pcm)
        until_s = time.monotonic() + 5.0
        while recorder.backlog and time.monotonic() < until_s:
            time.sleep(0.005)
    until_s = time.monotonic() + 5.0
    while not any(isinstance(event, RecordingFailed) for event in events) and time.monotonic() < until_s:
        time.sleep(0.005)
    recorder.close(good)
    recorder.stop()
    told = [event for event in events if isinstance(event, RecordingFailed)]
    assert (told[0].call_id, told[0].code) == ("bad", "disk_fault")
    whole = [e for e in events if isinstance(e, RecordingFinished) and e.call_id == "good"]
    assert [event.result.duration_s for event in whole] == [pytest.approx(0.06)]


def test_a_recording_that_outgrows_its_file_goes_on_in_a_further_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A header counts to 4 GB, and a huge file is long in the hashing; no word is lost between two files."""
    monkeypatch.setattr(recording_file, "FILE_BYTES_MAX", 3 * 640)
    events = Events()
    recorder = Recorder(events.append)
    recorder.start()
    caller = np.arange(10 * 160, dtype=np.int16)
    record(recorder, tmp_path / "x-20261127T120000000Z.wav", caller, -caller)
    recorder.stop()
    assert not [event for event in events if isinstance(event, RecordingFailed)]
    sealed = [event.result for event in events if isinstance(event, RecordingFinished)]
    assert [result.start_s for result in sealed] == pytest.approx([0.0, 0.06, 0.12, 0.18])
    heard = np.concatenate([channels_of(result.path)[0] for result in sealed])
    assert np.array_equal(heard, caller)
    assert len([event for event in events if isinstance(event, RecordingContinues)]) == 3


@pytest.mark.expects_log
@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="tells files apart by /proc")
@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "disk_full"), (errno.EACCES, "no_permission"), (errno.EIO, "disk_fault")],
)
def test_a_disk_fault_is_told_once_and_other_recordings_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    real = os.fsync
    failing = threading.Event()

    def fsync(descriptor: int) -> None:
        if failing.is_set() and Path(f"/proc/self/fd/{descriptor}").resolve().name.startswith("bad"):
            raise OSError(number, os.strerror(number))
        real(descriptor)

    monkeypatch.setattr(recording_file.os, "fsync", fsync)
    monkeypatch.setattr(recording, "_SYNC_INTERVAL_S", 0.0)
    events = Events()
    recorder = Recorder(events.append)
    recorder.start()
    try:
        good, bad = recorder.open("good", tmp_path / "good.wav"), recorder.open("bad", tmp_path / "bad.wav")
        pcm = speech_like(0.1)[:160]
        for tap in (good, bad) * 3:
            tap.write(pcm, pcm)
        until(lambda: not recorder.backlog)
        failing.set()
        for tap in (good, bad) * 3:
            tap.write(pcm, pcm)
        until(lambda: any(isinstance(event, RecordingFailed) for event in events))
    finally:
        recorder.stop()
    failures = [event for event in events if isinstance(event, RecordingFailed)]
    assert failures == [RecordingFailed("bad", code, tmp_path / "bad.wav")]
    assert events.finished().call_id == "good"
    assert events.finished().result.duration_s == pytest.approx(0.12)


def test_frames_are_taken_ten_times_a_second_and_orders_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or each call would wake the writer fifty times a second; the end of a recording waits for nothing."""
    monkeypatch.setattr(recording, "_WRITE_INTERVAL_S", 60.0)
    events = Events()
    recorder = Recorder(events.append)
    recorder.start()
    ones = np.ones(160, np.int16)
    seen = set()
    try:
        tap = recorder.open("call-1", tmp_path / "x.wav")
        until(lambda: not recorder.backlog)
        for _ in range(10):
            tap.write(ones, ones)
            seen.add(recorder.backlog)
            time.sleep(0.002)
        recorder.close(tap)
        until(lambda: any(isinstance(event, RecordingFinished) for event in events))
        assert events.finished().result.duration_s == pytest.approx(0.2)
    finally:
        recorder.stop()
    assert seen == set(range(1, 11)), "none of the frames woke the writer"


@pytest.mark.expects_log
def test_a_slow_disk_drops_frames_keeps_the_time_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "_QUEUE_FRAMES", 10)
    events = Events()
    recorder = Recorder(events.append)  # not started: the disk takes nothing
    tap = recorder.open("call-1", tmp_path / "x.wav")
    ones = np.ones(160, np.int16)
    for _ in range(30):
        tap.write(ones, ones)
    assert recorder.overflow_count == 21
    recorder.start()
    try:
        until(lambda: not recorder.backlog)
        tap.write(ones, ones)
        recorder.close(tap)
    finally:
        recorder.stop()
    assert RecordingFailed("call-1", "too_slow", tmp_path / "x.wav") in events
    result = events.finished().result
    assert result.dropped_frame_count == 21
    left, _ = channels_of(result.path)
    assert len(left) == 31 * 160
    assert left.reshape(31, 160)[:, 0].tolist() == [1] * 9 + [0] * 21 + [1]


# -- playback


def _recorded(path: Path, caller: np.ndarray, operator: np.ndarray) -> Path:
    path.write_bytes(
        wav.header(len(caller) * 4) + np.column_stack([caller, operator]).astype("<i2").tobytes()
    )
    return path


def _play_all(playback: FilePlayback, frame_limit: int) -> np.ndarray:
    frames = []
    for _ in range(frame_limit):
        wait_for_sound(playback)
        if playback.is_finished:
            break
        frames.append(playback.next_frame())
    return np.concatenate(frames)


def test_playback_mixes_both_sides_and_ends(tmp_path: Path) -> None:
    caller, operator = speech_like(1.5), speech_like(1.5, seed=3)
    playback = FilePlayback(_recorded(tmp_path / "x.wav", caller // 2, operator // 2))
    try:
        played = _play_all(playback, 1000)
        assert playback.is_finished
    finally:
        playback.close()
    expected = (caller // 2).astype(np.float32) / 32768 + (operator // 2).astype(np.float32) / 32768
    copied = played[28::2]  # 1.75 ms, then every second sample
    assert np.allclose(copied, expected[: len(copied)], atol=1e-4)
    assert playback.position_s == pytest.approx(1.5)


def test_playback_honours_the_rate_of_the_file(tmp_path: Path) -> None:
    at_s = np.arange(16_000 * 2) / 16_000
    voice = (8000 * np.sin(2 * np.pi * 5000 * at_s)).astype(np.int16)  # not to be had at 8 kHz
    both = np.column_stack([voice, np.zeros_like(voice)]).astype("<i2").tobytes()
    (tmp_path / "x.wav").write_bytes(wav.header(len(both), 16_000) + both)
    playback = FilePlayback(tmp_path / "x.wav")
    try:
        assert playback.duration_s == 2.0
        played = _play_all(playback, 1000)
    finally:
        playback.close()
    assert len(played) == pytest.approx(32_000, abs=400)
    spectrum = np.abs(np.fft.rfft(played[4000:20_000]))
    assert np.argmax(spectrum) == pytest.approx(5000, abs=2)


def test_playback_seeks_and_pauses(tmp_path: Path) -> None:
    ramp = np.arange(16000, dtype=np.int16)
    playback = FilePlayback(_recorded(tmp_path / "x.wav", ramp, np.zeros(16000, np.int16)), start_s=1.0)
    try:
        first = _play_all(playback, 1)
        assert first[28] * 32768 == pytest.approx(8000)
        playback.set_paused(paused=True)
        assert not np.any(playback.next_frame())
        playback.set_paused(paused=False)
        playback.seek(0.5)
        assert _play_all(playback, 1)[28] * 32768 == pytest.approx(4000)
        assert playback.position_s == pytest.approx(0.52)
        playback.seek(99.0)
        assert playback.position_s == 2.0
    finally:
        playback.close()


def test_a_recording_that_still_grows_can_be_replayed(tmp_path: Path) -> None:
    events = Events()
    recorder = Recorder(events.append)
    recorder.start()
    tap = recorder.open("call-1", tmp_path / "x.wav")
    pcm = speech_like(1.0)
    for at in range(0, 8000, 160):
        tap.write(pcm[at : at + 160], pcm[at : at + 160])
    time.sleep(0.0)
    deadline_s = time.monotonic() + 2.0
    seconds = 0.0
    while seconds < 1.0 and time.monotonic() < deadline_s:
        time.sleep(0.02)
        if part_path(tmp_path / "x.wav").exists():
            playback = FilePlayback(part_path(tmp_path / "x.wav"))
            seconds = playback.duration_s
            playback.close()
    recorder.stop()
    assert seconds == 1.0


@pytest.mark.parametrize("content", [b"", b"RIFF", b"not a sound" * 10])
def test_a_file_that_is_no_recording_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.wav"
    path.write_bytes(content)
    with pytest.raises(ValueError, match="WAV"):
        FilePlayback(path)
    with pytest.raises(OSError, match="missing"):
        FilePlayback(tmp_path / "missing.wav")
