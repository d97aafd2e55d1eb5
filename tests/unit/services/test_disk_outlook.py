"""A disk that fills is told days before it is full, and a clock or a restart does not confuse that."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from batola_desk.services.disk_outlook import DAY_US, FILE_NAME, MEASURES_MAX, DiskOutlook, days_left
from batola_desk.services.upkeep import LOOK_EVERY
from tests.support.desk_double import DeskDouble, ManualClock, open_desk

GB = 1_000_000_000


def test_the_rate_of_the_last_days_says_when_it_is_full() -> None:
    assert days_left([]) is None
    assert days_left([(0, 100 * GB), (DAY_US - 1, 50 * GB)]) is None  # less than a day says nothing
    assert days_left([(0, 100 * GB), (2 * DAY_US, 80 * GB)]) == pytest.approx(8.0)
    assert days_left([(0, 100 * GB), (DAY_US, 50 * GB), (2 * DAY_US, 110 * GB)]) is None  # it was cleared


async def hours(desk: DeskDouble, count: int, free: list[int], loss: int) -> None:
    assert desk.clock is not None
    for _ in range(count):
        desk.clock.forward(3600)
        free[0] -= loss
        for _ in range(LOOK_EVERY):
            await desk.services.tick()
        await desk.until(lambda: not desk.services._upkeep._chores._running)


def told(desk: DeskDouble) -> list[str]:
    alarms = desk.services.session.status().alarms
    return [alarm.detail for alarm in alarms if alarm.code == "disk_filling" and not alarm.cleared]


async def test_people_are_told_in_time_also_over_a_restart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = [100 * GB]
    monkeypatch.setattr(shutil, "disk_usage", lambda _p: shutil._ntuple_diskusage(200 * GB, 0, free[0]))
    clock = ManualClock()
    async with open_desk(tmp_path, clock=clock) as desk:
        await hours(desk, 13, free, GB // 2)
        assert told(desk) == []
    async with open_desk(tmp_path, clock=clock) as desk:
        await hours(desk, 14, free, GB // 2)  # 12 GB a day of 86
        (days,) = told(desk)
        assert 6 <= int(days) <= 8
        free[0] = 190 * GB
        await hours(desk, 1, free, 0)
        assert told(desk) == []


def test_what_is_remembered_is_bounded_and_a_clock_that_jumped_begins_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = [100 * GB]
    monkeypatch.setattr(shutil, "disk_usage", lambda _p: shutil._ntuple_diskusage(200 * GB, 0, free[0]))
    outlook = DiskOutlook(None, tmp_path)  # type: ignore[arg-type]
    for minute in range(2000):
        free[0] -= 1_000_000
        outlook.measure(DAY_US * 100 + minute * 60_000_000)
    assert len((tmp_path / FILE_NAME).read_bytes()) < MEASURES_MAX * 40
    assert outlook.measure(DAY_US * 5000) is None
    assert outlook.measure(DAY_US * 100) is None
    (tmp_path / FILE_NAME).write_bytes(b"[[1,")
    assert outlook.measure(DAY_US * 101) is None
