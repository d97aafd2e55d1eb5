"""What callers and colleagues write is shown letter for letter, wherever it stands: never read as a page."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, QModelIndex, Qt
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLabel, QWidget
from pytestqt.qtbot import QtBot

from batola_desk.domain.catalog import Catalog
from batola_desk.ui.plain_tip import plain_tip
from tests.support.shipped import shipped_catalog
from tests.ui.shell_stage import ShellStage, open_shell

HOSTILE = "<b>Siti</b><img src='file:///etc/hostname'><s>x</s> & Co"
ESCAPED = "&lt;b&gt;Siti"


def hostile_catalog() -> Catalog:
    """The shipped data with markup in every name an admin may write."""
    shipped = shipped_catalog()
    tables = {
        field.name: {
            code: dataclasses.replace(one, label=f"{HOSTILE} {one.label}", label_en=f"{HOSTILE} {one.label}")
            for code, one in getattr(shipped, field.name).items()
        }
        for field in dataclasses.fields(shipped)
        if isinstance(table := getattr(shipped, field.name), dict)
        and table
        and all(hasattr(one, "label_en") for one in table.values())
    }
    assert {"agencies", "types", "classes", "priorities", "roles"} <= set(tables)
    agencies = {code: dataclasses.replace(one, short=HOSTILE) for code, one in tables["agencies"].items()}
    tables["agencies"] = agencies
    centre = dataclasses.replace(shipped.centre, name=HOSTILE, greeting=HOSTILE, greeting_en=HOSTILE)
    return dataclasses.replace(shipped, centre=centre, **tables)  # type: ignore[arg-type]


async def hostile_day(stage: ShellStage) -> None:
    """A call, a ticket, an agency, a unit, a lost caller, a message: every word of it markup."""
    services, engine = stage.services, stage.engine
    lost = await stage.ring("085249001234")
    engine.caller_hangs_up(lost)
    await stage.settle()
    key = await stage.answered()
    engine.message(key, HOSTILE)
    engine.letters(key, HOSTILE)
    await stage.type("b")
    await stage.press("Return")
    incident_id = services.incidents.board()[0].incident_id
    for field in ("place_text", "caller_name", "landmark"):
        services.incidents.set_field(incident_id, field, HOSTILE)
    services.incidents.set_field(incident_id, "type_code", "KB01")
    await services.incidents.flush()
    await services.incidents.set_priority(incident_id, "P1", reason=HOSTILE)
    await services.incidents.add_note(incident_id, HOSTILE)
    await services.dispatch.send_task(incident_id, "damkar", channel="voice")
    unit_id = await services.dispatch.register_unit(HOSTILE, "damkar", "road")
    await services.dispatch.dispatch_unit(incident_id, unit_id)
    await services.calls.start_silent_check(key)
    await stage.desk.forward(12)
    await stage.settle()


def cells(model: QAbstractItemModel, parent: QModelIndex | None = None) -> Iterator[QModelIndex]:
    above = QModelIndex() if parent is None else parent
    for row in range(model.rowCount(above)):
        for column in range(model.columnCount(above) if isinstance(model, QAbstractTableModel) else 1):
            index = model.index(row, column, above)
            yield index
            if column == 0:
                yield from cells(model, index)


def misread(root: QWidget) -> tuple[list[str], int]:
    """Words that Qt would read as markup, and how many places show the hostile name at all."""
    found, seen = [], 0
    for widget in (root, *root.findChildren(QWidget)):
        shown = type(widget).__name__, widget.objectName()
        tip = widget.toolTip()
        if "<" in tip or ESCAPED in tip:
            seen += 1
            if GuiQt.mightBeRichText(tip) and ESCAPED not in tip:
                found.append(f"tip of {shown}: {tip!r}")
        if isinstance(widget, QLabel) and "<b>" in widget.text():
            seen += 1
            if widget.textFormat() is not Qt.TextFormat.PlainText:
                found.append(f"{shown}: {widget.text()!r}")
        if isinstance(widget, QAbstractButton) and "<b>" in widget.text():
            seen += 1
            if "&" in widget.text().replace("&&", ""):
                found.append(f"{shown} makes a key of its sign: {widget.text()!r}")
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            for index in cells(widget.model()):
                tip = index.data(Qt.ItemDataRole.ToolTipRole)
                if isinstance(tip, str) and ("<b>" in tip or ESCAPED in tip):
                    seen += 1
                    if GuiQt.mightBeRichText(tip) and ESCAPED not in tip:
                        found.append(f"tip in {shown}: {tip!r}")
    return found, seen


@pytest.mark.parametrize("language", ["id", "en"])
async def test_markup_in_every_name_is_shown_letter_for_letter(
    qtbot: QtBot, tmp_path: Path, language: str
) -> None:
    async with open_shell(tmp_path, catalog=hostile_catalog()) as stage:
        stage.services.session.set_setting("screen.language", language)
        await hostile_day(stage)
        found, seen = misread(stage.window)
        assert found == []
        assert seen >= 20, f"the stage shows too little of it: {seen}"


@pytest.mark.parametrize(
    ("words", "is_kept"),
    [
        ("Siti", True),
        ("suhu < 38", True),
        ("a\nb", True),
        (HOSTILE, False),
        ("x <img src=a>", False),
        ("", True),
    ],
)
def test_a_tip_is_only_changed_where_it_would_be_read_as_a_page(words: str, is_kept: bool) -> None:
    assert (plain_tip(words) == words) is is_kept
    assert "<img" not in plain_tip(words)
    assert "<b>" not in plain_tip(words)
