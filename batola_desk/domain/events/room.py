"""What is said to the whole room. Source: domain.md §5.7 (Siaran)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from batola_desk.domain.facts import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomAnnounced:
    """Somebody wrote a message to others.

    Attributes:
        level: ``normal``, ``important`` or ``urgent`` (biasa, penting, darurat).
        audience: ``all`` desks (a lead's word), the ``leads``, or this ``desk``: for who sits here next.
        until_us: it is over then.
    """

    TYPE: ClassVar[str] = "room.announced"
    VERSION: ClassVar[int] = 1

    text: str
    level: str
    audience: str
    until_us: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomAnnouncementRead:
    """A person at a desk has read it; both stand in the envelope."""

    TYPE: ClassVar[str] = "room.announcement_read"
    VERSION: ClassVar[int] = 1


EVENTS: tuple[type[Event], ...] = (RoomAnnounced, RoomAnnouncementRead)
