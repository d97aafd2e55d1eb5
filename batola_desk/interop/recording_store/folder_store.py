"""Copies in a folder: another disk, or a share (a mount point, or ``\\\\server\\share`` on Windows)."""

from __future__ import annotations

import errno
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from batola_desk.interop.recording_store.port import CHUNK_BYTES, Pace, StoreFault, hash_of

MARK_NAME = "batola-recordings.txt"
_MARK_TEXT = (
    "Salinan rekaman Batola Desk. Jangan hapus berkas ini: tanpanya meja berhenti menyalin ke sini.\n"
)


class FolderStore:
    """A folder that was prepared once and says so by a mark file.

    The mark tells the store from the empty folder that is left when a share or a disk is not mounted: without
    it copies would land on the desk's own disk and look kept.

    Args:
        may_prepare: this store was never used before, so an empty folder may get the mark.
    """

    def __init__(self, folder: Path, *, may_prepare: bool) -> None:
        self._folder = folder
        self._may_prepare = may_prepare

    @property
    def store_id(self) -> str:
        return f"folder:{self._folder.as_posix()}"

    def put(self, key: str, source: Path, sha256: str, pace: Pace) -> None:
        self._check_there()
        target = self._path(key)
        try:
            if self._hash(target, pace) == sha256:
                return
            target.parent.mkdir(parents=True, exist_ok=True)
            copy = target.with_name(f".{target.name}.{secrets.token_hex(4)}.copying")
            try:
                self._write(source, copy, pace)
                if self._hash(copy, pace) != sha256:
                    raise StoreFault("store_copy_differs", key)
                self._set_aside(target)
                copy.replace(target)
                _sync_folder(target.parent)
            finally:
                with suppress(OSError):
                    copy.unlink(missing_ok=True)
            self._remove_torn(target)
        except OSError as fault:
            raise _as_fault(fault) from fault

    def sha256_of(self, key: str, pace: Pace) -> str | None:
        self._check_there()
        try:
            return self._hash(self._path(key), pace)
        except OSError as fault:
            raise _as_fault(fault) from fault

    def fetch(self, key: str, target: Path, pace: Pace) -> str:
        self._check_there()
        try:
            source = self._path(key).open("rb")
        except OSError as fault:
            raise _as_fault(fault) from fault
        with source, target.open("wb") as written:
            return hash_of(_tee(_chunks(source), written), pace)

    def _path(self, key: str) -> Path:
        path = (self._folder / key).resolve()
        if not key or not path.is_relative_to(self._folder.resolve()):
            raise StoreFault("store_refused", key)
        return path

    def _check_there(self) -> None:
        mark = self._folder / MARK_NAME
        try:
            if mark.exists():
                return
            if not self._may_prepare or not self._folder.is_dir():
                raise StoreFault("store_not_there", self.store_id)
            mark.write_text(_MARK_TEXT, encoding="utf-8")
        except OSError as fault:
            raise _as_fault(fault) from fault
        self._may_prepare = False

    def _write(self, source: Path, copy: Path, pace: Pace) -> None:
        with source.open("rb") as reading, copy.open("xb") as writing:
            for chunk in _tee(_chunks(reading), writing):
                del chunk
                pace()
            writing.flush()
            os.fsync(writing.fileno())
            if hasattr(os, "posix_fadvise"):  # so that the comparison reads the disk and not our memory
                os.posix_fadvise(writing.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)

    def _hash(self, path: Path, pace: Pace) -> str | None:
        try:
            with path.open("rb") as file:
                return hash_of(_chunks(file), pace)
        except FileNotFoundError:
            return None

    def _set_aside(self, target: Path) -> None:
        """A copy that is not what the journal says is evidence of something: kept, not overwritten."""
        if target.exists():
            target.rename(
                target.with_name(f"{target.name}.differs-{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}")
            )

    def _remove_torn(self, target: Path) -> None:
        """What copies of this file killed half-way left."""
        for torn in target.parent.glob(f".{target.name}.*.copying"):
            torn.unlink(missing_ok=True)


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(CHUNK_BYTES):
        yield chunk


def _tee(chunks: Iterator[bytes], written: BinaryIO) -> Iterator[bytes]:
    for chunk in chunks:
        written.write(chunk)
        yield chunk


def _sync_folder(path: Path) -> None:
    if os.name == "nt":
        return
    with suppress(OSError):  # network shares refuse it; the file itself is synced
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _as_fault(fault: OSError) -> StoreFault:
    if fault.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return StoreFault("store_full")
    if fault.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return StoreFault("store_no_permission")
    if fault.errno in (errno.ENOENT, errno.ENOTDIR, errno.ESTALE, errno.EHOSTDOWN, errno.ENOTCONN):
        return StoreFault("store_not_there", fault.strerror or "")
    return StoreFault("store_fault", fault.strerror or type(fault).__name__)
