"""The incident report: everything of the ticket on paper, with seals, in the screen's language."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from batola_desk.map.marks import IncidentMark
from batola_desk.ui.incident.parts import short_ticket
from batola_desk.ui.print import map_picture
from batola_desk.ui.print.incident_report import foot_of, report_document, title_of
from batola_desk.ui.print.map_picture import picture_of_place
from tests.ui.shell_stage import ShellStage, open_shell

Result = TypeVar("Result")


async def _ticket(shell: ShellStage) -> str:
    await shell.answered()
    incidents = shell.services.incidents
    ticket = await incidents.new(call_key=shell.window.line.in_headset.key)  # type: ignore[union-attr]
    incidents.set_field(ticket, "type_code", "KB01")
    incidents.set_field(ticket, "place_text", "Handil Bakti <b>RT 4</b>")
    await incidents.set_location(ticket, -3.2372, 114.5846, source="map_click", label="Handil Bakti")
    await incidents.add_note(ticket, "api besar & asap")
    await shell.services.dispatch.send_task(ticket, "damkar", channel="voice")
    return ticket


async def test_everything_stands_on_it_and_nothing_is_markup(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        ticket = await _ticket(shell)
        case = await shell.services.case_files.case_file(ticket)
        for language, heading in (("id", "Riwayat dengan segel"), ("en", "History with the journal")):
            shell.window.keep_setting("screen.language", language)
            await shell.settle()
            document = report_document(
                case, shell.services.catalog, language, call_signs={}, seals_name="x.segel.json", picture=None
            )
            words = document.toPlainText()
            for part in (
                *(case.view.incident.ticket_number, "Handil Bakti <b>RT 4</b>", "api besar & asap", "Damkar"),
                *("081250001111", "-3.23720, 114.58460", "x.segel.json", case.chain_head[1], heading),
                *(seal.hash[:16] for seal in case.seals),
            ):
                assert part in words, part
            assert case.view.incident.ticket_number in title_of(case)
            assert case.desk in foot_of(case, shell.services.catalog)


async def test_the_word_writes_pdf_and_seals_side_by_side(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as shell:
        shell.window.commands.obey("incident_report", "")
        await shell.settle()
        assert "tiket" in shell.words.casefold(), "there is none in the form"
        shell.window.open_incident(await _ticket(shell))
        await shell.settle()
        folder = shell.services.exports.new_file("x", ".pdf").parent
        shell.window.commands.obey("incident_report", "")
        await _with_timers(shell.until(lambda: len(_files(folder)) == 2))
        assert [path.suffix for path in _files(folder)] == [".pdf", ".json"]
        report = _files(folder)[0]
        assert report.read_bytes().startswith(b"%PDF-")
        await shell.until(lambda: str(report) in shell.words)
        shell.window.commands.obey("eido", "")
        await shell.until(lambda: any(path.name.startswith("eido-") for path in _files(folder)))


async def test_its_map_has_this_ticket_alone_and_leaves_the_operators_map_where_it_is(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_shell(tmp_path) as shell:
        panel = shell.window.map_panel
        panel.canvas.set_animated(False)
        ticket = await _ticket(shell)
        shell.window.open_incident(ticket)
        await shell.settle()
        case = await shell.services.case_files.case_file(ticket)
        panel.canvas.start_at(-2.9, 114.7, 11.0)
        other = IncidentMark("other", -3.2372, 114.5890, 0.0, "P1", "B0007 rahasia")
        fix = case.view.incident.location
        assert fix is not None
        number = short_ticket(case.view.incident.ticket_number)
        alone = IncidentMark(ticket, -3.2372, 114.5846, fix.uncertainty_m, "P1", number, selected=True)
        panel.canvas.set_incidents([other])
        before = panel.canvas.camera.centre
        drawn = await _with_timers(shell.window.paper._map_of(case))
        assert panel.canvas.camera.centre == before
        assert drawn is not None
        assert (drawn.width(), drawn.height()) == (map_picture.WIDTH_PX, map_picture.HEIGHT_PX)
        locate = shell.services.map_packs.pack_path
        same = await _with_timers(picture_of_place(panel.gazetteer, locate, alone))
        assert _differing(drawn, same) < 0.01, "nothing else of the desk is on it"
        with_other = await _with_timers(picture_of_place(panel.gazetteer, locate, other))
        assert _differing(with_other, same) > 0.01


def _differing(one: QImage, other: QImage) -> float:
    """Share of the pixels that are not the same; two paints differ in a few edges of letters."""
    pairs = [(x, y) for x in range(0, one.width(), 2) for y in range(0, one.height(), 2)]
    return sum(one.pixel(x, y) != other.pixel(x, y) for x, y in pairs) / len(pairs)


async def _with_timers(wish: Coroutine[Any, Any, Result]) -> Result:
    """Wait while the timers of Qt run too: a map is drawn in slices."""
    task = asyncio.ensure_future(wish)
    while not task.done():
        QApplication.processEvents()
        await asyncio.sleep(0.002)
    return task.result()


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*[!t]"))
