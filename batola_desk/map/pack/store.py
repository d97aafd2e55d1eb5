"""Which pack this machine uses: packs lie side by side under their hashes, a small file names the one.

A desk that runs keeps its open pack until it looks again, so a replaced pack never changes under it, and
on Windows, where an open file cannot be deleted, the old one goes at the next chance.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import msgspec

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.map.pack.faults import MapPackFault
from batola_desk.map.pack.notes import Came, PackNotes, read_notes, with_refused, write_notes
from batola_desk.models.file_lock import FileLock
from batola_desk.settings.whole_file import write_whole

POINTER: Final = "current"
LOCK: Final = "import.lock"
_PACK_NAME: Final = re.compile(r"pack-[0-9a-f]{16}\.btmap")
PART_SUFFIX: Final = ".part"
_TRIES: Final = 20
_PAUSE_S: Final = 0.05  # LIMIT: a second in all for a reader or a virus scanner that holds the pointer


class PackStore:
    """The folder of map packs. Thread: any; one importer at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self) -> Path | None:
        """Return the pack in use, or None. A new import gives another path: compare to notice it."""
        try:
            name = (self.folder / POINTER).read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return None
        path = self.folder / name
        return path if _PACK_NAME.fullmatch(name) and path.is_file() else None

    @contextlib.contextmanager
    def importing(self) -> Iterator[None]:
        """Be the one that changes packs; what a killed import left, and packs not in use, go first.

        Raises:
            MapPackFault: another import runs, or the folder cannot be written.
        """
        with self.changing():
            in_use = self.current()
            self._delete(lambda path: _is_left_over(path.name))
            self._delete(lambda path: _PACK_NAME.fullmatch(path.name) is not None and path != in_use)
            yield

    def sweep(self) -> None:
        """Delete what a killed import left; nothing while another runs."""
        with contextlib.suppress(MapPackFault), self.changing():
            self._delete(lambda path: _is_left_over(path.name))

    @contextlib.contextmanager
    def changing(self) -> Iterator[None]:
        """Be the one that changes which pack is in use.

        Raises:
            MapPackFault: another import runs, or the folder cannot be written.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = FileLock(self.folder / LOCK)
        except EnvironmentFault as fault:
            raise MapPackFault("map_import_running") from fault
        except OSError as fault:
            raise disk_fault(fault, self.folder.name) from fault
        try:
            yield
        finally:
            lock.release()

    def part_path(self) -> Path:
        """Return where a new pack is written before it is complete."""
        return self.folder / f"import-{os.getpid()}{PART_SUFFIX}"

    def install(self, part: Path, digest: str, came: Came | None = None) -> Path:
        """Make a complete pack the one in use; the one before stays beside it until the next import.

        Args:
            came: where it is from.
        """
        path = self.folder / f"pack-{digest[:16]}.btmap"
        try:
            part.replace(path)  # what lies there under this name may be damaged: that is why it comes again
        except PermissionError:  # Windows: a desk has it open; it keeps the name, the new one gets another
            path = self.folder / f"pack-{digest[:15]}{_other_digit(digest[15])}.btmap"
            part.replace(path)
        refused = read_notes(self.folder).refused
        self._note(PackNotes(pack=path.name, came=came or Came(), refused=refused))
        self.point_to(path)
        return path

    def point_to(self, path: Path | None) -> None:
        """Name the pack in use; None = none. The files stay."""
        pointer = self.folder / POINTER
        if path is None:
            _patiently(lambda: pointer.unlink(missing_ok=True))
            return
        _patiently(lambda: write_whole(pointer, f"{path.name}\n".encode("ascii")))
        _sync_folder(self.folder)

    # ---------------------------------------------------------------- what is remembered of packs

    def came(self) -> Came:
        """Return where the pack in use is from, as far as it is known."""
        notes, path = read_notes(self.folder), self.current()
        return notes.came if path is not None and notes.pack == path.name else Came()

    def remove(self, created_us: int) -> None:
        """Use no pack, and take none by itself that is not newer than this one; the file stays."""
        notes = read_notes(self.folder)
        self._note(msgspec.structs.replace(notes, removed_us=created_us))
        self.point_to(None)

    @property
    def removed_us(self) -> int:
        """When the pack was made that somebody removed; 0 = nobody did, or another one is in use."""
        return read_notes(self.folder).removed_us if self.current() is None else 0

    def refused(self, sha256: str) -> str:
        """Return why a file of this hash was not taken; "" = it was never refused."""
        return read_notes(self.folder).refused.get(sha256, "")

    def refuse(self, sha256: str, code: str) -> None:
        """Do not take a file of this hash again; ``code`` empty: it may come."""
        self._note(with_refused(read_notes(self.folder), sha256, code))

    def _note(self, notes: PackNotes) -> None:
        with contextlib.suppress(OSError):  # worth less than the pack itself
            _patiently(lambda: write_notes(self.folder, notes))

    # ---------------------------------------------------------------- inner parts

    def _delete(self, is_unneeded: Callable[[Path], bool]) -> None:
        for path in list(self.folder.glob("*")):
            if is_unneeded(path):
                with contextlib.suppress(OSError):  # Windows: still open somewhere; next time
                    path.unlink()


def disk_fault(fault: OSError, file: str) -> MapPackFault:
    """Return what trouble with the disk means to a person."""
    if fault.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return MapPackFault("map_disk_full", file=file)
    if isinstance(fault, PermissionError):
        return MapPackFault("map_not_writable", file=file)
    return MapPackFault("map_disk", file=file, detail=fault.strerror or str(fault))


def _other_digit(digit: str) -> str:
    return f"{(int(digit, 16) + 1) % 16:x}"


def _is_left_over(name: str) -> bool:
    return name.endswith((PART_SUFFIX, PART_SUFFIX + "-journal")) or name == f"{POINTER}.new"


def _patiently(act: Callable[[], object]) -> None:
    for attempt in range(_TRIES):
        try:
            act()
        except PermissionError:
            if attempt == _TRIES - 1:
                raise
            time.sleep(_PAUSE_S)
        else:
            return


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":  # Windows writes directory entries with the file
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
