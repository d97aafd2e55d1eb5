"""A pack that came from elsewhere: whether it is sound, where it is from, what is not wanted again."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from batola_desk.map.pack.copying import created_us_of, install_copy, install_received, verify_pack
from batola_desk.map.pack.digest import digest_of
from batola_desk.map.pack.faults import MapPackFault
from batola_desk.map.pack.meta import Bounds, PackMeta
from batola_desk.map.pack.notes import Came, PackNotes, read_notes, with_refused, write_notes
from batola_desk.map.pack.soundness import check_readable
from batola_desk.map.pack.store import PackStore
from tests.support.map_files import CANAL, ROAD, write_vector
from tests.support.map_packs import import_files, make_network_pack

ROOM = Came(way="room", by="ani", published_us=5, at_us=7)


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_network_pack(tmp_path_factory.mktemp("network"), segments=800)


@pytest.fixture
def pack(network: Path, tmp_path: Path) -> Path:
    path = tmp_path / "room-1.incoming"
    path.write_bytes(network.read_bytes())
    return path


def altered(path: Path, *statements: str) -> Path:
    """Change a pack and give it the hash that fits: as a hostile maker would."""
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.execute("UPDATE meta SET value = ? WHERE key = 'digest'", (json.dumps(digest_of(connection)),))
    connection.commit()
    connection.close()
    return path


def test_our_own_packs_are_sound(network: Path) -> None:
    check_readable(network)
    assert verify_pack(network)


@pytest.mark.parametrize(
    "statements",
    [
        ("CREATE VIEW more AS SELECT 1",),
        ("CREATE TRIGGER t AFTER DELETE ON feature BEGIN DELETE FROM name; END",),
        ("CREATE TABLE more (a)",),
        ("CREATE INDEX i ON feature (name)",),
        ("ALTER TABLE feature ADD COLUMN more TEXT",),
        ("UPDATE geometry SET parts = x'01'",),
        ("UPDATE geometry SET parts = x'ffffffff'",),
        ("UPDATE geometry SET points = x'00000000'",),
        ("UPDATE geometry SET parts = 'text'",),
        ("UPDATE geometry SET level = 7 WHERE level = 3",),
        ("INSERT INTO geometry VALUES (99999999, 0, x'', x'')",),
        ("UPDATE feature SET shape = 9",),
        ("UPDATE feature SET name = x'ff'",),
        ("UPDATE feature SET tags = '{'",),
        ("UPDATE feature SET rank = 'high'",),
        ("UPDATE name SET x = -1",),
        ("UPDATE name SET y = 'north'",),
        ("UPDATE name SET text = x'00'",),
        ("UPDATE graph SET dtype = '|O'",),
        ("UPDATE graph SET dtype = 'no such thing'",),
        ("UPDATE graph SET dtype = '<U4'",),
        ("UPDATE graph SET shape = '[1000000000, 1000000000]'",),
        ("UPDATE graph SET shape = '{'",),
        ("UPDATE graph SET data = x'0102'",),
        ("INSERT INTO raster VALUES (1, 0, 0, 0, 'text')",),
        ("UPDATE meta SET value = '[1' WHERE key = 'sources'",),
        ("UPDATE meta SET value = '7' WHERE key = 'sources'",),
    ],
)
def test_a_pack_that_is_built_otherwise_is_refused_though_its_hash_fits(
    pack: Path, tmp_path: Path, statements: tuple[str, ...]
) -> None:
    created_us = created_us_of(pack)
    altered(pack, *statements)
    store = PackStore(tmp_path)
    with pytest.raises(MapPackFault) as caught:
        install_received(pack, store, ROOM, created_us=created_us)
    assert caught.value.code == "map_pack_damaged"
    assert store.current() is None


@pytest.mark.parametrize("at", [0.0, 0.1, 0.5, 0.9])
def test_a_page_that_is_not_what_it_was_is_refused(pack: Path, tmp_path: Path, at: float) -> None:
    data = bytearray(pack.read_bytes())
    start = int(at * len(data)) // 8192 * 8192
    created_us = created_us_of(pack)
    data[start : start + 8192] = bytes(8192)
    pack.write_bytes(data)
    with pytest.raises(MapPackFault):
        install_received(pack, PackStore(tmp_path), ROOM, created_us=created_us)
    assert PackStore(tmp_path).current() is None


def test_what_was_received_is_used_and_moved(pack: Path, tmp_path: Path) -> None:
    store = PackStore(tmp_path)
    installed = install_received(pack, store, ROOM, created_us=created_us_of(pack))
    assert store.current() == installed
    assert store.came() == ROOM
    assert not pack.exists()


def test_a_pack_of_another_age_than_announced_is_refused(pack: Path, tmp_path: Path) -> None:
    with pytest.raises(MapPackFault) as caught:
        install_received(pack, PackStore(tmp_path), ROOM, created_us=created_us_of(pack) + 1)
    assert caught.value.code == "map_pack_damaged"


def test_an_import_that_was_quicker_stays(pack: Path, tmp_path: Path) -> None:
    store = PackStore(tmp_path)
    import_files(store, write_vector(tmp_path / "a.gpkg", [(ROAD, {"highway": "primary"})]))
    before = store.current()
    with pytest.raises(MapPackFault) as caught:
        install_received(pack, store, ROOM, created_us=created_us_of(pack))
    assert caught.value.code == "map_pack_overtaken"
    assert store.current() == before
    assert store.came().way == "import"


def test_an_import_leaves_what_is_on_its_way(pack: Path, tmp_path: Path) -> None:
    import_files(PackStore(tmp_path), write_vector(tmp_path / "a.gpkg", [(ROAD, {"highway": "primary"})]))
    assert pack.exists()


# ------------------------------------------------------------------ notes


def test_where_a_pack_is_from_is_known_until_another_one_is_in_use(tmp_path: Path) -> None:
    store = PackStore(tmp_path / "map")
    assert store.came() == Came()
    import_files(store, write_vector(tmp_path / "a.gpkg", [(ROAD, {"highway": "primary"})]))
    assert store.came().way == "import"
    first = store.current()
    assert first is not None
    copy = tmp_path / "copy.btmap"
    copy.write_bytes(first.read_bytes())
    other = PackStore(tmp_path / "other")
    with other.importing():
        install_copy(copy, other, came=Came(way="file", file="copy.btmap"))
    assert other.came() == Came(way="file", file="copy.btmap")
    other.point_to(None)
    assert other.came() == Came()


def test_what_was_removed_is_remembered_until_another_one_comes(tmp_path: Path) -> None:
    store = PackStore(tmp_path / "map")
    assert store.removed_us == 0
    import_files(store, write_vector(tmp_path / "a.gpkg", [(ROAD, {"highway": "primary"})]))
    path = store.current()
    created_us = created_us_of(path)
    assert created_us > 0
    store.remove(created_us)
    assert (store.current(), store.removed_us) == (None, created_us)
    store.point_to(path)  # it was taken back
    assert store.removed_us == 0
    store.remove(created_us)
    import_files(store, write_vector(tmp_path / "b.gpkg", [(CANAL, {"waterway": "canal"})]))
    store.point_to(None)
    assert store.removed_us == 0, "the new one was not removed by anybody"


def test_refusals_are_remembered_over_imports_and_forgotten_on_wish(tmp_path: Path) -> None:
    store = PackStore(tmp_path / "map")
    store.folder.mkdir()
    store.refuse("ab", "map_pack_damaged")
    import_files(store, write_vector(tmp_path / "a.gpkg", [(ROAD, {"highway": "primary"})]))
    assert store.refused("ab") == "map_pack_damaged"
    assert store.refused("cd") == ""
    store.refuse("ab", "")
    assert store.refused("ab") == ""


def test_only_the_last_few_refusals_are_kept() -> None:
    notes = PackNotes()
    for number in range(50):
        notes = with_refused(notes, str(number), "x")
    assert list(notes.refused) == [str(number) for number in range(30, 50)]


@pytest.mark.parametrize("found", [b"", b"{", b"[]", b'{"came": 7}', b'{"removed_us": "x"}', b"\xff" * 100])
def test_damaged_notes_are_no_notes(tmp_path: Path, found: bytes) -> None:
    (tmp_path / "notes.json").write_bytes(found)
    assert read_notes(tmp_path) == PackNotes()
    write_notes(tmp_path, PackNotes(removed_us=5))
    assert read_notes(tmp_path).removed_us == 5


def test_a_folder_that_cannot_be_written_costs_only_the_notes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from batola_desk.map.pack import store as store_module

    def refuse(_folder: Path, _notes: PackNotes) -> None:
        raise PermissionError("test")

    monkeypatch.setattr(store_module, "write_notes", refuse)
    monkeypatch.setattr(store_module, "_PAUSE_S", 0.0)
    store = PackStore(tmp_path / "map")
    import_files(store, write_vector(tmp_path / "a.gpkg", [(ROAD, {"highway": "primary"})]))
    assert store.current() is not None
    assert store.came() == Came()


@pytest.mark.parametrize(
    ("created", "created_us"),
    [
        ("2026-11-26T00:00:00+00:00", 1_795_651_200_000_000),
        ("2026-11-26T08:00:00+08:00", 1_795_651_200_000_000),
        ("2026-11-26T00:00:00", 0),  # of which zone?
        ("yesterday", 0),
        ("", 0),
        ("0001-01-01T00:00:00+00:00", 0),
    ],
)
def test_when_a_pack_was_made_is_read_with_its_zone(created: str, created_us: int) -> None:
    meta = PackMeta(
        name="", created=created, sources=(), bounds=Bounds(0, 0, 0, 0), counts={}, made_by="test"
    )  # fmt: skip
    assert meta.created_us == created_us
