"""The legend: marks of incidents and units, what overlays show, how old the map's data is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QPixmap

from batola_desk.map.marks import PRIORITIES
from batola_desk.ui.map.glyphs import GlyphStore
from batola_desk.ui.map.overlay import LegendRow, LegendSign
from batola_desk.ui.map.palette import MapPalette

_PAD_PX = 8.0
_ROW_PX = 24.0
_LINE_PX = 18.0  # a row without a picture of a mark


@dataclass(frozen=True, slots=True)
class LegendTexts:
    """Words and fonts; ``titles`` of incidents, units and the map itself."""

    font: QFont
    bold: QFont
    priorities: Mapping[str, str]
    units: Sequence[tuple[str, str]]  # (unit state, words)
    titles: tuple[str, str, str]


def draw_panel(painter: QPainter, palette: MapPalette, panel: QRectF) -> None:
    """The ground of everything that frames the map."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(palette.colour("panel_border"), 1.0))
    painter.setBrush(palette.colour("panel_bg", alpha=246))
    painter.drawRoundedRect(panel.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)


def paint_legend(
    palette: MapPalette,
    texts: LegendTexts,
    glyphs: GlyphStore,
    device_ratio: float,
    rows: Sequence[LegendRow],
) -> QPixmap:
    """The whole legend as one picture."""
    metrics = QFontMetricsF(texts.font)
    marks = [(glyphs.incident(one), f"{one} {texts.priorities[one]}") for one in PRIORITIES]
    units = [(glyphs.unit("circle", state, is_stale=False), words) for state, words in texts.units]
    words = [text for _, text in (*marks, *units)] + [row.words for row in rows]
    wide = max(metrics.horizontalAdvance(text) for text in words) + 36 + 2 * _PAD_PX
    title_high = metrics.height() + 4
    high = (len(marks) + len(units)) * _ROW_PX + 2 * title_high + 2 * _PAD_PX
    if rows:
        high += title_high + len(rows) * _LINE_PX
    whole = QPixmap(math.ceil(wide * device_ratio), math.ceil(high * device_ratio))
    whole.setDevicePixelRatio(device_ratio)
    whole.fill(Qt.GlobalColor.transparent)
    painter = QPainter(whole)
    draw_panel(painter, palette, QRectF(0, 0, wide, high))
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    y = _PAD_PX
    for title, entries in zip(texts.titles, (marks, units), strict=False):
        y = _title(painter, palette, texts, title, y)
        for picture, text in entries:
            size = picture.deviceIndependentSize() * 0.62
            at = QRectF(0, 0, size.width(), size.height())
            at.moveCenter(QPointF(_PAD_PX + 12, y + _ROW_PX / 2))
            painter.drawPixmap(at, picture, QRectF(picture.rect()))
            painter.drawText(QPointF(_PAD_PX + 30, y + _ROW_PX / 2 + metrics.ascent() / 2 - 1), text)
            y += _ROW_PX
    if rows:
        y = _title(painter, palette, texts, texts.titles[2], y)
        for row in rows:
            _sign(painter, palette, row, QPointF(_PAD_PX + 12, y + _LINE_PX / 2))
            painter.setPen(palette.colour("panel_text"))
            left = _PAD_PX + (30 if row.role else 0)
            painter.drawText(QPointF(left, y + _LINE_PX / 2 + metrics.ascent() / 2 - 1), row.words)
            y += _LINE_PX
    painter.end()
    return whole


def _title(painter: QPainter, palette: MapPalette, texts: LegendTexts, title: str, y: float) -> float:
    """Write a heading; return where its rows begin, ready for them."""
    metrics = QFontMetricsF(texts.bold)
    painter.setFont(texts.bold)
    painter.setPen(palette.colour("panel_muted"))
    painter.drawText(QPointF(_PAD_PX, y + metrics.ascent()), title)
    painter.setFont(texts.font)
    painter.setPen(palette.colour("panel_text"))
    return y + QFontMetricsF(texts.font).height() + 4


def _sign(painter: QPainter, palette: MapPalette, row: LegendRow, centre: QPointF) -> None:
    if not row.role:
        return
    colour = palette.colour(row.role)
    x, y = centre.x(), centre.y()
    if row.sign is LegendSign.DOT:
        painter.setPen(QPen(palette.colour("mark_outline"), 1.2))
        painter.setBrush(colour)
        painter.drawEllipse(centre, 4.5, 4.5)
    elif row.sign is LegendSign.AREA:
        painter.setPen(QPen(colour, 1.4))
        painter.setBrush(palette.colour(row.role, alpha=70))
        painter.drawRect(QRectF(x - 9, y - 5, 18, 10))
    else:
        pen = QPen(colour, 2.6)
        if row.sign is LegendSign.DASHED:
            pen.setDashPattern([2.0, 1.5])
        painter.setPen(pen)
        painter.drawLine(QLineF(x - 10, y, x + 10, y))
