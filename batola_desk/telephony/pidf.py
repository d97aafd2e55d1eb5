"""The first place that a call's location documents and ``geo:`` addresses tell, for the line's own words.

The documents are read by ``domain.pidf``; all places in them are the desk's matter.
"""

from __future__ import annotations

from dataclasses import dataclass

from batola_desk.domain.earth_area import EarthArea, area_around
from batola_desk.domain.pidf import DOCUMENT_BYTES_MAX, read_locations
from batola_desk.domain.pidf_shapes import number_of, numbers_of, turned

__all__ = ["DOCUMENT_BYTES_MAX", "Position", "read_geo_uri", "read_position"]


@dataclass(frozen=True, slots=True)
class Position:
    """A place on the earth (WGS 84). ``radius_m`` None: the document does not say how exact it is."""

    latitude: float
    longitude: float
    radius_m: float | None = None


def read_position(document: bytes) -> Position | None:
    """The first place the document describes, None if there is none or it cannot be read. Never raises."""
    areas = [found.area for found in read_locations(document, areas_max=1) if found.area is not None]
    return _position(areas[0]) if areas else None


def read_geo_uri(uri: str) -> Position | None:
    """``geo:-3.2,114.6;u=50``. Source: RFC 5870 §3."""
    scheme, _, rest = uri[:200].partition(":")
    if scheme.strip().lower() != "geo":
        return None
    place, *parameters = rest.split(";")
    radius_m = next((number_of(p[2:]) for p in parameters if p.lower().startswith("u=")), None)
    numbers = numbers_of(place, 2)
    area = area_around(*turned(numbers), radius_m) if len(numbers) == 2 else None
    return _position(area) if area is not None else None


def _position(area: EarthArea) -> Position:
    latitude, longitude, radius_m = area.enclosing_circle()
    return Position(latitude, longitude, radius_m or None)
