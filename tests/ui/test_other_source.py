"""Reports that came another way: a handful of keys, and whoever heard it first is not chased."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.incident import Incident
from batola_desk.ui.incident.history_words import sentence
from tests.support.desk_double import open_desk
from tests.ui.shell_stage import ShellStage, open_shell

KEYS_MAX = 7  # of the hand besides the words themselves: ≤ 10 s for who types 200 letters a minute


def incident(stage: ShellStage) -> Incident:
    (row,) = stage.services.incidents.board()
    view = stage.services.incidents.view(row.incident_id)
    assert view is not None
    return view.incident


async def test_a_report_of_110_takes_a_handful_of_keys(qtbot: QtBot, tmp_path: Path) -> None:
    """Source, reporter, place, type, and Polres has accepted: the board chases nobody."""
    async with open_shell(tmp_path) as stage:
        keys = ["Alt+I", "1", "Bripka Andi 0812 3456 7890", "Return"]
        keys += ["handil bakti", "Return", "Return", "kebakaran rumah", "Return"]
        pressed = 0
        for key in keys:
            if " " in key:
                await stage.type(key)
            else:
                pressed += 1
                await stage.press(key)
        await stage.settle()
        await stage.services.incidents.flush()
        found = incident(stage)
        assert pressed <= KEYS_MAX
        assert (found.source, found.text("caller_name")) == ("110", "Bripka Andi")
        assert found.text("callback_number") == "0812 3456 7890"
        assert found.text("type_code") == "KB01"
        assert found.location is not None
        (task,) = found.tasks
        assert (task.agency_code, task.state, task.acknowledged_by) == (
            "polres",
            "acknowledged",
            "Bripka Andi",
        )
        opened = sentence(found.timeline[0], stage.services.catalog, "id", task_agencies={}, call_signs={})
        assert "110 Polres" in opened
        stage.desk.clock.forward(600)  # type: ignore[union-attr]
        await stage.services.tick()
        alarms = {alarm.code for alarm in stage.services.session.status().alarms if not alarm.cleared}
        assert "agency_no_ack" not in alarms


async def test_an_agency_on_it_needs_a_name_and_the_refusal_stays_in_the_sheet(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_shell(tmp_path) as stage:
        await stage.press("Alt+I")
        await stage.press("1")
        await stage.type("0812 3456 7890")
        await stage.press("Return")
        sheet = stage.window.outreach.source_sheet
        assert sheet.isVisible()
        assert "Nama" in sheet.problem.text()
        assert list(stage.services.incidents.board()) == []
        sheet.on_it.setChecked(False)
        await stage.press("Return")
        await stage.settle()
        assert incident(stage).tasks == ()


async def test_without_a_source_nothing_is_opened(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as stage:
        await stage.press("Alt+I")
        sheet = stage.window.outreach.source_sheet
        sheet.reporter.setFocus()
        await stage.type("Bu Siti")
        await stage.press("Return")
        assert sheet.problem.isVisible()
        await stage.press("3")
        await stage.press("Return")
        await stage.settle()
        assert (incident(stage).source, incident(stage).text("caller_name")) == ("walk_in", "Bu Siti")


async def test_the_command_line_takes_source_and_reporter_at_once(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as stage:
        stage.window.commands.obey("other_source", "radio Pos 2 Alalak")
        await stage.settle()
        sheet = stage.window.outreach.source_sheet
        assert sheet.isVisible()
        assert sheet.reporter.text() == "Pos 2 Alalak"
        await stage.press("Return")
        await stage.settle()
        assert incident(stage).source == "radio"


@pytest.mark.parametrize(
    ("source", "reporter", "code"),
    [
        ("999", "Andi", "source_unknown"),
        ("110", "", "name_missing"),
        ("radio", "x" * 121, "reporter_too_long"),
    ],
)
async def test_what_cannot_be_is_refused_in_words(
    tmp_path: Path, source: str, reporter: str, code: str
) -> None:
    async with open_desk(tmp_path) as desk:
        with pytest.raises(OperatorError) as refusal:
            await desk.services.other_sources.open(source, reporter, is_on_it=True)
        assert refusal.value.code == code
        assert list(desk.services.incidents.board()) == []
