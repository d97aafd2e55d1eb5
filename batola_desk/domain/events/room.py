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


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomNumberMeasured:
    """A shift lead decided on a measure against a number; a hint for whoever answers it (domain.md §12.3).

    Attributes:
        number: as ``search_text.number_key`` writes it.
        measure: code of ``number_measures.toml``.
        until_us: it is over then.
    """

    TYPE: ClassVar[str] = "room.number_measured"
    VERSION: ClassVar[int] = 1

    number: str
    measure: str
    reason: str
    until_us: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomNumberMeasureLifted:
    """A shift lead took it back before its end."""

    TYPE: ClassVar[str] = "room.number_measure_lifted"
    VERSION: ClassVar[int] = 1

    reason: str


EVENTS: tuple[type[Event], ...] = (
    RoomAnnounced,
    RoomAnnouncementRead,
    RoomNumberMeasured,
    RoomNumberMeasureLifted,
)
