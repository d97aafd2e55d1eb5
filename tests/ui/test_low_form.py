"""On a low screen place, type and number stay in sight beside look-alikes, questions and what is read out."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from batola_desk.ui.incident.form import IncidentForm
from tests.support.shipped import shipped_catalog
from tests.ui.shell_stage import ShellStage, open_shell

LOW, LOWEST, HIGH = (1366, 768), (1366, 728), (1920, 1080)  # LOWEST: less a task bar


@asynccontextmanager
async def crowded(
    home: Path,
    size: tuple[int, int],
    *,
    alike: int = 1,
    kind: str = "KB01",
    look: dict[str, str] | None = None,
) -> AsyncIterator[ShellStage]:
    """A call about what others told of too, with sentences to read out."""
    async with open_shell(home, size=size, catalog=shipped_catalog(), settings=look) as shell:
        incidents = shell.services.incidents
        for _ in range(alike):
            other = await incidents.new(source="manual")
            await incidents.set_location(other, -3.2372, 114.5846, source="map_click")
            incidents.set_field(other, "type_code", kind)
        await incidents.flush()
        key = await shell.answered()
        ticket = await incidents.new(call_key=key)
        await incidents.set_location(ticket, -3.2371, 114.5846, source="map_click", label="Handil Bakti")
        incidents.set_field(ticket, "type_code", kind)
        await incidents.flush()
        shell.window.form.open_incident(ticket)
        form = shell.window.form
        await laid_out(shell, lambda: form.similar.isVisible() and form.triage.isVisible())
        await shell.settle()
        yield shell


def hidden_fields(form: IncidentForm) -> list[str]:
    """Which of the fields that count is not wholly in sight."""
    view = form.details.area.viewport()
    fields: tuple[QLineEdit, ...] = (
        form.details.place.field,
        form.details.type.field,
        form.details.texts["callback_number"],
    )
    note = form.details.chronology.input
    has_note = form.rect().contains(note.rect().translated(note.mapTo(form, note.rect().topLeft())))
    return ([] if has_note and note.isVisible() else [note.objectName()]) + [
        field.objectName()
        for field in fields
        if not field.isVisible()
        or not view.rect().contains(field.rect().translated(field.mapTo(view, field.rect().topLeft())))
    ]


def has_all_words(part: QLabel) -> bool:
    """Whether the words have the width, or the lines, that they need."""
    if not part.wordWrap():
        return part.width() >= part.sizeHint().width()
    return part.height() >= part.heightForWidth(part.width())


async def laid_out(shell: ShellStage, condition: Callable[[], bool]) -> None:
    """Wait for layouts, which take a few rounds of posted events."""
    for _ in range(100):
        if condition():
            return
        await shell.settle()
    raise AssertionError("never laid out so")


@pytest.mark.parametrize("size", [LOW, LOWEST])
async def test_place_type_and_number_stay_in_sight(
    qtbot: QtBot, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with crowded(tmp_path, size) as shell:
        form = shell.window.form
        await laid_out(shell, lambda: not hidden_fields(form))
        assert form.triage.steps_line.isVisible(), "one line of what is read out"
        form.ask_questions()
        await shell.settle()
        await laid_out(shell, lambda: not hidden_fields(form))
        assert form.triage.steps.isVisible(), "with the keyboard the whole of it"
        assert has_all_words(form.triage.steps)


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("kind", ["KB01", "MD01", "AR01"])
async def test_beside_questions_and_look_alikes_every_field_that_counts_is_in_sight(
    qtbot: QtBot, tmp_path: Path, kind: str, language: str, theme: str
) -> None:
    look = {"screen.language": language, "screen.theme": theme}
    async with crowded(tmp_path, LOWEST, kind=kind, alike=2, look=look) as shell:
        form, bar = shell.window.form, shell.window.message_bar
        await form.vm.desk.incidents.add_note(form.incident_id, "Api besar di dapur")
        await laid_out(shell, lambda: not hidden_fields(form))
        captions = [form.details.captions[name] for name in ("caller_name", "callback_number")]
        assert all(caption.isVisible() for caption in captions)
        form.ask_questions()
        await laid_out(shell, lambda: not hidden_fields(form))
        assert form.similar.isVisible()
        assert has_all_words(form.triage.steps), "what is read out is whole"
        assert "Esc" in bar.text, "the keys are said in the bar: here they have no line"
        assert form.details.texts["caller_name"].placeholderText()
        await shell.press("Escape")
        await laid_out(shell, lambda: all(caption.isVisible() for caption in captions))
        assert "Esc" not in bar.text


async def test_without_look_alikes_what_is_read_out_is_never_folded(qtbot: QtBot, tmp_path: Path) -> None:
    async with crowded(tmp_path, LOW) as shell:
        form = shell.window.form
        await shell.press("Alt+B")
        await laid_out(shell, form.similar.isHidden)
        await laid_out(shell, form.triage.steps.isVisible)
        assert form.triage.steps_line.isHidden()
        await laid_out(shell, lambda: not hidden_fields(form))


@pytest.mark.parametrize("size", [LOW, HIGH])
async def test_the_reason_of_a_look_alike_is_never_cut(
    qtbot: QtBot, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with crowded(tmp_path, size) as shell:
        strip = shell.window.form.similar
        assert "jenis sama: Rumah / permukiman" in strip.lines[0].text()
        await laid_out(shell, lambda: has_all_words(strip.lines[0]))
        for made, key in zip((strip.buttons, strip.merges, strip.others), "KXB", strict=True):
            assert f"Alt+{key}" in made[0].text()
            assert made[0].width() >= made[0].sizeHint().width()


async def test_the_others_alike_unfold_by_a_button(qtbot: QtBot, tmp_path: Path) -> None:
    async with crowded(tmp_path, LOW, alike=3) as shell:
        strip = shell.window.form.similar
        more = shell.find(QPushButton, "similar_more")
        assert isinstance(more, QPushButton)
        assert more.text() == "+2"
        assert [line.isVisible() for line in strip.lines] == [True, False, False]
        more.click()
        await laid_out(shell, lambda: all(line.isVisible() for line in strip.lines))
        more.click()
        await laid_out(shell, lambda: not strip.lines[1].isVisible())


async def test_clocks_that_stopped_give_way_and_are_told_by_the_hint(qtbot: QtBot, tmp_path: Path) -> None:
    async with crowded(tmp_path, LOW) as shell:
        form = shell.window.form
        for agency in ("damkar", "bpbd"):
            await shell.services.dispatch.send_task(form.incident_id, agency, channel="voice")
        await shell.settle()
        view = form.vm.view
        assert view is not None
        task_id = view.tasks[0].task.task_id
        await shell.services.dispatch.act_on_task(form.incident_id, task_id, "acknowledge", text="Pak Hasan")
        await shell.settle()
        row = form.header.clocks
        await laid_out(shell, lambda: len(row.toolTip().splitlines()) >= 4)
        shown = [box for box in row.boxes if box.isVisible()]
        assert shown
        assert len(shown) < len(row.toolTip().splitlines())
        assert len({box.y() for box in shown}) == 1, "one row"
        shell.window.resize(*HIGH)
        await laid_out(
            shell, lambda: sum(box.isVisible() for box in row.boxes) == len(row.toolTip().splitlines())
        )
