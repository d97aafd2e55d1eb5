"""Years of closed tickets for a bench: rows that lists, search and places read, without facts behind them.

A ticket of these opens empty; everything that is read of many at once is there. Facts of a million tickets
would take an hour to write and seal.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from batola_desk.map.gazetteer import Gazetteer
from batola_desk.models.tables import SEARCH_TABLES

FIRST_ROW_ID = 1_000_000_000  # behind every fact that the bench will write
YEAR_US = 365 * 24 * 3600 * 1_000_000
YEARS = 10
_KINDS = ("MD06", "LL01", "KB09", "HW01", "IN01", "MD14", "KB01", "AR02")
_A_TICKET = "SELECT * FROM incident_row WHERE is_open = 0 LIMIT 1"
_A_CALL = "SELECT * FROM call_row WHERE is_live = 0 AND needs_class = 0 LIMIT 1"
_MARKS = ("seberang masjid", "dekat titian ulin", "belakang pasar", "RT 3, tepi sungai", "dekat dermaga")


def add_closed(journal: Path, gazetteer: Gazetteer, count: int, *, now_us: int, seed: int = 7) -> None:
    """Write closed tickets and their calls beside those of a filled journal that nobody has open."""
    rng = random.Random(seed)
    connection = sqlite3.connect(journal)
    connection.row_factory = sqlite3.Row
    with connection:
        ticket = dict(connection.execute(_A_TICKET).fetchone())
        call = dict(connection.execute(_A_CALL).fetchone())
        tickets, calls = [], []
        for ticket_row, call_row in _years(ticket, call, gazetteer, count, now_us, rng):
            tickets.append(ticket_row)
            calls.append(call_row)
            if len(tickets) == 20_000:
                _write(connection, tickets, calls)
                tickets, calls = [], []
        _write(connection, tickets, calls)
        connection.execute("ANALYZE")
    connection.close()


def _years(
    ticket: dict[str, object],
    call: dict[str, object],
    gazetteer: Gazetteer,
    count: int,
    now_us: int,
    rng: random.Random,
) -> Iterator[tuple[dict[str, object], dict[str, object]]]:
    for at in range(count):
        row_id = FIRST_ROW_ID + 2 * at
        place = rng.choice(gazetteer.desa)
        opened_us = now_us - YEAR_US // 50 - int((1 - at / count) * YEARS * YEAR_US)
        tail = f"{2016 + at * YEARS // count}0101-B{at:07d}"
        number = f"62812{rng.randrange(10**8):08d}"
        incident_id = f"closed-{at:09d}"
        yield (
            ticket
            | {
                "row_id": row_id, "incident_id": incident_id, "ticket_number": f"B112-6304-{tail}",
                "ticket_tail": tail, "type_code": rng.choice(_KINDS), "desk": "B", "owner_desk": "B",
                "place_text": f"{place.name}, {rng.choice(_MARKS)}", "place_code": place.code,
                "place_label": place.label, "latitude": place.lat + rng.uniform(-0.008, 0.008),
                "longitude": place.lon + rng.uniform(-0.008, 0.008), "callback_number": number,
                "opened_us": opened_us, "closed_us": opened_us + 3_600_000_000, "unit_ids": "[]",
            },
            call
            | {
                "row_id": row_id + 1, "call_key": f"closed-call-{at:09d}", "number": number,
                "number_key": number, "incident_id": incident_id,
                "incident_count": 1, "call_class": "N", "desk": "B",
                "offered_us": opened_us, "answered_us": opened_us, "ended_us": opened_us + 60_000_000,
            },
        )  # fmt: skip


def _write(
    connection: sqlite3.Connection, tickets: list[dict[str, object]], calls: list[dict[str, object]]
) -> None:
    if not tickets:
        return
    _insert(connection, "incident_row", list(tickets[0]), [tuple(row.values()) for row in tickets])
    _insert(connection, "call_row", list(calls[0]), [tuple(row.values()) for row in calls])
    _insert(
        connection,
        "incident_search",
        ["rowid", *SEARCH_TABLES["incident_search"]],
        [
            (
                r["row_id"],
                r["ticket_number"],
                f"{r['place_text']} {r['place_label']}",
                "",
                "",
                r["callback_number"],
            )
            for r in tickets
        ],
    )
    _insert(
        connection,
        "call_search",
        ["rowid", *SEARCH_TABLES["call_search"]],
        [(r["row_id"], r["number"], "", "") for r in calls],
    )


def _insert(
    connection: sqlite3.Connection, table: str, columns: list[str], rows: list[tuple[object, ...]]
) -> None:
    marks = ", ".join("?" * len(columns))
    connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)
