"""Part of ``doctor --installed``: a small map pack is written, read and painted, as the window does it."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
from PySide6.QtGui import QColor, QImage, QPainter

from batola_desk.map.pack.kinds import BY_CODE, Shape, min_zoom_of
from batola_desk.map.pack.meta import Bounds, PackMeta
from batola_desk.map.pack.schema import LEVELS, units_of
from batola_desk.map.pack.writer import NewFeature, Outline, PackWriter
from batola_desk.map.projection import TILE_SIZE_PX, Tile, project
from batola_desk.ui.map.pack_reading import PackReading
from batola_desk.ui.map.pack_source import PackTileSource
from batola_desk.ui.map.palette import MapPalette
from batola_desk.ui.theme.tokens import THEMES

_ZOOM = 14
_ROAD = ((-3.05, 114.70), (-3.05, 114.80))  # straight through a tile, from west to east
_AT = (-3.05, 114.75)
_READ_LIMIT_S = 60.0


def painted_road_px(folder: Path) -> int:
    """Return how many pixels of the tile are not plain land: those of the road.

    Raises:
        TimeoutError: the pack was not read.
    """
    pack = folder / "uji.batolamap"
    _write(pack)
    x, y = (float(each) for each in project(*_AT))
    tile = Tile(_ZOOM, int(x * 2**_ZOOM), int(y * 2**_ZOOM))
    palette = MapPalette.from_tokens(THEMES["light"])
    reading = PackReading(pack)
    source = PackTileSource(reading, "doctor")
    reading.start()
    try:
        source.want([tile])
        deadline_s = time.monotonic() + _READ_LIMIT_S
        while not source.is_ready(tile):
            if time.monotonic() > deadline_s:
                raise TimeoutError(pack.name)
            time.sleep(0.02)
        picture = QImage(TILE_SIZE_PX, TILE_SIZE_PX, QImage.Format.Format_RGB32)
        with QPainter(picture) as painter:
            for _step in source.paint(painter, tile, palette):
                pass
    finally:
        reading.close()
    land = palette.colour("land")
    return sum(
        QColor(picture.pixel(column, row)) != land
        for column in range(0, TILE_SIZE_PX, 8)
        for row in range(TILE_SIZE_PX)
    )


def _write(pack: Path) -> None:
    kind = BY_CODE["road.primary"]
    points = np.array(_ROAD, dtype=np.float64)
    x, y = project(points[:, 0], points[:, 1])
    outline = Outline(np.array([len(points)], np.uint32), units_of(np.column_stack([x, y])))
    writer = PackWriter(pack)
    writer.add(
        NewFeature(
            kind=kind,
            shape=Shape.LINE,
            outlines=dict.fromkeys(range(LEVELS), outline),
            min_zoom=min_zoom_of(kind, "Jalan Uji"),
            name="Jalan Uji",
        )
    )
    bounds = Bounds(-3.5, 114.3, -2.5, 115.0)
    created = "2026-01-01T00:00:00+00:00"
    writer.finish(
        PackMeta(name="Uji", created=created, sources=(), bounds=bounds, counts={}, made_by="doctor")
    )
