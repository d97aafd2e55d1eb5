"""Units on the map: they move, say how old and whose their position is, are followed and placed by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.unit import Unit
from batola_desk.domain.unit_position import UnitPosition
from batola_desk.services.context import Person
from batola_desk.ui.map.canvas import GRIP_DEAD_PX
from batola_desk.ui.map.unit_feeder import UnitFeeder
from batola_desk.ui.map.view import FLY_ZOOM
from batola_desk.ui.unit_words import age_words
from tests.support.desk_double import open_desk
from tests.support.shipped import shipped_catalog
from tests.ui.shell_stage import ShellStage

LAT, LON = -2.9897, 114.7685
S = 1_000_000
LEFT, NO_BUTTON = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[ShellStage]:
    catalog = shipped_catalog()
    async with open_desk(tmp_path, catalog=catalog) as desk:
        made = ShellStage(desk)
        made.window.map_panel.canvas.set_animated(False)
        made.window.map_panel.canvas.fly_to(LAT, LON, 14.0)
        await made.settle()
        yield made
        made.window.close_for_good()
        await made.settle()


async def a_unit(stage: ShellStage, name: str = "Damkar 1") -> str:
    unit_id = await stage.services.dispatch.register_unit(name, "damkar", "road")
    await stage.settle()
    return unit_id


def report(stage: ShellStage, unit_id: str, lat: float = LAT, ago_s: float = 0.0, **more: object) -> None:
    at_us = stage.services.now_us() - round(ago_s * S)
    position = UnitPosition(
        unit_id=unit_id,
        latitude=lat,
        longitude=LON,
        at_us=at_us,
        source="traccar",
        **more,  # type: ignore[arg-type]
    )
    stage.services.unit_positions.take([position])


def unit(stage: ShellStage, unit_id: str) -> Unit:
    found = stage.services.unit_positions.unit(unit_id)
    assert found is not None
    return found


def feeder(stage: ShellStage) -> UnitFeeder:
    return stage.window.map_panel.feeder(UnitFeeder)


def at_middle(stage: ShellStage) -> str:
    canvas = stage.window.map_panel.canvas
    return canvas.unit_at(canvas.width() / 2, canvas.height() / 2)


async def test_a_report_moves_the_mark_at_once(stage: ShellStage) -> None:
    unit_id = await a_unit(stage)
    assert at_middle(stage) == ""
    report(stage, unit_id)
    assert at_middle(stage) == unit_id  # without waiting for any timer
    report(stage, unit_id, LAT + 0.05, ago_s=1)
    assert at_middle(stage) == unit_id  # an older one changes nothing
    await stage.desk.forward(1)
    report(stage, unit_id, LAT + 0.05)
    assert at_middle(stage) == ""


async def test_the_words_say_state_speed_source_and_age(stage: ShellStage) -> None:
    unit_id = await a_unit(stage)
    report(stage, unit_id, speed_mps=10.0, heading_deg=90.0, accuracy_m=8.0)
    words = feeder(stage).words(unit_id)
    for part in ("Damkar 1", "36 km/j timur", "Traccar", "±8 m", "0 dtk"):
        assert part in words
    assert "basi" not in words
    await stage.desk.forward(1)
    report(stage, unit_id, is_doubtful=True)
    assert "diragukan" in feeder(stage).words(unit_id)
    silent_id = await a_unit(stage, "Damkar 2")
    report(stage, silent_id, ago_s=700)
    assert "▲ 11 mnt (basi)" in feeder(stage).words(silent_id)
    assert feeder(stage).words("nobody") == ""


@pytest.mark.parametrize(
    ("age_s", "words"),
    [(5, "5 dtk"), (120, "2 mnt"), (7200, "2 jam"), (3 * 86400, "3 hari"), (None, "tanpa posisi")],
)
def test_ages(age_s: float | None, words: str) -> None:
    assert age_words(age_s) == words


async def test_a_click_on_a_unit_shows_its_line_and_its_way(stage: ShellStage) -> None:
    unit_id = await a_unit(stage)
    for step in range(5):
        report(stage, unit_id, LAT + step * 0.001)
        await stage.desk.forward(5)
    canvas = stage.window.map_panel.canvas
    canvas.fly_to(LAT + 0.004, LON, 14.0)
    await stage.settle()
    before = canvas.grab().toImage()
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=canvas.rect().center())
    await stage.settle()
    assert feeder(stage).selected == unit_id
    assert stage.window.units.row.isVisible()
    assert "Damkar 1" in stage.window.units.line.text()
    assert canvas.grab().toImage() != before
    stage.window.units.close.click()
    await stage.settle()
    assert feeder(stage).selected == ""
    assert not stage.window.units.row.isVisible()


async def test_the_map_follows_until_a_hand_moves_it(stage: ShellStage) -> None:
    unit_id = await a_unit(stage)
    report(stage, unit_id)
    stage.window.units.look_at(unit_id)
    stage.window.book["unit_follow"].trigger()
    await stage.desk.forward(2)
    report(stage, unit_id, LAT + 0.02)
    await stage.settle()
    assert at_middle(stage) == unit_id
    assert stage.window.units.follow.isChecked()
    QTest.keyClick(stage.window.map_panel.canvas, Qt.Key.Key_Right)
    await stage.settle()
    assert not feeder(stage).is_following
    await stage.desk.forward(2)
    report(stage, unit_id, LAT + 0.04)
    await stage.settle()
    assert at_middle(stage) == ""


async def test_following_from_far_goes_near_and_keeps_the_zoom_of_a_hand(stage: ShellStage) -> None:
    unit_id = await a_unit(stage)
    report(stage, unit_id)
    canvas = stage.window.map_panel.canvas
    canvas.fly_to(LAT + 0.3, LON, 9.0)
    canvas.set_animated(True)
    stage.window.units.with_argument()["unit_follow"]("damkar 1")
    assert canvas.target_zoom == FLY_ZOOM  # the flight is under way, following does not end it
    await stage.desk.forward(2)
    report(stage, unit_id, LAT + 0.001)
    assert canvas.target_zoom == FLY_ZOOM
    canvas.set_animated(False)
    canvas.zoom_out()
    await stage.desk.forward(2)
    report(stage, unit_id, LAT + 0.002)
    assert canvas.camera.zoom == FLY_ZOOM - 1


async def test_a_unit_is_placed_by_pointer_and_taken_back(stage: ShellStage) -> None:
    unit_id = await a_unit(stage)
    await stage.services.unit_positions.place(unit_id, LAT, LON)
    await stage.settle()
    stage.window.units.look_at(unit_id)
    stage.window.book["unit_place"].trigger()
    canvas = stage.window.map_panel.canvas
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=canvas.rect().center() + QPoint(80, 0))
    await stage.settle()
    placed = unit(stage, unit_id)
    assert placed.longitude is not None
    assert placed.longitude > LON + 0.001
    assert placed.position_source == "operator"
    assert not stage.window.units.place.isChecked()
    stage.window.book["unit_place_undo"].trigger()
    await stage.settle()
    assert unit(stage, unit_id).longitude == pytest.approx(LON)


async def test_a_unit_without_a_position_is_placed_by_keys(stage: ShellStage) -> None:
    unit_id = await a_unit(stage)
    said: list[str] = []
    stage.window.messages.posted.connect(lambda message: said.append(str(message)))
    stage.window.units.fly_to(unit_id)
    assert "belum punya posisi" in said[0]
    stage.window.book["unit_place"].trigger()
    QTest.keyClick(stage.window.map_panel.canvas, Qt.Key.Key_Space)
    await stage.settle()
    stage.window.map_panel.render_now()  # what comes as a fact is gathered for a tenth of a second
    assert at_middle(stage) == unit_id
    stage.window.book["unit_place"].trigger()
    QTest.keyClick(stage.window.map_panel.canvas, Qt.Key.Key_Escape)
    assert not stage.window.units.place.isChecked()


async def test_the_last_point_of_a_file_places_a_unit(stage: ShellStage, tmp_path: Path) -> None:
    unit_id = await a_unit(stage)
    stage.window.units.look_at(unit_id)
    file = tmp_path / "a.gpx"
    points = f'<wpt lat="{LAT + 1}" lon="{LON}"/><wpt lat="{LAT}" lon="{LON}"/>'
    file.write_text(f'<gpx version="1.1" creator="t">{points}</gpx>', encoding="utf-8")
    stage.window.units.with_argument()["unit_place_file"](str(file))
    await stage.until_settled(lambda: unit(stage, unit_id).latitude is not None)
    assert unit(stage, unit_id).latitude == LAT


async def test_the_board_lists_stale_units_and_those_without_a_position(stage: ShellStage) -> None:
    fresh, stale, none = [await a_unit(stage, f"Damkar {number}") for number in (1, 2, 3)]
    report(stage, stale, ago_s=700)
    report(stage, fresh)
    board = stage.window.boards.units

    def shown(choice: int) -> set[str]:
        board.choice.setCurrentIndex(choice)
        board.render_now()
        return {board.model.index(row, 0).data() for row in range(board.model.rowCount())}

    assert shown(0) == {"Damkar 1", "Damkar 2", "Damkar 3"}
    assert shown(1) == {"Damkar 2"}
    assert shown(2) == {"Damkar 3"}
    assert none
    board.unit_activated.emit(stale)
    assert feeder(stage).selected == stale


def drag(stage: ShellStage, *steps: QPoint, drop: bool = True) -> None:
    """Press in the middle of the map, go there step by step, let go."""
    canvas = stage.window.map_panel.canvas
    middle = canvas.rect().center()
    QTest.mousePress(canvas, LEFT, pos=middle)
    for step in steps:
        where = QPointF(middle + step)
        moving = QMouseEvent(
            QEvent.Type.MouseMove, where, canvas.mapToGlobal(where), NO_BUTTON, LEFT, Qt.KeyboardModifier(0)
        )
        QApplication.sendEvent(canvas, moving)
    if drop:
        QTest.mouseRelease(canvas, LEFT, pos=middle + steps[-1])


async def a_chosen_unit(stage: ShellStage) -> str:
    unit_id = await a_unit(stage)
    await stage.services.unit_positions.place(unit_id, LAT, LON)
    await stage.desk.forward(1)
    await stage.settle()
    stage.window.map_panel.render_now()
    stage.window.units.look_at(unit_id)
    return unit_id


async def test_the_unit_that_is_looked_at_is_dragged_and_taken_back(stage: ShellStage) -> None:
    unit_id = await a_chosen_unit(stage)
    canvas = stage.window.map_panel.canvas
    before = canvas.grab().toImage()
    drag(stage, QPoint(20, 0), QPoint(80, 0), drop=False)
    assert canvas.is_dragging_thing
    centre, end = canvas.camera.centre, canvas.rect().center() + QPoint(80, 0)
    wanted = canvas.camera.position_at(end.x(), end.y())
    assert canvas.grab().toImage() != before  # it is seen where it would go
    QTest.mouseRelease(canvas, LEFT, pos=end)
    await stage.settle()
    placed = unit(stage, unit_id)
    assert placed.longitude == pytest.approx(wanted.lon)
    assert placed.position_source == "operator"
    assert canvas.camera.centre == centre  # the map stays where it is
    assert "Alt+Shift+G" in stage.words
    stage.window.units.undo.click()
    await stage.settle()
    assert unit(stage, unit_id).longitude == pytest.approx(LON)


async def test_a_click_on_a_unit_is_no_drag(stage: ShellStage) -> None:
    unit_id = await a_chosen_unit(stage)
    drag(stage, QPoint(3, 0), QPoint(GRIP_DEAD_PX - 2, 0))
    await stage.settle()
    assert unit(stage, unit_id).longitude == LON
    assert feeder(stage).selected == unit_id
    assert not stage.services.unit_positions.can_undo


async def test_a_pan_that_begins_on_another_unit_moves_the_map_and_no_unit(stage: ShellStage) -> None:
    unit_id = await a_chosen_unit(stage)
    stage.window.units.look_at("")
    camera = stage.window.map_panel.canvas.camera
    drag(stage, QPoint(20, 0), QPoint(80, 0))
    await stage.settle()
    assert unit(stage, unit_id).longitude == LON
    assert stage.window.map_panel.canvas.camera != camera


@pytest.mark.parametrize("how", ["escape", "right", "outside", "hidden"])
async def test_a_drag_is_given_up(stage: ShellStage, how: str) -> None:
    unit_id = await a_chosen_unit(stage)
    canvas = stage.window.map_panel.canvas
    picked: list[float] = []
    canvas.picked.connect(lambda lat, _lon: picked.append(lat))
    drag(stage, QPoint(20, 0), QPoint(80, 0), drop=False)
    end = canvas.rect().center() + QPoint(80, 0)
    if how == "escape":
        QTest.keyClick(canvas, Qt.Key.Key_Escape)
    elif how == "right":
        QTest.mousePress(canvas, Qt.MouseButton.RightButton, pos=end)
        menu = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, end, canvas.mapToGlobal(end))
        QApplication.sendEvent(canvas, menu)
    elif how == "outside":
        end = QPoint(-40, 10)
    else:
        canvas.hide()
        canvas.show()
    QTest.mouseRelease(canvas, LEFT, pos=end)
    await stage.settle()
    assert unit(stage, unit_id).longitude == LON
    assert not canvas.is_dragging_thing
    assert picked == []


async def test_who_may_not_edit_the_map_drags_no_unit(stage: ShellStage) -> None:
    unit_id = await a_chosen_unit(stage)
    context = stage.services.unit_positions._context  # type: ignore[attr-defined]
    context.person = Person(operator_id="x", name="X", role="AU")
    centre = stage.window.map_panel.canvas.camera.centre
    drag(stage, QPoint(20, 0), QPoint(80, 0))
    await stage.settle()
    assert unit(stage, unit_id).longitude == LON
    assert stage.window.map_panel.canvas.camera.centre != centre  # the map moves, as under any other hand
    assert "belum boleh" not in stage.words
    stage.window.book["unit_place"].trigger()
    assert "Peran Anda belum boleh" in stage.words
    with pytest.raises(OperatorError, match="right_missing"):
        await stage.services.unit_positions.place(unit_id, LAT, LON)
