"""Agencies and units. Source: domain.md §5.3, §5.4, §14."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from batola_desk.domain import guards
from batola_desk.domain.agency_task_reducer import ENDED_TASK_STATES
from batola_desk.domain.catalog import UnitPlan
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.escalation import LEVEL_MAX
from batola_desk.domain.events.incident import (
    AgencyTaskAcknowledged,
    AgencyTaskCancelled,
    AgencyTaskCompleted,
    AgencyTaskDelivered,
    AgencyTaskDrafted,
    AgencyTaskEscalated,
    AgencyTaskRejected,
    AgencyTaskReported,
    AgencyTaskSent,
    AgencyTaskStarted,
)
from batola_desk.domain.events.unit import (
    UnitDispatched,
    UnitLocated,
    UnitRegistered,
    UnitReleased,
    UnitStatusSet,
)
from batola_desk.domain.facts import AggregateKind, Event, Guard, NewFact, aggregate
from batola_desk.domain.ids import new_id
from batola_desk.domain.incident import AgencyTask, Incident
from batola_desk.domain.unit import Unit, UnitState
from batola_desk.services.board import Board
from batola_desk.services.confidence import Confidence
from batola_desk.services.context import Context
from batola_desk.services.dispatch_steps import DispatchSteps
from batola_desk.services.follow_up import SYSTEM_ACTOR
from batola_desk.services.incident_views import IncidentViews
from batola_desk.services.incidents import IncidentService
from batola_desk.services.rules import MEDIA
from batola_desk.services.views import BoardRow, UnitView


class DispatchService:
    """Use cases around agency tasks and units."""

    def __init__(
        self, context: Context, views: IncidentViews, board: Board, incidents: IncidentService
    ) -> None:
        self._context = context
        self._confidence = Confidence(context)
        self._views = views
        self._board = board
        self._steps = DispatchSteps(context, incidents, self._announce)

    # ---------------------------------------------------------------- agencies

    async def send_task(self, incident_id: str, agency_code: str, *, channel: str) -> str:
        """Choose an agency and send it its task; returns the task's id.

        Raises:
            OperatorError: ``agency_unknown``, ``channel_unknown``, ``task_already_sent``,
                ``incident_ended``, or a guard.
        """
        incident = await self.open_incident(incident_id)
        rules = self._context.rules
        if rules.agency(agency_code) is None:
            raise OperatorError("agency_unknown", agency=agency_code)
        if channel not in rules.catalog.channels:
            raise OperatorError("channel_unknown", channel=channel)
        if any(
            task.agency_code == agency_code and task.state not in ENDED_TASK_STATES for task in incident.tasks
        ):
            raise OperatorError("task_already_sent", agency=agency_code)
        guards.check_send_task(incident, self._context.catalog, role=self._context.role)
        task_id = new_id(self._context.clock.now_us() // 1000)
        await self._record(
            (aggregate(AggregateKind.INCIDENT, incident_id),),
            AgencyTaskDrafted(task_id=task_id, agency_code=agency_code),
            AgencyTaskSent(task_id=task_id, agency_code=agency_code, channel=channel),
        )
        self._steps.note_task(incident_id, task_id)
        return task_id

    async def act_on_task(self, incident_id: str, task_id: str, action: str, *, text: str = "") -> None:
        """Take a task one step on.

        Raises:
            OperatorError: ``task_unknown``, ``task_action_not_now``, ``name_missing``, ``reason_missing``.
        """
        incident = await self.open_incident(incident_id)
        task = next((task for task in incident.tasks if task.task_id == task_id), None)
        if task is None:
            raise OperatorError("task_unknown")
        guards.check_task_action(task, action, text)
        target = (aggregate(AggregateKind.INCIDENT, incident_id),)
        await self._record(target, _task_event(task, action, text.strip()))

    async def escalate_overdue(self, incident_id: str, task_id: str) -> None:
        """No acknowledgement within the limit: the task climbs one step by itself."""
        entry = self._context.world.entry(incident_id)
        task = next(
            (task for task in (entry.incident.tasks if entry else ()) if task.task_id == task_id), None
        )
        if task is None or task.escalation_level >= LEVEL_MAX:
            return
        event = AgencyTaskEscalated(task_id=task_id, level=task.escalation_level + 1)
        await self._record((aggregate(AggregateKind.INCIDENT, incident_id),), event, actor="system")

    def overview(self) -> Sequence[tuple[BoardRow, tuple[object, ...]]]:
        """Open agency tasks by incident, worst incident first; without those this person may not see."""
        found: list[tuple[BoardRow, tuple[object, ...]]] = []
        for row in self._confidence.rows(self._board.rows()):
            if not row.agencies:
                continue
            entry = self._context.world.entry(row.incident_id)
            if entry is None:
                continue
            if tasks := self._views.open_tasks(entry.incident):
                found.append((row, tasks))
        return found

    # ---------------------------------------------------------------- units

    def units(self, *, near_incident_id: str | None = None) -> Sequence[UnitView]:
        """All units; with an incident the nearest free ones first."""
        entry = self._context.world.entry(near_incident_id) if near_incident_id is not None else None
        near = entry.incident if entry is not None else None
        views = [self._views.unit(unit, near=near) for unit in self._context.world.units.values()]
        if near is None:
            views.sort(key=lambda view: (view.unit.agency_code, view.unit.call_sign))
        else:
            views.sort(key=_nearest_free_first)
        return views

    async def register_unit(
        self, call_sign: str, agency_code: str, medium: str, *, post: str = "", unit_id: str | None = None
    ) -> str:
        """Make a unit known, or change its description; returns its id.

        Raises:
            OperatorError: ``name_missing``, ``agency_unknown``, ``medium_unknown``, ``call_sign_taken``.
        """
        name = call_sign.strip()
        if not name:
            raise OperatorError("name_missing", action="register_unit")
        if self._context.rules.agency(agency_code) is None:
            raise OperatorError("agency_unknown", agency=agency_code)
        if medium not in MEDIA:
            raise OperatorError("medium_unknown", medium=medium)
        taken = {unit.call_sign.casefold(): unit.unit_id for unit in self._context.world.units.values()}
        if taken.get(name.casefold(), unit_id) != unit_id:
            raise OperatorError("call_sign_taken", call_sign=name)
        identifier = unit_id or new_id(self._context.clock.now_us() // 1000)
        known = self._context.world.units.get(identifier)
        event = UnitRegistered(
            call_sign=name,
            agency_code=agency_code,
            medium=medium,
            post=post.strip(),
            capabilities=known.capabilities if known is not None else (),
        )
        await self._record((aggregate(AggregateKind.UNIT, identifier),), event)
        return identifier

    def register_planned(self, planned: Sequence[UnitPlan]) -> None:
        """Units of the configuration that the journal does not know yet."""
        facts = [
            self._fact(
                (aggregate(AggregateKind.UNIT, plan.unit_id),),
                UnitRegistered(
                    call_sign=plan.call_sign,
                    agency_code=plan.agency,
                    medium=plan.medium,
                    post=plan.post,
                    latitude=plan.latitude,
                    longitude=plan.longitude,
                    capabilities=plan.capabilities,
                ),
            )
            for plan in planned
            if plan.unit_id not in self._context.world.units
        ]
        if facts:
            self._context.recorder.submit(facts, actor=SYSTEM_ACTOR)

    async def dispatch_unit(self, incident_id: str, unit_id: str, *, force: bool = False) -> None:
        """Commit a unit; an already committed one needs ``force`` and raises an alarm for the lead.

        Raises:
            OperatorError: ``unit_unknown``, ``unit_busy``, ``unit_out_of_service``, ``unit_already_here``,
                ``unit_emergency``, or a guard.
        """
        incident = await self.open_incident(incident_id)
        unit = self._unit(unit_id)
        guards.check_send_task(incident, self._context.catalog, role=self._context.role)
        if incident_id in unit.incident_ids:
            raise OperatorError("unit_already_here", call_sign=unit.call_sign)
        if unit.state is UnitState.OUT_OF_SERVICE:
            raise OperatorError("unit_out_of_service", call_sign=unit.call_sign, reason=unit.state_reason)
        if unit.state is UnitState.EMERGENCY:
            raise OperatorError("unit_emergency", call_sign=unit.call_sign)
        is_free = unit.state is UnitState.RETURNING or not unit.incident_ids
        if not is_free and not force:
            raise OperatorError("unit_busy", call_sign=unit.call_sign, tickets=self._tickets_of(unit))
        name = aggregate(AggregateKind.UNIT, unit_id)
        facts = []
        for left_id in unit.incident_ids if is_free else ():  # on its way home: redirected, not doubled
            left = UnitReleased(unit_id=unit_id, incident_id=left_id, reason="redirected")
            facts.append(self._fact((name, aggregate(AggregateKind.INCIDENT, left_id)), left))
        dispatched = UnitDispatched(unit_id=unit_id, incident_id=incident_id)
        guard = Guard(key=name, expect=unit.claimed_for or None, set=incident_id)
        both = (name, aggregate(AggregateKind.INCIDENT, incident_id))
        facts.append(replace(self._fact(both, dispatched), guards=(guard,)))
        await self._context.recorder.record(*facts)
        self._steps.note_unit(incident_id, unit_id)
        if not is_free:
            self._context.alarms.raise_alarm("unit_double", name, detail=unit.call_sign)

    async def set_unit_state(self, unit_id: str, state: str, *, reason: str = "") -> None:
        """Note what a unit reported.

        Raises:
            OperatorError: ``unit_unknown``, ``unit_state_not_now``, ``reason_missing``.
        """
        unit = self._unit(unit_id)
        guards.check_unit_state(unit.state, state, reason)
        name = aggregate(AggregateKind.UNIT, unit_id)
        now_us = self._context.clock.now_us()  # one moment on every ticket
        # one fact for the unit and one more per further incident it works for
        incident_ids: tuple[str | None, ...] = unit.incident_ids or (None,)
        facts = []
        for incident_id in incident_ids:
            targets = (
                (name,)
                if incident_id is None
                else (
                    name,
                    aggregate(AggregateKind.INCIDENT, incident_id),
                )
            )
            event = UnitStatusSet(
                unit_id=unit_id, state=state, incident_id=incident_id, reason=reason.strip()
            )
            facts.append(replace(self._fact(targets, event), occurred_us=now_us))
        await self._context.recorder.record(*facts)
        self._steps.note_report(unit, state)
        self._announce(self._unit(unit_id))

    async def release_unit(self, incident_id: str, unit_id: str, *, reason: str = "") -> None:
        """Take a unit off an incident before it finished there.

        Raises:
            OperatorError: ``unit_unknown``, ``unit_not_here``.
        """
        unit = self._unit(unit_id)
        if incident_id not in unit.incident_ids:
            raise OperatorError("unit_not_here", call_sign=unit.call_sign)
        both = (aggregate(AggregateKind.UNIT, unit_id), aggregate(AggregateKind.INCIDENT, incident_id))
        await self._record(
            both, UnitReleased(unit_id=unit_id, incident_id=incident_id, reason=reason.strip())
        )
        self._judge_double(unit_id)

    async def locate_unit(self, unit_id: str, latitude: float, longitude: float) -> None:
        """Note where a unit says it is.

        Raises:
            OperatorError: ``unit_unknown``, ``point_unusable``.
        """
        self._unit(unit_id)
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise OperatorError("point_unusable")
        event = UnitLocated(latitude=latitude, longitude=longitude, source="operator")
        await self._record((aggregate(AggregateKind.UNIT, unit_id),), event)

    # ---------------------------------------------------------------- inner parts

    async def open_incident(self, incident_id: str) -> Incident:
        world = self._context.world
        entry = world.entry(incident_id)
        if entry is None or not entry.is_complete:
            incident = await asyncio.wrap_future(self._context.reader.incident(incident_id))
            if incident is None:
                raise OperatorError("incident_unknown")
            newer = world.entry(incident_id)
            if newer is None or not newer.is_complete:
                world.keep_incident(incident)
            entry = world.entry(incident_id)
        if entry is None:
            raise OperatorError("incident_unknown")
        if not entry.incident.is_open:
            raise OperatorError("incident_ended", ticket=entry.incident.ticket_number)
        return entry.incident

    def _unit(self, unit_id: str) -> Unit:
        unit = self._context.world.units.get(unit_id)
        if unit is None:
            raise OperatorError("unit_unknown")
        return unit

    def _tickets_of(self, unit: Unit) -> str:
        entries = (self._context.world.entry(incident_id) for incident_id in unit.incident_ids)
        return ", ".join(entry.incident.ticket_number for entry in entries if entry is not None)

    def _announce(self, unit: Unit) -> None:
        """Alerts that follow from the state of a unit."""
        name = aggregate(AggregateKind.UNIT, unit.unit_id)
        if unit.state is UnitState.EMERGENCY:
            self._context.alarms.raise_alarm("unit_emergency", name, detail=unit.call_sign)
        else:
            self._context.alarms.clear("unit_emergency", name)
        self._judge_double(unit.unit_id)

    def _judge_double(self, unit_id: str) -> None:
        if len(self._unit(unit_id).incident_ids) < 2:
            self._context.alarms.clear("unit_double", aggregate(AggregateKind.UNIT, unit_id))

    def _fact(self, targets: tuple[str, ...], event: Event, actor: str | None = None) -> NewFact:
        return NewFact(event=event, aggregates=targets, occurred_us=self._context.clock.now_us(), actor=actor)

    async def _record(self, targets: tuple[str, ...], *events: Event, actor: str | None = None) -> None:
        await self._context.recorder.record(*(self._fact(targets, event, actor) for event in events))


def _task_event(task: AgencyTask, action: str, words: str) -> Event:
    task_id = task.task_id
    match action:
        case "deliver":
            return AgencyTaskDelivered(task_id=task_id)
        case "acknowledge":
            return AgencyTaskAcknowledged(task_id=task_id, person_name=words)
        case "correct_name":
            return AgencyTaskAcknowledged(task_id=task_id, person_name=words, corrects=True)
        case "reject":
            return AgencyTaskRejected(task_id=task_id, reason=words)
        case "escalate":
            return AgencyTaskEscalated(task_id=task_id, level=min(task.escalation_level + 1, LEVEL_MAX))
        case "start":
            return AgencyTaskStarted(task_id=task_id)
        case "report":
            return AgencyTaskReported(task_id=task_id, text=words)
        case "complete":
            return AgencyTaskCompleted(task_id=task_id)
        case "cancel":
            return AgencyTaskCancelled(task_id=task_id, reason=words)
        case _:
            raise OperatorError("task_action_not_now", action=action, state=task.state.value)


def _nearest_free_first(view: UnitView) -> tuple[bool, float, str]:
    is_free = not view.unit.incident_ids and view.unit.state in {
        UnitState.AVAILABLE,
        UnitState.STAGED,
        UnitState.RETURNING,
    }
    away_km = view.distance_km if view.distance_km is not None else float("inf")
    return (not is_free, away_km, view.unit.call_sign)
