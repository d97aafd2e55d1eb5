"""Painted tiles in memory, least recently used out first."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtGui import QPixmap

from batola_desk.map.projection import Tile

CACHE_BYTES_MAX = 64 * 1024 * 1024  # LIMIT: design.md §6
_BYTES_PER_PIXEL = 4


@dataclass(frozen=True, slots=True)
class TileKey:
    """What makes two tiles different pictures.

    Attributes:
        theme: the source's look and the theme's name.
        scale_milli: device pixels per tile pixel, times 1000: device pixel ratio and fractional zoom.
    """

    theme: str
    scale_milli: int
    tile: Tile


class TileCache:
    """Bounded store of tile pictures. Thread: screen."""

    def __init__(self, bytes_max: int = CACHE_BYTES_MAX) -> None:
        self._bytes_max = bytes_max
        self._pictures: OrderedDict[TileKey, QPixmap] = OrderedDict()
        self._any_scale: dict[tuple[str, Tile], TileKey] = {}
        self.bytes_used = 0

    def __len__(self) -> int:
        return len(self._pictures)

    def __contains__(self, key: TileKey) -> bool:
        return key in self._pictures

    def get(self, key: TileKey) -> QPixmap | None:
        picture = self._pictures.get(key)
        if picture is not None:
            self._pictures.move_to_end(key)
        return picture

    def get_any_scale(self, theme: str, tile: Tile) -> QPixmap | None:
        """The tile as last painted at whatever scale: a stand-in while the right one is made."""
        key = self._any_scale.get((theme, tile))
        return self.get(key) if key is not None else None

    def put(self, key: TileKey, picture: QPixmap) -> None:
        if key in self._pictures:
            self.bytes_used -= _bytes(self._pictures.pop(key))
        self._pictures[key] = picture
        self._any_scale[key.theme, key.tile] = key
        self.bytes_used += _bytes(picture)
        while self.bytes_used > self._bytes_max and len(self._pictures) > 1:
            old_key, old = self._pictures.popitem(last=False)
            self.bytes_used -= _bytes(old)
            if self._any_scale.get((old_key.theme, old_key.tile)) == old_key:
                del self._any_scale[old_key.theme, old_key.tile]

    def clear(self) -> None:
        self._pictures.clear()
        self._any_scale.clear()
        self.bytes_used = 0


def _bytes(picture: QPixmap) -> int:
    return picture.width() * picture.height() * _BYTES_PER_PIXEL
