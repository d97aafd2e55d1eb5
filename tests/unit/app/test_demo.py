"""A demo started again rings in the window that is open now, not in one of yesterday."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from batola_desk.app.demo.one_desk import end_old_engine, is_open_elsewhere
from batola_desk.ipc.instance_lock import is_engine_running, pid_path
from batola_desk.models.journal import open_journal
from batola_desk.settings.paths import DeskPaths


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[DeskPaths]:
    paths = DeskPaths.for_home(tmp_path)
    command = [
        sys.executable,
        "-m",
        "batola_desk.engine",
        "--home",
        str(tmp_path),
        "--no-sound",
        "--training",
    ]
    process = subprocess.Popen(
        [*command, "--sip-host", "127.0.0.1", "--sip-port", "0"],
        stdout=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
    )
    deadline_s = time.monotonic() + 20
    while not pid_path(paths.runtime).exists():
        assert time.monotonic() < deadline_s and process.poll() is None
        time.sleep(0.05)
    yield paths
    process.kill()
    process.wait(5)


def test_an_engine_left_behind_is_ended_before_the_next_demo(engine: DeskPaths) -> None:
    assert is_engine_running(engine.runtime)
    assert end_old_engine(engine.runtime)
    assert not is_engine_running(engine.runtime)


def test_without_an_old_engine_there_is_nothing_to_end(tmp_path: Path) -> None:
    paths = DeskPaths.for_home(tmp_path)
    paths.create()
    assert end_old_engine(paths.runtime)


def test_a_demo_that_is_open_in_another_window_is_seen(tmp_path: Path) -> None:
    paths = DeskPaths.for_home(tmp_path)
    assert not is_open_elsewhere(paths)
    paths.create()
    journal = open_journal(paths.journal, app_version="test")
    assert is_open_elsewhere(paths)
    journal.close()
    assert not is_open_elsewhere(paths)
