"""Which recordings are past the time that they are kept, judged anew from the journal. Source: domain.md §15.

Nothing is removed that somebody holds, that nobody has judged, or whose call or ticket is not known here. The
line deletes (it owns the files) and tells a fact for each; what it left is found again the next day.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from batola_desk.domain.catalog import Catalog
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.domain.recording_rules import FREE, judge_recordings
from batola_desk.ipc.recording_messages import RemoveRecordings
from batola_desk.ipc.recording_parts import RecordingJudgement
from batola_desk.models.reader import JournalReader
from batola_desk.models.recording_facts import JournalledRecording, read_recordings
from batola_desk.services.context import Context

log = logging.getLogger("batola.services")

DAY_US: Final = 86_400_000_000
LOOK_EVERY_S: Final = 86_400.0
FIRST_LOOK_S: Final = 900.0  # LIMIT: nobody waits at a start for what is a year old
BATCH_MAX: Final = 200  # LIMIT: one minute's work of the line, and of the journal's reader
SURE_COUNT: Final = 20
SURE_DAYS: Final = 30


def cutoff_us(recordings: Sequence[JournalledRecording], *, now_us: int, keep_days: float) -> int:
    """Return the time before which recordings are past their time; 0 = none are.

    A clock that was set years ahead would make everything old at once. So "now" is at most a month after the
    twentieth newest recording; with fewer recordings there is nothing to make room for.
    """
    if keep_days <= 0 or len(recordings) < SURE_COUNT:
        return 0
    newest_us = sorted(recording.recorded_us for recording in recordings)[-SURE_COUNT]
    return min(now_us, newest_us + SURE_DAYS * DAY_US) - int(keep_days * DAY_US)


def past_recordings(recordings: Sequence[JournalledRecording], before_us: int) -> list[JournalledRecording]:
    """Return those of before a time that are still here, oldest first."""
    return [r for r in recordings if r.recorded_us < before_us and not r.is_freed]


def judge(recording: JournalledRecording, reader: JournalReader, catalog: Catalog) -> str:
    """Return ``free`` for what goes; ``held`` or nothing (unjudged) stays. Blocking: call off the loop."""
    call = reader.call(recording.call_key).result() if recording.call_key else None
    if call is None or not any(known.path == recording.path for known in call.recordings):
        return ""
    incidents = [reader.incident(incident_id).result() for incident_id in call.incident_ids]
    return judge_recordings(call, incidents, catalog)


class RetentionJob:
    """Once a day, in batches outside calls, asks the line to remove what is past its time.

    Args:
        held_now: whether the line was told in this run that a file must stay; asked at the last moment.
    """

    def __init__(self, context: Context, journal: Path, held_now: Callable[[str], bool]) -> None:
        self._context = context
        self._journal = journal
        self._held_now = held_now
        self._keep_days = context.catalog.limits.recording.keep_days
        self._next_look_s = context.clock.mono_s() + FIRST_LOOK_S
        self._todo: list[JournalledRecording] = []  # of today, newest first

    def is_wanted(self) -> bool:
        """Whether to look or to go on now; never while somebody rings or talks."""
        line = self._context.line
        is_due = bool(self._todo) or self._context.clock.mono_s() >= self._next_look_s
        return self._keep_days > 0 and line.attached and not line.calls and is_due

    async def run(self) -> None:
        """One batch: judged now, asked for now."""
        batch = await asyncio.to_thread(self._next_batch, self._context.clock.now_us())
        wanted = tuple(_as_judgement(r) for r in batch if not self._held_now(r.path))
        if wanted and not self._context.line.calls:
            self._context.link.post(RemoveRecordings(recordings=wanted))

    def _next_batch(self, now_us: int) -> list[JournalledRecording]:
        """Thread: a worker; one at a time."""
        if not self._todo:
            self._next_look_s = self._context.clock.mono_s() + LOOK_EVERY_S
            try:
                recordings = read_recordings(self._journal)
            except (EnvironmentFault, FileNotFoundError) as fault:
                log.info("the recordings cannot be listed now", extra={"fault": type(fault).__name__})
                return []
            before_us = cutoff_us(recordings, now_us=now_us, keep_days=self._keep_days)
            self._todo = past_recordings(recordings, before_us)[::-1]
        found: list[JournalledRecording] = []
        for _ in range(BATCH_MAX):
            if not self._todo:
                break
            recording = self._todo.pop()
            if judge(recording, self._context.reader, self._context.catalog) == FREE:
                found.append(recording)
        return found


def _as_judgement(recording: JournalledRecording) -> RecordingJudgement:
    return RecordingJudgement(
        call_key=recording.call_key,
        path=recording.path,
        sha256=recording.sha256,
        byte_count=recording.byte_count,
        recorded_us=recording.recorded_us,
        judgement=FREE,
    )
