"""Moves the camera: fits, flies, zooms, and says when it rests."""

from __future__ import annotations

import math
from dataclasses import replace

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation, Signal, Slot

from batola_desk.map.projection import ZOOM_MAX, ZOOM_MIN, Camera, project

ZOOM_STEP = 0.25  # resting zooms fall on it, so tiles of one scale are used again
FLY_MS = 180
_FLY_SCREENS_MAX = 2.5  # farther than this a flight shows nothing but blur: jump


class CameraControl(QObject):
    """Signals:
    moved: the camera changed.
    rested: it will not move by itself any more; paint what it sees.
    """

    moved = Signal()
    rested = Signal()

    def __init__(self, bounds: tuple[float, float, float, float], parent: QObject | None = None) -> None:
        """``bounds``: south, west, north, east of what "home" shows, in degrees."""
        super().__init__(parent)
        self._bounds = bounds
        self.camera = Camera.fitting(*bounds, 640, 480)
        self._is_home = True
        self._start = self._target = self.camera
        self._flight = QVariantAnimation(self)
        self._flight.setDuration(FLY_MS)
        self._flight.setStartValue(0.0)
        self._flight.setEndValue(1.0)
        self._flight.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._flight.valueChanged.connect(self._on_flight)
        self._flight.finished.connect(self._on_arrival)
        self.is_animated = True

    @property
    def is_home(self) -> bool:
        """It shows the whole regency and keeps it whole."""
        return self._is_home

    def jump_to(self, lat: float, lon: float, zoom: float) -> None:
        """Be there at once."""
        self.stop()
        self._is_home = False
        size = self.camera.width_px, self.camera.height_px
        self.camera = Camera.at(lat, lon, zoom, *size)
        self.moved.emit()
        self.rested.emit()

    @property
    def is_flying(self) -> bool:
        return self._flight.state() == QVariantAnimation.State.Running

    @property
    def target(self) -> Camera:
        """Where it is, or where it is flying to: the base for a further step."""
        return self._target if self.is_flying else self.camera

    def resize(self, width_px: int, height_px: int) -> None:
        self.stop()
        if self._is_home:
            self.camera = Camera.fitting(*self._bounds, width_px, height_px, zoom_step=ZOOM_STEP)
        else:
            self.camera = self.camera.resized(width_px, height_px)
        self.moved.emit()
        self.rested.emit()

    def go_home(self) -> None:
        """The whole regency, and keep it whole while the window changes size."""
        size = self.camera.width_px, self.camera.height_px
        self._go(Camera.fitting(*self._bounds, *size, zoom_step=ZOOM_STEP), is_home=True)

    def fit(self, south: float, west: float, north: float, east: float) -> None:
        size = self.camera.width_px, self.camera.height_px
        self._go(Camera.fitting(south, west, north, east, *size, margin_px=90, zoom_step=ZOOM_STEP))

    def fly_to(self, lat: float, lon: float, zoom: float | None = None) -> None:
        target = self.target
        x, y = project(lat, lon)
        wanted = target.zoom if zoom is None else min(ZOOM_MAX, max(ZOOM_MIN, zoom))
        self._go(replace(target, x=float(x), y=float(y), zoom=wanted))

    def pan(self, dx_px: float, dy_px: float) -> None:
        """At once: it follows the hand."""
        self.stop()
        self._is_home = False
        self.camera = self.camera.panned(dx_px, dy_px)
        self.moved.emit()
        self.rested.emit()

    def zoom_by(self, steps: float, about_x: float, about_y: float) -> None:
        target = self.target
        zoom = round((target.zoom + steps) / ZOOM_STEP) * ZOOM_STEP
        self._go(target.zoomed(zoom, about_x, about_y))

    def stop(self) -> None:
        """End a flight where it is going to."""
        if self.is_flying:
            self._flight.stop()
            self._on_arrival()

    def _go(self, target: Camera, *, is_home: bool = False) -> None:
        self._is_home = is_home
        screens = (
            math.hypot(target.x - self.camera.x, target.y - self.camera.y)
            * min(target.scale_px, self.camera.scale_px)
            / max(1, target.width_px)
        )
        self._flight.stop()
        self._start, self._target = self.camera, target
        if self.is_animated and screens <= _FLY_SCREENS_MAX and target != self.camera:
            self._flight.start()
        else:
            self._on_arrival()

    @Slot(object)
    def _on_flight(self, share: float) -> None:
        start, target = self._start, self._target
        zoom = start.zoom + (target.zoom - start.zoom) * share
        grown = target.scale_px / start.scale_px
        if abs(grown - 1) > 1e-6:
            # Keeps the fixed point of a zoom fixed: the centre moves with the change of scale, not with time.
            share = (1 - start.scale_px / (start.scale_px * 2 ** (zoom - start.zoom))) / (1 - 1 / grown)
        self.camera = replace(
            target,
            x=start.x + (target.x - start.x) * share,
            y=start.y + (target.y - start.y) * share,
            zoom=zoom,
        )
        self.moved.emit()

    @Slot()
    def _on_arrival(self) -> None:
        self.camera = self._target
        self.moved.emit()
        self.rested.emit()
