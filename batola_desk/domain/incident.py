"""State of one incident with its agency tasks and units, folded from facts. Source: domain.md §5.2, §5.3."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from batola_desk.domain.conflicts import Conflicts
from batola_desk.domain.timeline import TimelineEntry

FIELDS = (
    "place_text",  # what the operator typed, never overwritten by a suggestion
    "place_code",  # code of the chosen desa or kelurahan
    "type_code",
    "victims_injured",
    "victims_trapped",
    "victims_missing",
    "victims_dead",
    "caller_name",
    "callback_number",
    "access",  # road, water, both
    "landmark",
)


class IncidentState(StrEnum):
    """The machine of domain.md §5.2; the shown one is the furthest that any agency task reached."""

    DRAFT = "draft"
    VERIFIED = "verified"
    FORWARDED = "forwarded"
    ACKNOWLEDGED = "acknowledged"
    EN_ROUTE = "en_route"
    ON_SCENE = "on_scene"
    UNDER_CONTROL = "under_control"
    FIELD_DONE = "field_done"
    SUSPENDED = "suspended"
    REFERRED = "referred"
    MERGED = "merged"
    CANCELLED = "cancelled"
    MOVED_REGION = "moved_region"
    FALSE_REPORT = "false_report"
    CLOSED = "closed"
    REOPENED = "reopened"


class TaskState(StrEnum):
    """The machine of domain.md §5.3."""

    DRAFTED = "drafted"
    SENT = "sent"
    DELIVERED = "delivered"
    ACKNOWLEDGED = "acknowledged"
    WORKING = "working"
    REPORTED = "reported"
    COMPLETED = "completed"
    REJECTED = "rejected"
    ESCALATED_1 = "escalated_1"
    ESCALATED_2 = "escalated_2"
    ESCALATED_3 = "escalated_3"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldValue:
    """The value that counts, who wrote it, and the values it replaced at nearly the same time elsewhere."""

    value: str
    at_us: int
    actor: str
    fact_id: str
    origin: str = ""
    desk: str = ""
    replaces: str | None = None  # as in IncidentFieldSet
    lost: tuple[tuple[str, str, int], ...] = ()  # (value, actor, at_us) from another desk


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationFix:
    """A confirmed place of the incident; every one is kept, the last in the room's order counts."""

    latitude: float
    longitude: float
    uncertainty_m: float
    source: str
    at_us: int
    place_code: str = ""
    label: str = ""
    fact_id: str = ""
    actor: str = ""
    desk: str = ""
    origin: str = ""
    replaces: str | None = None
    fix_id: str = ""  # as in IncidentLocationSet

    @property
    def words(self) -> str:
        """What a person calls it."""
        return self.label or f"{self.latitude:.5f}, {self.longitude:.5f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One line of the chronology."""

    note_id: str
    text: str
    at_us: int
    actor: str
    draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskAttempt:
    """One way that was tried to reach the agency; ``failed_us`` None = nobody said that it failed.

    Attributes:
        reference: of an e-mail that a server took, see ``events.incident.AgencyTaskSent``.
    """

    channel: str
    at_us: int
    contact: str = ""
    failed_us: int | None = None
    reason: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailClaim:
    """The desk that sends, or sent, the text of a task by itself; see ``domain.mail_claims``."""

    key: str
    desk: str
    actor: str
    at_us: int
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageAnswer:
    """The answer that counts to one question; see ``events.incident.IncidentTriageAnswered``."""

    set_code: str
    question: str
    answer: str
    at_us: int
    actor: str

    @property
    def key(self) -> tuple[str, str]:
        """What question it answers."""
        return (self.set_code, self.question)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyTask:
    """One agency's share of the incident, with its own clock."""

    task_id: str
    agency_code: str
    state: TaskState = TaskState.DRAFTED
    channel: str = ""
    drafted_us: int | None = None
    sent_us: int | None = None
    acknowledged_us: int | None = None
    acknowledged_by: str = ""
    working_us: int | None = None
    reported_us: int | None = None
    report: str = ""
    ended_us: int | None = None
    reason: str = ""
    escalation_level: int = 0
    attempts: tuple[TaskAttempt, ...] = ()  # the last ones, oldest first
    sending: MailClaim | None = None  # the last one; whether it is over the attempts tell


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitOnIncident:
    """A unit's part in this incident."""

    unit_id: str
    state: str = "assigned"
    assigned_us: int | None = None
    en_route_us: int | None = None
    on_scene_us: int | None = None
    released_us: int | None = None
    estimate_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferWish:
    """Somebody asked that the incident goes to another operator or desk, and nobody has decided yet."""

    fact_id: str
    to_desk: str
    to_operator: str = ""
    reason: str = ""
    asked_by: str = ""
    from_desk: str = ""
    at_us: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """The last word about this ticket and another one (``domain.kinship``).

    Attributes:
        kind: ``parent``, ``child`` or ``related``: what the other is to this one.
        label: the other's ticket number.
    """

    kind: str
    other: str
    label: str
    is_on: bool
    stamp_us: int
    fact_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One happening. All times are microseconds since 1970 UTC; None = has not happened.

    Attributes:
        desk, operator: who opened it.
        owner_desk, owner: whose it is now; an empty ``owner`` = whoever sits at that desk.
        owner_fact_id: the reassignment that made it so; empty = still the opener's.
    """

    incident_id: str
    ticket_number: str = ""
    source: str = ""
    training: bool = False
    desk: str = ""
    operator: str = ""
    owner: str = ""
    owner_desk: str = ""
    owner_fact_id: str = ""
    owner_since_us: int | None = None
    transfer_wish: TransferWish | None = None
    state: IncidentState = IncidentState.DRAFT
    opened_us: int | None = None
    verified_us: int | None = None
    first_sent_us: int | None = None
    first_ack_us: int | None = None
    first_en_route_us: int | None = None
    first_on_scene_us: int | None = None
    suspended_us: int | None = None  # since when it is put off
    closed_us: int | None = None
    reopened_us: int | None = None
    fields: tuple[tuple[str, FieldValue], ...] = ()
    priority: str = ""  # set by hand; empty = default of the type
    priority_reason: str = ""
    location: LocationFix | None = None
    location_history: tuple[LocationFix, ...] = ()
    notes: tuple[Note, ...] = ()
    triage: tuple[TriageAnswer, ...] = ()
    tasks: tuple[AgencyTask, ...] = ()
    units: tuple[UnitOnIncident, ...] = ()
    call_keys: tuple[str, ...] = ()
    not_same: tuple[str, ...] = ()  # reports that a person called another happening: incident:… or call:…
    state_reason: str = ""
    reference: str = ""
    referral_answer: str = ""  # the last one; all stand in the history
    referral_answered_us: int | None = None
    disposition: str = ""
    caller_informed: str = ""
    contested_units: tuple[str, ...] = ()
    kin: tuple[Kin, ...] = ()
    under_merge: IncidentState | None = None  # the own state, while the ticket goes on in another one
    conflicts: Conflicts = ()
    timeline: tuple[TimelineEntry, ...] = ()
    seen: frozenset[str] = field(default_factory=frozenset)

    def text(self, name: str) -> str:
        """Return the current value of a single-value field, empty when never set."""
        for key, entry in self.fields:
            if key == name:
                return entry.value
        return ""

    def triage_answer(self, set_code: str, question: str) -> str:
        """Return the answer that counts to a question, empty when nobody has answered it."""
        key = (set_code, question)
        return next((given.answer for given in self.triage if given.key == key), "")

    @property
    def is_open(self) -> bool:
        """Whether the ticket still belongs on the board."""
        return self.state not in ENDED_STATES


ENDED_STATES = frozenset(
    {
        IncidentState.CLOSED,
        IncidentState.CANCELLED,
        IncidentState.REFERRED,
        IncidentState.MERGED,
        IncidentState.MOVED_REGION,
        IncidentState.FALSE_REPORT,
    }
)
