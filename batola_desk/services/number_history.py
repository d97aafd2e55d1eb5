"""What this desk knows of a number: counted from the journal, off the loop, remembered for a while.

A care hint, never a reason to drop a call (domain.md §12.3).
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import logging
from collections import Counter, OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.domain.incident import Incident
from batola_desk.models.rows import CallRow
from batola_desk.models.search_text import number_key
from batola_desk.services.follow_up import is_dialable
from batola_desk.services.views import MeasureView, NumberHistory
from batola_desk.services.world import World

log = logging.getLogger("batola.services")

CALLS_READ_MAX = 200  # LIMIT: more calls from one number say nothing new, and the answer must come in 50 ms
KEPT_MAX = 500
TICKETS_READ_MAX = 5  # LIMIT: folded for the hint; a number with more has them all in the search


class HistoryReader(Protocol):
    """The part of the journal's reader that histories need."""

    def calls_of_number(self, number: str, limit: int) -> concurrent.futures.Future[tuple[CallRow, ...]]: ...

    def incident(self, incident_id: str) -> concurrent.futures.Future[Incident | None]: ...


class NumberHistories:
    """Answers and remembers histories of numbers. Thread: the desk's event loop."""

    def __init__(self, world: World, is_confidential: Callable[[str], bool]) -> None:
        self._world = world
        self._is_confidential = is_confidential
        self.measures_of: Callable[[str], Sequence[MeasureView]] = lambda number: ()
        self._reader: HistoryReader | None = None
        self._kept: OrderedDict[str, NumberHistory] = OrderedDict()
        self._fetches: set[asyncio.Task[None]] = set()

    def attach(self, reader: HistoryReader) -> None:
        """Begin to read from this journal."""
        self._reader = reader

    def forget(self, number: str) -> None:
        """A call of this number changed: count anew next time."""
        self._kept.pop(number_key(number), None)

    def fetch(self, number: str, deliver: Callable[[NumberHistory], None]) -> None:
        """Get a history in the background."""
        task = asyncio.create_task(self._fetch(number, deliver), name="services:number-history")
        self._fetches.add(task)
        task.add_done_callback(self._fetches.discard)

    async def stop(self) -> None:
        """End all fetches."""
        for task in tuple(self._fetches):
            task.cancel()
        await asyncio.gather(*self._fetches, return_exceptions=True)

    async def of(self, number: str) -> NumberHistory:
        """Return the history of a number; an empty one for a withheld number."""
        key = number_key(number)
        if self._reader is None or not is_dialable(number):
            return NumberHistory()
        known = self._kept.get(key)
        if known is not None:
            return self._with_measures(known, number)
        rows = await asyncio.wrap_future(self._reader.calls_of_number(number, CALLS_READ_MAX))
        history = await self._history_of(rows)
        self._kept[key] = history
        while len(self._kept) > KEPT_MAX:
            self._kept.popitem(last=False)
        return self._with_measures(history, number)

    def _with_measures(self, history: NumberHistory, number: str) -> NumberHistory:
        """They begin and end by the hour, so they are never remembered with the counts."""
        return replace(history, measures=tuple(self.measures_of(number)))

    async def _fetch(self, number: str, deliver: Callable[[NumberHistory], None]) -> None:
        try:
            history = await self.of(number)
        except EnvironmentFault as fault:  # the call is shown without its history
            log.info("no history of a number: %s", fault.code)
            return
        deliver(history)

    async def _history_of(self, rows: Sequence[CallRow]) -> NumberHistory:
        inbound = [row for row in rows if row.direction == "inbound"]
        over = [row for row in inbound if not row.is_live]
        counts = Counter(row.call_class for row in over if row.call_class)
        linked = [row for row in inbound if row.incident_id]
        incidents = await self._incidents_of(linked)
        secret = [one for one in incidents if self._is_confidential(one.text("type_code"))]
        open_ids = dict.fromkeys(
            row.incident_id for row in linked if row.incident_id in self._world.incidents
        )
        return NumberHistory(
            total=len(over),
            by_class=tuple(counts.most_common()),
            last_real_us=linked[0].offered_us if incidents else None,
            open_incident_ids=tuple(open_ids),
            is_sensitive=bool(secret),
        )

    async def _incidents_of(self, linked: Sequence[CallRow]) -> list[Incident]:
        """The latest tickets of a number, the newest first."""
        if self._reader is None:
            return []
        ids = list(dict.fromkeys(row.incident_id for row in linked))[:TICKETS_READ_MAX]
        found = await asyncio.gather(*(asyncio.wrap_future(self._reader.incident(key)) for key in ids))
        return [incident for incident in found if incident is not None]
