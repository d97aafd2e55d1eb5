"""Exchanges facts with the room over one connection: push, pull, and the repair of a forked history.

Effects enter by pulling only, in the room's order: what the server answered to a push is a hint for those who
wait. Source: design.md §5.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Final

from batola_desk.domain.facts import Verdict
from batola_desk.models.reader import JournalReader
from batola_desk.models.room import RoomApplied, RoomError, RoomHead
from batola_desk.models.store import JournalStore
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.fork import common_seq, verdicts_after
from batola_desk.sync.history import History
from batola_desk.sync.listeners import ChangedVerdict, Listeners, tell
from batola_desk.sync.push import ForkSuspectedError, Push
from batola_desk.sync.relay import PATIENCE_S, RelayPatience
from batola_desk.sync.secretariat import Judged
from batola_desk.sync.voices import Voices

log = logging.getLogger("batola.sync")

PAGE_FACTS: Final = 500
CUTS_APART_S: Final = 1.0  # LIMIT: of repairs over one connection
PAGE_BYTES_FULL: Final = 1 << 20  # a page with fewer facts than asked is full when it is this big


class Exchange:
    """One desk's exchange with its room. Lives as long as the client; ``begin`` for each new connection.

    Args:
        relay_after_s: how long other desks have for their own facts before this one relays them.
    """

    def __init__(
        self,
        store: JournalStore,
        reader: JournalReader,
        *,
        listeners: Listeners | None = None,
        clock: Callable[[], float] = time.monotonic,
        relay_after_s: float = PATIENCE_S,
    ) -> None:
        self._store = store
        self._reader = reader
        self._told = listeners or Listeners()
        self._voices = Voices()
        self._push = Push(
            reader,
            store.origin,
            own_origins=store.own_origins,
            clock=clock,
            relay=RelayPatience(clock, relay_after_s),
            on_judged=self._told.judged,
        )
        self._history = History(
            store, reader, clock=clock, on_applied=lambda applied: tell(self._told.applied, applied)
        )
        self._clock = clock
        self._cut_at: float | None = None  # of this connection
        self._head = RoomHead()
        self.is_at_end = False  # the last look brought nothing
        self._before_cut: dict[str, Verdict] = {}
        self.fork_count = 0
        self.accepted_epoch = ""  # of an empty or foreign room that a person said to be ours from now on

    @property
    def trouble(self) -> SecretariatFault | None:
        """Why own facts wait although the server answers; None when they do not."""
        return self._push.trouble

    async def begin(self, voices: Voices) -> None:
        """Take a new connection: first of all, is the server's history still the one known here?

        Raises:
            SecretariatFault: the connection is to be dropped. ``secretariat_other_room``: this server has
                never seen anything of the room that this desk knows; no fact was sent to it.
        """
        self._voices = voices
        self._cut_at = None
        self._push.begin(voices)
        await self._history.begin()
        known = await asyncio.wrap_future(self._reader.room_epoch())
        epoch = voices.reading.greeting.epoch
        await self._meet(is_same_room=known in {"", epoch} or epoch == self.accepted_epoch)
        if known != epoch:
            log.info("the room's history has a new name", extra={"is_first": not known})
            await asyncio.wrap_future(self._store.note_room(epoch))
        self._head = await self._history.join(voices.reading, self._head)

    async def turn(self, *, sends: bool = True, looks: bool = True) -> bool:
        """Send a batch and take a page; return whether there is more to do at once.

        Args:
            sends: whether to ask the file for facts that wait.
            looks: whether to ask the room what is new.

        Raises:
            SecretariatFault: the connection is to be dropped.
            RoomError: the server's page cannot be taken.
        """
        try:
            more = sends and (await self._push.push_some() or await self._push.relay_some())
        except ForkSuspectedError as suspicion:
            more = await self._meet()
            if not more:  # the histories are the same, and yet facts are missing there: only people can help
                self._push.refuse(suspicion.refusal)
        if not looks:
            return more
        more = await self._pull() or more
        if self.is_at_end and self._history.is_gap_closed and await self._push.has_vanished():
            raise SecretariatFault("secretariat_fault", detail="vanished")
        return more

    async def fill_some(self) -> bool:
        """In step with the room, see to what is behind: its history, a snapshot for desks that begin.

        Returns:
            Whether there is more of the history to take in.

        Raises:
            SecretariatFault: the connection is to be dropped.
            RoomError: the server's page cannot be taken.
        """
        try:
            more = await self._history.fill_some(self._voices.reading)
        except RoomError as error:
            if error.code != "room_forked" or not await self._meet():
                raise
            await self._history.begin()
            return True
        await self._history.make_snapshot(self._voices.machine, self._head)
        return more

    @property
    def history(self) -> History:
        """What is here of the room's past."""
        return self._history

    async def beat(self) -> None:
        """Ask over the connection that only pushes: it may have died, or the operator been locked out.

        And say that this desk lives; its own words may be hours apart.

        Raises:
            SecretariatFault: so it is.
        """
        if self._voices.person is not None and self._voices.person is not self._voices.reading:
            await self._voices.person.head()
        tell(self._told.desks, await self._voices.reading.tell_alive())

    async def _pull(self) -> bool:
        page = await self._voices.reading.pull(self._head.seq, PAGE_FACTS)
        self.is_at_end = not page
        if not page:
            return False
        try:
            applied = await asyncio.wrap_future(self._store.apply_room(page))
        except RoomError as error:
            if error.code not in {"room_forked", "room_gap"} or not await self._meet():
                raise
            return True
        self._head = applied.head
        self._tell(applied)
        return len(page) >= PAGE_FACTS or sum(len(fact.body) for fact in page) >= PAGE_BYTES_FULL

    def _tell(self, applied: RoomApplied) -> None:
        tell(self._told.applied, applied)
        for judged in applied.judged:
            fact = judged.fact
            assert fact.seq is not None
            self._told.judged(
                Judged(fact_id=fact.fact_id, seq=fact.seq, verdict=fact.verdict.value, info=judged.info)
            )
        if self._before_cut:
            changed = _changed(applied, self._before_cut)
            if changed:
                log.warning("the room judges otherwise after a cut", extra={"count": len(changed)})
                tell(self._told.changed, changed)

    async def _meet(self, *, is_same_room: bool = True) -> bool:
        """Compare the histories and cut ours where the server's was cut; return whether it was."""
        self._head = await asyncio.wrap_future(self._reader.room_head())
        progress = await asyncio.wrap_future(self._reader.room_progress())
        same = await common_seq(self._reader, self._voices.reading, self._head, progress)
        if same == self._head.seq:
            return False
        if same == 0 and not is_same_room:
            # A wrong address must not pour one centre's facts into another's room.
            greeting = self._voices.reading.greeting
            raise SecretariatFault(
                "secretariat_other_room", seq=self._head.seq, epoch=greeting.epoch, host=greeting.host
            )
        now = self._clock()
        if self._cut_at is not None and now - self._cut_at < CUTS_APART_S:
            # Two servers behind one address, each with a history of its own: not at full speed.
            raise SecretariatFault("secretariat_fault", detail="forked again")
        self._cut_at = now
        log.warning("the room's history was cut", extra={"seq": self._head.seq, "common": same})
        self.fork_count += 1
        self._before_cut.update(await verdicts_after(self._reader, same, self._head))
        applied = await asyncio.wrap_future(self._store.cut_room(same))
        self._head = applied.head
        await self._history.begin()
        self._push.start_over()
        tell(self._told.applied, applied)
        return True


def _changed(applied: RoomApplied, before: dict[str, Verdict]) -> tuple[ChangedVerdict, ...]:
    """Return the facts of a page whose verdict is another one now; forget those that have one again."""
    changed = []
    for fact in applied.facts:
        verdict = before.pop(fact.fact_id, None)
        if verdict is not None and verdict is not fact.verdict:
            changed.append(ChangedVerdict(fact=fact, before=verdict))
    return tuple(changed)
