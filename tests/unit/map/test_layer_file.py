"""GeoJSON files of map features: our own come back whole, other people's are understood, bad ones refused."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.ids import is_id, new_id
from batola_desk.domain.map_feature import POINTS_MAX, SHAPES, FeatureKind, FeatureWish, MapFeature, Shape
from batola_desk.map import layer_file
from batola_desk.map.layer_file import FoundFeature, LayerReading, read_layers, write_layers

INCIDENT = "01980000-0000-7000-8000-0000000000a1"


def feature(geometry: dict[str, Any] | None = None, **properties: Any) -> dict[str, Any]:
    where = geometry or {"type": "Point", "coordinates": [114.75, -3.0]}
    return {"type": "Feature", "geometry": where, "properties": properties}


def read(*features: Any, **more: Any) -> LayerReading:
    return read_layers(json.dumps({"type": "FeatureCollection", "features": list(features), **more}).encode())


def one(*features: Any, **more: Any) -> FoundFeature:
    (found,) = read(*features, **more).found
    return found


def line(*points: tuple[float, float]) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": [[lon, lat] for lat, lon in points]}


_degree = st.integers(-80_0000000, 80_0000000).map(lambda number: number / 1e7)
_words = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=20)
_level = st.none() | st.floats(-5, 15)


@st.composite
def features(draw: st.DrawFn) -> MapFeature:
    kind = draw(st.sampled_from(FeatureKind))
    shape = SHAPES[kind]
    least = {Shape.POINT: 1, Shape.LINE: 2, Shape.POLYGON: 3}[shape]
    most = 1 if shape is Shape.POINT else 9
    points = draw(st.lists(st.tuples(_degree, _degree), min_size=least, max_size=most, unique=True))
    return MapFeature(
        feature_id=new_id(),
        kind=kind.value,
        shape=shape.value,
        points=tuple(points),
        name=draw(_words),
        variants=tuple(draw(st.lists(_words, max_size=3, unique=True))),
        note=draw(_words | st.just("")),
        valid_until_us=draw(st.none() | st.integers(0, 2**52)),
        usable_from_m=draw(_level),
        usable_to_m=draw(_level),
        incident_id=draw(st.sampled_from(("", INCIDENT))),
    )


@settings(max_examples=150)
@given(st.lists(features(), max_size=5))
def test_what_is_written_is_read_back_whole(written: list[MapFeature]) -> None:
    if not written:
        return
    reading = read_layers(write_layers(written).encode())
    assert (reading.skipped, reading.mapped) == ((), ())
    by_id = {found.feature_id: found for found in reading.found}
    assert by_id.keys() == {feature.feature_id for feature in written}
    for wanted in written:
        found = by_id[wanted.feature_id]
        assert found.is_ours
        assert found.remarks == ()
        for item in fields(FeatureWish):
            assert getattr(found.wish, item.name) == getattr(wanted, item.name), item.name


@pytest.mark.parametrize(
    ("properties", "kind", "name"),
    [
        ({"nama": "Masjid Al-Karim", "jenis": "Patokan"}, "landmark", "Masjid Al-Karim"),
        ({"NAMA": "Dermaga Marabahan", "KATEGORI": "DERMAGA"}, "jetty", "Dermaga Marabahan"),
        ({"NAMOBJ": "Hidran 3", "Kategori": "Hidran"}, "pump", "Hidran 3"),
        ({"name": "Pos Damkar", "amenity": "fire_station"}, "post", "Pos Damkar"),
        ({"name": "Pos", "type": "node", "amenity": "police"}, "post", "Pos"),
        ({"label": "Titian Ulin"}, "landmark", "Titian Ulin"),
    ],
)
def test_foreign_names_of_properties_are_understood_and_told(
    properties: dict[str, Any], kind: str, name: str
) -> None:
    reading = read(feature(**properties))
    (found,) = reading.found
    assert (found.wish.kind, found.wish.name, found.is_ours) == (kind, name, False)
    assert is_id(found.feature_id)
    foreign = {mapped for _, mapped, _ in reading.mapped}
    assert foreign <= set(properties)
    assert foreign or "name" in properties


def test_other_foreign_values_are_understood() -> None:
    found = one(
        feature(
            nama="Dermaga", jenis="dermaga", sebutan="titian; batang ", keterangan="lapuk", pasang_min="0,8",
            berlaku_sampai="2026-12-01T10:00:00+08:00",
        )
    )  # fmt: skip
    assert (found.wish.variants, found.wish.note, found.wish.usable_from_m) == (
        ("titian", "batang"),
        "lapuk",
        0.8,
    )
    assert found.wish.valid_until_us == 1_796_090_400_000_000
    odd = one(feature(nama="D", jenis="dermaga", pasang_min="rendah", sampai="besok"))
    assert odd.remarks == ("end_unreadable", "tide_unreadable")


def test_the_same_foreign_file_read_twice_is_the_same_things() -> None:
    first, second = one(feature(nama="Masjid")), one(feature(nama="Masjid"))
    assert first.feature_id == second.feature_id
    assert first.feature_id != one(feature(nama="Langgar")).feature_id
    numbered = {**feature(nama="Masjid"), "id": "node/7"}
    renamed = {**feature(nama="Masjid Raya"), "id": "node/7"}
    assert one(numbered).feature_id == one(renamed).feature_id


def test_an_id_of_ours_counts_only_in_a_file_of_ours() -> None:
    raw = {**feature(name="Masjid", kind="landmark"), "id": INCIDENT}
    assert one(raw).feature_id != INCIDENT
    assert one(raw, format=layer_file.FORMAT).feature_id == INCIDENT


def test_geometries_are_made_to_fit_and_that_is_told() -> None:
    area = {"type": "Polygon", "coordinates": [[[114.0, -3.0], [114.2, -3.0], [114.2, -3.2], [114.0, -3.0]]]}
    found = one(feature(area, name="Sekolah", jenis="sekolah"))
    assert (found.wish.points, found.remarks) == (((-3.1, 114.1),), ("middle_taken",))
    holed = {"type": "Polygon", "coordinates": [*area["coordinates"], [[114.1, -3.1]] * 4]}
    assert one(feature(holed, jenis="bahaya")).remarks == ("holes_filled",)
    long = line(*((-3.0 - n / 1e4, 114.0 + (n % 7) / 1e5) for n in range(3 * POINTS_MAX)))
    simple = one(feature(long, jenis="tutup"))
    assert 2 <= len(simple.wish.points) <= POINTS_MAX
    assert simple.remarks == ("simplified",)
    high = {"type": "Point", "coordinates": [114.75, -3.0, 12.5]}
    assert one(feature(high, name="x")).wish.points == ((-3.0, 114.75),)
    single = {"type": "MultiLineString", "coordinates": [line((-3.0, 114.0), (-3.1, 114.1))["coordinates"]]}
    assert one(feature(single, jenis="tutup")).wish.shape == "line"


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (7, "no_feature"),
        ({"type": "Feature", "geometry": None, "properties": {}}, "no_geometry"),
        (feature({"type": "Circle"}), "geometry_unknown"),
        (feature({"type": "Point", "coordinates": [114.0]}), "coordinates"),
        (feature({"type": "Point", "coordinates": ["114", "-3"]}), "coordinates"),
        (feature({"type": "Point", "coordinates": [-3.0, 114.7]}), "coordinates"),
        (feature({"type": "Point", "coordinates": [9e99, 1]}), "coordinates"),
        (feature({"type": "MultiPoint", "coordinates": [[114, -3], [115, -3]]}), "several_parts"),
        (feature(line((-3.0, 114.0), (-3.1, 114.1))), "kind_missing"),
        (feature(line((-3.0, 114.0), (-3.1, 114.1)), jenis="sungai"), "kind_unknown"),
        (feature(line((-3.0, 114.0)), jenis="tutup"), "too_few_points"),
        (feature(jenis="zona bahaya"), "shape_unfit"),
    ],
)
def test_a_feature_that_cannot_be_used_is_named_and_the_others_are_taken(raw: Any, why: str) -> None:
    reading = read(feature(name="Masjid"), raw)
    assert len(reading.found) == 1
    assert [(skipped.number, skipped.why) for skipped in reading.skipped] == [(2, why)]


def test_a_feature_that_comes_twice_is_one() -> None:
    reading = read(feature(name="Masjid"), feature(name="Masjid"))
    assert [skipped.why for skipped in reading.skipped] == ["twice"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "layers_not_json"),
        (b"\xff\xfe\x00", "layers_not_json"),
        (b"PK\x03\x04", "layers_not_json"),
        (b"[" * 100_000, "layers_not_json"),
        (b'{"type":"FeatureCollection","features":[NaN]}', "layers_not_json"),
        (b'{"a":' + b"9" * 10_000 + b"}", "layers_not_json"),
        (b"[]", "layers_not_geojson"),
        (b'{"type":"Topology"}', "layers_not_geojson"),
        (b'{"type":"FeatureCollection","features":{}}', "layers_not_geojson"),
        (b'{"type":"FeatureCollection","features":[]}', "layers_empty"),
        (
            b'{"type":"FeatureCollection","crs":{"properties":{"name":"EPSG:32750"}},"features":[1]}',
            "layers_projection",
        ),
    ],
)
def test_a_file_that_is_none_is_refused_whole(data: bytes, code: str) -> None:
    with pytest.raises(OperatorError, match=f"^{code}$"):
        read_layers(data)


def test_a_file_that_is_too_big_is_refused_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layer_file, "FEATURES_MAX", 2)
    with pytest.raises(OperatorError, match="layers_too_many"):
        read(*[feature(name=str(n)) for n in range(3)])
    monkeypatch.setattr(layer_file, "BYTES_MAX", 10)
    with pytest.raises(OperatorError, match="layers_too_big"):
        read(feature())


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
_odd = st.fixed_dictionaries(
    {"type": st.just("Feature"), "geometry": _json, "properties": _json}, optional={"id": _json}
)
_shaped = st.fixed_dictionaries(
    {
        "type": st.just("Feature"),
        "geometry": st.fixed_dictionaries(
            {
                "type": st.sampled_from(("Point", "LineString", "Polygon", "MultiPolygon")),
                "coordinates": _json,
            }
        ),
        "properties": st.dictionaries(
            st.sampled_from(("name", "jenis", "sampai", "pasang_min", "sebutan", "incident_id")), _json
        ),
    }
)


@settings(max_examples=300)
@given(st.lists(_json | _odd | _shaped, min_size=1, max_size=4), st.sampled_from(("", layer_file.FORMAT)))
def test_no_file_of_strangers_breaks_the_reader(raw: list[Any], own: str) -> None:
    reading = read(*raw, format=own)
    assert len(reading.found) + len(reading.skipped) == len(raw)
