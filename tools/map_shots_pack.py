"""Pictures of the map data: none yet, choosing files, an import on its way, its report, a refused file."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

from batola_desk.services.map_pack_views import ImportStep
from batola_desk.sync.pack_receiver import Delivery, Phase
from batola_desk.sync.published_packs import PublishedPack
from tests.support.map_files import ROAD, png, tile_at, write_mbtiles, write_vector
from tests.support.map_network import make_network, write_pbf
from tests.support.window_stage import WindowStage
from tools.camera import Take


async def pack_pictures(stage: WindowStage, take: Take) -> None:
    """From the simple map to a pack of OpenStreetMap and pictures from the air."""
    folder = Path(tempfile.mkdtemp(prefix="pack-shots-"))
    try:
        await _pictures(stage, take, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def _pictures(stage: WindowStage, take: Take, folder: Path) -> None:
    files = folder / "Peta Batola"
    files.mkdir()
    extract = write_pbf(make_network(3000), files / "kalimantan-selatan.osm.pbf")
    tiles = {(z, *tile_at(-3.0, 114.6, z)): png(110) for z in range(8, 15)}
    write_mbtiles(files / "citra-2026.mbtiles", tiles, attribution="© Dinas PUPR Barito Kuala")
    no_projection = write_vector(
        files / "JALAN_LN_25K.shp", [(ROAD, {"NAMOBJ": "Jalan A"})], crs="EPSG:32750"
    )
    no_projection.with_suffix(".prj").unlink()
    (files / "Arsip 2025").mkdir()
    sheet, packs = stage.window.map_pack_sheet, stage.services.map_packs
    sheet.bring_up()
    await take(stage, "map-data-none")
    sheet.choose.click()
    sheet.chooser.folder_wanted.emit(str(files))
    await stage.until(lambda: sheet.chooser.folder == files, "the folder")
    sheet.chooser.path.setText("/media/usb/Peta Batola")
    await take(stage, "map-data-choose")
    sheet._choosing = False
    packs.step = ImportStep("read", 84_000, 0)
    packs._publish()
    await take(stage, "map-data-importing")
    packs.step = None
    sheet._vm.import_files([extract, files / "citra-2026.mbtiles"])
    await stage.until(lambda: packs.report is not None, "the report", 60.0)
    await take(stage, "map-data-report")
    sheet._vm.import_files([no_projection], keep=True)
    await stage.until(lambda: packs.trouble is not None, "the refusal", 60.0)
    await take(stage, "map-data-refused")
    await _deliveries(stage, take)
    sheet.put_away()


async def _deliveries(stage: WindowStage, take: Take) -> None:
    """A newer map in the secretariat: on its way, offered, damaged; the map says it too."""
    sheet, packs, deliveries = (
        stage.window.map_pack_sheet,
        stage.services.map_packs,
        stage.services.map_deliveries,
    )
    packs.trouble = None
    newer_us = time.time_ns() // 1000 + 60_000_000
    pack = PublishedPack(
        sha256=b"x" * 32, name="Barito Kuala", created_us=newer_us, format=1, size_bytes=60 * 2**20,
        published_by="ani", published_us=newer_us,
    )  # fmt: skip
    for name, delivery in (
        ("fetching", Delivery(phase=Phase.FETCHING, pack=pack, done_bytes=27 * 2**20)),
        ("offered", Delivery(phase=Phase.OFFERED, pack=pack)),
        ("damaged", Delivery(phase=Phase.FAILED, pack=pack, code="map_room_damaged")),
    ):
        sheet.bring_up()
        deliveries._take_delivery(delivery)
        await take(stage, f"map-data-room-{name}")
        if name == "fetching":
            sheet.put_away()
            await take(stage, "map-room-fetching")
    deliveries._take_delivery(Delivery())
