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

    # ------------------------------------------------------------------ as a store

    def apply_room(self, page: Sequence[RoomFact]) -> Future[RoomApplied]:
        now_us = time.monotonic_ns() // 1_000
        for entry in page:
            self._waiting.pop(entry.fact_id, None)
            if self.measures and entry.origin != self.origin:
                self.delays_ms.append((now_us - entry.occurred_us) / 1_000)
        self._head = RoomHead(seq=page[-1].seq, hash=page[-1].hash)
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


@dataclass(frozen=True, slots=True)
class Seen:
    """What the desks of one process saw while it was measured.

    Attributes:
        written, left: facts, and those of them that the room did not take.
        delays_ms: of each fact at each other desk, from its writing on.
        looks: questions for new entries, of all desks.
        cpu_s: of this process.
    """

    written: int
    left: int
    delays_ms: list[float]
    looks: int
    cpu_s: float


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


def light_desks(
    address: Address,
    password: str,
    logins: Sequence[str],
    head: RoomHead,
    told: Queue[Any],
    *,
    first_number: int,
    facts_per_s: float,
    seconds: float,
) -> None:
    """Run desks in this process; tell ``told`` of the stages of the run, and at the end what was seen."""
    asyncio.run(
        _run(
            address,
            password,
            logins,
            head,
            told,
            first_number=first_number,
            rate=facts_per_s,
            seconds=seconds,
        )
    )


async def _run(
    address: Address,
    password: str,
    logins: Sequence[str],
    head: RoomHead,
    told: Queue[Any],
    *,
    first_number: int,
    rate: float,
    seconds: float,
) -> None:
    looks = _Looks()

    async def open_session(credentials: Credentials) -> Any:
        return looks.watch(await connect(address, credentials.login, credentials.password))

    journals = [LightJournal(first_number + number, head) for number in range(len(logins))]
    clients = [
        SyncClient(
            cast(JournalStore, journal),
            cast(JournalReader, journal),
            open_session,
            machine=Credentials(login, password),
        )
        for journal, login in zip(journals, logins, strict=True)
    ]
    running = []
    for client in clients:  # not all at once: SCRAM costs a server of one machine its processors
        running.append(asyncio.create_task(client.run()))
        await asyncio.sleep(0.02)
    while any(client.status.mode is not SyncMode.IN_SYNC for client in clients):  # noqa: ASYNC110
        await asyncio.sleep(0.1)
    told.put("ready")
    await asyncio.sleep(2.0)
    for journal in journals:
        journal.measures = True
    told.put("measuring")
    looks_before, cpu_before_s = looks.count, time.process_time()
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    written = 0
    next_at = loop.time()
    while loop.time() < end:
        number = random.randrange(len(journals))
        journals[number].write()
        clients[number].wake()
        written += 1
        next_at += random.expovariate(rate)
        await asyncio.sleep(max(0.0, next_at - loop.time()))
    asked, cpu_s = looks.count - looks_before, time.process_time() - cpu_before_s
    told.put("measured")
    await asyncio.sleep(2.0)
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    left = sum(journal.pending_count().result() for journal in journals)
    delays_ms = [delay for journal in journals for delay in journal.delays_ms]
    told.put(Seen(written=written, left=left, delays_ms=delays_ms, looks=asked, cpu_s=cpu_s))
