"""What the screen shows of this seat beside calls and tickets: alarms, line, sound, room, disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmView:
    """One alert; acknowledged ones stay listed."""

    alarm_id: str
    code: str
    priority: str
    subject: str
    detail: str
    raised_us: int
    acknowledged: bool
    cleared: bool
    bundled: int = 1  # how many alerts this line stands for (a flood)


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundResultView:
    """One finding of a sound test; ``code`` for ``ui/sound_words.py``."""

    role: str
    code: str
    level_db: float | None = None
    delay_ms: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundCheckView:
    """A sound test. ``kind``: echo, loop, tone; ``phase``: recording, playing, done, stopped, empty."""

    kind: str = ""
    role: str = ""
    phase: str = ""
    progress: float = 0.0
    results: tuple[SoundResultView, ...] = ()

    @property
    def is_running(self) -> bool:
        """Whether it plays or listens now."""
        return self.phase in {"recording", "playing"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseView:
    """What the operator's ear has had in this shift. ``stage``: empty, low, high, limit."""

    seconds: float = 0.0
    daily_dba: float | None = None
    mean_dba: float | None = None
    stage: str = ""
    full_scale_dba: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelsView:
    """Meter values in dBFS of the call in the headset."""

    call_key: str
    caller_dbfs: float
    operator_dbfs: float
    loss_percent: float
    jitter_ms: float
    delay_ms: float
    mos: float | None = None
    round_trip_ms: float | None = None
    remote_loss_percent: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineAccountView:
    """One identity of the line at its exchange.

    Attributes:
        mode: direct, registered, registering, failed.
        way: the registrar in use, for IT.
        is_standby: the preferred registrar does not answer.
        others: how many other places ring under this account.
    """

    name: str
    mode: str
    way: str = ""
    code: str = ""
    retry_in_s: float | None = None
    is_standby: bool = False
    others: int = 0
    is_unverified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyView:
    """A second copy of what the room does not have yet.

    Attributes:
        kind: ``folder`` or ``neighbour``.
        name: the folder, or the letter of the desk that keeps it; empty: nobody does.
        is_whole: everything that waits is in it.
        code: why not, with ``values`` for its words.
    """

    kind: str
    name: str = ""
    is_whole: bool = False
    code: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomView:
    """How the desk stands to the shared database of all desks.

    Attributes:
        mode: synced, delayed, offline, catching_up (domain.operator.DeskMode).
        waiting_count: facts of this desk that the room does not have yet.
        kept_count: the same of other desks, kept here for them.
        behind_s: since desk and room last knew the same; 0 while they do.
        code: what is wrong, with ``values`` for its words; empty when nothing is.
        host: the server that answers; empty while offline.
        copies: where else the waiting facts lie.
        history_percent: how much of the room's past is here, after a desk began with a snapshot.
    """

    mode: str
    waiting_count: int = 0
    kept_count: int = 0
    behind_s: int = 0
    code: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    host: str = ""
    copies: tuple[CopyView, ...] = ()
    history_percent: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherRoomView:
    """A room that knows nothing of this desk's facts, and waits for a person's word.

    Attributes:
        known_count: entries of the room before that this desk knows.
        waiting_count: facts of this desk that no room has.
    """

    host: str
    epoch: str
    known_count: int
    waiting_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusView:
    """The status strip.

    Attributes:
        line_mode: direct, registered, registering, failed, engine_lost, starting.
        line_accounts: all identities of the line; ``line_mode`` and ``line_code`` are those of the worst.
        journal: ok, retrying, read_only, failed.
        mode: standalone … (domain.operator.DeskMode).
        audio_problems: codes (no_headset, no_microphone, no_loudspeaker, portaudio_missing …).
        recording: ok, failed.
    """

    operator_name: str
    operator_role: str
    operator_state: str
    desk_letter: str
    line_mode: str
    line_address: str
    line_code: str
    journal: str
    journal_waiting: int
    mode: str
    headset: str
    loudspeaker: str
    audio_problems: tuple[str, ...]
    recording: str
    training: bool
    muted: bool
    free_disk_gb: float | None
    alarms: tuple[AlarmView, ...]
    line_accounts: tuple[LineAccountView, ...] = ()
    store: StoreView
    room: RoomView | None = None  # None: this desk stands alone


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybackView:
    """The recording being played.

    Attributes:
        live_call_key: the call whose last minute is heard again while it goes on; empty = an old recording.
        loading: it is being fetched from the store and checked.
    """

    path: str
    position_s: float
    duration_s: float
    paused: bool
    error: str = ""
    live_call_key: str = ""
    speed: float = 1.0
    loading: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreView:
    """The copying of recordings to the store; ``kind`` none = there is no store.

    Attributes:
        code: why the last try failed; empty = it works.
    """

    kind: str = "none"
    waiting_count: int = 0
    oldest_waiting_us: int = 0
    code: str = ""
