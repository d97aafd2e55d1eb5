"""Every rule of domain.md §10 as the shipped data has it: what an answer moves, and that it only moves up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events import incident as e
from batola_desk.domain.incident import Incident, TriageAnswer
from batola_desk.domain.priority import effective_priority, is_lowering
from batola_desk.domain.procedures import METRONOME_PER_MIN, TriageQuestion
from batola_desk.domain.triage import (
    ANSWERS,
    TriageEffect,
    TriageStep,
    clean_answer,
    effect_of,
    questions_for,
    steps_of,
    undo_effect,
)
from tests.support.folding import Story
from tests.support.shipped import shipped_catalog

CATALOG = shipped_catalog()
LAST = list(CATALOG.priorities)[-1]


def incident_of(type_code: str, priority: str = "") -> Incident:
    story = Story("incident:i", Incident)
    story.tell(e.IncidentOpened(ticket_number="112-6304-20250825-A0007"))
    story.tell(e.IncidentFieldSet(field="type_code", value=type_code))
    if priority:
        story.tell(e.IncidentPrioritySet(priority=priority))
    assert isinstance(story.state, Incident)
    return story.state


def question(type_code: str, begins: str) -> TriageQuestion:
    (found,) = [
        asked.question
        for asked in questions_for(type_code, CATALOG)
        if asked.question.text.startswith(begins)
    ]
    return found


def moved(incident: Incident, effect: TriageEffect) -> Incident:
    """The incident after the facts that an effect becomes."""
    priority = incident.priority if effect.priority is None else effect.priority
    type_code = incident.text("type_code") if effect.type_code is None else effect.type_code
    return incident_of(type_code, priority)


# type before, the question, the answer, priority and type after. Source: domain.md §10.
RULES = [
    ("KB05", "Masih ada orang di dalam", "Y", "P1", "KB05"),
    ("KB05", "Masih ada orang di dalam", "T", "P2", "KB05"),
    ("KB05", "Masih ada orang di dalam", "?", "P2", "KB05"),
    ("LL04", "Ada yang tidak bergerak", "Y", "P1", "LL04"),
    ("LL04", "Ada yang terjepit", "Y", "P1", "LL02"),
    ("LL04", "Kendaraan di air", "Y", "P1", "LL06"),
    ("LL04", "Jalan tertutup", "Y", "P3", "LL04"),
    ("AR05", "Orang masih terlihat di air", "Y", "P1", "AR05"),
    ("AR05", "Orang masih terlihat di air", "T", "P2", "AR05"),
    ("MD14", "Bernapas seperti biasa", "T", "P1", "MD01"),
    ("MD14", "Bernapas seperti biasa", "Y", "P3", "MD14"),
    ("MD14", "Bernapas seperti biasa", "?", "P3", "MD14"),
    ("KR02", "Apakah pelaku masih di situ", "Y", "P1", "KR02"),
    ("KR02", "Ada senjata", "Y", "P1", "KR04"),
    ("IN03", "Kabel menyentuh tanah atau air", "Y", "P2", "IN03"),
    ("IN03", "Ada orang di bawahnya", "Y", "P1", "IN03"),
    ("HW01", "Ada yang digigit", "Y", "P1", "HW01"),
    ("SO02", "Membawa benda tajam", "Y", "P1", "SO02"),
    ("SO02", "Melukai orang", "Y", "P2", "SO02"),
]


def test_every_question_of_the_data_that_moves_something_stands_in_the_table() -> None:
    moving = {text for _, _, text, asked in every_case() if asked.raise_on}
    tried = [begins for _, begins, *_ in RULES]
    assert [text for text in moving if not any(text.startswith(begins) for begins in tried)] == []


@pytest.mark.parametrize(("before", "asked", "answer", "priority", "after"), RULES)
def test_an_answer_moves_what_the_plan_says(
    before: str, asked: str, answer: str, priority: str, after: str
) -> None:
    incident = incident_of(before)
    now = moved(incident, effect_of(question(before, asked), answer, incident, CATALOG))
    assert (effective_priority(now, CATALOG), now.text("type_code")) == (priority, after)


def every_case() -> Iterator[tuple[str, str, str, TriageQuestion]]:
    for type_code in CATALOG.types:
        for asked in questions_for(type_code, CATALOG):
            yield type_code, asked.set_code, asked.question.text, asked.question


def test_no_answer_to_any_question_of_any_type_makes_it_less_urgent() -> None:
    count = 0
    for type_code, _, text, asked in every_case():
        for by_hand in ("", *CATALOG.priorities):
            incident = incident_of(type_code, by_hand)
            before = effective_priority(incident, CATALOG)
            for answer in ANSWERS:
                now = moved(incident, effect_of(asked, answer, incident, CATALOG))
                after = effective_priority(now, CATALOG)
                assert not is_lowering(before, after, CATALOG), (type_code, text, answer, before, after)
                count += 1
    assert count > 10_000


def test_not_knowing_is_an_answer_to_every_question_and_moves_nothing() -> None:
    for type_code, _, text, asked in every_case():
        assert clean_answer(asked, " ? ") == "?"
        incident = incident_of(type_code, LAST)
        assert effect_of(asked, "?", incident, CATALOG) == TriageEffect(), (type_code, text)


def test_a_confidential_type_stays_confidential_and_is_as_urgent_as_the_one_meant() -> None:
    unmasks = TriageQuestion(text="Ada senjata?", raise_on="Y", change_type="KR04")
    incident = incident_of("KR06", "P3")
    assert effect_of(unmasks, "Y", incident, CATALOG) == TriageEffect(priority="P1")


def test_a_type_that_is_meant_but_less_urgent_does_not_lower() -> None:
    meant = TriageQuestion(text="Hanya asap?", raise_on="Y", change_type="KB06")
    assert effect_of(meant, "Y", incident_of("KB01"), CATALOG) == TriageEffect(
        priority="P1", type_code="KB06"
    )


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        ("yes_no", "y", "Y"),
        ("yes_no", " T ", "T"),
        ("number", "12", "12"),
        ("number", "?", "?"),
        ("text", "  dapur,   lantai dua ", "dapur, lantai dua"),
        ("text", "?", "?"),
    ],
)
def test_answers_are_stored_plainly(kind: str, typed: str, stored: str) -> None:
    assert clean_answer(TriageQuestion(text="q", kind=kind), typed) == stored


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        *(("yes_no", typed) for typed in ("", "N", "1", "YT", "ya")),
        *(("number", typed) for typed in ("", "Y", "-1", "1.5", "12345", "١٢")),
        *(("text", typed) for typed in ("", "   ", "x" * 201, "a\x00b", "a\x1b[31mb")),
    ],
)
def test_what_is_no_answer_is_refused(kind: str, typed: str) -> None:
    with pytest.raises(OperatorError) as refusal:
        clean_answer(TriageQuestion(text="q", kind=kind), typed)
    assert refusal.value.code == "triage_answer_unusable"


# ------------------------------------------------------------------ taking back


def given(begins: str, answer: str, type_code: str) -> TriageAnswer:
    (asked,) = [a for a in questions_for(type_code, CATALOG) if a.question.text.startswith(begins)]
    return TriageAnswer(
        set_code=asked.set_code, question=asked.question.text, answer=answer, at_us=1, actor="siti"
    )


def told(incident: Incident, *answers: TriageAnswer) -> Incident:
    return replace(incident, triage=answers)


def step_of(answer: TriageAnswer, effect: TriageEffect, *, priority: str = "", type_code: str) -> TriageStep:
    return TriageStep(
        set_code=answer.set_code,
        question=answer.question,
        answer_before="",
        priority_before=priority,
        type_before=type_code,
        moved=effect,
    )


def test_taking_back_brings_back_what_the_answer_moved() -> None:
    answer = given("Masih ada orang", "Y", "KB05")
    now = told(incident_of("KB05", "P1"), answer)
    step = step_of(answer, TriageEffect(priority="P1"), type_code="KB05")
    assert undo_effect(now, step, CATALOG) == TriageEffect(priority="")


def test_taking_back_keeps_what_another_answer_asks() -> None:
    """Two answers ask for P1 and the first raised it: without it the second one still stands."""
    first, second = given("Ada yang tidak bergerak", "Y", "LL04"), given("Ada yang terjepit", "Y", "LL04")
    now = told(incident_of("LL02", "P1"), first, second)
    step = step_of(first, TriageEffect(priority="P1"), type_code="LL04")
    after = moved(now, undo_effect(now, step, CATALOG))
    assert effective_priority(after, CATALOG) == "P1"


def test_taking_a_type_back_keeps_the_urgency_of_the_answers_left() -> None:
    first, second = given("Ada yang tidak bergerak", "Y", "LL04"), given("Ada yang terjepit", "Y", "LL04")
    now = told(incident_of("LL02"), first, second)  # P1 by its type alone
    step = step_of(second, TriageEffect(type_code="LL02"), type_code="LL04")
    after = moved(now, undo_effect(now, step, CATALOG))
    assert (after.text("type_code"), effective_priority(after, CATALOG)) == ("LL04", "P1")


def test_taking_back_leaves_what_somebody_has_moved_since() -> None:
    answer = given("Kabel menyentuh", "Y", "IN03")
    now = told(incident_of("IN03", "P1"), answer)  # raised to P2 by the answer, then to P1 by a person
    step = step_of(answer, TriageEffect(priority="P2"), type_code="IN03")
    assert undo_effect(now, step, CATALOG) == TriageEffect()


# ------------------------------------------------------------------ folding and reading out


def test_the_last_answer_of_two_desks_counts_and_an_empty_one_takes_it_back() -> None:
    story = Story("incident:i", Incident)
    story.tell(e.IncidentOpened(ticket_number="112-6304-20250825-A0007"))

    def says(answer: str, desk: str) -> str:
        event = e.IncidentTriageAnswered(set_code="KB", question="Masih ada orang di dalam?", answer=answer)
        state = story.tell(event, desk=desk, actor=f"petugas-{desk}")
        assert isinstance(state, Incident)
        return state.triage_answer("KB", "Masih ada orang di dalam?")

    assert [says("T", "A"), says("Y", "B"), says("", "A")] == ["T", "Y", ""]
    assert isinstance(story.state, Incident)
    kinds = [line.kind for line in story.state.timeline]
    assert kinds == ["incident.opened", *["incident.triage_answered"] * 3]


def test_a_ticket_does_not_grow_with_answers_for_ever() -> None:
    story = Story("incident:i", Incident)
    for number in range(300):
        story.tell(e.IncidentTriageAnswered(set_code="KB", question=f"q{number}", answer="Y"))
    assert isinstance(story.state, Incident)
    assert len(story.state.triage) == 100
    assert story.state.triage[-1].question == "q299"


def test_instructions_are_read_out_sentence_by_sentence() -> None:
    sets = CATALOG.triage_for("MD01")
    assert steps_of(sets[-1].message) == (
        "Baringkan di lantai keras.",
        "Tekan kuat di tengah dada, cepat, 100–120 kali per menit.",
        "Saya hitung bersama Anda.",
    )
    assert steps_of("") == ()


def test_the_beat_belongs_to_who_does_not_breathe_and_lies_in_its_range() -> None:
    beats = {
        code: entry.metronome_per_min for code, entry in CATALOG.triage.items() if entry.metronome_per_min
    }
    assert set(beats) == {"MD01"}
    assert METRONOME_PER_MIN[0] <= beats["MD01"] <= METRONOME_PER_MIN[1]


def test_who_cannot_speak_freely_is_asked_for_yes_and_no() -> None:
    begins = {(q.text, q.begin_silent) for *_, q in every_case() if q.begin_silent}
    assert begins == {("Anda bisa bicara bebas?", "T")}
