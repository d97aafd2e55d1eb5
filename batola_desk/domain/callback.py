"""State of one call-back item (hubungi balik), folded from its facts. Source: domain.md §5.5."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from batola_desk.domain.conflicts import Conflicts
from batola_desk.domain.timeline import TimelineEntry


class CallbackState(StrEnum):
    """The machine of domain.md §5.5."""

    OPEN = "open"
    TRIED = "tried"
    REACHED = "reached"
    UNREACHABLE = "unreachable"
    TEXT_SENT = "text_sent"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """One number that should be called back, however often it was lost.

    Attributes:
        claimed_desk, claimed_by: who has taken it on; empty = nobody.
        claim_guard: what the room's guard of this line holds (``domain.ownership``), None = nothing.
    """

    callback_id: str
    number: str = ""
    state: CallbackState = CallbackState.OPEN
    reasons: tuple[str, ...] = ()
    call_keys: tuple[str, ...] = ()
    first_lost_us: int | None = None
    last_lost_us: int | None = None
    attempts: int = 0
    last_attempt_us: int | None = None
    last_outcome: str = ""
    texted_us: int | None = None  # known of an item folded from its facts, not of a line of the list
    closed_us: int | None = None
    close_reason: str = ""
    claimed_desk: str = ""
    claimed_by: str = ""
    claimed_us: int | None = None
    claim_fact_id: str = ""
    claim_guard: str | None = None
    conflicts: Conflicts = ()
    timeline: tuple[TimelineEntry, ...] = ()
    seen: frozenset[str] = field(default_factory=frozenset)

    @property
    def lost_count(self) -> int:
        """How many calls from this number were lost."""
        return len(self.call_keys)
