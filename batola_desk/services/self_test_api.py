"""The self-test of a desk as the screen sees it; part of ``services.api``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from batola_desk.domain.self_test import Part, SelfTest


class Question(StrEnum):
    """What only a person can say."""

    NONE = ""
    TONE = "tone"  # did you hear it?
    VOICE = "voice"  # speak; does the level follow your voice?


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfTestView:
    """The test that runs, or the last one of this desk.

    Attributes:
        question: what is asked now.
        findings: what is known so far; a part that is missing is still being tested.
        tone: the device that sounds now: ear, loudspeaker or none.
        level_dbfs: what the microphone hears now; ``was_heard``: a voice was loud enough at some moment.
        last: the last test of this desk.
    """

    is_running: bool = False
    question: Question = Question.NONE
    seconds: float = 0.0
    findings: Mapping[Part, str] = field(default_factory=dict)
    tone: str = ""
    level_dbfs: float | None = None
    was_heard: bool = False
    last: SelfTest | None = None


class SelfTestUseCases(Protocol):
    """Changes publish ``self_test``; levels of the microphone come with ``sound``."""

    def view(self) -> SelfTestView: ...

    def is_offered(self) -> bool:
        """Whether the person here began a shift and has neither tested the desk nor said why not."""

    @property
    def ended_by(self) -> str:
        """``Outcome`` of the test that ended last since the start of the program; empty = none did."""

    async def start(self) -> None:
        """Begin. Raises OperatorError ``self_test_in_call``, ``self_test_person_missing``."""

    async def answer(self, *, good: bool) -> None:
        """What the person says to the question that stands; harmless without one."""

    async def repeat_tone(self) -> None:
        """Sound it again while it is asked about."""

    async def stop(self) -> None:
        """Break it off; it stays offered. Harmless when none runs."""

    async def skip(self, reason: str) -> None:
        """Begin the shift without it. Raises OperatorError ``reason_missing``, ``self_test_running``."""
