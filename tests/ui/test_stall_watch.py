"""The watch names what holds the screen up, once per stall, and leaves no thread behind."""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from batola_desk.ui.stall_watch import StallWatch

LIMIT_S = 20.0


@pytest.fixture
def watch(qtbot: QtBot) -> Iterator[StallWatch]:
    made = StallWatch(stall_s=0.06)
    made.start()
    yield made
    made.stop()
    made.deleteLater()


def hold_the_screen_up(is_told: Callable[[], bool]) -> None:
    """Hold the loop until the watch has told of it, and as long again as it takes to notice a stall."""
    limit_s = time.monotonic() + LIMIT_S
    while not is_told():
        assert time.monotonic() < limit_s
    until_s = time.monotonic() + 0.15
    while time.monotonic() < until_s:
        pass


def after_a_beat(watch: StallWatch, qtbot: QtBot) -> None:
    """Let the loop beat: a stall of which the watch told before the test's own would hide that one."""
    last_s = watch._beat_at_s
    qtbot.waitUntil(lambda: watch._beat_at_s != last_s, timeout=int(LIMIT_S * 1000))


def stalls(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if "stands still" in record.getMessage()]


def test_a_stall_is_told_once_with_the_culprit(
    watch: StallWatch, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="batola.ui"):
        after_a_beat(watch, qtbot)
        caplog.clear()
        hold_the_screen_up(lambda: bool(stalls(caplog)))
        after_a_beat(watch, qtbot)
    told = [text for text in stalls(caplog) if "hold_the_screen_up" in text]
    assert len(told) == 1
    assert "test_stall_watch.py" in told[0]


def test_the_stack_holds_no_values(watch: StallWatch, qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    def answer(number: str) -> None:
        assert number
        hold_the_screen_up(lambda: bool(stalls(caplog)))

    with caplog.at_level(logging.INFO, logger="batola.ui"):
        after_a_beat(watch, qtbot)
        caplog.clear()
        answer("081250001111")
    assert stalls(caplog)
    assert "0812" not in caplog.text


def test_nothing_of_the_screen_is_held_by_the_watching_thread(
    watch: StallWatch, qtbot: QtBot, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A frame it holds keeps widgets alive; they then die in the wrong thread and take the screen along."""

    def no_frames() -> None:
        raise AssertionError("a frame was asked for")

    monkeypatch.setattr(sys, "_current_frames", no_frames)
    with caplog.at_level(logging.INFO, logger="batola.ui"):
        after_a_beat(watch, qtbot)
        caplog.clear()
        hold_the_screen_up(lambda: bool(stalls(caplog)))
    assert any("hold_the_screen_up" in text for text in stalls(caplog))


def test_the_thread_ends_with_the_watch(qtbot: QtBot) -> None:
    watch = StallWatch()
    watch.start()
    watch.start()  # a second start is no second thread
    assert [thread.name for thread in threading.enumerate()].count("stall-watch") == 1
    watch.stop()
    assert "stall-watch" not in [thread.name for thread in threading.enumerate()]
