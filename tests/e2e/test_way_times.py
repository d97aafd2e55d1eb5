"""From the files of IT to the line in the form: closed, dry and one-way count in the time of a unit."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from batola_desk.domain.catalog import Catalog, UnitPlan
from batola_desk.domain.map_feature import FeatureWish
from batola_desk.services.recommendation_views import RankedUnit
from batola_desk.ui.incident.advice_words import range_text
from batola_desk.ui.incident.parts import distance_text
from tests.support.map_files import write_geojson
from tests.support.shipped import shipped_catalog
from tests.support.small_roads import at
from tests.ui.form_stage import FormStage, open_stage

pytestmark = pytest.mark.e2e

CATALOG = shipped_catalog()
ROAD, SIDE_ROAD, WATER = "road.primary", "road.residential", "water.canal"
Corners = Sequence[tuple[float, float]]
ROUND: Corners = ((4000, 0), (4000, 2000), (0, 2000), (0, 0))


def run(home: Path, *words: object) -> None:
    """A command of IT, as a process of its own."""
    command = [sys.executable, "-m", "batola_desk", "--home", str(home), *map(str, words)]
    done = subprocess.run(
        command,
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def line(points: Corners, **tags: str) -> dict[str, object]:
    places = [at(*point) for point in points]
    shape = {"type": "LineString", "coordinates": [[place.lon, place.lat] for place in places]}
    return {"type": "Feature", "properties": tags, "geometry": shape}


def with_unit(east_m: float, medium: str) -> Catalog:
    place = at(east_m, 0)
    unit = UnitPlan(
        unit_id="d1",
        call_sign="Damkar 1",
        agency="damkar",
        medium=medium,
        latitude=place.lat,
        longitude=place.lon,
    )
    return dataclasses.replace(CATALOG, units=(unit,))


def seconds(*parts: tuple[str, float]) -> float:
    return sum(length_m / (CATALOG.routing.kmh(kind) / 3.6) for kind, length_m in parts)


async def fire_at(stage: FormStage, east_m: float, south_m: float) -> None:
    incident_id = await stage.services.incidents.new(source="manual")
    stage.services.incidents.set_field(incident_id, "type_code", "KB01")
    place = at(east_m, south_m)
    await stage.services.incidents.set_location(incident_id, place.lat, place.lon, source="map_click")
    stage.form.open_incident(incident_id)
    await stage.settle()


async def advised(stage: FormStage) -> RankedUnit | None:
    """The first of the newest advice; the line in the form says the same."""
    await stage.settle()
    service, incident_id = stage.services.recommendation, stage.form.dispatch_vm.incident_id
    service.view(incident_id)
    await stage.until(lambda: not service.is_busy)
    await stage.settle()
    view = service.view(incident_id)
    assert view is not None and not view.is_preliminary
    if view.first is None:
        return None
    first, shown = view.first, stage.form.dispatch.advice.rows[0].line.whole
    assert shown.startswith(
        f"Damkar 1 · {range_text(first.low_s, first.high_s)} · {distance_text(first.length_m)} "
    )
    return first


def check(first: RankedUnit | None, length_m: float, expected_s: float) -> None:
    travel = CATALOG.routing.travel
    assert first is not None and not first.is_guess
    assert first.length_m == pytest.approx(length_m, rel=0.01)
    assert first.low_s == pytest.approx(expected_s * travel.low + travel.turnout_low_s, rel=0.01)
    assert first.high_s == pytest.approx(expected_s * travel.high + travel.turnout_high_s, rel=0.01)


@pytest.mark.parametrize(
    ("oneway", "first_m", "last_m", "is_against"),
    [("no", 0, 4000, False), ("yes", 0, 4000, True), ("-1", 0, 4000, False), ("yes", 4000, 0, False)],
)
async def test_a_one_way_street_costs_the_way_round(
    qtbot: QtBot, tmp_path: Path, oneway: str, first_m: float, last_m: float, is_against: bool
) -> None:
    """The unit stands in the east, the fire is in the west."""
    file, straight = tmp_path / "jalan.geojson", ((first_m, 0), (last_m, 0))
    write_geojson(
        file, [line(straight, highway="primary", oneway=oneway), line(ROUND, highway="residential")]
    )
    run(tmp_path, "map", "import", file)
    async with open_stage(tmp_path, catalog=with_unit(4000, "road")) as stage:
        await fire_at(stage, 0, 0)
        if is_against:
            check(await advised(stage), 8000, seconds((SIDE_ROAD, 8000)))
        else:
            check(await advised(stage), 4000, seconds((ROAD, 4000)))


async def test_a_closed_road_costs_the_way_round_until_it_is_open_again(qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "jalan.geojson"
    write_geojson(file, [line(((0, 0), (4000, 0)), highway="primary"), line(ROUND, highway="residential")])
    run(tmp_path, "map", "import", file)
    async with open_stage(tmp_path, catalog=with_unit(4000, "road")) as stage:
        await fire_at(stage, 0, 0)
        check(await advised(stage), 4000, seconds((ROAD, 4000)))
        closed = tuple((place.lat, place.lon) for place in (at(2000, -50), at(2000, 50)))
        features = stage.services.map_features
        until_us = stage.services.now_us() + 600_000_000
        feature_id = await features.draw(
            FeatureWish(
                kind="closed_road", shape="line", points=closed, name="Longsor", valid_until_us=until_us
            )
        )
        check(await advised(stage), 8000, seconds((SIDE_ROAD, 8000)))
        await features.remove(feature_id, reason="dibuka")
        check(await advised(stage), 4000, seconds((ROAD, 4000)))
        await features.restore(feature_id)
        check(await advised(stage), 8000, seconds((SIDE_ROAD, 8000)))
        assert stage.desk.clock is not None
        stage.desk.clock.forward(601)  # it ends by itself; nobody says so
        first = await advised(stage)
        assert first is not None and first.length_m == pytest.approx(4000, rel=0.01)


@pytest.mark.parametrize(("level_m", "is_low"), [(1.4, False), (0.4, True)])
async def test_the_tide_decides_at_which_jetty_people_change(
    qtbot: QtBot, tmp_path: Path, level_m: float, is_low: bool
) -> None:
    """The near jetty was drawn at the desk and falls dry; the far one stands in the pack and does not."""
    file = tmp_path / "lahan.geojson"
    pier = at(5000, 50)
    write_geojson(
        file,
        [
            line(((0, 0), (6000, 0)), highway="primary"),
            line(((2000, 100), (2000, 3000), (5000, 3000), (5000, 100)), waterway="canal"),
            {"type": "Feature", "properties": {"man_made": "pier"},
             "geometry": {"type": "Point", "coordinates": [pier.lon, pier.lat]}},
        ],
    )  # fmt: skip
    run(tmp_path, "map", "import", file)
    table = tmp_path / "pasang.csv"
    hours = (f"M,2025-08-25T{hour:02d}:00,{level_m}" for hour in range(24))
    table.write_text("\n".join(("station,time,level_m", *hours)), encoding="utf-8")
    run(tmp_path, "tide", "import", table)
    async with open_stage(tmp_path, catalog=with_unit(1000, "both")) as stage:
        near = at(2000, 50)
        wish = FeatureWish(
            kind="jetty", shape="point", points=((near.lat, near.lon),), name="Dermaga", usable_from_m=1.0
        )
        await stage.services.map_features.draw(wish)
        await fire_at(stage, 2000, 2500)
        first = await advised(stage)
        assert first is not None
        assert first.jetties == (("",) if is_low else ("Dermaga",))
        road_m, water_m = (4000, 6400) if is_low else (1000, 2400)
        change_s = CATALOG.routing.travel.transfer_s
        check(first, road_m + water_m, seconds((ROAD, road_m), (WATER, water_m)) + change_s)
        assert first.water_m == pytest.approx(water_m, rel=0.01)
