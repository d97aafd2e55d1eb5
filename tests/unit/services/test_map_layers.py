"""GeoJSON files at a desk: judged whole before anything is written, round trips, rights, limits."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.map_feature import FeatureWish
from batola_desk.services import drawn_features
from batola_desk.services.map_feature_checks import HOUR_US, circle
from batola_desk.services.map_features import MapFeatureService
from batola_desk.services.map_layer_import import FACTS_AT_ONCE, LayerPlan
from batola_desk.settings.catalog import load_catalog
from batola_desk.settings.paths import resource_path
from tests.support.desk_double import DeskDouble, open_desk


def shipped(folder: Path) -> Any:
    return load_catalog(resource_path("config"), folder / "none").catalog


@pytest.fixture
async def desk(tmp_path: Path) -> Any:
    async with open_desk(tmp_path / "a", catalog=shipped(tmp_path)) as opened:
        yield opened


def service(desk: DeskDouble) -> MapFeatureService:
    return desk.services.map_features


async def filled(desk: DeskDouble) -> list[str]:
    """One of each kind."""
    wishes: list[dict[str, Any]] = [
        {"kind": "landmark", "name": "Masjid", "variants": ("mesjid",), "note": "kubah"},
        {"kind": "jetty", "name": "Dermaga", "usable_from_m": 0.8, "usable_to_m": 2.25},
        {"kind": "pump", "name": "Pompa"},
        {"kind": "post", "name": "Pos", "valid_until_us": desk.services.now_us() + 48 * HOUR_US},
        {
            "kind": "closed_road",
            "shape": "line",
            "points": ROAD,
            "incident_id": INCIDENT,
        },
        {"kind": "danger_area", "shape": "polygon", "points": circle(-3.0, 114.7, 300.0)},
    ]
    made = []
    for number, wish in enumerate(wishes):
        at = {"shape": "point", "points": ((-3.0 - number / 100, 114.75),)}
        made.append(await service(desk).draw(FeatureWish(**{**at, **wish})))
    return made


ROAD = ((-3.0, 114.7), (-3.1, 114.8))
INCIDENT = "01980000-0000-7000-8000-0000000000a1"


def write(folder: Path, *features: Any, **more: Any) -> Path:
    path = folder / "layers.geojson"
    document = {"type": "FeatureCollection", "features": list(features), **more}
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def point(lat: float = -3.0, lon: float = 114.75, **properties: Any) -> dict[str, Any]:
    where = {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "geometry": where, "properties": properties}


def outcomes(plan: LayerPlan) -> list[str]:
    return [line.outcome for line in plan.lines]


def words(desk: DeskDouble) -> list[dict[str, Any]]:
    names = ("kind", "shape", "points", "name", "variants", "note", "valid_until_us", "usable_from_m")
    names = (*names, "usable_to_m", "incident_id", "feature_id")
    features = sorted(service(desk).standing(), key=lambda feature: feature.feature_id)
    return [{name: getattr(feature, name) for name in names} for feature in features]


async def test_an_export_comes_back_whole_at_another_desk_and_a_second_import_changes_nothing(
    desk: DeskDouble, tmp_path: Path
) -> None:
    await filled(desk)
    path = await service(desk).files.export_file()
    assert path.suffix == ".geojson"
    async with open_desk(tmp_path / "b", catalog=shipped(tmp_path)) as other:
        plan = await service(other).files.import_file(path)
        assert outcomes(plan) == ["drawn"] * 6
        assert words(other) == words(desk)
        again = await service(other).files.import_file(path)
        assert (outcomes(again), again.facts) == (["same"] * 6, ())
        assert (await service(other).files.export_file()).read_bytes() == path.read_bytes()


async def test_our_own_file_corrects_what_is_known_and_brings_nothing_back_that_was_removed(
    desk: DeskDouble, tmp_path: Path
) -> None:
    landmark, jetty, *_ = await filled(desk)
    path = await service(desk).files.export_file()
    await service(desk).change(landmark, name="Masjid Raya", variants=())
    await service(desk).remove(jetty)
    plan = await service(desk).files.import_file(path)
    assert sorted(outcomes(plan)) == ["changed", *["same"] * 4, "skipped"]
    assert [line.why for line in plan.lines if line.outcome == "skipped"] == ["removed"]
    view = service(desk).view(landmark)
    assert view is not None
    assert (view.feature.name, view.feature.variants, view.feature.conflicts) == ("Masjid", ("mesjid",), ())


async def test_a_foreign_file_draws_once_and_never_overwrites(desk: DeskDouble, tmp_path: Path) -> None:
    path = write(tmp_path, point(nama="Langgar", jenis="patokan"))
    assert outcomes(await service(desk).files.import_file(path)) == ["drawn"]
    (view,) = service(desk).shown()
    await service(desk).change(view.feature_id, name="Langgar Darul Aman")
    plan = await service(desk).files.import_file(path)
    assert outcomes(plan) == ["same"]
    assert [v.feature.name for v in service(desk).shown()] == ["Langgar Darul Aman"]
    assert plan.mapped == (("kind", "jenis", 1), ("name", "nama", 1))


async def test_each_feature_that_is_skipped_has_a_reason(desk: DeskDouble, tmp_path: Path) -> None:
    context = desk.services._context
    context.person = replace(context.person, role="PTDS")
    path = write(
        tmp_path,
        point(name="Masjid"),
        point(name="Pos", jenis="pos"),
        point(jenis="patokan"),
        point(name="x" * 500),
        point(name="Zona", jenis="bahaya"),
        7,
    )
    plan = await service(desk).files.import_file(path)
    whys = [(line.number, line.why) for line in plan.lines if line.outcome == "skipped"]
    assert whys == [
        (2, "right"),
        (3, "map_name_missing"),
        (4, "map_text_too_long"),
        (5, "shape_unfit"),
        (6, "no_feature"),
    ]
    assert [view.feature.name for view in service(desk).shown()] == ["Masjid"]


@pytest.mark.parametrize("content", [b"\xff\xfe", b"{}", b'{"type":"FeatureCollection","features":[]}'])
async def test_a_bad_file_changes_nothing(desk: DeskDouble, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.geojson"
    path.write_bytes(content)
    with pytest.raises(OperatorError, match="layers_"):
        await service(desk).files.import_file(path)
    for missing in (tmp_path / "none.geojson", tmp_path, tmp_path / "a\x00b"):
        with pytest.raises(OperatorError, match="layers_unreadable"):
            await service(desk).files.import_file(missing)
    assert service(desk).listed() == []


async def test_many_features_are_written_in_small_parts_and_taken_back_in_one_step(
    desk: DeskDouble, tmp_path: Path
) -> None:
    sizes: list[int] = []
    record = desk.services._context.recorder.record

    async def counted(*facts: Any, **more: Any) -> Any:
        sizes.append(len(facts))
        return await record(*facts, **more)

    desk.services._context.recorder.record = counted  # type: ignore[method-assign]
    path = write(tmp_path, *(point(-3.0 - n / 1_000, nama=f"Patokan {n}") for n in range(60)))
    told: list[tuple[int, int]] = []
    await service(desk).files.import_file(path, lambda count, total: told.append((count, total)))
    assert max(sizes) == FACTS_AT_ONCE
    assert told[-1] == (60, 60)
    kept = service(desk).shown()[0].feature_id
    await service(desk).change(kept, note="tetap")
    service(desk)._steps.pop()
    undone = await service(desk).undo()
    assert undone is not None
    assert undone.act == "imported"
    assert [view.feature_id for view in service(desk).shown()] == [kept]


async def test_the_map_takes_no_more_than_it_holds(
    desk: DeskDouble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawn_features, "STANDING_MAX", 3)
    path = write(tmp_path, *(point(-3.0 - n / 1_000, nama=f"Patokan {n}") for n in range(5)))
    plan = await service(desk).files.import_file(path)
    assert outcomes(plan) == ["drawn"] * 3 + ["skipped"] * 2
    assert {line.why for line in plan.lines if line.outcome == "skipped"} == {"full"}


async def test_an_export_that_cannot_be_written_is_told(desk: DeskDouble, tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    desk.services._context.exports = in_the_way / "below"
    with pytest.raises(OperatorError, match="export_not_written"):
        await service(desk).files.export_file()
