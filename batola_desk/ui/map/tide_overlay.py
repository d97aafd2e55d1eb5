"""What the tide does to jetties and pump points: a tick at those that can be used, a bar at the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF
from PySide6.QtGui import QPainter, QPen, QPolygonF

from batola_desk.map.projection import Camera, project, world_size_px
from batola_desk.services.recommendation_views import TidalState
from batola_desk.ui.map.glyphs import GlyphStore
from batola_desk.ui.map.overlay import LegendRow, LegendSign
from batola_desk.ui.map.palette import MapPalette
from batola_desk.ui.noop import QT_TRANSLATE_NOOP

ZOOM_MIN: Final = 11.5
RADIUS_PX: Final = 6.5
BESIDE_PX: Final = 9.0
_MARGIN_PX: Final = 20.0
_USABLE: Final = QT_TRANSLATE_NOOP("advice", "Bisa dipakai sekarang")
_NOT_USABLE: Final = QT_TRANSLATE_NOOP("advice", "Tidak bisa dipakai sekarang")


class TideOverlay:
    """Implements ``ui.map.overlay.Overlay``."""

    def __init__(self) -> None:
        self._states: tuple[TidalState, ...] = ()
        self._x = self._y = np.zeros(0)

    def set_states(self, states: Sequence[TidalState]) -> None:
        """Show these."""
        self._states = tuple(states)
        self._x, self._y = project([one.latitude for one in states], [one.longitude for one in states])

    def draw(self, painter: QPainter, camera: Camera, palette: MapPalette, _glyphs: GlyphStore) -> None:
        """A small sign at the corner of each point's own."""
        if not self._states or camera.zoom < ZOOM_MIN:
            return
        size_px = world_size_px(camera.zoom)
        x = (self._x - camera.x) * size_px + camera.width_px / 2
        y = (self._y - camera.y) * size_px + camera.height_px / 2
        seen = (np.abs(x - camera.width_px / 2) < camera.width_px / 2 + _MARGIN_PX) & (
            np.abs(y - camera.height_px / 2) < camera.height_px / 2 + _MARGIN_PX
        )
        for at in np.flatnonzero(seen).tolist():
            _draw_sign(
                painter, palette, QPointF(x[at] + BESIDE_PX, y[at] + BESIDE_PX), self._states[at].is_usable
            )

    def hit(self, _camera: Camera, _x_px: float, _y_px: float) -> str | None:
        """The point below is what is clicked."""
        return None

    def legend(self) -> Sequence[LegendRow]:
        """What the signs mean, those that are there."""
        shown = {one.is_usable for one in self._states}
        rows = ((True, "unit_ready", _USABLE), (False, "closed", _NOT_USABLE))
        return [
            LegendRow(LegendSign.DOT, role, QCoreApplication.translate("advice", words))
            for is_usable, role, words in rows
            if is_usable in shown
        ]


def _draw_sign(painter: QPainter, palette: MapPalette, middle: QPointF, is_usable: bool) -> None:
    """Told apart by shape as well as by colour."""
    role = "unit_ready" if is_usable else "closed"
    painter.setPen(QPen(palette.colour(role), 1.8))
    painter.setBrush(palette.colour("feature_paper"))
    painter.drawEllipse(middle, RADIUS_PX, RADIUS_PX)
    painter.setPen(QPen(palette.colour(role), 2.2))
    if is_usable:
        tick = ((-3.0, 0.2), (-0.8, 2.6), (3.2, -2.4))
        painter.drawPolyline(QPolygonF([middle + QPointF(*point) for point in tick]))
    else:
        painter.drawLine(middle + QPointF(-3.2, 3.2), middle + QPointF(3.2, -3.2))
