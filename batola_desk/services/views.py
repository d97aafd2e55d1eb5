"""What the screen shows: frozen read models that services build and view-models render.

All times are microseconds since 1970 UTC; None = has not happened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from batola_desk.domain.call import Call, CallState
from batola_desk.domain.clocks import Clock
from batola_desk.domain.incident import AgencyTask, Incident, TransferWish, UnitOnIncident
from batola_desk.domain.unit import Unit

CALLER_ROLE = "caller"


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberHistory:
    """What this desk knows of a number: a care hint, never a reason to drop (domain.md §12.3)."""

    total: int = 0
    by_class: tuple[tuple[str, int], ...] = ()  # (class code, count), most frequent first
    last_call_us: int | None = None
    last_real_ticket: str = ""
    last_real_us: int | None = None
    last_place: str = ""
    open_incident_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOrigin:
    """What a call says about itself beyond its number.

    Attributes:
        service: the emergency service asked for, after ``urn:service:`` (``sos``, ``sos.fire`` …).
        account: the identity of the line it came over; empty while there is only one.
        diverted_from: the number originally dialled when the call was sent on to us.
        has_location: a position or a reference to one came with the call.
        position: latitude, longitude and, if known, the radius in metres it may be off.
        position_uri: where it can be fetched, if only that came.
        priority: what the call says of itself (``emergency``, ``psap-callback`` …), "" for nothing special.
        resource_priority: how the network marks it (``esnet.1``).
        info: purpose and address of what more is known of the caller.
    """

    service: str = ""
    account: str = ""
    diverted_from: str = ""
    has_location: bool = False
    position: tuple[float, float, float | None] | None = None
    position_uri: str = ""
    priority: str = ""
    resource_priority: str = ""
    info: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CallView:
    """One call on the screen: live on the line, waiting for its class, or opened from history.

    Attributes:
        call_id: the engine's id while the session lives, else None.
        in_headset: the operator hears and speaks to this call now.
        ring_step: step of the ring ladder while ringing (0 fresh, 1 warn, 2 lead, 3 overflow).
        needs_class: ended (or answered) and not classified yet.
        silence_s: seconds since the caller's last speech while talking.
        line_lost: the engine is away; the shown state may be old.
        group_id … supervisor: its part in a call of several, as ``ipc.messages.LineCall`` explains.
        secure: no sound or text of it travels in the clear.
        doubtful: no sound comes from the other side, or nobody answers whether it is still there.
        has_text: it has a leg of real-time text; typing: what the other side has not finished writing.
    """

    call: Call
    call_id: str | None = None
    in_headset: bool = False
    muted: bool = False
    recording: bool = False
    remote_hold: bool = False
    ring_step: int = 0
    needs_class: bool = False
    silence_s: float | None = None
    line_lost: bool = False
    codec: str = ""
    secure: bool = False
    has_text: bool = False
    doubtful: bool = False
    typing: str = ""
    history: NumberHistory | None = None
    origin: CallOrigin = CallOrigin()
    group_id: str = ""
    party_role: str = ""
    party_code: str = ""
    joined: bool = False
    party_muted: bool = False
    handing_over: str = ""
    supervision: str = ""
    supervisor: str = ""

    @property
    def is_party(self) -> bool:
        """Whether it was added to a caller's call: the work is about the caller's."""
        return self.party_role not in {"", CALLER_ROLE}

    @property
    def key(self) -> str:
        """The call key."""
        return self.call.call_key

    @property
    def is_ringing(self) -> bool:
        """Whether it waits for an answer at this desk."""
        return self.call.direction == "inbound" and self.call.state in {
            CallState.RINGING,
            CallState.OVERFLOWING,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTarget:
    """Somebody a caller can be connected to.

    Attributes:
        role: ``domain.call.PartyRole``.
        code: of the agency, or letter of the desk; empty for a number typed by hand.
        name: in the operator's language.
        number: what is dialled, or the desk's URI.
        key: 1 … 9 for the key that calls it at once, 0 = none.
    """

    role: str
    code: str
    name: str
    number: str
    key: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskView:
    """One agency task with its running clock and what may be done next.

    Attributes:
        next_actions: codes out of deliver, acknowledge, reject, escalate, start, report, complete, cancel.
    """

    task: AgencyTask
    agency_name: str
    national_number: str
    clock: Clock | None
    next_actions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitView:
    """One unit, its age of position and what may be done next."""

    unit: Unit
    agency_name: str
    part: UnitOnIncident | None = None
    ticket_numbers: tuple[str, ...] = ()
    clock: Clock | None = None
    position_age_s: float | None = None
    distance_km: float | None = None
    next_states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentView:
    """One incident opened in the form."""

    incident: Incident
    priority: str
    type_label: str
    place_label: str  # "desa X, Kec. Y" of the confirmed place, empty when none
    clocks: tuple[Clock, ...]
    tasks: tuple[TaskView, ...]
    units: tuple[UnitView, ...]
    calls: tuple[CallView, ...]
    missing_to_close: tuple[str, ...]  # codes: disposition, open_tasks, caller_informed
    unsaved: bool = False  # the disk refuses; kept in memory and retried
    owner_name: str = ""
    claim: str = ""  # services.claims.ClaimPhase while it is not settled whose it is


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """One line of the incident board and one mark on the map."""

    incident_id: str
    ticket_number: str
    state: str
    priority: str
    type_code: str
    type_label: str
    place: str
    latitude: float | None
    longitude: float | None
    uncertainty_m: float
    opened_us: int
    age_of_state_us: int | None
    late: str  # "", warn, late: the worst of its clocks
    agencies: tuple[tuple[str, str], ...]  # (agency code, task state)
    unit_call_signs: tuple[str, ...]
    call_count: int
    is_draft: bool
    is_open: bool
    training: bool
    confidential: bool = False
    owner_desk: str = ""
    owner: str = ""  # login; empty = whoever sits at that desk
    owner_name: str = ""
    owner_since_us: int | None = None
    claim: str = ""  # services.claims.ClaimPhase while it is not settled whose it is
    wish: TransferWish | None = None  # somebody asks for another owner


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackView:
    """One line of the call-back list, with the reasons of its rank."""

    callback_id: str
    number: str
    number_display: str
    lost_count: int
    last_lost_us: int
    attempts: int
    last_outcome: str
    score: int
    reasons: tuple[str, ...]  # codes for labels: repeated, dropped, silent, near_incident, night, pranks
    dialling: bool = False
    claimed_desk: str = ""  # who has taken it on; empty = nobody
    claimed_by: str = ""
    claim: str = ""  # services.claims.ClaimPhase while it is not settled
    is_held_elsewhere: bool = False


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
class PlaceSuggestion:
    """One hit under the place field; the kecamatan is always in the label.

    Attributes:
        place_code: code of the desa or kelurahan; empty for what is none.
        kind: what it is (``map.place_index.NamedPlace``).
        where: what else was said, as it will be read out: "RT 4 · seberang masjid".
        distance_m: from the middle of the map or the ticket's point; None when neither is known.
        beside: the place near which this landmark lies, when the text named that place only.
    """

    place_code: str
    label: str
    name: str
    kecamatan: str
    latitude: float
    longitude: float
    uncertainty_m: float
    kind: str = ""
    where: str = ""
    distance_m: float | None = None
    beside: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeSuggestion:
    """One incident type for the typed letters."""

    type_code: str
    label: str
    priority: str
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """One line of the search result, newest first; ``cursor`` continues the list."""

    kind: str  # incident | call
    identifier: str
    title: str
    subtitle: str
    at_us: int
    state: str
    priority: str = ""
    recording_path: str = ""
    cursor: str = ""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What changed, so that panes redraw only that.

    Attributes:
        call_keys, incident_ids, unit_ids, callback_ids: touched things.
        what: other parts: ``status``, ``levels``, ``alarms``, ``playback``, ``language``, ``settings``,
            ``person`` (another person or role: rights differ), ``seat`` (what is known of the person),
            ``presence``, ``unit_positions`` (live ones only), ``conflicts``, ``announcements``,
            ``map_features``, ``map_pack`` (another pack, or its import moved on), ``recommendation``,
            ``desks`` (other desks, and who sits there).
    """

    call_keys: frozenset[str] = frozenset()
    incident_ids: frozenset[str] = frozenset()
    unit_ids: frozenset[str] = frozenset()
    callback_ids: frozenset[str] = frozenset()
    what: frozenset[str] = frozenset()

    def with_also(self, other: Change) -> Change:
        """Return both changes as one."""
        return Change(
            call_keys=self.call_keys | other.call_keys,
            incident_ids=self.incident_ids | other.incident_ids,
            unit_ids=self.unit_ids | other.unit_ids,
            callback_ids=self.callback_ids | other.callback_ids,
            what=self.what | other.what,
        )
