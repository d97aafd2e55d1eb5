"""Cuts ``baru kb01 @handil bakti rt 4 !p1 /dua rumah`` into its fields.

A field begins with its sign, or with its name and a colon (``tempat: handil bakti``), and goes on to the
next one. A note takes the rest of the line: whatever stands in it is the caller's word, not ours.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

TYPE, PLACE, PRIORITY, NUMBER, REPORTER, REASON, NOTE = (
    "type", "place", "priority", "number", "reporter", "reason", "note",
)  # fmt: skip
SIGNS: Mapping[str, str] = {"@": PLACE, "!": PRIORITY, "#": NUMBER, "/": NOTE}
NAMES: Mapping[str, str] = {
    "jenis": TYPE,
    "tempat": PLACE,
    "di": PLACE,
    "prioritas": PRIORITY,
    "nomor": NUMBER,
    "pelapor": REPORTER,
    "alasan": REASON,
    "catatan": NOTE,
}
NAME_RATIO = 60.0
_NAMED = re.compile(r"([^\W\d_]{2,}):(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """What was said for each field.

    Attributes:
        values: by field; words before the first sign are the type.
        unknown: names with a colon that are no field, each with the nearest fields.
        twice: fields that were said more than once.
        last: the field that is being typed.
    """

    values: Mapping[str, str]
    unknown: tuple[tuple[str, tuple[str, ...]], ...] = ()
    twice: tuple[str, ...] = ()
    last: str = TYPE


def fields_of(text: str) -> Fields:
    """Cut a text into fields."""
    words: dict[str, list[str]] = {TYPE: []}
    unknown: list[tuple[str, tuple[str, ...]]] = []
    twice: list[str] = []
    field = TYPE
    for token in text.split():
        begun, rest = (None, token) if field == NOTE else _begun_by(token)
        if begun == "":
            name = token.partition(":")[0]
            unknown.append((name, nearest_names(name)))
            continue
        if begun is not None:
            if words.get(begun):
                twice.append(begun)
            field = begun
            words.setdefault(field, [])
        if rest:
            words[field].append(rest)
    values = {name: " ".join(said) for name, said in words.items()}
    return Fields(values=values, unknown=tuple(unknown), twice=tuple(twice), last=field)


def nearest_names(typed: str) -> tuple[str, ...]:
    """Names of fields that may have been meant, the nearest first."""
    scored = sorted(((fuzz.ratio(typed.casefold(), name), name) for name in NAMES), reverse=True)
    near = tuple(f"{name}:" for ratio, name in scored[:2] if ratio >= NAME_RATIO)
    return near or tuple(f"{name}:" for name in NAMES)


def _begun_by(token: str) -> tuple[str | None, str]:
    """The field that a word begins (None: it goes on; empty: no such field), and what is left of the word."""
    if token[0] in SIGNS:
        return SIGNS[token[0]], token[1:]
    named = _NAMED.fullmatch(token)
    if named is None:
        return None, token
    return NAMES.get(named[1].casefold(), ""), named[2]
