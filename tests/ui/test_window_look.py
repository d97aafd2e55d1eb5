"""The window as a whole: no word is cut off, every focus is seen, at the smallest size, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from batola_desk.domain.catalog import Catalog
from batola_desk.ui.command_book import key_text
from tests.support.shipped import shipped_catalog
from tests.ui.busy_shell import SMALLEST, busy
from tests.ui.cut_texts import cut_off
from tests.ui.shell_stage import open_shell

DESIGN = (1920, 1040)


@pytest.fixture(scope="module")
def shipped() -> Catalog:
    return shipped_catalog()


@pytest.mark.parametrize("size", [SMALLEST, DESIGN], ids=["1366", "1920"])
@pytest.mark.parametrize("language", ["id", "en"])
async def test_no_word_is_cut_off(
    qtbot: QtBot, tmp_path: Path, shipped: Catalog, size: tuple[int, int], language: str
) -> None:
    async with open_shell(tmp_path, size=size, catalog=shipped, training=True) as stage:
        await busy(stage, language, "dark")
        assert stage.window.width() <= size[0]
        assert cut_off(stage.window) == []


@pytest.mark.parametrize("percent", [110, 125])
async def test_no_word_is_cut_off_in_larger_letters(
    qtbot: QtBot, tmp_path: Path, shipped: Catalog, percent: int
) -> None:
    async with open_shell(tmp_path, size=DESIGN, catalog=shipped) as stage:
        stage.services.session.set_setting("screen.text_percent", percent)
        await busy(stage, "id", "dark")
        assert stage.window.width() <= DESIGN[0]
        assert cut_off(stage.window) == []


@pytest.mark.parametrize("percent", [100, 125, 150])
async def test_letters_in_fields_are_not_cut_on_a_low_window(
    qtbot: QtBot, tmp_path: Path, shipped: Catalog, percent: int
) -> None:
    async with open_shell(tmp_path, size=SMALLEST, catalog=shipped) as stage:
        stage.services.session.set_setting("screen.text_percent", percent)
        await busy(stage, "id", "dark")
        fields = [field for field in stage.window.findChildren(QLineEdit) if field.isVisible()]
        assert len(fields) > 4
        low = {
            field.objectName(): (field.height(), field.fontMetrics().height())
            for field in fields
            if field.height() < field.fontMetrics().height()
        }
        assert low == {}


def test_a_word_without_room_is_noticed(qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    words = QLabel("Tahan panggilan", owner)
    owner.show()
    words.resize(words.sizeHint())
    assert cut_off(owner) == []
    words.setFixedWidth(words.sizeHint().width() - 4)
    assert len(cut_off(owner)) == 1


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_wherever_the_keyboard_is_it_can_be_seen(
    qtbot: QtBot, tmp_path: Path, shipped: Catalog, theme: str
) -> None:
    async with open_shell(tmp_path, size=DESIGN, catalog=shipped) as stage:
        await busy(stage, "id", theme)
        stops, unseen = 0, []
        for widget in stage.window.findChildren(QWidget):
            if not widget.isEnabled() or widget.visibleRegion().isEmpty():
                continue
            if not widget.focusPolicy() & Qt.FocusPolicy.TabFocus or widget.focusProxy() is not None:
                continue
            stage.window.command_line.setFocus()
            QApplication.sendPostedEvents()
            before = picture(widget)
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            if not widget.hasFocus():
                continue
            stops += 1
            if picture(widget) == before and widget is not stage.window.command_line:
                unseen.append(
                    f"{type(widget).__name__} {widget.objectName()} in {type(widget.parent()).__name__}"
                )
        assert stops > 25
        assert unseen == []


async def test_the_buttons_of_the_line_are_in_reach_with_three_callers_waiting(
    qtbot: QtBot, tmp_path: Path, shipped: Catalog
) -> None:
    async with open_shell(tmp_path, size=SMALLEST, catalog=shipped) as stage:
        await busy(stage, "id", "dark")
        for name in ("do_answer", "do_hold", "do_hang_up", "do_mute", "do_silent"):
            made = stage.find(QPushButton, name)
            assert made.visibleRegion().boundingRect().height() >= made.height() - 2, name


async def test_form_and_boards_fit_above_each_other(qtbot: QtBot, tmp_path: Path, shipped: Catalog) -> None:
    async with open_shell(tmp_path, size=SMALLEST, catalog=shipped) as stage:
        await busy(stage, "id", "dark")
        for keys in ("F11", "Ctrl+F"):
            await stage.press(keys)
        QTest.qWait(60)
        inner = stage.window.stage
        assert inner.minimumSizeHint().height() <= inner.height()
        assert inner.minimumSizeHint().width() <= inner.width()


async def test_every_command_button_shows_its_key(qtbot: QtBot, tmp_path: Path, shipped: Catalog) -> None:
    async with open_shell(tmp_path, size=SMALLEST, catalog=shipped) as stage:
        await busy(stage, "en", "light")
        shown = 0
        for made in stage.window.findChildren(QPushButton):
            if made.objectName().startswith("do_"):
                command = stage.window.book.command(made.objectName().removeprefix("do_"))
                assert made.text().endswith(key_text(command.key))
                shown += 1
        assert shown >= 5


def picture(widget: QWidget) -> QImage:
    QApplication.sendPostedEvents(widget, QEvent.Type.UpdateRequest.value)
    return widget.grab().toImage()


async def test_a_caller_without_number_but_with_a_ticket_does_not_widen_the_column(
    qtbot: QtBot, tmp_path: Path, shipped: Catalog
) -> None:
    async with open_shell(tmp_path, catalog=shipped, size=SMALLEST) as stage:
        await stage.answered("")
        await stage.type("handil bakti")
        await stage.press("Return")
        for number in ("0811500010", "0812700099"):
            await stage.ring(number)
        stage.engine.levels(-18, -30, 0.5)
        await stage.settle()
        QTest.qWait(30)
        for name in ("do_hang_up", "do_silent"):
            made = stage.find(QPushButton, name)
            assert made.visibleRegion().boundingRect().width() == made.width(), name
        assert cut_off(stage.window.left) == []
