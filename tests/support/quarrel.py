"""Two desks that did not see each other: what desk B wrote comes to desk A's journal through a room."""

from __future__ import annotations

import asyncio

from batola_desk.domain.events.call import CallLinked
from batola_desk.domain.events.incident import (
    IncidentFieldSet,
    IncidentLocationSet,
    IncidentNoteAdded,
    IncidentOpened,
    IncidentReopened,
)
from batola_desk.domain.events.operator import OperatorSignedOn
from batola_desk.domain.events.unit import UnitDispatched
from batola_desk.domain.facts import Event, Guard
from batola_desk.services.desk import DeskServices
from tests.support.room_double import OtherDesk, RoomDouble

WAIT_S = 10.0
THEIR_TICKET = "0198b000-0000-7000-8000-00000000b001"


class Quarrel:
    """Desk B (Rina) beside the services of desk A.

    Args:
        now_us: where B's clock stands.
    """

    def __init__(self, services: DeskServices, now_us: int) -> None:
        self.services = services
        self.room = RoomDouble()
        self.other = OtherDesk()
        self.other.begin_us = now_us
        self._told = 0

    async def meet(self) -> None:
        """What A wrote goes into the room, then A reads all of it."""
        journal = self.services._journal
        assert journal is not None
        await self.services.drain(WAIT_S)
        while pending := await asyncio.wrap_future(journal.reader.pending()):
            for fact in pending:
                self.room.submit(fact.envelope)
            await self._pull()
        await self._pull()

    async def _pull(self) -> None:
        journal = self.services._journal
        assert journal is not None
        page = self.room.page(self._told)
        if page:
            await asyncio.wrap_future(journal.store.apply_room(page))
            self._told += len(page)
        await asyncio.sleep(0.02)

    def says(self, event: Event, *names: str, verdict: str = "ok", guards: tuple[Guard, ...] = ()) -> str:
        """B wrote this; returns the id of the fact."""
        return self.room.submit(self.other.write(event, *names, guards=guards), verdict).fact_id

    def signs_on(self) -> None:
        self.says(OperatorSignedOn(name="Rina Sari", role="PTDS"), "operator:rina")

    def opens(self, call_key: str = "", place: str = "Handil Bakti") -> str:
        """B opened a ticket, of a call if one is given."""
        name = f"incident:{THEIR_TICKET}"
        calls = (f"call:{call_key}",) if call_key else ()
        opened = IncidentOpened(ticket_number="112-6304-20250825-B0007", call_key=call_key or None)
        self.says(opened, name, *calls)
        if call_key:
            self.says(CallLinked(call_key=call_key, incident_id=THEIR_TICKET), *calls, name)
        self.says(IncidentFieldSet(field="place_text", value=place, replaces=""), name)
        return THEIR_TICKET

    def sends(self, unit_id: str, incident_id: str) -> str:
        """B sent the unit, and the room contests it."""
        guard = Guard(key=f"unit:{unit_id}", expect=None, set=incident_id)
        event = UnitDispatched(unit_id=unit_id, incident_id=incident_id)
        names = (f"unit:{unit_id}", f"incident:{incident_id}")
        return self.says(event, *names, verdict="contested", guards=(guard,))

    def types(self, incident_id: str, field: str, value: str) -> str:
        """B wrote into A's ticket without having seen what A wrote."""
        event = IncidentFieldSet(field=field, value=value, replaces="")
        return self.says(event, f"incident:{incident_id}")

    def points(self, incident_id: str, label: str) -> str:
        """B confirmed a place without having seen A's."""
        event = IncidentLocationSet(
            latitude=-3.1, longitude=114.6, uncertainty_m=0.0, source="map_click", label=label, replaces=""
        )
        return self.says(event, f"incident:{incident_id}")

    def notes(self, incident_id: str, text: str) -> str:
        return self.says(IncidentNoteAdded(note_id=f"b-{text}", text=text), f"incident:{incident_id}")

    def may_not(self, incident_id: str) -> str:
        """B said what only a lead may say."""
        event = IncidentReopened(reason="pelapor menelepon lagi")
        return self.says(event, f"incident:{incident_id}", verdict="denied")
