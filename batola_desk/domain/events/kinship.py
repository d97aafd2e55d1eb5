"""Tickets about one happening: merged, taken apart again, linked, split. Source: domain.md §5.1, §5.2.

Named after NENA's IncidentMerge, UnMerge, Link, UnLink. Each fact is about both tickets. ``stamp_us`` is what
orders the words about a pair: later than everything the person had seen, so that a slow clock loses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from batola_desk.domain.facts import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentMerged:
    """The younger ticket is the same happening as the older one and goes on in it.

    Attributes:
        child_id, parent_id: the older ticket (its id sorts first) is always the parent: so no desk, however
            late it hears of the others, can make a ring of tickets that all hide in each other.
    """

    TYPE: ClassVar[str] = "incident.merged"
    VERSION: ClassVar[int] = 1

    child_id: str
    parent_id: str
    child_ticket: str = ""
    parent_ticket: str = ""
    stamp_us: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentUnmerged:
    """The child is a happening of its own after all.

    Attributes:
        how: ``undo`` (who merged took it back) or ``decided`` (a lead, with a reason).
    """

    TYPE: ClassVar[str] = "incident.unmerged"
    VERSION: ClassVar[int] = 1

    child_id: str
    parent_id: str
    child_ticket: str = ""
    parent_ticket: str = ""
    how: str = "decided"
    reason: str = ""
    stamp_us: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentRelated:
    """Two happenings have to do with each other, and each goes on by itself; or that was taken back."""

    TYPE: ClassVar[str] = "incident.related"
    VERSION: ClassVar[int] = 1

    first_id: str
    second_id: str
    first_ticket: str = ""
    second_ticket: str = ""
    is_on: bool = True
    reason: str = ""  # ``split``: the second was split off the first
    stamp_us: int = 0


EVENTS: tuple[type[Event], ...] = (IncidentMerged, IncidentUnmerged, IncidentRelated)
