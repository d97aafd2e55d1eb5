"""How a desk ends: with its engine when nobody is on the line, without it when somebody is."""

from __future__ import annotations

import asyncio
from pathlib import Path

from batola_desk.ipc import messages as m
from tests.support.desk_double import DeskDouble


async def test_a_closing_desk_ends_its_engine_and_does_not_start_it_again(tmp_path: Path) -> None:
    desk = DeskDouble(tmp_path)
    await desk.start()
    await desk.services.stop(end_line=True)
    await asyncio.sleep(0.15)  # longer than the first retry
    assert any(isinstance(command, m.ShutDownEngine) for command in desk.engine.commands)
    assert desk.engine.start_count == 1
    assert desk.engine.connection is None


async def test_a_closing_desk_leaves_an_engine_with_a_caller_alone(tmp_path: Path) -> None:
    desk = DeskDouble(tmp_path)
    await desk.start()
    desk.engine.ring()
    await desk.settle()
    await desk.services.stop(end_line=True)
    assert desk.engine.start_count == 1
    assert [call.state for call in desk.engine.calls.values()] == ["ringing"]


async def test_a_desk_in_training_takes_its_engine_along_whoever_rings(tmp_path: Path) -> None:
    desk = DeskDouble(tmp_path, training=True)
    await desk.start()
    desk.engine.ring(training=True)
    await desk.settle()
    await desk.services.stop(end_line=True)
    assert desk.engine.connection is None
    assert not desk.engine.calls
