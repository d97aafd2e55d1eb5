"""Pictures of marks: shape, colour and letter together, built once per look and kept."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from batola_desk.ui.map.palette import MapPalette
from batola_desk.ui.map.pictures import finished

INCIDENT_SIZE_PX = 40.0
UNIT_SIZE_PX = 30.0
HEADING_STEP_DEG = 6.0  # nobody reads a heading from a mark more exactly
_HEADING_STEPS = round(360 / HEADING_STEP_DEG)
_UNIT_REACH_PX = 25.0  # from the middle to the tip of the heading
_KEPT_BYTES_MAX = 16 * 1024 * 1024  # LIMIT: more looks than any screen shows, also of turned names


@dataclass(frozen=True, slots=True)
class UnitLook:
    """How a unit state is drawn: colour role and letter. Source: domain.md §5.4."""

    role: str
    letter: str


UNIT_LOOKS = {
    "available": UnitLook("unit_ready", "S"),
    "staged": UnitLook("unit_ready", "G"),
    "assigned": UnitLook("unit_moving", "D"),
    "en_route": UnitLook("unit_moving", "M"),
    "transporting": UnitLook("unit_moving", "A"),
    "returning": UnitLook("unit_moving", "K"),
    "on_scene": UnitLook("unit_on_scene", "T"),
    "at_facility": UnitLook("unit_on_scene", "F"),
    "out_of_service": UnitLook("unit_out", "R"),
    "emergency": UnitLook("unit_danger", "!"),
}
UNKNOWN_LOOK = UnitLook("unit_out", "?")


@dataclass(frozen=True, slots=True)
class TextLook:
    """How words of the map are written: colour role, size in points, weight, slant, air between letters."""

    role: str
    points: float
    is_bold: bool = False
    is_italic: bool = False
    spacing: float = 0.0


class GlyphStore:
    """Makes and keeps glyphs for one palette, font and device ratio. Thread: screen."""

    def __init__(self, palette: MapPalette, font: QFont, device_ratio: float) -> None:
        self._palette = palette
        self._font = font
        self._device_ratio = device_ratio
        self._text_fonts: dict[TextLook, tuple[QFont, QFontMetricsF]] = {}
        self._tag_fonts: dict[float, tuple[QFont, QFontMetricsF]] = {}
        self._kept: OrderedDict[tuple[object, ...], QPixmap] = OrderedDict()
        self._kept_bytes = 0

    def incident(self, priority: str, *, is_draft: bool = False) -> QPixmap:
        """Shape of the priority, filled, with its letter. Size: ``INCIDENT_SIZE_PX``."""
        return self._get(
            ("incident", priority, is_draft),
            INCIDENT_SIZE_PX,
            lambda painter: self._paint_incident(painter, priority, is_draft=is_draft),
        )

    def cluster(self, count: int, worst: int) -> QPixmap:
        """A disc with the count, ringed and badged with the worst priority inside."""
        shown = str(count) if count < 1000 else "999+"
        size = 46.0 if len(shown) < 3 else 54.0
        return self._get(
            ("cluster", shown, worst), size, lambda painter: self._paint_cluster(painter, shown, worst)
        )

    def unit(self, shape: str, state: str, *, is_stale: bool) -> QPixmap:
        """Body of the agency's shape, colour and letter of the state. Size: ``UNIT_SIZE_PX``."""
        return self._get(
            ("unit", shape, state, is_stale),
            UNIT_SIZE_PX,
            lambda painter: self._paint_unit(painter, shape, state, is_stale=is_stale),
        )

    def unit_on_map(
        self, shape: str, state: str, heading_deg: float | None, opacity: float, *, is_stale: bool
    ) -> tuple[QPixmap, float]:
        """A unit as it stands on the map, and half its size: with its heading, faded, ready to be drawn.

        Headings fall on steps, so that 300 units share a few hundred pictures.
        """
        step = None if heading_deg is None else round(heading_deg / HEADING_STEP_DEG) % _HEADING_STEPS
        key = ("unit on map", shape, state, step, round(opacity, 2), is_stale)
        half = UNIT_SIZE_PX / 2 if step is None else _UNIT_REACH_PX
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
            return kept, half
        picture = self._blank(2 * half, 2 * half)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(opacity)
        painter.translate(half, half)
        if step is not None:
            look = UNIT_LOOKS.get(state)
            painter.save()
            painter.rotate(step * HEADING_STEP_DEG)
            painter.setPen(QPen(self._palette.colour("mark_outline"), 1.2))
            painter.setBrush(self._palette.colour(look.role if look else "unit_out"))
            painter.drawPolygon(heading_arrow())
            painter.restore()
        body = self.unit(shape, state, is_stale=is_stale)
        painter.drawPixmap(QPointF(-UNIT_SIZE_PX / 2, -UNIT_SIZE_PX / 2), body)
        painter.end()
        return self._keep(key, picture), half

    def text_in(self, text: str, look: TextLook, *, angle_deg: float = 0.0) -> QPixmap:
        """Words with a halo, ready to be placed, turned about their middle.

        The logical size is ``deviceIndependentSize``; of turned words it is the box around them.
        """
        key = ("text", text, look, angle_deg)
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
            return kept
        font, metrics = self._text_font(look)
        wide, high = self.text_size(text, look)
        turn = math.radians(angle_deg)
        across, down = abs(math.cos(turn)), abs(math.sin(turn))
        picture = self._blank(wide * across + high * down, wide * down + high * across)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if angle_deg:
            size = picture.deviceIndependentSize()
            painter.translate(size.width() / 2, size.height() / 2)
            painter.rotate(angle_deg)
            painter.translate(-wide / 2, -high / 2)
        path = QPainterPath()
        path.addText(QPointF(3, 1 + metrics.ascent()), font, text)
        halo = QPen(self._palette.colour("text_halo", alpha=225), 3.2)
        halo.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(path, halo)
        if angle_deg:
            painter.fillPath(path, self._palette.colour(look.role))  # hinted letters dance when turned
        else:
            painter.setFont(font)
            painter.setPen(self._palette.colour(look.role))
            painter.drawText(QPointF(3, 1 + metrics.ascent()), text)
        painter.end()
        return self._keep(key, picture)

    def text_size(self, text: str, look: TextLook) -> tuple[float, float]:
        """Width and height of ``text_in`` unturned, without painting it: most names find no place."""
        _, metrics = self._text_font(look)
        return metrics.horizontalAdvance(text) + 6, metrics.height() + 2

    def _text_font(self, look: TextLook) -> tuple[QFont, QFontMetricsF]:
        if look not in self._text_fonts:
            font = QFont(self._font)
            font.setPointSizeF(look.points)
            font.setBold(look.is_bold)
            font.setItalic(look.is_italic)
            font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, look.spacing)
            self._text_fonts[look] = font, QFontMetricsF(font)
        return self._text_fonts[look]

    def tag(self, text: str, role: str, *, points: float = 8.5) -> QPixmap:
        """Words of a mark on a small panel, so that they never mix with the names of places."""
        key = ("tag", text, role, points)
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
            return kept
        font, metrics = self._tag_font(points)
        wide, high = self.tag_size(text, points=points)
        picture = self._blank(wide, high)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._palette.colour("panel_border"), 1.0))
        painter.setBrush(self._palette.colour("panel_bg", alpha=225))
        painter.drawRoundedRect(QRectF(0.5, 0.5, wide - 1, high - 1), 4, 4)
        painter.setFont(font)
        painter.setPen(self._palette.colour(role))
        painter.drawText(QPointF(5, 1.5 + metrics.ascent()), text)
        painter.end()
        return self._keep(key, picture)

    def tag_size(self, text: str, *, points: float = 8.5) -> tuple[float, float]:
        """Width and height that ``tag`` would have, without painting it: most tags find no place."""
        _, metrics = self._tag_font(points)
        return metrics.horizontalAdvance(text) + 10, metrics.height() + 3

    def _tag_font(self, points: float) -> tuple[QFont, QFontMetricsF]:
        if points not in self._tag_fonts:
            font = QFont(self._font)
            font.setPointSizeF(points)
            font.setBold(True)
            self._tag_fonts[points] = font, QFontMetricsF(font)
        return self._tag_fonts[points]

    def picture(self, key: tuple[object, ...], size: float, paint: Callable[[QPainter], None]) -> QPixmap:
        """A sign of an overlay's own: painted once about the origin, then kept. ``key`` must be unique."""
        return self._get(("picture", *key), size, paint)

    def _get(self, key: tuple[object, ...], size: float, paint: Callable[[QPainter], None]) -> QPixmap:
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
            return kept
        picture = self._blank(size, size)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(size / 2, size / 2)
        paint(painter)
        painter.end()
        return self._keep(key, picture)

    def _blank(self, wide: float, high: float) -> QPixmap:
        ratio = self._device_ratio
        picture = QPixmap(math.ceil(wide * ratio), math.ceil(high * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        return picture

    def _keep(self, key: tuple[object, ...], picture: QPixmap) -> QPixmap:
        picture = finished(picture)
        self._kept[key] = picture
        self._kept_bytes += _bytes(picture)
        while self._kept_bytes > _KEPT_BYTES_MAX:
            self._kept_bytes -= _bytes(self._kept.popitem(last=False)[1])
        return picture

    def _paint_incident(self, painter: QPainter, priority: str, *, is_draft: bool) -> None:
        fill = self._palette.priorities[priority]
        for outline in priority_shape(priority):
            self._body(painter, outline, fill, is_draft=is_draft)
        drop = {"P1": 5.5, "P2": 4.0, "P4": -3.5}.get(priority, 0.0)
        self._letters(painter, priority, self._palette.priority_texts[priority], 7.5, drop)

    def _paint_cluster(self, painter: QPainter, shown: str, worst: int) -> None:
        priority = f"P{worst}"
        radius = 16.0 if len(shown) < 3 else 20.0
        disc = QPainterPath()
        disc.addEllipse(QPointF(0, 0), radius, radius)
        self._shadow(painter, disc)
        painter.setPen(QPen(self._palette.colour("mark_outline"), 6.0))
        painter.setBrush(self._palette.colour("panel_bg"))
        painter.drawPath(disc)
        painter.setPen(QPen(self._palette.priorities[priority], 4.0))
        painter.drawPath(disc)
        self._letters(painter, shown, self._palette.colour("panel_text"), 10.0, 0.0)
        badge = QPainterPath()
        badge.addRoundedRect(QRectF(radius - 12, -radius - 6, 19, 13), 4, 4)
        painter.setPen(QPen(self._palette.colour("mark_outline"), 1.2))
        painter.setBrush(self._palette.priorities[priority])
        painter.drawPath(badge)
        painter.translate(radius - 2.5, -radius + 0.5)
        self._letters(painter, priority, self._palette.priority_texts[priority], 7.0, 0.0)

    def _paint_unit(self, painter: QPainter, shape: str, state: str, *, is_stale: bool) -> None:
        look = UNIT_LOOKS.get(state, UNKNOWN_LOOK)
        role = "unit_out" if is_stale and look.role != "unit_danger" else look.role
        if look.role == "unit_danger":
            painter.setPen(QPen(self._palette.colour("unit_danger"), 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(0, 0), 13.5, 13.5)
        self._body(painter, agency_shape(shape, 9.5), self._palette.colour(role), is_draft=False)
        ink = "unit_text_out" if role == "unit_out" else "unit_text"
        self._letters(painter, look.letter, self._palette.colour(ink), 8.0, 0.0)

    def _body(self, painter: QPainter, outline: QPainterPath, fill: QColor, *, is_draft: bool) -> None:
        self._shadow(painter, outline)
        edge = QPen(self._palette.colour("draft" if is_draft else "mark_outline"), 2.2)
        edge.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if is_draft:
            edge.setDashPattern([2.0, 1.4])
            painter.strokePath(outline, QPen(self._palette.colour("mark_outline"), 4.0))
        painter.setPen(edge)
        painter.setBrush(fill)
        painter.drawPath(outline)

    def _shadow(self, painter: QPainter, outline: QPainterPath) -> None:
        for spread, alpha in ((6.0, 26), (3.5, 44)):
            painter.strokePath(
                outline.translated(0, 1.2), QPen(self._palette.colour("mark_shadow", alpha=alpha), spread)
            )

    def _letters(self, painter: QPainter, text: str, colour: QColor, points: float, drop: float) -> None:
        font = QFont(self._font)
        font.setPointSizeF(points)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(colour)
        painter.drawText(QRectF(-30, -30 + drop, 60, 60), Qt.AlignmentFlag.AlignCenter, text)


def priority_shape(priority: str) -> list[QPainterPath]:
    """Outlines about the origin: two triangles, triangle, square, turned triangle, circle.

    Source: domain.md §7.
    """
    path = QPainterPath()
    if priority == "P1":
        rear = _closed([(0, -17), (9.5, -4), (-9.5, -4)])
        return [rear, _closed([(0, -10), (16, 14), (-16, 14)])]
    if priority == "P2":
        return [_closed([(0, -14), (15, 12), (-15, 12)])]
    if priority == "P3":
        path.addRect(QRectF(-10.5, -10.5, 21, 21))
    elif priority == "P4":
        return [_closed([(0, 14), (15, -11), (-15, -11)])]
    else:
        path.addEllipse(QPointF(0, 0), 10.5, 10.5)
    return [path]


def agency_shape(shape: str, radius: float) -> QPainterPath:
    """Outline about the origin for one of ``AGENCY_SHAPES``."""
    path = QPainterPath()
    if shape == "circle":
        path.addEllipse(QPointF(0, 0), radius, radius)
    elif shape == "square":
        path.addRect(QRectF(-radius * 0.9, -radius * 0.9, radius * 1.8, radius * 1.8))
    elif shape == "cross":
        arm, long = radius * 0.55, radius * 1.1
        quarter = [(arm, -long), (arm, -arm), (long, -arm)]
        # A quarter turn maps (x, y) to (-y, x).
        half = quarter + [(-y, x) for x, y in quarter]
        return _closed(half + [(-x, -y) for x, y in half])
    else:
        corners = {"diamond": 4, "pentagon": 5, "hexagon": 6}[shape]
        reach = radius * 1.15
        turns = [2 * math.pi * corner / corners for corner in range(corners)]
        return _closed([(reach * math.sin(turn), -reach * math.cos(turn)) for turn in turns])
    return path


def heading_arrow() -> QPolygonF:
    """The pointer that rides outside a unit's body, pointing north."""
    return QPolygonF([QPointF(0, -23), QPointF(6.5, -13.5), QPointF(0, -15.5), QPointF(-6.5, -13.5)])


def _bytes(picture: QPixmap) -> int:
    return picture.width() * picture.height() * 4


def _closed(corners: list[tuple[float, float]]) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
    path.closeSubpath()
    return path
