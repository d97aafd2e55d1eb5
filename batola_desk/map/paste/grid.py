"""Grid positions from paper maps: UTM ("50S 231456 9641234", zone and hemisphere) and MGRS.

On Indonesian maps the letter behind the zone is the hemisphere (50S = zone 50 south); in MGRS it is a band
of latitude (50M). Both are tried, and only what fits is a reading. Transverse Mercator after Krüger's series
to n³, far below a metre within a zone.
Source: C. Karney, "Transverse Mercator with an accuracy of a few nanometers" (2011), eq. 12, 15, 36.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from batola_desk.map.paste.reading import Area, Doubt, Reading, Sort, is_on_earth

_A = 6_378_137.0
_F = 1 / 298.257223563
_N = _F / (2 - _F)
_RADIUS = _A / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_BETA = (_N / 2 - 2 * _N**2 / 3 + 37 * _N**3 / 96, _N**2 / 48 + _N**3 / 15, 17 * _N**3 / 480)
_DELTA = (2 * _N - 2 * _N**2 / 3 - 2 * _N**3, 7 * _N**2 / 3 - 8 * _N**3 / 5, 56 * _N**3 / 15)
_SCALE = 0.9996
_FALSE_EAST, _FALSE_NORTH = 500_000.0, 10_000_000.0
_BANDS = "CDEFGHJKLMNPQRSTUVWX"
_COLUMNS = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")
_ROWS = "ABCDEFGHJKLMNPQRSTUV"

_ZONE = re.compile(
    r"(?<![\w.])(?:zona|zone|utm)?\s{0,2}([1-5]?\d|60)\s?([A-HJ-NP-Z])?(?![\w.])", re.IGNORECASE
)
_EAST = r"(?:m?[ETX]\s{0,2}[:=]?\s{0,2})?(?P<east>\d{6}(?:[.,]\d{1,3})?)\s{0,2}(?:m?[ET]\b)?"
_NORTH = r"(?:m?[NUYS]\s{0,2}[:=]?\s{0,2})?(?P<north>\d{7}(?:[.,]\d{1,3})?)\s{0,2}(?:m?[NU]\b)?"
_EAST_NORTH = re.compile(rf"(?<![\d.,]){_EAST}[\s,;/]{{1,3}}{_NORTH}(?!\d)", re.IGNORECASE)
_NORTH_EAST = re.compile(rf"(?<![\d.,]){_NORTH}[\s,;/]{{1,3}}{_EAST}(?!\d)", re.IGNORECASE)
_MGRS = re.compile(
    r"(?<!\w)([1-5]?\d|60)\s?([C-HJ-NP-X])\s?([A-HJ-NP-Z])([A-HJ-NP-V])\s?(\d{2,5})\s?(\d{2,5})(?!\w)",
    re.IGNORECASE,
)
ZONE_LETTERS_BEFORE = 16  # the zone stands right in front of the numbers
ZONES_HERE = (50, 49)


def read_grid(text: str, area: Area) -> Iterator[Reading]:
    """Positions written as UTM or MGRS in a text."""
    for found in _MGRS.finditer(text):
        reading = _of_mgrs(found)
        if reading is not None:
            yield reading
    for pattern in (_EAST_NORTH, _NORTH_EAST):
        for found in pattern.finditer(text):
            east, north = (float(found[name].replace(",", ".")) for name in ("east", "north"))
            yield from _of_utm(
                text[max(0, found.start() - ZONE_LETTERS_BEFORE) : found.start()], east, north, area
            )


def _of_utm(before: str, east: float, north: float, area: Area) -> Iterator[Reading]:
    if not 100_000 <= east < 900_000 or north > _FALSE_NORTH:
        return
    zones = [match for match in _ZONE.finditer(before) if 1 <= int(match[1]) <= 60]
    if not zones:
        for zone in ZONES_HERE:
            lat, lon = position_of_utm(zone, east, north, is_south=True)
            if area.is_near(lat, lon):
                yield Reading(lat, lon, Sort.GRID, doubts=(Doubt.ZONE,))
        return
    zone, letter = int(zones[-1][1]), (zones[-1][2] or "").upper()
    for is_south in _hemispheres(letter, north):
        lat, lon = position_of_utm(zone, east, north, is_south=is_south)
        if is_on_earth(lat, lon):
            yield Reading(lat, lon, Sort.GRID, doubts=() if letter else (Doubt.ZONE,))


def _hemispheres(letter: str, north: float) -> list[bool]:
    """Whether it is south, for a letter behind the zone: a hemisphere (S, N) or a band of latitude."""
    if not letter:
        return [True, False]
    found = {letter == "S"} if letter in "SN" else set()
    if letter in _BANDS:
        is_south = letter < "N"
        low = (_BANDS.index(letter) * 8 - 80) * 110_600 + (_FALSE_NORTH if is_south else 0)
        if low - 100_000 <= north <= low + 1_000_000:
            found.add(is_south)
    return sorted(found)


def _of_mgrs(found: re.Match[str]) -> Reading | None:
    zone, band = int(found[1]), found[2].upper()
    column, row, east_digits, north_digits = found[3].upper(), found[4].upper(), found[5], found[6]
    if not 1 <= zone <= 60:
        return None
    if len(east_digits) != len(north_digits):  # written in one: the greedy first half took too many
        joined = east_digits + north_digits
        if len(joined) % 2 or len(joined) > 10:
            return None
        east_digits, north_digits = joined[: len(joined) // 2], joined[len(joined) // 2 :]
    columns = _COLUMNS[(zone - 1) % 3]
    if column not in columns:
        return None
    step = 10.0 ** (5 - len(east_digits))
    east = (columns.index(column) + 1) * 100_000 + (int(east_digits) + 0.5) * step
    in_cycle = (_ROWS.index(row) - (5 if zone % 2 == 0 else 0)) % 20 * 100_000 + (
        int(north_digits) + 0.5
    ) * step
    is_south = band < "N"
    lowest = (_BANDS.index(band) * 8 - 80) * 110_500 + (_FALSE_NORTH if is_south else 0) - 100_000
    north = in_cycle + math.ceil((lowest - in_cycle) / 2_000_000) * 2_000_000
    lat, lon = position_of_utm(zone, east, north, is_south=is_south)
    if not is_on_earth(lat, lon) or not _BANDS.index(band) * 8 - 81 <= lat <= _BANDS.index(band) * 8 - 67:
        return None
    return Reading(lat, lon, Sort.GRID, step / 2 if step > 10 else 0.0)


def position_of_utm(zone: int, east: float, north: float, *, is_south: bool) -> tuple[float, float]:
    """Latitude and longitude of a UTM position. Units: metres in, degrees out."""
    xi = (north - (_FALSE_NORTH if is_south else 0.0)) / (_SCALE * _RADIUS)
    eta = (east - _FALSE_EAST) / (_SCALE * _RADIUS)
    xi_flat = xi - sum(b * math.sin(2 * k * xi) * math.cosh(2 * k * eta) for k, b in enumerate(_BETA, 1))
    eta_flat = eta - sum(b * math.cos(2 * k * xi) * math.sinh(2 * k * eta) for k, b in enumerate(_BETA, 1))
    conformal = math.asin(max(-1.0, min(1.0, math.sin(xi_flat) / math.cosh(eta_flat))))
    lat = conformal + sum(d * math.sin(2 * k * conformal) for k, d in enumerate(_DELTA, 1))
    lon = math.atan2(math.sinh(eta_flat), math.cos(xi_flat))
    return math.degrees(lat), math.degrees(lon) + zone * 6 - 183
