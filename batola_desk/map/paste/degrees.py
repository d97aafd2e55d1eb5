"""Pairs of angles as positions, with every order and sign that the writing leaves open."""

from __future__ import annotations

import re
from collections.abc import Iterator

from batola_desk.map.paste.angles import Angle, Run, runs_of
from batola_desk.map.paste.reading import Area, Doubt, Reading, Sort, is_on_earth

DECIMALS_IN_TEXT_MIN = 3  # beside other words a pair of short numbers is anything, a house number for one
EXACT_M = 5.0  # what more digits than needed leave open is not worth a circle
_NO_SEAM = re.compile(r"(\d{1,3}),(\d{2,12}),(\d{1,8})(?![\d,])")


def read_degrees(text: str, area: Area, *, sort: Sort = Sort.DEGREES) -> Iterator[Reading]:
    """Positions written as angles in a text."""
    for run in runs_of(text):
        for first, second, rest in _pairs(run):
            for reading in _readings(first, second, area, sort):
                doubts = (*reading.doubts, Doubt.REST) if rest else reading.doubts
                yield _with(reading, doubts)


def read_unseparated(text: str, area: Area) -> Iterator[Reading]:
    """Digits read aloud without a pause: "3,2372114,58" is 3.2372 and 114.58, or 3.237211 and 4.58."""
    for found in _NO_SEAM.finditer(text):
        whole, middle, rest = found.groups()
        for digits in (3, 2, 1):
            if len(middle) > digits:
                first = Angle([f"{whole}.{middle[:-digits]}"], [None])
                second = Angle([f"{middle[-digits:]}.{rest}"], [None])
                for reading in _readings(first, second, area, Sort.SPOKEN):
                    if area.is_near(reading.lat, reading.lon):
                        yield _with(reading, (*reading.doubts, Doubt.SPLIT))


def repaired(lat: float, lon: float, area: Area) -> Iterator[tuple[float, float, tuple[Doubt, ...]]]:
    """Other orders and signs of a position far away that lie here: a slip of somebody's hand."""
    if area.is_near(lat, lon):
        return
    for a, b, doubts in ((lat, lon, ()), (lon, lat, (Doubt.ORDER,))):
        for lat_sign in (1, -1):
            for lon_sign in (1, -1):
                is_changed = lat_sign < 0 or lon_sign < 0
                seen = (*doubts, Doubt.SIGN) if is_changed else doubts
                if (
                    seen
                    and is_on_earth(a * lat_sign, b * lon_sign)
                    and area.is_near(a * lat_sign, b * lon_sign)
                ):
                    yield a * lat_sign, b * lon_sign, seen


def _pairs(run: Run) -> Iterator[tuple[Angle, Angle, bool]]:
    """Angles two by two; a third small number behind a good pair is a height, and left aside."""
    angles = run.angles
    if len(angles) == 3 and min(angles[0].decimals, angles[1].decimals) >= DECIMALS_IN_TEXT_MIN:
        angles, rest = angles[:2], True
    else:
        rest = False
    if len(angles) % 2:
        return
    for first, second in zip(angles[::2], angles[1::2], strict=True):
        if _is_position(first, second, is_whole=run.is_whole):
            yield first, second, rest


def _is_position(first: Angle, second: Angle, *, is_whole: bool) -> bool:
    if first.axis and first.axis == second.axis:
        return False
    if first.is_marked and second.is_marked:
        return True
    if len(first.parts) > 1 and len(second.parts) > 1:
        return is_whole
    return min(first.decimals, second.decimals) >= (1 if is_whole else DECIMALS_IN_TEXT_MIN)


def _readings(first: Angle, second: Angle, area: Area, sort: Sort) -> Iterator[Reading]:
    yield from _as_written(first, second, area, sort)
    if first.is_fraction_of_two and second.is_fraction_of_two:
        for reading in _as_written(first.as_minutes(), second.as_minutes(), area, sort):
            if area.is_near(reading.lat, reading.lon):
                yield _with(reading, (*reading.doubts, Doubt.MINUTES))


def _as_written(first: Angle, second: Angle, area: Area, sort: Sort) -> Iterator[Reading]:
    a, b = first.value(), second.value()
    if a is None or b is None:
        return
    reach_m = max(first.reach_m(), second.reach_m())
    uncertainty_m = reach_m if reach_m >= EXACT_M else 0.0
    latitude_first = "lat" in (first.axis, "") and second.axis in ("lon", "")
    if first.axis or second.axis:
        possible = [(a, b) if latitude_first else (b, a)]
    else:
        possible = [pair for pair in ((a, b), (b, a)) if is_on_earth(*pair)]
    doubts = (Doubt.ORDER,) if len(possible) > 1 else ()
    for lat, lon in possible:
        if not is_on_earth(lat, lon):
            if is_on_earth(lon, lat):  # 114.58 LS 3.24 BT: somebody turned them round
                yield from _turned(lon, lat, sort, uncertainty_m, area)
            continue
        yield Reading(lat, lon, sort, uncertainty_m, doubts)
        is_open = not (first.hemisphere and second.hemisphere)
        for other_lat, other_lon, why in repaired(lat, lon, area) if is_open and not doubts else ():
            yield Reading(other_lat, other_lon, sort, uncertainty_m, why)


def _turned(lat: float, lon: float, sort: Sort, uncertainty_m: float, area: Area) -> Iterator[Reading]:
    yield Reading(lat, lon, sort, uncertainty_m, (Doubt.ORDER,))
    for other_lat, other_lon, why in repaired(lat, lon, area):
        yield Reading(other_lat, other_lon, sort, uncertainty_m, tuple(dict.fromkeys((Doubt.ORDER, *why))))


def _with(reading: Reading, doubts: tuple[Doubt, ...]) -> Reading:
    return Reading(reading.lat, reading.lon, reading.sort, reading.uncertainty_m, doubts, reading.label)
