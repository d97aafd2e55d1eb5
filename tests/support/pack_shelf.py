"""A room's shelf of map packs in memory: it can break, lie, and count what was asked of it."""

from __future__ import annotations

import asyncio
import concurrent.futures
import hashlib
import random
from collections.abc import Sequence
from pathlib import Path

from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.published_packs import PART_BYTES, PackPart, PublishedPack

CREATED_US = 1_795_000_000_000_000


def pack_of(data: bytes, *, created_us: int = CREATED_US, format_version: int = 1) -> PublishedPack:
    return PublishedPack(
        sha256=hashlib.sha256(data).digest(), name="Batola", created_us=created_us, format=format_version,
        size_bytes=len(data), published_by="ani", published_us=created_us + 1,
    )  # fmt: skip


def some_bytes(size: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(size)


class ShelfDouble:
    """See ``sync.published_packs.PackShelf``.

    Attributes:
        cut_after: pieces that still come before the line breaks; None = it does not.
        is_free: whether there is a place to fetch.
    """

    def __init__(self) -> None:
        self.data: dict[bytes, bytes] = {}
        self.listed: list[PublishedPack] = []
        self.hashes: dict[int, bytes] = {}
        self.asked: list[int] = []
        self.cut_after: int | None = None
        self.is_free = True
        self.is_open = True
        self.joined = 0

    def put(self, data: bytes, **how: int) -> PublishedPack:
        pack = pack_of(data, **how)
        self.data[pack.sha256] = data
        self.listed.insert(0, pack)
        return pack

    async def join(self) -> ShelfDouble:
        self.joined += 1
        if not self.is_open:
            raise SecretariatFault("secretariat_unreachable", detail="test")
        return self

    async def may_fetch(self) -> bool:
        return self.is_free

    async def packs(self) -> Sequence[PublishedPack] | None:
        return list(self.listed)

    async def part_hashes(self, pack: PublishedPack, count: int) -> Sequence[bytes]:
        data = self.data[pack.sha256]
        return [hashlib.sha256(data[n * PART_BYTES :][:PART_BYTES]).digest() for n in range(count)]

    async def part(self, pack: PublishedPack, number: int) -> PackPart | None:
        await asyncio.sleep(0)
        self.asked.append(number)
        if self.cut_after is not None:
            self.cut_after -= 1
            if self.cut_after < 0:
                raise SecretariatFault("secretariat_unreachable", detail="test")
        if pack.sha256 not in self.data:
            return None
        piece = self.data[pack.sha256][number * PART_BYTES :][:PART_BYTES]
        return PackPart(self.hashes.get(number, hashlib.sha256(piece).digest()), piece)

    def terminate(self) -> None:
        pass


class KeeperDouble:
    """See ``sync.pack_receiver.PackKeeper``: takes what comes, or says why not."""

    def __init__(self) -> None:
        self.us = 0
        self.refused: dict[bytes, str] = {}
        self.installed: list[bytes] = []
        self.answers: list[str] = []

    def newest_us(self) -> int:
        return self.us

    def refusal_of(self, pack: PublishedPack) -> str:
        return self.refused.get(pack.sha256, "")

    def refuse(self, pack: PublishedPack, code: str) -> None:
        self.refused[pack.sha256] = code

    def install(self, pack: PublishedPack, path: Path) -> concurrent.futures.Future[str]:
        done: concurrent.futures.Future[str] = concurrent.futures.Future()
        answer = self.answers.pop(0) if self.answers else ""
        if not answer:
            self.installed.append(path.read_bytes())
            self.us = pack.created_us
        done.set_result(answer)
        return done
