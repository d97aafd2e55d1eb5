"""Texts of foreign files: unprintable letters out, endless names cut, wrong encodings put right."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from batola_desk.map.imports.limits import NAME_LETTERS_MAX

_CODECS: Mapping[str, str] = {"": "cp1252", "ansi": "cp1252", "1252": "cp1252", "latin1": "cp1252"}


def clean_name(raw: str) -> tuple[str, bool]:
    """Return a name in one line of printable letters, and whether something had to go."""
    head = raw[: 4 * NAME_LETTERS_MAX]
    printable = "".join(letter if unicodedata.category(letter)[0] != "C" else " " for letter in head)
    one_line = " ".join(printable.split())
    name = one_line[:NAME_LETTERS_MAX].rstrip()
    return name, len(raw) > len(head) or name != one_line or printable != head


class TextDecoder:
    """Turns bytes into words one by one: files exist whose rows are in different encodings.

    Args:
        declared: the encoding the file claims; "" = it claims none.

    Attributes:
        recoded: texts that were not in the claimed encoding (UTF-8 when none is claimed).
    """

    def __init__(self, declared: str = "") -> None:
        word = declared.strip().lower()
        self._declared = _CODECS.get(word, word)
        self._claims_utf8 = word.replace("-", "") in ("", "utf8", "65001")
        self.recoded = 0

    def decode(self, data: bytes) -> str:
        """Return the text: as UTF-8 if it is, else as claimed, else as Windows wrote it here for decades."""
        if data.isascii():
            return data.decode("ascii")
        try:
            text = data.decode("utf-8")
            self.recoded += not self._claims_utf8
        except UnicodeDecodeError:
            self.recoded += self._claims_utf8
            text = self._as_claimed(data)
        return text

    def _as_claimed(self, data: bytes) -> str:
        for codec in (self._declared, "cp1252"):
            try:
                return data.decode(codec)
            except (UnicodeDecodeError, LookupError):
                continue
        return data.decode("latin-1")
