"""A new pack or the old one, never half of one: cancelled, killed, disk full, two at once, copies."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from batola_desk.map.imports.importer import import_map
from batola_desk.map.imports.report import ImportRequest, ImportStopped
from batola_desk.map.pack import copying
from batola_desk.map.pack.copying import export_copy, verify_pack
from batola_desk.map.pack.faults import MapPackFault
from batola_desk.map.pack.reader import MapPack
from batola_desk.map.pack.store import PackStore
from batola_desk.map.pack.writer import PackWriter
from tests.support.map_files import CANAL, ROAD, write_vector
from tests.support.map_network import make_network, write_pbf
from tests.support.map_packs import import_files
from tests.support.shipped import shipped_gazetteer


@pytest.fixture
def old(tmp_path: Path) -> PackStore:
    store = PackStore(tmp_path / "map")
    import_files(store, write_vector(tmp_path / "lama.gpkg", [(ROAD, {"highway": "primary"})]))
    return store


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    return write_pbf(make_network(500, buildings=False), tmp_path / "baru.osm.pbf")


def files_of(store: PackStore) -> list[str]:
    return sorted(path.name for path in store.folder.iterdir())


def test_it_can_be_cancelled_at_every_step(old: PackStore, extract: Path) -> None:
    before = files_of(old)
    steps: list[str] = []
    import_map(
        ImportRequest(files=[extract]), PackStore(old.folder.parent / "other"), shipped_gazetteer(),
        lambda stage, *_: steps.append(stage),
    )  # fmt: skip
    assert {"open", "read", "graph", "check", "install"} <= set(steps)
    for last in range(len(steps)):
        told: list[str] = []

        def stop(stage: str, *_: int, told: list[str] = told, last: int = last) -> None:
            told.append(stage)
            if len(told) > last:
                raise ImportStopped

        with pytest.raises(ImportStopped):
            import_map(ImportRequest(files=[extract]), old, shipped_gazetteer(), stop)
        assert files_of(old) == before


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
@pytest.mark.parametrize("stage", ["read", "graph", "check", "install"])
def test_killed_in_the_middle_the_old_pack_stays_and_the_rest_is_swept(
    old: PackStore, extract: Path, stage: str
) -> None:
    script = f"""
        import os, signal, sys
        from pathlib import Path
        from tests.support.shipped import shipped_gazetteer
        from batola_desk.map.imports.importer import import_map
        from batola_desk.map.imports.report import ImportRequest
        from batola_desk.map.pack.store import PackStore
        def progress(now, *_):
            if now == {stage!r}:
                os.kill(os.getpid(), signal.SIGKILL)
        import_map(ImportRequest(files=[Path(sys.argv[1])]), PackStore(Path(sys.argv[2])),
                   shipped_gazetteer(), progress)
    """
    before = old.current()
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), str(extract), str(old.folder)],
        check=False, cwd=Path(__file__).resolve().parents[4],
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL
    assert old.current() == before
    assert before is not None
    MapPack.open(before).close()
    assert any(name.endswith(".part") for name in files_of(old))
    import_files(old, extract)
    assert not any(name.endswith(".part") for name in files_of(old))


def test_a_full_disk_is_said_and_the_old_pack_stays(
    old: PackStore, extract: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files_of(old)
    prepare = PackWriter._prepare

    def small(self: PackWriter, *, grow: bool) -> int:
        first = prepare(self, grow=grow)
        self.connection.execute("PRAGMA max_page_count = 20")
        return first

    monkeypatch.setattr(PackWriter, "_prepare", small)
    with pytest.raises(MapPackFault) as caught:
        import_files(old, extract)
    assert caught.value.code == "map_disk_full"
    assert files_of(old) == before


@pytest.mark.skipif(os.name != "posix", reason="limits of a process")
@pytest.mark.parametrize("limit", [20_000, 60_000, 150_000])
def test_a_disk_that_takes_no_more_is_said_by_the_system_itself(
    old: PackStore, extract: Path, limit: int
) -> None:
    script = """
        import resource, sys
        from pathlib import Path
        from tests.support.map_packs import import_files
        from batola_desk.map.pack.faults import MapPackFault
        from batola_desk.map.pack.store import PackStore
        limit = int(sys.argv[3])
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        try:
            import_files(PackStore(Path(sys.argv[2])), Path(sys.argv[1]))
        except MapPackFault as fault:
            print(fault.code)
    """
    before = files_of(old)
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), str(extract), str(old.folder), str(limit)],
        check=True, cwd=Path(__file__).resolve().parents[4], capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout.strip() in ("map_disk_full", "map_disk")
    assert files_of(old) == before


def test_two_imports_at_once_are_one(old: PackStore, extract: Path) -> None:
    def meanwhile(*_: object) -> None:
        with pytest.raises(MapPackFault) as caught:
            import_files(old, extract)
        assert caught.value.code == "map_import_running"

    import_map(ImportRequest(files=[extract]), old, shipped_gazetteer(), meanwhile)


def test_a_reader_keeps_its_pack_while_another_comes(old: PackStore, extract: Path) -> None:
    path = old.current()
    assert path is not None
    reader = MapPack.open(path)
    import_files(old, extract)
    assert old.current() != path
    assert reader.meta.counts["road.primary"] == 1
    assert reader.graph_arrays()
    reader.close()


def test_a_copied_pack_is_the_same_pack(old: PackStore, tmp_path: Path) -> None:
    carried = export_copy(old, tmp_path / "batola.btmap")
    other = PackStore(tmp_path / "desk-b")
    report = import_files(other, carried)
    assert report.files[0].taken == {"road.primary": 1}
    mine, theirs = old.current(), other.current()
    assert mine is not None
    assert theirs is not None
    assert mine.name == theirs.name
    assert verify_pack(mine) == verify_pack(theirs)
    import_files(other, carried)  # twice is harmless
    assert other.current() == theirs


@pytest.mark.parametrize(
    "statement", ["UPDATE feature SET name = 'X'", "DELETE FROM feature_box", "DELETE FROM graph"]
)
def test_a_copy_that_was_changed_or_damaged_is_refused(
    old: PackStore, tmp_path: Path, statement: str
) -> None:
    before = files_of(old)
    bad = export_copy(old, tmp_path / "bad.btmap")
    with sqlite3.connect(bad) as connection:
        connection.execute(statement)
    connection.close()
    with pytest.raises(MapPackFault) as caught:
        import_files(old, bad)
    assert (caught.value.code, caught.value.values["file"]) == ("map_pack_damaged", "bad.btmap")
    cut = tmp_path / "cut.btmap"
    whole = old.current()
    assert whole is not None
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    with pytest.raises(MapPackFault) as caught:
        import_files(old, cut)
    assert caught.value.code == "map_pack_damaged"
    assert files_of(old) == before


def test_what_is_checked_is_the_copy(old: PackStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The share is whole; the cable lies."""
    carried = export_copy(old, tmp_path / "batola.btmap")
    before = files_of(old)
    copy = copying._copy

    def bad_cable(source: Path, target: Path, step: Callable[[], None]) -> None:
        copy(source, target, step)
        with sqlite3.connect(target) as connection:
            connection.execute("UPDATE feature SET name = 'X'")
        connection.close()

    monkeypatch.setattr(copying, "_copy", bad_cable)
    with pytest.raises(MapPackFault) as caught:
        import_files(old, carried)
    assert caught.value.code == "map_pack_damaged"
    assert files_of(old) == before


def test_a_copy_is_seen_when_it_is_whole(
    old: PackStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_source: Path, target: Path) -> None:
        Path(target).write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfile", breaks)
    with pytest.raises(MapPackFault) as caught:
        export_copy(old, tmp_path / "batola.btmap")
    assert caught.value.code == "map_disk_full"
    assert [path.name for path in tmp_path.iterdir() if "batola" in path.name] == []


def test_stop_is_prompt_while_a_large_pack_is_copied(
    old: PackStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried = export_copy(old, tmp_path / "batola.btmap")
    before = files_of(old)

    def stop() -> None:
        raise ImportStopped

    def checks(*_: object) -> str:
        raise AssertionError("copied to the end, though somebody had cancelled")

    monkeypatch.setattr(copying, "verify_pack", checks)
    with pytest.raises(ImportStopped):
        copying.install_copy(carried, old, stop)
    assert files_of(old) == before


def test_a_damaged_pack_is_mended_by_its_own_copy(old: PackStore, tmp_path: Path) -> None:
    carried = export_copy(old, tmp_path / "batola.btmap")
    path = old.current()
    assert path is not None
    path.write_bytes(b"\0" * 1000)
    import_files(old, carried)
    mended = old.current()
    assert mended is not None
    verify_pack(mended)


def test_a_pack_that_is_open_elsewhere_is_not_in_the_way(
    old: PackStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried = export_copy(old, tmp_path / "batola.btmap")
    held = old.current()
    assert held is not None
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if Path(target) == held:
            raise PermissionError(13, "in use")  # as Windows says it
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    import_files(old, carried)
    used = old.current()
    assert used is not None
    assert used != held
    assert verify_pack(used) == verify_pack(held)


def test_a_pack_comes_alone(old: PackStore, tmp_path: Path) -> None:
    carried = export_copy(old, tmp_path / "batola.btmap")
    other = write_vector(tmp_path / "a.gpkg", [(CANAL, {"waterway": "canal"})])
    for how in ({"files": (carried, other)}, {"files": (carried,), "keep": True}):
        with pytest.raises(MapPackFault) as caught:
            import_map(ImportRequest(**how), old, shipped_gazetteer(), lambda *_: None)  # type: ignore[arg-type]
        assert caught.value.code == "map_pack_alone"


def test_removed_is_not_gone_until_the_next_import(old: PackStore, tmp_path: Path) -> None:
    path = old.current()
    assert path is not None
    old.point_to(None)
    assert old.current() is None
    old.point_to(path)
    assert old.current() == path
    old.point_to(None)
    import_files(old, write_vector(tmp_path / "a.gpkg", [(CANAL, {"waterway": "canal"})]))
    assert not path.exists()


def test_a_new_pack_is_on_the_disk_before_it_is_named_and_named_at_once(
    old: PackStore, extract: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = old.current()
    safe: set[int] = set()  # files of which everything is on the disk
    named: list[str] = []
    sync, replace = os.fsync, Path.replace

    def synced(descriptor: int) -> None:
        sync(descriptor)
        safe.add(os.fstat(descriptor).st_ino)
        assert (
            named[-1:] == ["current"] or old.current() == before
        )  # whoever looks meanwhile sees the old one

    def replaced(self: Path, target: Path) -> Path:
        name = Path(target).name
        if name.startswith(("pack-", "current")):
            assert self.stat().st_ino in safe
            named.append(name.partition("-")[0])
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", replaced)
    import_files(old, extract)
    assert named == ["pack", "current"]
    assert old.current() != before


@pytest.mark.parametrize(("refusals", "is_taken"), [(3, True), (10_000, False)])
def test_a_pointer_that_somebody_reads_is_waited_for(
    old: PackStore, extract: Path, monkeypatch: pytest.MonkeyPatch, refusals: int, is_taken: bool
) -> None:
    """Windows: a reader or a virus scanner has it open."""
    before, left, replace = old.current(), [refusals], Path.replace

    def held(self: Path, target: Path) -> Path:
        if Path(target).name == "current" and left[0] > 0:
            left[0] -= 1
            raise PermissionError(13, "in use")
        return replace(self, target)

    monkeypatch.setattr("batola_desk.map.pack.store._PAUSE_S", 0.0)
    monkeypatch.setattr(Path, "replace", held)
    if is_taken:
        import_files(old, extract)
        assert old.current() != before
    else:
        with pytest.raises(MapPackFault) as caught:
            import_files(old, extract)
        assert caught.value.code == "map_not_writable"
        assert old.current() == before


def test_sweeping_takes_nothing_from_an_import_that_runs(old: PackStore) -> None:
    left = old.folder / "import-1.part"
    with old.importing():
        left.write_bytes(b"half of a pack")
        PackStore(old.folder).sweep()
        assert left.exists()
    old.sweep()
    assert not left.exists()


def test_a_pointer_that_lies_is_no_pack(old: PackStore) -> None:
    (old.folder / "lain.btmap").write_bytes(b"x")
    for text in (
        "../../etc/passwd",
        "pack-0123456789abcdef.btmap",
        "\x00",
        "",
        "é",
        "lain.btmap",
        "import.lock",
    ):
        (old.folder / "current").write_text(text, encoding="utf-8")
        assert old.current() is None


def test_stop_is_prompt_while_a_large_pack_is_checked(old: PackStore) -> None:
    path = old.current()
    assert path is not None
    started = time.monotonic()

    def stop() -> None:
        raise ImportStopped

    with pytest.raises(ImportStopped):
        verify_pack(path, stop)
    assert time.monotonic() - started < 5
