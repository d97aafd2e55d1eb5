"""Positions inside location documents (PIDF-LO). Source: RFC 4119, RFC 5491, RFC 5139."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Position:
    """A place on the earth (WGS 84). ``radius_m`` None: the document does not say how exact it is."""

    latitude: float
    longitude: float
    radius_m: float | None = None
