"""Answers as an operator gives them: journalled at once, undone by one key, seen by the other desk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from batola_desk.domain.call import CallState
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.incident import IncidentTriageAnswered
from batola_desk.ipc import sound_messages as sm
from batola_desk.services.views import IncidentView
from tests.support.desk_double import DeskDouble, open_desk, talk
from tests.support.shipped import shipped_catalog

INSIDE, WOOD = "Masih ada orang di dalam?", "Bangunan kayu, rapat dengan tetangga?"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[DeskDouble]:
    async with open_desk(tmp_path, catalog=shipped_catalog()) as opened:
        yield opened


async def ticket(desk: DeskDouble, type_code: str, call_key: str | None = None) -> str:
    incident_id = await desk.services.incidents.new(call_key=call_key)
    desk.services.incidents.set_field(incident_id, "type_code", type_code)
    await desk.services.incidents.flush()
    await desk.settle()
    return incident_id


def view(desk: DeskDouble, incident_id: str) -> IncidentView:
    shown = desk.services.incidents.view(incident_id)
    assert shown is not None
    return shown


def answers(desk: DeskDouble, incident_id: str) -> dict[str, str]:
    lines = desk.services.triage.sheet(incident_id).lines
    return {line.question: line.answer for line in lines if line.answer}


async def test_the_sheet_asks_what_every_call_needs_first_and_the_form_answers_its_own(
    desk: DeskDouble,
) -> None:
    incident_id = await ticket(desk, "KB05")
    desk.services.incidents.set_field(incident_id, "place_text", "Handil Bakti")
    sheet = desk.services.triage.sheet(incident_id)
    assert [line.set_code for line in sheet.lines] == ["U"] * 6 + ["KB"] * 6
    by_form = {line.field: line.answer for line in sheet.lines if line.field}
    assert by_form == {"place_text": "Handil Bakti", "type_code": "KB05", "access": ""}
    assert sheet.steps[0].startswith("Keluar sekarang")
    assert not sheet.is_approved
    assert sheet.meaning == ""
    desk.services.session.set_setting("screen.language", "en")
    sheet = desk.services.triage.sheet(incident_id)
    assert sheet.steps[0].startswith("Keluar sekarang"), "callers are told in their language"
    assert "Get out now" in sheet.meaning


async def test_an_answer_and_what_it_raises_are_one_step_for_the_undo_key(desk: DeskDouble) -> None:
    incident_id = await ticket(desk, "KB05")
    await desk.services.triage.answer(incident_id, "KB", INSIDE, "y")
    assert answers(desk, incident_id)[INSIDE] == "Y"
    assert view(desk, incident_id).priority == "P1"
    kinds = [line.kind for line in view(desk, incident_id).incident.timeline]
    assert kinds[-2:] == ["incident.triage_answered", "incident.priority_set"]
    assert await desk.services.incidents.undo(incident_id) == "triage"
    assert INSIDE not in answers(desk, incident_id)
    assert view(desk, incident_id).priority == "P2"


async def test_a_corrected_answer_lowers_nothing_and_undo_goes_back_to_the_first(desk: DeskDouble) -> None:
    incident_id = await ticket(desk, "KB05")
    await desk.services.triage.answer(incident_id, "KB", INSIDE, "Y")
    await desk.services.triage.answer(incident_id, "KB", INSIDE, "T")
    assert (answers(desk, incident_id)[INSIDE], view(desk, incident_id).priority) == ("T", "P1")
    await desk.services.incidents.undo(incident_id)
    assert (answers(desk, incident_id)[INSIDE], view(desk, incident_id).priority) == ("Y", "P1")


async def test_who_does_not_breathe_becomes_the_type_with_the_beat_and_undo_takes_all_back(
    desk: DeskDouble,
) -> None:
    incident_id = await ticket(desk, "MD14")
    assert desk.services.triage.sheet(incident_id).metronome_per_min == 0
    await desk.services.triage.answer(incident_id, "MD", "Bernapas seperti biasa?", "T")
    shown = view(desk, incident_id)
    assert (shown.incident.text("type_code"), shown.priority) == ("MD01", "P1")
    sheet = desk.services.triage.sheet(incident_id)
    assert sheet.metronome_per_min == 110
    assert len(sheet.steps) == 3
    await desk.services.incidents.undo(incident_id)
    assert view(desk, incident_id).incident.text("type_code") == "MD14"
    assert view(desk, incident_id).priority == "P3"


async def test_letters_of_the_type_that_are_on_their_way_count_for_the_answer(desk: DeskDouble) -> None:
    incident_id = await ticket(desk, "MD14")
    desk.services.incidents.set_field(incident_id, "type_code", "KB05")
    await desk.services.triage.answer(incident_id, "KB", INSIDE, "Y")
    assert view(desk, incident_id).priority == "P1"
    with pytest.raises(OperatorError) as refusal:
        await desk.services.triage.answer(incident_id, "MD", "Orangnya sadar?", "Y")
    assert refusal.value.code == "triage_question_unknown"


async def test_bad_answers_are_refused_and_nothing_is_written(desk: DeskDouble) -> None:
    incident_id = await ticket(desk, "KB05")
    lines = len(view(desk, incident_id).incident.timeline)
    for answer in ("", "X", "12", "x" * 10_000):
        with pytest.raises(OperatorError) as refusal:
            await desk.services.triage.answer(incident_id, "KB", INSIDE, answer)
        assert refusal.value.code == "triage_answer_unusable"
    await desk.services.triage.answer(incident_id, "KB", INSIDE, "?")
    await desk.services.triage.answer(incident_id, "KB", INSIDE, "?")
    assert len(view(desk, incident_id).incident.timeline) == lines + 1
    await desk.services.incidents.set_state(incident_id, "cancelled", reason="latihan")
    with pytest.raises(OperatorError) as refusal:
        await desk.services.triage.answer(incident_id, "KB", INSIDE, "Y")
    assert refusal.value.code == "incident_ended"


async def test_who_cannot_speak_freely_is_in_the_silent_procedure_by_one_key(desk: DeskDouble) -> None:
    key = await talk(desk)
    incident_id = await ticket(desk, "KR03", call_key=key)
    await desk.services.triage.answer(incident_id, "KR", "Anda bisa bicara bebas?", "T")
    await desk.settle()
    call = desk.services.calls.get(key)
    assert call is not None
    assert call.call.state is CallState.SILENT_CHECK


async def test_a_secret_report_is_never_asked_the_open_questions(desk: DeskDouble) -> None:
    incident_id = await ticket(desk, "KR07")
    assert {line.set_code for line in desk.services.triage.sheet(incident_id).lines} == {"U", "KR06"}
    assert desk.services.triage.sheet(incident_id).steps == ()


async def test_the_other_desk_sees_the_answer_and_takes_back_only_its_own(
    desks: tuple[DeskDouble, ...],
) -> None:
    a, b, *_ = desks
    for desk in (a, b):
        sets = desk.services.catalog.triage
        assert isinstance(sets, dict)  # the small catalog asks nothing of its own
        sets.update(shipped_catalog().triage)
    incident_id = await ticket(a, "KB05")
    await a.services.triage.answer(incident_id, "KB", INSIDE, "Y")
    await b.until(lambda: INSIDE in answers(b, incident_id), limit_s=20)
    assert view(b, incident_id).priority == "P1"
    await b.services.triage.answer(incident_id, "KB", INSIDE, "T")
    await a.until(lambda: answers(a, incident_id).get(INSIDE) == "T", limit_s=20)
    assert await a.services.incidents.undo(incident_id) != "triage"
    assert view(a, incident_id).incident.triage_answer("KB", INSIDE) == "T"


async def test_the_beat_ticks_in_the_ear_of_the_call_and_the_screen_knows(desk: DeskDouble) -> None:
    key = await talk(desk)
    await desk.services.sound.start_metronome(key, 110)
    await desk.settle()
    (asked,) = [command for command in desk.engine.commands if isinstance(command, sm.StartMetronome)]
    assert (asked.call_id, asked.per_min) == (desk.engine.by_key(key).call_id, 110)
    assert desk.services.sound.metronome_now(key) == 110
    await desk.services.sound.stop_metronome()
    await desk.settle()
    assert desk.services.sound.metronome_now(key) == 0
    with pytest.raises(OperatorError) as refusal:
        await desk.services.sound.start_metronome("gone", 110)
    assert refusal.value.code == "call_unknown"


def test_the_fact_says_what_was_asked_in_its_own_words() -> None:
    event = IncidentTriageAnswered(set_code="KB", question=INSIDE, answer="Y")
    assert (event.TYPE, event.VERSION) == ("incident.triage_answered", 1)
