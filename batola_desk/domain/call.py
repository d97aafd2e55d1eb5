"""State of one call, folded from its facts. Source: domain.md §5.1."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from batola_desk.domain.call_fixes import CallFix
from batola_desk.domain.conflicts import Conflicts
from batola_desk.domain.location_link import CallLink
from batola_desk.domain.timeline import TimelineEntry


class CallState(StrEnum):
    """The machine of domain.md §5.1, plus the two states of an outbound call."""

    DIALLING = "dialling"
    RINGING = "ringing"
    OVERFLOWING = "overflowing"
    ABANDONED = "abandoned"
    ANSWERED_ELSEWHERE = "answered_elsewhere"
    TALKING = "talking"
    SILENT_CHECK = "silent_check"
    ON_HOLD = "on_hold"
    CONSULTING = "consulting"
    CONFERENCE = "conference"
    TRANSFERRED = "transferred"
    DROPPED = "dropped"
    WRAP_UP = "wrap_up"
    CLASSIFIED = "classified"
    FAILED = "failed"


class EndCause(StrEnum):
    """Why a session ended, as the journal knows it."""

    CALLER_HUNG_UP = "caller_hung_up"
    OPERATOR_HUNG_UP = "operator_hung_up"
    CANCELLED = "cancelled"
    ANSWERED_ELSEWHERE = "answered_elsewhere"
    REJECTED = "rejected"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    FAILED = "failed"
    LOST = "lost"
    ENGINE_LOST = "engine_lost"
    UNUSABLE_OFFER = "unusable_offer"
    TRANSFERRED = "transferred"
    REPLACED = "replaced"


class PartyRole(StrEnum):
    """Who an added party of a call is."""

    AGENCY = "agency"
    DESK = "desk"


class SupervisionMode(StrEnum):
    """How a shift lead takes part in a call of another desk. Source: domain.md §14."""

    LISTEN = "listen"  # hears everybody, nobody hears him
    WHISPER = "whisper"  # heard by the operator only
    BARGE = "barge"  # heard by everybody


class TransferResult(StrEnum):
    """What came of handing a caller over."""

    BRIDGED = "bridged"
    COMPLETED = "completed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallParty:
    """One party besides the caller, as long as it is there."""

    party_key: str
    role: str
    code: str = ""
    number: str = ""
    answered: bool = False
    joined: bool = False
    muted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A sealed file of a recording; see ``events.call.CallRecorded``."""

    path: str
    sha256: str
    duration_s: float
    byte_count: int
    recovered: bool = False
    start_s: float = 0.0
    started_us: int = 0
    sample_rate_hz: int = 8000
    store: str = ""  # where a verified copy is
    is_freed: bool = False  # only that copy is left
    is_altered: bool = False  # the file was found to differ from its seal


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingMark:
    """A place that a person marked in a recording."""

    mark_id: str
    path: str
    at_s: float
    text: str
    actor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallText:
    """One line written on a call, by the other side or by the operator."""

    text: str
    medium: str
    at_us: int
    is_ours: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CallQuality:
    """How the call sounded; see ``events.call.CallQualityMeasured``."""

    mos_mean: float
    mos_min: float
    loss_percent: float
    concealed_percent: float
    jitter_ms_max: float
    delay_ms: float
    codec: str
    encrypted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One telephone session. All times are microseconds since 1970 UTC; None = has not happened."""

    call_key: str
    state: CallState = CallState.RINGING
    direction: str = "inbound"
    number: str = ""
    display_name: str = ""
    purpose: str = ""
    callback_id: str | None = None
    training: bool = False
    desk: str = ""
    operator: str = ""
    offered_us: int | None = None
    overflowed_us: int | None = None
    answered_us: int | None = None
    held_since_us: int | None = None
    ended_us: int | None = None
    classified_us: int | None = None
    end_cause: str = ""
    ended_desk: str = ""  # whose leg the end above was
    sip_code: int | None = None
    call_class: str = ""
    incident_ids: tuple[str, ...] = ()
    silent_started_us: int | None = None
    silent_answers: tuple[tuple[str, bool], ...] = ()
    silent_completed: bool = False
    silent_spoke_us: int | None = None  # since when the caller spoke in the procedure
    digits: str = ""
    notes: tuple[TimelineEntry, ...] = ()
    recordings: tuple[Recording, ...] = ()
    recording_failed: str = ""
    texts: tuple[CallText, ...] = ()
    quality: CallQuality | None = None
    parties: tuple[CallParty, ...] = ()
    fixes: tuple[CallFix, ...] = ()
    location_uris: tuple[str, ...] = ()  # where more positions can be fetched (RFC 6442 §4.2)
    links: tuple[CallLink, ...] = ()  # by which the caller was asked for a position
    transferred_to: str = ""  # agency code, desk letter or number
    transfer_result: str = ""
    supervised_by: str = ""
    supervision_mode: str = ""
    recording_marks: tuple[RecordingMark, ...] = ()
    recording_held: str = ""  # why it must stay; empty = nobody said so
    recording_released: bool = False  # somebody said that it need not stay
    conflicts: Conflicts = ()
    timeline: tuple[TimelineEntry, ...] = ()
    seen: frozenset[str] = field(default_factory=frozenset)

    @property
    def gets_class(self) -> bool:
        """Whether it is a caller's own call: a leg that took the place of an agency's is none."""
        return self.direction == "inbound" and not self.purpose

    @property
    def is_live(self) -> bool:
        """Whether the session still exists on the line."""
        return self.state in LIVE_STATES


LIVE_STATES = frozenset(
    {
        CallState.DIALLING,
        CallState.RINGING,
        CallState.OVERFLOWING,
        CallState.TALKING,
        CallState.SILENT_CHECK,
        CallState.ON_HOLD,
        CallState.CONSULTING,
        CallState.CONFERENCE,
        CallState.TRANSFERRED,  # until the network has let go of our leg
    }
)
