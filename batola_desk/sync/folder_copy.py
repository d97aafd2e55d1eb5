"""The second copy of the outbox on another disk: files of facts that are only ever appended to.

A file grows to some megabytes, then the next one begins; it is deleted when the room has all of it, so what
lies in the folder is what the room does not have. Each batch is on the disk (fsync) before it counts.

The folder itself is made by a person, never by us: the mount point of a stick that is not there is an empty
folder on the very disk that may die. Thread: one, its own (``sync.safe_keeping``); every call may block.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.models.reader import JournalReader
from batola_desk.models.room import RoomError
from batola_desk.models.store import JournalStore
from batola_desk.sync.copy_state import BATCH_FACTS, FOLDER, CopyState, PendingFeed
from batola_desk.sync.fact_file import FILE_ENDING, FactFiles, fact_line, header_line, read_fact_files

log = logging.getLogger("batola.sync")

FILE_BYTES: Final = 2 << 20  # of one file, before the next one begins
TIDY_S: Final = 10.0  # between two looks for files that the room has taken whole
ANSWER_LIMIT_S: Final = 30.0
UNUSED_ENDING: Final = ".unusable"
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC})


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderSettings:
    """``[safe_copy]`` of secretariat.toml.

    Attributes:
        bytes_max: no more than this; the newest facts then have no copy, and people are told.
        same_disk: a folder on the journal's own disk will do.
    """

    folder: Path
    bytes_max: int = 128 << 20
    same_disk: bool = False


@dataclass(slots=True)
class _File:
    path: Path
    size: int = 0
    last_row: int = 0


class FolderCopy:
    """Keeps the folder's files equal to what waits.

    Args:
        journal_path: to know its disk.
        at_once: whether facts go into the copy as they come (the room does not take them right now).
    """

    def __init__(
        self,
        settings: FolderSettings,
        store: JournalStore,
        reader: JournalReader,
        *,
        journal_path: Path,
        desk: str,
        at_once: Callable[[], bool],
    ) -> None:
        self._settings = settings
        self._store = store
        self._reader = reader
        self._journal_path = journal_path
        self._desk = desk
        self._at_once = at_once
        self._feed = PendingFeed(store.own_origins)
        self._files: list[_File] = []
        self._open_file: int | None = None
        self._old: list[Path] = []  # of an earlier run: deleted once everything in them is here again
        self._is_attached = False
        self._tidied_at_s = 0.0
        self._clashes = 0

    def start_over(self) -> None:
        """Facts wait again that the room had taken."""
        self._feed.start_over()

    def look(self) -> CopyState:
        """Bring the copy up to date; never raises on what disks do."""
        name = str(self._settings.folder)
        try:
            if not self._is_attached:
                self._attach()
            self._check_place()
            self._write_due()
            self._tidy()
        except TimeoutError:
            self._detach()
            return _state(name, "copy_folder_failed", {"detail": "journal"})
        except OSError as fault:
            self._detach()
            code = "copy_folder_full" if fault.errno in _NO_ROOM else "copy_folder_failed"
            if not self._settings.folder.is_dir():
                code = "copy_folder_missing"
            return _state(name, code, {"detail": fault.strerror or type(fault).__name__})
        except EnvironmentFault as fault:
            self._detach()
            return _state(name, fault.code, fault.values)
        if self._clashes:
            return _state(name, "copy_clash", {"count": self._clashes}, is_whole=True)
        return _state(name, is_whole=True)

    def close(self) -> None:
        """Leave the files as they are: what waits in them goes out after the next start."""
        self._detach()

    # ------------------------------------------------------------------ the place

    def _check_place(self) -> None:
        folder = self._settings.folder
        place = folder.stat()
        if not self._settings.same_disk and place.st_dev == self._journal_path.stat().st_dev:
            raise EnvironmentFault("copy_same_disk", folder=str(folder))
        if self._open_file is not None:
            here, there = os.fstat(self._open_file), self._files[-1].path.stat()
            if (here.st_dev, here.st_ino) != (there.st_dev, there.st_ino):
                raise FileNotFoundError(errno.ENOENT, "another stick")

    def _attach(self) -> None:
        """The folder is there (again): take back what only it has, then write everything anew beside it."""
        folder = self._settings.folder
        if not folder.is_dir():
            raise EnvironmentFault("copy_folder_missing", folder=str(folder))
        self._check_place()
        self._old = [
            path
            for origin in sorted(self._store.own_origins)
            for path in sorted(folder.glob(f"*-{origin}-*{FILE_ENDING}"))
        ]
        if self._old:
            self._take_back(read_fact_files(self._old))
        self._feed.start_over()
        self._is_attached = True

    def _take_back(self, found: FactFiles) -> None:
        """A journal that lost facts (a damaged file, an older one put back) gets them from its copy."""
        self._clashes = 0
        for start in range(0, len(found.facts), BATCH_FACTS):
            part = found.facts[start : start + BATCH_FACTS]
            try:
                self._store.keep_facts([item.envelope for item in part]).result(ANSWER_LIMIT_S)
            except RoomError as clash:
                log.warning("a copy of this desk's facts is not this file's", extra={"code": clash.code})
                self._clashes += len(part)
        used = {bad.path for bad in found.bad if bad.why != "torn"}
        if self._clashes:  # perhaps of another machine that lives: they stay as they are
            self._old = []
            return
        for path in used:  # for a person to look at; never deleted
            path.replace(path.with_name(path.name + UNUSED_ENDING))
        self._old = [path for path in self._old if path not in used]

    def _detach(self) -> None:
        self._is_attached = False
        self._close_file()
        self._files.clear()

    # ------------------------------------------------------------------ writing

    def _write_due(self) -> None:
        while True:
            waiting = self._reader.pending(BATCH_FACTS, self._feed.after_row).result(ANSWER_LIMIT_S)
            due = self._feed.due(waiting, at_once=self._at_once())
            if due:
                self._append(b"".join(fact_line(fact.envelope) for fact in due), due[-1].row_id)
            before = self._feed.after_row
            self._feed.done(waiting, due)
            if len(waiting) < BATCH_FACTS or self._feed.after_row == before:
                break
        for path in self._old:  # everything that waits is in the new files now
            path.unlink(missing_ok=True)
        self._old = []

    def _append(self, lines: bytes, last_row: int) -> None:
        if sum(file.size for file in self._files) + len(lines) > self._settings.bytes_max:
            raise EnvironmentFault("copy_folder_full", folder=str(self._settings.folder))
        if self._open_file is None or self._files[-1].size >= FILE_BYTES:
            self._begin_file()
        assert self._open_file is not None
        _write_all(self._open_file, lines)
        os.fsync(self._open_file)
        file = self._files[-1]
        file.size += len(lines)
        file.last_row = max(file.last_row, last_row)

    def _begin_file(self) -> None:
        self._close_file()
        origin = self._store.origin
        name = f"{self._desk}-{origin}-{time.time_ns():020}{FILE_ENDING}"
        path = self._settings.folder / name
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        self._open_file = os.open(path, flags, 0o600)
        self._files.append(_File(path))
        room = self._reader.room_epoch().result(ANSWER_LIMIT_S)
        _write_all(self._open_file, header_line(desk=self._desk, origin=origin, room=room))
        _sync_folder(self._settings.folder)

    def _close_file(self) -> None:
        if self._open_file is not None:
            descriptor, self._open_file = self._open_file, None
            with contextlib.suppress(OSError):  # the stick is gone; what counts was fsynced
                os.close(descriptor)

    # ------------------------------------------------------------------ what the room has

    def _tidy(self) -> None:
        now_s = time.monotonic()
        if not self._files or now_s - self._tidied_at_s < TIDY_S:
            return
        self._tidied_at_s = now_s
        first = self._reader.first_pending_of(self._store.own_origins).result(ANSWER_LIMIT_S)
        done = [file for file in self._files if first is None or file.last_row < first]
        if self._files[-1] in done:
            self._close_file()
        for file in done:
            file.path.unlink(missing_ok=True)
        self._files = [file for file in self._files if file not in done]


def _state(
    name: str, code: str = "", values: Mapping[str, object] | None = None, *, is_whole: bool = False
) -> CopyState:
    return CopyState(
        kind=FOLDER,
        name=name,
        is_whole=is_whole,
        looked_at_s=time.monotonic(),
        code=code,
        values={"folder": name, **(values or {})},
    )


def _write_all(descriptor: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(descriptor, left) :]


def _sync_folder(folder: Path) -> None:
    """Windows has no such thing, and needs none."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
