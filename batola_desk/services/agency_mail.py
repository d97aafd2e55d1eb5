"""E-mail to agencies by the centre's own mail server (``mail.toml``); without one nothing here is used.

What the server took on is the fact that the task was sent, what it refused the fact that nobody was reached,
with its own words. The same text goes to the same address once, however often the key is pressed, at whatever
desk: who sends says so first, and the room's word on it is waited for, for a moment (``domain.mail_claims``);
without one it is sent all the same, twice rather than never. After somebody noted that it reached nobody it
goes again. Thread: the desk's event loop; sending waits in a worker.
"""

from __future__ import annotations

import asyncio
import datetime
import logging
import math
from typing import Final

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.incident import AgencyTaskSending, AgencyTaskSent, AgencyTaskUnreached
from batola_desk.domain.facts import AggregateKind, NewFact, aggregate
from batola_desk.domain.incident import AgencyTask, Incident
from batola_desk.domain.mail_claims import claim_guard, claim_under_way
from batola_desk.interop.mail.config import MailSettings
from batola_desk.interop.mail.sender import Letter, MailFault, reference_of, send_mail
from batola_desk.services.claims import Claim, ClaimPhase, Claims
from batola_desk.services.context import Context
from batola_desk.services.outreach_api import Reached

log = logging.getLogger("batola.services")

EMAIL: Final = "email"
SILENT_S: Final = 5.0  # LIMIT: beyond the mail server's own; a desk that told nothing by then has died
STOP_LIMIT_S: Final = 3.0  # LIMIT: a desk that closes waits no longer for a mail server


class AgencyMail:
    """Sends e-mail.

    Args:
        settings: None = the operator's mail program is opened, as before.
    """

    def __init__(self, context: Context, claims: Claims, settings: MailSettings | None) -> None:
        self._context = context
        self._claims = claims
        self._settings = settings
        self._running: dict[str, asyncio.Task[MailFault | OperatorError | None]] = {}

    def sends(self, incident: Incident, channel: str, to: str) -> bool:
        """Whether this desk sends it itself; nothing of a practice leaves."""
        is_practice = incident.training or self._context.training()
        return self._settings is not None and channel == EMAIL and bool(to) and not is_practice

    async def send(self, incident: Incident, task: AgencyTask, mail: Reached) -> None:
        """Send it and write down what became of it.

        Raises:
            OperatorError: ``mail_under_way``, ``mail_sent_already``, ``mail_sending_elsewhere``, or why it
                did not go out (the code of ``MailFault`` with ``words`` and ``mail``; the try then counts
                as failed).
        """
        settings = self._settings
        assert settings is not None
        reference = reference_of(task.task_id, mail.mail, mail.subject, mail.text)
        if task.task_id in self._running:
            raise OperatorError("mail_under_way", mail=mail.mail)
        if any(one.reference == reference and one.failed_us is None for one in task.attempts):
            raise OperatorError("mail_sent_already", mail=mail.mail)
        self._check_elsewhere(settings, task, mail, reference)
        sending = asyncio.get_running_loop().create_task(
            self._send(settings, incident.incident_id, task, mail, reference), name="agency mail"
        )
        self._running[task.task_id] = sending
        sending.add_done_callback(lambda _done: self._running.pop(task.task_id, None))
        fault = await asyncio.shield(sending)  # a window that closes does not lose what became of it
        if isinstance(fault, OperatorError):
            raise fault
        if fault is not None:
            raise OperatorError(fault.code, words=fault.words, mail=mail.mail)

    async def stop(self) -> None:
        """Give what is under way a moment to be told."""
        if self._running:
            await asyncio.wait(list(self._running.values()), timeout=STOP_LIMIT_S)

    def _check_elsewhere(
        self, settings: MailSettings, task: AgencyTask, mail: Reached, reference: str
    ) -> None:
        """Another desk that sends the same right now is waited for; one that fell silent is not."""
        held = claim_under_way(task, EMAIL)
        if held is None or held.desk == self._context.desk or held.reference != reference:
            return
        longest_s = settings.limit_s + SILENT_S
        left_s = longest_s - (self._context.clock.now_us() - held.at_us) / 1e6
        if 0 < left_s <= longest_s:  # a claim of tomorrow is a wrong clock, and holds nobody
            raise self._elsewhere(held.desk, self._context.world.name_of(held.actor), mail, left_s)

    @staticmethod
    def _elsewhere(desk: str, operator: str, mail: Reached, left_s: float) -> OperatorError:
        return OperatorError(
            "mail_sending_elsewhere", desk=desk, operator=operator, mail=mail.mail, seconds=math.ceil(left_s)
        )

    async def _claim(
        self, settings: MailSettings, incident_id: str, task: AgencyTask, mail: Reached, reference: str
    ) -> OperatorError | None:
        """Tell the room who sends; the refusal when another desk was quicker, None = send."""
        if not self._claims.is_shared():
            return None
        event = AgencyTaskSending(
            task_id=task.task_id, agency_code=task.agency_code, channel=EMAIL, reference=reference
        )
        subject = aggregate(AggregateKind.INCIDENT, incident_id)
        fact = NewFact(
            event=event,
            aggregates=(subject,),
            guards=(claim_guard(task, EMAIL, self._context.desk, self._context.person.operator_id),),
            occurred_us=self._context.clock.now_us(),
        )
        result = await self._context.recorder.record(fact)
        outcome = await self._claims.answer(Claim(fact_id=result.facts[0].fact_id, subject=subject))
        if outcome.phase is not ClaimPhase.LOST:  # an older room knows no such claim
            return None
        return self._elsewhere(outcome.holder_desk, outcome.holder_name, mail, settings.limit_s + SILENT_S)

    async def _send(
        self, settings: MailSettings, incident_id: str, task: AgencyTask, mail: Reached, reference: str
    ) -> MailFault | OperatorError | None:
        if (refusal := await self._claim(settings, incident_id, task, mail, reference)) is not None:
            return refusal
        centre, now_us = self._context.catalog.centre, self._context.clock.now_us()
        zone = datetime.timezone(datetime.timedelta(minutes=centre.utc_offset_min))
        letter = Letter(
            to=mail.mail,
            subject=mail.subject,
            text=mail.text,
            name=centre.name,
            at=datetime.datetime.fromtimestamp(now_us / 1e6, zone),
            reference=reference,
        )
        event: AgencyTaskSent | AgencyTaskUnreached
        try:
            await asyncio.to_thread(send_mail, settings, letter)
        except MailFault as fault:
            log.info("an e-mail to an agency did not go out: %s", fault.code)
            found: MailFault | None = fault
            event = AgencyTaskUnreached(
                task_id=task.task_id, channel=EMAIL, reason=fault.code, detail=fault.words
            )
        else:
            found = None
            event = AgencyTaskSent(
                task_id=task.task_id,
                agency_code=task.agency_code,
                channel=EMAIL,
                contact=mail.contact if mail.mail in mail.contact else mail.mail,
                reference=reference,
            )
        name = aggregate(AggregateKind.INCIDENT, incident_id)
        fact = NewFact(event=event, aggregates=(name,), occurred_us=self._context.clock.now_us())
        await self._context.recorder.record(fact)
        return found
