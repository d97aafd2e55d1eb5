"""Text that is being typed: how it looks after more came. Source: ITU-T T.140 §8.2."""

from __future__ import annotations

import re

ERASE = "\b"
NEW_LINE = "\n"
LINE_CHARACTERS_MAX = 500  # LIMIT: a longer line becomes two; nobody reads it on one


def apply_typing(shown: str, typed: str) -> str:
    """The text after more came: erasing takes one character, a line end too."""
    for piece in re.split(f"({ERASE})", typed):
        shown = shown[:-1] if piece == ERASE else shown + piece
    return shown


def typing_between(before: str, after: str) -> str:
    """What to send so that ``before`` becomes ``after`` on the other side: erase the end, type anew."""
    kept = 0
    while kept < min(len(before), len(after)) and before[kept] == after[kept]:
        kept += 1
    return ERASE * (len(before) - kept) + after[kept:]


class TypedLine:
    """Collects letters until they are a line worth remembering."""

    def __init__(self) -> None:
        self.text = ""

    def take(self, typed: str) -> list[str]:
        """Add letters; returns the lines that were finished by them, without empty ones."""
        *finished, self.text = apply_typing(self.text, typed).split(NEW_LINE)
        while len(self.text) > LINE_CHARACTERS_MAX:
            finished.append(self.text[:LINE_CHARACTERS_MAX])
            self.text = self.text[LINE_CHARACTERS_MAX:]
        return [line for line in (part.strip() for part in finished) if line]

    def flush(self) -> str:
        """The unfinished line, which begins anew."""
        text, self.text = self.text.strip(), ""
        return text
