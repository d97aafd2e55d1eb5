"""Wishes run as named tasks: a refusal is explained, a fault of ours is admitted, nothing is forgotten."""

from __future__ import annotations

import asyncio
import gc
import logging

import pytest
from pytestqt.qtbot import QtBot

from batola_desk.domain.errors import EnvironmentFault, OperatorError
from batola_desk.ui.messages import WAITING_MAX, Message, MessageCenter
from batola_desk.ui.tasks import TaskRunner


@pytest.fixture
def center(qtbot: QtBot) -> MessageCenter:
    return MessageCenter()


@pytest.fixture
def said(center: MessageCenter) -> list[Message]:
    found: list[Message] = []
    center.posted.connect(found.append)
    center.start_showing()
    return found


async def refuse(code: str, **values: object) -> None:
    raise OperatorError(code, **values)


async def test_a_refusal_is_explained_in_words(center: MessageCenter, said: list[Message]) -> None:
    await TaskRunner(center).run(refuse("incident_ended", ticket="A0007"), "close")
    assert len(said) == 1
    assert "A0007" in said[0].happened
    assert said[0].level == "warn"


async def test_a_refusal_shown_in_place_is_not_said_twice(center: MessageCenter, said: list[Message]) -> None:
    seen: list[str] = []

    def in_place(refusal: OperatorError) -> bool:
        seen.append(refusal.code)
        return refusal.code == "reason_missing"

    tasks = TaskRunner(center)
    await tasks.run(refuse("reason_missing"), "first", refused=in_place)
    assert said == []
    await tasks.run(refuse("text_missing"), "second", refused=in_place)
    assert seen == ["reason_missing", "text_missing"]
    assert len(said) == 1


async def test_a_fault_of_the_machine_is_explained_and_logged_without_data(
    center: MessageCenter, said: list[Message], caplog: pytest.LogCaptureFixture
) -> None:
    async def fail() -> None:
        raise EnvironmentFault("journal_queue_full", waiting=812)

    with caplog.at_level(logging.INFO, logger="batola.ui"):
        await TaskRunner(center).run(fail(), "note")
    assert said[0].happened
    assert "journal_queue_full" in caplog.text
    assert "812" not in caplog.text


@pytest.mark.expects_log
async def test_a_fault_of_ours_is_admitted_and_logged_with_its_stack(
    center: MessageCenter, said: list[Message], caplog: pytest.LogCaptureFixture
) -> None:
    async def break_down() -> None:
        raise ZeroDivisionError

    await TaskRunner(center).run(break_down(), "broken")
    assert said[0].level == "error"
    assert any(record.exc_info for record in caplog.records)


async def test_the_result_arrives_where_it_was_wanted(center: MessageCenter) -> None:
    async def find() -> int:
        return 112

    found: list[int] = []
    task = TaskRunner(center).run(find(), "find", done=found.append)
    assert task.get_name() == "ui:find"
    await task
    assert found == [112]


async def test_closing_cancels_what_still_runs_and_waits_for_it(
    center: MessageCenter, said: list[Message]
) -> None:
    ended: list[str] = []

    async def wait_for_ever() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ended.append("ended")

    tasks = TaskRunner(center)
    tasks.run(wait_for_ever(), "wait")
    await asyncio.sleep(0)
    await tasks.stop()
    assert ended == ["ended"]
    assert said == []


async def test_a_wish_cancelled_before_its_first_step_ends_without_a_warning(center: MessageCenter) -> None:
    async def note() -> None:
        pytest.fail("it never began")

    tasks = TaskRunner(center)
    tasks.run(note(), "note")
    await tasks.stop()
    gc.collect()  # an unawaited coroutine would warn here, and warnings fail


def test_messages_wait_for_the_window_and_the_memory_is_bounded(center: MessageCenter) -> None:
    for number in range(WAITING_MAX + 10):
        center.info(str(number))
    found: list[Message] = []
    center.posted.connect(found.append)
    center.start_showing()
    assert [message.happened for message in found] == [str(n) for n in range(10, WAITING_MAX + 10)]
    center.info("now")
    assert found[-1].happened == "now"
