"""Playing recordings to the operator. Files are opened on their own thread: a slow disk delays no call."""

from __future__ import annotations

import logging
import wave
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

from batola_desk.audio.recording import part_path
from batola_desk.ipc.messages import PlaybackStatus

log = logging.getLogger("batola.engine")

Post = Callable[[Callable[[], None]], None]
Done = Callable[[str], None]  # error code, empty = done


class PlaybackPort(Protocol):
    """The part of the audio desk that plays files."""

    def play_file(self, path: Path, *, start_s: float = 0.0) -> None: ...

    def pause_playback(self, *, paused: bool) -> None: ...

    def seek_playback(self, position_s: float) -> None: ...

    def playback_position_s(self) -> float | None: ...

    def stop_playback(self) -> None: ...


class PlaybackDesk:
    """What is played, and where it is.

    Thread: the engine's; ``post`` runs a function there, answers (``done``) arrive there.
    """

    def __init__(
        self,
        audio: Callable[[], PlaybackPort],
        root: Path,
        post: Post,
        publish: Callable[[PlaybackStatus], None],
    ) -> None:
        self._audio = audio
        self._root = root
        self._post = post
        self._publish = publish
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="batola-playback-control")
        self.status = PlaybackStatus()

    def close(self) -> None:
        """Stop playing and end the worker."""
        self._worker.submit(self._audio().stop_playback)
        self._worker.shutdown()

    def run_on_worker(self, work: Callable[[], None]) -> None:
        """Do something slow that must not run beside playback control."""
        self._worker.submit(_logged, work)

    def play(self, path: str, start_s: float, done: Done) -> None:
        """Play a recording of this desk from ``start_s`` on; also one that still grows."""
        file = (self._root / path).resolve()
        if not path or not file.is_relative_to(self._root.resolve()):
            done("recording_unknown")
            return
        self.run_on_worker(lambda: self._start(path, file, start_s, done))

    def pause(self, *, paused: bool) -> None:
        if self.status.path:
            self.run_on_worker(lambda: self._audio().pause_playback(paused=paused))
            self._show(position_s=self._position_s(), paused=paused)

    def seek(self, position_s: float) -> None:
        if self.status.path:
            self.run_on_worker(lambda: self._audio().seek_playback(position_s))
            self._show(
                position_s=min(max(position_s, 0.0), self.status.duration_s), paused=self.status.paused
            )

    def stop(self) -> None:
        if self.status.path:
            self.run_on_worker(lambda: self._audio().stop_playback())
            self.status = PlaybackStatus()
            self._publish(self.status)

    def on_ended(self, file: Path) -> None:
        """The audio room has played everything."""
        if self.status.path and file.name.startswith(Path(self.status.path).name):
            self.stop()

    def tick(self) -> None:
        """Tell where it is; five times a second is enough."""
        if self.status.path and not self.status.paused:
            self._show(position_s=self._position_s(), paused=False)

    def _position_s(self) -> float:
        position_s = self._audio().playback_position_s()
        return self.status.position_s if position_s is None else position_s

    def _show(self, *, position_s: float, paused: bool) -> None:
        self.status = PlaybackStatus(
            path=self.status.path,
            position_s=round(position_s, 2),
            duration_s=self.status.duration_s,
            paused=paused,
        )
        self._publish(self.status)

    def _start(self, path: str, file: Path, start_s: float, done: Done) -> None:
        """On the worker."""
        code, duration_s = "", 0.0
        try:
            file = file if file.exists() else part_path(file)
            duration_s = _duration_s(file)
            self._audio().play_file(file, start_s=start_s)
        except FileNotFoundError:
            code = "recording_missing"
        except (OSError, ValueError):
            code = "recording_unreadable"
        self._post(lambda: self._started(path, start_s, duration_s, code, done))

    def _started(self, path: str, start_s: float, duration_s: float, code: str, done: Done) -> None:
        if code:
            self.status = PlaybackStatus(error=code)
        else:
            self.status = PlaybackStatus(path=path, position_s=start_s, duration_s=round(duration_s, 2))
        self._publish(self.status)
        done(code)


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
