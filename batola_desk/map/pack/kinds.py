"""What a map pack knows of the land: one table of kinds, and which tags of a foreign file mean them.

Everything that treats kinds differently reads it here: the importer, the painter, the search, the
routing. Tags are OpenStreetMap's; files without them are translated into them first. In this regency an
*anjir* (a dug canal between two rivers) and a *handil* (a ditch into the swamp) are roads for boats.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

ANJIR_ZOOM_MIN: Final = 9
HANDIL_ZOOM_MIN: Final = 12


class Shape(IntEnum):
    """How a feature is drawn; the number stands in the pack."""

    POINT = 0
    LINE = 1
    AREA = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of feature.

    Attributes:
        code: the word in the pack: never renamed, never reused.
        shapes: shapes it may have; an area whose kind is drawn as a point becomes its inner point.
        rank: what is drawn and named first among many; 0 is first.
        min_zoom: the farthest zoom at which it is drawn.
        road, boat: a vehicle, a boat may go along it.
        transfer: people change between road and boat here.
        searched: its name is found by the search.
        tags: (key, values) that mean it; no values = any value but "no".
    """

    code: str
    shapes: frozenset[Shape]
    rank: int
    min_zoom: int
    tags: tuple[tuple[str, frozenset[str]], ...]
    road: bool = False
    boat: bool = False
    transfer: bool = False
    searched: bool = True


_POINT = frozenset({Shape.POINT})
_LINE = frozenset({Shape.LINE})
_AREA = frozenset({Shape.AREA})
_ANY = frozenset(Shape)


def _kind(code: str, shapes: frozenset[Shape], rank: int, min_zoom: int, tags: str, **how: bool) -> Kind:
    """Make a kind from tags written as in OSM's own wiki: ``highway=trunk|trunk_link; ferry=*``."""
    pairs = []
    for part in tags.split("; "):
        key, _, values = part.partition("=")
        pairs.append((key, frozenset() if values == "*" else frozenset(values.split("|"))))
    return Kind(code=code, shapes=shapes, rank=rank, min_zoom=min_zoom, tags=tuple(pairs), **how)


def _road(code: str, rank: int, min_zoom: int, values: str) -> Kind:
    return _kind(f"road.{code}", _LINE, rank, min_zoom, f"highway={values}", road=True)


def _poi(code: str, rank: int, tags: str, min_zoom: int = 15) -> Kind:
    return _kind(f"poi.{code}", _POINT, rank, min_zoom, tags)


# The order decides when several rows fit: the first wins.
KINDS: Final[tuple[Kind, ...]] = (
    _road("trunk", 10, 8, "motorway|motorway_link|trunk|trunk_link"),
    _road("primary", 11, 9, "primary|primary_link"),
    _road("secondary", 12, 10, "secondary|secondary_link"),
    _road("tertiary", 13, 11, "tertiary|tertiary_link"),
    _road("residential", 15, 13, "residential|unclassified|living_street|road"),
    _road("service", 17, 15, "service"),
    _road("track", 18, 14, "track"),
    # A titian (boardwalk) is what a motorcycle ambulance uses between houses on stilts.
    _road("path", 19, 15, "path|footway|cycleway|pedestrian|bridleway|steps"),
    _kind("ferry", _LINE, 14, 11, "route=ferry", boat=True),
    _kind("jetty", frozenset({Shape.POINT, Shape.LINE}), 20, 13,
          "man_made=pier; amenity=ferry_terminal; waterway=dock; mooring=yes|ferry|public; "
          "leisure=slipway", transfer=True),
    _kind("water.river", _LINE, 1, 7, "waterway=river|tidal_channel|fairway", boat=True),
    _kind("water.canal", _LINE, 4, 13, "waterway=canal", boat=True),
    _kind("water.stream", _LINE, 8, 14, "waterway=stream|drain|ditch"),
    _kind("water.area", _AREA, 2, 7, "natural=water|bay; waterway=riverbank; landuse=reservoir|basin; "
          "water=*"),
    _kind("rail", _LINE, 16, 11, "railway=rail|light_rail|tram|narrow_gauge", searched=False),
    _kind("building", _AREA, 40, 15, "building=*", searched=False),
    _kind("boundary.regency", frozenset({Shape.LINE, Shape.AREA}), 30, 7, "boundary_rank=regency",
          searched=False),
    _kind("boundary.kecamatan", frozenset({Shape.LINE, Shape.AREA}), 31, 9, "boundary_rank=kecamatan",
          searched=False),
    _kind("boundary.desa", frozenset({Shape.LINE, Shape.AREA}), 32, 12, "boundary_rank=desa", searched=False),
    _kind("place.city", _POINT, 0, 7, "place=city"),
    _kind("place.town", _POINT, 1, 9, "place=town"),
    _kind("place.village", _POINT, 3, 12, "place=village"),
    _kind("place.hamlet", _POINT, 5, 13, "place=hamlet|isolated_dwelling|farm"),
    _kind("place.suburb", _POINT, 4, 12, "place=suburb|neighbourhood|quarter"),
    _kind("place.island", _POINT, 3, 11, "place=island|islet"),
    _kind("place.locality", _POINT, 6, 14, "place=locality"),
    _poi("police", 20, "amenity=police", 14),
    _poi("fire", 20, "amenity=fire_station; emergency=fire_service_point|ambulance_station", 14),
    _poi("health", 21, "amenity=hospital|clinic|doctors|pharmacy|health_post; healthcare=*", 14),
    _poi("worship", 23, "amenity=place_of_worship"),
    _poi("school", 24, "amenity=school|kindergarten|university|college; education=*"),
    _poi("market", 24, "amenity=marketplace; shop=supermarket|mall|convenience"),
    _poi("government", 25, "office=government; amenity=townhall|public_building|community_centre|courthouse"),
    _poi("fuel", 25, "amenity=fuel"),
    _kind("land.residential", _AREA, 50, 12, "landuse=residential|commercial|industrial|retail",
          searched=False),
    _kind("land.forest", _AREA, 51, 9, "landuse=forest; natural=wood; leisure=nature_reserve",
          searched=False),
    _kind("land.farm", _AREA, 52, 11, "landuse=farmland|farmyard|orchard|plantation|aquaculture",
          searched=False),
    _kind("land.wetland", _AREA, 53, 10, "natural=wetland|mud|scrub|heath", searched=False),
    _kind("other", _ANY, 60, 13, "name=*"),
)  # fmt: skip
BY_CODE: Final = {kind.code: kind for kind in KINDS}

_BY_TAG: Final[dict[str, list[tuple[int, Kind, frozenset[str]]]]] = {}
for _order, _row in enumerate(KINDS):
    for _key, _values in _row.tags:
        _BY_TAG.setdefault(_key, []).append((_order, _row, _values))
TAG_KEYS: Final = frozenset(_BY_TAG) | {"boundary"}

# Source: OSM wiki, "Tag:boundary=administrative", Indonesia: 5 kabupaten/kota, 6 kecamatan, 7 desa/kelurahan
_BOUNDARY_RANKS: Final = {"5": "regency", "6": "kecamatan", "7": "desa"}
_ANJIR = re.compile(r"\b(anjir|antasan)\b", re.IGNORECASE)
_HANDIL = re.compile(r"\b(handil|handel|hndl|saka|tatah|sungai|sei)\b", re.IGNORECASE)


def classify(tags: Mapping[str, str], shape: Shape) -> tuple[Kind, ...]:
    """Return the kinds that tags mean for a feature of this shape; none: not for this map.

    An area may be two things: a mosque is a building to draw and a point to find. A line never becomes a
    point, and an area becomes a line only where its outline is what it is (a boundary).
    """
    if tags.get("boundary") == "administrative":
        rank = _BOUNDARY_RANKS.get(tags.get("admin_level", ""))
        return (BY_CODE[f"boundary.{rank}"],) if rank and shape is not Shape.POINT else ()
    drawn = _first_kind(tags, shape)
    marked = _first_kind(tags, Shape.POINT) if shape is Shape.AREA else None
    found = tuple(kind for kind in (drawn, marked) if kind is not None)
    named = tuple(kind for kind in found if kind.code != "other")
    return named or found[:1]


def _first_kind(tags: Mapping[str, str], shape: Shape) -> Kind | None:
    best: tuple[int, Kind] | None = None
    for key, value in tags.items():
        for order, kind, values in _BY_TAG.get(key, ()):
            meant = value in values if values else value not in ("no", "")
            if meant and shape in kind.shapes and (best is None or order < best[0]):
                best = (order, kind)
    return best[1] if best is not None else None


def min_zoom_of(kind: Kind, name: str) -> int:
    """Return the farthest zoom at which one feature is drawn: a named anjir long before a nameless ditch."""
    if kind.code == "water.canal":
        if _ANJIR.search(name):
            return ANJIR_ZOOM_MIN
        if _HANDIL.search(name):
            return HANDIL_ZOOM_MIN
    return kind.min_zoom
