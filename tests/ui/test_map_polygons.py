"""Arrays become Qt's polygons point by point, whatever their layout in memory."""

from __future__ import annotations

import numpy as np
import pytest

from batola_desk.ui.map.polygons import polygon_of


@pytest.mark.parametrize("count", [0, 1, 2, 3, 1000])
def test_a_polygon_has_the_points_of_its_array(count: int) -> None:
    points = np.random.default_rng(count).normal(0, 1e5, (count, 2))
    polygon = polygon_of(points)
    assert [(point.x(), point.y()) for point in polygon.toList()] == [tuple(row) for row in points.tolist()]


def test_slices_and_singles_are_copied_as_they_read() -> None:
    points = np.arange(40, dtype=np.float32).reshape(10, 4)[::2, 1:3]
    polygon = polygon_of(points.astype(np.float64)[::-1])
    assert [(point.x(), point.y()) for point in polygon.toList()] == [
        (33, 34),
        (25, 26),
        (17, 18),
        (9, 10),
        (1, 2),
    ]


def test_two_polygons_do_not_share_their_memory() -> None:
    first = polygon_of(np.zeros((4, 2)))
    second = polygon_of(np.ones((4, 2)))
    assert first.at(0).x() == 0.0
    assert second.at(0).x() == 1.0
