"""Positions inside location documents (PIDF-LO). Source: RFC 4119, RFC 5491 §5 (shapes), RFC 5870 (geo).

Tolerant: any namespace prefix, shapes anywhere in the document, latitude and longitude changed over when only
that makes sense. A document type definition is refused, so that no entity is ever expanded; depth, elements
and text are limited. What is not understood gives no position; the document itself is kept by others.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from xml.parsers import expat

DOCUMENT_BYTES_MAX = 65_536  # LIMIT: issue 3; the largest seen is a polygon of about 10 kB
_DEPTH_MAX = 64
_ELEMENTS_MAX = 4000
_TEXT_MAX = 2000
_SHAPES = frozenset({"point", "circle", "sphere", "ellipse", "ellipsoid", "arcband", "polygon", "prism"})
_RADII = {"radius": 1.0, "semimajoraxis": 1.0, "outerradius": 1.0}
_METRES = {"9001": 1.0, "9002": 0.3048, "9036": 1000.0}  # EPSG units; RFC 5491 §5 wants 9001
_EARTH_M_PER_DEGREE = 111_320.0
_RADIUS_MAX_M = 20_040_000.0  # half the earth's circumference


@dataclass(frozen=True, slots=True)
class Position:
    """A place on the earth (WGS 84). ``radius_m`` None: the document does not say how exact it is."""

    latitude: float
    longitude: float
    radius_m: float | None = None


class _UnusableError(Exception):
    """Stop reading."""


def read_position(document: bytes) -> Position | None:
    """The first place the document describes, None if there is none or it cannot be read. Never raises."""
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = reader.refuse
    parser.EntityDeclHandler = reader.refuse
    try:
        parser.Parse(document[:DOCUMENT_BYTES_MAX], True)
    except (expat.ExpatError, _UnusableError, ValueError, LookupError):
        # The end may be missing or cut, the encoding unknown; what was found before counts.
        return reader.found
    return reader.found


def read_geo_uri(uri: str) -> Position | None:
    """``geo:-3.2,114.6;u=50``. Source: RFC 5870 §3."""
    scheme, _, rest = uri[:200].partition(":")
    if scheme.strip().lower() != "geo":
        return None
    place, *parameters = rest.split(";")
    radius_m = next((_number(p[2:]) for p in parameters if p.lower().startswith("u=")), None)
    return _position(_numbers(place.replace(",", " "))[:2], radius_m)


class _Reader:
    """Collects the first complete shape."""

    def __init__(self) -> None:
        self.found: Position | None = None
        self._depth = 0
        self._elements = 0
        self._shape = ""
        self._shape_depth = 0
        self._points: list[float] = []
        self._radius_m: float | None = None
        self._unit_m = 1.0
        self._text: list[str] = []
        self._text_length = 0

    def refuse(self, *_arguments: object) -> None:
        raise _UnusableError

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > _DEPTH_MAX or self._elements > _ELEMENTS_MAX or self.found is not None:
            raise _UnusableError
        local = _local(name)
        self._text, self._text_length = [], 0
        if local in _SHAPES and not self._shape:
            self._shape, self._shape_depth = local, self._depth
            self._points, self._radius_m = [], None
        elif local in _RADII:
            self._unit_m = _METRES.get(attributes.get("uom", "9001").rpartition(":")[2], 1.0)

    def text(self, data: str) -> None:
        if self._shape and self._text_length < _TEXT_MAX:
            self._text.append(data)
            self._text_length += len(data)

    def end(self, name: str) -> None:
        local = _local(name)
        if self._shape:
            if local in ("pos", "poslist"):
                self._take_points("".join(self._text)[:_TEXT_MAX], is_list=local == "poslist")
            elif local in _RADII:
                value = _number("".join(self._text))
                self._radius_m = None if value is None else value * self._unit_m
            elif self._depth == self._shape_depth:
                self._finish()
        self._text, self._text_length = [], 0
        self._depth -= 1

    def _take_points(self, text: str, *, is_list: bool) -> None:
        numbers = _numbers(text)
        if is_list:  # pairs; a ring with heights cannot be told apart from one without, so only the flat kind
            self._points += numbers[: len(numbers) // 2 * 2]
        else:
            self._points += numbers[:2]

    def _finish(self) -> None:
        self.found = (
            _outline(self._points) if len(self._points) > 2 else _position(self._points, self._radius_m)
        )
        self._shape = ""


def _outline(points: list[float]) -> Position | None:
    """The circle around a polygon: middle of its corners, as wide as its farthest one."""
    if points[:2] == points[-2:]:  # a ring ends where it began
        points = points[:-2]
    corners = [_position(points[index : index + 2], None) for index in range(0, len(points) - 1, 2)]
    usable = [corner for corner in corners if corner is not None]
    if not usable or len(usable) < len(corners):
        return None
    latitude = sum(corner.latitude for corner in usable) / len(usable)
    longitude = sum(corner.longitude for corner in usable) / len(usable)
    shrink = math.cos(math.radians(latitude))
    farthest = max(
        math.hypot(corner.latitude - latitude, (corner.longitude - longitude) * shrink) for corner in usable
    )
    return Position(latitude, longitude, farthest * _EARTH_M_PER_DEGREE)


def _position(numbers: list[float], radius_m: float | None) -> Position | None:
    if len(numbers) < 2:
        return None
    latitude, longitude = numbers[0], numbers[1]
    if abs(latitude) > 90 and abs(longitude) <= 90:  # changed over: only this way it is a place on the earth
        latitude, longitude = longitude, latitude
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None
    if radius_m is not None and not 0 <= radius_m <= _RADIUS_MAX_M:
        radius_m = None
    return Position(latitude, longitude, radius_m)


def _numbers(text: str) -> list[float]:
    """Leading numbers of a list, up to the first word that is none."""
    numbers: list[float] = []
    for word in text.replace(",", " ").split():
        value = _number(word)
        if value is None:
            break
        numbers.append(value)
    return numbers


def _number(text: str) -> float | None:
    text = text.strip()
    if not text or len(text) > 40:
        return None
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()
