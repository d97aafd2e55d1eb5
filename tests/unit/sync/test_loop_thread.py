"""A thread with a loop of its own: asked from anywhere, stopped at any moment."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest

from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.loop_thread import LoopThread
from batola_desk.sync.positions import PositionTeller, TellSession

Begin = Callable[[], Coroutine[Any, Any, None]]


@pytest.fixture
def started() -> Iterator[Callable[[Begin], LoopThread]]:
    made: list[LoopThread] = []

    def start(begin: Begin) -> LoopThread:
        thread = LoopThread("batola-test-loop", begin)
        made.append(thread)
        thread.start()
        return thread

    yield start
    for thread in made:
        assert thread.stop(2.0)


async def for_ever() -> None:
    await asyncio.Event().wait()


def test_what_is_called_while_it_begins_is_done_when_its_loop_runs(
    started: Callable[[Begin], LoopThread],
) -> None:
    may_begin, is_called = threading.Event(), threading.Event()
    threads: list[str] = []

    def begin() -> Coroutine[Any, Any, None]:
        assert may_begin.wait(5)
        return for_ever()

    def work(word: str) -> None:
        threads.append(f"{word} {threading.current_thread().name}")
        is_called.set()

    thread = started(begin)
    while thread._loop is None:
        time.sleep(0.001)
    thread.call(work, "satu")
    may_begin.set()
    assert is_called.wait(5)
    assert threads == ["satu batola-test-loop"]


def test_stopped_while_it_begins_it_runs_nothing(started: Callable[[Begin], LoopThread]) -> None:
    is_beginning, may_begin = threading.Event(), threading.Event()
    ran: list[int] = []

    async def live() -> None:
        ran.append(1)
        await for_ever()

    def begin() -> Coroutine[Any, Any, None]:
        is_beginning.set()
        assert may_begin.wait(5)
        return live()

    thread = started(begin)
    assert is_beginning.wait(5)
    assert not thread.stop(0.0)  # there is no task to cancel yet
    may_begin.set()
    assert thread.stop(2.0)
    assert ran == []


def test_what_is_asked_is_answered_while_it_runs_and_by_nobody_afterwards(
    started: Callable[[Begin], LoopThread],
) -> None:
    async def answer() -> int:
        return 7

    never = LoopThread("batola-test-never", for_ever)
    assert never.ask(answer) is None
    assert never.stop(0.0)
    thread = started(for_ever)
    thread.wait_until_begun()
    asked = thread.ask(answer)
    assert asked is not None
    assert asked.result(5) == 7
    assert thread.stop(2.0)
    assert thread.ask(answer) is None
    thread.call(lambda: pytest.fail("the loop is gone"))


def test_what_still_waits_is_ended_with_it(started: Callable[[Begin], LoopThread]) -> None:
    thread = started(for_ever)
    thread.wait_until_begun()
    asked = thread.ask(for_ever)
    assert asked is not None
    assert thread.stop(2.0)
    assert asked.cancelled()


def test_telling_positions_ends_however_early_it_is_stopped() -> None:
    async def join() -> TellSession:
        raise SecretariatFault("secretariat_unreachable", detail="test")

    for pause_s in (0.0, 0.0005, 0.002, 0.02):
        teller = PositionTeller(join)
        teller.start()
        time.sleep(pause_s)
        assert teller.stop()
