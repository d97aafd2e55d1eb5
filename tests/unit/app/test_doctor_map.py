"""What the doctor says of the map pack."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from batola_desk.app.doctor.finding import Finding
from batola_desk.app.doctor.map import map_findings
from batola_desk.map.pack.store import PackStore
from batola_desk.settings.paths import DeskPaths
from tests.support.map_files import MOSQUE, ROAD, write_vector
from tests.support.map_packs import import_files


def findings(home: Path, share: str = "") -> list[Finding]:
    return list(map_findings(DeskPaths.for_home(home), share=share))


def levels(found: list[Finding]) -> list[str]:
    return [finding.level for finding in found]


def test_no_pack_is_said_with_the_command(tmp_path: Path) -> None:
    (found,) = findings(tmp_path)
    assert (found.level, "map import" in found.text) == ("warn", True)


def test_a_whole_pack_is_well_and_what_it_lacks_is_said(tmp_path: Path) -> None:
    store = PackStore(DeskPaths.for_home(tmp_path).map_packs)
    import_files(store, write_vector(tmp_path / "a.gpkg", [(ROAD, {"highway": "primary"})]))
    assert levels(findings(tmp_path)) == ["ok"]
    assert levels(findings(tmp_path, share=str(tmp_path / "away"))) == ["ok", "warn"]
    mosque = write_vector(tmp_path / "b.gpkg", [(MOSQUE, {"amenity": "place_of_worship", "name": "M"})])
    import_files(store, mosque, date="2019-01-01")
    found = findings(tmp_path)
    assert levels(found) == ["ok", "warn", "warn"]
    assert "garis lurus" in found[1].text
    assert "dua tahun" in found[2].text


def test_a_damaged_pack_is_found_by_its_hash(tmp_path: Path) -> None:
    store = PackStore(DeskPaths.for_home(tmp_path).map_packs)
    import_files(store, write_vector(tmp_path / "a.gpkg", [(ROAD, {"highway": "primary"})]))
    path = store.current()
    assert path is not None
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE geometry SET points = zeroblob(24)")
    connection.close()
    (found,) = findings(tmp_path)
    assert (found.level, found.code) == ("warn", "map_pack_damaged")
    assert "rusak" in found.text
