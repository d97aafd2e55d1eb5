"""Which units can go to an incident, and in which order. Pure: no thread, no clock, no network.

Able is who has one of the capabilities that the type needs (its own, else those of its agency); a type
without needs is served by its lead agency. The best unit for each need comes first, in the order in which
the type names them; the others follow by time. Source: domain.md §5.4, §6.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from batola_desk.domain.catalog import Catalog
from batola_desk.domain.unit import Unit, UnitState
from batola_desk.map.coordinates import LatLon
from batola_desk.map.routing.way import Way, guess, time_range
from batola_desk.map.routing.ways import FLAGS, Candidate
from batola_desk.services.recommendation_views import ExcludedUnit, RankedUnit
from batola_desk.services.views import UnitView
from batola_desk.services.way_desk import WayAnswer

FREE = frozenset({UnitState.AVAILABLE, UnitState.STAGED, UnitState.RETURNING})
NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Able:
    """A unit that could go, before anything is known of its way."""

    view: UnitView
    at: LatLon
    needs: tuple[str, ...]
    is_stale: bool

    @property
    def candidate(self) -> Candidate:
        """What the search of ways needs of it."""
        unit = self.view.unit
        return Candidate(unit.unit_id, self.at, unit.medium)


def judge_units(
    units: Iterable[UnitView], catalog: Catalog, type_code: str, incident_id: str
) -> tuple[list[Able], list[ExcludedUnit]]:
    """Who could go, and who not and why. Units that work there already are in neither list."""
    able, excluded = [], []
    stale_s = catalog.limits.unit.position_stale_s
    for view in units:
        unit = view.unit
        if incident_id in unit.incident_ids:
            continue
        needs = needs_met(unit, catalog, type_code)
        why, detail = _why_not(view, needs)
        if why or unit.latitude is None or unit.longitude is None:
            excluded.append(_excluded(view, why, detail))
            continue
        able.append(_able(view, LatLon(unit.latitude, unit.longitude), needs, stale_s))
    return able, excluded


def as_if_able(view: UnitView, catalog: Catalog, type_code: str) -> Able | None:
    """A unit whose way is asked for, whatever else keeps it; None = nobody knows where it is."""
    unit = view.unit
    if unit.latitude is None or unit.longitude is None:
        return None
    needs = needs_met(unit, catalog, type_code)
    at = LatLon(unit.latitude, unit.longitude)
    return _able(view, at, needs, catalog.limits.unit.position_stale_s)


def _able(view: UnitView, at: LatLon, needs: tuple[str, ...] | None, stale_s: float) -> Able:
    return Able(view, at, needs or (), (view.position_age_s or 0.0) > stale_s)


def needs_met(unit: Unit, catalog: Catalog, type_code: str) -> tuple[str, ...] | None:
    """Needs of a type that a unit meets; None = it cannot do this work. No type yet: everybody can."""
    needs = catalog.needs_of(type_code)
    if not needs:
        suggested = catalog.suggested_agencies(type_code)
        return () if not suggested or unit.agency_code == suggested[0] else None
    can = capabilities_of(unit, catalog)
    met = tuple(need for need in needs if need in can)
    return met or None


def capabilities_of(unit: Unit, catalog: Catalog) -> tuple[str, ...]:
    """What a unit can do: as registered, as the site's file says, or as its agency's units do."""
    planned = next((plan for plan in catalog.units if plan.unit_id == unit.unit_id), None)
    if planned is not None and planned.capabilities:  # the file may know better than an old fact
        return planned.capabilities
    if unit.capabilities:
        return unit.capabilities
    agency = catalog.agencies.get(unit.agency_code)
    return agency.capabilities if agency is not None else ()


def rank(
    able: Sequence[Able], place: LatLon, catalog: Catalog, type_code: str, answer: WayAnswer | None
) -> tuple[list[RankedUnit], list[ExcludedUnit]]:
    """Order those who could go; whom no way leads there is excluded."""
    ranked, excluded = [], []
    for one in able:
        unit = one.view.unit
        way = answer.ways.get(unit.unit_id) if answer is not None else None
        is_unlinked = False
        if way is None and answer is not None:
            if not answer.is_whole:
                continue  # farther than those who were asked for
            why = _no_way(answer, unit)
            if why:
                excluded.append(_excluded(one.view, why, unit.medium))
                continue
            is_unlinked = bool(_media(unit) & answer.near_unit.get(unit.unit_id, NONE) & answer.near_place)
        if way is None:
            way = guess(unit.unit_id, one.at, place, unit.medium, catalog.routing.travel)
        shown = _ranked(one, way, catalog, answer.jetty_names if answer is not None else ())
        ranked.append(replace(shown, is_unlinked=is_unlinked))
    return _in_order(ranked, catalog.needs_of(type_code)), excluded


def _in_order(ranked: Sequence[RankedUnit], needs: Sequence[str]) -> list[RankedUnit]:
    rest = sorted(ranked, key=lambda one: one.order)
    first: list[RankedUnit] = []
    for need in needs:
        if any(need in one.needs for one in first):
            continue
        best = next((one for one in rest if need in one.needs), None)
        if best is not None:
            first.append(best)
            rest.remove(best)
    return first + rest


def _ranked(one: Able, way: Way, catalog: Catalog, jetty_names: Sequence[str]) -> RankedUnit:
    unit = one.view.unit
    low_s, high_s = time_range(
        way, catalog.routing.travel, is_stale=one.is_stale, waits_at_post=unit.state is UnitState.AVAILABLE
    )
    return RankedUnit(
        unit_id=unit.unit_id,
        call_sign=unit.call_sign,
        agency_code=unit.agency_code,
        low_s=low_s,
        high_s=high_s,
        length_m=way.length_m,
        water_m=way.water_m,
        medium=unit.medium if way.is_guess else way.medium,
        needs=one.needs,
        jetties=tuple(jetty_names[leg.jetty] for leg, _ in way.transfers()),
        is_guess=way.is_guess,
        is_stale=one.is_stale,
        legs=way.legs,
    )


def _no_way(answer: WayAnswer, unit: Unit) -> str:
    """Why there is certainly no way; empty = the map may only be incomplete."""
    media = _media(unit)
    if not media & answer.near_unit.get(unit.unit_id, NONE):
        return ""
    if not media & answer.near_place:
        return "no_way" if answer.near_place else ""
    if answer.has_dry_jetty and len(media) > 1:
        return "dry"
    return "closed" if answer.has_closures else ""


def _media(unit: Unit) -> frozenset[str]:
    return frozenset({unit.medium} if unit.medium in FLAGS else FLAGS)


def _why_not(view: UnitView, needs: tuple[str, ...] | None) -> tuple[str, str]:
    unit = view.unit
    if unit.state is UnitState.OUT_OF_SERVICE:
        return "out_of_service", unit.state_reason
    if unit.state is UnitState.EMERGENCY:
        return "emergency", ""
    if needs is None:
        return "capability", ""
    if unit.state not in FREE or (unit.incident_ids and unit.state is not UnitState.RETURNING):
        return "busy", ", ".join(view.ticket_numbers)
    if unit.latitude is None or unit.longitude is None:
        return "no_position", ""
    return "", ""


def _excluded(view: UnitView, why: str, detail: str) -> ExcludedUnit:
    unit = view.unit
    return ExcludedUnit(
        unit_id=unit.unit_id, call_sign=unit.call_sign, agency_code=unit.agency_code, why=why, detail=detail
    )


def without_far(ranked: Sequence[RankedUnit], count: int) -> tuple[RankedUnit, ...]:
    """The first few; lines to draw only for those whose way is shown."""
    kept = ranked[:count]
    return tuple(one if number < 3 else replace(one, legs=()) for number, one in enumerate(kept))
