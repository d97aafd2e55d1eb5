"""What may be drawn on the map, and how it is written down. Pure functions."""

from __future__ import annotations

import math
from dataclasses import fields, replace
from typing import Any, Final

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.map_feature import (
    GEOMETRY,
    NAME_MAX,
    NOTE_MAX,
    PASSING,
    POINTS_MAX,
    POINTS_MIN,
    SHAPES,
    TIDAL,
    TIDE_MAX_M,
    TIDE_MIN_M,
    VARIANTS_MAX,
    FeatureKind,
    FeatureWish,
    MapFeature,
    Points,
)
from batola_desk.domain.map_feature_reducer import is_geometry

HOUR_US: Final = 3_600_000_000
LASTS_MAX_US: Final = 400 * 24 * HOUR_US  # LIMIT: what is closed longer is the base map's
DEFAULT_LASTS_US: Final = {FeatureKind.CLOSED_ROAD: 12 * HOUR_US, FeatureKind.DANGER_AREA: 6 * HOUR_US}
_VALUES: Final = tuple(item.name for item in fields(FeatureWish) if item.name != "kind")
_FIELD_OF: Final = {
    "shape": GEOMETRY,
    "points": GEOMETRY,
    "usable_from_m": "tide",
    "usable_to_m": "tide",
}
DECIMALS: Final = 7  # of a degree: a centimetre


def checked(wish: FeatureWish, now_us: int, *, end_before_us: int | None = None) -> FeatureWish:
    """Return a wish as it is written down.

    Args:
        end_before_us: the end it has; one that has come meanwhile may stay as it is.

    Raises:
        OperatorError: ``map_kind_unknown``, ``map_shape_unusable``, ``map_points_unusable``,
            ``map_name_missing``, ``map_text_too_long``, ``map_variants_too_many``, ``map_end_unusable``,
            ``map_tide_unusable``.
    """
    if wish.kind not in set(FeatureKind):
        raise OperatorError("map_kind_unknown", kind=wish.kind)
    kind = FeatureKind(wish.kind)
    points = _points(kind, wish)
    name = _text(wish.name, "name", NAME_MAX)
    if not name and kind not in PASSING:
        raise OperatorError("map_name_missing")
    variants = tuple(
        text
        for text in dict.fromkeys(_text(text, "variants", NAME_MAX) for text in wish.variants)
        if text and text != name
    )
    if len(variants) > VARIANTS_MAX:
        raise OperatorError("map_variants_too_many", limit=VARIANTS_MAX)
    low, high = _tide(kind, wish)
    return replace(
        wish,
        points=points,
        name=name,
        variants=variants,
        note=_text(wish.note, "note", NOTE_MAX),
        valid_until_us=_end(kind, wish.valid_until_us, now_us, end_before_us),
        usable_from_m=low,
        usable_to_m=high,
    )


def _points(kind: FeatureKind, wish: FeatureWish) -> Points:
    shape = SHAPES[kind]
    if wish.shape != shape:
        raise OperatorError("map_shape_unusable", kind=kind.value, shape=wish.shape)
    points = tuple(
        (round(lat, DECIMALS), round(lon, DECIMALS)) for lat, lon in wish.points if _is_real(lat, lon)
    )
    if len(points) != len(wish.points) or not is_geometry(shape, points):
        raise OperatorError("map_points_unusable", least=POINTS_MIN[shape], limit=POINTS_MAX)
    return points


def _is_real(lat: float, lon: float) -> bool:
    return math.isfinite(lat) and math.isfinite(lon)


def _text(text: str, field: str, limit: int) -> str:
    plain = " ".join("".join(ch if ch.isprintable() else " " for ch in text).split())
    if len(plain) > limit:
        raise OperatorError("map_text_too_long", field=field, limit=limit, length=len(plain))
    return plain


def _end(kind: FeatureKind, end_us: int | None, now_us: int, before_us: int | None) -> int | None:
    """The end, by default some hours from now for what belongs to an event."""
    if end_us is None:
        lasts_us = DEFAULT_LASTS_US.get(kind)
        return now_us + lasts_us if lasts_us is not None else None
    if end_us != before_us and not now_us < end_us <= now_us + LASTS_MAX_US:
        raise OperatorError("map_end_unusable", days=LASTS_MAX_US // (24 * HOUR_US))
    return end_us


def _tide(kind: FeatureKind, wish: FeatureWish) -> tuple[float | None, float | None]:
    low, high = wish.usable_from_m, wish.usable_to_m
    levels = [level for level in (low, high) if level is not None]
    if not levels:
        return None, None
    usable = kind in TIDAL and all(TIDE_MIN_M <= level <= TIDE_MAX_M for level in levels)  # nan is not
    if not usable or (low is not None and high is not None and low >= high):
        raise OperatorError("map_tide_unusable", lowest=TIDE_MIN_M, highest=TIDE_MAX_M)
    return low, high


def wish_of(feature: MapFeature) -> FeatureWish:
    """Return what a feature says now."""
    return FeatureWish(kind=feature.kind, **{name: getattr(feature, name) for name in _VALUES})


def differences(before: FeatureWish, after: FeatureWish) -> tuple[str, ...]:
    """Return the fields of ``domain.map_feature.FIELDS`` that differ."""
    names = (name for name in _VALUES if getattr(before, name) != getattr(after, name))
    return tuple(dict.fromkeys(_FIELD_OF.get(name, name) for name in names))


def values_of(wish: FeatureWish, fields: tuple[str, ...]) -> dict[str, Any]:
    """Return the values of some fields as ``MapFeatureChanged`` takes them."""
    return {name: getattr(wish, name) for name in _VALUES if _FIELD_OF.get(name, name) in fields}


def circle(latitude: float, longitude: float, radius_m: float, corners: int = 36) -> Points:
    """Return a circle on the ground as a polygon; its corners lie outside, so that it covers the circle."""
    outer_m = radius_m / math.cos(math.pi / corners)
    per_lat_m = 111_320.0
    per_lon_m = per_lat_m * max(math.cos(math.radians(latitude)), 0.01)
    turns = (2 * math.pi * corner / corners for corner in range(corners))
    return tuple(
        (
            round(latitude + outer_m * math.cos(turn) / per_lat_m, DECIMALS),
            round(longitude + outer_m * math.sin(turn) / per_lon_m, DECIMALS),
        )
        for turn in turns
    )
