"""Folders, disk and journal as the doctor sees them."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections import namedtuple
from pathlib import Path

import pytest

from batola_desk.app.doctor import machine
from batola_desk.settings.paths import DeskPaths

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def paths(tmp_path: Path) -> DeskPaths:
    made = DeskPaths.for_home(tmp_path)
    made.create()
    return made


def test_a_full_and_a_slow_disk_are_told(paths: DeskPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(10**12, 10**12, 3 * 10**9))
    now_s = 0.0

    def slow(_descriptor: int) -> None:
        nonlocal now_s
        now_s += 0.05

    monkeypatch.setattr(os, "fsync", slow)
    monkeypatch.setattr(machine.time, "perf_counter", lambda: now_s)
    space, speed = machine.disk(paths)
    assert (space.code, space.values["gb"]) == ("disk_space_low", 3.0)
    assert (speed.code, speed.values["ms"]) == ("disk_slow", 50.0)
    assert list(paths.data.iterdir()) == [paths.recordings]  # nothing is left of the trial


def test_a_good_disk_is_measured(paths: DeskPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(10**12, 0, 10**12))
    space, speed = machine.disk(paths)
    assert space.code == "disk_space"
    assert float(str(speed.values["ms"])) >= 0 and float(str(speed.values["mb_per_s"])) > 0


def test_a_folder_that_is_a_file_cannot_be_written(paths: DeskPaths) -> None:
    paths.log.rmdir()
    paths.log.write_text("in the way")
    found = [finding.code for finding in machine.folders(paths)]
    assert found == ["folder_writable", "folder_writable", "folder_not_writable"]


def test_a_file_that_is_no_journal_is_told(paths: DeskPaths) -> None:
    paths.journal.write_bytes(b"no database at all, but long enough" * 100)
    (found,) = machine.journal(paths)
    assert (found.code, found.level) == ("journal_unreadable", "fail")


def test_a_whole_journal_is_counted(paths: DeskPaths) -> None:
    with sqlite3.connect(paths.journal) as file:
        file.execute("create table journal (x)")
        file.executemany("insert into journal values (?)", [(1,), (2,)])
    file.close()
    (found,) = machine.journal(paths)
    assert (found.code, found.values["count"]) == ("journal_whole", 2)
