"""The next ticket number of this desk and day. Source: domain.md §5.7."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Mapping

from batola_desk.domain.incident import Incident
from batola_desk.domain.reducers import State
from batola_desk.domain.ticket_number import TicketNumber
from batola_desk.services.context import Context


class TicketCounter:
    """Counts on in memory once the journal has answered, and never behind what the room brings.

    A desk with a new disk begins with an empty journal: its letter's tickets of this morning come from the
    room, some moments after the counter was learnt. Without them it would give ``A0001`` a second time.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._day: datetime.date | None = None
        self._next = 1

    async def prepare(self) -> None:
        """Learn today's next number, so that the first keystroke of the day need not wait for it."""
        today = self._context.rules.local_date(self._context.clock.now_us())
        if self._day == today:
            return
        first = await asyncio.wrap_future(self._context.reader.next_ticket_counter(self._context.desk, today))
        if self._day != today:
            self._day, self._next = today, first

    async def next_number(self) -> str:
        """Return a number that nobody gets again."""
        await self.prepare()
        assert self._day is not None
        counter, self._next = self._next, self._next + 1
        return self._context.rules.ticket_number(self._day, self._context.desk, counter)

    def on_states(self, states: Mapping[str, State]) -> None:
        """Tickets came from the journal or the room: those of our letter and day are taken."""
        for state in states.values():
            if not isinstance(state, Incident):
                continue
            try:
                number = TicketNumber.parse(state.ticket_number)
            except ValueError:
                continue  # of another programme, or none yet
            if (number.day, number.desk) == (self._day, self._context.desk):
                self._next = max(self._next, number.counter + 1)
