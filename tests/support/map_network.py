"""A regency that looks like Barito Kuala on the map and belongs to nobody: for imports, routing, painting.

How it is made (docs/map.md tells it too): the Barito winds from north to south. Every six kilometres an
*anjir* is dug from it to the west and to the east. From both banks of each anjir *handil* go off like the
teeth of a comb, every 250 m, three kilometres into the swamp. Roads follow both banks of the anjir and
one bank of every handil; where a road meets a handil there is a bridge, sometimes one lies over the
anjir, and nothing bridges the Barito: there are ferries between jetties. Villages carry the names of the
shipped gazetteer. Combs are laid from the middle of the regency outward until the asked number of line
segments is reached, so a small network is the middle of a large one of the same seed.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import osmium
from osmium.osm import mutable

from batola_desk.map.gazetteer import PlaceKind
from tests.support.shipped import shipped_gazetteer

DATE: Final = datetime(2026, 11, 1, 6, 0, tzinfo=UTC)
MIDDLE_LAT: Final = -3.05
RIVER_SOUTH, RIVER_NORTH = -3.95, -2.20  # beyond the clip on both ends
TEETH_MAX: Final = 160  # 40 km
ROW_STEP_DEG: Final = 6000 / 111_195
TOOTH_STEP_DEG: Final = 250 / 111_195
BANK_DEG: Final = 35 / 111_195
HANDIL_SEGMENTS: Final = 22
HANDIL_STEP_DEG: Final = 130 / 111_195
ANJIR_NAMES: Final = (
    "Serapat", "Tamban", "Talaran", "Pasar", "Muara", "Kelampan", "Basarang", "Palingkau",
)  # fmt: skip
HANDIL_NAMES: Final = (
    "Barabai", "Palawi", "Gayam", "Babirik", "Haur", "Negara", "Alabio", "Amuntai", "Kandangan",
    "Bahalayung", "Jati", "Sampirang", "Rambai",
)  # fmt: skip
Tags = dict[str, str]


def river_lon(lat: float) -> float:
    """Where the Barito flows at a latitude."""
    return 114.62 + 0.035 * math.sin(lat * 9.0) + 0.012 * math.sin(lat * 31.0) + 0.08 * (lat - MIDDLE_LAT)


@dataclass
class Network:
    """Nodes, ways and relations as OSM has them; node n has the number n + 1.

    Attributes:
        segments: of all roads, waters and ferries; buildings and areas are not counted.
    """

    lats: list[float] = field(default_factory=list)
    lons: list[float] = field(default_factory=list)
    node_tags: dict[int, Tags] = field(default_factory=dict)
    ways: list[tuple[list[int], Tags]] = field(default_factory=list)
    relations: list[tuple[list[tuple[int, str]], Tags]] = field(default_factory=list)
    segments: int = 0

    def node(self, lat: float, lon: float, **tags: str) -> int:
        self.lats.append(round(lat, 7))
        self.lons.append(round(lon, 7))
        number = len(self.lats)
        if tags:
            self.node_tags[number] = {key.replace("__", ":"): value for key, value in tags.items()}
        return number

    def line(self, nodes: list[int], **tags: str) -> int:
        self.segments += len(nodes) - 1
        self.ways.append((nodes, tags))
        return len(self.ways)

    def ring(self, corners: list[tuple[float, float]], **tags: str) -> int:
        nodes = [self.node(lat, lon) for lat, lon in corners]
        self.ways.append(([*nodes, nodes[0]], tags))
        return len(self.ways)


def make_network(segments: int = 3000, *, seed: int = 112, buildings: bool = True) -> Network:
    """Return a network of about this many line segments (at least the river's and one comb's)."""
    rng = random.Random(seed)
    network = Network()
    rows = _rows_from_the_middle()
    river = _river(network, rows)
    _areas(network)
    _villages(network)
    teeth = min(TEETH_MAX, max(4, math.ceil(math.sqrt(segments / 18))))  # as wide as it is high
    for row in range(len(rows)):
        if row and network.segments >= segments:
            break
        for side in (-1, 1):
            name = f"Anjir {ANJIR_NAMES[row % len(ANJIR_NAMES)]}" + (
                f" {row}" if row >= len(ANJIR_NAMES) else ""
            )
            _Comb(network, rng, name, river[row], side, buildings=buildings).lay(teeth, segments)
        _ferry(network, river[row], rows[row])
    return network


def _rows_from_the_middle() -> list[float]:
    lats = [MIDDLE_LAT + ROW_STEP_DEG * step for step in range(-9, 10)]
    return sorted(lats, key=lambda lat: abs(lat - MIDDLE_LAT))


def _river(network: Network, rows: list[float]) -> list[int]:
    """Lay the Barito through every mouth of an anjir; return the node of each row's mouth."""
    at_row: dict[int, int] = {}
    steps = sorted({*(RIVER_SOUTH + 0.004 * step for step in range(438)), *rows}, reverse=True)
    nodes = []
    for lat in steps:
        nodes.append(network.node(lat, river_lon(lat)))
        if lat in rows:
            at_row[rows.index(lat)] = nodes[-1]
    network.line(nodes, waterway="river", name="Sungai Barito", boat="yes")
    return [at_row[row] for row in range(len(rows))]


def _areas(network: Network) -> None:
    """A lake with an island, a forest that reaches beyond the clip, the regency's outline."""

    def box(lat: float, lon: float, half_deg: float) -> list[tuple[float, float]]:
        return [
            (lat - half_deg, lon - half_deg), (lat - half_deg, lon + half_deg),
            (lat + half_deg, lon + half_deg), (lat + half_deg, lon - half_deg),
        ]  # fmt: skip

    lake, island = network.ring(box(-2.95, 114.75, 0.02)), network.ring(box(-2.95, 114.75, 0.005))
    network.relations.append(
        ([(lake, "outer"), (island, "inner")],
         {"type": "multipolygon", "natural": "water", "name": "Danau Panggang"})
    )  # fmt: skip
    network.ring(box(-2.5, 113.9, 0.4), natural="wood")
    network.ring(box(-3.2, 114.52, 0.03), landuse="residential")
    outline = network.ring(box(-3.05, 114.63, 0.35))
    network.relations.append(
        ([(outline, "outer")],
         {"type": "boundary", "boundary": "administrative", "admin_level": "5", "name": "Barito Kuala"})
    )  # fmt: skip


def _villages(network: Network) -> None:
    gazetteer = shipped_gazetteer()
    for place in gazetteer.places:
        rank = "town" if place.kind is PlaceKind.KECAMATAN else "village"
        network.node(place.lat, place.lon, place=rank, name=place.name)
        if place.kind is PlaceKind.DESA:
            network.node(
                place.lat + 0.001, place.lon, amenity="place_of_worship", religion="muslim",
                name=f"Masjid Al-Ikhlas {place.name}",
            )  # fmt: skip


def _ferry(network: Network, mouth: int, lat: float) -> None:
    """A crossing between the two banks; its jetties lie on the bank roads' first nodes' side."""
    lon = network.lons[mouth - 1]
    banks = [
        network.node(
            lat + BANK_DEG, lon + side * 6 * BANK_DEG, amenity="ferry_terminal", name=f"Dermaga {name}"
        )
        for side, name in ((-1, "Barat"), (1, "Timur"))
    ]
    network.line([banks[0], mouth, banks[1]], route="ferry", name="Feri Penyeberangan", foot="yes")


class _Comb:
    """One anjir on one side of the Barito with its handil, roads, bridges and houses."""

    def __init__(
        self, network: Network, rng: random.Random, name: str, mouth: int, side: int, *, buildings: bool
    ) -> None:
        self.network, self.rng, self.name, self.mouth, self.side = network, rng, name, mouth, side
        self.buildings = buildings
        self.lat, self.lon = network.lats[mouth - 1], network.lons[mouth - 1]

    def lay(self, teeth: int, segments_max: int) -> None:
        network = self.network
        water = [self.mouth]
        bank_roads: dict[int, list[int]] = {-1: [], 1: []}
        for tooth in range(teeth):
            lon = self.lon + self.side * TOOTH_STEP_DEG * (tooth + 1)
            lat = self.lat + 0.0004 * math.sin(tooth / 5)
            if tooth >= 4 and network.segments >= segments_max:
                break
            water.append(network.node(lat, lon))
            for bank in (-1, 1):
                self._tooth(tooth, bank, water[-1], bank_roads[bank])
            if tooth % 20 == 10:
                self._bridge_over_anjir(bank_roads)
        network.line(water, waterway="canal", name=self.name, boat="yes")

    def _tooth(self, tooth: int, bank: int, mouth: int, bank_road: list[int]) -> None:
        """One handil with its road, and the piece of the anjir's road that leads to it over a bridge."""
        network, rng = self.network, self.rng
        lat, lon = network.lats[mouth - 1], network.lons[mouth - 1]
        name = f"Handil {HANDIL_NAMES[rng.randrange(len(HANDIL_NAMES))]} {tooth + 1}"
        canal = [mouth]
        before = network.node(lat + bank * BANK_DEG, lon - self.side * BANK_DEG)
        after = network.node(lat + bank * BANK_DEG, lon + self.side * BANK_DEG)
        kind = "primary" if bank > 0 else "tertiary"
        if bank_road:
            network.line([bank_road[-1], before], highway=kind, name=f"Jalan {self.name}")
        network.line([before, after], highway=kind, name=f"Jalan {self.name}", bridge="yes", layer="1")
        bank_road.append(after)
        road = [after]
        for step in range(1, HANDIL_SEGMENTS + 1):
            sway = 0.00015 * math.sin(step / 3 + tooth)
            away = lat + bank * HANDIL_STEP_DEG * step
            canal.append(network.node(away, lon + sway))
            road.append(network.node(away + bank * BANK_DEG, lon + self.side * BANK_DEG + sway))
            if self.buildings and step % 2 == 0:
                self._house(away, lon + self.side * 2.2 * BANK_DEG + sway)
        network.line(canal, waterway="canal" if tooth % 3 else "ditch", name=name)
        one_way = {"oneway": "yes"} if tooth % 17 == 5 else {}
        network.line(road, highway="residential" if tooth % 2 else "track", name=f"Jalan {name}", **one_way)
        for step in range(4, HANDIL_SEGMENTS, 6):
            start = road[step]
            paths = [start, *(
                network.node(network.lats[start - 1], network.lons[start - 1] + self.side * 30e-5 * k)
                for k in (1, 2)
            )]  # fmt: skip
            network.line(paths, highway="path", surface="wood")
        if tooth % 9 == 4:
            end_lat, end_lon = network.lats[road[-1] - 1], network.lons[road[-1] - 1]
            network.node(end_lat, end_lon + 0.0003, place="hamlet", name=f"Dusun {name}")
            network.node(end_lat, end_lon + 0.0005, amenity="school", name=f"SDN {name}")
            network.node(lat + bank * BANK_DEG * 0.8, lon, man_made="pier", name=f"Dermaga {name}")

    def _bridge_over_anjir(self, bank_roads: dict[int, list[int]]) -> None:
        north, south = bank_roads[1][-1], bank_roads[-1][-1]
        self.network.line([south, north], highway="secondary", bridge="yes", layer="1", name="Jembatan")

    def _house(self, lat: float, lon: float) -> None:
        high, wide = self.rng.uniform(3e-5, 7e-5), self.rng.uniform(3e-5, 9e-5)
        corners = [(lat, lon), (lat, lon + wide), (lat + high, lon + wide), (lat + high, lon)]
        self.network.ring(corners, building="yes")


def write_pbf(network: Network, path: Path, *, date: datetime = DATE) -> Path:
    """Write a network as ``.osm.pbf``, sorted as every real extract is."""
    header = osmium.io.Header()
    header.set("generator", "batola-desk tests")
    header.set("osmosis_replication_timestamp", date.strftime("%Y-%m-%dT%H:%M:%SZ"))
    path.unlink(missing_ok=True)
    with osmium.SimpleWriter(str(path), header=header) as writer:
        for number, (lat, lon) in enumerate(zip(network.lats, network.lons, strict=True), start=1):
            tags = network.node_tags.get(number, {})
            writer.add_node(mutable.Node(id=number, version=1, location=(lon, lat), tags=tags))
        for number, (nodes, tags) in enumerate(network.ways, start=1):
            writer.add_way(mutable.Way(id=number, version=1, nodes=nodes, tags=tags))
        for number, (members, tags) in enumerate(network.relations, start=1):
            of_ways = [("w", way, role) for way, role in members]
            writer.add_relation(mutable.Relation(id=number, version=1, members=of_ways, tags=tags))
    return path


def geojson_features(network: Network) -> Iterator[dict[str, Any]]:
    """Yield the lines and named points as GeoJSON features: the same land for other formats."""
    for nodes, tags in network.ways:
        if nodes[0] != nodes[-1]:
            coordinates = [[network.lons[n - 1], network.lats[n - 1]] for n in nodes]
            yield _geojson_feature("LineString", coordinates, tags)
    for number, tags in network.node_tags.items():
        yield _geojson_feature("Point", [network.lons[number - 1], network.lats[number - 1]], tags)


def _geojson_feature(shape: str, coordinates: list[Any], tags: Tags) -> dict[str, Any]:
    return {
        "type": "Feature", "properties": dict(tags), "geometry": {"type": shape, "coordinates": coordinates}
    }  # fmt: skip
