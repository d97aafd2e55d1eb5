"""Names of a real map pack in the search."""

from __future__ import annotations

from pathlib import Path

import pytest

from batola_desk.map.coordinates import LatLon
from batola_desk.map.pack.faults import MapPackFault
from batola_desk.map.pack.reader import MapPack
from batola_desk.map.place_index import PlaceBook, PlaceIndex
from batola_desk.map.place_sources import gazetteer_places, pack_places
from batola_desk.map.projection import distance_m, unproject
from batola_desk.map.spelling import fold_name
from tests.support.shipped import shipped_gazetteer

GAZETTEER = shipped_gazetteer()


def test_every_name_of_the_pack_is_found_where_it_lies(network_pack: Path) -> None:
    pack = MapPack.open(network_pack)
    rows = pack.names()
    pack.close()
    assert rows
    places = list(pack_places(network_pack))
    assert len(places) <= len(rows)
    book = PlaceBook(PlaceIndex(gazetteer_places(GAZETTEER)), PlaceIndex(places))
    for row in rows[:: max(1, len(rows) // 60)]:
        assert row.folded == fold_name(row.text), "the importer and the search fold alike"
        lat, lon = unproject(row.x / 2**32, row.y / 2**32)
        hits = book.search(row.text + " ", near=LatLon(lat, lon), limit=8)
        same = [hit for hit in hits if hit.place.name == row.text and hit.place.kind == row.kind]
        assert same, row.text
        assert min(distance_m(lat, lon, hit.place.lat, hit.place.lon) for hit in same) < 5_000


def test_one_long_road_is_not_one_line_for_each_of_its_pieces(network_pack: Path) -> None:
    keys = [
        (p.folded, p.kind, p.kecamatan, round(p.lat, 5), round(p.lon, 5)) for p in pack_places(network_pack)
    ]
    assert len(keys) == len(set(keys))


def test_a_damaged_pack_says_so(tmp_path: Path) -> None:
    bad = tmp_path / "bad.btmap"
    bad.write_bytes(b"nothing of the kind" * 100)
    with pytest.raises(MapPackFault):
        list(pack_places(bad))
