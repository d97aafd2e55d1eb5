"""The catalog applied: priorities, labels, clocks, next steps, suggestions. No state, no waiting.

One place translates between configuration data (``domain.catalog``) and the use cases, so that a regency's
change of data never touches a use case.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from batola_desk.domain import clocks, escalation, phone_number, priority, ring_ladder, ticket_number
from batola_desk.domain.callback import Callback
from batola_desk.domain.callback_score import score_callback
from batola_desk.domain.catalog import Agency, Catalog, IncidentType, Priority, label_of
from batola_desk.domain.clocks import Clock
from batola_desk.domain.escalation import EscalationStep
from batola_desk.domain.incident import AgencyTask, Incident, UnitOnIncident
from batola_desk.domain.unit import Unit
from batola_desk.services.views import TypeSuggestion

LATE_RANK = {"": 0, "warn": 1, "late": 2}
MEDIA = frozenset({"road", "water", "both"})
CLOSE_REASONS = frozenset({"reached", "called_again", "unreachable", "accidental", "other"})


class Rules:
    """Answers of the catalog. Thread: any; it only reads."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.limits = catalog.limits
        self.silent_items = frozenset(item.code for item in catalog.silent.items)
        self._type_words = [(kind, _words_of(kind)) for kind in catalog.types.values()]

    # ---------------------------------------------------------------- labels and look-ups

    def agency(self, code: str) -> Agency | None:
        """One agency."""
        return self.catalog.agencies.get(code)

    def agency_name(self, code: str, language: str) -> str:
        """Its name in the chosen language; the code itself when it is not in the catalog (any more)."""
        known = self.catalog.agencies.get(code)
        return label_of(known, language) if known is not None else code

    def type_label(self, code: str, language: str) -> str:
        """The type's name in the chosen language."""
        known = self.catalog.types.get(code)
        return label_of(known, language) if known is not None else code

    def group_of(self, type_code: str) -> str:
        """The family of a type."""
        known = self.catalog.types.get(type_code)
        return known.group if known is not None else ""

    def is_confidential(self, type_code: str) -> bool:
        """Whether it is masked on shared screens."""
        known = self.catalog.types.get(type_code)
        return known is not None and known.confidential

    def priority_of(self, type_code: str, by_hand: str) -> str:
        """The hand-set priority, else the default of the type."""
        return by_hand or priority.default_priority(type_code, self.catalog)

    def number_display(self, number: str) -> str:
        """A number in groups that can be read aloud."""
        return phone_number.display(number)

    def local_date(self, at_us: int) -> datetime.date:
        """The centre's calendar day."""
        return ticket_number.local_date(at_us, self.catalog.centre.utc_offset_min)

    def ticket_number(self, day: datetime.date, desk: str, counter: int) -> str:
        """The printed number of a new ticket."""
        centre = self.catalog.centre
        return str(
            ticket_number.TicketNumber(
                prefix=centre.ticket_prefix,
                regency=centre.regency_code.replace(".", ""),
                day=day,
                desk=desk,
                counter=counter,
            )
        )

    def suggest_types(self, text: str, language: str, *, limit: int) -> Sequence[TypeSuggestion]:
        """Types whose code, name or synonyms begin with the typed words; the most urgent first."""
        typed = text.casefold().split()
        if not typed:
            return ()
        found = [
            (points, kind) for kind, words in self._type_words if (points := _points(typed, kind, words))
        ]
        found.sort(key=lambda pair: (-pair[0], pair[1].priority, pair[1].code))
        return tuple(
            TypeSuggestion(
                type_code=kind.code, label=label_of(kind, language), priority=kind.priority, group=kind.group
            )
            for _, kind in found[:limit]
        )

    # ---------------------------------------------------------------- people

    def role_of_room(self, room_role: str) -> str:
        """The role here of a member of the secretariat; empty when the configuration gives none."""
        return next((role.code for role in self.catalog.roles.values() if role.room_role == room_role), "")

    @property
    def role_without_login(self) -> str:
        """What a person may do who works at a desk of a room without having signed on."""
        return next((role.code for role in self.catalog.roles.values() if role.without_login), "")

    def shift_at(self, at_us: int) -> str:
        """Code of the shift that runs then; empty when none does."""
        minute = (at_us // 60_000_000 + self.catalog.centre.utc_offset_min) % 1440
        return next((shift.code for shift in self.catalog.shifts.values() if shift.covers(minute)), "")

    # ---------------------------------------------------------------- clocks

    def ring_step(self, ringing_s: float) -> int:
        """Step of the ring ladder."""
        return ring_ladder.ring_step(ringing_s, self.limits.ring)

    def clocks(self, incident: Incident, first: tuple[int | None, int | None]) -> tuple[Clock, ...]:
        """The ticket's clocks; ``first`` is when its first call rang and was answered."""
        return clocks.ticket_clocks(
            incident, self.priority_rule(incident), self.limits, ringing_us=first[0], answered_us=first[1]
        )

    def task_clock(self, incident: Incident, task: AgencyTask) -> Clock | None:
        """The clock of an agency task."""
        agency = self.agency(task.agency_code)
        return clocks.task_clock(task, self.priority_rule(incident), self.limits, agency)

    def unit_clock(self, unit: Unit, type_code: str) -> Clock | None:
        """The clock of a unit in its present state."""
        since = unit.state_since_us
        part = UnitOnIncident(
            unit_id=unit.unit_id,
            state=unit.state.value,
            assigned_us=since,
            en_route_us=since,
            on_scene_us=since,
            estimate_s=unit.estimate_s,
        )
        return clocks.unit_clock(part, self.group_of(type_code), self.limits)

    def lateness(self, incident: Incident, now_us: int) -> tuple[str, int | None]:
        """The worst level of the ticket's and its tasks' clocks, and when that changes by itself next."""
        running = [
            clock
            for clock in (
                *clocks.ticket_clocks(incident, self.priority_rule(incident), self.limits),
                *(self.task_clock(incident, task) for task in incident.tasks),
            )
            if clock is not None and clock.stopped_us is None and clock.limit_s is not None
        ]
        ahead = [due_us for clock in running for due_us in _crossings(clock) if due_us > now_us]
        return clocks.worst_level(tuple(running), now_us), min(ahead, default=None)

    def level_due(self, incident: Incident, task: AgencyTask, now_us: int) -> int:
        """The highest step of the ladder that is due for a task; 0 = none."""
        steps = self.catalog.escalations.values()
        return escalation.level_due(task, steps, self._ack_limit_s(incident, task), now_us)

    def next_step(self, incident: Incident, task: AgencyTask) -> tuple[EscalationStep, int | None] | None:
        """The step above the present one and when it is due."""
        steps = self.catalog.escalations.values()
        return escalation.next_step(task, steps, self._ack_limit_s(incident, task))

    def next_way(self, task: AgencyTask, now_us: int) -> str:
        """The way to offer now for a task that waits; empty = none."""
        agency = self.agency(task.agency_code)
        known = self.catalog.channels
        order = [code for code in (agency.channels if agency else ()) if code in known]
        waits_s = {code: channel.wait_s for code, channel in known.items()}
        return escalation.next_way(task, order, waits_s, now_us)

    def _ack_limit_s(self, incident: Incident, task: AgencyTask) -> int | None:
        agency = self.agency(task.agency_code) or clocks.NO_AGENCY
        return agency.ack_limit_s(self.priority_rule(incident))

    def callback_score(
        self, item: Callback, *, is_near_incident: bool, prank_count: int
    ) -> tuple[int, tuple[str, ...]]:
        """Rank of a call-back item, with its reasons."""
        score = score_callback(
            item,
            self.limits.callback,
            self.limits.callback_score,
            prank_count=prank_count,
            near_open_incident=is_near_incident,
            utc_offset_min=self.catalog.centre.utc_offset_min,
        )
        return score.points, score.reasons

    def class_needs_ticket(self, call_class: str) -> bool:
        """Whether this class may not stand without a ticket."""
        known = self.catalog.classes.get(call_class)
        return known is not None and known.needs_incident

    def priority_rule(self, incident: Incident) -> Priority | None:
        """The rules of its priority; None while nothing tells it."""
        return self.catalog.priorities.get(priority.effective_priority(incident, self.catalog))


def _crossings(clock: Clock) -> tuple[int, ...]:
    """Microsecond after which the clock warns, and after which it is late."""
    limit_us = int((clock.limit_s or 0) * 1e6)
    return (
        clock.started_us + int(limit_us * clock.warn_share),
        clock.started_us + limit_us + 1,
    )


def _words_of(kind: IncidentType) -> tuple[str, ...]:
    texts = (kind.label, kind.label_en, *kind.synonyms)
    return tuple(
        "".join(letter for letter in word if letter.isalnum())
        for text in texts
        for word in text.casefold().replace("/", " ").replace("-", " ").split()
    )


def _points(typed: Sequence[str], kind: IncidentType, words: tuple[str, ...]) -> int:
    """Code first, then every typed word the beginning of a word, then inside one; 0 = no match."""
    if len(typed) == 1 and kind.code.casefold().startswith(typed[0]):
        return 100
    if all(any(word.startswith(part) for word in words) for part in typed):
        begins = words[0].startswith(typed[0]) if words else False
        return 80 if begins else 70
    if all(len(part) >= 3 and any(part in word for word in words) for part in typed):
        return 40
    return 0
