"""What is wrong with a file is said by one code, and the pack in use stays as it was."""

from __future__ import annotations

import json
import os
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import osmium
import pytest
import shapely
from osmium.osm import mutable

from batola_desk.map.imports import formats, importer, limits
from batola_desk.map.imports.report import BROKEN
from batola_desk.map.pack.faults import MapPackFault
from batola_desk.map.pack.meta import Box
from batola_desk.map.pack.reader import MapPack
from batola_desk.map.pack.store import PackStore
from tests.support.map_files import (
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
from tests.support.map_network import make_network, write_pbf
from tests.support.map_packs import import_files

WHOLE = Box(0.0, 0.0, 1.0, 1.0)
HERE = (8, *tile_at(-3.0, 114.6, 8))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[PackStore]:
    """A store with a pack; whatever a test does to it must leave exactly this pack."""
    store = PackStore(tmp_path / "map")
    import_files(
        store, write_vector(tmp_path / "lama.gpkg", [(ROAD, {"highway": "primary", "name": "Lama"})])
    )
    before = store.current()
    yield store
    assert store.current() == before
    assert before is not None
    pack = MapPack.open(before)
    assert [f.name for f in pack.features_in(WHOLE, 18)] == ["Lama"]
    pack.close()
    assert sorted(path.name for path in store.folder.iterdir()) == [
        "current",
        "import.lock",
        "notes.json",
        before.name,
    ]


def code_of(store: PackStore, *files: Path, **how: object) -> str:
    with pytest.raises(MapPackFault) as caught:
        import_files(store, *files, **how)
    return caught.value.code


def _no_projection(folder: Path) -> Path:
    file = write_vector(folder / "a.shp", [(ROAD, {"highway": "primary"})], crs="EPSG:32750")
    (folder / "a.prj").unlink()
    return file


def _degrees_called_metres(folder: Path) -> Path:
    file = write_vector(folder / "a.shp", [(ROAD, {"highway": "primary"})])
    other = write_vector(folder / "b.shp", [(ROAD, {"highway": "primary"})], crs="EPSG:32750")
    (folder / "a.prj").write_bytes(other.with_suffix(".prj").read_bytes())
    return file


def _metres_called_degrees(folder: Path) -> Path:
    other = write_vector(folder / "b.shp", [(ROAD, {"highway": "primary"})])
    file = write_vector(folder / "a.shp", [(ROAD, {"highway": "primary"})], crs="EPSG:32750")
    (folder / "a.prj").write_bytes(other.with_suffix(".prj").read_bytes())
    return file


def _nonsense_projection(folder: Path) -> Path:
    file = write_vector(folder / "a.shp", [(ROAD, {"highway": "primary"})])
    (folder / "a.prj").write_text("bukan proyeksi")
    return file


def _swapped(folder: Path) -> Path:
    turned = shapely.transform(ROAD, lambda x, y: (y, x), interleaved=False)
    return write_vector(folder / "a.geojson", [(turned, {"highway": "primary"})])


def _elsewhere(folder: Path) -> Path:
    return write_vector(
        folder / "a.gpkg", [(shapely.LineString([(10, 50), (11, 50)]), {"highway": "primary"})]
    )


def _no_features(folder: Path) -> Path:
    return write_geojson(folder / "a.geojson", [])


def _only_empty(folder: Path) -> Path:
    return write_geojson(
        folder / "a.geojson", [{"type": "Feature", "properties": {"name": "x"}, "geometry": None}]
    )


def _nothing_known(folder: Path) -> Path:
    return write_vector(folder / "a.geojson", [(MOSQUE, {"warna": "merah"})])


def _cut(file: Path, share: float = 0.6) -> Path:
    data = file.read_bytes()
    file.write_bytes(data[: int(len(data) * share)])
    return file


def _cut_pbf(folder: Path) -> Path:
    return _cut(write_pbf(make_network(800), folder / "a.osm.pbf"))


def _cut_geopackage(folder: Path) -> Path:
    rows = [(ROAD, {"highway": "primary", "name": f"Jalan {n}" * 20}) for n in range(2000)]
    return _cut(write_vector(folder / "a.gpkg", rows), 0.4)


def _cut_shapefile(folder: Path) -> Path:
    file = write_vector(folder / "a.shp", [(ROAD, {"highway": "primary"})] * 50)
    _cut(file.with_suffix(".dbf"), 0.05)
    return file


def _cut_json(folder: Path) -> Path:
    return _cut(write_vector(folder / "a.geojson", [(ROAD, {"highway": "primary"})] * 20))


def _cut_zip(folder: Path) -> Path:
    write_vector(folder / "a.shp", [(ROAD, {"highway": "primary"})] * 50)
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        for suffix in (".shp", ".shx", ".dbf", ".prj"):
            archive.write(folder / f"a{suffix}", f"a{suffix}")
    return _cut(folder / "a.zip")


def _damaged_zip(folder: Path) -> Path:
    _cut_zip(folder)
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        for suffix in (".shp", ".shx", ".dbf", ".prj"):
            archive.write(folder / f"a{suffix}", f"a{suffix}")
    data = bytearray((folder / "a.zip").read_bytes())
    data[200] ^= 0xFF
    (folder / "a.zip").write_bytes(data)
    return folder / "a.zip"


def _zip_of_texts(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.writestr("baca.txt", "halo")
    return folder / "a.zip"


def _cut_mbtiles(folder: Path) -> Path:
    tiles = {(14, HERE[1] * 64 + n, HERE[2] * 64 + n): png() * 200 for n in range(40)}
    return _cut(write_mbtiles(folder / "a.mbtiles", tiles), 0.3)


def _cut_pmtiles(folder: Path) -> Path:
    tiles = {(14, HERE[1] * 64 + n, HERE[2] * 64 + n): png(n) * 200 for n in range(40)}
    return _cut(write_pmtiles(folder / "a.pmtiles", tiles))


def _renamed_text(folder: Path) -> Path:
    file = folder / "a.osm.pbf"
    file.write_text("ini bukan peta\n" * 50)
    return file


def _json_that_is_no_map(folder: Path) -> Path:
    file = folder / "a.geojson"
    file.write_text('{"halo": [1, 2, 3]}')
    return file


def _other_database(folder: Path) -> Path:
    with sqlite3.connect(folder / "a.gpkg") as connection:
        connection.execute("CREATE TABLE t (a)")
    connection.close()
    return folder / "a.gpkg"


def _empty_file(folder: Path) -> Path:
    (folder / "a.shp").touch()
    return folder / "a.shp"


def _folder(folder: Path) -> Path:
    (folder / "a.gdb").mkdir()
    return folder / "a.gdb"


def _table_of_shapefile(folder: Path) -> Path:
    return write_vector(folder / "a.shp", [(ROAD, {"highway": "primary"})]).with_suffix(".dbf")


def _index_of_shapefile(folder: Path) -> Path:
    return write_vector(folder / "a.shp", [(ROAD, {"highway": "primary"})]).with_suffix(".shx")


def _shapefile_without_table(folder: Path) -> Path:
    file = write_vector(folder / "a.shp", [(ROAD, {"highway": "primary"})])
    file.with_suffix(".dbf").unlink()
    return file


def _vector_mbtiles(folder: Path) -> Path:
    return write_mbtiles(folder / "a.mbtiles", {HERE: b"\x1f\x8b..."}, format="pbf")


def _vector_pmtiles(folder: Path) -> Path:
    return write_pmtiles(folder / "a.pmtiles", {HERE: b"\x1a"}, tile_type="MVT")


def _no_picture(folder: Path) -> Path:
    return write_mbtiles(folder / "a.mbtiles", {HERE: b"<html>"})


def _too_many_pictures_elsewhere(folder: Path) -> Path:
    return write_mbtiles(folder / "a.mbtiles", {(8, 0, 0): png()})


def _missing(folder: Path) -> Path:
    return folder / "tidak ada.gpkg"


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (_no_projection, "map_no_projection"),
        (_degrees_called_metres, "map_wrong_projection"),
        (_metres_called_degrees, "map_wrong_projection"),
        (_nonsense_projection, "map_no_projection"),
        (_swapped, "map_axes_swapped"),
        (_elsewhere, "map_elsewhere"),
        (_no_features, "map_no_features"),
        (_only_empty, "map_no_features"),
        (_nothing_known, "map_nothing_for_us"),
        (_cut_pbf, "map_file_damaged"),
        (_cut_geopackage, "map_file_damaged"),
        (_cut_shapefile, "map_file_damaged"),
        (_cut_json, "map_file_damaged"),
        (_cut_zip, "map_file_damaged"),
        (_damaged_zip, "map_file_damaged"),
        (_zip_of_texts, "map_unknown_format"),
        (_cut_mbtiles, "map_file_damaged"),
        (_cut_pmtiles, "map_file_damaged"),
        (_renamed_text, "map_unknown_format"),
        (_json_that_is_no_map, "map_file_damaged"),
        (_other_database, "map_unknown_format"),
        (_empty_file, "map_file_empty"),
        (_folder, "map_is_folder"),
        (_table_of_shapefile, "map_choose_shp"),
        (_index_of_shapefile, "map_choose_shp"),
        (_shapefile_without_table, "map_part_missing"),
        (_vector_mbtiles, "map_vector_tiles"),
        (_vector_pmtiles, "map_vector_tiles"),
        (_no_picture, "map_nothing_for_us"),
        (_too_many_pictures_elsewhere, "map_elsewhere"),
        (_missing, "map_file_missing"),
    ],
)
def test_a_bad_file_is_refused_in_words(
    tmp_path: Path, store: PackStore, make: Callable[[Path], Path], code: str
) -> None:
    good = write_vector(tmp_path / "baik.gpkg", [(FIELD, {"landuse": "forest"})])
    (tmp_path / "buruk").mkdir()
    bad = make(tmp_path / "buruk")
    assert code_of(store, good, bad) == code  # and nothing of the good one came in


def test_a_projection_that_the_file_does_not_say_may_be_given(tmp_path: Path) -> None:
    other = PackStore(tmp_path / "map")
    import_files(other, _no_projection(tmp_path), crs="EPSG:32750")
    assert other.current() is not None
    assert code_of(other, _no_projection(tmp_path), crs="EPSG:4326") == "map_wrong_projection"
    assert code_of(other, _no_projection(tmp_path), crs="bukan") == "map_unknown_projection"


def test_a_geojson_in_metres_is_taken_with_a_word_about_them_and_never_without(
    tmp_path: Path, store: PackStore
) -> None:
    east_m, north_m = 250_000.0, 9_668_000.0  # Marabahan in UTM 50S
    line = {"type": "LineString", "coordinates": [[east_m, north_m], [east_m + 900.0, north_m]]}
    road = {"type": "Feature", "properties": {"highway": "primary"}, "geometry": line}
    file = tmp_path / "jalan.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [road]}))
    assert code_of(store, file) == "map_wrong_projection"
    assert code_of(store, file, crs="EPSG:4326") == "map_wrong_projection"
    other = PackStore(tmp_path / "other")
    import_files(other, file, crs="EPSG:32750")
    path = other.current()
    assert path is not None
    pack = MapPack.open(path)
    try:
        assert -3.1 < pack.meta.bounds.south <= pack.meta.bounds.north < -2.9
        assert 114.7 < pack.meta.bounds.west < pack.meta.bounds.east < 114.8
    finally:
        pack.close()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_the_right_to_read_is_said(tmp_path: Path, store: PackStore) -> None:
    file = write_vector(tmp_path / "a.gpkg", [(ROAD, {"highway": "primary"})])
    file.chmod(0)
    assert code_of(store, file) == "map_file_unreadable"


def test_a_file_that_may_not_be_read_is_said(
    tmp_path: Path, store: PackStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write_vector(tmp_path / "a.gpkg", [(ROAD, {"highway": "primary"})])

    def refuse(self: Path, *args: object, **how: object) -> object:
        if self == file:
            raise PermissionError(13, "Permission denied", str(self))
        return real(self, *args, **how)  # type: ignore[arg-type]

    real = Path.open
    monkeypatch.setattr(Path, "open", refuse)
    assert code_of(store, file) == "map_file_unreadable"


def test_what_is_ten_times_too_large_is_refused(
    tmp_path: Path, store: PackStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    extract = write_pbf(make_network(3000, buildings=False), tmp_path / "a.osm.pbf")
    monkeypatch.setattr(importer, "SEGMENTS_MAX", 300)
    assert code_of(store, extract) == "map_too_large"
    monkeypatch.setattr(formats, "FILE_BYTES_MAX", 1000)
    assert code_of(store, extract) == "map_file_too_large"
    assert limits.SEGMENTS_MAX < 10 * 500_000


def test_a_way_cut_by_its_extract_keeps_what_is_known_of_it(tmp_path: Path) -> None:
    extract = tmp_path / "a.osm.pbf"
    with osmium.SimpleWriter(str(extract)) as writer:
        for number in range(1, 6):
            writer.add_node(mutable.Node(id=number, version=1, location=(114.6 + number / 100, -3.0)))
        writer.add_way(mutable.Way(id=1, version=1, nodes=[1, 2, 9, 4, 5], tags={"highway": "primary"}))
        writer.add_way(mutable.Way(id=2, version=1, nodes=[1, 9], tags={"highway": "primary"}))
    store = PackStore(tmp_path / "map")
    entry = import_files(store, extract).files[0]
    assert (entry.mended, entry.skipped[BROKEN]) == (1, 1)
    path = store.current()
    assert path is not None
    (road,) = MapPack.open(path).features_in(WHOLE, 18)
    assert [len(part) for part in road.each_part()] == [2, 2]
