"""Recordings as the screen shows them: files, and what happened at which second of them."""

from __future__ import annotations

from dataclasses import dataclass

from batola_desk.domain.call import Call
from batola_desk.domain.timeline import TimelineEntry

SHOWN_KINDS = frozenset(
    {
        "call.answered",
        "call.held",
        "call.resumed",
        "call.silent_check_started",
        "call.silent_check_completed",
        "call.digit_received",
        "call.text_received",
        "call.text_sent",
        "call.party_added",
        "call.party_answered",
        "call.party_left",
        "call.conference_started",
        "call.transferred",
        "call.supervised",
        "call.noted",
        "call.recording_failed",
        "call.ended",
    }
)
OWN = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkView:
    """One place on a recording.

    Attributes:
        kind: stored name of the fact, or ``own`` for a mark that a person set.
        text: a digit, a note, the words of an own mark.
        mark_id: of an own mark.
    """

    path: str
    at_s: float
    kind: str
    text: str = ""
    mark_id: str = ""
    actor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingFileView:
    """One file; a recording has several only when a disk was full in between."""

    path: str
    sha256: str
    duration_s: float
    start_s: float
    started_us: int
    is_here: bool
    store: str
    is_altered: bool
    marks: tuple[MarkView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingView:
    """The recordings of one call."""

    call_key: str
    number: str
    offered_us: int
    held_reason: str
    may_export: bool
    files: tuple[RecordingFileView, ...]


def marks_of(call: Call) -> tuple[MarkView, ...]:
    """Everything worth seeing on the call's recordings, in order."""
    found = [
        MarkView(
            path=mark.path,
            at_s=mark.at_s,
            kind=OWN,
            text=mark.text,
            mark_id=mark.mark_id,
            actor=mark.actor,
        )
        for mark in call.recording_marks
    ]
    for recording in call.recordings:
        if not recording.started_us:
            continue
        for entry in call.timeline:
            at_s = (entry.at_us - recording.started_us) / 1e6
            if entry.kind in SHOWN_KINDS and -0.5 <= at_s <= recording.duration_s + 0.5:
                at_s = min(max(at_s, 0.0), recording.duration_s)
                found.append(
                    MarkView(
                        path=recording.path,
                        at_s=at_s,
                        kind=entry.kind,
                        text=_text_of(entry),
                        actor=entry.actor,
                    )
                )
    return tuple(sorted(found, key=lambda mark: (mark.path, mark.at_s)))


def _text_of(entry: TimelineEntry) -> str:
    values = dict(entry.values)
    return next(
        (values[name] for name in ("digit", "text", "target", "number", "code") if values.get(name)), ""
    )
