"""One thing that the doctor found: a code that stays, how bad it is, and what it found there.

The sentences are made of code and values (``ui.doctor_words``): in the language of the screen in the
window, in Indonesian on the command line. Programs read the code (``--json``; docs/it/doctor.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

LEVELS: Final = ("ok", "warn", "fail")


@dataclass(frozen=True, slots=True)
class Finding:
    """``ok``, ``warn`` (the desk works, something is less) or ``fail`` (it cannot work)."""

    code: str
    level: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def subject(self) -> str:
        """What it is about, in one or two words."""
        return self._words()[0]

    @property
    def text(self) -> str:
        """All its sentences."""
        return " ".join(filter(None, self._words()[1:]))

    def _words(self) -> tuple[str, str, str, str]:
        from batola_desk.ui.doctor_words import finding_words  # a library of screens; JSON has no need of it

        return finding_words(self.code, self.values)


def ok(code: str, **values: object) -> Finding:
    """It is as it should be."""
    return Finding(code, "ok", values)


def warn(code: str, **values: object) -> Finding:
    """The desk works, something is less."""
    return Finding(code, "warn", values)


def fail(code: str, **values: object) -> Finding:
    """The desk cannot work like this."""
    return Finding(code, "fail", values)
