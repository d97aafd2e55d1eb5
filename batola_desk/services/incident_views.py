"""Builds what the form, the unit list and the agency board show. Thread: the desk's event loop."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from batola_desk.domain import guards
from batola_desk.domain.agency_task_reducer import ENDED_TASK_STATES
from batola_desk.domain.catalog import label_of
from batola_desk.domain.incident import AgencyTask, Incident, UnitOnIncident
from batola_desk.domain.kinship import children_of, parent_of
from batola_desk.domain.unit import Unit
from batola_desk.map.gazetteer import Gazetteer
from batola_desk.map.projection import distance_m
from batola_desk.services.call_views import CallViews
from batola_desk.services.drafts import DraftKeeper
from batola_desk.services.rules import Rules
from batola_desk.services.views import AbsorbedView, CallView, IncidentView, TaskView, UnitView
from batola_desk.services.world import World


class IncidentViews:
    """Views of incidents, agency tasks and units, remembered until something of them changes."""

    def __init__(  # noqa: PLR0913 - what a form shows comes from many places
        self,
        world: World,
        rules: Rules,
        drafts: DraftKeeper,
        calls: CallViews,
        gazetteer: Gazetteer,
        *,
        now_us: Callable[[], int],
        actor: Callable[[], str],
        language: Callable[[], str],
        claim_of: Callable[[Incident], str],
    ) -> None:
        self._world = world
        self._claim_of = claim_of
        self._rules = rules
        self._drafts = drafts
        self._calls = calls
        self._gazetteer = gazetteer
        self._now_us = now_us
        self._actor = actor
        self._language = language
        self._kept: dict[str, IncidentView] = {}
        self._tasks: dict[str, tuple[Incident, tuple[TaskView, ...]]] = {}  # of boards, while it is the same

    def forget(self, incident_id: str) -> None:
        """Something of this incident changed; whatever it goes on in shows it too."""
        gone = self._kept.pop(incident_id, None)
        self._tasks.pop(incident_id, None)
        entry = self._world.entry(incident_id)
        for known in (gone.incident if gone is not None else None, entry.incident if entry else None):
            if known is not None and (parent := parent_of(known)):
                self._kept.pop(parent, None)

    def forget_all(self) -> None:
        """The language changed, or units did."""
        self._kept.clear()
        self._tasks.clear()

    def view(self, incident_id: str) -> IncidentView | None:
        """The incident with the keystrokes that are on their way, if it is in memory."""
        kept = self._kept.get(incident_id)
        if kept is not None:
            return kept
        entry = self._world.entry(incident_id)
        if entry is None:
            return None
        view = self._build(self._drafts.overlay(entry.incident, self._actor()), entry.pending_disk)
        self._kept[incident_id] = view
        return view

    def open_tasks(self, incident: Incident) -> tuple[TaskView, ...]:
        """Its tasks that are not over; a board asks for those of two thousand incidents at every change."""
        known, tasks = self._tasks.get(incident.incident_id, (None, ()))
        if known is not incident:
            tasks = tuple(
                self.task(incident, task) for task in incident.tasks if task.state not in ENDED_TASK_STATES
            )
            self._tasks[incident.incident_id] = (incident, tasks)
        return tasks

    def task(self, incident: Incident, task: AgencyTask) -> TaskView:
        """One agency task with its clock and next steps."""
        agency = self._rules.agency(task.agency_code)
        above = self._rules.next_step(incident, task)
        return TaskView(
            task=task,
            agency_name=self._rules.agency_name(task.agency_code, self._language()),
            national_number=agency.national_number if agency is not None else "",
            clock=self._rules.task_clock(incident, task),
            next_actions=guards.task_actions(task),
            step=label_of(above[0], self._language()) if above is not None else "",
            step_us=above[1] if above is not None else None,
        )

    def unit(self, unit: Unit, *, near: Incident | None = None) -> UnitView:
        """One unit; with ``near`` its part in that incident and its distance from it."""
        part: UnitOnIncident | None = None
        distance_km: float | None = None
        if near is not None:
            part = next((part for part in near.units if part.unit_id == unit.unit_id), None)
            place = near.location
            if place is not None and unit.latitude is not None and unit.longitude is not None:
                away_m = distance_m(place.latitude, place.longitude, unit.latitude, unit.longitude)
                distance_km = away_m / 1000
        age_s = (self._now_us() - unit.position_us) / 1e6 if unit.position_us is not None else None
        tickets = tuple(
            entry.incident.ticket_number
            for incident_id in unit.incident_ids
            if (entry := self._world.entry(incident_id)) is not None
        )
        return UnitView(
            unit=unit,
            agency_name=self._rules.agency_name(unit.agency_code, self._language()),
            part=part,
            ticket_numbers=tickets,
            clock=self._rules.unit_clock(unit, self._world.type_of_unit(unit)),
            position_age_s=age_s,
            distance_km=distance_km,
            next_states=tuple(state.value for state in guards.unit_next_states(unit.state)),
        )

    def _build(self, incident: Incident, pending_disk: bool) -> IncidentView:
        type_code = incident.text("type_code")
        calls: list[CallView] = []
        for call_key in incident.call_keys:
            call = self._calls.view(call_key)
            if call is not None:
                calls.append(call)
        units = [
            self.unit(self._world.units[part.unit_id], near=incident)
            for part in incident.units
            if part.unit_id in self._world.units
        ]
        return IncidentView(
            incident=incident,
            priority=self._rules.priority_of(type_code, incident.priority),
            type_label=self._rules.type_label(type_code, self._language()),
            place_label=self._place_label(incident),
            clocks=self._rules.clocks(incident, self._answered_of(calls)),
            tasks=tuple(self.task(incident, task) for task in incident.tasks),
            units=tuple(units),
            calls=tuple(calls),
            missing_to_close=guards.missing_to_close(incident),
            unsaved=pending_disk or self._drafts.is_unsaved(incident.incident_id),
            owner_name=self._world.name_of(incident.owner),
            claim=self._claim_of(incident),
            absorbed=tuple(self._absorbed(incident)),
        )

    def _absorbed(self, incident: Incident) -> Iterator[AbsorbedView]:
        """What goes on in it, and what goes on in that: a parent is always the older one, so this ends."""
        for child_id in children_of(incident):
            entry = self._world.entry(child_id)
            if entry is not None and parent_of(entry.incident) == incident.incident_id:
                found = (self._calls.view(key) for key in entry.incident.call_keys)
                calls = tuple(view for view in found if view is not None)
                yield AbsorbedView(incident=entry.incident, calls=calls)
                yield from self._absorbed(entry.incident)

    def _place_label(self, incident: Incident) -> str:
        location = incident.location
        code = (location.place_code if location is not None else "") or incident.text("place_code")
        place = self._gazetteer.by_code(code) if code else None
        if place is not None:
            return place.label
        return location.label if location is not None else ""

    @staticmethod
    def _answered_of(calls: list[CallView]) -> tuple[int | None, int | None]:
        """First ring and first answer among the calls, for the clocks of the ticket."""
        offered = [view.call.offered_us for view in calls if view.call.offered_us is not None]
        answered = [view.call.answered_us for view in calls if view.call.answered_us is not None]
        return (min(offered, default=None), min(answered, default=None))
