"""The tables of a map pack, and how its numbers are written. Source: docs/decisions/0025.

Coordinates are Web Mercator world fractions times 2**32 as unsigned 32-bit integers ("units32"), x to
the east and y to the south: 9 mm on the ground, and a point that two lines share stays exactly shared.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

APPLICATION_ID: Final = 0x42544D50  # "BTMP"
SCHEMA_VERSION: Final = 1
WORLD_UNITS: Final = 2.0**32
Units = NDArray[np.uint32]
STORED = np.dtype("<u4")

# Level of detail by zoom: full from 15 on, then simplified to half a pixel of the nearest zoom served.
LEVEL_ZOOM_MIN: Final = (15, 13, 11, 0)
LEVEL_ZOOM_MAX: Final = (None, 14, 12, 10)
LEVELS: Final = len(LEVEL_ZOOM_MIN)

TABLES: Final = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE feature (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, rank INTEGER NOT NULL,
    shape INTEGER NOT NULL, tags TEXT NOT NULL, source INTEGER NOT NULL
);
CREATE TABLE geometry (
    feature_id INTEGER NOT NULL, level INTEGER NOT NULL, parts BLOB NOT NULL, points BLOB NOT NULL,
    PRIMARY KEY (feature_id, level)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE feature_box USING rtree (
    id, min_x, max_x, min_y, max_y, min_zoom, max_zoom
);
CREATE TABLE name (
    feature_id INTEGER NOT NULL, text TEXT NOT NULL, folded TEXT NOT NULL, x INTEGER NOT NULL,
    y INTEGER NOT NULL, kind TEXT NOT NULL, kecamatan TEXT NOT NULL
);
CREATE TABLE graph (name TEXT PRIMARY KEY, dtype TEXT NOT NULL, shape TEXT NOT NULL, data BLOB NOT NULL);
CREATE TABLE raster (
    z INTEGER NOT NULL, x INTEGER NOT NULL, y INTEGER NOT NULL, source INTEGER NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (z, x, y)
) WITHOUT ROWID;
"""


def level_at(zoom: float) -> int:
    """Return the level of detail that is drawn at a zoom."""
    return next(level for level, least in enumerate(LEVEL_ZOOM_MIN) if zoom >= least)


def half_pixel(level: int) -> float:
    """Return half a pixel, in world fractions, of the nearest zoom that a simplified level serves."""
    zoom = LEVEL_ZOOM_MAX[level]
    assert zoom is not None, "the full level is never simplified"
    return float(0.5 / (256 * 2**zoom))


def units_of(fractions: ArrayLike) -> Units:
    """Return world fractions as units32, held inside the world."""
    scaled = np.rint(np.asarray(fractions, dtype=np.float64) * WORLD_UNITS)
    return np.clip(scaled, 0, WORLD_UNITS - 1).astype(np.uint32)


def fractions_of(units: Units) -> NDArray[np.float64]:
    """Return units32 as world fractions."""
    return np.asarray(units.astype(np.float64) / WORLD_UNITS)


class PackName(NamedTuple):
    """A name for the search, with the point it flies to (units32): a row of ``name``."""

    feature_id: int
    text: str
    folded: str
    x: int
    y: int
    kind: str
    kecamatan: str
