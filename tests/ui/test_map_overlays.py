"""What other parts draw on the map, and the tools that take points from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from pytestqt.qtbot import QtBot

from batola_desk.map.coordinates import LatLon
from batola_desk.map.marks import IncidentMark, UnitMark
from batola_desk.map.projection import Camera
from batola_desk.ui.map.canvas import MapCanvas
from batola_desk.ui.map.glyphs import GlyphStore
from batola_desk.ui.map.overlay import (
    ORDER_AREAS,
    ORDER_INCIDENTS,
    ORDER_ROUTES,
    ORDER_SELECTION,
    LegendRow,
    LegendSign,
    OverlayStack,
)
from batola_desk.ui.map.palette import MapPalette
from batola_desk.ui.map.unit_overlay import RING_PX
from batola_desk.ui.theme.tokens import LIGHT
from tests.support.shipped import shipped_gazetteer

LAT, LON = -3.2533, 114.6099


class Square:
    """Covers the middle of the map; notes when it was drawn."""

    def __init__(self, name: str, drawn: list[str], *, fails: bool = False) -> None:
        self.name = name
        self.fails = fails
        self._drawn = drawn

    def draw(self, painter: QPainter, camera: Camera, palette: MapPalette, glyphs: GlyphStore) -> None:
        self._drawn.append(self.name)
        painter.setOpacity(0.1)  # must not reach what is drawn after it
        if self.fails:
            raise RuntimeError("broken overlay")

    def hit(self, camera: Camera, x_px: float, y_px: float) -> str | None:
        inside = abs(x_px - camera.width_px / 2) < 30 and abs(y_px - camera.height_px / 2) < 30
        return self.name if inside else None

    def legend(self) -> Sequence[LegendRow]:
        return [LegendRow(LegendSign.AREA, "focus", self.name)]

    def hint(self, hit_id: str) -> str:
        return f"hint {hit_id}"


class Points:
    """A tool that notes what it was told."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.points: list[LatLon] = []

    def click(self, position: LatLon) -> None:
        self.points.append(position)

    def move(self, position: LatLon) -> None:
        self.told.append("move")

    def finish(self) -> None:
        self.told.append("finish")

    def undo(self) -> None:
        self.told.append("undo")

    def cancel(self) -> None:
        self.told.append("cancel")


@pytest.fixture
def canvas(qtbot: QtBot) -> Iterator[MapCanvas]:
    gazetteer = shipped_gazetteer()
    widget = MapCanvas(gazetteer, MapPalette.from_tokens(LIGHT, name="light"))
    widget.set_animated(False)
    widget.resize(700, 700)
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)
    yield widget
    widget.close()


def middle(canvas: MapCanvas) -> QPoint:
    return canvas.rect().center()


def test_overlays_are_drawn_in_their_order_whatever_order_they_came_in(canvas: MapCanvas) -> None:
    drawn: list[str] = []
    given = (("selection", 70), ("routes", 30), ("units", 60), ("base", 10), ("areas", 20))
    for name, order in given:
        canvas.add_overlay(Square(name, drawn), order=order)
    canvas.add_overlay(Square("areas too", drawn), order=ORDER_AREAS)
    drawn.clear()
    canvas.grab()
    assert drawn == ["base", "areas", "areas too", "routes", "units", "selection"]


def test_an_overlay_that_breaks_is_left_out_and_the_marks_stay(
    canvas: MapCanvas, caplog: pytest.LogCaptureFixture
) -> None:
    drawn: list[str] = []
    canvas.add_overlay(Square("broken", drawn, fails=True), order=ORDER_ROUTES)
    canvas.add_overlay(Square("whole", drawn), order=ORDER_SELECTION)
    drawn.clear()
    canvas.grab()
    canvas.grab()
    assert drawn == ["broken", "whole", "whole"]
    assert [record.overlay for record in caplog.records] == ["Square"]  # type: ignore[attr-defined]
    caplog.clear()


def test_a_click_reaches_an_overlay_below_the_marks_only_beside_them(canvas: MapCanvas, qtbot: QtBot) -> None:
    activated: list[str] = []
    opened: list[str] = []
    canvas.overlay_activated.connect(lambda _overlay, hit_id: activated.append(hit_id))
    canvas.incident_activated.connect(opened.append)
    canvas.fly_to(LAT, LON, 13)
    canvas.add_overlay(Square("area", []), order=ORDER_AREAS)
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=middle(canvas))
    assert activated == ["area"]
    canvas.set_incidents([IncidentMark("i1", LAT, LON, 0.0, "P1", "")])
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=middle(canvas))
    assert (activated, opened) == (["area"], ["i1"])
    canvas.add_overlay(Square("above", []), order=ORDER_INCIDENTS + 1)
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=middle(canvas))
    assert activated == ["area", "above"]
    assert canvas._hint_at(350, 350) == "hint above"
    assert canvas._hint_at(10, 10) == ""


def test_what_is_taken_away_is_drawn_no_more() -> None:
    stack = OverlayStack()
    first, second = Square("first", []), Square("second", [])
    stack.add(first, ORDER_AREAS)
    stack.add(second, ORDER_AREAS)
    stack.remove(first)
    stack.remove(first)
    assert [row.words for row in stack.legend()] == ["second"]


def test_a_tool_in_the_hand_takes_clicks_and_keys_and_opens_nothing(canvas: MapCanvas, qtbot: QtBot) -> None:
    opened: list[str] = []
    canvas.unit_activated.connect(opened.append)
    canvas.fly_to(LAT, LON, 13)
    canvas.set_units([UnitMark("u1", LAT, LON, "BPK 1", "circle", "available")])
    tool = Points()
    canvas.set_tool(tool)
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=middle(canvas))
    at = canvas.camera.position_at(middle(canvas).x(), middle(canvas).y())
    assert tool.points == [pytest.approx(at)]
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Backspace, Qt.Key.Key_Right, Qt.Key.Key_Return):
        qtbot.keyClick(canvas, key)
    assert len(tool.points) == 2
    assert [word for word in tool.told if word != "move"] == ["undo", "finish"]
    assert tool.told.count("move") == 1
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert tool.told[-1] == "cancel"
    qtbot.keyClick(canvas, Qt.Key.Key_Left)
    qtbot.mouseClick(
        canvas, Qt.MouseButton.LeftButton, pos=QPointF(*canvas.camera.point_on_screen(LAT, LON)).toPoint()
    )
    assert opened == ["u1"]


def test_picking_and_a_tool_exclude_each_other(canvas: MapCanvas) -> None:
    tool = Points()
    canvas.set_picking(True)
    canvas.set_tool(tool)
    assert not canvas.is_picking
    canvas.set_picking(True)
    assert tool.told == ["cancel"]


class Sentence(Square):
    """Writes something in the middle of the map, right of the incident there."""

    def word_boxes(self, camera: Camera, glyphs: GlyphStore) -> Iterator[QRectF]:
        yield QRectF(camera.width_px / 2 + 16, camera.height_px / 2 - 12, 200, 24)


def test_words_of_marks_keep_off_words_of_overlays_and_the_frame(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.fly_to(LAT, LON, 14)
    canvas.add_overlay(Sentence("said", []), order=ORDER_AREAS)
    canvas.set_incidents([IncidentMark("i1", LAT, LON, 0.0, "P1", "A0001 Kebakaran rumah")])
    canvas.grab()
    qtbot.waitUntil(lambda: bool(canvas._marks._tags.placed) and canvas._marks.is_complete)
    covered = list(canvas._covered(canvas.camera, canvas._glyphs_for(1.0)))
    assert len(covered) == len(canvas._buttons) + 3, "buttons, readout, scale, the sentence"
    for tag in canvas._marks._tags.placed:
        size = tag.picture.deviceIndependentSize()
        words = QRectF(tag.x + tag.dx, tag.y + tag.dy, size.width(), size.height())
        assert not [box for box in covered if box.intersects(words.adjusted(1, 1, -1, -1))]


def test_words_of_the_unit_that_is_looked_at_stand_outside_its_ring(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.fly_to(LAT, LON, 14)
    canvas.set_units([UnitMark("u1", LAT, LON, "Damkar 1", "cross", "available")])
    canvas.ring_unit("u1")
    canvas.grab()
    qtbot.waitUntil(lambda: bool(canvas._marks._tags.placed) and canvas._marks.is_complete)
    (tag,) = canvas._marks._tags.placed
    size = tag.picture.deviceIndependentSize()
    words = QRectF(tag.dx, tag.dy, size.width(), size.height())
    ring = QRectF(-RING_PX, -RING_PX, 2 * RING_PX, 2 * RING_PX)
    assert not words.intersects(ring)
