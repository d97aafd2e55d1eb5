"""The update that lies ready: copied, checked, and whole, or not there at all.

::

    updates/incoming/   being copied; what is found there belongs to somebody who died
    updates/staged/     manifest, signature, installer; made of ``incoming`` by one rename

Only administrators can write here (``windows_rights``); what is started is checked again all the same.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from batola_desk.domain.file_digest import sha256_of
from batola_desk.settings.whole_file import write_whole
from batola_desk.updates.config import UpdateSettings
from batola_desk.updates.faults import UpdateFault
from batola_desk.updates.manifest import (
    MANIFEST_BYTES_MAX,
    MANIFEST_NAME,
    SIGNATURE_NAME,
    Manifest,
    read_manifest,
    refuse_unfit,
)
from batola_desk.updates.source import PackageSource

SPARE_BYTES: Final = 50_000_000  # LIMIT: what journal and logs may need while a package is copied
SIGNATURE_BYTES_MAX: Final = 1_000


@dataclass(frozen=True, slots=True)
class Staged:
    """A package that lies ready."""

    manifest: Manifest
    installer: Path


class Shelf:
    """Holds at most one update for one desk."""

    def __init__(self, folder: Path, settings: UpdateSettings, *, installed: str) -> None:
        self._incoming = folder / "incoming"
        self._staged = folder / "staged"
        self._keys = settings.keys
        self._installed = installed

    def offered(self, source: PackageSource, *, now: datetime | None = None) -> Manifest:
        """Return what a source has for this desk; nothing is copied.

        Raises:
            UpdateFault: it has nothing, or nothing that may be taken.
        """
        return self._read(*_words_of(source), now)

    def stage(self, source: PackageSource, *, now: datetime | None = None) -> Staged:
        """Copy a package and lay it ready in place of an earlier one.

        Raises:
            UpdateFault: refused, or not whole, or no room; what lay ready before still does.
        """
        words, signature = _words_of(source)
        manifest = self._read(words, signature, now)
        with self._room(manifest):
            shutil.rmtree(self._incoming, ignore_errors=True)
            self._incoming.mkdir(parents=True)
            try:
                _copy(source, manifest, self._incoming / manifest.installer)
                write_whole(self._incoming / SIGNATURE_NAME, signature)
                write_whole(self._incoming / MANIFEST_NAME, words)
                self.drop()
                self._incoming.rename(self._staged)
            finally:
                shutil.rmtree(self._incoming, ignore_errors=True)
        return Staged(manifest, self._staged / manifest.installer)

    def staged(self, *, now: datetime | None = None, is_whole: bool = False) -> Staged | None:
        """Return what lies ready, None where nothing does.

        Args:
            is_whole: also read the whole installer; whoever starts it asks for that.

        Raises:
            UpdateFault: what lies there must not be installed (any more).
        """
        try:
            words = (self._staged / MANIFEST_NAME).read_bytes()
            signature = (self._staged / SIGNATURE_NAME).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as fault:
            raise UpdateFault("update_unreadable", file=str(fault.filename), why=fault.strerror) from fault
        manifest = self._read(words, signature, now)
        found = Staged(manifest, self._staged / manifest.installer)
        if is_whole and _digest(found.installer) != manifest.sha256:
            raise UpdateFault("update_damaged", file=manifest.installer, why="SHA-256")
        return found

    def drop(self) -> None:
        """Take away what lies ready. Raises OSError."""
        # First its name, in one step: half a package is never taken for a whole one.
        if self._staged.exists():
            gone = self._staged.with_name("dropped")
            shutil.rmtree(gone, ignore_errors=True)
            self._staged.rename(gone)
            shutil.rmtree(gone, ignore_errors=True)

    # ---------------------------------------------------------------- inner parts

    def _read(self, words: bytes, signature: bytes, now: datetime | None) -> Manifest:
        if not self._keys:
            raise UpdateFault("update_no_key")
        manifest = read_manifest(words, signature, self._keys)
        refuse_unfit(manifest, installed=self._installed, now=now or datetime.now(UTC))
        return manifest

    @contextlib.contextmanager
    def _room(self, manifest: Manifest) -> Iterator[None]:
        need = manifest.bytes + SPARE_BYTES
        full = UpdateFault("update_disk_full", need_mb=need // 1_000_000 + 1)
        try:
            self._incoming.parent.mkdir(parents=True, exist_ok=True)
            if shutil.disk_usage(self._incoming.parent).free < need:
                raise full
            yield
        except OSError as fault:
            if fault.errno in {errno.ENOSPC, errno.EDQUOT}:
                raise full from fault
            raise UpdateFault("update_unwritable", file=str(fault.filename), why=fault.strerror) from fault


def _words_of(source: PackageSource) -> tuple[bytes, bytes]:
    words = source.read(MANIFEST_NAME, bytes_max=MANIFEST_BYTES_MAX)
    return words, source.read(SIGNATURE_NAME, bytes_max=SIGNATURE_BYTES_MAX)


def _copy(source: PackageSource, manifest: Manifest, target: Path) -> None:
    digest = hashlib.sha256()
    with target.open("xb") as out:
        for chunk in source.chunks(manifest.installer, bytes_max=manifest.bytes):
            digest.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    if digest.hexdigest() != manifest.sha256:
        raise UpdateFault("update_damaged", file=manifest.installer, why="SHA-256")


def _digest(path: Path) -> str:
    try:
        return sha256_of(path)
    except OSError:
        return ""
