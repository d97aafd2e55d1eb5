"""How large a thing an import takes: beyond these it says so instead of filling the machine."""

from __future__ import annotations

from typing import Final

AROUND_REGENCY_M: Final = 20_000.0
FILE_BYTES_MAX: Final = 2 * 2**30  # LIMIT: a whole island's extract; a planet file is a mistake
JSON_BYTES_MAX: Final = 200 * 2**20  # LIMIT: GDAL holds a GeoJSON file whole, at about four times its size
SEGMENTS_MAX: Final = 3_000_000  # LIMIT: six times the largest regency; the map and the routing stay fast
FEATURES_MAX: Final = 2_000_000
FEATURE_POINTS_MAX: Final = 500_000  # LIMIT: one outline; Kalimantan's coast has fewer
TILES_MAX: Final = 1_000_000
SCANNED_TILES_MAX: Final = 20_000_000  # LIMIT: a minute; a file of more is no regency's, or lies
TILE_BYTES_MAX: Final = 2 * 2**20
RASTER_BYTES_MAX: Final = 8 * 2**30
RASTER_ZOOM_MAX: Final = 19
NAME_LETTERS_MAX: Final = 120
BATCH: Final = 4000
