"""How somebody arranged the board: sorting of both tables, and how high each is, in one setting."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

from PySide6.QtCore import Qt

from batola_desk.domain.errors import OperatorError
from batola_desk.services.api import Desk

SETTING = "screen.room_board"


@dataclass(frozen=True, slots=True)
class Sorting:
    """Column of a table, and which end is up."""

    column: int
    descending: bool = False

    @property
    def order(self) -> Qt.SortOrder:
        """As Qt says it."""
        return Qt.SortOrder.DescendingOrder if self.descending else Qt.SortOrder.AscendingOrder


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What is remembered; ``sizes`` of the splitter, empty = as designed."""

    desks: Sorting = Sorting(0)
    incidents: Sorting = Sorting(0)
    sizes: tuple[int, ...] = ()


def remembered(desk: Desk) -> Arrangement:
    """Return the arrangement of last time; as designed when nothing usable is remembered."""
    try:
        numbers = [int(part) for part in str(desk.session.setting(SETTING)).split()]
    except ValueError:
        return Arrangement()
    if len(numbers) != 6 or not (0 <= numbers[0] < 8 and 0 <= numbers[2] < 10 and min(numbers) >= 0):
        return Arrangement()
    desks, incidents = Sorting(numbers[0], bool(numbers[1])), Sorting(numbers[2], bool(numbers[3]))
    return Arrangement(desks, incidents, tuple(numbers[4:]) if any(numbers[4:]) else ())


def remember(desk: Desk, arrangement: Arrangement) -> None:
    """Keep an arrangement; it is a comfort, the next change tries again."""
    sizes = arrangement.sizes or (0, 0)
    numbers = (
        arrangement.desks.column,
        int(arrangement.desks.descending),
        arrangement.incidents.column,
        int(arrangement.incidents.descending),
        *sizes,
    )
    with contextlib.suppress(OperatorError):
        desk.session.set_setting(SETTING, " ".join(str(number) for number in numbers))
