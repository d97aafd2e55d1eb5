"""What the screen shows: frozen read models that services build and view-models render.

All times are microseconds since 1970 UTC; None = has not happened.
"""

from __future__ import annotations

from dataclasses import dataclass

from batola_desk.domain.call import Call, CallState
from batola_desk.domain.clocks import Clock
from batola_desk.domain.incident import AgencyTask, Incident, TransferWish, UnitOnIncident
from batola_desk.domain.unit import Unit

CALLER_ROLE = "caller"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureView:
    """A measure in force against a number: a hint, never a reason to drop (domain.md §12.3).

    Attributes:
        label: in the operator's language; the code of a kind that is no longer configured.
        author: name of the lead.
    """

    measure_id: str
    label: str
    reason: str
    until_us: int
    author: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberHistory:
    """What this desk knows of a number: a care hint, never a reason to drop (domain.md §12.3)."""

    total: int = 0
    by_class: tuple[tuple[str, int], ...] = ()  # (class code, count), most frequent first
    last_real_us: int | None = None
    open_incident_ids: tuple[str, ...] = ()
    measures: tuple[MeasureView, ...] = ()
    is_sensitive: bool = False  # a ticket that only some may see is among its: text first, place unsaid


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
        next_actions: codes out of deliver, acknowledge, reject, escalate, start, report, complete, cancel,
            correct_name.
        step, step_us: the next step of the ladder in words, and when it is due.
    """

    task: AgencyTask
    agency_name: str
    national_number: str
    clock: Clock | None
    next_actions: tuple[str, ...] = ()
    step: str = ""
    step_us: int | None = None


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
class AbsorbedView:
    """A ticket that goes on in the one in the form: its calls and notes, with where they come from."""

    incident: Incident
    calls: tuple[CallView, ...]


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
    absorbed: tuple[AbsorbedView, ...] = ()
    is_hidden: bool = False  # confidential, and not this person's to see (``services.confidence``)

    @property
    def call_count(self) -> int:
        """Its calls, and those of the tickets that go on in it."""
        return len(self.calls) + sum(len(part.calls) for part in self.absorbed)


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
    reasons: tuple[str, ...]  # codes of ``labels.CALLBACK_REASONS``
    dialling: bool = False
    claimed_desk: str = ""  # who has taken it on; empty = nobody
    claimed_by: str = ""
    claim: str = ""  # services.claims.ClaimPhase while it is not settled
    is_held_elsewhere: bool = False
    again_until_us: int | None = None  # the next attempt should be made until then
    is_text_first: bool = False  # a ring may endanger this caller


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
