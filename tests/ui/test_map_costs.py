"""What the map does how often: counts that hold at any load, where times would not."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QPaintEvent, QPixmap
from pytestqt.qtbot import QtBot

from batola_desk.domain.map_feature import MapFeature
from batola_desk.map.gazetteer import Gazetteer
from batola_desk.map.marks import IncidentMark, UnitMark
from batola_desk.map.pack.kinds import Shape
from batola_desk.map.pack.meta import Box
from batola_desk.map.pack.reader import MapPack, PackFeature
from batola_desk.services.map_features import MapFeatureService
from batola_desk.settings.paths import resource_path
from batola_desk.ui.map.base_keeper import BaseKeeper
from batola_desk.ui.map.canvas import MapCanvas
from batola_desk.ui.map.glyphs import GlyphStore
from batola_desk.ui.map.palette import MapPalette
from batola_desk.ui.map_features import feature_sheet
from batola_desk.ui.map_features.feature_sheet import ROWS_MAX
from batola_desk.ui.theme.tokens import DARK, LIGHT
from tests.support.desk_double import open_desk
from tests.support.small_pack import Item, write_small_pack
from tests.ui.shell_stage import ShellStage

LAT, LON = -3.2533, 114.6099
ROAD: Item = ("road.trunk", Shape.LINE, "Jalan Uji", [[(LAT, LON - 1), (LAT, LON + 1)]])


class PaintedCanvas(MapCanvas):
    """Counts its paints."""

    paints = 0

    def paintEvent(self, qt_event: QPaintEvent) -> None:
        self.paints += 1
        super().paintEvent(qt_event)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Counter[tuple[Box, bool]]:
    """How often which rectangle was read from the pack; True: for names."""
    counts: Counter[tuple[Box, bool]] = Counter()
    original = MapPack.features_in

    def features_in(pack: MapPack, box: Box, zoom: float, **how: Any) -> list[PackFeature]:
        counts[box, how.get("kinds") is not None] += 1
        return original(pack, box, zoom, **how)

    monkeypatch.setattr(MapPack, "features_in", features_in)
    return counts


@pytest.fixture
def canvas(qtbot: QtBot, tmp_path: Path, read: Counter[tuple[Box, bool]]) -> Iterator[PaintedCanvas]:
    path = write_small_pack(tmp_path / "one", [ROAD])
    gazetteer = Gazetteer.load(resource_path("gazetteer", "gazetteer.csv"))
    made = PaintedCanvas(gazetteer, MapPalette.from_tokens(LIGHT, name="light"))
    made.set_animated(False)
    made.resize(700, 700)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.fly_to(LAT, LON, 13)
    keeper = BaseKeeper(made, lambda: path, made)
    qtbot.waitUntil(lambda: made._base_state.meta is not None and made.is_complete, timeout=10_000)
    yield made
    keeper.close()
    made.close()


def settle(qtbot: QtBot, canvas: MapCanvas) -> None:
    qtbot.waitUntil(lambda: canvas.is_complete, timeout=10_000)


def tiles(read: Counter[tuple[Box, bool]]) -> dict[Box, int]:
    return {box: count for (box, is_names), count in read.items() if not is_names}


def test_the_first_picture_reads_every_tile_once_and_the_names_once(
    canvas: PaintedCanvas, read: Counter[tuple[Box, bool]]
) -> None:
    assert len(tiles(read)) >= 9
    assert set(tiles(read).values()) == {1}
    assert sum(count for (_, is_names), count in read.items() if is_names) == 1


def test_a_map_at_rest_paints_and_reads_nothing(
    canvas: PaintedCanvas, qtbot: QtBot, read: Counter[tuple[Box, bool]]
) -> None:
    qtbot.wait(50)
    paints, reads = canvas.paints, read.total()
    qtbot.wait(300)
    assert (canvas.paints, read.total()) == (paints, reads)


def test_a_pan_reads_what_comes_into_sight_and_nothing_again(
    canvas: PaintedCanvas, qtbot: QtBot, read: Counter[tuple[Box, bool]]
) -> None:
    before = len(tiles(read))
    for _ in range(8):
        canvas._control.pan(100.0, 0.0)
        settle(qtbot, canvas)
    new = len(tiles(read)) - before
    assert 6 <= new <= 4 * 6  # 800 pixels: three to four columns of at most six tiles
    assert set(tiles(read).values()) == {1}
    canvas._control.pan(-800.0, 0.0)
    settle(qtbot, canvas)
    assert set(tiles(read).values()) == {1}  # what was seen before is kept


def test_another_theme_paints_anew_what_was_read_before(
    canvas: PaintedCanvas, qtbot: QtBot, read: Counter[tuple[Box, bool]]
) -> None:
    before = tiles(read)
    canvas.set_map_palette(MapPalette.from_tokens(DARK, name="dark"))
    settle(qtbot, canvas)
    assert tiles(read) == before


def test_a_paint_without_news_makes_no_picture_and_asks_for_none(
    canvas: PaintedCanvas, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    made: list[object] = []
    unit_on_map, keep = GlyphStore.unit_on_map, GlyphStore._keep

    def count_unit(store: GlyphStore, shape: str, *args: Any, **how: Any) -> tuple[QPixmap, float]:
        asked.append(shape)
        return unit_on_map(store, shape, *args, **how)

    def count_made(store: GlyphStore, key: tuple[object, ...], picture: QPixmap) -> QPixmap:
        made.append(key)
        return keep(store, key, picture)

    monkeypatch.setattr(GlyphStore, "unit_on_map", count_unit)
    monkeypatch.setattr(GlyphStore, "_keep", count_made)
    units = [
        UnitMark(f"u{n}", LAT + n * 1e-3, LON, f"BPK {n}", "circle", "available", 10.0) for n in range(20)
    ]
    canvas.set_units(units)
    canvas.set_incidents(
        [IncidentMark(f"i{n}", LAT, LON + n * 1e-3, 50.0, "P2", f"K-{n}") for n in range(20)]
    )
    settle(qtbot, canvas)
    seen = len(canvas._marks.unit_layer.on_screen(canvas.camera))
    assert len(asked) == seen > 5
    asked.clear()
    made.clear()
    for step in (0.0, 3.0, -3.0):  # also while the ground moves
        canvas._control.pan(step, 0.0)
        canvas.repaint()
    assert (asked, made) == ([], [])
    canvas.move_units([units[0]])
    canvas.repaint()
    assert len(asked) == 1
    canvas.set_stale_after_s(0.0)  # all are stale at once
    canvas.repaint()
    assert len(asked) == 1 + seen


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[ShellStage]:
    async with open_desk(tmp_path) as desk:
        made = ShellStage(desk)
        yield made
        made.window.close_for_good()
        await made.settle()


def landmarks(count: int) -> dict[str, Any]:
    features = [
        MapFeature(
            feature_id=f"f{n}", drawn_us=n, changed_us=n, kind="landmark", shape="point",
            points=((LAT, LON),), name=f"Langgar {n}",
        )
        for n in range(count)
    ]  # fmt: skip
    return {f"map_feature:{feature.feature_id}": feature for feature in features}


async def test_a_list_of_thousands_works_out_only_the_rows_that_are_seen(
    stage: ShellStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = 3 * ROWS_MAX
    await stage.press("Ctrl+Shift+F")
    sheet = stage.window.map_features.sheet
    stage.services.map_features.take(landmarks(count))
    viewed: list[str] = []
    folded: list[str] = []
    original, found_by = MapFeatureService.view, feature_sheet._found_by

    def view(service: MapFeatureService, feature_id: str) -> Any:
        viewed.append(feature_id)
        return original(service, feature_id)

    def fold(feature: MapFeature, ticket: str) -> str:
        folded.append(feature.feature_id)
        return found_by(feature, ticket)

    monkeypatch.setattr(MapFeatureService, "view", view)
    monkeypatch.setattr(feature_sheet, "_found_by", fold)
    sheet.render_now()
    assert len(viewed) == ROWS_MAX == len(sheet.model.rows)
    assert sheet.model.rows[0].feature_id == f"f{count - 1}"  # the newest change first
    assert folded == []  # names are folded between two paints, not while the list is drawn
    for _ in range(500):
        if len(folded) >= count:
            break
        await stage.settle()
    for text in ("langgar 8", "langgar 812"):
        sheet.search.setText(text)
    assert len(folded) == count
    assert [row.feature_id for row in sheet.model.rows] == ["f812"]


async def test_a_change_of_one_landmark_makes_one_mark_anew(
    stage: ShellStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    from batola_desk.ui.map.feature_feeder import FeatureFeeder

    feeder = stage.window.map_panel.feeder(FeatureFeeder)
    known = landmarks(1_000)
    stage.services.map_features.take(known)
    feeder.feed()
    made: list[str] = []
    original = FeatureFeeder._mark

    def mark(one: FeatureFeeder, feature: MapFeature, now_us: int) -> Any:
        made.append(feature.feature_id)
        return original(one, feature, now_us)

    monkeypatch.setattr(FeatureFeeder, "_mark", mark)
    (name, feature), *_ = known.items()
    stage.services.map_features.take({name: landmarks(1)[name]})
    feeder.feed()
    assert made == [feature.feature_id]
