"""What other parts draw on the map: routes, danger areas, positions of callers, in one fixed order."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from batola_desk.map.projection import Camera
from batola_desk.ui.map.glyphs import GlyphStore
from batola_desk.ui.map.palette import MapPalette

log = logging.getLogger("batola.ui")

# Orders of the layers, bottom to top. Names of places lie between base extras and areas.
ORDER_BASE, ORDER_AREAS, ORDER_ROUTES, ORDER_ACCURACY = 10, 20, 30, 40
ORDER_INCIDENTS, ORDER_UNITS, ORDER_SELECTION = 50, 60, 70


class Overlay(Protocol):
    """Something drawn above the base. Holds its own data, ready to draw; costs nothing when off screen.

    ``draw`` runs in every paint: cull by the camera, keep pictures, make nothing anew. The painter is
    antialiased and in logical pixels of the window; it is restored afterwards. ``hit`` returns an id of
    the overlay's own for what lies under a point of the window, or None.
    Thread: screen.
    """

    def draw(self, painter: QPainter, camera: Camera, palette: MapPalette, glyphs: GlyphStore) -> None: ...

    def hit(self, camera: Camera, x_px: float, y_px: float) -> str | None: ...


class LegendSign(Enum):
    """How a row of the legend looks."""

    DOT = "dot"
    LINE = "line"
    DASHED = "dashed"
    AREA = "area"


@dataclass(frozen=True, slots=True)
class LegendRow:
    """One row of the legend: a sign in a colour of the palette (role "" = none), and its words."""

    sign: LegendSign
    role: str
    words: str


@runtime_checkable
class WithLegend(Protocol):
    """An overlay that explains itself. Empty while nothing of it is shown."""

    def legend(self) -> Sequence[LegendRow]: ...


@runtime_checkable
class WithHint(Protocol):
    """An overlay with words for the pointer that rests on one of its things."""

    def hint(self, hit_id: str) -> str: ...


@runtime_checkable
class WithWords(Protocol):
    """An overlay that writes on the map; the words of marks keep off its own."""

    def word_boxes(self, camera: Camera, glyphs: GlyphStore) -> Iterator[QRectF]: ...


class OverlayStack:
    """Overlays in their order; those of one order as they were added."""

    def __init__(self) -> None:
        self._entries: list[tuple[int, Overlay]] = []

    def add(self, overlay: Overlay, order: int) -> None:
        self._entries.append((order, overlay))
        self._entries.sort(key=lambda entry: entry[0])

    def remove(self, overlay: Overlay) -> None:
        """Take it away; harmless if it is not there."""
        self._entries = [entry for entry in self._entries if entry[1] is not overlay]

    def draw(
        self,
        painter: QPainter,
        camera: Camera,
        palette: MapPalette,
        glyphs: GlyphStore,
        *,
        orders: range,
    ) -> None:
        """Draw those whose order lies in ``orders``.

        One that breaks is left out from then on and logged: it must not take incidents and units with it.
        """
        for order, overlay in tuple(self._entries):
            if order not in orders:
                continue
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            try:
                overlay.draw(painter, camera, palette, glyphs)
            except Exception:
                log.exception("an overlay of the map broke", extra={"overlay": type(overlay).__name__})
                self.remove(overlay)
            painter.restore()

    def hit(self, camera: Camera, x_px: float, y_px: float, *, orders: range) -> tuple[Overlay, str] | None:
        """The topmost thing under a point."""
        for order, overlay in reversed(self._entries):
            if order in orders:
                found = overlay.hit(camera, x_px, y_px)
                if found is not None:
                    return overlay, found
        return None

    def word_boxes(self, camera: Camera, glyphs: GlyphStore) -> Iterator[QRectF]:
        for _, overlay in self._entries:
            if isinstance(overlay, WithWords):
                yield from overlay.word_boxes(camera, glyphs)

    def legend(self) -> Iterator[LegendRow]:
        for _, overlay in self._entries:
            if isinstance(overlay, WithLegend):
                yield from overlay.legend()


BELOW_LABELS = range(ORDER_AREAS)
BELOW_MARKS = range(ORDER_AREAS, ORDER_INCIDENTS)
ABOVE_MARKS = range(ORDER_INCIDENTS, 100)
