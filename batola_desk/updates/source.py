"""Where a package comes from: a folder (a stick, a share) or an address of the centre's server.

Nothing that comes from there is believed; everything has a limit.
"""

from __future__ import annotations

import contextlib
import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from io import BufferedReader
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from batola_desk.updates.faults import UpdateFault

SILENCE_S: Final = 30.0  # LIMIT: of one read; a server that says nothing longer than that is gone
WHOLE_S: Final = 3600.0  # LIMIT: of one file; a server that drips holds nobody up for ever
CHUNK_BYTES: Final = 1 << 20
_SCHEMES: Final = ("http", "https")


class InterruptedCopy(Exception):
    """The copy was given up because something else is wanted now."""


class PackageSource:
    """The files of one package by name.

    Args:
        place: a folder, a file in it, or the address of either.
        gives_way: asked at every piece; True ends the copy with `InterruptedCopy`.
    """

    def __init__(self, place: str, *, gives_way: Callable[[], bool] = lambda: False) -> None:
        self.place = place
        self._gives_way = gives_way
        self._is_address = urlsplit(place).scheme in _SCHEMES

    def read(self, name: str, *, bytes_max: int) -> bytes:
        """Return a small file.

        Raises:
            UpdateFault: ``update_not_found``, ``update_unreachable``, ``update_damaged``.
        """
        return b"".join(self.chunks(name, bytes_max=bytes_max))

    def chunks(self, name: str, *, bytes_max: int) -> Iterator[bytes]:
        """Give a file piece by piece; more than ``bytes_max`` is an error. Raises as `read`."""
        seen, deadline_s = 0, time.monotonic() + WHOLE_S
        with self._told(name), self._open(name) as file:
            while chunk := file.read1(CHUNK_BYTES):  # what is there: a slow server is no reason to sit here
                if self._gives_way():
                    raise InterruptedCopy
                if time.monotonic() > deadline_s:
                    raise TimeoutError("too slow")
                seen += len(chunk)
                if seen > bytes_max:
                    raise UpdateFault("update_damaged", file=name, why=f"> {bytes_max} bytes")
                yield chunk

    @contextlib.contextmanager
    def _told(self, name: str) -> Iterator[None]:
        try:
            yield
        except urllib.error.HTTPError as fault:
            code = "update_not_found" if fault.code in {404, 410} else "update_unreachable"
            raise UpdateFault(code, file=name, place=self.place, why=f"HTTP {fault.code}") from fault
        except FileNotFoundError as fault:
            raise UpdateFault("update_not_found", file=name, place=self.place) from fault
        except (OSError, http.client.HTTPException, ValueError) as fault:
            why = getattr(fault, "strerror", None) or getattr(fault, "reason", None) or fault
            raise UpdateFault("update_unreachable", file=name, place=self.place, why=str(why)) from fault

    def _open(self, name: str) -> BufferedReader:
        if self._is_address:
            opener: Callable[..., BufferedReader] = urllib.request.urlopen  # its answers read like one
            return opener(_beside(self.place, name), timeout=SILENCE_S)
        folder = Path(self.place)
        if folder.is_file():
            folder = folder.parent
        return (folder / name).open("rb")


def _beside(place: str, name: str) -> str:
    """Return the address of a file: what ends in a name of a file means its folder."""
    head, _, last = place.rpartition("/")
    return f"{head if '.json' in last else place.rstrip('/')}/{name}"
