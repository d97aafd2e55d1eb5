"""The test of a desk at the start of a shift: its parts, what each may find, the last one of a desk.

Source: domain.md §16 (what must be heard), §5.7 (the desk), issue 6 "The life of a desk".
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Part(StrEnum):
    """What is tested, in the order it is shown. Stored in ``desk.self_tested``; never renamed."""

    HEADSET = "headset"
    MICROPHONE = "microphone"
    TONE = "tone"
    RECORDING = "recording"
    LINE = "line"
    ROOM = "room"
    MAP = "map"


class Outcome(StrEnum):
    """How a test ended. Stored in ``desk.self_tested``; never renamed."""

    PASSED = "passed"
    FAILED = "failed"
    INTERRUPTED = "interrupted"  # a call came: it goes first
    SKIPPED = "skipped"


GOOD: Final = "good"
FINE: Final = frozenset({GOOD, "room_none", "map_simple"})  # the last two are said, but nobody must act
UNANSWERED: Final = "unanswered"


def outcome_of(findings: dict[Part, str]) -> Outcome:
    """Return whether a desk with these findings may begin its shift without help."""
    is_whole = set(findings) == set(Part)
    return Outcome.PASSED if is_whole and set(findings.values()) <= FINE else Outcome.FAILED


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfTest:
    """The last test of a desk, as its facts tell.

    Attributes:
        operator, name: who signed it; the login and what the person is called.
        findings: part and code, ``GOOD`` or what is wrong.
        reason: why it was skipped.
    """

    outcome: str
    at_us: int
    operator: str
    name: str
    findings: tuple[tuple[str, str], ...] = ()
    reason: str = ""
    seconds: float = 0.0

    @property
    def troubles(self) -> tuple[tuple[str, str], ...]:
        """Only what somebody must act on."""
        return tuple((part, code) for part, code in self.findings if code not in FINE)
