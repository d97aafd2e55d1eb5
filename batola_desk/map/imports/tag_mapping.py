"""Columns of foreign tables as OpenStreetMap tags, so that one table of kinds serves all formats.

Three families are known besides files that carry OSM's own columns: shapefiles of extract services
(``fclass``), the base map of Badan Informasi Geospasial (layers such as ``JALAN_LN_25K`` with ``NAMOBJ``
and ``REMARK``), and tables that only their own name explains ("sungai", "jalan desa").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from batola_desk.map.pack.kinds import TAG_KEYS

Tags = dict[str, str]

_NAME_COLUMNS: Final = (
    "name",
    "namobj",
    "nama",
    "toponim",
    "nama_desa",
    "wadmkd",
    "nm_desa",
    "nama_jalan",
    "label",
)
_ALIKE: Final = {"alias": "alt_name", "nama_lain": "alt_name", "nama_lokal": "loc_name"}
_OTHER_TAGS = re.compile(r'"((?:[^"\\]|\\.)*)"=>"((?:[^"\\]|\\.)*)"')

# Layer names of extract services: which OSM key the column ``fclass`` gives the value of.
_FCLASS_KEYS: Final = (
    ("roads", "highway"), ("waterways", "waterway"), ("railways", "railway"), ("landuse", "landuse"),
    ("natural", "natural"), ("places", "place"), ("pofw", "religion"), ("pois", "amenity"),
    ("transport", "amenity"), ("buildings", "building"), ("water", "natural"),
)  # fmt: skip
_FCLASS_VALUES: Final[Mapping[tuple[str, str], Tags]] = {
    ("landuse", "forest"): {"landuse": "forest"},
    ("landuse", "farm"): {"landuse": "farmland"},
    ("landuse", "scrub"): {"natural": "scrub"},
    ("natural", "wetland"): {"natural": "wetland"},
    ("natural", "reservoir"): {"natural": "water"},
    ("natural", "river"): {"natural": "water"},
    ("natural", "dock"): {"natural": "water"},
}

# Words in a layer's name, first that fits: what its features are when no column says it.
_BY_LAYER: Final = tuple((re.compile(words), tags) for words, tags in (
    (r"administrasi.?desa|batas.?desa|desa_ar|wadmkd|kelurahan", {"boundary_rank": "desa"}),
    (r"administrasi.?kecamatan|batas.?kecamatan|kecamatan_ar", {"boundary_rank": "kecamatan"}),
    (r"administrasi.?kab|batas.?kab|kabupaten", {"boundary_rank": "regency"}),
    (r"jembatan|bridge", {"highway": "unclassified", "bridge": "yes"}),
    (r"titian|setapak|footway|path", {"highway": "path"}),
    (r"jalan|road|street", {"highway": "unclassified"}),
    (r"anjir|handil|kanal|canal|saluran|irigasi", {"waterway": "canal"}),
    (r"sungai.*ar|danau|rawa_|waduk|perairan|water_?area|lake", {"natural": "water"}),
    (r"sungai|river|waterway", {"waterway": "river"}),
    (r"dermaga|pelabuhan|jetty|pier", {"man_made": "pier"}),
    (r"penyeberangan|ferry|feri", {"route": "ferry"}),
    (r"bangunan|building|rumah_?ar", {"building": "yes"}),
    (r"ibadah|masjid|mesjid|gereja|mosque", {"amenity": "place_of_worship"}),
    (r"pendidikan|sekolah|school", {"amenity": "school"}),
    (r"puskesmas|rumah_?sakit|kesehatan|health", {"amenity": "clinic"}),
    (r"pasar|market|niaga", {"amenity": "marketplace"}),
    (r"kantor|pemerintah|government", {"office": "government"}),
    (r"polisi|polsek|police", {"amenity": "police"}),
    (r"damkar|pemadam|fire", {"amenity": "fire_station"}),
    (r"spbu|fuel", {"amenity": "fuel"}),
    (r"pemukiman|permukiman|settlement", {"landuse": "residential"}),
    (r"hutan|forest", {"landuse": "forest"}),
    (r"sawah|tegalan|kebun|ladang|farm", {"landuse": "farmland"}),
    (r"rawa|wetland|gambut", {"natural": "wetland"}),
    (r"rel_?ka|kereta|railway", {"railway": "rail"}),
    (r"toponim|dusun|kampung|place", {"place": "locality"}),
))  # fmt: skip
_ROAD_REMARKS: Final = tuple((re.compile(words), value) for words, value in (
    (r"tol|bebas hambatan", "motorway"), (r"arteri|nasional", "trunk"), (r"kolektor|provinsi", "primary"),
    (r"kabupaten", "secondary"), (r"lokal", "tertiary"), (r"lingkungan|desa|gang", "residential"),
    (r"setapak|titian|pematang", "path"), (r"lain", "unclassified"),
))  # fmt: skip
_LEVELS: Final = {"kabupaten": "regency", "kota": "regency", "kecamatan": "kecamatan", "desa": "desa",
                  "kelurahan": "desa"}  # fmt: skip


def tags_of(columns: Mapping[str, str], layer: str) -> Tags:
    """Return one row of a table as tags.

    Args:
        columns: texts by column name in lower case, without empty ones.
        layer: the layer's or the file's name in lower case.
    """
    tags = {key: value for key, value in columns.items() if key in TAG_KEYS or key in _PLAIN}
    for pair in _OTHER_TAGS.finditer(columns.get("other_tags", "")):
        tags.setdefault(pair[1], pair[2])
    name = next((columns[column] for column in _NAME_COLUMNS if column in columns), "")
    if name:
        tags["name"] = name
    for column, key in _ALIKE.items():
        if column in columns:
            tags.setdefault(key, columns[column])
    if not any(key in TAG_KEYS and key != "name" for key in tags):
        tags |= _meaning_of(columns, layer)
    if "oneway" in tags:  # extract services: F forward, T against the points, B both
        tags["oneway"] = {"F": "yes", "T": "-1", "B": "no"}.get(tags["oneway"], tags["oneway"])
    return tags


_PLAIN: Final = frozenset({
    "name", "alt_name", "loc_name", "old_name", "ref", "oneway", "junction", "bridge", "tunnel", "layer",
    "surface", "width", "maxspeed", "access", "motor_vehicle", "boat", "admin_level", "capacity",
})  # fmt: skip


def _meaning_of(columns: Mapping[str, str], layer: str) -> Tags:
    fclass = columns.get("fclass", "")
    if fclass:
        for word, key in _FCLASS_KEYS:
            if word in layer:
                plain = {"amenity": "place_of_worship"} if key == "religion" else {key: fclass}
                return dict(_FCLASS_VALUES.get((key, fclass), plain))
    level = columns.get("level", "").lower()
    if level in _LEVELS:
        return {"boundary_rank": _LEVELS[level]}
    for words, meaning in _BY_LAYER:
        if words.search(layer):
            found = dict(meaning)
            remark = columns.get("remark", columns.get("kelas", "")).lower()
            if "highway" in found and remark:
                road = next((value for pattern, value in _ROAD_REMARKS if pattern.search(remark)), None)
                found["highway"] = road or found["highway"]
            return found
    return {}
