"""Which of many known names a typed one means; who is unsure says so and names the nearest.

A name is never guessed across its digits: BPK-3 and BPK-8 are one letter apart and two crews.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

PREFIX_MIN = 2  # LIMIT: one letter is a slip of the finger, not the beginning of a name
CLOSE_LETTERS_MIN = 4  # LIMIT: in shorter words one wrong letter makes another word
CLOSE_RATIO = 80.0
CLOSE_LEAD = 8.0  # how much nearer than the next one it must be
NEAREST_MAX = 4
NEAREST_RATIO = 45.0
_WORD = re.compile(r"[^\W_]+")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, kw_only=True)
class Item:
    """Something that has names.

    Attributes:
        code: as facts know it.
        label: as it is shown.
        names: everything people call it, the label and the code included.
    """

    code: str
    label: str
    names: tuple[str, ...]

    @cached_property
    def squeezed(self) -> tuple[str, ...]:
        """The names without blanks and signs."""
        return tuple(squeeze(name) for name in self.names)

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of every name."""
        return frozenset(word for name in self.names for word in words_of(name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What was found.

    Attributes:
        item: the one that is meant; None: nobody knows, or several may be.
        is_close: the spelling was mended.
        candidates: several that fit, or the nearest when none does.
        is_ambiguous: the candidates all fit.
    """

    item: Item | None = None
    is_close: bool = False
    candidates: tuple[Item, ...] = ()
    is_ambiguous: bool = False


def squeeze(text: str) -> str:
    """Lower case, letters and digits only: ``BPK-3``, ``bpk 3`` and ``bpk3`` are one name."""
    return "".join(words_of(text))


def words_of(text: str) -> list[str]:
    """The words of a text in lower case."""
    return _WORD.findall(text.casefold())


def find(typed: str, items: Sequence[Item]) -> Match:
    """What a typed name means: the name itself, else its beginning, else a name nearly so."""
    key = squeeze(typed)
    if not key:
        return Match()
    exact = [item for item in items if key in item.squeezed]
    if exact:
        return _one_of(exact)
    begun = begun_by(typed, items) if len(key) >= PREFIX_MIN else []
    if begun:
        return _one_of(begun)
    return _nearly(key, items)


def begun_by(typed: str, items: Sequence[Item]) -> list[Item]:
    """Items of which every typed word begins a word, or whose name begins so as a whole."""
    parts, key = words_of(typed), squeeze(typed)
    return [
        item
        for item in items
        if any(name.startswith(key) for name in item.squeezed)
        or all(any(word.startswith(part) for word in item.words) for part in parts)
    ]


def _one_of(found: Sequence[Item]) -> Match:
    if len(found) == 1:
        return Match(item=found[0])
    return Match(candidates=tuple(found[:NEAREST_MAX]), is_ambiguous=True)


def _nearly(key: str, items: Sequence[Item]) -> Match:
    scored = sorted(((_nearness(key, item), item) for item in items), key=lambda pair: -pair[0])
    near = tuple(item for ratio, item in scored[:NEAREST_MAX] if ratio >= NEAREST_RATIO)
    if not near or len(key) < CLOSE_LETTERS_MIN:
        return Match(candidates=near)
    best, second = scored[0][0], scored[1][0] if len(scored) > 1 else 0.0
    if best >= CLOSE_RATIO and best - second >= CLOSE_LEAD and _same_digits(key, scored[0][1]):
        return Match(item=scored[0][1], is_close=True)
    return Match(candidates=near)


def _nearness(key: str, item: Item) -> float:
    return max((fuzz.ratio(key, name) for name in item.squeezed if name), default=0.0)


def _same_digits(key: str, item: Item) -> bool:
    nearest = max(item.squeezed, key=lambda name: fuzz.ratio(key, name))
    return _DIGITS.findall(key) == _DIGITS.findall(nearest)
