"""Figures of the journal: durable appends, folding again, and what a long history costs.

Run as a program (``--full``: a history of 1,000,000 calls) or through ``main()``. Budgets are those of the
first milestone: append + apply p99 ≤ 10 ms, ≥ 5,000 facts/s folded again, a history of 1,000,000 calls slows
opening, board and search by at most 20 %. The history is poured straight into the tables; only its newest
facts carry real hashes (the start checks those), so it is good for timing, not for ``verify``.
"""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from batola_desk.domain.events.call import CallAnswered, CallClassified, CallEnded, CallOffered
from batola_desk.domain.events.callback import CallbackOpened
from batola_desk.domain.events.incident import (
    IncidentClosed,
    IncidentFieldSet,
    IncidentNoteAdded,
    IncidentOpened,
)
from batola_desk.domain.facts import Event, Fact, NewFact
from batola_desk.models import codec, projections
from batola_desk.models.cache import Held
from batola_desk.models.codec import StoredFact
from batola_desk.models.journal import open_journal
from batola_desk.models.journal_table import PLACES_PER_FACT, fold_into
from batola_desk.models.projections import PROJECTIONS
from batola_desk.models.tables import SEARCH_TABLES
from batola_desk.models.verify import verify

SMALL_HISTORY = 20_000  # enough for full pages of 50, so both sizes answer equally much
DEFAULT_HISTORY = 100_000
FULL_HISTORY = 1_000_000
CALLS_PER_TICKET = 10
REAL_HASHES = 400
PLACES = ("Karya Baru", "Marabahan Kota", "Handil Bakti", "Belawang", "Tabunganen", "Sungai Gampa", "Anjir")
NOTES = ("kebakaran rumah di tepi sungai", "kecelakaan dua motor", "ibu melahirkan", "pohon tumbang", "ular")


def main(history: int = DEFAULT_HISTORY) -> dict[str, float]:
    """Measure everything, print one line per figure, return the figures."""
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="batola-bench-") as folder:
        figures |= _appends(Path(folder))
        figures |= _history(Path(folder), history)
    for name, value in figures.items():
        print(f"{name:<62}{value:12.2f}")
    return figures


# ------------------------------------------------------------------ appends and folding again


def _appends(folder: Path) -> dict[str, float]:
    path = folder / "appends.sqlite"
    journal = open_journal(path, app_version="bench")
    took = []
    for number in range(1_500):
        facts = [NewFact(event=event, aggregates=names) for event, names in _working_day(number)]
        for fact in facts:
            start = time.perf_counter()
            journal.store.append([fact], actor="sari", desk="A").result()
            took.append((time.perf_counter() - start) * 1_000)
    start = time.perf_counter()
    futures = []
    for number in range(1_500, 3_000):
        for event, names in _working_day(number):
            fact = NewFact(event=event, aggregates=names)
            futures.append(journal.store.append([fact], actor="sari", desk="A"))
    for future in futures:
        future.result()
    queued_per_s = len(futures) / (time.perf_counter() - start)
    journal.close()
    report = verify(path)
    assert report.exit_code == 0, report
    return {
        "disk: 4 KiB write + fsync p50 ms": float(np.percentile(sync := _raw_sync(folder), 50)),
        "disk: 4 KiB write + fsync p99 ms": float(np.percentile(sync, 99)),
        "journal: append + apply p50 ms": float(np.percentile(took, 50)),
        "journal: append + apply p99 ms (budget 10)": float(np.percentile(took, 99)),
        "journal: queued appends (shared commits) per s": queued_per_s,
        "journal: verify, facts folded and checked per s (budget 5000)": report.facts_per_s,
    }


def _working_day(number: int) -> Iterator[tuple[Event, tuple[str, ...]]]:
    call, ticket = (f"call:k{number}",), (f"incident:i{number // 3}",)
    yield CallOffered(call_key=f"k{number}", direction="inbound", number=f"0812{number % 700:06d}"), call
    yield CallAnswered(), call
    if number % 3 == 0:
        yield IncidentOpened(ticket_number=f"112-6304-20250825-A{number:04d}"), ticket
    yield IncidentFieldSet(field="place_text", value=PLACES[number % 7]), ticket
    yield IncidentNoteAdded(note_id=f"n{number}", text=NOTES[number % 5]), ticket
    yield CallEnded(cause="caller_hung_up"), call
    yield CallClassified(call_class="N"), call


def _raw_sync(folder: Path) -> list[float]:
    took = []
    with (folder / "raw").open("wb", buffering=0) as file:
        for _ in range(300):
            start = time.perf_counter()
            file.write(b"x" * 4_096)
            os.fsync(file.fileno())
            took.append((time.perf_counter() - start) * 1_000)
    return took


# ------------------------------------------------------------------ a long history


def _history(folder: Path, calls: int) -> dict[str, float]:
    small, large = folder / "small.sqlite", folder / "large.sqlite"
    _build(small, SMALL_HISTORY)
    start = time.perf_counter()
    _build(large, calls)
    figures = {
        f"history: building {calls} calls s": time.perf_counter() - start,
        "history: file MB": large.stat().st_size / 1e6,
    }
    before, after = _ask(small), _ask(large)
    for name in before:
        figures[f"history: {name}, {SMALL_HISTORY} calls, p50 ms"] = before[name]
        figures[f"history: {name}, {calls} calls, p50 ms"] = after[name]
        figures[f"history: {name}, slower by % (budget 20)"] = (after[name] / before[name] - 1) * 100
    return figures


def _ask(path: Path) -> dict[str, float]:
    opening = []
    for _ in range(15):
        start = time.perf_counter()
        journal = open_journal(path, app_version="bench")
        journal.reader.open_incidents().result()
        opening.append((time.perf_counter() - start) * 1_000)
        journal.close()
    journal = open_journal(path, app_version="bench")
    reader = journal.reader
    number = iter(range(10**9))

    def append() -> object:
        event = CallOffered(call_key=f"new{next(number)}", direction="inbound", number="0811")
        fact = NewFact(event=event, aggregates=(f"call:{event.call_key}",))
        return journal.store.append([fact], actor="sari", desk="A").result()

    questions: dict[str, Callable[[], object]] = {
        "board": lambda: reader.open_incidents().result(),
        "call-back list": lambda: reader.open_callbacks().result(),
        "recent calls": lambda: reader.recent_calls().result(),
        "calls of a number": lambda: reader.calls_of_number("0812000007").result(),
        "search tickets, common word": lambda: reader.search_incidents("kebakaran").result(),
        "search tickets, unfinished word": lambda: reader.search_incidents("kebaka").result(),
        "search tickets, two words": lambda: reader.search_incidents(
            "karya kebak", only_closed=True
        ).result(),
        "search tickets, one ticket": lambda: reader.search_incidents("A0000010").result(),
        "search calls, number": lambda: reader.search_calls("0812000007").result(),
        "append": append,
    }
    figures = {"open": float(np.median(opening))}
    for name, question in questions.items():
        took = []
        for _ in range(60):
            start = time.perf_counter()
            question()
            took.append((time.perf_counter() - start) * 1_000)
        figures[name] = float(np.percentile(took, 50))
    journal.close()
    return figures


def _build(path: Path, calls: int) -> None:
    """Pour a history of ``calls`` calls with a ticket each ten, then 40 open tickets and 20 call-backs."""
    journal = open_journal(path, app_version="bench")
    origin = journal.origin
    journal.close()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -200000")
    connection.execute("BEGIN")
    pourer = _Pourer(connection, origin, calls)
    for number in range(calls):
        pourer.call(number)
    pourer.flush()
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    journal = open_journal(path, app_version="bench")
    assert journal.report.health == "healthy"
    for number in range(40):
        ticket = (f"incident:open{number}",)
        events: list[Event] = [
            IncidentOpened(ticket_number=f"112-6304-20990101-A{number:04d}"),
            IncidentFieldSet(field="place_text", value=PLACES[number % 7]),
            IncidentNoteAdded(note_id="n", text=NOTES[number % 5]),
        ]
        facts = [NewFact(event=event, aggregates=ticket) for event in events]
        if number < 20:
            lost = CallbackOpened(number=f"0813{number:06d}", call_key=f"lost{number}", reason="abandoned")
            facts.append(NewFact(event=lost, aggregates=(f"callback:lost{number}",)))
        journal.store.append(facts, actor="sari", desk="A").result()
    journal.close()


class _Pourer:
    """Writes rows by the ten thousand, with the projections' own functions for their columns."""

    def __init__(self, connection: sqlite3.Connection, origin: str, calls: int) -> None:
        self._connection = connection
        self._origin = origin
        self._random = random.Random(calls)
        self._row_id = 0
        self._seal_from = calls - REAL_HASHES // 4
        self._sealing = False
        self._numbers = calls // 5  # five calls from each, however long the history
        self._rows: dict[str, list[tuple[object, ...]]] = {}
        call = self._template("call:t", CallOffered(call_key="t", direction="inbound", number="0812"))
        call = fold_into(call, "call:t", self._fact("call:t", CallAnswered()), 1)
        call = fold_into(call, "call:t", self._fact("call:t", CallEnded(cause="caller_hung_up")), 1)
        call = fold_into(call, "call:t", self._fact("call:t", CallClassified(call_class="P")), 1)
        self._call = projections.call_values(call.state)  # type: ignore[arg-type]
        ticket = self._template("incident:t", IncidentOpened(ticket_number="112-6304-20250101-A1"))
        closing = IncidentClosed(disposition="done", caller_informed="yes")
        ticket = fold_into(ticket, "incident:t", self._fact("incident:t", closing), 1)
        self._ticket = projections.incident_values(ticket.state)  # type: ignore[arg-type]
        self._bodies = {
            event.TYPE: codec.canonical(event)
            for event in (CallAnswered(), CallEnded(cause="caller_hung_up"), CallClassified(call_class="P"))
        }

    def call(self, number: int) -> None:
        self._sealing = number >= self._seal_from
        key, phone = f"k{number}", f"0812{self._random.randrange(self._numbers):06d}"
        first = (self._row_id + 1) * PLACES_PER_FACT
        at_us = 1_400_000_000_000_000 + number * 300_000_000
        body = f'{{"call_key":"{key}","direction":"inbound","number":"{phone}"}}'
        self._journal("call.offered", f"call:{key}", body, at_us)
        for kind in ("call.answered", "call.ended", "call.classified"):
            self._journal(kind, f"call:{key}", self._bodies[kind], at_us + 60_000_000)
        values = {
            **self._call,
            "call_key": key,
            "number": phone,
            "number_key": phone,
            "offered_us": at_us,
            "answered_us": at_us + 5_000_000,
            "ended_us": at_us + 60_000_000,
        }
        self._row("call", first, values)
        self._put("call_search", (first, phone, "", ""))
        if number % CALLS_PER_TICKET == 0:
            self._ticket_of(number, at_us)
        if number % 10_000 == 0:
            self.flush()

    def _ticket_of(self, number: int, at_us: int) -> None:
        name, first = f"incident:i{number}", (self._row_id + 1) * PLACES_PER_FACT
        ticket = f"112-6304-20250101-A{number:07d}"
        place, note = self._random.choice(PLACES), self._random.choice(NOTES)
        self._journal("incident.opened", name, f'{{"ticket_number":"{ticket}"}}', at_us)
        self._journal("incident.field_set", name, f'{{"field":"place_text","value":"{place}"}}', at_us)
        self._journal("incident.note_added", name, f'{{"note_id":"n","text":"{note}"}}', at_us)
        self._journal("incident.closed", name, '{"caller_informed":"yes","disposition":"done"}', at_us)
        values = {
            **self._ticket,
            "incident_id": f"i{number}",
            "ticket_number": ticket,
            "ticket_tail": ticket[9:],
            "place_text": place,
            "opened_us": at_us,
        }
        self._row("incident", first, values)
        self._put("incident_search", (first, ticket, place, note, "", ""))

    def _journal(self, kind: str, name: str, body: str, at_us: int) -> None:
        self._row_id += 1
        row_id = self._row_id
        fact_id = f"{at_us // 1000:012x}-{row_id:020x}"
        zero = b"\0" * 32
        names = f'["{name}"]'
        row = (
            row_id,
            fact_id,
            self._origin,
            row_id,
            kind,
            1,
            names,
            "[]",
            "sari",
            "A",
            at_us,
            0,
            "bench",
            body,
        )
        seal = zero
        if self._sealing:
            seal = codec.chain_hash(zero, codec.envelope_text(StoredFact(*row, zero, zero)))
        self._put("journal", (*row, zero, seal))
        self._put("journal_aggregate", (name, row_id))

    def _row(self, kind: str, row_id: int, values: dict[str, object]) -> None:
        table = PROJECTIONS[kind].table
        self._put(table.name, tuple({"row_id": row_id, **values}[column.name] for column in table.columns))

    def _put(self, table: str, row: tuple[object, ...]) -> None:
        self._rows.setdefault(table, []).append(row)

    def flush(self) -> None:
        for table, rows in self._rows.items():
            columns = f"(rowid, {', '.join(SEARCH_TABLES[table])})" if table in SEARCH_TABLES else ""
            marks = ",".join("?" for _ in rows[0])
            self._connection.executemany(f"INSERT INTO {table}{columns} VALUES ({marks})", rows)
        self._rows.clear()

    def _template(self, name: str, event: Event) -> Held:
        return fold_into(None, name, self._fact(name, event), 1)

    def _fact(self, name: str, event: Event) -> Fact:
        kind, version, body = codec.encode_event(event)
        row = StoredFact(
            1, kind, "o", 1, kind, version, f'["{name}"]', "[]", "s", "A", 1, 0, "", body, b"", b""
        )
        return codec.decode_fact(replace(row, fact_id=f"{kind}-{name}"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="a history of 1,000,000 calls (minutes)")
    main(FULL_HISTORY if parser.parse_args().full else DEFAULT_HISTORY)
    sys.exit(0)
