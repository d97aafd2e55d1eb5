"""How people here say where exactly in a desa: "rt 4 rw 2 seberang masjid hulu jembatan km 12".

There are few street names; RT, a landmark and its relation to it are the address (domain.md §11). Only
what is said is told apart here; nothing is invented.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

RELATIONS = {
    "seberang": "across", "sabarang": "across", "subarang": "across", "sbrg": "across",
    "belakang": "behind", "balakang": "behind", "blkg": "behind", "blk": "behind",
    "depan": "in_front", "dapan": "in_front", "muka": "in_front", "dpn": "in_front", "hadapan": "in_front",
    "samping": "beside", "sebelah": "beside", "sabalah": "beside", "sblh": "beside",
    "dekat": "near", "dakat": "near", "parak": "near", "dkt": "near", "sekitar": "near",
    "hulu": "upstream", "hilir": "downstream", "ilir": "downstream", "hilirnya": "downstream",
    "ujung": "end", "muara": "mouth", "simpang": "junction", "antara": "between",
    "kiri": "left", "kanan": "right",
}  # fmt: skip
_NOT_A_LANDMARK = frozenset(
    {"rt", "rw", "no", "nomor", "km", "di", "dan", "yang", "dari", "ke", "kec", "kel"}
)
_KINDS_OF_WORD = {
    "masjid": ("poi.worship",), "mesjid": ("poi.worship",), "langgar": ("poi.worship",),
    "musala": ("poi.worship",), "musholla": ("poi.worship",), "mushola": ("poi.worship",),
    "surau": ("poi.worship",), "gereja": ("poi.worship",), "pura": ("poi.worship",),
    "sekolah": ("poi.school",), "sd": ("poi.school",), "sdn": ("poi.school",), "smp": ("poi.school",),
    "smpn": ("poi.school",), "sma": ("poi.school",), "sman": ("poi.school",), "madrasah": ("poi.school",),
    "pesantren": ("poi.school",), "pasar": ("poi.market",), "toko": ("poi.market",),
    "puskesmas": ("poi.health",), "pustu": ("poi.health",), "rumahsakit": ("poi.health",),
    "klinik": ("poi.health",), "apotek": ("poi.health",), "posyandu": ("poi.health",),
    "spbu": ("poi.fuel",), "pom": ("poi.fuel",), "pertamina": ("poi.fuel",),
    "polsek": ("poi.police",), "polres": ("poi.police",), "pospol": ("poi.police",),
    "damkar": ("poi.fire",), "bpk": ("poi.fire",), "kantor": ("poi.government",),
    "balai": ("poi.government",), "kantordesa": ("poi.government",),
    "dermaga": ("jetty",), "jamban": ("jetty",), "titian": ("jetty", "road.path"), "batang": ("jetty",),
}  # fmt: skip
_NUMBER_AFTER = {
    "rt": re.compile(r"\brt\.?\s*(\d{1,3})\b", re.IGNORECASE),
    "rw": re.compile(r"\brw\.?\s*(\d{1,3})\b", re.IGNORECASE),
    "km": re.compile(r"\bkm\.?\s*(\d{1,3}(?:[.,]\d{1,2})?)\b", re.IGNORECASE),
}
_RT_RW = re.compile(r"\brt\s*/\s*rw\s*(\d{1,3})\s*/\s*(\d{1,3})\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
TEXT_MAX = 400  # LIMIT: nobody says an address in more letters
LANDMARK_WORDS_MAX = 4


@dataclass(frozen=True, slots=True)
class Address:
    """What was said beside the place's name; empty = not said.

    Attributes:
        relation: one of the values of ``RELATIONS``.
        relation_word: as it was typed.
        landmark: what the relation is to.
    """

    rt: str = ""
    rw: str = ""
    km: str = ""
    relation: str = ""
    relation_word: str = ""
    landmark: str = ""

    @property
    def words(self) -> str:
        """``RT 4 · seberang masjid``: the parts as they will be read out."""
        parts = (
            f"RT {self.rt}" if self.rt else "",
            f"RW {self.rw}" if self.rw else "",
            f"km {self.km}" if self.km else "",
            f"{self.relation_word} {self.landmark}".strip(),
        )
        return " · ".join(part for part in parts if part)


class AddressReader:
    """Reads the rest of a text after its place name was taken out."""

    def read(self, text: str) -> Address:
        """Tell the parts apart."""
        text = text[:TEXT_MAX]
        both = _RT_RW.search(text)
        numbers = {name: _first(pattern, text) for name, pattern in _NUMBER_AFTER.items()}
        if both:
            numbers["rt"], numbers["rw"] = both[1], both[2]
        relation, word, landmark = _relation_in(_WORD.findall(text.lower()))
        return Address(
            rt=numbers["rt"].lstrip("0"), rw=numbers["rw"].lstrip("0"), km=numbers["km"],
            relation=relation, relation_word=word, landmark=landmark,
        )  # fmt: skip


def kinds_of_word(landmark: str) -> tuple[str, ...]:
    """Kinds of the map that a spoken landmark without a name means: "masjid", "dekat pom bensin"."""
    words = landmark.lower().split()
    if not words:
        return ()
    return _KINDS_OF_WORD.get("".join(words[:2]), _KINDS_OF_WORD.get(words[0], ()))


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1] if found else ""


def _relation_in(words: list[str]) -> tuple[str, str, str]:
    """The first relation with something behind it: (relation, its word, the landmark)."""
    for at, word in enumerate(words):
        relation = RELATIONS.get(word)
        if relation is None:
            continue
        landmark: list[str] = []
        for later in words[at + 1 : at + 1 + LANDMARK_WORDS_MAX]:
            if later in _NOT_A_LANDMARK or later in RELATIONS or later.isdigit():
                break
            landmark.append(later)
        if landmark:
            return relation, word, " ".join(landmark)
    return "", "", ""
