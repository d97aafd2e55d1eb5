"""What is drawn on the map: who may, what is refused, what ends by itself, what is taken back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.incident import IncidentLocationSet
from batola_desk.domain.events.map_feature import MapFeatureChanged, MapFeatureRemoved
from batola_desk.domain.map_feature import NAME_MAX, NOTE_MAX, POINTS_MAX, PRESENCE, VARIANTS_MAX, FeatureWish
from batola_desk.services import drawn_features
from batola_desk.services.map_feature_checks import HOUR_US, LASTS_MAX_US, circle
from batola_desk.services.map_feature_views import SOON_US, FeatureView
from batola_desk.services.map_features import MapFeatureService
from batola_desk.settings.catalog import load_catalog
from batola_desk.settings.paths import resource_path
from tests.support.desk_double import DeskDouble, open_desk

HERE = ((-3.0012345678, 114.75),)
ROAD = ((-3.0, 114.75), (-3.01, 114.76))
AREA = ((-3.0, 114.75), (-3.01, 114.76), (-3.0, 114.77))


@pytest.fixture
async def desk(tmp_path: Path) -> Any:
    async with open_desk(tmp_path, catalog=shipped(tmp_path)) as opened:
        sit(opened, "rina", "PTDS")
        yield opened


def shipped(folder: Path) -> Any:
    return load_catalog(resource_path("config"), folder / "none").catalog


def service(desk: DeskDouble) -> MapFeatureService:
    return desk.services.map_features


def sit(desk: DeskDouble, operator: str, role: str) -> None:
    context = desk.services._context
    context.person = replace(context.person, operator_id=operator, name=operator.title(), role=role)


def landmark(**more: Any) -> FeatureWish:
    wish = {"kind": "landmark", "shape": "point", "points": HERE, "name": "Masjid Al-Karim"}
    return FeatureWish(**{**wish, **more})


def closed(**more: Any) -> FeatureWish:
    return FeatureWish(**{"kind": "closed_road", "shape": "line", "points": ROAD, **more})


def danger(**more: Any) -> FeatureWish:
    return FeatureWish(**{"kind": "danger_area", "shape": "polygon", "points": AREA, **more})


async def draw(desk: DeskDouble, wish: FeatureWish) -> str:
    feature_id = await service(desk).draw(wish)
    await desk.settle()
    return feature_id


def seen(desk: DeskDouble, feature_id: str) -> FeatureView:
    view = service(desk).view(feature_id)
    assert view is not None
    return view


def refused(code: str) -> Any:
    return pytest.raises(OperatorError, match=f"^{code}$")


async def test_what_is_drawn_is_on_the_map_and_found_by_others(desk: DeskDouble) -> None:
    wish = landmark(name="  Masjid \n Al-Karim ", variants=("mesjid alkarim", "", "mesjid alkarim"))
    feature_id = await draw(desk, wish)
    (view,) = service(desk).shown()
    assert (view.feature_id, view.author, view.can_remove) == (feature_id, "rina", True)
    (found,) = service(desk).landmarks()
    assert (found.name, found.variants) == ("Masjid Al-Karim", ("mesjid alkarim",))
    assert (found.latitude, found.longitude) == (-3.0012346, 114.75)
    assert service(desk).closures() == []


async def test_it_is_there_after_a_restart_and_can_be_changed_as_before(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=shipped(tmp_path)) as desk:
        feature_id = await draw(desk, landmark())
        gone = await draw(desk, closed())
        await service(desk).remove(gone)
    async with open_desk(tmp_path, catalog=shipped(tmp_path)) as desk:
        (view,) = service(desk).shown()
        assert view.feature.name == "Masjid Al-Karim"
        assert {v.feature_id for v in service(desk).listed()} == {feature_id, gone}
        before = view.feature.facts_of("name", PRESENCE)
        await service(desk).change(feature_id, name="Masjid Raya")
        (fact,) = [f async for f in facts(desk, feature_id) if isinstance(f.event, MapFeatureChanged)]
        assert set(fact.event.replaces) == set(before)
        assert seen(desk, feature_id).feature.conflicts == ()


async def facts(desk: DeskDouble, feature_id: str) -> Any:
    for fact in desk.services._context.reader.facts_of(f"map_feature:{feature_id}").result(10):
        yield fact


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (landmark(kind="zeppelin"), "map_kind_unknown"),
        (landmark(shape="line", points=ROAD), "map_shape_unusable"),
        (landmark(points=()), "map_points_unusable"),
        (landmark(points=((91.0, 114.0),)), "map_points_unusable"),
        (landmark(points=((float("nan"), 114.0),)), "map_points_unusable"),
        (closed(points=ROAD[:1]), "map_points_unusable"),
        (danger(points=AREA[:2]), "map_points_unusable"),
        (danger(points=tuple((-3.0, 114 + n / 1000) for n in range(POINTS_MAX + 1))), "map_points_unusable"),
        (landmark(name=" \x00 "), "map_name_missing"),
        (landmark(name="n" * (NAME_MAX + 1)), "map_text_too_long"),
        (landmark(note="n" * (NOTE_MAX + 1)), "map_text_too_long"),
        (landmark(variants=tuple(str(n) for n in range(VARIANTS_MAX + 1))), "map_variants_too_many"),
        (closed(valid_until_us=0), "map_end_unusable"),
        (closed(valid_until_us=10**18), "map_end_unusable"),
        (landmark(usable_from_m=1.0), "map_tide_unusable"),
        (landmark(kind="jetty", usable_from_m=2.0, usable_to_m=1.0), "map_tide_unusable"),
        (landmark(kind="jetty", usable_from_m=99.0), "map_tide_unusable"),
        (landmark(kind="jetty", usable_from_m=float("nan")), "map_tide_unusable"),
    ],
)
async def test_what_cannot_be_drawn_is_refused_with_a_reason(
    desk: DeskDouble, wish: FeatureWish, code: str
) -> None:
    with refused(code):
        await draw(desk, wish)
    assert service(desk).listed() == []
    assert LASTS_MAX_US < 10**18


async def test_who_may_draw_and_remove_what_is_data(desk: DeskDouble) -> None:
    assert "post" not in service(desk).kinds_to_draw()
    with refused("right_missing"):
        await draw(desk, landmark(kind="post"))
    mine = await draw(desk, landmark())
    passing = await draw(desk, closed())
    sit(desk, "tari", "PT")
    assert not seen(desk, mine).can_remove
    assert seen(desk, mine).can_change
    with refused("right_missing"):
        await service(desk).remove(mine)
    await service(desk).remove(passing)  # what belongs to an event is anybody's to end
    sit(desk, "ketua", "KS")
    await service(desk).remove(mine)
    removals = [f.event async for f in facts(desk, mine) if isinstance(f.event, MapFeatureRemoved)]
    assert [event.standing for event in removals] == ["lasting"]
    await draw(desk, landmark(kind="post", name="Pos Damkar"))
    sit(desk, "op", "OP")
    assert service(desk).kinds_to_draw() == []
    with refused("right_missing"):
        await service(desk).restore(mine)


async def test_a_closed_road_and_a_danger_area_end_by_themselves(desk: DeskDouble) -> None:
    told: list[int] = []
    feature_id = await draw(desk, closed())
    desk.services.changed.subscribe(
        lambda change: told.append(service(desk).revision) if "map_features" in change.what else None
    )
    (closure,) = service(desk).closures()
    assert closure.valid_until_us is not None
    assert 0 <= desk.services.now_us() + 12 * HOUR_US - closure.valid_until_us < 1_000
    desk.clock.forward(12 * 3600 - SOON_US / 1e6)
    await service(desk).tick()
    assert seen(desk, feature_id).ends_soon
    desk.clock.forward(SOON_US / 1e6)
    await service(desk).tick()
    assert (service(desk).closures(), service(desk).shown()) == ([], [])
    assert seen(desk, feature_id).is_over
    assert len(told) == 2
    await service(desk).tick()
    assert len(told) == 2, "nothing more to tell"
    await service(desk).change(feature_id, valid_until_us=desk.services.now_us() + HOUR_US)
    assert len(service(desk).closures()) == 1


async def test_what_was_done_here_is_taken_back_step_by_step(desk: DeskDouble) -> None:
    feature_id = await draw(desk, landmark())
    await service(desk).change(feature_id, name="Masjid Raya", points=((-3.1, 114.8),))
    await service(desk).change(feature_id, note="kubah hijau")
    await service(desk).remove(feature_id)
    undone = [await service(desk).undo() for _ in range(2)]
    assert [step.act for step in undone if step] == ["removed", "changed"]
    assert (seen(desk, feature_id).feature.note, seen(desk, feature_id).feature.is_drawn) == ("", True)
    await service(desk).undo()
    feature = seen(desk, feature_id).feature
    assert (feature.name, feature.points) == ("Masjid Al-Karim", ((-3.0012346, 114.75),))
    await service(desk).undo()
    assert seen(desk, feature_id).feature.is_removed
    assert await service(desk).undo() is None
    assert seen(desk, feature_id).feature.conflicts == ()


async def test_what_somebody_else_wrote_since_is_not_taken_back(desk: DeskDouble) -> None:
    feature_id = await draw(desk, landmark())
    await service(desk).change(feature_id, name="Masjid Raya", note="kubah hijau")
    steps = service(desk)._steps.copy()
    await service(desk).change(feature_id, name="Masjid Agung")
    service(desk)._steps = steps  # as if the last change had come from another desk
    await service(desk).undo()
    feature = seen(desk, feature_id).feature
    assert (feature.name, feature.note) == ("Masjid Agung", "")
    service(desk).forget_steps()
    assert await service(desk).undo() is None


async def test_nothing_is_written_when_nothing_changes(desk: DeskDouble) -> None:
    feature_id = await draw(desk, landmark())
    await service(desk).change(feature_id, name="Masjid Al-Karim ", points=HERE)
    assert len([f async for f in facts(desk, feature_id)]) == 1


async def test_a_removed_or_unknown_feature_is_not_changed(desk: DeskDouble) -> None:
    feature_id = await draw(desk, landmark())
    with refused("map_feature_there"):
        await service(desk).restore(feature_id)
    await service(desk).remove(feature_id, reason="salah   tempat")
    for act in (service(desk).change(feature_id, name="x"), service(desk).remove(feature_id)):
        with refused("map_feature_removed"):
            await act
    for act in (service(desk).change("?", name="x"), service(desk).remove("?"), service(desk).restore("?")):
        with refused("map_feature_unknown"):
            await act
    await service(desk).restore(feature_id)
    assert seen(desk, feature_id).is_shown


async def test_a_ticket_marks_the_danger_around_its_place(desk: DeskDouble) -> None:
    incident_id = await desk.services.incidents.new()
    with refused("map_place_missing"):
        await service(desk).mark_danger(incident_id, 300)
    await desk.services.incidents.set_location(incident_id, -3.0, 114.75, source="map_click")
    for radius_m in (0.0, -1.0, float("nan"), 1e6):
        with refused("map_radius_unusable"):
            await service(desk).mark_danger(incident_id, radius_m)
    feature_id = await service(desk).mark_danger(incident_id, 300)
    await desk.settle()
    assert [view.feature_id for view in service(desk).left_by(incident_id)] == [feature_id]
    incident = desk.services._world.entry(incident_id)
    assert incident is not None
    assert incident.incident.timeline[-1].kind == "map_feature.drawn"
    assert IncidentLocationSet.TYPE in [line.kind for line in incident.incident.timeline]


async def test_what_an_ended_ticket_left_is_asked_about_after_a_restart_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawn_features, "ENDED_MAX", 5)
    async with open_desk(tmp_path, catalog=shipped(tmp_path)) as desk:
        sit(desk, "rina", "PTDS")
        incidents = desk.services.incidents
        ended, running, over = [await incidents.new() for _ in range(3)]
        left = await draw(desk, danger(incident_id=ended, name="Asap"))
        await draw(desk, closed(incident_id=running))
        soon_us = desk.services.now_us() + 60_000_000
        await draw(desk, closed(incident_id=over, valid_until_us=soon_us))
        for incident_id in (ended, over):
            await incidents.set_state(incident_id, "cancelled", reason="salah")
        await desk.settle()
        asked = service(desk).left_to_ask()
        assert asked is not None and asked.incident_id == ended
        for _ in range(
            70
        ):  # the world keeps some ended tickets only; this one must not be forgotten with them
            await incidents.set_state(await incidents.new(), "cancelled", reason="salah")
        await desk.settle()
        assert desk.services._world.entry(ended) is None
        asked = service(desk).left_to_ask()
        assert asked is not None and asked.incident_id == ended
    async with open_desk(tmp_path, catalog=shipped(tmp_path)) as desk:
        sit(desk, "rina", "PTDS")
        assert desk.clock is not None
        desk.clock.forward(61)
        again = service(desk).left_to_ask()
        assert again is not None
        assert (again.incident_id, again.ticket_number) == (ended, asked.ticket_number)
        assert [view.feature_id for view in again.features] == [left]
        assert [view.is_left for view in service(desk).shown()].count(True) == 1
        assert seen(desk, left).ticket_number == asked.ticket_number
        service(desk).put_off_left(ended)
        assert service(desk).left_to_ask() is None
    async with open_desk(tmp_path, catalog=shipped(tmp_path)) as desk:
        sit(desk, "rina", "PTDS")
        assert service(desk).left_to_ask() is not None  # it was put off, not answered
        assert await service(desk).remove_left(ended) == 1
        await desk.settle()
        assert not seen(desk, left).is_shown


async def test_what_was_said_to_stay_is_asked_about_again_only_after_another_end_of_its_ticket(
    tmp_path: Path,
) -> None:
    async with open_desk(tmp_path, catalog=shipped(tmp_path)) as desk:
        sit(desk, "rina", "PTDS")
        incidents = desk.services.incidents
        ended = await incidents.new()
        left = await draw(desk, danger(incident_id=ended, name="Asap"))
        await incidents.set_state(ended, "cancelled", reason="salah")
        await desk.settle()
        assert await service(desk).keep_left(ended) == 1
        await desk.settle()
        assert service(desk).left_to_ask() is None
        assert seen(desk, left).is_left and seen(desk, left).is_kept and seen(desk, left).is_shown
        assert await service(desk).keep_left(ended) == 0  # said once
        undone = await service(desk).undo()
        await desk.settle()
        assert undone is not None and undone.act == "kept"
        assert service(desk).left_to_ask() is not None
        assert await service(desk).keep_left(ended) == 1
    async with open_desk(tmp_path, catalog=shipped(tmp_path)) as desk:
        sit(desk, "rina", "PTDS")
        assert desk.clock is not None
        assert service(desk).left_to_ask() is None  # another start knows it, as every desk does
        assert seen(desk, left).is_kept
        desk.clock.forward(5)
        sit(desk, "budi", "KS")  # a lead opens it again
        await desk.services.incidents.reopen(ended, reason="api lagi")
        await desk.settle()
        assert not seen(desk, left).is_kept
        desk.clock.forward(5)
        await desk.services.incidents.set_state(ended, "cancelled", reason="padam")
        await desk.settle()
        again = service(desk).left_to_ask()
        assert again is not None and [view.feature_id for view in again.features] == [left]


def test_a_circle_covers_its_radius_and_little_more() -> None:
    for lat, lon in circle(-3.0, 114.75, 300.0):
        north_m, east_m = (lat + 3.0) * 111_320, (lon - 114.75) * 111_320 * 0.99863
        assert 300.0 <= (north_m**2 + east_m**2) ** 0.5 <= 302.0


async def test_jetties_and_pumps_say_at_which_tide_they_can_be_used(desk: DeskDouble) -> None:
    await draw(desk, landmark(kind="jetty", name="Dermaga Marabahan", usable_from_m=0.8, usable_to_m=2.5))
    await draw(desk, landmark(kind="pump", name="Pompa Handil"))
    jetty, pump = service(desk).tidal_points()
    assert [jetty.is_usable_at(level) for level in (0.7, 0.8, 2.5, 2.6)] == [False, True, True, False]
    assert pump.is_usable_at(-3.0)
    assert len(service(desk).landmarks()) == 2


async def test_the_map_of_a_room_has_room_for_so_many(
    desk: DeskDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawn_features, "STANDING_MAX", 2)
    for name in ("satu", "dua"):
        feature_id = await draw(desk, landmark(name=name))
    with refused("map_features_full"):
        await draw(desk, landmark(name="tiga"))
    await service(desk).remove(feature_id)
    await draw(desk, landmark(name="tiga"))
