"""A level meter in dBFS with peak hold and marks; painted, because a progress bar cannot show a peak."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from batola_desk.ui.shell_parts import colour, scaled_font

FLOOR_DBFS = -60.0
WARN_DBFS = -12.0
HOT_DBFS = -3.0
MARKS_DBFS = (-48, -36, -24, -12, -3)
PEAK_FALL_DB = 1.2  # per beat of 100 ms, after the hold
PEAK_HOLD_BEATS = 12
NAME_PX = 62.0


class LevelMeter(QWidget):
    """One direction. ``show_level`` takes dBFS; None = there is no sound to measure."""

    def __init__(self, parent: QWidget, *, has_scale: bool = True, name_px: float = NAME_PX) -> None:
        super().__init__(parent)
        self._name = ""
        self._has_scale = has_scale
        self.name_px = name_px
        self._level: float | None = None
        self._peak = FLOOR_DBFS
        self._held_beats = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def level_dbfs(self) -> float | None:
        """The level shown."""
        return self._level

    @property
    def peak_dbfs(self) -> float:
        """The peak held."""
        return self._peak

    def set_name(self, name: str) -> None:
        """Whose voice this is."""
        self._name = name
        self.setAccessibleName(name)
        self.update()

    def show_level(self, level_dbfs: float | None) -> None:
        """Show a new value and let the peak fall slowly."""
        self._level = level_dbfs
        value = FLOOR_DBFS if level_dbfs is None else max(FLOOR_DBFS, min(0.0, level_dbfs))
        if value >= self._peak:
            self._peak, self._held_beats = value, 0
        elif self._held_beats < PEAK_HOLD_BEATS:
            self._held_beats += 1
        else:
            self._peak = max(value, self._peak - PEAK_FALL_DB)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(
            200,
            int(QFontMetricsF(scaled_font(self.font(), 0.8)).height() * (2.1 if self._has_scale else 1.15)),
        )

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    @property
    def name_needs_px(self) -> float:
        """Room of the name, with the gap before the bar."""
        return QFontMetricsF(scaled_font(self.font(), 0.8)).horizontalAdvance(self._name) + 10

    def set_scale(self, has_scale: bool) -> None:
        """With or without the numbers under the bar."""
        if has_scale != self._has_scale:
            self._has_scale = has_scale
            self.updateGeometry()

    def set_name_room(self, name_px: float) -> None:
        """Begin the bar there."""
        if name_px != self.name_px:
            self.name_px = name_px
            self.update()

    def paintEvent(self, qt_event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setFont(scaled_font(self.font(), 0.8))
            metrics = QFontMetricsF(painter.font())
            name_width = max(self.name_px, self.name_needs_px)
            half = self.height() / (2 if self._has_scale else 1.1)
            painter.setPen(colour("text_muted"))
            painter.drawText(QRectF(0, 0, name_width, half + 2), self._name)
            track = QRectF(name_width, 3, self.width() - name_width - 2, half - 4)
            painter.fillRect(track, colour("meter_track"))
            if self._level is None:
                painter.drawText(track.adjusted(4, -3, 0, 3), "–")
                return
            self._bar(painter, track)
            painter.setPen(colour("text_muted"))
            for mark in MARKS_DBFS:
                at = _x(track, mark)
                painter.drawLine(int(at), int(track.bottom()), int(at), int(track.bottom()) + 3)
                if not self._has_scale:
                    continue
                words = str(mark)
                width = metrics.horizontalAdvance(words)
                painter.drawText(QRectF(at - width / 2, half, width + 2, half), words)

    def _bar(self, painter: QPainter, track: QRectF) -> None:
        level = max(FLOOR_DBFS, min(0.0, self._level or 0.0))
        bands = (
            (FLOOR_DBFS, WARN_DBFS, "meter_ok"),
            (WARN_DBFS, HOT_DBFS, "meter_warn"),
            (HOT_DBFS, 0.0, "meter_hot"),
        )
        for low, high, role in bands:
            if level > low:
                left, right = _x(track, low), _x(track, min(level, high))
                painter.fillRect(QRectF(left, track.top(), right - left, track.height()), colour(role))
        if self._peak > FLOOR_DBFS:
            role = "meter_hot" if self._peak > HOT_DBFS else "text"
            painter.fillRect(
                QRectF(_x(track, self._peak) - 1.5, track.top() - 1, 3, track.height() + 2), colour(role)
            )


def share_name_width(*meters: LevelMeter) -> None:
    """Let all bars begin where the longest name ends: one look compares them."""
    room_px = max(NAME_PX, *(meter.name_needs_px for meter in meters))
    for meter in meters:
        meter.set_name_room(room_px)


def _x(track: QRectF, level_dbfs: float) -> float:
    return track.left() + track.width() * (level_dbfs - FLOOR_DBFS) / -FLOOR_DBFS
