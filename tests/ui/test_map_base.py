"""The ground of the map: a map pack while there is a good one, the schematic base else, never nothing."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from batola_desk.map.pack.kinds import Shape
from batola_desk.map.pack.reader import MapPack, PackFeature
from batola_desk.map.projection import Camera
from batola_desk.ui.map.base_keeper import BaseChoice, BaseKeeper
from batola_desk.ui.map.canvas import MapCanvas
from batola_desk.ui.map.palette import MapPalette
from batola_desk.ui.theme.tokens import DARK, LIGHT
from tests.support.shipped import shipped_gazetteer
from tests.support.small_pack import Item, write_small_pack

LAT, LON = -3.2533, 114.6099
D = 0.03
LAKE: Item = (
    "water.area",
    Shape.AREA,
    "Danau Uji",
    [[(LAT - D, LON - D), (LAT - D, LON + D), (LAT + D, LON + D), (LAT + D, LON - D), (LAT - D, LON - D)]],
)
ROAD: Item = ("road.trunk", Shape.LINE, "Jalan Uji", [[(LAT, LON - 1), (LAT, LON + 1)]])


class Stage:
    """A canvas whose pack can be put there, replaced and taken away."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.folder = folder
        self.path: Path | None = None
        gazetteer = shipped_gazetteer()
        self.canvas = MapCanvas(gazetteer, MapPalette.from_tokens(LIGHT, name="light"))
        self.canvas.set_animated(False)
        self.canvas.resize(700, 700)
        qtbot.addWidget(self.canvas)
        self.canvas.show()
        qtbot.waitExposed(self.canvas)
        self.canvas.fly_to(LAT, LON, 13)
        self.keeper = BaseKeeper(self.canvas, lambda: self.path, self.canvas)

    def put(self, file: str, *items: Item, **how: object) -> None:
        self.path = write_small_pack(self.folder / file, items, **how)  # type: ignore[arg-type]

    @property
    def note(self) -> str:
        return self.canvas._base_words.note(self.canvas._base_state)

    def wait_for(self, *, fault: str = "", has_pack: bool) -> None:
        def reached() -> bool:
            state = self.canvas._base_state
            return (state.meta is not None) is has_pack and state.fault == fault

        self.qtbot.waitUntil(reached, timeout=8000)

    def colour(self, x: int = 350, y: int = 290) -> str:
        self.qtbot.waitUntil(lambda: self.canvas.is_complete, timeout=8000)
        return str(QColor(self.canvas.grab().toImage().pixel(x, y)).name())


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    monkeypatch.setattr("batola_desk.ui.map.base_keeper.LOOK_EVERY_S", 0.02)
    found = Stage(qtbot, tmp_path)
    yield found
    found.keeper.close()
    found.canvas.close()


def test_without_a_pack_the_schematic_base_says_so(stage: Stage) -> None:
    stage.wait_for(has_pack=False)
    assert stage.note == "Peta skematik – belum ada paket peta"
    assert stage.colour() in {LIGHT[f"map_land_{number}"] for number in range(1, 6)}


def test_a_pack_is_painted_with_its_attribution_and_age(stage: Stage) -> None:
    stage.put("one", LAKE, ROAD)
    stage.wait_for(has_pack=True)
    assert stage.note == "© OpenStreetMap contributors"
    assert stage.colour() == LIGHT["map_water"]
    assert stage.colour(x=350, y=350) == LIGHT["map_road_trunk"]
    assert [row.words for row in stage.canvas._legend_rows()] == ["Data peta 1 Nov 2026"]
    hint = stage.canvas._hint_at(*stage.canvas._furniture.note_place.center().toTuple())
    assert "uji.osm.pbf" in hint
    assert "data 1 Nov 2026" in hint


def test_another_theme_paints_the_pack_anew(stage: Stage) -> None:
    stage.put("one", LAKE)
    stage.wait_for(has_pack=True)
    assert stage.colour() == LIGHT["map_water"]
    stage.canvas.set_map_palette(MapPalette.from_tokens(DARK, name="dark"))
    assert stage.colour() == DARK["map_water"]


def test_a_replaced_pack_is_shown_without_a_blink(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    read = MapPack.features_in

    def slowly(pack: MapPack, *where: Any, **how: Any) -> list[PackFeature]:
        time.sleep(0.01)  # an old disk: there is a while in which nothing of the new pack is painted
        return read(pack, *where, **how)

    monkeypatch.setattr(MapPack, "features_in", slowly)
    stage.put("one", LAKE)
    stage.wait_for(has_pack=True)
    assert stage.colour() == LIGHT["map_water"]
    first = stage.canvas._base_state.meta
    stage.put("two", ROAD, name="Kedua")
    seen = set()
    deadline = time.monotonic() + 8
    while not (stage.canvas._base_state.meta is not first and stage.canvas.is_complete):
        assert time.monotonic() < deadline
        stage.qtbot.wait(1)
        seen.add(QColor(stage.canvas.grab().toImage().pixel(350, 290)).name())
    assert seen <= {LIGHT["map_water"], LIGHT["map_land"]}  # never the schematic base, never the empty ground
    assert stage.colour() == LIGHT["map_land"]


def test_a_pack_that_goes_away_leaves_the_schematic_base_and_says_so(stage: Stage) -> None:
    stage.put("one", LAKE)
    stage.wait_for(has_pack=True)
    stage.path = None
    stage.wait_for(has_pack=False, fault="map_pack_gone")
    assert stage.note == "Peta skematik – paket peta tidak ada lagi"
    assert stage.colour() != LIGHT["map_water"]
    stage.put("two", LAKE)
    stage.wait_for(has_pack=True)
    assert stage.colour() == LIGHT["map_water"]


def test_a_file_that_is_no_pack_leaves_the_schematic_base(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    bad = stage.folder / "bad"
    bad.write_bytes(os.urandom(20_000))
    stage.path = bad
    stage.wait_for(has_pack=False, fault="map_pack_damaged")
    assert stage.note == "Peta skematik – paket peta rusak"
    assert stage.colour() in {LIGHT[f"map_land_{number}"] for number in range(1, 6)}
    stage.qtbot.wait(150)
    assert len(caplog.records) == 1  # not tried again and again
    caplog.clear()


def test_a_pack_damaged_inside_is_noticed_when_it_is_read(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.put("one", LAKE, *[ROAD] * 400)
    assert stage.path is not None
    data = bytearray(stage.path.read_bytes())
    size = int.from_bytes(data[16:18], "big")
    data[size * 12 :] = os.urandom(len(data) - size * 12)  # the tables are declared, their pages are noise
    stage.path.write_bytes(data)
    stage.wait_for(has_pack=False, fault="map_pack_damaged")
    assert stage.colour() in {LIGHT[f"map_land_{number}"] for number in range(1, 6)}
    caplog.clear()


def test_the_screen_thread_never_reads_the_pack(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    readers: set[str] = set()
    opened, asked = MapPack.open, MapPack._rows

    def note_open(path: Path) -> MapPack:
        readers.add(threading.current_thread().name)
        return opened(path)

    def note_rows(pack: MapPack, statement: str, values: tuple[object, ...]) -> list[object]:
        readers.add(threading.current_thread().name)
        return asked(pack, statement, values)

    monkeypatch.setattr(MapPack, "open", note_open)
    monkeypatch.setattr(MapPack, "_rows", note_rows)
    stage.put("one", LAKE, ROAD)
    stage.wait_for(has_pack=True)
    stage.colour()
    stage.canvas.fly_to(LAT, LON, 15)
    stage.colour()
    assert readers == {"map-pack"}


def test_pictures_from_the_air_lie_below_the_roads_and_can_be_chosen(stage: Stage) -> None:
    picture = QImage(256, 256, QImage.Format.Format_RGB32)
    picture.fill(QColor(200, 30, 200))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    camera = Camera.at(LAT, LON, 11, 700, 700)
    tiles = {(tile.zoom, tile.x, tile.y): bytes(buffer.data().data()) for tile in camera.tiles()}
    stage.put("one", LAKE, ROAD, tiles=tiles)
    stage.wait_for(has_pack=True)
    assert stage.colour() == LIGHT["map_water"]
    assert stage.keeper.has_raster
    stage.keeper.choose(BaseChoice.RASTER)
    stage.qtbot.waitUntil(lambda: stage.canvas._base_state.choice is BaseChoice.RASTER, timeout=8000)
    assert stage.colour() == QColor(200, 30, 200).name()  # two zooms nearer than the pictures were made for
    assert stage.colour(x=350, y=350) == LIGHT["map_road_trunk"]
    stage.keeper.choose(BaseChoice.SCHEMATIC)
    assert stage.note == "Peta skematik (dipilih)"
    assert stage.colour() in {LIGHT[f"map_land_{number}"] for number in range(1, 6)}


def test_names_of_the_pack_stand_on_the_map_and_none_covers_another(stage: Stage) -> None:
    lines: list[Item] = [
        ("road.primary", Shape.LINE, f"Jalan {number}", [[(LAT + number * 0.002, LON - 1), (LAT, LON + 1)]])
        for number in range(-8, 9)
    ]
    stage.put("one", LAKE, *lines)
    stage.wait_for(has_pack=True)
    stage.colour()
    placed = stage.canvas._names._placed
    assert len(placed) >= 3
    camera = stage.canvas.camera
    boxes = []
    for one in placed:
        x, y = one.x * camera.scale_px + one.dx, one.y * camera.scale_px + one.dy
        size = one.picture.deviceIndependentSize()
        if size.height() < 22:  # nearly level: its box is the words themselves
            boxes.append((x, y + 3, x + size.width(), y + size.height() - 3))
    for index, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[index + 1 :]:
            assert not (left < other[2] and right > other[0] and top < other[3] and bottom > other[1])


def test_threads_end_with_the_map(stage: Stage) -> None:
    stage.put("one", LAKE)
    stage.wait_for(has_pack=True)
    stage.colour()
    stage.keeper.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("map-pack")]
