"""What people did about conflicts between desks. Source: design.md §5, domain.md §5.7."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from batola_desk.domain.facts import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictSeen:
    """A person looked at a conflict; until then it stays in everybody's list.

    It names the facts that were looked at and not a number of the list: a failover may order the same facts
    otherwise, and what was seen stays seen.

    Attributes:
        topic: what the desks disagreed about (``domain.conflicts``).
        facts: ids of the facts that stood against each other.
    """

    TYPE: ClassVar[str] = "conflict.seen"
    VERSION: ClassVar[int] = 1

    topic: str
    facts: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictNoted:
    """The room's word on a fact that nobody would read off the history: it was another one before a failover,
    or the fact was unreadable, so that other desks do not know what it was about.

    Attributes:
        fact_id: the judged fact.
        fact_kind: its kind.
        before: verdict from before; empty = this is the first one.
        after: the verdict now.
        actor, desk, at_us: who wrote it, where and when.
    """

    TYPE: ClassVar[str] = "conflict.noted"
    VERSION: ClassVar[int] = 1

    fact_id: str
    fact_kind: str
    before: str
    after: str
    actor: str
    desk: str
    at_us: int


EVENTS: tuple[type[Event], ...] = (ConflictSeen, ConflictNoted)
