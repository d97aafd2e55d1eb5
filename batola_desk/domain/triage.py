"""Questions of an incident, and what an answer moves: upwards only. Source: domain.md §10.

An answer belongs to the words that were asked, not to a place in a list: who edits the questions later does
not change what a caller said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from batola_desk.domain.catalog import Catalog
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.incident import Incident, TriageAnswer
from batola_desk.domain.priority import default_priority, effective_priority, is_lowering
from batola_desk.domain.procedures import TriageQuestion

YES, NO, UNKNOWN = "Y", "T", "?"
ANSWERS = (YES, NO, UNKNOWN)
NUMBER_MAX_DIGITS = 4  # LIMIT: people, houses, years of age
TEXT_MAX_CHARS = 200  # LIMIT: one line of the sheet; the story belongs into the chronology
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question and the set it stands in."""

    set_code: str
    question: TriageQuestion

    @property
    def key(self) -> tuple[str, str]:
        """What an answer is found by."""
        return (self.set_code, self.question.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageEffect:
    """What becomes of priority and type; None = they stay. An empty priority is that of the type."""

    priority: str | None = None
    type_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageStep:
    """An answer that was given, what stood there before, and what it moved."""

    set_code: str
    question: str
    answer_before: str
    priority_before: str
    type_before: str
    moved: TriageEffect

    @property
    def key(self) -> tuple[str, str]:
        """What question it answers."""
        return (self.set_code, self.question)


def questions_for(type_code: str, catalog: Catalog) -> tuple[AskedQuestion, ...]:
    """Return the questions of a type in the order to ask them: those of every call first."""
    return tuple(
        AskedQuestion(entry.code, question)
        for entry in catalog.triage_for(type_code)
        for question in entry.questions
    )


def clean_answer(question: TriageQuestion, answer: str) -> str:
    """Return the answer as it is stored; "?" always is one.

    Raises:
        OperatorError: ``triage_answer_unusable``.
    """
    typed = " ".join(answer.split())
    if typed == UNKNOWN:
        return UNKNOWN
    match question.kind:
        case "yes_no":
            fits = typed.upper() in ANSWERS
            typed = typed.upper()
        case "number":
            fits = typed.isascii() and typed.isdecimal() and len(typed) <= NUMBER_MAX_DIGITS
        case _:
            fits = 0 < len(typed) <= TEXT_MAX_CHARS and typed.isprintable()
    if not fits:
        raise OperatorError("triage_answer_unusable")
    return typed


def effect_of(question: TriageQuestion, answer: str, incident: Incident, catalog: Catalog) -> TriageEffect:
    """Return what this answer moves on this incident. It never makes it less urgent.

    A confidential type stays what it is: another one would show it on shared screens. The urgency of the type
    that was meant counts all the same.
    """
    if not _raises(question, answer):
        return TriageEffect()
    now = incident.text("type_code")
    meant = question.change_type
    moves_type = bool(meant) and meant != now and not _would_unmask(now, meant, catalog)
    urgent = most_urgent((effective_priority(incident, catalog), *_demanded_by(question, catalog)), catalog)
    after = incident.priority or default_priority(meant if moves_type else now, catalog)
    return TriageEffect(priority=urgent if urgent != after else None, type_code=meant if moves_type else None)


def undo_effect(incident: Incident, step: TriageStep, catalog: Catalog) -> TriageEffect:
    """Return what taking an answer back moves: what it moved itself, if nobody has moved that since.

    The incident stays as urgent as its other answers ask: they are still true.
    """
    type_code, priority = incident.text("type_code"), incident.priority
    if step.moved.type_code is not None and type_code == step.moved.type_code:
        type_code = step.type_before
    if step.moved.priority is not None and priority == step.moved.priority:
        priority = step.priority_before
    others = [given for given in incident.triage if given.key != step.key]
    demanded = demanded_priority(others, catalog)
    if demanded and is_lowering(demanded, priority or default_priority(type_code, catalog), catalog):
        priority = demanded
    return TriageEffect(
        priority=priority if priority != incident.priority else None,
        type_code=type_code if type_code != incident.text("type_code") else None,
    )


def demanded_priority(answers: Iterable[TriageAnswer], catalog: Catalog) -> str:
    """Return the most urgent priority that these answers ask for; empty = none does."""
    asked = {
        (entry.code, question.text): question
        for entry in catalog.triage.values()
        for question in entry.questions
    }
    demanded = [
        priority
        for given in answers
        if (question := asked.get(given.key)) is not None and _raises(question, given.answer)
        for priority in _demanded_by(question, catalog)
    ]
    return most_urgent(demanded, catalog)


def most_urgent(priorities: Iterable[str], catalog: Catalog) -> str:
    """Return the first in the catalog's order; of none the empty one."""
    found = ""
    for priority in priorities:
        if not found or is_lowering(priority, found, catalog):
            found = priority
    return found


def steps_of(message: str) -> tuple[str, ...]:
    """Return what the caller is told to do, one sentence at a time: nobody remembers three at once."""
    return tuple(part for part in _SENTENCE_END.split(message.strip()) if part)


def _raises(question: TriageQuestion, answer: str) -> bool:
    return bool(question.raise_on) and answer == question.raise_on


def _demanded_by(question: TriageQuestion, catalog: Catalog) -> tuple[str, ...]:
    meant = (default_priority(question.change_type, catalog),) if question.change_type else ()
    return (question.raise_to, *meant) if question.raise_to else meant


def _would_unmask(now: str, meant: str, catalog: Catalog) -> bool:
    before, after = catalog.types.get(now), catalog.types.get(meant)
    return before is not None and before.confidential and (after is None or not after.confidential)
