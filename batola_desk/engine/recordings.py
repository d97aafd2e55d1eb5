"""What became of recordings: of calls that ended, and of those a dead engine left open."""

from __future__ import annotations

import logging
import wave
from pathlib import Path

from batola_desk.audio.events import RecordingResult
from batola_desk.audio.recording import part_path, recover_unfinished
from batola_desk.audio.recording_file import name_times
from batola_desk.domain.events.call import CallRecorded, CallRecordingFailed
from batola_desk.domain.file_digest import sha256_of
from batola_desk.engine.fact_desk import FactDesk
from batola_desk.engine.spool import FactSpool

log = logging.getLogger("batola.engine")


def relative_path(root: Path, file: Path) -> str:
    """Return a recording's name as facts carry it."""
    return file.relative_to(root).as_posix()


def recorded(root: Path, result: RecordingResult, *, recovered: bool = False) -> CallRecorded:
    """Return the fact about a sealed file."""
    return CallRecorded(
        path=relative_path(root, result.path),
        sha256=result.sha256,
        duration_s=round(result.duration_s, 3),
        byte_count=result.byte_count,
        recovered=recovered,
        start_s=round(result.start_s, 3),
        started_us=name_times(result.path).started_us,
        sample_rate_hz=result.sample_rate_hz,
    )


def recover_recordings(root: Path, spool: FactSpool, facts: FactDesk) -> int:
    """Finish what the previous engine left and spool the facts. Before the first recording starts.

    A file whose call is not known any more is sealed all the same and stays in its folder.

    Returns:
        How many recordings were recovered.
    """
    finished = {relative_path(root, result.path): result for result in recover_unfinished(root)}
    count = 0
    for path, aggregate in spool.left_over.open_recordings:
        result = finished.pop(path, None) or _sealed(root / path)
        if result is not None:
            spool.recording_closed(path, facts.make(aggregate, recorded(root, result, recovered=True)))
            count += 1
        elif not part_path(root / path).exists():
            if name_times(root / path).start_s > 0.0:
                spool.recording_forgotten(path)  # a further file that the disk never let begin
                continue
            spool.recording_closed(path, facts.make(aggregate, CallRecordingFailed(code="file_missing")))
    if finished:
        log.warning("recordings without a known call were sealed", extra={"count": len(finished)})
    return count


def _sealed(file: Path) -> RecordingResult | None:
    """The engine died between sealing the file and telling about it."""
    try:
        with wave.open(str(file), "rb") as recording:
            rate_hz = recording.getframerate()
            duration_s = recording.getnframes() / rate_hz
        return RecordingResult(
            path=file,
            sha256=sha256_of(file),
            duration_s=duration_s,
            byte_count=file.stat().st_size,
            sample_rate_hz=rate_hz,
            start_s=name_times(file).start_s,
        )
    except (OSError, EOFError, wave.Error):
        return None
