"""Counts of the past: every point once, where it was, of the days and the kind asked for."""

from __future__ import annotations

import numpy as np
import pytest

from batola_desk.map.density import BLUR_CELLS, PastPlaces, heat_of
from batola_desk.map.pack.meta import Box

BOX = Box(0.2, 0.4, 0.6, 0.8)
DAY_US = 86_400_000_000


def places(*points: tuple[float, float], opened_us: int = 0, group: int = 0) -> PastPlaces:
    x, y = np.array(points, dtype=np.float32).T
    count = len(points)
    return PastPlaces(
        x, y, np.full(count, opened_us, np.int64), np.full(count, group, np.uint8), ("KB", "LL")
    )


def test_heat_is_where_the_points_are() -> None:
    heat = heat_of(places((0.301, 0.701)), BOX, 40, 80)
    assert np.unravel_index(int(np.argmax(heat)), heat.shape) == (60, 10)
    assert heat.max() == 255
    reach = 2 * BLUR_CELLS + 1
    assert heat[60, 10 + reach + 1] == 0
    assert heat[60 - reach - 1, 10] == 0


def test_what_is_outside_does_not_count_and_nothing_is_cold() -> None:
    assert heat_of(places((0.1, 0.5), (0.7, 0.5), (0.3, 0.9)), BOX, 40, 40).max() == 0
    assert heat_of(PastPlaces(), BOX, 40, 40).max() == 0


def test_more_points_are_more_heat_also_across_the_pieces_of_a_long_history() -> None:
    random = np.random.default_rng(2)
    count = 200_000  # more than one piece
    many = random.uniform((0.3, 0.5), (0.31, 0.51), (count, 2))
    few = random.uniform((0.5, 0.7), (0.51, 0.71), (count // 50, 2))
    x, y = np.concatenate([few, many]).astype(np.float32).T
    zeros = np.zeros(x.size, np.int64)
    heat = heat_of(PastPlaces(x, y, zeros, zeros.astype(np.uint8), ("KB",)), BOX, 40, 40)
    assert heat[int(0.105 / 0.4 * 40), int(0.105 / 0.4 * 40)] > 200
    assert 0 < heat[int(0.305 / 0.4 * 40), int(0.305 / 0.4 * 40)] < 80


@pytest.mark.parametrize(("days", "group", "left"), [(0, "", 3), (30, "", 2), (30, "LL", 1), (0, "XX", 0)])
def test_days_and_groups_choose(days: int, group: str, left: int) -> None:
    parts = [
        places((0.3, 0.5), opened_us=100 * DAY_US),
        places((0.3, 0.5), opened_us=100 * DAY_US, group=1),
        places((0.3, 0.5), opened_us=10 * DAY_US),
    ]
    past = PastPlaces(
        np.concatenate([part.x for part in parts]),
        np.concatenate([part.y for part in parts]),
        np.concatenate([part.opened_us for part in parts]),
        np.concatenate([part.group for part in parts]),
        ("KB", "LL"),
    )
    assert past.chosen(now_us=110 * DAY_US, days=days, group=group).x.size == left
