"""A place on the river whose tide follows a station of the tide table (tides.toml)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TideStation:
    """One place.

    Attributes:
        table: name of the station in the tide table that it follows.
        offset_min: its tide comes so much later.
        offset_m: its level is so much higher.
    """

    code: str
    label: str
    label_en: str = ""
    table: str
    latitude: float
    longitude: float
    offset_min: float = 0.0
    offset_m: float = 0.0
