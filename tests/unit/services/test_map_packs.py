"""The desk and its map pack: imported in a process of its own, cancelled, removed, taken from a share."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from batola_desk.domain.errors import OperatorError
from batola_desk.map.pack.copying import export_copy
from batola_desk.map.pack.faults import MapPackFault
from batola_desk.map.pack.store import PackStore
from batola_desk.services.map_pack_views import ImportWish
from batola_desk.services.map_packs import MapPackService
from tests.support.desk_double import DeskDouble, open_desk
from tests.support.map_files import CANAL, ROAD, write_vector
from tests.support.map_packs import import_files
from tests.support.shipped import shipped_catalog


@pytest.fixture
def road_file(tmp_path: Path) -> Path:
    return write_vector(tmp_path / "jalan.gpkg", [(ROAD, {"highway": "primary", "name": "Jalan A"})])


@asynccontextmanager
async def desk_of(tmp_path: Path, **options: object) -> AsyncIterator[tuple[DeskDouble, MapPackService]]:
    shipped = shipped_catalog()
    async with open_desk(tmp_path / "desk", catalog=shipped, **options) as desk:
        yield desk, desk.services.map_packs


async def test_an_import_runs_beside_the_desk_and_is_told(tmp_path: Path, road_file: Path) -> None:
    async with desk_of(tmp_path) as (desk, packs):
        stages: list[str] = []
        heard: list[frozenset[str]] = []

        def on_change(change: object) -> None:
            heard.append(change.what)  # type: ignore[attr-defined]
            if packs.step is not None:
                stages.append(packs.step.stage)

        desk.services.changed.subscribe(on_change)
        report = await packs.import_files(
            ImportWish(files=[road_file], attribution="© Pemkab", date="2026-01-02")
        )
        assert report is not None
        assert report.files[0].taken == {"road.primary": 1}
        assert packs.report == report
        assert packs.pack is not None
        assert packs.pack.meta.attribution == ("© Pemkab",)
        assert packs.pack.meta.sources[0].date == "2026-01-02"
        assert {"open", "graph"} <= set(stages)
        assert packs.step is None
        assert frozenset({"map_pack"}) in heard


async def test_a_bad_file_is_said_and_the_pack_stays(tmp_path: Path, road_file: Path) -> None:
    async with desk_of(tmp_path) as (_desk, packs):
        await packs.import_files(ImportWish(files=[road_file]))
        before = packs.pack
        bad = tmp_path / "a.osm.pbf"
        bad.write_text("bukan peta")
        with pytest.raises(MapPackFault) as caught:
            await packs.import_files(ImportWish(files=[bad]))
        assert (caught.value.code, caught.value.values["file"]) == ("map_unknown_format", "a.osm.pbf")
        assert packs.trouble is not None
        assert packs.trouble.code == "map_unknown_format"
        assert packs.pack == before


async def test_only_who_has_the_right_changes_it(tmp_path: Path, road_file: Path) -> None:
    async with desk_of(tmp_path, role="PTDS") as (_desk, packs):
        assert not packs.may_change()
        for wish in (packs.import_files(ImportWish(files=[road_file])), packs.remove(), packs.restore()):
            with pytest.raises(OperatorError) as caught:
                await wish
            assert caught.value.code == "map_admin_only"
        assert packs.pack is None


def slow_child(tmp_path: Path) -> list[str]:
    """A child that begins a pack as the importer does and then never ends."""
    script = tmp_path / "slow.py"
    script.write_text(
        "import json, os, sys, time\n"
        "store = next(a for a in sys.argv if a.startswith('--store=')).partition('=')[2]\n"
        "os.makedirs(store, exist_ok=True)\n"
        "open(os.path.join(store, 'import-1.part'), 'w').write('x' * 1000)\n"
        "print(json.dumps({'stage': 'read', 'done': 1, 'total': 0}), flush=True)\n"
        "time.sleep(600)\n"
    )
    return [sys.executable, str(script)]


async def begin_slow(tmp_path: Path, packs: MapPackService, file: Path) -> asyncio.Task[object]:
    packs._command = slow_child(tmp_path)
    work: asyncio.Task[object] = asyncio.create_task(packs.import_files(ImportWish(files=[file])))
    await _until(lambda: packs.step is not None and packs.step.stage == "read")
    return work


async def test_a_cancelled_import_leaves_nothing(tmp_path: Path, road_file: Path) -> None:
    async with desk_of(tmp_path) as (_desk, packs):
        work = await begin_slow(tmp_path, packs, road_file)
        folder = packs._store.folder
        assert (folder / "import-1.part").exists()
        with pytest.raises(MapPackFault) as caught:
            await packs.import_files(ImportWish(files=[road_file]))
        assert caught.value.code == "map_import_running"
        packs.cancel()
        assert await work is None
        assert sorted(path.name for path in folder.iterdir()) == ["import.lock"]
        assert packs.trouble is None


async def test_a_desk_that_closes_ends_its_import(tmp_path: Path, road_file: Path) -> None:
    async with desk_of(tmp_path) as (_desk, packs):
        work = await begin_slow(tmp_path, packs, road_file)
    assert await work is None


@pytest.mark.expects_log
async def test_an_importer_that_breaks_is_admitted(tmp_path: Path, road_file: Path) -> None:
    async with desk_of(tmp_path) as (_desk, packs):
        packs._command = [sys.executable, "-c", "raise SystemError('broke')"]
        with pytest.raises(MapPackFault) as caught:
            await packs.import_files(ImportWish(files=[road_file]))
        assert caught.value.code == "map_import_broke"
        packs._command = [str(tmp_path / "no such program")]
        with pytest.raises(MapPackFault) as caught:
            await packs.import_files(ImportWish(files=[road_file]))
        assert caught.value.code == "map_import_broke"
        assert packs.step is None


async def test_a_removed_pack_comes_back(tmp_path: Path, road_file: Path) -> None:
    async with desk_of(tmp_path) as (_desk, packs):
        await packs.import_files(ImportWish(files=[road_file]))
        before = packs.pack
        await packs.remove()
        assert packs.pack is None
        assert packs.may_restore()
        await packs.restore()
        assert packs.pack == before
        assert not packs.may_restore()
        with pytest.raises(MapPackFault):
            await packs.restore()


async def test_a_newer_pack_is_taken_from_the_share_at_the_start(tmp_path: Path, road_file: Path) -> None:
    maker = PackStore(tmp_path / "maker")
    share = tmp_path / "share"
    share.mkdir()
    (share / "bukan.btmap").write_text("bukan paket")
    import_files(maker, road_file)
    export_copy(maker, share / "lama.btmap")
    async with desk_of(tmp_path, settings={"map.pack_folder": str(share)}) as (_desk, packs):
        await _until(lambda: packs.pack is not None)
        assert packs.pack is not None
        first = packs.pack.path
    await asyncio.sleep(1.1)  # packs are told apart by the second they were made
    import_files(maker, write_vector(tmp_path / "anjir.gpkg", [(CANAL, {"waterway": "canal"})]))
    export_copy(maker, share / "baru.btmap")
    async with desk_of(tmp_path, settings={"map.pack_folder": str(share)}) as (_desk, packs):
        await _until(lambda: packs.pack is not None and packs.pack.path != first)
        assert packs.pack is not None
        assert packs.pack.meta.counts["water.canal"] == 1
        assert packs.pack.path.parent == packs._store.folder


async def test_a_share_that_is_away_changes_nothing(tmp_path: Path, road_file: Path) -> None:
    import_files(PackStore(tmp_path / "desk" / "data" / "map"), road_file)
    async with desk_of(tmp_path, settings={"map.pack_folder": str(tmp_path / "away")}) as (_desk, packs):
        await _until(lambda: packs.trouble is not None)
        assert packs.trouble is not None
        assert packs.trouble.code == "map_folder_unreadable"
        assert packs.pack is not None


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not condition():  # noqa: ASYNC110 - a child process decides when
            await asyncio.sleep(0.02)
