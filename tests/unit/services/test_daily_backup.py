"""The backup of every day: once, outside calls, by a process of its own; a failure is an alarm."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from batola_desk.services.backups.daily import RETRY_S
from batola_desk.services.backups.drill import run_backup_drill
from batola_desk.services.backups.folder import list_backups
from batola_desk.services.upkeep import LOOK_EVERY
from tests.support.desk_double import DeskDouble, open_desk, talk


async def look(desk: DeskDouble) -> None:
    """A minute passes, and what it began ends."""
    for _ in range(LOOK_EVERY):
        await desk.services.tick()
    await desk.until(lambda: not desk.services._upkeep._chores._running, limit_s=30.0)


def alarms(desk: DeskDouble) -> list[str]:
    return [a.code for a in desk.services.session.status().alarms if not a.cleared]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "cadangan"
    made.mkdir()
    return made


async def test_none_is_begun_while_a_caller_rings_or_talks(tmp_path: Path, folder: Path) -> None:
    async with open_desk(tmp_path / "meja", settings={"backup.folder": str(folder)}) as desk:
        key = await talk(desk)
        await look(desk)
        await look(desk)
        assert list_backups(folder, "A") == []
        desk.engine.caller_hangs_up(key)
        await desk.settle()
        await look(desk)
        await desk.until(lambda: bool(list_backups(folder, "A")), limit_s=30.0)


async def test_the_clock_says_when_it_is_due(tmp_path: Path) -> None:
    async with open_desk(tmp_path, settings={"backup.hour": 3}) as desk:
        backup = desk.services._upkeep.backup
        for now, due in (("2026-11-27T18:59", "2026-11-26T19:00"), ("2026-11-27T19:00", "2026-11-27T19:00")):
            at = datetime.fromisoformat(now).replace(tzinfo=UTC)  # 3 o'clock WITA
            assert backup.due_since(at) == datetime.fromisoformat(due).replace(tzinfo=UTC)


@pytest.mark.expects_log
async def test_a_folder_that_is_gone_is_told_and_tried_again(tmp_path: Path, folder: Path) -> None:
    missing = tmp_path / "usb"
    async with open_desk(tmp_path / "meja", settings={"backup.folder": str(missing)}) as desk:
        await look(desk)
        await desk.until(lambda: alarms(desk) == ["backup_failed"])
        missing.mkdir()
        await look(desk)
        assert list_backups(missing, "A") == []  # not before its hour has passed
        assert desk.clock is not None
        desk.clock.forward(RETRY_S)
        await look(desk)
        await desk.until(lambda: alarms(desk) == [], limit_s=30.0)
        (made,) = list_backups(missing, "A")
        drill = run_backup_drill(made, tmp_path, live_journal=desk.paths.journal)
        assert drill.follows
        assert drill.report.exit_code == 0
        await look(desk)
        await look(desk)
        assert list_backups(missing, "A") == [made]  # once a day
