"""Positions of callers as the screen shows them, and what it may ask about them; part of ``services.api``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from batola_desk.domain.call_fixes import CallFix
from batola_desk.domain.catalog import Neighbour


@dataclass(frozen=True, slots=True, kw_only=True)
class FixView:
    """One position of a caller.

    Attributes:
        call_key: of its call; empty = no call is known for it.
        number: of the caller, or of the telephone that sent it.
        place: "Desa X, Kec. Y" of its middle; empty outside the regency.
        is_outside: its middle lies outside the regency, roughly.
        neighbour: whose place that probably is.
        doubts: codes of what is odd about it (``domain.call_fixes.doubts_of``).
        is_suggested: of all fixes it tells most about where the caller is now.
        is_confirmed: an operator made it the place of the incident.
    """

    fix: CallFix
    call_key: str = ""
    number: str = ""
    place: str = ""
    is_outside: bool = False
    neighbour: Neighbour | None = None
    doubts: tuple[str, ...] = ()
    is_suggested: bool = False
    is_confirmed: bool = False

    @property
    def middle(self) -> tuple[float, float] | None:
        """Latitude and longitude to look at; None for an address only."""
        return self.fix.area.enclosing_circle()[:2] if self.fix.area is not None else None

    @property
    def radius_m(self) -> float | None:
        """Of the circle that holds it; None = nobody said, or an address only."""
        return self.fix.area.enclosing_radius_m() if self.fix.area is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchView:
    """A position that is fetched from where the call says it is.

    Attributes:
        host: where it is asked for; never the whole address, which is as good as a key.
        is_running: the answer is awaited.
        code: why there is none (``interop.held.HeldFault``); empty = it came, or is awaited.
    """

    host: str
    is_running: bool = False
    code: str = ""


class PositionUseCases(Protocol):
    """Where callers are said to be. Source: domain.md §11."""

    def of_call(self, call_key: str) -> Sequence[FixView]:
        """Every position of a call, the latest to arrive first."""

    def of_incident(self, incident_id: str) -> Sequence[FixView]:
        """Every position of all calls of a ticket, the latest to arrive first."""

    def unmatched(self) -> Sequence[FixView]:
        """Positions of the last half hour that no call is known for, the latest first."""

    def fetch_of(self, call_key: str) -> FetchView | None:
        """The fetching of a call's position; None = the call names no place to fetch one from."""

    async def fetch(self, call_key: str) -> None:
        """Ask (again) for the position that the call only names."""

    async def confirm(self, incident_id: str, view: FixView) -> None:
        """This is the place of the incident; the caller's own positions stay as they are."""

    async def bind(self, position_id: str, call_key: str) -> None:
        """A person says which call an unmatched position belongs to."""
