"""Numbers and words in the form in which they are compared and searched."""

from __future__ import annotations

import re
import unicodedata

_NUMBER_LIKE = re.compile(r"^\+?[\d\s().-]{3,}$")
_COUNTRY_PREFIX = "62"  # Indonesia; telephone networks present the same subscriber in all three forms


def number_key(number: str) -> str:
    """Return a number so that +62 812…, 62812… and 0812… are equal; other texts in lower case."""
    digits = "".join(ch for ch in number if ch.isascii() and ch.isdigit())
    if not digits:
        return number.strip().lower()
    if len(digits) > 9 and digits.startswith(_COUNTRY_PREFIX):
        return "0" + digits[len(_COUNTRY_PREFIX) :]
    return digits


def match_expression(query: str) -> str:
    """Return the FTS5 expression for what an operator typed: every word, each may be unfinished.

    Returns an empty text when nothing searchable was typed.
    """
    query = query.strip()
    words = [word for word in re.split(r"[^\w]+|_+", unicodedata.normalize("NFC", query)) if word]
    if not words:
        return ""
    expression = " ".join(f'"{word}"*' for word in words)
    if _NUMBER_LIKE.match(query):
        key = number_key(query)
        return f'"{key}"*' if words == [key] else f'"{key}"* OR ({expression})'
    return expression
