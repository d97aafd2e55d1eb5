"""Drawing on the map by pointer and by keys, correcting, removing, taking back, and the list."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest

from batola_desk.domain.map_feature import FeatureWish
from batola_desk.services.map_feature_views import FeatureView
from batola_desk.ui.map.feature_feeder import FeatureFeeder
from batola_desk.ui.map_features.feature_desk import FeatureDesk
from batola_desk.ui.map_features.feature_words import hint_words, label_words, state_of
from tests.support.cpu_time import least_cpu_s
from tests.support.desk_double import open_desk
from tests.support.shipped import shipped_catalog
from tests.ui.shell_stage import ShellStage, open_shell

LAT, LON = -2.9897, 114.7685


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[ShellStage]:
    catalog = shipped_catalog()
    async with open_desk(tmp_path, catalog=catalog) as desk:
        made = ShellStage(desk)
        made.window.map_panel.canvas.fly_to(LAT, LON, 14.0)
        await made.settle()
        yield made
        made.window.close_for_good()
        await made.settle()


def hands(stage: ShellStage) -> FeatureDesk:
    return stage.window.map_features


def canvas(stage: ShellStage) -> Any:
    return stage.window.map_panel.canvas


def shown(stage: ShellStage) -> list[FeatureView]:
    return list(stage.services.map_features.shown())


async def key(stage: ShellStage, *keys: Qt.Key) -> None:
    for one in keys:
        QTest.keyClick(stage.window.focusWidget(), one)
        await stage.settle()


def spot(stage: ShellStage, dx: int, dy: int) -> QPoint:
    return canvas(stage).rect().center() + QPoint(dx, dy)


async def click(stage: ShellStage, dx: int, dy: int) -> None:
    stage.window.map_panel.render_now()  # what came is gathered for a tenth of a second
    QTest.mouseClick(canvas(stage), Qt.MouseButton.LeftButton, pos=spot(stage, dx, dy))
    await stage.settle()


async def draw(stage: ShellStage, **more: Any) -> str:
    wish: dict[str, Any] = {"kind": "landmark", "shape": "point", "points": ((LAT, LON),), "name": "Masjid"}
    feature_id = await stage.services.map_features.draw(FeatureWish(**{**wish, **more}))
    await stage.settle()
    return feature_id


async def test_a_landmark_is_drawn_by_keys_alone(stage: ShellStage) -> None:
    await stage.press("Ctrl+Shift+E")
    await key(stage, Qt.Key.Key_1, Qt.Key.Key_Right, Qt.Key.Key_Space)
    await stage.type("Masjid")
    await key(stage, Qt.Key.Key_Tab)
    await stage.type("mesjid, langgar")
    await key(stage, Qt.Key.Key_Return)
    (view,) = shown(stage)
    assert (view.feature.name, view.feature.variants) == ("Masjid", ("mesjid", "langgar"))
    lat, lon = view.feature.points[0]
    centre = canvas(stage).camera.centre
    assert (lat, lon) == pytest.approx((centre.lat, centre.lon), abs=1e-6)
    assert lon > LON
    assert not hands(stage).card.isVisible()
    assert canvas(stage).hasFocus()


async def test_a_closed_road_is_drawn_with_the_pointer_and_ends_by_itself(stage: ShellStage) -> None:
    hands(stage).card.show_choice(["closed_road"])
    await key(stage, Qt.Key.Key_1)
    await click(stage, -40, 60)
    await click(stage, 0, 90)
    await click(stage, 40, 60)
    await key(stage, Qt.Key.Key_Backspace)
    assert "2" in hands(stage).card.title.text()
    await key(stage, Qt.Key.Key_Return, Qt.Key.Key_Return)
    (closure,) = stage.services.map_features.closures()
    assert (closure.shape, len(closure.points)) == ("line", 2)
    assert closure.valid_until_us is not None


async def test_a_click_on_the_first_corner_closes_an_area_and_points_snap_to_what_is_there(
    stage: ShellStage,
) -> None:
    at = canvas(stage).camera.position_at(*spot(stage, 60, 60).toTuple())
    await draw(stage, points=((at.lat, at.lon),))
    await stage.press("Ctrl+Shift+E")
    await key(stage, Qt.Key.Key_6)
    await click(stage, -40, 60)
    await click(stage, 0, 120)
    await click(stage, 63, 57)
    await click(stage, -38, 62)
    await key(stage, Qt.Key.Key_Return)
    area = next(view.feature for view in shown(stage) if view.feature.kind == "danger_area")
    assert len(area.points) == 3
    assert area.points[2] == pytest.approx((at.lat, at.lon), abs=1e-6)


async def test_too_few_corners_are_no_shape_and_escape_drops_it(stage: ShellStage) -> None:
    await stage.press("Ctrl+Shift+J")
    await key(stage, Qt.Key.Key_Space, Qt.Key.Key_Return)
    assert "minimal dua" in stage.words
    assert hands(stage).card.isVisible()
    await key(stage, Qt.Key.Key_Escape)
    assert not hands(stage).card.isVisible()
    await key(stage, Qt.Key.Key_Space)  # the tool is out of the hand: Space takes the place again
    assert shown(stage) == []


async def test_the_command_line_knows_kinds_and_radii(stage: ShellStage) -> None:
    stage.window.commands.obey("map_add", "derm")
    await key(stage, Qt.Key.Key_Space)
    form = hands(stage).card.form
    assert form.tide.isVisible()
    form.name.setText("Dermaga Baru")
    form.tide_from.setText("satu")
    await key(stage, Qt.Key.Key_Return)
    assert "meter" in stage.words
    form.tide_from.setText("0,8")
    await key(stage, Qt.Key.Key_Return)
    (point,) = stage.services.map_features.tidal_points()
    assert point.usable_from_m == 0.8
    stage.window.commands.obey("map_add", "layang-layang")
    assert hands(stage).card.pages.currentWidget() is hands(stage).card.choice
    await key(stage, Qt.Key.Key_Escape)
    stage.window.commands.obey("danger_zone", "besar")
    await stage.settle()
    assert "zona 300" in stage.words


async def test_a_ticket_gets_its_danger_area_and_its_closed_road(stage: ShellStage) -> None:
    incidents = stage.services.incidents
    incident_id = await incidents.new()
    stage.window.open_incident(incident_id)
    await stage.settle()
    await stage.press("Ctrl+Shift+H")
    assert "titik lokasi" in stage.words
    await incidents.set_location(incident_id, LAT, LON, source="map_click")
    await stage.settle()
    stage.window.commands.obey("danger_zone", "150 m")
    await stage.settle()
    (area,) = stage.services.map_features.left_by(incident_id)
    assert area.feature.shape == "polygon"
    await stage.press("Ctrl+Shift+J")
    await key(stage, Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_Return)
    assert hands(stage).card.form.belongs.isChecked()
    await key(stage, Qt.Key.Key_Return)
    kinds = [view.feature.kind for view in stage.services.map_features.left_by(incident_id)]
    assert sorted(kinds) == ["closed_road", "danger_area"]
    stage.window.map_panel.render_now()
    menu = hands(stage).menu.menu_at(*canvas(stage).camera.point_on_screen(LAT, LON))
    assert menu is not None
    assert any("300" in action.text() for action in menu.actions())
    menu.deleteLater()


async def test_a_click_on_a_feature_corrects_it_and_one_key_takes_that_back(stage: ShellStage) -> None:
    await draw(stage)
    await click(stage, 0, 0)
    card = hands(stage).card
    assert card.form.name.text() == "Masjid"
    assert stage.window.map_panel.feeder(FeatureFeeder).selected
    card.form.name.setText("Masjid Raya")
    await key(stage, Qt.Key.Key_Return)
    assert [view.feature.name for view in shown(stage)] == ["Masjid Raya"]
    assert stage.window.map_panel.feeder(FeatureFeeder).selected == ""
    await click(stage, 0, 0)
    card.form.remove.click()
    await stage.settle()
    assert shown(stage) == []
    assert "Alt+Z" in stage.words
    await stage.press("Alt+Z")
    assert [view.feature.name for view in shown(stage)] == ["Masjid Raya"]
    await stage.press("Alt+Z")
    assert [view.feature.name for view in shown(stage)] == ["Masjid"]


async def test_a_point_is_moved_and_corners_of_an_area_too(stage: ShellStage) -> None:
    point = await draw(stage)
    hands(stage).edit(point)
    await stage.settle()
    hands(stage).card.form.reshape.click()
    await stage.settle()
    await click(stage, 30, 60)
    camera = canvas(stage).camera
    moved = camera.position_at(*spot(stage, 30, 60).toTuple())
    assert shown(stage)[0].feature.points[0] == pytest.approx((moved.lat, moved.lon), abs=1e-6)
    corners = [
        camera.position_at(*spot(stage, dx, dy).toTuple()) for dx, dy in ((-60, 80), (0, 160), (60, 80))
    ]
    area = await draw(
        stage, kind="danger_area", shape="polygon", points=tuple((at.lat, at.lon) for at in corners), name=""
    )
    hands(stage).edit(area)
    await stage.settle()
    canvas(stage).fly_to(camera.centre.lat, camera.centre.lon, 14.0)
    hands(stage).card.form.reshape.click()
    await stage.settle()
    await click(stage, 1, 158)  # picks the corner up
    await click(stage, 0, 130)
    await click(stage, 0, 81)  # a new corner on the edge
    await click(stage, 0, 60)
    await key(stage, Qt.Key.Key_Return)
    feature = next(view.feature for view in shown(stage) if view.feature_id == area)
    xs_ys = [
        QPointF(*camera.point_on_screen(*p)) - QPointF(canvas(stage).rect().center()) for p in feature.points
    ]
    assert [(round(p.x()), round(p.y())) for p in xs_ys] == [(-60, 80), (0, 130), (60, 80), (0, 60)]


async def test_the_list_is_searched_filtered_and_works_by_keys(stage: ShellStage) -> None:
    await draw(stage, variants=("mesjid alkarim",))
    jetty = await draw(stage, kind="jetty", name="Dermaga Marabahan", points=((LAT - 0.05, LON),))
    await stage.press("Ctrl+Shift+F")
    sheet = hands(stage).sheet
    assert len(sheet.model.rows) == 2
    await stage.type("alkarim")
    assert [row.feature.name for row in sheet.model.rows] == ["Masjid"]
    sheet.search.setText("dermaga")
    await key(stage, Qt.Key.Key_Down, Qt.Key.Key_Delete)
    sheet.render_now()  # what came is gathered a moment
    assert sheet.model.rows == []
    assert [view.feature.name for view in shown(stage)] == ["Masjid"]
    sheet.kind.setCurrentIndex(sheet.kind.count() - 1)
    await stage.settle()
    assert [row.feature_id for row in sheet.model.rows] == [jetty]
    sheet.table.setFocus()
    await key(stage, Qt.Key.Key_K)
    assert len(shown(stage)) == 2
    sheet.render_now()  # what came is gathered a moment
    assert sheet.model.rows == []
    sheet.kind.setCurrentIndex(0)
    await stage.settle()
    sheet.search.setText("dermaga")
    sheet.search.setFocus()
    await key(stage, Qt.Key.Key_Return)
    assert not sheet.isVisible()
    assert canvas(stage).camera.centre.lat == pytest.approx(LAT - 0.05, abs=1e-4)


async def test_who_may_not_draw_sees_no_button_and_is_told(stage: ShellStage) -> None:
    feature_id = await draw(stage)
    context = stage.services._context
    context.person = replace(context.person, role="OP")
    hands(stage)._render_rights()
    assert not hands(stage).add.isVisible()
    await stage.press("Ctrl+Shift+E")
    assert not hands(stage).card.isVisible()
    hands(stage).edit(feature_id)
    assert not hands(stage).card.isVisible()


async def test_a_click_on_the_card_is_none_on_the_map(stage: ShellStage) -> None:
    await stage.press("Ctrl+Shift+J")
    card = hands(stage).card
    QTest.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    await stage.settle()
    assert hands(stage)._tool is not None
    assert hands(stage)._tool.points == []
    card.finish.click()
    assert "minimal dua" in stage.words


async def test_a_feature_looks_like_its_kind_in_both_themes(stage: ShellStage) -> None:
    kinds = ("landmark", "jetty", "pump", "post")
    for at, kind in enumerate(kinds):
        await draw(stage, kind=kind, name=kind, points=((LAT, LON + 0.004 * at),))
    pictures = set()
    for theme in ("light", "dark"):
        stage.window.keep_setting("screen.theme", theme)
        await stage.settle()
        stage.window.map_panel.render_now()
        grabbed = canvas(stage).grab().toImage()
        for at in range(len(kinds)):
            x, y = canvas(stage).camera.point_on_screen(LAT, LON + 0.004 * at)
            part = grabbed.copy(round(x) - 9, round(y) - 9, 18, 18)
            pictures.add(bytes(part.convertToFormat(QImage.Format.Format_RGB32).constBits()))
    assert len(pictures) == 2 * len(kinds)


async def test_words_of_a_feature_say_what_an_operator_needs(stage: ShellStage) -> None:
    now_us = stage.services.now_us()
    end_us = now_us + 2 * 3_600_000_000
    feature_id = await draw(
        stage, kind="jetty", name="Dermaga", variants=("titian",), usable_from_m=0.8, usable_to_m=2.0,
        valid_until_us=end_us, note="lapuk",
    )  # fmt: skip
    view = stage.services.map_features.view(feature_id)
    assert view is not None
    assert label_words(view.feature, now_us, 480).startswith("Dermaga s.d. ")
    hint = hint_words(view, now_us, 480)
    for words in ("titian", "lapuk", "0,8–2 m"):
        assert words in hint
    assert state_of(view) == "shown"
    assert state_of(replace(view, ends_soon=True)) == "soon"
    assert state_of(replace(view, is_left=True, ends_soon=True)) == "left"
    assert state_of(replace(view, is_over=True)) == "over"


async def test_a_crowd_of_landmarks_is_thinned_and_painted(stage: ShellStage) -> None:
    from batola_desk.map.feature_marks import FeatureMark

    feeder = stage.window.map_panel.feeder(FeatureFeeder)
    marks = [
        FeatureMark(
            f"f{n}", "landmark", "point", ((LAT + (n % 70) * 0.0007, LON + (n // 70) * 0.0007),), f"n{n}"
        )
        for n in range(5_000)
    ]
    feeder.overlay.set_marks(marks)
    camera, view = canvas(stage).camera, canvas(stage)
    picture = QImage(view.size(), QImage.Format.Format_RGB32)
    with QPainter(picture) as painter:
        took_s = least_cpu_s(
            lambda: feeder.overlay.draw(painter, camera, view._palette, view._glyphs_for(1.0))
        )
    assert 0 < len(feeder.overlay._signs(camera)) <= 400
    assert took_s < 0.006


async def test_a_file_is_taken_over_below_the_list_with_a_report(stage: ShellStage, tmp_path: Path) -> None:
    path = tmp_path / "patokan.geojson"
    where = {"type": "Point", "coordinates": [LON, LAT]}
    features = [
        {"type": "Feature", "geometry": where, "properties": {"nama": "Langgar"}},
        {"type": "Feature", "geometry": None, "properties": {"nama": "Pasar"}},
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    await stage.press("Ctrl+Shift+F")
    files = hands(stage).sheet.files
    await key(stage, Qt.Key.Key_Down)
    files.import_now()
    assert "geojson" in files.result.text()
    files.take_file(str(tmp_path / "none.geojson"))
    await stage.desk.until(lambda: "tidak bisa dibaca" in files.result.text())
    files.take_file(str(path))
    await stage.desk.until(lambda: "1 baru" in files.result.text())
    assert "1 dilewati" in files.result.text()
    assert "“Pasar”: tanpa letak" in files.report.toPlainText()
    assert "nama" in files.report.toPlainText()
    hands(stage).sheet.render_now()
    assert [row.feature.name for row in hands(stage).sheet.model.rows] == ["Langgar"]
    files.give.click()
    await stage.desk.until(lambda: "disimpan" in files.result.text())
    assert len(list(stage.services._context.exports.glob("*.geojson"))) == 1
    await stage.press("Alt+Z")
    assert shown(stage) == []


async def test_what_an_ended_ticket_leaves_is_asked_about_once(stage: ShellStage) -> None:
    incidents = stage.services.incidents
    for answer in ("tidy", "leave"):
        incident_id = await incidents.new()
        await incidents.set_location(incident_id, LAT, LON, source="map_click")
        stage.window.open_incident(incident_id)
        await stage.settle()
        stage.window.commands.obey("danger_zone", "300")
        await stage.settle()
        assert not hands(stage).card.isVisible()
        await incidents.set_state(incident_id, "cancelled", reason="salah")
        await stage.settle()
        card = hands(stage).card
        assert card.is_asking
        assert "Zona bahaya" in card.question.text()
        assert not card.isAncestorOf(stage.window.focusWidget() or stage.window)  # no key is taken away
        getattr(card, answer).click()
        await stage.settle()
        assert not card.isVisible()
        assert len(shown(stage)) == (0 if answer == "tidy" else 1)
    left = stage.services.map_features.view(stage.services.map_features.listed()[0].feature_id)
    assert left is not None and left.is_left and left.is_kept
    await draw(stage)
    assert not hands(stage).card.isVisible()


async def test_a_ticket_that_ended_before_the_start_is_asked_about_when_the_window_opens(
    qapp: Any, tmp_path: Path
) -> None:
    catalog = shipped_catalog()
    async with open_shell(tmp_path, catalog=catalog) as stage:
        incidents = stage.services.incidents
        incident_id = await incidents.new()
        await incidents.set_location(incident_id, LAT, LON, source="map_click")
        await stage.services.map_features.mark_danger(incident_id, 300)
        number = incidents.view(incident_id).incident.ticket_number
        await incidents.set_state(incident_id, "cancelled", reason="salah")
        await stage.settle()
        assert hands(stage).card.is_asking  # and nobody answers
    async with open_shell(tmp_path, catalog=catalog) as stage:
        await stage.settle()
        card = hands(stage).card
        assert card.is_asking
        card.away.click()  # not now
        await stage.settle()
        assert not card.isVisible()
    async with open_shell(tmp_path, catalog=catalog) as stage:
        await stage.settle()
        card = hands(stage).card
        assert card.is_asking
        assert number.rpartition("-")[2] in card.title.text()
        await stage.press("Alt+Shift+B")
        assert not card.isVisible()
        assert "tetap di peta" in stage.words
        assert len(shown(stage)) == 1
    async with open_shell(tmp_path, catalog=catalog) as stage:
        await stage.settle()
        assert not hands(stage).card.isVisible()


async def test_the_word_that_tidies_works_without_the_pointer(stage: ShellStage) -> None:
    stage.window.commands.obey("map_tidy", "")
    assert "Tidak ada" in stage.words
    incident_id = await stage.services.incidents.new()
    await draw(stage, kind="closed_road", shape="line", points=((LAT, LON), (LAT, LON + 0.01)),
               incident_id=incident_id, name="")  # fmt: skip
    await stage.services.incidents.set_state(incident_id, "cancelled", reason="salah")
    await stage.settle()
    stage.window.commands.obey("map_tidy", "")
    await stage.settle()
    assert shown(stage) == []
    await stage.press("Alt+Z")
    assert len(shown(stage)) == 1


async def test_the_map_shows_what_a_feature_is_called_now_and_forgets_what_left(stage: ShellStage) -> None:
    features = stage.services.map_features
    feature_id = await draw(stage)
    road = await draw(
        stage, kind="closed_road", shape="line", points=((LAT, LON), (LAT, LON + 0.01)), name=""
    )
    feeder = stage.window.map_panel.feeder(FeatureFeeder)
    feeder.feed()
    before = {mark.feature_id: mark.label for mark in feeder._shown}
    assert before[feature_id] == "Masjid"
    assert before[road].startswith("Jalan ditutup s.d. ")
    await features.change(feature_id, name="Masjid Raya")
    stage.desk.clock.forward(12 * 3600 - 60)
    feeder.feed()
    assert {mark.label for mark in feeder._shown if mark.feature_id == feature_id} == {"Masjid Raya"}
    assert [mark.fades for mark in feeder._shown if mark.feature_id == road] == [True]
    stage.desk.clock.forward(120)
    feeder.feed()
    assert [mark.feature_id for mark in feeder._shown] == [feature_id]
    assert "Masjid Raya" in feeder.overlay.hint(feature_id)
    assert feeder.overlay.hint(road) == ""
