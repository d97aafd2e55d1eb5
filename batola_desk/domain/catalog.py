"""The regency's own data: types, classes, agencies, alerts, units. Loaded by ``settings.catalog``.

Nothing here is decided in code; the shipped defaults are ``resources/config/*.toml``. Labels come in
Indonesian (``label``) and English (``label_en``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from batola_desk.domain.escalation import EscalationStep
from batola_desk.domain.limits import Limits
from batola_desk.domain.ministry_report import MinistryReport
from batola_desk.domain.number_measure import MeasureKind
from batola_desk.domain.prepared_text import PreparedText
from batola_desk.domain.procedures import LinkAnswer, QuickReply, SilentProcedure, TriageSet
from batola_desk.domain.referral import ReferralTarget
from batola_desk.domain.roles import Role, Shift
from batola_desk.domain.routing import Capability, Routing
from batola_desk.domain.tide_station import TideStation


class Labelled(Protocol):
    """Anything with a label in both languages."""

    @property
    def label(self) -> str: ...

    @property
    def label_en(self) -> str: ...


def label_of(item: Labelled, language: str) -> str:
    """Return the label in ``id`` or ``en``; Indonesian when the English one is missing."""
    return item.label_en if language == "en" and item.label_en else item.label


@dataclass(frozen=True, slots=True, kw_only=True)
class CallClass:
    """One call type. Source: domain.md §6.1.

    Attributes:
        code: one letter, also the key to press.
        ministry: the ministry's class it counts in.
        needs_incident: may only be set with a linked ticket.
        needs_silent_check: may only be set after the whole checklist.
        lead_only: only a shift lead may set it.
        automatic: set by the desk, never by key.
    """

    code: str
    label: str
    label_en: str = ""
    description: str = ""
    description_en: str = ""
    ministry: str = ""
    needs_incident: bool = False
    needs_silent_check: bool = False
    lead_only: bool = False
    automatic: bool = False
    counts: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Priority:
    """One priority level. Source: domain.md §7. ``None`` limit = none applies."""

    code: str
    label: str
    label_en: str = ""
    sign: str = ""
    meaning: str = ""
    meaning_en: str = ""
    first_alert_limit_s: int | None = None
    ack_limit_s: int | None = None
    alert: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentGroup:
    """One family of incident types (KB, LL, AR …).

    Attributes:
        needs: codes of capabilities; a unit with any of them can do the work.
    """

    code: str
    label: str
    label_en: str = ""
    cap_category: str = ""
    lead_agency: str = ""
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentType:
    """One incident type. Source: domain.md §6.2.

    Attributes:
        partners: codes of the usual partner agencies.
        synonyms: what callers say, Banjar and colloquial words included; used by the type search.
        confidential: masked on shared screens (domain.md §15).
        needs: codes of capabilities in place of its group's.
    """

    code: str
    group: str
    label: str
    label_en: str = ""
    priority: str
    lead_agency: str = ""
    partners: tuple[str, ...] = ()
    cap_category: str = ""
    synonyms: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    confidential: bool = False
    counts: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """One agency (instansi). Source: domain.md §8. Contacts ship blank; an admin fills them in.

    Attributes:
        ack_limits_s: by priority code, where this agency's limit differs from the priority's own.
        symbol: shape of its units on the map.
        channels: channel codes in the order to try.
        capabilities: what its units can do unless a unit says otherwise.
    """

    code: str
    label: str
    label_en: str = ""
    short: str = ""
    national_number: str = ""
    contacts: tuple[str, ...] = ()
    channels: tuple[str, ...] = ("voice",)
    symbol: str = "circle"
    capabilities: tuple[str, ...] = ()
    ack_limits_s: Mapping[str, int] = field(default_factory=dict)

    def ack_limit_s(self, priority: Priority | None) -> int | None:
        """Return how long it may take to acknowledge; None = no limit."""
        if priority is None:
            return None
        return self.ack_limits_s.get(priority.code, priority.ack_limit_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One way to reach an agency (voice, radio, text, e-mail, web, paper).

    Attributes:
        wait_s: how long an answer may take before the next way is offered.
    """

    code: str
    label: str
    label_en: str = ""
    wait_s: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherSource:
    """Where reports come from besides a call to 112 (sumber lain). Source: domain.md §8.

    Attributes:
        agency: code of the agency that heard it first and is on it already; empty = nobody is.
        channel: how this desk heard of it.
    """

    code: str
    label: str
    label_en: str = ""
    agency: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskMessage:
    """What an agency is told in writing: a line whose values are all empty is left out."""

    code: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeedDial:
    """A number with a key of its own. Source: domain.md §8.

    Attributes:
        code: what the key shows, usually the number itself.
        number: what is dialled; empty = the agency's national number.
    """

    code: str
    agency: str
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPlace:
    """Another desk of this centre.

    Attributes:
        uri: SIP URI of its engine.
    """

    letter: str
    label: str
    label_en: str = ""
    uri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoughCircle:
    """A part of a neighbouring regency, roughly: who is asked decides, never this."""

    latitude: float
    longitude: float
    radius_km: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A regency or city beside ours. Source: domain.md §1, §12.4.

    Attributes:
        agency: code of its 112 centre in agencies.toml; empty = nobody has told us how to reach it.
    """

    code: str
    label: str
    label_en: str = ""
    agency: str = ""
    areas: tuple[RoughCircle, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposition:
    """One outcome. Source: domain.md §6.3."""

    code: str
    label: str
    label_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One entry of the alert catalogue. Source: domain.md §16.

    Attributes:
        priority: high, medium, low.
        tone: name of the tone to play, empty = silent.
        repeat_s: seconds until it sounds again while not acknowledged, 0 = as after it was seen
        quiet_s: acknowledged it is quiet for this long and then sounds again until its cause is gone; 0 = it
            stays quiet. An urgent tone always comes back.
        acknowledge: role that may acknowledge (operator, lead).
    """

    code: str
    label: str
    label_en: str = ""
    advice: str = ""
    advice_en: str = ""
    priority: str = "medium"
    tone: str = ""
    repeat_s: float = 0.0
    quiet_s: float = 0.0
    acknowledge: str = "operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPlan:
    """A unit known from the start."""

    unit_id: str
    call_sign: str
    agency: str
    medium: str = "road"
    post: str = ""
    capabilities: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Centre:
    """This centre. Source: domain.md §1, §3.

    Attributes:
        link_text: what a caller gets with a location link; ``{link}`` is replaced.
    """

    name: str
    program: str = ""
    psap_id: str = ""
    regency_code: str = ""
    ticket_prefix: str = "112"
    utc_offset_min: int = 480
    time_zone: str = "WITA"
    greeting: str = ""
    greeting_en: str = ""
    link_text: str = "112: {link}"
    south: float = -90.0
    north: float = 90.0
    west: float = -180.0
    east: float = 180.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """Everything of ``resources/config`` with the site's overrides, looked up by code.

    Attributes:
        gaps: what an admin still has to fill in, e.g. ``agency:polres`` without contact.
    """

    centre: Centre
    classes: Mapping[str, CallClass]
    priorities: Mapping[str, Priority]
    groups: Mapping[str, IncidentGroup]
    types: Mapping[str, IncidentType]
    agencies: Mapping[str, Agency]
    channels: Mapping[str, Channel]
    dispositions: Mapping[str, Disposition]
    limits: Limits
    silent: SilentProcedure
    triage: Mapping[str, TriageSet]
    alerts: Mapping[str, Alert]
    roles: Mapping[str, Role]
    units: tuple[UnitPlan, ...] = ()
    training_units: tuple[UnitPlan, ...] = ()
    quick_replies: tuple[QuickReply, ...] = ()
    link_answers: tuple[LinkAnswer, ...] = ()
    speed_dials: Mapping[str, SpeedDial] = field(default_factory=dict)
    desks: Mapping[str, DeskPlace] = field(default_factory=dict)
    shifts: Mapping[str, Shift] = field(default_factory=dict)
    neighbours: Mapping[str, Neighbour] = field(default_factory=dict)
    capabilities: Mapping[str, Capability] = field(default_factory=dict)
    routing: Routing = field(default_factory=Routing)
    tide_stations: Mapping[str, TideStation] = field(default_factory=dict)
    prepared_texts: Mapping[str, PreparedText] = field(default_factory=dict)
    referrals: Mapping[str, ReferralTarget] = field(default_factory=dict)
    number_measures: Mapping[str, MeasureKind] = field(default_factory=dict)
    ministry_report: MinistryReport = field(default_factory=MinistryReport)
    escalations: Mapping[int, EscalationStep] = field(default_factory=dict)
    sources: Mapping[str, OtherSource] = field(default_factory=dict)
    task_messages: Mapping[str, TaskMessage] = field(default_factory=dict)
    gaps: tuple[str, ...] = ()

    def may(self, role: str, action: str) -> bool:
        """Whether a role has the right to an action; an unknown role has none.

        Args:
            role: a code, or two with ``+``: that of a shift lead and the one he has taken for a while.
        """
        known = (self.roles.get(code) for code in role.split("+"))
        return any(action in one.actions for one in known if one is not None)

    def triage_for(self, type_code: str) -> tuple[TriageSet, ...]:
        """Return the sets for a type: the questions of every call first, then its group's, then its own.

        A confidential type never gets the open questions of its group: the offender may listen.
        """
        known = self.types.get(type_code)
        own = [s for s in self.triage.values() if s.code == type_code or type_code in s.also_for]
        groups = [] if known is None or (known.confidential and own) else [known.group]
        shared = [self.triage[code] for code in ("U", *groups) if code in self.triage]
        return (*shared, *own)

    def suggested_agencies(self, type_code: str) -> tuple[str, ...]:
        """Return the lead agency and the usual partners of a type, the lead first."""
        known = self.types.get(type_code)
        if known is None:
            return ()
        group = self.groups.get(known.group)
        lead = known.lead_agency or (group.lead_agency if group else "")
        return tuple(dict.fromkeys(_known((lead, *known.partners), self.agencies)))

    def needs_of(self, type_code: str) -> tuple[str, ...]:
        """Return the capabilities of which a unit needs one; none = the lead agency decides."""
        known = self.types.get(type_code)
        if known is None:
            return ()
        group = self.groups.get(known.group)
        return known.needs or (group.needs if group is not None else ())


def _known(codes: Iterable[str], agencies: Mapping[str, Agency]) -> Iterable[str]:
    return (code for code in codes if code in agencies)
