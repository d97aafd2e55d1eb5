"""A form with little room ends behind a whole row, and a check box says more than by its colour."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from batola_desk.ui.check_box import CheckBox
from batola_desk.ui.incident.details_page import DetailsPage
from batola_desk.ui.theme import apply_theme, tokens
from tests.ui.form_stage import open_stage

HEIGHTS = range(330, 900, 30)


def half_seen(page: DetailsPage) -> list[str]:
    """Captions in sight whose field is not wholly in sight; the fields are at their top."""
    view = page.area.viewport()
    fields: dict[str, QWidget] = {**page.texts, **page.victims, "access": page.access}
    found = []
    for name, caption in page.captions.items():
        top = caption.mapTo(view, QPoint(0, 0)).y()
        bottom = fields[name].mapTo(view, QPoint(0, fields[name].height())).y()
        if top < view.height() < bottom:
            found.append(name)
    return found


async def test_no_caption_stands_without_its_field_however_low_the_form_is(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_stage(tmp_path) as stage:
        page = stage.form.details
        scrolled = 0
        wrong = {}
        for height in HEIGHTS:
            stage.window.resize(560, height)
            stage.form.resize(560, height)
            QTest.qWait(20)
            scrolled += page.area.verticalScrollBar().maximum() > 0
            if cut := half_seen(page):
                wrong[height] = cut
        assert scrolled >= 5, "low enough to matter"
        assert wrong == {}


async def test_room_that_the_fields_do_not_need_is_the_chronologys(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        page = stage.form.details
        stage.window.resize(560, 1000)
        stage.form.resize(560, 1000)
        QTest.qWait(30)
        assert page.area.verticalScrollBar().maximum() == 0
        assert half_seen(page) == []


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_a_checked_box_has_a_tick(qtbot: QtBot, qapp: QApplication, theme: str) -> None:
    apply_theme(qapp, theme)
    box = CheckBox()
    qtbot.addWidget(box)
    box.resize(80, 30)
    box.setChecked(True)
    picture = box.grab().toImage()
    shown = [picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())]
    filled, tick = tokens(theme)["primary"], tokens(theme)["primary_text"]
    assert shown.count(filled) >= 80, "the box itself"
    assert 6 <= shown.count(tick) <= 60, "a line in it"
