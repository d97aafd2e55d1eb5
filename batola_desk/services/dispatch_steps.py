"""What one key takes back of agencies and units, and what it cannot. Source: domain.md §5.3, §5.4.

A report of a unit was only written down here: it is taken back by a new fact. A task that was sent and a unit
that was told to go have left the desk: nothing unsays them, so the key answers with what can be done instead.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from batola_desk.domain import guards
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.unit import UnitStatusSet
from batola_desk.domain.facts import AggregateKind, NewFact, aggregate
from batola_desk.domain.unit import Unit
from batola_desk.services.context import Context
from batola_desk.services.incidents import IncidentService

TASK: Final = "task"
UNIT: Final = "unit"
REPORT: Final = "unit_report"


class DispatchSteps:
    """Notes steps of a ticket and takes them back; ``False`` = there is nothing left to take back."""

    def __init__(
        self, context: Context, incidents: IncidentService, announce: Callable[[Unit], None]
    ) -> None:
        self._context = context
        self._incidents = incidents
        self._announce = announce
        incidents.take_back_with({TASK: self._task, UNIT: self._unit, REPORT: self._report})

    def note_task(self, incident_id: str, task_id: str) -> None:
        """A task was sent from here."""
        self._incidents.note_step(incident_id, TASK, task_id)

    def note_unit(self, incident_id: str, unit_id: str) -> None:
        """A unit was sent from here."""
        self._incidents.note_step(incident_id, UNIT, unit_id)

    def note_report(self, before: Unit, state: str) -> None:
        """A unit's report was written down here, on every ticket that it works for."""
        tickets = ",".join(before.incident_ids)
        for incident_id in before.incident_ids:
            about = f"{before.unit_id} {before.state.value} {state} {tickets}"
            self._incidents.note_step(incident_id, REPORT, about)

    # ---------------------------------------------------------------- inner parts

    async def _task(self, incident_id: str, task_id: str) -> bool:
        entry = self._context.world.entry(incident_id)
        tasks = entry.incident.tasks if entry is not None else ()
        task = next((one for one in tasks if one.task_id == task_id), None)
        if task is None or "cancel" not in guards.task_actions(task):
            return False
        agency = self._context.rules.agency(task.agency_code)
        name = agency.label if agency is not None else task.agency_code
        raise OperatorError("undo_task_sent", agency=name, task_id=task_id)

    async def _unit(self, incident_id: str, unit_id: str) -> bool:
        unit = self._context.world.units.get(unit_id)
        if unit is None or incident_id not in unit.incident_ids:
            return False
        raise OperatorError("undo_unit_sent", call_sign=unit.call_sign, unit_id=unit_id)

    async def _report(self, _incident_id: str, about: str) -> bool:
        unit_id, before, reported, tickets = about.split(" ")
        unit = self._context.world.units.get(unit_id)
        if unit is None or unit.state != reported:
            return False  # somebody reported something else since
        name, now_us = aggregate(AggregateKind.UNIT, unit_id), self._context.clock.now_us()
        await self._context.recorder.record(
            *(
                NewFact(
                    event=UnitStatusSet(
                        unit_id=unit_id,
                        state=before,
                        incident_id=incident_id,
                        takes_back_us=unit.state_since_us,
                    ),
                    aggregates=(name, aggregate(AggregateKind.INCIDENT, incident_id)),
                    occurred_us=now_us,
                )
                for incident_id in tickets.split(",")
            )
        )
        self._announce(self._context.world.units[unit_id])
        return True
