"""Who may hear what, which recordings must stay, and what the journal keeps of it."""

from __future__ import annotations

import asyncio
import threading
import zipfile
from pathlib import Path

import pytest

from batola_desk.domain.errors import OperatorError
from batola_desk.ipc.recording_messages import FetchRecording, JudgeRecordings, PlayRecording
from batola_desk.ipc.recording_parts import RecordingJudgement
from batola_desk.services.recordings import ExportWish
from tests.support.desk_double import DeskDouble, open_desk
from tests.support.sounds import write_conversation

DAY_S = 24 * 3600.0
PATH = "2025/08/a.wav"


async def recorded(desk: DeskDouble, *, path: str = PATH, sha256: str = "ab" * 32) -> str:
    key = desk.engine.ring("081250001111")
    await desk.settle()
    await desk.services.calls.answer(key)
    await desk.settle()
    desk.engine.caller_hangs_up(key)
    desk.engine.recorded(key, path, sha256=sha256)
    await desk.settle()
    return key


def judgements(desk: DeskDouble) -> list[RecordingJudgement]:
    asked = [command for command in desk.engine.commands if isinstance(command, JudgeRecordings)]
    return [item for command in asked for item in command.judgements]


async def refusal(work: object) -> str:
    with pytest.raises(OperatorError) as caught:
        await work  # type: ignore[misc]
    return caught.value.code


async def test_a_call_taker_hears_his_own_calls_for_a_day_and_a_lead_all(tmp_path: Path) -> None:
    async with open_desk(tmp_path, role="PT") as desk:
        key = await recorded(desk)
        await desk.services.recordings.play(key)
        played = next(c for c in reversed(desk.engine.commands) if isinstance(c, PlayRecording))
        assert (played.path, played.sha256, played.call_key) == (PATH, "ab" * 32, key)
        assert desk.clock is not None
        desk.clock.forward(DAY_S + 60)
        assert await refusal(desk.services.recordings.play(key)) == "play_not_allowed"
    async with open_desk(tmp_path, role="KS") as desk:
        assert desk.clock is not None
        desk.clock.forward(3 * DAY_S)
        await desk.services.recordings.play(key)


async def test_only_what_the_journal_knows_of_the_call_is_played(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        key = await recorded(desk)
        assert await refusal(desk.services.recordings.play(key, "2025/08/other.wav")) == "recording_missing"
        assert await refusal(desk.services.recordings.play("nobody")) == "call_unknown"


async def test_a_call_taker_may_neither_hold_nor_export(tmp_path: Path) -> None:
    async with open_desk(tmp_path, role="PT") as desk:
        key = await recorded(desk)
        hold = desk.services.recordings.hold(key, held=True, reason="pengadilan")
        assert await refusal(hold) == "lead_only"
        view = await desk.services.recordings.view(key)
        assert not view.may_export


async def test_nothing_is_released_before_somebody_has_said_what_the_call_was(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        key = await recorded(desk)
        assert judgements(desk) == []
        await desk.services.calls.classify(key, "P")
        await desk.settle()
        assert [(item.path, item.judgement) for item in judgements(desk)] == [(PATH, "free")]
        await desk.services.calls.note(key, "catatan")
        await desk.settle()
        assert len(judgements(desk)) == 1  # said once


async def test_the_recordings_of_a_p1_ticket_stay_also_when_it_becomes_one_later(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        key = await recorded(desk)
        incident_id = await desk.services.incidents.new(call_key=key)
        desk.services.incidents.set_field(incident_id, "type_code", "KB01")
        await desk.services.incidents.flush()
        await desk.services.incidents.set_priority(incident_id, "P3", reason="kecil")
        await desk.services.calls.classify(key, "N")
        await desk.settle()
        assert judgements(desk)[-1].judgement == "free"
        await desk.services.incidents.set_priority(incident_id, "P1", reason="meluas")
        await desk.settle()
        assert judgements(desk)[-1].judgement == "held"
        await desk.services.recordings.hold(key, held=False, reason="perkara selesai")
        await desk.settle()
        assert judgements(desk)[-1].judgement == "free"


async def test_false_reports_stay(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        key = await recorded(desk)
        await desk.services.calls.classify(key, "F", reason="terbukti")
        await desk.settle()
        assert judgements(desk)[-1].judgement == "held"


async def test_an_engine_that_comes_back_is_told_everything_again(tmp_path: Path) -> None:
    async with open_desk(tmp_path, real_time=True) as desk:
        key = await recorded(desk)
        await desk.services.calls.classify(key, "P")
        await desk.settle()
        before = len(judgements(desk))
        desk.engine.die()
        await desk.until(lambda: len(judgements(desk)) > before)
        assert judgements(desk)[-1].path == PATH


async def test_a_copy_a_freeing_and_an_alteration_show_on_the_recording(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        key = await recorded(desk)
        desk.engine._fact(
            "call.recording_stored", key, path=PATH, store="folder:/x", key=PATH, sha256="ab" * 32, at_us=1
        )
        desk.engine._fact("call.recording_freed", key, path=PATH, reason="age", store="folder:/x")
        await desk.settle()
        file = (await desk.services.recordings.view(key)).files[0]
        assert (file.store, file.is_here, file.is_altered) == ("folder:/x", False, False)
        desk.engine._fact("call.recording_altered", key, path=PATH, place="desk")
        await desk.settle()
        assert "recording_altered" in {alarm.code for alarm in desk.services.session.status().alarms}
        assert (await desk.services.recordings.view(key)).files[0].is_altered


async def test_marks_keep_inside_the_file_and_need_words(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        key = await recorded(desk)
        assert await refusal(desk.services.recordings.mark(key, PATH, 1.0, "  ")) == "mark_text_missing"
        await desk.services.recordings.mark(key, PATH, 99.0, "x" * 500)
        await desk.settle()
        mark = (await desk.services.recordings.view(key)).files[0].marks[-1]
        assert (mark.at_s, len(mark.text), mark.actor) == (12.5, 200, "sari")


async def exported(desk: DeskDouble, key: str) -> str:
    wish = ExportWish(call_key=key, path=PATH, from_s=1.0, to_s=2.0, reason="penyidik", witness="Rahmad")
    package = await desk.services.recordings.export(wish, lambda _share: None, threading.Event())
    assert package is not None
    return package


async def test_packages_of_one_second_do_not_write_over_each_other(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        sha256 = write_conversation(desk.services.recordings.folder / PATH, 5.0)
        key = await recorded(desk, sha256=sha256)
        together = await asyncio.gather(*(exported(desk, key) for _ in range(3)))
        packages = {*together, await exported(desk, key)}
        assert len(packages) == 4
        assert all(zipfile.ZipFile(package).testzip() is None for package in packages)
        await desk.settle()
        call = await desk.services.recordings._call(key)
        told = {dict(entry.values).get("file_name") for entry in call.timeline} - {None}
        assert told == {Path(package).name for package in packages}


# ---------------------------------------------------------------- what only the store has


async def asked_to_fetch(desk: DeskDouble) -> int:
    await desk.settle()
    return sum(isinstance(command, FetchRecording) for command in desk.engine.commands)


async def test_the_shape_of_a_freed_recording_waits_for_the_store(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await recorded(desk)
        shares: list[float] = []
        calls = [
            asyncio.create_task(desk.services.recordings.waveform(PATH, threading.Event(), shares.append))
            for _ in range(2)
        ]
        assert await asked_to_fetch(desk) == 1, "one fetch for all who wait"
        desk.engine.fetch_news(PATH, 0.25)
        desk.engine.fetch_news(PATH, 0.75)
        await desk.settle()
        assert shares == [0.25, 0.25, 0.75, 0.75]
        write_conversation(desk.services.recordings.folder / PATH, 5.0)
        desk.engine.fetch_news(PATH, 1.0, done=True)
        for made in await asyncio.gather(*calls):
            assert made is not None
            assert made.duration_s == pytest.approx(5.0)


async def test_an_extract_of_a_freed_recording_is_fetched_and_written_in_one_bar(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        file = desk.services.recordings.folder / PATH
        sha256 = write_conversation(file, 5.0)
        content = file.read_bytes()
        key = await recorded(desk, sha256=sha256)
        file.unlink()
        shares: list[float] = []
        wish = ExportWish(call_key=key, path=PATH, from_s=1.0, to_s=2.0, reason="penyidik", witness="Rahmad")
        export = asyncio.create_task(desk.services.recordings.export(wish, shares.append, threading.Event()))
        assert await asked_to_fetch(desk) == 1
        desk.engine.fetch_news(PATH, 0.5)
        await desk.settle()
        assert shares == [0.25]
        file.write_bytes(content)
        desk.engine.fetch_news(PATH, 1.0, done=True)
        package = await export
        assert package is not None
        assert zipfile.ZipFile(package).testzip() is None
        assert shares == sorted(shares)
        assert shares[-1] == pytest.approx(1.0)


async def test_a_store_that_is_away_is_an_answer_and_the_next_wish_asks_again(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        key = await recorded(desk)
        for code in ("store_unreachable", "recording_altered"):
            export = asyncio.create_task(exported(desk, key))
            await asked_to_fetch(desk)
            desk.engine.fetch_news(PATH, done=True, code=code)
            assert await refusal(export) == code
        assert await asked_to_fetch(desk) == 2


async def test_an_engine_that_dies_lets_go_who_waits_for_a_file(tmp_path: Path) -> None:
    async with open_desk(tmp_path, real_time=True) as desk:
        await recorded(desk)
        waiting = asyncio.create_task(
            desk.services.recordings.waveform(PATH, threading.Event(), lambda _share: None)
        )
        await asked_to_fetch(desk)
        desk.engine.die(can_start=False)
        assert await refusal(waiting) == "engine_lost"


async def test_an_export_called_off_while_the_file_comes_ends_at_once(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        key = await recorded(desk)
        cancelled = threading.Event()
        wish = ExportWish(call_key=key, path=PATH, from_s=1.0, to_s=2.0, reason="penyidik", witness="Rahmad")
        export = asyncio.create_task(desk.services.recordings.export(wish, lambda _share: None, cancelled))
        await asked_to_fetch(desk)
        cancelled.set()
        assert await asyncio.wait_for(export, 10.0) is None
        assert not list(desk.services._setup.paths.exports.glob("*"))
