"""Writes the recordings of all calls; neither a crash nor a full disk spoils what was said.

A file that the disk refuses is sealed, room is asked for, and the recording goes on in a further file
(`recording_file`). What the disk did not take is kept in memory meanwhile.
"""

from __future__ import annotations

import errno
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Protocol

import numpy as np

from batola_desk.audio import wav
from batola_desk.audio.events import (
    AudioEvent,
    RecordingContinues,
    RecordingFailed,
    RecordingFinished,
    RecordingResult,
)
from batola_desk.audio.frames import FRAMES_PER_S, NARROWBAND_HZ, PCM, Clock
from batola_desk.audio.recording_file import (
    PART_SUFFIX,
    GrowingFile,
    finish_file,
    part_path,
    recording_path,
    segment_path,
)

__all__ = ["Recorder", "RecordingTap", "part_path", "recording_path", "recover_unfinished"]

log = logging.getLogger("batola.audio")

_SYNC_INTERVAL_S = 0.5
_WRITE_INTERVAL_S = 0.1
_QUEUE_FRAMES = 4096  # LIMIT: 20 calls for 4 s of a stuck disk, 2.6 MB
_HELD_FRAMES = 30 * FRAMES_PER_S  # LIMIT: what waits for room, 30 s and at most 1.9 MB of each call
_RETRY_S = 1.0
_SEAL_PAUSE_MAX_S = 30.0  # LIMIT: a try reads the whole file
_SEAL_TRIES_QUIET = 4  # a player or virus scanner lets go within seconds; longer is a fault


class RecordingRoom(Protocol):
    """Room on the recordings' disk. Thread: the recorder's."""

    def provide(self, *, refused: bool = False) -> bool:
        """Free old copies by rule if room is short; False when recording must stop for now.

        Args:
            refused: the disk has just refused a write, whatever its free space says.
        """
        ...


class _EndlessRoom:
    def provide(self, *, refused: bool = False) -> bool:
        return not refused


def recover_unfinished(root: Path) -> list[RecordingResult]:
    """Finish what a crash left under ``root``: repair the header, hash, give the final name.

    Call before the first recording starts. A file that cannot be finished stays as it is and is logged.
    """
    results = []
    for part in sorted(root.rglob("*.wav" + PART_SUFFIX)):
        try:
            results.append(finish_file(part, 0))
        except (OSError, ValueError) as fault:
            log.warning("an unfinished recording cannot be recovered", extra={"fault": type(fault).__name__})
    return results


def fault_code(fault: OSError) -> str:
    """The code of `RecordingFailed` for a file fault."""
    if fault.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return "disk_full"
    if fault.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "no_permission"
    return "disk_fault"


@dataclass(frozen=True, slots=True)
class _Open:
    call_id: str
    path: Path
    rate_hz: int


@dataclass(frozen=True, slots=True)
class _Frame:
    call_id: str
    sample: int
    caller: PCM
    operator: PCM

    def block(self) -> bytes:
        """Both channels as they stand in the file."""
        block = np.empty((len(self.caller), 2), "<i2")
        block[:, 0] = self.caller
        block[:, 1] = self.operator
        return block.tobytes()


@dataclass(frozen=True, slots=True)
class _Close:
    call_id: str


@dataclass(slots=True)
class _Recording:
    """One call's recording. ``file`` None: it waits for the disk, its frames in ``held``."""

    call_id: str
    path: Path  # of its first file
    rate_hz: int
    file: GrowingFile | None = None
    unwritten: bytes = b""  # what the last file did not take, and where it belongs
    unwritten_sample: int = 0
    held: deque[_Frame] = field(default_factory=lambda: deque(maxlen=_HELD_FRAMES))
    retry_mono_s: float = 0.0
    is_told: bool = False  # that the disk refuses; once for each time it begins to
    is_slow: bool = False

    def begin_sample(self) -> int:
        """Where the next file begins; a short rest before a long hole is not worth minutes of silence."""
        if not self.held:
            return self.unwritten_sample
        held_sample = self.held[0].sample
        rest_end = self.unwritten_sample + len(self.unwritten) // wav.BLOCK_BYTES
        if not self.unwritten or held_sample - rest_end > self.rate_hz:
            self.unwritten = b""
            return held_sample
        return self.unwritten_sample


@dataclass(slots=True)
class _Unsealed:
    """A whole file that somebody holds open: Windows gives it no other name meanwhile."""

    call_id: str
    path: Path
    dropped_frame_count: int
    retry_mono_s: float
    tries: int = 0


class RecordingTap:
    """The audio clock's end of one recording. Thread: the audio clock only."""

    def __init__(self, call_id: str, path: Path, offer: Callable[[_Frame], bool]) -> None:
        self.call_id = call_id
        self.path = path
        self._offer = offer
        self._sample = 0

    def write(self, caller: PCM, operator: PCM) -> None:
        """One frame of both sides, equally long, at the recording's rate; never waits. Keeps the arrays."""
        assert len(caller) == len(operator), (len(caller), len(operator))
        self._offer(_Frame(self.call_id, self._sample, caller, operator))
        self._sample += len(caller)


class Recorder:
    """Writes all recordings of the desk from one bounded queue on one thread.

    Frames do not wake the thread, which takes what has come ten times a second: fifty wake-ups a second for
    each call would cost more than the writing.

    A full queue never blocks the audio: the frame is dropped, counted, reported once for each recording
    (``too_slow``), and becomes silence in the file. A failed file is reported (`RecordingFailed`) and sealed;
    the call goes on, and so does its recording as soon as the disk takes it (`RecordingContinues`).
    """

    def __init__(
        self,
        on_event: Callable[[AudioEvent], None],
        *,
        room: RecordingRoom | None = None,
        clock: Clock = time.monotonic,
    ) -> None:
        self._on_event = on_event
        self._room = room or _EndlessRoom()
        self._clock = clock
        self._queue: deque[_Open | _Frame | _Close | None] = deque()
        self._wake = threading.Event()
        self._recordings: dict[str, _Recording] = {}
        self._unsealed: list[_Unsealed] = []
        self._looked_mono_s = 0.0
        self._thread: threading.Thread | None = None
        self.overflow_count = 0

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="batola-recorder")
        self._thread.start()

    def stop(self) -> None:
        """Write what is queued, finish every recording, end the thread."""
        if self._thread is not None:
            self._order(None)
            self._thread.join()
            self._thread = None

    def open(self, call_id: str, path: Path, rate_hz: int = NARROWBAND_HZ) -> RecordingTap:
        """Begin a recording; a file fault is reported by `RecordingFailed`, not raised."""
        assert rate_hz in wav.RATES_HZ, rate_hz
        self._order(_Open(call_id, path, rate_hz))
        return RecordingTap(call_id, path, self._offer)

    def close(self, tap: RecordingTap) -> None:
        """End a recording; `RecordingFinished` follows."""
        self._order(_Close(tap.call_id))

    def growing_path(self, tap: RecordingTap) -> Path:
        """The file that the recording grows in now; a further one after a fault. Thread: any."""
        recording = self._recordings.get(tap.call_id)
        file = recording.file if recording is not None else None
        return file.path if file is not None else tap.path

    @property
    def backlog(self) -> int:
        """How many frames and orders wait."""
        return len(self._queue)

    def _order(self, item: _Open | _Close | None) -> None:
        self._queue.append(item)
        self._wake.set()

    def _offer(self, frame: _Frame) -> bool:
        if len(self._queue) >= _QUEUE_FRAMES:  # openings and closings always find room
            self.overflow_count += 1
            return False
        self._queue.append(frame)
        return True

    # -- the recorder's thread

    def _run(self) -> None:
        while self._take_queued():
            self._guarded("", self._look_after)
            is_busy = self._recordings or self._unsealed
            self._wake.wait(_WRITE_INTERVAL_S if is_busy else None)
            self._wake.clear()
        for call_id in list(self._recordings):
            self._guarded(call_id, partial(self._close, call_id))
        for unsealed in list(self._unsealed):
            self._guarded("", partial(self._seal_again, unsealed))

    def _take_queued(self) -> bool:
        """Do what has come, in order; False at the end."""
        for _ in range(len(self._queue)):
            item = self._queue.popleft()
            if item is None:
                return False
            self._guarded(item.call_id, partial(self._handle, item))
        return True

    def _guarded(self, call_id: str, work: Callable[[], None]) -> None:
        """SAFETY: this thread writes for every call; a fault nobody foresaw costs one recording its file."""
        try:
            work()
        except Exception:
            log.exception("a recording broke", extra={"call_id": call_id})
            recording = self._recordings.get(call_id)
            if recording is None:
                return
            try:
                self._fail(recording, OSError(errno.EIO, "recorder"))
            except Exception:
                log.exception("a recording is given up", extra={"call_id": call_id})
                recording.file = None

    def _handle(self, item: _Open | _Frame | _Close) -> None:
        if isinstance(item, _Open):
            self._close(item.call_id)
            recording = _Recording(item.call_id, item.path, item.rate_hz)
            self._recordings[item.call_id] = recording
            self._begin(recording, further=False)
        elif isinstance(item, _Close):
            self._close(item.call_id)
        elif (recording := self._recordings.get(item.call_id)) is not None:  # type: ignore[assignment]
            self._append(recording, item)

    def _begin(self, recording: _Recording, *, further: bool) -> None:
        """Open a file and write into it what waited for one."""
        start_sample, path = recording.begin_sample(), recording.path
        if further:
            path = _unused(segment_path(recording.path, start_sample / recording.rate_hz))
        try:
            file = GrowingFile(path, recording.rate_hz, start_sample, recording.unwritten)
            recording.file = file
            recording.unwritten = b""
            while recording.held:
                frame = recording.held.popleft()
                file.append(frame.sample, frame.block())
            file.sync(self._clock())
        except OSError as fault:
            self._fail(recording, fault)
            return
        recording.is_told = False
        if further:
            log.info("a recording goes on in a further file", extra={"call_id": recording.call_id})
            self._on_event(RecordingContinues(recording.call_id, path))

    def _append(self, recording: _Recording, frame: _Frame) -> None:
        if recording.file is not None and recording.file.is_full:
            self._turn_over(recording, recording.file)
        file = recording.file
        if file is None:
            recording.held.append(frame)
            return
        dropped_before = file.dropped_frame_count
        try:
            file.append(frame.sample, frame.block())
        except OSError as fault:
            self._fail(recording, fault)
            return
        if file.dropped_frame_count > dropped_before and not recording.is_slow:
            recording.is_slow = True
            log.warning("recording frames were dropped", extra={"call_id": frame.call_id})
            self._on_event(RecordingFailed(recording.call_id, "too_slow", file.path))

    def _look_after(self) -> None:
        """Sync what is due, watch the room, and try again where the disk refused."""
        now_s = self._clock()
        if self._recordings and now_s - self._looked_mono_s >= _SYNC_INTERVAL_S:
            self._looked_mono_s = now_s
            if not self._room.provide():
                self._pause_all()
        for recording in list(self._recordings.values()):
            self._guarded(recording.call_id, partial(self._look_after_one, recording, now_s))
        for unsealed in list(self._unsealed):
            if now_s >= unsealed.retry_mono_s:
                self._seal_again(unsealed)

    def _look_after_one(self, recording: _Recording, now_s: float) -> None:
        if recording.file is None:
            self._try_again(recording, now_s)
        elif now_s - recording.file.synced_mono_s >= _SYNC_INTERVAL_S:
            try:
                recording.file.sync(now_s)
            except OSError as fault:
                self._fail(recording, fault)

    def _pause_all(self) -> None:
        """The reserve is touched: the journal needs the rest of the disk more than we do."""
        for recording in list(self._recordings.values()):
            if recording.file is not None:
                self._fail(recording, OSError(errno.ENOSPC, "reserve"))

    def _try_again(self, recording: _Recording, now_s: float) -> None:
        if now_s >= recording.retry_mono_s:
            recording.retry_mono_s = now_s + _RETRY_S
            if self._room.provide():
                self._begin(recording, further=True)

    def _close(self, call_id: str) -> None:
        recording = self._recordings.get(call_id)
        if recording is not None and recording.file is None and recording.held and self._room.provide():
            self._begin(recording, further=True)
        self._recordings.pop(call_id, None)
        if recording is not None and recording.file is not None:
            self._seal(recording, recording.file)

    def _seal(self, recording: _Recording, file: GrowingFile) -> None:
        try:
            result = file.finish()
        except PermissionError:
            self._seal_later(recording.call_id, file)
        except (OSError, ValueError) as fault:
            self._fail(recording, fault if isinstance(fault, OSError) else OSError(str(fault)))
        else:
            self._on_event(RecordingFinished(recording.call_id, result))

    def _turn_over(self, recording: _Recording, file: GrowingFile) -> None:
        """The file is as big as one should be: go on in the next, from the very sample."""
        recording.unwritten, recording.unwritten_sample = b"", file.next_sample
        self._seal(recording, file)
        if recording.file is file:  # else it failed, and goes on as after any fault
            recording.file = None
            self._begin(recording, further=True)

    def _fail(self, recording: _Recording, fault: OSError) -> None:
        """Tell, seal what is on the disk, and go on in a further file as soon as there is room.

        What cannot be sealed now stays as ``.part`` and is finished at the next start.
        """
        code = fault_code(fault)
        file, recording.file = recording.file, None
        path = file.path if file is not None else recording.path
        is_news, recording.is_told = not recording.is_told, True
        if is_news:
            log.warning("recording failed", extra={"call_id": recording.call_id, "code": code})
            self._on_event(RecordingFailed(recording.call_id, code, path))
        if file is not None:
            recording.unwritten, recording.unwritten_sample = file.unwritten, file.unwritten_sample
            self._seal_rest(recording.call_id, file)
        if recording.call_id not in self._recordings:
            return
        recording.retry_mono_s = self._clock() + _RETRY_S
        if is_news and code == "disk_full" and self._room.provide(refused=True):
            self._begin(recording, further=True)

    def _seal_later(self, call_id: str, file: GrowingFile) -> None:
        """The operator still hears it again (instant replay), or a virus scanner reads it."""
        file.abandon()
        retry_mono_s = self._clock() + _RETRY_S
        self._unsealed.append(_Unsealed(call_id, file.path, file.dropped_frame_count, retry_mono_s))

    def _seal_again(self, unsealed: _Unsealed) -> None:
        try:
            result = finish_file(part_path(unsealed.path), unsealed.dropped_frame_count)
        except (OSError, ValueError) as fault:
            unsealed.tries += 1
            unsealed.retry_mono_s = self._clock() + min(_RETRY_S * 2**unsealed.tries, _SEAL_PAUSE_MAX_S)
            if unsealed.tries == _SEAL_TRIES_QUIET:
                code = fault_code(fault) if isinstance(fault, OSError) else "disk_fault"
                log.warning("a recording cannot be sealed", extra={"call_id": unsealed.call_id, "code": code})
                self._on_event(RecordingFailed(unsealed.call_id, code, unsealed.path))
        else:
            self._unsealed.remove(unsealed)
            self._on_event(RecordingFinished(unsealed.call_id, result))

    def _seal_rest(self, call_id: str, file: GrowingFile) -> None:
        part = part_path(file.path)
        try:
            file.abandon()
            if file.is_empty:
                part.unlink()
                return
            result = finish_file(part, file.dropped_frame_count)
        except (OSError, ValueError):
            log.info("the failed recording is sealed at the next start", extra={"call_id": call_id})
        else:
            self._on_event(RecordingFinished(call_id, result))


def _unused(path: Path) -> Path:
    """A name that no file bears; a second fault within a millisecond must not meet the first one's file."""
    start_ms = int(path.stem[-8:])
    while path.exists() or part_path(path).exists():
        start_ms += 1
        path = path.with_name(f"{path.stem[:-8]}{start_ms:08d}.wav")
    return path
