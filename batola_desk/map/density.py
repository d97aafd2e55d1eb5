"""How many incidents happened where: from a million points to a small picture of counts."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from batola_desk.map.pack.meta import Box

CELL_PX = 4  # one count for a square of so many pixels
BLUR_CELLS = 3
FULL_SHARE = 0.995  # of the cells that have any: what counts as full heat
_DAY_US = 86_400_000_000
_PIECE = 65_536


@dataclass(frozen=True, slots=True)
class PastPlaces:
    """Incidents of the past as arrays. Shape: (n,) each.

    Attributes:
        x, y: world fractions.
        group: number in ``groups``.
    """

    x: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))
    y: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))
    opened_us: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    group: NDArray[np.uint8] = field(default_factory=lambda: np.zeros(0, np.uint8))
    groups: tuple[str, ...] = ()

    def chosen(self, *, now_us: int, days: int, group: str) -> PastPlaces:
        """Those of the last days (0 = all) and of one group ("" = all)."""
        keep = np.ones(self.x.shape, dtype=bool)
        if days:
            keep &= self.opened_us >= now_us - days * _DAY_US
        if group:
            number = self.groups.index(group) if group in self.groups else -1
            keep &= self.group == number
        return PastPlaces(self.x[keep], self.y[keep], self.opened_us[keep], self.group[keep], self.groups)


def heat_of(places: PastPlaces, box: Box, wide: int, high: int) -> NDArray[np.uint8]:
    """Heat of a rectangle in ``high`` rows of ``wide`` cells, 0 = none, 255 = as much as anywhere in it."""
    counts = np.zeros(wide * high)
    for start in range(0, places.x.size, _PIECE):
        # In pieces: numpy holds the interpreter in some of these steps, and the screen must not wait for it.
        px, py = places.x[start : start + _PIECE], places.y[start : start + _PIECE]
        inside = (px >= box.min_x) & (px < box.max_x) & (py >= box.min_y) & (py < box.max_y)
        # In doubles: a cell of the nearest zoom is as small as the last digits of a single.
        x, y = px[inside].astype(np.float64), py[inside].astype(np.float64)
        column = ((x - box.min_x) * (wide / (box.max_x - box.min_x))).astype(np.int64)
        row = ((y - box.min_y) * (high / (box.max_y - box.min_y))).astype(np.int64)
        cells = np.clip(row, 0, high - 1) * wide + np.clip(column, 0, wide - 1)
        counts += np.bincount(cells, minlength=wide * high)
    grid: NDArray[np.float64] = counts.reshape(high, wide)
    for _ in range(2):  # twice a box is nearly a bell
        grid = _blurred(_blurred(grid, 0), 1)
    some = grid[grid > 1e-9]
    if some.size == 0:
        return np.zeros((high, wide), dtype=np.uint8)
    full = float(np.quantile(some, FULL_SHARE))
    heat = np.sqrt(np.clip(grid / full, 0.0, 1.0)) * 255
    return heat.astype(np.uint8)


def _blurred(counts: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    """Mean over a few cells to both sides along one axis."""
    width = 2 * BLUR_CELLS + 1
    pad = [(0, 0), (0, 0)]
    pad[axis] = (BLUR_CELLS + 1, BLUR_CELLS)
    total = np.cumsum(np.pad(counts, pad), axis=axis)
    high = np.take(total, range(width, total.shape[axis]), axis=axis)
    low = np.take(total, range(total.shape[axis] - width), axis=axis)
    return np.asarray((high - low) / width)
