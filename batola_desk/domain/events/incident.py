"""What can happen to an incident and its agency tasks. Source: domain.md §5.2, §5.3."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from batola_desk.domain.facts import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentOpened:
    """A ticket exists from the first keystroke (state draft).

    Attributes:
        source: ``call``, ``manual`` or the code of another source (radio, 110, walk-in …).
        call_key: the call it was opened from, if any.
    """

    TYPE: ClassVar[str] = "incident.opened"
    VERSION: ClassVar[int] = 1

    ticket_number: str
    source: str = "call"
    call_key: str | None = None
    training: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentFieldSet:
    """One single-value field got a value; the newest wins and the loser stays visible.

    Attributes:
        field: one of ``domain.incident.FIELDS``.
        value: always text; numbers as decimal text, empty means cleared.
        replaces: id of the fact whose value stood there before the first keystroke, empty = none: so
            a race of two desks is told from a correction. None = an older program wrote it, nobody knows.
    """

    TYPE: ClassVar[str] = "incident.field_set"
    VERSION: ClassVar[int] = 1

    field: str
    value: str
    replaces: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentLocationSet:
    """The operator confirmed a point as the place of the incident (lokasi kejadian).

    Attributes:
        latitude: degrees, WGS 84.
        longitude: degrees, WGS 84.
        uncertainty_m: radius of the circle that holds it; 0 = exact.
        source: ``gazetteer``, ``map_click``, ``coordinates``, ``unit`` … (domain.md §11).
        place_code: code of the desa or kelurahan, if one was chosen.
        replaces: id of the fact whose point stood there, as in ``IncidentFieldSet``.
        fix_id: the caller's position that was confirmed (``domain.call_fixes``); empty = another source.
    """

    TYPE: ClassVar[str] = "incident.location_set"
    VERSION: ClassVar[int] = 1

    latitude: float
    longitude: float
    uncertainty_m: float
    source: str
    place_code: str = ""
    label: str = ""
    replaces: str | None = None
    fix_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentLocationCleared:
    """The confirmed point was wrong and no better one is known yet."""

    TYPE: ClassVar[str] = "incident.location_cleared"
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentPrioritySet:
    """A person moved the priority; raising needs no right, lowering does (domain.md §7, §14)."""

    TYPE: ClassVar[str] = "incident.priority_set"
    VERSION: ClassVar[int] = 1

    priority: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentTriageAnswered:
    """A question was answered; a later answer to the same one counts in its place. Source: domain.md §10.

    What the answer moved (priority, type) are facts of their own beside it.

    Attributes:
        set_code: the set of questions it stands in.
        question: the words that were asked, in Indonesian.
        answer: ``Y``, ``T``, ``?``, a number or words; empty = taken back.
    """

    TYPE: ClassVar[str] = "incident.triage_answered"
    VERSION: ClassVar[int] = 1

    set_code: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentNoteAdded:
    """One line of the chronology; all lines stay. A draft line has the same ``note_id`` while it is typed."""

    TYPE: ClassVar[str] = "incident.note_added"
    VERSION: ClassVar[int] = 1

    note_id: str
    text: str
    draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentVerified:
    """Somebody confirmed the report (second caller, neighbour, call back …)."""

    TYPE: ClassVar[str] = "incident.verified"
    VERSION: ClassVar[int] = 1

    how: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentSimilarJudged:
    """A person said that another report, offered as the same happening, is another one; or took that back.

    Attributes:
        other: ``incident:`` and its id, or ``call:`` and its key.
        other_label: what the person saw: the other's ticket number; empty for a call.
        is_same: False = another happening; True = taken back, it may be the same after all.
    """

    TYPE: ClassVar[str] = "incident.similar_judged"
    VERSION: ClassVar[int] = 1

    other: str
    other_label: str = ""
    is_same: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentStateSet:
    """A person moved the ticket itself: suspended, under control, referred, cancelled, false report, moved.

    Attributes:
        state: one of ``domain.incident.IncidentState`` that people set by hand.
    """

    TYPE: ClassVar[str] = "incident.state_set"
    VERSION: ClassVar[int] = 1

    state: str
    reason: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentReferralAnswered:
    """The system a report was referred to has answered, days later perhaps; the ticket stays ended.

    Attributes:
        answer: in its words.
    """

    TYPE: ClassVar[str] = "incident.referral_answered"
    VERSION: ClassVar[int] = 1

    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentClosed:
    """The ticket is closed with its outcome.

    Attributes:
        disposition: code of the outcome (configuration data, domain.md §6.3).
        caller_informed: ``yes``, ``unreachable`` or ``not_needed``.
    """

    TYPE: ClassVar[str] = "incident.closed"
    VERSION: ClassVar[int] = 1

    disposition: str
    caller_informed: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentReopened:
    """A closed ticket is worked on again (lead, with reason)."""

    TYPE: ClassVar[str] = "incident.reopened"
    VERSION: ClassVar[int] = 1

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyTaskDrafted:
    """An agency was chosen for this incident."""

    TYPE: ClassVar[str] = "agency_task.drafted"
    VERSION: ClassVar[int] = 1

    task_id: str
    agency_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyTaskSent:
    """The task left this desk by a channel (voice, radio, text, e-mail, web, paper); again with each try.

    Attributes:
        contact: who was tried, as the agency's contacts say; empty = an older program, or its own number.
        reference: of an e-mail that a mail server took from this desk: the same for the same text to the
            same address; empty = another way, or a person sent it from the mail program.
    """

    TYPE: ClassVar[str] = "agency_task.sent"
    VERSION: ClassVar[int] = 1

    task_id: str
    agency_code: str
    channel: str
    contact: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyTaskSending:
    """This desk is about to send it by itself: a claim, so that another desk does not at the same time.

    Attributes:
        reference: as of ``AgencyTaskSent``.
    """

    TYPE: ClassVar[str] = "agency_task.sending"
    VERSION: ClassVar[int] = 1

    task_id: str
    agency_code: str
    channel: str
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyTaskUnreached:
    """A channel reached nobody (no answer, engaged, refused); the next one is offered.

    Attributes:
        reason: a cause of ``domain.call``'s ended calls, a code of ``interop.mail.sender``, or the
            operator's words.
        detail: what the mail server said, in its own words.
    """

    TYPE: ClassVar[str] = "agency_task.unreached"
    VERSION: ClassVar[int] = 1

    task_id: str
    channel: str
    reason: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyTaskDelivered:
    """The channel reports arrival; this is not an acknowledgement."""

    TYPE: ClassVar[str] = "agency_task.delivered"
    VERSION: ClassVar[int] = 1

    task_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyTaskAcknowledged:
    """A named person at the agency accepted the task.

    Attributes:
        corrects: the name given before was wrong; the newest correction is shown, the moment of acceptance
            and the first name (in the timeline) stay.
    """

    TYPE: ClassVar[str] = "agency_task.acknowledged"
    VERSION: ClassVar[int] = 1

    task_id: str
    person_name: str
    corrects: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyTaskRejected:
    """The agency declined; another one must be chosen."""

    TYPE: ClassVar[str] = "agency_task.rejected"
    VERSION: ClassVar[int] = 1

    task_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyTaskEscalated:
    """No acknowledgement within the limit: step 1 repeat, 2 alternate contact, 3 lead and head of agency."""

    TYPE: ClassVar[str] = "agency_task.escalated"
    VERSION: ClassVar[int] = 1

    task_id: str
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyTaskStarted:
    """The agency is working on it."""

    TYPE: ClassVar[str] = "agency_task.started"
    VERSION: ClassVar[int] = 1

    task_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyTaskReported:
    """The agency gave its final report."""

    TYPE: ClassVar[str] = "agency_task.reported"
    VERSION: ClassVar[int] = 1

    task_id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyTaskCompleted:
    """The agency's share is done."""

    TYPE: ClassVar[str] = "agency_task.completed"
    VERSION: ClassVar[int] = 1

    task_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyTaskCancelled:
    """The task was withdrawn."""

    TYPE: ClassVar[str] = "agency_task.cancelled"
    VERSION: ClassVar[int] = 1

    task_id: str
    reason: str


EVENTS: tuple[type[Event], ...] = (
    IncidentOpened,
    IncidentFieldSet,
    IncidentLocationSet,
    IncidentLocationCleared,
    IncidentPrioritySet,
    IncidentTriageAnswered,
    IncidentNoteAdded,
    IncidentVerified,
    IncidentSimilarJudged,
    IncidentStateSet,
    IncidentReferralAnswered,
    IncidentClosed,
    IncidentReopened,
    AgencyTaskDrafted,
    AgencyTaskSending,
    AgencyTaskSent,
    AgencyTaskUnreached,
    AgencyTaskDelivered,
    AgencyTaskAcknowledged,
    AgencyTaskRejected,
    AgencyTaskEscalated,
    AgencyTaskStarted,
    AgencyTaskReported,
    AgencyTaskCompleted,
    AgencyTaskCancelled,
)
