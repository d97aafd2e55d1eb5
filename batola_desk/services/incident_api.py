"""What the screen may ask of tickets: form, owner, finding old ones; part of ``services.api``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from batola_desk.domain.incident import Incident
from batola_desk.services.claims import AskedClaim, ClaimOutcome
from batola_desk.services.ownership import Reassignment
from batola_desk.services.views import BoardRow, IncidentView, PlaceSuggestion, SearchHit, TypeSuggestion


class IncidentUseCases(Protocol):
    """The ticket: draft from the first keystroke, place first (domain.md §5.2)."""

    def board(self) -> Sequence[BoardRow]:
        """All open incidents, worst first."""

    def view(self, incident_id: str) -> IncidentView | None:
        """The incident if it is in memory (open or opened before)."""

    async def open_view(self, incident_id: str) -> IncidentView:
        """The incident, read from the journal if need be."""

    async def new(self, *, call_key: str | None = None, source: str = "call") -> str:
        """Open a draft (linked to the call if given) and return its id at once."""

    def set_field(self, incident_id: str, field: str, value: str) -> None:
        """Take a keystroke: shown at once, journalled at most ``draft_flush_ms`` (≤ 500) later."""

    async def flush(self, incident_id: str | None = None) -> None:
        """Journal everything still waiting in memory."""

    async def set_location(
        self,
        incident_id: str,
        latitude: float,
        longitude: float,
        *,
        source: str,
        uncertainty_m: float = 0.0,
        place_code: str = "",
        label: str = "",
    ) -> None: ...

    async def clear_location(self, incident_id: str) -> None: ...

    async def set_priority(self, incident_id: str, priority: str, *, reason: str = "") -> None: ...

    def set_note_draft(self, incident_id: str, text: str) -> None:
        """Keep the half-written chronology line safe; empty text drops the draft."""

    async def add_note(self, incident_id: str, text: str) -> None:
        """Finish the line with its time stamp."""

    async def verify(self, incident_id: str, *, how: str = "") -> None: ...

    async def set_state(
        self, incident_id: str, state: str, *, reason: str = "", reference: str = ""
    ) -> None: ...

    async def close(
        self, incident_id: str, *, disposition: str, caller_informed: str, note: str = ""
    ) -> None: ...

    async def reopen(self, incident_id: str, *, reason: str) -> None: ...

    async def undo(self, incident_id: str) -> str | None:
        """Take back this operator's last field, place or priority change by a new fact; returns its name."""

    def describe_point(self, latitude: float, longitude: float) -> PlaceSuggestion | None:
        """The nearest desa of a point, for the label of a map click."""

    def suggest_types(self, text: str) -> Sequence[TypeSuggestion]: ...

    async def judge_similar(
        self, incident_id: str, other: str, *, other_label: str = "", is_same: bool = False
    ) -> None:
        """Another report is another happening: it is not offered again."""


class OwnershipUseCases(Protocol):
    """Whose an incident is (domain.md §14). ``Reassignment.claims`` go to ``verdicts``."""

    def may_decide(self) -> bool: ...

    def may_force(self) -> bool: ...

    def is_mine(self, incident: Incident) -> bool: ...

    async def reassign(
        self,
        incident_ids: Sequence[str],
        *,
        to_desk: str = "",
        to_operator: str = "",
        reason: str,
        force: bool = False,
    ) -> Reassignment: ...

    async def take_over(
        self, incident_ids: Sequence[str], *, reason: str, force: bool = False
    ) -> Reassignment: ...

    async def accept(self, incident_id: str) -> Reassignment: ...

    async def decline(self, incident_id: str, *, reason: str) -> None: ...

    async def verdicts(self, claims: Sequence[AskedClaim]) -> tuple[ClaimOutcome, ...]:
        """Wait a moment for the room's word on these claims; all at once."""


class SearchUseCases(Protocol):
    """Closed tickets and old calls."""

    async def search(
        self, text: str, *, kind: str = "all", include_open: bool = True, after: str = "", limit: int = 50
    ) -> Sequence[SearchHit]: ...
