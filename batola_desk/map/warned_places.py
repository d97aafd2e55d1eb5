"""Which kecamatan a warned area touches, and how sure that is.

The gazetteer has no boundaries, only a point and an area for each desa. So an outline or a circle is laid
over these points: a kecamatan with desa points inside is *inside* (so many of so many desa); one whose desa
are only reached by a circle of their area, or that lies nearest to a small outline between the points, is at
the *edge*: perhaps. An area without any outline is taken by its codes of the home ministry, and without those
by its words; both are *named*.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from batola_desk.domain.earth_area import area_around
from batola_desk.domain.weather import Corners, WarnedArea
from batola_desk.map.gazetteer import Gazetteer
from batola_desk.map.projection import EARTH_RADIUS_M

CORNERS_LOOKED_UP_MAX: Final = 24  # LIMIT: of an outline that holds no desa point, spread over it; 40 µs each
CORNERS_DRAWN_MAX: Final = 4_000  # LIMIT: they are painted with every picture of the map
RADIUS_DRAWN_MAX_M: Final = 500_000.0
_MINISTRY_CODE: Final = re.compile(r"\d\d(\.\d\d(\.\d\d(\.\d{4})?)?)?", re.ASCII)
_PLAIN_CODES: Final = frozenset({2, 4, 6, 10})  # digits; seven are the statistics office's, which differ
_BETWEEN_NAMES: Final = re.compile(r"[,;:/()\n]|\bdan\b|\bkec(?:amatan)?\b\.?", re.IGNORECASE)

Flags = NDArray[np.bool_]
Metres = NDArray[np.float64]


class How(StrEnum):
    """How it is known that a kecamatan is touched."""

    INSIDE = "inside"
    EDGE = "edge"
    NAMED = "named"


_SUREST: Final = (How.INSIDE, How.NAMED, How.EDGE)


@dataclass(frozen=True, slots=True)
class WarnedPlace:
    """One kecamatan; ``desa_inside`` of ``desa_count`` points lie inside."""

    code: str
    name: str
    how: How
    desa_inside: int
    desa_count: int


class WarnedPlaces:
    """Lays areas over the gazetteer. Thread: any; it only reads after construction.

    Args:
        regency, province: their names, for areas that have words only.
    """

    def __init__(self, gazetteer: Gazetteer, *, regency: str, province: str) -> None:
        self._gazetteer = gazetteer
        self._regency, self._province = regency.casefold(), province.casefold()
        desa = gazetteer.desa
        south, west, north, east = gazetteer.bounds
        self._middle = ((south + north) / 2, (west + east) / 2)
        self._x, self._y = self._metres([(place.lat, place.lon) for place in desa])
        self._radius_m = np.array([place.radius_m for place in desa])
        self._kecamatan = np.array([place.kecamatan for place in desa])

    def touched(self, areas: Iterable[WarnedArea]) -> tuple[WarnedPlace, ...]:
        """The kecamatan of the regency that these areas touch, the surest first; empty: none."""
        inside = np.zeros(len(self._x), dtype=np.bool_)
        edge: set[str] = set()
        named: set[str] = set()
        for area in areas:
            if area.polygons or area.circles:
                for found, reached in self._shapes(area):
                    inside |= found
                    edge |= reached
            else:
                named |= self._by_code(area) or self._by_words(area.words)
        places = []
        for place in self._gazetteer.kecamatan:
            own = self._kecamatan == place.name
            count = int(np.count_nonzero(inside & own))
            if count:
                how = How.INSIDE
            elif place.name in named:
                how = How.NAMED
            elif place.name in edge:
                how = How.EDGE
            else:
                continue
            places.append(WarnedPlace(place.code, place.name, how, count, int(np.count_nonzero(own))))
        return tuple(sorted(places, key=lambda place: _SUREST.index(place.how)))

    def outlines(self, areas: Iterable[WarnedArea]) -> tuple[Corners, ...]:
        """What is drawn of these areas: outlines that come near the regency; few enough or none."""
        south, west, north, east = self._gazetteer.bounds
        found = [corners for area in areas for corners in _drawn(area)]
        near = [
            corners
            for corners in found
            if min(lat for lat, _ in corners) <= north
            and max(lat for lat, _ in corners) >= south
            and min(lon for _, lon in corners) <= east
            and max(lon for _, lon in corners) >= west
        ]
        return tuple(near) if sum(map(len, near)) <= CORNERS_DRAWN_MAX else ()

    # ---------------------------------------------------------------- outlines and circles

    def _shapes(self, area: WarnedArea) -> Iterator[tuple[Flags, set[str]]]:
        for corners in area.polygons:
            yield self._polygon(corners)
        for latitude, longitude, radius_m in area.circles:
            yield self._circle(latitude, longitude, radius_m)

    def _polygon(self, corners: Corners) -> tuple[Flags, set[str]]:
        x, y = self._metres(corners)
        spare_m = float(self._radius_m.max())
        is_far = (
            x.max() < self._x.min() - spare_m
            or x.min() > self._x.max() + spare_m
            or y.max() < self._y.min() - spare_m
            or y.min() > self._y.max() + spare_m
        )
        if is_far:
            return np.zeros(len(self._x), dtype=np.bool_), set()
        next_x, next_y = np.roll(x, -1), np.roll(y, -1)
        inside = _inside(self._x, self._y, x, y, next_x, next_y)
        away_m = _away_m(self._x, self._y, x, y, next_x, next_y)
        reached = set(self._kecamatan[inside | (away_m <= self._radius_m)].tolist())
        if not inside.any():
            reached |= self._around(corners[:: 1 + len(corners) // CORNERS_LOOKED_UP_MAX])
        return inside, reached

    def _circle(self, latitude: float, longitude: float, radius_m: float) -> tuple[Flags, set[str]]:
        x, y = self._metres([(latitude, longitude)])
        away_m = np.hypot(self._x - x[0], self._y - y[0])
        inside = away_m <= radius_m
        reached = set(self._kecamatan[away_m <= radius_m + self._radius_m].tolist())
        return inside, reached | (set() if inside.any() else self._around([(latitude, longitude)]))

    def _around(self, corners: Iterable[tuple[float, float]]) -> set[str]:
        """The kecamatan these positions most likely lie in, those in the regency."""
        gazetteer = self._gazetteer
        return {
            gazetteer.nearest(*corner).place.kecamatan
            for corner in corners
            if gazetteer.is_inside_regency(*corner)
        }

    def _metres(self, places: Iterable[tuple[float, float]]) -> tuple[Metres, Metres]:
        """East and north of the regency's middle; flat earth: good to some metres in and near the regency."""
        at = np.radians(np.array(list(places), dtype=np.float64).reshape(-1, 2))
        latitude, longitude = math.radians(self._middle[0]), math.radians(self._middle[1])
        x = (at[:, 1] - longitude) * math.cos(latitude) * EARTH_RADIUS_M
        return x, (at[:, 0] - latitude) * EARTH_RADIUS_M

    # ---------------------------------------------------------------- codes and words

    def _by_code(self, area: WarnedArea) -> set[str]:
        """Codes of the home ministry, with points or without; of a province or regency: all of it."""
        found = set()
        for _name, value in area.geocodes:
            if _MINISTRY_CODE.fullmatch(value) is None and not (
                value.isascii() and value.isdigit() and len(value) in _PLAIN_CODES
            ):
                continue
            digits = value.replace(".", "")[:6]
            found |= {
                place.name
                for place in self._gazetteer.kecamatan
                if place.code.replace(".", "").startswith(digits)
            }
        return found

    def _by_words(self, words: str) -> set[str]:
        """Names of kecamatan beside that of the regency; the regency or province alone: all of them."""
        said = words.casefold()
        has_regency = self._regency in said
        if not has_regency and self._province not in said:
            return set()
        pieces = {" ".join(piece.split()) for piece in _BETWEEN_NAMES.split(said)}
        all_names = {place.name for place in self._gazetteer.kecamatan}
        named = {name for name in all_names if name.casefold() in pieces} if has_regency else set()
        return named or all_names


def _drawn(area: WarnedArea) -> Iterator[Corners]:
    """Outlines, and circles as outlines; a circle as wide as a country says nothing on this map."""
    yield from area.polygons
    for latitude, longitude, radius_m in area.circles:
        circle = area_around(latitude, longitude, radius_m)
        if circle is not None and 0 < radius_m <= RADIUS_DRAWN_MAX_M:
            yield circle.outline()


def _inside(px: Metres, py: Metres, x: Metres, y: Metres, next_x: Metres, next_y: Metres) -> Flags:
    """Which points lie inside: the edges east of each are counted, odd = inside. Shape: (points,)."""
    above = y[None, :] > py[:, None]
    crosses = above != (next_y[None, :] > py[:, None])
    rise = np.where(next_y == y, 1.0, next_y - y)
    at_x = x[None, :] + (py[:, None] - y[None, :]) / rise[None, :] * (next_x - x)[None, :]
    odd: Flags = np.count_nonzero(crosses & (px[:, None] < at_x), axis=1) % 2 == 1
    return odd


def _away_m(px: Metres, py: Metres, x: Metres, y: Metres, next_x: Metres, next_y: Metres) -> Metres:
    """How far each point is from the outline itself. Shape: (points,)."""
    run, rise = next_x - x, next_y - y
    square = np.maximum(run**2 + rise**2, 1e-9)
    share = ((px[:, None] - x[None, :]) * run + (py[:, None] - y[None, :]) * rise) / square
    share = np.clip(share, 0.0, 1.0)
    away: Metres = np.hypot(
        px[:, None] - (x[None, :] + share * run), py[:, None] - (y[None, :] + share * rise)
    ).min(axis=1)
    return away
