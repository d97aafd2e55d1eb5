"""Areas of the weather warnings on the map, as long as the band says them: put away with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QObject, QRectF, Slot
from PySide6.QtGui import QColor, QPainter, QPen

from batola_desk.domain.weather import Corners
from batola_desk.map.projection import Camera, project
from batola_desk.ui.map.canvas import MapCanvas
from batola_desk.ui.map.glyphs import GlyphStore
from batola_desk.ui.map.overlay import ORDER_BASE, LegendRow, LegendSign
from batola_desk.ui.map.palette import MapPalette
from batola_desk.ui.map.polygons import polygon_of
from batola_desk.ui.weather.weather_view_model import WeatherViewModel

ALPHA: Final = 34  # names and roads below stay readable


class WeatherOverlay:
    """Implements ``ui.map.overlay.Overlay``."""

    def __init__(self) -> None:
        self.outlines: tuple[NDArray[np.float64], ...] = ()

    def set_outlines(self, outlines: Sequence[Corners]) -> None:
        """Draw these from now on. Kept as world fractions, shape (n, 2) each."""
        self.outlines = tuple(
            np.column_stack(project([lat for lat, _ in corners], [lon for _, lon in corners]))
            for corners in outlines
        )

    def draw(self, painter: QPainter, camera: Camera, palette: MapPalette, _glyphs: GlyphStore) -> None:
        """A thin line and a breath of colour inside; the line is what is told apart without colours."""
        if not self.outlines:
            return
        fill = QColor(palette.colour("weather"))
        fill.setAlpha(ALPHA)
        painter.setPen(QPen(palette.colour("weather"), 1.6))
        painter.setBrush(fill)
        window = QRectF(0, 0, camera.width_px, camera.height_px)
        for outline in self.outlines:
            polygon = polygon_of(np.column_stack(camera.to_screen(outline[:, 0], outline[:, 1])))
            if polygon.boundingRect().intersects(window):
                painter.drawPolygon(polygon)

    def hit(self, _camera: Camera, _x_px: float, _y_px: float) -> str | None:
        """Areas are looked at, not clicked."""
        return None

    def legend(self) -> Sequence[LegendRow]:
        """What the line means, while there is one."""
        words = QCoreApplication.translate("weather", "Wilayah peringatan cuaca")
        return [LegendRow(LegendSign.AREA, "weather", words)] if self.outlines else []


class WeatherOnMap(QObject):
    """Brings the band's warnings to the map."""

    def __init__(self, vm: WeatherViewModel, canvas: MapCanvas, parent: QObject) -> None:
        super().__init__(parent)
        self._vm = vm
        self._canvas = canvas
        self._shown: tuple[Corners, ...] = ()
        self.overlay = WeatherOverlay()
        canvas.add_overlay(self.overlay, order=ORDER_BASE)
        vm.changed.connect(self.render_now)
        self.render_now()

    @Slot()
    def render_now(self) -> None:
        """Draw what the band says; nothing if the map shows it already."""
        outlines = tuple(corners for view in self._vm.banner for corners in view.outlines)
        if outlines != self._shown:
            self._shown = outlines
            self.overlay.set_outlines(outlines)
            self._canvas.overlay_changed()
