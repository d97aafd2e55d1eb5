"""A new desk begins with a snapshot of its room; the history before it follows in the background.

Source: design.md §5 (bootstrap from a snapshot), docs/decisions/0019.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Future
from typing import Final

from batola_desk.models.reader import JournalReader
from batola_desk.models.room import RoomApplied, RoomError, RoomHead, RoomSnapshot
from batola_desk.models.room_join import JoinProgress
from batola_desk.models.room_snapshot import snapshot_form
from batola_desk.models.store import JournalStore
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.secretariat import Secretariat

log = logging.getLogger("batola.sync")

WORTH_IT: Final = 10_000  # entries; fewer are here in two seconds without a snapshot
EVERY: Final = 20_000  # entries between two snapshots: whoever begins follows from there in three seconds
LOOK_S: Final = 60.0  # between two looks whether one is due
PAGE_FACTS: Final = 500
PERCENT_FILLED: Final = 70  # of the whole work when every entry is here; the rest is folding


SAID_BY_THE_SERVER: Final = frozenset(
    {
        "secretariat_foreign",  # an older server: it knows nothing of snapshots
        "secretariat_too_old",
        "secretariat_no_role",
        "secretariat_fault",
        "secretariat_busy",
        "secretariat_full",
    }
)
"""It has no snapshot for us, or takes none from us; everything else goes on."""


class History:
    """What is behind the desk: the past of the room. Lives as long as the exchange.

    Args:
        on_applied: told what changed on the screen's side.
    """

    def __init__(
        self,
        store: JournalStore,
        reader: JournalReader,
        *,
        clock: Callable[[], float],
        on_applied: Callable[[RoomApplied], None],
    ) -> None:
        self._store = store
        self._reader = reader
        self._clock = clock
        self._on_applied = on_applied
        self._progress = JoinProgress()
        self._reading: Future[RoomSnapshot | None] | None = None
        self._look_at = 0.0
        self.corrected = 0  # things that the snapshot had told otherwise than the history

    @property
    def is_whole(self) -> bool:
        """Whether every entry of the room's journal is here, and in the lists."""
        return self._progress.is_whole

    @property
    def is_gap_closed(self) -> bool:
        """Whether every entry of the room's journal is here."""
        return not self._progress.seq

    @property
    def trouble(self) -> RoomError | None:
        """What people are to be told; None while there is nothing."""
        return RoomError("room_snapshot_wrong", count=self.corrected) if self.corrected else None

    @property
    def percent(self) -> int:
        """How much of the work is done."""
        progress = self._progress
        if progress.seq:
            return PERCENT_FILLED * progress.filled_seq // progress.seq
        return PERCENT_FILLED if progress.is_settling else 100

    async def begin(self) -> None:
        """Look into the file over a new connection."""
        self._progress = await asyncio.wrap_future(self._reader.room_progress())
        self._look_at = self._clock() + LOOK_S

    async def join(self, server: Secretariat, head: RoomHead) -> RoomHead:
        """Begin with the room's snapshot if this file knows nothing of the room; return how far it is known.

        Without a snapshot, or with one that cannot be used, everything is pulled from the first entry on.

        Raises:
            SecretariatFault: the connection is to be dropped.
        """
        if head.seq or not self.is_whole:
            return head
        there = await server.head()
        if there.seq < WORTH_IT:
            return head
        try:
            snapshot = await server.snapshot(snapshot_form())
            if snapshot is None:
                return head
            applied = await asyncio.wrap_future(self._store.join_room(snapshot))
        except (ValueError, RoomError) as fault:
            log.warning("the room's snapshot cannot be used", extra={"why": type(fault).__name__})
            return head
        except SecretariatFault as fault:
            if fault.code not in SAID_BY_THE_SERVER:
                raise
            log.info("the room has no snapshot", extra={"code": fault.code})
            return head
        log.info("begun with the room's snapshot", extra={"seq": applied.head.seq})
        await self.begin()
        self._on_applied(applied)
        return applied.head

    async def fill_some(self, server: Secretariat) -> bool:
        """Take one page of the history in, or fold some of it; return whether there is more to do.

        Raises:
            SecretariatFault: the connection is to be dropped.
            RoomError: ``room_forked``: the histories are to be compared.
        """
        progress = self._progress
        if progress.is_whole:
            return False
        if progress.seq:
            limit = min(PAGE_FACTS, progress.seq - progress.filled_seq)
            page = await server.pull(progress.filled_seq, limit)
            if not page:
                raise RoomError("room_forked", seq=progress.filled_seq)
            applied = await asyncio.wrap_future(self._store.fill_room(page))
        else:
            applied = await asyncio.wrap_future(self._store.settle_room())
            self.corrected += applied.corrected
            if applied.corrected:
                log.error("the snapshot was not the history", extra={"count": applied.corrected})
        self._progress = await asyncio.wrap_future(self._reader.room_progress())
        self._on_applied(applied)
        return not self.is_whole

    async def make_snapshot(self, machine: Secretariat | None, head: RoomHead) -> None:
        """Now and then make a snapshot for desks that begin; never waits for the file.

        Raises:
            SecretariatFault: the connection is to be dropped.
        """
        if machine is None or not self.is_whole:
            return
        try:
            await self._make_snapshot(machine, head)
        except SecretariatFault as fault:
            if fault.code not in SAID_BY_THE_SERVER:
                raise
            log.info("the room takes no snapshot", extra={"code": fault.code})

    async def _make_snapshot(self, machine: Secretariat, head: RoomHead) -> None:
        form = snapshot_form()
        if self._reading is not None:
            if self._reading.done():
                reading, self._reading = self._reading, None
                snapshot = reading.result()
                if snapshot is not None:
                    await machine.keep_snapshot(form, snapshot)
                    log.info("a snapshot of the room is kept there", extra={"seq": snapshot.seq})
        elif self._clock() >= self._look_at:
            self._look_at = self._clock() + LOOK_S
            if head.seq >= WORTH_IT and await machine.claim_snapshot(form, EVERY):
                self._reading = self._reader.room_snapshot()
