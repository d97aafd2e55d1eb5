"""Reaching an agency: each try is a fact, the next way follows when one fails. Source: domain.md §5.3, §8.

Thread: the desk's event loop.
"""

from __future__ import annotations

import datetime
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final, Protocol

from batola_desk.domain import guards, phone_number
from batola_desk.domain.call import EndCause, PartyRole
from batola_desk.domain.catalog import label_of
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.escalation import WAITING, contact_at, mail_in, numbers_in
from batola_desk.domain.events.incident import AgencyTaskSent, AgencyTaskUnreached
from batola_desk.domain.facts import AggregateKind, Event, NewFact, aggregate
from batola_desk.domain.incident import AgencyTask, Incident
from batola_desk.domain.prepared_text import filled
from batola_desk.services.agency_mail import AgencyMail
from batola_desk.services.confidence import Confidence
from batola_desk.services.context import Context
from batola_desk.services.dispatch import DispatchService
from batola_desk.services.follow_up import SYSTEM_ACTOR
from batola_desk.services.incident_views import IncidentViews
from batola_desk.services.outreach_api import Reached, Way
from batola_desk.services.views import CallTarget

VOICE: Final = "voice"
PAPER: Final = "paper"
DIALLED_KEPT: Final = 20  # LIMIT: calls to agencies that one desk has on the line at a time
NOTE_MAX: Final = 600  # LIMIT: characters of the chronology in a message; the newest count


class Consult(Protocol):
    """The part of ``services.parties`` that dials."""

    def __call__(self, target: CallTarget, *, incident_id: str | None = None) -> Awaitable[None]: ...


@dataclass(frozen=True, slots=True)
class _Dialled:
    number: str
    since_us: int
    incident_id: str
    task_id: str


class OutreachService:
    """Use cases around the ways to agencies.

    Args:
        shown: the incident with the keystrokes that are on their way.
        mail: sends e-mail, where a server is set up.
    """

    def __init__(
        self,
        context: Context,
        dispatch: DispatchService,
        consult: Consult,
        views: IncidentViews,
        shown: Callable[[str], Incident | None],
        mail: AgencyMail,
    ) -> None:
        self._context = context
        self._mail = mail
        self._confidence = Confidence(context)
        self._dispatch = dispatch
        self._consult = consult
        self._views = views
        self._shown = shown
        self._dialled: deque[_Dialled] = deque(maxlen=DIALLED_KEPT)

    # ---------------------------------------------------------------- reading

    def ways(self, task: AgencyTask) -> tuple[Way, ...]:
        """Ways to the agency of this task, in the order to try."""
        catalog, language = self._context.catalog, self._context.language()
        agency = catalog.agencies.get(task.agency_code)
        # a slip can be printed for anybody; it is offered by itself only where the data says so
        wanted = dict.fromkeys((*(agency.channels if agency else ()), PAPER))
        codes = [code for code in wanted if code in catalog.channels]
        made = []
        for at, code in enumerate(codes, start=1):
            tries = [attempt for attempt in task.attempts if attempt.channel == code]
            made.append(
                Way(
                    code=code,
                    label=label_of(catalog.channels[code], language),
                    key=at,
                    tries=len(tries),
                    has_failed=bool(tries) and tries[-1].failed_us is not None,
                )
            )
        return tuple(made)

    def next_way(self, task: AgencyTask) -> str:
        """The way to offer now; empty = wait, or nothing to do."""
        return self._context.rules.next_way(task, self._context.clock.now_us())

    def next_agency(self, incident_id: str) -> str:
        """The usual agency of the type that nobody has asked yet; empty = all were asked."""
        incident = self._shown(incident_id)
        if incident is None:
            return ""
        asked = {task.agency_code for task in incident.tasks}
        codes = self._context.catalog.suggested_agencies(incident.text("type_code"))
        return next((code for code in codes if code not in asked), "")

    def message(self, incident_id: str) -> str:
        """What an agency is told in writing, in the language of the agencies."""
        template = self._context.catalog.task_messages.get("task")
        incident = self._shown(incident_id)
        if template is None or incident is None or not self._confidence.may_see(incident):
            return ""
        return filled("\n".join(template.lines), self._values(incident))

    # ---------------------------------------------------------------- wishes

    async def reach(self, incident_id: str, task_id: str, channel: str) -> Reached:
        """Try this way; a voice call is dialled at once, an e-mail sent if a server is set up.

        Raises:
            OperatorError: ``task_unknown``, ``task_action_not_now``, ``channel_unknown``,
                ``agency_no_number``, a guard, ``incident_confidential`` (e-mail), or what dialling or
                ``AgencyMail.send`` refuses (a try that began then counts as failed).
        """
        incident, task = await self._waiting(incident_id, task_id)
        rules = self._context.rules
        agency = rules.agency(task.agency_code)
        if channel not in rules.catalog.channels or agency is None:
            raise OperatorError("channel_unknown", channel=channel)
        guards.check_send_task(incident, rules.catalog, role=self._context.role)
        steps = rules.catalog.escalations.values()
        contact = contact_at(agency.contacts, steps, task.escalation_level)
        number = next(iter(numbers_in(contact)), "") or agency.national_number
        if channel == VOICE and not number:
            raise OperatorError("agency_no_number", agency=label_of(agency, self._context.language()))
        reached = Reached(
            channel=channel,
            contact=contact,
            number=number,
            mail=mail_in(contact) or next(filter(None, map(mail_in, agency.contacts)), ""),
            subject=f"{incident.ticket_number} {rules.type_label(incident.text('type_code'), 'id')}".strip(),
            text=self.message(incident_id),
        )
        if self._mail.sends(incident, channel, reached.mail):
            self._confidence.check(incident)
            await self._mail.send(incident, task, reached)
            return replace(reached, was_mailed=True)
        sent = AgencyTaskSent(task_id=task_id, agency_code=task.agency_code, channel=channel, contact=contact)
        await self._record(incident_id, sent)
        if channel == VOICE:
            await self._dial(incident_id, task, number)
        return reached

    def mails_itself(self, incident_id: str, task_id: str, channel: str) -> bool:
        """Whether an e-mail by this way would be sent from here, which takes seconds."""
        incident = self._shown(incident_id)
        tasks = incident.tasks if incident is not None else ()
        codes = (task.agency_code for task in tasks if task.task_id == task_id)
        agency = self._context.rules.agency(next(codes, ""))
        if incident is None or agency is None:
            return False
        return self._mail.sends(incident, channel, next(filter(None, map(mail_in, agency.contacts)), ""))

    async def stop(self) -> None:
        """Let e-mail that is under way be told."""
        await self._mail.stop()

    async def unreached(self, incident_id: str, task_id: str, *, reason: str = "") -> str:
        """The last try reached nobody; returns the way to offer next.

        Raises:
            OperatorError: ``task_unknown``, ``task_action_not_now``.
        """
        _, task = await self._waiting(incident_id, task_id)
        channel = task.attempts[-1].channel if task.attempts else task.channel
        event = AgencyTaskUnreached(task_id=task_id, channel=channel, reason=reason.strip() or "no_answer")
        await self._record(incident_id, event)
        _, after = await self._waiting(incident_id, task_id)
        return self.next_way(after)

    def on_calls(self, call_keys: Iterable[str]) -> None:
        """Calls changed: one to an agency that ended without an answer has reached nobody."""
        for call_key in call_keys if self._dialled else ():
            call = self._context.world.call(call_key)
            if call is None or call.direction != "outbound":
                continue
            number = phone_number.normalise(call.number)
            dialled = next(
                (
                    one
                    for one in self._dialled
                    if one.number == number and (call.offered_us or 0) >= one.since_us
                ),
                None,
            )
            if dialled is None or (call.answered_us is None and call.ended_us is None):
                continue
            self._dialled.remove(dialled)
            if call.answered_us is None:
                self._note_unanswered(dialled, call.end_cause or EndCause.NO_ANSWER)

    # ---------------------------------------------------------------- inner parts

    async def _dial(self, incident_id: str, task: AgencyTask, number: str) -> None:
        code = task.agency_code
        name = self._context.rules.agency_name(code, self._context.language())
        since_us = self._context.clock.now_us()
        dialled = _Dialled(phone_number.normalise(number), since_us, incident_id, task.task_id)
        self._dialled.append(dialled)  # before it rings: the news may be quicker than the answer
        try:
            target = CallTarget(role=PartyRole.AGENCY, code=code, name=name, number=number)
            await self._consult(target, incident_id=incident_id)
        except OperatorError:
            if dialled in self._dialled:
                self._dialled.remove(dialled)
            self._note_unanswered(dialled, EndCause.FAILED)
            raise

    def _note_unanswered(self, dialled: _Dialled, reason: str) -> None:
        event = AgencyTaskUnreached(task_id=dialled.task_id, channel=VOICE, reason=str(reason))
        fact = self._fact(dialled.incident_id, event)
        self._context.recorder.submit([fact], actor=SYSTEM_ACTOR)

    async def _waiting(self, incident_id: str, task_id: str) -> tuple[Incident, AgencyTask]:
        incident = await self._dispatch.open_incident(incident_id)
        task = next((one for one in incident.tasks if one.task_id == task_id), None)
        if task is None:
            raise OperatorError("task_unknown")
        if task.state not in WAITING:
            raise OperatorError("task_action_not_now", action="reach", state=task.state.value)
        return incident, task

    async def _record(self, incident_id: str, event: Event) -> None:
        await self._context.recorder.record(self._fact(incident_id, event))

    def _fact(self, incident_id: str, event: Event) -> NewFact:
        names = (aggregate(AggregateKind.INCIDENT, incident_id),)
        return NewFact(event=event, aggregates=names, occurred_us=self._context.clock.now_us())

    def _values(self, incident: Incident) -> dict[str, str]:
        context, rules = self._context, self._context.rules
        centre, place = rules.catalog.centre, incident.location
        view = self._views.view(incident.incident_id)
        zone = datetime.timezone(datetime.timedelta(minutes=centre.utc_offset_min))
        opened = datetime.datetime.fromtimestamp((incident.opened_us or context.clock.now_us()) / 1e6, zone)
        where = (incident.text("place_text"), view.place_label if view is not None else "")
        notes = " / ".join(note.text for note in incident.notes if not note.draft)
        priority = rules.priority_rule(incident)
        return {
            "centre": centre.name,
            "ticket": incident.ticket_number,
            "priority": f"{priority.code} {priority.label}" if priority is not None else "",
            "type": rules.type_label(incident.text("type_code"), "id"),
            "place": ", ".join(dict.fromkeys(part for part in where if part)),
            "landmark": incident.text("landmark"),
            "point": f"{place.latitude:.5f},{place.longitude:.5f}" if place is not None else "",
            "caller": incident.text("caller_name"),
            "number": phone_number.display(incident.text("callback_number")),
            "injured": incident.text("victims_injured"),
            "trapped": incident.text("victims_trapped"),
            "missing": incident.text("victims_missing"),
            "dead": incident.text("victims_dead"),
            "note": notes[-NOTE_MAX:],
            "time": f"{opened:%H.%M} {centre.time_zone}",
            "desk": context.desk,
            "operator": context.person.name,
        }
