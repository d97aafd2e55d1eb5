"""No word is cut off: window and every sheet, both languages, the smallest screen, the largest letters."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from batola_desk.map.coordinates import LatLon
from batola_desk.services.first_start import PAGES
from batola_desk.ui.first_start.first_start_sheet import FirstStartSheet
from batola_desk.ui.incident.parts import FittingLabel
from batola_desk.ui.incident.sheets import Sheet as FormSheet
from batola_desk.ui.map_features.feature_desk import FeatureDesk
from batola_desk.ui.sheet import Sheet
from batola_desk.ui.wrapping_row import WrappingRow
from tests.support.setup_double import SetupDouble
from tests.support.shipped import shipped_catalog
from tests.ui.busy_shell import SMALLEST, busy
from tests.ui.cut_texts import cut_choices, cut_hints, cut_off, outside
from tests.ui.shell_stage import ShellStage, open_shell

LARGE = 125  # per cent
LARGEST = 150  # for it the form is too high on the lowest screen, and scrolls
LOOKS_MAX = 40
pytestmark = pytest.mark.timeout(120)


class Look:
    """Opens things in a window, and remembers what had no room for its words."""

    def __init__(self, stage: ShellStage) -> None:
        self.stage = stage
        self.found: list[str] = []
        self.seen: set[str] = set()

    async def at(self, name: str, root: QWidget) -> None:
        """Look at what is shown, once layouts that follow their content have come to rest."""
        await self.stage.settle()
        QTest.qWait(20)
        self.seen.add(name)
        assert root.isVisible(), name
        self.note(name, lambda: [*cut_off(root), *cut_choices(root), *outside(root)])

    def note(self, name: str, look: Callable[[], list[str]]) -> None:
        """Remember what is cut; on a busy machine some layouts take another look."""
        for _ in range(LOOKS_MAX):
            found = look()
            if not found:
                return
            QTest.qWait(25)
        self.found += [f"{name}: {words}" for words in found]

    async def at_sheet(self, sheet: Sheet) -> None:
        """Show a sheet as it stands; what it would read or examine in a thread has its own tests."""
        Sheet.bring_up(sheet)
        await self.at(type(sheet).__name__, sheet)
        sheet.put_away()


async def form(look: Look) -> None:
    """The form with all of its tabs and what lies over it."""
    pane = look.stage.window.form
    for number in range(pane.tabs.count()):
        pane.tabs.setCurrentIndex(number)
        await look.at(f"tab {number}", pane)
    pane.close_sheet.open_for_ticket()
    pane.state_sheet.open_for_ticket()
    pane.words_sheet.ask(pane.words_sheet.title.text(), lambda _words: None)
    for sheet in pane.findChildren(FormSheet):
        sheet.show()
        await look.at(type(sheet).__name__, sheet)
        sheet.put_away()


async def map_card(look: Look) -> None:
    """Choosing, drawing and naming on the map; the row of a unit."""
    stage = look.stage
    hands: FeatureDesk = stage.window.map_features
    hands.begin()
    await look.at("map choice", hands.card)
    for kind in stage.services.map_features.kinds_to_draw():
        hands._draw_kind(kind)
        await look.at(f"map drawing {kind}", hands.card)
        for corner in ((-3.0, 114.75), (-3.01, 114.76), (-3.0, 114.77)):
            if hands.is_drawing and not hands.card.form.isVisible():
                hands._tool.click(LatLon(*corner))
        hands._finish_tool()
        await look.at(f"map form {kind}", hands.card)
        hands._end()
    hands.card.show_question("Tiket A0001", "Zona bahaya")
    await look.at("map question", hands.card)
    hands.card.put_away()
    stage.window.units.row.show()  # as for a unit that was clicked
    await look.at("map", stage.window.map_panel)


async def sheets(look: Look) -> None:
    """Every sheet that the window has, or makes when somebody wants it."""
    stage = look.stage
    window = stage.window
    for owner in (window, window.units, window.ministry):
        for name, made in vars(type(owner)).items():
            if isinstance(made, cached_property):
                getattr(owner, name)
    for sheet in window.findChildren(Sheet):
        await look.at_sheet(sheet)


async def first_start(look: Look) -> None:
    """All pages of the set-up."""
    stage = look.stage
    stage.window.set_up_with(SetupDouble)
    stage.window.open_first_start()
    await stage.until(lambda: stage.window.findChild(FirstStartSheet) is not None)
    sheet = stage.window.findChild(FirstStartSheet)
    assert isinstance(sheet, FirstStartSheet)
    for number in range(len(PAGES)):
        await look.at(f"first start {number}", sheet)
        sheet.vm.go_on()
    sheet.put_away()


@pytest.mark.parametrize("language", ["id", "en"])
async def test_no_word_is_cut_off_anywhere(qtbot: QtBot, tmp_path: Path, language: str) -> None:
    async with open_shell(tmp_path, size=SMALLEST, catalog=shipped_catalog()) as stage:
        stage.services.session.set_setting("screen.text_percent", LARGE)
        await busy(stage, language, "dark")
        look = Look(stage)
        await look.at("window", stage.window)
        await form(look)
        stage.services.session.set_setting("screen.text_percent", LARGEST)
        await stage.settle()
        QTest.qWait(20)
        look.note("window, largest", lambda: cut_off(stage.window, is_low_too=False))
        await map_card(look)
        await sheets(look)
        await first_start(look)
        assert not look.found, "\n".join(look.found)
        expected = {"AllSettingsSheet", "DeviceSheet", "DoctorSheet", "FeatureSheet", "MapPackSheet"}
        expected |= {"MinistrySheet"}
        assert {"CloseSheet", "PreferencesSheet", "TrackSheet", "WordsSheet", *expected} <= look.seen


@pytest.mark.parametrize("language", ["id", "en"])
async def test_no_hint_is_cut_off_at_the_usual_size(qtbot: QtBot, tmp_path: Path, language: str) -> None:
    async with open_shell(tmp_path, size=SMALLEST, catalog=shipped_catalog()) as stage:
        await busy(stage, language, "dark")
        assert cut_hints(stage.window) == []


def test_what_is_cut_is_noticed(qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    field, box, words = QLineEdit(owner), QComboBox(owner), QPushButton("Tahan panggilan", owner)
    field.setPlaceholderText("Desa, jalan, patokan, koordinat")
    box.addItem("Giliran berikut di meja ini")
    owner.resize(800, 200)
    owner.show()
    for part, wide in ((field, 400), (box, 400), (words, 200)):
        part.setGeometry(0, 0, wide, 40)
    assert [*cut_off(owner), *cut_hints(owner), *cut_choices(owner), *outside(owner)] == []
    for part in (field, box, words):
        part.setFixedWidth(60)
    assert [len(found) for found in (cut_off(owner), cut_hints(owner), cut_choices(owner))] == [1, 1, 1]
    words.move(780, 0)
    assert len(outside(owner)) == 1


def test_a_row_wraps_where_its_words_have_no_room(qtbot: QtBot) -> None:
    for columns in (0, 3):
        window = QWidget()
        qtbot.addWidget(window)
        owner = QWidget(window)
        row = WrappingRow(columns=columns)
        owner.setLayout(row)
        parts = [QPushButton(words, owner) for words in ("Verifikasi", "Status lain…", "Tutup tiket…")]
        for part in parts:
            row.addWidget(part)
        owner.resize(row.sizeHint())
        window.show()
        assert len({part.y() for part in parts}) == 1
        wide = parts[0].sizeHint().width() + parts[1].sizeHint().width()
        owner.resize(wide, 200)
        owner.grab()
        assert len({part.y() for part in parts}) > 1
        assert row.heightForWidth(wide) > row.sizeHint().height()
        assert cut_off(owner) == []
        parts[2].hide()
        parts[1].hide()
        assert row.heightForWidth(wide) == parts[0].sizeHint().height()


def test_a_label_says_less_where_there_is_less_room(qtbot: QtBot) -> None:
    words = FittingLabel()
    qtbot.addWidget(words)
    long, short = "✓ Kel. Handil Bakti, Kec. Alalak ±1,3 km · daftar desa", "✓ Kel. Handil Bakti, Alalak"
    words.set_wordings(long, short)
    words.show()
    for wide, said in ((900, long), (words.fontMetrics().horizontalAdvance(short) + 30, short)):
        words.resize(wide, 30)
        assert words.text() == said
        assert words.toolTip() == long
    words.resize(60, 30)
    assert words.text().endswith("…")
