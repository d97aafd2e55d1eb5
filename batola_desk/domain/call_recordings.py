"""Folds what happens to a call's recordings. Source: domain.md §15."""

from __future__ import annotations

from dataclasses import replace

from batola_desk.domain.call import Call, Recording, RecordingMark
from batola_desk.domain.events import call as events
from batola_desk.domain.events import recording
from batola_desk.domain.facts import Event

RECORDING_KINDS = frozenset(
    kind.TYPE
    for kind in (
        events.CallRecorded,
        events.CallRecordingFailed,
        recording.CallRecordingStored,
        recording.CallRecordingFreed,
        recording.CallRecordingHeld,
        recording.CallRecordingMarked,
        recording.CallRecordingExported,
        recording.CallRecordingAltered,
    )
)


def fold_recording(state: Call, event: Event, actor: str) -> Call:
    """Fold one fact of `RECORDING_KINDS`; what it says of an unknown file changes nothing."""
    match event:
        case events.CallRecorded():
            return replace(state, recordings=_with(state, event))
        case events.CallRecordingFailed():
            return replace(state, recording_failed=event.code)
        case recording.CallRecordingStored():
            return _change(state, event.path, store=event.store)
        case recording.CallRecordingFreed():
            return _change(state, event.path, is_freed=True)
        case recording.CallRecordingAltered():
            return _change(state, event.path, is_altered=True)
        case recording.CallRecordingHeld():
            return replace(
                state, recording_held=event.reason if event.held else "", recording_released=not event.held
            )
        case recording.CallRecordingMarked():
            return replace(state, recording_marks=_marked(state, event, actor))
        case _:
            return state


def _with(state: Call, event: events.CallRecorded) -> tuple[Recording, ...]:
    sealed = Recording(
        path=event.path,
        sha256=event.sha256,
        duration_s=event.duration_s,
        byte_count=event.byte_count,
        recovered=event.recovered,
        start_s=event.start_s,
        started_us=event.started_us,
        sample_rate_hz=event.sample_rate_hz,
    )
    return tuple(sorted((*state.recordings, sealed), key=lambda known: known.start_s))


def _change(state: Call, path: str, **values: str | bool) -> Call:
    changed = tuple(
        replace(known, **values) if known.path == path else known  # type: ignore[arg-type]
        for known in state.recordings
    )
    return replace(state, recordings=changed)


def _marked(state: Call, event: recording.CallRecordingMarked, actor: str) -> tuple[RecordingMark, ...]:
    others = tuple(mark for mark in state.recording_marks if mark.mark_id != event.mark_id)
    if not event.text:
        return others
    mark = RecordingMark(
        mark_id=event.mark_id, path=event.path, at_s=event.at_s, text=event.text, actor=actor
    )
    return tuple(sorted((*others, mark), key=lambda known: (known.path, known.at_s)))
