"""Messages about recordings: hearing them again, what must stay, what the store has.

Part of the protocol of ``ipc.messages``.
"""

from __future__ import annotations

from batola_desk.ipc.base import Command, Message
from batola_desk.ipc.recording_parts import PlaybackStatus, RecordingJudgement, StoreStatus

# ------------------------------------------------------------------ what the engine tells


class PlaybackChanged(Message, frozen=True, kw_only=True, tag="PlaybackChanged"):
    """Playback of a recording moved on, at 5 Hz and at each change."""

    playback: PlaybackStatus


class StoreChanged(Message, frozen=True, kw_only=True, tag="StoreChanged"):
    """The copying of recordings moved on, at most once a second."""

    store: StoreStatus


class FetchChanged(Message, frozen=True, kw_only=True, tag="FetchChanged"):
    """A recording on its way back from the store.

    Attributes:
        share: 0 to 1 of it has come.
        done: it is here, or will not come: then ``code`` says why, for ``ui/error_texts.py``.
    """

    path: str
    share: float = 0.0
    done: bool = False
    code: str = ""


# ------------------------------------------------------------------ what the screen asks


class PlayRecording(Command, frozen=True, kw_only=True, tag="PlayRecording"):
    """Play a recording (path relative to the recordings folder) to the headset.

    ``sha256``: as the journal knows it; a file that differs is refused (``recording_altered``). One that was
    freed here is fetched from the store first (``PlaybackStatus.loading``).
    """

    path: str
    start_s: float = 0.0
    sha256: str = ""
    call_key: str = ""  # whose recording it is, for the fact about an altered one


class ReplayCall(Command, frozen=True, kw_only=True, tag="ReplayCall"):
    """Let the operator hear the last seconds of the live call again; the caller hears nothing of it."""

    call_id: str
    last_s: float = 60.0


class SkipPlayback(Command, frozen=True, kw_only=True, tag="SkipPlayback"):
    """Jump back (negative) or forward from where playback is."""

    by_s: float


class SetPlaybackSpeed(Command, frozen=True, kw_only=True, tag="SetPlaybackSpeed"):
    """Play slower or faster with kept pitch, 0.5 to 2.0."""

    speed: float


class PausePlayback(Command, frozen=True, kw_only=True, tag="PausePlayback"):
    """Pause or continue playback."""

    paused: bool


class SeekPlayback(Command, frozen=True, kw_only=True, tag="SeekPlayback"):
    """Jump within the recording."""

    position_s: float


class StopPlayback(Command, frozen=True, kw_only=True, tag="StopPlayback"):
    """Stop playback."""


class JudgeRecordings(Command, frozen=True, kw_only=True, tag="JudgeRecordings"):
    """Say which sealed files must stay on this desk."""

    judgements: tuple[RecordingJudgement, ...]


class RemoveRecordings(Command, frozen=True, kw_only=True, tag="RemoveRecordings"):
    """These files are past the time that recordings are kept, and nobody holds them (``free``).

    The line removes them outside calls, and tells ``call.recording_freed`` for each; what it leaves is asked
    for again another day.
    """

    recordings: tuple[RecordingJudgement, ...]


class FetchRecording(Command, frozen=True, kw_only=True, tag="FetchRecording"):
    """Bring a freed recording back from the store; ``FetchChanged`` tells how it goes and that it is here."""

    path: str


class TryRecording(Command, frozen=True, kw_only=True, tag="TryRecording"):
    """Write a second of sound where recordings go, read it back, delete it; refused while a call lives.

    The answer comes when it is done: ``recording_not_written``, ``recording_not_read`` or nothing wrong.
    """


RecordingNews = PlaybackChanged | StoreChanged | FetchChanged
RecordingCommand = (
    PlayRecording
    | ReplayCall
    | SkipPlayback
    | SetPlaybackSpeed
    | PausePlayback
    | SeekPlayback
    | StopPlayback
    | JudgeRecordings
    | RemoveRecordings
    | FetchRecording
    | TryRecording
)
