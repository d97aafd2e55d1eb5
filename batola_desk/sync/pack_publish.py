"""Hands a map pack to the room in pieces: nobody sees it before it is complete, and a cut costs one piece."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from batola_desk.sync.published_packs import PART_BYTES, PackPart, PublishedPack

_READ_BYTES: Final = 1 << 20

Progress = Callable[[int, int], None]


class PackDesk(Protocol):
    """An admin's connection; every method may raise ``SecretariatFault``."""

    async def begin(self, pack: PublishedPack) -> int: ...

    async def add(self, pack: PublishedPack, number: int, part: PackPart) -> None: ...

    async def publish(self, pack: PublishedPack) -> None: ...


def describe(path: Path, *, name: str, created_us: int, format_version: int) -> PublishedPack:
    """Return what the room is to know of a file.

    Raises:
        OSError: it cannot be read.
    """
    hashed, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(_READ_BYTES):
            hashed.update(chunk)
            size += len(chunk)
    return PublishedPack(
        sha256=hashed.digest(), name=name, created_us=created_us, format=format_version, size_bytes=size
    )


async def hand_over(desk: PackDesk, pack: PublishedPack, path: Path, progress: Progress) -> bool:
    """Send what the room does not have yet, then publish; False: it was published before.

    Args:
        progress: told how many of how many bytes are there.

    Raises:
        SecretariatFault: the server refuses it, or the line broke: call it again, it goes on.
        OSError: the file cannot be read.
    """
    number = await desk.begin(pack)
    if number < 0:
        return False
    with path.open("rb") as file:
        file.seek(number * PART_BYTES)
        while number < pack.part_count:
            data = file.read(PART_BYTES)
            await desk.add(pack, number, PackPart(hashlib.sha256(data).digest(), data))
            number += 1
            progress(min(number * PART_BYTES, pack.size_bytes), pack.size_bytes)
    await desk.publish(pack)
    return True
