"""Reports that came another way than by a call to 112 (sumber lain). Source: domain.md §8.

Thread: the desk's event loop.
"""

from __future__ import annotations

from typing import Final, Protocol

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.escalation import numbers_in
from batola_desk.domain.events.incident import AgencyTaskAcknowledged, AgencyTaskDrafted, AgencyTaskSent
from batola_desk.domain.facts import AggregateKind, NewFact, aggregate
from batola_desk.domain.ids import new_id
from batola_desk.services.context import Context
from batola_desk.services.incidents import IncidentService

REPORTER_MAX: Final = 120  # LIMIT: a name and a number


class OtherSourceUseCases(Protocol):
    """What the screen may ask about reports that came another way."""

    async def open(self, source: str, reporter: str, *, is_on_it: bool) -> str:
        """Open a ticket of this source; ``reporter`` is a name, a number or both. Returns its id.

        Raises:
            OperatorError: ``source_unknown``, ``name_missing``, ``reporter_too_long``.
        """


class OtherSourceService:
    """Opens tickets of other sources."""

    def __init__(self, context: Context, incidents: IncidentService) -> None:
        self._context = context
        self._incidents = incidents

    async def open(self, source: str, reporter: str, *, is_on_it: bool) -> str:
        """See ``OtherSourceUseCases``; the agency that heard it first has accepted by that name."""
        known = self._context.catalog.sources.get(source)
        if known is None:
            raise OperatorError("source_unknown", source=source)
        if len(reporter) > REPORTER_MAX:
            raise OperatorError("reporter_too_long", limit=REPORTER_MAX)
        number = next(iter(numbers_in(reporter)), "")
        name = " ".join(reporter.replace(number, " ").split()).strip(" ,;-") if number else reporter.strip()
        is_accepted = is_on_it and bool(known.agency)
        if is_accepted and not name:
            raise OperatorError("name_missing", action="acknowledge")
        incident_id = await self._incidents.new(source=source)
        if name:
            self._incidents.set_field(incident_id, "caller_name", name)
        if number:
            self._incidents.set_field(incident_id, "callback_number", number)
        await self._incidents.flush(incident_id)
        if is_accepted:
            await self._note_accepted(incident_id, known.agency, known.channel, name)
        return incident_id

    async def _note_accepted(self, incident_id: str, agency: str, channel: str, name: str) -> None:
        """They told us: what they do is on the board, and nobody chases them."""
        context = self._context
        now_us = context.clock.now_us()
        task_id = new_id(now_us // 1000)
        names = (aggregate(AggregateKind.INCIDENT, incident_id),)
        await context.recorder.record(
            *(
                NewFact(event=event, aggregates=names, occurred_us=now_us)
                for event in (
                    AgencyTaskDrafted(task_id=task_id, agency_code=agency),
                    AgencyTaskSent(task_id=task_id, agency_code=agency, channel=channel),
                    AgencyTaskAcknowledged(task_id=task_id, person_name=name),
                )
            )
        )
