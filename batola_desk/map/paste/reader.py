"""One parser for every way in which a position reaches an operator. Source: domain.md §11.

A reading that rests on nothing but what is written may be taken at once. Everything else is a list for the
operator: two readings, a sign that is missing, the middle of a view. Nothing is asked of the internet.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from batola_desk.map.paste.codes import plus_codes_in, read_plus_code
from batola_desk.map.paste.degrees import read_degrees, read_unseparated, repaired
from batola_desk.map.paste.grid import read_grid
from batola_desk.map.paste.links import links_in, read_link
from batola_desk.map.paste.reading import Area, Doubt, Pasted, Reading, Sort, Trouble
from batola_desk.map.paste.spoken import digits_for_words

TEXT_LETTERS_MAX = 100_000  # LIMIT: what is pasted beyond it is not read
SPOKEN_LETTERS_MAX = 2_000  # LIMIT: nobody reads a position out in more
READINGS_MAX = 8  # LIMIT: one list on the screen
LINKS_MAX = 20
CODES_MAX = 8
_DOUBT_COSTS = 0.6
_FAR_COSTS = 0.5
_SAME_DEG = 1e-5  # about a metre
_WORDS_ROUND_CODE = 60


class PasteReader:
    """Reads texts against one regency."""

    def __init__(self, area: Area) -> None:
        self._area = area

    def read(self, text: str) -> Pasted:
        """All positions that the text may mean."""
        text = text[:TEXT_LETTERS_MAX]
        if not any(letter.isdigit() for letter in text) and len(text) > SPOKEN_LETTERS_MAX:
            return Pasted()
        found, trouble, words, rest = self._links(text)
        if not found:
            found, broken = self._written(rest)
            trouble = trouble or broken
        readings = self._judged(found)
        return Pasted(readings, None if readings else trouble, "" if readings else words)

    def _links(self, text: str) -> tuple[list[Reading], Trouble | None, str, str]:
        """Readings out of links; else what is wrong with them, a name in one, and the text without them."""
        found: list[Reading] = []
        trouble: Trouble | None = None
        words = ""
        pieces: list[str] = []
        end = 0
        for count, match in enumerate(links_in(text)):
            if count == LINKS_MAX:
                break
            pieces.append(text[end : match.start()])
            end = match.end()
            link = read_link(match.group())
            readings = link.readings
            is_marked = any(Doubt.VIEW not in reading.doubts for reading in readings)
            for inner in link.texts if not is_marked else ():
                spelt, _ = self._written(inner)
                if spelt:
                    readings = [replace(reading, sort=Sort.LINK) for reading in spelt]
                    break
                words = words or inner
            found += readings
            trouble = trouble or (link.trouble if not readings else None)
        pieces.append(text[end:])
        if not found and "///" in text and trouble is None and _is_three_words(text):
            trouble = Trouble.THREE_WORDS
        repairs = [repair for reading in found for repair in self._repairs(reading)]
        return found + repairs, trouble, words, " ".join(pieces)

    def _written(self, text: str) -> tuple[list[Reading], Trouble | None]:
        """Readings out of plain text."""
        found: list[Reading] = []
        trouble: Trouble | None = None
        for match in plus_codes_in(text)[:CODES_MAX]:
            before = text[max(0, match.start() - _WORDS_ROUND_CODE) : match.start()]
            after = text[match.end() : match.end() + _WORDS_ROUND_CODE]
            readings = list(read_plus_code(match.group(), f"{after} {before}".strip(" ,\n"), self._area))
            found += readings
            trouble = trouble if readings else Trouble.BAD_CODE
        if found:
            return found, None
        found += read_grid(text, self._area)
        if found:
            return found, None
        found += read_degrees(text, self._area)
        if not found and len(text) <= SPOKEN_LETTERS_MAX:
            said = digits_for_words(text)
            if said != text:
                found += read_degrees(said, self._area, sort=Sort.SPOKEN)
                found = found or list(read_unseparated(said, self._area))
        return found, trouble

    def _repairs(self, reading: Reading) -> list[Reading]:
        return [
            replace(reading, lat=lat, lon=lon, doubts=(*reading.doubts, *doubts))
            for lat, lon, doubts in repaired(reading.lat, reading.lon, self._area)
        ]

    def _weighed(self, reading: Reading) -> Reading:
        far = 1.0 if self._area.is_near(reading.lat, reading.lon) else _FAR_COSTS
        return replace(reading, confidence=far * _DOUBT_COSTS ** len(reading.doubts))

    def _judged(self, found: Iterable[Reading]) -> tuple[Reading, ...]:
        """Each position once, the most credible first."""
        kept: list[Reading] = []
        for reading in map(self._weighed, found):
            same = next((at for at, other in enumerate(kept) if _is_same(reading, other)), None)
            if same is None and len(kept) < READINGS_MAX:
                kept.append(reading)
            elif same is not None and reading.confidence > kept[same].confidence:
                kept[same] = reading
        kept.sort(key=lambda reading: -reading.confidence)
        return tuple(kept)


def _is_same(a: Reading, b: Reading) -> bool:
    return abs(a.lat - b.lat) < _SAME_DEG and abs(a.lon - b.lon) < _SAME_DEG


def _is_three_words(text: str) -> bool:
    words = text.partition("///")[2].split(maxsplit=1)
    parts = words[0].strip(".,").split(".") if words else []
    return len(parts) == 3 and all(part.isalpha() for part in parts)
