"""Pictures of the map data: none yet, choosing files, an import on its way, its report, a refused file."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from batola_desk.services.map_pack_views import ImportStep
from tests.support.map_files import ROAD, png, tile_at, write_mbtiles, write_vector
from tests.support.map_network import make_network, write_pbf
from tests.support.window_stage import WindowStage

Take = Callable[[WindowStage, str], Awaitable[None]]


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
    tiles = {(z, *tile_at(-3.0, 114.6, z)): png() for z in range(8, 15)}
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
    sheet.put_away()
