"""Logs rotate by the settings, and what crashes leave is bounded."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from batola_desk.settings.log_setup import CRASH_BYTES_MAX, crash_file, start_log
from batola_desk.settings.paths import DeskPaths


@pytest.fixture(autouse=True)
def _own_handlers() -> Iterator[None]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield
    for handler in [handler for handler in root.handlers if handler not in before]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


def test_size_and_number_of_files_are_settings(tmp_path: Path) -> None:
    paths = DeskPaths.for_home(tmp_path)
    paths.create()
    (paths.config / "settings.toml").write_text("[log]\nfile_mb = 1\nfiles_kept = 2\n", encoding="utf-8")
    start_log(paths, "desk")
    for number in range(300):
        logging.getLogger("batola.test").info("x" * 20_000, extra={"number": number})
    files = sorted(path.name for path in paths.log.iterdir())
    assert files == ["desk.jsonl", "desk.jsonl.1", "desk.jsonl.2"]
    assert all(path.stat().st_size <= 1_000_000 for path in paths.log.iterdir())


def test_stacks_of_crashes_do_not_pile_up(tmp_path: Path) -> None:
    for _ in range(5):
        with crash_file(tmp_path, "desk") as file:
            file.write("x" * (CRASH_BYTES_MAX + 1))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["desk-crash.txt", "desk-crash.txt.1"]
    with crash_file(tmp_path, "desk") as file:
        file.write("baru")
    assert (tmp_path / "desk-crash.txt").read_text() == "baru"
