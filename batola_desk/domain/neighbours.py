"""Whose place it is that lies outside our regency: a guess to ask about. Source: domain.md §12.4."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from batola_desk.domain.catalog import Neighbour
from batola_desk.domain.earth_area import distance_m

STRETCH_MAX: Final = 1.5  # LIMIT: of a rough circle; farther away nobody is named


def neighbour_at(neighbours: Iterable[Neighbour], latitude: float, longitude: float) -> Neighbour | None:
    """The neighbour in whose circles the place lies deepest; None when it lies near none of them."""
    best: tuple[float, Neighbour] | None = None
    for neighbour in neighbours:
        for area in neighbour.areas:
            away_m = distance_m(latitude, longitude, area.latitude, area.longitude)
            share = away_m / (area.radius_km * 1000)
            if share <= STRETCH_MAX and (best is None or share < best[0]):
                best = share, neighbour
    return best[1] if best is not None else None
