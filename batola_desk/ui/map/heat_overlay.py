"""The density of past incidents below the marks: counted and coloured in a thread, moved by a pan."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage, QPainter

from batola_desk.map.density import CELL_PX, PastPlaces, heat_of
from batola_desk.map.pack.meta import Box
from batola_desk.map.projection import Camera
from batola_desk.ui.map.glyphs import GlyphStore
from batola_desk.ui.map.overlay import LegendRow, LegendSign
from batola_desk.ui.map.palette import MapPalette

log = logging.getLogger("batola.ui")
SPARE = 0.3  # of the window on each side is counted too
MOVED_MAX = 0.2  # of the window: then the next picture is asked for
ROLES = ("heat_1", "heat_2", "heat_3", "heat_4")
ALPHA_MAX = 155  # names and roads stay readable below the greatest heat
_END_WAIT_S = 2.0


@dataclass(frozen=True, slots=True)
class HeatPicture:
    """A finished picture of a region. ``left_px``, ``top_px``: world pixels of its camera's zoom."""

    camera: Camera
    theme: str
    ratio: float
    left_px: float
    top_px: float
    image: QImage


class HeatOverlay(QObject):
    """Shows ``PastPlaces``. An overlay of the map; the thread lives while it is shown.

    Signals:
        changed: a picture is finished; draw again.
    """

    changed = Signal()
    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._places: PastPlaces | None = None
        self._picture: HeatPicture | None = None
        self._asked: tuple[object, ...] | None = None
        self._wish: Callable[[], tuple[HeatPicture, int]] | None = None
        self._wake = threading.Condition()
        self._is_ending = False
        self._thread: threading.Thread | None = None
        self._generation = 0
        self.words = ""
        self._finished.connect(self._on_finished)

    @property
    def is_shown(self) -> bool:
        return self._places is not None

    @property
    def is_complete(self) -> bool:
        """What the camera sees has been counted."""
        return self._places is None or (self._picture is not None and self._asked is None)

    def show_places(self, places: PastPlaces | None, words: str) -> None:
        """Show these, or (None) nothing. ``words``: for the legend."""
        self._places, self.words = places, words
        self._picture, self._asked = None, None
        self._generation += 1
        if places is not None and self._thread is None:
            self._is_ending = False
            self._thread = threading.Thread(target=self._run, name="map-density", daemon=True)
            self._thread.start()
        self.changed.emit()

    def close(self) -> None:
        """End the thread. Harmless when repeated."""
        with self._wake:
            self._is_ending = True
            self._wake.notify()
        if self._thread is not None:
            self._thread.join(_END_WAIT_S)
            self._thread = None

    def legend(self) -> Sequence[LegendRow]:
        return (LegendRow(LegendSign.AREA, ROLES[-1], self.words),) if self._places is not None else ()

    def hit(self, camera: Camera, x_px: float, y_px: float) -> str | None:
        return None

    def draw(self, painter: QPainter, camera: Camera, palette: MapPalette, glyphs: GlyphStore) -> None:
        places = self._places
        if places is None:
            return
        ratio = painter.device().devicePixelRatioF()
        if self._must_ask(camera, palette, ratio):
            self._ask(places, camera, palette, ratio)
        picture = self._picture
        if picture is None:
            return
        left, top = camera.left_top_px
        if picture.camera.zoom == camera.zoom:
            at = QPointF(round(picture.left_px - left), round(picture.top_px - top))
            painter.drawImage(at, picture.image)
            return
        share = camera.scale_px / picture.camera.scale_px
        size = picture.image.deviceIndependentSize() * share
        target = QRectF(
            picture.left_px * share - left, picture.top_px * share - top, size.width(), size.height()
        )
        painter.drawImage(target, picture.image, QRectF(picture.image.rect()))

    def _must_ask(self, camera: Camera, palette: MapPalette, ratio: float) -> bool:
        look = (camera.zoom, camera.width_px, camera.height_px, palette.name, ratio)
        if self._asked is not None:
            return self._asked[0] != look  # a pan waits for the picture that is coming
        picture = self._picture
        if picture is None:
            return True
        old = picture.camera
        if (old.zoom, old.width_px, old.height_px, picture.theme, picture.ratio) != look:
            return True
        (old_left, old_top), (left, top) = old.left_top_px, camera.left_top_px
        return (
            abs(old_left - left) > camera.width_px * MOVED_MAX
            or abs(old_top - top) > camera.height_px * MOVED_MAX
        )

    def _ask(self, places: PastPlaces, camera: Camera, palette: MapPalette, ratio: float) -> None:
        look = (camera.zoom, camera.width_px, camera.height_px, palette.name, ratio)
        self._asked = look, self._generation
        colours = tuple(palette.colour(role) for role in ROLES)
        name, generation = palette.name, self._generation
        with self._wake:
            self._wish = lambda: _picture(places, camera, name, colours, ratio, generation)
            self._wake.notify()

    def _run(self) -> None:
        while True:
            with self._wake:
                while self._wish is None and not self._is_ending:
                    self._wake.wait()
                wish, self._wish = self._wish, None
                if self._is_ending:
                    return
            assert wish is not None
            try:
                self._finished.emit(wish())
            except RuntimeError:  # the window went away with its objects
                return
            except Exception:
                log.exception("the density of incidents could not be drawn")
                return

    @Slot(object)
    def _on_finished(self, found: tuple[HeatPicture, int]) -> None:
        picture, generation = found
        if generation != self._generation:
            return
        self._picture, self._asked = picture, None
        self.changed.emit()


def _picture(
    places: PastPlaces,
    camera: Camera,
    theme: str,
    colours: tuple[QColor, ...],
    ratio: float,
    generation: int,
) -> tuple[HeatPicture, int]:
    """Count and colour one region. Thread: the density's."""
    cells_x = int(camera.width_px * (1 + 2 * SPARE)) // CELL_PX
    cells_y = int(camera.height_px * (1 + 2 * SPARE)) // CELL_PX
    left, top = camera.left_top_px
    # Cells stand fixed to the world: the next picture of this zoom counts the same squares.
    left = round((left - camera.width_px * SPARE) / CELL_PX) * CELL_PX
    top = round((top - camera.height_px * SPARE) / CELL_PX) * CELL_PX
    scale = camera.scale_px
    right, bottom = left + cells_x * CELL_PX, top + cells_y * CELL_PX
    box = Box(left / scale, top / scale, right / scale, bottom / scale)
    heat = heat_of(places, box, cells_x, cells_y)
    pixels = np.ascontiguousarray(_ramp(colours)[heat])
    small = QImage(pixels.data, cells_x, cells_y, cells_x * 4, QImage.Format.Format_ARGB32_Premultiplied)
    wide, high = round(cells_x * CELL_PX * ratio), round(cells_y * CELL_PX * ratio)
    image = small.scaled(
        wide, high, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    image.setDevicePixelRatio(ratio)
    return HeatPicture(camera, theme, ratio, left, top, image), generation


def _ramp(colours: tuple[QColor, ...]) -> NDArray[np.uint32]:
    """256 premultiplied colours: none, then from the first colour to the last, ever less transparent."""
    stops = np.linspace(0.12, 1.0, len(colours))
    at = np.arange(256) / 255
    alpha = np.interp(at, (0.0, 0.04, 0.2, 1.0), (0.0, 0.0, ALPHA_MAX * 0.55, ALPHA_MAX))
    whole = np.rint(alpha).astype(np.uint32) << np.uint32(24)
    for part, shift in _PARTS:
        shade = np.interp(at, stops, [part(colour) for colour in colours])
        whole |= np.rint(shade * alpha / 255).astype(np.uint32) << np.uint32(shift)
    return np.asarray(whole, dtype=np.uint32)


_PARTS = ((QColor.red, 16), (QColor.green, 8), (QColor.blue, 0))
