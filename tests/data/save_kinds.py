"""Writes kinds/<day>-journal.sqlite and kinds/<day>-room.dump: one fact of every kind there is today.

A day of an invented centre (numbers of the training range, nobody's real name), written through the real
journal, shared with a real secretariat, and saved on both sides. Every later release must open both, read
every fact, and go on writing. Run when a kind of fact is new (a test fails until it is saved) and when a
release is made: ``python -m tests.data.save_kinds``, needs PostgreSQL. An existing file is never rewritten, a
new day stands beside it. A day is named ``<journal's schema>-<room's schema>-<count>``.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import json
import sqlite3
import sys
import typing
from pathlib import Path
from typing import Any, Final

from batola_desk.domain.events import EVENT_CLASSES
from batola_desk.domain.facts import Event, Guard, NewFact, UnknownEvent
from batola_desk.domain.room_rules import ROOM_RULES, GuardRule
from batola_desk.models.journal import open_journal
from batola_desk.models.tables import SCHEMA_REVISION
from batola_desk.sync.address import parse_address
from batola_desk.sync.dba import Dba
from batola_desk.sync.room_backup import back_up
from batola_desk.sync.schema_setup import SERVER_REVISION
from tests.e2e.secretariat_stage import TEMPLATE, make_template
from tests.support.joined_desk import joined, until_told
from tests.support.postgres_rig import SUPERUSER_PASSWORD, PostgresRig

KINDS: Final = Path(__file__).parent / "kinds"
INCIDENT: Final = "01980000-0000-7000-8000-0000000000a1"
TASK: Final = "01980000-0000-7000-8000-0000000000b1"
FEATURE: Final = "01980000-0000-7000-8000-0000000000d1"
MESSAGE: Final = "01980000-0000-7000-8000-0000000000c1"
NOON_US: Final = 1_795_665_600_000_000

# The day begins so; what is left of the kinds follows in their own order.
FIRST: Final = (
    "desk.started",
    "operator.signed_on",
    "unit.registered",
    "call.offered",
    "call.answered",
    "incident.opened",
    "call.linked",
    "incident.field_set",
    "incident.location_set",
    "agency_task.drafted",
    "agency_task.sent",
    "unit.dispatched",
    "callback.opened",
    "desk.alarm_raised",
    "room.announced",
    "map_feature.drawn",
)
LAST: Final = ("operator.signed_off", "desk.stopped")

VALUES: Final[dict[str, Any]] = {
    "incident_id": INCIDENT,
    "task_id": TASK,
    "unit_id": "damkar-1",
    "call_key": "call-1",
    "callback_id": "callback-1",
    "number": "081001120101",
    "asserted": ("081001120101",),
    "direction": "inbound",
    "ticket_number": "112-6304-20261126-A0001",
    "field": "place_text",
    "value": "Jalan Trans Kalimantan RT 3, Karya Baru",
    "text": "Api di dapur, penghuni sudah keluar",
    "latitude": -3.01,
    "longitude": 114.71,
    "uncertainty_m": 500.0,
    "source": "map_click",
    "agency_code": "damkar",
    "channel": "voice",
    "person_name": "Petugas Latihan",
    "name": "Sari",
    "role": "PTDS",
    "call_sign": "Damkar 1",
    "medium": "road",
    "post": "Marabahan",
    "state": "en_route",
    "cause": "caller_hung_up",
    "call_class": "N",
    "reason": "latihan",
    "priority": "P2",
    "disposition": "handled",
    "caller_informed": "yes",
    "to_desk": "B",
    "desk": "A",
    "code": "agency_no_ack",
    "subject": f"incident:{INCIDENT}",
    "alarm_id": "alarm-1",
    "level": "important",
    "audience": "all",
    "until_us": NOON_US + 8 * 3_600_000_000,
    "app_version": "0.1.0",
    "path": "2026/11/26/call-1.wav",
    "sha256": "0" * 64,
    "note_id": "note-1",
    "item": "breathing",
    "digit": "1",
    "sip_code": 487,
    "epoch": "epoch-2",
    "facts": ("fact-1",),
    "kind": "landmark",
    "shape": "point",
    "points": ((-3.01, 114.71),),
    "fields": ("name",),
    "standing": "own",
}
EXCEPTIONS: Final[dict[tuple[str, str], Any]] = {
    ("operator.state_set", "state"): "paused",
    ("incident.state_set", "state"): "verified",
    ("agency_task.escalated", "level"): 2,
    ("incident.opened", "source"): "call",
}
OF_TYPE: Final[dict[Any, Any]] = {str: "latihan", int: 60, float: 1.5, bool: True}


def event_of(kind: str) -> Event:
    """Return a fact of this kind with something in each of its fields."""
    event_class: Any = EVENT_CLASSES[kind]
    types = typing.get_type_hints(event_class)
    filled = {}
    for field in dataclasses.fields(event_class):
        value = EXCEPTIONS.get((kind, field.name), VALUES.get(field.name))
        if value is None or not _fits(value, types[field.name]):
            value = _of_type(types[field.name], field)
        filled[field.name] = value
    made: Event = event_class(**filled)
    return made


def _fits(value: Any, wanted: Any) -> bool:
    known = typing.get_args(wanted) if typing.get_origin(wanted) is not tuple else ()
    options = known or (wanted,)
    return any(isinstance(value, typing.get_origin(option) or option) for option in options)


def _of_type(wanted: Any, field: Any) -> Any:
    if typing.get_origin(wanted) is tuple:
        return ()
    options = typing.get_args(wanted) or (wanted,)
    return next((OF_TYPE[option] for option in options if option in OF_TYPE), field.default)


def aggregates_of(kind: str) -> tuple[str, ...]:
    """Return what a fact of this kind is about, its home first."""
    ticket, call, unit = f"incident:{INCIDENT}", "call:call-1", "unit:damkar-1"
    if kind in {"call.linked", "call.unlinked"}:
        return (call, ticket)
    if kind in {"call.claimed", "call.released"}:
        return ("callback:callback-1",)
    if kind in {"unit.dispatched", "unit.released"}:
        return (unit, ticket)
    return {
        "call": (call,),
        "incident": (ticket,),
        "agency_task": (ticket,),
        "conflict": (ticket,),
        "unit": (unit,),
        "callback": ("callback:callback-1",),
        "operator": ("operator:sari",),
        "desk": ("desk:A",),
        "room": (f"room:{MESSAGE}",),
        "map_feature": (f"map_feature:{FEATURE}", ticket),
    }[kind.partition(".")[0]]


def guards_of(kind: str) -> tuple[Guard, ...]:
    """Return the condition that a claim of this kind carries."""
    rule = ROOM_RULES[kind]
    if rule.guard is GuardRule.NONE:
        return ()
    return (Guard(key=f"{rule.guard_prefix}saved-{kind}", expect=None, set="A/sari"),)


def newer_facts() -> list[NewFact]:
    """Return what a newer program writes: a kind nobody knows yet, and a known one that means more."""
    translated = UnknownEvent(kind="call.translated", version=1, body='{"to":"bjn"}')
    body = {
        "note_id": "note-2",
        "text": "Pesan program baru",
        "draft": False,
        "mood": "calm",
        "spans": [[0, 5]],
    }
    note = UnknownEvent(kind="incident.note_added", version=99, body=json.dumps(body))
    return [
        NewFact(event=translated, aggregates=("call:call-1",)),
        NewFact(event=note, aggregates=(f"incident:{INCIDENT}",)),
    ]


def facts() -> list[NewFact]:
    """Return the whole day."""
    middle = [kind for kind in EVENT_CLASSES if kind not in {*FIRST, *LAST}]
    kinds = [*FIRST, *middle, *LAST]
    assert set(kinds) == set(EVENT_CLASSES)
    day = [
        NewFact(
            event=event_of(kind),
            aggregates=aggregates_of(kind),
            guards=guards_of(kind),
            occurred_us=NOON_US + number * 1_000_000,
        )
        for number, kind in enumerate(kinds)
    ]
    return [*day[:-2], *newer_facts(), *day[-2:]]


def saved_days() -> list[Path]:
    """Return the journal of each saved day."""
    return sorted(KINDS.glob("*-journal.sqlite"))


def journal_and_room(journal: Path) -> tuple[Path, Path]:
    """Return both files of a day."""
    return journal, journal.with_name(journal.name.replace("-journal.sqlite", "-room.dump"))


def kinds_in(journal: Path) -> list[tuple[str, int, str]]:
    """Return kind, version and home of each fact of a day, in its order."""
    with contextlib.closing(sqlite3.connect(f"file:{journal}?mode=ro", uri=True)) as connection:
        rows = connection.execute("select kind, version, aggregates from journal order by row_id").fetchall()
    return [(str(kind), int(version), str(names).split('"')[1]) for kind, version, names in rows]


def missing_kinds() -> set[tuple[str, int]]:
    """Return the kinds, with their version, that no saved day has a fact of."""
    saved = {(kind, version) for day in saved_days() for kind, version, _ in kinds_in(day)}
    return {(kind, event.VERSION) for kind, event in EVENT_CLASSES.items()} - saved


def main() -> int:
    """Write both files of a new day."""
    if not (new := missing_kinds()) and "--anyway" not in sys.argv:
        print("every kind is saved already (--anyway: a day of this release)", file=sys.stderr)
        return 1
    print("new since the days before:", " ".join(f"{kind} v{version}" for kind, version in sorted(new)))
    schemas = f"{SCHEMA_REVISION}-{SERVER_REVISION}"
    count = 1 + len(list(KINDS.glob(f"{schemas}-*-journal.sqlite")))
    target, dump = journal_and_room(KINDS / f"{schemas}-{count}-journal.sqlite")
    assert not target.exists()
    assert not dump.exists()
    KINDS.mkdir(exist_ok=True)
    rig = PostgresRig().create()
    journal = open_journal(target, app_version="0.1.0")
    try:
        asyncio.run(make_template(rig))
        for fact in facts():
            journal.store.append([fact], actor="sari", desk="A").result(10)
        with joined(journal, rig.address(TEMPLATE), "meja_a"):
            until_told(journal)
        asyncio.run(back_up(Dba(parse_address(rig.url(TEMPLATE)), SUPERUSER_PASSWORD), dump))
    finally:
        journal.close()
        rig.destroy()
    connection = sqlite3.connect(target)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("VACUUM")
    connection.close()
    target.with_name(target.name + ".lock").unlink()
    for file in (dump, dump.with_name(dump.name + ".json")):
        file.chmod(0o644)
    print(target, dump)
    return 0


if __name__ == "__main__":
    sys.exit(main())
