"""Where the names of the search come from: the gazetteer, and a map pack read in a thread."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from batola_desk.map.gazetteer import Gazetteer
from batola_desk.map.pack.reader import MapPack
from batola_desk.map.pack.schema import WORLD_UNITS
from batola_desk.map.place_index import NamedPlace
from batola_desk.map.projection import unproject

SAME_NAME_CELL_DEG = 0.03  # a road is many features; within three kilometres one name is one thing
_RADIUS_M = {
    "road": 1_000.0, "water": 1_000.0, "ferry": 1_000.0, "place": 300.0, "poi": 50.0, "jetty": 30.0,
}  # fmt: skip


def gazetteer_places(gazetteer: Gazetteer) -> list[NamedPlace]:
    """The regency's kecamatan, desa and kelurahan as named places."""
    return [
        NamedPlace(name=place.name, kind=str(place.kind), kecamatan=place.kecamatan, lat=place.lat,
                   lon=place.lon, code=place.code, radius_m=place.radius_m)
        for place in gazetteer.places
    ]  # fmt: skip


def pack_places(path: Path) -> Iterator[NamedPlace]:
    """All names of a map pack, each thing once.

    Raises:
        MapPackFault: the pack cannot be read.
    """
    pack = MapPack.open(path)
    try:
        rows = pack.names()
    finally:
        pack.close()
    seen: set[tuple[str, str, str, int, int]] = set()
    for row in rows:
        lat, lon = unproject(row.x / WORLD_UNITS, row.y / WORLD_UNITS)
        cell = (int(lat / SAME_NAME_CELL_DEG), int(lon / SAME_NAME_CELL_DEG))
        key = (row.folded, row.kind, row.kecamatan, *cell)
        if key not in seen:
            seen.add(key)
            yield NamedPlace(
                name=row.text, kind=row.kind, kecamatan=row.kecamatan, lat=lat, lon=lon, folded=row.folded,
                radius_m=_radius_of(row.kind),
            )  # fmt: skip


def _radius_of(kind: str) -> float:
    """How far from its point a thing of this kind reaches, roughly: a road's point is its middle."""
    return _RADIUS_M.get(kind.partition(".")[0], 100.0)
