"""What the screen may ask about the other desks of the room; part of ``services.api``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from batola_desk.domain.operator import Operator
from batola_desk.services.announcements import AnnouncementView
from batola_desk.services.conflict_views import ConflictView
from batola_desk.services.presence import PresenceView
from batola_desk.services.room_board import DeskLine
from batola_desk.services.seat_views import OtherRoomView
from batola_desk.services.views import BoardRow


class RoomBoardUseCases(Protocol):
    """All desks, who sits there, whose every open incident is."""

    def desks(self) -> Sequence[DeskLine]: ...

    def people(self) -> Sequence[Operator]: ...

    def incidents(self) -> Sequence[BoardRow]: ...

    async def ended(self, limit: int) -> Sequence[BoardRow]: ...


class PresenceUseCases(Protocol):
    """Who works in which ticket right now; empty on a desk that stands alone."""

    def open_form(self, incident_id: str) -> None:
        """This ticket is in the form now; empty: none."""

    def typing(self, incident_id: str, field: str) -> None:
        """A key was pressed in this field."""

    def at(self, incident_id: str) -> Sequence[PresenceView]:
        """Who of other desks has this ticket open; who types comes first."""


class AnnouncementUseCases(Protocol):
    """Messages to the room, to the leads, to who sits here next."""

    def standing(self) -> Sequence[AnnouncementView]:
        """What is to be read here, the most urgent first."""

    def listed(self) -> Sequence[AnnouncementView]:
        """Everything said to this desk or by it, the newest first."""

    def audiences(self) -> Sequence[str]:
        """To whom the person here may write, the widest first."""

    async def write(self, text: str, *, level: str, audience: str, until_us: int) -> str: ...

    async def read(self, message_id: str) -> None: ...


class ConflictUseCases(Protocol):
    """Where desks stand against each other; empty on a desk that stands alone."""

    def count(self) -> int:
        """How many who sits here is to look at."""

    async def listed(self, *, everything: bool = False) -> Sequence[ConflictView]: ...

    async def mark_seen(self, conflict_ids: Sequence[str], *, note: str = "") -> None: ...

    async def choose(self, conflict_id: str, fact_id: str) -> None:
        """Put one side's value into the field."""

    async def withdraw(self, conflict_id: str, fact_id: str) -> None:
        """Take one side's dispatch back."""


class RoomAcceptanceUseCases(Protocol):
    """A room that knows nothing of this desk's facts, and a person's word on it."""

    def offered(self) -> OtherRoomView | None:
        """The room that waits for a person's word; None = no other room answers."""

    def may_accept(self) -> bool: ...

    async def accept(self, epoch: str, *, reason: str) -> None: ...
