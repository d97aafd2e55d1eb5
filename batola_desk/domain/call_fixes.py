"""Where a caller was said to be: every position that came with or after a call. Source: domain.md §11.

All of them are kept with source and time; which one is the place of the incident, a person says
(``IncidentLocationSet``). Newer is not automatically better.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from batola_desk.domain.earth_area import EarthArea, area_around, is_usable
from batola_desk.domain.events.call import CallLocationReceived
from batola_desk.domain.events.position import CallLocated, DeskPositionReceived
from batola_desk.domain.facts import Fact
from batola_desk.domain.pidf import percent, read_locations

if TYPE_CHECKING:
    from batola_desk.domain.call import Call

FIXES_KEPT: Final = 40  # LIMIT: of one call in memory; the journal has them all
URIS_KEPT: Final = 8  # LIMIT: a network names one or two
_TELL_THEMSELVES: Final = frozenset({"", "geo", "cid"})
WIDE_M: Final = 20_000.0  # LIMIT: a place known no better than this helps nobody find it
OLD_S: Final = 600.0  # LIMIT: before the call: a telephone's last known place, not where it is
FUTURE_S: Final = 90.0  # LIMIT: clocks of telephones and networks differ so much
NULL_ISLAND_DEG: Final = 0.01  # 0° N 0° E: a receiver that has found nothing
DRIFT_M_PER_S: Final = 1.5  # a person on foot: so much less is known of him each second
UNKNOWN_RADIUS_M: Final = 500.0  # what a position of unknown exactness is taken for when fixes are compared


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFix:
    """One position of a caller.

    Attributes:
        fix_id: id of its fact, and its place in the document when there are several.
        source: ``sip_body``, ``sip_reference``, ``held``, ``aml_sms``, ``aml_https`` …
        area: None = an address only.
        arrived_us: when this centre got it.
        fixed_us: when the caller was there, as the source says; None = it does not.
        civic: address as (element of RFC 5139, words).
        doubts: what its reader found odd; see ``doubts_of`` for what its numbers tell.
        may_be_passed_on, keep_until_us: the rules that came with it. Source: RFC 4119 §2.2.2.
    """

    fix_id: str
    source: str
    area: EarthArea | None
    arrived_us: int
    fixed_us: int | None = None
    confidence_percent: float | None = None
    method: str = ""
    provider: str = ""
    civic: tuple[tuple[str, str], ...] = ()
    doubts: tuple[str, ...] = ()
    may_be_passed_on: bool | None = None
    keep_until_us: int | None = None

    def age_s(self, now_us: int) -> float:
        """Seconds since the caller was there; a time that lies in the future counts as that of arrival."""
        since_us = self.arrived_us if self.fixed_us is None else min(self.fixed_us, self.arrived_us)
        return max(0.0, (now_us - since_us) / 1e6)

    @property
    def content(self) -> tuple[object, ...]:
        """What it says; two desks at which one call rings journal the same words."""
        return self.source, self.area, self.fixed_us, self.civic, self.method, self.confidence_percent


def doubts_of(fix: CallFix) -> tuple[str, ...]:
    """Why a fix should not be believed without asking: codes for people, empty = nothing odd."""
    found = list(fix.doubts)
    if fix.area is not None:
        latitude, longitude, radius_m = fix.area.enclosing_circle()
        if abs(latitude) < NULL_ISLAND_DEG and abs(longitude) < NULL_ISLAND_DEG:
            found.append("null_island")
        if radius_m > WIDE_M:
            found.append("wide")
    if fix.fixed_us is not None:
        if fix.fixed_us > fix.arrived_us + FUTURE_S * 1e6:
            found.append("future")
        elif fix.fixed_us < fix.arrived_us - OLD_S * 1e6:
            found.append("old")
    return tuple(dict.fromkeys(found))


def suggested(fixes: tuple[CallFix, ...], now_us: int) -> CallFix | None:
    """The fix that tells most about where the caller is now: exactness and age together, nothing doubtful."""
    usable = [fix for fix in fixes if fix.area is not None and not doubts_of(fix)]
    return min(usable, key=lambda fix: _reach_m(fix, now_us), default=None)


def _reach_m(fix: CallFix, now_us: int) -> float:
    assert fix.area is not None
    radius_m = fix.area.enclosing_radius_m()
    return (UNKNOWN_RADIUS_M if radius_m is None else radius_m) + fix.age_s(now_us) * DRIFT_M_PER_S


def fixes_with(state: Call, fact: Fact) -> tuple[CallFix, ...]:
    """The call's fixes and those of this fact, in the order of arrival, each said once."""
    known = {fix.content for fix in state.fixes}
    new = [fix for fix in fixes_of(fact) if fix.content not in known]
    if not new:
        return state.fixes
    merged = sorted((*state.fixes, *new), key=lambda fix: (fix.arrived_us, fix.fix_id))
    return tuple(merged[-FIXES_KEPT:])


def uris_with(state: Call, fact: Fact) -> tuple[str, ...]:
    """The addresses where the call's positions can be fetched, and that of this fact."""
    event = fact.event
    if not isinstance(event, CallLocationReceived) or event.source != "sip_reference":
        return state.location_uris
    scheme = event.uri.partition(":")[0].strip().lower()
    if scheme in _TELL_THEMSELVES or event.uri in state.location_uris:
        return state.location_uris
    return (*state.location_uris, event.uri)[-URIS_KEPT:]


def fixes_of(fact: Fact) -> list[CallFix]:
    """The positions in one fact. Total: what is no place on the earth gives none."""
    match fact.event:
        case CallLocated() as located:
            fix = fix_of_message(located, located.position_id or fact.fact_id, fact.occurred_us)
            return [fix] if fix.area is not None or fix.civic else []
        case CallLocationReceived() as received:
            return _of_document(received, fact)
        case _:
            return []


def fix_of_message(located: CallLocated | DeskPositionReceived, fix_id: str, occurred_us: int) -> CallFix:
    """The fix of a message; its area is None when the message holds no place on the earth."""
    arrived_us = located.arrived_us if isinstance(located, CallLocated) else 0
    return CallFix(
        fix_id=fix_id,
        source=located.source,
        area=located.area if located.area is not None and is_usable(located.area) else None,
        arrived_us=arrived_us or occurred_us,
        fixed_us=located.fixed_us,
        confidence_percent=percent(located.confidence_percent),
        method=located.method,
        provider=located.provider,
        civic=located.civic,
        doubts=located.doubts,
    )


def _of_document(received: CallLocationReceived, fact: Fact) -> list[CallFix]:
    """Every place of a document; of a bare address what the line read from it."""
    found = [
        CallFix(
            fix_id=f"{fact.fact_id}/{at}",
            source=received.source,
            area=location.area,
            arrived_us=fact.occurred_us,
            fixed_us=location.timestamp_us,
            confidence_percent=location.confidence_percent,
            method=location.method,
            provider=location.provider,
            civic=location.civic,
            may_be_passed_on=location.may_be_passed_on,
            keep_until_us=location.keep_until_us,
        )
        for at, location in enumerate(read_locations(received.document) if received.document else ())
    ]
    if found or received.latitude is None or received.longitude is None:
        return found
    area = area_around(received.latitude, received.longitude, received.radius_m)
    if area is None:
        return []
    return [CallFix(fix_id=fact.fact_id, source=received.source, area=area, arrived_us=fact.occurred_us)]
