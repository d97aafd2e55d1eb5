"""The envelope around every domain event: who, where, when, in which order, with what verdict."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Protocol


class Event(Protocol):
    """What every domain event class offers; events are frozen dataclasses (see ``domain.events``)."""

    TYPE: ClassVar[str]
    VERSION: ClassVar[int]


class Verdict(StrEnum):
    """How the room judged a fact. Facts are never refused, only judged (design.md §5)."""

    PENDING = "pending"
    OK = "ok"
    LOST = "lost"
    CONTESTED = "contested"
    DENIED = "denied"
    UNKNOWN_KIND = "unknown_kind"
    INVALID = "invalid"

    @property
    def takes_effect(self) -> bool:
        """Whether a fact with this verdict may change exclusive state."""
        return self in {Verdict.PENDING, Verdict.OK, Verdict.CONTESTED}


class AggregateKind(StrEnum):
    """The things facts are about; an aggregate is named ``kind:id``."""

    CALL = "call"
    INCIDENT = "incident"
    UNIT = "unit"
    CALLBACK = "callback"
    OPERATOR = "operator"
    DESK = "desk"
    ROOM = "room"  # one message to the room (announcement)
    MAP_FEATURE = "map_feature"  # what people drew on the map


def aggregate(kind: AggregateKind, identifier: str) -> str:
    """Return the name of an aggregate, e.g. ``incident:0198…``."""
    return f"{kind.value}:{identifier}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """A compare-and-set condition that the server checks (claims, assignments; design.md §5)."""

    key: str
    expect: str | None
    set: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownEvent:
    """A fact this program does not know (a newer desk wrote it) or cannot read. Kept, never dropped."""

    TYPE: ClassVar[str] = "unknown"
    VERSION: ClassVar[int] = 0

    kind: str
    version: int
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFact:
    """A fact about to be journalled; the store adds id (if absent), origin, oseq, time and actor.

    Attributes:
        event: the domain event.
        aggregates: names of all aggregates it touches, the main one first.
        fact_id: given when the fact was born elsewhere (engine spool), so that it lands once.
        occurred_us: microseconds since 1970 UTC; now when absent.
        actor: login of the person; the session's operator when absent.
    """

    event: Event
    aggregates: tuple[str, ...]
    guards: tuple[Guard, ...] = ()
    fact_id: str | None = None
    occurred_us: int | None = None
    actor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One journalled fact, decoded.

    Attributes:
        fact_id: UUIDv7, unique for ever.
        origin: id of the SQLite file that wrote it; with ``oseq`` gap-free per origin.
        actor: login of the person, or ``engine`` / ``system``.
        desk: letter of the workstation.
        occurred_us: microseconds since 1970 UTC at the place where it happened.
        seq: place in the room's journal once known.
    """

    fact_id: str
    origin: str
    oseq: int
    aggregates: tuple[str, ...]
    actor: str
    desk: str
    occurred_us: int
    event: Event
    verdict: Verdict = Verdict.PENDING
    seq: int | None = None
    guards: tuple[Guard, ...] = ()

    @property
    def kind(self) -> str:
        """The stored name of the event, also of an unknown one."""
        if isinstance(self.event, UnknownEvent):
            return self.event.kind
        return self.event.TYPE
