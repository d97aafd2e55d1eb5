"""Web Mercator, tiles and the camera."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batola_desk.map.projection import (
    TILE_SIZE_PX,
    ZOOM_MAX,
    ZOOM_MIN,
    Camera,
    Tile,
    distance_m,
    metres_per_pixel,
    project,
    unproject,
)

LATS = st.floats(-80, 80)
LONS = st.floats(-179, 179)
NEAR_LATS, NEAR_LONS = st.floats(-3.6, -2.4), st.floats(114.2, 115.0)
ZOOMS = st.floats(ZOOM_MIN, ZOOM_MAX)
PIXELS = st.floats(0, 800)


def test_the_middle_and_the_corner_of_the_world() -> None:
    assert [float(value) for value in project(0.0, 0.0)] == [0.5, 0.5]
    x, y = project(85.0511, -180.0)
    assert (float(x), float(y)) == pytest.approx((0, 0), abs=1e-6)


def test_a_known_tile() -> None:
    # Slippy map tile of Marabahan at zoom 12, worked out by hand from the usual formula.
    camera = Camera.at(-2.9880, 114.7505, 12, 10, 10)
    assert camera.tiles()[0] == Tile(12, 3353, 2082)


@given(LATS, LONS)
def test_unprojecting_undoes_projecting(lat: float, lon: float) -> None:
    x, y = project(lat, lon)
    assert unproject(float(x), float(y)) == pytest.approx((lat, lon), abs=1e-9)


def test_one_degree_along_the_equator_is_a_hundred_and_eleven_kilometres() -> None:
    assert distance_m(0, 114, 0, 115) == pytest.approx(111_319, abs=1)
    assert metres_per_pixel(0, 0) * TILE_SIZE_PX == pytest.approx(40_075_017, abs=1)


@given(NEAR_LATS, NEAR_LONS, ZOOMS, PIXELS, PIXELS)
def test_the_position_under_a_pixel_is_drawn_at_that_pixel(
    lat: float, lon: float, zoom: float, x: float, y: float
) -> None:
    camera = Camera.at(lat, lon, zoom, 800, 800)
    assert camera.point_on_screen(*camera.position_at(x, y)) == pytest.approx((x, y), abs=1e-3)


@given(NEAR_LATS, NEAR_LONS, ZOOMS, ZOOMS, PIXELS, PIXELS)
def test_zooming_keeps_the_place_under_the_pointer(
    lat: float, lon: float, zoom: float, other: float, x: float, y: float
) -> None:
    camera = Camera.at(lat, lon, zoom, 800, 800)
    held = camera.position_at(x, y)
    assert camera.zoomed(other, x, y).position_at(x, y) == pytest.approx(held, abs=1e-7)


@given(NEAR_LATS, NEAR_LONS, ZOOMS, st.integers(50, 1500), st.integers(50, 1500))
def test_the_tiles_cover_the_window(lat: float, lon: float, zoom: float, wide: int, high: int) -> None:
    camera = Camera.at(lat, lon, zoom, wide, high)
    tiles = camera.tiles()
    size = TILE_SIZE_PX * 2.0 ** (camera.zoom - tiles[0].zoom)
    left, top = camera.left_top_px
    assert min(tile.x for tile in tiles) * size <= left + 1e-6
    assert min(tile.y for tile in tiles) * size <= top + 1e-6
    assert (max(tile.x for tile in tiles) + 1) * size >= left + wide - 1e-6
    assert (max(tile.y for tile in tiles) + 1) * size >= top + high - 1e-6
    assert len(set(tiles)) == len(tiles)


@given(st.integers(300, 2000), st.integers(300, 2000))
def test_a_fitted_camera_shows_all_four_corners(wide: int, high: int) -> None:
    camera = Camera.fitting(-3.5, 114.3, -2.5, 114.9, wide, high)
    for lat, lon in ((-3.5, 114.3), (-2.5, 114.9)):
        x, y = camera.point_on_screen(lat, lon)
        assert 0 <= x <= wide
        assert 0 <= y <= high


def test_zoom_stays_within_its_limits() -> None:
    camera = Camera.at(-3, 114.6, 40, 100, 100)
    assert camera.zoom == ZOOM_MAX
    assert camera.zoomed(-5, 0, 0).zoom == ZOOM_MIN


def test_tiles_know_their_relatives() -> None:
    tile = Tile(12, 3353, 2082)
    assert all(child.parent == tile for child in tile.children)
    assert len(set(tile.children)) == 4
