"""The desk's half of the retention job: judged from the journal, asked for outside calls, day after day."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from batola_desk.app.commands.retention import run_retention
from batola_desk.ipc.recording_messages import JudgeRecordings, RemoveRecordings
from batola_desk.models.recording_facts import JournalledRecording, read_recordings
from batola_desk.services.retention import DAY_US, LOOK_EVERY_S, SURE_COUNT, cutoff_us
from batola_desk.services.upkeep import LOOK_EVERY
from tests.support.desk_double import DeskDouble, ManualClock, open_desk, talk


async def look(desk: DeskDouble) -> list[str]:
    """A minute passes; the names that the line was asked to remove."""
    before = len(desk.engine.commands)
    for _ in range(LOOK_EVERY):
        await desk.services.tick()
    await desk.until(lambda: not desk.services._upkeep._chores._running)
    await desk.settle()
    asked = [c for c in desk.engine.commands[before:] if isinstance(c, RemoveRecordings)]
    return [item.path for command in asked for item in command.recordings]


async def recorded(desk: DeskDouble, name: str, call_class: str = "I") -> str:
    """A call that was recorded, judged and is over."""
    key = await talk(desk)
    desk.engine.recorded(key, f"{name}.wav")
    desk.engine.caller_hangs_up(key)
    await desk.settle()
    if call_class:
        await desk.services.calls.classify(key, call_class)
    await desk.settle()
    return key


async def a_year_later(desk: DeskDouble, days: int = 400) -> None:
    assert desk.clock is not None
    desk.clock.forward(days * 86_400)
    for number in range(SURE_COUNT):
        await recorded(desk, f"baru{number}")


async def test_only_what_is_old_judged_and_free_is_asked_for_and_only_once(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        free = await recorded(desk, "bebas")
        await recorded(desk, "palsu", "F")
        await recorded(desk, "tanpa", "")
        held = await recorded(desk, "sita")
        await desk.services.recordings.hold(held, held=True, reason="pengadilan")
        await a_year_later(desk)
        assert await look(desk) == ["bebas.wav"]
        desk.engine._fact("call.recording_freed", free, path="bebas.wav", reason="retention")
        await desk.settle()
        assert desk.clock is not None
        desk.clock.forward(LOOK_EVERY_S)
        assert await look(desk) == []
        await desk.services.recordings.hold(held, held=False, reason="selesai")
        await desk.settle()
        desk.clock.forward(LOOK_EVERY_S)
        assert await look(desk) == ["sita.wav"]
        (gone,) = (r for r in read_recordings(desk.paths.journal) if r.is_past)
        assert gone.path == "bebas.wav"


async def test_a_desk_that_was_off_judges_from_its_journal(tmp_path: Path) -> None:
    clock = ManualClock()
    async with open_desk(tmp_path, clock=clock) as desk:
        held = await recorded(desk, "sita")
        await recorded(desk, "bebas")
        await desk.services.recordings.hold(held, held=True, reason="pengadilan")
        await a_year_later(desk)
    async with open_desk(tmp_path, clock=clock) as desk:
        assert await look(desk) == []  # not in the first minutes
        clock.forward(1000)
        assert await look(desk) == ["bebas.wav"]


async def test_nothing_is_asked_while_somebody_talks(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await recorded(desk, "bebas")
        await a_year_later(desk)
        key = await talk(desk)
        assert await look(desk) == []
        desk.engine.caller_hangs_up(key)
        await desk.settle()
        assert await look(desk) == ["bebas.wav"]


async def test_what_the_line_was_told_to_keep_at_the_last_moment_is_not_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_desk(tmp_path) as desk:
        await recorded(desk, "bebas")
        await a_year_later(desk)
        monkeypatch.setattr(desk.services._upkeep.retention, "_held_now", lambda path: path == "bebas.wav")
        assert await look(desk) == []
        assert not any(isinstance(c, RemoveRecordings) for c in desk.engine.commands)
        assert any(isinstance(c, JudgeRecordings) for c in desk.engine.commands)


def recordings_of(days: list[float]) -> list[JournalledRecording]:
    return [JournalledRecording(f"{n}.wav", "", int(day * DAY_US)) for n, day in enumerate(days)]


def test_a_clock_that_was_set_years_ahead_makes_nothing_old() -> None:
    kept = recordings_of([1000.0 + n for n in range(100)])
    now = 1100 * DAY_US
    assert cutoff_us(kept, now_us=now, keep_days=365) == (1100 - 365) * DAY_US
    far = 9000 * DAY_US
    assert cutoff_us(kept, now_us=far, keep_days=365) < 1000 * DAY_US
    spoiled = kept + recordings_of([9000.0] * (SURE_COUNT - 1))  # calls under the wrong clock
    assert cutoff_us(spoiled, now_us=far, keep_days=365) < 1000 * DAY_US
    assert cutoff_us(kept, now_us=now, keep_days=0) == 0
    assert cutoff_us(kept[:5], now_us=far, keep_days=1) == 0


async def test_the_preview_names_what_goes_and_what_stays_and_removes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    now_us = time.time_ns() // 1_000
    async with open_desk(tmp_path, clock=ManualClock(now_us - 400 * DAY_US)) as desk:
        await recorded(desk, "bebas")
        await recorded(desk, "palsu", "F")
        await recorded(desk, "tanpa", "")
        await a_year_later(desk)
        assert run_retention(desk.paths) == 0
        told = capsys.readouterr().out
        assert "-   bebas.wav" in told
        assert "1 rekaman akan dihapus" in told
        assert "1 lebih lama tetapi tetap: ditahan" in told
        assert "1 lebih lama tetapi tetap: belum dinilai" in told
        assert run_retention(desk.paths, keep_days=5000) == 0
        assert "0 rekaman akan dihapus" in capsys.readouterr().out
    assert run_retention(type(desk.paths).for_home(tmp_path / "lain")) == 3
