"""Reads of the journal: a small pool of threads, each with its own read-only connection.

Every method answers with a future. What waits for the disk is shown too, marked ``pending_disk``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Future
from datetime import date
from typing import Any, Final, TypeVar, cast

from sqlalchemy import Connection, Engine, Select, text

from batola_desk.domain.call import Call
from batola_desk.domain.callback import Callback
from batola_desk.domain.conflicts import Conflict
from batola_desk.domain.facts import AggregateKind, Fact, aggregate
from batola_desk.domain.incident import Incident
from batola_desk.domain.operator import Desk, Operator
from batola_desk.domain.reducers import State
from batola_desk.domain.unit import Unit
from batola_desk.models import conflict_table, journal_table, projections, room_table
from batola_desk.models import reader_statements as sql
from batola_desk.models.cache import Held, StateCache
from batola_desk.models.incident_places import IncidentPlaces, read_incident_places
from batola_desk.models.projections import PROJECTIONS, PriorityOf
from batola_desk.models.read_pool import ReadPool
from batola_desk.models.room import JudgedFact, PendingFact, RoomHead, RoomSnapshot
from batola_desk.models.room_join import JoinProgress, read_progress
from batola_desk.models.room_snapshot import read_snapshot
from batola_desk.models.room_writer import ROOM_EPOCH
from batola_desk.models.rows import (
    AnnouncementRow,
    CallbackRow,
    CallRow,
    DeskRow,
    IncidentRow,
    MapFeatureRow,
    OperatorRow,
    UnitRow,
)
from batola_desk.models.seals import Seal, seals_of
from batola_desk.models.search_text import match_expression, number_key

PAGE_SIZE: Final = 50
NEWEST: Final = 2**62  # cursor above every row

_Row = TypeVar(
    "_Row",
    CallRow,
    IncidentRow,
    CallbackRow,
    UnitRow,
    OperatorRow,
    DeskRow,
    AnnouncementRow,
    MapFeatureRow,
)


class JournalReader:
    """Answers questions about the journal. Thread: any; futures resolve on the reader's threads.

    Args:
        waiting: states that only the memory knows, while the disk refuses.
        priority_of: (type code, hand-set priority) → effective priority.
        on_damage: called on a reader's thread when the file turns out to be damaged.
    """

    def __init__(
        self,
        engine: Engine,
        cache: StateCache,
        *,
        waiting: Callable[[], Mapping[str, Held]],
        priority_of: PriorityOf,
        on_damage: Callable[[], None],
    ) -> None:
        self._cache = cache
        self._waiting = waiting
        self._priority_of = priority_of
        self._on_damage = on_damage
        self._pool = ReadPool(engine, on_damage=on_damage)
        self._ask = self._pool.ask

    def close(self) -> None:
        """Finish running reads and end the threads."""
        self._pool.close()

    # ------------------------------------------------------------------ folded states

    def state(self, name: str) -> Future[State | None]:
        """Return the folded state of an aggregate named ``kind:id``, None when nothing is known of it."""
        return self._ask(lambda connection: self._state(connection, name))

    def incident(self, incident_id: str) -> Future[Incident | None]:
        """Return one incident with everything in it."""
        return cast("Future[Incident | None]", self.state(aggregate(AggregateKind.INCIDENT, incident_id)))

    def call(self, call_key: str) -> Future[Call | None]:
        """Return one call with its timeline."""
        return cast("Future[Call | None]", self.state(aggregate(AggregateKind.CALL, call_key)))

    def unit(self, unit_id: str) -> Future[Unit | None]:
        """Return one unit with its timeline."""
        return cast("Future[Unit | None]", self.state(aggregate(AggregateKind.UNIT, unit_id)))

    def callback(self, callback_id: str) -> Future[Callback | None]:
        """Return one call-back item."""
        return cast("Future[Callback | None]", self.state(aggregate(AggregateKind.CALLBACK, callback_id)))

    def operator(self, operator_id: str) -> Future[Operator | None]:
        """Return one operator."""
        return cast("Future[Operator | None]", self.state(aggregate(AggregateKind.OPERATOR, operator_id)))

    def desk(self, desk_id: str) -> Future[Desk | None]:
        """Return one desk with its alarms."""
        return cast("Future[Desk | None]", self.state(aggregate(AggregateKind.DESK, desk_id)))

    def facts_of(self, name: str, limit: int = 10_000) -> Future[tuple[Fact, ...]]:
        """Return the newest ``limit`` facts of an aggregate, oldest first; unknown kinds included."""

        def read(connection: Connection) -> tuple[Fact, ...]:
            return tuple(fact for _, fact in journal_table.facts_of(connection, name))[-limit:]

        return self._ask(read)

    def seals_of(self, name: str) -> Future[tuple[Seal, ...]]:
        """Return the seals of all facts about one thing, in the order in which they count."""
        return self._ask(lambda connection: seals_of(connection, name))

    def chain_head(self) -> Future[tuple[int, str]]:
        """Return the number of the newest own fact and the hash that seals it and all before it."""

        def read(connection: Connection) -> tuple[int, str]:
            head = journal_table.read_head(connection, journal_table.read_meta(connection, "origin"))
            return head.oseq, head.hash.hex()

        return self._ask(read)

    def check_pages(self) -> Future[bool]:
        """Look at every page of the file (a second per gigabyte or more); return whether all is sound.

        Ask once some time after the start: the start itself looks only at short journals. Damage found is
        marked beside the file, so that the next start rescues what can be rescued.
        """

        def read(connection: Connection) -> bool:
            complaints = [row[0] for row in connection.execute(text("PRAGMA quick_check(5)"))]
            if complaints != ["ok"]:
                self._on_damage()
            return complaints == ["ok"]

        return self._ask(read)

    # ------------------------------------------------------------------ the room

    def pending(self, limit: int = 500, after_row_id: int = 0) -> Future[tuple[PendingFact, ...]]:
        """Return facts that the room has not taken yet, in order of arrival; foreign ones included."""
        return self._ask(lambda connection: room_table.read_pending(connection, limit, after_row_id))

    def pending_of(
        self, origin: str, after_oseq: int = 0, limit: int = 500
    ) -> Future[tuple[PendingFact, ...]]:
        """Return facts of one desk that the room has not taken yet, in that desk's order."""
        return self._ask(lambda connection: room_table.read_pending_of(connection, origin, after_oseq, limit))

    def pending_count_of(self, origins: Collection[str]) -> Future[int]:
        """Return how many facts of some origins wait; it looks at all that wait, so ask when they are few."""
        return self._ask(lambda connection: room_table.count_pending_of(connection, origins))

    def first_pending_of(self, origins: Collection[str]) -> Future[int | None]:
        """Return the row of the oldest fact of some origins that waits."""
        return self._ask(lambda connection: room_table.first_pending_of(connection, origins))

    def has_pending_of(self, origin: str, through_row_id: int) -> Future[bool]:
        """Return whether a fact of one desk waits that is not newer in the file than a row."""
        return self._ask(lambda connection: room_table.has_pending_of(connection, origin, through_row_id))

    def waiting_origins(self) -> Future[dict[str, int]]:
        """Return which desks' facts wait for the room: origin → the first number of these."""
        return self._ask(room_table.read_waiting_origins)

    def lost_numbers(self, origin: str) -> Future[tuple[tuple[int, int], ...]]:
        """Return the numbers of a desk that a rescue could not find any more, as (first, last)."""
        return self._ask(lambda connection: room_table.read_lost_numbers(connection, origin))

    def pending_count(self) -> Future[int]:
        """Return how many facts the room has not taken yet."""
        return self._ask(room_table.count_pending)

    def room_head(self) -> Future[RoomHead]:
        """Return how far the room's journal is known here."""
        return self._ask(room_table.read_room_head)

    def room_epoch(self) -> Future[str]:
        """Return the name that the room gave its history when it was last met; empty: never."""
        return self._ask(lambda connection: journal_table.read_meta(connection, ROOM_EPOCH))

    def room_hash(self, seq: int) -> Future[bytes | None]:
        """Return the hash of an entry of the room's journal, None when it is not known here."""
        return self._ask(lambda connection: room_table.read_room_hash(connection, seq))

    def room_progress(self) -> Future[JoinProgress]:
        """Return how far the history before the snapshot is here that this file began with."""
        return self._ask(read_progress)

    def room_snapshot(self) -> Future[RoomSnapshot | None]:
        """Return a snapshot of the room as this file knows it; takes a second or more, in small steps."""
        return self._ask(read_snapshot)

    def judged_facts(
        self, limit: int = PAGE_SIZE, before_seq: int = NEWEST, *, only_problems: bool = True
    ) -> Future[tuple[JudgedFact, ...]]:
        """Return facts with the room's word on them, newest first.

        Args:
            before_seq: cursor: the ``seq`` of the last one.
            only_problems: those that were lost, contested, denied, not known or not valid, and those that are
                not what their desk sealed.
        """
        return self._ask(
            lambda connection: room_table.read_judged(
                connection, limit, before_seq, only_problems=only_problems
            )
        )

    def incident_places(self, after_row_id: int = 0, *, training: bool) -> Future[IncidentPlaces]:
        """Return where incidents were, the next piece of the history behind a row."""
        return self._ask(lambda connection: read_incident_places(connection, after_row_id, training=training))

    # ------------------------------------------------------------------ lists

    def open_incidents(self) -> Future[tuple[IncidentRow, ...]]:
        """Return the board: every ticket that is not ended, oldest first."""
        return self._list("incident", sql.OPEN_INCIDENTS, self._incident_row, lambda row: row.is_open)

    def recent_incidents(
        self, limit: int = PAGE_SIZE, before: int | None = None
    ) -> Future[tuple[IncidentRow, ...]]:
        """Return a page of all tickets, newest first."""
        return self._paged("incident", sql.INCIDENT_PAGE, self._incident_row, limit, before)

    def incidents_in_state(
        self, state: str, limit: int = PAGE_SIZE, before: int | None = None
    ) -> Future[tuple[IncidentRow, ...]]:
        """Return a page of the tickets in one state, newest first; for the background only."""
        return self._paged(
            "incident",
            sql.INCIDENTS_IN_STATE,
            self._incident_row,
            limit,
            before,
            {"state": state},
            lambda row: row.state == state,
        )

    def incidents_between(
        self, from_us: int, until_us: int, limit: int = PAGE_SIZE, before: int | None = None
    ) -> Future[tuple[IncidentRow, ...]]:
        """Return a page of the tickets opened in a span of time, newest arrival first; for the background."""
        return self._paged(
            "incident",
            sql.INCIDENTS_BETWEEN,
            self._incident_row,
            limit,
            before,
            {"from_us": from_us, "until_us": until_us},
            lambda row: row.opened_us is not None and from_us <= row.opened_us < until_us,
        )

    def calls_between(
        self, from_us: int, until_us: int, limit: int = PAGE_SIZE, before: int | None = None
    ) -> Future[tuple[CallRow, ...]]:
        """Return a page of the calls that began in a span of time, newest arrival first; background only."""
        return self._paged(
            "call",
            sql.CALLS_BETWEEN,
            projections.call_row_of,
            limit,
            before,
            {"from_us": from_us, "until_us": until_us},
            lambda row: row.offered_us is not None and from_us <= row.offered_us < until_us,
        )

    def live_calls(self) -> Future[tuple[CallRow, ...]]:
        """Return the calls that the journal believes to be on the line; the engine knows better."""
        return self._list("call", sql.LIVE_CALLS, projections.call_row_of, lambda row: row.is_live)

    def calls_to_classify(self) -> Future[tuple[CallRow, ...]]:
        """Return inbound calls that were answered, are over, and have no class; oldest first."""
        return self._list("call", sql.TO_CLASSIFY, projections.call_row_of, lambda row: row.needs_class)

    def recent_calls(self, limit: int = PAGE_SIZE, before: int | None = None) -> Future[tuple[CallRow, ...]]:
        """Return a page of all calls, newest first."""
        return self._paged("call", sql.CALL_PAGE, projections.call_row_of, limit, before)

    def calls_of_number(
        self, number: str, limit: int = PAGE_SIZE, before: int | None = None
    ) -> Future[tuple[CallRow, ...]]:
        """Return calls from or to a number in any of its forms, newest first; none for a withheld number."""
        key = number_key(number)
        if not key:
            empty: Future[tuple[CallRow, ...]] = Future()
            empty.set_result(())
            return empty
        values = {"number_key": key}
        return self._paged(
            "call",
            sql.CALLS_OF_NUMBER,
            projections.call_row_of,
            limit,
            before,
            values,
            lambda row: row.number_key == key,
        )

    def open_conflicts(self, limit: int = PAGE_SIZE) -> Future[tuple[Conflict, ...]]:
        """Conflicts that nobody has looked at, newest first."""
        return self._ask(lambda connection: conflict_table.read_open(connection, limit))

    def recent_conflicts(
        self, limit: int = PAGE_SIZE, before: tuple[int, str] = conflict_table.NEWEST
    ) -> Future[tuple[Conflict, ...]]:
        """Open and closed conflicts, newest first; ``before``: time and id of the last one of the page."""
        return self._ask(lambda connection: conflict_table.read_page(connection, limit, before))

    def recent_announcements(
        self, limit: int = PAGE_SIZE, before: int | None = None
    ) -> Future[tuple[AnnouncementRow, ...]]:
        """Return a page of messages to the room, newest first."""
        return self._paged("room", sql.ANNOUNCEMENT_PAGE, projections.announcement_row_of, limit, before)

    def map_features(self, since_us: int) -> Future[tuple[MapFeatureRow, ...]]:
        """Return what was drawn on the map and was not removed or over before a moment, oldest first."""

        def read(connection: Connection) -> tuple[MapFeatureRow, ...]:
            values, row_of = {"since_us": since_us}, projections.map_feature_row_of
            rows = {row.row_id: row for row in self._rows(connection, sql.FEATURES_SINCE, row_of, values)}
            rows |= {row.row_id: row for row in self._waiting_rows("map_feature", row_of)}
            return tuple(rows[row_id] for row_id in sorted(rows))

        return self._ask(read)

    def open_callbacks(self) -> Future[tuple[CallbackRow, ...]]:
        """Return the call-back list, oldest first; the service orders it by its score."""
        return self._list(
            "callback", sql.OPEN_CALLBACKS, projections.callback_row_of, lambda row: row.is_open
        )

    def callbacks_of_number(self, number: str, limit: int = PAGE_SIZE) -> Future[tuple[CallbackRow, ...]]:
        """Return the call-back items of a number in any of its forms, open or closed, newest first."""
        key = number_key(number)
        return self._paged(
            "callback",
            sql.CALLBACKS_OF_NUMBER,
            projections.callback_row_of,
            limit,
            None,
            {"number_key": key},
            lambda row: row.number_key == key,
        )

    def units(self) -> Future[tuple[UnitRow, ...]]:
        """Return all units."""
        return self._list("unit", sql.ALL_UNITS, projections.unit_row_of, lambda _row: True)

    def operators(self) -> Future[tuple[OperatorRow, ...]]:
        """Return everybody who ever signed on here."""
        return self._list("operator", sql.ALL_OPERATORS, projections.operator_row_of, lambda _row: True)

    def desks(self) -> Future[tuple[DeskRow, ...]]:
        """Return all known workstations."""
        return self._list("desk", sql.ALL_DESKS, projections.desk_row_of, lambda _row: True)

    # ------------------------------------------------------------------ search

    def search_incidents(
        self, words: str, *, only_closed: bool = False, before: int | None = None, limit: int = PAGE_SIZE
    ) -> Future[tuple[IncidentRow, ...]]:
        """Find tickets by number, place, notes, caller or call-back number; newest first.

        Every word must occur; each may be unfinished; accents do not matter. Nothing typed = all.
        """
        expression = match_expression(words)
        if expression:
            statement: Any = sql.FOUND_CLOSED if only_closed else sql.FOUND_INCIDENTS
        else:
            statement = sql.CLOSED_PAGE if only_closed else sql.INCIDENT_PAGE
        return self._found("incident", statement, self._incident_row, expression, before, limit)

    def search_calls(
        self, words: str, *, before: int | None = None, limit: int = PAGE_SIZE
    ) -> Future[tuple[CallRow, ...]]:
        """Find calls by number (in any form, from its beginning), presented name or notes; newest first."""
        expression = match_expression(words)
        statement: Any = sql.FOUND_CALLS if expression else sql.CALL_PAGE
        return self._found("call", statement, projections.call_row_of, expression, before, limit)

    def next_ticket_counter(self, desk: str, local_date: date) -> Future[int]:
        """Return the first free counter of this desk letter on this (local) day, waiting tickets included.

        Tickets end in ``-yyyymmdd-A0007``. Two tickets opened before the first is written would get the same
        answer: the caller counts on from its own last one.
        """
        prefix = f"{local_date:%Y%m%d}-{desk}"

        def read(connection: Connection) -> int:
            values = {"first": prefix, "end": prefix + "\U0010ffff"}
            tails = [str(row[0]) for row in connection.execute(sql.TICKETS_OF_DAY, values)]
            for held in self._waiting().values():
                if isinstance(held.state, Incident):
                    tails.append("-".join(held.state.ticket_number.split("-")[-2:]))
            counters = [tail.removeprefix(prefix) for tail in tails if tail.startswith(prefix)]
            return 1 + max((int(c) for c in counters if c.isascii() and c.isdigit()), default=0)

        return self._ask(read)

    # ------------------------------------------------------------------ inner parts

    def _incident_row(self, values: Mapping[str, Any]) -> IncidentRow:
        return projections.incident_row_of(values, self._priority_of)

    def _state(self, connection: Connection, name: str) -> State | None:
        held = self._waiting().get(name) or self._cache.get(name)
        if held is None:
            generation = self._cache.generation
            held = journal_table.load_aggregate(connection, name)
            if held is not None:
                self._cache.offer(name, held, generation)
        return held.state if held is not None else None

    def _list(
        self,
        kind: str,
        statement: Select[Any],
        row_of: Callable[[Mapping[str, Any]], _Row],
        belongs: Callable[[_Row], bool],
    ) -> Future[tuple[_Row, ...]]:
        def read(connection: Connection) -> tuple[_Row, ...]:
            rows = {row.row_id: row for row in self._rows(connection, statement, row_of, {})}
            for row in self._waiting_rows(kind, row_of):
                rows.pop(row.row_id, None)
                if belongs(row):
                    rows[row.row_id] = row
            return tuple(rows[row_id] for row_id in sorted(rows))

        return self._ask(read)

    def _paged(
        self,
        kind: str,
        statement: Select[Any],
        row_of: Callable[[Mapping[str, Any]], _Row],
        limit: int,
        before: int | None,
        values: Mapping[str, Any] | None = None,
        belongs: Callable[[_Row], bool] = lambda _row: True,
    ) -> Future[tuple[_Row, ...]]:
        cursor = NEWEST if before is None else before

        def read(connection: Connection) -> tuple[_Row, ...]:
            named = {"before": cursor, "limit": limit, **(values or {})}
            rows = {row.row_id: row for row in self._rows(connection, statement, row_of, named)}
            for row in self._waiting_rows(kind, row_of):
                if row.row_id < cursor and belongs(row):
                    rows[row.row_id] = row
            return tuple(rows[row_id] for row_id in sorted(rows, reverse=True)[:limit])

        return self._ask(read)

    def _found(
        self,
        kind: str,
        statement: Any,
        row_of: Callable[[Mapping[str, Any]], _Row],
        expression: str,
        before: int | None,
        limit: int,
    ) -> Future[tuple[_Row, ...]]:
        named: dict[str, Any] = {"before": NEWEST if before is None else before, "limit": limit}
        if expression:
            named["words"] = expression

        def read(connection: Connection) -> tuple[_Row, ...]:
            waiting = {row.row_id: row for row in self._waiting_rows(kind, row_of)}
            found = self._rows(connection, statement, row_of, named)
            return tuple(waiting.get(row.row_id, row) for row in found)

        return self._ask(read)

    def _rows(
        self,
        connection: Connection,
        statement: Any,
        row_of: Callable[[Mapping[str, Any]], _Row],
        values: Mapping[str, Any],
    ) -> list[_Row]:
        found = connection.execute(statement, values).mappings()
        return [row_of(cast("Mapping[str, Any]", row)) for row in found]

    def _waiting_rows(self, kind: str, row_of: Callable[[Mapping[str, Any]], _Row]) -> list[_Row]:
        values_of = PROJECTIONS[kind].values
        return [
            row_of({"row_id": held.first_row_id, **values_of(held.state), "pending_disk": True})
            for name, held in self._waiting().items()
            if name.startswith(kind + ":")
        ]
