"""Files as they really come: odd projections, shapes, tables, failed downloads. Said, or taken whole."""

from __future__ import annotations

import json
import os
import sqlite3
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import osmium
import pyogrio
import pyproj
import pytest
import shapely
from osmium.osm import mutable

from batola_desk.map.imports.report import BROKEN, NO_SHAPE, OUTSIDE, FileReport
from batola_desk.map.pack.faults import MapPackFault
from batola_desk.map.pack.meta import Box
from batola_desk.map.pack.reader import MapPack
from batola_desk.map.pack.store import PackStore
from batola_desk.ui.map_pack_error_texts import MAP_PACK_ERROR_TEXTS
from tests.support.map_files import FIELD, ROAD, png, tile_at, write_mbtiles, write_pmtiles, write_vector
from tests.support.map_packs import import_files

WHOLE = Box(0.0, 0.0, 1.0, 1.0)
MAIN = {"highway": "primary", "name": "A"}
HERE = (8, *tile_at(-3.0, 114.6, 8))


@pytest.fixture
def store(tmp_path: Path) -> PackStore:
    return PackStore(tmp_path / "map")


def taken(store: PackStore, file: Path) -> FileReport:
    return import_files(store, file).files[0]


def names_in(store: PackStore) -> list[str]:
    path = store.current()
    assert path is not None
    pack = MapPack.open(path)
    names = [feature.name for feature in pack.features_in(WHOLE, 18)]
    pack.close()
    return names


def write_wkb(file: Path, shapes: list[bytes], *, crs: str = "EPSG:4326", kind: str = "Unknown") -> Path:
    """One layer of main roads, its shapes written as they are."""
    driver = {".gpkg": "GPKG", ".shp": "ESRI Shapefile"}[file.suffix]
    pyogrio.raw.write(
        str(file), np.array(shapes, dtype=object), [np.array(["primary"] * len(shapes), dtype=object)],
        ["highway"], driver=driver, crs=crs, geometry_type=kind,
    )  # fmt: skip
    return file


def in_utm(turned: bool = False) -> shapely.LineString:
    to_utm = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:32750", always_xy=True).transform

    def moved(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        east, north = to_utm(x, y)
        return (north, east) if turned else (east, north)

    return shapely.transform(ROAD, moved, interleaved=False)


# ---------------------------------------------------------------- refused


def _utm_turned(folder: Path) -> Path:
    return write_wkb(folder / "a.gpkg", [shapely.to_wkb(in_utm(turned=True))], crs="EPSG:32750")


def _utm_called_degrees(folder: Path) -> Path:
    row = {"type": "Feature", "properties": MAIN, "geometry": json.loads(shapely.to_geojson(in_utm()))}
    file = folder / "a.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [row]}))
    return file


def _other_zone(folder: Path) -> Path:
    file = write_vector(folder / "a.shp", [(ROAD, MAIN)], crs="EPSG:32749")
    other = write_vector(folder / "b.shp", [(ROAD, MAIN)], crs="EPSG:32750")
    (folder / "a.prj").write_bytes(other.with_suffix(".prj").read_bytes())
    return file


def _endless_coordinate(folder: Path) -> Path:
    endless = shapely.LineString([(float("inf"), 1), (2, 2)])
    return write_wkb(folder / "a.gpkg", [shapely.to_wkb(ROAD), shapely.to_wkb(endless)])


def _enormous_coordinate(folder: Path) -> Path:
    return write_vector(
        folder / "a.geojson", [(ROAD, MAIN), (shapely.LineString([(1e300, 1), (2, 2)]), MAIN)]
    )


def _empty_layer(folder: Path) -> Path:
    return write_wkb(folder / "a.gpkg", [], kind="LineString")


def _empty_shapefile(folder: Path) -> Path:
    return write_wkb(folder / "a.shp", [], kind="LineString")


def _other_country(folder: Path) -> Path:
    file = folder / "a.osm.pbf"
    with osmium.SimpleWriter(str(file)) as writer:
        writer.add_node(mutable.Node(id=1, version=1, location=(10, 50)))
        writer.add_node(mutable.Node(id=2, version=1, location=(11, 50)))
        writer.add_way(mutable.Way(id=1, version=1, nodes=[1, 2], tags={"highway": "primary"}))
    return file


def _ways_before_nodes(folder: Path) -> Path:
    file = folder / "a.osm.pbf"
    with osmium.SimpleWriter(str(file)) as writer:
        writer.add_way(mutable.Way(id=1, version=1, nodes=[1, 2], tags={"highway": "primary"}))
        writer.add_node(mutable.Node(id=1, version=1, location=(114.6, -3)))
        writer.add_node(mutable.Node(id=2, version=1, location=(114.7, -3)))
    return file


def _web_page(name: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        (folder / name).write_text("\n<!DOCTYPE html><html><body>404 Not Found</body></html>")
        return folder / name

    return make


def _other_pmtiles(folder: Path) -> Path:
    file = write_pmtiles(folder / "a.pmtiles", {HERE: png()})
    data = bytearray(file.read_bytes())
    data[7] = 2  # the version before
    file.write_bytes(data)
    return file


def _short_pmtiles(folder: Path) -> Path:
    file = write_pmtiles(folder / "a.pmtiles", {HERE: png()})
    file.write_bytes(file.read_bytes()[:90])
    return file


def _text_for_a_picture(folder: Path) -> Path:
    file = folder / "a.mbtiles"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE tiles (zoom_level, tile_column, tile_row, tile_data)")
        connection.execute("CREATE TABLE metadata (name, value)")
        connection.execute("INSERT INTO metadata VALUES ('attribution', NULL)")
        zoom, x, y = HERE
        connection.execute("INSERT INTO tiles VALUES (?, ?, ?, 'bukan gambar')", (zoom, x, 2**zoom - 1 - y))
    connection.close()
    return file


def _rows_from_the_north(folder: Path) -> Path:
    """MBTiles counts rows from the south; this file does not, and shows another hemisphere."""
    tiles = {(12, x, 2**12 - 1 - y): png() for x, y in (tile_at(-3.0, 114.6, 12),)}
    return write_mbtiles(folder / "a.mbtiles", tiles)


def _zipped(folder: Path, **more: bytes) -> Path:
    write_vector(folder / "a.shp", [(ROAD, MAIN)])
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        for suffix in (".shp", ".shx", ".dbf", ".prj"):
            archive.write(folder / f"a{suffix}", f"a{suffix}")
        for name, data in more.items():
            archive.writestr(name.replace("__of__", "/"), data)
    return folder / "a.zip"


def _locked_zip(folder: Path) -> Path:
    file = _zipped(folder)
    data = bytearray(file.read_bytes())
    for sign, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(sign)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(sign, at + 4)
    file.write_bytes(data)
    return file


def _table_of_another(folder: Path) -> Path:
    file = write_vector(folder / "a.shp", [(ROAD, MAIN)] * 50)
    other = write_vector(folder / "b.shp", [(ROAD, MAIN)] * 5)
    (folder / "a.dbf").write_bytes(other.with_suffix(".dbf").read_bytes())
    return file


def _zipped_table_of_another(folder: Path) -> Path:
    _table_of_another(folder)
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        for suffix in (".shp", ".shx", ".dbf", ".prj"):
            archive.write(folder / f"a{suffix}", f"peta/a{suffix}")
    return folder / "a.zip"


def _pipe(folder: Path) -> Path:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes with a name")
    os.mkfifo(folder / "a.gpkg")
    return folder / "a.gpkg"


def _loop(folder: Path) -> Path:
    (folder / "a.gpkg").symlink_to(folder / "b.gpkg")
    (folder / "b.gpkg").symlink_to(folder / "a.gpkg")
    return folder / "a.gpkg"


def _leads_nowhere(folder: Path) -> Path:
    (folder / "a.gpkg").symlink_to(folder / "tidak ada")
    return folder / "a.gpkg"


def _no_name(folder: Path) -> Path:
    return folder / "a\0b.gpkg"


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (_utm_turned, "map_axes_swapped"),
        (_utm_called_degrees, "map_wrong_projection"),
        (_other_zone, "map_elsewhere"),
        (_endless_coordinate, "map_wrong_projection"),
        (_enormous_coordinate, "map_wrong_projection"),
        (_empty_layer, "map_no_features"),
        (_empty_shapefile, "map_no_features"),
        (_other_country, "map_elsewhere"),
        (_ways_before_nodes, "map_only_broken"),
        (_web_page("a.osm.pbf"), "map_is_web_page"),
        (_web_page("a.zip"), "map_is_web_page"),
        (_web_page("a.geojson"), "map_is_web_page"),
        (_other_pmtiles, "map_unknown_format"),
        (_short_pmtiles, "map_file_damaged"),
        (_text_for_a_picture, "map_nothing_for_us"),
        (_rows_from_the_north, "map_elsewhere"),
        (_locked_zip, "map_zip_locked"),
        (_table_of_another, "map_file_damaged"),
        (_zipped_table_of_another, "map_file_damaged"),
        (_pipe, "map_not_a_file"),
        (_loop, "map_file_unreadable"),
        (_leads_nowhere, "map_file_missing"),
        (_no_name, "map_file_missing"),
    ],
)
def test_it_is_refused_in_words_and_leaves_nothing(
    tmp_path: Path, store: PackStore, make: Callable[[Path], Path], code: str
) -> None:
    good = write_vector(tmp_path / "baik.gpkg", [(FIELD, {"landuse": "forest"})])
    (tmp_path / "buruk").mkdir()
    bad = make(tmp_path / "buruk")
    with pytest.raises(MapPackFault) as caught:
        import_files(store, good, bad)
    assert caught.value.code == code
    assert all(MAP_PACK_ERROR_TEXTS[code])
    assert store.current() is None
    left = sorted(path.name for path in store.folder.iterdir()) if store.folder.exists() else []
    assert left in ([], ["import.lock"])


# ---------------------------------------------------------------- taken


def test_shapes_without_a_table_are_what_their_layer_is_called(tmp_path: Path, store: PackStore) -> None:
    file = tmp_path / "jalan.geojson"
    file.write_text(shapely.to_geojson(ROAD))  # a bare geometry: no feature, no property
    assert taken(store, file).taken == {"road.residential": 1}


def test_more_rows_than_shapes_do_no_harm(tmp_path: Path, store: PackStore) -> None:
    file = write_vector(tmp_path / "a.shp", [(ROAD, MAIN)])
    other = write_vector(tmp_path / "b.shp", [(ROAD, MAIN)] * 3)
    (tmp_path / "a.dbf").write_bytes(other.with_suffix(".dbf").read_bytes())
    assert taken(store, file).taken == {"road.primary": 1}


def test_what_a_mac_adds_to_an_archive_is_passed_over(tmp_path: Path, store: PackStore) -> None:
    file = _zipped(tmp_path, **{"__MACOSX__of__._a.shp": b"\x00\x05\x16\x07", "._a.shp": b"x"})
    assert taken(store, file).taken == {"road.primary": 1}


def test_curves_heights_and_measures_are_flattened(tmp_path: Path, store: PackStore) -> None:
    arc = b"\x01" + struct.pack("<II6d", 8, 3, 114.6, -3, 114.61, -3.005, 114.62, -3)
    measured = b"\x01" + struct.pack("<II6d", 2002, 2, 114.6, -3.1, 7, 114.62, -3.1, 9)
    both = b"\x01" + struct.pack("<II8d", 3002, 2, 114.6, -3.2, 7, 1, 114.62, -3.2, 9, 2)
    high = shapely.to_wkb(shapely.force_3d(shapely.LineString([(114.6, -3.3), (114.7, -3.3)]), 5))
    entry = taken(store, write_wkb(tmp_path / "a.gpkg", [arc, measured, both, high]))
    assert entry.taken == {"road.primary": 4}
    assert entry.segments > 10  # an arc becomes many short lines


def test_a_row_that_cannot_be_read_is_not_said_to_lie_elsewhere(tmp_path: Path, store: PackStore) -> None:
    other = shapely.LineString([(114.7, -3), (114.8, -3)])
    file = write_vector(tmp_path / "a.gpkg", [(ROAD, MAIN), (other, MAIN), (other, MAIN)])
    with sqlite3.connect(file) as connection:
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (trigger,) in triggers:
            connection.execute(f'DROP TRIGGER "{trigger}"')
        connection.execute("UPDATE a SET geom = x'4750000100' WHERE fid = 2")
    connection.close()
    entry = taken(store, file)
    assert entry.taken == {"road.primary": 2}
    assert (entry.skipped[NO_SHAPE], entry.skipped[OUTSIDE]) == (1, 0)


def test_one_wild_row_in_metres_costs_only_itself(tmp_path: Path, store: PackStore) -> None:
    wild = shapely.LineString([(1e30, 1), (2e30, 2)])
    shapes = [shapely.to_wkb(in_utm()), shapely.to_wkb(wild)]
    entry = taken(store, write_wkb(tmp_path / "a.gpkg", shapes, crs="EPSG:32750"))
    assert entry.taken == {"road.primary": 1}
    assert sum(entry.skipped.values()) == 1


def test_a_polygon_that_crosses_itself_is_mended_and_a_flat_one_counted(
    tmp_path: Path, store: PackStore
) -> None:
    bow = shapely.Polygon([(114.5, -3.1), (114.52, -3.08), (114.52, -3.1), (114.5, -3.08)])
    flat = shapely.Polygon([(114.5, -3.1), (114.6, -3.1), (114.5, -3.1)])
    entry = taken(
        store, write_vector(tmp_path / "a.gpkg", [(shape, {"landuse": "forest"}) for shape in (bow, flat)])
    )
    assert (entry.taken, entry.mended, entry.skipped[BROKEN]) == ({"land.forest": 1}, 1, 1)


@pytest.mark.parametrize("word", ["KLINGON-7", "UTF-16", ""])
def test_an_encoding_that_cannot_be_is_not_believed(tmp_path: Path, store: PackStore, word: str) -> None:
    rows = [(shapely.Point(114.6, -3), {"name": "Café Ñ"})]
    file = write_vector(tmp_path / "a.shp", rows, encoding="CP1252" if not word else "UTF-8")
    if word:
        (tmp_path / "a.cpg").write_text(word)
    else:
        (tmp_path / "a.cpg").unlink()
    assert taken(store, file).recoded == 1
    assert names_in(store) == ["Café Ñ"]


def test_a_link_is_followed_and_a_name_may_hold_anything(tmp_path: Path, store: PackStore) -> None:
    file = write_vector(tmp_path / "a 'x' é?.gpkg", [(ROAD, MAIN)])
    (tmp_path / "tautan.gpkg").symlink_to(file)
    assert taken(store, tmp_path / "tautan.gpkg").taken == {"road.primary": 1}
    assert names_in(store) == ["A"]
