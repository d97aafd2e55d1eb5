"""Who is advised for an incident, in which order, and why others are not."""

from __future__ import annotations

import asyncio
import dataclasses
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from batola_desk.domain.catalog import Catalog, UnitPlan
from batola_desk.domain.map_feature import FeatureWish
from batola_desk.services.change import Change
from batola_desk.services.recommendation_views import RecommendationView
from tests.support.desk_double import NOON_US, DeskDouble, open_desk
from tests.support.shipped import shipped_catalog
from tests.support.small_roads import FAST, WATER, Lines, at
from tests.support.way_pack import install_pack

FIRE, ACCIDENT, QUIET = "KB01", "LL01", "IN06"


def plan(
    unit_id: str, agency: str, east_m: float, south_m: float, medium: str = "road", *can: str
) -> UnitPlan:
    place = at(east_m, south_m)
    return UnitPlan(
        unit_id=unit_id, call_sign=unit_id.title(), agency=agency, medium=medium,
        latitude=place.lat, longitude=place.lon, capabilities=can,
    )  # fmt: skip


UNITS = (
    plan("near", "damkar", 1000, 0),
    plan("far", "damkar", 9000, 0),
    plan("boat", "bpk", 3000, 2000, "water"),
    plan("crew", "bpk", 2000, 0, "both", "pemadam", "pompa_apung"),
    plan("police", "polres", 200, 0),
    plan("ambulance", "psc119", 7000, 0),
)


def lines() -> Lines:
    return Lines().line(FAST, (0, 0), (10_000, 0)).line(WATER, (3000, 40), (3000, 4000))


def catalog() -> Catalog:
    return dataclasses.replace(shipped_catalog(), units=UNITS)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[DeskDouble]:
    install_pack(tmp_path, lines().graph())
    async with open_desk(tmp_path, catalog=catalog()) as opened:
        await opened.settle()
        yield opened


async def incident_at(desk: DeskDouble, east_m: float, south_m: float, type_code: str = FIRE) -> str:
    incidents = desk.services.incidents
    incident_id = await incidents.new(source="manual")
    if type_code:
        incidents.set_field(incident_id, "type_code", type_code)
    place = at(east_m, south_m)
    await incidents.set_location(incident_id, place.lat, place.lon, source="map_click")
    await incidents.flush(incident_id)
    await desk.settle()
    return incident_id


async def advice(desk: DeskDouble, incident_id: str) -> RecommendationView:
    """The advice once it is no guess of the deadline and nothing newer is being made."""
    service = desk.services.recommendation
    service.view(incident_id)
    await desk.until(lambda: not service.is_busy)
    view = service.view(incident_id)
    assert view is not None
    return view


async def test_free_and_able_units_come_first_and_the_others_say_why(desk: DeskDouble) -> None:
    incident_id = await incident_at(desk, 0, 0)
    view = await advice(desk, incident_id)
    assert [one.unit_id for one in view.ranked] == ["near", "crew", "far"]
    first = view.ranked[0]
    assert first.low_s < first.high_s
    assert first.length_m == pytest.approx(1000, rel=0.01)
    assert (first.medium, first.is_guess, first.needs) == ("road", False, ("pemadam",))
    why = {one.unit_id: one.why for one in view.excluded}
    assert why == {"boat": "no_way", "police": "capability", "ambulance": "capability"}
    assert view.needs == ("pemadam",)
    assert first.legs[-1].points.shape[1] == 2


async def test_each_need_of_a_type_gets_its_best_unit_before_the_second_best_of_another(
    desk: DeskDouble,
) -> None:
    view = await advice(desk, await incident_at(desk, 0, 0, ACCIDENT))
    assert [one.unit_id for one in view.ranked] == ["ambulance", "police"]  # medis stands before patroli
    assert view.ranked[1].middle_s < view.ranked[0].middle_s


async def test_a_type_without_needs_is_for_its_lead_agency_and_no_type_for_all(desk: DeskDouble) -> None:
    view = await advice(desk, await incident_at(desk, 0, 0, QUIET))
    assert view.ranked == ()
    assert len(view.excluded) == len(UNITS)
    view = await advice(desk, await incident_at(desk, 0, 0, ""))
    assert {one.unit_id for one in view.ranked} == {"near", "far", "crew", "police", "ambulance"}


async def test_busy_and_broken_units_are_not_advised(desk: DeskDouble) -> None:
    dispatch = desk.services.dispatch
    other = await incident_at(desk, 5000, 0)
    await dispatch.dispatch_unit(other, "near")
    await dispatch.set_unit_state("crew", "out_of_service", reason="ban bocor")
    await desk.settle()
    incident_id = await incident_at(desk, 0, 0)
    view = await advice(desk, incident_id)
    assert [one.unit_id for one in view.ranked] == ["far"]
    details = {one.unit_id: (one.why, one.detail) for one in view.excluded}
    assert details["near"][0] == "busy" and "112" in details["near"][1]
    assert details["crew"] == ("out_of_service", "ban bocor")
    await dispatch.dispatch_unit(incident_id, "far")
    await desk.settle()
    assert "far" not in {one.unit_id for one in (await advice(desk, incident_id)).ranked}


async def test_what_is_on_the_water_needs_water_and_who_may_both_changes(desk: DeskDouble) -> None:
    jetty = at(3000, 20)
    wish = FeatureWish(kind="jetty", shape="point", points=((jetty.lat, jetty.lon),), name="Dermaga")
    await desk.services.map_features.draw(wish)
    await desk.settle()
    view = await advice(desk, await incident_at(desk, 3000, 3000))
    assert [one.unit_id for one in view.ranked] == ["boat", "crew"]
    boat, crew = view.ranked
    assert (boat.medium, boat.water_m) == ("water", pytest.approx(1000, rel=0.02))
    assert (crew.medium, crew.jetties) == ("both", ("Dermaga",))
    assert {one.unit_id: (one.why, one.detail) for one in view.excluded}["near"] == ("no_way", "road")


async def test_a_dry_jetty_is_not_used_and_without_a_table_nobody_calls_it_dry(desk: DeskDouble) -> None:
    jetty = at(3000, 20)
    await desk.services.map_features.draw(
        FeatureWish(
            kind="jetty", shape="point", points=((jetty.lat, jetty.lon),), name="Dermaga", usable_from_m=1.0
        )
    )
    await desk.settle()
    incident_id = await incident_at(desk, 3000, 3000)
    view = await advice(desk, incident_id)
    assert "crew" in {one.unit_id for one in view.ranked}
    assert view.level is None
    write_tide(desk, level_m=0.4)
    desk.clock.forward(60)  # type: ignore[union-attr]
    view = await advice(desk, incident_id)
    assert view.level is not None and view.level.metres == pytest.approx(0.4)
    assert "crew" not in {one.unit_id for one in view.ranked}
    assert {one.unit_id: one.why for one in view.excluded}["crew"] == "dry"
    write_tide(desk, level_m=1.4)
    desk.clock.forward(60)  # type: ignore[union-attr]
    assert "crew" in {one.unit_id for one in (await advice(desk, incident_id)).ranked}


async def test_the_tide_that_counts_is_that_of_the_arrival(desk: DeskDouble) -> None:
    jetty = at(3000, 20)
    await desk.services.map_features.draw(
        FeatureWish(
            kind="jetty", shape="point", points=((jetty.lat, jetty.lon),), name="Dermaga", usable_from_m=1.0
        )
    )
    rows = "M,2025-08-25T13:00,1.4\nM,2025-08-25T13:01,0.4\nM,2025-08-25T14:00,0.4\n"
    desk.paths.tide_table.write_text(f"station,time,level_m\n{rows}", encoding="utf-8")
    await desk.settle()
    view = await advice(desk, await incident_at(desk, 3000, 3000))
    assert view.level is not None and view.level_then is not None
    assert view.level.metres > 1.0 > view.level_then.metres
    assert {one.unit_id: one.why for one in view.excluded}["crew"] == "dry"  # 72 s later nobody boards there


def write_tide(desk: DeskDouble, *, level_m: float) -> None:
    day = "2025-08-25"
    assert NOON_US == 1_756_098_000_000_000
    rows = "".join(f"M,{day}T{hour:02d}:00,{level_m}\n" for hour in range(24))
    desk.paths.tide_table.write_text(f"station,time,level_m\n# {level_m}\n{rows}", encoding="utf-8")


async def test_a_closed_road_is_gone_round_or_said_and_its_end_is_noticed(desk: DeskDouble) -> None:
    incident_id = await incident_at(desk, 0, 0)
    assert (await advice(desk, incident_id)).ranked[-1].unit_id == "far"
    points = tuple((place.lat, place.lon) for place in (at(5000, -100), at(5000, 100)))
    feature_id = await desk.services.map_features.draw(
        FeatureWish(kind="closed_road", shape="line", points=points, name="Longsor")
    )
    await desk.settle()
    view = await advice(desk, incident_id)
    assert [one.unit_id for one in view.ranked] == ["near", "crew"]
    assert {one.unit_id: one.why for one in view.excluded}["far"] == "closed"
    await desk.services.map_features.remove(feature_id, reason="dibuka")
    await desk.settle()
    assert "far" in {one.unit_id for one in (await advice(desk, incident_id)).ranked}


async def test_a_danger_area_round_the_place_itself_does_not_keep_help_away(desk: DeskDouble) -> None:
    incident_id = await incident_at(desk, 5000, 0)
    await desk.services.map_features.mark_danger(incident_id, 500.0)
    await desk.settle()
    view = await advice(desk, incident_id)
    assert [one.unit_id for one in view.ranked] == ["crew", "near", "far"]
    beyond = await advice(desk, await incident_at(desk, 0, 0))
    assert {one.unit_id: one.why for one in beyond.excluded}["far"] == "closed"


async def test_an_old_position_makes_the_range_wider_and_is_said(desk: DeskDouble) -> None:
    incident_id = await incident_at(desk, 0, 0)
    fresh = (await advice(desk, incident_id)).ranked[0]
    assert not fresh.is_stale
    assert desk.clock is not None
    desk.clock.forward(601)
    old = (await advice(desk, incident_id)).ranked[0]
    assert old.is_stale
    assert old.high_s > fresh.high_s


async def test_without_a_pack_everything_is_a_guess(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=catalog()) as desk:
        await desk.settle()
        view = await advice(desk, await incident_at(desk, 0, 0))
        assert [one.unit_id for one in view.ranked][:2] == ["near", "crew"]
        assert all(one.is_guess for one in view.ranked)
        assert all(one.high_s > one.low_s for one in view.ranked)


async def test_away_from_every_road_it_is_a_guess_too(desk: DeskDouble) -> None:
    view = await advice(desk, await incident_at(desk, 0, 9000))
    assert view.ranked and all(one.is_guess for one in view.ranked)


async def test_whom_the_map_joins_to_nothing_comes_last_and_as_a_guess(tmp_path: Path) -> None:
    island = lines().line(FAST, (400, 300), (900, 300))
    install_pack(tmp_path, island.graph())
    units = (*UNITS, plan("island", "damkar", 600, 300))
    async with open_desk(tmp_path, catalog=dataclasses.replace(catalog(), units=units)) as desk:
        await desk.settle()
        view = await advice(desk, await incident_at(desk, 0, 0))
        assert [one.unit_id for one in view.ranked] == ["near", "crew", "far", "island"]
        last = view.ranked[-1]
        assert last.is_guess and last.is_unlinked
        assert last.middle_s < view.ranked[2].middle_s


async def test_another_pack_is_noticed(desk: DeskDouble) -> None:
    incident_id = await incident_at(desk, 0, 0)
    assert not (await advice(desk, incident_id)).ranked[0].is_guess
    install_pack(desk.home, Lines().line(FAST, (50_000, 0), (60_000, 0)).graph())
    assert desk.clock is not None
    desk.clock.forward(60)
    assert (await advice(desk, incident_id)).ranked[0].is_guess


async def test_the_same_question_is_answered_from_memory(
    desk: DeskDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    incident_id = await incident_at(desk, 0, 0)
    view = await advice(desk, incident_id)
    asked: list[object] = []
    ways = desk.services.recommendation._ways
    monkeypatch.setattr(ways, "nearest", asked.append)
    assert desk.services.recommendation.view(incident_id) is view
    await desk.settle()
    assert asked == []


async def test_units_that_drive_neither_starve_an_advice_nor_keep_the_desk_busy(
    desk: DeskDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    incident_id = await incident_at(desk, 0, 0)
    service = desk.services.recommendation
    await advice(desk, incident_id)
    asked = 0
    real = service._ways.nearest

    async def counted(question: object) -> object:
        nonlocal asked
        asked += 1
        return await real(question)  # type: ignore[arg-type]

    monkeypatch.setattr(service._ways, "nearest", counted)
    assert desk.clock is not None
    for step in range(1, 41):  # a reading each quarter of a second, each time 100 m on
        place = at(9000 - step * 100, 0)
        await desk.services.dispatch.locate_unit("far", place.lat, place.lon)
        desk.clock.forward(0.25)
        service.view(incident_id)
        await desk.settle()
        await desk.until(lambda: not service.is_busy)
    assert 2 <= asked <= 4
    desk.clock.forward(3)
    far = next(one for one in (await advice(desk, incident_id)).ranked if one.unit_id == "far")
    assert far.length_m == pytest.approx(5000, rel=0.02)


async def test_a_live_position_counts_though_no_fact_says_it(desk: DeskDouble) -> None:
    incident_id = await incident_at(desk, 0, 0)
    assert (await advice(desk, incident_id)).ranked[0].unit_id == "near"
    units, place = desk.services._context.world.units, at(300, 0)
    units["far"] = dataclasses.replace(units["far"], latitude=place.lat, longitude=place.lon)
    assert desk.clock is not None
    desk.clock.forward(4)
    desk.services.changed.publish(Change(what=frozenset({"unit_positions"})))
    assert (await advice(desk, incident_id)).ranked[0].unit_id == "far"


async def test_the_tide_says_which_points_can_be_used(desk: DeskDouble) -> None:
    features, service = desk.services.map_features, desk.services.recommendation
    for name, east_m, limits in (
        ("Pompa dangkal", 500, {"usable_from_m": 1.0}),
        ("Pompa dalam", 700, {"usable_from_m": 0.1}),
        ("Dermaga rendah", 900, {"usable_to_m": 0.2}),
        ("Pompa jauh", 9000, {"usable_from_m": 1.0}),
        ("Pompa biasa", 600, {}),
    ):
        place = at(east_m, 0)
        kind = "jetty" if name.startswith("Dermaga") else "pump"
        await features.draw(
            FeatureWish(kind=kind, shape="point", points=((place.lat, place.lon),), name=name, **limits)  # type: ignore[arg-type]
        )
    incident_id = await incident_at(desk, 0, 0)
    assert (await advice(desk, incident_id)).points == ()  # without a table nothing is said
    write_tide(desk, level_m=0.4)
    assert desk.clock is not None
    desk.clock.forward(61)
    view = await advice(desk, incident_id)
    assert [(one.name, one.is_usable, one.is_usable_then) for one in view.points] == [
        ("Pompa dangkal", False, False), ("Pompa dalam", True, True), ("Dermaga rendah", False, False),
    ]  # fmt: skip
    service.tidal_states()
    await desk.until(lambda: len(service.tidal_states()) == 4)
    assert {one.name for one in service.tidal_states() if one.is_usable} == {"Pompa dalam"}


async def test_any_unit_has_a_way_if_one_leads_there_whatever_keeps_it(desk: DeskDouble) -> None:
    service, dispatch = desk.services.recommendation, desk.services.dispatch
    other = await incident_at(desk, 5000, 0)
    await dispatch.dispatch_unit(other, "near")
    await dispatch.set_unit_state("crew", "out_of_service", reason="ban bocor")
    await desk.settle()
    incident_id = await incident_at(desk, 0, 0)
    excluded = {one.unit_id for one in (await advice(desk, incident_id)).excluded}
    for unit_id, length_m in (("near", 1000), ("crew", 2000), ("police", 200), ("far", 9000)):
        assert (unit_id in excluded) is (unit_id != "far")
        way = await service.way_of(incident_id, unit_id)
        assert way is not None and not way.is_guess
        assert way.length_m == pytest.approx(length_m, rel=0.02)
        assert sum(leg.length_m for leg in way.legs) == pytest.approx(way.length_m)
    await desk.services.map_features.mark_danger(incident_id, 1500.0)
    await desk.settle()
    far = await service.way_of(incident_id, "far")  # a danger round the place itself closes nothing
    assert far is not None and far.length_m == pytest.approx(9000, rel=0.01)
    assert await service.way_of(incident_id, "boat") is None  # no water leads there
    assert await service.way_of(incident_id, "nobody") is None
    assert await service.way_of("nobody", "near") is None


async def test_a_slow_search_shows_guesses_first_and_blocks_nobody(
    desk: DeskDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("batola_desk.services.recommendation.DEADLINE_S", 0.02)
    incident_id = await incident_at(desk, 0, 0)
    service, gate = desk.services.recommendation, threading.Event()
    real = service._ways._nearest

    def slow(question: object) -> object:
        gate.wait(5)
        return real(question)  # type: ignore[arg-type]

    monkeypatch.setattr(service._ways, "_nearest", slow)
    try:
        service.view(incident_id)
        await desk.until(lambda: service.view(incident_id) is not None)
        first = service.view(incident_id)
        assert first is not None and first.is_preliminary
        assert first.ranked and all(one.is_guess for one in first.ranked)
    finally:
        gate.set()
    view = await advice(desk, incident_id)
    assert not view.is_preliminary and not view.ranked[0].is_guess


async def test_no_place_or_an_ended_ticket_needs_no_advice(desk: DeskDouble) -> None:
    incident_id = await desk.services.incidents.new(source="manual")
    assert desk.services.recommendation.view(incident_id) is None
    assert desk.services.recommendation.view("nobody") is None


async def test_the_reach_of_a_unit(desk: DeskDouble) -> None:
    areas = await desk.services.recommendation.reach("near")
    assert areas.minutes == (5, 10, 15, 30)
    assert set(areas.band.ravel().tolist()) >= {0, 1, 2}
    await asyncio.sleep(0)
