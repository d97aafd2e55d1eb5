"""The doctor's page: by key, beside the work, the worst first, copied; a call is not disturbed by it."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from batola_desk.ipc.messages import AnswerCall
from batola_desk.ipc.sound_messages import WatchLevels
from batola_desk.services import doctor as service
from batola_desk.services.doctor import DoctorService
from batola_desk.ui.doctor.doctor_sheet import DoctorSheet
from tests.ui.shell_stage import ShellStage, open_shell

FOUND = [
    {"code": "units_none", "level": "warn", "values": {}},
    {"code": "journal_new", "level": "ok", "values": {}},
    {"code": "journal_broken", "level": "fail", "values": {"detail": "row 7"}},
]


@pytest.fixture(autouse=True)
def _short_listening(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "LISTEN_S", 0.05)


def play(stage: ShellStage, script: Path, *, verdict: str = "fail", waits_for: Path | None = None) -> Path:
    """Let another program be the doctor: notes what it was asked, says findings and a verdict, or dies."""
    asked = script.with_suffix(".asked")
    lines = [
        {"stage": "line", "done": 0, "total": 2, "findings": []},
        {"stage": "line", "done": 1, "total": 2, "findings": FOUND},
        {"stage": "map", "done": 2, "total": 2, "findings": []},
    ]
    script.write_text(
        "import json, pathlib, sys, time\n"
        f"pathlib.Path({str(asked)!r}).write_text(json.dumps(sys.argv))\n"
        f"for line in {lines!r}:\n    print(json.dumps(line), flush=True)\n"
        f"while {waits_for is not None} and not pathlib.Path({str(waits_for)!r}).exists(): time.sleep(0.02)\n"
        + (f"print(json.dumps({{'verdict': {verdict!r}}}), flush=True)\n" if verdict else "")
    )
    context, paths = stage.services._context, stage.desk.paths
    stage.services.doctor = DoctorService(context, paths, command=[sys.executable, str(script)])
    return asked


async def opened(stage: ShellStage) -> DoctorSheet:
    await stage.press("Ctrl+Shift+F11")
    sheet = stage.window.doctor_sheet
    assert sheet.isVisible()
    return sheet


def rows(sheet: DoctorSheet) -> list[str]:
    inside = sheet.area.widget()
    return [label.text() for label in inside.findChildren(QLabel)] if inside is not None else []


async def test_the_worst_stands_first_with_what_works_and_what_to_do_and_is_copied(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_shell(tmp_path / "desk") as stage:
        asked = play(stage, tmp_path / "doctor.py")
        sheet = await opened(stage)
        await stage.until_settled(sheet.again.isVisible)
        assert json.loads(asked.read_text())[1:] == [
            "--home", str(tmp_path / "desk"), "doctor", "--json-lines", "--call",
        ]  # fmt: skip
        assert "1 rusak, 1 perlu dilihat" in sheet.outcome.text()
        told = rows(sheet)
        assert told[:2] == ["✖", "jurnal"]
        assert any("row 7" in text for text in told)
        assert "Panggilan tetap diterima dan direkam." in told
        assert any(text.startswith("Tindakan: Buka meja") for text in told)
        assert told.index("✖") < told.index("▲") < told.index("✔")
        await stage.press("S")
        copied = QGuiApplication.clipboard().text()
        assert copied.splitlines()[0].startswith("✖ jurnal: ") and "[journal_broken]" in copied
        assert "Disalin" in sheet.outcome.text()
        await stage.press("Esc")
        assert not sheet.isVisible()


async def test_the_screen_works_while_it_runs_and_a_key_stops_it(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path / "desk") as stage:
        play(stage, tmp_path / "doctor.py", waits_for=tmp_path / "never")
        sheet = await opened(stage)
        await stage.until_settled(lambda: len(rows(sheet)) > 3)
        assert sheet.progress.isVisible() and not sheet.again.isVisible()
        await stage.answered()  # a call comes and is answered meanwhile
        assert any(isinstance(command, AnswerCall) for command in stage.engine.commands)
        sheet.setFocus(Qt.FocusReason.OtherFocusReason)
        QTest.keyClick(sheet, Qt.Key.Key_H)
        await stage.until_settled(sheet.again.isVisible)
        assert "Dihentikan" in sheet.outcome.text()
        assert "▲" in rows(sheet)


async def test_beside_a_live_call_nothing_is_phoned_and_the_microphone_is_let_be(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_shell(tmp_path / "desk") as stage:
        asked = play(stage, tmp_path / "doctor.py", verdict="ok")
        await stage.answered()
        before = len(stage.engine.commands)
        sheet = await opened(stage)
        await stage.until_settled(sheet.again.isVisible)
        assert "--call" not in json.loads(asked.read_text())
        assert not [wish for wish in stage.engine.commands[before:] if isinstance(wish, WatchLevels)]


async def test_one_that_dies_is_said_and_can_be_begun_again(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path / "desk") as stage:
        play(stage, tmp_path / "doctor.py", verdict="")
        sheet = await opened(stage)
        await stage.until_settled(sheet.again.isVisible)
        assert "berhenti sebelum selesai" in sheet.outcome.text()
        play(stage, tmp_path / "doctor.py", verdict="warn")
        sheet.setFocus(Qt.FocusReason.OtherFocusReason)
        await stage.press("P")
        await stage.until_settled(lambda: sheet.again.isVisible() and "perlu dilihat" in sheet.outcome.text())
        assert rows(sheet).count("✖") == 1  # the findings of before are gone


@pytest.mark.parametrize(("dbfs", "code"), [(-62.0, "sound_level"), (-100.0, "sound_level_dead")])
async def test_the_line_says_what_the_microphone_hears(
    qtbot: QtBot, tmp_path: Path, dbfs: float, code: str
) -> None:
    async with open_shell(tmp_path / "desk") as stage:
        play(stage, tmp_path / "doctor.py", verdict="ok")
        sheet = await opened(stage)
        stage.services._context.line.device_levels = {"microphone": dbfs}
        await stage.until_settled(sheet.again.isVisible)
        assert code in {found.code for found in stage.services.doctor.view.found}
        assert any(isinstance(command, WatchLevels) for command in stage.engine.commands)


async def test_the_real_doctor_looks_at_this_desk(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path / "desk") as stage:
        sheet = await opened(stage)
        async with asyncio.timeout(60):
            while not sheet.again.isVisible():
                await asyncio.sleep(0.05)
                await stage.settle()
        codes = {found.code for found in stage.services.doctor.view.found}
        assert {"versions", "disk_space", "room_alone", "map_pack_none"} <= codes
        assert "journal_new" in codes or "journal_whole" in codes


async def test_a_desk_that_closes_takes_its_doctor_with_it(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path / "desk") as stage:
        play(stage, tmp_path / "doctor.py", waits_for=tmp_path / "never")
        sheet = await opened(stage)
        await stage.until_settled(lambda: len(rows(sheet)) > 3)
        process = stage.services.doctor._process
        assert process is not None and process._child is not None
    assert process._child.poll() is not None


async def test_the_support_file_is_written_by_key_and_its_place_told(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path / "desk") as stage:
        script = tmp_path / "doctor.py"
        play(stage, script)
        sheet = await opened(stage)
        await stage.until_settled(sheet.again.isVisible)
        script.write_text("import pathlib, sys\npathlib.Path(sys.argv[-1]).write_bytes(b'PK')\n")
        await stage.press("B")
        await stage.until_settled(lambda: ".zip" in sheet.bundled.text())
        (written,) = stage.desk.paths.exports.glob("bantuan-meja-A-*.zip")
        assert str(written) in sheet.bundled.text()
        assert rows(sheet), "what was found stays"


@pytest.mark.expects_log
async def test_a_support_file_that_was_not_written_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path / "desk") as stage:
        script = tmp_path / "doctor.py"
        play(stage, script)
        sheet = await opened(stage)
        await stage.until_settled(sheet.again.isVisible)
        script.write_text("print('X   disk penuh')\n")
        sheet.bundle.click()
        await stage.until_settled(lambda: "tidak bisa ditulis" in sheet.bundled.text())
        assert sheet.bundle.isEnabled()
