"""A message to the room, folded from facts: what was said, to whom, until when, and who has read it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from batola_desk.domain.conflicts import Conflicts
from batola_desk.domain.events.room import (
    RoomAnnounced,
    RoomAnnouncementRead,
    RoomNumberMeasured,
    RoomNumberMeasureLifted,
)
from batola_desk.domain.facts import Fact
from batola_desk.domain.number_measure import MARK, measure_of, measure_text
from batola_desk.domain.timeline import TimelineEntry, entry_of, remember

TEXT_MAX: Final = 600  # LIMIT: a banner, not a letter
READINGS_MAX: Final = 1_000  # LIMIT: people times desks of a room; a state must not grow without end


class AnnouncementLevel(StrEnum):
    """How loud it is: BIASA, PENTING, DARURAT."""

    NORMAL = "normal"
    IMPORTANT = "important"
    URGENT = "urgent"


class Audience(StrEnum):
    """Whom it is for."""

    ALL = "all"
    LEADS = "leads"
    DESK = "desk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Somebody has read it, there and then."""

    operator: str
    desk: str
    at_us: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """One message. Until ``announced_us`` is known nothing of it may be shown."""

    message_id: str
    text: str = ""
    level: AnnouncementLevel = AnnouncementLevel.NORMAL
    audience: Audience = Audience.DESK
    until_us: int = 0
    author: str = ""
    desk: str = ""
    announced_us: int | None = None
    readings: tuple[Reading, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    seen: frozenset[str] = field(default_factory=frozenset)
    conflicts: Conflicts = ()

    def is_read_by(self, operator: str, desk: str) -> bool:
        """Whether this person has read it at this desk."""
        return any(reading.operator == operator and reading.desk == desk for reading in self.readings)


def fold_announcement(state: Announcement, fact: Fact) -> Announcement:
    """Fold one fact; total, and harmless when repeated."""
    if fact.fact_id in state.seen:
        return state
    timeline, seen = remember(state.timeline, entry_of(fact))
    state = replace(state, timeline=timeline, seen=seen)
    if not fact.verdict.takes_effect:
        return state
    match fact.event:
        case RoomAnnounced() as said if state.announced_us is None:
            return _announced(state, said, fact)
        case RoomNumberMeasured() as decided if state.announced_us is None:
            return _measured(state, decided, fact)
        case RoomNumberMeasureLifted() if measure_of(state.text) is not None:
            return replace(state, until_us=min(state.until_us, fact.occurred_us))
        case RoomAnnouncementRead() if not state.is_read_by(fact.actor, fact.desk):
            reading = Reading(operator=fact.actor, desk=fact.desk, at_us=fact.occurred_us)
            return replace(state, readings=(*state.readings, reading)[:READINGS_MAX])
        case _:
            return state


def _announced(state: Announcement, said: RoomAnnounced, fact: Fact) -> Announcement:
    """A level this program does not know is taken for important, an unknown audience for the leads'."""
    levels, audiences = set(AnnouncementLevel), set(Audience)
    return replace(
        state,
        text=said.text.lstrip(MARK)[:TEXT_MAX],  # no measure by the back door
        level=AnnouncementLevel(said.level) if said.level in levels else AnnouncementLevel.IMPORTANT,
        audience=Audience(said.audience) if said.audience in audiences else Audience.LEADS,
        until_us=said.until_us,
        author=fact.actor,
        desk=fact.desk,
        announced_us=fact.occurred_us,
    )


def _measured(state: Announcement, decided: RoomNumberMeasured, fact: Fact) -> Announcement:
    """To whom does not know measures it is a word to the leads."""
    return replace(
        state,
        text=measure_text(decided.number, decided.measure, decided.reason),
        audience=Audience.LEADS,
        until_us=decided.until_us,
        author=fact.actor,
        desk=fact.desk,
        announced_us=fact.occurred_us,
    )
