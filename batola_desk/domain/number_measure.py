"""A measure against a number that a shift lead decided on, with reason and end. Source: domain.md §12.3.

It is a hint for whoever answers: no call is ever blocked, hidden or put last by it. A measure travels and is
kept as one more message of the room, which has its end and is known to every desk; its text begins with a
character that no written message can have.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

MARK: Final = "\x1e"  # U+001E RECORD SEPARATOR: white space to whoever writes a message, so never in one
REASON_MAX: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureKind:
    """One kind of measure, in the order they are taken. Source: domain.md §12.3.

    Attributes:
        days: how long it holds when nothing else is said.
        days_max: it never holds longer; it can be decided anew.
    """

    code: str
    label: str
    days: int
    days_max: int
    label_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberMeasure:
    """What was decided."""

    number: str  # as ``search_text.number_key`` writes it
    measure: str
    reason: str


def measure_text(number: str, measure: str, reason: str) -> str:
    """A measure as the text of its message."""
    words = {"number": number, "measure": measure, "reason": reason[:REASON_MAX]}
    return MARK + json.dumps(words, ensure_ascii=False)


def measure_of(text: str) -> NumberMeasure | None:
    """What a message's text decides; None for a message that people wrote."""
    if not text.startswith(MARK):
        return None
    try:
        found = json.loads(text[1:])
        return NumberMeasure(**{str(key): str(value) for key, value in found.items()})
    except (ValueError, AttributeError, TypeError):
        return None
