"""Each format gives the same land: projections, encodings, columns of other makers, picture tiles."""

from __future__ import annotations

import contextlib
import os
import zipfile
from pathlib import Path

import numpy as np
import pytest
import shapely

from batola_desk.map.imports.osm_source import ATTRIBUTION
from batola_desk.map.imports.report import BROKEN, DUPLICATE, NO_SHAPE, OTHER_PICTURE, OUTSIDE, UNKNOWN
from batola_desk.map.pack.copying import verify_pack
from batola_desk.map.pack.meta import Box
from batola_desk.map.pack.reader import MapPack, PackFeature, connect_read_only
from batola_desk.map.pack.schema import fractions_of
from batola_desk.map.pack.store import PackStore
from batola_desk.map.projection import project
from tests.support.map_files import (
    CANAL,
    FIELD,
    MOSQUE,
    ROAD,
    png,
    tile_at,
    write_geojson,
    write_mbtiles,
    write_pmtiles,
    write_vector,
)
from tests.support.map_network import geojson_features, make_network
from tests.support.map_packs import import_files

WHOLE = Box(0.0, 0.0, 1.0, 1.0)


@pytest.fixture
def store(tmp_path: Path) -> PackStore:
    return PackStore(tmp_path / "map")


def opened(store: PackStore) -> MapPack:
    path = store.current()
    assert path is not None
    return MapPack.open(path)


def everything(store: PackStore) -> list[PackFeature]:
    return opened(store).features_in(WHOLE, 18)


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32750", "EPSG:3857", "EPSG:23890"])
@pytest.mark.parametrize("ending", [".gpkg", ".shp"])
def test_every_projection_comes_to_the_same_place(
    tmp_path: Path, store: PackStore, ending: str, crs: str
) -> None:
    file = write_vector(tmp_path / f"jalan{ending}", [(ROAD, {"highway": "primary", "name": "A"})], crs=crs)
    import_files(store, file)
    (road,) = everything(store)
    x, y = project(*np.array(ROAD.coords).T[::-1])
    tolerance = 2e-9 if crs != "EPSG:23890" else 1e-5  # an old datum: its shift is known to metres
    assert fractions_of(road.points) == pytest.approx(np.column_stack([x, y]), abs=tolerance)
    assert (road.kind, road.name) == ("road.primary", "A")


def test_geojson_of_the_whole_network(tmp_path: Path, store: PackStore) -> None:
    network = make_network(600, buildings=False)
    report = import_files(store, write_geojson(tmp_path / "a.geojson", list(geojson_features(network))))
    assert report.edges > 50
    assert {"road.primary", "water.canal", "place.village", "poi.worship"} <= set(report.files[0].taken)


def test_texts_in_mixed_encodings_are_all_read(tmp_path: Path, store: PackStore) -> None:
    rows = [(MOSQUE, {"name": "Désa Ñandu"}), (shapely.Point(114.7, -3), {"name": "Désa Lama"})]
    file = write_vector(tmp_path / "tempat.shp", rows, encoding="UTF-8")
    (tmp_path / "tempat.cpg").unlink()
    table = tmp_path / "tempat.dbf"
    table.write_bytes(table.read_bytes().replace("Désa Lama".encode(), "Désa Lama ".encode("cp1252")))
    report = import_files(store, file)
    assert {f.name for f in everything(store)} == {"Désa Ñandu", "Désa Lama"}
    assert report.files[0].recoded == 1


def test_a_claimed_encoding_is_believed_where_the_bytes_allow_it(tmp_path: Path, store: PackStore) -> None:
    file = write_vector(tmp_path / "t.shp", [(MOSQUE, {"name": "Café"})], encoding="CP1252")
    assert (tmp_path / "t.cpg").exists()
    report = import_files(store, file)
    assert [f.name for f in everything(store)] == ["Café"]
    assert report.files[0].recoded == 0
    wrong = write_vector(tmp_path / "u.shp", [(MOSQUE, {"name": "Café"})], encoding="CP1252")
    (tmp_path / "u.cpg").write_text("UTF-8")
    report = import_files(store, wrong)
    assert [f.name for f in everything(store)] == ["Café"]
    assert report.files[0].recoded == 1


@pytest.mark.parametrize(
    ("file", "columns", "geometry", "kind"),
    [
        ("JALAN_LN_25K", {"NAMOBJ": "Jalan A", "REMARK": "Jalan Kolektor"}, ROAD, "road.primary"),
        ("JALAN_LN_25K", {"NAMOBJ": "Titian", "REMARK": "Jalan Setapak"}, ROAD, "road.path"),
        ("SUNGAI_LN_25K", {"NAMOBJ": "Barito", "REMARK": "Sungai"}, CANAL, "water.river"),
        ("ADMINISTRASIDESA_AR", {"NAMOBJ": "Desa X"}, FIELD, "boundary.desa"),
        ("gis_osm_roads_free_1", {"fclass": "tertiary", "osm_id": "7", "oneway": "T"}, ROAD, "road.tertiary"),
        ("gis_osm_waterways_free_1", {"fclass": "canal", "name": "Anjir"}, CANAL, "water.canal"),
        ("gis_osm_pofw_free_1", {"fclass": "muslim", "name": "M"}, MOSQUE, "poi.worship"),
        ("gis_osm_buildings_a_free_1", {"fclass": "building", "type": "house"}, FIELD, "building"),
        ("batas", {"level": "kecamatan", "name": "Alalak"}, FIELD, "boundary.kecamatan"),
        ("data anjir", {"nama": "Anjir Serapat"}, CANAL, "water.canal"),
        ("apa saja", {"nama": "Tugu"}, MOSQUE, "other"),
        (
            "lines",
            {"highway": "track", "other_tags": '"oneway"=>"yes","surface"=>"wood"'},
            ROAD,
            "road.track",
        ),
    ],
)
def test_tables_of_other_makers_are_understood(
    tmp_path: Path, store: PackStore, file: str, columns: dict[str, str], geometry: object, kind: str
) -> None:
    report = import_files(store, write_vector(tmp_path / f"{file}.gpkg", [(geometry, columns)], layer=file))
    (feature,) = everything(store)
    assert feature.kind == kind
    if "osm_id" in columns:
        assert report.files[0].attribution == ATTRIBUTION
        assert feature.tags["oneway"] == "-1"
    if "other_tags" in columns:
        assert feature.tags == {"oneway": "yes", "surface": "wood"}


def test_the_layers_of_a_geopackage_and_the_files_of_one_import_are_one_pack(
    tmp_path: Path, store: PackStore
) -> None:
    file = write_vector(tmp_path / "a.gpkg", [(ROAD, {"highway": "primary"})], layer="jalan")
    write_vector(file, [(CANAL, {"waterway": "canal", "name": "Anjir"})], layer="air", append=True)
    write_vector(file, [(CANAL, {"waterway": "canal", "name": "Anjir"})], layer="air_salinan", append=True)
    other = write_vector(tmp_path / "b.geojson", [(MOSQUE, {"amenity": "place_of_worship", "name": "M"})])
    report = import_files(store, file, other, other, attribution="© Pemkab", name="Batola")
    assert sorted(f.kind for f in everything(store)) == ["poi.worship", "road.primary", "water.canal"]
    assert report.files[0].skipped[DUPLICATE] == 1
    assert report.files[2].skipped[DUPLICATE] == 1
    meta = opened(store).meta
    assert (meta.name, meta.attribution, [s.file for s in meta.sources]) == (
        "Batola", ("© Pemkab",), ["a.gpkg", "b.geojson"]
    )  # fmt: skip


def test_a_zipped_shapefile_is_read_from_inside(tmp_path: Path, store: PackStore) -> None:
    write_vector(tmp_path / "jalan.shp", [(ROAD, {"name": "Jalan A"})])
    with zipfile.ZipFile(tmp_path / "jalan.zip", "w") as archive:
        for suffix in (".shp", ".shx", ".dbf", ".prj", ".cpg"):
            archive.write(tmp_path / f"jalan{suffix}", f"peta/jalan{suffix}")
    import_files(store, tmp_path / "jalan.zip")
    assert [(f.kind, f.name) for f in everything(store)] == [("road.residential", "Jalan A")]


def test_broken_geometries_are_mended_or_counted(tmp_path: Path, store: PackStore) -> None:
    bow = [[114.5, -3.1], [114.52, -3.08], [114.52, -3.1], [114.5, -3.08], [114.5, -3.1]]

    def feature(geometry: object, **columns: str) -> dict[str, object]:
        return {"type": "Feature", "properties": columns, "geometry": geometry}

    file = write_geojson(
        tmp_path / "b.geojson",
        [
            feature({"type": "Polygon", "coordinates": [bow]}, landuse="forest"),
            feature({"type": "LineString", "coordinates": [[114.6, -3], [114.6, -3]]}, highway="primary"),
            feature(None, highway="primary"),
            feature({"type": "LineString", "coordinates": [[114.6, -3], [114.7, -3]]}, highway="primary"),
            feature({"type": "LineString", "coordinates": [[10, 50], [11, 50]]}, highway="primary"),
            feature({"type": "Point", "coordinates": [114.6, -3]}, colour="red"),
            feature({"type": "LineString", "coordinates": [[113, -3], [114.7, -3.1]]}, highway="primary"),
        ],
    )
    entry = import_files(store, file).files[0]
    assert (entry.mended, entry.clipped, entry.skipped[BROKEN]) == (1, 1, 1)
    assert (entry.skipped[UNKNOWN], entry.taken) == (1, {"land.forest": 1, "road.primary": 2})
    assert (entry.skipped[OUTSIDE], entry.skipped[NO_SHAPE]) == (1, 1)
    forest = next(f for f in everything(store) if f.kind == "land.forest")
    assert [len(ring) for ring in forest.each_part()] == [4, 4]  # two triangles


def test_heights_measures_and_curves_are_flattened_or_counted(tmp_path: Path, store: PackStore) -> None:
    file = tmp_path / "tinggi.geojson"
    high = {"type": "LineString", "coordinates": [[114.6, -3, 7, 1], [114.7, -3, 8, 2]]}
    both = {"type": "GeometryCollection", "geometries": [high, {"type": "Point", "coordinates": [114.6, -3]}]}
    features = [
        {"type": "Feature", "properties": {"highway": "primary"}, "geometry": geometry}
        for geometry in (high, both)
    ]
    entry = import_files(store, write_geojson(file, features)).files[0]
    assert (entry.taken, entry.skipped[UNKNOWN]) == ({"road.primary": 1}, 1)
    assert everything(store)[0].points.shape == (2, 2)


def test_names_without_end_or_unprintable_are_cut_and_counted(tmp_path: Path, store: PackStore) -> None:
    rows = [
        (MOSQUE, {"place": "village", "name": "Desa\x07 Satu\nDua\u202e"}),
        (shapely.Point(114.7, -3), {"place": "village", "name": "Panjang " * 1300}),
    ]
    entry = import_files(store, write_vector(tmp_path / "n.geojson", rows)).files[0]
    names = sorted(f.name for f in everything(store))
    assert names[0] == "Desa Satu Dua"
    assert 100 < len(names[1]) <= 120
    assert entry.shortened == 2


@pytest.mark.parametrize("ending", ["mbtiles", "pmtiles"])
def test_picture_tiles_are_taken_where_the_map_is(tmp_path: Path, store: PackStore, ending: str) -> None:
    inside = {(z, *tile_at(-3.0, 114.6, z)): png(z) for z in (0, 8, 14)}
    tiles = {**inside, (14, *tile_at(50.0, 10.0, 14)): png(99), (13, *tile_at(-3.0, 114.6, 13)): b"<html>"}
    write = write_mbtiles if ending == "mbtiles" else write_pmtiles
    file = write(tmp_path / f"citra.{ending}", tiles, attribution='© <a href="x">Citra &amp; Co</a>')
    entry = import_files(store, file).files[0]
    pack = opened(store)
    for (z, x, y), data in inside.items():
        assert pack.raster_tile(z, x, y) == data
    assert pack.raster_tile(13, *tile_at(-3.0, 114.6, 13)) is None
    assert (entry.tiles, entry.skipped[OTHER_PICTURE], entry.skipped[OUTSIDE]) == (3, 1, 1)
    assert pack.meta.attribution == ("© Citra & Co",)
    assert pack.meta.raster is not None
    assert (pack.meta.raster.min_zoom, pack.meta.raster.max_zoom, pack.meta.raster.media_type) == (
        0, 14, "image/png"
    )  # fmt: skip


def test_keep_adds_to_the_pack_and_replaces_what_the_same_file_gave(tmp_path: Path, store: PackStore) -> None:
    roads = write_vector(tmp_path / "jalan.gpkg", [(ROAD, {"highway": "primary", "name": "Lama"})])
    import_files(store, roads, attribution="© A", name="Batola")
    tiles = {(8, *tile_at(-3.0, 114.6, 8)): png()}
    import_files(store, write_mbtiles(tmp_path / "citra.mbtiles", tiles), keep=True, attribution="© B")
    roads.unlink()
    write_vector(roads, [(CANAL, {"highway": "track", "name": "Baru"})])
    report = import_files(store, roads, keep=True, attribution="© C")
    pack = opened(store)
    assert report.replaced == ["jalan.gpkg"]
    assert report.name == "Batola"
    assert [(f.kind, f.name) for f in pack.features_in(WHOLE, 18)] == [("road.track", "Baru")]
    assert [n.text for n in pack.names()] == ["Baru"]
    assert pack.meta.raster is not None
    assert pack.meta.attribution == ("© C", "© B")
    assert pack.meta.counts["edge"] == 1
    verify_pack(pack.path)
    other = {(9, *tile_at(-3.0, 114.6, 9)): png()}
    (tmp_path / "citra.mbtiles").unlink()
    import_files(store, write_mbtiles(tmp_path / "citra.mbtiles", other), keep=True)
    pack = opened(store)
    assert pack.raster_tile(8, *tile_at(-3.0, 114.6, 8)) is None
    assert pack.raster_tile(9, *tile_at(-3.0, 114.6, 9)) == png()
    with contextlib.closing(connect_read_only(pack.path)) as connection:
        (features,) = connection.execute("SELECT count(*) FROM feature").fetchone()
        for table, column in (("geometry", "feature_id"), ("feature_box", "id"), ("name", "feature_id")):
            (rows,) = connection.execute(f"SELECT count(DISTINCT {column}) FROM {table}").fetchone()
            assert rows == features == 1, table


def test_desa_boundaries_of_the_ministry(store: PackStore) -> None:
    """The one file here that nobody of this project made; never part of the repository."""
    default = Path(__file__).resolve().parents[5] / "shared" / "facts" / "boundaries.geojson"
    file = Path(os.environ.get("BATOLA_BOUNDARIES", default))
    if not file.is_file():
        pytest.skip("no boundaries.geojson beside the repository")
    report = import_files(store, file, attribution="cahyadsn/wilayah_boundaries (MIT)")
    taken = report.files[0].taken
    assert (taken["boundary.desa"], taken["boundary.kecamatan"], taken["boundary.regency"]) == (201, 17, 1)
    assert {f.name for f in everything(store)} >= {"Barito Kuala", "Marabahan", "Kuala Lupak"}
