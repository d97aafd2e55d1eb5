"""Figures of the shared journal at one desk: catching up, own appends meanwhile, what a long history costs.

Run as a program or through ``main()``; ``bench_secretariat --full`` compares a journal of 1,000,000 facts in
the same way. Budgets: taking in ≥ 8,000 facts/s at 500 facts in a page; an own append ≤ 10 ms p99 also
meanwhile; a long history slows neither by more than 20 %. The writer's processor time from an append's call
to its answer is what stays comparable on a machine that does other things too.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np

from batola_desk.domain.events.incident import IncidentNoteAdded
from batola_desk.domain.facts import NewFact
from batola_desk.models.journal import Journal, open_journal
from batola_desk.models.room import RoomFact, RoomHead
from batola_desk.settings.memory_tidier import MemoryTidier
from tests.bench.room_filling import NOTES, one_call
from tests.support.room_double import OtherDesk, RoomDouble

PAGE_SIZE = 500
SHORT_HISTORY = 20_000
DEFAULT_HISTORY = 100_000
PAGES_IN_TURN = 10
TURNS = 5
DESKS = 4


def main(history: int = DEFAULT_HISTORY) -> dict[str, float]:
    """Measure everything, print one line per figure, return the figures."""
    figures: dict[str, float] = {}

    def note(name: str, value: float) -> None:
        figures[name] = value
        print(f"{name:<95}{value:12.2f}   load {os.getloadavg()[0]:.1f}", flush=True)

    with tempfile.TemporaryDirectory(prefix="batola-bench-") as folder:
        paths = [Path(folder) / f"{facts}.sqlite" for facts in (SHORT_HISTORY, history)]
        journals = [open_journal(path, app_version="bench") for path in paths]
        for journal, facts in zip(journals, (SHORT_HISTORY, history), strict=True):
            took = _pour(journal, _Stream(RoomHead()), facts)
            note(f"room: {facts} facts taken in s", took)
        compare(journals, [f", after {SHORT_HISTORY} facts", f", after {history} facts"], note)
        for journal in journals:
            journal.close()
        start = time.perf_counter()
        journal = open_journal(paths[1], app_version="bench")
        journal.reader.unit("u1").result()
        note("room: opened, and a unit of the whole history read, s", time.perf_counter() - start)
        note("room: file MB", paths[1].stat().st_size / 1e6)
        journal.close()
    return figures


def compare(journals: Sequence[Journal], labels: Sequence[str], note: Callable[[str, float], None]) -> None:
    """Measure a short and a long journal in turns, so that what else the machine does meets both alike.

    What comes in here is of no server's: such a journal is of no use afterwards.
    """
    tidier = MemoryTidier(lambda: True)  # as in the desk's process
    tidier.start()
    rooms = [_Stream(journal.reader.room_head().result()) for journal in journals]
    turns = [
        [_turn(journal, room) for journal, room in zip(journals, rooms, strict=True)] for _ in range(TURNS)
    ]
    tidier.stop()
    parts = [_Turn.together([turn[which] for turn in turns]) for which in range(len(journals))]
    for part, label in zip(parts, labels, strict=True):
        note(f"room: taking in{label}, facts per s (budget 8000)", part.facts / part.took_s)
        note(f"room: taking in{label}, facts per processor second", part.facts / part.cpu_s)
        note(f"room: append{label}, p50 ms", _percentile(part.alone, 50))
        for which, whose in (
            (0, "append while taking in"),
            (1, "append while taking in, writer's processor"),
        ):
            took = [pair[which] for pair in part.meanwhile]
            budget = " (budget 10)" if which == 0 else ""
            note(f"room: {whose}{label}, p50 ms", _percentile(took, 50))
            note(f"room: {whose}{label}, p99 ms{budget}", _percentile(took, 99))
    short, long = parts
    slower = {
        "taking in": long.took_s / short.took_s,
        "taking in, processor,": long.cpu_s / short.cpu_s,
        "append p50": _percentile(long.alone, 50) / _percentile(short.alone, 50),
    }
    for name, factor in slower.items():
        note(f"room: {name} slower by % (budget 20)", (factor - 1) * 100)


@dataclass(slots=True)
class _Turn:
    """What one turn of one journal took; ``meanwhile``: (ms, ms of the writer's processor) of each append."""

    facts: int = 0
    took_s: float = 0.0
    cpu_s: float = 0.0
    alone: list[float] = field(default_factory=list)
    meanwhile: list[tuple[float, float]] = field(default_factory=list)

    @staticmethod
    def together(turns: Sequence[_Turn]) -> _Turn:
        """Return all of these as one."""
        return _Turn(
            facts=sum(turn.facts for turn in turns),
            took_s=sum(turn.took_s for turn in turns),
            cpu_s=sum(turn.cpu_s for turn in turns),
            alone=[took for turn in turns for took in turn.alone],
            meanwhile=[took for turn in turns for took in turn.meanwhile],
        )


def _percentile(values: Sequence[float], percent: float) -> float:
    return float(np.percentile(values, percent))


class _Stream:
    """The room's journal as it comes: pages of typical facts of four desks, made when they are asked for."""

    def __init__(self, after: RoomHead) -> None:
        self._room = RoomDouble(after) if after.seq else RoomDouble()
        self._first_number = after.seq
        self._facts = self._written()

    def pages(self, count: int) -> list[list[RoomFact]]:
        """Make the next pages beforehand, so that only their taking in is measured."""
        return [list(islice(self._facts, PAGE_SIZE)) for _ in range(count)]

    def _written(self) -> Iterator[RoomFact]:
        desks = [OtherDesk(self._first_number + number, chr(66 + number)) for number in range(DESKS)]
        number = self._first_number  # of calls: other ones than those of the history
        while True:
            number += 1
            for event, names in one_call(number):
                yield self._room.submit(desks[number % DESKS].write(event, *names))
                self._room.forget_all_but_the_last()


def _pour(journal: Journal, room: _Stream, facts: int) -> float:
    """Take facts in, page by page; return the seconds that the journal needed."""
    took = 0.0
    for _ in range(max(0, facts) // PAGE_SIZE):
        (page,) = room.pages(1)
        start = time.perf_counter()
        journal.store.apply_room(page).result()
        took += time.perf_counter() - start
    return took


def _turn(journal: Journal, room: _Stream) -> _Turn:
    pages = room.pages(PAGES_IN_TURN)
    start, cpu = time.perf_counter(), time.process_time()
    for page in pages:
        journal.store.apply_room(page).result()
    turn = _Turn(
        facts=PAGES_IN_TURN * PAGE_SIZE,
        took_s=time.perf_counter() - start,
        cpu_s=time.process_time() - cpu,
        alone=[took for took, _ in _appends(journal, 60)],
    )
    running = [journal.store.apply_room(page) for page in room.pages(6)]
    while not all(page.done() for page in running):
        turn.meanwhile += _appends(journal, 1, pause_s=random.uniform(0.0, 0.01))
    return turn


def _appends(journal: Journal, count: int, pause_s: float = 0.0) -> list[tuple[float, float]]:
    """Return (ms, ms of the writer's processor) from each append's call to its answer."""
    clock = time.pthread_getcpuclockid(journal.store.thread_ident)
    took = []
    for number in range(count):
        event = IncidentNoteAdded(note_id=f"own{number}", text=NOTES[number % 4])
        fact = NewFact(event=event, aggregates=(f"incident:own{number % 40}",))
        start, start_cpu = time.perf_counter(), time.clock_gettime(clock)
        journal.store.append([fact], actor="sari", desk="A").result()
        took.append(((time.perf_counter() - start) * 1_000, (time.clock_gettime(clock) - start_cpu) * 1_000))
        time.sleep(pause_s)
    return took


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--history", type=int, default=DEFAULT_HISTORY, help="facts in the long journal")
    main(parser.parse_args().history)
    sys.exit(0)
