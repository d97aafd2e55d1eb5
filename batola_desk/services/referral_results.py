"""Results of referrals that another system sent to the service for strangers: to the ticket they answer.

Thread: the desk's event loop.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.incident import IncidentState
from batola_desk.services.context import Context

log = logging.getLogger("batola.services")

PAGE: Final = 200
PAGES_MAX: Final = 50  # LIMIT: 10,000 referrals back; older ones are entered by hand


class ReferralResults:
    """Finds the ticket of a reference and enters the answer there, once.

    Args:
        answer: enters an answer at a ticket (``HandingOn.answer_referral``).
    """

    def __init__(self, context: Context, answer: Callable[[str, str], Awaitable[None]]) -> None:
        self._context = context
        self._answer = answer

    async def take(self, body: Mapping[str, object]) -> None:
        """Enter one result; a reference that no ticket has is passed over. Raises: OperatorError."""
        reference, state, result = (str(body.get(name, "")) for name in ("reference", "state", "result"))
        words = f"{state}: {result}"
        incident_id = await self._ticket_of(reference.strip())
        if not incident_id:
            log.warning("a result of a referral that this desk does not know")
            return
        incident = await asyncio.wrap_future(self._context.reader.incident(incident_id))
        if incident is not None and incident.referral_answer == words:
            return  # it was told twice
        try:
            await self._answer(incident_id, words)
        except OperatorError as refusal:
            if refusal.code != "incident_not_referred":
                raise
            log.warning("a result of a referral that was taken back")

    async def _ticket_of(self, reference: str) -> str:
        """The ticket that carries this reference; its number ends the same way (``domain.referral``)."""
        _, _, end = reference.partition("-")
        before: int | None = None
        for _ in range(PAGES_MAX if end else 0):
            future = self._context.reader.incidents_in_state(IncidentState.REFERRED.value, PAGE, before)
            page = await asyncio.wrap_future(future)
            for row in page:
                before = row.row_id
                if not row.ticket_number.endswith(end):
                    continue
                incident = await asyncio.wrap_future(self._context.reader.incident(row.incident_id))
                if incident is not None and incident.reference == reference:
                    return row.incident_id
            if len(page) < PAGE:
                break
        return ""
