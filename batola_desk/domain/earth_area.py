"""Areas on the earth: where somebody may be, as sources of positions say it. WGS 84, degrees and metres.

A position is never a bare pin: it is a circle, an ellipse, a polygon, an arc band of a cell, or a point of
which nobody said how exact it is. Source: RFC 5491 §5 (shapes), RFC 5870.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

EARTH_RADIUS_M = 6_371_008.8  # mean radius (IUGG)
RADIUS_MAX_M = 20_040_000.0  # half the earth's circumference
CORNERS_MAX = 256  # LIMIT: a cell's outline has some dozens
_OUTLINE_POINTS = 48  # a circle of 300 px radius is then off by less than a pixel
_SPHERE_SPARE = 1.002  # sums on a plane are off by less than this within 200 km


class AreaShape(StrEnum):
    """What an area is."""

    POINT = "point"  # how exact: unknown
    CIRCLE = "circle"
    ELLIPSE = "ellipse"
    POLYGON = "polygon"
    ARC_BAND = "arc_band"  # the part of a ring around a mast


@dataclass(frozen=True, slots=True, kw_only=True)
class EarthArea:
    """One area.

    Attributes:
        latitude, longitude: its middle; of an arc band the mast.
        radius_m: of a circle; the longer half axis of an ellipse; the outer radius of an arc band.
        minor_m: the shorter half axis of an ellipse; the inner radius of an arc band.
        bearing_deg: clockwise from north: of the longer axis; where an arc band begins.
        opening_deg: how far an arc band reaches from there, clockwise.
        corners: (latitude, longitude) of a polygon, the first not repeated.
    """

    shape: AreaShape
    latitude: float
    longitude: float
    radius_m: float = 0.0
    minor_m: float = 0.0
    bearing_deg: float = 0.0
    opening_deg: float = 0.0
    corners: tuple[tuple[float, float], ...] = ()

    def enclosing_radius_m(self) -> float | None:
        """Half the width of the circle from `enclosing_circle`; None = nobody said how exact a point is."""
        return None if self.shape is AreaShape.POINT else self.enclosing_circle()[2]

    def enclosing_circle(self) -> tuple[float, float, float]:
        """(latitude, longitude, radius in metres) of a circle that holds the whole area."""
        if self.shape is AreaShape.POLYGON:
            farthest = max((self._distance_m(*corner) for corner in self.corners), default=0.0)
            return self.latitude, self.longitude, farthest
        if self.shape is AreaShape.ARC_BAND and self.opening_deg < 180:
            return self._circle_around_band()
        return self.latitude, self.longitude, self.radius_m

    def _circle_around_band(self) -> tuple[float, float, float]:
        """On the line that halves the band: between its nearest and its farthest point from the mast."""
        half = math.radians(self.opening_deg / 2)
        nearest_m = self.minor_m * math.cos(half)
        away_m = (nearest_m + self.radius_m) / 2
        latitude, longitude = self._at(self.bearing_deg + self.opening_deg / 2, away_m)
        corner_m = math.hypot(self.radius_m * math.cos(half) - away_m, self.radius_m * math.sin(half))
        return latitude, longitude, max(corner_m, self.radius_m - away_m) * _SPHERE_SPARE

    def outline(self) -> tuple[tuple[float, float], ...]:
        """(latitude, longitude) along its edge, not closed; the one point of a point."""
        match self.shape:
            case AreaShape.POLYGON:
                return self.corners
            case AreaShape.CIRCLE:
                return tuple(self._at(bearing, self.radius_m) for bearing in _turn(0.0, 360.0))
            case AreaShape.ELLIPSE:
                return tuple(self._on_ellipse(bearing) for bearing in _turn(0.0, 360.0))
            case AreaShape.ARC_BAND:
                return self._band_outline()
            case _:
                return ((self.latitude, self.longitude),)

    def _on_ellipse(self, angle_deg: float) -> tuple[float, float]:
        angle = math.radians(angle_deg)
        along_m, across_m = self.radius_m * math.cos(angle), self.minor_m * math.sin(angle)
        bearing_deg = self.bearing_deg + math.degrees(math.atan2(across_m, along_m))
        return self._at(bearing_deg, math.hypot(along_m, across_m))

    def _band_outline(self) -> tuple[tuple[float, float], ...]:
        if self.opening_deg >= 360:  # a ring is drawn as its disc: rather too wide than a hole with people in
            return tuple(self._at(bearing, self.radius_m) for bearing in _turn(0.0, 360.0))
        bearings = [*_turn(self.bearing_deg, self.opening_deg), self.bearing_deg + self.opening_deg]
        outer = [self._at(bearing, self.radius_m) for bearing in bearings]
        if self.minor_m <= 0:
            return (*outer, (self.latitude, self.longitude))
        return (*outer, *(self._at(bearing, self.minor_m) for bearing in reversed(bearings)))

    def _at(self, bearing_deg: float, distance_m: float) -> tuple[float, float]:
        return destination(self.latitude, self.longitude, bearing_deg, distance_m)

    def _distance_m(self, latitude: float, longitude: float) -> float:
        return distance_m(self.latitude, self.longitude, latitude, longitude)


def area_around(latitude: float, longitude: float, radius_m: float | None) -> EarthArea | None:
    """A circle, or a point when nobody said how exact it is; None when it is no place on the earth."""
    if not _is_place(latitude, longitude):
        return None
    if radius_m is None or not 0 < radius_m <= RADIUS_MAX_M:
        return EarthArea(shape=AreaShape.POINT, latitude=latitude, longitude=longitude)
    return EarthArea(shape=AreaShape.CIRCLE, latitude=latitude, longitude=longitude, radius_m=radius_m)


def ellipse(
    latitude: float, longitude: float, major_m: float, minor_m: float, bearing_deg: float
) -> EarthArea | None:
    """An ellipse; its half axes may come in any order. None when one of the numbers cannot be."""
    if not _is_place(latitude, longitude) or not _are_lengths(major_m, minor_m):
        return None
    if minor_m > major_m:
        major_m, minor_m, bearing_deg = minor_m, major_m, bearing_deg + 90.0
    return EarthArea(
        shape=AreaShape.ELLIPSE,
        latitude=latitude,
        longitude=longitude,
        radius_m=major_m,
        minor_m=minor_m,
        bearing_deg=bearing_deg % 180.0 if math.isfinite(bearing_deg) else 0.0,
    )


def arc_band(
    latitude: float,
    longitude: float,
    *,
    inner_m: float,
    outer_m: float,
    start_deg: float,
    opening_deg: float,
) -> EarthArea | None:
    """The part of a ring that a cell serves; None when one of the numbers cannot be."""
    is_turn = math.isfinite(start_deg) and 0 < opening_deg <= 360
    if not _is_place(latitude, longitude) or not is_turn or not _are_lengths(outer_m):
        return None
    if not 0 <= inner_m < outer_m:
        return None
    return EarthArea(
        shape=AreaShape.ARC_BAND,
        latitude=latitude,
        longitude=longitude,
        radius_m=outer_m,
        minor_m=inner_m,
        bearing_deg=start_deg % 360.0,
        opening_deg=opening_deg,
    )


def polygon(corners: Iterable[tuple[float, float]]) -> EarthArea | None:
    """A polygon; one with more corners than anybody needs becomes the circle around it. None = unusable."""
    ring = list(dict.fromkeys(corners))
    if len(ring) < 3 or not all(_is_place(*corner) for corner in ring):
        return None
    latitude = sum(corner[0] for corner in ring) / len(ring)
    longitude = sum(corner[1] for corner in ring) / len(ring)
    if len(ring) > CORNERS_MAX:
        return area_around(
            latitude, longitude, max(distance_m(latitude, longitude, *corner) for corner in ring)
        )
    return EarthArea(shape=AreaShape.POLYGON, latitude=latitude, longitude=longitude, corners=tuple(ring))


def is_usable(area: EarthArea) -> bool:
    """Whether an area that came from outside (a fact of another desk) can be shown at all."""
    numbers = (area.latitude, area.longitude, area.radius_m, area.minor_m, area.bearing_deg, area.opening_deg)
    if not all(map(math.isfinite, numbers)) or not _is_place(area.latitude, area.longitude):
        return False
    match area.shape:
        case AreaShape.POLYGON:
            return 3 <= len(area.corners) <= CORNERS_MAX and all(_is_place(*at) for at in area.corners)
        case AreaShape.ARC_BAND:
            return 0 <= area.minor_m < area.radius_m <= RADIUS_MAX_M and 0 < area.opening_deg <= 360
        case AreaShape.ELLIPSE:
            return 0 < area.minor_m <= area.radius_m <= RADIUS_MAX_M
        case AreaShape.CIRCLE:
            return 0 < area.radius_m <= RADIUS_MAX_M
        case _:
            return True


def destination(
    latitude: float, longitude: float, bearing_deg: float, distance_m: float
) -> tuple[float, float]:
    """Where somebody is who went straight from a place; on a sphere, which is off by at most 0.6 %."""
    arc, bearing, phi = distance_m / EARTH_RADIUS_M, math.radians(bearing_deg), math.radians(latitude)
    sine = math.sin(phi) * math.cos(arc) + math.cos(phi) * math.sin(arc) * math.cos(bearing)
    new_phi = math.asin(max(-1.0, min(1.0, sine)))
    turn = math.atan2(math.sin(bearing) * math.sin(arc) * math.cos(phi), math.cos(arc) - math.sin(phi) * sine)
    return math.degrees(new_phi), longitude + math.degrees(turn)


def distance_m(from_latitude: float, from_longitude: float, latitude: float, longitude: float) -> float:
    """Metres between two places along the surface (haversine)."""
    phi, other_phi = math.radians(from_latitude), math.radians(latitude)
    half_phi = math.sin((other_phi - phi) / 2) ** 2
    half_turn = math.sin(math.radians(longitude - from_longitude) / 2) ** 2
    haversine = half_phi + math.cos(phi) * math.cos(other_phi) * half_turn
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(max(0.0, min(1.0, haversine))))


def _turn(start_deg: float, opening_deg: float) -> list[float]:
    steps = max(4, math.ceil(_OUTLINE_POINTS * opening_deg / 360))
    return [start_deg + opening_deg * step / steps for step in range(steps)]


def _is_place(latitude: float, longitude: float) -> bool:
    return abs(latitude) <= 90 and abs(longitude) <= 180  # False for what is no number, too


def _are_lengths(*lengths_m: float) -> bool:
    return all(0 < length <= RADIUS_MAX_M for length in lengths_m)
