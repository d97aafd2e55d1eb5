"""Texts written beforehand that leave this desk: data with gaps, filled for one case.

Source: domain.md §12.2 (lost callers), §12.3 (warning), §12.4 (hand-over card).
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

GAPS: Final = (
    "centre",
    "ticket",
    "reference",
    "number",
    "caller",
    "place",
    "landmark",
    "point",
    "type",
    "victims",
    "what",
    "time",
    "desk",
    "operator",
    "to",
    "call",
    "link",
)
_SPACES: Final = re.compile(" {2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedText:
    """A text with gaps in braces; ``label`` is what the screen calls it.

    The reader is a citizen or another centre: the text is Indonesian whatever the desk's language is.
    """

    code: str
    label: str
    text: str
    label_en: str = ""


def gaps_of(text: str) -> tuple[str, ...]:
    """The names in braces, in their order.

    Raises:
        ValueError: a brace without its partner.
    """
    return tuple(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def filled(text: str, values: Mapping[str, str]) -> str:
    """Fill the gaps line by line; a line of which nothing is known is left out."""
    lines = []
    for line in text.splitlines():
        names = gaps_of(line)
        if names and not any(values.get(name, "").strip() for name in names):
            continue
        words = line.format_map({name: values.get(name, "").strip() for name in names})
        lines.append(_SPACES.sub(" ", words).rstrip())
    return "\n".join(lines).strip()
