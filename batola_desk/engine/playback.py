"""Playing recordings to the operator. Files are opened on their own thread: a slow disk delays no call."""

from __future__ import annotations

import logging
import wave
from collections.abc import Callable, Container
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

import msgspec

from batola_desk.audio.recording import part_path
from batola_desk.audio.recording_file import PART_SUFFIX
from batola_desk.audio.slow_speech import SPEED_MAX, SPEED_MIN
from batola_desk.domain.file_digest import sha256_of
from batola_desk.engine.recording_keeper import RecordingKeeper
from batola_desk.ipc.recording_messages import PlayRecording, ReplayCall
from batola_desk.ipc.recording_parts import PlaybackStatus

log = logging.getLogger("batola.engine")

Post = Callable[[Callable[[], None]], None]
Done = Callable[[str], None]  # error code, empty = done


class PlaybackPort(Protocol):
    """The part of the audio desk that plays files."""

    def play_file(self, path: Path, *, start_s: float = 0.0) -> None: ...

    def pause_playback(self, *, paused: bool) -> None: ...

    def seek_playback(self, position_s: float) -> None: ...

    def playback_position_s(self) -> float | None: ...

    def replay_recent(self, call_id: str, last_s: float) -> tuple[float, float]: ...

    def set_playback_speed(self, speed: float) -> None: ...

    def stop_playback(self) -> None: ...


class PlaybackDesk:
    """What is played, and where it is.

    Thread: the engine's; ``post`` runs a function there, answers (``done``) arrive there.

    Args:
        keeper: knows which freed recordings the store can give back; None = nothing is ever freed.
        on_altered: a file differs from its seal (path, call key).
    """

    def __init__(
        self,
        audio: Callable[[], PlaybackPort],
        root: Path,
        post: Post,
        publish: Callable[[PlaybackStatus], None],
        *,
        keeper: RecordingKeeper | None,
        on_altered: Callable[[str, str], None],
    ) -> None:
        self._audio = audio
        self._root = root
        self._post = post
        self._publish = publish
        self._keeper = keeper
        self._on_altered = on_altered
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="batola-playback-control")
        self._turn = 0  # what was asked before the last wish is forgotten
        self._begin_s = 0.0  # where in the growing file a replay began
        self.status = PlaybackStatus()

    def close(self) -> None:
        """Stop playing and end the worker."""
        self._worker.submit(self._audio().stop_playback)
        self._worker.shutdown()

    def run_on_worker(self, work: Callable[[], None]) -> None:
        """Do something slow that must not run beside playback control."""
        self._worker.submit(_logged, work)

    def play(self, wish: PlayRecording, done: Done) -> None:
        """Play a recording of this desk; also one that still grows, or that the store must give back."""
        path = wish.path
        file = (self._root / path).resolve()
        if not path or not file.is_relative_to(self._root.resolve()):
            done("recording_unknown")
            return
        turn = self._next_turn()
        self.run_on_worker(lambda: self._start(turn, wish, file, done))

    def replay(self, wish: ReplayCall, done: Done) -> None:
        """Let the operator hear the end of the live call's recording again."""
        turn = self._next_turn()
        self.run_on_worker(lambda: self._start_replay(turn, wish, done))

    def pause(self, *, paused: bool) -> None:
        if self.status.path:
            self.run_on_worker(lambda: self._audio().pause_playback(paused=paused))
            self._show(position_s=self._position_s(), paused=paused)

    def seek(self, position_s: float) -> None:
        if self.status.path:
            begin_s = self._begin_s
            self.run_on_worker(lambda: self._audio().seek_playback(begin_s + max(position_s, 0.0)))
            self._show(
                position_s=min(max(position_s, 0.0), self.status.duration_s), paused=self.status.paused
            )

    def skip(self, by_s: float) -> None:
        """Jump from where it is; beyond the end of a replay lies the live call."""
        position_s = self._position_s() + by_s
        if self.status.live_call_id and position_s >= self.status.duration_s:
            self.stop()
        else:
            self.seek(position_s)

    def set_speed(self, speed: float) -> None:
        if self.status.path:
            speed = min(max(speed, SPEED_MIN), SPEED_MAX)
            self.run_on_worker(lambda: self._audio().set_playback_speed(speed))
            self.status = msgspec.structs.replace(self.status, speed=speed)
            self._publish(self.status)

    def stop(self) -> None:
        self._next_turn()
        if self.status.path:
            self.run_on_worker(lambda: self._audio().stop_playback())
        if self.status != PlaybackStatus():  # an error is put away like a playback
            self.status = PlaybackStatus()
            self._publish(self.status)

    def on_ended(self, file: Path) -> None:
        """The audio room has played everything."""
        is_growing = file.name.endswith(PART_SUFFIX)
        if self.status.live_call_id:
            is_ours = is_growing
        else:
            is_ours = bool(self.status.path) and file.name.startswith(Path(self.status.path).name)
        if is_ours:
            self.stop()

    def on_calls(self, live: Container[str]) -> None:
        """A replay ends with its call."""
        if self.status.live_call_id and self.status.live_call_id not in live:
            self.stop()

    def tick(self) -> None:
        """Tell where it is; five times a second is enough."""
        if self.status.path and not self.status.paused and not self.status.loading:
            self._show(position_s=self._position_s(), paused=False)

    def _next_turn(self) -> int:
        self._turn += 1
        return self._turn

    def _position_s(self) -> float:
        position_s = self._audio().playback_position_s()
        return self.status.position_s if position_s is None else position_s - self._begin_s

    def _show(self, *, position_s: float, paused: bool) -> None:
        self.status = msgspec.structs.replace(self.status, position_s=round(position_s, 2), paused=paused)
        self._publish(self.status)

    # -- on the worker

    def _start(self, turn: int, wish: PlayRecording, file: Path, done: Done) -> None:
        if not file.exists() and not part_path(file).exists() and self._fetch(turn, wish, file, done):
            return
        code, duration_s = "", 0.0
        try:
            if wish.sha256 and file.exists() and sha256_of(file) != wish.sha256:
                code = "recording_altered"
            elif turn == self._turn:
                file = file if file.exists() else part_path(file)
                duration_s = _duration_s(file)
                self._audio().play_file(file, start_s=wish.start_s)
        except FileNotFoundError:
            code = "recording_missing"
        except (OSError, ValueError):
            code = "recording_unreadable"
        status = PlaybackStatus(path=wish.path, position_s=wish.start_s, duration_s=round(duration_s, 2))
        self._post(lambda: self._started(turn, status, code, done, call_key=wish.call_key))

    def _fetch(self, turn: int, wish: PlayRecording, file: Path, done: Done) -> bool:
        """Ask the store for a freed file; False when it has none either."""
        entry = self._keeper.book.find(wish.path) if self._keeper is not None else None
        if self._keeper is None or entry is None or entry.stored_us == 0:
            return False
        waiting = PlaybackStatus(path=wish.path, position_s=wish.start_s, loading=True)
        self._post(lambda: self._started(turn, waiting, "", done))

        def fetched(code: str) -> None:
            if code:
                self._post(lambda: self._started(turn, waiting, code, _answered, call_key=wish.call_key))
            else:
                self.run_on_worker(lambda: self._start(turn, wish, file, _answered))

        self._keeper.worker.fetch(entry, fetched)
        return True

    def _start_replay(self, turn: int, wish: ReplayCall, done: Done) -> None:
        code, begin_s, duration_s = "", 0.0, 0.0
        try:
            if turn == self._turn:
                begin_s, duration_s = self._audio().replay_recent(wish.call_id, wish.last_s)
        except KeyError:
            code = "call_unknown"
        except (OSError, ValueError):
            code = "replay_not_yet"
        status = PlaybackStatus(path=_REPLAY, duration_s=round(duration_s, 2), live_call_id=wish.call_id)
        self._post(lambda: self._started(turn, status, code, done, begin_s=begin_s))

    # -- back on the engine's thread

    def _started(
        self,
        turn: int,
        status: PlaybackStatus,
        code: str,
        done: Done,
        *,
        begin_s: float = 0.0,
        call_key: str = "",
    ) -> None:
        if turn != self._turn:
            self.run_on_worker(lambda: None if self.status.path else self._audio().stop_playback())
            done("")
            return
        if code == "recording_altered":
            self._on_altered(status.path, call_key)
        self._begin_s = begin_s
        self.status = PlaybackStatus(error=code) if code else status
        self._publish(self.status)
        done(code)


_REPLAY = "live"  # a replay's path names no file: the recording is not sealed yet


def _answered(_code: str) -> None:
    """The screen has had its answer; what came of it is told by `PlaybackStatus`."""


def _duration_s(file: Path) -> float:
    try:
        with wave.open(str(file), "rb") as recording:
            return recording.getnframes() / recording.getframerate()
    except (wave.Error, EOFError) as fault:
        raise ValueError(file.name) from fault


def _logged(work: Callable[[], None]) -> None:
    try:
        work()
    except Exception:
        log.exception("playback control broke")
