"""Asking a caller for a position by a link, and how far it got. Source: domain.md §11, §12.1 step 6."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from batola_desk.domain.facts import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationRequested:
    """A link was made for this call's caller; the secret in it is in no fact.

    Attributes:
        channel: ``sms``, ``whatsapp``, or ``paste``: a person passes the text on.
    """

    TYPE: ClassVar[str] = "call.location_requested"
    VERSION: ClassVar[int] = 1

    link_id: str
    channel: str
    expires_us: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationRequestChanged:
    """A link got further.

    Attributes:
        state: ``domain.location_link.LinkState``.
        reason: why it was not sent, as a code; else empty.
    """

    TYPE: ClassVar[str] = "call.location_request_changed"
    VERSION: ClassVar[int] = 1

    link_id: str
    state: str
    reason: str = ""


EVENTS: tuple[type[Event], ...] = (LocationRequested, LocationRequestChanged)
