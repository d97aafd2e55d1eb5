"""A desk on disk to back up and restore, and work that is killed at a chosen step."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from batola_desk.domain.events.incident import IncidentNoteAdded
from batola_desk.domain.facts import NewFact
from batola_desk.models.journal import open_journal
from batola_desk.settings.paths import DeskPaths

STEPS = ("replace", "unlink", "mkdir", "open", "fsync", "rmdir", "statvfs")


def make_desk(home: Path, facts: int, *, letter: str = "A", word: str = "catatan") -> DeskPaths:
    """Fill a desk: a journal, choices, a catalog of its own, an account with a password, people."""
    paths = DeskPaths.for_home(home)
    paths.create()
    add_facts(paths, facts, word)
    (paths.config / "settings.toml").write_text(f'[desk]\nletter = "{letter}"\n', encoding="utf-8")
    (paths.config / "line.toml").write_text('[sip]\nuser = "112a"\npassword = "rahasia"\n', encoding="utf-8")
    (paths.config / "catalog").mkdir(exist_ok=True)
    limits = paths.config / "catalog" / "limits.toml"
    limits.write_text(f"version = 1\n[recording]\ncache_days = {facts}.0\n", encoding="utf-8")
    paths.people.write_text('{"people": []}', encoding="utf-8")
    return paths


def add_facts(paths: DeskPaths, count: int, word: str = "catatan") -> None:
    """Append notes to the journal."""
    journal = open_journal(paths.journal, app_version="9.9")
    try:
        for number in range(count):
            event = IncidentNoteAdded(note_id=f"{word}{number}", text=f"{word} {number}")
            fact = NewFact(event=event, aggregates=(f"incident:{number % 7}",))
            journal.store.append([fact], actor="sari", desk="A").result(10.0)
    finally:
        journal.close()


def words_of(journal: Path) -> list[str]:
    """Return the body of every fact of a journal, in order."""
    database = sqlite3.connect(journal)
    try:
        return [row[0] for row in database.execute("SELECT body FROM journal ORDER BY row_id")]
    finally:
        database.close()


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder with what is in it; locks and SQLite's scratch files are nobody's."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith((".lock", "-shm", "-wal"))
    }


def killed_at(step: int, work: Callable[[], object]) -> bool:
    """Do the work in a process that dies by SIGKILL before its n-th touch of the disk.

    Returns:
        Whether it came so far; False: it was done before.
    """
    if not hasattr(os, "fork"):
        pytest.skip("no process can be split in two here")
    child = os.fork()
    if child == 0:
        try:
            _arm(step)
            work()
            os._exit(0)
        except BaseException as fault:  # noqa: BLE001 - the child must never come back into the tests
            sys.__stderr__.write(f"{fault!r}\n")
            os._exit(1)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0, "the work itself failed"
    return False


def _arm(step: int) -> None:
    left = [step]

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*values: Any, **options: Any) -> Any:
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*values, **options)

        return call

    for name in STEPS:
        setattr(os, name, counted(getattr(os, name)))
