"""Finds place names inside free text while it is being typed.

The typed words are cut into windows of one to five words. Names that may be meant come from
``map.name_grams``; each window is compared, without spaces, with every such name and with the tails of long
names; the window that ends at the cursor also with the beginnings of names. All comparisons of one key are
a few matrix calls into rapidfuzz.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from batola_desk.map.name_grams import NameGrams, Rows
from batola_desk.map.spelling import DESIGNATORS, Token, fold_name, tokens_of

WINDOW_WORDS_MAX = 5
QUERY_WORDS_MAX = 16  # LIMIT: a pasted chronicle must not cost more than a key press may
QUERY_LETTERS_MAX = 1_000  # LIMIT: the same for the reading of its words; what stands before is left alone
SIMILARITY_MIN = 76.0
SHORT_LETTERS = 4  # up to here a name must be right; one wrong letter of four is another word
SCORE_SPREAD = 26.0
ROWS_COMPARED_MAX = 420  # LIMIT: names compared letter by letter for one key
_TAILS_KEPT = 6000
_TAIL_PENALTY = 14.0
_PREFIX_PENALTY = 6.0
_AS_WRITTEN_BONUS = 3.0
_KECAMATAN_NAMED_BONUS = 12.0
_KECAMATAN_ITSELF_PENALTY = 2.0


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One answer: index into the names given, score, and how the text was divided."""

    index: int
    score: float
    matched_text: str
    remainder: str


@dataclass(frozen=True, slots=True)
class _Window:
    first: int
    last: int  # exclusive
    joined: str
    plain: str
    is_landmark: bool


@dataclass(frozen=True, slots=True)
class _Tail:
    """A name or the tail of one, without spaces: folded, and as it is written."""

    joined: str
    plain: str
    penalty: float


@dataclass(frozen=True, slots=True)
class _Compared:
    """The names compared for one key, with all their tails side by side. Shape: (tails,)."""

    rows: list[int]
    first_tail: NDArray[np.intp]  # per row
    tails: list[_Tail]
    joined: list[str]
    lengths: NDArray[np.int64]
    penalties: NDArray[np.float64]


class PlaceNames:
    """An index over names. Thread: any, one search at a time.

    Args:
        rows: (name, kecamatan, is_kecamatan).
        folded: ``spelling.fold_name`` of each name, if it is known already.
        weights: points added to what the name itself earns; None = 0.
    """

    def __init__(
        self,
        rows: Sequence[tuple[str, str, bool]],
        *,
        folded: Sequence[str] | None = None,
        weights: NDArray[np.float32] | None = None,
    ) -> None:
        self._rows = rows
        folded = folded if folded is not None else [fold_name(name) for name, _, _ in rows]
        self._grams = NameGrams(folded)
        self._weights = weights if weights is not None else np.zeros(len(rows), dtype=np.float32)
        self._tails: OrderedDict[int, tuple[_Tail, ...]] = OrderedDict()
        self._kecamatan_folded = {
            kecamatan: fold_name(kecamatan).replace(" ", "")
            for kecamatan in dict.fromkeys(kecamatan for _, kecamatan, _ in rows if kecamatan)
        }

    def search(
        self, text: str, *, limit: int, nearness: Callable[[Rows], NDArray[np.float64]] | None = None
    ) -> list[SearchHit]:
        """Best rows for ``text``. ``nearness`` gives 0..4 points for rows; it breaks ties only."""
        skipped, text = text[:-QUERY_LETTERS_MAX], text[-QUERY_LETTERS_MAX:]
        tokens = tokens_of(text)[-QUERY_WORDS_MAX:]
        windows = _windows(tokens)
        if not windows or limit < 1:
            return []
        is_word_open = not text[-1:].isspace()

        def rank(rows: Rows) -> NDArray[np.float64]:
            points = self._weights[rows].astype(np.float64)
            return points + nearness(rows) if nearness is not None else points

        compared = self._compared(self._candidates(tokens, windows, rank, is_word_open=is_word_open))
        if not compared.rows:
            return []
        scores = _score(compared, windows, is_word_open=is_word_open)
        named = self._named_kecamatan(windows)
        extra = rank(np.array(compared.rows, dtype=np.int32))
        by_row = np.maximum.reduceat(scores, compared.first_tail, axis=1)
        window_of = by_row.argmax(axis=0)
        best: list[tuple[float, int, _Window]] = []
        for at, index in enumerate(compared.rows):
            window = windows[int(window_of[at])]
            score = float(by_row[window_of[at], at])
            if score > 0:
                score += self._context(index, window, tokens, named) + float(extra[at])
                best.append((score, index, window))
        best.sort(key=lambda entry: (-entry[0], self._rows[entry[1]][0], self._rows[entry[1]][1], entry[1]))
        best = [entry for entry in best if entry[0] >= best[0][0] - SCORE_SPREAD][:limit]
        hits = [self._hit(text, tokens, score, index, window, named) for score, index, window in best]
        if skipped.strip():
            hits = [replace(hit, remainder=f"{skipped.strip()} {hit.remainder}") for hit in hits]
        return hits

    def _candidates(
        self,
        tokens: list[Token],
        windows: list[_Window],
        rank: Callable[[Rows], NDArray[np.float64]],
        *,
        is_word_open: bool,
    ) -> list[int]:
        end = max(window.last for window in windows)
        found: dict[int, None] = {}  # in order: what is said outright first, then beginnings, then alikes
        for window in windows:
            rows = self._grams.beginning_like(window.joined, exactly=True, rank=rank)
            found.update(dict.fromkeys(rows.tolist()))
        for window in windows if is_word_open else ():
            if window.last == end and _may_begin_a_name(window):
                rows = self._grams.beginning_like(window.joined, exactly=False, rank=rank)
                found.update(dict.fromkeys(rows.tolist()))
        runs = _runs(tokens)
        alike = self._grams.alike(runs, [token.folded for token in tokens], rank=rank)
        room = ROWS_COMPARED_MAX - len(alike)  # neither kind may crowd the other out
        return sorted({*alike.tolist(), *list(found)[: max(room, 0)]})

    def _compared(self, rows: list[int]) -> _Compared:
        tails: list[_Tail] = []
        first: list[int] = []
        for index in rows:
            first.append(len(tails))
            tails += self._tails_of(index)
        return _Compared(
            rows, np.array(first, dtype=np.intp), tails, [tail.joined for tail in tails],
            np.array([len(tail.joined) for tail in tails]), np.array([tail.penalty for tail in tails]),
        )  # fmt: skip

    def _tails_of(self, index: int) -> tuple[_Tail, ...]:
        kept = self._tails.get(index)
        if kept is not None:
            return kept
        name, _, is_kecamatan = self._rows[index]
        tokens = tokens_of(name)
        own = _KECAMATAN_ITSELF_PENALTY if is_kecamatan else 0.0
        tails = [_Tail("", "", 0.0)] if not tokens else []  # a name of signs only equals nothing
        for start in range(len(tokens)):
            tail = tokens[start:]
            joined = "".join(token.folded for token in tail)
            if start == 0 or (len(joined) > SHORT_LETTERS and not all(token.is_landmark for token in tail)):
                plain = "".join(token.word for token in tail)
                tails.append(_Tail(joined, plain, own + (_TAIL_PENALTY if start else 0.0)))
        self._tails[index] = made = tuple(tails)
        if len(self._tails) > _TAILS_KEPT:
            self._tails.popitem(last=False)
        return made

    def _named_kecamatan(self, windows: list[_Window]) -> dict[str, list[_Window]]:
        """Where the text names a kecamatan outright; of overlapping windows only the best."""
        named: dict[str, list[_Window]] = {}
        for kecamatan, folded in self._kecamatan_folded.items():
            alike = [(fuzz.ratio(window.joined, folded, score_cutoff=88), window) for window in windows]
            for _, window in sorted((pair for pair in alike if pair[0] > 0), key=lambda pair: -pair[0]):
                places = named.setdefault(kecamatan, [])
                if all(_is_apart(window, other) for other in places):
                    places.append(window)
        return named

    def _context(
        self, index: int, window: _Window, tokens: list[Token], named: dict[str, list[_Window]]
    ) -> float:
        _, kecamatan, is_kecamatan = self._rows[index]
        before = tokens[window.first - 1].word if window.first else ""
        points = 0.0
        if before == "kecamatan":
            points += 6.0 if is_kecamatan else -6.0
        elif before in DESIGNATORS:
            points += -6.0 if is_kecamatan else 6.0
        if not is_kecamatan and any(_is_apart(window, other) for other in named.get(kecamatan, ())):
            points += _KECAMATAN_NAMED_BONUS
        return points

    def _hit(
        self, text: str, tokens: list[Token], score: float, index: int, window: _Window,
        named: dict[str, list[_Window]],
    ) -> SearchHit:  # fmt: skip
        first, last = window.first, window.last
        start, end = tokens[first].start, tokens[last - 1].end
        used = set(range(first, last))
        _, kecamatan, is_kecamatan = self._rows[index]
        if not is_kecamatan:
            for other in named.get(kecamatan, ()):
                if _is_apart(window, other):
                    used.update(range(other.first, other.last))
        used.update(
            position
            for position, token in enumerate(tokens)
            if token.word in DESIGNATORS and position + 1 in used and position not in used
        )
        return SearchHit(index, score, text[start:end], _without(text, [tokens[i] for i in sorted(used)]))


def _score(compared: _Compared, windows: list[_Window], *, is_word_open: bool) -> NDArray[np.float64]:
    """Points of every (window, tail); 0 where it is no match. Shape: (windows, tails)."""
    typed = [window.joined for window in windows]
    similarity = np.asarray(
        process.cdist(
            typed, compared.joined, scorer=fuzz.ratio, score_cutoff=SIMILARITY_MIN, dtype=np.float64
        )
    )
    letters = np.array([len(joined) for joined in typed])
    nothing_said = np.array([window.is_landmark for window in windows])
    similarity[nothing_said[:, None] & (similarity < 100)] = 0.0  # "Muara Pulau" is a name all the same
    short = np.minimum.outer(letters, compared.lengths) <= SHORT_LETTERS
    similarity[short & (similarity < 100)] = 0.0
    # Longer agreements say more: "kolam kiri dalam" beats "kolam kiri" when all three words are there.
    points = np.where(similarity > 0, similarity + np.minimum(letters, 24)[:, None] * 0.8, 0.0)
    if is_word_open:
        end = max(window.last for window in windows)
        for row, window in enumerate(windows):
            if window.last == end and _may_begin_a_name(window):
                points[row] = np.maximum(points[row], _prefix_points(compared, window))
    for row, column in zip(*(side.tolist() for side in np.nonzero(points)), strict=True):
        if compared.tails[column].plain.startswith(windows[row].plain):
            points[row, column] += _AS_WRITTEN_BONUS
    return np.where(points > 0, np.maximum(points - compared.penalties[None, :], 1.0), 0.0)


def _prefix_points(compared: _Compared, window: _Window) -> NDArray[np.float64]:
    """Points for names that begin like the window. Shape: (tails,)."""
    typed = window.joined
    beginnings = [joined[: len(typed)] for joined in compared.joined]
    similarity = np.asarray(process.cdist([typed], beginnings, scorer=fuzz.ratio, dtype=np.float64))[0]
    needed = SIMILARITY_MIN if len(typed) > SHORT_LETTERS else 100.0
    as_written = np.array([tail.plain.startswith(window.plain) for tail in compared.tails])
    similarity = np.where(as_written, 100.0, similarity)
    is_beginning = (similarity >= needed) & (compared.lengths > len(typed))
    share = len(typed) / np.maximum(compared.lengths, 1)
    return np.where(is_beginning, similarity - _PREFIX_PENALTY + share * 6 + min(len(typed), 24) * 0.8, 0.0)


def _windows(tokens: list[Token]) -> list[_Window]:
    windows: list[_Window] = []
    for first in range(len(tokens)):
        joined = plain = ""
        is_landmark = True
        for last in range(first + 1, min(len(tokens), first + WINDOW_WORDS_MAX) + 1):
            token = tokens[last - 1]
            if token.word in DESIGNATORS:
                break
            joined += token.folded
            plain += token.word
            is_landmark = is_landmark and token.is_landmark
            windows.append(_Window(first, last, joined, plain, is_landmark))
    return windows


def _runs(tokens: list[Token]) -> list[str]:
    """The typed words without spaces, cut at designators, beyond which no name goes on."""
    runs = [""]
    for token in tokens:
        if token.word in DESIGNATORS:
            runs.append("")
        else:
            runs[-1] += token.folded
    return [run for run in runs if run]


def _may_begin_a_name(window: _Window) -> bool:
    """One or two letters, or a landmark, begin a name only where the text begins."""
    return window.first == 0 or (len(window.joined) > 2 and not window.is_landmark)


def _is_apart(window: _Window, other: _Window) -> bool:
    return other.last <= window.first or other.first >= window.last


def _without(text: str, used: list[Token]) -> str:
    """The text with the used words cut out and the seams tidied."""
    pieces: list[str] = []
    position = 0
    for token in used:
        pieces.append(text[position : token.start])
        position = token.end
        if text[position : position + 1] == ".":
            position += 1
    pieces.append(text[position:])
    kept = [piece.strip(" ,;:-/\t\n") for piece in pieces]
    return " ".join(" ".join(kept).split())
