"""Positions of callers in the whole window: listed, confirmed by a key, undone, drawn, wrong area, silent."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from batola_desk.domain.aml import read_aml_text
from batola_desk.domain.catalog import Catalog
from batola_desk.domain.earth_area import AreaShape, arc_band, area_around, distance_m, ellipse, polygon
from batola_desk.map.projection import Camera
from batola_desk.ui.incident.fix_box import FixBox
from batola_desk.ui.map.fix_feeder import CallerFeeder
from batola_desk.ui.map.fix_overlay import FAINTEST, AreaMark, FixOverlay, freshness
from batola_desk.ui.map.glyphs import GlyphStore
from batola_desk.ui.map.palette import MapPalette
from batola_desk.ui.theme import tokens
from tests.support.location_documents import SHAPES, document
from tests.support.shipped import shipped_catalog
from tests.ui.shell_stage import ShellStage, open_shell

CALLER = "081250001111"
HOUSE = (-2.9841, 114.7631)
NOON = {"timestamp": "2025-08-25T05:00:00Z"}


def feeder(stage: ShellStage) -> CallerFeeder:
    return next(one for one in stage.window.map_panel._feeders if isinstance(one, CallerFeeder))


def box(stage: ShellStage) -> FixBox:
    return stage.window.form.details.fixes


async def keys(stage: ShellStage, first: str, second: str) -> None:
    """A chord: Alt+L, 1."""
    await stage.press(first)
    await stage.press(second)


async def talking(stage: ShellStage, *xml: str) -> str:
    key = stage.engine.ring(CALLER)
    for shape in xml:
        stage.engine.locate(key, document=document(shape, **NOON))
    await stage.settle()
    await stage.services.calls.answer(key)
    await stage.settle()
    stage.window.map_panel.render_now()
    return key


async def test_a_position_is_listed_confirmed_by_its_key_and_undone(tmp_path: Path) -> None:
    async with open_shell(tmp_path) as stage:
        await talking(stage, SHAPES["circle"].xml)
        line = box(stage).lines[0]
        assert line.isVisible()
        assert "±86 m" in line.whole
        assert "Kel. Marabahan Kota, Kec. Marabahan" in line.whole
        await keys(stage, "Alt+L", "1")
        await stage.settle()
        view = stage.services.incidents.view(stage.window.form.incident_id)
        assert view is not None
        assert view.incident.location is not None
        assert view.incident.location.source == "sip_body"
        assert "✓" in box(stage).lines[0].whole
        stage.window.map_panel.render_now()
        assert [mark.is_confirmed for mark in feeder(stage).overlay.marks] == [True]
        await stage.press("Ctrl+Z")
        await stage.settle()
        view = stage.services.incidents.view(stage.window.form.incident_id)
        assert view is not None
        assert view.incident.location is None
        assert "✓" not in box(stage).lines[0].whole


async def test_a_position_that_arrives_between_the_look_and_the_key_moves_no_other(tmp_path: Path) -> None:
    async with open_shell(tmp_path) as stage:
        key = await talking(stage, SHAPES["circle"].xml)
        seen = box(stage).lines[0].whole
        assert seen.startswith("1 ")
        for shift in range(6):
            text = f'A"ML=1;lt=-2.9{shift}410;lg=+114.76310;rd=25'
            stage.services.positions.take_report(read_aml_text(text, number=CALLER)[0], "aml_https")
            await stage.settle()
        await keys(stage, "Alt+L", "1")
        await stage.settle()
        view = stage.services.incidents.view(stage.window.form.incident_id)
        assert view is not None
        assert view.incident.location is not None
        assert view.incident.location.source == "sip_body"
        digits = [line.whole.split()[0] for line in box(stage).lines if line.isVisible()]
        assert digits == ["7", "6", "5", "1"], "the confirmed one stays in sight"
        assert len(stage.services.positions.of_call(key)) == 7


async def test_without_positions_nothing_takes_room(tmp_path: Path) -> None:
    async with open_shell(tmp_path) as stage:
        await talking(stage)
        assert not box(stage).isVisible()
        await keys(stage, "Alt+L", "1")
        assert stage.window.form.incident_id == ""


async def test_a_key_without_a_line_confirms_nothing(tmp_path: Path) -> None:
    async with open_shell(tmp_path) as stage:
        await talking(stage, SHAPES["circle"].xml)
        await keys(stage, "Alt+L", "3")
        await stage.settle()
        assert stage.window.form.incident_id == ""


async def test_a_position_without_a_call_is_given_to_the_call_in_the_headset(tmp_path: Path) -> None:
    async with open_shell(tmp_path) as stage:
        (report,) = read_aml_text('A"ML=1;lt=-2.98410;lg=+114.76310;rd=25', number="087700000000")
        stage.services.positions.take_report(report, "aml_https")
        key = await talking(stage)
        assert "tanpa panggilan 087700000000" in box(stage).lines[0].whole
        await keys(stage, "Alt+L", "1")
        await stage.settle()
        assert [
            view.is_confirmed for view in stage.services.positions.of_incident(stage.window.form.incident_id)
        ] == [True]
        assert len(stage.services.positions.of_call(key)) == 1


def catalog_with_a_number() -> Catalog:
    """Banjarbaru's centre can be reached by an ordinary number; dialling 112 would ring here."""
    catalog = shipped_catalog()
    centre = replace(catalog.agencies["l112_banjarbaru"], contacts=("Pusat 0511-000112",))
    return replace(catalog, agencies={**catalog.agencies, centre.code: centre})


async def test_outside_the_neighbour_is_named_and_its_centre_is_one_key_away(tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=catalog_with_a_number()) as stage:
        await talking(stage, SHAPES["circle"].xml.replace("-2.9841 114.7631", "-3.44 114.83"))
        assert "Kota Banjarbaru" in box(stage).wrong_area.text()
        await stage.press("Alt+W")
        shown = stage.find(QListWidget, "border_neighbours")
        assert isinstance(shown, QListWidget)
        assert shown.item(0).text() == "1  Kota Banjarbaru"
        await stage.press("Return")
        await stage.desk.until(lambda: len(stage.engine.calls) > 1, 10)
        assert [call.number for call in stage.engine.calls.values() if call.direction == "outbound"] == [
            "0511-000112"
        ]


@pytest.mark.parametrize(("place", "name"), [("-2.93 115.16", "Tapin"), ("-3.3194 114.5908", "Banjarmasin")])
async def test_a_neighbour_nobody_gave_a_number_for_is_said_so(tmp_path: Path, place: str, name: str) -> None:
    async with open_shell(tmp_path, catalog=catalog_with_a_number()) as stage:
        await talking(stage, SHAPES["circle"].xml.replace("-2.9841 114.7631", place))
        await stage.press("Alt+W")
        shown = stage.find(QListWidget, "border_neighbours")
        assert isinstance(shown, QListWidget)
        assert name in shown.item(0).text(), "guessed from the position"
        await stage.press("Return")
        problem = stage.find(QLabel, "border_problem")
        await stage.desk.until(problem.isVisible, 10)
        assert isinstance(problem, QLabel)
        assert name in problem.text()
        assert "belum diisi" in problem.text()


async def test_a_place_inside_is_nobody_elses(tmp_path: Path) -> None:
    async with open_shell(tmp_path, catalog=catalog_with_a_number()) as stage:
        await talking(stage, SHAPES["circle"].xml)
        assert not box(stage).wrong_area.isVisible()


async def silent(stage: ShellStage) -> None:
    await stage.press("F9")
    await stage.settle()
    await stage.settle()
    stage.window.map_panel.render_now()


async def test_the_map_goes_to_a_silent_caller_by_itself_and_keys_do_the_rest(tmp_path: Path) -> None:
    async with open_shell(tmp_path, size=(1920, 1040)) as stage:
        key = await talking(stage, SHAPES["circle"].xml)
        centre = stage.window.map_panel.canvas.camera.centre
        assert distance_m(*HOUSE, *centre) > 5_000, "an ordinary call does not move the map"
        await silent(stage)
        centre = stage.window.map_panel.canvas.camera.centre
        assert distance_m(*HOUSE, *centre) < 100
        place = stage.window.left.silent_place
        assert place.isVisible()
        assert "Kel. Marabahan Kota" in place.best.text()
        await stage.until(lambda: "Terdekat: " in place.around.text())
        QTest.keyClick(stage.window.left.silent_panel, Qt.Key.Key_Return)
        await stage.settle()
        view = stage.services.incidents.view(stage.window.form.incident_id)
        assert view is not None
        assert view.incident.location is not None
        assert view.incident.call_keys == (key,)
        assert place.use.text() == "✓ Sudah menjadi lokasi kejadian"
        before = view.incident.location_history
        QTest.keyClick(stage.window.left.silent_panel, Qt.Key.Key_Return)  # once more is nothing more
        await stage.settle()
        again = stage.services.incidents.view(stage.window.form.incident_id)
        assert again is not None
        assert again.incident.location_history == before
        stage.window.book["undo"].trigger()
        await stage.settle()
        assert place.use.text() == "Enter  Jadikan lokasi kejadian"


async def test_the_map_is_not_taken_out_of_the_hand_of_who_moves_it(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, size=(1920, 1040)) as stage:
        await talking(stage, SHAPES["circle"].xml)
        canvas = stage.window.map_panel.canvas
        QTest.keyClick(canvas, Qt.Key.Key_Left)
        before = canvas.camera.centre
        await silent(stage)
        assert canvas.camera.centre == before
        feeder = stage.window.map_panel.feeder(CallerFeeder)
        assert feeder._later.isActive()
        feeder.hand._moved_mono_s = float("-inf")  # that long ago by now
        feeder._later.start(0)
        qtbot.waitUntil(lambda: distance_m(*HOUSE, *canvas.camera.centre) < 100, timeout=10_000)


async def test_a_silent_callers_position_does_not_land_in_another_ticket(tmp_path: Path) -> None:
    async with open_shell(tmp_path, size=(1920, 1040)) as stage:
        other = await stage.services.incidents.new(source="manual")
        key = await talking(stage, SHAPES["circle"].xml)
        await silent(stage)
        stage.window.form.open_incident(other)
        await stage.settle()
        QTest.keyClick(stage.window.left.silent_panel, Qt.Key.Key_Return)
        await stage.settle()
        untouched = stage.services.incidents.view(other)
        assert untouched is not None
        assert untouched.incident.location is None
        view = stage.services.incidents.view(stage.window.form.incident_id)
        assert view is not None
        assert view.incident.call_keys == (key,)


# ------------------------------------------------------------------ drawing

PALETTE = MapPalette.from_tokens(tokens("light"), name="light")
AREAS = {
    "circle": area_around(*HOUSE, 400.0),
    "ellipse": ellipse(*HOUSE, 500.0, 120.0, 90.0),
    "polygon": polygon([(-2.98, 114.76), (-2.98, 114.766), (-2.988, 114.766), (-2.988, 114.76)]),
    "arc_band": arc_band(-2.995, 114.7631, inner_m=800, outer_m=1600, start_deg=340, opening_deg=40),
    "point": area_around(*HOUSE, None),
}


def painted(*marks: AreaMark) -> QImage:
    overlay = FixOverlay()
    overlay.set_marks(marks)
    image = QImage(640, 480, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    overlay.draw(painter, CAMERA, PALETTE, GlyphStore(PALETTE, QFont(), 1.0))
    painter.end()
    return image


CAMERA = Camera.at(*HOUSE, 14.0, 640, 480)


def is_tinted(image: QImage, latitude: float, longitude: float) -> bool:
    x, y = CAMERA.point_on_screen(latitude, longitude)
    return image.pixelColor(round(x), round(y)).alpha() > 0


@pytest.mark.parametrize("name", list(AREAS))
def test_every_shape_is_drawn_as_the_area_it_is(name: str) -> None:
    area = AREAS[name]
    assert area is not None
    image = painted(AreaMark("f", area, ""))
    latitude, longitude, _ = area.enclosing_circle()
    assert is_tinted(image, latitude, longitude)
    if area.shape is AreaShape.POINT:
        return
    overlay = FixOverlay()
    overlay.set_marks([AreaMark("f", area, "")])
    corners = area.outline()
    for corner in corners:  # just inside the edge it is tinted, well outside it is not
        inner = tuple(
            (at * 9 + middle) / 10 for at, middle in zip(corner, (latitude, longitude), strict=True)
        )
        outer = tuple(at * 2 - middle for at, middle in zip(corner, (latitude, longitude), strict=True))
        if name != "arc_band":  # its middle does not see all of its corners
            assert is_tinted(image, *inner)
        if name in {"circle", "arc_band"}:
            assert not is_tinted(image, *outer)
    assert overlay.hit(CAMERA, *CAMERA.point_on_screen(latitude, longitude)) == "f"
    assert overlay.hit(CAMERA, 2, 2) is None


def test_an_ellipse_is_narrow_where_it_is_narrow() -> None:
    area = AREAS["ellipse"]
    assert area is not None
    image = painted(AreaMark("f", area, ""))
    east, north = (HOUSE[0], HOUSE[1] + 0.004), (HOUSE[0] + 0.004, HOUSE[1])
    assert is_tinted(image, *east)
    assert not is_tinted(image, *north)


def test_a_house_from_afar_is_a_ring_and_never_a_bare_pin() -> None:
    area = area_around(*HOUSE, 5.0)
    assert area is not None
    image = painted(AreaMark("f", area, ""))
    x, y = CAMERA.point_on_screen(*HOUSE)
    assert (
        image.pixelColor(round(x) + 13, round(y)).alpha() > image.pixelColor(round(x), round(y)).alpha() > 0
    )


def test_an_older_position_is_paler_and_the_confirmed_one_never() -> None:
    area = AREAS["circle"]
    assert area is not None

    def edge(**values: float | bool) -> int:
        image = painted(AreaMark("f", area, "", **values))  # type: ignore[arg-type]
        x, y = CAMERA.point_on_screen(*area.outline()[0])
        return max(image.pixelColor(round(x), round(y) + step).alpha() for step in (-1, 0, 1))

    assert edge(age_s=0.0, is_suggested=True) > edge(age_s=3600.0, is_suggested=True)
    assert edge(age_s=3600.0, is_confirmed=True) == edge(age_s=0.0, is_confirmed=True)
    assert freshness(0) == 1.0
    assert freshness(1e9) == pytest.approx(FAINTEST)


def test_words_of_positions_at_one_place_stand_below_each_other() -> None:
    area = AREAS["circle"]
    assert area is not None
    one = painted(AreaMark("f", area, "AML · ±400 m"))
    both = painted(AreaMark("f", area, "AML · ±400 m"), AreaMark("g", area, "sel menara · ±400 m"))

    def opaque(image: QImage) -> int:
        return sum(image.pixelColor(x, y).alpha() > 200 for x in range(0, 640, 2) for y in range(0, 480, 2))

    assert opaque(both) > 1.6 * opaque(one)


def test_an_area_as_wide_as_a_province_costs_the_painter_nothing() -> None:
    area = area_around(*HOUSE, 3_000_000.0)
    assert area is not None
    overlay = FixOverlay()
    overlay.set_marks([AreaMark("f", area, "")])
    assert overlay.hit(CAMERA, 320, 240) == "f"
    assert is_tinted(painted(AreaMark("f", area, "")), *HOUSE)


@pytest.mark.parametrize("size", [(1920, 1040), (1920, 1080), (1366, 768), (1366, 728)])
async def test_a_silent_call_with_a_position_can_be_hung_up_by_sight(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with open_shell(tmp_path, size=size, catalog=shipped_catalog()) as stage:
        call = await talking(stage, SHAPES["circle"].xml)
        await silent(stage)
        left = stage.window.left
        for name in ("do_hang_up", "do_hold", "do_mute", "do_silent"):
            key = stage.find(QPushButton, name)
            top = key.mapTo(left, QPoint(0, 0)).y()
            assert key.isVisible(), name
            assert 0 <= top <= left.height() - key.height(), name
            assert key.visibleRegion().boundingRect().height() == key.height(), name
        stage.engine.line_drops(call)
        await stage.settle()
        assert stage.window.left.line_panel.isAncestorOf(stage.find(QPushButton, "do_hang_up"))
