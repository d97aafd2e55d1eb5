"""Begins a file with a snapshot of its room, and brings in the history before it. Thread: the writer's.

First the snapshot's states stand in the lists; facts that follow are folded on them. Then the history comes,
entry by entry, checked like any page, but folded by nobody: a ticket that was closed years ago must not stand
on the board in between. When all of it is here, each thing is folded from its birth (``settle``) and compared
with what was shown. Source: docs/decisions/0019.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from sqlalchemy import Connection

from batola_desk.domain.reducers import State, is_known_name
from batola_desk.models import snapshots
from batola_desk.models.cache import Held, StateCache, is_long_lived
from batola_desk.models.codec import decode_fact
from batola_desk.models.journal_table import (
    PLACES_PER_FACT,
    facts_of,
    fold_into,
    load_aggregate,
    next_name,
    pending_facts_of,
    read_head,
    read_meta,
    write_meta,
)
from batola_desk.models.projections import ProjectionWriter, changes_to_show, is_unfinished
from batola_desk.models.room import RoomError, RoomHead, RoomSnapshot, SnapshotThing
from batola_desk.models.room_job import Step, judged, names_of_rows
from batola_desk.models.room_join import (
    JOIN,
    SETTLE,
    Join,
    forget_cursor,
    forget_join,
    read_cursor,
    read_join,
)
from batola_desk.models.room_page import PageCheck
from batola_desk.models.room_table import Arrival, insert_arrivals, read_room_head
from batola_desk.models.tables import PENDING_SEQ

log = logging.getLogger("batola.models")

PART: Final = 32  # LIMIT: facts between two looks at the own appends that wait: about 2 ms
SETTLED_AT_ONCE: Final = 200  # LIMIT: facts folded in one transaction: about 8 ms


@dataclass(slots=True)
class _Unsettled:
    """A thing that is being folded from its birth, over several transactions if it is long."""

    name: str
    held: Held | None = None
    seq: int = 0


class RoomFiller:
    """The transactions of joining. See ``RoomWriter`` for the arguments."""

    def __init__(
        self,
        cache: StateCache,
        projections: ProjectionWriter,
        own_origins: frozenset[str],
        is_urgent: Callable[[], bool],
    ) -> None:
        self._cache = cache
        self._projections = projections
        self._own = own_origins
        self._is_urgent = is_urgent
        self._unsettled: _Unsettled | None = None

    def forget(self) -> None:
        """A transaction was lost, or the room's history was cut: what is half folded is folded anew."""
        self._unsettled = None

    # ------------------------------------------------------------------ the snapshot

    def begin(self, connection: Connection, snapshot: RoomSnapshot, head: RoomHead) -> Step:
        """Begin with a snapshot; own facts may wait already.

        Raises:
            RoomError: ``room_snapshot_invalid``.
        """
        if head.seq or snapshot.seq < 1 or not snapshot.hash or read_cursor(connection) is not None:
            raise RoomError("room_snapshot_invalid", why="late")
        own = read_head(connection, read_meta(connection, "origin"))
        join = Join(snapshot.seq, snapshot.hash, own.row_id)
        states = {
            thing.name: (_state_of(thing), _place_of(thing, join))
            for thing in snapshot.things
            if is_known_name(thing.name)
        }
        before = {name: load_aggregate(connection, name) for name in states}
        write_meta(connection, JOIN, join.text())
        snapshots.store_joined(
            connection,
            [
                (thing.name, join.seq, _place_of(thing, join), thing.state)
                for thing in snapshot.things
                if thing.name in states
            ],
        )
        step = Step(RoomHead(seq=join.seq, hash=join.hash))
        for name, (state, place) in states.items():
            step.changes[name] = _with_pending(connection, name, Held(state, place))
        self._projections.write(connection, changes_to_show(step.changes, before))
        log.info("the room's snapshot is in the file", extra={"seq": join.seq, "count": len(states)})
        return step

    # ------------------------------------------------------------------ the history

    def begin_check(self, connection: Connection, check: PageCheck) -> None:
        """Begin to check a page of the history.

        Raises:
            RoomError: it does not follow, or the snapshot is of another history.
        """
        join = read_join(connection)
        if join is None:
            raise RoomError("room_page_invalid", seq=None, why="no gap")
        check.begin_history(connection, join)

    def fill(self, connection: Connection, checked: Sequence[Arrival], head: RoomHead) -> Step:
        """Take a page of the history in; nothing is folded but what waited here."""
        join = read_join(connection)
        assert join is not None
        step = Step(head, shown=None)
        waited: list[Arrival] = []
        done = 0
        while done < len(checked):
            part = checked[done : done + PART]
            rows = iter([join.row_base + a.entry.seq for a in part if not a.row.row_id])
            for arrival, _row_id in insert_arrivals(connection, part, rows.__next__):
                if arrival.row.origin in self._own:
                    fact = decode_fact(arrival.row, arrival.entry.seq, arrival.entry.verdict)
                    step.judged.append(judged(fact, arrival))
                if arrival.row.row_id:
                    waited.append(arrival)
            done += len(part)
            if self._is_urgent():
                break
        step.left = checked[done:]
        step.is_last = not step.left
        if done and checked[done - 1].entry.seq == join.seq:
            forget_join(connection)
            write_meta(connection, SETTLE, "")
        self._refold(connection, names_of_rows(arrival.row.aggregates for arrival in waited), step)
        return step

    def _refold(self, connection: Connection, names: Sequence[str], step: Step) -> None:
        """Show what the file says of these things now."""
        stored: dict[str, Held | None] = {}
        gone = []
        for name in names:
            stored[name] = self._cache.get(name)
            held = load_aggregate(connection, name)
            if held is not None:
                step.changes[name] = held
            else:
                gone.append(name)
        self._projections.write(connection, changes_to_show(step.changes, stored))
        self._projections.remove(connection, gone)
        step.gone = gone

    def give_up(self, connection: Connection) -> Step:
        """The snapshot is not of the server's history any more: what was folded on it is folded anew."""
        join = read_join(connection)
        assert join is not None
        log.warning("the room's history was cut before the snapshot", extra={"seq": join.seq})
        names = [name for name in snapshots.names(connection) if is_known_name(name)]
        snapshots.clear(connection)
        self._projections.remove(connection, names)  # their places in the lists are others now
        forget_join(connection)
        write_meta(connection, SETTLE, "")
        step = Step(read_room_head(connection))
        self._refold(connection, names, step)
        return step

    # ------------------------------------------------------------------ each thing, from its birth

    def settle(self, connection: Connection, head: RoomHead) -> Step:
        """Fold some things from their births and put them in the lists; compare those that are there."""
        cursor = read_cursor(connection)
        step = Step(head, shown=frozenset())
        if cursor is None:
            return step
        left = SETTLED_AT_ONCE
        while left > 0:
            thing = self._unsettled
            if thing is None:
                name = next_name(connection, cursor)
                if name is None:
                    self._finish(connection, step)
                    break
                thing = self._unsettled = _Unsettled(name)
            facts = facts_of(connection, thing.name, thing.seq, before_seq=PENDING_SEQ)
            count = 0
            for row_id, fact in islice(facts, left):
                count += 1
                assert fact.seq is not None
                thing.seq = fact.seq
                if is_known_name(thing.name):
                    thing.held = fold_into(thing.held, thing.name, fact, row_id)
            facts.close()
            left -= count + 1
            if left >= 0:
                self._settle_one(connection, thing, step)
                cursor = thing.name
                self._unsettled = None
            if self._is_urgent():
                break
        if read_cursor(connection) is not None:
            write_meta(connection, SETTLE, cursor)
        return step

    def _settle_one(self, connection: Connection, thing: _Unsettled, step: Step) -> None:
        name = thing.name
        if not is_known_name(name):
            return
        had_snapshot = snapshots.has_any(connection, name)
        before = self._cache.get(name) or (load_aggregate(connection, name) if had_snapshot else None)
        held = thing.held
        for row_id, fact in pending_facts_of(connection, name):
            held = fold_into(held, name, fact, row_id)
        if held is None:
            return
        is_same = before is not None and before.settled == held.settled
        if had_snapshot and not is_same:
            step.corrected += 1
        is_in_place = before is None or before.first_row_id == held.first_row_id
        if had_snapshot and not (is_same and is_in_place and is_long_lived(name)):
            snapshots.forget(connection, name)
        if not is_in_place:  # its first fact was here before the snapshot
            self._projections.remove(connection, [name])
        if before is None or before != held:
            step.changes[name] = held
            self._projections.write(connection, changes_to_show({name: held}, {name: None}))
            if is_unfinished(name, held.state) or (before is not None and before.state != held.state):
                assert step.shown is not None
                step.shown |= {name}

    def _finish(self, connection: Connection, step: Step) -> None:
        """Everything with facts is in the lists; what only the snapshot told of goes."""
        invented = [name for name in snapshots.names(connection) if not _has_facts(connection, name)]
        for name in invented:
            snapshots.forget(connection, name)
        self._projections.remove(connection, invented)
        step.gone = invented
        step.corrected += len(invented)
        forget_cursor(connection)
        log.info("the room's history is whole")


def _state_of(thing: SnapshotThing) -> State:
    state = snapshots.decode_state(thing.name, thing.state)
    if state is None:
        raise RoomError("room_snapshot_invalid", why="state")
    return state


def _place_of(thing: SnapshotThing, join: Join) -> int:
    if not 1 <= thing.first_seq <= join.seq or not 0 <= thing.position < PLACES_PER_FACT:
        raise RoomError("room_snapshot_invalid", why="place")
    return (join.row_base + thing.first_seq) * PLACES_PER_FACT + thing.position


def _with_pending(connection: Connection, name: str, held: Held) -> Held:
    for row_id, fact in pending_facts_of(connection, name):
        held = fold_into(held, name, fact, row_id)
    return held


def _has_facts(connection: Connection, name: str) -> bool:
    return next(facts_of(connection, name), None) is not None
