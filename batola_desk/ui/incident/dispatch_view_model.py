"""Agencies and units of the ticket in the form: who is asked, who answers, who goes. No widgets."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from batola_desk.domain.catalog import Agency, label_of
from batola_desk.domain.errors import OperatorError
from batola_desk.services.api import Desk
from batola_desk.services.change import Change
from batola_desk.services.recommendation_views import RecommendationView
from batola_desk.services.views import IncidentView, TaskView, UnitView
from batola_desk.ui.incident.task_card import Reach
from batola_desk.ui.incident.way_choice import WayChoice
from batola_desk.ui.outreach.outreach_actions import OutreachActions
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.tasks import TaskRunner

ENDED_TASKS = frozenset({"completed", "rejected", "cancelled"})
WORDS_NEEDED = frozenset({"acknowledge", "reject", "cancel", "report", "correct_name"})
QUICK_KEYS = 9  # Alt+1 … Alt+9


WHAT_MATTERS = frozenset({"language", "recommendation", "map_features"})
FREE_STATES = frozenset({"available", "staged", "returning"})


class DispatchViewModel(QObject):
    """What the dispatch pane shows and wishes.

    Attributes:
        choice: whose way is looked at.

    Signals:
        changed: read the properties again.
        words_wanted: an action needs a name, a reason or a report first (task id, action).
        unit_busy: the unit works elsewhere; ask again (unit id, call sign, tickets).
    """

    changed = Signal()
    words_wanted = Signal(str, str)
    unit_busy = Signal(str, str, str)

    def __init__(self, desk: Desk, tasks: TaskRunner, pulse: Pulse, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.tasks = tasks
        self.incident_id = ""
        self.channel = ""  # empty = the first way of each agency
        self.choice = WayChoice(desk, tasks, pulse, self)
        self.outreach = OutreachActions(desk, tasks, self)
        pulse.changed.connect(self._on_change)

    # ---------------------------------------------------------------- what is shown

    @property
    def view(self) -> IncidentView | None:
        """The ticket, None while there is none."""
        return self.desk.incidents.view(self.incident_id) if self.incident_id else None

    @property
    def is_editable(self) -> bool:
        """Whether anything may be sent."""
        view = self.view
        return view is not None and view.incident.is_open

    @property
    def tasks_shown(self) -> Sequence[TaskView]:
        """Tasks of the ticket: running ones first."""
        view = self.view
        if view is None:
            return ()
        return sorted(view.tasks, key=lambda task: task.task.state in ENDED_TASKS)

    @property
    def quick_slots(self) -> tuple[tuple[Agency, bool], ...]:
        """Agencies that this type usually needs, the lead first, each with whether it was asked already.

        An asked one keeps its place: a key pressed twice must not reach the next agency.
        """
        view = self.view
        if view is None or not view.incident.is_open:
            return ()
        asked = {task.task.agency_code for task in view.tasks if task.task.state not in ENDED_TASKS}
        known = self.desk.catalog.agencies
        codes = self.desk.catalog.suggested_agencies(view.incident.text("type_code"))
        return tuple((known[code], code in asked) for code in codes[:QUICK_KEYS])

    def find_agencies(self, text: str) -> Sequence[Agency]:
        """Agencies whose name, code or number begins a word with the typed letters."""
        typed = text.casefold().strip()
        if not typed:
            return ()
        found = []
        for agency in self.desk.catalog.agencies.values():
            names = f"{agency.label} {agency.short} {agency.code} {agency.national_number}".casefold()
            if any(word.startswith(typed) for word in names.replace("(", " ").split()) or typed in names:
                found.append(agency)
        return found

    def channels_of(self, agency_code: str) -> tuple[str, ...]:
        """Ways to reach an agency in the order to try."""
        agency = self.desk.catalog.agencies.get(agency_code)
        known = self.desk.catalog.channels
        return tuple(code for code in (agency.channels if agency else ()) if code in known)

    def units(self) -> Sequence[UnitView]:
        """Units of this ticket first, then free ones of agencies that it needs, each group nearest first."""
        units = self.desk.dispatch.units(near_incident_id=self.incident_id or None)
        wanted = {agency.code for agency, _ in self.quick_slots} | {
            task.task.agency_code for task in self.tasks_shown if task.task.state not in ENDED_TASKS
        }
        return sorted(
            units,
            key=lambda unit: (
                not self.is_here(unit),
                bool(unit.unit.incident_ids) or unit.unit.state.value not in FREE_STATES,
                unit.unit.agency_code not in wanted,
            ),
        )

    @property
    def advice(self) -> RecommendationView | None:
        """Who should go; None while there is no place, or nothing is known yet."""
        return self.desk.recommendation.view(self.incident_id) if self.incident_id else None

    @property
    def language(self) -> str:
        """Of the screen, as labels of the catalog know it."""
        return str(self.desk.session.setting("screen.language"))

    def is_here(self, unit: UnitView) -> bool:
        """Whether the unit works for the ticket in the form."""
        return bool(self.incident_id) and self.incident_id in unit.unit.incident_ids

    # ---------------------------------------------------------------- wishes

    @Slot(str)
    def set_incident(self, incident_id: str) -> None:
        """Another ticket is in the form."""
        self.incident_id = incident_id
        self.choice.set_incident(incident_id)
        self.changed.emit()

    def send(self, agency_code: str, channel: str = "") -> None:
        """Ask an agency; without a channel its first one."""
        if not self.incident_id:
            self.tasks.messages.error("no_ticket_open")
            return
        channels = self.channels_of(agency_code)
        first = next(iter(channels), next(iter(self.desk.catalog.channels), ""))
        chosen = channel or self.channel or first
        self.tasks.run(self._send(self.incident_id, agency_code, chosen), "send")

    async def _send(self, incident_id: str, agency_code: str, channel: str) -> None:
        await self.desk.incidents.flush(incident_id)  # the priority that a right depends on is known
        await self.desk.dispatch.send_task(incident_id, agency_code, channel=channel)

    def act(self, task_id: str, action: str, text: str | None = None) -> None:
        """Take a task on; ``text`` None = ask for the words first where they are needed."""
        if text is None and action in WORDS_NEEDED:
            self.words_wanted.emit(task_id, action)
            return
        self.tasks.run(
            self.desk.dispatch.act_on_task(self.incident_id, task_id, action, text=text or ""), "act-on-task"
        )

    def reach_of(self, view: TaskView) -> Reach:
        """How the agency of a task can be reached, and whom to ask once it declined."""
        task, outreach = view.task, self.desk.outreach
        follower = ""
        if task.state.value == "rejected" and self.is_editable:
            code = outreach.next_agency(self.incident_id)
            known = self.desk.catalog.agencies.get(code)
            follower = label_of(known, self.language) if known is not None else ""
        return Reach(outreach.ways(task), partial(outreach.next_way, task), follower)

    @Slot(str, str)
    def reach(self, task_id: str, channel: str) -> None:
        """Try a way to the agency of a task."""
        self.outreach.reach(self.incident_id, task_id, channel)

    @Slot(str)
    def unreached(self, task_id: str) -> None:
        """The last try reached nobody."""
        self.outreach.unreached(self.incident_id, task_id)

    @Slot()
    def ask_next_agency(self) -> None:
        """An agency declined: the next usual one."""
        self.outreach.next_agency(self.incident_id)

    def assign(self, unit_id: str, *, force: bool = False) -> None:
        """Commit a unit; a busy one asks again."""
        if not self.incident_id:
            self.tasks.messages.error("no_ticket_open")
            return
        self.tasks.run(self._assign(self.incident_id, unit_id, force=force), "assign")

    def assign_advised(self) -> None:
        """Commit the unit that is advised first."""
        view = self.advice
        first = view.first if view is not None else None
        if first is None:
            self.tasks.messages.error("no_advice")
            return
        self.assign(first.unit_id)

    async def _assign(self, incident_id: str, unit_id: str, *, force: bool) -> None:
        try:
            await self.desk.dispatch.dispatch_unit(incident_id, unit_id, force=force)
        except OperatorError as refusal:
            if refusal.code != "unit_busy" or force:
                raise
            values = refusal.values
            self.unit_busy.emit(unit_id, str(values.get("call_sign", "")), str(values.get("tickets", "")))

    def set_unit_state(self, unit_id: str, state: str, *, reason: str = "") -> None:
        """Note what a unit reported."""
        self.tasks.run(self.desk.dispatch.set_unit_state(unit_id, state, reason=reason), "set-unit-state")

    def release(self, unit_id: str, *, reason: str = "") -> None:
        """Take the unit off this ticket."""
        self.tasks.run(
            self.desk.dispatch.release_unit(self.incident_id, unit_id, reason=reason), "release-unit"
        )

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if self.incident_id in change.incident_ids or change.unit_ids or change.what & WHAT_MATTERS:
            self.changed.emit()
