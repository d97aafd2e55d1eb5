"""Features that people drew, as GeoJSON: our own files whole, others as far as they can be understood.

Reading takes a file completely or not at all; single features that cannot be used are named with the reason.
Source: RFC 7946.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.ids import is_id
from batola_desk.domain.map_feature import (
    POINTS_MAX,
    POINTS_MIN,
    SHAPES,
    FeatureKind,
    FeatureWish,
    MapFeature,
    Points,
    Shape,
)
from batola_desk.map.layer_words import kind_of, own_properties

BYTES_MAX: Final = 20 << 20  # LIMIT: a file of some thousand features; base maps go into the map pack
FEATURES_MAX: Final = 5_000
FORMAT: Final = "batola-desk-layers"
_ID_SPACE: Final = uuid.UUID("6b0f5d0a-2d3c-5b1c-8a55-0d8f4a7c9e30")
_WGS84: Final = ("crs84", "4326")
_SEPARATORS: Final = ";|,"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFeature:
    """One feature of a file that can be used.

    Attributes:
        number: its place in the file, from 1.
        feature_id: its own id, or one made of what it says, so that the same file read twice is one thing.
        is_ours: it was written by this program: what the file says about a known feature counts.
        remarks: what was done to make it usable (codes).
    """

    number: int
    feature_id: str
    is_ours: bool
    wish: FeatureWish
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedFeature:
    """One feature of a file that cannot be used, and why (a code)."""

    number: int
    name: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerReading:
    """What a file holds.

    Attributes:
        mapped: (our property, the file's property, how often).
    """

    found: tuple[FoundFeature, ...] = ()
    skipped: tuple[SkippedFeature, ...] = ()
    mapped: tuple[tuple[str, str, int], ...] = ()


class _SkipError(Exception):
    """This feature cannot be used."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(slots=True)
class _Draft:
    """A feature on its way."""

    properties: dict[str, Any]
    remarks: list[str] = field(default_factory=list)


# ------------------------------------------------------------------------ reading


def read_layers(data: bytes) -> LayerReading:
    """Return the features of a file.

    Raises:
        OperatorError: ``layers_too_big``, ``layers_not_json``, ``layers_not_geojson``, ``layers_projection``,
            ``layers_too_many``, ``layers_empty``.
    """
    document = _document(data)
    features = document["features"]
    if len(features) > FEATURES_MAX:
        raise OperatorError("layers_too_many", count=len(features), limit=FEATURES_MAX)
    if not features:
        raise OperatorError("layers_empty")
    is_own_file = document.get("format") == FORMAT
    found: dict[str, FoundFeature] = {}
    skipped: list[SkippedFeature] = []
    mapped: Counter[tuple[str, str]] = Counter()
    for number, raw in enumerate(features, 1):
        name = ""
        try:
            values, names = own_properties(_properties(raw))
            name = _text(values.get("name"))
            feature = _feature(number, raw, values, is_own_file=is_own_file)
            if feature.feature_id in found:
                raise _SkipError("twice")
        except _SkipError as skip:
            skipped.append(SkippedFeature(number=number, name=name, why=skip.why))
        else:
            found[feature.feature_id] = feature
            mapped.update(names.items())
    told = tuple((own, foreign, count) for (own, foreign), count in sorted(mapped.items()))
    return LayerReading(found=tuple(found.values()), skipped=tuple(skipped), mapped=told)


def _document(data: bytes) -> dict[str, Any]:
    document: Any
    if len(data) > BYTES_MAX:
        raise OperatorError("layers_too_big", limit=BYTES_MAX >> 20)
    try:
        document = json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant)
    except (UnicodeDecodeError, ValueError, RecursionError) as fault:
        raise OperatorError("layers_not_json") from fault
    if isinstance(document, dict) and document.get("type") == "Feature":
        document = {"type": "FeatureCollection", "features": [document]}
    is_collection = isinstance(document, dict) and document.get("type") == "FeatureCollection"
    if not is_collection or not isinstance(document.get("features"), list):
        raise OperatorError("layers_not_geojson")
    crs = document.get("crs")
    if crs is not None and not any(name in json.dumps(crs).casefold() for name in _WGS84):
        raise OperatorError("layers_projection")
    collection: dict[str, Any] = document
    return collection


def _no_constant(text: str) -> float:
    raise ValueError(text)  # NaN and Infinity are no JSON


def _properties(raw: object) -> dict[str, Any]:
    if not isinstance(raw, dict) or raw.get("type") != "Feature":
        raise _SkipError("no_feature")
    properties = raw.get("properties")
    return properties if isinstance(properties, dict) else {}


def _feature(number: int, raw: dict[str, Any], values: dict[str, Any], *, is_own_file: bool) -> FoundFeature:
    geometry = raw.get("geometry")
    if not isinstance(geometry, dict):
        raise _SkipError("no_geometry")
    draft = _Draft(values)
    shape, points = _geometry(geometry, draft)
    kind = _kind(values.get("kind"), shape, draft)
    shape, points = _fitted(kind, shape, points, draft)
    raw_id = raw.get("id")
    is_ours = is_own_file and isinstance(raw_id, str) and is_id(raw_id)
    incident_id = _properties(raw).get("incident_id") if is_ours else ""
    name = _text(values.get("name"))
    return FoundFeature(
        number=number,
        feature_id=str(raw_id) if is_ours else _made_id(raw_id, kind, name, points),
        is_ours=is_ours,
        wish=FeatureWish(
            kind=kind.value,
            shape=shape.value,
            points=points,
            name=name,
            variants=_variants(values.get("variants")),
            note=_text(values.get("note")),
            valid_until_us=_moment(values.get("valid_until"), draft),
            usable_from_m=_number(values.get("usable_from_m"), draft),
            usable_to_m=_number(values.get("usable_to_m"), draft),
            incident_id=incident_id if isinstance(incident_id, str) and is_id(incident_id) else "",
        ),
        remarks=tuple(draft.remarks),
    )


def _made_id(raw_id: object, kind: FeatureKind, name: str, points: Points) -> str:
    """The same feature of the same file has the same id at every desk."""
    if isinstance(raw_id, str | int) and not isinstance(raw_id, bool):
        return str(uuid.uuid5(_ID_SPACE, f"id|{raw_id}|{kind.value}"))
    return str(uuid.uuid5(_ID_SPACE, json.dumps([kind.value, name, points])))


def _kind(word: object, shape: Shape, draft: _Draft) -> FeatureKind:
    known = kind_of(word) if word is not None else ""
    if known:
        return FeatureKind(known)
    if shape is not Shape.POINT:
        raise _SkipError("kind_missing" if word is None else "kind_unknown")
    draft.remarks.append("kind_guessed")  # a point with a name is a landmark
    return FeatureKind.LANDMARK


def _geometry(geometry: dict[str, Any], draft: _Draft) -> tuple[Shape, Points]:
    kind, raw = geometry.get("type"), geometry.get("coordinates")
    if isinstance(kind, str) and kind.startswith("Multi"):
        if not isinstance(raw, list) or len(raw) != 1:
            raise _SkipError("several_parts")
        kind, raw = kind.removeprefix("Multi"), raw[0]
    match kind:
        case "Point":
            return Shape.POINT, (_position(raw),)
        case "LineString" if isinstance(raw, list):
            return Shape.LINE, tuple(_position(position) for position in raw)
        case "Polygon" if isinstance(raw, list) and raw and isinstance(raw[0], list):
            if len(raw) > 1:
                draft.remarks.append("holes_filled")
            ring = [_position(position) for position in raw[0]]
            return Shape.POLYGON, tuple(ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring)
        case _:
            raise _SkipError("geometry_unknown")


def _position(raw: object) -> tuple[float, float]:
    if not isinstance(raw, list) or len(raw) < 2 or not all(_is_number(value) for value in raw[:2]):
        raise _SkipError("coordinates")
    lon, lat = float(raw[0]), float(raw[1])
    if not (abs(lat) <= 85.0 and abs(lon) <= 180.0):
        raise _SkipError("coordinates")
    return round(lat, 7), round(lon, 7)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9


def _fitted(kind: FeatureKind, shape: Shape, points: Points, draft: _Draft) -> tuple[Shape, Points]:
    """Return the shape that the kind has: the middle of an area for a point, fewer corners if too many."""
    wanted = SHAPES[kind]
    if shape is not wanted and wanted is Shape.POINT:
        draft.remarks.append("middle_taken")
        lats, lons = [lat for lat, _ in points], [lon for _, lon in points]
        return wanted, ((round((min(lats) + max(lats)) / 2, 7), round((min(lons) + max(lons)) / 2, 7)),)
    if shape is not wanted:
        raise _SkipError("shape_unfit")
    if len(points) > POINTS_MAX:
        draft.remarks.append("simplified")
        points = _simplified(points, shape)
    if len(points) < POINTS_MIN[shape]:
        raise _SkipError("too_few_points")
    return wanted, points


def _simplified(points: Points, shape: Shape) -> Points:
    import shapely  # only a file with more corners than a fact may have needs it

    line = shapely.LineString([*points, points[0]] if shape is Shape.POLYGON else points)
    tolerance = 1e-6
    simple = line
    while len(simple.coords) > POINTS_MAX:
        simple = line.simplify(tolerance)
        tolerance *= 2
    kept = tuple((round(lat, 7), round(lon, 7)) for lat, lon in simple.coords)
    return kept[:-1] if shape is Shape.POLYGON else kept


def _text(value: object) -> str:
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return ""
    return " ".join("".join(ch if ch.isprintable() else " " for ch in str(value)).split())


def _variants(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        for separator in _SEPARATORS:
            if separator in value:
                return tuple(text for part in value.split(separator) if (text := _text(part)))
    parts = value if isinstance(value, list) else [value]
    return tuple(text for part in parts if (text := _text(part)))


def _moment(value: object, draft: _Draft) -> int | None:
    if value is None:
        return None
    try:
        moment = dt.datetime.fromisoformat(str(value))
        if moment.tzinfo is None:
            raise ValueError("no zone")
        since = moment - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    except (ValueError, OverflowError):
        draft.remarks.append("end_unreadable")
        return None
    return since // dt.timedelta(microseconds=1)


def _number(value: object, draft: _Draft) -> float | None:
    if value is None:
        return None
    try:
        number = float(str(value).replace(",", "."))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        draft.remarks.append("tide_unreadable")
        return None
    return number


# ------------------------------------------------------------------------ writing


def write_layers(features: Sequence[MapFeature]) -> str:
    """Return a file that ``read_layers`` reads whole: ids, names, ends, tide levels, tickets."""
    written = [_as_geojson(feature) for feature in sorted(features, key=lambda feature: feature.feature_id)]
    document = {"type": "FeatureCollection", "format": FORMAT, "features": written}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _as_geojson(feature: MapFeature) -> dict[str, Any]:
    positions = [[lon, lat] for lat, lon in feature.points]
    geometry: dict[str, Any]
    match feature.shape:
        case Shape.POINT:
            geometry = {"type": "Point", "coordinates": positions[0]}
        case Shape.LINE:
            geometry = {"type": "LineString", "coordinates": positions}
        case _:
            geometry = {"type": "Polygon", "coordinates": [[*positions, positions[0]]]}
    properties: dict[str, Any] = {"kind": feature.kind, "name": feature.name}
    for name in ("variants", "note", "usable_from_m", "usable_to_m", "incident_id"):
        value = getattr(feature, name)
        if value not in (None, "", ()):
            properties[name] = list(value) if isinstance(value, tuple) else value
    if feature.valid_until_us is not None:
        end = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=feature.valid_until_us)
        properties["valid_until"] = end.isoformat()
    return {"type": "Feature", "id": feature.feature_id, "geometry": geometry, "properties": properties}
