"""What an operator may change about the map: ground, density, ruler; all of it remembered."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from batola_desk.map.density import PastPlaces
from batola_desk.map.projection import distance_m, project
from batola_desk.ui.map.base_keeper import BaseChoice
from batola_desk.ui.map.look import SETTING, Remembered
from batola_desk.ui.map.ruler import way_words
from batola_desk.ui.map_panel import MapPanel, build_map_panel
from tests.support.shipped import shipped_gazetteer
from tests.ui.form_stage import FormStage, open_stage

LAT, LON = -3.2533, 114.6099


@asynccontextmanager
async def open_panel(folder: Path) -> AsyncIterator[tuple[FormStage, MapPanel]]:
    async with open_stage(folder) as stage:
        panel = new_panel(stage)
        yield stage, panel
        panel.close_map()


def new_panel(stage: FormStage) -> MapPanel:
    gazetteer = shipped_gazetteer()
    panel = build_map_panel(stage.services, stage.pulse, gazetteer, stage.window)
    panel.canvas.set_animated(False)
    panel.resize(600, 700)
    panel.show()
    return panel


def past(*points: tuple[float, float], days_ago: int = 1, now_us: int = 0) -> PastPlaces:
    x, y = project([lat for lat, _ in points], [lon for _, lon in points])
    opened = np.full(len(points), now_us - days_ago * 86_400_000_000, np.int64)
    return PastPlaces(
        x.astype(np.float32), y.astype(np.float32), opened, np.zeros(len(points), np.uint8), ("KB",)
    )


async def test_density_is_drawn_where_it_was_and_filters_take_it_away(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_panel(tmp_path) as (stage, panel):
        canvas, look = panel.canvas, panel.look
        canvas.fly_to(LAT, LON, 13)
        qtbot.waitUntil(lambda: canvas.is_complete, timeout=5000)
        middle = canvas.rect().center()
        before = QColor(canvas.grab().toImage().pixel(middle.x() + 6, middle.y()))
        asked: list[bool] = []
        look.history_requested.connect(lambda: asked.append(True))
        canvas.setFocus()
        qtbot.keyClick(canvas, Qt.Key.Key_H)
        assert asked == [True]
        look.show_history(past(*[(LAT, LON)] * 50, now_us=stage.services.now_us()))
        canvas.grab()
        qtbot.waitUntil(lambda: look.heat.is_complete, timeout=5000)
        hot = QColor(canvas.grab().toImage().pixel(middle.x() + 6, middle.y()))
        assert hot != before
        assert hot.red() > hot.blue() + 40
        assert [row.words for row in look.heat.legend()] == ["Kepadatan: 50 kejadian, 365 hari terakhir"]
        look.show_history(past((LAT, LON), days_ago=60, now_us=stage.services.now_us()))
        look.choose_period(30)
        canvas.grab()
        qtbot.waitUntil(lambda: look.heat.is_complete, timeout=5000)
        assert QColor(canvas.grab().toImage().pixel(middle.x() + 6, middle.y())) == before
        qtbot.keyClick(canvas, Qt.Key.Key_H)
        assert not look.heat.is_shown


async def test_the_history_comes_from_the_journal_without_confidential_types(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        incident_id = await stage.services.incidents.new()
        assert (await stage.services.past_places.all()).x.size == 0
        await stage.services.incidents.set_location(incident_id, LAT, LON, source="map_click")
        await stage.settle()
        found = await stage.services.past_places.all()  # the ticket was read before it had a place
        x, y = project(LAT, LON)
        assert found.x == pytest.approx([float(x)], abs=1e-7)
        assert found.y == pytest.approx([float(y)], abs=1e-7)
        assert (await stage.services.past_places.all()).x.size == 1  # not twice
        secret = next(code for code, known in stage.services.catalog.types.items() if known.confidential)
        stage.services.incidents.set_field(incident_id, "type_code", secret)
        await stage.services.incidents.flush()
        await stage.settle()
        assert (await stage.services.past_places.all()).x.size == 0


async def test_the_ruler_measures_and_goes(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_panel(tmp_path) as (_, panel):
        canvas, ruler = panel.canvas, panel.look.ruler
        canvas.fly_to(LAT, LON, 13)
        canvas.setFocus()
        qtbot.keyClick(canvas, Qt.Key.Key_M)
        middle = canvas.rect().center()
        points = [middle, middle + middle / 4, middle - middle / 4]
        for point in points:
            qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=point)
        places = [canvas.camera.position_at(point.x(), point.y()) for point in points]
        wanted = distance_m(*places[0], *places[1]) + distance_m(*places[1], *places[2])
        assert ruler.length_m == pytest.approx(wanted, rel=1e-6)
        qtbot.keyClick(canvas, Qt.Key.Key_Backspace)
        assert len(ruler.points) == 2
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
        assert ruler.length_m == pytest.approx(distance_m(*places[0], *places[1]), rel=1e-6)
        qtbot.keyClick(canvas, Qt.Key.Key_M)
        assert ruler.points == []
        qtbot.keyClick(canvas, Qt.Key.Key_M)
        assert canvas._tool is ruler


def test_lengths_are_said_as_exactly_as_they_are_of_use() -> None:
    assert [way_words(length) for length in (12.4, 999.0, 2449.0, 17_640.0)] == [
        "12 m",
        "999 m",
        "2,4 km",
        "18 km",
    ]


async def test_the_look_is_remembered(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_panel(tmp_path) as (stage, panel):
        canvas, look = panel.canvas, panel.look
        canvas.setFocus()
        qtbot.keyClick(canvas, Qt.Key.Key_B)
        assert look.kept.base == BaseChoice.SCHEMATIC.value  # without pictures there are two grounds
        qtbot.keyClick(canvas, Qt.Key.Key_H)
        qtbot.keyClick(canvas, Qt.Key.Key_L)
        look.choose_period(90)
        look.choose_group("KB")
        canvas.fly_to(LAT, LON, 13.5)
        look.save()
        second = new_panel(stage)
        try:
            assert second.look.kept == look.kept
            assert second.canvas.camera.centre == pytest.approx((LAT, LON), abs=1e-4)
            assert second.canvas.camera.zoom == 13.5
            assert not second.canvas.is_legend_shown
            assert second.base.state.choice is BaseChoice.SCHEMATIC
            second.canvas.go_home()
            assert second.look.kept.camera is None
        finally:
            second.close_map()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "7",
        '{"base": "moon"}',
        '{"camera": [1]}',
        '{"camera": "abc"}',
        '{"days": "x"}',
        '{"days": 5}',
    ],
)
def test_a_memory_that_makes_no_sense_is_as_at_the_first_start(text: str) -> None:
    assert Remembered.read(text) == Remembered()


async def test_the_menu_offers_what_there_is(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_panel(tmp_path) as (stage, panel):
        menu = panel.look.build_menu()
        words = {action.text(): action for action in menu.actions()}
        assert words["Vektor"].isChecked()
        assert not words["Citra"].isEnabled()
        assert not words["30 hari terakhir"].isEnabled()
        words["Skematik"].trigger()
        assert panel.look.kept.base == "schematic"
        words["Kepadatan (H)"].trigger()
        again = panel.look.build_menu()
        {action.text(): action for action in again.actions()}["90 hari terakhir"].trigger()
        assert (panel.look.kept.is_dense, panel.look.kept.days) == (True, 90)
        panel.look.save()
        kept = json.loads(str(stage.services.session.setting(SETTING)))
        assert (kept["base"], kept["is_dense"], kept["days"]) == ("schematic", True, 90)
        menu.deleteLater()
        again.deleteLater()
