"""From one position to another: how far, and which way."""

from __future__ import annotations

import math

WINDS = ("north", "north_east", "east", "south_east", "south", "south_west", "west", "north_west")


def bearing_deg(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Direction in which one sets out from a to b along the great circle. Units: degrees from north."""
    phi_a, phi_b = math.radians(lat_a), math.radians(lat_b)
    across = math.radians(lon_b - lon_a)
    east = math.sin(across) * math.cos(phi_b)
    north = math.cos(phi_a) * math.sin(phi_b) - math.sin(phi_a) * math.cos(phi_b) * math.cos(across)
    return math.degrees(math.atan2(east, north)) % 360.0


def wind_of(bearing: float) -> str:
    """One of ``WINDS``: the eighth of the compass that a bearing lies in."""
    return WINDS[round((bearing % 360.0) / 45.0) % 8]
