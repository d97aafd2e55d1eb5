"""Calls into a driver: results, faults, and what happens to one that hangs."""

from __future__ import annotations

import threading
import time

import pytest

from batola_desk.audio.driver_thread import DriverStuckError, DriverThread


def test_results_and_faults_come_back_from_one_thread() -> None:
    driver = DriverThread()
    names = {driver.call(lambda: threading.current_thread().ident, limit_s=8.0) for _ in range(5)}
    assert len(names) == 1
    assert threading.get_ident() not in names
    with pytest.raises(ZeroDivisionError):
        driver.call(lambda: 1 // 0, limit_s=8.0)
    assert driver.call(lambda: 7, limit_s=8.0) == 7
    driver.stop()


@pytest.mark.expects_log
def test_a_call_that_hangs_is_given_up_and_undone_should_it_come_back() -> None:
    driver = DriverThread()
    release, undone = threading.Event(), threading.Event()
    with pytest.raises(DriverStuckError):
        driver.call(lambda: release.wait(30.0), limit_s=0.1, undo=lambda _: undone.set())
    assert driver.call(lambda: "next", limit_s=8.0) == "next", "on a new thread"
    assert not undone.is_set()
    release.set()
    assert undone.wait(8.0)
    driver.stop()


def test_a_call_that_comes_back_in_time_is_not_undone() -> None:
    driver = DriverThread()
    undone: list[object] = []
    for value in range(100):
        assert driver.call(lambda value=value: value, limit_s=8.0, undo=undone.append) == value
    driver.stop()
    time.sleep(0.05)
    assert undone == []
