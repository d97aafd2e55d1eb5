"""The questions beside the form: what was answered, what an answer moves, what the caller is told.

An answer, and the priority or type that follows it, reach the journal together; one key takes them back
together. Everything works from memory and the local journal. Source: domain.md §10.

Thread: the desk's event loop.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from batola_desk.domain.call import CallState
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.incident import IncidentFieldSet, IncidentPrioritySet, IncidentTriageAnswered
from batola_desk.domain.facts import AggregateKind, Event, NewFact, aggregate
from batola_desk.domain.incident import Incident
from batola_desk.domain.procedures import TriageQuestion, TriageSet
from batola_desk.domain.triage import (
    TriageEffect,
    TriageStep,
    clean_answer,
    effect_of,
    questions_for,
    steps_of,
    undo_effect,
)
from batola_desk.services.context import Context

BY_ANSWER, UNDONE = "triage", "undo"  # why a priority moved


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageLine:
    """One question as the screen shows it.

    Attributes:
        question: the words an answer is found by; ``text`` are those of the chosen language.
        answer: what counts now, empty = not answered yet.
        field: the field of the ticket that answers it; empty = the sheet does.
    """

    set_code: str
    question: str
    text: str
    kind: str
    answer: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageSheet:
    """Questions of an incident, and what to tell the caller.

    Attributes:
        steps: what is read out, one sentence at a time, in the language of the callers.
        meaning: the same in the language of the screen, if that is another one.
        metronome_per_min: beats offered for the operator's ear; 0 = none.
        is_approved: whether the agencies have agreed to every set shown.
    """

    lines: tuple[TriageLine, ...] = ()
    steps: tuple[str, ...] = ()
    meaning: str = ""
    metronome_per_min: int = 0
    is_approved: bool = False


class TriageUseCases(Protocol):
    """Questions, answers and instructions (domain.md §10)."""

    def sheet(self, incident_id: str) -> TriageSheet: ...

    async def answer(self, incident_id: str, set_code: str, question: str, answer: str) -> None:
        """Write an answer down; it may make the incident more urgent, never less."""


class SilentCalls(Protocol):
    """The part of ``services.calls`` that begins the silent procedure."""

    async def start_silent_check(self, call_key: str, *, trigger: str = "operator") -> None: ...


class Tickets(Protocol):
    """The part of ``services.incidents`` that the questions need."""

    take_back_answer: Callable[[str, TriageStep], Awaitable[None]]

    def shown(self, incident_id: str) -> Incident | None: ...

    async def complete(self, incident_id: str) -> Incident: ...

    async def flush(self, incident_id: str | None = None) -> None: ...

    def note_triage(self, incident_id: str, step: TriageStep) -> None: ...


class TriageService:
    """Use cases around the questions."""

    def __init__(self, context: Context, tickets: Tickets, calls: SilentCalls) -> None:
        self._context = context
        self._tickets = tickets
        self._calls = calls
        tickets.take_back_answer = self.take_back

    # ---------------------------------------------------------------- reading

    def sheet(self, incident_id: str) -> TriageSheet:
        """The questions of the incident's type with their answers; empty while there is no such ticket."""
        incident = self._tickets.shown(incident_id)
        if incident is None:
            return TriageSheet()
        catalog, english = self._context.catalog, self._context.language() == "en"
        type_code = incident.text("type_code")
        sets = catalog.triage_for(type_code)
        told = _message_of(sets)
        return TriageSheet(
            lines=tuple(
                TriageLine(
                    set_code=asked.set_code,
                    question=asked.question.text,
                    text=(english and asked.question.text_en) or asked.question.text,
                    kind=asked.question.kind,
                    answer=self._answer_of(incident, asked.set_code, asked.question),
                    field=asked.question.field,
                )
                for asked in questions_for(type_code, catalog)
            ),
            steps=steps_of(told.message) if told is not None else (),
            meaning=told.message_en if told is not None and english else "",
            metronome_per_min=told.metronome_per_min if told is not None else 0,
            is_approved=all(entry.approved for entry in sets),
        )

    # ---------------------------------------------------------------- answering

    async def answer(self, incident_id: str, set_code: str, question: str, answer: str) -> None:
        """Write an answer down with what follows from it.

        Raises:
            OperatorError: ``incident_unknown``, ``incident_ended``, ``triage_question_unknown``,
                ``triage_answer_unusable``.
        """
        await self._tickets.flush(incident_id)
        incident = await self._tickets.complete(incident_id)
        if not incident.is_open:
            raise OperatorError("incident_ended", ticket=incident.ticket_number)
        asked = self._question(incident, set_code, question)
        answer = clean_answer(asked, answer)
        before = incident.triage_answer(set_code, question)
        if answer == before:
            return
        effect = effect_of(asked, answer, incident, self._context.catalog)
        step = TriageStep(
            set_code=set_code,
            question=question,
            answer_before=before,
            priority_before=incident.priority,
            type_before=incident.text("type_code"),
            moved=effect,
        )
        self._tickets.note_triage(incident_id, step)
        given = IncidentTriageAnswered(set_code=set_code, question=question, answer=answer)
        await self._record(incident_id, given, *_moved(incident, effect, reason=BY_ANSWER))
        if asked.begin_silent and answer == asked.begin_silent:
            await self._ask_yes_and_no(incident)

    async def take_back(self, incident_id: str, step: TriageStep) -> None:
        """Undo an answer and what it moved, by new facts."""
        incident = await self._tickets.complete(incident_id)
        moved = undo_effect(incident, step, self._context.catalog)
        given = IncidentTriageAnswered(
            set_code=step.set_code, question=step.question, answer=step.answer_before
        )
        await self._record(incident_id, given, *_moved(incident, moved, reason=UNDONE))

    # ---------------------------------------------------------------- inner parts

    def _answer_of(self, incident: Incident, set_code: str, question: TriageQuestion) -> str:
        if question.field:
            return incident.text(question.field)
        return incident.triage_answer(set_code, question.text)

    def _question(self, incident: Incident, set_code: str, question: str) -> TriageQuestion:
        """Of the sets that belong to the type: another one's would have been asked by mistake."""
        for asked in questions_for(incident.text("type_code"), self._context.catalog):
            if asked.key == (set_code, question) and not asked.question.field:
                return asked.question
        raise OperatorError("triage_question_unknown")

    async def _ask_yes_and_no(self, incident: Incident) -> None:
        """Who cannot speak freely answers with keys, coughs and taps."""
        for call_key in reversed(incident.call_keys):
            call = self._context.world.call(call_key)
            is_here = self._context.line.by_key(call_key) is not None
            if is_here and call is not None and call.state is CallState.TALKING:
                await self._calls.start_silent_check(call_key, trigger=BY_ANSWER)
                return

    async def _record(self, incident_id: str, *events: Event) -> None:
        target = (aggregate(AggregateKind.INCIDENT, incident_id),)
        now_us = self._context.clock.now_us()
        await self._context.recorder.record(
            *(NewFact(event=event, aggregates=target, occurred_us=now_us) for event in events)
        )


def _message_of(sets: Sequence[TriageSet]) -> TriageSet | None:
    """What the narrowest set tells the caller: that of the type before that of its group."""
    return next((entry for entry in reversed(sets) if entry.message), None)


def _moved(incident: Incident, effect: TriageEffect, *, reason: str) -> list[Event]:
    events: list[Event] = []
    if effect.type_code is not None:
        known = dict(incident.fields).get("type_code")
        replaces = known.fact_id if known is not None else ""
        events.append(IncidentFieldSet(field="type_code", value=effect.type_code, replaces=replaces))
    if effect.priority is not None:
        events.append(IncidentPrioritySet(priority=effect.priority, reason=reason))
    return events
