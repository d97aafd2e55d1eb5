"""E-mail to agencies by the centre's own mail server (``mail.toml``); without one nothing here is used.

What the server took on is the fact that the task was sent, what it refused the fact that nobody was reached,
with its own words. The same text goes to the same address once, however often the key is pressed, at whatever
desk; after somebody noted that it reached nobody it goes again. Thread: the desk's event loop; sending waits
in a worker.
"""

from __future__ import annotations

import asyncio
import datetime
import logging
from typing import Final

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.incident import AgencyTaskSent, AgencyTaskUnreached
from batola_desk.domain.facts import AggregateKind, NewFact, aggregate
from batola_desk.domain.incident import AgencyTask, Incident
from batola_desk.interop.mail.config import MailSettings
from batola_desk.interop.mail.sender import Letter, MailFault, reference_of, send_mail
from batola_desk.services.context import Context
from batola_desk.services.outreach_api import Reached

log = logging.getLogger("batola.services")

EMAIL: Final = "email"
STOP_LIMIT_S: Final = 3.0  # LIMIT: a desk that closes waits no longer for a mail server


class AgencyMail:
    """Sends e-mail.

    Args:
        settings: None = the operator's mail program is opened, as before.
    """

    def __init__(self, context: Context, settings: MailSettings | None) -> None:
        self._context = context
        self._settings = settings
        self._running: dict[str, asyncio.Task[MailFault | None]] = {}

    def sends(self, incident: Incident, channel: str, to: str) -> bool:
        """Whether this desk sends it itself; nothing of a practice leaves."""
        is_practice = incident.training or self._context.training()
        return self._settings is not None and channel == EMAIL and bool(to) and not is_practice

    async def send(self, incident: Incident, task: AgencyTask, mail: Reached) -> None:
        """Send it and write down what became of it.

        Raises:
            OperatorError: ``mail_under_way``, ``mail_sent_already``, or why it did not go out (the code of
                ``MailFault`` with ``words`` and ``mail``; the try then counts as failed).
        """
        settings = self._settings
        assert settings is not None
        reference = reference_of(task.task_id, mail.mail, mail.subject, mail.text)
        if task.task_id in self._running:
            raise OperatorError("mail_under_way", mail=mail.mail)
        if any(one.reference == reference and one.failed_us is None for one in task.attempts):
            raise OperatorError("mail_sent_already", mail=mail.mail)
        sending = asyncio.get_running_loop().create_task(
            self._send(settings, incident.incident_id, task, mail, reference), name="agency mail"
        )
        self._running[task.task_id] = sending
        sending.add_done_callback(lambda _done: self._running.pop(task.task_id, None))
        fault = await asyncio.shield(sending)  # a window that closes does not lose what became of it
        if fault is not None:
            raise OperatorError(fault.code, words=fault.words, mail=mail.mail)

    async def stop(self) -> None:
        """Give what is under way a moment to be told."""
        if self._running:
            await asyncio.wait(list(self._running.values()), timeout=STOP_LIMIT_S)

    async def _send(
        self, settings: MailSettings, incident_id: str, task: AgencyTask, mail: Reached, reference: str
    ) -> MailFault | None:
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
