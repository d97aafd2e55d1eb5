"""Whether the desk can record is tried in the folder of the recordings, and nothing of the try stays."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from pathlib import Path

import pytest

from batola_desk.audio import recording_file
from batola_desk.audio.recording import recover_unfinished
from batola_desk.engine import recording_try
from batola_desk.engine.recording_try import NAME, try_recording
from batola_desk.ipc.recording_messages import TryRecording
from tests.support.waiting import until
from tests.unit.engine.engine_room import EngineRoom


@pytest.fixture
def room(tmp_path: Path) -> Iterator[EngineRoom]:
    made = EngineRoom(tmp_path)
    yield made
    made.close()


def test_a_sound_folder_can_record_and_nothing_stays(tmp_path: Path) -> None:
    assert try_recording(tmp_path / "recordings") == ""
    assert list((tmp_path / "recordings").iterdir()) == []


def test_a_folder_that_takes_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "recordings").write_text("a file where the folder should be")
    assert try_recording(tmp_path / "recordings") == "recording_not_written"


@pytest.mark.parametrize("place", [5000, 28], ids=["in the sound", "in a field that no player reads"])
def test_a_disk_that_gives_back_something_else_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    seal = recording_file.finish_file

    def rot(part: Path, dropped: int) -> object:
        sealed = seal(part, dropped)
        with sealed.path.open("r+b") as file:
            file.seek(place)
            file.write(b"\x55\x55")
        return sealed

    monkeypatch.setattr(recording_file, "finish_file", rot)
    assert try_recording(tmp_path) == "recording_not_read"
    assert list(tmp_path.iterdir()) == []


def test_the_same_length_of_another_sound_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The seal fits a recording that was silent from the beginning: only its sound betrays it."""
    monkeypatch.setattr(recording_file.GrowingFile, "append", _silent_append)
    assert try_recording(tmp_path) == "recording_not_read"


def _silent_append(self: recording_file.GrowingFile, _sample: int, block: bytes) -> None:
    self._take(bytes(len(block)))


def test_what_a_dead_engine_left_of_a_try_is_no_recording_and_goes(tmp_path: Path) -> None:
    left = recording_file.GrowingFile(tmp_path / NAME, 8000, 0)
    left.append(0, bytes(640))
    left.sync(0.0)
    left.abandon()
    assert recover_unfinished(tmp_path) == []
    assert list(tmp_path.rglob("*.wav")) == []
    assert try_recording(tmp_path) == ""
    assert list(tmp_path.iterdir()) == []


def test_its_sound_is_a_real_recording_while_it_lies_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording_try, "_tidy", lambda _file: None)
    assert try_recording(tmp_path) == ""
    with wave.open(str(tmp_path / NAME), "rb") as kept:
        assert (kept.getnchannels(), kept.getframerate(), kept.getnframes()) == (2, 8000, 8000)


def test_the_engine_tries_for_the_screen_but_not_beside_a_call(room: EngineRoom) -> None:
    room.core.on_command(room.session, TryRecording(request_id=7))  # type: ignore[arg-type]
    until(lambda: 7 in room.session.replies)  # the disk answers beside the engine's thread
    assert room.session.replies[7].code == ""
    assert list((room.folder / "recordings").iterdir()) == []
    room.rings()
    assert room.ask(TryRecording()) == "sound_check_in_call"
