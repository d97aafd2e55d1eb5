"""The exchange's own thread: asked from anywhere, and never in the way of the exit."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from batola_desk.domain.events.incident import IncidentNoteAdded
from batola_desk.domain.facts import NewFact
from batola_desk.sync import loop_thread
from batola_desk.sync.client import SyncClient
from batola_desk.sync.listeners import Listeners
from batola_desk.sync.status import SyncMode, SyncStatus
from batola_desk.sync.thread import SyncThread
from batola_desk.sync.voices import Connect, Credentials
from tests.support.model_secretariat import ModelRoom
from tests.support.sync_desk import SyncDesk

MakeDesk = Callable[..., SyncDesk]
NOTE = NewFact(event=IncidentNoteAdded(note_id="1", text="x"), aggregates=("incident:1",))


@pytest.fixture
def threads() -> Iterator[Callable[..., SyncThread]]:
    made: list[SyncThread] = []

    def make(desk: SyncDesk, connect: Connect, **told: Any) -> SyncThread:
        thread = SyncThread(
            lambda: SyncClient(
                desk.journal.store,
                desk.journal.reader,
                connect,
                machine=desk.machine,
                listeners=Listeners(**told),
            )
        )
        made.append(thread)
        return thread

    yield make
    for thread in made:
        assert thread.stop()


def wait_for(condition: Callable[[], Any]) -> None:
    end = time.monotonic() + 5.0
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_it_is_asked_from_any_thread_and_tells_on_its_own(
    make_desk: MakeDesk, room: ModelRoom, threads: Callable[..., SyncThread]
) -> None:
    told: list[tuple[str, SyncStatus]] = []
    desk = make_desk()
    thread = threads(
        desk, room.connect, status=lambda status: told.append((threading.current_thread().name, status))
    )
    thread.sign_on(Credentials("sari", "sandi"))  # before the start too
    thread.start()
    wait_for(lambda: told and told[-1][1].mode is SyncMode.IN_SYNC)
    assert {name for name, _ in told} == {"batola-sync"}
    assert told[-1][1].login == "sari"
    (mine,) = desk.write(NOTE)
    thread.wake()
    answer = thread.claim(mine).result(5)
    assert answer is not None
    assert answer.verdict == "ok"


def test_it_ends_at_once_whatever_it_waits_for(
    make_desk: MakeDesk,
    room: ModelRoom,
    threads: Callable[..., SyncThread],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loop_thread, "_REST_LIMIT_S", 600.0)
    desk = make_desk()
    thread = threads(desk, room.connect)
    thread.start()
    wait_for(lambda: room.connections and desk.journal.reader.room_epoch().result(5))
    for connection in room.connections:
        connection.trouble.hangs = True
        connection.answer_limit_s = 3600.0
    (mine,) = desk.write(NOTE)
    asked = thread.claim(mine, 3600.0)
    wait_for(lambda: thread._client._askers)
    assert thread.stop(), "it does not wait the hour of its question"
    assert asked.result(1) is None
    assert room.connections == []
    assert thread.claim(mine).result(0) is None  # nobody answers any more, and nobody waits
    thread.wake()
    thread.sign_on(None)


def test_a_name_that_is_looked_up_for_ever_does_not_hold_the_end(
    make_desk: MakeDesk, threads: Callable[..., SyncThread], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop_thread, "_REST_LIMIT_S", 600.0)
    found = threading.Event()

    def slow(*_anything: object, **_more: object) -> list[Any]:
        found.wait(30)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", slow)

    async def connect(_credentials: Credentials) -> Any:
        await asyncio.get_running_loop().getaddrinfo("sekretariat.example", 5432)

    thread = threads(make_desk(), connect)
    thread.start()
    wait_for(lambda: any(one.name == "batola-sync-names" for one in threading.enumerate()))
    try:
        assert thread.stop(), "it does not wait for the name"
    finally:
        found.set()


def test_it_may_be_stopped_before_it_started_and_twice(
    make_desk: MakeDesk, room: ModelRoom, threads: Callable[..., SyncThread]
) -> None:
    never = threads(make_desk("A"), room.connect)
    assert never.stop()
    thread = threads(make_desk("B"), room.connect)
    thread.start()
    assert thread.stop()
    assert thread.stop()


def test_it_is_stopped_from_inside_a_running_loop(
    make_desk: MakeDesk, room: ModelRoom, threads: Callable[..., SyncThread]
) -> None:
    async def on_the_screens_loop() -> None:
        thread = threads(make_desk(), room.connect)
        thread.start()
        answer = await asyncio.wrap_future(thread.claim("no such fact", 0.05))
        assert answer is None
        assert thread.stop()

    asyncio.run(on_the_screens_loop())
