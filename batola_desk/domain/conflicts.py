"""Where desks stand against each other, and who has looked at it. Source: design.md §5, domain.md §5.7.

A conflict belongs to one thing, its *home* (a unit that two desks sent, an incident with two values for one
field), and is folded like everything about it. So it follows the room's order, is rebuilt with the lists, and
needs nothing of its own to be kept in step. It is open until ``conflict.seen`` names every fact in it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from batola_desk.domain.events.conflict import ConflictNoted, ConflictSeen
from batola_desk.domain.facts import Fact, Verdict
from batola_desk.domain.timeline import TimelineEntry

CLOSED_KEPT: Final = 100  # LIMIT: units live for years; conflicts that somebody has looked at need not
SIDES_MAX: Final = 32  # LIMIT: more desks than a room has; names come from outside

FOR_PEOPLE: Final = frozenset(
    {Verdict.LOST, Verdict.CONTESTED, Verdict.DENIED, Verdict.INVALID, Verdict.UNKNOWN_KIND}
)
_ID_SPACE: Final = uuid.UUID("5f0a6d0e-6f0b-5d5c-9a53-0b6a3b6f6c11")


class ConflictKind(StrEnum):
    """What stands against what."""

    FIELD = "field"  # two desks wrote one field, neither had seen the other's value
    UNIT = "unit"  # two desks sent one unit
    OPENED_TWICE = "opened_twice"  # two desks opened a ticket for one call
    SENT_TWICE = "sent_twice"  # two desks sent one e-mail
    LOST = "lost"  # a claim that another desk was quicker with
    CONTESTED = "contested"  # effective, and yet another desk says otherwise
    DENIED = "denied"  # said by somebody who may not
    INVALID = "invalid"  # the room could not read it
    UNKNOWN_KIND = "unknown_kind"  # the room is older than the desk
    TURNED = "turned"  # the room judged otherwise before its history was cut


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One desk's word.

    Attributes:
        kind: kind of the fact.
        value: the field's value, or ``before>after`` of a turned verdict.
        incident_id: which ticket the unit was sent to, or was opened.
    """

    fact_id: str
    kind: str
    actor: str
    desk: str
    at_us: int
    value: str = ""
    incident_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Sides that stand against each other, the one that counts first.

    Attributes:
        topic: what it is about, within its home: at most one conflict of a topic is open.
        detail: the field, or the kind of the judged fact.
        seen_facts: what was looked at; the conflict is open while a side is not among them.
        note: of who looked at it.
    """

    conflict_id: str
    kind: ConflictKind
    home: str
    topic: str
    detail: str = ""
    sides: tuple[Side, ...] = ()
    seen_facts: tuple[str, ...] = ()
    seen_us: int | None = None
    seen_by: str = ""
    seen_desk: str = ""
    note: str = ""

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to look at it."""
        return any(side.fact_id not in self.seen_facts for side in self.sides)

    @property
    def is_listed(self) -> bool:
        """Whether there is something to look at; else only the word that it was seen came first."""
        return bool(self.sides)

    @property
    def fact_ids(self) -> frozenset[str]:
        """Everything that stands in it or was looked at as a part of it."""
        return frozenset((*(side.fact_id for side in self.sides), *self.seen_facts))

    @property
    def raised_us(self) -> int:
        """When the last of the sides spoke."""
        return max((side.at_us for side in self.sides), default=0)

    @property
    def desks(self) -> tuple[str, ...]:
        """The desks that are in it."""
        return tuple(sorted({side.desk for side in self.sides}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one fact brought to light."""

    kind: ConflictKind
    topic: str
    sides: tuple[Side, ...]
    detail: str = ""


Conflicts = tuple[Conflict, ...]


def side_of(fact: Fact, *, value: str = "", incident_id: str = "") -> Side:
    """Return a fact as one side."""
    return Side(
        fact_id=fact.fact_id,
        kind=fact.kind,
        actor=fact.actor,
        desk=fact.desk,
        at_us=fact.occurred_us,
        value=value,
        incident_id=incident_id,
    )


def side_of_line(line: TimelineEntry) -> Side:
    """Return a line of history as one side."""
    values = dict(line.values)
    return Side(
        fact_id=line.fact_id,
        kind=line.kind,
        actor=line.actor,
        desk=line.desk,
        at_us=line.at_us,
        value=values.get("value", ""),
        incident_id=values.get("incident_id", ""),
    )


def found_by_verdict(fact: Fact, history: Iterable[TimelineEntry]) -> Found:
    """Return what a verdict says; the word that stands against it is the last one of its kind that counts."""
    against = [line for line in history if line.kind == fact.kind and Verdict(line.verdict).takes_effect]
    sides: tuple[Side, ...] = (side_of(fact),)
    if fact.verdict in {Verdict.LOST, Verdict.CONTESTED} and against:
        sides = (side_of_line(against[-1]), *sides)
    return Found(
        kind=ConflictKind(fact.verdict.value), topic=f"fact:{fact.fact_id}", sides=sides, detail=fact.kind
    )


def found_by_note(event: ConflictNoted) -> Found | None:
    """Return what a desk told about one of its facts; None for words of a newer program."""
    side = Side(
        fact_id=event.fact_id, kind=event.fact_kind, actor=event.actor, desk=event.desk, at_us=event.at_us
    )
    if event.before:
        turn = f"{event.before}>{event.after}"
        sides = (replace(side, value=turn),)
        topic = f"turned:{event.fact_id}:{turn}"
        return Found(kind=ConflictKind.TURNED, topic=topic, sides=sides, detail=event.fact_kind)
    try:
        kind = ConflictKind(event.after)
    except ValueError:
        return None
    return Found(kind=kind, topic=f"fact:{event.fact_id}", sides=(side,), detail=event.fact_kind)


def with_found(conflicts: Conflicts, home: str, found: Found) -> Conflicts:
    """Return the conflicts of a thing with one more side, or one more conflict."""
    new_ids = {side.fact_id for side in found.sides}
    for at, known in enumerate(conflicts):
        if known.topic != found.topic:
            continue
        if known.is_open or new_ids <= known.fact_ids:
            sides = _merged(known.sides, found.sides)
            conflict = replace(known, kind=found.kind, detail=found.detail, sides=sides)
            return (*conflicts[:at], conflict, *conflicts[at + 1 :])
    conflict = Conflict(
        conflict_id=_id_of(home, found.topic, new_ids),
        kind=found.kind,
        home=home,
        topic=found.topic,
        detail=found.detail,
        sides=found.sides[:SIDES_MAX],
    )
    return _trimmed((*conflicts, conflict))


def with_seen(conflicts: Conflicts, home: str, event: ConflictSeen, fact: Fact) -> Conflicts:
    """Return the conflicts of a thing after somebody looked; what he saw may only come to light later."""
    seen = set(event.facts)
    changed = []
    is_known = False
    for known in conflicts:
        if known.topic != event.topic or seen.isdisjoint(known.fact_ids):
            changed.append(known)
            continue
        is_known = True
        changed.append(_seen(known, event, fact) if known.is_open or not known.is_listed else known)
    if not is_known:
        early = Conflict(
            conflict_id=_id_of(home, event.topic, seen),
            kind=ConflictKind.CONTESTED,
            home=home,
            topic=event.topic,
        )
        changed.append(_seen(early, event, fact))
    return _trimmed(tuple(changed))


def _id_of(home: str, topic: str, fact_ids: Iterable[str]) -> str:
    return str(uuid.uuid5(_ID_SPACE, "|".join((home, topic, *sorted(fact_ids)))))


def _seen(conflict: Conflict, event: ConflictSeen, fact: Fact) -> Conflict:
    return replace(
        conflict,
        seen_facts=tuple(sorted({*conflict.seen_facts, *event.facts})),
        seen_us=fact.occurred_us,
        seen_by=fact.actor,
        seen_desk=fact.desk,
        note=event.note,
    )


def _merged(known: tuple[Side, ...], new: tuple[Side, ...]) -> tuple[Side, ...]:
    """The newest word of each desk for each ticket: two people who type at once do not fill a page."""
    merged = {(side.desk, side.incident_id): side for side in known}
    for side in new:
        before = merged.get((side.desk, side.incident_id))
        if before is None or (before.at_us, before.fact_id) < (side.at_us, side.fact_id):
            merged[(side.desk, side.incident_id)] = side
    first = new[0]
    rest = tuple(side for side in merged.values() if side.fact_id != first.fact_id)
    return (*(side for side in merged.values() if side.fact_id == first.fact_id), *rest)[:SIDES_MAX]


def _trimmed(conflicts: Conflicts) -> Conflicts:
    """Let the oldest go that were seen; an open one stays, however old."""
    closed = [conflict.conflict_id for conflict in conflicts if not conflict.is_open]
    dropped = set(closed[:-CLOSED_KEPT])
    return tuple(c for c in conflicts if c.conflict_id not in dropped) if dropped else conflicts
