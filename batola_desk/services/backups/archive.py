"""The backup of a desk: a ZIP file whose manifest says what every part must be.

``manifest.json`` names each part with its size and SHA-256; what it does not name is not read. A damaged
archive is refused as a whole.
"""

from __future__ import annotations

import hashlib
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Final

import msgspec

from batola_desk.domain.errors import EnvironmentFault

KIND: Final = "batola-desk-backup"
FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
JOURNAL: Final = "data/journal.sqlite"
RECORDINGS: Final = "recordings.json"
ROOTS: Final = ("data", "config", "choices")
CHUNK_BYTES: Final = 1 << 20
MANIFEST_BYTES_MAX: Final = 16 << 20  # LIMIT: some 100,000 parts; a desk has some dozens
_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    ValueError,
    struct.error,
    msgspec.MsgspecError,
)
"""What the reader of ZIP files raises over bytes that are not what they were."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One file of the backup."""

    name: str
    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What the backup holds.

    Attributes:
        desk: letter of the desk.
        origins, oseq, hash: see ``models.journal_copy.JournalSeal``.
    """

    kind: str = KIND
    format: int = FORMAT
    program: str
    desk: str
    made_us: int
    revision: str
    origins: tuple[str, ...]
    fact_count: int
    oseq: int
    hash: str
    parts: tuple[Part, ...]

    @property
    def byte_count(self) -> int:
        """Size of all parts unpacked."""
        return sum(part.size for part in self.parts)


class ArchiveReader:
    """An open backup. Raises EnvironmentFault: ``archive_missing``, ``archive_foreign``, ``archive_newer``,
    ``archive_damaged`` with ``part``."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise EnvironmentFault("archive_missing", file=str(path))
        self._path = path
        with path.open("rb") as file:
            if file.read(4) != b"PK\x03\x04":
                raise EnvironmentFault("archive_foreign", file=path.name)
        with self._in_words(""):
            self._zip = zipfile.ZipFile(path)
        try:
            self.manifest = self._read_manifest()
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> ArchiveReader:
        return self

    def __exit__(self, *_fault: object) -> None:
        self._zip.close()

    def extract(self, part: Part, target: Path) -> None:
        """Write a part out as it was backed up; else it is ``archive_damaged``. OSError: the disk."""
        target.parent.mkdir(parents=True, exist_ok=True)
        digest, left = hashlib.sha256(), part.size
        with target.open("xb") as out:
            with self._in_words(part.name):
                source = self._zip.open(part.name)
            with source:
                while chunk := self._read(source, part.name):
                    left -= len(chunk)
                    if left < 0:  # a part that unpacks without end fills no disk
                        break
                    digest.update(chunk)
                    out.write(chunk)
        if left != 0 or digest.hexdigest() != part.sha256:
            raise EnvironmentFault("archive_damaged", file=self._path.name, part=part.name)

    def _read(self, source: IO[bytes], name: str) -> bytes:
        with self._in_words(name):
            return source.read(CHUNK_BYTES)

    def _read_manifest(self) -> Manifest:
        with self._in_words(MANIFEST):
            if MANIFEST not in self._zip.namelist():
                raise EnvironmentFault("archive_foreign", file=self._path.name)
            with self._zip.open(MANIFEST) as file:
                raw = file.read(MANIFEST_BYTES_MAX + 1)
            head = msgspec.json.decode(raw)
            if not isinstance(head, dict) or head.get("kind") != KIND:
                raise EnvironmentFault("archive_foreign", file=self._path.name)
            if (found := int(head.get("format", 0))) > FORMAT:
                raise EnvironmentFault("archive_newer", file=self._path.name, format=found)
            manifest = msgspec.json.decode(raw, type=Manifest)
            names = [part.name for part in manifest.parts]
            if JOURNAL not in names or len(set(names)) < len(names) or not all(map(is_safe, names)):
                raise EnvironmentFault("archive_damaged", file=self._path.name, part=MANIFEST)
        return manifest

    @contextmanager
    def _in_words(self, part: str) -> Iterator[None]:
        try:
            yield
        except _DAMAGE as fault:
            raise EnvironmentFault("archive_damaged", file=self._path.name, part=part) from fault


def is_safe(name: str) -> bool:
    """Return whether a part stays in its folder when it is unpacked; an archive may come from anywhere."""
    if name == RECORDINGS:
        return True
    steps = PurePosixPath(name).parts
    is_plain = not any(sign in name for sign in ("\\", ":", "\x00")) and ".." not in steps
    return is_plain and len(steps) > 1 and steps[0] in ROOTS and name == "/".join(steps)


def add_part(archive: zipfile.ZipFile, name: str, source: Path) -> Part:
    """Put a file into an archive that is written. Raises OSError."""
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as file, archive.open(name, "w", force_zip64=True) as out:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
            size += len(chunk)
            out.write(chunk)
    return Part(name=name, size=size, sha256=digest.hexdigest())
