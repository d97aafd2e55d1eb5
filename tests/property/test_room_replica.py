"""Own facts, pages, cuts, restarts, crashes and lying disks in any order: shown is the fold from scratch.

The oracle reads the bare journal rows and asks the model of the room for places and verdicts; it shares no
statement, cache or order with the code under test. The mutants below must each be caught.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import event as alchemy_event

from batola_desk.domain import reducers
from batola_desk.domain.events.call import CallLinked, CallNoted
from batola_desk.domain.events.desk import AlarmCleared, AlarmRaised
from batola_desk.domain.events.incident import IncidentFieldSet, IncidentNoteAdded, IncidentOpened
from batola_desk.domain.events.operator import OperatorStateSet
from batola_desk.domain.events.unit import UnitDispatched, UnitLocated, UnitReleased, UnitStatusSet
from batola_desk.domain.facts import Event, NewFact
from batola_desk.domain.reducers import State
from batola_desk.models import journal as journal_module
from batola_desk.models import journal_table, room_writer, snapshots, store
from batola_desk.models.cache import Held, StateCache
from batola_desk.models.codec import StoredFact, decode_fact
from batola_desk.models.journal import Journal, open_journal
from batola_desk.models.projections import PROJECTIONS
from batola_desk.models.room import RoomError
from batola_desk.models.verify import verify
from tests.support.room_double import OtherDesk, RoomDouble
from tests.support.stories import cut_the_power, fast_folder, tell_stories

WAIT_S = 20.0
NUMBERS = st.integers(0, 3)
VERDICTS = st.sampled_from(["ok", "ok", "ok", "lost", "contested", "denied", "of a newer room"])
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.builds(IncidentNoteAdded, note_id=st.sampled_from("abc"), text=st.sampled_from(["", "satu", "dua"])),
    st.builds(IncidentFieldSet, field=st.just("access"), value=st.sampled_from(["road", "water"])),
    st.builds(IncidentOpened, ticket_number=st.sampled_from(["T-1", "T-2"])),
    st.builds(UnitDispatched, unit_id=st.just("1"), incident_id=st.sampled_from("12")),
    st.builds(UnitReleased, unit_id=st.just("1"), incident_id=st.sampled_from("12")),
    st.builds(
        UnitStatusSet, unit_id=st.just("1"), state=st.sampled_from(["en_route", "available", "on_scene"])
    ),
    st.builds(UnitLocated, latitude=st.floats(-4, -2), longitude=st.just(114.7), source=st.just("gps")),
    st.builds(CallNoted, text=st.sampled_from(["x", "y"])),
    st.builds(CallLinked, call_key=st.just("1"), incident_id=st.sampled_from("12")),
    st.builds(OperatorStateSet, state=st.sampled_from(["paused", "available"])),
    st.builds(AlarmRaised, alarm_id=st.sampled_from("pq"), code=st.just("x"), subject=st.just("")),
    st.builds(AlarmCleared, alarm_id=st.sampled_from("pq")),
)
NAMES = st.lists(
    st.sampled_from(["incident:1", "incident:2", "unit:1", "call:1", "operator:1", "desk:A", "drone:1"]),
    min_size=1,
    max_size=3,
    unique=True,
).map(tuple)


class OneDesk(RuleBasedStateMachine):
    """One real journal, a room and two other desks as models."""

    template: Path

    @initialize(memory=st.sampled_from([1, 3, 100]))
    def begin(self, memory: int) -> None:
        self.folder = fast_folder()
        self.path = self.folder / "0.sqlite"
        shutil.copy(self.template, self.path)
        self.memory = memory
        self.files = 0
        self.room = RoomDouble()
        self.others = [OtherDesk(1, "B"), OtherDesk(2, "C")]
        self.written: set[str] = set()
        self.lies: list[bool] = []
        self.changes: dict[int, int] = {}
        self.open()
        self.a_day_that_has_begun()

    def a_day_that_has_begun(self) -> None:
        """So that every later step meets something: judged facts of both sides, and some that wait."""
        opened = (IncidentOpened(ticket_number="T-1"), ("incident:1", "call:1"))
        self.append([opened])
        self.push(1, "ok", 0)
        for number in range(4):
            note = IncidentNoteAdded(note_id=f"{number}", text="dari B")
            self.room.submit(self.others[0].write(note, "incident:1", "unit:1"))
        self.pull(9)
        self.append([(UnitReleased(unit_id="1", incident_id="1"), ("unit:1", "incident:1"))])

    def open(self) -> None:
        limited = StateCache(self.memory)
        original = journal_module.StateCache
        journal_module.StateCache = lambda: limited  # type: ignore[assignment,misc]
        try:
            self.journal: Journal = open_journal(self.path)
        finally:
            journal_module.StateCache = original  # type: ignore[misc]
        assert self.journal.report.health == "healthy"
        alchemy_event.listen(self.journal.engine, "commit", self.lie)

    def close(self) -> None:
        self.lies = []
        self.journal.close()

    def lie(self, connection: Any) -> None:
        """The disk reports a fault; the commit has landed or not."""
        raw = connection.connection.dbapi_connection
        has_written, self.changes[id(raw)] = raw.total_changes != self.changes.get(id(raw)), raw.total_changes
        if self.lies and has_written:
            landed = self.lies.pop()
            connection.exec_driver_sql("COMMIT" if landed else "ROLLBACK")
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorname = "SQLITE_IOERR_FSYNC"
            raise error

    @property
    def known_seq(self) -> int:
        return self.journal.reader.room_head().result(WAIT_S).seq

    # ------------------------------------------------------------------ what happens at this desk

    @rule(facts=st.lists(st.tuples(EVENTS, NAMES), min_size=1, max_size=3))
    def append(self, facts: list[tuple[Event, tuple[str, ...]]]) -> None:
        known = [
            NewFact(
                event=event, aggregates=tuple(n for n in names if not n.startswith("drone")) or ("call:1",)
            )
            for event, names in facts
        ]
        result = self.journal.store.append(known, actor="sari", desk="A").result(WAIT_S)
        self.written |= {fact.fact_id for fact in result.facts}

    @rule(count=st.integers(1, 6), verdict=VERDICTS, skip=st.integers(0, 2))
    def push(self, count: int, verdict: str, skip: int) -> None:
        for fact in self.journal.reader.pending(limit=count + skip).result(WAIT_S)[skip:]:
            self.room.submit(fact.envelope, verdict)

    @rule(limit=st.integers(1, 9))
    def pull(self, limit: int) -> None:
        seq = self.known_seq
        while self.journal.reader.room_hash(seq).result(WAIT_S) != self.hash_there(seq):
            seq -= 1
        if seq < self.known_seq:
            page = self.room.page(self.known_seq, limit)
            if page:
                with pytest.raises(RoomError, match="room_forked"):
                    self.journal.store.apply_room(page).result(WAIT_S)
            self.journal.store.cut_room(seq).result(WAIT_S)
        applied = self.journal.store.apply_room(self.room.page(seq, limit)).result(WAIT_S)
        for name, state in applied.states.items():
            assert state == self.expected()[name].state

    def hash_there(self, seq: int) -> bytes | None:
        return self.room.entries[seq - 1].hash if 0 < seq <= len(self.room.entries) else None

    @rule(back=st.integers(0, 4), limit=st.integers(1, 6))
    def pull_again(self, back: int, limit: int) -> None:
        seq = self.known_seq
        if self.journal.reader.room_hash(seq).result(WAIT_S) == self.hash_there(seq):
            self.journal.store.apply_room(self.room.page(max(0, seq - back), limit)).result(WAIT_S)

    @rule(after=st.integers(0, 12))
    def cut_by_hand(self, after: int) -> None:
        self.journal.store.cut_room(after).result(WAIT_S)

    @rule(skip=st.integers(1, 3))
    def take_a_wrong_page(self, skip: int) -> None:
        page = self.room.page(self.known_seq + skip)
        if page:
            with pytest.raises(RoomError, match="room_gap"):
                self.journal.store.apply_room(page).result(WAIT_S)
        page = self.room.page(self.known_seq)
        if len(page) > 1:
            broken = [page[0], page[1]._replace(prev_hash=b"?" * 32)]
            with pytest.raises(RoomError, match="room_forked"):
                self.journal.store.apply_room(broken).result(WAIT_S)

    @rule()
    def restart(self) -> None:
        self.close()
        self.open()

    @rule()
    def crash(self) -> None:
        self.files += 1
        left = self.folder / f"{self.files}.sqlite"
        cut_the_power(self.path, left)
        self.close()
        self.path = left
        self.open()

    @rule(landed=st.booleans())
    def the_disk_lies_once(self, landed: bool) -> None:
        self.lies = [landed]

    # ------------------------------------------------------------------ what happens elsewhere

    @rule(which=st.integers(0, 1), event=EVENTS, names=NAMES, verdict=VERDICTS)
    def other_desk_writes(self, which: int, event: Event, names: tuple[str, ...], verdict: str) -> None:
        self.room.submit(self.others[which].write(event, *names), verdict)

    @rule(which=st.integers(0, 1), event=EVENTS, names=NAMES, again=st.booleans(), verdict=VERDICTS)
    def other_desk_gives_a_fact_for_safe_keeping(
        self, which: int, event: Event, names: tuple[str, ...], again: bool, verdict: str
    ) -> None:
        envelope = self.others[which].write(event, *names)
        for _ in range(1 + again):
            self.journal.store.keep_facts([envelope]).result(WAIT_S)
        self.written.add(json.loads(envelope)["id"])
        if verdict == "lost":  # and it reached the room by itself after all
            self.room.submit(envelope, verdict)

    @rule(lost=st.integers(1, 5))
    def the_server_loses_its_tail(self, lost: int) -> None:
        self.room.cut(max(0, len(self.room.entries) - lost))

    # ------------------------------------------------------------------ what must be true

    def expected(self) -> dict[str, Held]:
        """Fold everything from scratch: what the room has judged, then what waits, in order of arrival."""
        connection = sqlite3.connect(self.path)
        rows = [StoredFact(*raw) for raw in connection.execute("SELECT * FROM journal ORDER BY row_id")]
        known = connection.execute("SELECT seq, row_id, verdict FROM room_entry").fetchall()
        connection.close()
        places = {row_id: (seq, verdict) for seq, row_id, verdict in known}
        told = {entry.fact_id: (entry.seq, entry.verdict) for entry in self.room.entries}
        if self.journal.reader.room_hash(self.known_seq).result(WAIT_S) == self.hash_there(self.known_seq):
            places = {
                row.row_id: told[row.fact_id]
                for row in rows
                if row.fact_id in told and told[row.fact_id][0] <= self.known_seq
            }
        rows.sort(key=lambda row: (0, places[row.row_id][0]) if row.row_id in places else (1, row.row_id))
        states: dict[str, Held] = {}
        for row in rows:
            fact = decode_fact(row, *places.get(row.row_id, (None, None)))
            for position, name in enumerate(fact.aggregates):
                if name.startswith("drone"):
                    continue
                held = states.get(name)
                state: State = reducers.fold(held.state if held else reducers.initial_state(name), fact)
                place = row.row_id * 256 + position
                states[name] = Held(state, min(held.first_row_id, place) if held else place)
        assert {row.fact_id for row in rows} >= self.written
        return states

    @invariant()
    def shown_is_the_fold_from_scratch(self) -> None:
        if not hasattr(self, "journal"):
            return
        connection = sqlite3.connect(self.path)
        connection.row_factory = sqlite3.Row
        for name, held in self.expected().items():
            assert self.journal.reader.state(name).result(WAIT_S) == held.state, name
            kind, _, identifier = name.partition(":")
            projection = PROJECTIONS[kind]
            query = f"SELECT * FROM {projection.table.name} WHERE {projection.key_column} = ?"
            row = dict(connection.execute(query, (identifier,)).fetchone())
            assert row == {"row_id": held.first_row_id, **projection.values(held.state)}
        connection.close()

    def teardown(self) -> None:
        if not hasattr(self, "journal"):
            return
        self.close()
        report = verify(self.path)
        shutil.rmtree(self.folder)
        assert report.exit_code == 0, report


@pytest.fixture(scope="module")
def template() -> Any:
    with tempfile.TemporaryDirectory() as folder:
        OneDesk.template = Path(folder) / "empty.sqlite"
        open_journal(OneDesk.template).close()
        yield


@pytest.fixture(autouse=True)
def _many_edges(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small limits, so that short stories meet them."""
    monkeypatch.setattr(store, "RETRY_DELAYS_S", (0.001,))
    monkeypatch.setattr(room_writer, "PART", 2)
    monkeypatch.setattr(room_writer, "CUT_AT_ONCE", 2)
    monkeypatch.setattr(snapshots, "FACTS_BETWEEN", 3)


def run(examples: int, **more: Any) -> None:
    tell_stories(OneDesk, examples, steps=25, **more)


@pytest.mark.expects_log
@pytest.mark.usefixtures("template")
def test_whatever_happens_the_desk_shows_the_fold_from_scratch() -> None:
    run(60)


# ---------------------------------------------------------------------- the test can fail


def pending_below_confirmed(patch: pytest.MonkeyPatch) -> None:
    """A page folds on top of what is shown, as if nothing were pending."""
    patch.setattr(Held, "settled", property(lambda held: held.state))
    patch.setattr(room_writer, "pending_facts_of", lambda _connection, _name: iter(()))


def verdict_ignored(patch: pytest.MonkeyPatch) -> None:
    real = room_writer.decode_fact
    patch.setattr(room_writer, "decode_fact", lambda row, seq=None, _verdict=None: real(row, seq, "ok"))


def cut_not_refolded(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(room_writer, "names_of_rows", _nothing_when_cut(room_writer.names_of_rows))


def _nothing_when_cut(real: Callable[[Any], list[str]]) -> Callable[[Any], list[str]]:
    return lambda aggregates: [] if isinstance(aggregates, list) else real(aggregates)


def links_keep_the_order_of_arrival(patch: pytest.MonkeyPatch) -> None:
    wrong = journal_table._FACTS_OF.replace("ORDER BY a.seq, a.row_id", "ORDER BY a.row_id")
    patch.setattr(journal_table, "_FACTS_OF", wrong)


def memory_trusts_a_commit_that_failed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(StateCache, "forget", lambda _cache, _names: None)


def order_of_waiting_facts_ignored(patch: pytest.MonkeyPatch) -> None:
    """Whatever comes is taken for the simple case: own facts, accepted in the order in which they waited."""

    def take(accepted: Any, _arrival: object, fact: Any, _row_id: int) -> bool:
        accepted.fact_ids.add(fact.fact_id)
        return True

    patch.setattr(room_writer._Accepted, "take", take)


MUTANTS: Sequence[Callable[[pytest.MonkeyPatch], None]] = (
    pending_below_confirmed,
    verdict_ignored,
    cut_not_refolded,
    links_keep_the_order_of_arrival,
    memory_trusts_a_commit_that_failed,
    order_of_waiting_facts_ignored,
)


@pytest.mark.expects_log
@pytest.mark.usefixtures("template")
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_a_broken_desk_is_caught(
    mutant: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    mutant(monkeypatch)
    with pytest.raises(AssertionError):
        run(300, shrink=False, derandomize=True)
