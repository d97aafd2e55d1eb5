"""Which of 100,000 names are worth comparing: word beginnings in order, and letters three at a time.

Built from folded names (``map.spelling``) with numpy calls that let other threads run; nothing here is a
verdict, ``map.place_search`` compares what comes out letter by letter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

Rows: TypeAlias = NDArray[np.int32]
Ranking: TypeAlias = Callable[[Rows], NDArray[np.float64]]

HEAD_LETTERS = 12  # word beginnings are ordered by so many letters
BEGINNINGS_MAX = 96  # LIMIT: names that begin like one window
EXACT_MAX = 48  # LIMIT: names exactly like one window
ALIKE_MAX = 160  # LIMIT: names with many letters in common
MISSING_COSTS = 0.5  # a group of letters the text lacks, against one it has
HARD_WORD = range(5, 8)  # letters: one wrong one may leave such a word no group of three at all
HARD_ALIKE_MIN = 76.0
HARD_ALIKE_MAX = 4
_BASE = 38  # letters, digits, everything else, and 0 for a seam
_SEAM = 10


def _symbols() -> NDArray[np.uint8]:
    table = np.full(256, _BASE - 1, dtype=np.uint8)
    for at, letter in enumerate(b"abcdefghijklmnopqrstuvwxyz0123456789"):
        table[letter] = at + 1
    table[_SEAM] = 0
    return table


_SYMBOL = _symbols()


class NameGrams:
    """Candidates among folded names. Thread: any, after construction.

    Args:
        folded: one per row: folded words with single spaces between.
    """

    def __init__(self, folded: Sequence[str]) -> None:
        self.row_count = len(folded)
        raw = np.frombuffer(("\n".join(folded) + "\n").encode(), dtype=np.uint8)
        is_space = raw == 32
        letters = raw[~is_space]  # names are compared without spaces
        is_word_start = np.empty(len(letters), dtype=bool)
        previous = np.concatenate(([np.uint8(_SEAM)], raw[:-1]))[~is_space]
        is_word_start[:] = ((previous == 32) | (previous == _SEAM)) & (letters != _SEAM)
        row_of = np.cumsum(np.concatenate(([0], letters[:-1] == _SEAM)), dtype=np.int32)
        ends = np.flatnonzero(letters == _SEAM).astype(np.int32)
        self._order_beginnings(letters, is_word_start, row_of, ends)
        self._count_grams(letters, row_of)
        self._hard_words = sorted(
            {word for name in folded for word in name.split() if len(word) in HARD_WORD}
        )
        self._alike_words = lru_cache(maxsize=256)(self._find_alike_words)

    def _order_beginnings(
        self, letters: NDArray[np.uint8], is_word_start: NDArray[np.bool_], row_of: Rows, ends: Rows
    ) -> None:
        starts = np.flatnonzero(is_word_start).astype(np.int32)
        rows = row_of[starts]
        lengths = (ends[rows] - starts).astype(np.int32)
        padded = np.concatenate((letters, np.zeros(HEAD_LETTERS, dtype=np.uint8)))
        heads = np.zeros((len(starts), HEAD_LETTERS), dtype=np.uint8)
        for at in range(HEAD_LETTERS):  # letter by letter: all at once would take eight times the memory
            heads[:, at] = np.where(lengths > at, padded[starts + np.int32(at)], 0)
        keys = np.ascontiguousarray(heads).view(f"S{HEAD_LETTERS}").ravel()
        order = np.argsort(keys, kind="stable")
        self._heads = keys[order]
        self._head_rows = rows[order]
        self._head_lengths = lengths[order]
        first_start = np.full(self.row_count, -1, dtype=np.int32)
        seen_rows, first_at = np.unique(rows, return_index=True)
        first_start[seen_rows] = starts[first_at]
        self._head_is_whole = starts[order] == first_start[self._head_rows]

    def _count_grams(self, letters: NDArray[np.uint8], row_of: Rows) -> None:
        codes, inside = _grams_of(_SYMBOL[letters])
        order = np.argsort(codes[inside], kind="stable")
        self._rows = row_of[: len(codes)][inside][order]
        counts = np.bincount(codes[inside], minlength=_BASE**3)
        self._first = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
        self._own_count = np.bincount(self._rows, minlength=self.row_count).astype(np.float32)

    def beginning_like(self, typed: str, *, exactly: bool, rank: Ranking) -> Rows:
        """Names with a word where they begin like ``typed`` (spaces left out), or are exactly that."""
        key = typed.encode()[:HEAD_LETTERS]
        if not key:
            return np.empty(0, dtype=np.int32)
        first = int(np.searchsorted(self._heads, np.bytes_(key)))
        last = int(
            np.searchsorted(self._heads, np.bytes_(key + b"\xff" * (HEAD_LETTERS - len(key))), "right")
        )
        rows, lengths = self._head_rows[first:last], self._head_lengths[first:last]
        if exactly:
            rows = rows[lengths == len(typed.encode())]
            return _best(rows, rank(rows), EXACT_MAX)
        points = rank(rows) - lengths * 0.05 + self._head_is_whole[first:last] * 3.0
        return _best(rows, points, BEGINNINGS_MAX)

    def alike(self, runs: Sequence[str], words: Sequence[str], *, rank: Ranking) -> Rows:
        """Names that have many groups of three letters in common with the typed text.

        Args:
            runs: the typed words without spaces, cut where a name cannot go on.
            words: the same words one by one.
        """
        texts = [*runs, *(alike for word in words for alike in self._alike_words(word))]
        codes = {code for text in texts for code in _codes(text).tolist()}
        spans = [self._rows[self._first[code] : self._first[code + 1]] for code in codes]
        hits = [span for span in spans if len(span)]
        if not hits:
            return np.empty(0, dtype=np.int32)
        counts = np.bincount(np.concatenate(hits), minlength=self.row_count).astype(np.float32)
        points = counts - MISSING_COSTS * (self._own_count - counts)
        rows = np.flatnonzero((points > 0) & (counts > 0)).astype(np.int32)
        if len(rows) > ALIKE_MAX * 8:
            rows = _best(rows, points[rows].astype(np.float64), ALIKE_MAX * 8)
        return _best(rows, points[rows] + 0.1 * rank(rows), ALIKE_MAX)

    def _find_alike_words(self, word: str) -> tuple[str, ...]:
        if not HARD_WORD.start - 1 <= len(word) <= HARD_WORD.stop:
            return ()
        found = process.extract(
            word, self._hard_words, scorer=fuzz.ratio, score_cutoff=HARD_ALIKE_MIN, limit=HARD_ALIKE_MAX
        )
        return tuple(alike for alike, _, _ in found if alike != word)


def _codes(text: str) -> NDArray[np.uint16]:
    codes, inside = _grams_of(_SYMBOL[np.frombuffer(text.encode(), dtype=np.uint8)])
    return codes[inside]


def _grams_of(symbols: NDArray[np.uint8]) -> tuple[NDArray[np.uint16], NDArray[np.bool_]]:
    """The number of each group of three letters, and which groups lie within one name. Shape: (n - 2,)."""
    wide = symbols.astype(np.uint16)
    first, second, third = wide[:-2], wide[1:-1], wide[2:]
    return (first * _BASE + second) * _BASE + third, (first > 0) & (second > 0) & (third > 0)


def _best(rows: Rows, points: NDArray[np.float64], limit: int) -> Rows:
    if len(rows) <= limit:
        return rows
    return rows[np.argpartition(-points, limit)[:limit]]
