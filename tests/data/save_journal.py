"""Writes journals/journal-<schema>.sqlite, the file that later releases must still open.

Run once when a schema is released (``python -m tests.data.save_journal``); never rewrite an existing file.
"""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

from batola_desk.domain.events.call import CallAnswered, CallClassified, CallEnded, CallLinked, CallOffered
from batola_desk.domain.events.callback import CallbackOpened
from batola_desk.domain.events.desk import DeskStarted
from batola_desk.domain.events.incident import (
    AgencyTaskAcknowledged,
    AgencyTaskSent,
    IncidentFieldSet,
    IncidentLocationSet,
    IncidentNoteAdded,
    IncidentOpened,
)
from batola_desk.domain.events.map_feature import MapFeatureDrawn
from batola_desk.domain.events.operator import OperatorSignedOn
from batola_desk.domain.events.room import RoomAnnounced, RoomAnnouncementRead
from batola_desk.domain.events.unit import UnitDispatched, UnitRegistered
from batola_desk.domain.facts import Event, NewFact, UnknownEvent
from batola_desk.models.journal import Journal, open_journal
from batola_desk.models.tables import SCHEMA_REVISION
from tests.support.room_double import OtherDesk, RoomDouble

INCIDENT = "01980000-0000-7000-8000-0000000000a1"
TASK = "01980000-0000-7000-8000-0000000000b1"


def facts() -> list[tuple[Event, tuple[str, ...]]]:
    """Return a small day: one fire, one lost caller, one fact of a newer program."""
    ticket, first, second = f"incident:{INCIDENT}", "call:call-1", "call:call-2"
    place = "Jalan Trans Kalimantan RT 3, Karya Baru"
    return [
        (DeskStarted(app_version="0.1.0", unclean=False), ("desk:A",)),
        (OperatorSignedOn(name="Sari", role="operator"), ("operator:sari", "desk:A")),
        (
            UnitRegistered(call_sign="Damkar 1", agency_code="damkar", medium="road", post="Marabahan"),
            ("unit:damkar-1",),
        ),
        (CallOffered(call_key="call-1", direction="inbound", number="+6281251000001"), (first,)),
        (CallAnswered(), (first,)),
        (IncidentOpened(ticket_number="112-6304-20250825-A0001", call_key="call-1"), (ticket,)),
        (CallLinked(call_key="call-1", incident_id=INCIDENT), (first, ticket)),
        (IncidentFieldSet(field="place_text", value=place), (ticket,)),
        (
            IncidentLocationSet(latitude=-3.0, longitude=114.7, uncertainty_m=500.0, source="map_click"),
            (ticket,),
        ),
        (IncidentNoteAdded(note_id="n1", text="Api di dapur, penghuni sudah keluar"), (ticket,)),
        (AgencyTaskSent(task_id=TASK, agency_code="damkar", channel="voice"), (ticket,)),
        (AgencyTaskAcknowledged(task_id=TASK, person_name="Rahman"), (ticket,)),
        (UnitDispatched(unit_id="damkar-1", incident_id=INCIDENT), ("unit:damkar-1", ticket)),
        (CallEnded(cause="caller_hung_up"), (first,)),
        (CallClassified(call_class="N"), (first,)),
        (CallOffered(call_key="call-2", direction="inbound", number=""), (second,)),
        (CallEnded(cause="cancelled"), (second,)),
        (CallbackOpened(number="", call_key="call-2", reason="abandoned"), ("callback:call-2",)),
        (
            MapFeatureDrawn(kind="landmark", shape="point", points=((-3.0, 114.75),), name="Masjid Al-Karim"),
            ("map_feature:01980000-0000-7000-8000-0000000000d1",),
        ),
        (
            RoomAnnounced(text="Jalan Ahmad Yani ditutup", level="important", audience="desk", until_us=1),
            ("room:01980000-0000-7000-8000-0000000000c1",),
        ),
        (RoomAnnouncementRead(), ("room:01980000-0000-7000-8000-0000000000c1",)),
        (UnknownEvent(kind="call.translated", version=1, body='{"to":"bjn"}'), (second,)),
    ]


def share(journal: Journal) -> None:
    """Let a room judge the day but for its last two facts, and bring the word of another desk."""
    room, other = RoomDouble(), OtherDesk()
    for fact in journal.reader.pending().result(10)[:-2]:
        room.submit(fact.envelope, "lost" if fact.oseq == 7 else "ok")  # the call was linked elsewhere first
    note = IncidentNoteAdded(note_id="n2", text="Meja B: regu tiba")
    room.submit(other.write(note, f"incident:{INCIDENT}"))
    dispatched = UnitDispatched(unit_id="damkar-1", incident_id="elsewhere")
    room.submit(other.write(dispatched, "unit:damkar-1", "incident:elsewhere"), "contested")
    journal.store.apply_room(room.page(0)).result(10)


def main() -> int:
    """Write the file; refuse to touch one that exists."""
    target = Path(__file__).parent / "journals" / f"journal-{SCHEMA_REVISION}.sqlite"
    if target.exists():
        print(f"{target} exists; a saved file is never rewritten", file=sys.stderr)
        return 1
    target.parent.mkdir(parents=True, exist_ok=True)
    journal = open_journal(target, app_version="0.1.0")
    for event, aggregates in facts():
        fact = NewFact(event=event, aggregates=aggregates, guards=())
        journal.store.append([fact], actor="sari", desk="A").result(10)
    share(journal)
    journal.close()
    connection = sqlite3.connect(target)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("VACUUM")
    connection.close()
    target.with_name(target.name + ".lock").unlink()
    print(target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
