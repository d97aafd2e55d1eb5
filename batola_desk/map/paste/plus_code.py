"""Open Location Codes, read only: is it one, is it whole, which cell, which whole code is nearest.

Own code: the published package ships no wheel and has had no release for years; the algorithm is a page.
Source: Open Location Code specification, "Encoding", "Short codes" (github.com/google/open-location-code).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

ALPHABET: Final = "23456789CFGHJMPQRVWX"
SEPARATOR_AT: Final = 8
PAIR_DEG: Final = (20.0, 1.0, 0.05, 0.0025, 0.000125)
GRID_ROWS, GRID_COLUMNS = 5, 4
LETTERS_MAX: Final = 15
_VALUES: Final = {letter: at for at, letter in enumerate(ALPHABET)}


@dataclass(frozen=True, slots=True)
class Cell:
    """What a whole code covers; degrees, WGS 84."""

    south: float
    west: float
    height_deg: float
    width_deg: float

    @property
    def middle(self) -> tuple[float, float]:
        """Latitude and longitude of the middle."""
        return min(self.south + self.height_deg / 2, 90.0), self.west + self.width_deg / 2


def is_valid(code: str) -> bool:
    """Whether the code, in capitals, is a plus code, whole or short."""
    head, plus, tail = code.partition("+")
    if not plus or len(head) % 2 or not 2 <= len(head) <= SEPARATOR_AT or len(tail) == 1:
        return False
    letters = head.rstrip("0")
    padding = len(head) - len(letters)
    if padding and (padding % 2 or tail or not letters or len(head) < SEPARATOR_AT):
        return False
    return all(letter in _VALUES for letter in letters + tail)


def is_whole(code: str) -> bool:
    """Whether a valid code stands for one cell on the earth, without a place near by."""
    if code.index("+") < SEPARATOR_AT:
        return False
    return _VALUES[code[0]] * 20 < 180 and _VALUES[code[1]] * 20 < 360


def cell_of(code: str) -> Cell:
    """The cell of a whole code."""
    letters = code.replace("+", "").rstrip("0")[:LETTERS_MAX]
    south, west = -90.0, -180.0
    high = wide = PAIR_DEG[0]
    for at, size in zip(range(0, min(len(letters), 10), 2), PAIR_DEG, strict=False):
        south += _VALUES[letters[at]] * size
        west += _VALUES[letters[at + 1]] * size
        high = wide = size
    for letter in letters[10:]:
        high, wide = high / GRID_ROWS, wide / GRID_COLUMNS
        row, column = divmod(_VALUES[letter], GRID_COLUMNS)
        south, west = south + row * high, west + column * wide
    return Cell(south, west, high, wide)


def nearest_whole(code: str, latitude: float, longitude: float) -> str:
    """The whole code nearest to a place that ends in a short one."""
    missing = SEPARATOR_AT - code.index("+")
    size = PAIR_DEG[missing // 2 - 1]
    best = ""
    away_of_best = (2.0, 2.0)
    for north in (0, -1, 1):
        for east in (0, -1, 1):
            whole = _pairs(latitude + north * size, longitude + east * size)[:missing] + code
            lat, lon = cell_of(whole).middle
            away = (abs(lat - latitude) / size, abs((lon - longitude + 180) % 360 - 180) / size)
            if not best or away < away_of_best:
                best, away_of_best = whole, away
    return best


def _pairs(latitude: float, longitude: float) -> str:
    """The first eight letters of the code of a position."""
    lat = min(max(latitude, -90.0), 89.999) + 90.0
    lon = (longitude + 180.0) % 360.0
    letters = ""
    for size in PAIR_DEG[:4]:
        row, column = min(int(lat / size), 19), min(int(lon / size), 19)
        letters += ALPHABET[row] + ALPHABET[column]
        lat, lon = lat - row * size, lon - column * size
    return letters
