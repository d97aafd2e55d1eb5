"""How one place name is written in many ways: old spelling, Banjar vowels, shortened words."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

# Old (Soewandi and van Ophuijsen) spelling to today's.
_OLD_SPELLING = (("tj", "c"), ("dj", "j"), ("nj", "ny"), ("oe", "u"), ("sj", "sy"), ("ch", "kh"))
# Banjar has three vowels, and Arabic loans come with or without h: written forms fall together here.
_FOLDED_SOUNDS = (
    ("sy", "s"), ("kh", "k"), ("bh", "b"), ("dh", "d"), ("gh", "g"), ("th", "t"), ("ph", "p"),
    ("e", "a"), ("o", "u"), ("v", "p"), ("f", "p"), ("z", "j"), ("q", "k"), ("x", "ks"),
)  # fmt: skip
_WORDS = {
    "sei": "sungai", "sungei": "sungai", "sg": "sungai", "sng": "sungai", "sngai": "sungai", "s": "sungai",
    "soengai": "sungai", "hndl": "handil", "hdl": "handil", "handel": "handil", "tj": "tanjung",
    "tg": "tanjung", "tjg": "tanjung", "tanjong": "tanjung", "pl": "pulau", "p": "pulau", "ds": "desa",
    "dsa": "desa", "kel": "kelurahan", "kec": "kecamatan", "kcmtn": "kecamatan", "ma": "muara", "bru": "baru",
    "sbrg": "seberang", "1": "i", "2": "ii", "3": "iii",
}  # fmt: skip
DESIGNATORS = frozenset({"desa", "kelurahan", "kecamatan"})
LANDMARKS = frozenset({
    "masjid", "mesjid", "pasar", "sungai", "jembatan", "sekolah", "rumah", "jalan", "jl", "gang", "gg",
    "muara", "seberang", "dalam", "luar", "darat", "tengah", "kota", "kiri", "kanan", "timur", "barat",
    "kecil", "besar", "handil", "anjir", "pulau", "pantai", "simpang", "rt", "rw", "baru", "lama", "i", "ii",
    "iii",
})  # fmt: skip
# A number behind one of these counts houses, not desa: "rt 2" is not the II of "Jelapat II".
_NUMBERED = frozenset(
    {"rt", "rw", "no", "nomor", "km", "gang", "gg", "blok", "jalan", "jl", "jln", "dusun", "handil"}
)
_TOKEN = re.compile(r"[^\W_]+", re.UNICODE)
_INITIAL_H = re.compile(r"^h(?=[aiueo])")
_DOUBLED = re.compile(r"(.)\1+")


class Token(NamedTuple):
    """One typed word.

    Attributes:
        word: today's spelling in lower case, shortened words written out.
        folded: the same with sounds that are confused made equal; what matching compares.
        is_landmark: a word for something that stands in every desa; alone it names no place.
        start, end: where it stands in the typed text.
    """

    word: str
    folded: str
    start: int
    end: int
    is_landmark: bool


def tokens_of(text: str) -> list[Token]:
    """Words of a typed text, normalised for matching."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        word = _modern(match.group())
        counted = word.isdigit() and found and found[-1].word in _NUMBERED
        if not counted:
            word = _WORDS.get(word, word)
        found.append(Token(word, _folded(word), match.start(), match.end(), word in LANDMARKS))
    return found


def fold_name(name: str) -> str:
    """The form in which names are compared: folded words with single spaces between."""
    return " ".join(token.folded for token in tokens_of(name))


def _modern(raw: str) -> str:
    """Lower case without accents, in today's spelling. Short words keep theirs: "tj" alone means tanjung."""
    word = "".join(
        letter for letter in unicodedata.normalize("NFKD", raw.lower()) if not unicodedata.combining(letter)
    )
    if len(word) > 3:
        for old, new in _OLD_SPELLING:
            word = word.replace(old, new)
    return word


def _folded(word: str) -> str:
    if set(word) <= {"i"}:
        return {"i": "1", "ii": "2", "iii": "3"}.get(word, word)
    folded = word
    for written, heard in _FOLDED_SOUNDS:
        folded = folded.replace(written, heard)
    folded = _INITIAL_H.sub("", folded)
    if len(folded) > 3 and folded.endswith("h"):
        folded = folded[:-1]
    return _DOUBLED.sub(r"\1", folded)
