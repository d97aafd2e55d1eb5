"""What lies in a folder that can be chosen. Runs in a worker: a share may be slow or away."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ENDINGS: Final[tuple[str, ...]] = (  # what a map can be made of
    ".osm.pbf", ".pbf", ".gpkg", ".shp", ".zip", ".geojson", ".json", ".mbtiles", ".pmtiles", ".btmap",
)  # fmt: skip
ENTRIES_MAX: Final = 2000  # LIMIT: nobody reads more; the path can be typed


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list."""

    path: Path
    is_folder: bool
    size_bytes: int = 0


def entries_of(folder: Path, endings: tuple[str, ...] = ENDINGS) -> list[Entry]:
    """Return folders, then files with one of these endings, by name.

    Raises:
        OSError: the folder is not there or may not be read.
    """
    folders: list[Entry] = []
    files: list[Entry] = []
    with os.scandir(folder) as found:
        for item in found:
            name = item.name.lower()
            if name.startswith("."):
                continue
            if _is_folder(item):
                folders.append(Entry(Path(item.path), is_folder=True))
            elif name.endswith(endings):
                files.append(Entry(Path(item.path), is_folder=False, size_bytes=_size(item)))
    folders.sort(key=lambda entry: entry.path.name.lower())
    files.sort(key=lambda entry: entry.path.name.lower())
    return [*folders, *files][:ENTRIES_MAX]


def first_folder() -> Path:
    """Return where files usually arrive."""
    downloads = Path.home() / "Downloads"
    return downloads if downloads.is_dir() else Path.home()


def _is_folder(item: os.DirEntry[str]) -> bool:
    try:
        return item.is_dir()
    except OSError:  # a link to nowhere
        return False


def _size(item: os.DirEntry[str]) -> int:
    try:
        return item.stat().st_size
    except OSError:
        return 0
