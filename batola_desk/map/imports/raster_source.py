"""Picture tiles from MBTiles and PMTiles: taken as they are, only those that touch the region."""

from __future__ import annotations

import html
import math
import re
import sqlite3
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from pmtiles.reader import MmapSource, all_tiles
from pmtiles.reader import Reader as PMTilesReader
from pmtiles.tile import MagicNumberNotFound, SpecVersionUnsupported, TileType

from batola_desk.map.imports.limits import RASTER_ZOOM_MAX, SCANNED_TILES_MAX, TILE_BYTES_MAX
from batola_desk.map.imports.report import BROKEN, OTHER_PICTURE, OUTSIDE, FileReport
from batola_desk.map.pack.faults import MapPackFault
from batola_desk.map.pack.meta import Bounds
from batola_desk.map.pack.reader import connect_read_only
from batola_desk.map.projection import project

_BATCH: Final = 200
_PMTILES_FAULTS: Final = (
    ValueError, KeyError, IndexError, TypeError, AssertionError, EOFError, OSError, struct.error, zlib.error,
    RecursionError,
)  # fmt: skip
_TAGS = re.compile(r"<[^>]*>")


class RawTile(NamedTuple):
    """A picture tile; y counts from the north."""

    z: int
    x: int
    y: int
    data: bytes


def media_type_of(data: bytes) -> str:
    """Return what kind of picture this is, "" for anything else. The bytes tell, not the file's claim."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return ""


def tile_range(region: Bounds, zoom: int) -> tuple[int, int, int, int]:
    """Return the first and last column, the first and last row that touch the region."""
    x, y = project([region.north, region.south], [region.west, region.east])
    size, last = 2**zoom, 2**zoom - 1
    columns = (math.floor(float(x[0]) * size), math.floor(float(x[1]) * size))
    rows = (math.floor(float(y[0]) * size), math.floor(float(y[1]) * size))
    return max(0, columns[0]), min(last, columns[1]), max(0, rows[0]), min(last, rows[1])


class MBTilesSource:
    """An MBTiles file. Source: MBTiles 1.3 (rows count from the south)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = connect_read_only(path)
        self._metadata = dict(self._rows("SELECT name, value FROM metadata")) if self._has("metadata") else {}
        if not self._has("tiles"):
            raise MapPackFault("map_unknown_format", file=path.name)
        if self._metadata.get("format") in ("pbf", "mvt"):
            raise MapPackFault("map_vector_tiles", file=path.name)

    @property
    def attribution(self) -> str:
        """Words that must stand on the map, as the file says them."""
        return plain_words(str(self._metadata.get("attribution", "")))

    def tiles(self, region: Bounds, report: FileReport) -> Iterator[RawTile]:
        """Yield the tiles that touch the region, far zooms first."""
        (total,) = self._rows("SELECT count(*) FROM tiles")[0]
        found = 0
        for zoom in range(RASTER_ZOOM_MAX + 1):
            left, right, top, bottom = tile_range(region, zoom)
            flip = 2**zoom - 1
            cursor = self._guarded(
                lambda zoom=zoom, box=(left, right, flip - bottom, flip - top): self._connection.execute(
                    "SELECT tile_column, tile_row, tile_data FROM tiles WHERE zoom_level = ?"
                    " AND tile_column BETWEEN ? AND ? AND tile_row BETWEEN ? AND ?",
                    (zoom, *box),
                )
            )
            while rows := self._guarded(lambda cursor=cursor: cursor.fetchmany(_BATCH)):
                for column, row, data in rows:
                    found += 1
                    yield RawTile(
                        zoom, int(column), flip - int(row), data if isinstance(data, bytes) else b""
                    )
        report.skipped[OUTSIDE] += int(total) - found
        self._connection.close()

    def _has(self, table: str) -> bool:
        statement = f"SELECT 1 FROM sqlite_master WHERE name = '{table}'"
        return bool(self._rows(statement))

    def _rows(self, statement: str) -> list[Any]:
        rows: list[Any] = self._guarded(lambda: self._connection.execute(statement).fetchall())
        return rows

    def _guarded(self, act: Any) -> Any:
        try:
            return act()
        except (sqlite3.Error, ValueError, TypeError) as fault:
            self._connection.close()
            raise MapPackFault("map_file_damaged", file=self._path.name) from fault


class PMTilesSource:
    """A PMTiles file of pictures. Source: PMTiles specification version 3."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("rb")
        try:
            self._source = MmapSource(self._file)
            reader = PMTilesReader(self._source)
            header = reader.header()
            self._metadata = reader.metadata()
            if header["tile_data_offset"] + header["tile_data_length"] > path.stat().st_size:
                raise ValueError("tiles end beyond the file")
        except (SpecVersionUnsupported, MagicNumberNotFound) as fault:
            self._file.close()
            raise MapPackFault("map_unknown_format", file=path.name) from fault
        except _PMTILES_FAULTS as fault:
            self._file.close()
            raise MapPackFault("map_file_damaged", file=path.name) from fault
        if header["tile_type"] == TileType.MVT:
            self._file.close()
            raise MapPackFault("map_vector_tiles", file=path.name)

    @property
    def attribution(self) -> str:
        """Words that must stand on the map, as the file says them."""
        found = self._metadata.get("attribution", "") if isinstance(self._metadata, dict) else ""
        return plain_words(str(found))

    def tiles(self, region: Bounds, report: FileReport) -> Iterator[RawTile]:
        """Yield the tiles that touch the region."""
        ranges = [tile_range(region, zoom) for zoom in range(RASTER_ZOOM_MAX + 1)]
        try:
            for count, ((zoom, x, y), data) in enumerate(all_tiles(self._source)):
                if count > SCANNED_TILES_MAX:
                    raise MapPackFault("map_too_large", file=self._path.name)
                inside = False
                if zoom < len(ranges):
                    left, right, top, bottom = ranges[zoom]
                    inside = left <= x <= right and top <= y <= bottom
                if inside:
                    yield RawTile(zoom, x, y, bytes(data))
                else:
                    report.skipped[OUTSIDE] += 1
        except _PMTILES_FAULTS as fault:
            raise MapPackFault("map_file_damaged", file=self._path.name) from fault
        finally:
            self._file.close()


def checked(tile: RawTile, report: FileReport) -> str:
    """Return the tile's media type; "" and counted when it is no picture for the map."""
    media_type = media_type_of(tile.data)
    if not media_type:
        report.skipped[OTHER_PICTURE] += 1
    elif len(tile.data) > TILE_BYTES_MAX:
        report.skipped[BROKEN] += 1
        return ""
    return media_type


def plain_words(text: str) -> str:
    """Return an attribution without its HTML."""
    return " ".join(html.unescape(_TAGS.sub("", text)).split())[:300]
