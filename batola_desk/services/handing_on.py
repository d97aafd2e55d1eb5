"""What does not belong here is handed on, and its ticket and calls end as what they were.

Two ways: a caller of another regency goes to its centre with a card, the caller stays connected and a named
person accepts (domain.md §12.4); what is no emergency goes to Lapor Pak Bupati or SP4N-LAPOR! with a
reference code (§6.1, class R). Nobody is told to dial another number. Thread: the desk's event loop.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from batola_desk.domain.agency_task_reducer import ENDED_TASK_STATES
from batola_desk.domain.catalog import Neighbour, label_of
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.incident import (
    AgencyTaskAcknowledged,
    AgencyTaskCompleted,
    AgencyTaskDrafted,
    AgencyTaskSent,
    IncidentNoteAdded,
    IncidentReferralAnswered,
    IncidentStateSet,
)
from batola_desk.domain.facts import AggregateKind, Event, NewFact, aggregate
from batola_desk.domain.ids import new_id
from batola_desk.domain.incident import AgencyTask, Incident, IncidentState
from batola_desk.domain.prepared_text import filled
from batola_desk.domain.referral import ReferralTarget, reference_code
from batola_desk.services.calls import CallService
from batola_desk.services.case_texts import case_values
from batola_desk.services.confidence import Confidence
from batola_desk.services.context import Context
from batola_desk.services.incidents import IncidentService
from batola_desk.services.parties import PartyService
from batola_desk.services.referral_export import ReferralExport
from batola_desk.services.views import CallTarget

log = logging.getLogger("batola.services")

BORDER_CARD: Final = "border_card"
VOICE: Final = "voice"
WRONG_REGION_CLASS: Final = "S"
REFERRAL_CLASS: Final = "R"
CALLER_HERE: Final = "Penelepon masih tersambung."  # read by the other centre: Indonesian
CALLER_GONE: Final = "Penelepon sudah terputus."


@dataclass(frozen=True, slots=True, kw_only=True)
class NeighbourChoice:
    """A neighbour one may hand over to.

    Attributes:
        has_number: its centre can be called from here.
    """

    code: str
    name: str
    has_number: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BorderCard:
    """The hand-over card of a ticket, and whether the neighbour's telephone rings.

    Attributes:
        problem: why it does not ring; the card is good all the same.
    """

    incident_id: str
    name: str
    text: str
    problem: OperatorError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """A report that was referred: the code to read out, the text to paste, and where."""

    incident_id: str
    reference: str
    text: str
    name: str
    address: str


class HandingOnUseCases(Protocol):
    """What the screen may ask; part of ``services.api``."""

    def neighbours(self) -> Sequence[NeighbourChoice]:
        """Who lies beside us; those that can be called first."""

    async def begin_handover(self, neighbour: str, *, incident_id: str, call_key: str) -> BorderCard:
        """Ring the neighbour for the caller and write the card; the caller stays connected."""

    async def card(self, neighbour: str, *, incident_id: str, call_key: str) -> BorderCard:
        """The card anew, with what is known by now; nobody is rung."""

    async def accept_handover(self, neighbour: str, *, incident_id: str, name: str) -> None:
        """A named person there has taken it: ticket and calls end as wrong region."""

    async def refer(self, target: str, *, incident_id: str, call_key: str, what: str = "") -> Referral:
        """Refer what is no emergency; its ticket and calls end as referred."""

    async def answer_referral(self, incident_id: str, answer: str) -> None:
        """Enter what the other system answered."""

    async def export_referrals(self) -> tuple[str, int]:
        """Write what was referred as CSV and JSON; the files' common path and how many are in them."""


class HandingOn:
    """Implements ``HandingOnUseCases``."""

    def __init__(
        self, context: Context, incidents: IncidentService, calls: CallService, parties: PartyService
    ) -> None:
        self._context = context
        self._confidence = Confidence(context)
        self._incidents = incidents
        self._calls = calls
        self._parties = parties
        self._export = ReferralExport(context)

    # ---------------------------------------------------------------- another regency's

    def neighbours(self) -> Sequence[NeighbourChoice]:
        """Who lies beside us; those that can be called first, else in the order of the data."""
        language = self._context.language()
        found = [
            NeighbourChoice(
                code=one.code, name=label_of(one, language), has_number=self._target_of(one) is not None
            )
            for one in self._context.catalog.neighbours.values()
        ]
        return sorted(found, key=lambda choice: not choice.has_number)

    async def begin_handover(self, neighbour: str, *, incident_id: str, call_key: str) -> BorderCard:
        """Open the ticket if there is none, give the neighbour its task, ring it and write the card.

        A telephone that cannot be dialled does not keep the card back.

        Raises:
            OperatorError: ``neighbour_unknown``, ``incident_ended``, ``incident_unknown``,
                ``incident_confidential``.
        """
        known = self._neighbour(neighbour)
        incident = await self._ticket(incident_id, call_key)
        if known.agency and _waiting_task(incident, known.agency) is None:
            task_id = new_id(self._context.clock.now_us() // 1000)
            await self._record(
                incident.incident_id,
                AgencyTaskDrafted(task_id=task_id, agency_code=known.agency),
                AgencyTaskSent(task_id=task_id, agency_code=known.agency, channel=VOICE),
            )
        problem = await self._ring(known, incident.incident_id)
        return self._card(known, incident, call_key, problem)

    async def card(self, neighbour: str, *, incident_id: str, call_key: str) -> BorderCard:
        """The card anew, of an ended ticket too: for paper. Raises what ``begin_handover`` does."""
        known = self._neighbour(neighbour)
        incident = await self._ticket(incident_id, call_key, may_be_over=True)
        return self._card(known, incident, call_key)

    def _card(
        self, known: Neighbour, incident: Incident, call_key: str, problem: OperatorError | None = None
    ) -> BorderCard:
        name = label_of(known, "id")
        values = case_values(self._context, incident, to=name, number=self._number(call_key))
        values["call"] = CALLER_HERE if self._is_live(call_key) else CALLER_GONE
        card = self._context.catalog.prepared_texts[BORDER_CARD]
        return BorderCard(
            incident_id=incident.incident_id,
            name=label_of(known, self._context.language()),
            text=filled(card.text, values),
            problem=problem,
        )

    async def accept_handover(self, neighbour: str, *, incident_id: str, name: str) -> None:
        """End the ticket as *dialihkan wilayah*, its calls as class S, and leave both speaking.

        While other agencies of ours still work the ticket stays open: only the neighbour's task is done.

        Raises:
            OperatorError: ``name_missing``, ``neighbour_unknown``, ``incident_ended``, or what the line says
                of handing over: then nothing is written, and the caller is still here.
        """
        person = name.strip()
        if not person:
            raise OperatorError("name_missing", action="acknowledge")
        known = self._neighbour(neighbour)
        incident = await self._ticket(incident_id, "")
        if self._parties.group():
            await self._parties.hand_over()
        task = _waiting_task(incident, known.agency)
        events: list[Event] = []
        if task is not None:
            events += [
                AgencyTaskAcknowledged(task_id=task.task_id, person_name=person),
                AgencyTaskCompleted(task_id=task.task_id),
            ]
        if not _others_work(incident, task):
            state = IncidentState.MOVED_REGION.value
            events.append(IncidentStateSet(state=state, reason=label_of(known, "id"), reference=person))
        await self._record(incident_id, *events)
        if not _others_work(incident, task):
            await self._classify(incident.call_keys, WRONG_REGION_CLASS)

    # ---------------------------------------------------------------- no emergency

    async def refer(self, target: str, *, incident_id: str, call_key: str, what: str = "") -> Referral:
        """End the ticket as *dirujuk* with a reference code, its calls as class R.

        Raises:
            OperatorError: ``referral_unknown``, ``referral_empty`` (nothing says what it is about),
                ``tasks_open`` with ``agencies``, ``incident_ended``, ``incident_unknown``.
        """
        known = self._context.catalog.referrals.get(target)
        if known is None:
            raise OperatorError("referral_unknown")
        words = what.strip()
        if not words and not incident_id:
            raise OperatorError("referral_empty")
        incident = await self._ticket(incident_id, call_key)
        agencies = tuple(task.agency_code for task in incident.tasks if task.state not in ENDED_TASK_STATES)
        if agencies:
            raise OperatorError("tasks_open", agencies=agencies)
        if words:
            note = IncidentNoteAdded(note_id=new_id(), text=words)
            await self._record(incident.incident_id, note)
            incident = await self._incidents.complete(incident.incident_id)
        values = case_values(self._context, incident, number=self._number(call_key))
        if not values["what"] and not values["type"]:
            raise OperatorError("referral_empty")
        reference = reference_code(known, incident.ticket_number)
        state = IncidentStateSet(state=IncidentState.REFERRED.value, reason=known.label, reference=reference)
        await self._record(incident.incident_id, state)
        await self._classify(incident.call_keys, REFERRAL_CLASS)
        return self._referral(known, incident.incident_id, values | {"reference": reference})

    async def answer_referral(self, incident_id: str, answer: str) -> None:
        """Enter what the other system answered; the ticket stays ended.

        Raises:
            OperatorError: ``text_missing``, ``incident_not_referred``, ``incident_unknown``.
        """
        if not answer.strip():
            raise OperatorError("text_missing")
        incident = await self._incidents.complete(incident_id)
        if incident.state is not IncidentState.REFERRED:
            raise OperatorError("incident_not_referred")
        await self._record(incident_id, IncidentReferralAnswered(answer=answer.strip()))

    async def export_referrals(self) -> tuple[str, int]:
        """Write what was referred for the other system. Raises what ``ReferralExport.write`` does."""
        return await self._export.write()

    def _referral(self, known: ReferralTarget, incident_id: str, values: dict[str, str]) -> Referral:
        return Referral(
            incident_id=incident_id,
            reference=values["reference"],
            text=filled(known.text, values),
            name=label_of(known, self._context.language()),
            address=known.whatsapp or known.web,
        )

    # ---------------------------------------------------------------- inner parts

    def _neighbour(self, code: str) -> Neighbour:
        known = self._context.catalog.neighbours.get(code)
        if known is None:
            raise OperatorError("neighbour_unknown")
        return known

    def _target_of(self, neighbour: Neighbour) -> CallTarget | None:
        targets = self._parties.targets() if neighbour.agency else ()
        return next((target for target in targets if target.code == neighbour.agency), None)

    async def _ring(self, neighbour: Neighbour, incident_id: str) -> OperatorError | None:
        target = self._target_of(neighbour)
        if target is None:
            name = label_of(neighbour, self._context.language())
            return OperatorError("neighbour_without_number", name=name)
        try:
            await self._parties.consult(target, incident_id=incident_id)
        except OperatorError as refusal:
            log.info("a neighbour could not be rung: %s", refusal.code)
            return refusal
        return None

    async def _ticket(self, incident_id: str, call_key: str, *, may_be_over: bool = False) -> Incident:
        """The ticket, whole and with the last keystroke; a new one for the call when there is none."""
        key = incident_id or await self._incidents.new(
            call_key=call_key or None, source="call" if call_key else "manual"
        )
        await self._incidents.flush(key)
        incident = await self._incidents.complete(key)
        self._confidence.check(incident)
        if not (incident.is_open or may_be_over):
            raise OperatorError("incident_ended", ticket=incident.ticket_number)
        return incident

    async def _classify(self, call_keys: Sequence[str], call_class: str) -> None:
        """Calls of this ticket that nobody has judged yet; a judged one keeps its class."""
        for call_key in call_keys:
            call = self._context.world.call(call_key)
            is_caller = call is not None and call.direction == "inbound" and call.answered_us is not None
            if call is not None and is_caller and not call.call_class:
                await self._calls.classify(call_key, call_class)

    def _is_live(self, call_key: str) -> bool:
        return bool(call_key) and self._context.line.by_key(call_key) is not None

    def _number(self, call_key: str) -> str:
        call = self._context.world.call(call_key) if call_key else None
        return call.number if call is not None else ""

    async def _record(self, incident_id: str, *events: Event) -> None:
        now_us = self._context.clock.now_us()
        name = (aggregate(AggregateKind.INCIDENT, incident_id),)
        await self._context.recorder.record(
            *(NewFact(event=event, aggregates=name, occurred_us=now_us) for event in events)
        )


def _waiting_task(incident: Incident, agency: str) -> AgencyTask | None:
    if not agency:
        return None
    open_tasks = (task for task in incident.tasks if task.state not in ENDED_TASK_STATES)
    return next((task for task in open_tasks if task.agency_code == agency), None)


def _others_work(incident: Incident, task: AgencyTask | None) -> bool:
    open_ids = {one.task_id for one in incident.tasks if one.state not in ENDED_TASK_STATES}
    return bool(open_ids - ({task.task_id} if task is not None else set()))
