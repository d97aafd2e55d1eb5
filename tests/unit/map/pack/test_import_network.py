"""An .osm.pbf of a whole regency becomes a pack: everything in it, at every level, to travel and to find."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely

from batola_desk.map.imports import osm_source
from batola_desk.map.imports.osm_source import ATTRIBUTION
from batola_desk.map.imports.region import region_of
from batola_desk.map.pack.kinds import Shape
from batola_desk.map.pack.meta import Box
from batola_desk.map.pack.reader import MapPack
from batola_desk.map.pack.schema import fractions_of
from batola_desk.map.pack.store import PackStore
from batola_desk.map.projection import project, unproject
from batola_desk.map.routing.graph import BOAT, RoadGraph
from batola_desk.map.routing.graph import ROAD as ROAD_BIT
from batola_desk.map.spelling import tokens_of
from tests.support.map_files import ROAD, write_vector
from tests.support.map_network import make_network, write_pbf
from tests.support.map_packs import import_files, make_network_pack
from tests.support.shipped import shipped_gazetteer

WHOLE = Box(0.0, 0.0, 1.0, 1.0)


@pytest.fixture
def pack(network_pack: Path) -> MapPack:
    return MapPack.open(network_pack)


def test_every_line_of_the_network_is_in_the_pack(pack: MapPack) -> None:
    network = make_network(3000)
    lines = [tags for nodes, tags in network.ways if nodes[0] != nodes[-1]]
    stored = [f for f in pack.features_in(WHOLE, 18) if f.shape is Shape.LINE]
    assert len(stored) == len(lines)
    buildings = sum("building" in tags for _, tags in network.ways)
    assert pack.meta.counts["building"] == buildings
    assert pack.meta.sources[0].date == "2026-11-01"
    assert pack.meta.attribution == (ATTRIBUTION,)


def test_what_reaches_beyond_the_edge_is_cut_there(pack: MapPack) -> None:
    region = region_of(shipped_gazetteer())
    x, y = project([region.north, region.south], [region.west, region.east])
    everything = pack.features_in(WHOLE, 18)
    points = fractions_of(np.concatenate([f.points for f in everything]))
    assert points[:, 0].min() >= x[0] - 1e-9
    assert points[:, 0].max() <= x[1] + 1e-9
    assert points[:, 1].min() >= y[0] - 1e-9
    assert points[:, 1].max() <= y[1] + 1e-9
    river = next(f for f in everything if f.kind == "water.river")
    ends = fractions_of(river.points)[:, 1]
    assert ends.min() == pytest.approx(y[0], abs=1e-9)
    assert ends.max() == pytest.approx(y[1], abs=1e-9)


def test_an_island_stays_a_hole_in_its_lake(pack: MapPack) -> None:
    lake = next(f for f in pack.features_in(WHOLE, 18) if f.kind == "water.area")
    assert [len(ring) for ring in lake.each_part()] == [5, 5]
    assert all((ring[0] == ring[-1]).all() for ring in lake.each_part())


def test_far_away_the_map_is_simpler_and_nothing_small_is_left(pack: MapPack) -> None:
    counts = [sum(len(f.points) for f in pack.features_in(WHOLE, zoom)) for zoom in (15, 13, 11, 9)]
    assert counts == sorted(counts, reverse=True)
    assert counts[3] < counts[0] / 5
    far = {f.kind for f in pack.features_in(WHOLE, 10)}
    assert "building" not in far
    assert {"water.river", "water.canal", "road.primary"} <= far


def test_a_simplified_line_stays_within_half_a_pixel(pack: MapPack) -> None:
    import shapely

    full = {f.number: f for f in pack.features_in(WHOLE, 15)}
    for zoom, served in ((13, 14), (11, 12), (9, 10)):
        half = 0.5 / (256 * 2**served)
        for feature in pack.features_in(WHOLE, zoom):
            if feature.shape is Shape.LINE:
                exact = shapely.LineString(fractions_of(full[feature.number].points))
                shown = shapely.LineString(fractions_of(feature.points))
                assert exact.hausdorff_distance(shown) <= half * 1.01


def test_roads_and_waters_can_be_travelled(pack: MapPack) -> None:
    arrays = pack.graph_arrays()
    assert arrays is not None
    graph = RoadGraph.from_arrays(arrays)
    assert graph.edge_count == pack.meta.counts["edge"] > 300
    assert set(graph.kinds) >= {"road.primary", "road.residential", "water.canal", "water.river", "ferry"}
    assert len(graph.transfers) == pack.meta.counts["jetty"]
    one_way = [(int(flags) & 12) for flags in graph.edge_flags]
    assert 4 in one_way


@pytest.mark.parametrize(("vehicles", "is_road"), [("yes", True), ("no", False)])
def test_a_ferry_that_takes_vehicles_is_part_of_the_road(
    tmp_path: Path, vehicles: str, is_road: bool
) -> None:
    ferry = {"route": "ferry", "motor_vehicle": vehicles}
    crossing = shapely.LineString([(114.62, -3.00), (114.63, -3.00)])
    land = write_vector(tmp_path / "land.geojson", [(ROAD, {"highway": "primary"}), (crossing, ferry)])
    store = PackStore(tmp_path / "map")
    import_files(store, land)
    current = store.current()
    assert current is not None
    arrays = MapPack.open(current).graph_arrays()
    assert arrays is not None
    graph = RoadGraph.from_arrays(arrays)
    codes = [graph.kinds[kind] for kind in graph.edge_kind]
    on_road = [code for code, flags in zip(codes, graph.edge_flags, strict=True) if flags & ROAD_BIT]
    assert ("ferry" in on_road) is is_road
    assert "primary" in on_road[0] or "primary" in on_road[-1]
    assert any(code == "ferry" and flags & BOAT for code, flags in zip(codes, graph.edge_flags, strict=True))


def test_names_are_found_with_their_kecamatan_and_once_for_a_road(pack: MapPack) -> None:
    names = pack.names()
    roads = [n for n in names if n.text == "Jalan Anjir Serapat"]
    assert 1 <= len(roads) <= 4  # 96 pieces in a few kecamatan
    assert len({(n.text, n.kecamatan) for n in roads}) == len(roads)
    inside = shipped_gazetteer().is_inside_regency
    places = [(n, unproject(n.x / 2**32, n.y / 2**32)) for n in names]
    assert all(bool(n.kecamatan) == inside(*at) for n, at in places)
    mosque = next(n for n in names if n.text == "Masjid Al-Ikhlas Sungai Lumbah")
    assert mosque.kecamatan == "Alalak"
    assert mosque.folded == " ".join(token.folded for token in tokens_of(mosque.text))
    x, y = project(
        *next((p.lat + 0.001, p.lon) for p in shipped_gazetteer().desa if p.name == "Sungai Lumbah")
    )
    assert mosque.x / 2**32 == pytest.approx(float(x), abs=1e-8)
    assert mosque.y / 2**32 == pytest.approx(float(y), abs=1e-8)


def test_a_neighbours_mosque_is_in_no_kecamatan_of_ours(tmp_path: Path) -> None:
    rows = [
        (shapely.Point(lon, lat), {"amenity": "place_of_worship", "name": name})
        for lat, lon, name in ((-3.3194, 114.5908, "Sabilal Muhtadin"), (-2.99, 114.77, "Nurul Iman"))
    ]
    store = PackStore(tmp_path / "map")
    import_files(store, write_vector(tmp_path / "masjid.geojson", rows))
    found = {name.text: name.kecamatan for name in MapPack.open(store.current() or tmp_path).names()}
    assert found == {"Sabilal Muhtadin": "", "Nurul Iman": "Marabahan"}


def test_a_large_extract_keeps_its_nodes_on_the_disk_and_gives_the_same(
    tmp_path: Path, network_pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(osm_source, "_IN_MEMORY_BYTES", 0)
    again = MapPack.open(make_network_pack(tmp_path))
    assert sorted(path.name for path in again.path.parent.iterdir()) == [
        "current", "import.lock", "notes.json", again.path.name
    ]  # fmt: skip
    first = MapPack.open(network_pack)
    assert [(f.kind, f.points.tobytes()) for f in first.features_in(WHOLE, 18)] == [
        (f.kind, f.points.tobytes()) for f in again.features_in(WHOLE, 18)
    ]


def test_importing_the_same_again_gives_the_same_pack(tmp_path: Path) -> None:
    extract = write_pbf(make_network(500, buildings=False), tmp_path / "a.osm.pbf")
    store = PackStore(tmp_path / "map")
    import_files(store, extract)
    first = MapPack.open(store.current() or tmp_path).features_in(WHOLE, 18)
    import_files(store, extract)
    again = MapPack.open(store.current() or tmp_path).features_in(WHOLE, 18)
    assert [(f.kind, f.name, f.points.tobytes()) for f in first] == [
        (f.kind, f.name, f.points.tobytes()) for f in again
    ]
