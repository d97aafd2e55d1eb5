"""The search box over the map, its pin, and clusters that light up."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from batola_desk.map.pack.kinds import BY_CODE
from batola_desk.map.paste.reading import Doubt, Trouble
from batola_desk.map.place_index import LANDMARK_KINDS
from batola_desk.map.projection import distance_m
from batola_desk.services.call_clusters import CallCluster
from batola_desk.settings.paths import resource_path
from batola_desk.ui.places import place_lines
from batola_desk.ui.places.find_feeder import FindFeeder, cluster_text
from tests.ui.shell_stage import ShellStage, open_shell

HERE = (-3.2372, 114.5846)


async def _search(stage: ShellStage, text: str) -> None:
    stage.window.book["find_place"].trigger()
    await stage.settle()
    field = stage.window.places.box.field
    assert field.hasFocus()
    QTest.keyClicks(field, text)
    await stage.settle()


async def test_enter_flies_there_and_ctrl_enter_makes_it_the_place(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as stage:
        window = stage.window
        window.map_panel.canvas.set_animated(False)
        await _search(stage, "sungai lumbah")
        box = window.places.box
        first = box.field.lines[0]
        assert first.text.startswith("Desa Sungai Lumbah, Kec. Alalak")
        assert "km" in first.text
        QTest.keyClick(box.field, Qt.Key.Key_Return)
        await stage.settle()
        centre = window.map_panel.centre()
        assert distance_m(centre.lat, centre.lon, first.payload.latitude, first.payload.longitude) < 50
        pin = window.map_panel.feeder(FindFeeder).found.place
        assert pin is not None and pin.words == "Desa Sungai Lumbah, Kec. Alalak"
        assert window.form.vm.view is None, "looking at a place opens no ticket"
        QTest.keyClick(box.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await stage.until(lambda: bool(window.form.incident_id))
        await stage.settle()
        view = window.form.vm.view
        assert view is not None and view.incident.location is not None
        assert view.incident.location.label == "Desa Sungai Lumbah, Kec. Alalak"
        assert not box.isVisible()


async def test_searches_are_remembered_while_the_window_lives(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as stage:
        box = stage.window.places.box
        for text in ("handil bakti", "-3.2372, 114.5846"):
            await _search(stage, text)
            QTest.keyClick(box.field, Qt.Key.Key_Return)
            box.field.clear()
            QTest.keyClick(box.field, Qt.Key.Key_Escape)
            await stage.settle()
            assert not box.isVisible()
        stage.window.book["find_place"].trigger()
        await stage.settle()
        assert [line.text for line in box.field.lines] == ["-3.2372, 114.5846", "handil bakti"]
        QTest.keyClick(box.field, Qt.Key.Key_Return)
        await stage.settle()
        assert box.field.text() == "-3.2372, 114.5846"
        assert "Kec. Alalak" in box.field.lines[0].text


async def test_the_word_on_the_command_line_searches_at_once(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as stage:
        stage.window.commands.obey("find_place", "marabahan kota")
        await stage.settle()
        assert "Marabahan" in stage.window.places.box.field.lines[0].text


async def test_many_reports_light_up_and_a_click_lists_them(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as stage:
        window, incidents = stage.window, stage.services.incidents
        window.map_panel.canvas.set_animated(False)
        ids = []
        for north in (0.0, 0.001, 0.002):
            incident_id = await incidents.new(source="manual")
            incidents.set_field(incident_id, "type_code", "KB01")
            await incidents.set_location(incident_id, HERE[0] + north, HERE[1], source="map_click")
            ids.append(incident_id)
        await incidents.flush()
        window.map_panel.render_now()
        await stage.settle()
        overlay = window.map_panel.feeder(FindFeeder).clusters
        assert [cluster.calls for cluster in overlay.clusters] == [3]
        assert cluster_text(overlay.clusters[0]).startswith("3 panggilan, 220 m")
        canvas = window.map_panel.canvas
        canvas.fly_to(overlay.clusters[0].latitude, overlay.clusters[0].longitude, 13.0)
        await stage.settle()
        rings = [
            QPoint(x, canvas.height() // 2)
            for x in range(canvas.width())
            if overlay.hit(canvas.camera, x, canvas.height() / 2) is not None
        ]
        assert rings
        QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=rings[len(rings) // 4])
        await stage.settle()
        box = window.places.box
        assert box.isVisible()
        assert len(box.field.lines) == 3
        QTest.keyClick(box.field, Qt.Key.Key_Return)
        await stage.settle()
        assert window.form.incident_id in ids


@pytest.mark.parametrize(("minutes", "said"), [(0.2, "1 menit"), (6.4, "6 menit")])
def test_the_sentence_of_a_cluster(qtbot: QtBot, minutes: float, said: str) -> None:
    cluster = CallCluster(
        latitude=0, longitude=0, radius_m=200, width_m=400, minutes=minutes, calls=7, members=("call:a",)
    )
    assert cluster_text(cluster) == f"7 panggilan, 400 m, {said}"


def test_every_doubt_and_every_trouble_has_words() -> None:
    assert set(place_lines.DOUBTS) == {str(doubt) for doubt in Doubt}
    assert set(place_lines.TROUBLES) == {str(trouble) for trouble in Trouble}


def test_every_kind_of_place_has_an_icon() -> None:
    for kind in (*BY_CODE, *LANDMARK_KINDS, "desa", "kelurahan", "kecamatan"):
        assert resource_path("icons", f"{place_lines.icon_of(kind)}.svg").is_file(), kind
