"""What a map pack says about itself: name, sources, attribution, extent, counts."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from batola_desk.map.pack.faults import MapPackFault


class Bounds(NamedTuple):
    """A rectangle in degrees."""

    south: float
    west: float
    north: float
    east: float


class Box(NamedTuple):
    """A rectangle in world fractions; y grows to the south."""

    min_x: float
    min_y: float
    max_x: float
    max_y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PackSource:
    """One file that went into the pack.

    Attributes:
        file: its name without folders.
        date: day of the data, ISO; as the file says, or the person who imported it.
        attribution: words that must stand on the map.
    """

    file: str
    sha256: str
    format: str
    date: str
    attribution: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RasterInfo:
    """Which picture tiles the pack holds; ``media_type`` as in HTTP."""

    min_zoom: int
    max_zoom: int
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackMeta:
    """The pack's own description.

    Attributes:
        created: ISO time, UTC.
        counts: features of each kind, and ``name``, ``raster`` for rows of those tables.
        digest: SHA-256 over all rows: what a copied pack is checked against.
    """

    name: str
    created: str
    sources: tuple[PackSource, ...]
    bounds: Bounds
    counts: Mapping[str, int]
    made_by: str
    raster: RasterInfo | None = None
    digest: str = ""

    @property
    def created_us(self) -> int:
        """When it was made, microseconds since 1970; 0 when that cannot be read."""
        try:
            made = dt.datetime.fromisoformat(self.created)
        except ValueError:
            return 0
        return max(0, round(made.timestamp() * 1e6)) if made.tzinfo is not None else 0

    @property
    def attribution(self) -> tuple[str, ...]:
        """Every text that must stand on the map, each once."""
        return tuple(dict.fromkeys(source.attribution for source in self.sources if source.attribution))


def write_meta(connection: sqlite3.Connection, meta: PackMeta) -> None:
    """Store the description; what stood there before is replaced."""
    connection.execute("DELETE FROM meta")
    rows = [(key, json.dumps(value, ensure_ascii=False)) for key, value in asdict(meta).items()]
    connection.executemany("INSERT INTO meta (key, value) VALUES (?, ?)", rows)


def read_meta(connection: sqlite3.Connection, file: str) -> PackMeta:
    """Read the description.

    Raises:
        MapPackFault: a part is missing or is not what it should be.
    """
    try:
        rows: dict[str, Any] = {
            key: json.loads(value) for key, value in connection.execute("SELECT key, value FROM meta")
        }
        raster = rows["raster"]
        return PackMeta(
            name=str(rows["name"]),
            created=str(rows["created"]),
            sources=tuple(PackSource(**source) for source in rows["sources"]),
            bounds=Bounds(*map(float, rows["bounds"])),
            counts={str(kind): int(count) for kind, count in rows["counts"].items()},
            made_by=str(rows["made_by"]),
            raster=RasterInfo(**raster) if raster is not None else None,
            digest=str(rows["digest"]),
        )
    except (sqlite3.Error, ValueError, TypeError, KeyError, AttributeError) as fault:
        raise MapPackFault("map_pack_damaged", file=file) from fault
