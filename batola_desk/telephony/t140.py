"""Characters of real-time text: what travels, what a screen may be given. Source: ITU-T T.140 §7, §8."""

from __future__ import annotations

import re

from batola_desk.domain.live_text import ERASE, NEW_LINE

BYTE_ORDER_MARK = "\ufeff"  # T.140 §8.1: begins a session; alone it only keeps the way open
LINE_SEPARATOR = "\u2028"
MISSING = "\ufffd"  # T.140 addendum 1: text was lost here

_ERASES = str.maketrans({"\x7f": ERASE})
# Sequences that colour or interrupt text on old terminals: CSI … letter and SOS … ST. T.140 §8.3, §8.4.
_CONTROL_SEQUENCE = re.compile("(?:\x1b\\[|\x9b)[0-9;]{0,32}[A-Za-z]?|\x98[^\x9c]{0,255}\x9c?")
_LINE_END = re.compile("\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_HIDDEN = re.compile("[\x00-\x07\t\x0e-\x1f\x80-\x9f\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class T140Reader:
    """Turns received blocks into plain characters, ``NEW_LINE``, ``ERASE`` and ``MISSING``.

    Everything else that could move a cursor, ring a bell or turn the direction of writing is left out; a tab
    is a blank. A line end may be cut between two blocks.
    """

    def __init__(self) -> None:
        self._had_return = False

    def read(self, block: bytes) -> str:
        """Never raises; bytes that are no UTF-8 become ``MISSING``."""
        text = block.decode("utf-8", "replace")
        if self._had_return and text.startswith("\n"):
            text = text[1:]
        if text:
            self._had_return = text.endswith("\r")
        text = _LINE_END.sub(NEW_LINE, _CONTROL_SEQUENCE.sub("", text))
        return _HIDDEN.sub(lambda found: " " if found[0] == "\t" else "", text.translate(_ERASES))


def sendable(text: str) -> str:
    """What an operator typed, as it may travel: line ends of T.140, no control characters but erasing."""
    text = _LINE_END.sub(LINE_SEPARATOR, text.replace("\n", LINE_SEPARATOR))
    return _HIDDEN.sub(lambda found: " " if found[0] == "\t" else "", text)
