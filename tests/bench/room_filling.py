"""A room's journal of a typical town, and a way to put a million entries of it into PostgreSQL in a minute.

What a snapshot of it holds is folded meanwhile in a process of its own, from the same town. The rows are
made as the server makes them (its hash chain in Python, ``sync.room_chain``) and copied in by the
superuser; ``audit_room`` finds nothing wrong with them.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from batola_desk.domain import reducers
from batola_desk.domain.events.call import CallAnswered, CallClassified, CallEnded, CallOffered
from batola_desk.domain.events.incident import (
    IncidentClosed,
    IncidentFieldSet,
    IncidentNoteAdded,
    IncidentOpened,
)
from batola_desk.domain.events.operator import OperatorStateSet
from batola_desk.domain.events.unit import UnitDispatched, UnitLocated, UnitStatusSet
from batola_desk.domain.facts import Event
from batola_desk.domain.reducers import State
from batola_desk.models.cache import is_long_lived
from batola_desk.models.codec import decode_fact, fact_from_submission
from batola_desk.models.projections import is_unfinished
from batola_desk.models.room import SnapshotThing
from batola_desk.models.room_snapshot import RECENT
from batola_desk.sync.room_chain import GENESIS_HASH, fact_hash
from tests.support.room_double import BEGIN_US, OtherDesk

DESKS = 4
UNITS = 40
STAYS_OPEN = 200  # one ticket of so many is never closed
AT_ONCE = 20_000
PLACES = ("Karya Baru", "Marabahan Kota", "Handil Bakti", "Belawang", "Tabunganen")
NOTES = ("kebakaran rumah di tepi sungai", "kecelakaan dua motor", "ibu melahirkan", "pohon tumbang")


def one_call(number: int, name: str = "") -> Iterator[tuple[Event, tuple[str, ...]]]:
    """Yield what one call leaves in the journal; three calls are about one ticket.

    Args:
        name: of the town: its calls, tickets, units and people are nobody else's.
    """
    call, incident = f"call:{name}k{number}", f"incident:{name}i{number // 3}"
    unit_id = f"{name}u{number % UNITS}"
    unit, operator = f"unit:{unit_id}", f"operator:{name}o{number % 12}"
    yield CallOffered(call_key=call[5:], direction="inbound", number=f"0812{number % 700:06d}"), (call,)
    yield CallAnswered(), (call,)
    yield OperatorStateSet(state="talking"), (operator,)
    if number % 3 == 0:
        yield IncidentOpened(ticket_number=f"112-6304-20250825-B{number:04d}"), (incident,)
        yield UnitDispatched(unit_id=unit_id, incident_id=incident[9:]), (unit, incident)
        yield UnitStatusSet(unit_id=unit_id, state="en_route"), (unit, incident)
        yield UnitLocated(latitude=-3.0, longitude=114.7, source="gps"), (unit,)
        yield UnitStatusSet(unit_id=unit_id, state="available"), (unit, incident)
        yield IncidentFieldSet(field="place_text", value=PLACES[number % 5]), (incident,)
    yield IncidentNoteAdded(note_id=f"n{number}", text=NOTES[number % 4]), (incident,)
    yield CallEnded(cause="caller_hung_up"), (call,)
    yield CallClassified(call_class="N"), (call,)
    if number % 3 == 2 and number // 3 % STAYS_OPEN:
        yield IncidentClosed(disposition="done", caller_informed="yes"), (incident,)


def town(first_desk: int = 0) -> Iterator[str]:
    """Yield the envelopes of a town without end."""
    desks = [OtherDesk(first_desk + number, chr(66 + number)) for number in range(DESKS)]
    for number in itertools.count(1):
        for event, names in one_call(number, f"{first_desk}-"):
            yield desks[number % DESKS].write(event, *names)


def folded_town(first_desk: int, first_seq: int, count: int) -> tuple[SnapshotThing, ...]:
    """Return what a desk's snapshot holds after the first entries of a town; half a minute for a million."""
    things: dict[str, tuple[State, int, int, int]] = {}  # state, first place, position, last place
    end_seq = first_seq + count - 1
    for seq, envelope in enumerate(itertools.islice(town(first_desk), count), first_seq):
        fact = decode_fact(fact_from_submission(envelope), seq, "ok")
        for position, name in enumerate(fact.aggregates):
            known = things.get(name) or (reducers.initial_state(name), seq, position, seq)
            things[name] = (reducers.fold(known[0], fact), known[1], known[2], seq)
        if seq % AT_ONCE == 0 or seq == end_seq:
            things = _without_the_past(things, seq)
    return tuple(
        SnapshotThing(name=name, first_seq=first, position=position, state=msgspec.json.encode(state))
        for name, (state, first, position, _) in things.items()
    )


def _without_the_past(
    things: dict[str, tuple[State, int, int, int]], seq: int
) -> dict[str, tuple[State, int, int, int]]:
    """Let go of what is over and long ago, as a snapshot does."""
    return {
        name: thing
        for name, thing in things.items()
        if thing[3] > seq - RECENT or is_long_lived(name) or is_unfinished(name, thing[0])
    }


async def fill(owner: asyncpg.Connection, envelopes: Iterator[str], count: int) -> None:
    """Append entries to stream 1 as the server would, but by copying."""
    stream = await owner.fetchrow("select seq, head_hash from batola.stream where stream_id = 1")
    seq, head_hash = stream["seq"], stream["head_hash"] or GENESIS_HASH
    last: dict[UUID, int] = {}
    left = count
    while left > 0:
        rows: list[dict[str, Any]] = []
        for envelope in itertools.islice(envelopes, min(AT_ONCE, left)):
            seq += 1
            row = _row(json.loads(envelope), seq, head_hash)
            head_hash = row["hash"]
            last[row["origin"]] = row["oseq"]
            rows.append(row)
        left -= len(rows)
        records = [tuple(row.values()) for row in rows]
        await owner.copy_records_to_table(
            "journal", schema_name="batola", records=records, columns=[*rows[0]]
        )
    await owner.executemany(
        "insert into batola.origin (stream_id, origin, last_oseq) values (1, $1, $2)"
        " on conflict (stream_id, origin) do update set last_oseq = excluded.last_oseq",
        list(last.items()),
    )
    await owner.execute(
        "update batola.stream set seq = $1, head_hash = $2 where stream_id = 1", seq, head_hash
    )
    await owner.execute("analyze batola.journal")


def _row(told: dict[str, Any], seq: int, prev_hash: bytes) -> dict[str, Any]:
    body = told["body"]
    row = {
        "stream_id": 1,
        "seq": seq,
        "fact_id": UUID(told["id"]),
        "origin": UUID(told["origin"]),
        "oseq": told["oseq"],
        "kind": told["kind"],
        "version": told["v"],
        "aggregates": json.dumps(told["aggs"]),
        "guards": json.dumps(told["guards"]),
        "actor": told["actor"],
        "desk": told["desk"],
        "occurred_us": told["t"],
        "base_seq": told["base"],
        "app": told["app"],
        "body": body,
        "body_bytes": len(body.encode()),
        "body_hash": hashlib.sha256(body.encode()).digest(),
        "origin_prev_hash": bytes.fromhex(told["prev"]),
        "origin_hash": bytes.fromhex(told["hash"]),
        "verdict": "ok",
        "info": None,
        "author": told["actor"],
        "author_auth": "asserted",
        "submitted_by": "meja_a",
        "recorded_us": BEGIN_US + seq,
        "prev_hash": prev_hash,
    }
    row["hash"] = fact_hash(row, prev_hash)
    return row
