"""What other people's files call things: property names and kinds, to what they are here."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any, Final

PROPERTIES: Final[Mapping[str, tuple[str, ...]]] = {
    "kind": (
        "kind",
        "jenis",
        "kategori",
        "category",
        "tipe",
        "type",
        "kelas",
        "class",
        "fclass",
        "remark_jenis",
    ),
    "name": ("name", "nama", "namobj", "name:id", "label", "judul", "title", "nm"),
    "variants": ("variants", "sebutan", "sebutan_lain", "nama_lain", "alt_name", "alias", "variasi"),
    "note": ("note", "catatan", "keterangan", "ket", "description", "deskripsi", "remark", "desc"),
    "valid_until": ("valid_until", "berlaku_sampai", "sampai", "until", "end", "tanggal_akhir"),
    "usable_from_m": ("usable_from_m", "pasang_min", "pasang_dari", "tide_min"),
    "usable_to_m": ("usable_to_m", "pasang_max", "pasang_sampai", "tide_max"),
}
_OSM: Final = ("amenity", "man_made", "emergency", "tourism", "shop", "office", "leisure", "historic")

_WORDS: Final[Mapping[str, str]] = {
    "landmark": "landmark patokan masjid mesjid langgar musholla sekolah school pasar marketplace titian"
    " place_of_worship jembatan kantor clinic hospital puskesmas",
    "jetty": "jetty dermaga pier ferry_terminal pelabuhan tambatan batang",
    "pump": "pump pompa titik_pompa hidran hydrant fire_hydrant suction_point water_tank",
    "post": "post pos pos_damkar fire_station police polsek pos_polisi ambulance_station",
    "closed_road": "closed_road jalan_ditutup penutupan closure road_closed tutup",
    "danger_area": "danger_area zona_bahaya bahaya danger rawan hazard",
}
KINDS: Final[Mapping[str, str]] = {word: kind for kind, words in _WORDS.items() for word in words.split()}


def plain(text: object) -> str:
    """Lower case, without accents, words joined by underscores: ``Jalan Ditutup`` → ``jalan_ditutup``."""
    folded = unicodedata.normalize("NFKD", str(text)).casefold()
    kept = "".join(ch if ch.isalnum() or ch == ":" else " " for ch in folded if not unicodedata.combining(ch))
    return "_".join(kept.split())


def own_properties(properties: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the values by our names, and which foreign name each came from."""
    by_name: dict[str, tuple[str, Any]] = {}
    for name, value in properties.items():
        if value not in (None, ""):
            by_name.setdefault(plain(name), (str(name), value))
    values: dict[str, Any] = {}
    names: dict[str, str] = {}
    for own, foreign in PROPERTIES.items():
        found = next((by_name[name] for name in foreign if name in by_name), None)
        if found is not None:
            values[own] = found[1]
            if found[0] != own:
                names[own] = found[0]
    if "kind" not in values or plain(values["kind"]) not in KINDS:
        for name in _OSM:
            if name in by_name and plain(by_name[name][1]) in KINDS:
                values["kind"], names["kind"] = by_name[name][1], by_name[name][0]
                break
    return values, names


def kind_of(word: object) -> str:
    """Our kind for a word; empty when nobody knows."""
    return KINDS.get(plain(word), "")
