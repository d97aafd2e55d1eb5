"""What frames a map: graticule, scale bar, north arrow, readout, legend, the note about its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QPixmap, QPolygonF

from batola_desk.map.coordinates import format_decimal
from batola_desk.map.projection import Camera
from batola_desk.map.scale import graticule_lines_deg, graticule_step_deg, graticule_text, scale_bar
from batola_desk.ui.map.glyphs import GlyphStore
from batola_desk.ui.map.legend import LegendTexts, draw_panel, paint_legend
from batola_desk.ui.map.overlay import LegendRow
from batola_desk.ui.map.palette import MapPalette

MARGIN_PX = 10.0
_PAD_PX = 8.0
_VALUES_ROW_PX = 28.0  # the longitudes along the upper edge
_NOTE_PX_MAX = 250.0  # longer words about the data stand in the hint


@dataclass(frozen=True, slots=True)
class FurnitureTexts:
    """Words in the operator's language."""

    north: str
    south_word: str
    north_word: str
    east_word: str
    west_word: str
    priorities: Mapping[str, str]
    unit_legend: Sequence[tuple[str, str]]  # (unit state, words)
    legend_title: str
    unit_legend_title: str
    map_legend_title: str


class Furniture:
    """Draws the frame. Holds no state but its look and the finished legend."""

    def __init__(self, palette: MapPalette, font: QFont, texts: FurnitureTexts) -> None:
        self._palette = palette
        self._texts = texts
        self._font = QFont(font)
        self._font.setPointSizeF(8.5)
        self._bold = QFont(self._font)
        self._bold.setBold(True)
        self._small = QFont(font)
        self._small.setPointSizeF(7.5)
        self._small_metrics = QFontMetricsF(self._small)
        self._metrics = QFontMetricsF(self._font)
        self._bold_metrics = QFontMetricsF(self._bold)
        self._legend: tuple[GlyphStore, tuple[LegendRow, ...], QPixmap] | None = None
        self.note_place = QRectF()  # where the note about the base was drawn last
        self.readout_place = QRectF()
        self.legend_place = QRectF()

    def draw_graticule(self, painter: QPainter, camera: Camera) -> None:
        """Thin lines of latitude and longitude with their values at the edge."""
        step = graticule_step_deg(camera.scale_px / 360)
        west_north, east_south = (
            camera.position_at(0, 0),
            camera.position_at(camera.width_px, camera.height_px),
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setFont(self._small)
        line = self._palette.colour("graticule", alpha=120)
        painter.setPen(self._palette.colour("graticule_text"))
        texts = self._texts
        for lon in graticule_lines_deg(west_north.lon, east_south.lon, step):
            x = round(camera.point_on_screen(west_north.lat, lon)[0])
            painter.fillRect(x, 0, 1, camera.height_px, line)  # a translucent line costs ten times as much
            value = graticule_text(lon, negative=texts.west_word, positive=texts.east_word)
            if x + 3 + self._small_metrics.horizontalAdvance(value) < camera.width_px - 3:
                self._draw_value(painter, QPointF(x + 3, 11), value)
        for lat in graticule_lines_deg(east_south.lat, west_north.lat, step):
            y = round(camera.point_on_screen(lat, west_north.lon)[1])
            painter.fillRect(0, y, camera.width_px, 1, line)
            value = graticule_text(lat, negative=texts.south_word, positive=texts.north_word)
            if y > _VALUES_ROW_PX:  # at the left: the buttons and the scale stand at the right
                self._draw_value(painter, QPointF(4, y - 3), value)

    def _draw_value(self, painter: QPainter, at: QPointF, value: str) -> None:
        """Half a value behind a panel says nothing: then it is left out."""
        metrics = self._small_metrics
        box = QRectF(at.x(), at.y() - metrics.ascent(), metrics.horizontalAdvance(value), metrics.height())
        panels = (self.legend_place, self.readout_place, self.note_place)
        if not any(box.intersects(panel) for panel in panels):
            painter.drawText(at, value)

    def draw_scale(self, painter: QPainter, camera: Camera, bottom: float, note: str, news: str = "") -> None:
        """Scale bar in the lower right corner, note about the base below it, north arrow beside it.

        Args:
            news: one more line, of a map that is newer; "" = none.
        """
        bar = scale_bar(camera.metres_per_pixel())
        right = camera.width_px - MARGIN_PX
        widest = min(_NOTE_PX_MAX, camera.width_px - 2 * MARGIN_PX - 2 * _PAD_PX)
        note = self._metrics.elidedText(note, Qt.TextElideMode.ElideRight, widest)
        news = self._metrics.elidedText(news, Qt.TextElideMode.ElideRight, widest)
        lines = [line for line in (news, note) if line] or [""]
        widths = [self._metrics.horizontalAdvance(line) for line in lines]
        wide = max(*widths, bar.length_px + 60) + 2 * _PAD_PX
        high = self._metrics.height() * (1 + len(lines)) + 3 * _PAD_PX
        panel = QRectF(right - wide, bottom - high, wide, high)
        self._panel(painter, panel)
        self.note_place = panel
        base_y = panel.top() + _PAD_PX + self._metrics.height() + 2
        left = panel.left() + _PAD_PX
        painter.setPen(QPen(self._palette.colour("panel_text"), 2.0))
        end = left + bar.length_px
        painter.drawPolyline(
            QPolygonF(
                [
                    QPointF(left, base_y - 5),
                    QPointF(left, base_y),
                    QPointF(end, base_y),
                    QPointF(end, base_y - 5),
                ]
            )
        )
        painter.setFont(self._bold)
        painter.drawText(QPointF(left + 5, base_y - 5), bar.text)
        self._north(painter, QPointF(panel.right() - _PAD_PX - 10, panel.top() + _PAD_PX + 10))
        painter.setFont(self._font)
        painter.setPen(self._palette.colour("panel_muted"))
        lowest = panel.bottom() - _PAD_PX - self._metrics.descent() + 2
        for above, line in enumerate(reversed(lines)):
            painter.drawText(QPointF(left, lowest - above * self._metrics.height()), line)

    def draw_readout(self, painter: QPainter, camera: Camera, lat: float, lon: float, place: str) -> None:
        """Coordinates and place under the pointer, lower left."""
        coordinates = format_decimal(lat, lon)
        figures_wide = self._bold_metrics.horizontalAdvance(coordinates)
        wide = max(figures_wide, self._metrics.horizontalAdvance(place)) + 2 * _PAD_PX
        wide = min(wide, camera.width_px - 2 * MARGIN_PX)
        high = self._metrics.height() * 2 + 2 * _PAD_PX
        panel = QRectF(MARGIN_PX, camera.height_px - MARGIN_PX - high, wide, high)
        self.readout_place = panel
        self._panel(painter, panel)
        painter.setFont(self._bold)
        painter.setPen(self._palette.colour("panel_text"))
        left, top = panel.left() + _PAD_PX, panel.top() + _PAD_PX
        painter.drawText(QPointF(left, top + self._metrics.ascent()), coordinates)
        painter.setFont(self._font)
        shown = self._metrics.elidedText(place, Qt.TextElideMode.ElideRight, wide - 2 * _PAD_PX)
        painter.drawText(QPointF(left, top + self._metrics.height() + self._metrics.ascent()), shown)

    def draw_legend(
        self, painter: QPainter, glyphs: GlyphStore, device_ratio: float, rows: tuple[LegendRow, ...]
    ) -> None:
        """What shapes, colours and letters mean, upper left. Painted once per look and ``rows``."""
        if self._legend is None or self._legend[0] is not glyphs or self._legend[1] != rows:
            picture = paint_legend(self._palette, self._legend_texts(), glyphs, device_ratio, rows)
            self._legend = glyphs, rows, picture
        picture = self._legend[2]
        self.legend_place = QRectF(QPointF(MARGIN_PX, 22.0), picture.deviceIndependentSize())
        painter.drawPixmap(self.legend_place.topLeft(), picture)

    def _legend_texts(self) -> LegendTexts:
        texts = self._texts
        return LegendTexts(
            font=self._font,
            bold=self._bold,
            priorities=texts.priorities,
            units=texts.unit_legend,
            titles=(texts.legend_title, texts.unit_legend_title, texts.map_legend_title),
        )

    def draw_crosshair(self, painter: QPainter, camera: Camera) -> None:
        """The keyboard's point: the middle of the window."""
        centre = QPointF(round(camera.width_px / 2), round(camera.height_px / 2))
        for colour, wide in (
            (self._palette.colour("mark_outline"), 4.0),
            (self._palette.colour("crosshair"), 1.8),
        ):
            painter.setPen(QPen(colour, wide))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(centre, 11, 11)
            for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                painter.drawLine(centre + QPointF(dx * 7, dy * 7), centre + QPointF(dx * 20, dy * 20))

    def draw_focus(self, painter: QPainter, camera: Camera) -> None:
        """The frame that says keys come here."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._palette.colour("focus"), 2))
        painter.drawRect(QRectF(1, 1, camera.width_px - 2, camera.height_px - 2))

    def _north(self, painter: QPainter, centre: QPointF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._palette.colour("panel_text"))
        x, y = centre.x(), centre.y()
        painter.drawPolygon(QPolygonF([QPointF(x, y - 11), QPointF(x, y + 4), QPointF(x - 6, y + 8)]))
        painter.setBrush(self._palette.colour("panel_muted"))
        painter.drawPolygon(QPolygonF([QPointF(x, y - 11), QPointF(x + 6, y + 8), QPointF(x, y + 4)]))
        painter.setFont(self._bold)
        painter.setPen(self._palette.colour("panel_text"))
        wide = self._bold_metrics.horizontalAdvance(self._texts.north)
        painter.drawText(QPointF(x - wide - 10, y + self._bold_metrics.ascent() / 2), self._texts.north)

    def _panel(self, painter: QPainter, panel: QRectF) -> None:
        draw_panel(painter, self._palette, panel)
