"""Parts of messages about recordings; named through ``ipc.messages`` like all others."""

from __future__ import annotations

import msgspec


class PlaybackStatus(msgspec.Struct, frozen=True, kw_only=True):
    """A recording being played to the operator; empty path = none.

    Attributes:
        live_call_id: the call that is being made while its last minute is heard again; empty = an old
            recording. Position and duration then count from where the replay began.
        loading: it is being fetched from the store and checked; it plays by itself when it is there.
    """

    path: str = ""
    position_s: float = 0.0
    duration_s: float = 0.0
    paused: bool = False
    error: str = ""
    live_call_id: str = ""
    speed: float = 1.0
    loading: bool = False


class StoreStatus(msgspec.Struct, frozen=True, kw_only=True):
    """The copying of recordings to the store.

    Attributes:
        kind: none, folder, s3.
        oldest_waiting_us: when the oldest one that waits was sealed.
        code: why the last try failed, for ``ui/error_texts.py``; empty = it works.
    """

    kind: str = "none"
    waiting_count: int = 0
    oldest_waiting_us: int = 0
    code: str = ""


class RecordingJudgement(msgspec.Struct, frozen=True, kw_only=True):
    """What the desk says of one sealed file: ``held`` must stay here, ``free`` may go once it is copied."""

    call_key: str
    path: str
    sha256: str
    byte_count: int
    recorded_us: int
    judgement: str
