"""Some time after the start every page of the journal is looked at; damage is told and noted."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest

from batola_desk.models import journal as journal_module
from batola_desk.models.journal import suspect_mark
from batola_desk.services.journal_watch import LOOK_AFTER_S
from tests.support.desk_double import DeskDouble, open_desk, talk


def break_a_page_nobody_reads(journal: Path) -> None:
    """Noise over the search of calls: neither the start nor a new fact reads it."""
    with sqlite3.connect(journal) as connection:
        try:
            rows = connection.execute("SELECT pageno FROM dbstat WHERE name = 'call_search_data'").fetchall()
        except sqlite3.OperationalError:
            pytest.skip("this SQLite has no dbstat")
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    with journal.open("r+b") as file:
        for (page,) in rows:
            file.seek((page - 1) * size)
            file.write(random.Random(112).randbytes(size))


def told(desk: DeskDouble) -> list[str]:
    return [a.detail for a in desk.services.session.status().alarms if a.code == "journal_trouble"]


async def a_day_with_a_call(home: Path) -> Path:
    async with open_desk(home) as desk:
        await talk(desk)
        return desk.paths.journal


@pytest.mark.expects_log
async def test_a_damaged_page_that_the_start_did_not_see_is_told_and_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = await a_day_with_a_call(tmp_path)
    monkeypatch.setattr(journal_module, "CHECK_CLEAN_BYTES", 0)  # as for a long journal
    monkeypatch.setattr(journal_module, "CHECK_UNCLEAN_BYTES", 0)
    break_a_page_nobody_reads(journal)
    async with open_desk(tmp_path) as desk:
        await desk.forward(LOOK_AFTER_S - 1, step_s=LOOK_AFTER_S)
        assert told(desk) == []
        await desk.forward(1)
        await desk.until(lambda: told(desk) == ["journal_damaged"])
        assert suspect_mark(journal).exists()


async def test_a_sound_journal_is_looked_at_in_silence(tmp_path: Path) -> None:
    journal = await a_day_with_a_call(tmp_path)
    async with open_desk(tmp_path) as desk:
        await desk.forward(LOOK_AFTER_S + 1, step_s=LOOK_AFTER_S)
        assert told(desk) == []
    assert not suspect_mark(journal).exists()
