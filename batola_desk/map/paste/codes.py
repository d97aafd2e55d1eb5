"""Positions packed into letters: plus codes, geohashes (Waze) and OpenStreetMap's short links."""

from __future__ import annotations

import re
from collections.abc import Iterator

from batola_desk.map.paste.plus_code import cell_of, is_valid, is_whole, nearest_whole
from batola_desk.map.paste.reading import Area, Doubt, Reading, Sort

_PLUS = re.compile(
    r"(?<![\w+])([23456789CFGHJMPQRVWX]{2,8}0{0,6}\+[23456789CFGHJMPQRVWX]{0,7})(?![\w+])", re.IGNORECASE
)
_GEOHASH = {letter: at for at, letter in enumerate("0123456789bcdefghjkmnpqrstuvwxyz")}
_OSM = {
    letter: at for at, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_~")
}
GEOHASH_LETTERS_MAX = 12
OSM_LETTERS_MAX = 10
PLACES_TRIED = 4
_METRES_PER_DEGREE = 111_320.0
NAME_LETTERS_MAX = 80


def plus_codes_in(text: str) -> list[re.Match[str]]:
    """What looks like plus codes in a text."""
    return list(_PLUS.finditer(text))


def read_plus_code(code: str, words: str, area: Area) -> Iterator[Reading]:
    """The positions one plus code may mean.

    Args:
        words: what stands round it; a short code needs the name of a place near by.
    Source: Open Location Code, specification.md, "Short codes".
    """
    code = code.upper()
    if not is_valid(code):
        return
    if is_whole(code):
        yield _cell(code, ())
        return
    named = area.named(words[:NAME_LETTERS_MAX]) if words.strip() else []
    found: dict[str, tuple[Doubt, ...]] = {}
    for lat, lon in named[:PLACES_TRIED]:
        found.setdefault(nearest_whole(code, lat, lon), ())
    if not found:
        lat, lon = area.middle
        for north in (0, 1, -1):  # the regency is longer than one cell of a code short of four letters
            for east in (0, 1, -1):
                full = nearest_whole(code, lat + north, lon + east)
                if area.is_near(*cell_of(full).middle):
                    found.setdefault(full, (Doubt.SHORT,))
    elif len(found) > 1:
        found = dict.fromkeys(found, (Doubt.PLACE,))
    for full, doubts in found.items():
        yield _cell(full, doubts)


def _cell(code: str, doubts: tuple[Doubt, ...]) -> Reading:
    cell = cell_of(code)
    reach_m = cell.height_deg / 2 * _METRES_PER_DEGREE
    return Reading(*cell.middle, Sort.PLUS_CODE, reach_m if reach_m > 10 else 0.0, doubts)


def geohash_position(code: str) -> tuple[float, float] | None:
    """The middle of a geohash cell (base 32, longitude first); None when it is none."""
    code = code.lower()
    if not 5 <= len(code) <= GEOHASH_LETTERS_MAX or any(letter not in _GEOHASH for letter in code):
        return None
    bounds = [[-180.0, 180.0], [-90.0, 90.0]]
    bit = 0
    for letter in code:
        for shift in (4, 3, 2, 1, 0):
            low, high = bounds[bit % 2]
            middle = (low + high) / 2
            bounds[bit % 2] = [middle, high] if _GEOHASH[letter] >> shift & 1 else [low, middle]
            bit += 1
    (west, east), (south, north) = bounds
    return (south + north) / 2, (west + east) / 2


def osm_short_position(code: str) -> tuple[float, float] | None:
    """The middle of OpenStreetMap's short link (``osm.org/go/…``); None when it is none.

    Source: OpenStreetMap wiki, "Shortlink": two interleaved numbers, three bits of each a letter.
    """
    letters = code.replace("@", "~").rstrip("-=")
    if not 3 <= len(letters) <= OSM_LETTERS_MAX or any(letter not in _OSM for letter in letters):
        return None
    x = y = 0
    for letter in letters:
        for shift in (5, 3, 1):
            x = x << 1 | _OSM[letter] >> shift & 1
            y = y << 1 | _OSM[letter] >> (shift - 1) & 1
    cells = 2.0 ** (3 * len(letters))
    return (y + 0.5) / cells * 180 - 90, (x + 0.5) / cells * 360 - 180
