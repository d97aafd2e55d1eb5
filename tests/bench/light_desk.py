"""Desks as far as the network sees them: the production client over a file that forgets everything it reads.

A machine that measures two hundred desks cannot keep two hundred journals; what is left out is the writing
and folding of each desk, which ``bench_room`` measures alone. Runs in processes of its own.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from multiprocessing.queues import Queue
from multiprocessing.sharedctypes import SynchronizedArray
from multiprocessing.synchronize import Barrier
from typing import Any, TypeVar, cast

from batola_desk.domain.events.incident import IncidentNoteAdded
from batola_desk.models.reader import JournalReader
from batola_desk.models.room import PendingFact, RoomApplied, RoomFact, RoomHead
from batola_desk.models.room_join import JoinProgress
from batola_desk.models.store import JournalStore
from batola_desk.sync.address import Address
from batola_desk.sync.client import SyncClient
from batola_desk.sync.postgres import PostgresSecretariat, connect
from batola_desk.sync.status import SyncMode
from batola_desk.sync.voices import Credentials
from tests.support.room_double import OtherDesk

GATE_S = 120.0  # LIMIT: a process that died must not hold the others for ever
DRAIN_S = 10.0  # LIMIT: when nothing more has arrived for so long, it is lost

_Value = TypeVar("_Value")


def _done(value: _Value) -> Future[_Value]:
    future: Future[_Value] = Future()
    future.set_result(value)
    return future


class LightJournal:
    """Store and reader in one: knows its end of the room's journal and its own waiting facts.

    Facts carry the time of their writing on the clock that all processes of a machine share.
    """

    def __init__(self, number: int, head: RoomHead) -> None:
        self._desk = OtherDesk(number, "B")
        self.origin = self._desk.origin
        self.own_origins = frozenset({self.origin})
        self.delays_ms: list[float] = []
        self.arrived = 0  # entries of everybody, each counted once, since it measures
        self.measures = False
        self._head = head
        self._rows = 0
        self._waiting: dict[str, PendingFact] = {}

    def write(self) -> None:
        """Write one fact, now."""
        self._rows += 1
        self._desk.begin_us = time.monotonic_ns() // 1_000 - self._rows * 1_000
        note = IncidentNoteAdded(note_id=str(self._rows), text="kecelakaan dua motor di jembatan")
        envelope = self._desk.write(note, f"incident:{self.origin}{self._rows % 50}")
        fact_id = envelope.partition('"id":"')[2][:36]
        self._waiting[fact_id] = PendingFact(
            row_id=self._rows,
            fact_id=fact_id,
            origin=self.origin,
            oseq=self._rows,
            actor="rina",
            envelope=envelope,
        )

    def begin_to_measure(self) -> None:
        """Count from here on. Nobody writes yet."""
        self.delays_ms, self.arrived, self.measures = [], 0, True

    # ------------------------------------------------------------------ as a store

    def apply_room(self, page: Sequence[RoomFact]) -> Future[RoomApplied]:
        now_us = time.monotonic_ns() // 1_000
        for entry in page:
            if entry.seq != self._head.seq + 1:
                continue  # a page may come again; a gap is never counted, and its desk never has all
            self._head = RoomHead(seq=entry.seq, hash=entry.hash)
            self._waiting.pop(entry.fact_id, None)
            self.arrived += 1
            if self.measures and entry.origin != self.origin:
                self.delays_ms.append((now_us - entry.occurred_us) / 1_000)
        return _done(RoomApplied(states={}, head=self._head))

    def note_room(self, _epoch: str) -> Future[None]:
        return _done(None)

    # ------------------------------------------------------------------ as a reader

    def pending(self, limit: int, after_row_id: int = 0) -> Future[tuple[PendingFact, ...]]:
        waiting = [fact for fact in self._waiting.values() if fact.row_id > after_row_id]
        return _done(tuple(waiting[:limit]))

    def pending_count(self) -> Future[int]:
        return _done(len(self._waiting))

    def pending_count_of(self, _origin: str) -> Future[int]:
        return _done(len(self._waiting))

    def has_pending_of(self, _origin: str, through_row_id: int) -> Future[bool]:
        return _done(any(fact.row_id <= through_row_id for fact in self._waiting.values()))

    def waiting_origins(self) -> Future[dict[str, int]]:
        return _done({})

    def room_epoch(self) -> Future[str]:
        return _done("")

    def room_head(self) -> Future[RoomHead]:
        return _done(self._head)

    def room_progress(self) -> Future[JoinProgress]:
        return _done(JoinProgress())


@dataclass(frozen=True, slots=True, kw_only=True)
class LightPlan:
    """What the desks of one process do.

    Attributes:
        rooms: each with the end of its journal; every desk is in all of them.
        slices: in which room is written and measured, one after the other: what else the machine does then
            meets all rooms alike.
        first_number: of the desks' names; each room takes as many as there are logins.
        facts_per_s: of all desks of this process together.
        seconds: of a slice.
    """

    rooms: Sequence[tuple[Address, RoomHead]]
    slices: Sequence[int]
    logins: Sequence[str]
    password: str
    first_number: int
    facts_per_s: float
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the desks of one process saw of one slice, when all of it had arrived or nothing more came.

    Attributes:
        written: facts, by these desks.
        missing: of (entry, desk): what did not arrive.
        delays_ms: of each fact at each other desk, from its writing on.
        looks, cpu_s: questions for new entries, and processor time of this process, while it was written.
        drained_s: how long after the last writing the last one arrived.
    """

    slice_number: int
    written: int
    missing: int
    delays_ms: list[float]
    looks: int
    cpu_s: float
    drained_s: float


class _Looks:
    """Counts the questions for new entries."""

    def __init__(self) -> None:
        self.count = 0

    def watch(self, session: PostgresSecretariat) -> PostgresSecretariat:
        pull = session.pull

        def counted(after_seq: int, limit: int) -> Any:
            self.count += 1
            return pull(after_seq, limit)

        session.pull = counted  # type: ignore[method-assign]
        return session


class _LightRoom:
    """All desks of this process in one room."""

    def __init__(self, plan: LightPlan, which: int, looks: _Looks) -> None:
        address, head = plan.rooms[which]

        async def open_session(credentials: Credentials) -> Any:
            return looks.watch(await connect(address, credentials.login, credentials.password))

        first = plan.first_number + which * len(plan.logins)
        self.journals = [LightJournal(first + number, head) for number in range(len(plan.logins))]
        self.clients = [
            SyncClient(
                cast(JournalStore, journal),
                cast(JournalReader, journal),
                open_session,
                machine=Credentials(login, plan.password),
            )
            for journal, login in zip(self.journals, plan.logins, strict=True)
        ]
        self.running: list[asyncio.Task[None]] = []

    async def begin(self) -> None:
        for client in self.clients:  # not all at once: SCRAM costs a server of one machine its processors
            self.running.append(asyncio.create_task(client.run()))
            await asyncio.sleep(0.02)
        while any(client.status.mode is not SyncMode.IN_SYNC for client in self.clients):  # noqa: ASYNC110
            await asyncio.sleep(0.1)

    async def write(self, facts_per_s: float, seconds: float) -> int:
        """Write at random desks; return how many facts."""
        loop = asyncio.get_running_loop()
        next_at = loop.time()
        end = next_at + seconds
        written = 0
        while loop.time() < end:
            number = random.randrange(len(self.journals))
            self.journals[number].write()
            self.clients[number].wake()
            written += 1
            next_at += random.expovariate(facts_per_s)
            await asyncio.sleep(max(0.0, next_at - loop.time()))
        return written

    async def drain(self, expected: int) -> int:
        """Wait until each desk has everything; return what is missing when nothing more comes."""
        missing, changed_at = -1, time.monotonic()
        while time.monotonic() - changed_at < DRAIN_S:
            before, missing = missing, sum(expected - journal.arrived for journal in self.journals)
            if not missing:
                break
            if missing != before:
                changed_at = time.monotonic()
            await asyncio.sleep(0.02)
        return missing

    async def end(self) -> None:
        for task in self.running:
            task.cancel()
        await asyncio.gather(*self.running, return_exceptions=True)


def light_desks(plan: LightPlan, told: Queue[Any], gate: Barrier, written: SynchronizedArray[int]) -> None:
    """Run desks in this process; tell ``told`` of the stages of each slice, and what was seen of it.

    Args:
        gate: where all processes meet, so that everybody counts before anybody writes.
        written: facts of all processes, by slice.
    """
    asyncio.run(_run(plan, told, gate, written))


async def _run(plan: LightPlan, told: Queue[Any], gate: Barrier, written: SynchronizedArray[int]) -> None:
    looks = _Looks()
    rooms = [_LightRoom(plan, which, looks) for which in range(len(plan.rooms))]
    for room in rooms:
        await room.begin()
    await asyncio.sleep(2.0)
    for number, which in enumerate(plan.slices):
        room = rooms[which]
        for journal in room.journals:
            journal.begin_to_measure()
        await asyncio.to_thread(gate.wait, GATE_S)
        told.put("measuring")
        looks_before, cpu_before_s = looks.count, time.process_time()
        count = await room.write(plan.facts_per_s, plan.seconds)
        asked, cpu_s = looks.count - looks_before, time.process_time() - cpu_before_s
        told.put("measured")
        with written.get_lock():
            written[number] += count
        await asyncio.to_thread(gate.wait, GATE_S)
        ended_at = time.monotonic()
        missing = await room.drain(written[number])
        told.put(
            Seen(
                slice_number=number,
                written=count,
                missing=missing,
                delays_ms=[delay for journal in room.journals for delay in journal.delays_ms],
                looks=asked,
                cpu_s=cpu_s,
                drained_s=time.monotonic() - ended_at,
            )
        )
    for room in rooms:
        await room.end()
