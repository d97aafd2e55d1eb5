"""Several desks, one room, and everything that can go wrong between them: in the end all know the same.

The real exchange and the real journal files against a model of the server. The oracle folds the server's list
with nothing but the reducers. The mutants below must each be caught. See docs/testing-the-room.md.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from batola_desk.domain.events.call import CallAnswered
from batola_desk.domain.events.conflict import ConflictSeen
from batola_desk.domain.events.incident import (
    IncidentClosed,
    IncidentFieldSet,
    IncidentNoteAdded,
    IncidentOpened,
)
from batola_desk.domain.events.unit import UnitDispatched, UnitReleased
from batola_desk.domain.facts import Guard, NewFact, UnknownEvent
from batola_desk.domain.incident import Incident
from batola_desk.domain.room_rules import ROOM_RULES
from batola_desk.models import codec, room_filler, room_snapshot, room_writer, snapshots
from batola_desk.models.journal import open_journal
from batola_desk.models.reader import JournalReader
from batola_desk.models.room import RoomError, RoomFact
from batola_desk.models.room_snapshot import pack, snapshot_form
from batola_desk.models.verify import verify
from batola_desk.sync import exchange, history, push
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.push import Push
from batola_desk.sync.relay import PATIENCE_S, RelayPatience
from batola_desk.sync.voices import Credentials
from tests.support.model_secretariat import ModelRoom, Trouble
from tests.support.room_double import BEGIN_US
from tests.support.stories import fast_folder, tell_stories
from tests.support.sync_desk import SyncDesk, fold_of, rows_of

EXAMPLES = int(os.environ.get("BATOLA_ROOM_EXAMPLES", "45"))
DESKS = st.integers(0, 11)
THINGS = st.integers(0, 1)
HOURS = st.sampled_from([0, 0, 0, 5, -5])
ACTORS = st.sampled_from(["sari", "rina", "engine"])
PEOPLE = st.sampled_from([None, "sari", "rina", "budi"])
TROUBLE = st.builds(
    Trouble,
    questions_left=st.one_of(st.none(), st.integers(0, 6)),
    does_last=st.booleans(),
    page_max=st.sampled_from([1, 3, 500]),
)
OWNING = {"call.claimed", "call.answered", "incident.reassigned"}
# An older server does not know all kinds yet.
OLD_RULES = frozenset(ROOM_RULES) - {"incident.field_set", "unit.dispatched"}


class Room(RuleBasedStateMachine):
    """Three desks, one of which may burn down."""

    template: Path
    room_class: type[ModelRoom] = ModelRoom

    @initialize(is_old=st.booleans())
    def begin(self, is_old: bool) -> None:
        self.loop = asyncio.new_event_loop()
        self.folder = fast_folder()
        self.now_s = 0.0
        self.room = self.room_class(rules=OLD_RULES if is_old else None)
        self.desks = [
            SyncDesk(self.folder, letter, self.room, template=self.template, clock=lambda: self.now_s)
            for letter in "ABC"
        ]
        self.burnt: list[SyncDesk] = []
        self.count = 0

    def pick(self, number: int) -> SyncDesk:
        return self.desks[number % len(self.desks)]

    def run(self, desk: SyncDesk, work: Coroutine[Any, Any, Any]) -> bool:
        """Do something over a connection that may break."""
        try:
            self.loop.run_until_complete(work)
        except SecretariatFault:
            desk.disconnect()
            return False
        return True

    def write(self, number: int, event: Any, names: Sequence[str], **more: Any) -> None:
        desk = self.pick(number)
        hours, actor, guards = more.get("hours", 0), more.get("actor", "sari"), more.get("guards", ())
        self.count += 1
        fact = NewFact(
            event=event,
            aggregates=tuple(names),
            guards=tuple(guards),
            occurred_us=BEGIN_US + self.count * 1_000 + hours * 3_600_000_000,
        )
        desk.write(fact, actor=actor)

    # ------------------------------------------------------------------ what people do

    @rule(desk=DESKS, thing=THINGS, hours=HOURS, actor=ACTORS)
    def note(self, desk: int, thing: int, hours: int, actor: str) -> None:
        event = IncidentNoteAdded(note_id=str(self.count), text=f"catatan {self.count}")
        self.write(desk, event, [f"incident:{thing}"], hours=hours, actor=actor)

    @rule(desk=DESKS, thing=THINGS)
    def open_ticket(self, desk: int, thing: int) -> None:
        event = IncidentOpened(ticket_number=f"112-6304-20250825-{self.pick(desk).letter}{self.count:04}")
        self.write(desk, event, [f"incident:{thing}"])

    @rule(desk=DESKS, thing=THINGS, hours=HOURS, value=st.sampled_from(["road", "water"]))
    def set_field(self, desk: int, thing: int, hours: int, value: str) -> None:
        shown = self.pick(desk).state(f"incident:{thing}")
        fields = dict(shown.fields) if isinstance(shown, Incident) else {}
        seen = fields["access"].fact_id if "access" in fields else ""
        event = IncidentFieldSet(field="access", value=value, replaces=seen)
        self.write(desk, event, [f"incident:{thing}"], hours=hours)

    @rule(desk=DESKS, note=st.sampled_from(["", "sudah ditelepon"]))
    def look_at_a_conflict(self, desk: int, note: str) -> None:
        for conflict in self.pick(desk).journal.reader.open_conflicts(1).result(10):
            facts = tuple(side.fact_id for side in conflict.sides)
            event = ConflictSeen(topic=conflict.topic, facts=facts, note=note)
            self.write(desk, event, [conflict.home])

    @rule(desk=DESKS, thing=THINGS, version=st.sampled_from([1, 99]))
    def write_as_a_newer_program(self, desk: int, thing: int, version: int) -> None:
        kind = "incident.teleported" if version == 1 else "incident.note_added"
        event = UnknownEvent(kind=kind, version=version, body='{"x":1}')
        self.write(desk, event, [f"incident:{thing}", "drone:1"])

    @rule(desk=DESKS, thing=THINGS)
    def claim_call(self, desk: int, thing: int) -> None:
        self.claim("call.claimed", desk, f"call:{thing}", None)

    @rule(desk=DESKS, thing=THINGS, expected=st.sampled_from([None, "A", "B", "C"]))
    def reassign(self, desk: int, thing: int, expected: str | None) -> None:
        self.claim("incident.reassigned", desk, f"incident:{thing}", expected)

    def claim(self, kind: str, desk: int, name: str, expected: str | None) -> None:
        letter = self.pick(desk).letter
        event = UnknownEvent(kind=kind, version=1, body=codec.canonical({"desk": letter}))
        self.write(desk, event, [name], guards=[Guard(key=name, expect=expected, set=letter)])

    @rule(desk=DESKS, thing=THINGS)
    def answer(self, desk: int, thing: int) -> None:
        guard = Guard(key=f"call:{thing}", expect=None, set=self.pick(desk).letter)
        self.write(desk, CallAnswered(), [f"call:{thing}"], guards=[guard])

    @rule(desk=DESKS, thing=THINGS)
    def dispatch(self, desk: int, thing: int) -> None:
        event = UnitDispatched(unit_id="1", incident_id=str(thing))
        guard = Guard(key="unit:1", expect=None, set=str(thing))
        self.write(desk, event, ["unit:1", f"incident:{thing}"], guards=[guard])

    @rule(desk=DESKS, thing=THINGS)
    def release(self, desk: int, thing: int) -> None:
        event = UnitReleased(unit_id="1", incident_id=str(thing))
        self.write(desk, event, ["unit:1", f"incident:{thing}"])

    @rule(desk=DESKS, thing=THINGS, actor=st.sampled_from(["sari", "budi"]))
    def close_ticket(self, desk: int, thing: int, actor: str) -> None:
        event = IncidentClosed(disposition="done", caller_informed="yes")
        self.write(desk, event, [f"incident:{thing}"], actor=actor)

    # ------------------------------------------------------------------ what the line does

    @rule(desk=DESKS, person=PEOPLE, trouble=TROUBLE, turns=st.integers(0, 3))
    def connect(self, desk: int, person: str | None, trouble: Trouble, turns: int) -> None:
        chosen = self.pick(desk)
        chosen.trouble = trouble
        credentials = Credentials(person, "sandi") if person else None
        if self.run(chosen, chosen.connect(credentials)):
            self.exchange(desk, turns)

    @rule(desk=DESKS, turns=st.integers(1, 3))
    def exchange(self, desk: int, turns: int) -> None:
        chosen = self.pick(desk)
        for _ in range(turns):
            if not chosen.is_connected or not self.run(chosen, chosen.exchange.turn()):
                return

    @rule(desk=DESKS, pages=st.integers(1, 4))
    def take_in_some_history(self, desk: int, pages: int) -> None:
        chosen = self.pick(desk)
        for _ in range(pages):
            if not chosen.is_connected or not self.run(chosen, chosen.exchange.fill_some()):
                return

    @rule(desk=DESKS, left_out=st.sampled_from([0, 0, 1, 2]))
    def keep_a_snapshot(self, desk: int, left_out: int) -> None:
        """A desk makes a snapshot for those that begin; a dishonest one leaves things out."""
        reader = self.pick(desk).journal.reader
        made = reader.room_snapshot().result(10) if reader.room_progress().result(10).is_whole else None
        if made is not None:
            told = replace(made, things=made.things[left_out:])
            self.room.snapshot = (snapshot_form(), made.seq, made.hash, pack(told))

    @rule(desk=DESKS)
    def pull_the_cable(self, desk: int) -> None:
        self.pick(desk).disconnect()

    @rule(desk=DESKS, neighbour=DESKS)
    def leave_a_copy(self, desk: int, neighbour: int) -> None:
        """A neighbour keeps what the room has not taken yet, so that it outlives its desk."""
        giver, keeper = self.pick(desk), self.pick(neighbour)
        if giver is not keeper:
            waiting = giver.journal.reader.pending().result(10)
            keeper.journal.store.keep_facts([fact.envelope for fact in waiting]).result(10)

    @rule()
    def wait(self) -> None:
        self.now_s += PATIENCE_S + 1

    # ------------------------------------------------------------------ what machines do

    @rule(lost=st.integers(1, 6), under_connections=st.booleans())
    def failover(self, lost: int, under_connections: bool) -> None:
        """The new primary is behind. A pooler in between may even hide it."""
        self.room.cut(max(0, len(self.room.entries) - lost))
        for desk in self.desks:
            if not under_connections:
                desk.disconnect()

    @rule()
    def upgrade_the_server(self) -> None:
        self.room.rules = dict(ROOM_RULES)

    @rule(desk=DESKS, is_power_cut=st.booleans())
    def restart(self, desk: int, is_power_cut: bool) -> None:
        chosen = self.pick(desk)
        if is_power_cut:
            chosen.crash()
        else:
            chosen.close()
            chosen.open()

    @rule(pages=st.integers(0, 2))
    def begin_anew(self, pages: int) -> None:
        """A fourth desk comes, with an empty file; it may write before it ever meets the room."""
        if len(self.desks) + len(self.burnt) > 3:
            return
        new = SyncDesk(self.folder, "D", self.room, template=self.template, clock=lambda: self.now_s)
        self.desks.append(new)
        self.note(len(self.desks) - 1, 0, 0, "sari")
        if self.run(new, new.connect()) and pages:
            self.take_in_some_history(len(self.desks) - 1, pages)

    @rule(desk=DESKS, lost=st.integers(0, 4))
    def burn(self, desk: int, lost: int) -> None:
        """A desk never comes back, perhaps with the primary; what others know must not die with it."""
        if len(self.desks) < 3:
            return
        chosen = self.pick(desk)
        self.desks.remove(chosen)
        self.burnt.append(chosen)
        try:
            if lost:
                for one in (chosen, self.desks[0]):
                    one.disconnect()
                    self.loop.run_until_complete(one.exchange_all())
                self.failover(lost, under_connections=False)
        finally:  # ``teardown`` does not know it any more
            chosen.close()

    # ------------------------------------------------------------------ what must be true

    @invariant()
    def the_room_has_each_fact_once_and_one_owner(self) -> None:
        if not hasattr(self, "room"):
            return
        entries = self.room.entries
        assert len({entry.fact_id for entry in entries}) == len(entries)
        assert len({(entry.origin, entry.oseq) for entry in entries}) == len(entries)
        owners: dict[str, str | None] = {}
        for entry in entries:
            if entry.verdict != "ok" or entry.kind not in OWNING:
                continue
            (guard,) = json.loads(entry.guards)
            assert owners.get(guard["k"]) in {guard["expect"], guard["set"]}, entry
            owners[guard["k"]] = guard["set"]

    def teardown(self) -> None:
        if not hasattr(self, "room"):
            return
        try:
            self.heal()
            self.all_know_the_same()
        finally:
            for desk in self.desks:
                desk.close()
            self.loop.close()
        for desk in self.desks:
            report = verify(desk.path)
            assert report.exit_code == 0, report
        shutil.rmtree(self.folder)

    def heal(self) -> None:
        for desk in self.desks:
            desk.disconnect()
            assert desk.fact_ids >= set(desk.written), "a desk lost what it had journalled"
        self.known = set().union(*(desk.fact_ids for desk in self.desks))
        for _ in range(3):
            for desk in self.desks:
                self.loop.run_until_complete(desk.exchange_all())
            self.now_s += PATIENCE_S + 1  # twice: a desk looks, waits for the owner, looks again

    def all_know_the_same(self) -> None:
        entries = self.room.entries
        ids = [entry.fact_id for entry in entries]
        written = {fact_id for desk in (*self.desks, *self.burnt) for fact_id in desk.written}
        assert len(set(ids)) == len(ids), "a fact is there twice"
        assert set(ids) >= self.known, "the room lost a fact that somebody knows"
        assert set(ids) <= written, "the room knows facts that nobody wrote"
        states = fold_of(entries)
        rows = rows_of(states)
        for desk in self.desks:
            assert desk.waiting == 0
            head = desk.journal.reader.room_head().result(10)
            assert (head.seq, head.hash) == (len(entries), entries[-1].hash if entries else b"")
            assert desk.shown() == rows, "a list is not the fold of the room's journal"
            for name, state in states.items():
                assert desk.state(name) == state, name


@pytest.fixture(scope="module")
def template() -> Any:
    with tempfile.TemporaryDirectory() as folder:
        Room.template = Path(folder) / "empty.sqlite"
        open_journal(Room.template).close()
        yield


@pytest.fixture(autouse=True)
def _many_edges(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small limits, so that short stories meet them."""
    monkeypatch.setattr(room_writer, "PART", 2)
    monkeypatch.setattr(room_writer, "CUT_AT_ONCE", 2)
    monkeypatch.setattr(snapshots, "FACTS_BETWEEN", 3)
    monkeypatch.setattr("batola_desk.sync.poison.BATCH_FACTS", 4)
    monkeypatch.setattr(push, "RELAY_LOOK_S", 0.0)
    monkeypatch.setattr(room_filler, "PART", 2)
    monkeypatch.setattr(room_filler, "SETTLED_AT_ONCE", 3)
    monkeypatch.setattr(room_snapshot, "RECENT", 2)
    monkeypatch.setattr(room_snapshot, "PAUSE_S", 0.0)
    monkeypatch.setattr(history, "WORTH_IT", 3)
    monkeypatch.setattr(history, "PAGE_FACTS", 3)


@pytest.mark.expects_log
@pytest.mark.usefixtures("template")
def test_whatever_happens_all_desks_know_the_same_in_the_end() -> None:
    tell_stories(Room, EXAMPLES, steps=40)


# ---------------------------------------------------------------------- the test can fail


class ForgetfulRoom(ModelRoom):
    """Takes a repeated fact for a new one."""

    def known(self, fact: dict[str, Any]) -> RoomFact | None:
        self._by_id.pop(fact["id"], None)
        return None


def no_dedup_on_the_server(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Room, "room_class", ForgetfulRoom)


def no_fork_check(patch: pytest.MonkeyPatch) -> None:
    async def nothing_forked(_reader: object, _server: object, head: Any, _progress: object) -> int:
        return int(head.seq)

    patch.setattr(exchange, "common_seq", nothing_forked)


def answered_counts_as_confirmed(patch: pytest.MonkeyPatch) -> None:
    """What the server once took is never sent again: the hole of the prototype."""
    patch.setattr(Push, "start_over", lambda _push: None)
    real = JournalReader.pending

    def never_again(reader: JournalReader, limit: int = 500, after_row_id: int = 0) -> Any:
        taken = getattr(reader, "taken", 0)
        reader.taken = max(taken, after_row_id)  # type: ignore[attr-defined]
        return real(reader, limit, max(taken, after_row_id))

    patch.setattr(JournalReader, "pending", never_again)


def sent_in_the_order_of_the_clock(patch: pytest.MonkeyPatch) -> None:
    real = Push._next_batch

    def by_clock(self: Push, own: Any) -> Any:
        return real(self, sorted(own, key=lambda fact: json.loads(fact.envelope)["t"]))

    patch.setattr(Push, "_next_batch", by_clock)


def nobody_relays(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(RelayPatience, "due", lambda _relay, _waiting: {})


MUTANTS: Sequence[Callable[[pytest.MonkeyPatch], None]] = (
    no_dedup_on_the_server,
    no_fork_check,
    answered_counts_as_confirmed,
    sent_in_the_order_of_the_clock,
    nobody_relays,
)


@pytest.mark.expects_log
@pytest.mark.usefixtures("template")
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_a_broken_exchange_is_caught(
    mutant: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    mutant(monkeypatch)
    with pytest.raises((AssertionError, RoomError, SecretariatFault)):
        tell_stories(Room, 300, steps=40, shrink=False, derandomize=True)
