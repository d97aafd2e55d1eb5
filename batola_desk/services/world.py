"""The current state in memory: what is live, open or waiting, and nothing else.

Loaded from the reader's lists at start (no folding of history) and changed only by states that come back from
the journal: of own facts and of other desks' alike. ``is_ours`` tells whose a thing is to act on. Calls and
incidents that are over are kept for a while in bounded caches for the panes that show them.

Thread: the desk's event loop.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from batola_desk.domain.announcement import Announcement
from batola_desk.domain.call import Call, CallState
from batola_desk.domain.callback import Callback, CallbackState
from batola_desk.domain.incident import (
    AgencyTask,
    FieldValue,
    Incident,
    IncidentState,
    LocationFix,
    TaskState,
    UnitOnIncident,
)
from batola_desk.domain.map_feature import MapFeature
from batola_desk.domain.operator import Desk, DeskMode, Operator, OperatorState
from batola_desk.domain.ownership import is_desk_actor
from batola_desk.domain.reducers import State
from batola_desk.domain.unit import Unit, UnitState
from batola_desk.models.rows import CallbackRow, CallRow, DeskRow, IncidentRow, OperatorRow, UnitRow
from batola_desk.models.search_text import number_key
from batola_desk.services.change import Change
from batola_desk.services.merged_calls import MergedCalls

CALLS_KEPT_MAX = 300  # LIMIT: finished calls kept for open forms; the journal has the rest
FULL_INCIDENTS_MAX = 200  # LIMIT: tickets that changed hands, loaded with everything in them at start
FULL_CALLS_MAX = 300  # LIMIT: calls loaded with everything in them at start; older ones as list lines
MERGED_LOOKED_BACK = 200  # LIMIT: newest tickets looked through at start for those merged into open ones
INCIDENTS_KEPT_MAX = 60  # LIMIT: closed tickets opened in this session


class ReaderPort(Protocol):
    """The reading side of the journal that the world is loaded from (``models.journal``)."""

    def open_incidents(self) -> concurrent.futures.Future[tuple[IncidentRow, ...]]: ...

    def recent_incidents(self, limit: int) -> concurrent.futures.Future[tuple[IncidentRow, ...]]: ...

    def live_calls(self) -> concurrent.futures.Future[tuple[CallRow, ...]]: ...

    def calls_to_classify(self) -> concurrent.futures.Future[tuple[CallRow, ...]]: ...

    def open_callbacks(self) -> concurrent.futures.Future[tuple[CallbackRow, ...]]: ...

    def units(self) -> concurrent.futures.Future[tuple[UnitRow, ...]]: ...

    def desk(self, desk_id: str) -> concurrent.futures.Future[Desk | None]: ...

    def desks(self) -> concurrent.futures.Future[tuple[DeskRow, ...]]: ...

    def operator(self, operator_id: str) -> concurrent.futures.Future[Operator | None]: ...

    def operators(self) -> concurrent.futures.Future[tuple[OperatorRow, ...]]: ...

    def call(self, call_key: str) -> concurrent.futures.Future[Call | None]: ...

    def incident(self, incident_id: str) -> concurrent.futures.Future[Incident | None]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentEntry:
    """One incident in memory.

    Attributes:
        is_complete: folded from all its facts; else built from its line in the list, enough for the board.
        call_count: how many calls it has, also while incomplete.
        pending_disk: some of it waits in memory because the disk refuses.
    """

    incident: Incident
    is_complete: bool
    call_count: int
    pending_disk: bool = False


def needs_class(call: Call) -> bool:
    """Whether a person still has to choose the type of this ended call."""
    return (
        call.gets_class
        and call.answered_us is not None
        and not call.is_live
        and not call.call_class
        and call.state is not CallState.ANSWERED_ELSEWHERE
    )


class World:
    """Current state by kind. Readers get the frozen values themselves.

    Args:
        desk: letter of this workstation.
        operator: login of who sits here (``services.people`` changes it).
    """

    def __init__(self, *, desk: str, operator: str) -> None:
        self.desk_id = desk
        self.operator_id = operator
        self.calls: dict[str, Call] = {}  # live, or waiting for a class
        self.ended_calls: OrderedDict[str, Call] = OrderedDict()
        self.incidents: dict[str, IncidentEntry] = {}  # open ones
        self.closed_incidents: OrderedDict[str, IncidentEntry] = OrderedDict()
        self.merged_calls = MergedCalls()
        self.units: dict[str, Unit] = {}
        self.callbacks: dict[str, Callback] = {}  # open ones
        self.callback_by_number: dict[str, str] = {}
        self.desk: Desk | None = None
        self.operator: Operator | None = None
        self.desks: dict[str, Desk] = {}  # all of the room
        self.operators: dict[str, Operator] = {}

    # ---------------------------------------------------------------- reading

    def is_ours(self, desk: str) -> bool:
        """Whether what bears this desk's letter is this desk's to act on; others are only shown."""
        return not desk or desk == self.desk_id

    def leading_desk(self, incident: Incident) -> str:
        """Where the incident's owner sits, else the desk it was given to."""
        person = self.operators.get(incident.owner)
        is_there = person is not None and person.state is not OperatorState.OFFLINE
        return person.desk if person is not None and is_there else incident.owner_desk

    def leads_here(self, incident: Incident) -> bool:
        """Whether the incident is this desk's to act on: its owner sits here, or it was given to the desk."""
        return self.is_ours(self.leading_desk(incident))

    def name_of(self, operator_id: str) -> str:
        """A person's name, the login when nobody by it ever signed on."""
        person = self.operators.get(operator_id)
        name = person.name if person is not None else ""
        return name or ("" if is_desk_actor(operator_id) else operator_id)

    def renamed_by(self, states: Iterable[State]) -> frozenset[str]:
        """Logins of people whose names these states bring or change."""
        people = (state for state in states if isinstance(state, Operator))
        return frozenset(one.operator_id for one in people if self.name_of(one.operator_id) != one.name)

    def owned_by(self, operators: frozenset[str]) -> Iterable[str]:
        """Open incidents of these people."""
        if not operators:
            return ()
        return [key for key, entry in self.incidents.items() if entry.incident.owner in operators]

    def known_desks(self, configured: Iterable[str] = ()) -> frozenset[str]:
        """Letters of all desks: those that ever said something, and those of the configuration."""
        return frozenset({self.desk_id, *self.desks, *configured})

    def needs_class(self, call: Call) -> bool:
        """Whether this desk's operator still has to choose the type of an ended call."""
        return self.is_ours(call.desk) and needs_class(call)

    def call(self, call_key: str) -> Call | None:
        """A call that is live, waits for its class, or was seen lately."""
        return self.calls.get(call_key) or self.ended_calls.get(call_key)

    def entry(self, incident_id: str) -> IncidentEntry | None:
        """An incident that is open or was opened in this session."""
        return self.incidents.get(incident_id) or self.closed_incidents.get(incident_id)

    def type_of_unit(self, unit: Unit) -> str:
        """Incident type that a unit works on; empty when it is free."""
        entry = self.entry(unit.incident_ids[-1]) if unit.incident_ids else None
        return entry.incident.text("type_code") if entry is not None else ""

    # ---------------------------------------------------------------- changing

    def apply(self, states: Mapping[str, State], *, pending_disk: bool = False) -> Change:
        """Take over states that the journal returned and say what changed."""
        calls: set[str] = set()
        incidents: set[str] = set()
        units: set[str] = set()
        callbacks: set[str] = set()
        what: set[str] = set()
        for state in states.values():
            match state:
                case Call():
                    self.keep_call(state)
                    calls.add(state.call_key)
                case Incident():
                    self.keep_incident(state, pending_disk=pending_disk)
                    incidents.add(state.incident_id)
                case Unit():
                    self.units[state.unit_id] = state
                    units.add(state.unit_id)
                case Callback():
                    self.keep_callback(state)
                    callbacks.add(state.callback_id)
                case Desk():
                    self.desks[state.desk_id] = state
                    what.add("desks")
                    if state.desk_id == self.desk_id:
                        self.desk = state
                        what.add("status")
                case Announcement() | MapFeature():
                    pass  # services.announcements and services.map_features keep them
                case Operator():
                    self.operators[state.operator_id] = state
                    what.add("desks")
                    if state.operator_id == self.operator_id:
                        self.operator = state
                        what.add("status")
        return Change(
            call_keys=frozenset(calls),
            incident_ids=frozenset(incidents),
            unit_ids=frozenset(units),
            callback_ids=frozenset(callbacks),
            what=frozenset(what),
        )

    def keep_call(self, call: Call) -> None:
        """Sort a call into the live ones or the finished ones."""
        if call.is_live or self.needs_class(call):
            self.calls[call.call_key] = call
            self.ended_calls.pop(call.call_key, None)
            return
        self.calls.pop(call.call_key, None)
        self.ended_calls[call.call_key] = call
        self.ended_calls.move_to_end(call.call_key)
        while len(self.ended_calls) > CALLS_KEPT_MAX:
            self.ended_calls.popitem(last=False)

    def keep_incident(self, incident: Incident, *, pending_disk: bool = False) -> None:
        """Sort a fully folded incident into the open ones or the closed ones."""
        entry = IncidentEntry(
            incident=incident,
            is_complete=True,
            call_count=len(incident.call_keys),
            pending_disk=pending_disk,
        )
        self.merged_calls.take(incident)
        if incident.is_open:
            self.incidents[incident.incident_id] = entry
            self.closed_incidents.pop(incident.incident_id, None)
            return
        self.incidents.pop(incident.incident_id, None)
        self.closed_incidents[incident.incident_id] = entry
        self.closed_incidents.move_to_end(incident.incident_id)
        while len(self.closed_incidents) > INCIDENTS_KEPT_MAX:
            self.closed_incidents.popitem(last=False)

    def all_on_disk(self) -> frozenset[str]:
        """The disk has taken everything that waited; return the incidents that were marked unsaved."""
        saved: set[str] = set()
        for entries in (self.incidents, self.closed_incidents):
            for incident_id, entry in entries.items():
                if entry.pending_disk:
                    entries[incident_id] = replace(entry, pending_disk=False)
                    saved.add(incident_id)
        return frozenset(saved)

    def keep_callback(self, callback: Callback) -> None:
        """Keep an open item under its number, forget a closed one."""
        key = number_key(callback.number)
        if callback.state is CallbackState.CLOSED:
            self.callbacks.pop(callback.callback_id, None)
            if self.callback_by_number.get(key) == callback.callback_id:
                del self.callback_by_number[key]
                for other in self.callbacks.values():  # two desks lost this number before they heard it
                    if number_key(other.number) == key:
                        self.callback_by_number[key] = other.callback_id
            return
        self.callbacks[callback.callback_id] = callback
        if key:
            self.callback_by_number.setdefault(key, callback.callback_id)


async def load_world(world: World, reader: ReaderPort) -> None:
    """Fill the world from the journal's lists: cost grows with what is open, not with history."""
    asked = (  # ask everything first: the reader works in parallel
        reader.live_calls(),
        reader.calls_to_classify(),
        reader.open_incidents(),
        reader.open_callbacks(),
        reader.units(),
        reader.desk(world.desk_id),
        reader.operator(world.operator_id),
        reader.desks(),
        reader.operators(),
        reader.recent_incidents(MERGED_LOOKED_BACK),
    )
    live = await asyncio.wrap_future(asked[0])
    unclassified = await asyncio.wrap_future(asked[1])
    incidents = await asyncio.wrap_future(asked[2])
    callbacks = await asyncio.wrap_future(asked[3])
    units = await asyncio.wrap_future(asked[4])
    world.desk = await asyncio.wrap_future(asked[5])
    world.operator = await asyncio.wrap_future(asked[6])
    world.desks = {row.desk_id: desk_from_row(row) for row in await asyncio.wrap_future(asked[7])}
    world.operators = {row.operator_id: operator_from_row(row) for row in await asyncio.wrap_future(asked[8])}
    ours = (row for row in unclassified if world.is_ours(row.desk))
    rows = {row.call_key: row for row in (*live, *ours)}
    newest = list(rows)[-FULL_CALLS_MAX:]  # what the operator works on needs its checklist and notes too
    folded = await asyncio.gather(*(asyncio.wrap_future(reader.call(key)) for key in newest))
    for call_key, row in rows.items():
        world.calls[call_key] = call_from_row(row)
    for call in folded:
        if call is not None:
            world.keep_call(call)
    for incident_row in incidents:
        world.incidents[incident_row.incident_id] = IncidentEntry(
            incident=incident_from_row(incident_row),
            is_complete=False,
            call_count=incident_row.call_count,
            pending_disk=incident_row.pending_disk,
        )
    moved = [row.incident_id for row in incidents if row.owner_fact_id or row.wish_fact_id]
    whole = (asyncio.wrap_future(reader.incident(key)) for key in moved[-FULL_INCIDENTS_MAX:])
    for incident in await asyncio.gather(*whole):
        if incident is not None:
            world.keep_incident(incident)
    newest_incidents = await asyncio.wrap_future(asked[9])
    await _load_merged(world, reader, newest_incidents if incidents else ())
    for callback_row in callbacks:
        world.keep_callback(callback_from_row(callback_row))
    for unit_row in units:
        world.units[unit_row.unit_id] = unit_from_row(unit_row)


def call_from_row(row: CallRow) -> Call:
    """Return what a list line knows of a call; the form loads the rest when it is opened."""
    return Call(
        call_key=row.call_key,
        state=CallState(row.state),
        direction=row.direction,
        number=row.number,
        display_name=row.display_name,
        purpose=row.purpose,
        callback_id=row.callback_id or None,
        training=row.training,
        desk=row.desk,
        operator=row.operator,
        offered_us=row.offered_us,
        answered_us=row.answered_us,
        ended_us=row.ended_us,
        classified_us=row.classified_us,
        end_cause=row.end_cause,
        call_class=row.call_class,
        incident_ids=(row.incident_id,) if row.incident_id else (),
        recording_failed=row.recording_failed,
    )


async def _load_merged(world: World, reader: ReaderPort, newest: Sequence[IncidentRow]) -> None:
    """What went into open tickets counts there; those are read whole, so that no call counts twice."""
    merged = [row.incident_id for row in newest if row.state == IncidentState.MERGED]
    for child in await asyncio.gather(*(asyncio.wrap_future(reader.incident(key)) for key in merged)):
        if child is not None:
            world.merged_calls.take(child)
    parents = {world.merged_calls.parent_of(key) for key in merged} & set(world.incidents)
    for parent in await asyncio.gather(*(asyncio.wrap_future(reader.incident(key)) for key in parents)):
        if parent is not None:
            world.keep_incident(parent)


def incident_from_row(row: IncidentRow) -> Incident:
    """Return what a list line knows of an incident: enough for board, map and clocks."""
    texts: Sequence[tuple[str, str]] = (
        ("place_text", row.place_text),
        ("place_code", row.place_code),
        ("type_code", row.type_code),
        ("caller_name", row.caller_name),
        ("callback_number", row.callback_number),
    )
    location = None
    if row.latitude is not None and row.longitude is not None:
        location = LocationFix(
            latitude=row.latitude,
            longitude=row.longitude,
            uncertainty_m=row.uncertainty_m or 0.0,
            source="",
            at_us=row.opened_us or 0,
            place_code=row.place_code,
            label=row.place_label,
        )
    return Incident(
        incident_id=row.incident_id,
        ticket_number=row.ticket_number,
        source=row.source,
        training=row.training,
        desk=row.desk,
        operator=row.operator,
        owner=row.owner,
        owner_desk=row.owner_desk,
        owner_fact_id=row.owner_fact_id,
        owner_since_us=row.opened_us if not row.owner_fact_id else None,
        state=IncidentState(row.state),
        opened_us=row.opened_us,
        verified_us=row.verified_us,
        first_sent_us=row.first_sent_us,
        first_ack_us=row.first_ack_us,
        first_en_route_us=row.first_en_route_us,
        first_on_scene_us=row.first_on_scene_us,
        closed_us=row.closed_us,
        fields=tuple(
            (name, FieldValue(value=value, at_us=row.opened_us or 0, actor=row.operator, fact_id=""))
            for name, value in texts
            if value
        ),
        priority=row.hand_priority,
        location=location,
        tasks=tuple(
            AgencyTask(
                task_id=task.task_id,
                agency_code=task.agency_code,
                state=TaskState(task.state),
                channel=task.channel,
                sent_us=task.sent_us,
                acknowledged_us=task.acknowledged_us,
                acknowledged_by=task.acknowledged_by,
                ended_us=task.ended_us,
                escalation_level=task.escalation_level,
            )
            for task in row.tasks
        ),
        units=tuple(UnitOnIncident(unit_id=unit_id) for unit_id in row.unit_ids),
        disposition=row.disposition,
        state_reason=row.state_reason,
    )


def callback_from_row(row: CallbackRow) -> Callback:
    """Return what a list line knows of a call-back item.

    The keys of the lost calls are not in the list; places are kept so that the count is right.
    """
    return Callback(
        callback_id=row.callback_id,
        number=row.number,
        state=CallbackState(row.state),
        reasons=row.reasons,
        call_keys=tuple(f"{row.callback_id}#{index}" for index in range(row.lost_count)),
        first_lost_us=row.first_lost_us,
        last_lost_us=row.last_lost_us,
        attempts=row.attempts,
        last_attempt_us=row.last_attempt_us,
        last_outcome=row.last_outcome,
        closed_us=row.closed_us,
        close_reason=row.close_reason,
        claimed_desk=row.claimed_desk,
        claimed_by=row.claimed_by,
        claimed_us=row.claimed_us,
    )


def desk_from_row(row: DeskRow) -> Desk:
    """Return what a list line knows of a desk; its alarms are its own matter."""
    return Desk(
        desk_id=row.desk_id,
        running=row.running,
        app_version=row.app_version,
        started_us=row.started_us,
        unclean_start=row.unclean_start,
        mode=DeskMode(row.mode),
    )


def operator_from_row(row: OperatorRow) -> Operator:
    """Return what a list line knows of a person."""
    return Operator(
        operator_id=row.operator_id,
        name=row.name,
        role=row.role,
        desk=row.desk,
        state=OperatorState(row.state),
        state_since_us=row.state_since_us,
        state_reason=row.state_reason,
    )


def unit_from_row(row: UnitRow) -> Unit:
    """Return a unit from its list line."""
    return Unit(
        unit_id=row.unit_id,
        call_sign=row.call_sign,
        agency_code=row.agency_code,
        medium=row.medium,
        post=row.post,
        state=UnitState(row.state),
        state_since_us=row.state_since_us,
        state_reason=row.state_reason,
        incident_ids=row.incident_ids,
        claimed_for=row.claimed_for,
        latitude=row.latitude,
        longitude=row.longitude,
        heading_deg=row.heading_deg,
        position_source=row.position_source,
        position_us=row.position_us,
        estimate_s=row.estimate_s,
        devices=row.devices,
    )
