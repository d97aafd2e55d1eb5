"""Figures of the whole room: desks around a real PostgreSQL with fsync, on this machine.

Run as a program (``--full``: beside it a room of 1,000,000 entries, both measured in turns), or through
``main()``. Budgets: submit→seen at 100 facts/s ≤ 100 ms p99 at 50 desks and ≤ 150 ms at 200; ≥ 1,000 facts/s
at 8 writers, one fact in a call; catch-up ≥ 8,000 facts/s; a new desk in a room of 1,000,000 entries is of
use in ≤ 60 s; own facts ≤ 10 ms p99; a long journal slows none of it by more than 20 %.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import numpy as np

from batola_desk.domain.events.incident import IncidentNoteAdded
from batola_desk.domain.facts import NewFact
from batola_desk.models.journal import Journal, open_journal
from batola_desk.models.room import SnapshotThing
from batola_desk.sync.address import Address
from batola_desk.sync.exchange import Exchange
from batola_desk.sync.postgres import connect
from batola_desk.sync.thread import SyncThread
from batola_desk.sync.voices import Voices
from tests.bench import bench_room
from tests.bench.bench_stage import PASSWORD, BenchRoom, Mailbox, Stage, context
from tests.bench.light_desk import LightPlan, Seen, light_desks
from tests.bench.room_filling import folded_town
from tests.support.postgres_rig import is_available
from tests.support.room_double import OtherDesk

DESKS = (2, 10, 50, 200)
SEEN_BUDGET_MS = {50: 100, 200: 150}
FACTS_PER_S = 100.0
SLICE_S = 5.0
SLICES = 2  # of each room
SHORT_HISTORY = 40_000
FULL_HISTORY = 1_000_000
SINCE_SNAPSHOT = 20_000  # entries: a snapshot is never older (``sync.history.EVERY``)
DESKS_IN_PROCESS = 50
WRITERS = 8
OWN_FACTS = 150  # in one turn
HISTORY_S = 8.0  # how long a new desk is watched while its past comes in behind it


def many_desks(stage: Stage, desks: int) -> None:
    """Delay from writing at one desk to reading at each other one, all desks writing; all must arrive."""
    rooms = stage.rooms
    slices = list(range(len(rooms))) * SLICES
    heads = [(room.address, asyncio.run(room.head())) for room in rooms]
    box = Mailbox()
    firsts = range(0, desks, DESKS_IN_PROCESS)
    gate, written = context.Barrier(len(firsts)), context.Array("q", len(slices))
    workers = []
    for first in firsts:
        logins = [f"meja_{number}" for number in range(first, min(desks, first + DESKS_IN_PROCESS))]
        plan = LightPlan(
            rooms=heads,
            slices=slices,
            logins=logins,
            password=PASSWORD,
            first_number=next(stage.numbers),
            facts_per_s=FACTS_PER_S * len(logins) / desks,
            seconds=SLICE_S,
        )
        workers.append(context.Process(target=light_desks, args=(plan, box.queue, gate, written)))
        workers[-1].start()
    server_s: dict[int, float] = defaultdict(float)
    seen: dict[int, list[Seen]] = defaultdict(list)
    for which in slices:
        box.take("measuring", len(workers))
        begin_s = stage.rig.cpu_s()
        box.take("measured", len(workers))
        server_s[which] += sum(s - begin_s.get(pid, 0.0) for pid, s in stage.rig.cpu_s().items())
        seen[which] += box.take(Seen, len(workers))
    for worker in workers:
        worker.join()
    for which, room in enumerate(rooms):
        _note_seen(stage, f"room: {desks} desks{room.label}", desks, seen[which], server_s[which])
    if len(rooms) > 1:
        for percent in (50, 99):
            short, long = (_percentile(seen[which], percent) for which in range(2))
            stage.note_slower(f"{desks} desks, submit→seen p{percent}", short, long)


def _percentile(seen: Sequence[Seen], percent: float) -> float:
    return float(np.percentile(np.concatenate([np.array(part.delays_ms) for part in seen]), percent))


def _note_seen(stage: Stage, name: str, desks: int, seen: Sequence[Seen], server_s: float) -> None:
    written, missing = sum(part.written for part in seen), sum(part.missing for part in seen)
    assert missing == 0, f"{missing} facts did not reach a desk"
    arrived = sum(len(part.delays_ms) for part in seen)
    assert arrived == written * (desks - 1), f"{arrived} arrivals of {written} facts"
    budget = f" (budget {SEEN_BUDGET_MS[desks]})" if desks in SEEN_BUDGET_MS else ""
    stage.note(f"{name}, submit→seen p50 ms", _percentile(seen, 50))
    stage.note(f"{name}, submit→seen p99 ms{budget}", _percentile(seen, 99))
    stage.note(f"{name}, submit→seen worst ms", _percentile(seen, 100))
    stage.note(f"{name}, facts that reached every desk, %", 100 * arrived / (written * (desks - 1)))
    stage.note(f"{name}, everything everywhere after the last writing, s", max(p.drained_s for p in seen))
    seconds = SLICE_S * SLICES
    looks, desk_s = sum(part.looks for part in seen), sum(part.cpu_s for part in seen)
    stage.note(f"{name}, looks of one desk per second", looks / desks / seconds)
    for whose, cpu_s in (("desk", desk_s), ("server", server_s)):
        stage.note(f"{name}, processor of the {whose}, µs for a look", cpu_s * 1e6 / looks)
        stage.note(f"{name}, processor of the {whose}, µs for a fact at a desk", cpu_s * 1e6 / arrived)
    stage.note(f"{name}, processors in all", (desk_s + server_s) / seconds)


# ---------------------------------------------------------------------- the server alone


def submits(stage: Stage, batch: int, seconds: float) -> None:
    """Let eight processes write at once, in turns into each room."""
    turns = [which for _ in range(3) for which in range(len(stage.rooms))]
    addresses = [room.address for room in stage.rooms]
    box, gate = Mailbox(), context.Barrier(WRITERS)
    workers = []
    for number in range(WRITERS):
        writer = (f"meja_{number}", next(stage.numbers))
        arguments = (addresses, turns, writer, batch, seconds, box.queue, gate)
        workers.append(context.Process(target=_write_all, args=arguments))
        workers[-1].start()
    told: dict[int, list[tuple[int, int, float]]] = defaultdict(list)
    for turn, count, took_s in box.take(tuple, WRITERS * len(turns)):
        told[turn].append((turns[turn], count, took_s))
    for worker in workers:
        worker.join()
    rates: dict[int, list[float]] = defaultdict(list)
    for answers in told.values():
        rate = sum(count for _, count, _ in answers) / max(took_s for _, _, took_s in answers)
        rates[answers[0][0]].append(rate)
    budget = " (budget 1000)" if batch == 1 else ""
    for which, room in enumerate(stage.rooms):
        name = f"room: server, {WRITERS} writers, {batch} facts in a call{room.label}, facts per s{budget}"
        stage.note(name, float(np.mean(rates[which])))
    if len(stage.rooms) > 1:
        short, long = (float(np.mean(rates[which])) for which in range(2))
        stage.note_slower(f"server, {batch} facts in a call,", short, long, is_rate=True)


def _write_all(
    addresses: Sequence[Address],
    turns: Sequence[int],
    writer: tuple[str, int],
    batch: int,
    seconds: float,
    told: Queue[Any],
    gate: Barrier,
) -> None:
    login, number = writer

    async def run() -> None:
        servers = [await connect(address, login, PASSWORD) for address in addresses]
        for turn, which in enumerate(turns):
            desk = OtherDesk(number + turn, "B")  # another each turn: what one has over is never sent
            envelopes = [
                desk.write(
                    IncidentNoteAdded(note_id=str(n), text="pohon tumbang"), f"incident:{number}-{n % 50}"
                )
                for n in range(int(seconds * (400 if batch == 1 else 3_000)))
            ]
            await asyncio.to_thread(gate.wait, 120)
            start = time.perf_counter()
            done = 0
            while done + batch <= len(envelopes) and time.perf_counter() - start < seconds:
                await servers[which].submit(envelopes[done : done + batch])
                done += batch
            told.put((turn, done, time.perf_counter() - start))
        for server in servers:
            server.terminate()

    asyncio.run(run())


# ---------------------------------------------------------------------- one desk


@contextlib.asynccontextmanager
async def following(room: BenchRoom, journal: Journal) -> AsyncIterator[Exchange]:
    """Take in all that the room has; the exchange goes on for as long as it is wanted."""
    exchange = Exchange(journal.store, journal.reader)
    server = await connect(room.address, "meja_1", PASSWORD)
    await exchange.begin(Voices(machine=server))
    while await exchange.turn():
        pass
    yield exchange
    server.terminate()


async def take_all(room: BenchRoom, journal: Journal) -> None:
    """Take in all that the room has."""
    async with following(room, journal):
        pass


async def catch_up(stage: Stage, journals: Sequence[Journal], entries: int = 20_000, turns: int = 4) -> None:
    """Pull and apply entries into journals that know what was before them."""
    took, cpu = [0.0] * len(stage.rooms), [0.0] * len(stage.rooms)
    async with contextlib.AsyncExitStack() as stack:
        exchanges = [
            await stack.enter_async_context(following(room, journal))
            for room, journal in zip(stage.rooms, journals, strict=True)
        ]
        for turn in range(turns * len(exchanges)):
            which = turn % len(exchanges)
            await stage.rooms[which].fill(entries // turns)
            start, start_cpu = time.perf_counter(), time.process_time()
            while await exchanges[which].turn():
                pass
            took[which] += time.perf_counter() - start
            cpu[which] += time.process_time() - start_cpu
    for which, room in enumerate(stage.rooms):
        stage.note(f"room: catch-up{room.label}, facts per s (budget 8000)", entries / took[which])
        stage.note(f"room: catch-up{room.label}, facts per processor second", entries / cpu[which])
    if len(stage.rooms) > 1:
        stage.note_slower("catch-up", took[0], took[1])
        stage.note_slower("catch-up, processor,", cpu[0], cpu[1])


def own_facts(stage: Stage, journals: Sequence[Journal]) -> None:
    """Own facts at a desk in step with its room, and at one whose server is away."""
    pairs = list(zip(stage.rooms, journals, strict=True))
    threads = [room.thread(journal, "meja_4") for room, journal in pairs]
    for thread in threads:
        thread.start()
    for room, journal in pairs:
        _wait_for(journal, asyncio.run(room.head()).seq)
    for mode in ("online", "offline"):
        took: dict[int, list[float]] = defaultdict(list)
        for _ in range(3):
            for which, thread in enumerate(threads):
                took[which] += _appends(journals[which], OWN_FACTS, thread.wake, pause_s=0.008)
        for which, room in enumerate(stage.rooms):
            name = f"room: own facts {mode}{room.label}"
            stage.note(f"{name}, p50 ms", float(np.percentile(took[which], 50)))
            stage.note(f"{name}, p99 ms (budget 10)", float(np.percentile(took[which], 99)))
        if len(pairs) > 1:
            short, long = (float(np.percentile(took[which], 50)) for which in range(2))
            stage.note_slower(f"own facts {mode}, p50", short, long)
        if mode == "online":
            for thread in threads:
                thread.stop()


def joins(stage: Stage, folder: Path) -> None:
    """A new desk in each room: when is it of use, and how long do own facts take meanwhile?"""
    shown: list[float] = []
    for room in stage.rooms:
        journal = open_journal(folder / f"new-{room.name}.sqlite")
        try:
            shown.append(_join(stage, room, journal))
        finally:
            journal.close()
    if len(shown) > 1:
        stage.note_slower("a new desk", shown[0], shown[1])


def _join(stage: Stage, room: BenchRoom, journal: Journal) -> float:
    head = asyncio.run(room.head())
    thread: SyncThread = room.thread(journal, "meja_3")
    start = time.perf_counter()
    thread.start()
    name = f"room: a new desk in a room of {head.seq}"
    _wait_for(journal, 1)
    stage.note(f"{name} shows what is open after s", time.perf_counter() - start)
    _wait_for(journal, head.seq)
    in_step = time.perf_counter() - start
    stage.note(f"{name} is in step after s (budget 60)", in_step)
    meanwhile: list[float] = []
    filled, begin = journal.reader.room_progress().result().filled_seq, time.perf_counter()
    progress = journal.reader.room_progress().result()
    while progress.seq and time.perf_counter() - begin < HISTORY_S:
        meanwhile += _appends(journal, 20, thread.wake, pause_s=0.008)
        progress = journal.reader.room_progress().result()
    if meanwhile:
        rate = ((progress.filled_seq or head.seq) - filled) / (time.perf_counter() - begin)
        stage.note(f"{name}: history meanwhile, entries a second", rate)
        stage.note(f"{name}: own facts meanwhile, p50 ms", float(np.percentile(meanwhile, 50)))
        stage.note(f"{name}: own facts meanwhile, p99 ms (budget 10)", float(np.percentile(meanwhile, 99)))
    thread.stop()
    return in_step


def _wait_for(journal: Journal, seq: int) -> None:
    while journal.reader.room_head().result().seq < seq:
        time.sleep(0.02)


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


# ---------------------------------------------------------------------- all of it


def main(
    *, is_full: bool = False, desks: tuple[int, ...] = DESKS, history: int = FULL_HISTORY
) -> dict[str, float]:
    """Measure everything, print one line per figure, return the figures.

    Args:
        is_full: with a second room, of a long history.
    """
    if not is_available():
        print("room: PostgreSQL is not installed, nothing of the server was measured")
        return {}
    start = time.perf_counter()
    stage = Stage({"bench": "", "bench_long": f" after {history}"} if is_full else {"bench": ""})
    try:
        with tempfile.TemporaryDirectory(prefix="batola-bench-") as folder:
            _measure(stage, Path(folder), desks, (SHORT_HISTORY, history))
    finally:
        stage.rig.destroy()
    stage.note("room: all of this took s", time.perf_counter() - start)
    return stage.figures


def _measure(stage: Stage, folder: Path, desks: tuple[int, ...], histories: tuple[int, int]) -> None:
    journals = [open_journal(folder / f"desk-{room.name}.sqlite") for room in stage.rooms]
    try:
        _fill(stage, journals, histories)
        joins(stage, folder)
        submits(stage, 1, seconds=2.0)
        submits(stage, 50, seconds=1.0)
        for count in desks:
            many_desks(stage, count)
        asyncio.run(catch_up(stage, journals))
        own_facts(stage, journals)
        if len(journals) > 1:  # last: what comes in there is no server's
            bench_room.compare(journals, [room.label for room in stage.rooms], stage.note)
    finally:
        for journal in journals:
            journal.close()
    stage.note("room: entries in a chain without a fault", asyncio.run(stage.rooms[0].audit()))


def _fill(stage: Stage, journals: Sequence[Journal], histories: tuple[int, int]) -> None:
    """Give each room its history, a desk that has all of it, and a snapshot as old as it ever gets."""
    snapshots: list[Future[tuple[SnapshotThing, ...]]] = []
    with ProcessPoolExecutor(1, mp_context=context) as other_processor:
        for room, journal, history in zip(stage.rooms, journals, histories, strict=False):
            asyncio.run(room.prepare(max(DESKS)))
            count = history - SINCE_SNAPSHOT
            snapshots.append(other_processor.submit(folded_town, room.first_desk, 1, count))
            start = time.perf_counter()
            asyncio.run(room.fill(count))
            stage.note(f"room: {count} entries copied in, s", time.perf_counter() - start)
            start = time.perf_counter()
            asyncio.run(take_all(room, journal))
            rate = count / (time.perf_counter() - start)
            stage.note(f"room: {count} entries taken in by a desk, per s", rate)
        for room, things in zip(stage.rooms, snapshots, strict=True):
            asyncio.run(room.keep_snapshot(things.result()))
            stage.note(f"room: things in the snapshot{room.label}", len(things.result()))
            asyncio.run(room.fill(SINCE_SNAPSHOT))


def _counts(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(","))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="also with 1,000,000 entries (8 minutes)")
    parser.add_argument("--history", type=int, default=FULL_HISTORY, help="entries instead of 1,000,000")
    parser.add_argument("--desks", type=_counts, default=DESKS, help="e.g. 2,10,50,200")
    options = parser.parse_args()
    main(is_full=options.full, desks=options.desks, history=options.history)
    sys.exit(0)
