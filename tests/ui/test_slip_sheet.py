"""The slip on paper and back: printed by a key, scanned at another desk, refused in words when it is none."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import segno
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from batola_desk.domain.catalog import Catalog, Channel, TaskMessage
from batola_desk.ui.outreach.slip_paper import SlipPaper, slip_document, slip_page
from batola_desk.ui.qr_picture import DOTS_PER_MODULE, QUIET_MODULES, qr_image
from tests.support.desk_double import DeskDouble, open_desk
from tests.support.small_catalog import small_catalog
from tests.ui.form_stage import open_stage
from tests.ui.shell_stage import ShellStage, open_shell


def catalog() -> Catalog:
    made = small_catalog()
    return replace(
        made,
        channels={**made.channels, "paper": Channel(code="paper", label="Slip cetak")},
        task_messages={"task": TaskMessage(code="task", lines=("{ticket}", "{type}", "Lokasi: {place}"))},
    )


async def until(stage: ShellStage, condition: Callable[[], bool]) -> None:
    await stage.desk.until(condition, limit_s=20)
    await stage.settle()


async def code_of(desk: DeskDouble) -> tuple[str, str]:
    """A fire of another desk: its id and the code of its slip."""
    incident_id = await desk.services.incidents.new(source="manual")
    desk.services.incidents.set_field(incident_id, "type_code", "KB01")
    desk.services.incidents.set_field(incident_id, "place_text", "Handil Bakti RT 4")
    await desk.services.incidents.flush()
    task_id = await desk.services.dispatch.send_task(incident_id, "damkar", channel="voice")
    return incident_id, await desk.services.slips.code_of(incident_id, task_id)


def first_bytes(url: QUrl) -> bytes:
    return Path(url.toLocalFile()).read_bytes()[:4]


def scan(stage: ShellStage, qtbot: QtBot, code: str) -> None:
    """A scanner types fast and ends with Enter."""
    field = stage.window.outreach.slip_sheet.field
    qtbot.keyClicks(field, code)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def test_every_square_of_the_code_is_on_the_picture(qtbot: QtBot) -> None:
    code = "BD1" + "ABCDEFGH234567" * 60
    image = qr_image(code)
    rows = [bytes(row) for row in segno.make_qr(code, error="m", boost_error=False).matrix]
    assert QUIET_MODULES >= 4, "ISO/IEC 18004 §9.1: scanners need the quiet edge"
    assert image.width() == (len(rows) + 2 * QUIET_MODULES) * DOTS_PER_MODULE
    half = DOTS_PER_MODULE // 2
    seen = [
        [
            int(
                image.pixelColor(
                    (x + QUIET_MODULES) * DOTS_PER_MODULE + half, (y + QUIET_MODULES) * DOTS_PER_MODULE + half
                )
                == QColor("black")
            )
            for x in range(len(rows))
        ]
        for y in range(len(rows))
    ]
    assert seen == [list(row) for row in rows]
    edge = QImage(image.copy(0, 0, image.width(), QUIET_MODULES * DOTS_PER_MODULE))
    assert all(edge.pixelColor(x, 3) == QColor("white") for x in range(0, edge.width(), 7)), "a quiet edge"


async def test_it_is_one_page_of_a5_and_words_stay_words(qtbot: QtBot, tmp_path: Path) -> None:
    lines = tuple(f"Baris {number} <b>tebal</b> & lain" for number in range(12))
    paper = SlipPaper(
        agency="Damkar <i>", ticket="112-6304-20261127-A0007", lines=lines, code="BD1AAAA", written="x"
    )
    shown = slip_document(paper).toPlainText()
    assert "Damkar <i>" in shown
    assert "Baris 3 <b>tebal</b> & lain" in shown
    path = tmp_path / "slip.pdf"
    await slip_page(paper).write(path)
    content = path.read_bytes()
    assert content.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == 1
    box = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", content)
    assert box is not None
    assert (round(float(box[1])), round(float(box[2]))) == (420, 595)


async def test_one_key_prints_it_and_the_try_is_a_fact(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path, catalog=catalog()) as stage:
        incident_id = await stage.services.incidents.new(source="manual")
        await stage.services.dispatch.send_task(incident_id, "damkar", channel="voice")
        stage.form.open_incident(incident_id)
        await stage.settle()
        stage.form.send_task()
        opened: list[QUrl] = []
        stage.form.dispatch_vm.outreach.open_url = lambda url: opened.append(url) is None
        stage.form.dispatch.cards[0].setFocus()
        await stage.press(Qt.Key.Key_2)
        await until(stage, lambda: len(opened) == 1)
        assert first_bytes(opened[0]) == b"%PDF"
        view = stage.form.vm.view
        assert view is not None
        assert view.tasks[0].task.attempts[-1].channel == "paper"


async def test_a_scanned_slip_is_looked_at_first_and_taken_in_by_enter(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_desk(tmp_path / "b", letter="B") as other, open_shell(tmp_path / "a") as stage:
        incident_id, code = await code_of(other)
        await stage.press("Alt+E")
        sheet = stage.window.outreach.slip_sheet
        scan(stage, qtbot, code)
        await until(stage, sheet.said.isVisible)
        assert "Handil Bakti RT 4" in sheet.said.text()
        assert list(stage.services.incidents.board()) == [], "the scanner's own Enter only reads"
        await stage.press("Return")
        await until(stage, lambda: stage.window.form.incident_id == incident_id)
        assert not sheet.isVisible()
        assert [row.incident_id for row in stage.services.incidents.board()] == [incident_id]
        await stage.press("Alt+E")
        scan(stage, qtbot, code)
        await until(stage, sheet.said.isVisible)
        assert "sudah ada" in sheet.said.text()
        await stage.press("Return")
        await until(stage, lambda: not sheet.isVisible())
        assert len(stage.services.incidents.board()) == 1


async def test_a_bad_code_is_told_in_the_sheet_and_writes_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_desk(tmp_path / "b", letter="B") as other, open_shell(tmp_path / "a") as stage:
        _, code = await code_of(other)
        await stage.press("Alt+E")
        sheet = stage.window.outreach.slip_sheet
        for bad, words in (
            ("8991234567890", "bukan kode slip"),
            (
                code[:9] + ("A" if code[9] != "A" else "B") + code[10:],
                "tidak utuh",
            ),  # the last letter may be padding
            ("BD2" + "A" * 40, "versi yang lebih baru"),
        ):
            sheet.field.clear()
            scan(stage, qtbot, bad)
            await until(stage, sheet.problem.isVisible)
            assert words in sheet.problem.text()
            assert not sheet.accept.isVisible()
            await stage.press("Return")
            await until(stage, sheet.problem.isVisible)
        assert list(stage.services.incidents.board()) == []


async def test_a_file_holds_the_code_too(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_desk(tmp_path / "b", letter="B") as other, open_shell(tmp_path / "a") as stage:
        incident_id, code = await code_of(other)
        path = tmp_path / "slip.txt"
        path.write_text(f"{code}\r\n")
        await stage.press("Alt+E")
        sheet = stage.window.outreach.slip_sheet
        sheet.load(path)
        await until(stage, sheet.said.isVisible)
        await stage.press("Return")
        await until(stage, lambda: stage.window.form.incident_id == incident_id)
        await stage.press("Alt+E")
        sheet.load(tmp_path / "none.txt")
        assert "tidak bisa dibaca" in sheet.problem.text()
        path.write_bytes(b"\xff\x00" * 5_000_000)
        sheet.load(path)
        await until(stage, lambda: "bukan kode slip" in sheet.problem.text())
