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
from batola_desk.domain.incident import Incident, IncidentState
from batola_desk.domain.map_feature import MapFeature
from batola_desk.domain.operator import Desk, Operator, OperatorState
from batola_desk.domain.ownership import is_desk_actor
from batola_desk.domain.reducers import State
from batola_desk.domain.unit import Unit
from batola_desk.models.rows import CallbackRow, CallRow, DeskRow, IncidentRow, OperatorRow, UnitRow
from batola_desk.models.search_text import number_key
from batola_desk.services.change import Change
from batola_desk.services.from_rows import (
    call_from_row,
    callback_from_row,
    desk_from_row,
    incident_from_row,
    operator_from_row,
    unit_from_row,
)
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


async def _load_merged(world: World, reader: ReaderPort, newest: Sequence[IncidentRow]) -> None:
    """What went into open tickets counts there; those are read whole, so that no call counts twice."""
    merged = [row.incident_id for row in newest if row.state == IncidentState.MERGED]
    for child in await asyncio.gather(*(asyncio.wrap_future(reader.incident(key)) for key in merged)):
        if child is not None:
            world.merged_calls.take(child)
    open_lines = {key for key, entry in world.incidents.items() if not entry.is_complete}
    parents = {world.merged_calls.parent_of(key) for key in merged} & open_lines
    for parent in await asyncio.gather(*(asyncio.wrap_future(reader.incident(key)) for key in parents)):
        if parent is not None:
            world.keep_incident(parent)
