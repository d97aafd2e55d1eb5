"""Sends to the room what it has not taken yet, each desk's facts in their order.

Nothing is marked as sent in the file: what has no place in the copy of the room's journal is sent again after
every reconnect, and the server answers a repeated fact as the first time. Only while one connection lasts it
is remembered how far it was used.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Final

from batola_desk.domain.room_rules import MACHINE_ACTORS
from batola_desk.models.reader import JournalReader
from batola_desk.models.room import PendingFact
from batola_desk.sync.faults import SecretariatFault, SubmitRefused
from batola_desk.sync.poison import PoisonWatch
from batola_desk.sync.relay import RelayPatience
from batola_desk.sync.secretariat import Judged, Secretariat
from batola_desk.sync.voices import Voices

log = logging.getLogger("batola.sync")

REFUSED_PAUSE_S: Final = 5.0  # a refusal that only a person can cure; reading goes on
FAULT_PAUSE_S: Final = 1.0  # the server is in trouble of its own
RELAY_LOOK_S: Final = 2.0
OF_THE_SERVER: Final = frozenset(
    {
        "secretariat_full",
        "secretariat_busy",
        "secretariat_suspended",
        "secretariat_fault",
        "secretariat_no_role",
    }
)
"""What the server says of itself over a connection that is sound: reading goes on."""
OF_THE_LOGIN: Final = frozenset({"secretariat_suspended", "secretariat_no_role"})
"""Of these what concerns one login alone: the machine speaks meanwhile."""


class ForkSuspectedError(Exception):
    """The server does not know facts of ours that stand in our copy of its journal."""

    def __init__(self, refusal: SubmitRefused) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


class Push:
    """The way to the room. Lives as long as the client; ``begin`` gives it each new connection.

    Args:
        origin: of this file.
        own_origins: those it had before, too: a rescue and a copied file begin a new one.
        on_judged: told each answer of the server; a hint for those who wait, effects come by pulling.
    """

    def __init__(
        self,
        reader: JournalReader,
        origin: str,
        *,
        own_origins: frozenset[str],
        clock: Callable[[], float],
        relay: RelayPatience,
        on_judged: Callable[[Judged], None],
    ) -> None:
        self.trouble: SecretariatFault | None = None  # why own facts wait although the server answers
        self._reader = reader
        self._origin = origin
        self._own_origins = own_origins
        self._clock = clock
        self._relay = relay
        self._on_judged = on_judged
        self._poison = PoisonWatch()
        self._voices = Voices()
        self._sent_through = 0  # row id; of this connection only
        self._is_unchecked = False  # something was taken since everything was pulled
        self._wait_until = 0.0
        self._relay_look_at = 0.0

    def begin(self, voices: Voices) -> None:
        """Start anew over a connection."""
        self._voices = voices
        self._relay.restart()
        self._relay_look_at = self._wait_until = 0.0
        self.start_over()

    def start_over(self) -> None:
        """Forget what was sent: the server's history was cut."""
        self._sent_through = 0

    async def push_some(self) -> bool:
        """Send one batch of own facts; return whether there are more to send now.

        Raises:
            SecretariatFault: the connection is to be dropped.
            ForkSuspectedError: compare the histories.
        """
        if self._clock() < self._wait_until:
            return False
        limit = self._poison.batch_max
        waiting = await asyncio.wrap_future(self._reader.pending(limit, self._sent_through))
        own = [fact for fact in waiting if fact.origin == self._origin]
        if own:
            batch, voice = self._next_batch(own)
            if voice is None:
                self.refuse(SubmitRefused("secretariat_other_author", origin=self._origin, got=own[0].oseq))
                return False
            taken = await self._submit_own(voice, batch)
            if taken:
                self._is_unchecked = True
                self._sent_through = batch[-1].row_id
            return taken and (len(batch) < len(own) or len(waiting) == limit)
        if waiting:
            self._sent_through = waiting[-1].row_id
        else:
            self.trouble = None
        return len(waiting) == limit

    async def has_vanished(self) -> bool:
        """Whether a fact that the server took is not in its journal, asked after everything was pulled."""
        if not self._is_unchecked:
            return False
        self._is_unchecked = False
        return await asyncio.wrap_future(self._reader.has_pending_of(self._origin, self._sent_through))

    async def relay_some(self) -> bool:
        """Send one batch for each desk that does not do it itself; return whether there may be more.

        Raises:
            SecretariatFault: the connection is to be dropped.
        """
        machine, now = self._voices.machine, self._clock()
        if machine is None or now < max(self._relay_look_at, self._wait_until):
            return False
        self._relay_look_at = now + RELAY_LOOK_S
        waiting = await asyncio.wrap_future(self._reader.waiting_origins())
        waiting = {origin: oseq for origin, oseq in waiting.items() if origin != self._origin}
        for origin, oseq in self._relay.due(waiting).items():
            await self._relay_all_of(machine, origin, oseq)
        return False

    async def _relay_all_of(self, machine: Secretariat, origin: str, oseq: int) -> None:
        after = oseq - 1
        while True:
            waiting = await asyncio.wrap_future(
                self._reader.pending_of(origin, after, self._poison.batch_max)
            )
            batch = self._poison.batch_of(waiting)
            if not batch:
                return
            try:
                await self._submit(machine, batch)
            except SecretariatFault as refusal:  # e.g. a gap: another desk may hold what lies between
                if origin in self._own_origins and await self._declare_loss(machine, origin, batch, refusal):
                    continue
                if refusal.code not in OF_THE_SERVER and not isinstance(refusal, SubmitRefused):
                    raise
                log.info("the room takes no facts of another desk from here", extra={"code": refusal.code})
                self._relay.refuse(origin)
                return
            after = batch[-1].oseq

    # ------------------------------------------------------------------ one batch

    def _next_batch(self, own: Sequence[PendingFact]) -> tuple[Sequence[PendingFact], Secretariat | None]:
        """Return the first facts that one voice can carry, and that voice."""
        by_person = None
        count = 0
        for fact in own:
            if fact.actor not in MACHINE_ACTORS:  # these go with whatever goes
                is_own = self._voices.person is not None and fact.actor == self._voices.login
                if by_person not in {None, is_own}:
                    break
                by_person = is_own
            count += 1
        if by_person is None:
            by_person = self._voices.machine is None
        voice = self._voices.person if by_person else self._voices.machine
        return self._poison.batch_of(own[:count]), voice

    async def _submit_own(self, voice: Secretariat, batch: Sequence[PendingFact]) -> bool:
        """Send a batch; return whether the server has it now."""
        try:
            await self._submit(voice, batch)
        except SubmitRefused as refusal:
            return await self._on_refusal(voice, batch, refusal)
        except SecretariatFault as fault:
            if fault.code not in OF_THE_SERVER:
                raise
            machine = self._voices.machine
            if fault.code in OF_THE_LOGIN and machine is not None and voice is not machine:
                return await self._submit_own(machine, batch)
            self.refuse(fault, FAULT_PAUSE_S)
            return False
        self.trouble = None
        return True

    async def _submit(self, voice: Secretariat, batch: Sequence[PendingFact]) -> None:
        """Send a batch, and in the end each fact that the server can never take in a wrapping."""
        left = batch
        while left:
            part = self._poison.batch_of(left)
            try:
                answers = await voice.submit([self._poison.text_of(fact) for fact in part])
            except SecretariatFault as fault:
                if self._poison.on_refused(part, fault):
                    continue
                raise
            if {answer.fact_id for answer in answers} != {fact.fact_id for fact in part}:
                raise SecretariatFault("secretariat_fault", detail="answers")
            self._poison.on_taken(part)
            left = left[len(part) :]
            for answer in answers:
                self._on_judged(answer)

    async def _on_refusal(
        self, voice: Secretariat, batch: Sequence[PendingFact], refusal: SubmitRefused
    ) -> bool:
        machine = self._voices.machine
        if refusal.code == "secretariat_gap":
            if machine is not None and await self._declare_loss(machine, self._origin, batch, refusal):
                return await self._submit_own(voice, batch)
            raise ForkSuspectedError(refusal)
        by_person = voice is self._voices.person
        if (
            by_person
            and machine is not None
            and refusal.code in {"secretariat_other_author", "secretariat_other_desk"}
        ):
            return await self._submit_own(machine, batch)
        if refusal.code == "secretariat_reused":
            refusal = SubmitRefused("origin_cloned", oseq=refusal.values.get("got"), **refusal.values)
        self.refuse(refusal)
        return False

    async def _declare_loss(
        self, machine: Secretariat, origin: str, batch: Sequence[PendingFact], refusal: SecretariatFault
    ) -> bool:
        """Tell the server of numbers that this file lost for good, as a rescue noted: then it goes on.

        What a copy or a neighbour still has of them is taken by the server all the same.
        """
        have, got = refusal.values.get("have"), batch[0].oseq
        if refusal.code != "secretariat_gap" or not isinstance(have, int) or have + 1 >= got:
            return False
        lost = await asyncio.wrap_future(self._reader.lost_numbers(origin))
        if not all(any(first <= oseq <= last for first, last in lost) for oseq in range(have + 1, got)):
            return False
        log.warning("numbers lost in a damaged file are told to the room", extra={"count": got - 1 - have})
        try:
            if origin != self._origin:  # the room may never have met this file under its former name
                await machine.seat(origin, None)
            await machine.declare_lost(origin, got - 1, "damaged journal")
        except SubmitRefused as another:  # the former name is another machine's
            log.warning("the room does not take a loss from here", extra={"code": another.code})
            return False
        return True

    def refuse(self, refusal: SecretariatFault, pause_s: float = REFUSED_PAUSE_S) -> None:
        """Own facts wait and are tried again later; everything else goes on."""
        if self.trouble is None or self.trouble.code != refusal.code:
            log.warning("the room does not take this desk's facts", extra={"code": refusal.code})
        self.trouble = refusal
        self._wait_until = self._clock() + pause_s
