"""Ten megabytes pasted anywhere: a bound with words, nothing that stood there lost, the keyboard goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QPlainTextEdit, QTextEdit
from pytestqt.qtbot import QtBot

from batola_desk.ui.line_limits import LETTERS_MAX
from tests.support.shipped import shipped_catalog
from tests.ui.shell_stage import ShellStage, open_shell

WORDS = "kebakaran di handil bakti "
HUGE = WORDS * 400_000  # 10 MB


@pytest.fixture
def clipboard() -> Iterator[None]:
    QApplication.clipboard().setText(HUGE)
    yield
    QApplication.clipboard().clear()


def lines(stage: ShellStage) -> list[QLineEdit]:
    found = stage.window.findChildren(QLineEdit)
    return [line for line in found if not isinstance(line.parent(), QAbstractSpinBox)]


async def with_ticket(stage: ShellStage) -> str:
    await stage.answered()
    await stage.type("handil")
    await stage.press("Return")
    return stage.services.incidents.board()[0].incident_id


@pytest.mark.usefixtures("clipboard")
async def test_every_line_of_the_window_has_a_bound_and_says_when_it_is_reached(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_shell(tmp_path, catalog=shipped_catalog()) as stage:
        await with_ticket(stage)
        assert len(lines(stage)) > 30
        for line in lines(stage):
            assert line.maxLength() <= LETTERS_MAX, line.objectName()
            stage.said.clear()
            line.paste()
            await stage.settle()
            assert len(line.text()) <= line.maxLength(), line.objectName()
            if line.isVisible() and not line.isReadOnly() and line.text() and line.validator() is None:
                assert str(line.maxLength()) in stage.words, line.objectName()


@pytest.mark.usefixtures("clipboard")
async def test_nobody_can_paste_into_what_only_shows(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=shipped_catalog()) as stage:
        await with_ticket(stage)
        for area in (*stage.window.findChildren(QPlainTextEdit), *stage.window.findChildren(QTextEdit)):
            assert area.isReadOnly(), area.objectName()


@pytest.mark.usefixtures("clipboard")
async def test_what_stood_there_stays_and_the_ticket_is_written(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=shipped_catalog()) as stage:
        incident_id = await with_ticket(stage)
        landmark = stage.find(QLineEdit, "landmark")
        assert isinstance(landmark, QLineEdit)
        landmark.setFocus()
        await stage.type("seberang masjid ")
        landmark.paste()
        note = stage.find(QLineEdit, "note_input")
        assert isinstance(note, QLineEdit)
        note.setFocus()
        await stage.type("api besar ")
        note.paste()
        await stage.settle()
        await stage.press("Return")
        await stage.services.incidents.flush()
        view = await stage.services.incidents.open_view(incident_id)
        assert view.incident.text("place_text").startswith("handil")
        for text in (view.incident.text("landmark"), view.incident.notes[-1].text):
            assert LETTERS_MAX - 1 <= len(text) <= LETTERS_MAX
        assert view.incident.text("landmark").startswith("seberang masjid kebakaran")
        assert view.incident.notes[-1].text.startswith("api besar kebakaran")
        assert note.text() == "", "the next line begins"
