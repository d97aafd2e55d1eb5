"""One growing file of a recording: its names, its growth, its seal.

While it grows it is ``<name>.wav.part`` with a header that is brought up to date at every sync; at its end it
gets its final name. So a file named ``.wav`` is always complete, and a ``.part`` after a start was left by a
crash. A recording that a full disk interrupted goes on in a further file whose name says where it begins.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from batola_desk.audio import wav
from batola_desk.audio.events import RecordingResult
from batola_desk.domain.file_digest import sha256_of

PART_SUFFIX = ".part"
_SAFE_KEY_LENGTH = 80
_STAMP = "%Y%m%dT%H%M%S"
_NAME = re.compile(r"-(?P<at>\d{8}T\d{6})(?P<ms>\d{3})Z(?:-at(?P<start_ms>\d{8,}))?\.wav$")
_PADDING_MAX_S = 600  # LIMIT: a longer hole is not filled with silence
_WRITE_BYTES = 16 * 1024
FILE_BYTES_MAX = 512_000_000  # LIMIT: two hours and more of any call; hashed within a second or two


def recording_path(root: Path, call_key: str, at_utc: datetime) -> Path:
    """``root/YYYY/MM/DD/<call_key, made safe>-<utc>.wav``; the finished file has exactly this name."""
    safe = re.sub(r"[^A-Za-z0-9_-]+", "_", call_key)[:_SAFE_KEY_LENGTH].strip("_") or "call"
    stamp = f"{at_utc:{_STAMP}}{at_utc.microsecond // 1000:03d}Z"
    return root / f"{at_utc:%Y}" / f"{at_utc:%m}" / f"{at_utc:%d}" / f"{safe}-{stamp}.wav"


def segment_path(first: Path, start_s: float) -> Path:
    """The further file of the recording ``first`` that begins ``start_s`` after it."""
    return first.with_name(f"{first.stem}-at{round(start_s * 1000):08d}.wav")


def first_path(path: Path) -> Path:
    """The first file of the recording that ``path`` belongs to."""
    return path.with_name(re.sub(r"-at\d{8,}(?=\.wav$)", "", path.name))


@dataclass(frozen=True, slots=True)
class NameTimes:
    """What a file's name tells: wall time of its first sample, and its place in the recording."""

    started_us: int
    start_s: float


def name_times(path: Path) -> NameTimes:
    """Read the times out of a name; zeros for a name that is not ours."""
    found = _NAME.search(path.name)
    if found is None:
        return NameTimes(0, 0.0)
    begun = datetime.strptime(found["at"], _STAMP).replace(tzinfo=UTC)
    start_ms = int(found["start_ms"] or 0)
    return NameTimes(
        started_us=round(begun.timestamp()) * 1_000_000 + (int(found["ms"]) + start_ms) * 1000,
        start_s=start_ms / 1000,
    )


def part_path(path: Path) -> Path:
    """Where the recording ``path`` is while it grows (instant replay reads it there)."""
    return path.with_name(path.name + PART_SUFFIX)


def finish_file(part: Path, dropped_frame_count: int) -> RecordingResult:
    """Seal a grown file: right header, hash, final name. Raises OSError, ValueError."""
    data_bytes, rate_hz = wav.repair(part)
    final = part.with_name(part.name.removesuffix(PART_SUFFIX))
    sha256 = sha256_of(part)
    part.replace(final)
    wav.sync_directory(final.parent)
    return RecordingResult(
        path=final,
        sha256=sha256,
        duration_s=data_bytes / wav.BLOCK_BYTES / rate_hz,
        byte_count=wav.HEADER_BYTES + data_bytes,
        dropped_frame_count=dropped_frame_count,
        sample_rate_hz=rate_hz,
        start_s=name_times(final).start_s,
    )


class GrowingFile:
    """The file being written. Thread: the recorder's.

    Nothing is buffered below this object, so after a fault it knows to the byte what the disk did not take:
    ``unwritten`` goes on into the next file and no word is lost.

    Raises:
        OSError: from every method that touches the disk.
    """

    def __init__(self, path: Path, rate_hz: int, start_sample: int, unwritten: bytes = b"") -> None:
        self.path = path
        self.start_sample = start_sample
        self.dropped_frame_count = 0
        self.synced_mono_s = 0.0
        self._rate_hz = rate_hz
        self._pending = bytearray(unwritten)
        self._taken_bytes = len(unwritten)
        self._written_bytes = 0
        part = part_path(path)
        part.parent.mkdir(parents=True, exist_ok=True)
        self._file = part.open("x+b", buffering=0)
        try:
            self._write_header()
            wav.sync_directory(part.parent)
        except OSError:
            self.abandon()
            part.unlink(missing_ok=True)
            raise

    @property
    def is_empty(self) -> bool:
        """Whether no sample has reached the disk."""
        return self._written_bytes < wav.BLOCK_BYTES

    @property
    def is_full(self) -> bool:
        """Whether the recording should go on in another file."""
        return self._taken_bytes >= FILE_BYTES_MAX

    @property
    def next_sample(self) -> int:
        """Place in the recording of the sample that comes next."""
        return self.start_sample + self._taken_bytes // wav.BLOCK_BYTES

    @property
    def unwritten_sample(self) -> int:
        """Place in the recording of the first whole sample that the disk has not taken."""
        return self.start_sample - (-self._written_bytes // wav.BLOCK_BYTES)

    @property
    def unwritten(self) -> bytes:
        """Whole samples that the disk has not taken; one torn in the middle is lost."""
        return bytes(self._pending[-self._written_bytes % wav.BLOCK_BYTES :])

    def append(self, sample: int, block: bytes) -> None:
        """Add a frame; frames that were dropped before it become silence, so both channels keep their
        time.
        """
        missing = min(sample - self.next_sample, _PADDING_MAX_S * self._rate_hz)
        if missing > 0:
            self.dropped_frame_count += max(1, missing * wav.BLOCK_BYTES // len(block))
            self._take(bytes(missing * wav.BLOCK_BYTES))
        self._take(block)
        if len(self._pending) >= _WRITE_BYTES:
            self._write_pending()

    def sync(self, now_mono_s: float) -> None:
        """Everything taken so far is on the disk, under a header that says so."""
        self.synced_mono_s = now_mono_s
        self._write_pending()
        self._write_header()
        os.fsync(self._file.fileno())

    def finish(self) -> RecordingResult:
        """Write the rest and seal. Raises also ValueError."""
        self._write_pending()
        self._file.close()
        return finish_file(part_path(self.path), self.dropped_frame_count)

    def abandon(self) -> None:
        """Close without another word; what is on the disk stays."""
        self._file.close()

    def _take(self, data: bytes) -> None:
        self._pending += data
        self._taken_bytes += len(data)

    def _write_pending(self) -> None:
        while self._pending:
            count = self._file.write(self._pending)
            assert count is not None
            self._written_bytes += count
            del self._pending[:count]

    def _write_header(self) -> None:
        self._file.seek(0)
        self._file.write(
            wav.header(self._written_bytes - self._written_bytes % wav.BLOCK_BYTES, self._rate_hz)
        )
        self._file.seek(0, os.SEEK_END)
