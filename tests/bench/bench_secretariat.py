"""Figures of the whole room: desks around a real PostgreSQL with fsync, on this machine.

Run as a program (``--full``: a journal of 1,000,000 entries, some minutes), or through ``main()``. Budgets:
submit→seen at 100 facts/s ≤ 100 ms p99 at 50 desks and ≤ 150 ms at 200; ≥ 1,000 facts/s at 8 writers, one
fact in a call; catch-up ≥ 8,000 facts/s; a new desk in a room of 1,000,000 entries is of use in ≤ 60 s; own
facts ≤ 10 ms p99; a long journal slows none of it by more than 20 %.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.queues import Queue
from pathlib import Path
from typing import Any

import numpy as np

from batola_desk.domain.events.incident import IncidentNoteAdded
from batola_desk.domain.facts import NewFact
from batola_desk.models.journal import Journal, open_journal
from batola_desk.models.room import RoomHead, RoomSnapshot, SnapshotThing
from batola_desk.models.room_snapshot import snapshot_form
from batola_desk.sync.address import Address
from batola_desk.sync.client import SyncClient
from batola_desk.sync.exchange import Exchange
from batola_desk.sync.members import add_login
from batola_desk.sync.postgres import connect
from batola_desk.sync.room_audit import audit_room
from batola_desk.sync.schema_setup import set_up
from batola_desk.sync.thread import SyncThread
from batola_desk.sync.voices import Credentials, Voices
from tests.bench.light_desk import Seen, light_desks
from tests.bench.room_filling import fill, folded_town, town
from tests.support.postgres_rig import PostgresRig, is_available
from tests.support.room_double import OtherDesk

DATABASE = "bench"
PASSWORD = "sandi-panjang-112"
DESKS = (2, 10, 50, 200)
SEEN_BUDGET_MS = {50: 100, 200: 150}
FACTS_PER_S = 100.0
SECONDS = 10.0
SHORT_HISTORY = 40_000
FULL_HISTORY = 1_000_000
DESKS_IN_PROCESS = 50
_context = multiprocessing.get_context("spawn")


class Bench:
    """A server of its own, and the figures."""

    def __init__(self) -> None:
        self.rig = PostgresRig(durable=True).create(max_connections="240", shared_buffers="256MB")
        self.address: Address = self.rig.address(DATABASE)
        self.figures: dict[str, float] = {}
        self.numbers = iter(range(100, 10_000_000, 1_000))
        self.town = town(first_desk=10)

    def note(self, name: str, value: float) -> None:
        self.figures[name] = value
        print(f"{name:<90}{value:12.1f}   load {os.getloadavg()[0]:.1f}", flush=True)

    async def prepare(self) -> None:
        superuser = await self.rig.superuser()
        await superuser.execute(f"create database {DATABASE}")
        await superuser.close()
        await set_up(lambda: self.rig.superuser(DATABASE))
        owner = await self.rig.superuser(DATABASE)
        for number in range(max(DESKS)):
            letters = chr(65 + number // 26) + chr(65 + number % 26)
            await add_login(owner, f"meja_{number}", "workstation", PASSWORD, desk=letters)
        await owner.close()

    async def fill(self, count: int) -> None:
        owner = await self.rig.superuser(DATABASE)
        start = time.perf_counter()
        await fill(owner, self.town, count)
        self.note(f"room: {count} entries copied in, s", time.perf_counter() - start)
        await owner.close()

    async def head(self) -> RoomHead:
        server = await connect(self.address, "meja_0", PASSWORD)
        head = await server.head()
        server.terminate()
        return head

    # ------------------------------------------------------------------ many desks

    def seen(self, desks: int, label: str = "") -> None:
        """Delay from writing at one desk to reading at each other one, all desks writing."""
        head = asyncio.run(self.head())
        told: Queue[Any] = _context.Queue()
        workers = []
        for first in range(0, desks, DESKS_IN_PROCESS):
            logins = [f"meja_{n}" for n in range(first, min(desks, first + DESKS_IN_PROCESS))]
            options = {
                "first_number": next(self.numbers),
                "facts_per_s": FACTS_PER_S * len(logins) / desks,
                "seconds": SECONDS,
            }
            worker = _context.Process(
                target=light_desks, args=(self.address, PASSWORD, logins, head, told), kwargs=options
            )
            worker.start()
            workers.append(worker)
        _await_all(told, "ready", len(workers))
        _await_all(told, "measuring", len(workers))
        server_s = self.rig.cpu_s()
        _await_all(told, "measured", len(workers))
        server_s = self.rig.cpu_s() - server_s
        answers: list[Seen] = [told.get(timeout=60) for _ in workers]
        for worker in workers:
            worker.join()
        delays = np.concatenate([np.array(answer.delays_ms) for answer in answers])
        assert sum(answer.left for answer in answers) == 0, "facts were not taken"
        budget = f" (budget {SEEN_BUDGET_MS[desks]})" if desks in SEEN_BUDGET_MS else ""
        self.note(f"room: {desks} desks{label}, submit→seen p50 ms", float(np.percentile(delays, 50)))
        self.note(f"room: {desks} desks{label}, submit→seen p99 ms{budget}", float(np.percentile(delays, 99)))
        expected = sum(answer.written for answer in answers) * (desks - 1)
        self.note(f"room: {desks} desks{label}, facts seen of all, %", 100 * len(delays) / expected)
        looks = sum(answer.looks for answer in answers)
        desk_s = sum(answer.cpu_s for answer in answers)
        self.note(f"room: {desks} desks{label}, looks of one desk per second", looks / desks / SECONDS)
        for whose, cpu_s in (("desk", desk_s), ("server", server_s)):
            name = f"room: {desks} desks{label}, processor of the {whose}"
            self.note(f"{name}, µs for a look", cpu_s * 1e6 / looks)
            self.note(f"{name}, µs for a fact at a desk", cpu_s * 1e6 / len(delays))
        self.note(f"room: {desks} desks{label}, processors in all", (desk_s + server_s) / SECONDS)

    # ------------------------------------------------------------------ the server alone

    def submits(self, writers: int, batch: int, label: str = "", seconds: float = 5.0) -> float:
        told: Queue[Any] = _context.Queue()
        begin = _context.Event()
        workers = []
        for number in range(writers):
            arguments = (self.address, f"meja_{number}", next(self.numbers), batch, seconds, told, begin)
            worker = _context.Process(target=_write_all, args=arguments)
            worker.start()
            workers.append(worker)
        for _ in workers:
            told.get(timeout=60)
        begin.set()
        answers = [told.get(timeout=60) for _ in workers]
        for worker in workers:
            worker.join()
        rate = sum(count for count, _ in answers) / max(took for _, took in answers)
        budget = " (budget 1000)" if (writers, batch) == (8, 1) else ""
        self.note(
            f"room: server, {writers} writers, {batch} facts in a call{label}, facts per s{budget}", rate
        )
        return rate

    # ------------------------------------------------------------------ one desk

    async def catch_up(self, folder: Path, label: str = "", entries: int = 20_000) -> float:
        """Pull and apply entries into a real journal that knows what was before them."""
        journal = open_journal(folder / f"catch-up{label}.sqlite".replace(" ", "-"))
        exchange = Exchange(journal.store, journal.reader)
        server = await connect(self.address, "meja_1", PASSWORD)
        await exchange.begin(Voices(machine=server))
        while await exchange.turn():
            pass
        await self.fill(entries)
        start, cpu = time.perf_counter(), time.process_time()
        while await exchange.turn():
            pass
        took = time.perf_counter() - start
        self.note(f"room: catch-up{label}, facts per s (budget 8000)", entries / took)
        self.note(f"room: catch-up{label}, facts per processor second", entries / (time.process_time() - cpu))
        server.terminate()
        journal.close()
        return entries / took

    async def keep_snapshot(self, things: tuple[SnapshotThing, ...]) -> None:
        """Keep a snapshot in the server, as desks do now and then."""
        head = await self.head()
        snapshot = RoomSnapshot(seq=head.seq, hash=head.hash, things=things)
        server = await connect(self.address, "meja_2", PASSWORD)
        start = time.perf_counter()
        owner = await self.rig.superuser(DATABASE)
        await owner.execute("delete from batola.snapshot_claim")
        await owner.close()
        assert await server.claim_snapshot(snapshot_form(), 1_000)
        await server.keep_snapshot(snapshot_form(), snapshot)
        self.note("room: snapshot kept in the server, s", time.perf_counter() - start)
        self.note("room: things in the snapshot", len(snapshot.things))
        server.terminate()

    def join(self, folder: Path, history: int) -> None:
        """A new desk: when is it of use, when has it the history, how long do own facts take meanwhile?"""
        journal = open_journal(folder / f"new-{history}.sqlite")
        start = time.perf_counter()
        thread = self._thread(journal, "meja_3")
        thread.start()
        head = asyncio.run(self.head())
        while journal.reader.room_head().result().seq < head.seq:
            time.sleep(0.02)
        budget = " (budget 60)" if history >= FULL_HISTORY else ""
        self.note(
            f"room: a new desk in a room of {history} is of use after s{budget}", time.perf_counter() - start
        )
        meanwhile: list[float] = []
        while not journal.reader.room_progress().result().is_whole:
            meanwhile += _appends(journal, 20, thread.wake)
            time.sleep(0.2)
        self.note("room: and has the whole history after s", time.perf_counter() - start)
        if meanwhile:
            self.note("room: own facts meanwhile, p50 ms", float(np.percentile(meanwhile, 50)))
            self.note("room: own facts meanwhile, p99 ms (budget 10)", float(np.percentile(meanwhile, 99)))
        thread.stop()
        journal.close()

    def own_facts(self, folder: Path, label: str = "") -> None:
        """Own facts at a desk in step with its room, and at one whose server is away."""
        journal = open_journal(folder / f"own{label}.sqlite".replace(" ", "-"))
        thread = self._thread(journal, "meja_4")
        thread.start()
        head = asyncio.run(self.head())
        while journal.reader.room_head().result().seq < head.seq:
            time.sleep(0.05)
        for mode, stop in (("online", False), ("offline", True)):
            if stop:
                thread.stop()
            took = _appends(journal, 300, thread.wake, pause_s=0.01)
            self.note(f"room: own facts {mode}{label}, p50 ms", float(np.percentile(took, 50)))
            self.note(f"room: own facts {mode}{label}, p99 ms (budget 10)", float(np.percentile(took, 99)))
        journal.close()

    def _thread(self, journal: Journal, login: str) -> SyncThread:
        async def open_session(credentials: Credentials) -> Any:
            return await connect(self.address, credentials.login, credentials.password)

        machine = Credentials(login, PASSWORD)
        return SyncThread(lambda: SyncClient(journal.store, journal.reader, open_session, machine=machine))

    async def audit(self) -> None:
        owner = await self.rig.superuser(DATABASE)
        found = await audit_room(owner)
        await owner.close()
        assert found.faults == [], found.faults[:3]
        self.note("room: entries in a chain without a fault", found.facts)


def _await_all(told: Queue[Any], word: str, count: int) -> None:
    """Wait until each of these processes has said it."""
    for _ in range(count):
        heard = told.get(timeout=60)
        assert heard == word, heard


def _write_all(
    address: Address, login: str, number: int, batch: int, seconds: float, told: Queue[Any], begin: Any
) -> None:
    async def run() -> None:
        server = await connect(address, login, PASSWORD)
        desk = OtherDesk(number, "B")
        envelopes = [
            desk.write(IncidentNoteAdded(note_id=str(n), text="pohon tumbang"), f"incident:{number}-{n % 50}")
            for n in range(int(seconds * (400 if batch == 1 else 3_000)))
        ]
        told.put("ready")
        begin.wait()
        start = time.perf_counter()
        done = 0
        while done + batch <= len(envelopes) and time.perf_counter() - start < seconds:
            await server.submit(envelopes[done : done + batch])
            done += batch
        told.put((done, time.perf_counter() - start))
        server.terminate()

    asyncio.run(run())


def _appends(journal: Journal, count: int, wake: Callable[[], None], pause_s: float = 0.0) -> list[float]:
    took = []
    for number in range(count):
        event = IncidentNoteAdded(note_id=f"own{number}", text="ibu melahirkan")
        start = time.perf_counter()
        fact = NewFact(event=event, aggregates=(f"incident:own{number % 40}",))
        journal.store.append([fact], actor="sari", desk="A").result()
        took.append((time.perf_counter() - start) * 1_000)
        wake()
        time.sleep(pause_s)
    return took


def main(*, is_full: bool = False, desks: tuple[int, ...] = DESKS) -> dict[str, float]:
    """Measure everything, print one line per figure, return the figures."""
    if not is_available():
        print("room: PostgreSQL is not installed, nothing of the server was measured")
        return {}
    bench = Bench()
    try:
        with tempfile.TemporaryDirectory(prefix="batola-bench-") as folder:
            _measure(bench, Path(folder), is_full=is_full, desks=desks)
    finally:
        bench.rig.destroy()
    return bench.figures


def _measure(bench: Bench, folder: Path, *, is_full: bool, desks: tuple[int, ...]) -> None:
    asyncio.run(bench.prepare())
    bench.own_facts(folder)
    rate = bench.submits(8, 1)
    bench.submits(8, 50, seconds=3.0)
    for count in desks:
        bench.seen(count)
    speed = asyncio.run(bench.catch_up(folder))
    _join(bench, folder, SHORT_HISTORY)
    if is_full:
        _measure_long(bench, folder, rate, speed)
    asyncio.run(bench.audit())


def _measure_long(bench: Bench, folder: Path, rate: float, speed: float) -> None:
    """The same with a million entries; how much slower is it?"""
    _join(bench, folder, FULL_HISTORY)
    label = f" after {FULL_HISTORY}"
    bench.own_facts(folder, label)
    long_rate = bench.submits(8, 1, label)
    bench.seen(50, label)
    long_speed = asyncio.run(bench.catch_up(folder, label))
    bench.note("room: server slower by % (budget 20)", (rate / long_rate - 1) * 100)
    bench.note("room: catch-up slower by % (budget 20)", (speed / long_speed - 1) * 100)
    short, long = (bench.figures[f"room: 50 desks{part}, submit→seen p50 ms"] for part in ("", label))
    bench.note("room: 50 desks, submit→seen p50 slower by % (budget 20)", (long / short - 1) * 100)
    short, long = (bench.figures[f"room: own facts online{part}, p50 ms"] for part in ("", label))
    bench.note("room: own facts online, p50 slower by % (budget 20)", (long / short - 1) * 100)


def _join(bench: Bench, folder: Path, history: int) -> None:
    """A desk begins when the newest snapshot is as old as it ever gets."""
    first_desk = next(bench.numbers)
    bench.town = town(first_desk)  # one whose things are all in the snapshot
    first_seq, count = asyncio.run(bench.head()).seq + 1, history - history // 50
    with ProcessPoolExecutor(1, mp_context=_context) as other_processor:
        folding = other_processor.submit(folded_town, first_desk, first_seq, count)
        asyncio.run(bench.fill(count))
        things = folding.result()
    asyncio.run(bench.keep_snapshot(things))
    asyncio.run(bench.fill(history // 50))
    bench.join(folder, history)


def _counts(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(","))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="also with 1,000,000 entries (minutes)")
    parser.add_argument("--desks", type=_counts, default=DESKS, help="e.g. 2,10,50,200")
    options = parser.parse_args()
    main(is_full=options.full, desks=options.desks)
    sys.exit(0)
