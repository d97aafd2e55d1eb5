"""Numbers and words in the form in which they are compared and searched."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from batola_desk.domain.phone_number import normalise

LONGEST_PREFIX: Final = 8  # of the full-text tables; longer beginnings would be searched without an index
_NUMBER_LIKE = re.compile(r"^\+?[\d\s().-]{3,}$")


def number_key(number: str) -> str:
    """Return a number so that +62 812…, 62812… and 0812… are equal; empty for a withheld one."""
    return normalise(number)


def match_expression(query: str) -> str:
    """Return the FTS5 expression for what an operator typed: every word, each may be unfinished.

    Returns an empty text when nothing searchable was typed.
    """
    query = query.strip()
    words = [word for word in re.split(r"[^\w]+|_+", unicodedata.normalize("NFC", query)) if word]
    if not words:
        return ""
    expression = " ".join(f'"{_stem(word)}"*' for word in words)
    if _NUMBER_LIKE.match(query):
        key = number_key(query)
        return f'"{key}"*' if words == [key] else f'"{key}"* OR ({expression})'
    return expression


def _stem(word: str) -> str:
    """Cut a long word to what the prefix index holds; finding "pembunuh" for "pembunuhan" does no harm."""
    return word[:LONGEST_PREFIX] if word.isalpha() else word
