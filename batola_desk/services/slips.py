"""A printed slip carries an incident to another desk without any network. Source: domain.md §5.3, §5.7.

Incident, ticket number, task and lines of the chronology keep their ids: when both desks meet in the room
again, what one wrote and what the other took in fold into one incident.

Thread: the desk's event loop.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final, Protocol

from batola_desk.domain.catalog import label_of
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.incident import (
    AgencyTaskDrafted,
    AgencyTaskSent,
    IncidentFieldSet,
    IncidentLocationSet,
    IncidentNoteAdded,
    IncidentOpened,
    IncidentPrioritySet,
)
from batola_desk.domain.facts import AggregateKind, Event, NewFact, aggregate
from batola_desk.domain.incident import Incident
from batola_desk.interop.slip_code import Slip, SlipNote, SlipPlace, decode_slip, encode_slip, line
from batola_desk.services.confidence import Confidence
from batola_desk.services.context import Context
from batola_desk.services.dispatch import DispatchService
from batola_desk.services.outreach import PAPER

SOURCE: Final = "slip"
NOTES_MAX: Final = 6  # LIMIT: the newest lines; the code drops more until it fits
LINE_MAX: Final = 300
SHORT_MAX: Final = 40
VICTIMS_MAX: Final = 9999
NOTE_MAX: Final = 600
SECOND_US: Final = 1_000_000
_VICTIMS: Final = ("victims_injured", "victims_trapped", "victims_missing", "victims_dead")
_SHORT: Final = frozenset({"access", "callback_number"})
_WORDS: Final = ("place_text", "landmark", "access", "caller_name", "callback_number")


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipView:
    """What a code says, in words, before anything is taken in.

    Attributes:
        is_known: this desk has the incident already; taking it in opens it and writes nothing.
    """

    incident_id: str
    ticket_number: str
    priority: str
    type_label: str
    place: str
    agency: str
    note: str
    is_known: bool


class SlipUseCases(Protocol):
    """What the screen may ask of printed slips."""

    async def code_of(self, incident_id: str, task_id: str) -> str:
        """The code to print for the task of an agency."""

    async def look(self, code: str) -> SlipView:
        """Read a code; writes nothing.

        Raises:
            OperatorError: ``slip_none``, ``slip_newer``, ``slip_damaged``, ``slip_unusable``,
                ``slip_training``.
        """

    async def take_in(self, code: str) -> str:
        """Make the incident known here, once; returns its id. Raises what ``look`` does."""


class SlipService:
    """Writes and reads the codes of slips."""

    def __init__(self, context: Context, dispatch: DispatchService) -> None:
        self._context = context
        self._confidence = Confidence(context)
        self._dispatch = dispatch
        self._one_at_a_time = asyncio.Lock()

    async def code_of(self, incident_id: str, task_id: str) -> str:
        """See ``SlipUseCases``.

        Raises:
            OperatorError: ``task_unknown``, or what opening the incident refuses.
        """
        incident = await self._dispatch.open_incident(incident_id)
        self._confidence.check(incident)
        task = next((one for one in incident.tasks if one.task_id == task_id), None)
        if task is None:
            raise OperatorError("task_unknown")
        return encode_slip(self._slip(incident, task.task_id, task.agency_code))

    async def look(self, code: str) -> SlipView:
        """See ``SlipUseCases``."""
        slip = self._checked(code)
        catalog, language = self._context.catalog, self._context.language()
        kind = catalog.types.get(slip.type_code)
        agency = catalog.agencies.get(slip.agency_code)
        label = slip.place.label if slip.place is not None else ""
        return SlipView(
            incident_id=slip.incident_id,
            ticket_number=slip.ticket_number,
            priority=self._context.rules.priority_of(slip.type_code, self._priority(slip)),
            type_label=label_of(kind, language) if kind is not None else slip.type_code,
            place=", ".join(dict.fromkeys(part for part in (slip.place_text, label) if part)),
            agency=label_of(agency, language) if agency is not None else slip.agency_code,
            note=slip.notes[-1].text if slip.notes else "",
            is_known=await self._is_known(slip.incident_id),
        )

    async def take_in(self, code: str) -> str:
        """See ``SlipUseCases``; a scanner that reads twice brings the incident once."""
        slip = self._checked(code)
        now_us = self._context.clock.now_us()
        async with self._one_at_a_time:
            if not await self._is_known(slip.incident_id):
                names = (aggregate(AggregateKind.INCIDENT, slip.incident_id),)
                await self._context.recorder.record(
                    *(
                        NewFact(event=event, aggregates=names, occurred_us=min(at_s * SECOND_US, now_us))
                        for at_s, event in self._facts(slip)
                    )
                )
        return slip.incident_id

    # ---------------------------------------------------------------- inner parts

    def _checked(self, code: str) -> Slip:
        slip = decode_slip(code)
        if slip.training != self._context.training():
            raise OperatorError("slip_training")
        return slip

    async def _is_known(self, incident_id: str) -> bool:
        if self._context.world.entry(incident_id) is not None:
            return True
        kept = await asyncio.wrap_future(self._context.reader.incident(incident_id))
        return kept is not None and bool(kept.ticket_number)

    def _slip(self, incident: Incident, task_id: str, agency_code: str) -> Slip:
        now_s = self._context.clock.now_us() // SECOND_US
        place = incident.location
        notes = [note for note in incident.notes if not note.draft][-NOTES_MAX:]
        return Slip(
            incident_id=incident.incident_id,
            ticket_number=incident.ticket_number,
            opened_s=(incident.opened_us or now_s * SECOND_US) // SECOND_US,
            written_s=now_s,
            training=incident.training,
            task_id=task_id,
            agency_code=agency_code,
            type_code=incident.text("type_code"),
            priority=incident.priority,
            victims=tuple(_count(incident.text(name)) for name in _VICTIMS),  # type: ignore[arg-type]
            place=SlipPlace(
                round(place.latitude, 6),
                round(place.longitude, 6),
                round(place.uncertainty_m, 1),
                line(place.label, LINE_MAX),
                place.place_code,
            )
            if place is not None
            else None,
            notes=tuple(
                SlipNote(note.note_id, note.at_us // SECOND_US, line(note.text, NOTE_MAX)) for note in notes
            ),
            **{name: line(incident.text(name), SHORT_MAX if name in _SHORT else LINE_MAX) for name in _WORDS},
        )

    def _priority(self, slip: Slip) -> str:
        return slip.priority if slip.priority in self._context.catalog.priorities else ""

    def _facts(self, slip: Slip) -> list[tuple[int, Event]]:
        """What the slip says as facts; codes that this desk does not know are left out."""
        catalog = self._context.catalog
        opened = IncidentOpened(ticket_number=slip.ticket_number, source=SOURCE, training=slip.training)
        facts: list[tuple[int, Event]] = [(slip.opened_s, opened)]
        values = {name: getattr(slip, name) for name in _WORDS}
        values |= dict(zip(_VICTIMS, slip.victims, strict=True))
        values["type_code"] = slip.type_code if slip.type_code in catalog.types else ""
        at_s = slip.written_s
        facts += [
            (at_s, IncidentFieldSet(field=name, value=value, replaces=""))
            for name, value in values.items()
            if value
        ]
        if slip.place is not None:
            place = slip.place
            where = IncidentLocationSet(
                latitude=place.latitude,
                longitude=place.longitude,
                uncertainty_m=place.uncertainty_m,
                source=SOURCE,
                place_code=place.place_code,
                label=place.label,
            )
            facts.append((at_s, where))
        if self._priority(slip):
            facts.append((at_s, IncidentPrioritySet(priority=slip.priority)))
        facts += [(note.at_s, IncidentNoteAdded(note_id=note.note_id, text=note.text)) for note in slip.notes]
        if slip.agency_code in catalog.agencies:
            task = {"task_id": slip.task_id, "agency_code": slip.agency_code}
            facts.append((at_s, AgencyTaskDrafted(**task)))
            facts.append((at_s, AgencyTaskSent(**task, channel=PAPER)))
        return facts


def _count(text: str) -> str:
    return str(min(int(text), VICTIMS_MAX)) if text.isascii() and text.isdigit() else ""
