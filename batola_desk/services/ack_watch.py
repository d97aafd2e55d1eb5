"""No task falls silent: who is told when the ladder is at its end, or an agency declined.

The ladder itself is climbed by the desk that leads the incident (``services.ticker``). Its end concerns the
shift lead, and he may sit at another desk: so each desk judges all incidents of the room, and tells its own
lead. Source: domain.md §5.3.

Thread: the desk's event loop.
"""

from __future__ import annotations

from collections.abc import Callable

from batola_desk.domain.escalation import WAITING
from batola_desk.domain.facts import AggregateKind, aggregate
from batola_desk.domain.incident import Incident, TaskState
from batola_desk.services.context import Context

REJECTED_ALERT = "agency_rejected"


class AckWatch:
    """Raises and clears the alerts of tasks that nobody accepts.

    Args:
        alerts_here: whether this desk raises the alarms of an incident.
    """

    def __init__(self, context: Context, alerts_here: Callable[[Incident], bool]) -> None:
        self._context = context
        self._alerts_here = alerts_here

    async def tick(self) -> None:
        """Judge all open incidents once."""
        context = self._context
        alert_at = {step.code: step.alert for step in context.catalog.escalations.values() if step.alert}
        told: dict[str, set[str]] = {alert: set() for alert in (*alert_at.values(), REJECTED_ALERT)}
        is_lead = context.catalog.may(context.role, "acknowledge_lead_alerts")
        for incident_id, entry in context.world.incidents.items():
            incident = entry.incident
            if not incident.tasks:
                continue
            name = aggregate(AggregateKind.INCIDENT, incident_id)
            is_ours = self._alerts_here(incident)
            if is_lead or is_ours:
                for task in incident.tasks:
                    if task.state in WAITING:
                        for level, alert in alert_at.items():
                            if task.escalation_level >= level:
                                told[alert].add(name)
            if is_ours and is_left_by_all(incident):
                told[REJECTED_ALERT].add(name)
        for alert, subjects in told.items():
            context.alarms.keep_only(alert, subjects)


def is_left_by_all(incident: Incident) -> bool:
    """Whether an agency declined and nobody was asked since. Source: domain.md §5.3."""
    declined = [task.ended_us or 0 for task in incident.tasks if task.state is TaskState.REJECTED]
    if not declined:
        return False
    asked = [
        task.sent_us or task.drafted_us or 0
        for task in incident.tasks
        if task.state is not TaskState.REJECTED
    ]
    return max(asked, default=0) < max(declined)
