"""Positions, and how they are written for people; ``map.paste`` reads what people write."""

from __future__ import annotations

from typing import NamedTuple


class LatLon(NamedTuple):
    """A WGS 84 position in decimal degrees, latitude first."""

    lat: float
    lon: float


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
