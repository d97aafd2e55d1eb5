"""Areas that are reached in 5, 10, 15 and 30 minutes, as one small picture laid over the map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from PySide6.QtCore import QCoreApplication, QRectF
from PySide6.QtGui import QImage, QPainter

from batola_desk.map.projection import Camera, world_size_px
from batola_desk.map.routing.reach import ReachAreas
from batola_desk.ui.map.glyphs import GlyphStore
from batola_desk.ui.map.overlay import LegendRow, LegendSign
from batola_desk.ui.map.palette import MapPalette
from batola_desk.ui.noop import QT_TRANSLATE_NOOP

ALPHA: Final = 105
EDGE_ALPHA: Final = 215
ROLES: Final = ("reach_1", "reach_2", "reach_3", "reach_4")
_WORDS: Final = QT_TRANSLATE_NOOP("advice", "Terjangkau {minutes} menit")


class ReachOverlay:
    """Implements ``ui.map.overlay.Overlay``."""

    def __init__(self) -> None:
        self._areas: ReachAreas | None = None
        self._picture: tuple[str, QImage] | None = None

    @property
    def is_shown(self) -> bool:
        return self._areas is not None

    def set_areas(self, areas: ReachAreas | None) -> None:
        """Show these areas; None: nothing any more."""
        self._areas = areas
        self._picture = None

    def draw(self, painter: QPainter, camera: Camera, palette: MapPalette, _glyphs: GlyphStore) -> None:
        """The picture, stretched over its place."""
        areas = self._areas
        if areas is None:
            return
        if self._picture is None or self._picture[0] != palette.name:
            self._picture = (palette.name, _picture(areas, palette))
        size_px = world_size_px(camera.zoom)
        rows, columns = areas.band.shape
        place = QRectF(
            (areas.left - camera.x) * size_px + camera.width_px / 2,
            (areas.top - camera.y) * size_px + camera.height_px / 2,
            columns * areas.cell * size_px,
            rows * areas.cell * size_px,
        )
        if not place.intersects(QRectF(0, 0, camera.width_px, camera.height_px)):
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, self._picture[1])

    def hit(self, _camera: Camera, _x_px: float, _y_px: float) -> str | None:
        """Areas are looked at, not clicked."""
        return None

    def legend(self) -> Sequence[LegendRow]:
        """A colour for each limit."""
        if self._areas is None:
            return []
        words = QCoreApplication.translate("advice", _WORDS)
        return [
            LegendRow(LegendSign.AREA, role, words.format(minutes=f"≤ {minutes}"))
            for role, minutes in zip(ROLES, self._areas.minutes, strict=False)
        ]


def _picture(areas: ReachAreas, palette: MapPalette) -> QImage:
    """Each band in its colour, its edge stronger: told apart without colours too."""
    band = areas.band
    padded = np.pad(band, 1, mode="edge").astype(np.int16)
    inner = padded[1:-1, 1:-1]
    around = (padded[:-2, 1:-1], padded[2:, 1:-1], padded[1:-1, :-2], padded[1:-1, 2:])
    is_edge = np.zeros(band.shape, dtype=bool)
    for beside in around:
        is_edge |= (inner > 0) & ((beside == 0) | (beside > inner))
    pixels = np.zeros((*band.shape, 4), np.uint8)
    for number, role in enumerate(ROLES, start=1):
        colour = palette.colour(role)
        for mask, alpha in (((band == number) & ~is_edge, ALPHA), ((band == number) & is_edge, EDGE_ALPHA)):
            blue, green, red = (part * alpha // 255 for part in (colour.blue(), colour.green(), colour.red()))
            pixels[mask] = (blue, green, red, alpha)
    rows, columns = band.shape
    picture = QImage(pixels.tobytes(), columns, rows, columns * 4, QImage.Format.Format_ARGB32_Premultiplied)
    return picture.copy()  # the bytes above do not outlive this function
