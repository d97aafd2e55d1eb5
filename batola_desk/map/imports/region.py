"""The part of the world that a pack covers: the regency and what lies around it."""

from __future__ import annotations

import math

from batola_desk.map.gazetteer import Gazetteer
from batola_desk.map.imports.limits import AROUND_REGENCY_M
from batola_desk.map.pack.meta import Bounds

_DEGREE_M = 111_195.0


def region_of(gazetteer: Gazetteer, *, around_m: float = AROUND_REGENCY_M) -> Bounds:
    """Return the regency's rectangle, widened on every side."""
    south, west, north, east = gazetteer.bounds
    high = around_m / _DEGREE_M
    wide = high / math.cos(math.radians(max(abs(south), abs(north))))
    return Bounds(south - high, west - wide, north + high, east + wide)


def overlaps(a: Bounds, b: Bounds) -> bool:
    """Whether two rectangles share anything."""
    return a.south <= b.north and b.south <= a.north and a.west <= b.east and b.west <= a.east
