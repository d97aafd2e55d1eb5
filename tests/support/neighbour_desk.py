"""Another desk of the room, as far as its facts tell a desk under test."""

from __future__ import annotations

from batola_desk.domain.facts import Event
from batola_desk.models.journal import Journal
from tests.support.desk_double import NOON_US, DeskDouble
from tests.support.room_double import OtherDesk, RoomDouble

WAIT_S = 10.0


class Neighbour:
    """Desk B, whose facts come by the room."""

    def __init__(self, desk: DeskDouble) -> None:
        self._desk = desk
        self._writer = OtherDesk(desk="B")
        self._writer.begin_us = NOON_US
        self._room = RoomDouble()

    async def writes(self, *facts: tuple[Event, str]) -> None:
        for event, name in facts:
            self._room.submit(self._writer.write(event, name))
        journal = self._desk.services._journal
        assert isinstance(journal, Journal)
        head = journal.reader.room_head().result(WAIT_S).seq
        applied = journal.store.apply_room(self._room.page(head)).result(WAIT_S)
        self._desk.services._room._take_page(applied)
        await self._desk.settle()
