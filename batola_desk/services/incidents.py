"""The ticket: draft from the first keystroke, place first. Source: domain.md §5.2, §7, §14."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from batola_desk.domain import guards
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.call import CallLinked
from batola_desk.domain.events.incident import (
    IncidentClosed,
    IncidentFieldSet,
    IncidentLocationCleared,
    IncidentLocationSet,
    IncidentNoteAdded,
    IncidentOpened,
    IncidentPrioritySet,
    IncidentReopened,
    IncidentSimilarJudged,
    IncidentStateSet,
    IncidentVerified,
)
from batola_desk.domain.facts import AggregateKind, Event, NewFact, aggregate
from batola_desk.domain.ids import new_id
from batola_desk.domain.incident import FIELDS, Incident, LocationFix
from batola_desk.domain.room_rules import MACHINE_ACTORS
from batola_desk.domain.triage import TriageStep
from batola_desk.services.board import Board
from batola_desk.services.call_views import call_on_line
from batola_desk.services.change import Change
from batola_desk.services.confidence import Confidence
from batola_desk.services.context import Context
from batola_desk.services.drafts import DraftKeeper
from batola_desk.services.follow_up import is_dialable
from batola_desk.services.incident_views import IncidentViews
from batola_desk.services.suggest import Suggestions
from batola_desk.services.ticket_counter import TicketCounter
from batola_desk.services.undo import UndoList, UndoStep
from batola_desk.services.views import BoardRow, IncidentView, PlaceSuggestion, TypeSuggestion

BOARD_FIELDS = frozenset({"place_text", "place_code", "type_code"})


class LinkedCalls(Protocol):
    """The part of ``services.calls`` that undoing needs."""

    on_linked: Callable[[str, str], None]

    async def unlink(self, call_key: str, incident_id: str, *, reason: str) -> None: ...


class IncidentService:
    """Use cases around tickets."""

    def __init__(
        self,
        context: Context,
        drafts: DraftKeeper,
        board: Board,
        views: IncidentViews,
        suggestions: Suggestions,
    ) -> None:
        self._context = context
        self._drafts = drafts
        self._board = board
        self._views = views
        self._suggestions = suggestions
        self._confidence = Confidence(context)
        self._undo: dict[str, UndoList] = {}
        self._finished_notes: set[str] = set()  # on their way to the journal, which still calls them drafts
        self._opening: dict[str, asyncio.Task[str]] = {}  # by call key
        self.numbers = TicketCounter(context)
        self._calls: LinkedCalls | None = None
        self.take_back_answer: Callable[[str, TriageStep], Awaitable[None]] = _nothing_to_take_back
        self._take_backs: dict[str, Callable[[str, str], Awaitable[object]]] = {}

    # ---------------------------------------------------------------- reading

    def board(self) -> Sequence[BoardRow]:
        """All open incidents, worst first."""
        return self._confidence.rows(self._board.rows())

    def view(self, incident_id: str) -> IncidentView | None:
        """The incident if it is in memory; masked when it is confidential and not this person's to see."""
        view = self._views.view(incident_id)
        return self._confidence.view(view) if view is not None else None

    async def open_view(self, incident_id: str) -> IncidentView:
        """The incident with everything in it and its calls, read from the journal if need be.

        Raises:
            OperatorError: ``incident_unknown``, ``incident_confidential``.
        """
        view = await self._read(incident_id)
        self._confidence.check(view.incident)
        return view

    async def _read(self, incident_id: str) -> IncidentView:
        """With everything in it, whoever may see it: rules must not judge by half of it."""
        world, reader = self._context.world, self._context.reader
        entry = world.entry(incident_id)
        if entry is None or not entry.is_complete:
            incident = await asyncio.wrap_future(reader.incident(incident_id))
            newer = world.entry(incident_id)
            if newer is None or not newer.is_complete:  # a commit may have been quicker than this read
                if incident is None:
                    raise OperatorError("incident_unknown")
                world.keep_incident(incident)
            self._board.refresh(incident_id)
        kept = world.entry(incident_id)
        missing = [key for key in (kept.incident.call_keys if kept else ()) if world.call(key) is None]
        for call in await asyncio.gather(*(asyncio.wrap_future(reader.call(key)) for key in missing)):
            if call is not None and world.call(call.call_key) is None:
                world.keep_call(call)
        self._views.forget(incident_id)
        view = self._views.view(incident_id)
        if view is None:
            raise OperatorError("incident_unknown")
        return view

    def describe_point(self, latitude: float, longitude: float) -> PlaceSuggestion | None:
        """The nearest desa of a point."""
        return self._suggestions.point(latitude, longitude)

    def suggest_types(self, text: str) -> Sequence[TypeSuggestion]:
        """Types for the typed letters, best first."""
        return self._suggestions.types(text)

    def shown(self, incident_id: str) -> Incident | None:
        """The incident in memory with the keystrokes that are on their way."""
        entry = self._context.world.entry(incident_id)
        return self._shown(entry.incident) if entry is not None else None

    # ---------------------------------------------------------------- opening

    async def new(self, *, call_key: str | None = None, source: str = "call") -> str:
        """Open a draft, linked to the call if given; a second wish while the first is on its way joins it."""
        if call_key is None:
            return await self._open(None, source)
        opening = self._opening.get(call_key)
        if opening is None:
            opening = asyncio.create_task(self._open(call_key, source), name="services:open-ticket")
            self._opening[call_key] = opening
            opening.add_done_callback(lambda _done: self._opening.pop(call_key, None))
        return await asyncio.shield(opening)

    async def _open(self, call_key: str | None, source: str) -> str:
        number = await self.numbers.next_number()
        now_us = self._context.clock.now_us()
        incident_id = new_id(now_us // 1000)
        target = aggregate(AggregateKind.INCIDENT, incident_id)
        call = self._context.world.call(call_key) if call_key is not None else None
        line = self._context.line.by_key(call_key) if call_key is not None else None
        shown = call_on_line(line, call) if line is not None else call
        opened = IncidentOpened(
            ticket_number=number,
            source=source,
            call_key=call_key,
            training=self._context.training() or (shown is not None and shown.training),
        )
        ours = (aggregate(AggregateKind.CALL, call_key),) if call_key is not None else ()
        facts = [NewFact(event=opened, aggregates=(target, *ours), occurred_us=now_us)]
        if call_key is not None:
            both = (*ours, target)
            linked = CallLinked(call_key=call_key, incident_id=incident_id)
            facts.append(NewFact(event=linked, aggregates=both, occurred_us=now_us))
        if shown is not None and is_dialable(shown.number):
            kept = IncidentFieldSet(field="callback_number", value=shown.number)
            facts.append(NewFact(event=kept, aggregates=(target,), occurred_us=now_us))
        await self._context.recorder.record(*facts)
        return incident_id

    async def prepare(self) -> None:
        """Learn today's next ticket number, so that the first keystroke of the day need not wait for it."""
        await self.numbers.prepare()

    # ---------------------------------------------------------------- writing

    def set_field(self, incident_id: str, field: str, value: str) -> None:
        """Take a keystroke: shown at once, journalled soon.

        Raises:
            OperatorError: ``incident_unknown``, ``incident_ended``, ``field_unknown``, ``number_expected``.
        """
        incident = self._editable(incident_id)
        if field not in FIELDS:
            raise OperatorError("field_unknown", field=field)
        if field.startswith("victims_") and value and not (value.isascii() and value.isdigit()):
            raise OperatorError("number_expected", field=field)
        typed = self._drafts.value(incident_id, field)
        before = incident.text(field) if typed is None else typed
        if before == value:
            return
        self._steps(incident_id).note_field(field, before, self._context.clock.now_us())
        self._drafts.set_field(incident_id, field, value, replaces=self._seen_value(incident_id, field))
        self.on_draft_change(incident_id, on_board=field in BOARD_FIELDS)

    def _seen_value(self, incident_id: str, field: str) -> str | None:
        """The fact whose value the operator sees in a field; None when only the list knows it."""
        entry = self._context.world.entry(incident_id)
        if entry is None or not entry.is_complete:
            return None
        return next((value.fact_id for name, value in entry.incident.fields if name == field), "")

    async def flush(self, incident_id: str | None = None) -> None:
        """Journal everything still waiting in memory."""
        await self._drafts.flush(incident_id)

    async def set_location(
        self,
        incident_id: str,
        latitude: float,
        longitude: float,
        *,
        source: str,
        uncertainty_m: float = 0.0,
        place_code: str = "",
        label: str = "",
    ) -> None:
        """Confirm a point as the place of the incident.

        Raises:
            OperatorError: ``point_unusable``, ``incident_unknown``, ``incident_ended``.
        """
        place = IncidentLocationSet(
            latitude=latitude,
            longitude=longitude,
            uncertainty_m=uncertainty_m,
            source=source,
            place_code=place_code,
            label=label,
        )
        await self.confirm_place(incident_id, place)

    async def confirm_place(self, incident_id: str, place: IncidentLocationSet) -> None:
        """Confirm a place with everything known of it; raises what ``set_location`` does."""
        incident = self._editable(incident_id)
        latitude, longitude, uncertainty_m = place.latitude, place.longitude, place.uncertainty_m
        usable = math.isfinite(latitude) and math.isfinite(longitude) and math.isfinite(uncertainty_m)
        if not usable or abs(latitude) > 90 or abs(longitude) > 180 or uncertainty_m < 0:
            raise OperatorError("point_unusable")
        self._steps(incident_id).note_location(incident.location, self._context.clock.now_us())
        await self._record(incident_id, replace(place, replaces=self._seen_location(incident_id)))

    async def use_location(self, incident_id: str, fact_id: str) -> None:
        """Take a place that was confirmed before, e.g. by another desk.

        Raises:
            OperatorError: ``point_unusable``, ``incident_unknown``, ``incident_ended``.
        """
        incident = self._editable(incident_id)
        fix = next((fix for fix in incident.location_history if fix.fact_id == fact_id), None)
        if fix is None:
            raise OperatorError("point_unusable")
        if incident.location is None or incident.location.fact_id != fact_id:
            self._steps(incident_id).note_location(incident.location, self._context.clock.now_us())
            await self._record(incident_id, _location_event(fix, self._seen_location(incident_id)))

    def _seen_location(self, incident_id: str) -> str | None:
        """The fact whose point the operator sees; None when only the list knows it."""
        entry = self._context.world.entry(incident_id)
        if entry is None or not entry.is_complete:
            return None
        return entry.incident.location.fact_id if entry.incident.location is not None else ""

    async def clear_location(self, incident_id: str) -> None:
        """The confirmed point was wrong and no better one is known."""
        incident = self._editable(incident_id)
        if incident.location is None:
            return
        self._steps(incident_id).note_location(incident.location, self._context.clock.now_us())
        await self._record(incident_id, IncidentLocationCleared())

    async def set_priority(self, incident_id: str, priority: str, *, reason: str = "") -> None:
        """Move the priority by hand; lowering needs the right and a reason.

        Raises:
            OperatorError: see ``domain.guards``.
        """
        incident = self._shown(self._editable(incident_id))
        guards.check_priority(
            incident, priority, self._context.catalog, role=self._context.role, reason=reason
        )
        self._steps(incident_id).note_priority(incident.priority, self._context.clock.now_us())
        await self._record(incident_id, IncidentPrioritySet(priority=priority, reason=reason))

    def set_note_draft(self, incident_id: str, text: str) -> None:
        """Keep the half-written chronology line safe."""
        incident = self._editable(incident_id)
        self._drafts.set_note(incident_id, text, note_id=self._own_draft_note(incident))
        self._views.forget(incident_id)

    async def add_note(self, incident_id: str, text: str) -> None:
        """Finish the line with its time stamp.

        Raises:
            OperatorError: ``text_missing``, ``incident_unknown``.
        """
        incident = self._known(incident_id)
        if not text.strip():
            raise OperatorError("text_missing")
        note_id = self._drafts.take_note(incident_id) or self._own_draft_note(incident) or new_id()
        self._finished_notes.add(note_id)
        try:
            await self._record(incident_id, IncidentNoteAdded(note_id=note_id, text=text.strip()))
        finally:
            self._finished_notes.discard(note_id)

    async def verify(self, incident_id: str, *, how: str = "") -> None:
        """Somebody confirmed the report."""
        self._editable(incident_id)
        await self._record(incident_id, IncidentVerified(how=how))

    async def judge_similar(
        self, incident_id: str, other: str, *, other_label: str = "", is_same: bool = False
    ) -> None:
        """Another report is another happening: it is not offered again; or it may be the same after all.

        Args:
            other: ``incident:…`` or ``call:…`` (``services.duplicates``).
        """
        incident = self._editable(incident_id)
        if (other in incident.not_same) != is_same:
            return
        self._steps(incident_id).note_other("similar", other, self._context.clock.now_us())
        await self._record(
            incident_id, IncidentSimilarJudged(other=other, other_label=other_label, is_same=is_same)
        )

    def note_triage(self, incident_id: str, step: TriageStep) -> None:
        """An answer was given here: the undo key takes it back with what it moved."""
        self._steps(incident_id).note_triage(step, self._context.clock.now_us())

    def follow_links_of(self, calls: LinkedCalls) -> None:
        """Calls that are linked from now on can be taken back by one key too."""
        self._calls = calls
        calls.on_linked = self._note_linked

    def note_step(self, incident_id: str, kind: str, other: str) -> None:
        """Another use case did something about this ticket that one key takes back."""
        self._steps(incident_id).note_other(kind, other, self._context.clock.now_us())

    def take_back_with(self, take_back: Mapping[str, Callable[[str, str], Awaitable[object]]]) -> None:
        """Who takes such steps back: by kind, called with the ticket and what it was about.

        ``False`` = there was nothing left to take back; the step before it is meant.
        """
        self._take_backs.update(take_back)

    def _note_linked(self, incident_id: str, call_key: str) -> None:
        self._steps(incident_id).note_other("link", call_key, self._context.clock.now_us())

    async def set_state(self, incident_id: str, state: str, *, reason: str = "", reference: str = "") -> None:
        """Move the ticket itself.

        Raises:
            OperatorError: see ``domain.guards``.
        """
        self._editable(incident_id)
        await self.flush(incident_id)
        guards.check_state(
            self._known(incident_id), state, self._context.catalog, role=self._context.role, reason=reason
        )
        await self._record(incident_id, IncidentStateSet(state=state, reason=reason, reference=reference))

    async def close(
        self, incident_id: str, *, disposition: str, caller_informed: str, note: str = ""
    ) -> None:
        """Close the ticket with its outcome.

        Raises:
            OperatorError: see ``domain.guards``.
        """
        self._editable(incident_id)
        await self.flush(incident_id)
        incident = await self.complete(incident_id)
        guards.check_close(
            incident, disposition, caller_informed, self._context.catalog, role=self._context.role
        )
        await self._record(
            incident_id,
            IncidentClosed(disposition=disposition, caller_informed=caller_informed, note=note),
        )
        self._undo.pop(incident_id, None)

    async def reopen(self, incident_id: str, *, reason: str) -> None:
        """Work on a closed ticket again.

        Raises:
            OperatorError: see ``domain.guards``.
        """
        incident = await self.complete(incident_id)
        guards.check_reopen(incident, self._context.catalog, role=self._context.role, reason=reason)
        await self._record(incident_id, IncidentReopened(reason=reason))

    async def undo(self, incident_id: str) -> str | None:
        """Take back this operator's last field, place or priority change by a new fact.

        What somebody at another desk wrote over a field since then stays: the step is passed over.

        Raises:
            OperatorError: ``undo_task_sent``, ``undo_unit_sent``: that has left the desk.
        """
        shown = self._shown(self._editable(incident_id))
        steps = self._undo.get(incident_id)
        while steps is not None and (step := steps.pop()) is not None:
            if self._is_overwritten(shown, step):
                continue
            if await self._take_back(incident_id, step) is not False:
                return step.name
        return None

    def change_hands(self) -> None:
        """Somebody else sits here: nobody takes back or goes on with what another person did."""
        self._undo.clear()
        self._drafts.change_hands()

    def on_draft_change(self, incident_id: str, *, on_board: bool = True) -> None:
        """A keystroke came or went: show it."""
        self._views.forget(incident_id)
        if on_board:
            self._board.refresh(incident_id)
        self._context.publish(Change(incident_ids=frozenset({incident_id})))

    # ---------------------------------------------------------------- inner parts

    def _is_overwritten(self, shown: Incident, step: UndoStep) -> bool:
        ours = {"", self._context.person.operator_id, *MACHINE_ACTORS}
        if step.triage is not None:
            key = step.triage.key
            return any(given.key == key and given.actor not in ours for given in shown.triage)
        value = dict(shown.fields).get(step.name) if step.kind == "field" else None
        return value is not None and value.actor not in ours

    async def _take_back(self, incident_id: str, step: UndoStep) -> object:
        match step.kind:
            case "field":
                seen = self._seen_value(incident_id, step.name)
                self._drafts.set_field(incident_id, step.name, step.text_before, replaces=seen)
                self.on_draft_change(incident_id)
                await self.flush(incident_id)
            case "location" if step.location_before is not None:
                seen = self._seen_location(incident_id)
                await self._record(incident_id, _location_event(step.location_before, seen))
            case "location":
                await self._record(incident_id, IncidentLocationCleared())
            case "link":
                if step.text_before in self._known(incident_id).call_keys:
                    await self._unlink(step.text_before, incident_id)
            case "similar":
                await self._record(incident_id, IncidentSimilarJudged(other=step.text_before, is_same=True))
            case "triage" if step.triage is not None:
                await self.take_back_answer(incident_id, step.triage)
            case kind if kind in self._take_backs:
                return await self._take_backs[kind](incident_id, step.text_before)
            case _:
                event = IncidentPrioritySet(priority=step.text_before, reason="undo")
                await self._record(incident_id, event)
        return None

    async def _record(self, incident_id: str, event: Event) -> None:
        await self._context.recorder.record(
            NewFact(
                event=event,
                aggregates=(aggregate(AggregateKind.INCIDENT, incident_id),),
                occurred_us=self._context.clock.now_us(),
            )
        )

    async def _unlink(self, call_key: str, incident_id: str) -> None:
        if self._calls is not None:
            await self._calls.unlink(call_key, incident_id, reason="dibatalkan")

    def _known(self, incident_id: str) -> Incident:
        entry = self._context.world.entry(incident_id)
        if entry is None:
            raise OperatorError("incident_unknown")
        return entry.incident

    def _editable(self, incident_id: str) -> Incident:
        incident = self._known(incident_id)
        if not incident.is_open:
            raise OperatorError("incident_ended", ticket=incident.ticket_number)
        return incident

    async def complete(self, incident_id: str) -> Incident:
        """The incident with everything in it; guards must not judge by a list line."""
        entry = self._context.world.entry(incident_id)
        if entry is None or not entry.is_complete:
            await self._read(incident_id)
        return self._known(incident_id)

    def _shown(self, incident: Incident) -> Incident:
        return self._drafts.overlay(incident, self._context.person.operator_id)

    def _own_draft_note(self, incident: Incident) -> str:
        own = [
            note.note_id
            for note in incident.notes
            if note.draft
            and note.actor == self._context.person.operator_id
            and note.note_id not in self._finished_notes
        ]
        return own[-1] if own else ""

    def _steps(self, incident_id: str) -> UndoList:
        return self._undo.setdefault(incident_id, UndoList())


async def _nothing_to_take_back(_incident_id: str, _step: TriageStep) -> None:
    """Until the questions are there."""


def _location_event(fix: LocationFix, replaces: str | None) -> IncidentLocationSet:
    return IncidentLocationSet(
        latitude=fix.latitude,
        longitude=fix.longitude,
        uncertainty_m=fix.uncertainty_m,
        source=fix.source,
        place_code=fix.place_code,
        label=fix.label,
        replaces=replaces,
        fix_id=fix.fix_id,
    )
