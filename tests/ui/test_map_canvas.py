"""The map as an operator uses it: seen, dragged, clicked and driven by keys."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QImage, QPaintEvent, QPixmap, QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from batola_desk.map.gazetteer import Gazetteer, Place
from batola_desk.map.marks import AGENCY_SHAPES, PRIORITIES, FixMark, IncidentMark, UnitMark
from batola_desk.map.projection import Tile
from batola_desk.ui.map.canvas import MapCanvas
from batola_desk.ui.map.glyphs import UNIT_LOOKS, GlyphStore, priority_shape
from batola_desk.ui.map.palette import TOKENS, MapPalette
from batola_desk.ui.map.tile_cache import TileCache, TileKey
from batola_desk.ui.map.view import UPDATE_GAP_S
from batola_desk.ui.theme.tokens import DARK, LIGHT
from tests.support.shipped import shipped_gazetteer

LAT, LON = -3.2533, 114.6099
LIMIT_MS = 20_000


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return shipped_gazetteer()


@pytest.fixture
def canvas(qtbot: QtBot, gazetteer: Gazetteer) -> Iterator[MapCanvas]:
    widget = MapCanvas(gazetteer, MapPalette.from_tokens(LIGHT, name="light"))
    widget.set_animated(False)
    widget.resize(700, 700)
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)
    yield widget
    widget.close()


def incident(incident_id: str, lat: float = LAT, lon: float = LON, **changes: object) -> IncidentMark:
    values: dict[str, object] = {"uncertainty_m": 0.0, "priority": "P2", "label": ""}
    return IncidentMark(incident_id, lat, lon, **(values | changes))  # type: ignore[arg-type]


def unit(unit_id: str, lat: float = LAT, lon: float = LON, **changes: object) -> UnitMark:
    values: dict[str, object] = {"call_sign": "BPK 1", "agency_shape": "circle", "state": "available"}
    return UnitMark(unit_id, lat, lon, **(values | changes))  # type: ignore[arg-type]


def finished(qtbot: QtBot, canvas: MapCanvas) -> QImage:
    qtbot.waitUntil(lambda: canvas.is_complete, timeout=LIMIT_MS)
    return canvas.grab().toImage()


def has_colour(image: QImage, x: int, y: int, colour: str, reach: int = 24) -> bool:
    wanted = QColor(colour).rgb()
    ratio = image.devicePixelRatio()
    cx, cy, side = int(x * ratio), int(y * ratio), int(reach * ratio)
    xs = range(max(0, cx - side), min(image.width(), cx + side))
    return any(image.pixel(px, py) == wanted for px in xs for py in range(max(0, cy - side), cy + side))


def at(canvas: MapCanvas, lat: float, lon: float) -> QPoint:
    return QPointF(*canvas.camera.point_on_screen(lat, lon)).toPoint()


def test_it_opens_on_the_whole_regency(canvas: MapCanvas, gazetteer: Gazetteer) -> None:
    for place in gazetteer.places:
        x, y = canvas.camera.point_on_screen(place.lat, place.lon)
        assert 0 < x < canvas.width()
        assert 0 < y < canvas.height()


def test_the_base_is_painted_in_both_themes(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.fly_to(LAT, LON, 13)
    for tokens, name in ((LIGHT, "light"), (DARK, "dark")):
        canvas.set_map_palette(MapPalette.from_tokens(tokens, name=name))
        image = finished(qtbot, canvas)
        lands = {QColor(tokens[f"map_land_{number}"]).rgb() for number in range(1, 6)}
        seen = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
        assert seen & lands


def test_an_incident_stays_visible_over_labels_and_tiles(
    qtbot: QtBot, canvas: MapCanvas, gazetteer: Gazetteer
) -> None:
    alalak = next(place for place in gazetteer.kecamatan if place.name == "Alalak")
    canvas.set_incidents([incident("a", alalak.lat, alalak.lon)])
    canvas.fly_to(alalak.lat, alalak.lon, 12)
    assert has_colour(finished(qtbot, canvas), 350, 350, LIGHT["map_p2"])


@pytest.mark.parametrize("priority", PRIORITIES)
def test_priorities_differ_without_colour(qtbot: QtBot, priority: str) -> None:
    """Shape and letter alone tell them apart: every pair still differs when all fills are one grey."""
    grey = dict.fromkeys(TOKENS, "#808080") | {"map_mark_outline": "#ffffff", "map_mark_shadow": "#000000"}
    palette = MapPalette.from_tokens(grey | {f"map_p{n}_text": "#000000" for n in range(1, 6)})
    store = GlyphStore(palette, QApplication.font(), 1.0)
    own = store.incident(priority).toImage()
    others = [store.incident(other).toImage() for other in PRIORITIES if other != priority]
    assert all(different_pixels(own, other) > 60 for other in others)


def different_pixels(a: QImage, b: QImage) -> int:
    return sum(a.pixel(x, y) != b.pixel(x, y) for x in range(a.width()) for y in range(a.height()))


def test_the_shapes_of_two_priorities_are_never_the_same() -> None:
    outlines = [[path.toFillPolygon() for path in priority_shape(priority)] for priority in PRIORITIES]
    assert all(a != b for number, a in enumerate(outlines) for b in outlines[number + 1 :])


def test_agency_shapes_and_unit_states_all_look_different(qtbot: QtBot) -> None:
    store = GlyphStore(MapPalette.from_tokens(DARK), QApplication.font(), 1.0)
    shapes = [store.unit(shape, "available", is_stale=False).toImage() for shape in AGENCY_SHAPES]
    states = [store.unit("circle", state, is_stale=False).toImage() for state in UNIT_LOOKS]
    for images in (shapes, states):
        assert all(different_pixels(a, b) > 8 for i, a in enumerate(images) for b in images[i + 1 :])


def test_letters_of_unit_states_are_unique() -> None:
    letters = [look.letter for look in UNIT_LOOKS.values()]
    assert len(set(letters)) == len(letters)


def test_an_uncertain_incident_is_drawn_as_an_area(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.fly_to(LAT, LON, 14)
    canvas.set_incidents([incident("a", selected=True)])
    exact = finished(qtbot, canvas)
    canvas.set_incidents([incident("a", selected=True, uncertainty_m=900)])
    area = finished(qtbot, canvas)
    radius = 900 / canvas.camera.metres_per_pixel()
    assert 60 < radius < 200
    inside, outside = (350, round(350 - radius * 0.6)), (350, round(350 - radius * 1.3))
    assert exact.pixel(*inside) != area.pixel(*inside)
    assert exact.pixel(*outside) == area.pixel(*outside)


def test_a_fix_shows_its_uncertainty_and_goes_away_again(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.fly_to(LAT, LON, 13)
    before = finished(qtbot, canvas)
    canvas.set_fixes([FixMark(LAT, LON, 1500, "Sel")])
    assert has_colour(finished(qtbot, canvas), 350, 350, LIGHT["map_fix"])
    canvas.set_fixes([])
    assert different_pixels(finished(qtbot, canvas), before) == 0


def test_tags_move_with_the_ground_and_go_with_their_marks(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.fly_to(LAT, LON, 13)
    canvas.toggle_legend()
    canvas.set_incidents([incident("a", label="K-1 Kebakaran", selected=True)])
    canvas.set_units([unit("u", LAT + 0.02)])
    tagged = finished(qtbot, canvas)
    canvas._control.pan(30, 10)
    moved = finished(qtbot, canvas)
    assert different_pixels(tagged.copy(300, 200, 250, 200), moved.copy(270, 190, 250, 200)) < 500
    canvas._control.pan(-30, -10)
    canvas.set_incidents([])
    canvas.set_units([])
    bare = finished(qtbot, canvas)
    assert different_pixels(tagged, bare) > 1500
    canvas.set_incidents([incident("a", label="K-1 Kebakaran", selected=True)])
    canvas.set_units([unit("u", LAT + 0.02)])
    assert different_pixels(finished(qtbot, canvas), tagged) == 0


def test_clicking_an_incident_opens_it_and_clicking_the_ground_opens_nothing(
    qtbot: QtBot, canvas: MapCanvas
) -> None:
    canvas.set_incidents([incident("far", LAT + 0.03, LON), incident("near")])
    canvas.fly_to(LAT, LON, 13)
    opened: list[str] = []
    canvas.incident_activated.connect(opened.append)
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at(canvas, LAT, LON) + QPoint(6, -5))
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 500))
    assert opened == ["near"]


def test_clicking_a_unit_names_the_unit(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.set_units([unit("u1"), unit("u2", LAT + 0.02, LON)])
    canvas.fly_to(LAT, LON, 13)
    with qtbot.waitSignal(canvas.unit_activated, timeout=LIMIT_MS) as seen:
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at(canvas, LAT + 0.02, LON))
    assert seen.args == ["u2"]


def test_clicking_a_cluster_comes_closer_until_its_members_can_be_told_apart(
    qtbot: QtBot, canvas: MapCanvas
) -> None:
    canvas.set_incidents([incident("a"), incident("b", LAT + 0.004, LON)])
    canvas.fly_to(LAT, LON, 9)
    opened: list[str] = []
    canvas.incident_activated.connect(opened.append)
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at(canvas, LAT, LON))
    assert opened == []
    assert canvas.camera.zoom > 12
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at(canvas, LAT + 0.004, LON))
    assert opened == ["b"]


def test_incidents_at_the_same_place_fan_out_and_can_each_be_opened(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.set_incidents([incident("a"), incident("b"), incident("c")])
    canvas.fly_to(LAT, LON, 17)
    opened: set[str] = set()
    canvas.incident_activated.connect(opened.add)
    for dx, dy in ((0, -30), (26, 15), (-26, 15)):
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at(canvas, LAT, LON) + QPoint(dx, dy))
    assert opened == {"a", "b", "c"}


def test_picking_takes_the_point_even_on_a_mark(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.set_incidents([incident("a")])
    canvas.fly_to(LAT, LON, 15)
    canvas.set_picking(True)
    opened: list[str] = []
    canvas.incident_activated.connect(opened.append)
    with qtbot.waitSignal(canvas.picked, timeout=LIMIT_MS) as seen:
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at(canvas, LAT, LON))
    assert seen.args == pytest.approx([LAT, LON], abs=5e-5)
    assert opened == []
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert not canvas.is_picking


def test_double_click_and_both_context_menus_pick(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.fly_to(LAT, LON, 13)
    places: list[tuple[float, float]] = []
    canvas.picked.connect(lambda lat, lon: places.append((lat, lon)))
    point = QPoint(420, 260)
    qtbot.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=point)
    for reason in (QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard):
        QApplication.sendEvent(canvas, QContextMenuEvent(reason, point, canvas.mapToGlobal(point)))
    expected = canvas.camera.position_at(420, 260)
    assert places[0] == pytest.approx(expected)
    assert places[1] == pytest.approx(expected)
    assert places[2] == pytest.approx((LAT, LON), abs=1e-4)


def test_dragging_moves_the_ground_with_the_hand_and_clicks_nothing(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.set_incidents([incident("a")])
    canvas.fly_to(LAT, LON, 13)
    opened: list[str] = []
    canvas.incident_activated.connect(opened.append)
    held = canvas.camera.position_at(350, 350)
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(350, 350))
    qtbot.mouseMove(canvas, QPoint(400, 370))
    qtbot.mouseMove(canvas, QPoint(450, 300))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(450, 300))
    assert canvas.camera.position_at(450, 300) == pytest.approx(held, abs=1e-6)
    assert opened == []


def test_the_wheel_zooms_about_the_pointer(canvas: MapCanvas) -> None:
    canvas.fly_to(LAT, LON, 12)
    held = canvas.camera.position_at(100, 600)
    wheel = QWheelEvent(
        QPointF(100, 600), QPointF(100, 600), QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, wheel)
    assert canvas.camera.zoom == 13
    assert canvas.camera.position_at(100, 600) == pytest.approx(held, abs=1e-6)


def test_the_keyboard_alone_moves_zooms_and_picks(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.fly_to(LAT, LON, 12)
    home = canvas.camera
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    qtbot.keyClick(canvas, Qt.Key.Key_Up)
    assert canvas.camera.centre.lon > home.centre.lon
    assert canvas.camera.centre.lat > home.centre.lat
    qtbot.keyClick(canvas, Qt.Key.Key_Left)
    qtbot.keyClick(canvas, Qt.Key.Key_Down)
    assert canvas.camera.centre == pytest.approx(home.centre, abs=1e-6)
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.camera.zoom == 13
    qtbot.keyClick(canvas, Qt.Key.Key_Minus)
    with qtbot.waitSignal(canvas.picked, timeout=LIMIT_MS) as seen:
        qtbot.keyClick(canvas, Qt.Key.Key_Space)
    assert seen.args == pytest.approx([LAT, LON], abs=1e-4)
    qtbot.keyClick(canvas, Qt.Key.Key_Home)
    assert canvas.camera.zoom < 11


def test_tab_walks_the_incidents_worst_first_and_then_leaves_the_map(
    qtbot: QtBot, gazetteer: Gazetteer
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(500, 400)
    canvas = MapCanvas(gazetteer, MapPalette.from_tokens(LIGHT), window)
    canvas.set_animated(False)
    after = QLineEdit(window)
    canvas.setGeometry(0, 0, 500, 360)
    after.setGeometry(0, 365, 200, 30)
    window.show()
    window.activateWindow()
    canvas.setFocus()
    qtbot.waitUntil(canvas.hasFocus, timeout=LIMIT_MS)
    canvas.set_incidents(
        [incident("low", priority="P4"), incident("worst", LAT + 0.1, LON, priority="P1"), incident("mid")]
    )
    opened: list[str] = []
    canvas.incident_activated.connect(opened.append)
    for _ in range(3):
        qtbot.keyClick(canvas, Qt.Key.Key_Tab)
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert opened == ["worst", "mid", "low"]
    assert canvas.camera.centre == pytest.approx((LAT, LON), abs=1e-6)
    qtbot.keyClick(canvas, Qt.Key.Key_Tab)
    qtbot.waitUntil(after.hasFocus, timeout=LIMIT_MS)


def test_enter_opens_the_selected_incident_when_none_is_walked_to(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.set_incidents([incident("a"), incident("b", selected=True)])
    with qtbot.waitSignal(canvas.incident_activated, timeout=LIMIT_MS) as seen:
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert seen.args == ["b"]


def test_the_place_under_the_pointer_is_told_once_per_change(
    qtbot: QtBot, canvas: MapCanvas, gazetteer: Gazetteer
) -> None:
    places: list[Place] = [place for place in gazetteer.desa if place.name in {"Handil Bakti", "Terantang"}]
    canvas.fly_to(LAT, LON, 13)
    told: list[str] = []
    canvas.hovered_place.connect(told.append)
    for place in places:
        for nudge in (0, 2):
            qtbot.mouseMove(canvas, at(canvas, place.lat, place.lon) + QPoint(nudge, 0))
    assert told == [f"sekitar {place.label}" for place in places]


def test_a_point_outside_says_so(canvas: MapCanvas) -> None:
    assert canvas.place_text(-3.44, 114.83).startswith("di luar Batola")


def test_flights_arrive_and_hiding_ends_them(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.set_animated(True)
    canvas.fly_to(LAT, LON, 12)
    qtbot.waitUntil(lambda: canvas.camera.zoom == 12, timeout=LIMIT_MS)
    assert canvas.camera.centre == pytest.approx((LAT, LON), abs=1e-6)
    canvas.fly_to(LAT + 0.01, LON, 13)
    canvas.hide()
    assert canvas.camera.centre == pytest.approx((LAT + 0.01, LON), abs=1e-6)
    assert canvas.is_complete


def test_the_regency_stays_whole_when_the_window_changes_until_somebody_moves_it(canvas: MapCanvas) -> None:
    canvas.go_home()
    zoom = canvas.camera.zoom
    canvas.resize(350, 350)
    assert canvas.camera.zoom < zoom
    canvas.fly_to(LAT, LON, 14)
    canvas.resize(600, 600)
    assert canvas.camera.zoom == 14


def test_a_burst_of_changes_is_gathered(
    qtbot: QtBot, canvas: MapCanvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    canvas.set_units([unit("u")])  # else names and words find their places anew in between
    finished(qtbot, canvas)
    painted: list[float] = []
    original = canvas.paintEvent

    def paint(qt_event: QPaintEvent) -> None:
        painted.append(time.monotonic())
        original(qt_event)

    monkeypatch.setattr(canvas, "paintEvent", paint)
    for number in range(100):
        canvas.set_units([unit("u", LAT + number * 1e-4)])
        QApplication.processEvents()
    qtbot.waitUntil(lambda: not canvas._gather.isActive(), timeout=LIMIT_MS)
    QApplication.processEvents()
    gathered_s = painted[-1] - painted[0]
    assert 1 <= len(painted) <= 2 + gathered_s / UPDATE_GAP_S
    assert canvas._marks.units[0].lat == pytest.approx(LAT + 99e-4)


def test_a_unit_that_moves_is_drawn_and_found_where_it_is_now(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.fly_to(LAT, LON, 13)
    canvas.set_units([unit("a", LAT + 0.02), unit("b", LAT - 0.02)])
    finished(qtbot, canvas)
    canvas.move_units([unit("b", LAT, LON)])
    here, there = at(canvas, LAT, LON), at(canvas, LAT - 0.02, LON)
    image = finished(qtbot, canvas)
    assert has_colour(image, here.x(), here.y(), LIGHT["map_unit_ready"])
    assert not has_colour(image, there.x(), there.y(), LIGHT["map_unit_ready"])
    found = [canvas._marks.unit_at(canvas.camera, place.x(), place.y()) for place in (here, there)]
    assert [mark.unit_id if mark else None for mark in found] == ["b", None]
    canvas.move_units([unit("c", LAT, LON + 0.02), unit("a", LAT, LON)])
    assert [mark.unit_id for mark in canvas._marks.units] == ["a", "b", "c"]


def test_labels_are_laid_out_again_only_when_the_camera_has_moved_far(
    qtbot: QtBot, canvas: MapCanvas
) -> None:
    canvas.fly_to(LAT, LON, 13)
    canvas.set_units([unit("u")])
    finished(qtbot, canvas)
    before = canvas._labels.layouts
    for _ in range(5):
        canvas.set_units([unit("u")])
        canvas.grab()
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    canvas.grab()
    assert canvas._labels.layouts == before
    for _ in range(3):
        qtbot.keyClick(canvas, Qt.Key.Key_Right)
    finished(qtbot, canvas)
    assert canvas._labels.layouts == before + 1


def test_tiles_stay_within_their_memory(qtbot: QtBot) -> None:
    cache = TileCache(bytes_max=10 * 64 * 64 * 4)
    for number in range(50):
        cache.put(TileKey("light", 1000, Tile(12, number, 0)), QPixmap(64, 64))
    assert len(cache) == 10
    assert cache.bytes_used == 10 * 64 * 64 * 4
    assert cache.get_any_scale("light", Tile(12, 0, 0)) is None
    assert cache.get_any_scale("light", Tile(12, 49, 0)) is not None
    assert cache.get_any_scale("dark", Tile(12, 49, 0)) is None


def test_a_palette_names_every_token_that_is_missing() -> None:
    broken = {key: value for key, value in LIGHT.items() if key != "map_focus"} | {"map_p1": "reddish"}
    with pytest.raises(ValueError, match=r"map_focus.*map_p1"):
        MapPalette.from_tokens(broken)
    assert set(TOKENS) <= set(LIGHT) == set(DARK)


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_words_on_marks_and_panels_are_readable(tokens: dict[str, str]) -> None:
    pairs = [(f"map_p{n}_text", f"map_p{n}") for n in range(1, 6)]
    pairs += [
        ("map_panel_text", "map_panel_bg"),
        ("map_panel_muted", "map_panel_bg"),
        ("map_fix", "map_panel_bg"),
    ]
    pairs += [("map_unit_text", f"map_unit_{state}") for state in ("ready", "moving", "on_scene", "danger")]
    pairs += [("map_unit_text_out", "map_unit_out"), ("map_graticule_text", "map_background")]
    pairs += [(ink, f"map_land_{n}") for n in range(1, 6) for ink in ("map_desa_text", "map_kecamatan_text")]
    words = ("map_desa_text", "map_kecamatan_text", "map_water_text", "map_road_text", "map_poi_text")
    grounds = ("map_land", "map_land_wetland", "map_land_farm", "map_land_forest", "map_land_residential")
    pairs += [(ink, ground) for ink in words for ground in grounds]
    pairs += [(ink, "map_text_halo") for ink in words]  # what stands around words on water and roads
    weak = [pair for pair in pairs if contrast(tokens[pair[0]], tokens[pair[1]]) < 4.5]
    assert weak == []


def contrast(a: str, b: str) -> float:
    def luminance(name: str) -> float:
        parts = QColor(name).getRgbF()[:3]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_no_half_value_of_the_graticule_looks_out_beside_the_legend(
    qtbot: QtBot, canvas: MapCanvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    canvas.resize(900, 700)
    monkeypatch.setattr("batola_desk.ui.map.furniture.graticule_step_deg", lambda _px: 0.05)  # one in its way
    finished(qtbot, canvas)
    legend = canvas._furniture.legend_place
    strip = (0, int(legend.top()) + 14, int(legend.left()), int(legend.height()) - 28)
    with_legend = canvas.grab().toImage().copy(*strip)
    canvas.show_legend(shown=False)
    canvas.grab()  # this one puts the legend away
    without_legend = canvas.grab().toImage().copy(*strip)
    monkeypatch.setattr(canvas._furniture, "_draw_value", lambda *_: None)
    without_values = canvas.grab().toImage().copy(*strip)
    assert without_legend != without_values, "nothing was in its way"
    assert with_legend == without_values


def test_names_of_places_give_way_to_marks(qtbot: QtBot, canvas: MapCanvas, gazetteer: Gazetteer) -> None:
    places = gazetteer.kecamatan
    canvas.set_units([unit(f"u{number}", place.lat, place.lon) for number, place in enumerate(places)])
    finished(qtbot, canvas)
    camera = canvas._control.camera
    boxes = [
        (x + label.dx, y + label.dy, picture.deviceIndependentSize())
        for point, label, picture in canvas._labels._placed
        for x, y in [camera.point_on_screen(point.place.lat, point.place.lon)]
    ]
    assert len(boxes) == len(places), "no name is lost"
    covered = [
        (x, y)
        for mark in places
        for x, y in [camera.point_on_screen(mark.lat, mark.lon)]
        for left, top, size in boxes
        if left < x + 8 and left + size.width() > x - 8 and top < y + 8 and top + size.height() > y - 8
    ]
    assert not covered


def test_no_name_is_half_under_the_words_of_a_unit(
    qtbot: QtBot, canvas: MapCanvas, gazetteer: Gazetteer
) -> None:
    places = gazetteer.places
    canvas.fly_to(LAT, LON, 12)
    canvas.set_units([unit(f"DAMKAR {number}", place.lat, place.lon) for number, place in enumerate(places)])
    finished(qtbot, canvas)
    layer, camera, tags = canvas._labels, canvas.camera, canvas._marks._tags.placed
    drawn = [name.box for name in layer.boxes(camera) if name.number not in layer._hidden]
    assert len(tags) > 5
    assert len(drawn) > 5
    covered = [
        (box, tag.box)
        for box in drawn
        for tag in tags
        if box[0] < tag.box[2] and box[2] > tag.box[0] and box[1] < tag.box[3] and box[3] > tag.box[1]
    ]
    assert covered == []
    canvas.set_units([])
    finished(qtbot, canvas)
    assert not layer._hidden  # and what was hidden comes back


def test_many_tickets_of_one_desa_share_one_area(canvas: MapCanvas, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[float] = []

    def count(_painter: object, _at: object, radius: float, _colour: object, *, is_strong: bool) -> None:
        drawn.append(radius)

    monkeypatch.setattr("batola_desk.ui.map.mark_layer._area", count)
    canvas.fly_to(LAT, LON, 16)
    canvas.set_incidents([incident(f"i{number}", uncertainty_m=300.0) for number in range(5)])
    canvas.grab()
    assert len(drawn) == 1


def test_words_of_a_mark_at_the_edge_stay_on_the_map(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.fly_to(LAT, LON, 13)
    finished(qtbot, canvas)
    edge = canvas._control.camera.position_at(canvas.width() - 40, canvas.height() / 2)
    canvas.set_incidents([incident("a", edge.lat, edge.lon, selected=True, label="A0001 Perahu terbalik")])
    finished(qtbot, canvas)
    rights = [
        tag.x + tag.dx + tag.picture.deviceIndependentSize().width() for tag in canvas._marks._tags.placed
    ]
    assert rights
    assert max(rights) <= canvas.width()
