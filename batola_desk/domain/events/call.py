"""What can happen to a telephone call. Source: domain.md §5.1, §6.1, §12."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from batola_desk.domain.facts import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOffered:
    """A call began to ring here, or this desk began to dial.

    Attributes:
        call_key: the key all desks derive alike (header, Session-ID or Call-ID).
        direction: ``inbound`` or ``outbound``.
        number: number presented (ANI) or dialled; empty when withheld.
        purpose: for outbound calls ``callback``, ``agency``, ``desk``, ``supervise``, ``manual``.
        callback_id: the call-back item this call answers, if any.
        incident_id: the incident this outbound call belongs to, if any.
        training: the call came from the training caller.
        service: the emergency service asked for (``urn:service:sos…``), empty if none was named.
        diverted_from: the number originally dialled when the call was sent on to us.
        diversions: every number it was sent on from, in order, with the network's reason (RFC 7044).
        asserted: all numbers the network vouches for, best first (RFC 3325); ``number`` is one of them.
        priority: what the call's Priority header says (``emergency``, ``psap-callback`` …).
        resource_priority: namespaces and values the network gave it (RFC 4412).
    """

    TYPE: ClassVar[str] = "call.offered"
    VERSION: ClassVar[int] = 1

    call_key: str
    direction: str
    number: str
    display_name: str = ""
    purpose: str = ""
    callback_id: str | None = None
    incident_id: str | None = None
    training: bool = False
    service: str = ""
    diverted_from: str = ""
    diversions: tuple[str, ...] = ()
    asserted: tuple[str, ...] = ()
    priority: str = ""
    resource_priority: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLocationReceived:
    """A position, or where to fetch one, came with the call; kept whole, whatever could be read of it.

    Attributes:
        source: ``sip_body`` (the document came along), ``sip_reference`` (only its address) or ``held`` (the
            desk fetched the document from there).
        uri: as the call names it.
        document: as it came, at most 64 kB.
        latitude, longitude, radius_m: the place our reader found; None = none, or no radius given.
    """

    TYPE: ClassVar[str] = "call.location_received"
    VERSION: ClassVar[int] = 1

    source: str
    uri: str = ""
    content_type: str = ""
    document: str = ""
    latitude: float | None = None
    longitude: float | None = None
    radius_m: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallInfoReceived:
    """More about the caller or the call came with it (subscriber, provider, device), or where to fetch it.

    Attributes:
        purpose: as the network names it (``EmergencyCallData.SubscriberInfo``, ``card`` …).
        document: as it came, at most 64 kB; empty for a mere address.
    """

    TYPE: ClassVar[str] = "call.info_received"
    VERSION: ClassVar[int] = 1

    purpose: str = ""
    uri: str = ""
    content_type: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOverflowed:
    """Nobody answered within the limit; the call climbs the ladder."""

    TYPE: ClassVar[str] = "call.overflowed"
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CallAnswered:
    """Both sides can speak: this desk answered, or the far end did."""

    TYPE: ClassVar[str] = "call.answered"
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CallHeld:
    """The call was put on hold."""

    TYPE: ClassVar[str] = "call.held"
    VERSION: ClassVar[int] = 1

    by: str = "operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallResumed:
    """The held call was taken back."""

    TYPE: ClassVar[str] = "call.resumed"
    VERSION: ClassVar[int] = 1

    by: str = "operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentCheckStarted:
    """The silent-call procedure began (6 s without speech, or by key)."""

    TYPE: ClassVar[str] = "call.silent_check_started"
    VERSION: ClassVar[int] = 1

    trigger: str = "operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentCheckTicked:
    """The operator answered one line of the silent checklist.

    Attributes:
        item: code of the checklist line (configuration data).
        heard: True heard, False not heard.
    """

    TYPE: ClassVar[str] = "call.silent_check_ticked"
    VERSION: ClassVar[int] = 1

    item: str
    heard: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentCheckCompleted:
    """Every line of the checklist was answered and the minimum time has passed; or the caller spoke.

    Attributes:
        spoke: speech went on for a while: nobody was silent after all. The checklist is not done by that.
    """

    TYPE: ClassVar[str] = "call.silent_check_completed"
    VERSION: ClassVar[int] = 1

    listened_s: int
    spoke: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CallDigitReceived:
    """The caller pressed a key: somebody is alive there."""

    TYPE: ClassVar[str] = "call.digit_received"
    VERSION: ClassVar[int] = 1

    digit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEnded:
    """The session is over.

    Attributes:
        cause: one of ``domain.call.EndCause``.
        sip_code: final status if one was seen.
    """

    TYPE: ClassVar[str] = "call.ended"
    VERSION: ClassVar[int] = 1

    cause: str
    sip_code: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallClassified:
    """A person chose the call type; a later one replaces it (lead only, with reason).

    Attributes:
        call_class: code of domain.md §6.1 (N, I, R, G, P, F, T, S, L, U, C).
    """

    TYPE: ClassVar[str] = "call.classified"
    VERSION: ClassVar[int] = 1

    call_class: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLinked:
    """The call belongs to an incident. Touches both aggregates."""

    TYPE: ClassVar[str] = "call.linked"
    VERSION: ClassVar[int] = 1

    call_key: str
    incident_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallUnlinked:
    """The call does not belong to that incident after all."""

    TYPE: ClassVar[str] = "call.unlinked"
    VERSION: ClassVar[int] = 1

    call_key: str
    incident_id: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallNoted:
    """A line written about a call that has no incident (information, prank …)."""

    TYPE: ClassVar[str] = "call.noted"
    VERSION: ClassVar[int] = 1

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRecorded:
    """The recording is closed and sealed.

    Attributes:
        path: relative to the recordings folder, with forward slashes.
        sha256: hex digest of the whole file.
        start_s: where this file begins in the call's recording; a full disk cuts one recording into several.
        started_us: wall time of its first sample; 0 in facts of the first version, where the name tells it.
    """

    TYPE: ClassVar[str] = "call.recorded"
    VERSION: ClassVar[int] = 1

    path: str
    sha256: str
    duration_s: float
    byte_count: int
    recovered: bool = False
    start_s: float = 0.0
    started_us: int = 0
    sample_rate_hz: int = 8000


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRecordingFailed:
    """The recording could not be written; the call itself went on."""

    TYPE: ClassVar[str] = "call.recording_failed"
    VERSION: ClassVar[int] = 1

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallPartyAdded:
    """This desk dialled another party for the caller; until the conference the caller waits on hold.

    Attributes:
        party_key: call key of the added leg.
        role: ``agency`` or ``desk`` (domain.call.PartyRole).
        code: agency code or letter of the desk; empty for a number typed by hand.
        number: what was dialled.
    """

    TYPE: ClassVar[str] = "call.party_added"
    VERSION: ClassVar[int] = 1

    party_key: str
    role: str
    code: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallPartyAnswered:
    """The added party picked up."""

    TYPE: ClassVar[str] = "call.party_answered"
    VERSION: ClassVar[int] = 1

    party_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallPartyMuted:
    """The operator took a party's voice out of the conversation, or gave it back."""

    TYPE: ClassVar[str] = "call.party_muted"
    VERSION: ClassVar[int] = 1

    party_key: str
    muted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CallPartyLeft:
    """An added party is gone; the caller stays.

    Attributes:
        cause: one of ``domain.call.EndCause``.
        sip_code: final status if one was seen.
    """

    TYPE: ClassVar[str] = "call.party_left"
    VERSION: ClassVar[int] = 1

    party_key: str
    cause: str
    sip_code: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallConferenceStarted:
    """From here on the caller and this party hear each other; each party that joins has its own fact."""

    TYPE: ClassVar[str] = "call.conference_started"
    VERSION: ClassVar[int] = 1

    party_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTransferred:
    """The operator handed the caller over. Source: domain.md §5.1 DIALIHKAN (R).

    Attributes:
        role, code, number: to whom, as in ``CallPartyAdded``.
        mode: ``warm`` (spoken to first) or ``blind``.
        result: ``bridged`` (they talk through this desk), ``completed`` (they talk without it) or ``refused``
            (the caller is still the operator's).
        reason: why, in the operator's words or as a code of ``domain.call.TransferReason``.
        sip_code: what the network said, if it said something.
    """

    TYPE: ClassVar[str] = "call.transferred"
    VERSION: ClassVar[int] = 1

    role: str
    code: str = ""
    number: str = ""
    mode: str
    result: str
    reason: str
    sip_code: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSupervised:
    """A shift lead took part from another desk. Source: domain.md §14 (journalled).

    Attributes:
        lead: who, as signed by his desk.
        desk: letter of his desk.
        mode: ``listen``, ``whisper`` or ``barge`` (domain.call.SupervisionMode).
        from_us: since when in this mode.
        until_us: until when; None = goes on.
    """

    TYPE: ClassVar[str] = "call.supervised"
    VERSION: ClassVar[int] = 1

    lead: str
    desk: str
    mode: str
    from_us: int
    until_us: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTextReceived:
    """The other side wrote a line.

    Attributes:
        medium: ``rtt`` (letters while they are typed, RFC 4103) or ``message`` (SIP MESSAGE).
    """

    TYPE: ClassVar[str] = "call.text_received"
    VERSION: ClassVar[int] = 1

    text: str
    medium: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTextSent:
    """The operator wrote a line; ``medium`` as in ``CallTextReceived``."""

    TYPE: ClassVar[str] = "call.text_sent"
    VERSION: ClassVar[int] = 1

    text: str
    medium: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallQualityMeasured:
    """How the whole call sounded, by what was counted; told once, at its end. Source: domain.md §16.

    Attributes:
        mos_mean, mos_min: estimates by ITU-T G.107; the worst is a mean of five seconds.
        loss_percent, remote_loss_percent: lost on the way to us, and to them as they reported last.
        concealed_percent: of the played sound.
        delay_ms: mouth to ear, one way, mean.
        round_trip_ms: None = the far side sends no reports.
        codec: RTP encoding name last used.
        encrypted: no sound of the call travelled in the clear.
    """

    TYPE: ClassVar[str] = "call.quality_measured"
    VERSION: ClassVar[int] = 1

    mos_mean: float
    mos_min: float
    loss_percent: float
    remote_loss_percent: float | None = None
    concealed_percent: float
    jitter_ms_max: float
    delay_ms: float
    round_trip_ms: float | None = None
    codec: str
    encrypted: bool
    measured_s: int


EVENTS: tuple[type[Event], ...] = (
    CallOffered,
    CallLocationReceived,
    CallInfoReceived,
    CallOverflowed,
    CallAnswered,
    CallHeld,
    CallResumed,
    SilentCheckStarted,
    SilentCheckTicked,
    SilentCheckCompleted,
    CallDigitReceived,
    CallEnded,
    CallClassified,
    CallLinked,
    CallUnlinked,
    CallNoted,
    CallRecorded,
    CallRecordingFailed,
    CallPartyAdded,
    CallPartyAnswered,
    CallPartyMuted,
    CallPartyLeft,
    CallConferenceStarted,
    CallTransferred,
    CallSupervised,
    CallTextReceived,
    CallTextSent,
    CallQualityMeasured,
)
