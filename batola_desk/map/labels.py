"""Labels that never overlap: most important first, each in the best free place around its point."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

GRID_CELL_PX = 64.0


class Side(Enum):
    """Where a label may stand, seen from its point; the value is (x, y) of the box centre in half boxes."""

    CENTRE = (0.0, 0.0)
    RIGHT = (1.0, 0.0)
    LEFT = (-1.0, 0.0)
    ABOVE = (0.0, -1.0)
    BELOW = (0.0, 1.0)
    RIGHT_ABOVE = (1.0, -1.0)
    RIGHT_BELOW = (1.0, 1.0)
    LEFT_ABOVE = (-1.0, -1.0)
    LEFT_BELOW = (-1.0, 1.0)


AROUND_POINT = (Side.RIGHT, Side.LEFT, Side.BELOW, Side.ABOVE, Side.RIGHT_ABOVE, Side.RIGHT_BELOW)


@dataclass(frozen=True, slots=True)
class LabelRequest:
    """A label that wants a place.

    Attributes:
        x, y: its point, in pixels.
        rank: lower goes first; ties go by order of the requests.
        gap_px: distance from the point to the box.
        is_required: rather overlaps on its first side than to be left out.
    """

    key: int
    x: float
    y: float
    width_px: float
    height_px: float
    rank: float
    sides: tuple[Side, ...] = AROUND_POINT
    gap_px: float = 5.0
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    """A label that got a place: ``dx, dy`` lead from its point to the upper left corner of its box."""

    key: int
    dx: float
    dy: float


class CollisionGrid:
    """Rectangles that are taken, hashed by square so a test looks at few of them. Units: pixels."""

    def __init__(self, cell_px: float = GRID_CELL_PX) -> None:
        self._cell_px = cell_px
        self._taken: defaultdict[tuple[int, int], list[tuple[float, float, float, float]]] = defaultdict(list)

    def copy(self) -> CollisionGrid:
        """The same rectangles, to add others to."""
        twin = CollisionGrid(self._cell_px)
        for square, boxes in self._taken.items():
            twin._taken[square] = list(boxes)
        return twin

    def is_free(self, left: float, top: float, right: float, bottom: float) -> bool:
        # Plain loops: this is the innermost step of every layout, generators doubled its cost.
        size, squares = self._cell_px, self._taken
        for row in range(int(top // size), int(bottom // size) + 1):
            for column in range(int(left // size), int(right // size) + 1):
                for taken in squares.get((column, row), ()):
                    if left < taken[2] and right > taken[0] and top < taken[3] and bottom > taken[1]:
                        return False
        return True

    def take(self, left: float, top: float, right: float, bottom: float) -> None:
        size, box = self._cell_px, (left, top, right, bottom)
        for row in range(int(top // size), int(bottom // size) + 1):
            for column in range(int(left // size), int(right // size) + 1):
                self._taken[column, row].append(box)


def place_labels(
    requests: Sequence[LabelRequest],
    grid: CollisionGrid,
    *,
    padding_px: float = 2.0,
    spare: CollisionGrid | None = None,
) -> list[PlacedLabel]:
    """Give every request the first free side, by rank; without one only required labels are shown.

    Args:
        spare: what is covered only when no side is free of it.
    """
    placed: list[PlacedLabel] = []
    order = np.argsort([request.rank for request in requests], kind="stable")
    for position in order:
        request = requests[int(position)]
        side = _free_side(request, grid, spare, padding_px)
        if side is not None:
            grid.take(*_box(request, side, padding_px))
        elif request.is_required:
            side = request.sides[0]
        if side is not None:
            placed.append(PlacedLabel(request.key, *_offset(request, side)))
    return placed


def _free_side(
    request: LabelRequest, grid: CollisionGrid, spare: CollisionGrid | None, padding_px: float
) -> Side | None:
    """The first side where nothing is covered; without one the first that covers only what is spared."""
    second = None
    for side in request.sides:
        box = _box(request, side, padding_px)
        if grid.is_free(*box):
            if spare is None or spare.is_free(*box):
                return side
            second = second or side
    return second


def _box(request: LabelRequest, side: Side, padding_px: float) -> tuple[float, float, float, float]:
    dx, dy = _offset(request, side)
    left, top = request.x + dx - padding_px, request.y + dy - padding_px
    return left, top, left + request.width_px + 2 * padding_px, top + request.height_px + 2 * padding_px


def _offset(request: LabelRequest, side: Side) -> tuple[float, float]:
    across, down = side.value
    # At a corner the box touches the point diagonally, so it may come closer.
    gap = request.gap_px * (0.6 if across and down else 1.0)
    return (
        across * (request.width_px / 2 + gap) - request.width_px / 2,
        down * (request.height_px / 2 + gap) - request.height_px / 2,
    )
