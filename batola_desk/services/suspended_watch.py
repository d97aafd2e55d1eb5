"""A ticket that was put off comes back by itself. Source: domain.md §5.2 (DITUNDA).

Thread: the desk's event loop.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from batola_desk.domain.facts import AggregateKind, aggregate
from batola_desk.domain.incident import Incident, IncidentState
from batola_desk.services.context import Context

SUSPENDED_ALERT = "incident_suspended"


class SuspendedWatch:
    """Raises the alert of suspended tickets whose time is over; it ends with any other state.

    Args:
        complete: the incident with everything in it: a line of the list does not say since when.
        alerts_here: whether this desk raises the alarms of an incident.
    """

    def __init__(
        self,
        context: Context,
        complete: Callable[[str], Awaitable[Incident]],
        alerts_here: Callable[[Incident], bool],
    ) -> None:
        self._context = context
        self._complete = complete
        self._alerts_here = alerts_here

    async def tick(self) -> None:
        """Judge all suspended tickets once."""
        context = self._context
        limit_us = int(context.rules.limits.incident.suspended_s * 1e6)
        suspended = [
            incident_id
            for incident_id, entry in context.world.incidents.items()
            if entry.incident.state is IncidentState.SUSPENDED
        ]
        late = set()
        for incident_id in suspended:
            incident = await self._complete(incident_id)
            since_us = incident.suspended_us or context.clock.now_us()
            if context.clock.now_us() - since_us >= limit_us and self._alerts_here(incident):
                late.add(aggregate(AggregateKind.INCIDENT, incident_id))
        context.alarms.keep_only(SUSPENDED_ALERT, late)
