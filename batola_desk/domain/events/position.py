"""Positions of callers that come beside a call, not in it. Source: domain.md §11, ETSI TS 103 625."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from batola_desk.domain.earth_area import EarthArea
from batola_desk.domain.facts import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class _Position:
    """What such a message says.

    Attributes:
        source: ``aml_sms`` or ``aml_https``.
        area: where the caller is; None = the telephone found nothing.
        latitude, longitude, radius_m: the circle around the area, for readers that know no areas.
        fixed_us: when he was there, as the message says.
        civic: address as (element of RFC 5139, words).
        doubts: what the reader of the message found odd.
        number: of the telephone, as the message or its sender names it.
        raw: the message as it came, shortened.
    """

    source: str
    area: EarthArea | None = None
    latitude: float | None = None
    longitude: float | None = None
    radius_m: float | None = None
    fixed_us: int | None = None
    confidence_percent: float | None = None
    method: str = ""
    provider: str = ""
    civic: tuple[tuple[str, str], ...] = ()
    doubts: tuple[str, ...] = ()
    number: str = ""
    raw: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLocated(_Position):
    """A position of this call's caller; every one is kept.

    Attributes:
        arrived_us: when it reached this centre, for one that was kept until its call was known; 0 = now.
        position_id: the ``desk.position_received`` it was kept as before; touches that desk, too.
    """

    TYPE: ClassVar[str] = "call.located"
    VERSION: ClassVar[int] = 1

    arrived_us: int = 0
    position_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPositionReceived(_Position):
    """A position reached this desk and no call is known that it belongs to; kept and offered."""

    TYPE: ClassVar[str] = "desk.position_received"
    VERSION: ClassVar[int] = 1


EVENTS: tuple[type[Event], ...] = (CallLocated, DeskPositionReceived)
