"""What the room gave is installed as an import: stopped by a person or by the end of the desk, or broken."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from batola_desk.map.pack.copying import created_us_of
from batola_desk.map.pack.store import PackStore
from batola_desk.services.map_deliveries import MapDeliveryService
from batola_desk.settings.catalog import load_catalog
from batola_desk.settings.paths import resource_path
from batola_desk.settings.schema import SETTINGS, complaint
from tests.support.desk_double import DeskDouble, open_desk
from tests.support.map_files import ROAD, write_vector
from tests.support.map_packs import import_files
from tests.support.pack_shelf import pack_of


@asynccontextmanager
async def desk_of(tmp_path: Path) -> AsyncIterator[tuple[DeskDouble, MapDeliveryService]]:
    shipped = load_catalog(resource_path("config"), tmp_path / "none").catalog
    async with open_desk(tmp_path / "desk", catalog=shipped) as desk:
        yield desk, desk.services.map_deliveries


def slow_child(tmp_path: Path) -> list[str]:
    script = tmp_path / "slow.py"
    script.write_text(
        "import json, time\nprint(json.dumps({'stage': 'check', 'done': 0, 'total': 0}), flush=True)\n"
        "time.sleep(600)\n"
    )
    return [sys.executable, str(script)]


async def begin(tmp_path: Path, desk: DeskDouble, deliveries: MapDeliveryService) -> asyncio.Task[str]:
    packs = desk.services.map_packs
    packs._command = slow_child(tmp_path)
    path = desk.paths.map_packs / "room-1.incoming"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x" * 1000)
    work = asyncio.create_task(deliveries._install(pack_of(b"x" * 1000), path))
    async with asyncio.timeout(20):
        while packs.step is None or packs.step.stage != "check":  # noqa: ASYNC110 - a child decides when
            await asyncio.sleep(0.01)
    return work


async def test_a_whole_pack_is_used_and_says_where_it_is_from(tmp_path: Path) -> None:
    maker = PackStore(tmp_path / "maker")
    import_files(maker, write_vector(tmp_path / "a.gpkg", [(ROAD, {"highway": "primary"})]), name="Batola")
    made = maker.current()
    assert made is not None
    async with desk_of(tmp_path) as (desk, deliveries):
        path = desk.paths.map_packs / "room-1.incoming"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made.read_bytes())
        pack = pack_of(path.read_bytes(), created_us=created_us_of(made))
        assert await deliveries._install(pack, path) == ""
        own = desk.services.map_packs.pack
        assert own is not None
        assert (own.meta.name, own.came.way, own.came.by) == ("Batola", "room", "ani")
        assert own.came.published_us == pack.published_us
        assert own.came.at_us > 0
        report = desk.services.map_packs.report
        assert report is not None
        assert [file.file for file in report.files] == ["Batola"]


async def test_who_stops_it_is_heard(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as (desk, deliveries):
        work = await begin(tmp_path, desk, deliveries)
        other = desk.paths.map_packs / "room-2.incoming"
        assert await deliveries._install(pack_of(b"y"), other) == "map_import_running"
        desk.services.map_packs.cancel()
        assert await work == "map_room_stopped"
        assert desk.services.map_packs.trouble is None


async def test_a_desk_that_closes_refuses_nothing(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as (desk, deliveries):
        work = await begin(tmp_path, desk, deliveries)
        work.cancel()  # as the receiver's end does
        with pytest.raises(asyncio.CancelledError):
            await work
        assert desk.services.map_packs.step is None
        assert PackStore(desk.paths.map_packs).refused(pack_of(b"x" * 1000).sha256.hex()) == ""


@pytest.mark.expects_log
async def test_a_checker_that_dies_of_a_pack_is_told(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as (desk, deliveries):
        desk.services.map_packs._command = [sys.executable, "-c", "import os; os.abort()"]
        path = desk.paths.map_packs / "room-1.incoming"
        assert await deliveries._install(pack_of(b"x"), path) == "map_import_broke"
        assert desk.services.map_packs.trouble is None


async def test_a_desk_that_stands_alone_has_no_deliveries(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as (_desk, deliveries):
        assert deliveries.view is None
        assert not deliveries.may_take()
        assert deliveries._receiver is None
        deliveries.take()


def test_the_settings_are_declared_with_their_limits() -> None:
    mode, rate = SETTINGS["map.room_packs"], SETTINGS["map.room_kb_per_s"]
    assert complaint(mode, "auto") == complaint(mode, "ask") == complaint(mode, "off") == ""
    assert complaint(mode, "sometimes") == "auto, ask, off"
    assert complaint(rate, 0) == "at least 20"
    assert complaint(rate, 10**9) == "at most 100000"
