"""A pack written and read back: the same features, levels, names, graph and tiles; damage is told."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from batola_desk.map.pack import reader
from batola_desk.map.pack.digest import digest_of
from batola_desk.map.pack.faults import MapPackFault
from batola_desk.map.pack.kinds import BY_CODE, Shape, classify, min_zoom_of
from batola_desk.map.pack.meta import Bounds, Box, PackMeta, PackSource
from batola_desk.map.pack.reader import MapPack, PackName
from batola_desk.map.pack.schema import fractions_of, half_pixel, level_at, units_of
from batola_desk.map.pack.writer import NewFeature, Outline, PackWriter
from batola_desk.map.projection import project

SOURCE = PackSource(
    file="a.osm.pbf", sha256="00" * 32, format="osm", date="2026-11-01", attribution="© OpenStreetMap"
)
META = PackMeta(
    name="Uji", created="2026-11-26T00:00:00+00:00", sources=(SOURCE, SOURCE),
    bounds=Bounds(-3.5, 114.3, -2.5, 115.0), counts={"road.path": 1}, made_by="test",
)  # fmt: skip
WHOLE = Box(0.0, 0.0, 1.0, 1.0)
DIGEST = "f326f87ce1da9859baddd883affedb18a34d8952d8f738ae22d1f811e8c3568d"


def line(*points: tuple[float, float]) -> Outline:
    x, y = project([lat for lat, _ in points], [lon for _, lon in points])
    return Outline(np.array([len(points)], np.uint32), units_of(np.column_stack([x, y])))


def write_pack(path: Path) -> str:
    writer = PackWriter(path)
    full = line((-3.0, 114.6), (-3.001, 114.601), (-3.0, 114.602))
    simple = line((-3.0, 114.6), (-3.0, 114.602))
    number = writer.add(
        NewFeature(
            kind=BY_CODE["water.canal"], shape=Shape.LINE, outlines={0: full, 1: simple}, min_zoom=9,
            name="Anjir Serapat", tags={"ref": "1"},
        )
    )  # fmt: skip
    writer.add(
        NewFeature(
            kind=BY_CODE["road.path"], shape=Shape.LINE, outlines={0: line((-3.1, 114.7), (-3.1, 114.701))},
            min_zoom=15,
        )
    )  # fmt: skip
    writer.add_names([PackName(number, "Anjir Serapat", "anjir sarapat", 1, 2, "water.canal", "Anjir Pasar")])
    writer.add_tiles([(10, 1, 2, 0, b"\x89PNG old"), (10, 1, 2, 0, b"\x89PNG new")])
    writer.put_graph({"edges": np.arange(6, dtype=np.int32).reshape(2, 3), "weights": np.ones(3, np.float32)})
    return writer.finish(META)


@pytest.fixture
def pack_path(tmp_path: Path) -> Path:
    path = tmp_path / "one.btmap"
    write_pack(path)
    return path


def test_what_was_written_is_read_back(pack_path: Path) -> None:
    pack = MapPack.open(pack_path)
    near = pack.features_in(WHOLE, 15)
    assert [(f.kind, f.name, f.shape) for f in near] == [
        ("water.canal", "Anjir Serapat", Shape.LINE), ("road.path", "", Shape.LINE)
    ]  # fmt: skip
    assert near[0].tags == {"ref": "1"}
    assert near[1].tags == {}
    assert [len(part) for part in near[0].each_part()] == [3]
    assert np.allclose(fractions_of(near[0].points)[0], project(-3.0, 114.6), atol=2e-10)
    assert pack.names() == [PackName(1, "Anjir Serapat", "anjir sarapat", 1, 2, "water.canal", "Anjir Pasar")]
    arrays = pack.graph_arrays()
    assert arrays is not None
    assert arrays["edges"].tolist() == [[0, 1, 2], [3, 4, 5]]
    assert arrays["weights"].dtype == np.float32
    assert pack.raster_tile(10, 1, 2) == b"\x89PNG new"
    assert pack.raster_tile(10, 1, 3) is None
    assert pack.meta.attribution == ("© OpenStreetMap",)
    assert replace(META, sources=(replace(SOURCE, attribution=""),)).attribution == ()
    pack.close()


def test_a_tile_gets_only_what_touches_it_at_its_zoom_and_level(pack_path: Path) -> None:
    pack = MapPack.open(pack_path)
    assert [len(f.points) for f in pack.features_in(WHOLE, 13)] == [2]  # the path begins at zoom 15
    assert pack.features_in(WHOLE, 11) == []  # too small to be there
    x, y = (float(v) for v in project(-3.1, 114.7))
    around_path = Box(x - 1e-7, y - 1e-7, x + 1e-7, y + 1e-7)
    assert [f.kind for f in pack.features_in(around_path, 15)] == ["road.path"]
    assert [f.kind for f in pack.features_in(WHOLE, 15, kinds={"road.path"})] == ["road.path"]
    first = pack.feature(1, level=1)
    assert first is not None
    assert len(first.points) == 2
    assert pack.feature(2, level=1) is None


def test_what_a_tile_touches_only_in_part_belongs_to_it(tmp_path: Path) -> None:
    writer = PackWriter(tmp_path / "a.btmap")
    for min_zoom in (15, 17):
        road = line((-3.0, 114.6), (-3.1, 114.7))
        writer.add(
            NewFeature(kind=BY_CODE["road.path"], shape=Shape.LINE, outlines={0: road}, min_zoom=min_zoom)
        )
    writer.finish(META)
    pack = MapPack.open(tmp_path / "a.btmap")
    left, top = map(float, project(-3.0, 114.6))
    right, bottom = map(float, project(-3.1, 114.7))
    x, y = (left + right) / 2, (top + bottom) / 2
    for part in (Box(0, 0, x, y), Box(x, y, 1, 1), Box(0, y, x, 1), Box(x, 0, 1, y)):
        assert len(pack.features_in(part, 15)) == 1  # the other is drawn from 17 on
        assert len(pack.features_in(part, 17)) == 2
    west, east = Box(0, 0, left - 1e-4, 1), Box(right + 1e-4, 0, 1, 1)
    north, south = Box(0, 0, 1, top - 1e-4), Box(0, bottom + 1e-4, 1, 1)
    for beside in (west, east, north, south):
        assert pack.features_in(beside, 17) == []
    pack.close()


def test_a_reader_can_change_nothing_and_lets_go_of_what_is_no_pack(
    pack_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = MapPack.open(pack_path)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        pack._connection.execute("DELETE FROM feature")
    pack.close()
    assert [path.name for path in tmp_path.iterdir()] == [pack_path.name]
    opened: list[sqlite3.Connection] = []

    def connected(path: Path) -> sqlite3.Connection:
        opened.append(connect(path))
        return opened[-1]

    connect = reader.connect_read_only
    monkeypatch.setattr(reader, "connect_read_only", connected)
    (tmp_path / "text.btmap").write_text("bukan peta" * 100)
    with pytest.raises(MapPackFault):
        MapPack.open(tmp_path / "text.btmap")
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        opened[0].execute("SELECT 1")


def test_the_hash_changes_with_every_row(tmp_path: Path) -> None:
    whole = write_pack(tmp_path / "a.btmap")
    assert whole == write_pack(tmp_path / "b.btmap")
    connection = sqlite3.connect(tmp_path / "b.btmap")
    for statement in (
        "UPDATE feature SET name = 'x' WHERE id = 1",
        "UPDATE geometry SET points = zeroblob(16) WHERE level = 1",
        "UPDATE name SET x = 7",
        "UPDATE graph SET data = zeroblob(12) WHERE name = 'weights'",
        "UPDATE raster SET data = x'00'",
        "UPDATE meta SET value = '\"other\"' WHERE key = 'name'",
    ):
        connection.execute("BEGIN")
        connection.execute(statement)
        assert digest_of(connection) != whole, statement
        connection.rollback()
    assert digest_of(connection) == whole
    connection.close()


def test_the_hash_of_a_pack_never_changes_by_itself(tmp_path: Path) -> None:
    """Packs lie on sticks and shares: a program that counts otherwise would call all of them damaged."""
    assert write_pack(tmp_path / "a.btmap") == DIGEST


def test_no_two_contents_are_written_alike(tmp_path: Path) -> None:
    write_pack(tmp_path / "a.btmap")
    connection = sqlite3.connect(tmp_path / "a.btmap", isolation_level=None)
    found = set()
    for statements in (
        ["UPDATE name SET text = 'a', folded = 'xby'"],
        ["UPDATE name SET text = 'abx', folded = 'y'"],
        ["INSERT INTO graph VALUES ('!a', 'b', '!c', 'd')"],
        ["INSERT INTO meta VALUES ('!a', 'b'), ('!c', 'd')"],
    ):
        connection.execute("BEGIN")
        connection.execute("DELETE FROM graph")
        connection.execute("DELETE FROM raster")
        for statement in statements:
            connection.execute(statement)
        found.add(digest_of(connection))
        connection.rollback()
    connection.close()
    assert len(found) == 4


def test_files_that_are_no_pack_are_told_apart(pack_path: Path, tmp_path: Path) -> None:
    def code_of(path: Path) -> str:
        with pytest.raises(MapPackFault) as caught:
            MapPack.open(path)
        assert caught.value.values["file"] == path.name
        return caught.value.code

    text = tmp_path / "text.btmap"
    text.write_text("bukan peta" * 100)
    other = tmp_path / "other.btmap"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE t (a)")
    connection.close()
    newer = tmp_path / "newer.btmap"
    newer.write_bytes(pack_path.read_bytes())
    with sqlite3.connect(newer) as connection:
        connection.execute("PRAGMA user_version = 2")
    connection.close()
    bare = tmp_path / "bare.btmap"
    bare.write_bytes(pack_path.read_bytes())
    with sqlite3.connect(bare) as connection:
        connection.execute("DELETE FROM meta WHERE key = 'sources'")
    connection.close()
    assert code_of(tmp_path / "none.btmap") == "map_file_missing"
    assert code_of(tmp_path) == "map_file_missing"
    assert code_of(text) == "map_pack_damaged"
    assert code_of(other) == "map_not_a_pack"
    assert code_of(newer) == "map_pack_newer"
    assert code_of(bare) == "map_pack_damaged"


def test_an_abandoned_pack_leaves_nothing(tmp_path: Path) -> None:
    writer = PackWriter(tmp_path / "part")
    writer.add_tiles([(1, 0, 0, 0, b"x")])
    writer.abandon()
    writer.abandon()
    assert list(tmp_path.iterdir()) == []


def test_levels_and_units() -> None:
    assert [level_at(zoom) for zoom in (18, 15, 14.9, 13, 12, 11, 10.5, 10, 7)] == [0, 0, 1, 1, 2, 2, 3, 3, 3]
    assert half_pixel(1) == pytest.approx(0.5 / (256 * 2**14))
    assert units_of([0.0, 1.0, -0.1]).tolist() == [0, 2**32 - 1, 0]


@pytest.mark.parametrize(
    ("tags", "shape", "codes"),
    [
        ({"highway": "trunk_link"}, Shape.LINE, ["road.trunk"]),
        ({"highway": "residential", "bridge": "yes"}, Shape.LINE, ["road.residential"]),
        ({"highway": "proposed"}, Shape.LINE, []),
        ({"waterway": "canal", "name": "Anjir Serapat"}, Shape.LINE, ["water.canal"]),
        ({"natural": "water", "name": "Danau"}, Shape.AREA, ["water.area"]),
        ({"natural": "water"}, Shape.POINT, []),
        ({"amenity": "place_of_worship", "building": "yes"}, Shape.AREA, ["building", "poi.worship"]),
        ({"amenity": "place_of_worship"}, Shape.AREA, ["poi.worship"]),
        ({"building": "no"}, Shape.AREA, []),
        ({"boundary": "administrative", "admin_level": "6"}, Shape.LINE, ["boundary.kecamatan"]),
        ({"boundary": "administrative", "admin_level": "4", "name": "x"}, Shape.LINE, []),
        ({"name": "Titik"}, Shape.POINT, ["other"]),
        ({"name": "Lapangan"}, Shape.AREA, ["other"]),
        ({"man_made": "pier"}, Shape.LINE, ["jetty"]),
        ({}, Shape.LINE, []),
    ],
)
def test_tags_mean_kinds(tags: dict[str, str], shape: Shape, codes: list[str]) -> None:
    assert [kind.code for kind in classify(tags, shape)] == codes


def test_an_anjir_is_seen_from_far() -> None:
    canal = BY_CODE["water.canal"]
    assert min_zoom_of(canal, "Anjir Serapat") < min_zoom_of(canal, "Handil 5") < min_zoom_of(canal, "")
    assert min_zoom_of(BY_CODE["road.path"], "Anjir") == BY_CODE["road.path"].min_zoom
