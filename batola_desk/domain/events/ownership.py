"""Who works on what: incidents that change hands, call-backs that somebody takes on. Source: domain.md §14.

A claim is judged by the room (compare-and-set, ``domain.ownership`` makes the guards): one that lost has no
effect, and the loser is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from batola_desk.domain.facts import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentReassigned:
    """An incident goes to another operator or desk.

    Attributes:
        to_operator: login; empty = whoever sits at ``to_desk``.
        from_operator, from_desk: whose it was for the one who decided.
        forced: a lead took it whosever it was.
    """

    TYPE: ClassVar[str] = "incident.reassigned"
    VERSION: ClassVar[int] = 1

    to_desk: str
    to_operator: str = ""
    reason: str = ""
    from_operator: str = ""
    from_desk: str = ""
    forced: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentReassignRequested:
    """Somebody without the right to decide asks that an incident goes to another operator or desk."""

    TYPE: ClassVar[str] = "incident.reassign_requested"
    VERSION: ClassVar[int] = 1

    to_desk: str
    to_operator: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentReassignDeclined:
    """The wish that was open is not followed."""

    TYPE: ClassVar[str] = "incident.reassign_declined"
    VERSION: ClassVar[int] = 1

    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallClaimed:
    """A person takes on what nobody answers by itself: a call-back line ("saya urus")."""

    TYPE: ClassVar[str] = "call.claimed"
    VERSION: ClassVar[int] = 1

    forced: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CallReleased:
    """The attempt is over: anybody may take the line on again."""

    TYPE: ClassVar[str] = "call.released"
    VERSION: ClassVar[int] = 1


EVENTS: tuple[type[Event], ...] = (
    IncidentReassigned,
    IncidentReassignRequested,
    IncidentReassignDeclined,
    CallClaimed,
    CallReleased,
)
