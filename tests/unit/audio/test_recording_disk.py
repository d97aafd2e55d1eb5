"""Recordings on a disk that fills, on a real small file system where that is allowed, else a faulty layer."""

from __future__ import annotations

import errno
import io
import os
import shutil
import subprocess
import threading
import time
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from batola_desk.audio import recording_file
from batola_desk.audio.events import AudioEvent, RecordingContinues, RecordingFailed, RecordingFinished
from batola_desk.audio.recording import Recorder, part_path
from batola_desk.audio.recording_file import first_path, name_times, segment_path

RATE_HZ = 16_000
FRAME = RATE_HZ // 50


class Room:
    """Frees ``deletable`` files one after another when asked."""

    def __init__(self, deletable: list[Path], has_room: Callable[[], bool] = lambda: True) -> None:
        self.deletable = deletable
        self.has_room = has_room

    def provide(self, *, refused: bool = False) -> bool:
        if not refused:
            return self.has_room()
        if not self.deletable:
            return False
        self.deletable.pop(0).unlink()
        return True


def ramp(start: int, count: int) -> np.ndarray:
    """Sound in which every sample tells its place."""
    return (np.arange(start, start + count) % 30_000 + 1).astype(np.int16)


SESSIONS: list[Session] = []


class Session:
    """Records a long ramp and collects what the recorder says, with the time of each word."""

    def __init__(self, path: Path, room: Room) -> None:
        SESSIONS.append(self)
        self.events: list[tuple[float, AudioEvent]] = []
        self.recorder = Recorder(lambda event: self.events.append((time.monotonic(), event)), room=room)
        self.recorder.start()
        self.tap = self.recorder.open("call-1", path, RATE_HZ)
        self.sample = 0

    def say(self, seconds: float) -> None:
        for _ in range(round(seconds * 50)):
            pcm = ramp(self.sample, FRAME)
            self.tap.write(pcm, -pcm)
            self.sample += FRAME
        self.settle()

    def settle(self) -> None:
        until_s = time.monotonic() + 10.0
        while self.recorder.backlog and time.monotonic() < until_s:
            time.sleep(0.005)

    def wait_for(self, kind: type, count: int = 1, limit_s: float = 8.0) -> None:
        until_s = time.monotonic() + limit_s
        while len(self.told(kind)) < count and time.monotonic() < until_s:
            time.sleep(0.01)
        assert len(self.told(kind)) >= count, self.events

    def told(self, kind: type) -> list[AudioEvent]:
        return [event for _, event in self.events if isinstance(event, kind)]

    def end(self) -> None:
        self.recorder.close(self.tap)
        self.recorder.stop()


def whole(events: list[AudioEvent]) -> np.ndarray:
    """The caller's side of all files, one after the other."""
    sound = np.zeros(0, np.int16)
    for event in events:
        assert isinstance(event, RecordingFinished)
        result = event.result
        assert abs(result.start_s * RATE_HZ - len(sound)) <= RATE_HZ / 1000  # the name is exact to 1 ms
        assert result.start_s == name_times(result.path).start_s
        with wave.open(str(result.path), "rb") as file:
            assert file.getframerate() == RATE_HZ == result.sample_rate_hz
            both = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2)
        sound = np.concatenate([sound, both[:, 0]])
    return sound


@pytest.fixture(autouse=True)
def _no_recorder_left() -> Iterator[None]:
    """A test that fails in the middle must not leave its recorder's thread behind."""
    yield
    for session in SESSIONS:
        session.recorder.stop()
    SESSIONS.clear()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 2 MB."""
    if shutil.which("mount") is None:
        pytest.skip("no way to make a file system")
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if made.returncode != 0:
        pytest.skip("no right to make a file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.expects_log
def test_a_disk_that_fills_in_mid_call_costs_no_word_when_old_copies_can_be_freed(small_disk: Path) -> None:
    old = [small_disk / "old-1.wav", small_disk / "old-2.wav"]
    for file in old:
        file.write_bytes(bytes(600_000))
    session = Session(small_disk / "x-20260304T050607089Z.wav", Room(list(old)))
    session.say(25.0)  # 1.6 MB beside 1.2 MB of old ones on 2 MB
    session.end()
    assert session.told(RecordingFailed)
    assert session.told(RecordingContinues)
    assert not old[0].exists()
    sound = whole(session.told(RecordingFinished))
    assert np.array_equal(sound, ramp(0, session.sample))
    assert len(session.told(RecordingFinished)) >= 2


@pytest.mark.expects_log
def test_a_full_disk_without_anything_to_free_is_told_within_two_seconds_and_tried_again(
    small_disk: Path,
) -> None:
    ballast = small_disk / "other"
    session = Session(small_disk / "x-20260304T050607089Z.wav", Room([]))
    session.say(2.0)
    ballast.write_bytes(bytes(os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_bsize))
    filled_s = time.monotonic()
    session.say(3.0)
    session.wait_for(RecordingFailed)
    told_s = next(at_s for at_s, event in session.events if isinstance(event, RecordingFailed))
    assert told_s - filled_s < 2.0
    assert session.told(RecordingFailed)[0].code == "disk_full"  # type: ignore[attr-defined]
    time.sleep(1.2)
    assert len(session.told(RecordingFailed)) == 1  # said once, not at every try
    ballast.unlink()  # somebody made room by hand
    session.wait_for(RecordingContinues)
    session.say(1.0)
    session.end()
    assert np.array_equal(whole(session.told(RecordingFinished)), ramp(0, session.sample))


@pytest.mark.expects_log
def test_recording_stops_before_the_reserve_of_the_journal_is_used_and_goes_on_after(tmp_path: Path) -> None:
    has_room = threading.Event()
    has_room.set()
    session = Session(tmp_path / "x-20260304T050607089Z.wav", Room([], has_room.is_set))
    session.say(1.0)
    has_room.clear()
    session.wait_for(RecordingFailed)
    session.say(1.0)
    grown = {file: file.stat().st_size for file in tmp_path.iterdir()}
    time.sleep(0.7)
    assert {file: file.stat().st_size for file in tmp_path.iterdir()} == grown
    has_room.set()
    session.wait_for(RecordingContinues)
    session.end()
    assert np.array_equal(whole(session.told(RecordingFinished)), ramp(0, session.sample))


class TearingFile(io.FileIO):
    """Takes ``budget`` bytes, tearing the last write wherever it falls; then the disk is full."""

    budget = 0

    def write(self, data: object) -> int:  # type: ignore[override]
        if self.tell() < 44:
            return super().write(data)  # type: ignore[arg-type]
        part = memoryview(data)[: type(self).budget]  # type: ignore[arg-type]
        if not len(part):
            raise OSError(errno.ENOSPC, "full")
        type(self).budget -= len(part)
        return super().write(part)


@pytest.mark.expects_log
@pytest.mark.parametrize("budget", [64_000, 64_001, 64_002, 64_003])
def test_a_write_torn_inside_a_sample_loses_at_most_that_sample(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, budget: int
) -> None:
    monkeypatch.setattr(TearingFile, "budget", budget)
    real_open = Path.open
    monkeypatch.setattr(
        recording_file.Path,
        "open",
        lambda self, mode="r", **more: (
            TearingFile(self, mode) if mode == "x+b" else real_open(self, mode, **more)
        ),
    )

    class Refilled(Room):
        def provide(self, *, refused: bool = False) -> bool:
            if refused:
                TearingFile.budget = 10_000_000
            return True

    session = Session(tmp_path / "x-20260304T050607089Z.wav", Refilled([]))
    session.say(3.0)
    session.end()
    sound, said = whole(session.told(RecordingFinished)), ramp(0, session.sample)
    torn = budget // 4
    assert np.array_equal(sound, said if budget % 4 == 0 else np.delete(said, torn))


def test_a_further_file_tells_its_place_and_its_first_file() -> None:
    first = Path("2026/03/04/key-at-20260304T050607089Z.wav")
    further = segment_path(first, 3725.25)
    assert further.name == "key-at-20260304T050607089Z-at03725250.wav"
    assert first_path(further) == first == first_path(first)
    assert name_times(first).start_s == 0.0
    assert name_times(further).start_s == 3725.25
    assert name_times(further).started_us - name_times(first).started_us == 3_725_250_000
    assert name_times(first).started_us == 1_772_600_767_089_000
    assert name_times(Path("foreign.wav")).started_us == 0
    assert part_path(further).name.endswith(".wav.part")
