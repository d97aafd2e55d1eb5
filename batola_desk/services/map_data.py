"""What the map is drawn from: the map pack of this desk."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from batola_desk.map.pack.store import PackStore


class MapDataUseCases(Protocol):
    """Ground of the map."""

    def pack_path(self) -> Path | None:
        """The map pack in use, or None. Looks at the disk: beside the screen thread only."""


class MapDataService:
    """Implements ``MapDataUseCases``. Thread: any."""

    def __init__(self, packs: PackStore) -> None:
        self._packs = packs

    def pack_path(self) -> Path | None:
        return self._packs.current()
