"""What happens to a call's recording after it was sealed (``call.recorded``). Source: domain.md §15."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from batola_desk.domain.facts import Event

RETENTION = "retention"
"""Why a recording was removed: past the time that recordings are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRecordingStored:
    """A copy of a recording's file is in the store, read back and equal.

    Attributes:
        store: which store (``folder:…``, ``s3:bucket/prefix``); key: its name there.
    """

    TYPE: ClassVar[str] = "call.recording_stored"
    VERSION: ClassVar[int] = 1

    path: str
    store: str
    key: str
    sha256: str
    at_us: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRecordingFreed:
    """The local file was deleted by rule; the store's copy, if there is one, is the recording now.

    Attributes:
        reason: ``age``, ``size``, ``disk_full`` or ``RETENTION``.
    """

    TYPE: ClassVar[str] = "call.recording_freed"
    VERSION: ClassVar[int] = 1

    path: str
    reason: str
    store: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRecordingHeld:
    """The recordings of this call must stay (court, complaint), or need not any longer."""

    TYPE: ClassVar[str] = "call.recording_held"
    VERSION: ClassVar[int] = 1

    held: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRecordingMarked:
    """A person marked a place in a recording, or took a mark back (``text`` empty).

    Attributes:
        mark_id: repeated by a change of the same mark.
        at_s: seconds from the beginning of the file.
    """

    TYPE: ClassVar[str] = "call.recording_marked"
    VERSION: ClassVar[int] = 1

    mark_id: str
    path: str
    at_s: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRecordingExported:
    """An extract left this desk.

    Attributes:
        witness: the second person who was there.
        extract_sha256: hash of the extract's WAV; file_name: of the package.
    """

    TYPE: ClassVar[str] = "call.recording_exported"
    VERSION: ClassVar[int] = 1

    path: str
    sha256: str
    from_s: float
    to_s: float
    extract_sha256: str
    file_name: str
    reason: str
    witness: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRecordingAltered:
    """A file is not what was sealed: its hash differs from the journal's.

    Attributes:
        place: ``desk`` or ``store``.
    """

    TYPE: ClassVar[str] = "call.recording_altered"
    VERSION: ClassVar[int] = 1

    path: str
    place: str = "desk"


EVENTS: tuple[type[Event], ...] = (
    CallRecordingStored,
    CallRecordingFreed,
    CallRecordingHeld,
    CallRecordingMarked,
    CallRecordingExported,
    CallRecordingAltered,
)
