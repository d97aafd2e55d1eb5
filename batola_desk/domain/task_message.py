"""What an agency is told in writing, from the lines of ``agencies.toml``. Source: domain.md §5.3."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from batola_desk.domain.prepared_text import gaps_of

VALUES: Final = (
    *("centre", "ticket", "priority", "type", "place", "landmark", "point", "caller", "number"),
    *("injured", "trapped", "missing", "dead", "note", "time", "desk", "operator"),
)


def unusable_lines(lines: Iterable[str]) -> tuple[str, ...]:
    """The lines that cannot be filled in: braces that do not fit, values that do not exist."""
    found = []
    for line in lines:
        try:
            if not set(gaps_of(line)) <= set(VALUES):
                found.append(line)
        except ValueError:
            found.append(line)
    return tuple(found)
