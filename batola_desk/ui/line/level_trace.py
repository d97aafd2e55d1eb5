"""The last seconds of both voices as two curves: silence, breath and speech are seen, not only heard.

Source: domain.md §12.1 (the live level beside a silent caller).
"""

from __future__ import annotations

from collections import deque
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from batola_desk.ui.line.level_meter import FLOOR_DBFS
from batola_desk.ui.shell_parts import colour

BEATS = 200  # 20 s at 10 Hz
HEIGHT_PX = 52


class LevelTrace(QWidget):
    """Both levels over time; pyqtgraph is loaded with the first call: opening the desk stays quick."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.caller: deque[float] = deque(maxlen=BEATS)
        self.operator: deque[float] = deque(maxlen=BEATS)
        self._call_key = ""
        self._plot: Any = None
        self._curves: tuple[Any, ...] = ()
        self.setFixedHeight(HEIGHT_PX)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 0)

    def add(self, call_key: str, caller_dbfs: float, operator_dbfs: float) -> None:
        """Add one beat; another call begins a clean sheet."""
        if call_key != self._call_key:
            self._call_key = call_key
            self.caller.clear()
            self.operator.clear()
        self.caller.append(max(FLOOR_DBFS, caller_dbfs))
        self.operator.append(max(FLOOR_DBFS, operator_dbfs))
        if self.isVisible():
            self._draw()

    def _draw(self) -> None:
        if self._plot is None:
            self._build()
        for curve, levels in zip(self._curves, (self.caller, self.operator), strict=True):
            curve.setData(range(BEATS - len(levels), BEATS), list(levels))

    def _build(self) -> None:
        import pyqtgraph

        self._plot = plot = pyqtgraph.PlotWidget(self, background=None)
        plot.setObjectName("level_trace")
        plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        plot.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        plot.hideButtons()
        plot.setMenuEnabled(False)
        plot.getPlotItem().hideAxis("left")
        plot.getPlotItem().hideAxis("bottom")
        plot.getViewBox().setRange(xRange=(0, BEATS), yRange=(FLOOR_DBFS, 0), padding=0.0)
        plot.getViewBox().setMouseEnabled(x=False, y=False)
        self._curves = (plot.plot(), plot.plot())
        self._ink()
        layout = self.layout()
        assert layout is not None
        layout.addWidget(plot)

    def _ink(self) -> None:
        """The caller's curve is solid, the operator's dotted: told apart without colour."""
        self._plot.setBackground(colour("panel"))  # without one the view paints itself black
        for curve, role, style in zip(
            self._curves, ("meter_ok", "link"), (Qt.PenStyle.SolidLine, Qt.PenStyle.DotLine), strict=True
        ):
            pen = QPen(colour(role))
            pen.setWidthF(1.5)
            pen.setCosmetic(True)
            pen.setStyle(style)
            curve.setPen(pen)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.StyleChange and self._curves:
            self._ink()
