"""Numbers in words, as a radio operator reads them out: Indonesian and English, digit by digit or whole.

"tiga koma nol satu lima dua selatan, seratus empat belas koma lima delapan" becomes
"3,0152 selatan, 114,58"; everything else in the text stays as it is.
"""

from __future__ import annotations

import re
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

_DIGITS = {
    "nol": 0, "kosong": 0, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "ampat": 4, "lima": 5, "enam": 6,
    "anam": 6, "tujuh": 7, "delapan": 8, "dalapan": 8, "sembilan": 9,
    "zero": 0, "oh": 0, "one": 1, "wun": 1, "two": 2, "three": 3, "tree": 3, "four": 4, "fower": 4, "five": 5,
    "fife": 5, "six": 6, "seven": 7, "eight": 8, "ait": 8, "nine": 9, "niner": 9,
}  # fmt: skip
_WHOLE = {
    "sepuluh": 10, "sebelas": 11, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_POINTS = {"koma": ",", "comma": ",", "titik": ".", "point": ".", "decimal": ".", "dot": "."}
_MINUS = frozenset({"minus", "min", "negatif", "negative"})
_PIECE = re.compile(r"[^\W\d_]+|\d+|\s+|[\W_]", re.UNICODE)
_NEW_NUMBER_FROM = 100  # in a fraction digits come one or two at a time: "seratus" begins the next number


class _Kind(Enum):
    SPOKEN = "a number in words"
    DIGITS = "a number in digits"
    POINT = "koma, titik"
    MINUS = "minus"
    SPACE = "space"
    OTHER = "anything else"


_NUMBERS = frozenset({_Kind.SPOKEN, _Kind.DIGITS})


class _Item(NamedTuple):
    kind: _Kind
    text: str  # what is written for it
    said: str  # as it stood in the text


def digits_for_words(text: str) -> str:
    """Write number words as digits; the same text when there are none."""
    pieces = _PIECE.findall(text)
    words = [piece.lower() for piece in pieces]
    known = (_DIGITS, _WHOLE, _TENS, _POINTS, {"seratus"})
    if not any(word in group for word in words for group in known):
        return text
    return _written(_items(pieces, words))


def _items(pieces: list[str], words: list[str]) -> list[_Item]:
    items: list[_Item] = []
    at = 0
    while at < len(pieces):
        number, end = _cardinal(words, at)
        word = words[at]
        if number is not None:
            items.append(_Item(_Kind.SPOKEN, str(number), "".join(pieces[at:end])))
            at = end
            continue
        if word in _POINTS:
            items.append(_Item(_Kind.POINT, _POINTS[word], pieces[at]))
        elif word in _MINUS:
            items.append(_Item(_Kind.MINUS, "-", pieces[at]))
        elif word.isspace():
            items.append(_Item(_Kind.SPACE, pieces[at], pieces[at]))
        else:
            items.append(_Item(_Kind.DIGITS if word.isdigit() else _Kind.OTHER, pieces[at], pieces[at]))
        at += 1
    return items


def _written(items: list[_Item]) -> str:
    """Join numbers that were said in one breath; points and minus count only beside numbers."""
    solid = [at for at, item in enumerate(items) if item.kind is not _Kind.SPACE]
    after = dict(pairwise(solid))
    out: list[str] = []
    before: _Kind | None = None  # the last thing that is no space
    is_glued = is_fraction = False
    for at, item in enumerate(items):
        follows = items[after[at]].kind if at in after else None
        if item.kind is _Kind.SPACE:
            out.append(item.text)
            continue
        kind, text = item.kind, item.text
        if kind is _Kind.POINT and not (before in _NUMBERS and follows in _NUMBERS):
            kind, text = _Kind.OTHER, item.said
        if kind is _Kind.MINUS and (before in _NUMBERS or follows not in _NUMBERS):
            kind, text = _Kind.OTHER, item.said
        goes_on = before is _Kind.SPOKEN and kind is _Kind.SPOKEN
        if goes_on and is_fraction and int(text) >= _NEW_NUMBER_FROM:
            goes_on = is_fraction = False
        if (goes_on or is_glued or kind is _Kind.POINT) and out and out[-1].isspace():
            out.pop()
        out.append(text)
        is_glued = kind in {_Kind.POINT, _Kind.MINUS}
        if kind is _Kind.POINT:
            is_fraction = True
        elif kind not in _NUMBERS:
            is_fraction = False
        before = kind
    return "".join(out)


def _cardinal(words: list[str], at: int) -> tuple[int | None, int]:
    """One number said whole ("seratus empat belas", "tiga puluh lima", "nol") and where it ends."""
    first, end = _below_hundred(words, at)
    hundreds: int | None = None
    if words[at] == "seratus":
        hundreds, end = 1, at + 1
    elif first is not None and 0 < first < 10 and _word(words, end) in {"ratus", "hundred"}:
        hundreds, end = first, _solid(words, end) + 1
    if hundreds is None:
        return first, end
    joined = _solid(words, end) + 1 if _word(words, end) == "and" else end
    rest, rest_end = _below_hundred(words, _solid(words, joined))
    return (hundreds * 100, end) if not rest else (hundreds * 100 + rest, rest_end)


def _below_hundred(words: list[str], at: int) -> tuple[int | None, int]:
    word = words[at] if at < len(words) else ""
    if word in _WHOLE:
        return _WHOLE[word], at + 1
    if word in _TENS:
        return _with_unit(words, _TENS[word], at + 1)
    if word not in _DIGITS:
        return None, at
    digit, follows = _DIGITS[word], _word(words, at + 1)
    if follows == "belas":
        return 10 + digit, _solid(words, at + 1) + 1
    if follows == "puluh":
        return _with_unit(words, digit * 10, _solid(words, at + 1) + 1)
    return digit, at + 1


def _with_unit(words: list[str], tens: int, end: int) -> tuple[int, int]:
    digit = _DIGITS.get(_word(words, end), 0)
    return (tens + digit, _solid(words, end) + 1) if digit else (tens, end)


def _solid(words: list[str], at: int) -> int:
    """The next piece that is no space; ``_PIECE`` makes one piece of a whole run of spaces."""
    return at + 1 if at < len(words) and words[at].isspace() else at


def _word(words: list[str], at: int) -> str:
    at = _solid(words, at)
    return words[at] if at < len(words) else ""
