"""Which ground the map stands on: the map pack of this desk, or the schematic base when there is none."""

from __future__ import annotations

import functools
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from batola_desk.map.pack.faults import MapPackFault
from batola_desk.map.pack.meta import PackMeta
from batola_desk.ui.map.pack_reading import PackReading
from batola_desk.ui.map.pack_source import PackTileSource

log = logging.getLogger("batola.ui")
LOOK_EVERY_S = 2.0


class BaseChoice(StrEnum):
    """What a person may choose to see below everything else."""

    VECTOR = "vector"
    RASTER = "raster"
    SCHEMATIC = "schematic"


@dataclass(frozen=True, slots=True)
class PackFile:
    """A file as it lies there; another content is another value."""

    path: Path
    size: int
    mtime_ns: int

    @classmethod
    def of(cls, path: Path | None) -> PackFile | None:
        """None: there is no such file, or it cannot be reached."""
        if path is None:
            return None
        try:
            found = path.stat()
        except OSError:
            return None
        return cls(path, found.st_size, found.st_mtime_ns)


@dataclass(frozen=True, slots=True)
class BaseState:
    """What the base is now, for the words on the map.

    Attributes:
        meta: of the pack that is shown; None = schematic.
        fault: code of what is wrong with the pack ("map_pack_gone": it was there); "" = nothing.
    """

    choice: BaseChoice
    meta: PackMeta | None = None
    fault: str = ""


class BaseView(Protocol):
    """What shows the base: the map."""

    def show_base(
        self, state: BaseState, source: PackTileSource | None, reading: PackReading | None
    ) -> None: ...


class BaseKeeper(QObject):
    """Opens the pack, looks whether it is still the same, and goes back to the schematic base without it.

    A thread looks at the disk every two seconds; the screen thread never does. The base before stays until
    the new one is open, so that a replaced pack does not flicker. A pack that broke is tried again only
    when another file lies there or a person chooses a ground.

    Signals:
        changed: state or choices are others.
    """

    changed = Signal()
    _found = Signal(object)

    def __init__(
        self,
        view: BaseView,
        locate: Callable[[], Path | None],
        parent: QObject | None = None,
        *,
        choice: BaseChoice = BaseChoice.VECTOR,
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._choice = choice
        self._file: PackFile | None = None
        self._known: PackMeta | None = None  # of the file that lies there
        self._opening: PackReading | None = None
        self._reading: PackReading | None = None
        self._retired: list[PackReading] = []
        self.state = BaseState(choice)
        self._found.connect(self._on_found)
        self._ending = threading.Event()
        ending = self._ending
        self.destroyed.connect(functools.partial(_end, ending))
        self._watch = threading.Thread(
            target=_watch, args=(locate, self._tell_found, ending), name="map-pack-watch", daemon=True
        )
        self._watch.start()

    @property
    def has_raster(self) -> bool:
        """Whether the pack that lies there has pictures, shown or not."""
        return self._known is not None and self._known.raster is not None

    def choose(self, choice: BaseChoice) -> None:
        """Another base; without a pack (or without pictures in it) the next best one is shown."""
        if choice is self._choice:
            return
        self._choice = choice
        self._open()

    def close(self) -> None:
        """End the threads; a slow disk is not waited for longer than a moment."""
        self._ending.set()
        for reading in (self._opening, self._reading, *self._retired):
            if reading is not None:
                reading.close()
        self._watch.join(1.0)
        self._opening = self._reading = None
        self._retired.clear()

    def _tell_found(self, file: PackFile | None) -> None:
        self._found.emit(file)

    @Slot(object)
    def _on_found(self, file: PackFile | None) -> None:
        self._sweep()
        if self._ending.is_set():
            return
        had_pack, self._file, self._known = self._file, file, None
        if file is None and had_pack is not None:
            self._show_schematic("map_pack_gone")
        else:
            self._open()

    def _open(self) -> None:
        """Begin to show what is chosen from the file that is there."""
        self._drop(self._opening)
        self._opening = None
        if self._choice is BaseChoice.SCHEMATIC or self._file is None:
            self._show_schematic("")
            return
        reading = PackReading(self._file.path, self, with_raster=self._choice is BaseChoice.RASTER)
        self._opening = reading
        reading.opened.connect(self._on_opened)
        reading.broke.connect(self._on_broke)
        reading.start()

    @Slot(object)
    def _on_opened(self, meta: PackMeta) -> None:
        reading = self.sender()
        if reading is not self._opening or self._file is None:
            return
        assert isinstance(reading, PackReading)
        old, self._reading, self._opening = self._reading, reading, None
        look = f"{meta.digest or self._file.path.name}:{self._choice}"
        self._known = meta
        self.state = BaseState(self._choice, meta)
        self._view.show_base(self.state, PackTileSource(reading, look, reading), reading)
        self._drop(old)
        self.changed.emit()

    @Slot(object)
    def _on_broke(self, fault: MapPackFault) -> None:
        if self.sender() not in (self._opening, self._reading):
            return
        log.warning("the map pack cannot be used: %s", fault.code)
        self._show_schematic(fault.code)

    def _show_schematic(self, fault: str) -> None:
        self._drop(self._opening)
        old, self._reading, self._opening = self._reading, None, None
        self.state = BaseState(self._choice, None, fault)
        self._view.show_base(self.state, None, None)
        self._drop(old)
        self.changed.emit()

    def _sweep(self) -> None:
        """Delete readings whose thread has ended."""
        for reading in self._retired:
            if not reading.is_alive:
                reading.deleteLater()
        self._retired = [reading for reading in self._retired if reading.is_alive]

    def _drop(self, reading: PackReading | None) -> None:
        self._sweep()
        if reading is not None:
            reading.retire()
            self._retired.append(reading)


def _watch(
    locate: Callable[[], Path | None], tell: Callable[[PackFile | None], None], ending: threading.Event
) -> None:
    """Say which pack lies there, at the start and whenever it is another one."""
    known: PackFile | None = None
    is_first = True
    while True:
        file = PackFile.of(locate())
        if is_first or file != known:
            try:
                tell(file)
            except RuntimeError:  # the window went away with its objects
                return
        known, is_first = file, False
        if ending.wait(LOOK_EVERY_S):
            return


def _end(ending: threading.Event, *_args: object) -> None:
    ending.set()
