"""A confidential ticket of another desk, with words that may appear nowhere before the wrong eyes."""

from __future__ import annotations

from batola_desk.domain.events.call import CallAnswered, CallLinked, CallOffered
from batola_desk.domain.events.incident import (
    AgencyTaskDrafted,
    AgencyTaskSent,
    IncidentClosed,
    IncidentFieldSet,
    IncidentLocationSet,
    IncidentNoteAdded,
    IncidentOpened,
)
from batola_desk.domain.facts import Event
from tests.support.desk_double import DeskDouble
from tests.support.room_double import OtherDesk, RoomDouble

INCIDENT = "01980000-0000-7000-8000-0000000000a1"
TASK = "01980000-0000-7000-8000-0000000000b1"
TICKET = "112-6304-20250825-B0007"
CALLER = "081299990000"
SECRETS = (  # each alone tells what happened, where or to whom
    "KR06", "KDRT", "DP3A", "dp3a", "UPTD", "Rumah Siti", "Aminah", "ditampar", "-3.0123", "114.6543",
    "6304991",
)  # fmt: skip
WAIT_S = 10.0


def secret_facts(number: str = CALLER) -> list[tuple[Event, tuple[str, ...]]]:
    """What desk B wrote of it."""
    ticket, call = f"incident:{INCIDENT}", "call:secret-call"
    fields = {
        "type_code": "KR06",
        "place_text": "Rumah Siti RT 9",
        "place_code": "6304991",
        "caller_name": "Aminah",
        "callback_number": number,
    }
    return [
        (CallOffered(call_key="secret-call", direction="inbound", number=number), (call,)),
        (CallAnswered(), (call,)),
        (IncidentOpened(ticket_number=TICKET, call_key="secret-call"), (ticket,)),
        (CallLinked(call_key="secret-call", incident_id=INCIDENT), (call, ticket)),
        *((IncidentFieldSet(field=name, value=value), (ticket,)) for name, value in fields.items()),
        (
            IncidentLocationSet(
                latitude=-3.0123, longitude=114.6543, uncertainty_m=20, source="map_click", label="Rumah Siti"
            ),
            (ticket,),
        ),
        (IncidentNoteAdded(note_id="n1", text="ditampar suaminya"), (ticket,)),
        (AgencyTaskDrafted(task_id=TASK, agency_code="dp3a"), (ticket,)),
        (AgencyTaskSent(task_id=TASK, agency_code="dp3a", channel="voice"), (ticket,)),
    ]


CLOSED: tuple[Event, tuple[str, ...]] = (
    IncidentClosed(disposition="handled", caller_informed="yes"),
    (f"incident:{INCIDENT}",),
)


class OtherDeskOfTheRoom:
    """Desk B, whose facts come by the room."""

    def __init__(self, desk: DeskDouble) -> None:
        self._desk = desk
        self._writer = OtherDesk(desk="B")
        self._room = RoomDouble()

    async def writes(self, facts: list[tuple[Event, tuple[str, ...]]]) -> None:
        journal = self._desk.services._journal
        assert journal is not None
        for event, names in facts:
            self._room.submit(self._writer.write(event, *names))
        after = journal.reader.room_head().result(WAIT_S).seq
        journal.store.apply_room(self._room.page(after)).result(WAIT_S)
        await self._desk.settle()


def told(words: str) -> list[str]:
    """The secrets in a text."""
    return [secret for secret in SECRETS if secret in words]
