"""Features become what one tile draws: in its pixels, cut to it, sorted by class."""

from __future__ import annotations

import gc
import tracemalloc

import numpy as np
import pytest

from batola_desk.map.pack.kinds import Shape
from batola_desk.map.pack.reader import PackFeature
from batola_desk.map.pack.schema import WORLD_UNITS
from batola_desk.map.projection import TILE_SIZE_PX, Tile
from batola_desk.map.tile_shapes import ANJIR, MARGIN_PX, box_of, clipped, runs_inside, shapes_of

TILE = Tile(12, 3350, 2085)
LEAST, MOST = -MARGIN_PX, TILE_SIZE_PX + MARGIN_PX


def feature(kind: str, shape: Shape, *parts: list[tuple[float, float]], name: str = "") -> PackFeature:
    """A feature whose points are given in pixels of ``TILE``."""
    pixels = np.array([point for part in parts for point in part], dtype=np.float64)
    world = (pixels / TILE_SIZE_PX + (TILE.x, TILE.y)) / 2.0**TILE.zoom
    units = np.rint(world * WORLD_UNITS).astype(np.uint32)
    counts = np.array([len(part) for part in parts], np.uint32)
    return PackFeature(1, kind, name, 0, shape, "", counts, units)


def area_of(ring: np.ndarray) -> float:
    x, y = ring[:, 0], ring[:, 1]
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2)


def test_points_arrive_in_pixels_of_the_tile() -> None:
    shapes = shapes_of([feature("road.trunk", Shape.LINE, [(10, 20), (200, 100)])], TILE)
    (line,) = shapes.lines["road.trunk"]
    assert line == pytest.approx(np.array([(10, 20), (200, 100)]), abs=0.01)


def test_a_long_line_is_cut_to_the_pieces_that_reach_into_the_tile() -> None:
    there_and_back = [
        (-900, 50),
        (-800, 50),
        (100, 50),
        (100, 900),
        (120, 900),
        (120, 200),
        (900, 200),
        (990, 200),
    ]
    shapes = shapes_of([feature("road.path", Shape.LINE, there_and_back)], TILE)
    pieces = [np.rint(piece).tolist() for piece in shapes.lines["road.path"]]
    assert pieces == [[[-800, 50], [100, 50], [100, 900]], [[120, 900], [120, 200], [900, 200]]]


def test_a_line_that_only_passes_by_is_left_out() -> None:
    beside = feature("road.path", Shape.LINE, [(-300, -300), (-300, 600)], [(10, 10), (20, 20)])
    assert len(shapes_of([beside], TILE).lines["road.path"]) == 1
    # Its box touches the tile, no segment of it does.
    corner = np.array([(-200.0, 100.0), (-200.0, 700.0), (100.0, 700.0)])
    assert list(runs_inside(corner, LEAST, MOST)) == []


def test_an_area_around_the_tile_becomes_the_tile_and_its_margin() -> None:
    around = [(-5000, -5000), (9000, -5000), (9000, 9000), (-5000, 9000), (-5000, -5000)]
    shapes = shapes_of([feature("water.area", Shape.AREA, around)], TILE)
    ((ring,),) = shapes.areas["water.area"]
    assert area_of(ring) == pytest.approx((TILE_SIZE_PX + 2 * MARGIN_PX) ** 2, rel=1e-3)
    assert ring.min() >= LEAST - 0.1
    assert ring.max() <= MOST + 0.1


def test_a_cut_area_keeps_its_size_inside() -> None:
    random = np.random.default_rng(4)
    for _ in range(40):
        turns = np.sort(random.uniform(0, 2 * np.pi, 9))
        ring = np.column_stack([np.cos(turns), np.sin(turns)]) * random.uniform(100, 400, (9, 1))
        ring += random.uniform(-100, 356, 2)
        kept = clipped(ring, LEAST, MOST)
        shapely = pytest.importorskip("shapely")
        wanted = shapely.Polygon(ring).intersection(shapely.box(LEAST, LEAST, MOST, MOST)).area
        assert (area_of(kept) if len(kept) else 0.0) == pytest.approx(wanted, abs=0.5)


def test_holes_stay_with_their_area_and_what_is_outside_goes() -> None:
    outer = [(-50, -50), (300, -50), (300, 300), (-50, 300), (-50, -50)]
    hole = [(100, 100), (120, 100), (120, 120), (100, 100)]
    far = [(900, 900), (950, 900), (950, 950), (900, 900)]
    shapes = shapes_of([feature("water.area", Shape.AREA, outer, hole, far)], TILE)
    (rings,) = shapes.areas["water.area"]
    assert len(rings) == 2


def test_a_named_anjir_is_a_class_of_its_own() -> None:
    line = [(10, 10), (200, 200)]
    shapes = shapes_of(
        [
            feature("water.canal", Shape.LINE, line, name="Anjir Serapat"),
            feature("water.canal", Shape.LINE, line, name="Handil Bakti"),
            feature("water.canal", Shape.LINE, line),
        ],
        TILE,
    )
    assert {name: len(lines) for name, lines in shapes.lines.items()} == {ANJIR: 1, "water.canal": 2}


def test_nothing_gives_nothing_and_the_box_has_a_margin() -> None:
    assert shapes_of([], TILE).byte_count == 0
    box = box_of(TILE)
    width_px = (box.max_x - box.min_x) * 2.0**TILE.zoom * TILE_SIZE_PX
    assert width_px == pytest.approx(TILE_SIZE_PX + 2 * MARGIN_PX)


@pytest.mark.parametrize(("pieces", "points"), [(2_000, 2), (20, 2_000)])
def test_the_memory_of_a_tile_is_counted_as_it_is(pieces: int, points: int) -> None:
    """What is kept is limited by this count: a tile of short lines is six times as large as its points."""
    features = [
        feature("road.path", Shape.LINE, [(number % 250, at % 250) for at in range(points)])
        for number in range(pieces)
    ]
    gc.collect()
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    shapes = shapes_of(features, TILE)
    gc.collect()
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert shapes.byte_count == pytest.approx(after - before, rel=0.35)
