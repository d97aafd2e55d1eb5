"""What the doctor says of the map: which pack, whole or not, how old its data, whether the share is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from batola_desk.app.doctor.finding import Finding, ok, warn
from batola_desk.map.pack.copying import verify_pack
from batola_desk.map.pack.faults import MapPackFault
from batola_desk.map.pack.reader import MapPack
from batola_desk.map.pack.store import PackStore
from batola_desk.settings.paths import DeskPaths

OLD_DAYS: Final = 2 * 365  # a new bridge or a filled canal is missing by then


def map_findings(paths: DeskPaths, *, share: str = "") -> Iterator[Finding]:
    """Look at the pack in use, every row of it, and at the folder from which newer ones come."""
    yield from _pack(PackStore(paths.map_packs).current())
    if share and not Path(share).is_dir():
        yield warn("map_share_missing", folder=share)


def _pack(path: Path | None) -> Iterator[Finding]:
    if path is None:
        yield warn("map_pack_none")
        return
    try:
        verify_pack(path)
        pack = MapPack.open(path)
    except MapPackFault as fault:
        yield warn(fault.code, **{"file": path.name, **fault.values})
        return
    meta = pack.meta
    pack.close()
    dates = [source.date for source in meta.sources if source.date]
    yield ok("map_pack_whole", name=meta.name, date=min(dates, default="?"))
    if not meta.counts.get("edge"):
        yield warn("map_pack_no_roads")
    if any(_days_since(date) > OLD_DAYS for date in dates):
        yield warn("map_pack_old")


def _days_since(date: str) -> int:
    try:
        return (dt.datetime.now(dt.UTC).date() - dt.date.fromisoformat(date)).days
    except ValueError:
        return 0
