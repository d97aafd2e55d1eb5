"""Small map packs written directly: exactly these features, for the painter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from batola_desk.map.pack.kinds import BY_CODE, Shape, min_zoom_of
from batola_desk.map.pack.meta import Bounds, PackMeta, PackSource, RasterInfo
from batola_desk.map.pack.schema import LEVELS, units_of
from batola_desk.map.pack.writer import NewFeature, Outline, PackWriter
from batola_desk.map.projection import project

Points = Sequence[tuple[float, float]]
Item = tuple[str, Shape, str, Sequence[Points]]  # kind, shape, name, parts of (lat, lon)


def write_small_pack(
    path: Path,
    items: Iterable[Item],
    *,
    attribution: str = "© OpenStreetMap contributors",
    tiles: Mapping[tuple[int, int, int], bytes] | None = None,
    name: str = "Uji",
) -> Path:
    """Write a pack with these features at every level of detail."""
    writer = PackWriter(path)
    for kind_code, shape, text, parts in items:
        kind = BY_CODE[kind_code]
        points = np.array([point for part in parts for point in part], dtype=np.float64)
        x, y = project(points[:, 0], points[:, 1])
        counts = np.array([len(part) for part in parts], np.uint32)
        outline = Outline(counts, units_of(np.column_stack([x, y])))
        writer.add(
            NewFeature(
                kind=kind,
                shape=shape,
                outlines=dict.fromkeys(range(LEVELS), outline),
                min_zoom=min_zoom_of(kind, text),
                name=text,
            )
        )
    raster = None
    if tiles:
        zooms = [zoom for zoom, _, _ in tiles]
        raster = RasterInfo(min_zoom=min(zooms), max_zoom=max(zooms), media_type="image/png")
        writer.add_tiles([(*place, 0, data) for place, data in tiles.items()])
    source = PackSource(
        file="uji.osm.pbf", sha256="", format="osm", date="2026-11-01", attribution=attribution
    )
    writer.finish(
        PackMeta(
            name=name,
            created="2026-11-26T00:00:00+00:00",
            sources=(source,),
            bounds=Bounds(-3.5, 114.3, -2.5, 115.0),
            counts={},
            made_by="test",
            raster=raster,
        )
    )
    return path
