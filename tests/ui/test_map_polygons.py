"""Arrays become Qt's polygons point by point; kept pictures cost what they show."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from batola_desk.ui.map.glyphs import GlyphStore, TextLook
from batola_desk.ui.map.palette import MapPalette
from batola_desk.ui.map.polygons import polygon_of
from batola_desk.ui.theme.tokens import LIGHT


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


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="only Linux tells what a process holds")
def test_a_thousand_names_cost_what_they_show(qapp: QApplication) -> None:
    """Each painted picture keeps 113 kB of paint engine unless it is finished: 110 MB instead of 7."""

    def held_mb() -> float:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20

    store = GlyphStore(MapPalette.from_tokens(LIGHT, name="light"), QFont(), 1.0)
    look = TextLook("water_text", 8.0)
    store.text_in("Handil", look)
    before_mb = held_mb()
    for number in range(1000):
        store.text_in(f"Handil {number}", look)
    assert held_mb() - before_mb < 40
