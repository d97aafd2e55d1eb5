"""The moving carpet of tiles: paints what is missing in slices, shows relatives meanwhile."""

from __future__ import annotations

import math
import time
from collections.abc import Generator

from PySide6.QtCore import QObject, QRectF, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPixmap

from batola_desk.map.projection import TILE_SIZE_PX, Camera, Tile
from batola_desk.ui.map.palette import MapPalette
from batola_desk.ui.map.pictures import finished
from batola_desk.ui.map.tile_cache import TileCache, TileKey
from batola_desk.ui.map.tile_source import TileSource

SLICE_S = 0.006  # LIMIT: QPainter holds the interpreter lock; longer and typing would stutter
_ANCESTORS_MAX = 4


class TileLayer(QObject):
    """Signals:
    tile_ready: a tile was painted; draw again.
    """

    tile_ready = Signal()

    def __init__(self, source: TileSource, palette: MapPalette, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._palette = palette
        self._cache = TileCache()
        self._old_look = ""  # of the base before: its tiles stand in until those of the new one are there
        self._wanted: list[TileKey] = []
        self._job: Generator[None, None, None] | None = None
        self._slices = QTimer(self)
        self._slices.setInterval(0)
        self._slices.timeout.connect(self._run_slice)
        source.on_ready(self._wake)

    @property
    def is_complete(self) -> bool:
        """Nothing that was asked for is still to be painted."""
        return self._job is None and not self._wanted

    @property
    def bytes_used(self) -> int:
        return self._cache.bytes_used

    def set_palette(self, palette: MapPalette) -> None:
        self._palette = palette
        self._drop_work()

    def set_source(self, source: TileSource) -> None:
        """Another base: what was painted so far only stands in until the new one is painted.

        The old source may be gone after this.
        """
        self._drop_work()
        self._old_look = self._look
        self._source.on_ready(lambda: None)
        self._source = source
        source.on_ready(self._wake)

    @property
    def _look(self) -> str:
        return f"{self._source.look}/{self._palette.name}"

    def stop(self) -> None:
        """Paint nothing more until asked again."""
        self._drop_work()

    def request(self, camera: Camera, device_ratio: float) -> None:
        """Paint what this camera sees, centre first, then a ring around it."""
        visible = camera.tiles()
        around = camera.resized(camera.width_px + TILE_SIZE_PX, camera.height_px + TILE_SIZE_PX).tiles()
        seen = set(visible)
        keys = [
            self._key(tile, camera, device_ratio)
            for tile in (*visible, *(t for t in around if t not in seen))
        ]
        self._wanted = [key for key in reversed(keys) if key not in self._cache]
        self._source.want([key.tile for key in reversed(self._wanted)])
        self._wake()

    def _wake(self) -> None:
        """There may be something to paint."""
        if self._wanted and not self._slices.isActive():
            self._slices.start()

    def draw(self, painter: QPainter, camera: Camera, device_ratio: float) -> None:
        """Draw the best picture there is for every visible tile."""
        zoom = round(camera.zoom)
        size = TILE_SIZE_PX * 2.0 ** (camera.zoom - zoom)
        left, top = camera.left_top_px
        painter.save()
        for tile in camera.tiles():
            # Edges snap to device pixels so that neighbours meet without a seam.
            x0, y0, x1, y1 = (
                round(edge * device_ratio) / device_ratio
                for edge in (tile.x * size - left, tile.y * size - top, (tile.x + 1) * size - left,
                             (tile.y + 1) * size - top)
            )  # fmt: skip
            target = QRectF(x0, y0, x1 - x0, y1 - y0)
            key = self._key(tile, camera, device_ratio)
            picture = self._cache.get(key) or self._cache.get_any_scale(key.theme, tile)
            if picture is None and self._old_look:
                picture = self._cache.get_any_scale(self._old_look, tile)
            if picture is not None:
                exact = abs(picture.width() - target.width() * device_ratio) < 1.5
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=not exact)
                painter.drawPixmap(target, picture, QRectF(0, 0, picture.width(), picture.height()))
            else:
                self._draw_relatives(painter, tile, target)
        painter.restore()

    def _draw_relatives(self, painter: QPainter, tile: Tile, target: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if not self._draw_ancestor(painter, tile, target):
            painter.fillRect(target, self._palette.colour("background"))
        for child in tile.children:
            picture = self._cache.get_any_scale(self._look, child)
            if picture is not None:
                half_wide, half_high = target.width() / 2, target.height() / 2
                left, top = (
                    target.left() + (child.x & 1) * half_wide,
                    target.top() + (child.y & 1) * half_high,
                )
                whole = QRectF(0, 0, picture.width(), picture.height())
                painter.drawPixmap(QRectF(left, top, half_wide, half_high), picture, whole)

    def _draw_ancestor(self, painter: QPainter, tile: Tile, target: QRectF) -> bool:
        ancestor = tile
        for steps in range(1, _ANCESTORS_MAX + 1):
            ancestor = ancestor.parent
            picture = self._cache.get_any_scale(self._look, ancestor)
            if picture is not None:
                share = 1 / 2**steps
                wide, high = picture.width() * share, picture.height() * share
                column, row = tile.x - (ancestor.x << steps), tile.y - (ancestor.y << steps)
                painter.drawPixmap(target, picture, QRectF(column * wide, row * high, wide, high))
                return True
        return False

    def _key(self, tile: Tile, camera: Camera, device_ratio: float) -> TileKey:
        scale = device_ratio * 2.0 ** (camera.zoom - tile.zoom)
        return TileKey(self._look, round(scale * 1000), tile)

    def _drop_work(self) -> None:
        self._wanted.clear()
        if self._job is not None:
            self._job.close()
            self._job = None
        self._slices.stop()

    @Slot()
    def _run_slice(self) -> None:
        until = time.perf_counter() + SLICE_S
        while time.perf_counter() < until:
            if self._job is None:
                key = self._next_ready()
                if key is None:
                    self._slices.stop()  # nothing left, or all of it is still being read
                    return
                self._job = self._paint(key)
            if next(self._job, self) is self:
                self._job = None
                self.tile_ready.emit()

    def _next_ready(self) -> TileKey | None:
        """Take the most wanted tile that can be painted now."""
        for position in range(len(self._wanted) - 1, -1, -1):
            if self._source.is_ready(self._wanted[position].tile):
                return self._wanted.pop(position)
        return None

    def _paint(self, key: TileKey) -> Generator[None, None, None]:
        """Paint one tile into the cache, a step at a time."""
        scale = key.scale_milli / 1000
        side = math.ceil(TILE_SIZE_PX * scale)
        picture = QPixmap(side, side)
        painter = QPainter(picture)  # stays open between slices: another device than the widget's
        try:
            painter.scale(side / TILE_SIZE_PX, side / TILE_SIZE_PX)
            yield from self._source.paint(painter, key.tile, self._palette)
        finally:
            painter.end()
        self._cache.put(key, finished(picture))
