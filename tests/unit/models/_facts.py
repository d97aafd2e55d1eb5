"""Short ways to write facts in tests."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from batola_desk.domain.events.call import CallAnswered, CallClassified, CallEnded, CallLinked, CallOffered
from batola_desk.domain.events.callback import CallbackClosed, CallbackOpened
from batola_desk.domain.events.incident import (
    IncidentClosed,
    IncidentFieldSet,
    IncidentNoteAdded,
    IncidentOpened,
)
from batola_desk.domain.facts import Event, NewFact
from batola_desk.models.journal import Journal
from batola_desk.models.rows import AppendResult

WAIT_S = 10.0


def new(event: Event, *aggregates: str, **options: object) -> NewFact:
    return NewFact(event=event, aggregates=aggregates, **options)  # type: ignore[arg-type]


def offered(key: str, number: str = "081251000001") -> NewFact:
    event = CallOffered(call_key=key, direction="inbound", number=number)
    return new(event, f"call:{key}")


def whole_call(key: str, number: str = "081251000001") -> list[NewFact]:
    """A call that was answered and is over, not classified."""
    name = f"call:{key}"
    return [offered(key, number), new(CallAnswered(), name), new(CallEnded(cause="caller_hung_up"), name)]


def classified(key: str, call_class: str = "P") -> NewFact:
    return new(CallClassified(call_class=call_class), f"call:{key}")


def linked(key: str, incident: str) -> NewFact:
    event = CallLinked(call_key=key, incident_id=incident)
    return new(event, f"call:{key}", f"incident:{incident}")


def opened_ticket(incident: str, ticket: str) -> NewFact:
    return new(IncidentOpened(ticket_number=ticket), f"incident:{incident}")


def field(incident: str, name: str, value: str) -> NewFact:
    return new(IncidentFieldSet(field=name, value=value), f"incident:{incident}")


def note(incident: str, text: str, note_id: str = "n1") -> NewFact:
    return new(IncidentNoteAdded(note_id=note_id, text=text), f"incident:{incident}")


def closed_ticket(incident: str) -> NewFact:
    event = IncidentClosed(disposition="done", caller_informed="yes")
    return new(event, f"incident:{incident}")


def lost_caller(item: str, number: str) -> NewFact:
    event = CallbackOpened(number=number, call_key=f"c-{item}", reason="abandoned")
    return new(event, f"callback:{item}")


def done_callback(item: str) -> NewFact:
    return new(CallbackClosed(reason="reached"), f"callback:{item}")


class Desk:
    """A journal with one operator."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.reader = journal.reader

    def write(self, *facts: NewFact) -> AppendResult:
        return self.journal.store.append(facts, actor="sari", desk="A").result(WAIT_S)


def raw_query(path: Path, query: str, *values: object) -> list[tuple[object, ...]]:
    """Ask the file behind the room's back."""
    connection = sqlite3.connect(path)
    try:
        rows = connection.execute(query, values).fetchall()
        connection.commit()
        return rows
    finally:
        connection.close()
