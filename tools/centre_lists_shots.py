"""Pictures of the window of lists: an agency, the preview of a change, a refusal, a new row."""

from __future__ import annotations

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from tests.support.window_stage import WindowStage
from tools.camera import Take


async def centre_lists_pictures(stage: WindowStage, take: Take) -> None:
    """IT reads, changes and mistypes."""
    window = stage.window
    window.show_centre_lists()
    sheet = window.centre_lists_sheet
    await stage.until(lambda: sheet.model.rowCount() > 0, "the lists")
    sheet.show_list("agency")
    await stage.until(lambda: sheet.model.row_of("damkar") >= 0, "the agencies")
    await stage.settle(0.2)
    await take(stage, "lists-agencies")
    short = sheet.form.findChild(QLineEdit, "field_short")
    assert isinstance(short, QLineEdit)
    QTest.keyClicks(short, " Batola")
    await stage.settle(0.8)
    await take(stage, "lists-preview")
    sheet.show_list("account")
    await stage.settle(0.5)
    await take(stage, "lists-accounts")
    sheet.put_away()
