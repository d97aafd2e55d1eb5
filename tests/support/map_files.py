"""Small foreign map files of every kind, good and bad, for tests of the importer."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyproj
import shapely

from batola_desk.map.projection import project

Rows = Sequence[tuple[Any, Mapping[str, str]]]  # geometry in degrees (x = longitude), columns

ROAD = shapely.LineString([(114.60, -3.00), (114.61, -3.005), (114.62, -3.00)])
CANAL = shapely.LineString([(114.60, -3.01), (114.65, -3.01)])
MOSQUE = shapely.Point(114.6, -3.0)
FIELD = shapely.Polygon([(114.5, -3.1), (114.52, -3.1), (114.52, -3.08), (114.5, -3.08)])


def write_vector(
    path: Path, rows: Rows, *, crs: str | None = "EPSG:4326", layer: str | None = None,
    encoding: str = "UTF-8", append: bool = False,
) -> Path:  # fmt: skip
    """Write one layer as GDAL does; the path's ending decides the format. Geometries are reprojected."""
    driver = {".gpkg": "GPKG", ".shp": "ESRI Shapefile", ".geojson": "GeoJSON"}[path.suffix]
    geometries = np.array([geometry for geometry, _ in rows], dtype=object)
    if crs is not None and crs != "EPSG:4326":
        transform = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)
        geometries = shapely.transform(geometries, transform.transform, interleaved=False)
    columns = sorted({column for _, tags in rows for column in tags})
    data = [np.array([tags.get(column) for _, tags in rows], dtype=object) for column in columns]
    kinds = {geometry.geom_type for geometry, _ in rows}
    pyogrio.raw.write(
        str(path), shapely.to_wkb(geometries), data, columns, driver=driver, crs=crs, append=append,
        geometry_type=kinds.pop() if len(kinds) == 1 else "Unknown", layer=layer,
        encoding=encoding if path.suffix == ".shp" else None,
    )  # fmt: skip
    return path


def write_geojson(path: Path, features: Sequence[Mapping[str, Any]]) -> Path:
    """Write GeoJSON by hand: what GDAL would never write, too."""
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}), encoding="utf-8")
    return path


def png(colour: int = 0) -> bytes:
    """A picture of one grey pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return len(data).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")

    header = (1).to_bytes(4, "big") * 2 + bytes([8, 0, 0, 0, 0])
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes([0, colour])))
        + chunk(b"IEND", b"")
    )  # fmt: skip


def tile_at(lat: float, lon: float, zoom: int) -> tuple[int, int]:
    """Column and row from the north of the tile over a position."""
    x, y = project(lat, lon)
    return int(float(x) * 2**zoom), int(float(y) * 2**zoom)


def write_mbtiles(path: Path, tiles: Mapping[tuple[int, int, int], bytes], **metadata: str) -> Path:
    """Write MBTiles; tiles are (z, x, y from the north)."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
    connection.execute(
        "CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB)"
    )
    connection.executemany("INSERT INTO metadata VALUES (?, ?)", metadata.items())
    rows = [(z, x, 2**z - 1 - y, data) for (z, x, y), data in tiles.items()]
    connection.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", rows)
    connection.commit()
    connection.close()
    return path


def write_pmtiles(
    path: Path, tiles: Mapping[tuple[int, int, int], bytes], *, tile_type: str = "PNG", **metadata: str
) -> Path:
    """Write PMTiles with its own library."""
    from pmtiles.tile import Compression, TileType, zxy_to_tileid
    from pmtiles.writer import Writer

    with path.open("wb") as file:
        writer = Writer(file)
        for (z, x, y), data in sorted(tiles.items(), key=lambda item: zxy_to_tileid(*item[0])):
            writer.write_tile(zxy_to_tileid(z, x, y), data)
        writer.finalize(
            {
                "tile_type": TileType[tile_type], "tile_compression": Compression.NONE,
                "min_lon_e7": -1800000000, "min_lat_e7": -850000000, "max_lon_e7": 1800000000,
                "max_lat_e7": 850000000, "center_zoom": 0, "center_lon_e7": 0, "center_lat_e7": 0,
            },
            metadata,
        )  # fmt: skip
    return path
