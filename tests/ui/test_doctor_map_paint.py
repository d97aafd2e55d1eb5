"""``doctor --installed`` paints a map of its own, and says so when nothing of it is seen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QPainter

from batola_desk.app.doctor.installed import NotInstalledError, check_map
from batola_desk.map.projection import TILE_SIZE_PX, Tile
from batola_desk.settings.paths import DeskPaths
from batola_desk.ui.map.pack_source import PackTileSource
from batola_desk.ui.map.palette import MapPalette


@pytest.fixture
def paths(tmp_path: Path) -> DeskPaths:
    return DeskPaths.for_home(tmp_path)


def test_a_road_is_written_read_and_painted(paths: DeskPaths) -> None:
    assert "peta digambar" in check_map(paths)


def test_a_map_without_its_road_is_no_good_installation(
    paths: DeskPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    def land_alone(
        _self: PackTileSource, painter: QPainter, _tile: Tile, palette: MapPalette
    ) -> Iterator[None]:
        painter.fillRect(0, 0, TILE_SIZE_PX, TILE_SIZE_PX, palette.colour("land"))
        yield

    monkeypatch.setattr(PackTileSource, "paint", land_alone)
    with pytest.raises(NotInstalledError, match="tanpa jalan"):
        check_map(paths)
