"""The one writer of the journal: a thread that owns the only writing connection.

Promise: a future of ``append`` resolves when its facts are on the disk, never before, and nothing that was
accepted is dropped while the process lives. When the disk refuses, the facts wait in memory in order, are
tried again, and ``on_provisional`` lets the operator go on meanwhile.
"""

from __future__ import annotations

import itertools
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from types import MappingProxyType
from typing import Final, TypeVar

from sqlalchemy import Connection, Engine

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.domain.facts import Fact, NewFact, UnknownEvent
from batola_desk.domain.reducers import State, is_known_name
from batola_desk.models import codec
from batola_desk.models.append import Append, make_row
from batola_desk.models.cache import Held, StateCache
from batola_desk.models.codec import StoredFact
from batola_desk.models.database import LASTING_CODES, fault_code
from batola_desk.models.journal_table import (
    Head,
    find_fact,
    fold_into,
    insert_rows,
    load_aggregate,
    read_head,
    rows_changed,
)
from batola_desk.models.projections import ProjectionWriter, changes_to_show
from batola_desk.models.room import RoomApplied, RoomError, RoomFact, RoomSnapshot
from batola_desk.models.room_job import RoomJob
from batola_desk.models.room_writer import JOBS_MAX, PAGE_MAX, RoomWriter
from batola_desk.models.rows import AppendResult, JournalStatus

log = logging.getLogger("batola.models")

RETRY_DELAYS_S: Final = (0.25, 0.5, 1.0, 2.0, 5.0)
MAX_WAITING_FACTS: Final = (
    20_000  # LIMIT: hours of a busy desk, about 40 MB; beyond it appends are refused aloud
)
MAX_FACTS_PER_COMMIT: Final = 256

_Told = TypeVar("_Told")
OnStatus = Callable[[JournalStatus], None]
OnProvisional = Callable[[AppendResult], None]
OnRoom = Callable[[Mapping[str, State]], None]


class JournalStore:
    """Appends facts. Thread: any for the public methods; callbacks come on the writer's.

    Args:
        own_origins: all that this file ever had; the room's word on their facts is told as ``judged``.
        on_status: told when writing fails, when the waiting list changes, when all is well again.
        on_provisional: given each append that has to wait for the disk, once.
        on_room: given the states of each transaction of a page or a cut, on the disk by then. Appends come
            between the transactions of one page; it hears both in the order of the disk.
        on_commit: given how many rows the writer's connection has changed so far.
    """

    def __init__(  # noqa: PLR0913 - each listener is another room's
        self,
        engine: Engine,
        *,
        origin: str,
        app_version: str,
        cache: StateCache,
        own_origins: frozenset[str] = frozenset(),
        on_status: OnStatus | None = None,
        on_provisional: OnProvisional | None = None,
        on_room: OnRoom | None = None,
        on_commit: Callable[[int], None] = lambda _rows: None,
    ) -> None:
        self.origin = origin
        self.own_origins = own_origins | {origin}
        self._engine = engine
        self._app = app_version
        self._cache = cache
        self._on_status = on_status
        self._on_provisional = on_provisional
        self._on_commit = on_commit
        self._projections = ProjectionWriter()
        self._room = RoomWriter(
            cache,
            self._projections,
            own_origins=self.own_origins,
            is_urgent=lambda: bool(self._inbox) or self._closing,
            on_shown=lambda states: _tell(on_room, states),
        )
        # shared between threads, under _wake
        self._wake = threading.Condition()
        self._inbox: deque[Append] = deque()
        self._room_inbox: deque[RoomJob] = deque()
        self._accepted_facts = 0
        self._closing = False
        self._status = JournalStatus()
        self._waiting_states: Mapping[str, Held] = MappingProxyType({})
        # the writer's own
        self._connection: Connection | None = None
        self._head: Head | None = None
        self._line: list[Append] = []  # accepted, not on the disk yet, in order
        self._overlay: dict[str, Held] = {}  # newest prepared state of every aggregate in the line
        self._stored: dict[str, Held | None] = {}  # what the file holds of the same aggregates
        self._failures = 0
        self._retry_at = 0.0
        self._singly = 0  # this many items are committed one by one after an unexpected error
        self._thread = threading.Thread(target=self._run, name="journal-writer", daemon=True)

    def start(self) -> None:
        """Start the writer thread."""
        self._thread.start()

    @property
    def thread_ident(self) -> int:
        """The writer's, for whoever measures it."""
        assert self._thread.ident is not None
        return self._thread.ident

    def append(self, facts: Sequence[NewFact], *, actor: str, desk: str) -> Future[AppendResult]:
        """Journal facts together: all of them or none, in this order, in one transaction.

        The future cannot be cancelled: what was accepted will be written. It fails with ``ValueError`` or
        ``TypeError`` for facts that are wrong in themselves, and with ``EnvironmentFault`` codes
        ``journal_queue_full``, ``journal_closed`` (not accepted) or ``journal_not_written`` (the program
        ended while the disk still refused).

        Args:
            facts: a fact with a known ``fact_id`` is not written again; the stored one is returned.
            actor: login for facts that carry none.
            desk: letter of this workstation.
        """
        future: Future[AppendResult] = Future()
        future.set_running_or_notify_cancel()
        item = Append(tuple(facts), actor, desk, time.time_ns() // 1_000, future)
        with self._wake:
            if self._closing:
                future.set_exception(EnvironmentFault("journal_closed"))
            elif self._accepted_facts + len(item.news) > MAX_WAITING_FACTS:
                future.set_exception(EnvironmentFault("journal_queue_full", waiting=self._accepted_facts))
            else:
                self._accepted_facts += len(item.news)
                self._inbox.append(item)
                self._wake.notify()
        return future

    def apply_room(self, facts: Sequence[RoomFact]) -> Future[RoomApplied]:
        """Take a page of the room's journal: facts new here, places and verdicts for those that waited.

        The page is taken whole or not at all, and may come again. Own appends go first, in the middle of a
        page if need be. When the disk refuses, the page waits and is tried again; whoever pulled it waits for
        the future. It fails with ``RoomError`` (see there), ``ValueError`` for more than ``PAGE_MAX`` facts,
        or ``EnvironmentFault`` codes ``journal_queue_full`` and ``journal_closed``.
        """
        if len(facts) > PAGE_MAX:
            raise ValueError(f"at most {PAGE_MAX} facts in a page")
        return self._accept(RoomJob(_accepted(), page=tuple(facts)))

    def cut_room(self, after_seq: int) -> Future[RoomApplied]:
        """Forget the room's entries after a place: the server's history was cut there. No fact is forgotten.

        Their facts wait for a place again. The newest go first, so that what is left is always a whole
        history, also when the power goes in the middle; the caller then cuts again.
        """
        return self._accept(RoomJob(_accepted(), cut_after=after_seq))

    def keep_facts(self, envelopes: Sequence[str]) -> Future[RoomApplied]:
        """Keep facts of another desk that the room has not taken, so that they outlive their desk.

        They are shown here like own pending ones and stand in ``pending`` for whoever may relay them. Known
        ones are not taken twice; all are taken or none.

        Args:
            envelopes: as the other desk would submit them (``PendingFact.envelope``), at most ``PAGE_MAX``.
        """
        if len(envelopes) > PAGE_MAX:
            raise ValueError(f"at most {PAGE_MAX} facts at once")
        return self._accept(RoomJob(_accepted(), kept=tuple(envelopes)))

    def join_room(self, snapshot: RoomSnapshot) -> Future[RoomApplied]:
        """Begin a file that knows nothing of its room with a snapshot; the history before it comes later."""
        return self._accept(RoomJob(_accepted(), snapshot=snapshot))

    def fill_room(self, facts: Sequence[RoomFact]) -> Future[RoomApplied]:
        """Take a page of the history before the snapshot, in its order. As ``apply_room``, but unshown."""
        if len(facts) > PAGE_MAX:
            raise ValueError(f"at most {PAGE_MAX} facts in a page")
        return self._accept(RoomJob(_accepted(), page=tuple(facts), is_history=True))

    def settle_room(self) -> Future[RoomApplied]:
        """Fold some things from their births once the history is here: about 10 ms. Again until all are."""
        return self._accept(RoomJob(_accepted(), settles=True))

    def note_room(self, epoch: str) -> Future[RoomApplied]:
        """Remember to which room this file belongs."""
        return self._accept(RoomJob(_accepted(), epoch=epoch))

    def _accept(self, job: RoomJob) -> Future[RoomApplied]:
        with self._wake:
            if self._closing:
                job.future.set_exception(EnvironmentFault("journal_closed"))
            elif len(self._room_inbox) + len(self._room.jobs) >= JOBS_MAX:
                job.future.set_exception(EnvironmentFault("journal_queue_full", waiting=JOBS_MAX))
            else:
                self._room_inbox.append(job)
                self._wake.notify()
        return job.future

    @property
    def status(self) -> JournalStatus:
        """How writing goes right now."""
        with self._wake:
            return self._status

    @property
    def waiting_states(self) -> Mapping[str, Held]:
        """States that only the memory knows because the disk refuses; empty when all is well."""
        with self._wake:
            return self._waiting_states

    def close(self) -> int:
        """Write what waits (one last try), end the thread, and return how many facts could not be written."""
        with self._wake:
            self._closing = True
            self._wake.notify()
        self._thread.join()
        return sum(len(item.rows) or len(item.news) for item in self._line)

    # ------------------------------------------------------------------ the writer thread

    def _run(self) -> None:
        while True:
            last_try = self._collect()
            try:
                for item in [item for item in self._line if not item.ready]:
                    self._prepare(item)
                while self._line and self._is_due():
                    self._commit_some()
            except Exception as error:  # noqa: BLE001  every fault is told apart and told right here
                code = fault_code(error)
                if code is None:
                    self._on_unexpected(error)
                else:
                    self._on_fault(code)
            self._publish()
            if last_try and (self._failures or not self._line):
                break
            if not self._line and self._room.is_due:
                self._serve_room()
            if self._connection is not None:
                self._on_commit(rows_changed(self._connection))
        self._room.refuse_all("journal_closed")
        for item in self._line:
            item.future.set_exception(EnvironmentFault("journal_not_written", cause=self._status.code))
        self._drop_connection()

    def _collect(self) -> bool:
        """Wait for work and take it; return True when this is the last round."""
        with self._wake:
            while not self._inbox and not self._room_inbox and not self._closing:
                if (due_at := self._next_due()) is None:
                    self._wake.wait()
                elif (left_s := due_at - time.monotonic()) > 0:
                    self._wake.wait(left_s)
                else:
                    break
            self._line.extend(self._inbox)
            self._inbox.clear()
            self._room.jobs.extend(self._room_inbox)
            self._room_inbox.clear()
            if self._closing:
                self._retry_at = 0.0
            return self._closing

    def _next_due(self) -> float | None:
        """When to go on without being woken; pages wait until every own fact is on the disk."""
        if self._line:
            return self._retry_at
        return self._room.retry_at if self._room.jobs else None

    def _is_due(self) -> bool:
        return self._retry_at <= time.monotonic()

    def _prepare(self, item: Append) -> None:
        """Make rows, facts and states of one item. Reads the file; changes nothing when it fails."""
        connection = self._open_connection()
        head = self._head
        assert head is not None
        try:
            for new in item.news:
                if new.fact_id is not None and (known := self._known_fact(connection, item, new.fact_id)):
                    item.facts.append(known)
                    self._show_states(connection, item, known)
                    continue
                row = make_row(
                    new, item, head, origin=self.origin, app=self._app, base_seq=self._room.known_seq
                )
                self._fold(connection, item, new, row)
                head = Head(row.row_id, row.oseq, row.hash)
        except Exception as error:
            item.reset()
            if fault_code(error) is not None:
                raise
            self._line.remove(item)
            self._forget([item])
            item.future.set_exception(error)  # wrong facts: the caller's fault, and the caller is told
            log.debug("an append was refused", exc_info=error)
            return
        item.ready = True
        self._head = head
        self._overlay.update(item.changes)

    def _known_fact(self, connection: Connection, item: Append, fact_id: str) -> Fact | None:
        for waiting in (*self._line, item):
            for fact in waiting.facts:
                if fact.fact_id == fact_id:
                    return fact
        with connection.begin():
            return find_fact(connection, fact_id)

    def _show_states(self, connection: Connection, item: Append, fact: Fact) -> None:
        for name in fact.aggregates:
            held = item.changes.get(name) or self._current(connection, name)
            if held is not None:
                item.states[name] = held

    def _fold(self, connection: Connection, item: Append, new: NewFact, row: StoredFact) -> None:
        fact = codec.decode_fact(row)  # fold what will be read back, so memory and file cannot differ
        if isinstance(fact.event, UnknownEvent) and not isinstance(new.event, UnknownEvent):
            raise TypeError(f"{row.kind}: a field has the wrong type")
        for name in dict.fromkeys(fact.aggregates):
            if isinstance(fact.event, UnknownEvent) and not is_known_name(name):
                continue
            held = item.changes.get(name) or self._current(connection, name)
            item.changes[name] = item.states[name] = fold_into(held, name, fact, row.row_id)
        item.rows.append(row)
        item.facts.append(fact)

    def _current(self, connection: Connection, name: str) -> Held | None:
        """Return the newest state, waiting ones included."""
        if name in self._overlay:
            return self._overlay[name]
        held = self._cache.get(name)
        if held is None:
            with connection.begin():
                held = load_aggregate(connection, name)
        self._stored.setdefault(name, held)
        return held

    def _commit_some(self) -> None:
        """Write the first items of the line in one transaction, then tell everybody."""
        batch: list[Append] = []
        size = 0
        for item in self._line:
            size += len(item.rows)
            if not item.ready or (batch and (self._singly or size > MAX_FACTS_PER_COMMIT)):
                break
            batch.append(item)
        changes: dict[str, Held] = {}
        for item in batch:
            changes.update(item.changes)
        if any(item.rows for item in batch):
            self._room.on_append()
            connection = self._open_connection()
            with connection.begin():
                insert_rows(connection, self._not_landed(connection, batch))
                self._projections.write(connection, changes_to_show(changes, self._stored))
        # on the disk from here on
        self._cache.commit(changes)
        del self._line[: len(batch)]
        still_changing = {name for item in self._line for name in item.changes}
        for name in [name for name in self._stored if name not in still_changing]:
            self._stored.pop(name)
            self._overlay.pop(name, None)
        self._stored.update({name: held for name, held in changes.items() if name in still_changing})
        self._singly = max(0, self._singly - len(batch))
        self._failures, self._retry_at = 0, 0.0
        self._forget(batch)
        self._publish()
        for item in batch:
            item.future.set_result(item.result(pending_disk=False))

    def _not_landed(self, connection: Connection, batch: Sequence[Append]) -> list[StoredFact]:
        """Return the rows to insert: a commit that reported a fault may have landed all the same."""
        return [
            row
            for item in batch
            if item.rows and not (self._failures and find_fact(connection, item.rows[0].fact_id))
            for row in item.rows
        ]

    def _forget(self, items: Sequence[Append]) -> None:
        with self._wake:
            self._accepted_facts -= sum(len(item.news) for item in items)

    def _on_fault(self, code: str) -> None:
        """The machine refuses: keep everything, tell, try again later."""
        delay_s = RETRY_DELAYS_S[min(self._failures, len(RETRY_DELAYS_S) - 1)]
        self._failures += 1
        self._retry_at = time.monotonic() + delay_s
        if self._failures == 1:
            log.warning("journal write failed, facts wait in memory", extra={"code": code})
        self._set_status(code)
        self._drop_connection()

    def _on_unexpected(self, error: Exception) -> None:
        """A fault of ours in a commit: give each append its own transaction, so only the guilty one fails."""
        log.error("journal commit broke", exc_info=error)
        if self._singly or len(self._line) == 1:
            guilty = self._line.pop(0)
            self._forget([guilty])
            guilty.future.set_exception(error)
        self._singly = len(self._line)
        self._overlay.clear()
        self._stored.clear()
        for item in self._line:
            item.reset()
        self._drop_connection()

    def _serve_room(self) -> None:
        """Run one transaction of a page or a cut; its trouble is its own and never an append's."""
        try:
            connection = self._open_connection()
            assert self._head is not None
            row_ids = itertools.count(self._head.row_id + 1)
            self._head = None  # a page may bring facts of our own that this file had lost
            self._stored.clear()  # a refused append may have left what is about to change
            self._room.serve(connection, row_ids.__next__)
            self._publish()
        except RoomError as error:
            log.info("a page of the room was refused", extra={"code": error.code})
            self._room.drop_first(error)
        except Exception as error:
            code = fault_code(error)
            if code is None:
                log.exception("a page of the room broke")
                self._room.drop_first(error)
            else:
                if not self._room.failures:
                    log.warning("the room's page waits for the disk", extra={"code": code})
                self._room.on_fault(RETRY_DELAYS_S[min(self._room.failures, len(RETRY_DELAYS_S) - 1)])
                self._set_status(code)
            self._drop_connection()

    def _publish(self) -> None:
        """Show the waiting states to readers and listeners while the disk refuses."""
        failing = bool(self._failures)
        overlay = MappingProxyType(dict(self._overlay)) if failing else MappingProxyType({})
        with self._wake:
            self._waiting_states = overlay
        if failing:
            self._set_status(self._status.code)
            for item in self._line:
                if item.ready and not item.told:
                    item.told = True
                    _tell(self._on_provisional, item.result(pending_disk=True))
        elif self._status.state != "ok" and not self._line and not self._room.failures:
            log.info("journal writes again")
            self._set_status("")

    def _set_status(self, code: str) -> None:
        waiting = sum(len(item.news) for item in self._line) if code else 0
        state = JournalStatus()
        if code:
            state = JournalStatus(
                state="failed" if code in LASTING_CODES else "retrying", waiting=waiting, code=code
            )
        with self._wake:
            changed = state != self._status
            self._status = state
        if changed:
            _tell(self._on_status, state)

    def _open_connection(self) -> Connection:
        is_new = self._connection is None
        if self._connection is None:
            self._connection = self._engine.connect()
        if self._head is None or (is_new and not any(item.ready for item in self._line)):
            with self._connection.begin():
                self._head = read_head(self._connection, self.origin)
                self._room.read_head(self._connection)
        return self._connection

    def _drop_connection(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.close()
            except Exception as error:  # SAFETY: a broken file may refuse even this; the thread goes on
                log.info("closing a broken connection failed", exc_info=error)


def _accepted() -> Future[RoomApplied]:
    """A future that cannot be cancelled: what was accepted is done."""
    future: Future[RoomApplied] = Future()
    future.set_running_or_notify_cancel()
    return future


def _tell(listener: Callable[[_Told], None] | None, value: _Told) -> None:
    if listener is None:
        return
    try:
        listener(value)
    except Exception:  # SAFETY: a listener's fault must not end the writer
        log.exception("a journal listener broke")
