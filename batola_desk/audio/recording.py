"""Two-channel recordings that a crash cannot spoil.

While it grows, a recording is ``<name>.wav.part`` with a header that is brought up to date at every sync; at
its end it gets its final name. So a file named ``.wav`` is always complete, and a ``.part`` after a start
was left by a crash.
"""

from __future__ import annotations

import errno
import logging
import os
import queue
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import numpy as np

from batola_desk.audio import wav
from batola_desk.audio.events import AudioEvent, RecordingFailed, RecordingFinished, RecordingResult
from batola_desk.audio.frames import FRAME_SAMPLES, PCM, SAMPLE_RATE_HZ, Clock

log = logging.getLogger("batola.audio")

_PART_SUFFIX = ".part"
_SYNC_INTERVAL_S = 0.5
_WRITE_INTERVAL_S = 0.1
_QUEUE_FRAMES = 4096  # LIMIT: 20 calls for 4 s of a stuck disk, 1.3 MB
_FRAME_BYTES = FRAME_SAMPLES * wav.BLOCK_BYTES
_MAX_PADDING_FRAMES = 50 * 60 * 10
_SAFE_KEY_LENGTH = 80


def recording_path(root: Path, call_key: str, at_utc: datetime) -> Path:
    """``root/YYYY/MM/DD/<call_key, made safe>-<utc>.wav``; the finished file has exactly this name."""
    safe = re.sub(r"[^A-Za-z0-9_-]+", "_", call_key)[:_SAFE_KEY_LENGTH].strip("_") or "call"
    stamp = f"{at_utc:%Y%m%dT%H%M%S}{at_utc.microsecond // 1000:03d}Z"
    return root / f"{at_utc:%Y}" / f"{at_utc:%m}" / f"{at_utc:%d}" / f"{safe}-{stamp}.wav"


def part_path(path: Path) -> Path:
    """Where the recording ``path`` is while it grows (instant replay reads it there)."""
    return path.with_name(path.name + _PART_SUFFIX)


def _finish_file(part: Path, dropped_frame_count: int) -> RecordingResult:
    data_bytes = wav.repair(part)
    final = part.with_name(part.name.removesuffix(_PART_SUFFIX))
    sha256 = wav.sha256_of(part)
    part.replace(final)
    wav.sync_directory(final.parent)
    return RecordingResult(
        path=final,
        sha256=sha256,
        duration_s=data_bytes / wav.BLOCK_BYTES / SAMPLE_RATE_HZ,
        byte_count=wav.HEADER_BYTES + data_bytes,
        dropped_frame_count=dropped_frame_count,
    )


def recover_unfinished(root: Path) -> list[RecordingResult]:
    """Finish what a crash left under ``root``: repair the header, hash, give the final name.

    Call before the first recording starts. A file that cannot be finished stays as it is and is logged.
    """
    results = []
    for part in sorted(root.rglob("*.wav" + _PART_SUFFIX)):
        try:
            results.append(_finish_file(part, 0))
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


@dataclass(slots=True)
class _OpenRecording:
    call_id: str
    path: Path
    file: BinaryIO | None = None
    frame_count: int = 0
    dropped_frame_count: int = 0
    synced_mono_s: float = 0.0

    def append(self, frame_index: int, block: bytes) -> None:
        """Frames that were dropped before this one become silence, so both channels keep their time."""
        assert self.file is not None
        missing = min(frame_index - self.frame_count, _MAX_PADDING_FRAMES)
        if missing > 0:
            self.dropped_frame_count += missing
            self.file.write(bytes(missing * _FRAME_BYTES))
        self.file.write(block)
        self.frame_count = frame_index + 1

    def sync(self, now_mono_s: float) -> None:
        assert self.file is not None
        end = self.file.tell()
        self.file.seek(0)
        self.file.write(wav.header(end - wav.HEADER_BYTES))
        self.file.seek(end)
        self.file.flush()
        os.fsync(self.file.fileno())
        self.synced_mono_s = now_mono_s


@dataclass(frozen=True, slots=True)
class _Open:
    call_id: str
    path: Path


@dataclass(frozen=True, slots=True)
class _Frame:
    call_id: str
    frame_index: int
    block: bytes


@dataclass(frozen=True, slots=True)
class _Close:
    call_id: str


class RecordingTap:
    """The audio clock's end of one recording. Thread: the audio clock only."""

    def __init__(self, call_id: str, path: Path, offer: Callable[[_Frame], bool]) -> None:
        self.call_id = call_id
        self.path = path
        self._offer = offer
        self._frame_index = 0

    def write(self, caller: PCM, operator: PCM) -> None:
        """One frame of both sides; never waits."""
        block = np.empty((FRAME_SAMPLES, 2), np.int16)
        block[:, 0] = caller
        block[:, 1] = operator
        self._offer(_Frame(self.call_id, self._frame_index, block.astype("<i2").tobytes()))
        self._frame_index += 1


class Recorder:
    """Writes all recordings of the desk from one bounded queue on one thread.

    A full queue never blocks the audio: the frame is dropped, counted, reported once for each recording
    (``too_slow``), and becomes silence in the file. A failed file ends its recording; the call goes on.
    """

    def __init__(self, on_event: Callable[[AudioEvent], None], *, clock: Clock = time.monotonic) -> None:
        self._on_event = on_event
        self._clock = clock
        self._queue: queue.Queue[_Open | _Frame | _Close | None] = queue.Queue()
        self._recordings: dict[str, _OpenRecording] = {}
        self._slow: set[str] = set()
        self._thread: threading.Thread | None = None
        self.overflow_count = 0

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="batola-recorder")
        self._thread.start()

    def stop(self) -> None:
        """Write what is queued, finish every recording, end the thread."""
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()
            self._thread = None

    def open(self, call_id: str, path: Path) -> RecordingTap:
        """Begin a recording; a file fault is reported by `RecordingFailed`, not raised."""
        self._queue.put(_Open(call_id, path))
        return RecordingTap(call_id, path, self._offer)

    def close(self, tap: RecordingTap) -> None:
        """End a recording; `RecordingFinished` follows."""
        self._queue.put(_Close(tap.call_id))

    def _offer(self, frame: _Frame) -> bool:
        if self._queue.qsize() >= _QUEUE_FRAMES:  # openings and closings always find room
            self.overflow_count += 1
            return False
        self._queue.put(frame)
        return True

    def _run(self) -> None:
        while True:
            try:
                item = self._queue.get(timeout=_WRITE_INTERVAL_S)
            except queue.Empty:
                self._sync_due()
                continue
            if item is None:
                break
            self._handle(item)
            self._sync_due()
        for call_id in list(self._recordings):
            self._close(call_id)

    def _handle(self, item: _Open | _Frame | _Close) -> None:
        if isinstance(item, _Open):
            self._open(item)
        elif isinstance(item, _Close):
            self._close(item.call_id)
        else:
            recording = self._recordings.get(item.call_id)
            if recording is not None:
                self._append(recording, item)

    def _open(self, item: _Open) -> None:
        if item.call_id in self._recordings:
            self._close(item.call_id)
        recording = _OpenRecording(item.call_id, item.path, synced_mono_s=self._clock())
        part = part_path(item.path)
        try:
            part.parent.mkdir(parents=True, exist_ok=True)
            recording.file = part.open("xb", buffering=16 * 1024)
            recording.file.write(wav.header(0))
            recording.sync(self._clock())
            wav.sync_directory(part.parent)
        except OSError as fault:
            self._fail(recording, fault)
        else:
            self._recordings[item.call_id] = recording

    def _append(self, recording: _OpenRecording, frame: _Frame) -> None:
        dropped_before = recording.dropped_frame_count
        try:
            recording.append(frame.frame_index, frame.block)
        except OSError as fault:
            self._fail(recording, fault)
            return
        if recording.dropped_frame_count > dropped_before and frame.call_id not in self._slow:
            self._slow.add(frame.call_id)
            log.warning("recording frames were dropped", extra={"call_id": frame.call_id})
            self._on_event(RecordingFailed(recording.call_id, "too_slow", recording.path))

    def _sync_due(self) -> None:
        now_s = self._clock()
        for recording in list(self._recordings.values()):
            if now_s - recording.synced_mono_s >= _SYNC_INTERVAL_S:
                try:
                    recording.sync(now_s)
                except OSError as fault:
                    self._fail(recording, fault)

    def _close(self, call_id: str) -> None:
        recording = self._recordings.pop(call_id, None)
        self._slow.discard(call_id)
        if recording is None:
            return
        try:
            assert recording.file is not None
            recording.file.close()
            result = _finish_file(part_path(recording.path), recording.dropped_frame_count)
        except (OSError, ValueError) as fault:
            self._fail(recording, fault if isinstance(fault, OSError) else OSError(str(fault)))
        else:
            self._on_event(RecordingFinished(call_id, result))

    def _fail(self, recording: _OpenRecording, fault: OSError) -> None:
        """Give up this file; what is on disk stays as ``.part`` and is finished at the next start."""
        self._recordings.pop(recording.call_id, None)
        code = fault_code(fault)
        log.warning("recording failed", extra={"call_id": recording.call_id, "code": code})
        if recording.file is not None:
            try:
                recording.file.close()
            except OSError:
                log.info("the failed recording could not flush its last frames")
        self._on_event(RecordingFailed(recording.call_id, code, recording.path))
