"""`batola-desk tide`: takes a tide table into use, says what is in use, takes it out."""

from __future__ import annotations

import shutil
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

from batola_desk.domain.catalog import Catalog
from batola_desk.domain.errors import OperatorError
from batola_desk.map.coordinates import LatLon
from batola_desk.map.tide import TideTable, read_tide_table
from batola_desk.settings.paths import DeskPaths
from batola_desk.site_policy import site_files
from batola_desk.ui import labels

DONE, NOTHING, REFUSED = 0, 1, 3


def run_tide(action: str, file: Path | None, paths: DeskPaths) -> int:
    """Do one of ``import``, ``info``, ``remove``; exit code 0 done, 1 there is none, 3 refused."""
    catalog = site_files(paths).catalog().catalog
    try:
        if action == "import":
            assert file is not None
            return _import(file, paths, catalog)
        if action == "remove":
            return _remove(paths)
        return _info(paths, catalog)
    except OperatorError as fault:
        print("X   " + " ".join(part for part in labels.error_words(fault.code, fault.values) if part))
        return REFUSED
    except OSError as fault:
        print(f"X   {fault.filename or paths.tide_table}: {fault.strerror or fault}")
        return REFUSED


def _import(file: Path, paths: DeskPaths, catalog: Catalog) -> int:
    table = _read(file, catalog)
    paths.tide_table.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = paths.tide_table.with_suffix(".new")
    shutil.copyfile(file, fresh)
    fresh.replace(paths.tide_table)  # the old table stays until the new one is whole
    print(f"OK  {file.name} dipakai; meja yang sedang jalan membacanya dalam satu menit")
    _tell(table, catalog)
    return DONE


def _info(paths: DeskPaths, catalog: Catalog) -> int:
    if not paths.tide_table.exists():
        print("    belum ada tabel pasang surut: batola-desk tide import BERKAS.csv")
        return NOTHING
    _tell(_read(paths.tide_table, catalog), catalog)
    return DONE


def _remove(paths: DeskPaths) -> int:
    if not paths.tide_table.exists():
        print("    belum ada tabel pasang surut")
        return NOTHING
    paths.tide_table.unlink()
    print("OK  tabel pasang surut tidak dipakai lagi")
    return DONE


def _read(file: Path, catalog: Catalog) -> TideTable:
    return read_tide_table(
        file, utc_offset_min=catalog.centre.utc_offset_min, stations=tuple(catalog.tide_stations.values())
    )


def _tell(table: TideTable, catalog: Catalog) -> None:
    zone = timezone(timedelta(minutes=catalog.centre.utc_offset_min))
    for name, series in table.series.items():
        first, last = (datetime.fromtimestamp(at_s, zone) for at_s in (series.times[0], series.times[-1]))
        print(f"    {name}: {len(series.times)} baris, {first:%Y-%m-%d %H:%M} sampai {last:%Y-%m-%d %H:%M}")
        if series.times[-1] < time.time():
            print(f"!   {name}: tabel sudah habis, pasang surut tidak ditampilkan")
    if not table.stations and len(table.series) > 1:
        print("!   beberapa stasiun, tetapi tides.toml kosong: pasang surut tidak ditampilkan")
    for station in table.stations:
        level = table.level_at(LatLon(station.latitude, station.longitude), time.time())
        if station.table not in table.series:
            print(f"!   tides.toml: {station.label} mengikuti {station.table!r}, yang tidak ada di tabel ini")
        elif level is not None:
            print(f"    {station.label}: sekarang {level.metres:.1f} m")
