"""The life of a desk's connection: found, lost, found again; and what is told of it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import pytest_asyncio

from batola_desk.domain.events.incident import IncidentNoteAdded
from batola_desk.domain.facts import Guard, NewFact, UnknownEvent
from batola_desk.domain.room_rules import rules_digest
from batola_desk.models.room import RoomApplied
from batola_desk.sync import client as client_module
from batola_desk.sync import clock_watch, pace
from batola_desk.sync.client import SyncClient
from batola_desk.sync.clock_watch import ClockWatch
from batola_desk.sync.faults import LASTING, SecretariatFault
from batola_desk.sync.listeners import Listeners
from batola_desk.sync.secretariat import Secretariat
from batola_desk.sync.status import RULES_DIFFER, SyncMode, SyncStatus
from batola_desk.sync.voices import Credentials
from tests.support.model_secretariat import ModelRoom, ModelSecretariat, Trouble
from tests.support.room_double import OtherDesk
from tests.support.sync_desk import MakeDesk, SyncDesk

SARI = Credentials("sari", "sandi")


def note(text: str) -> NewFact:
    return NewFact(event=IncidentNoteAdded(note_id=text, text=text), aggregates=("incident:1",))


def claimed(desk: str) -> NewFact:
    event = UnknownEvent(kind="call.claimed", version=1, body="{}")
    guard = Guard(key="call:1", expect=None, set=desk)
    return NewFact(event=event, aggregates=("call:1",), guards=(guard,))


class Living:
    """A desk with a living client, and all that it told."""

    def __init__(self, desk: SyncDesk, letter: str = "") -> None:
        self.desk = desk
        self.told: list[SyncStatus] = []
        self.applied: list[RoomApplied] = []
        self.client = SyncClient(
            desk.journal.store,
            desk.journal.reader,
            self.connect,
            machine=desk.machine,
            listeners=Listeners(status=self.told.append, applied=self.applied.append),
            desk=letter,
        )
        self.attempts = 0
        self.task: asyncio.Task[None] | None = None

    async def connect(self, credentials: Credentials) -> Secretariat:
        self.attempts += 1
        connection = await self.desk.room.connect(credentials)
        connection.trouble = self.desk.trouble
        return connection

    def start(self) -> None:
        self.task = asyncio.create_task(self.client.run())

    async def stop(self) -> None:
        if self.task is not None:
            self.task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self.task

    def write(self, *facts: NewFact) -> list[str]:
        ids = self.desk.write(*facts)
        self.client.wake()
        return ids

    async def until(self, condition: Callable[[], Any], limit_s: float = 5.0) -> float:
        """Wait; returns how long it took."""
        loop = asyncio.get_running_loop()
        begun = loop.time()
        while not condition():
            assert loop.time() - begun < limit_s, self.client.status
            await asyncio.sleep(0.005)
        return loop.time() - begun

    async def until_mode(self, mode: SyncMode) -> None:
        await self.until(lambda: self.client.status.mode is mode)

    @property
    def head(self) -> int:
        return self.desk.journal.reader.room_head().result(5).seq


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "STATUS_PERIOD_S", 0.02)


@pytest.fixture
def no_polls(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a desk finds it was told of, or looked for by its own reckoning: no poll helps it."""
    monkeypatch.setattr(client_module, "POLL_S", 600.0)
    monkeypatch.setattr(pace, "POLL_S", 600.0)


@pytest_asyncio.fixture
async def live(make_desk: MakeDesk) -> AsyncIterator[Callable[..., Living]]:
    living: list[Living] = []

    def make(letter: str = "A", *, starts: bool = True) -> Living:
        one = Living(make_desk(letter))
        living.append(one)
        if starts:
            one.start()
        return one

    yield make
    for one in living:
        await one.stop()


@pytest.mark.usefixtures("no_polls")
async def test_what_one_desk_writes_the_other_shows_at_once(live: Callable[..., Living]) -> None:
    a, b = live("A"), live("B")
    await a.until_mode(SyncMode.IN_SYNC)
    await b.until_mode(SyncMode.IN_SYNC)
    for number in range(5):
        a.write(note(str(number)))
        await b.until(lambda: b.head > number)  # noqa: B023
    await b.until(lambda: sum(len(applied.facts) for applied in b.applied) == 5)
    assert [fact.seq for applied in b.applied for fact in applied.facts] == [1, 2, 3, 4, 5]
    assert "incident:1" in b.applied[-1].states
    await a.until(lambda: a.client.status.waiting == 0)


async def test_a_room_without_hints_is_asked_each_second(
    live: Callable[..., Living], room: ModelRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (pace.POLL_S, client_module.POLL_S) == (1.0, 1.0)
    monkeypatch.setattr(room, "hint", lambda: None)
    a, b = live("A"), live("B")
    await b.until_mode(SyncMode.IN_SYNC)
    await a.until_mode(SyncMode.IN_SYNC)
    a.write(note("1"))
    await b.until(lambda: b.head == 1)


@pytest.mark.usefixtures("no_polls")
async def test_what_came_while_the_server_kept_its_hint_back_is_fetched_too(
    live: Callable[..., Living], room: ModelRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "TRAILING_S", 2.0)  # long enough for all that comes before it
    b, other = live("B"), OtherDesk(7)
    await b.until_mode(SyncMode.IN_SYNC)
    room.submit(other.write(IncidentNoteAdded(note_id="1", text="1"), "incident:1"))
    room.hint()
    await b.until(lambda: b.head == 1)
    room.submit(other.write(IncidentNoteAdded(note_id="2", text="2"), "incident:1"))  # its hint is throttled
    await b.until(lambda: b.head == 2)


@pytest.mark.usefixtures("no_polls")
async def test_a_desk_that_got_something_looks_again_without_a_hint(
    live: Callable[..., Living], room: ModelRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A big room's server keeps its hints back for longer than that."""
    monkeypatch.setattr(pace, "HINT_EACH_S", 600.0)
    monkeypatch.setattr(pace, "HINT_MAX_S", 600.0)
    monkeypatch.setattr(pace, "TRAILING_S", 2.0)  # long enough for all that comes before it
    b, other = live("B"), OtherDesk(7)
    await b.until_mode(SyncMode.IN_SYNC)
    room.submit(other.write(IncidentNoteAdded(note_id="1", text="1"), "incident:1"))
    room.hint()
    await b.until(lambda: b.head == 1)
    room.submit(other.write(IncidentNoteAdded(note_id="2", text="2"), "incident:1"))
    await b.until(lambda: b.head == 2)


async def test_each_session_is_ready_before_its_first_fact(
    live: Callable[..., Living], room: ModelRoom
) -> None:
    a = live("A")
    await a.until_mode(SyncMode.IN_SYNC)
    assert room.warmed == ["meja_a"]
    a.client.sign_on(SARI)
    await a.until(lambda: room.warmed == ["meja_a", "meja_a", "sari"])


@pytest.mark.usefixtures("no_polls")
async def test_own_work_does_not_take_the_place_of_the_last_look(
    live: Callable[..., Living], room: ModelRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "TRAILING_S", 2.0)  # long enough for all that comes before it
    b, other = live("B"), OtherDesk(7)
    await b.until_mode(SyncMode.IN_SYNC)
    room.submit(other.write(IncidentNoteAdded(note_id="1", text="1"), "incident:1"))
    room.hint()
    await b.until(lambda: b.head == 1)
    times, now = b.client._pace, asyncio.get_running_loop().time
    await b.until(lambda: times._rested_at >= times._looked_at and now() > times.free_at)
    looked_at = times._looked_at
    b.client.wake()
    await b.until(lambda: times._rested_at >= times._looked_at > looked_at)  # beside its own work
    room.submit(other.write(IncidentNoteAdded(note_id="2", text="2"), "incident:1"))  # no hint
    await b.until(lambda: b.head == 2)


async def test_a_storm_of_hints_does_not_become_a_storm_of_questions(
    live: Callable[..., Living], room: ModelRoom
) -> None:
    a = live("A")
    await a.until_mode(SyncMode.IN_SYNC)
    (connection,) = room.connections
    before, began_s = connection.asked, time.monotonic()
    for _ in range(500):
        room.hint()
        await asyncio.sleep(0.001)
    looks = (time.monotonic() - began_s) / pace.PAUSE_MIN_S
    assert connection.asked - before <= looks + 4, "one look in 20 ms, a poll, a sign of life"


async def test_what_the_others_write_does_not_ask_the_own_file(
    live: Callable[..., Living], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "POLL_S", 60.0)
    a, b = live("A"), live("B")
    await a.until_mode(SyncMode.IN_SYNC)
    await b.until_mode(SyncMode.IN_SYNC)
    await asyncio.sleep(0.1)
    asked: list[int] = []
    pending = b.desk.journal.reader.pending
    monkeypatch.setattr(
        b.desk.journal.reader, "pending", lambda limit, after=0: asked.append(limit) or pending(limit, after)
    )
    for number in range(5):
        a.write(note(str(number)))
        await b.until(lambda: b.head > number)  # noqa: B023
    assert asked == []
    b.write(note("mine"))
    await a.until(lambda: a.head == 6)
    assert asked


async def test_in_a_big_room_a_desk_gathers_and_own_facts_do_not_wait_for_it(
    live: Callable[..., Living], room: ModelRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "PAUSE_EACH_S", 0.002)
    room.silent_s = {f"D{number}": 1.0 for number in range(100)}
    a = live("A")
    await a.until_mode(SyncMode.IN_SYNC)
    (connection,) = room.connections
    await a.until(lambda: a.client._pace.desks == 100)
    before, began_s = connection.asked, time.monotonic()
    for _ in range(100):
        room.hint()
        await asyncio.sleep(0.005)
    looks = (time.monotonic() - began_s) / 0.2
    assert connection.asked - before <= looks + 4, "one look in 0.2 s, a poll, a sign of life"
    monkeypatch.setattr(pace, "PAUSE_EACH_S", 600.0)
    monkeypatch.setattr(pace, "PAUSE_MAX_S", 600.0)  # from now on it gathers until the test is over
    for number in range(1, 4):
        a.write(note(str(number)))
        await a.until(lambda sent=number: len(room.entries) == sent)  # type: ignore[misc]


@pytest.mark.parametrize("is_looking", [False, True])
async def test_own_facts_go_before_questions_that_can_wait(
    live: Callable[..., Living], room: ModelRoom, monkeypatch: pytest.MonkeyPatch, *, is_looking: bool
) -> None:
    """Who lives, who is a member, what time it is: each of them is due at the moment of an own fact.

    Args:
        is_looking: that moment is in the middle of a look at the room.
    """
    room.silent_s = {"A": 0.0}
    a = live("A", starts=False)
    order: list[str] = []
    to_write: list[str] = []
    real = ModelSecretariat._ask
    pull = a.client._exchange._pull

    async def noted(self: ModelSecretariat, answer: Callable[[], Any]) -> Any:
        order.append(sys._getframe(1).f_code.co_name)
        return await real(self, answer)

    async def looked() -> bool:
        more = await pull()
        write()
        return more

    def write() -> None:
        if to_write:
            order.clear()
            a.client._beat_at = 0.0
            a.client._members.restart()
            a.client._clock.restart()
            a.write(note(to_write.pop()))

    monkeypatch.setattr(ModelSecretariat, "_ask", noted)
    monkeypatch.setattr(a.client._exchange, "_pull", looked)
    a.client._members._known = lambda: ("sari",)
    a.start()
    await a.until_mode(SyncMode.IN_SYNC)
    for number in range(3):
        to_write.append(str(number))
        if is_looking:
            room.hint()
        else:
            write()
        await a.until(lambda: not to_write and {"tell_alive", "members", "clock_us"} <= set(order))
        assert order.index("submit") < min(map(order.index, ("tell_alive", "members", "clock_us"))), order


@pytest.mark.expects_log
async def test_the_machine_of_another_desk_is_refused_in_words_and_says_nothing(
    make_desk: MakeDesk, room: ModelRoom
) -> None:
    """Its desk would be taken for alive, and what is asserted here for its word."""
    desk = make_desk("A")
    for letter, code in (("B", "secretariat_not_a_machine"), ("A", "")):
        one = Living(desk, letter)
        one.start()
        one.write(note("1"))
        try:
            await one.until(lambda one=one: one.told and one.told[-1].mode is not SyncMode.CATCHING_UP)
            if code:
                await one.until(lambda one=one: one.client.status.code)
                assert one.client.status.code == code
                assert one.client.status.mode is SyncMode.OFFLINE
                assert (room.connections, room.entries) == ([], [])
            else:
                await one.until(lambda: room.entries)
        finally:
            await one.stop()


@pytest.mark.expects_log
async def test_a_lost_server_is_found_again_and_nothing_is_lost(
    live: Callable[..., Living], room: ModelRoom
) -> None:
    a, b = live("A"), live("B")
    await a.until_mode(SyncMode.IN_SYNC)
    room.down = True
    await a.until_mode(SyncMode.OFFLINE)
    a.write(note("1"), note("2"))
    await a.until(lambda: a.client.status.waiting == 2)
    assert (a.client.status.code, a.client.status.host) == ("secretariat_unreachable", "")
    await a.until(lambda: a.client.status.behind_s >= 1)
    room.down = False
    await a.until(lambda: a.client.status == SyncStatus(mode=SyncMode.IN_SYNC, host="model:5432"))
    await b.until(lambda: b.head == 2)


@pytest.mark.expects_log
async def test_what_is_kept_for_a_neighbour_is_not_counted_as_own(
    live: Callable[..., Living], room: ModelRoom
) -> None:
    room.down = True
    a, b = live("A"), live("B")
    b.write(note("1"), note("2"))
    waiting = await asyncio.wrap_future(b.desk.journal.reader.pending())
    await asyncio.wrap_future(a.desk.journal.store.keep_facts([fact.envelope for fact in waiting]))
    a.write(note("3"))
    await a.until(lambda: (a.client.status.waiting, a.client.status.kept) == (1, 2))


@pytest.mark.expects_log
async def test_attempts_are_spread_and_never_further_apart_than_two_seconds(
    live: Callable[..., Living], room: ModelRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    longest_s: list[float] = []

    class Share(float):
        """What a share of a pause comes to: the pause is written down, and nearly nothing is waited."""

        def __rmul__(self, pause_s: float) -> float:
            longest_s.append(pause_s)
            return 0.001

    shares: list[tuple[float, float]] = []

    def uniform(low: float, high: float) -> float:
        shares.append((low, high))
        return Share(high)

    monkeypatch.setattr(client_module.random, "uniform", uniform)
    room.down = True
    a = live("A")
    await a.until(lambda: len(longest_s) >= 8)
    assert longest_s[:8] == [0.2, 0.4, 0.8, 1.6, 2.0, 2.0, 2.0, 2.0]
    assert set(shares) == {(0.5, 1.0)}
    room.down = False
    await a.until_mode(SyncMode.IN_SYNC)


@pytest.mark.expects_log
async def test_a_half_open_connection_is_told_as_behind_and_then_given_up(
    live: Callable[..., Living], room: ModelRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "POLL_S", 0.05)
    monkeypatch.setattr(client_module, "BEHIND_AFTER_S", 0.1)
    a = live("A")
    await a.until_mode(SyncMode.IN_SYNC)
    a.desk.trouble.hangs = True
    await a.until_mode(SyncMode.BEHIND)
    await a.until_mode(SyncMode.OFFLINE)
    a.desk.trouble.hangs = False
    await a.until_mode(SyncMode.IN_SYNC)


@pytest.mark.expects_log
@pytest.mark.parametrize("code", sorted(LASTING | {"secretariat_standby", "secretariat_starting"}))
async def test_whatever_the_server_says_the_desk_works_on_and_people_are_told(
    live: Callable[..., Living], room: ModelRoom, code: str
) -> None:
    room.greeting_fault = SecretariatFault(code, server=9)
    a = live("A")
    await a.until(lambda: a.client.status.code == code)
    assert (a.client.status.mode, a.client.status.values) == (SyncMode.OFFLINE, {"server": 9})
    a.write(note("1"))
    await a.until(lambda: a.client.status.waiting == 1)
    await asyncio.sleep(0.3)
    assert (a.attempts == 1) == (code in LASTING)
    room.greeting_fault = None
    a.client.sign_on(SARI)
    await a.until_mode(SyncMode.IN_SYNC)
    assert (a.client.status.login, a.client.status.code) == ("sari", "")
    assert room.entries[0].author_auth == "session"


@pytest.mark.expects_log
async def test_a_full_server_is_told_and_read_on(live: Callable[..., Living], room: ModelRoom) -> None:
    a, b = live("A"), live("B")
    await a.until_mode(SyncMode.IN_SYNC)
    b.write(note("1"))
    await a.until(lambda: a.head == 1)
    room.refuses = SecretariatFault("secretariat_full", detail="53100")
    a.write(note("2"))
    await a.until(lambda: a.client.status.code == "secretariat_full")
    assert (a.client.status.mode, a.client.status.waiting) == (SyncMode.BEHIND, 1)
    attempts = a.attempts
    await asyncio.sleep(0.5)
    assert a.attempts == attempts  # over the same connection
    room.refuses = None
    await a.until(lambda: a.client.status.mode is SyncMode.IN_SYNC and a.client.status.waiting == 0)


async def test_signing_on_and_off_changes_in_whose_name(live: Callable[..., Living], room: ModelRoom) -> None:
    a = live("A")
    await a.until_mode(SyncMode.IN_SYNC)
    for number, person in enumerate((SARI, None, SARI), start=1):
        a.client.sign_on(person)
        await a.until(lambda: a.client.status.login == (person.login if person else ""))  # noqa: B023
        a.write(note(str(number)))
        await a.until(lambda: a.head == number)  # noqa: B023
    assert [entry.author_auth for entry in room.entries] == ["session", "asserted", "session"]
    assert len(room.connections) == 2


@pytest.mark.expects_log
async def test_an_operator_who_is_locked_out_is_noticed_and_stops_nothing(
    live: Callable[..., Living], room: ModelRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "BEAT_S", 0.1)
    monkeypatch.setattr(pace, "POLL_S", 0.05)
    a = live("A")
    a.client.sign_on(SARI)
    await a.until(lambda: a.client.status.login == "sari")
    room.wrong_passwords.add("sari")
    (session,) = [one for one in room.connections if one.login == "sari"]
    session.trouble = Trouble(questions_left=0)  # the server ended it
    await a.until(lambda: a.client.status.code == "secretariat_password")
    assert (a.client.status.mode, a.client.status.login) == (SyncMode.IN_SYNC, "")
    a.write(note("1"))
    await a.until(lambda: a.head == 1)
    assert room.entries[0].author_auth == "asserted"


# ---------------------------------------------------------------------- claims


async def test_a_claim_gets_the_rooms_word(live: Callable[..., Living]) -> None:
    a, b = live("A"), live("B")
    await a.until_mode(SyncMode.IN_SYNC)
    await b.until_mode(SyncMode.IN_SYNC)
    (first,) = a.desk.write(claimed("A"))
    answer = await a.client.claim(first)
    assert answer is not None
    assert answer.verdict == "ok"
    (second,) = b.desk.write(claimed("B"))
    answer = await b.client.claim(second)
    assert answer is not None
    assert (answer.verdict, '"have": "A"' in answer.info) == ("lost", True)
    assert await b.client.claim(second) == answer  # also asked late


@pytest.mark.expects_log
async def test_a_claim_without_a_server_is_provisional_at_once(
    live: Callable[..., Living], room: ModelRoom
) -> None:
    a = live("A")
    room.wrong_passwords.add("meja_a")  # the next attempt is far away
    await a.until(lambda: a.client.status.code)
    (mine,) = a.desk.write(claimed("A"))
    assert await asyncio.wait_for(a.client.claim(mine, 3_600.0), 10.0) is None
    room.wrong_passwords.clear()
    a.client.sign_on(SARI)
    await a.until(lambda: a.client._answers.get(mine))
    answer = await a.client.claim(mine)
    assert answer is not None
    assert answer.verdict == "ok"


@pytest.mark.expects_log
async def test_a_claim_waits_no_longer_than_its_limit_or_the_connection(live: Callable[..., Living]) -> None:
    a = live("A")
    await a.until_mode(SyncMode.IN_SYNC)
    a.desk.trouble.delay_s = 3_600.0
    (mine,) = a.desk.write(claimed("A"))
    loop = asyncio.get_running_loop()
    begun = loop.time()
    assert await asyncio.wait_for(a.client.claim(mine, 0.2), 10.0) is None
    assert loop.time() - begun > 0.15
    asked = asyncio.create_task(a.client.claim(mine, 3_600.0))
    await a.until(lambda: a.client._askers)
    a.client.sign_on(SARI)
    await a.stop()
    assert await asyncio.wait_for(asked, 10.0) is None
    assert a.client._askers == {}


# ---------------------------------------------------------------------- our own faults


@pytest.mark.expects_log
async def test_a_fault_of_ours_does_not_leave_the_desk_alone(
    live: Callable[..., Living], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    a = live("A", starts=False)
    turn = a.client._exchange.turn

    async def broken() -> bool:
        raise ZeroDivisionError

    monkeypatch.setattr(a.client._exchange, "turn", broken)
    a.start()
    await a.until(lambda: a.client.status.code == "sync_broke")
    assert any(record.levelno == logging.ERROR for record in caplog.records)
    monkeypatch.setattr(a.client._exchange, "turn", turn)
    await a.until_mode(SyncMode.IN_SYNC)


async def test_an_end_in_the_moment_of_a_hint_is_an_end(live: Callable[..., Living]) -> None:
    """Python 3.11's wait_for() takes the hint and forgets the cancellation."""
    a = live("A")
    await a.until_mode(SyncMode.IN_SYNC)
    await asyncio.sleep(0.1)
    a.client.wake()
    assert a.task is not None
    a.task.cancel()
    done, _ = await asyncio.wait([a.task], timeout=10.0)
    assert done


# ---------------------------------------------------------------------- clocks


@pytest.mark.parametrize(("off_s", "told_s"), [(7_200.0, 7_200), (-5_400.0, -5_400), (20.0, 0)])
async def test_a_clock_wrong_by_hours_is_measured_and_changes_no_order(
    live: Callable[..., Living], room: ModelRoom, off_s: float, told_s: int
) -> None:
    room.clock_off_s = off_s
    a = live("A", starts=False)
    a.desk.write(note("1"), note("2"))
    a.start()
    await a.until_mode(SyncMode.IN_SYNC)
    a.write(note("3"))
    await a.until(lambda: len(room.entries) == 3)
    assert [entry.oseq for entry in room.entries] == [1, 2, 3]
    await a.until(lambda: abs(a.client.status.clock_off_s - told_s) <= 1)


async def test_clocks_are_asked_again_after_a_minute(
    room: ModelRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    now_s = 1_000.0
    monkeypatch.setattr(clock_watch.time, "monotonic", lambda: now_s)
    connection, watch = await room.connect(Credentials("meja_a", "sandi")), ClockWatch()
    room.clock_off_s = 3_600.0
    await watch.look(connection)
    assert watch.off_s == 3_600
    room.clock_off_s = 0.0
    now_s += 59.9
    assert not await watch.look(connection)
    assert watch.off_s == 3_600
    now_s += 0.1
    assert await watch.look(connection)
    assert watch.off_s == 0


async def test_a_room_that_judges_by_other_rules_is_told_and_everything_goes_on(
    live: Callable[..., Living],
) -> None:
    one = live(starts=False)
    one.desk.room.digest = rules_digest()
    one.start()
    await one.until_mode(SyncMode.IN_SYNC)
    assert one.client.status.code == ""
    await one.stop()
    one.desk.room.digest = "0123456789abcdef"
    one.start()
    await one.until(lambda: one.client.status.code == RULES_DIFFER)
    await one.until_mode(SyncMode.IN_SYNC)
    one.write(note("tetap jalan"))
    await one.until(lambda: one.head == 1 and one.client.status.waiting == 0)
    assert one.client.status.code == RULES_DIFFER
