"""The small service that keeps the reports in step with the room's history.

Reads the journal by pages in the order of ``seq`` and writes each page with its place in one transaction: a
copy that dies in the middle leaves nothing half, and the next one goes on where the last commit was.
"""

from __future__ import annotations

import asyncio
import contextlib
import platform
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import msgspec

from batola_desk.domain.catalog import Catalog
from batola_desk.sync.address import Address
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.postgres import PostgresSecretariat, connect
from batola_desk.sync.reports.folding import Folder
from batola_desk.sync.reports.store import GENESIS, LEASE_S, LeaseLost, Progress, ProgressMoved, ReportStore

FOLD_LEVEL: Final = 7  # raise it when a reducer or a column changes: then everything is folded anew
PAGE: Final = 500
POLL_S: Final = 1.0
BACKOFF_MAX_S: Final = 30.0


class AlreadyFilled(Exception):
    """Another copy fills the reports; ``host`` is where it runs."""

    def __init__(self, host: str) -> None:
        super().__init__(host)
        self.host = host


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How to run.

    Attributes:
        once: end when the reports are up to date.
        rebuild: begin by making them anew.
        standby: wait while another copy fills them, instead of refusing.
    """

    once: bool = False
    rebuild: bool = False
    standby: bool = False


class Projector:
    """One copy of the service.

    Args:
        tell: told (what, value): began; applied and rebuild with a place in the history; waiting; lost;
            fault with its code.
    """

    def __init__(
        self,
        address: Address,
        login: str,
        password: str,
        catalog: Catalog,
        tell: Callable[[str, object], None] = lambda _what, _value: None,
    ) -> None:
        self._address = address
        self._login = login
        self._password = password
        self._catalog = catalog
        self._tell = tell
        self._holder = uuid.uuid4()
        self._folder = Folder(catalog)
        self._hint = asyncio.Event()
        self._is_rebuild_due = False
        self._pause_s = POLL_S  # grows until a page could be written

    async def run(self, wish: Wish) -> None:
        """Fill the reports until cancelled (or until they are up to date).

        Raises:
            AlreadyFilled: another copy does it, and this one was not to wait.
            SecretariatFault: a lasting one; with ``once`` any.
        """
        self._is_rebuild_due = wish.rebuild
        while True:
            try:
                server = await connect(self._address, self._login, self._password)
            except SecretariatFault as fault:
                self._bear(fault, wish)
            else:
                try:
                    if await self._session(server, wish):
                        return
                except LeaseLost:
                    self._tell("lost", 0)
                except SecretariatFault as fault:
                    self._bear(fault, wish)
                finally:
                    self._folder.forget()
                    server.terminate()
            await asyncio.sleep(self._pause_s)
            self._pause_s = min(self._pause_s * 2, BACKOFF_MAX_S)

    def _bear(self, fault: SecretariatFault, wish: Wish) -> None:
        if wish.once or fault.is_lasting:
            raise fault
        self._tell("fault", fault.code)

    async def _session(self, server: PostgresSecretariat, wish: Wish) -> bool:
        """Fill the reports over one connection. Returns whether the work is done."""
        store = ReportStore(server.connection, self._holder, platform.node())
        if not await store.exists():
            raise SecretariatFault("secretariat_too_old", why="report")
        await self._become_the_one(store, wish)
        try:
            await server.listen(self._hint.set)
            if self._is_rebuild_due:
                await self._restart(store, 0)
                self._is_rebuild_due = False  # a lost connection must not begin it again
            await self._agree(server, store)
            await store.note_room(server.greeting.epoch, self._catalog.centre.utc_offset_min)
            return await self._follow(server, store, once=wish.once)
        finally:
            await _quietly(store)

    async def _become_the_one(self, store: ReportStore, wish: Wish) -> None:
        told = False
        while host := await store.take_lease():
            if not wish.standby:
                raise AlreadyFilled(host)
            if not told:
                self._tell("waiting", 0)
                told = True
            await asyncio.sleep(POLL_S)
        self._tell("began", 0)

    async def _agree(self, server: PostgresSecretariat, store: ReportStore) -> Progress:
        """Return where to go on; empty the reports when they tell of a history that is not the server's."""
        progress = await store.progress()
        if progress.fold_level != FOLD_LEVEL or not await _is_ours(server, progress):
            await self._restart(store, progress.seq)
            progress = await store.progress()
        return progress

    async def _restart(self, store: ReportStore, seq: int) -> None:
        self._tell("rebuild", seq)
        self._folder.forget()
        await store.restart(FOLD_LEVEL)

    async def _follow(self, server: PostgresSecretariat, store: ReportStore, *, once: bool) -> bool:
        while True:
            self._hint.clear()
            progress = await self._agree(server, store)
            while done := await self._page(server, store, progress):
                progress = done
                self._pause_s = POLL_S
                self._tell("applied", progress.seq)
            if once:
                return True
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._hint.wait(), POLL_S)
            await store.renew_lease()

    async def _page(
        self, server: PostgresSecretariat, store: ReportStore, progress: Progress
    ) -> Progress | None:
        """Fold the next page in. None: there is none, or it does not follow; ``_agree`` looks again."""
        page = await server.pull(progress.seq, PAGE)
        if not page or page[0].prev_hash != progress.hash:
            return None
        if not self._folder.knows_history:
            first = page if progress.seq == 0 else await server.pull(0, 1)
            if not first:
                return None
            self._folder.know_history(first[0])
        try:
            self._folder.know(await store.states(self._folder.missing(page)))
        except msgspec.MsgspecError:
            await self._restart(store, progress.seq)
            return None
        change = self._folder.fold(page)
        last = page[-1]
        try:
            await store.commit(progress, last.seq, last.hash, change)
        except ProgressMoved:
            self._folder.forget()
            return None
        return Progress(last.seq, last.hash, progress.epoch, progress.fold_level)


async def _is_ours(server: PostgresSecretariat, progress: Progress) -> bool:
    """Whether the server's history still contains what the reports were made of."""
    if progress.seq == 0:
        return progress.hash == GENESIS
    return await server.hash_at(progress.seq) == progress.hash


async def _quietly(store: ReportStore) -> None:
    """Give the lease back on the way out; when that fails it ends by itself."""
    try:
        await asyncio.wait_for(store.release_lease(), LEASE_S / 2)
    except (SecretariatFault, TimeoutError):
        return
