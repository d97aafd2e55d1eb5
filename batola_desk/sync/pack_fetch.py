"""Fetches one map pack from the room into one file, slowly, and goes on where it was cut.

What is on the disk already is compared piece by piece with what the server has: a torn tail, or a piece that
a bad disk changed, is fetched again and nothing else is. The file counts for nothing before all of it fits.
"""

from __future__ import annotations

import asyncio
import errno
import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, Final

from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.published_packs import PART_BYTES, PackShelf, PublishedPack

FREE_LEFT_BYTES: Final = 512 << 20  # LIMIT: the journal lies on the same disk and needs it more
SYNC_EVERY: Final = 16  # pieces: 60 MB brought to the disk at once would hold up the journal beside it
_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class PackFetch:
    """One pack on its way. Thread: the loop that runs it, which is nobody else's: it waits for the disk.

    Args:
        target: the file; what it holds already is used.
        bytes_per_s: not more than this on average: the line carries facts and voices too.
        tell: told how many bytes are there.
    """

    def __init__(
        self,
        shelf: PackShelf,
        pack: PublishedPack,
        target: Path,
        *,
        bytes_per_s: float,
        tell: Callable[[int], None] = lambda done_bytes: None,
    ) -> None:
        self._shelf = shelf
        self._pack = pack
        self._target = target
        self._bytes_per_s = bytes_per_s
        self._tell = tell

    async def run(self) -> bool:
        """Fetch what is missing; then the file is on the disk.

        Returns:
            Whether the whole is what its hash says. All pieces can be right and the whole not: somebody
            published it so, and fetching it again would only give the same.

        Raises:
            SecretariatFault: the line broke (what came stays for the next time), ``map_room_damaged`` (a
                piece is not what its hash says), ``map_room_gone`` (taken back meanwhile),
                ``map_room_disk_full``, ``map_disk``.
        """
        try:
            self._target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._target.touch(mode=0o600)
            with self._target.open("rb+") as file:
                self._check_room(os.fstat(file.fileno()).st_size)
                return await self._fetch(file)
        except OSError as fault:
            if fault.errno in _FULL:
                raise self._disk_full() from fault
            raise SecretariatFault("map_disk", detail=fault.strerror or type(fault).__name__) from fault

    def _check_room(self, have: int) -> None:
        missing = self._pack.size_bytes - have
        if missing > 0 and shutil.disk_usage(self._target.parent).free < missing + FREE_LEFT_BYTES:
            raise self._disk_full()

    def _disk_full(self) -> SecretariatFault:
        need = self._pack.size_bytes + FREE_LEFT_BYTES
        return SecretariatFault("map_room_disk_full", need_mb=-(-need // 2**20))

    async def _fetch(self, file: BinaryIO) -> bool:
        hashed = hashlib.sha256()
        number = await self._keep(file, hashed)
        loop = asyncio.get_running_loop()
        due_s = loop.time()
        while number < self._pack.part_count:
            data = await self._piece(number)
            file.write(data)
            hashed.update(data)
            number += 1
            if number % SYNC_EVERY == 0:
                _sync(file)
            self._tell(min(number * PART_BYTES, self._pack.size_bytes))
            # What a slow moment left over is not made up for by a burst.
            due_s = max(due_s, loop.time() - 1.0) + len(data) / self._bytes_per_s
            await asyncio.sleep(max(0.0, due_s - loop.time()))
        _sync(file)
        return bool(hashed.digest() == self._pack.sha256)

    async def _keep(self, file: BinaryIO, hashed: Any) -> int:
        """Take over the pieces that are there and right; return the number of the first missing one."""
        size = os.fstat(file.fileno()).st_size
        count = min(-(-size // PART_BYTES), self._pack.part_count)
        number = 0
        for expected in await self._shelf.part_hashes(self._pack, count) if count else ():
            data = file.read(self._pack.part_size(number))
            if hashlib.sha256(data).digest() != expected:
                break
            hashed.update(data)
            number += 1
        file.seek(number * PART_BYTES if number < self._pack.part_count else self._pack.size_bytes)
        file.truncate()
        self._tell(min(number * PART_BYTES, self._pack.size_bytes))
        return number

    async def _piece(self, number: int) -> bytes:
        part = await self._shelf.part(self._pack, number)
        if part is None:
            raise SecretariatFault("map_room_gone")
        is_right = len(part.data) == self._pack.part_size(number)
        if not is_right or hashlib.sha256(part.data).digest() != part.sha256:
            raise SecretariatFault("map_room_damaged")
        return part.data


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())
