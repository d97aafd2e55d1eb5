"""Positions of a caller, folded: all kept, each once, in the order of arrival; which one says most."""

from __future__ import annotations

from dataclasses import replace

from batola_desk.domain.call import Call
from batola_desk.domain.call_fixes import FIXES_KEPT, CallFix, doubts_of, suggested
from batola_desk.domain.earth_area import AreaShape, EarthArea, area_around
from batola_desk.domain.events.call import CallLocationReceived
from batola_desk.domain.events.position import CallLocated, DeskPositionReceived
from batola_desk.domain.facts import Event, Fact, Verdict
from batola_desk.domain.operator import Desk
from batola_desk.domain.operator_reducer import POSITIONS_KEPT
from batola_desk.domain.reducers import fold
from tests.support.location_documents import ADDRESS, document, two_tuples

NOW_US = 1_795_000_000_000_000
HOUSE = area_around(-2.9841, 114.7631, 30.0)
CELL = area_around(-2.95, 114.75, 4_000.0)


def fact(number: int, event: Event, *aggregates: str, at_us: int = NOW_US) -> Fact:
    return Fact(
        fact_id=f"f{number}",
        origin="o",
        oseq=number,
        aggregates=aggregates or ("call:c",),
        actor="engine",
        desk="A",
        occurred_us=at_us,
        event=event,
        verdict=Verdict.OK,
    )


def folded(*events: Event) -> Call:
    state = Call(call_key="c")
    for number, event in enumerate(events):
        after = fold(state, fact(number, event, at_us=NOW_US + number))
        assert isinstance(after, Call)
        state = after
    return state


def located(area: EarthArea | None = HOUSE, **values: object) -> CallLocated:
    return replace(CallLocated(source="aml_sms", area=area), **values)  # type: ignore[arg-type]


def test_the_document_of_a_call_gives_all_its_places_also_from_an_old_journal() -> None:
    """The fact is as version 0.0 wrote it: the document whole, the first circle beside it."""
    old = CallLocationReceived(
        source="sip_body", document=two_tuples(), latitude=-2.9841, longitude=114.7631, radius_m=85.5
    )
    fixes = folded(old).fixes
    assert [fix.area.shape for fix in fixes if fix.area] == [AreaShape.CIRCLE, AreaShape.ARC_BAND]
    assert [fix.method for fix in fixes] == ["GPS", "Cell"]
    assert len({fix.fix_id for fix in fixes}) == 2
    assert all(fix.may_be_passed_on is False for fix in fixes)


def test_a_document_nobody_can_read_still_tells_what_the_line_read() -> None:
    kept = CallLocationReceived(source="sip_reference", uri="geo:-3.2,114.6", latitude=-3.2, longitude=114.6)
    (fix,) = folded(kept).fixes
    assert fix.area == area_around(-3.2, 114.6, None)
    assert folded(CallLocationReceived(source="sip_reference", uri="https://lis.example/9")).fixes == ()


def test_an_address_alone_is_kept() -> None:
    (fix,) = folded(CallLocationReceived(source="sip_body", document=document(ADDRESS))).fixes
    assert fix.area is None
    assert ("LMK", "seberang masjid") in fix.civic


def test_every_position_is_kept_and_the_same_words_of_two_desks_once() -> None:
    state = folded(located(), located(CELL), located(), located(HOUSE, fixed_us=NOW_US))
    assert [fix.area for fix in state.fixes] == [HOUSE, CELL, HOUSE]


def test_a_thousand_positions_do_not_fill_the_memory() -> None:
    many = [located(area_around(-3.0, 114.6, 1.0 + number)) for number in range(3 * FIXES_KEPT)]
    state = folded(*many)
    assert len(state.fixes) == FIXES_KEPT
    assert state.fixes[-1].area == many[-1].area


def test_an_impossible_area_of_another_desk_is_not_shown() -> None:
    broken = EarthArea(shape=AreaShape.CIRCLE, latitude=float("nan"), longitude=0.0, radius_m=5)
    assert folded(located(broken)).fixes == ()


def test_a_kept_position_has_the_time_of_its_arrival_when_its_call_is_found() -> None:
    (fix,) = folded(located(arrived_us=NOW_US - 9, position_id="p")).fixes
    assert (fix.arrived_us, fix.fix_id) == (NOW_US - 9, "p")


def fix_at(
    area: EarthArea | None = HOUSE, *, fixed_s: float | None = None, arrived_s: float = 0.0
) -> CallFix:
    fixed_us = None if fixed_s is None else NOW_US + round(fixed_s * 1e6)
    return CallFix(
        fix_id="x",
        source="aml_sms",
        area=area,
        arrived_us=NOW_US + round(arrived_s * 1e6),
        fixed_us=fixed_us,
    )


def test_the_newest_is_not_automatically_the_best() -> None:
    house, cell = fix_at(), fix_at(CELL, arrived_s=20)
    assert suggested((house, cell), NOW_US + 30_000_000) is house


def test_a_place_grows_old_because_people_walk() -> None:
    long_ago, rough = fix_at(fixed_s=-500), fix_at(area_around(-2.9841, 114.7631, 200.0))
    assert suggested((long_ago, rough), NOW_US) is rough


def test_what_is_odd_is_kept_and_named_and_never_suggested() -> None:
    nowhere = fix_at(area_around(0.0, 0.0, 10.0))
    future, old, wide = fix_at(fixed_s=3600), fix_at(fixed_s=-3600), fix_at(area_around(-3.0, 114.6, 30_000))
    assert [doubts_of(fix) for fix in (nowhere, future, old, wide)] == [
        ("null_island",),
        ("future",),
        ("old",),
        ("wide",),
    ]
    assert suggested((nowhere, future, old, wide), NOW_US) is None
    assert future.age_s(NOW_US + 5_000_000) == 5.0  # a time to come counts as that of arrival
    assert doubts_of(fix_at(fixed_s=-5)) == ()


def test_a_position_without_a_call_waits_at_its_desk_until_its_call_is_found() -> None:
    state = fold(
        Desk(desk_id="A"),
        fact(1, DeskPositionReceived(source="aml_https", area=HOUSE, number="0811"), "desk:A"),
    )
    assert isinstance(state, Desk)
    assert [(kept.number, kept.call_key) for kept in state.positions] == [("0811", "")]
    bound = fold(state, fact(2, located(position_id="f1"), "call:c9", "desk:A"))
    assert isinstance(bound, Desk)
    assert [kept.call_key for kept in bound.positions] == ["c9"]
    for number in range(3, 3 * POSITIONS_KEPT):
        bound = fold(bound, fact(number, DeskPositionReceived(source="aml_https"), "desk:A"))
    assert isinstance(bound, Desk)
    assert len(bound.positions) == POSITIONS_KEPT
