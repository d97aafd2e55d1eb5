"""Both voices of a recording as one picture: caller above, operator below, with cursor, marks and extract."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QBrush, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from batola_desk.services.recording_views import OWN, MarkView
from batola_desk.services.waveform import Waveform
from batola_desk.ui.incident.parts import span_text
from batola_desk.ui.recordings.recording_words import mark_words
from batola_desk.ui.shell_parts import colour

HEIGHT_MIN_PX = 150
BINS_SHOWN = 1400
SPAN_MIN_S = 2.0
ZOOM = 1.6
LANES = ((1.0, "meter_ok"), (-1.0, "link"))  # caller above, operator below
LABEL_LEVELS = 4
LABEL_PX = 23
QUIETEST_PEAK = 1500.0  # a whisper is drawn large, a silent line is not blown up to noise


class WaveformView(QWidget):
    """Draws what it is given; pyqtgraph is loaded with the first recording.

    Signals:
        seek_requested: a place was clicked (seconds).
        extract_moved: the chosen part was dragged (from, to).
    """

    seek_requested = Signal(float)
    extract_moved = Signal(float, float)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._waveform: Waveform | None = None
        self._marks: tuple[MarkView, ...] = ()
        self._plot: Any = None
        self._curves: tuple[Any, ...] = ()
        self._cursor: Any = None
        self._region: Any = None
        self._mark_lines: list[Any] = []
        self._label_boxes: list[tuple[float, float, int]] = []
        self._names: tuple[Any, ...] = ()
        self._scale = 1.0
        self._cursor_s = 0.0
        self.setMinimumHeight(HEIGHT_MIN_PX)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the sheet has the keys
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)

    @property
    def span_s(self) -> tuple[float, float]:
        """What is visible."""
        if self._plot is None:
            return 0.0, 0.0
        (left, right), _ = self._plot.getViewBox().viewRange()
        return float(left), float(right)

    @property
    def mark_count(self) -> int:
        """How many marks are drawn."""
        return len(self._mark_lines)

    def show_waveform(self, waveform: Waveform | None) -> None:
        """Another sound; None while it is being read."""
        self._waveform = waveform
        if waveform is None:
            for curve in self._curves:
                curve.setData([], [])
            return
        self._build()
        peak = float(np.abs(waveform.levels[-1][1].astype(np.int32)).max(initial=0))
        self._scale = 0.92 / max(peak, QUIETEST_PEAK)
        box = self._plot.getViewBox()
        box.setLimits(
            xMin=0.0, xMax=max(waveform.duration_s, 0.1), minXRange=min(SPAN_MIN_S, waveform.duration_s)
        )
        box.setRange(xRange=(0.0, waveform.duration_s), yRange=(-2.0, 2.35), padding=0.0)
        self._draw()

    def show_cursor(self, at_s: float) -> None:
        """Move the cursor; a view that it leaves follows."""
        self._cursor_s = at_s
        if self._cursor is None:
            return
        self._cursor.setValue(at_s)
        left, right = self.span_s
        if self._waveform is not None and not left <= at_s <= right:
            self._look_at(at_s, right - left)

    def show_marks(self, marks: tuple[MarkView, ...]) -> None:
        """Draw these marks."""
        if marks == self._marks and len(self._mark_lines) == len(marks):
            return
        self._marks = marks
        self._draw_marks()

    def show_extract(self, extract: tuple[float, float] | None) -> None:
        """Shade the chosen part."""
        if self._region is None:
            return
        self._region.setVisible(extract is not None)
        if extract is not None and tuple(self._region.getRegion()) != extract:
            self._region.blockSignals(True)
            self._region.setRegion(extract)
            self._region.blockSignals(False)

    def zoom(self, factor: float) -> None:
        """Closer (above 1) or wider, around the cursor."""
        if self._waveform is None or self._plot is None:
            return
        left, right = self.span_s
        centre = self._cursor_s if left <= self._cursor_s <= right else (left + right) / 2
        self._look_at(centre, min(max((right - left) / factor, SPAN_MIN_S), self._waveform.duration_s))

    def _look_at(self, centre_s: float, span_s: float) -> None:
        assert self._waveform is not None
        left = min(max(centre_s - span_s / 2, 0.0), max(0.0, self._waveform.duration_s - span_s))
        self._plot.getViewBox().setXRange(left, left + span_s, padding=0.0)

    @Slot()
    def _draw(self) -> None:
        """The visible part, in as many steps as there are pixels to show."""
        if self._waveform is None:
            return
        left, right = self.span_s
        bin_s, peaks = self._waveform.level_for(right - left, BINS_SHOWN)
        first = max(0, int(left / bin_s) - 1)
        last = min(peaks.shape[1], int(right / bin_s) + 2)
        at_s = np.repeat(np.arange(first, last) * bin_s + bin_s / 2, 2)
        for (centre, _), curve, channel in zip(LANES, self._curves, peaks, strict=True):
            ends = channel[first:last].astype(np.float32) * self._scale + centre
            ends[:, 1] = np.maximum(ends[:, 1], ends[:, 0] + 0.01)  # silence is a line, not nothing
            curve.setData(at_s, ends.reshape(-1), connect="pairs")
        for name, (centre, _) in zip(self._names, LANES, strict=True):
            name.setPos(left, centre - 0.62)
        self._place_labels()

    @property
    def label_boxes(self) -> list[tuple[float, float, int]]:
        """Left and right edge (pixels of the view) and level of every word that is shown."""
        return list(self._label_boxes)

    def _place_labels(self) -> None:
        """Words of neighbours stand below each other; for one without room the list beside has it."""
        left, right = self.span_s
        box = self._plot.getViewBox()
        width_px, height_px = box.width(), max(box.height(), 1.0)
        free_from_px = [0.0] * LABEL_LEVELS
        self._label_boxes = []
        for mark, line in sorted(
            zip(self._marks, self._mark_lines, strict=True), key=lambda pair: pair[0].at_s
        ):
            words = line.label
            at_px = (mark.at_s - left) / max(right - left, 1e-6) * width_px
            needs_px = words.boundingRect().width()
            begins_px = at_px if at_px + needs_px <= width_px else at_px - needs_px  # the last looks back
            fits = (level for level, free_px in enumerate(free_from_px) if free_px <= begins_px)
            level = next(fits, None) if 0.0 <= at_px <= width_px else None
            words.setVisible(level is not None)
            if level is None:
                continue
            free_from_px[level] = begins_px + needs_px
            self._label_boxes.append((begins_px, begins_px + needs_px, level))
            words.anchors = [(0.0 if begins_px == at_px else 1.0, 0.5)] * 2
            words.setPosition(1.0 - (level + 0.5) * LABEL_PX / height_px)

    def _draw_marks(self) -> None:
        if self._plot is None:
            return
        import pyqtgraph

        for line in self._mark_lines:
            self._plot.removeItem(line)
        self._mark_lines = []
        for mark in self._marks:
            role = "focus" if mark.kind == OWN else "warn"
            line = pyqtgraph.InfiniteLine(
                pos=mark.at_s,
                angle=90,
                pen=_pen(role, 1.0, Qt.PenStyle.DashLine),
                label=f"{'★ ' if mark.kind == OWN else ''}{mark_words(mark)[:24]}",
                labelOpts={
                    "color": colour(role),
                    "fill": colour("panel"),
                    "anchors": [(0.0, 0.5), (0.0, 0.5)],
                },
            )
            self._plot.addItem(line)
            self._mark_lines.append(line)
        self._place_labels()

    def _build(self) -> None:
        if self._plot is not None:
            return
        import pyqtgraph

        self._plot = plot = pyqtgraph.PlotWidget(self, background=None)
        plot.setObjectName("waveform")
        plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        plot.hideButtons()
        plot.setMenuEnabled(False)
        plot.getPlotItem().hideAxis("left")
        axis = plot.getPlotItem().getAxis("bottom")
        axis.tickStrings = _tick_words
        box = plot.getViewBox()
        box.setMouseEnabled(x=True, y=False)
        self._curves = (plot.plot(), plot.plot())
        self._names = tuple(pyqtgraph.TextItem(anchor=(0.0, 0.5)) for _ in LANES)
        for name in self._names:
            name.setZValue(20)
            plot.addItem(name)
        self._region = pyqtgraph.LinearRegionItem(movable=True)
        self._region.setVisible(False)
        plot.addItem(self._region)
        self._cursor = pyqtgraph.InfiniteLine(pos=0.0, angle=90)
        plot.addItem(self._cursor)
        box.sigXRangeChanged.connect(self._draw)
        box.sigResized.connect(self._place_labels)
        self._region.sigRegionChangeFinished.connect(self._on_region)
        scene: Any = plot.scene()
        scene.sigMouseClicked.connect(self._on_clicked)
        self._ink()
        layout = self.layout()
        assert layout is not None
        layout.addWidget(plot)
        self._draw_marks()

    @Slot()
    def _on_region(self) -> None:
        from_s, to_s = self._region.getRegion()
        self.extract_moved.emit(float(from_s), float(to_s))

    def _on_clicked(self, click: Any) -> None:
        if self._waveform is not None and click.button() == Qt.MouseButton.LeftButton:
            at = self._plot.getViewBox().mapSceneToView(click.scenePos())
            self.seek_requested.emit(float(at.x()))

    def _ink(self) -> None:
        """Colours of the theme; the two voices are told apart by their lane as well."""
        self._plot.setBackground(colour("panel"))
        axis = self._plot.getPlotItem().getAxis("bottom")
        axis.setPen(_pen("border_strong", 1.0))
        axis.setTextPen(_pen("text_muted", 1.0))
        words = (self.tr("Penelepon"), self.tr("Petugas"))
        for curve, name, text, (_, role) in zip(self._curves, self._names, words, LANES, strict=True):
            curve.setPen(_pen(role, 1.0))
            name.setText(text, color=colour("text"))
            name.fill = QBrush(colour("panel"))
        self._cursor.setPen(_pen("late", 2.0))
        shade = colour("selection")
        shade.setAlpha(110)
        self._region.setBrush(shade)
        for line in self._region.lines:
            line.setPen(_pen("focus", 2.0))

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        wants_ink = qt_event.type() in {QEvent.Type.StyleChange, QEvent.Type.LanguageChange}
        if wants_ink and self._plot is not None:
            self._ink()
            self._draw_marks()


def _tick_words(values: list[float], _scale: float, _spacing: float) -> list[str]:
    """Whole seconds only: closer ticks would say the same second twice."""
    return [span_text(round(value)) if abs(value - round(value)) < 0.01 else "" for value in values]


def _pen(role: str, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    pen = QPen(colour(role))
    pen.setWidthF(width)
    pen.setCosmetic(True)
    pen.setStyle(style)
    return pen
