"""Shapes of location documents: from their numbers to an area. Source: RFC 5491 §5, GML 3.1.1."""

from __future__ import annotations

import math
from itertools import islice

from batola_desk.domain.earth_area import EarthArea, arc_band, area_around, ellipse, polygon

SHAPES = frozenset({"point", "circle", "sphere", "ellipse", "ellipsoid", "arcband", "polygon", "prism"})
METRES = {"9001": 1.0, "9002": 0.3048, "9036": 1000.0}  # EPSG units; RFC 5491 §5 wants 9001
_LENGTHS = frozenset(
    {"radius", "semimajoraxis", "semiminoraxis", "verticalaxis", "innerradius", "outerradius"}
)
_ANGLES = frozenset({"orientation", "startangle", "openingangle"})
_WITH_HEIGHT = "4979"  # EPSG: latitude, longitude, height
_NUMBERS_MAX = 3_000  # LIMIT: of one ring


class RawShape:
    """One shape while it is read; heights are left out, so a sphere is a circle and a prism its base."""

    def __init__(self, kind: str) -> None:
        self.confidence_percent: float | None = None
        self._kind = kind
        self._numbers: list[float] = []
        self._sizes: dict[str, float] = {}
        self._per_point = 2

    def note_frame(self, attributes: dict[str, str]) -> None:
        """What the frame of reference says about how many numbers a corner has."""
        if attributes.get("srsName", "").endswith(_WITH_HEIGHT) or attributes.get("srsDimension") == "3":
            self._per_point = 3

    def take(self, element: str, text: str, unit: float) -> None:
        """One inner element has ended; ``unit`` turns its number into metres or degrees."""
        if element == "pos":
            self._numbers += numbers_of(text, 3)[:2]
        elif element == "poslist" and not self._numbers:  # what comes after the outer ring are its holes
            numbers = numbers_of(text, _NUMBERS_MAX)
            for start in range(0, len(numbers) - 1, self._per_point):
                self._numbers += numbers[start : start + 2]
        elif element in _LENGTHS or element in _ANGLES:
            value = number_of(text)
            if value is not None:
                self._sizes[element] = value * unit
        elif element == "confidence":
            self.confidence_percent = number_of(text)

    def area(self) -> EarthArea | None:
        """The area, or None if this is no place on the earth."""
        if len(self._numbers) > 2:
            corners = [turned(self._numbers[i : i + 2]) for i in range(0, len(self._numbers) - 1, 2)]
            return polygon(corners)
        if len(self._numbers) < 2:
            return None
        latitude, longitude = turned(self._numbers)
        size = self._sizes.get
        major_m = size("semimajoraxis")
        if major_m is not None and size("semiminoraxis") is not None:
            found = ellipse(
                latitude, longitude, major_m, self._sizes["semiminoraxis"], size("orientation", 0.0)
            )
            if found is not None:
                return found
        outer_m = size("outerradius")
        if outer_m is not None:
            band = arc_band(
                latitude,
                longitude,
                inner_m=size("innerradius", 0.0),
                outer_m=outer_m,
                start_deg=size("startangle", 0.0),
                opening_deg=size("openingangle", 360.0),
            )
            if band is not None:
                return band
        return area_around(latitude, longitude, size("radius") or major_m or outer_m)


def turned(numbers: list[float]) -> tuple[float, float]:
    """Latitude and longitude, changed over when only this way it is a place on the earth."""
    first, second = numbers[0], numbers[1]
    return (second, first) if abs(first) > 90 >= abs(second) else (first, second)


def numbers_of(text: str, count_max: int) -> list[float]:
    """Leading numbers of a list, up to the first word that is none."""
    numbers: list[float] = []
    for word in islice(text.replace(",", " ").split(), count_max):
        value = number_of(word)
        if value is None:
            break
        numbers.append(value)
    return numbers


def number_of(text: str) -> float | None:
    """A finite decimal number, None for everything else."""
    text = text.strip()
    if not text or len(text) > 40:
        return None
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
