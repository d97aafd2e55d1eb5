"""Setup asks the open desk to close: it does, but never while a call rings or lives."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from batola_desk.app import desk_process as app
from batola_desk.domain.operator import SeatMethod
from batola_desk.settings.close_request import CLOSING, LIVE_CALL, NOW, OFF_DUTY, ON_DUTY, CloseRequest
from batola_desk.settings.paths import DeskPaths


@pytest.mark.parametrize(
    ("ringing", "live", "when", "method", "answer"),
    [
        ([], [], NOW, SeatMethod.PASSWORD, CLOSING),
        (["call"], [], NOW, SeatMethod.EMPTY, LIVE_CALL),
        ([], ["call"], NOW, SeatMethod.EMPTY, LIVE_CALL),
        ([], [], OFF_DUTY, SeatMethod.EMPTY, CLOSING),
        ([], ["call"], OFF_DUTY, SeatMethod.EMPTY, LIVE_CALL),
        *(([], [], OFF_DUTY, method, ON_DUTY) for method in SeatMethod if method is not SeatMethod.EMPTY),
    ],
)
async def test_the_desk_answers_setup(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    ringing: list[str],
    live: list[str],
    when: str,
    method: SeatMethod,
    answer: str,
) -> None:
    monkeypatch.setattr(app, "CLOSE_LOOK_S", 0.01)
    paths = DeskPaths.for_home(tmp_path)
    paths.create()
    services: Any = SimpleNamespace(
        calls=SimpleNamespace(ringing=lambda: ringing, live=lambda: live),
        people=SimpleNamespace(seat=lambda: SimpleNamespace(method=method)),
    )
    closing, after_setup = asyncio.Event(), asyncio.Event()
    hearing = asyncio.create_task(app._hear_setup(paths, services, closing, after_setup))
    setup = CloseRequest(paths.runtime)
    setup.ask(when, opens_again=True)
    for _ in range(500):
        await asyncio.sleep(0.01)
        if setup.answer():
            break
    assert setup.answer() == answer
    assert closing.is_set() == after_setup.is_set() == (answer == CLOSING)
    hearing.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await hearing
