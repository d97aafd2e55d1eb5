"""Presence: told soon, seldom, forgotten by itself; and nothing that happens to it reaches the facts."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import pytest_asyncio

from batola_desk.domain.events.incident import IncidentNoteAdded
from batola_desk.domain.facts import NewFact
from batola_desk.sync import presence as presence_module
from batola_desk.sync.client import SyncClient
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.presence import Presence, PresenceLink, WorkPlace
from batola_desk.sync.status import SyncMode
from batola_desk.sync.voices import Credentials
from tests.support.model_presence import ModelPresence
from tests.support.model_secretariat import ModelRoom
from tests.support.sync_desk import SyncDesk

RINA, MACHINE = Credentials("rina", "sandi"), Credentials("meja_a", "sandi")
PLACE, TYPE = WorkPlace(incident_id="1", field="place_text"), WorkPlace(incident_id="1", field="type_code")
OPEN, NOWHERE = WorkPlace(incident_id="1"), WorkPlace()


class Desk:
    """A link that lives, and what it told."""

    def __init__(self, room: ModelPresence) -> None:
        self.shown: list[tuple[Presence, ...]] = []
        self.link = PresenceLink(room.join, "origin", on_others=self.shown.append)
        self.task = asyncio.create_task(self.link.run())

    @property
    def others(self) -> list[tuple[str, str]]:
        return [(p.login, p.field) for p in self.shown[-1]] if self.shown else []

    async def stop(self) -> None:
        self.task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self.task


@pytest.fixture
def presence() -> ModelPresence:
    return ModelPresence()


@pytest_asyncio.fixture
async def live(presence: ModelPresence) -> AsyncIterator[Callable[[], Desk]]:
    desks: list[Desk] = []

    def make() -> Desk:
        desks.append(Desk(presence))
        return desks[-1]

    yield make
    for desk in desks:
        await desk.stop()


async def until(condition: Callable[[], Any], limit_s: float = 10.0) -> None:
    loop = asyncio.get_running_loop()
    begun = loop.time()
    while not condition():
        assert loop.time() - begun < limit_s
        await asyncio.sleep(0.002)


@pytest.fixture
def no_polls(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a desk sees it was told of, or knew by itself: no poll helps it."""
    monkeypatch.setattr(presence_module, "POLL_S", 600.0)


@pytest.mark.usefixtures("no_polls")
async def test_what_one_types_the_other_sees_at_once(live: Callable[[], Desk]) -> None:
    a, b = live(), live()
    a.link.speak_as(RINA)
    b.link.speak_as(MACHINE)
    a.link.work_at(PLACE)
    await until(lambda: b.others == [("rina", "place_text")])
    a.link.work_at(NOWHERE)
    await until(lambda: b.others == [])


async def test_many_words_become_few_and_the_last_one_counts(
    live: Callable[[], Desk], presence: ModelPresence
) -> None:
    a, b = live(), live()
    a.link.speak_as(RINA)
    b.link.speak_as(MACHINE)
    begun = asyncio.get_running_loop().time()
    for number in range(60):
        a.link.work_at(WorkPlace(incident_id="1", field=f"f{number}"))
        await asyncio.sleep(0.005)
    await until(lambda: b.others == [("rina", "f59")])
    seconds = asyncio.get_running_loop().time() - begun
    assert len(presence.told) <= 2 + seconds / presence_module.TELL_PAUSE_S


async def test_the_same_is_told_again_before_it_is_forgotten(
    live: Callable[[], Desk], presence: ModelPresence, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence_module, "REFRESH_S", 0.1)
    monkeypatch.setattr(presence_module, "POLL_S", 0.1)
    presence.keep_s = 2.0
    a, b = live(), live()
    a.link.speak_as(RINA)
    b.link.speak_as(MACHINE)
    a.link.work_at(PLACE)
    await until(lambda: b.others)
    await asyncio.sleep(2.3)
    assert b.shown == [b.shown[-1]]  # never gone meanwhile


@pytest.mark.usefixtures("no_polls")
async def test_who_falls_silent_is_forgotten_without_any_word(
    live: Callable[[], Desk], presence: ModelPresence
) -> None:
    presence.keep_s, presence.has_hints = 0.5, False
    b = live()
    begun = asyncio.get_running_loop().time()
    presence.rows["rina"] = (PLACE, begun)
    b.link.speak_as(MACHINE)
    await until(lambda: b.shown)
    assert b.shown[0]
    await until(lambda: not b.others)
    assert asyncio.get_running_loop().time() - begun > 0.45


async def test_without_hints_the_poll_finds_it(
    live: Callable[[], Desk], presence: ModelPresence, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence_module, "POLL_S", 0.2)
    presence.has_hints = False
    a, b = live(), live()
    a.link.speak_as(RINA)
    b.link.speak_as(MACHINE)
    a.link.work_at(PLACE)
    await until(lambda: b.others)


async def test_a_storm_of_hints_is_a_few_looks(live: Callable[[], Desk], presence: ModelPresence) -> None:
    b = live()
    b.link.speak_as(MACHINE)
    begun = asyncio.get_running_loop().time()
    await until(lambda: presence.looks)
    for _ in range(1000):
        presence.hint()
        await asyncio.sleep(0.0005)
    seconds = asyncio.get_running_loop().time() - begun
    assert presence.looks <= 2 + seconds / presence_module.LOOK_PAUSE_S


async def test_a_crowd_is_looked_at_less_often(live: Callable[[], Desk], presence: ModelPresence) -> None:
    now = asyncio.get_running_loop().time()
    for number in range(100):
        presence.rows[f"p{number}"] = (OPEN, now + 60)
    b = live()
    b.link.speak_as(MACHINE)
    await until(lambda: len(b.others) == 100)
    begun = asyncio.get_running_loop().time()
    for _ in range(1000):
        presence.hint()
        await asyncio.sleep(0.001)
    seconds = asyncio.get_running_loop().time() - begun
    assert presence.looks <= 2 + seconds / 0.45


async def test_a_word_not_taken_is_not_repeated_at_full_speed(
    live: Callable[[], Desk], presence: ModelPresence
) -> None:
    presence.takes = False
    a = live()
    a.link.speak_as(RINA)
    a.link.work_at(PLACE)
    await asyncio.sleep(0.8)
    assert len(presence.told) == 1


async def test_nobody_is_told_before_the_facts_are_in_step_and_all_is_withdrawn_after(
    live: Callable[[], Desk], presence: ModelPresence
) -> None:
    a = live()
    a.link.work_at(PLACE)
    await asyncio.sleep(0.05)
    assert presence.joined == []
    presence.rows["sari"] = (TYPE, asyncio.get_running_loop().time())
    a.link.speak_as(RINA)
    await until(lambda: ("rina", PLACE) in presence.told and a.others)
    a.link.speak_as(None)
    await until(lambda: presence.told[-1] == ("rina", NOWHERE) and not a.others)
    assert presence.sessions == []


async def test_another_person_speaks_in_another_session(
    live: Callable[[], Desk], presence: ModelPresence
) -> None:
    a = live()
    a.link.work_at(PLACE)
    a.link.speak_as(MACHINE)
    await until(lambda: presence.told == [("meja_a", PLACE)])
    a.link.speak_as(RINA)
    await until(lambda: presence.told[1:] == [("meja_a", NOWHERE), ("rina", PLACE)])
    assert [session.login for session in presence.sessions] == ["rina"]


async def test_a_full_server_is_left_alone(live: Callable[[], Desk], presence: ModelPresence) -> None:
    presence.is_full = True
    a = live()
    a.link.speak_as(MACHINE)
    a.link.work_at(PLACE)
    await until(lambda: presence.joined)
    await asyncio.sleep(0.3)
    assert (presence.joined, presence.told, presence.sessions) == (["meja_a"], [], [])


@pytest.mark.expects_log
async def test_it_comes_back_after_a_fault_of_ours(
    live: Callable[[], Desk], presence: ModelPresence, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence_module, "BACKOFF_FIRST_S", 0.05)
    a, b = live(), live()
    b.link.speak_as(MACHINE)
    a.link.speak_as(RINA)
    a.link.work_at(PLACE)
    await until(lambda: b.others)
    presence.breaks = ZeroDivisionError()
    a.link.work_at(TYPE)
    await until(lambda: not presence.sessions)
    presence.breaks = None
    await until(lambda: b.others == [("rina", "type_code")])


# ------------------------------------------------------------------ beside the facts


@pytest.mark.expects_log
async def test_without_facts_there_is_no_presence(
    presence: ModelPresence, room: ModelRoom, make_desk: Callable[..., SyncDesk]
) -> None:
    desk = make_desk("A")
    shown: list[tuple[Presence, ...]] = []
    presence.rows["rina"] = (PLACE, asyncio.get_running_loop().time())
    link = PresenceLink(presence.join, desk.journal.origin, on_others=shown.append)
    client = SyncClient(
        desk.journal.store, desk.journal.reader, room.connect, machine=desk.machine, presence=link
    )
    life = asyncio.create_task(client.run())
    try:
        await until(lambda: shown and shown[-1])
        room.down = True
        client.wake()
        await until(lambda: not shown[-1] and not presence.sessions)
    finally:
        life.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await life


@pytest.mark.parametrize("trouble", ["breaks", "bug", "hangs", "slow", "full"])
async def test_no_trouble_of_presence_is_noticed_by_the_facts(
    presence: ModelPresence,
    room: ModelRoom,
    make_desk: Callable[..., SyncDesk],
    trouble: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    if trouble == "breaks":
        presence.breaks = SecretariatFault("secretariat_no_role")
    elif trouble == "bug":
        presence.breaks = ZeroDivisionError()
        caplog.set_level(logging.CRITICAL)  # it is noted once, with its stack
    elif trouble == "hangs":
        presence.hangs, presence.hangs_s = True, 600.0
    elif trouble == "slow":
        presence.delay_s = 600.0
    else:
        presence.is_full = True
    desk = make_desk("A")
    link = PresenceLink(presence.join, desk.journal.origin, on_others=lambda _others: None)
    client = SyncClient(
        desk.journal.store, desk.journal.reader, room.connect, machine=desk.machine, presence=link
    )
    life = asyncio.create_task(client.run())
    modes = set()
    try:
        await until(lambda: client.status.mode is SyncMode.IN_SYNC)
        for number in range(10):
            client.work_at(WorkPlace(incident_id="1", field=f"f{number}"))
            desk.write(
                NewFact(event=IncidentNoteAdded(note_id=str(number), text="x"), aggregates=("incident:1",))
            )
            client.wake()
            await until(lambda: len(room.entries) > number)  # noqa: B023
            modes.add((client.status.mode, client.status.code))
        assert presence.joined
    finally:
        life.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await life
    assert modes == {(SyncMode.IN_SYNC, "")}
    assert room.connections == [] and presence.sessions == []
