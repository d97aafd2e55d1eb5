"""Figures of the shared journal at one desk: catching up, own appends meanwhile, what a long history costs.

Run as a program (``--full``: a history of 1,000,000 facts, some minutes) or through ``main()``. Budgets:
catch-up ≥ 8,000 facts/s at 500 facts in a page; an own append ≤ 10 ms p99 also while catching up; a history
of 1,000,000 facts slows neither by more than 20 %.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np

from batola_desk.domain.events.incident import IncidentNoteAdded
from batola_desk.domain.facts import NewFact
from batola_desk.models.journal import Journal, open_journal
from batola_desk.models.room import RoomFact
from batola_desk.settings.memory_tidier import MemoryTidier
from tests.bench.room_filling import NOTES, one_call
from tests.support.room_double import OtherDesk, RoomDouble

PAGE_SIZE = 500
SHORT_HISTORY = 20_000
DEFAULT_HISTORY = 100_000
FULL_HISTORY = 1_000_000
MEASURED_PAGES = 40
DESKS = 4


def main(history: int = DEFAULT_HISTORY) -> dict[str, float]:
    """Measure everything, print one line per figure, return the figures."""
    figures: dict[str, float] = {}
    tidier = MemoryTidier(lambda: True)  # as in the desk's process
    tidier.start()
    with tempfile.TemporaryDirectory(prefix="batola-bench-") as folder:
        journal = open_journal(Path(folder) / "room.sqlite", app_version="bench")
        room = _Stream()
        built = _pour(journal, room, SHORT_HISTORY)
        short = _measure(journal, room)
        for name, value in short.items():
            figures[f"room: {name}, after {SHORT_HISTORY} facts"] = value
        built += _pour(journal, room, history - SHORT_HISTORY)
        long = _measure(journal, room)
        for name, value in long.items():
            figures[f"room: {name}, after {history} facts"] = value
        figures[f"room: {history} facts taken in s"] = built
        slower = short["catch-up, facts per s (budget 8000)"] / long["catch-up, facts per s (budget 8000)"]
        figures["room: catch-up, slower by % (budget 20)"] = (slower - 1) * 100
        slower = long["append p50 ms"] / short["append p50 ms"]
        figures["room: append, slower by % (budget 20)"] = (slower - 1) * 100
        start = time.perf_counter()
        journal.close()
        journal = open_journal(Path(folder) / "room.sqlite", app_version="bench")
        journal.reader.unit("u1").result()
        figures["room: opened, and a unit of the whole history read, s"] = time.perf_counter() - start
        figures["room: file MB"] = journal.path.stat().st_size / 1e6
        journal.close()
    tidier.stop()
    for name, value in figures.items():
        print(f"{name:<75}{value:12.2f}")
    return figures


class _Stream:
    """The room's journal as it comes: pages of typical facts of four desks, made when they are asked for."""

    def __init__(self) -> None:
        self._room = RoomDouble()
        self._facts = self._written()

    def pages(self, count: int) -> list[list[RoomFact]]:
        """Make the next pages beforehand, so that only their taking in is measured."""
        return [list(islice(self._facts, PAGE_SIZE)) for _ in range(count)]

    def _written(self) -> Iterator[RoomFact]:
        desks = [OtherDesk(number, chr(66 + number)) for number in range(DESKS)]
        number = 0
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


def _measure(journal: Journal, room: _Stream) -> dict[str, float]:
    pages = room.pages(MEASURED_PAGES)
    start, cpu = time.perf_counter(), time.process_time()
    for page in pages:
        journal.store.apply_room(page).result()
    facts = MEASURED_PAGES * PAGE_SIZE
    figures = {
        "catch-up, facts per s (budget 8000)": facts / (time.perf_counter() - start),
        "catch-up, facts per CPU second": facts / (time.process_time() - cpu),
        "append p50 ms": float(np.percentile(_appends(journal, 300), 50)),
    }
    running = [journal.store.apply_room(page) for page in room.pages(6)]
    meanwhile = _appends(journal, 150)
    for page in running:
        page.result()
    figures["append while catching up, p50 ms"] = float(np.percentile(meanwhile, 50))
    figures["append while catching up, p99 ms (budget 10)"] = float(np.percentile(meanwhile, 99))
    return figures


def _appends(journal: Journal, count: int) -> list[float]:
    took = []
    for number in range(count):
        event = IncidentNoteAdded(note_id=f"own{number}", text=NOTES[number % 4])
        fact = NewFact(event=event, aggregates=(f"incident:own{number % 40}",))
        start = time.perf_counter()
        journal.store.append([fact], actor="sari", desk="A").result()
        took.append((time.perf_counter() - start) * 1_000)
    return took


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="a history of 1,000,000 facts (minutes)")
    main(FULL_HISTORY if parser.parse_args().full else DEFAULT_HISTORY)
    sys.exit(0)
