"""Coordinates as people write them: decimals in both orders, decimal commas, degrees and minutes."""

from __future__ import annotations

import re
from typing import NamedTuple

# LIMIT: the order of a bare pair is guessed only when one number cannot be a latitude of this country.
_INDONESIA_LAT_ABS_MAX = 12.0
_SOUTH_WORDS = frozenset({"s", "ls"})
_NORTH_WORDS = frozenset({"n", "u", "lu"})
_EAST_WORDS = frozenset({"e", "t", "bt"})
_WEST_WORDS = frozenset({"w", "b", "bb"})

_ANGLE = re.compile(
    r"""
    (?P<before>\b(?:LS|LU|BT|BB|[NSEWUTB])\b\s*)?
    (?P<sign>[-+])?\s*
    (?P<degrees>\d{1,3}(?:[.,]\d+)?)
    (?:\s*°\s*
       (?:(?P<minutes>\d{1,2}(?:[.,]\d+)?)\s*'\s*
          (?:(?P<seconds>\d{1,2}(?:[.,]\d+)?)\s*"\s*)?
       )?
    )?
    (?P<after>\s*\b(?:LS|LU|BT|BB|[NSEWUTB])\b)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_UNIFORM = str.maketrans({"º": "°", "˚": "°", "′": "'", "’": "'", "‘": "'", "″": '"', "”": '"', "“": '"',
                          "−": "-", "–": "-", "\u00a0": " "})  # fmt: skip
_WHOLE_PAIR_WITH_COMMAS = re.compile(r"^\s*([-+]?\d{1,3}),(\d{2,})\s*[,;\s]\s*([-+]?\d{1,3}),(\d{2,})\s*$")


class LatLon(NamedTuple):
    """A WGS 84 position in decimal degrees, latitude first."""

    lat: float
    lon: float


def parse_coordinates(text: str) -> LatLon | None:
    """Read one position out of ``text`` that holds nothing else, or None.

    Understands ``-3.2372, 114.5846``, the other order, ``-3,2372 114,5846``, ``3°14'14"S 114°35'4.6"E``
    and Indonesian hemispheres (LS, LU, BT, BB). A pair whose order or range makes no sense is None:
    a wrong place is worse than no place.
    """
    uniform = text.translate(_UNIFORM).replace("''", '"').strip()
    commas = _WHOLE_PAIR_WITH_COMMAS.match(uniform)
    if commas:
        uniform = f"{commas[1]}.{commas[2]} {commas[3]}.{commas[4]}"
    angles: list[tuple[float, str]] = []
    position = 0
    while position < len(uniform):
        if uniform[position] in " ,;/":
            position += 1
            continue
        match = _ANGLE.match(uniform, position)
        if match is None or match.end() == position:
            return None
        angle = _angle_of(match)
        if angle is None:
            return None
        angles.append(angle)
        position = match.end()
    return _pair_of(angles)


def format_decimal(lat: float, lon: float, *, decimals: int = 5) -> str:
    """``-3.23720, 114.58460``: the form every phone and every map service takes back."""
    return f"{lat:.{decimals}f}, {lon:.{decimals}f}"


def format_dms(lat: float, lon: float) -> str:
    """``3°14'13.9" LS  114°35'04.6" BT``: the form a helicopter or ship crew reads over the radio."""
    return f"{_dms(lat)} {'LS' if lat < 0 else 'LU'}  {_dms(lon)} {'BB' if lon < 0 else 'BT'}"


def _dms(angle: float) -> str:
    tenths_of_second = round(abs(angle) * 36_000)
    degrees, rest = divmod(tenths_of_second, 36_000)
    minutes, tenths = divmod(rest, 600)
    return f"{degrees}°{minutes:02d}'{tenths / 10:04.1f}\""


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _angle_of(match: re.Match[str]) -> tuple[float, str] | None:
    minutes = _number(match["minutes"]) if match["minutes"] else 0.0
    seconds = _number(match["seconds"]) if match["seconds"] else 0.0
    if minutes >= 60 or seconds >= 60:
        return None
    value = _number(match["degrees"]) + minutes / 60 + seconds / 3600
    word = (match["before"] or match["after"] or "").strip().lower()
    if word in _SOUTH_WORDS | _WEST_WORDS and match["sign"] is None:
        value = -value
    if match["sign"] == "-":
        value = -value
    axis = "lat" if word in _SOUTH_WORDS | _NORTH_WORDS else "lon" if word else ""
    return value, axis


def _pair_of(angles: list[tuple[float, str]]) -> LatLon | None:
    if len(angles) != 2:
        return None
    (first, first_axis), (second, second_axis) = angles
    if first_axis and first_axis == second_axis:
        return None
    if first_axis or second_axis:
        latitude_first = first_axis == "lat" or second_axis == "lon"
    else:
        latitude_first = abs(first) <= _INDONESIA_LAT_ABS_MAX or abs(second) > _INDONESIA_LAT_ABS_MAX
    lat, lon = (first, second) if latitude_first else (second, first)
    if abs(lat) > 90 or abs(lon) > 180:
        return None
    return LatLon(lat, lon)
