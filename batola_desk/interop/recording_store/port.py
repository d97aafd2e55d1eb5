"""What a store of recordings can do, and how it says that it cannot."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

CHUNK_BYTES = 256 * 1024

Pace = Callable[[], None]
"""Called after every chunk moved; may pause the copy so that calls keep the disk and the network."""


class StoreFault(Exception):
    """A store did not do what was asked.

    ``code``: store_not_there, store_no_permission, store_full, store_refused, store_unreachable,
    store_certificate, store_copy_differs, store_fault. Ends in words for IT in ``ui/error_texts.py``.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


class RecordingStore(Protocol):
    """Keeps files by key. Thread: any, one at a time; every method may take minutes.

    Keys are the recordings' relative paths with forward slashes.
    """

    @property
    def store_id(self) -> str:
        """Which store this is, for facts; never holds a password."""
        ...

    def put(self, key: str, source: Path, sha256: str, pace: Pace) -> None:
        """Copy a file, read the copy back and compare its hash; the key then names a whole file or nothing.

        Raises:
            StoreFault: it is not there, or not as it should be.
            OSError: the source cannot be read.
        """
        ...

    def sha256_of(self, key: str, pace: Pace) -> str | None:
        """The hash of what the store holds now, read from it; None if there is nothing.

        Raises:
            StoreFault: the store cannot be asked.
        """
        ...

    def fetch(self, key: str, target: Path, pace: Pace) -> str:
        """Write the copy to ``target`` and return its hash. Raises StoreFault, OSError."""
        ...


def hash_of(chunks: Iterable[bytes], pace: Pace) -> str:
    """SHA-256 of a stream."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
        pace()
    return digest.hexdigest()


def no_pause() -> None:
    """A pace without pauses."""
