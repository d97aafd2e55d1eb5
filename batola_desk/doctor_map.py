"""What the doctor says of the map: which pack, whole or not, how old its data, whether the share is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from batola_desk.doctor import Finding
from batola_desk.map.pack.copying import verify_pack
from batola_desk.map.pack.faults import MapPackFault
from batola_desk.map.pack.reader import MapPack
from batola_desk.map.pack.store import PackStore
from batola_desk.settings.paths import DeskPaths

SUBJECT: Final = "peta"
OLD_DAYS: Final = 2 * 365  # a new bridge or a filled canal is missing by then


def map_findings(paths: DeskPaths, *, share: str = "") -> Iterator[Finding]:
    """Look at the pack in use, every row of it, and at the folder from which newer ones come."""
    yield from _pack(PackStore(paths.map_packs).current())
    if share and not Path(share).is_dir():
        yield Finding(SUBJECT, "warn", f"folder paket bersama {share} tidak ada (map.pack_folder)")


def _pack(path: Path | None) -> Iterator[Finding]:
    if path is None:
        yield Finding(SUBJECT, "warn", "tanpa paket peta: batola-desk map import BERKAS (docs/map.md)")
        return
    try:
        verify_pack(path)
        pack = MapPack.open(path)
    except MapPackFault as fault:
        yield Finding(
            SUBJECT, "warn", f"{path.name} tidak bisa dipakai ({fault.code}); impor atau salin lagi"
        )
        return
    meta = pack.meta
    pack.close()
    dates = [source.date for source in meta.sources if source.date]
    yield Finding(SUBJECT, "ok", f"{meta.name}, data {min(dates, default='?')}, utuh")
    if not meta.counts.get("edge"):
        yield Finding(SUBJECT, "warn", "tanpa jaringan jalan: waktu tempuh hanya perkiraan garis lurus")
    if any(_days_since(date) > OLD_DAYS for date in dates):
        yield Finding(SUBJECT, "warn", "data lebih dari dua tahun: impor yang baru")


def _days_since(date: str) -> int:
    try:
        return (dt.datetime.now(dt.UTC).date() - dt.date.fromisoformat(date)).days
    except ValueError:
        return 0
