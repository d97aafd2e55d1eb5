"""All reports that can be compared, by where they lie and by their numbers; kept up to date one by one.

A key press costs the neighbours of one ticket, not all pairs. Thread: the desk's event loop.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from batola_desk.domain.likeness import Sighting

CELL_DEG = 0.02  # some two kilometres
WIDE_M = 5_000.0  # LIMIT: what is known no better than this lies in no cell and is compared with everything


class Sightings:
    """A grid over positions beside an index over numbers."""

    def __init__(self) -> None:
        self._known: dict[str, Sighting] = {}
        self._cells: dict[tuple[int, int], dict[str, Sighting]] = {}
        self._wide: dict[str, Sighting] = {}
        self._by_number: dict[str, set[str]] = {}

    def __len__(self) -> int:
        return len(self._known)

    def __iter__(self) -> Iterator[Sighting]:
        return iter(self._known.values())

    def put(self, sighting: Sighting) -> None:
        """Take one in, or its newer state."""
        key = id_of(sighting)
        if self._known.get(key) == sighting:
            return
        self.drop(key)
        self._known[key] = sighting
        self._place(sighting)[key] = sighting
        for number in sighting.numbers:
            self._by_number.setdefault(number, set()).add(key)

    def drop(self, key: str) -> None:
        """Forget one; harmless when it is not there."""
        known = self._known.pop(key, None)
        if known is None:
            return
        self._place(known).pop(key, None)
        for number in known.numbers:
            _discard(self._by_number, number, key)

    def near(self, asking: Sighting, reach_m: float) -> Iterator[Sighting]:
        """What may lie within reach of a report, or has its number; each once."""
        seen: set[str] = set()
        pools: list[Iterable[str]] = [self._by_number.get(number, ()) for number in asking.numbers]
        if asking.position is not None:
            pools.append(self._wide)
            pools += self._cells_round(asking.position, reach_m + asking.reach_m + WIDE_M)
        for pool in pools:
            for key in pool:
                if key not in seen:
                    seen.add(key)
                    yield self._known[key]

    def _cells_round(self, position: tuple[float, float], within_m: float) -> list[dict[str, Sighting]]:
        """Cells that may hold something within a distance; all of them when that is most of the map."""
        steps = math.ceil(within_m / (CELL_DEG * 111_000)) + 1
        if (2 * steps + 1) ** 2 >= len(self._cells):
            return list(self._cells.values())
        row, column = _cell_of(position)
        found = (
            self._cells.get((row + down, column + across))
            for down in range(-steps, steps + 1)
            for across in range(-steps, steps + 1)
        )
        return [cell for cell in found if cell]

    def _place(self, sighting: Sighting) -> dict[str, Sighting]:
        if sighting.position is None:
            return {}
        if sighting.reach_m > WIDE_M:
            return self._wide
        return self._cells.setdefault(_cell_of(sighting.position), {})


def id_of(sighting: Sighting) -> str:
    """``incident:…`` or ``call:…``."""
    return f"{sighting.kind}:{sighting.key}"


def _cell_of(position: tuple[float, float]) -> tuple[int, int]:
    return math.floor(position[0] / CELL_DEG), math.floor(position[1] / CELL_DEG)


def _discard(index: dict[str, set[str]], name: str, key: str) -> None:
    keys = index.get(name)
    if keys is not None:
        keys.discard(key)
        if not keys:
            del index[name]
