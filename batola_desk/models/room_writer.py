"""Takes pages of the room's journal into the file, and cuts them out again. Thread: the journal's writer.

A page is checked whole before anything is written, and written in one transaction; if own facts wait
meanwhile, check or transaction stops early, they go first, and the rest of the page follows.
States in memory change after the commit.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from sqlalchemy import Connection

from batola_desk.domain import reducers
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.domain.facts import Fact, Verdict
from batola_desk.domain.reducers import State
from batola_desk.models import snapshots
from batola_desk.models.cache import Held, StateCache
from batola_desk.models.codec import decode_fact, names_of
from batola_desk.models.journal_table import (
    first_pending_of,
    fold_into,
    insert_rows,
    load_aggregate,
    pending_facts_of,
    write_meta,
)
from batola_desk.models.projections import ProjectionWriter, changes_to_show
from batola_desk.models.room import RoomHead
from batola_desk.models.room_filler import RoomFiller
from batola_desk.models.room_job import RoomJob, Step, judged, names_of_rows
from batola_desk.models.room_join import read_join
from batola_desk.models.room_page import PageCheck, check_kept
from batola_desk.models.room_table import (
    Arrival,
    cut_entries,
    insert_arrivals,
    insert_problems,
    read_room_head,
)
from batola_desk.models.snapshots import SnapshotWriter

ROOM_EPOCH: Final = "room_epoch"  # key in the meta table
PAGE_MAX: Final = 2_000  # LIMIT: facts in one call; more is a mistake of the caller
JOBS_MAX: Final = 8  # LIMIT: pages waiting in memory; whoever pulls waits for the answer anyway
PART: Final = 16  # LIMIT: facts between two looks at the own appends that wait: about 1 ms
FACTS_IN_TRANSACTION: Final = 128  # LIMIT: what an own append may have to see shown first: about 1 ms
AT_WORK_S: Final = 2.0  # after an own append; a desk where nobody writes pays one fsync for a page, not four
CUT_AT_ONCE: Final = 250  # LIMIT: entries cut in one transaction


class RoomWriter:
    """The queue of pages and cuts, and their transactions.

    Args:
        own_origins: of this file, former ones included: their facts are told as judged.
        is_urgent: whether own facts wait.
        on_shown: given what each transaction changed.
    """

    def __init__(
        self,
        cache: StateCache,
        projections: ProjectionWriter,
        *,
        own_origins: frozenset[str],
        is_urgent: Callable[[], bool],
        on_shown: Callable[[Mapping[str, State]], None],
    ) -> None:
        self.jobs: deque[RoomJob] = deque()
        self.head: RoomHead | None = None  # None = ask the file
        self._cache = cache
        self._projections = projections
        self._own = own_origins
        self._is_urgent = is_urgent
        self._on_shown = on_shown
        self._snapshots = SnapshotWriter()
        self._filler = RoomFiller(cache, projections, own_origins, is_urgent)
        self._touched: dict[str, Held] = {}  # what the transaction changes that runs, or whose end is unknown
        self._check: PageCheck | None = None  # of the first job, as long as nothing came between
        self._checked: Sequence[Arrival] | None = None  # what of it is left to write
        self._anew = 0  # how often the check of the first job had to begin anew
        self._appended_at = float("-inf")
        self.failures = 0
        self.retry_at = 0.0

    @property
    def is_due(self) -> bool:
        """Whether there is something to do now."""
        return bool(self.jobs) and self.retry_at <= time.monotonic()

    @property
    def known_seq(self) -> int:
        """Place of the newest entry of the room's journal that is known here; 0 = none yet."""
        return self.head.seq if self.head is not None else 0

    def read_head(self, connection: Connection) -> RoomHead:
        """Return how far the room's journal is known."""
        if self.head is None:
            self.head = read_room_head(connection)
        return self.head

    def serve(self, connection: Connection, next_row_id: Callable[[], int]) -> None:
        """Run one transaction of the first job; when it was the last one, tell the caller.

        Raises:
            RoomError: the page cannot be taken; nothing was changed by this transaction.
        """
        job = self.jobs[0]
        with connection.begin():
            head = self.read_head(connection)
            if (job.page or job.is_history) and not self._is_checked(connection, job, head):
                return
            if job.epoch is not None:
                write_meta(connection, ROOM_EPOCH, job.epoch)
                step = Step(head)
            elif job.snapshot is not None:
                step = self._filler.begin(connection, job.snapshot, head)
            elif job.settles:
                step = self._filler.settle(connection, head)
            elif job.is_history:
                assert self._checked is not None
                step = self._filler.fill(connection, self._checked, head)
            elif job.cut_after is not None:
                step = self._cut(connection, job.cut_after, head)
            elif job.kept:
                step = self._keep(connection, job.kept, head, next_row_id)
            else:
                step = self._apply(connection, head, next_row_id)
            self._touched = step.changes
        # on the disk from here on
        self.head = step.head
        self._cache.commit(step.changes)
        self._cache.forget(step.gone)
        self._touched = {}
        self.failures, self.retry_at = 0, 0.0
        shown = {
            name: held.state
            for name, held in step.changes.items()
            if step.shown is None or name in step.shown
        }
        job.states.update(shown)
        if shown:
            self._on_shown(shown)
        job.facts += step.facts
        job.judged += step.judged
        job.cut += step.cut
        job.corrected += step.corrected
        self._checked = step.left or None
        job.page = job.page[len(job.page) - len(step.left) :]
        if step.is_last:
            self._forget_check()
            self.jobs.popleft()
            job.future.set_result(job.result(step.head))

    def on_append(self) -> None:
        """Own facts came between: if the page brings some of the same origin, they are looked for again."""
        self._appended_at = time.monotonic()
        looked_at = self._checked or (self._check.arrivals if self._check is not None else ())
        if any(a.row.origin in self._own and not a.row.row_id for a in looked_at):
            self._check = self._checked = None
            self._anew += 1

    def on_fault(self, delay_s: float) -> None:
        """The transaction was lost, or nobody knows: memory trusts only the file, the job is tried again."""
        self.failures += 1
        self.retry_at = time.monotonic() + delay_s
        self._cache.forget(self._touched)
        self._start_anew()

    def drop_first(self, error: Exception) -> None:
        """Give up the first job and tell its caller why; its transaction was taken back."""
        self._start_anew()
        self.failures, self.retry_at = 0, 0.0
        self.jobs.popleft().future.set_exception(error)

    def refuse_all(self, code: str) -> None:
        """The journal closes: whoever pulled these facts will pull them again."""
        while self.jobs:
            self.jobs.popleft().future.set_exception(EnvironmentFault(code))

    def _forget_check(self) -> None:
        self._check = self._checked = None
        self._anew = 0

    def _start_anew(self) -> None:
        self.head = None
        self._forget_check()
        self._snapshots.forget()
        self._filler.forget()
        self._touched = {}

    # ------------------------------------------------------------------ a page

    def _is_checked(self, connection: Connection, job: RoomJob, head: RoomHead) -> bool:
        """Check the page, or go on with it; False: own facts wait, they go first."""
        if self._checked is not None:
            return True
        check = self._check
        if check is None:
            check = PageCheck(job.page, self._own)
            if job.is_history:
                self._filler.begin_check(connection, check)
            else:
                check.begin(connection, head)
            self._check = check
        # What begins anew at each own fact would never end where people type without a pause.
        check.go_on(connection, self._is_urgent if not self._anew else lambda: False)
        if not check.is_done:
            return False
        if job.is_history:
            insert_problems(connection, [(row_id, "unlinked") for row_id in check.unlinked_rows])
        self._checked = check.arrivals
        return True

    def _apply(self, connection: Connection, head: RoomHead, next_row_id: Callable[[], int]) -> Step:
        checked = self._checked or ()
        folding = _PageFolding(connection, self._cache)
        step = Step(head)
        is_at_work = time.monotonic() - self._appended_at < AT_WORK_S
        enough = FACTS_IN_TRANSACTION if is_at_work else len(checked)
        done = 0
        while done < len(checked):
            part = checked[done : done + PART]
            folding.load(part)
            for arrival, row_id in insert_arrivals(connection, part, next_row_id):
                fact = folding.fold(arrival, row_id)
                step.facts.append(fact)
                if fact.origin in self._own:
                    step.judged.append(judged(fact, arrival))
                if not arrival.is_placed:
                    step.head = RoomHead(seq=arrival.entry.seq, hash=arrival.entry.hash)
            done += len(part)
            if done >= enough or self._is_urgent():
                break
        step.left = checked[done:]
        step.is_last = not step.left
        step.changes = folding.settle()
        self._projections.write(connection, changes_to_show(step.changes, folding.stored))
        for name, count in folding.counts.items():
            held = step.changes[name]
            self._snapshots.write_if_due(connection, name, held, seq=step.head.seq, folded=count)
        return step

    # ------------------------------------------------------------------ facts of a desk that may die

    def _keep(
        self,
        connection: Connection,
        envelopes: Sequence[str],
        head: RoomHead,
        next_row_id: Callable[[], int],
    ) -> Step:
        step = Step(head)
        rows = [replace(row, row_id=next_row_id()) for row in check_kept(connection, envelopes, self._own)]
        stored = {
            name: self._cache.get(name) or load_aggregate(connection, name)
            for name in names_of_rows(row.aggregates for row in rows)
        }
        insert_rows(connection, rows)
        for row in rows:
            fact = decode_fact(row)
            step.facts.append(fact)
            for name in names_of(row.aggregates):
                if name in stored:
                    held = step.changes.get(name) or stored[name]
                    step.changes[name] = fold_into(held, name, fact, row.row_id)
        self._projections.write(connection, changes_to_show(step.changes, stored))
        return step

    # ------------------------------------------------------------------ a cut

    def _cut(self, connection: Connection, after_seq: int, head: RoomHead) -> Step:
        """Take the newest entries back, so that what is left is a whole history at every commit."""
        self._snapshots.forget()
        self._filler.forget()
        join = read_join(connection)
        if join is not None and after_seq < join.seq == head.seq:
            step = self._filler.give_up(connection)
            step.is_last = step.head.seq <= max(after_seq, 0)
            return step
        until = max(after_seq, head.seq - CUT_AT_ONCE, join.seq if join is not None else 0)
        cut_rows = cut_entries(connection, until)
        snapshots.cut(connection, until)
        step = Step(read_room_head(connection), is_last=until <= max(after_seq, 0), cut=len(cut_rows))
        stored: dict[str, Held | None] = {}
        for name in names_of_rows(cut_rows):
            stored[name] = self._cache.get(name)
            held = load_aggregate(connection, name)
            if held is not None:
                step.changes[name] = held
        self._projections.write(connection, changes_to_show(step.changes, stored))
        return step


class _PageFolding:
    """The states of all that a page touches: the confirmed ones, and at the end what is pending on top."""

    def __init__(self, connection: Connection, cache: StateCache) -> None:
        self.stored: dict[str, Held | None] = {}  # as the file shows them before the page
        self.counts: dict[str, int] = {}  # facts folded
        self._connection = connection
        self._cache = cache
        self._settled: dict[str, Held] = {}
        self._accepted: dict[
            str, _Accepted
        ] = {}  # as long as a thing got nothing else than its own waiting facts

    def load(self, part: Sequence[Arrival]) -> None:
        """Take the states from before the page, while the file still says so."""
        for name in names_of_rows(arrival.row.aggregates for arrival in part):
            if name in self.stored:
                continue
            held = self._cache.get(name) or load_aggregate(self._connection, name)
            self.stored[name] = held
            if held is not None:
                self._settled[name] = Held(held.settled, held.first_row_id)
                if held.confirmed is not None:
                    self._accepted[name] = _Accepted()

    def fold(self, arrival: Arrival, row_id: int) -> Fact:
        """Fold one entry that follows in the room's order; one that came before is in the states already."""
        fact = decode_fact(arrival.row, arrival.entry.seq, arrival.entry.verdict)
        if arrival.is_placed:
            return fact
        for name in names_of(arrival.row.aggregates):
            if name in self.stored:
                self._settled[name] = fold_into(self._settled.get(name), name, fact, row_id)
                self.counts[name] = self.counts.get(name, 0) + 1
                accepted = self._accepted.get(name)
                if accepted is not None and not accepted.take(arrival, fact, row_id):
                    del self._accepted[name]
        return fact

    def settle(self) -> dict[str, Held]:
        """Return the states to show."""
        for name, before in self.stored.items():
            if before is not None and before.confirmed is not None:
                self._settled[name] = self._with_pending(name, self._settled[name], before)
        return self._settled

    def _with_pending(self, name: str, held: Held, before: Held) -> Held:
        first = first_pending_of(self._connection, name)
        accepted = self._accepted.get(name)
        if first is not None and accepted is not None and accepted.last_row_id < first:
            shown = reducers.confirm(before.state, accepted.fact_ids)
            return Held(shown, held.first_row_id, confirmed=held.state)
        if first is not None:
            for row_id, fact in pending_facts_of(self._connection, name):
                held = fold_into(held, name, fact, row_id)
        return held


@dataclass(slots=True)
class _Accepted:
    """Facts about one thing that waited here and got their places in the order in which they waited."""

    last_row_id: int = 0
    fact_ids: set[str] = field(default_factory=set)

    def take(self, arrival: Arrival, fact: Fact, row_id: int) -> bool:
        """Take one more; False when it is another's, out of order, or not simply accepted."""
        waited = arrival.row.row_id != 0
        if not waited or row_id < self.last_row_id or fact.verdict is not Verdict.OK:
            return False
        self.last_row_id = row_id
        self.fact_ids.add(fact.fact_id)
        return True
