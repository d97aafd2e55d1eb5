"""Listening again through the engine: the seal, the store, the live call."""

from __future__ import annotations

import hashlib
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from batola_desk.audio.events import PlaybackEnded
from batola_desk.audio.recording_file import part_path
from batola_desk.audio.tones import AlertName
from batola_desk.engine.copy_book import BookEntry
from batola_desk.ipc import messages as m
from batola_desk.ipc.recording_messages import (
    FetchChanged,
    FetchRecording,
    PlaybackChanged,
    PlayRecording,
    ReplayCall,
    SetPlaybackSpeed,
    SkipPlayback,
    StopPlayback,
)
from batola_desk.ipc.recording_parts import PlaybackStatus
from batola_desk.telephony.leg_types import EndCause
from tests.support.waiting import until
from tests.unit.engine.engine_room import EngineRoom


@pytest.fixture
def room(tmp_path: Path) -> Iterator[EngineRoom]:
    made = EngineRoom(tmp_path)
    yield made
    made.close()


def write_wav(file: Path, seconds: int = 3) -> str:
    file.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(file), "wb") as sound:
        sound.setnchannels(2)
        sound.setsampwidth(2)
        sound.setframerate(16_000)
        sound.writeframes(bytes(64_000 * seconds))
    return hashlib.sha256(file.read_bytes()).hexdigest()


def ask(room: EngineRoom, command: m.Command) -> str:
    """Ask and wait for the answer, which comes from the playback's worker."""
    room.session.replies.pop(command.request_id, None)
    room.core.on_command(room.session, command)  # type: ignore[arg-type]
    until(lambda: command.request_id in room.session.replies)
    return room.session.replies[command.request_id].code


def told(room: EngineRoom) -> PlaybackStatus:
    """What the screen was last told about playback."""
    last = room.heard(PlaybackChanged)[-1]
    assert isinstance(last, PlaybackChanged)
    return last.playback


def test_a_recording_that_fits_its_seal_is_played(room: EngineRoom) -> None:
    sha256 = write_wav(room.folder / "recordings" / "a.wav")
    assert ask(room, PlayRecording(request_id=1, path="a.wav", sha256=sha256, start_s=1.0)) == ""
    assert room.audio.played == [(room.folder / "recordings" / "a.wav").resolve()]
    assert (told(room).path, told(room).position_s, told(room).duration_s) == ("a.wav", 1.0, 3.0)


@pytest.mark.expects_log
def test_an_altered_recording_is_refused_loudly_and_for_the_record(room: EngineRoom) -> None:
    sha256 = write_wav(room.folder / "recordings" / "a.wav")
    with (room.folder / "recordings" / "a.wav").open("r+b") as file:
        file.seek(5000)
        file.write(b"\x01")
    command = PlayRecording(request_id=1, path="a.wav", sha256=sha256, call_key="key-1")
    assert ask(room, command) == "recording_altered"
    assert room.audio.played == []
    assert told(room).error == "recording_altered"
    assert AlertName.RECORDING_FAILED in room.audio.alerts
    fact = room.spool.pending()[-1]
    assert (fact.kind, fact.aggregates) == ("call.recording_altered", ("call:key-1",))


def test_the_live_call_is_replayed_skipped_slowed_and_left(room: EngineRoom) -> None:
    leg = room.answered()
    assert ask(room, ReplayCall(request_id=1, call_id=leg.leg_id)) == ""
    assert room.audio.replayed == (leg.leg_id, 60.0)
    assert (told(room).live_call_id, told(room).duration_s) == (leg.leg_id, 60.0)
    assert room.ask(SkipPlayback(by_s=5.0)) == ""
    assert told(room).position_s == 5.0
    assert room.ask(SkipPlayback(by_s=-9.0)) == ""
    assert told(room).position_s == 0.0
    assert room.ask(SetPlaybackSpeed(speed=0.8)) == ""
    until(lambda: getattr(room.audio, "speed", 0.0) == 0.8)
    assert told(room).speed == 0.8
    assert room.ask(StopPlayback()) == ""
    assert told(room) == PlaybackStatus()
    assert room.last(leg).state == "talking"


def test_skipping_beyond_the_end_or_the_end_of_the_call_ends_the_replay(room: EngineRoom) -> None:
    leg = room.answered()
    assert ask(room, ReplayCall(request_id=1, call_id=leg.leg_id, last_s=10.0)) == ""
    assert room.ask(SkipPlayback(by_s=11.0)) == ""
    assert told(room) == PlaybackStatus()
    assert ask(room, ReplayCall(request_id=2, call_id=leg.leg_id)) == ""
    room.ends(leg, EndCause.REMOTE_HUNG_UP)
    room.wait(0.3)
    assert told(room) == PlaybackStatus()


def test_a_replay_that_has_played_everything_is_over(room: EngineRoom) -> None:
    leg = room.answered()
    assert ask(room, ReplayCall(request_id=1, call_id=leg.leg_id)) == ""
    room.core._on_audio_event(PlaybackEnded(part_path(room.audio.recordings[leg.leg_id])))
    assert told(room) == PlaybackStatus()


def test_only_a_call_that_is_talked_to_and_recorded_is_replayed(room: EngineRoom) -> None:
    ringing = room.rings()
    assert room.ask(ReplayCall(call_id=ringing.leg_id)) == "call_not_talking"
    leg = room.answered()
    room.core.calls.calls[leg.leg_id].is_recording = False
    assert room.ask(ReplayCall(call_id=leg.leg_id)) == "call_not_recorded"


class Giver:
    """A keeper whose store gives one file back."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.book = self
        self.worker = self
        self.asked = 0
        self.code = ""

    def find(self, path: str) -> BookEntry | None:
        return BookEntry(path, "call:x", "", 1, 1, stored_us=1, freed_us=2) if path == "a.wav" else None

    def fetch(
        self,
        entry: BookEntry,
        done: Callable[[str], None],
        progress: Callable[[float], None] = lambda _share: None,
    ) -> None:
        self.asked += 1
        progress(0.5)
        if self.code:
            done(self.code)
            return
        write_wav(self.target)
        done("")


def test_a_freed_recording_is_fetched_and_then_played(room: EngineRoom) -> None:
    giver = Giver(room.folder / "recordings" / "a.wav")
    room.core._playback._keeper = giver  # type: ignore[assignment]
    assert ask(room, PlayRecording(request_id=1, path="a.wav")) == ""
    until(lambda: room.audio.played)
    until(lambda: told(room).path == "a.wav" and not told(room).loading)
    assert giver.asked == 1
    states = [change.playback.loading for change in room.heard(PlaybackChanged)]  # type: ignore[attr-defined]
    assert states[0] is True
    assert ask(room, PlayRecording(request_id=2, path="b.wav")) == "recording_missing"


def news(room: EngineRoom) -> list[tuple[str, float, bool, str]]:
    found = [item for item in room.sent if isinstance(item, FetchChanged)]
    return [(item.path, item.share, item.done, item.code) for item in found]


def test_a_freed_recording_is_fetched_for_a_screen_that_wants_to_draw_it(room: EngineRoom) -> None:
    giver = Giver(room.folder / "recordings" / "a.wav")
    room.core._commands._fetching._keeper = giver  # type: ignore[assignment]
    for _ in range(2):
        assert room.ask(FetchRecording(path="a.wav")) == ""
        until(lambda: news(room)[-1:] == [("a.wav", 1.0, True, "")])
        assert news(room)[0] == ("a.wav", 0.5, False, "")
    assert giver.asked == 1, "the second time it is here"
    assert not room.audio.played


def test_a_store_that_is_away_is_said_and_the_next_wish_asks_it_again(room: EngineRoom) -> None:
    giver = Giver(room.folder / "recordings" / "a.wav")
    room.core._commands._fetching._keeper = giver  # type: ignore[assignment]
    giver.code = "store_unreachable"
    assert room.ask(FetchRecording(path="a.wav")) == ""
    until(lambda: news(room)[-1:] == [("a.wav", 0.0, True, "store_unreachable")])
    giver.code = ""
    assert room.ask(FetchRecording(path="a.wav")) == ""
    until(lambda: news(room)[-1:] == [("a.wav", 1.0, True, "")])


def test_what_no_store_has_is_missing_and_nothing_outside_the_folder_is_looked_at(room: EngineRoom) -> None:
    assert room.ask(FetchRecording(path="b.wav")) == ""
    until(lambda: news(room) == [("b.wav", 0.0, True, "recording_missing")])
    for path in ("", "../x.wav", "/etc/passwd"):
        assert room.ask(FetchRecording(path=path)) == "recording_unknown"
