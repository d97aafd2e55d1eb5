"""What kind of file this is: its first bytes tell, names and endings lie."""

from __future__ import annotations

import contextlib
import sqlite3
import stat
import zipfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import IO, Final

from batola_desk.map.imports.limits import FILE_BYTES_MAX, JSON_BYTES_MAX
from batola_desk.map.pack.faults import MapPackFault
from batola_desk.map.pack.reader import connect_read_only
from batola_desk.map.pack.schema import APPLICATION_ID


class Format(StrEnum):
    """What can be imported; the word stands in the pack."""

    OSM = "osm.pbf"
    GEOPACKAGE = "gpkg"
    SHAPEFILE = "shp"
    GEOJSON = "geojson"
    MBTILES = "mbtiles"
    PMTILES = "pmtiles"
    PACK = "btmap"


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file whose format is known.

    Attributes:
        where: how GDAL finds it; one more than one for an archive with several shapefiles.
    """

    path: Path
    format: Format
    where: tuple[str, ...] = ()


_SQLITE: Final = b"SQLite format 3\0"
_SHAPEFILE: Final = b"\x00\x00\x27\x0a"
_WEB_PAGE: Final = (b"<!doctype html", b"<html")
_OF_A_MAC: Final = ("__MACOSX/", "._")  # what its archiver adds to each file
_PARTS_OF_SHAPEFILE: Final = (".dbf", ".shx", ".prj", ".cpg")
_INSIDE_ARCHIVE: Final = (".shp", ".gpkg", ".geojson")


def find_format(path: Path) -> FoundFile:
    """Return what a file is.

    Raises:
        MapPackFault: missing, a folder, not readable, too large, or nothing that can be imported.
    """
    try:
        found_stat = path.stat()
        if stat.S_ISDIR(found_stat.st_mode):
            raise MapPackFault("map_is_folder", file=path.name)
        if not stat.S_ISREG(found_stat.st_mode):  # a pipe would be waited for without end
            raise MapPackFault("map_not_a_file", file=path.name)
        with path.open("rb") as file:
            head = file.read(512)
        size = found_stat.st_size
    except (FileNotFoundError, ValueError) as fault:  # ValueError: a name that no file can have
        raise MapPackFault("map_file_missing", file=path.name) from fault
    except OSError as fault:
        raise MapPackFault("map_file_unreadable", file=path.name) from fault
    if not head:
        raise MapPackFault("map_file_empty", file=path.name)
    found = _by_content(path, head)
    limit = JSON_BYTES_MAX if found.format is Format.GEOJSON else FILE_BYTES_MAX
    if size > limit and found.format not in (Format.MBTILES, Format.PMTILES, Format.PACK):
        raise MapPackFault("map_file_too_large", file=path.name, limit_mb=limit // 2**20)
    return found


def _by_content(path: Path, head: bytes) -> FoundFile:
    if head.startswith(_SQLITE):
        return FoundFile(path, _sqlite_format(path, head), (str(path),))
    if head.startswith(b"PMTiles"):
        return FoundFile(path, Format.PMTILES)
    if head.startswith(_SHAPEFILE):
        return _shapefile(path)
    if head.startswith(b"PK\x03\x04"):
        return _archive(path)
    if head[:2] == b"\0\0" and b"\x0a\x09OSMHeader" in head[:20]:
        return FoundFile(path, Format.OSM)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return FoundFile(path, Format.GEOJSON, (str(path),))
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_WEB_PAGE):
        raise MapPackFault("map_is_web_page", file=path.name)
    if path.suffix.lower() in _PARTS_OF_SHAPEFILE:
        raise MapPackFault("map_choose_shp", file=path.name)
    raise MapPackFault("map_unknown_format", file=path.name)


def _sqlite_format(path: Path, head: bytes) -> Format:
    application = int.from_bytes(head[68:72], "big")
    if application == APPLICATION_ID:
        return Format.PACK
    connection = connect_read_only(path)
    with contextlib.closing(connection):
        try:
            tables = {str(name) for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        except sqlite3.Error as fault:
            raise MapPackFault("map_file_damaged", file=path.name) from fault
    if "gpkg_contents" in tables:
        return Format.GEOPACKAGE
    if "tiles" in tables:
        return Format.MBTILES
    raise MapPackFault("map_unknown_format", file=path.name)


def _shapefile(path: Path) -> FoundFile:
    if path.suffix.lower() != ".shp":
        raise MapPackFault("map_choose_shp", file=path.name)
    for suffix in (".dbf", ".shx"):
        if not _part(path, suffix).is_file():
            raise MapPackFault("map_part_missing", file=path.name, part=path.with_suffix(suffix).name)
    try:
        with _part(path, ".dbf").open("rb") as table, _part(path, ".shx").open("rb") as index:
            _ask_for_all_rows(table, index, path.name)
    except OSError as fault:
        raise MapPackFault("map_file_unreadable", file=path.name) from fault
    return FoundFile(path, Format.SHAPEFILE, (str(path),))


def _part(path: Path, suffix: str) -> Path:
    """A part of a shapefile, whose ending may be in capitals."""
    small = path.with_suffix(suffix)
    return small if small.is_file() else path.with_suffix(suffix.upper())


def _ask_for_all_rows(table: IO[bytes], index: IO[bytes], file: str) -> None:
    """Refuse a table with fewer rows than there are shapes: GDAL leaves out the rest without a word.

    Source: ESRI Shapefile Technical Description 1998, "Organization of the Index File"; dBASE III header.
    """
    rows = int.from_bytes(table.read(8)[4:8], "little")
    words = int.from_bytes(index.read(28)[24:28], "big")
    if rows < (2 * words - 100) // 8:
        raise MapPackFault("map_file_damaged", file=file)


def _ask_for_rows_inside(archive: zipfile.ZipFile, names: set[str], file: str) -> None:
    for name in names:
        plain = PurePosixPath(name)
        parts = [
            next((str(plain.with_suffix(s)) for s in written if str(plain.with_suffix(s)) in names), "")
            for written in ((".dbf", ".DBF"), (".shx", ".SHX"))
        ]
        if plain.suffix.lower() == ".shp" and all(parts):
            with archive.open(parts[0]) as table, archive.open(parts[1]) as index:
                _ask_for_all_rows(table, index, file)


def _is_of_a_mac(name: str) -> bool:
    return name.startswith(_OF_A_MAC[0]) or PurePosixPath(name).name.startswith(_OF_A_MAC[1])


def _archive(path: Path) -> FoundFile:
    """Return the map files in a zip archive; they are read from inside, nothing is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not _is_of_a_mac(entry.filename)]
            if any(entry.flag_bits & 1 for entry in entries):
                raise MapPackFault("map_zip_locked", file=path.name)
            damaged = (
                archive.testzip() if sum(entry.file_size for entry in entries) <= FILE_BYTES_MAX else None
            )
            if damaged is None:
                _ask_for_rows_inside(archive, {entry.filename for entry in entries}, path.name)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError) as fault:
        raise MapPackFault("map_file_damaged", file=path.name) from fault
    if sum(entry.file_size for entry in entries) > FILE_BYTES_MAX:
        raise MapPackFault("map_file_too_large", file=path.name, limit_mb=FILE_BYTES_MAX // 2**20)
    if damaged is not None:
        raise MapPackFault("map_file_damaged", file=path.name)
    inner = [entry.filename for entry in entries if entry.filename.lower().endswith(_INSIDE_ARCHIVE)]
    names = {entry.filename for entry in entries}
    for name in inner:
        plain = PurePosixPath(name)
        if (
            plain.suffix.lower() == ".shp"
            and not {str(plain.with_suffix(s)) for s in (".dbf", ".DBF")} & names
        ):
            raise MapPackFault("map_part_missing", file=path.name, part=plain.with_suffix(".dbf").name)
    if not inner:
        raise MapPackFault("map_unknown_format", file=path.name)
    return FoundFile(
        path, Format.SHAPEFILE, tuple(f"/vsizip/{path.as_posix()}/{name}" for name in sorted(inner))
    )
