"""Looks now and then whether the room has a newer map pack, and fetches it: own thread, own connection.

The connection is open only while something is asked or fetched. Facts never wait for any of it; a fault of
ours here costs a map, nothing else. Source: docs/decisions/0034.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import logging
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol

from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.listeners import tell
from batola_desk.sync.loop_thread import LoopThread
from batola_desk.sync.pack_fetch import PackFetch
from batola_desk.sync.published_packs import PackShelf, PublishedPack

log = logging.getLogger("batola.sync")

INCOMING: Final = "room-*.incoming"
TELL_EVERY_S: Final = 0.5
STOP_LIMIT_S: Final = 2.0
DAMAGED: Final = "map_room_damaged"
GONE: Final = "map_room_gone"
# Of a file that may well be good: it stays, and is tried again.
_TRY_AGAIN: Final = frozenset({"map_import_running", "map_disk_full", "map_disk", "map_not_writable"})
# What is no cut of the line: trying again at once would only give the same.
_NOT_A_CUT: Final = frozenset({DAMAGED, "map_room_disk_full", "map_disk"})


class Phase(StrEnum):
    """How it stands with a pack of the room."""

    NOTHING = "nothing"  # none that is newer
    OFFERED = "offered"  # somebody here decides
    FETCHING = "fetching"
    WAITING = "waiting"  # others fetch, or the line broke; it goes on by itself
    CHECKING = "checking"  # all of it is here, and is read before it is used
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What is told of it.

    Attributes:
        code: why it waits or failed; empty = no trouble.
    """

    phase: Phase = Phase.NOTHING
    pack: PublishedPack | None = None
    done_bytes: int = 0
    code: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pauses:
    """How long it waits, in seconds."""

    first: float = 10.0  # a desk that starts has other things to do
    poll: float = 300.0
    busy: tuple[float, float] = (20.0, 60.0)
    cut: tuple[float, ...] = (2.0, 5.0, 15.0, 60.0)


class PackKeeper(Protocol):
    """What the desk knows of its own packs. Thread: the receiver's; it may wait for the disk."""

    def newest_us(self) -> int:
        """When the pack was made that a new one must be younger than."""
        ...

    def refusal_of(self, pack: PublishedPack) -> str:
        """Why this one is not taken (a code); empty = nothing is known against it."""
        ...

    def refuse(self, pack: PublishedPack, code: str) -> None:
        """Remember why this one is not taken."""
        ...

    def install(self, pack: PublishedPack, path: Path) -> concurrent.futures.Future[str]:
        """Check the whole file and use it; the code of what was wrong, empty = it is in use."""
        ...


class PackReceiver:
    """Keeps a desk's map as new as the room's. Thread: every method from any; callbacks come on its own.

    Args:
        join: opens a connection as the machine; raises ``SecretariatFault``.
        folder: where an unfinished file lies.
        asks: a pack is only fetched after ``take``.
        on_delivery: told how it stands.
    """

    def __init__(
        self,
        join: Callable[[], Awaitable[PackShelf]],
        keeper: PackKeeper,
        folder: Path,
        *,
        bytes_per_s: float,
        asks: bool = False,
        on_delivery: Callable[[Delivery], None],
        pauses: Pauses | None = None,
    ) -> None:
        self._join = join
        self._keeper = keeper
        self._folder = folder
        self._bytes_per_s = bytes_per_s
        self._asks = asks
        self._on_delivery = on_delivery
        self._pauses = pauses or Pauses()
        self._delivery = Delivery()
        self._told_s = 0.0
        self._cuts = 0
        self._wanted = b""
        self._wake = asyncio.Event()
        self._thread = LoopThread("batola-map-packs", self._live)

    def start(self) -> None:
        """Begin; waits for nothing."""
        self._thread.start()

    def stop(self) -> bool:
        """Drop the connection and end; what has come stays for the next time."""
        return self._thread.stop(STOP_LIMIT_S)

    def look(self) -> None:
        """Look again now."""
        self._thread.call(self._wake.set)

    def take(self, pack: PublishedPack) -> None:
        """Somebody wants this one."""
        self._thread.call(self._take, pack.sha256)

    def _take(self, sha256: bytes) -> None:
        self._wanted = sha256
        self._wake.set()

    # ---------------------------------------------------------------- the thread

    async def _live(self) -> None:
        pause_s = self._pauses.first
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause_s * random.uniform(0.8, 1.2)):  # not all desks at once
                    await self._wake.wait()
            self._wake.clear()
            pause_s = await self._round()

    async def _round(self) -> float:
        """Look once; return how long to wait then."""
        shelf: PackShelf | None = None
        try:
            shelf = await self._join()
            return await self._look(shelf)
        except SecretariatFault as fault:
            return self._after_fault(fault)
        except Exception:  # SAFETY: a fault of ours must not end the looking for ever
            log.exception("fetching map packs broke")
            return self._pauses.poll
        finally:
            if shelf is not None:
                shelf.terminate()

    async def _look(self, shelf: PackShelf) -> float:
        packs = await shelf.packs() or ()
        newest_us = self._keeper.newest_us()
        pack = next((pack for pack in packs if pack.created_us > newest_us), None)
        self._tidy(packs)
        if pack is None:
            self._tell(Delivery())
            return self._pauses.poll
        is_wanted = pack.sha256 == self._wanted
        if not is_wanted and (refusal := self._keeper.refusal_of(pack)):
            self._tell(Delivery(phase=Phase.FAILED, pack=pack, code=refusal))
            return self._pauses.poll
        if self._asks and not is_wanted:
            self._tell(Delivery(phase=Phase.OFFERED, pack=pack))
            return self._pauses.poll
        if not await shelf.may_fetch():
            self._tell(Delivery(phase=Phase.WAITING, pack=pack, done_bytes=self._delivery.done_bytes))
            return random.uniform(*self._pauses.busy)
        code = await self._fetch(shelf, pack)
        if code in _TRY_AGAIN:
            self._tell(Delivery(phase=Phase.WAITING, pack=pack, done_bytes=pack.size_bytes, code=code))
            return random.uniform(*self._pauses.busy)
        self._wanted = b""
        return 0.0  # a still newer one may have come meanwhile; a refused one is told

    async def _fetch(self, shelf: PackShelf, pack: PublishedPack) -> str:
        """Bring the whole pack here and use it; the code of what was wrong with it, empty = nothing."""
        path = self._path_of(pack)

        def tell_step(done_bytes: int) -> None:
            self._cuts = 0
            self._tell(Delivery(phase=Phase.FETCHING, pack=pack, done_bytes=done_bytes), is_step=True)

        self._tell(Delivery(phase=Phase.FETCHING, pack=pack, done_bytes=self._delivery.done_bytes))
        fetch = PackFetch(shelf, pack, path, bytes_per_s=self._bytes_per_s, tell=tell_step)
        is_right = await fetch.run()
        shelf.terminate()  # nobody needs to wait for our checking
        self._tell(Delivery(phase=Phase.CHECKING, pack=pack, done_bytes=pack.size_bytes))
        code = await asyncio.wrap_future(self._keeper.install(pack, path)) if is_right else DAMAGED
        if code and code not in _TRY_AGAIN:
            log.warning("a map pack of the room is not taken: %s", code)
            self._keeper.refuse(pack, code)
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        return code

    def _after_fault(self, fault: SecretariatFault) -> float:
        """Say it when a pack was on its way; return when to try again."""
        log.info("no map pack from the room: %s", fault.code)
        pack = self._delivery.pack
        if fault.code == GONE:
            return random.uniform(*self._pauses.busy)  # a newer one took its place, or none
        if fault.code in _NOT_A_CUT:
            if pack is not None:
                self._tell(
                    Delivery(
                        phase=Phase.FAILED, pack=pack, code=fault.code, values=dict(fault.values),
                        done_bytes=self._delivery.done_bytes,
                    )
                )  # fmt: skip
            return self._pauses.poll
        if pack is not None and self._delivery.phase in {Phase.FETCHING, Phase.WAITING}:
            self._tell(
                Delivery(
                    phase=Phase.WAITING, pack=pack, code="map_room_cut", done_bytes=self._delivery.done_bytes
                )
            )
            pause_s = self._pauses.cut[min(self._cuts, len(self._pauses.cut) - 1)]
            self._cuts += 1
            return pause_s
        return self._pauses.poll

    # ---------------------------------------------------------------- small parts

    def _path_of(self, pack: PublishedPack) -> Path:
        return self._folder / INCOMING.replace("*", pack.sha256.hex()[:32])

    def _tidy(self, packs: Sequence[PublishedPack]) -> None:
        """Delete what is left of packs that were taken back, or are here already."""
        newest_us = self._keeper.newest_us()
        kept = {self._path_of(pack) for pack in packs if pack.created_us > newest_us}
        with contextlib.suppress(OSError):
            for path in self._folder.glob(INCOMING):
                if path not in kept:
                    path.unlink()

    def _tell(self, delivery: Delivery, *, is_step: bool = False) -> None:
        if delivery == self._delivery:
            return
        self._delivery = delivery
        now_s = asyncio.get_running_loop().time()
        if is_step and now_s - self._told_s < TELL_EVERY_S:
            return
        self._told_s = now_s
        tell(self._on_delivery, delivery)
