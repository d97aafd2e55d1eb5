"""Finds place names inside free text while it is being typed.

The typed words are cut into windows of one to five words. Each window is compared, without spaces, with
every name and with the tails of long names; the window that ends at the cursor also with the beginnings
of names. All comparisons of one key are two matrix calls into rapidfuzz.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from batola_desk.map.spelling import DESIGNATORS, Token, tokens_of

WINDOW_WORDS_MAX = 5
QUERY_WORDS_MAX = 16  # LIMIT: a pasted chronicle must not cost more than a key press may
SIMILARITY_MIN = 76.0
SHORT_LETTERS = 4  # up to here a name must be right; one wrong letter of four is another word
SCORE_SPREAD = 26.0
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
class _Candidate:
    """A name or the tail of one, without spaces: folded, and as it is written."""

    index: int
    joined: str
    plain: str
    penalty: float


class PlaceNames:
    """An index over (name, kecamatan, is_kecamatan) rows."""

    def __init__(self, rows: Sequence[tuple[str, str, bool]]) -> None:
        self._rows = tuple(rows)
        self._candidates: list[_Candidate] = []
        for index, (name, _, is_kecamatan) in enumerate(rows):
            tokens = tokens_of(name)
            own = _KECAMATAN_ITSELF_PENALTY if is_kecamatan else 0.0
            for start in range(len(tokens)):
                tail = tokens[start:]
                joined = "".join(token.folded for token in tail)
                if start == 0 or (
                    len(joined) > SHORT_LETTERS and not all(token.is_landmark for token in tail)
                ):
                    plain = "".join(token.word for token in tail)
                    penalty = own + (_TAIL_PENALTY if start else 0.0)
                    self._candidates.append(_Candidate(index, joined, plain, penalty))
        self._joined = [candidate.joined for candidate in self._candidates]
        self._lengths = np.array([len(joined) for joined in self._joined])
        self._penalties = np.array([candidate.penalty for candidate in self._candidates])
        self._owner = np.array([candidate.index for candidate in self._candidates])
        self._kecamatan_folded = {
            kecamatan: "".join(token.folded for token in tokens_of(kecamatan)) for _, kecamatan, _ in rows
        }

    def search(self, text: str, *, limit: int, bonus: Sequence[float] | None = None) -> list[SearchHit]:
        """Best rows for ``text``. ``bonus`` has one value per row."""
        tokens = tokens_of(text)[-QUERY_WORDS_MAX:]
        windows = _windows(tokens)
        if not windows or limit < 1:
            return []
        scores = self._score(windows, is_word_open=not text[-1:].isspace())
        named = self._named_kecamatan(windows)
        best: list[tuple[float, int, _Window]] = []
        for index in range(len(self._rows)):
            columns = np.flatnonzero(self._owner == index)
            part = scores[:, columns]
            row, column = np.unravel_index(int(np.argmax(part)), part.shape)
            score = float(part[row, column])
            if score <= 0:
                continue
            window = windows[int(row)]
            score += self._context(index, window, tokens, named)
            best.append((score + (bonus[index] if bonus is not None else 0.0), index, window))
        best.sort(key=lambda entry: (-entry[0], self._rows[entry[1]][0], self._rows[entry[1]][1]))
        best = [entry for entry in best if entry[0] >= best[0][0] - SCORE_SPREAD][:limit]
        return [self._hit(text, tokens, score, index, window, named) for score, index, window in best]

    def _score(self, windows: list[_Window], *, is_word_open: bool) -> NDArray[np.float64]:
        """Points of every (window, candidate); 0 where it is no match. Shape: (windows, candidates)."""
        typed = [window.joined for window in windows]
        similarity = np.asarray(
            process.cdist(
                typed, self._joined, scorer=fuzz.ratio, score_cutoff=SIMILARITY_MIN, dtype=np.float64
            )
        )
        letters = np.array([len(joined) for joined in typed])
        nothing_said = np.array([window.is_landmark for window in windows])
        similarity[nothing_said[:, None] & (similarity < 100)] = 0.0  # "Muara Pulau" is a name all the same
        short = np.minimum.outer(letters, self._lengths) <= SHORT_LETTERS
        similarity[short & (similarity < 100)] = 0.0
        # Longer agreements say more: "kolam kiri dalam" beats "kolam kiri" when all three words are there.
        points = np.where(similarity > 0, similarity + np.minimum(letters, 24)[:, None] * 0.8, 0.0)
        if is_word_open:
            end = max(window.last for window in windows)
            for row, window in enumerate(windows):
                if window.last == end and _may_begin_a_name(window):
                    points[row] = np.maximum(points[row], self._prefix_points(window))
        for row, window in enumerate(windows):
            as_written = [candidate.plain.startswith(window.plain) for candidate in self._candidates]
            points[row] += np.where((points[row] > 0) & np.array(as_written), _AS_WRITTEN_BONUS, 0.0)
        return np.where(points > 0, np.maximum(points - self._penalties[None, :], 1.0), 0.0)

    def _prefix_points(self, window: _Window) -> NDArray[np.float64]:
        """Points for names that begin like the window. Shape: (candidates,)."""
        typed = window.joined
        beginnings = [joined[: len(typed)] for joined in self._joined]
        similarity = np.asarray(process.cdist([typed], beginnings, scorer=fuzz.ratio, dtype=np.float64))[0]
        needed = SIMILARITY_MIN if len(typed) > SHORT_LETTERS else 100.0
        as_written = np.array([candidate.plain.startswith(window.plain) for candidate in self._candidates])
        similarity = np.where(as_written, 100.0, similarity)
        is_beginning = (similarity >= needed) & (self._lengths > len(typed))
        share = len(typed) / np.maximum(self._lengths, 1)
        return np.where(
            is_beginning, similarity - _PREFIX_PENALTY + share * 6 + min(len(typed), 24) * 0.8, 0.0
        )

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
