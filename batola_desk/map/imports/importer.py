"""One import from first byte to installed pack: complete or not at all."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import shutil
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from batola_desk import __version__
from batola_desk.map.gazetteer import Gazetteer
from batola_desk.map.imports import osm_source, raster_source
from batola_desk.map.imports.formats import Format, FoundFile, find_format
from batola_desk.map.imports.graphing import build_graph
from batola_desk.map.imports.limits import FEATURES_MAX, RASTER_BYTES_MAX, SEGMENTS_MAX, TILES_MAX
from batola_desk.map.imports.names import NameCollector
from batola_desk.map.imports.region import region_of
from batola_desk.map.imports.report import (
    BROKEN,
    DUPLICATE,
    OUTSIDE,
    FileReport,
    ImportReport,
    ImportRequest,
    Progress,
)
from batola_desk.map.imports.shaping import RawBatch, Shaper
from batola_desk.map.pack.copying import install_copy
from batola_desk.map.pack.faults import MapPackFault
from batola_desk.map.pack.kinds import BY_CODE
from batola_desk.map.pack.meta import Bounds, PackMeta, PackSource, RasterInfo
from batola_desk.map.pack.notes import Came
from batola_desk.map.pack.reader import MapPack
from batola_desk.map.pack.store import PackStore, disk_fault
from batola_desk.map.pack.writer import PackWriter
from batola_desk.map.projection import unproject

_CHUNK_BYTES: Final = 2**20
_TILE_BATCH: Final = 200


def import_map(
    request: ImportRequest, store: PackStore, gazetteer: Gazetteer, progress: Progress
) -> ImportReport:
    """Make a pack of files and put it in the place of the one in use, or change nothing.

    Args:
        progress: told what is going on; raises ``ImportStopped`` to cancel.

    Raises:
        MapPackFault: a file cannot be used, the disk is full, or another import runs.
    """
    started = time.monotonic()
    found = [find_format(path) for path in request.files]
    if not found:
        raise MapPackFault("map_nothing_given")
    with store.importing():
        if any(file.format is Format.PACK for file in found):
            report = _install_pack(request, found, store, progress)
        else:
            with _Import(request, store, gazetteer, progress) as work:
                report = work.run(found)
    report.seconds = time.monotonic() - started
    return report


def _install_pack(
    request: ImportRequest, found: list[FoundFile], store: PackStore, progress: Progress
) -> ImportReport:
    if len(found) > 1 or request.keep:
        raise MapPackFault("map_pack_alone", file=found[0].path.name)
    path = found[0].path
    came = Came(way="folder" if request.from_share else "file", at_us=time.time_ns() // 1000, file=path.name)
    installed = install_copy(path, store, lambda: progress("check", 0, 0), came)
    return report_of_copy(installed, path.name)


def report_of_copy(installed: Path, file: str = "") -> ImportReport:
    """Return what came with a finished pack; without a file's name it is called as the pack itself."""
    pack = MapPack.open(installed)
    meta = pack.meta
    pack.close()
    entry = FileReport(file=file or meta.name, format=Format.PACK, date=meta.created[:10])
    entry.attribution = "; ".join(meta.attribution)
    entry.taken.update({kind: count for kind, count in meta.counts.items() if kind in BY_CODE})
    entry.tiles = meta.counts.get("raster", 0)
    return ImportReport(
        name=meta.name, files=[entry], names=meta.counts.get("name", 0),
        edges=meta.counts.get("edge", 0), pack_bytes=installed.stat().st_size, pack_file=installed.name,
    )  # fmt: skip


class _Import:
    """The unfinished pack of one import."""

    def __init__(
        self, request: ImportRequest, store: PackStore, gazetteer: Gazetteer, progress: Progress
    ) -> None:
        self._request = request
        self._store = store
        self._gazetteer = gazetteer
        self._progress = progress
        self._region = region_of(gazetteer)
        self._seen: set[int] = set()
        self._sources: list[PackSource] = []
        self._name = request.name
        self._pictures: set[str] = set()
        self._features = self._segments = self._tile_bytes = 0
        self._part = store.part_path()
        try:
            self._writer = self._open()
        except OSError as fault:
            with contextlib.suppress(OSError):
                self._part.unlink(missing_ok=True)
            raise disk_fault(fault, self._part.name) from fault

    def __enter__(self) -> _Import:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        if kind is not None:
            self._writer.abandon()

    def _open(self) -> PackWriter:
        in_use = self._store.current() if self._request.keep else None
        if in_use is None:
            return PackWriter(self._part)
        pack = MapPack.open(in_use)
        self._sources = list(pack.meta.sources)
        self._name = self._name or pack.meta.name
        if pack.meta.raster is not None:
            self._pictures.add(pack.meta.raster.media_type)
        pack.close()
        shutil.copyfile(in_use, self._part)
        return PackWriter(self._part, grow=True)

    def run(self, found: list[FoundFile]) -> ImportReport:
        """Take all files, finish and install."""
        names = NameCollector(self._gazetteer, self._writer)
        report = ImportReport(name=self._name or found[0].path.name.split(".")[0], files=[])
        hashes: set[str] = set()
        for file in found:
            sha256 = self._hash(file.path)
            entry = FileReport(file=file.path.name, format=file.format)
            report.files.append(entry)
            if sha256 in hashes:
                entry.skipped[DUPLICATE] += 1
                continue
            hashes.add(sha256)
            number = self._number_for(file, report)
            self._take(file, entry, number, names)
            if not entry.taken and not entry.tiles:
                raise MapPackFault(_why_nothing(entry), file=file.path.name)
            self._sources[number] = PackSource(
                file=file.path.name, sha256=sha256, format=file.format, date=entry.date,
                attribution=entry.attribution,
            )  # fmt: skip
        names.finish()
        self._writer.flush()
        return self._finish(report, names)

    # ------------------------------------------------------------------ one file

    def _hash(self, path: Path) -> str:
        hashed, done, size = hashlib.sha256(), 0, path.stat().st_size
        try:
            with path.open("rb") as file:
                while chunk := file.read(_CHUNK_BYTES):
                    hashed.update(chunk)
                    done += len(chunk)
                    self._progress("open", done, size)
        except OSError as fault:
            raise MapPackFault("map_file_unreadable", file=path.name) from fault
        return hashed.hexdigest()

    def _number_for(self, file: FoundFile, report: ImportReport) -> int:
        """Return the source number; what an earlier file of this name gave is taken out first."""
        for number, source in enumerate(self._sources):
            if source.file == file.path.name:
                self._writer.remove_source(number)
                report.replaced.append(source.file)
                return number
        empty = PackSource(file=file.path.name, sha256="", format=file.format, date="", attribution="")
        self._sources.append(empty)
        return len(self._sources) - 1

    def _take(self, file: FoundFile, entry: FileReport, number: int, names: NameCollector) -> None:
        entry.date = self._request.date
        entry.attribution = self._request.attribution
        if file.format in (Format.MBTILES, Format.PMTILES):
            self._take_tiles(file, entry, number)
        elif file.format is Format.OSM:
            entry.date = entry.date or osm_source.osm_date(file.path)
            entry.attribution = "; ".join(filter(None, (osm_source.ATTRIBUTION, entry.attribution)))
            work = self._part.with_name("nodes" + self._part.name)
            batches = osm_source.read_osm(file.path, work, entry, self._progress)
            self._take_batches(batches, entry, number, names)
        else:
            from batola_desk.map.imports.vector_source import VectorSource

            for where in file.where:
                source = VectorSource(file.path, where, self._region, self._request)
                self._take_batches(source.read(entry, self._progress), entry, number, names)
                if source.has_osm_ids and osm_source.ATTRIBUTION not in entry.attribution:
                    entry.attribution = "; ".join(filter(None, (osm_source.ATTRIBUTION, entry.attribution)))
        entry.date = entry.date or _file_date(file.path)

    def _take_batches(
        self, batches: Iterator[RawBatch], entry: FileReport, number: int, names: NameCollector
    ) -> None:
        shaper = Shaper(self._region, entry, number, self._seen)
        with contextlib.closing(batches):  # type: ignore[type-var]
            for batch in batches:
                before = entry.segments
                for feature, words in shaper.shape(batch):
                    names.add(self._writer.add(feature), feature, words)
                    self._features += 1
                self._segments += entry.segments - before
                if self._segments > SEGMENTS_MAX or self._features > FEATURES_MAX:
                    raise MapPackFault("map_too_large", file=entry.file, limit=SEGMENTS_MAX)

    def _take_tiles(self, file: FoundFile, entry: FileReport, number: int) -> None:
        source = (
            raster_source.MBTilesSource(file.path)
            if file.format is Format.MBTILES
            else raster_source.PMTilesSource(file.path)
        )
        entry.attribution = entry.attribution or source.attribution
        rows: list[tuple[int, int, int, int, bytes]] = []
        for tile in source.tiles(self._region, entry):
            media_type = raster_source.checked(tile, entry)
            if media_type:
                self._pictures.add(media_type)
                rows.append((tile.z, tile.x, tile.y, number, tile.data))
                entry.tiles += 1
                self._tile_bytes += len(tile.data)
            if len(rows) >= _TILE_BATCH:
                self._writer.add_tiles(rows)
                rows.clear()
                self._progress("tiles", entry.tiles, 0)
            if entry.tiles > TILES_MAX or self._tile_bytes > RASTER_BYTES_MAX:
                raise MapPackFault("map_too_large", file=file.path.name, limit=TILES_MAX)
        self._writer.add_tiles(rows)

    # ------------------------------------------------------------------ the end

    def _finish(self, report: ImportReport, names: NameCollector) -> ImportReport:
        connection = self._writer.connection
        self._progress("graph", 0, 0)
        arrays = build_graph(connection, lambda: self._progress("graph", 0, 0))
        self._writer.put_graph(arrays)
        report.edges = int(arrays["edge_from"].size) if arrays else 0
        report.names = names.count
        counts = _counts(connection) | {"edge": report.edges}
        meta = PackMeta(
            name=report.name, created=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            sources=tuple(self._sources), bounds=_bounds(connection, self._region), counts=counts,
            made_by=f"batola-desk {__version__}", raster=self._raster(connection),
        )  # fmt: skip
        digest = self._writer.finish(meta, lambda: self._progress("check", 0, 0))
        self._progress("install", 0, 0)
        try:
            came = Came(way="import", at_us=time.time_ns() // 1000)
            installed = self._store.install(self._part, digest, came)
        except OSError as fault:
            raise disk_fault(fault, self._part.name) from fault
        report.pack_bytes = installed.stat().st_size
        report.pack_file = installed.name
        return report

    def _raster(self, connection: sqlite3.Connection) -> RasterInfo | None:
        low, high = connection.execute("SELECT min(z), max(z) FROM raster").fetchone()
        if low is None:
            return None
        kinds = sorted(self._pictures)
        return RasterInfo(
            min_zoom=int(low), max_zoom=int(high), media_type=kinds[0] if len(kinds) == 1 else "image/*"
        )


def _why_nothing(entry: FileReport) -> str:
    """The reason, if there is only one for everything in the file."""
    reasons = {reason for reason, count in entry.skipped.items() if count}
    return {frozenset({OUTSIDE}): "map_elsewhere", frozenset({BROKEN}): "map_only_broken"}.get(
        frozenset(reasons), "map_nothing_for_us"
    )


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    counts = {
        str(kind): int(count)
        for kind, count in connection.execute(
            "SELECT kind, count(*) FROM feature GROUP BY kind ORDER BY kind"
        )
    }
    for table in ("name", "raster"):
        (counts[table],) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return counts


def _bounds(connection: sqlite3.Connection, region: Bounds) -> Bounds:
    """Return the rectangle around all features; the whole region when there are only pictures."""
    statement = "SELECT min(min_x), min(min_y), max(max_x), max(max_y) FROM feature_box"
    left, top, right, bottom = connection.execute(statement).fetchone()
    if left is None:
        return region
    north_west, south_east = unproject(left, top), unproject(right, bottom)
    return Bounds(south_east.lat, north_west.lon, north_west.lat, south_east.lon)


def _file_date(path: Path) -> str:
    return dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC).date().isoformat()
