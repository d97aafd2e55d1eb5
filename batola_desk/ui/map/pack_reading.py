"""Reads a map pack beside the screen thread, a little ahead of what is painted."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from batola_desk.map.pack.faults import MapPackFault
from batola_desk.map.pack.reader import MapPack
from batola_desk.map.projection import Tile
from batola_desk.map.tile_shapes import TileShapes, box_of, shapes_of

log = logging.getLogger("batola.ui")
RASTER_UP_MAX = 6  # a picture is shown at most so many zooms nearer than it was made for
KEPT_BYTES_MAX = 24 * 1024 * 1024  # LIMIT: shapes of some 100 dense tiles; a part of the map's 320 MB
_KEPT_COUNT_MAX = 400
_END_WAIT_S = 5.0
Job = Callable[[MapPack], object]


@dataclass(frozen=True, slots=True)
class TileContent:
    """What was read of one tile.

    Attributes:
        picture: of the raster, or None; ``part`` is the piece of it that this tile is (x, y, side, 0..1).
    """

    shapes: TileShapes
    picture: QImage | None = None
    part: tuple[float, float, float] = (0.0, 0.0, 1.0)

    @property
    def byte_count(self) -> int:
        return self.shapes.byte_count + (self.picture.sizeInBytes() if self.picture is not None else 0)


class PackReading(QObject):
    """One open pack and the thread that reads it.

    The thread answers one wish at a time, the newest list of wishes first: what a moved camera no longer
    sees is not read. A damaged file ends the thread with ``broke``.

    Signals:
        opened: the pack was opened (its description).
        arrived: something that was wanted is there now (told once until it is looked at).
        answered: a job's result (its name, the result).
        broke: the pack cannot be read any more (the fault).
    """

    opened = Signal(object)
    arrived = Signal()
    answered = Signal(str, object)
    broke = Signal(object)

    def __init__(self, path: Path, parent: QObject | None = None, *, with_raster: bool = False) -> None:
        super().__init__(parent)
        self._path = path
        self._with_raster = with_raster
        self._wake = threading.Condition()
        self._tiles: list[Tile] = []
        self._jobs: dict[str, Job] = {}
        self._kept: OrderedDict[Tile, TileContent] = OrderedDict()
        self._kept_bytes = 0
        self._is_told = False
        self._is_ending = False
        self._thread = threading.Thread(target=self._run, name="map-pack", daemon=True)

    def start(self) -> None:
        """Begin, when everybody who must hear of it listens."""
        self._thread.start()

    def want(self, tiles: Sequence[Tile]) -> None:
        """Read these, the first one first, in the place of what was wanted before."""
        with self._wake:
            self._tiles = [tile for tile in reversed(tiles) if tile not in self._kept]
            self._wake.notify()

    def content(self, tile: Tile) -> TileContent | None:
        """What was read of a tile, or None: not yet."""
        with self._wake:
            self._is_told = False
            found = self._kept.get(tile)
            if found is not None:
                self._kept.move_to_end(tile)
            return found

    def ask(self, name: str, job: Job) -> None:
        """Run a job on the thread before any further tile; a waiting one of this name is dropped."""
        with self._wake:
            self._jobs[name] = job
            self._wake.notify()

    def retire(self) -> None:
        """Read and tell nothing more; the thread ends by itself. Nobody waits for a slow disk."""
        with self._wake:
            self._is_ending = True
            self._wake.notify()

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def close(self) -> None:
        """End the thread and let go of the file. Harmless when repeated."""
        self.retire()
        if self._thread.ident is not None:
            self._thread.join(_END_WAIT_S)

    def _run(self) -> None:
        try:
            pack = MapPack.open(self._path)
            try:
                self._emit(lambda: self.opened.emit(pack.meta))
                while self._serve_one(pack):
                    pass
            finally:
                pack.close()
        except MapPackFault as fault:
            self._tell_broke(fault)
        except Exception:
            log.exception("the reader of the map pack broke")
            self._tell_broke(MapPackFault("map_pack_damaged", file=self._path.name))

    def _serve_one(self, pack: MapPack) -> bool:
        with self._wake:
            while not (self._is_ending or self._jobs or self._tiles):
                self._wake.wait()
            if self._is_ending:
                return False
            name = next(iter(self._jobs), "")
            job = self._jobs.pop(name) if name else None
            tile = self._tiles.pop() if job is None else None
        if job is not None:
            self._emit(lambda: self.answered.emit(name, job(pack)))
        elif tile is not None:
            self._keep(tile, self._read(pack, tile))
        return True

    def _read(self, pack: MapPack, tile: Tile) -> TileContent:
        shapes = shapes_of(pack.features_in(box_of(tile), tile.zoom), tile)
        raster = pack.meta.raster
        if not self._with_raster or raster is None:
            return TileContent(shapes)
        zoom = min(tile.zoom, raster.max_zoom)
        for up in range(tile.zoom - zoom, tile.zoom - zoom + RASTER_UP_MAX):
            if tile.zoom - up < raster.min_zoom:
                break
            data = pack.raster_tile(tile.zoom - up, tile.x >> up, tile.y >> up)
            picture = QImage.fromData(data) if data is not None else QImage()
            if not picture.isNull():
                side = 1 / 2**up
                left, top = (tile.x * side) % 1, (tile.y * side) % 1
                return TileContent(shapes, picture, (left, top, side))
        return TileContent(shapes)

    def _keep(self, tile: Tile, content: TileContent) -> None:
        with self._wake:
            self._kept[tile] = content
            self._kept_bytes += content.byte_count
            while len(self._kept) > 1 and (
                self._kept_bytes > KEPT_BYTES_MAX or len(self._kept) > _KEPT_COUNT_MAX
            ):
                self._kept_bytes -= self._kept.popitem(last=False)[1].byte_count
            must_tell = not self._is_told
            self._is_told = True
        if must_tell:
            self._emit(self.arrived.emit)

    def _tell_broke(self, fault: MapPackFault) -> None:
        self._emit(lambda: self.broke.emit(fault))

    def _emit(self, emit: Callable[[], None]) -> None:
        """Nobody hears of anything after the end: the receiver may be gone with its window."""
        with self._wake:
            if self._is_ending:
                return
        try:
            emit()
        except RuntimeError:  # the window went away with its objects
            self.retire()
