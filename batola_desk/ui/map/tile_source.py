"""Paints one tile in small steps: the schematic base here, a map pack in ``pack_source``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from batola_desk.map.gazetteer import PlaceKind
from batola_desk.map.projection import TILE_SIZE_PX, Tile
from batola_desk.map.schematic import Cell, SchematicBase
from batola_desk.ui.map.palette import MapPalette
from batola_desk.ui.map.polygons import polygon_of

_MARGIN_PX = 12.0  # what stands outside a tile may reach into it with its outline
_STEP_FEATURES = 24


class TileSource(Protocol):
    """Something that can paint tiles.

    ``paint`` draws with a painter whose unit is one tile pixel (256 across) and yields between steps of
    about a millisecond, so that the screen thread can stop at any of them. What must be read before it
    can be painted is read elsewhere: ``want`` says what, first first; ``on_ready`` names who is told.

    Attributes:
        look: two sources with the same look paint the same pictures.
    """

    look: str

    def want(self, tiles: Sequence[Tile]) -> None: ...

    def is_ready(self, tile: Tile) -> bool: ...

    def on_ready(self, told: Callable[[], None]) -> None: ...

    def paint(self, painter: QPainter, tile: Tile, palette: MapPalette) -> Iterator[None]: ...


class SchematicTileSource:
    """Tiles of the schematic base. It is in memory: every tile is ready."""

    look = "schematic"

    def __init__(self, base: SchematicBase) -> None:
        self._base = base

    def want(self, tiles: Sequence[Tile]) -> None:
        """Nothing to read."""

    def is_ready(self, tile: Tile) -> bool:
        return True

    def on_ready(self, told: Callable[[], None]) -> None:
        """Nobody has to wait."""

    def paint(self, painter: QPainter, tile: Tile, palette: MapPalette) -> Iterator[None]:
        size = 2.0**tile.zoom
        margin = _MARGIN_PX / TILE_SIZE_PX
        box = ((tile.x - margin) / size, (tile.y - margin) / size, (tile.x + 1 + margin) / size,
               (tile.y + 1 + margin) / size)  # fmt: skip
        painter.fillRect(0, 0, TILE_SIZE_PX + 1, TILE_SIZE_PX + 1, palette.colour("background"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cells = [(cell, _polygon(cell.corners, tile)) for cell in self._base.cells_in(*box)]
        yield
        yield from self._paint_ground(painter, cells, tile.zoom, palette)
        yield from self._paint_lines(painter, box, tile, palette)
        self._paint_dots(painter, box, tile, palette)

    def _paint_ground(
        self, painter: QPainter, cells: list[tuple[Cell, QPolygonF]], zoom: int, palette: MapPalette
    ) -> Iterator[None]:
        # A wide stroke below all fills leaves only its outer half: one outline without a union of shapes.
        shore = QPen(palette.colour("outline"), 3.0 if zoom < 11 else 4.5)
        shore.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(shore)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for count, (_, polygon) in enumerate(cells):
            painter.drawPolygon(polygon)
            if count % _STEP_FEATURES == _STEP_FEATURES - 1:
                yield
        yield
        for count, (cell, polygon) in enumerate(cells):
            tint = palette.lands[cell.tint]
            painter.setPen(QPen(tint, 1.0))  # closes the hairline that antialiasing leaves between fills
            painter.setBrush(tint)
            painter.drawPolygon(polygon)
            if count % _STEP_FEATURES == _STEP_FEATURES - 1:
                yield
        yield

    def _paint_lines(
        self, painter: QPainter, box: tuple[float, float, float, float], tile: Tile, palette: MapPalette
    ) -> Iterator[None]:
        desa, kecamatan = self._base.lines_in(*box)
        if tile.zoom >= 10:
            alpha = 110 if tile.zoom < 12 else 190
            self._stroke(
                painter, desa, tile, palette.colour("desa_line", alpha=alpha), 0.8 if tile.zoom < 12 else 1.2
            )
            yield
        wide = 1.2 if tile.zoom < 11 else 2.0
        self._stroke(painter, kecamatan, tile, palette.colour("kecamatan_line"), wide)
        yield

    @staticmethod
    def _stroke(
        painter: QPainter, lines: list[NDArray[np.float64]], tile: Tile, colour: QColor, width: float
    ) -> None:
        pen = QPen(colour, width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        for line in lines:
            painter.drawPolyline(_polygon(line, tile))

    def _paint_dots(
        self, painter: QPainter, box: tuple[float, float, float, float], tile: Tile, palette: MapPalette
    ) -> None:
        radius = 1.3 if tile.zoom < 10 else 1.9 if tile.zoom < 11 else 2.6 if tile.zoom < 13 else 3.4
        painter.setPen(QPen(palette.colour("text_halo"), 1.2))
        painter.setBrush(palette.colour("place_dot"))
        for point in self._base.points_in(*box):
            if point.place.kind is PlaceKind.KECAMATAN:
                continue
            at = QPointF(*_tile_pixels(np.array([[point.x, point.y]]), tile)[0])
            if point.place.kind is PlaceKind.KELURAHAN:
                painter.drawRect(int(at.x() - radius), int(at.y() - radius), int(2 * radius), int(2 * radius))
            else:
                painter.drawEllipse(at, radius, radius)


def _tile_pixels(corners: NDArray[np.float64], tile: Tile) -> NDArray[np.float64]:
    return (corners * 2.0**tile.zoom - (tile.x, tile.y)) * TILE_SIZE_PX


def _polygon(corners: NDArray[np.float64], tile: Tile) -> QPolygonF:
    return polygon_of(_tile_pixels(corners, tile))
