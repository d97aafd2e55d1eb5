"""Tickets: drafts that survive, priorities, undo, closing, the board."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from batola_desk.domain.errors import OperatorError
from batola_desk.services.incident_views import IncidentViews
from tests.support.cpu_time import least_cpu_s
from tests.support.desk_double import DeskDouble, ManualClock, open_desk


def stored_bodies(home: Path, kind: str) -> list[str]:
    """What another process sees in the file: what would survive SIGKILL."""
    with closing(sqlite3.connect(home / "data" / "journal.sqlite")) as file:
        return [str(row[0]) for row in file.execute("SELECT body FROM journal WHERE kind = ?", (kind,))]


async def test_a_draft_is_in_the_file_before_half_a_second_has_passed(desk: DeskDouble) -> None:
    incident_id = await desk.services.incidents.new()
    assert desk.clock is not None
    assert desk.timers is not None
    for end in range(1, 6):  # the keys never stop, and still the first letters are written
        desk.services.incidents.set_field(incident_id, "place_text", "handil"[:end])
        desk.clock.forward(0.1)
        desk.timers.fire()
    await desk.settle()
    assert '{"field":"place_text","replaces":"","value":"hand"}' in stored_bodies(
        desk.home, "incident.field_set"
    )


async def test_a_keystroke_is_shown_before_it_is_written(desk: DeskDouble) -> None:
    incident_id = await desk.services.incidents.new()
    desk.services.incidents.set_field(incident_id, "place_text", "seberang masjid")
    view = desk.services.incidents.view(incident_id)
    assert view is not None
    assert view.incident.text("place_text") == "seberang masjid"
    assert desk.services.incidents.board()[0].place == "seberang masjid"
    assert not stored_bodies(desk.home, "incident.field_set")


async def test_a_half_written_note_comes_back_after_a_kill(tmp_path: Path) -> None:
    clock = ManualClock()
    desk = DeskDouble(tmp_path, clock=clock)
    await desk.start()
    incident_id = await desk.services.incidents.new()
    desk.services.incidents.set_note_draft(incident_id, "api sudah besar, ang")
    await desk.forward(0.5, step_s=0.5)
    assert any("ang" in body for body in stored_bodies(tmp_path, "incident.note_added"))
    await desk.stop()
    async with open_desk(tmp_path, clock=clock) as again:
        view = await again.services.incidents.open_view(incident_id)
        assert [(note.text, note.draft) for note in view.incident.notes] == [("api sudah besar, ang", True)]
        await again.services.incidents.add_note(incident_id, "api sudah besar, angin kencang")
        view = await again.services.incidents.open_view(incident_id)
        assert [(note.text, note.draft) for note in view.incident.notes] == [
            ("api sudah besar, angin kencang", False)
        ]


async def test_stopping_writes_what_was_typed_last(tmp_path: Path) -> None:
    desk = DeskDouble(tmp_path)
    await desk.start()
    incident_id = await desk.services.incidents.new()
    desk.services.incidents.set_field(incident_id, "caller_name", "Bu Aminah")
    await desk.stop()
    assert '{"field":"caller_name","replaces":"","value":"Bu Aminah"}' in stored_bodies(
        tmp_path, "incident.field_set"
    )


async def test_the_first_keystroke_links_the_ticket_to_the_call(desk: DeskDouble) -> None:
    key = desk.engine.ring("081250001111")
    await desk.settle()
    await desk.services.calls.answer(key)
    await desk.settle()
    assert not desk.services.incidents.board()  # answering alone opens nothing
    incident_id = await desk.services.incidents.new(call_key=key)
    view = desk.services.incidents.view(incident_id)
    assert view is not None
    assert [call.key for call in view.calls] == [key]
    assert view.incident.text("callback_number") == "081250001111"
    assert view.incident.ticket_number == "112-6304-20250825-A0001"


async def test_ticket_numbers_go_on_after_a_restart(tmp_path: Path) -> None:
    clock = ManualClock()
    async with open_desk(tmp_path, clock=clock) as desk:
        await desk.services.incidents.new()
        await desk.services.incidents.new()
    async with open_desk(tmp_path, clock=clock) as desk:
        incident_id = await desk.services.incidents.new()
        view = await desk.services.incidents.open_view(incident_id)
        assert view.incident.ticket_number.endswith("-A0003")


async def test_the_priority_follows_the_type_until_a_hand_raises_it(desk: DeskDouble) -> None:
    incidents = desk.services.incidents
    incident_id = await incidents.new()

    def priority() -> str:
        view = incidents.view(incident_id)
        assert view is not None
        return view.priority

    incidents.set_field(incident_id, "type_code", "IN06")
    assert priority() == "P4"
    await incidents.set_priority(incident_id, "P2")
    incidents.set_field(incident_id, "type_code", "MD14")
    assert priority() == "P2"


async def test_lowering_a_priority_needs_the_right(tmp_path: Path) -> None:
    async with open_desk(tmp_path, role="PT") as desk:
        incident_id = await desk.services.incidents.new()
        desk.services.incidents.set_field(incident_id, "type_code", "KB01")
        with pytest.raises(OperatorError) as refusal:
            await desk.services.incidents.set_priority(incident_id, "P4", reason="kecil")
        assert refusal.value.code == "lead_only"


async def test_undo_takes_back_steps_by_new_facts(desk: DeskDouble) -> None:
    incidents = desk.services.incidents
    incident_id = await incidents.new()
    for typed in ("h", "ha", "han", "handil"):
        incidents.set_field(incident_id, "place_text", typed)
    await incidents.set_location(incident_id, -3.2, 114.6, source="map_click", uncertainty_m=50)
    await incidents.set_location(incident_id, -3.1, 114.7, source="map_click")
    await incidents.set_priority(incident_id, "P1")
    assert await incidents.undo(incident_id) == "priority"
    assert await incidents.undo(incident_id) == "location"
    view = incidents.view(incident_id)
    assert view is not None
    assert view.incident.location is not None
    assert view.incident.location.latitude == -3.2
    assert view.priority == "P3"
    assert await incidents.undo(incident_id) == "location"
    assert await incidents.undo(incident_id) == "place_text"
    assert await incidents.undo(incident_id) is None
    view = incidents.view(incident_id)
    assert view is not None
    assert view.incident.location is None
    assert view.incident.text("place_text") == ""
    assert len(view.incident.location_history) == 3  # nothing is deleted


async def test_closing_needs_outcome_ended_tasks_and_word_to_the_caller(desk: DeskDouble) -> None:
    incidents = desk.services.incidents
    incident_id = await incidents.new()
    task_id = await desk.services.dispatch.send_task(incident_id, "bpbd", channel="voice")
    for disposition, informed, code in (
        ("", "yes", "disposition_missing"),
        ("handled", "", "caller_informed_missing"),
        ("handled", "yes", "tasks_open"),
    ):
        with pytest.raises(OperatorError) as refusal:
            await incidents.close(incident_id, disposition=disposition, caller_informed=informed)
        assert refusal.value.code == code
    await desk.services.dispatch.act_on_task(incident_id, task_id, "cancel", text="tidak perlu")
    await incidents.close(incident_id, disposition="handled", caller_informed="yes")
    assert not incidents.board()
    with pytest.raises(OperatorError) as ended:
        incidents.set_field(incident_id, "place_text", "x")
    assert ended.value.code == "incident_ended"
    await incidents.reopen(incident_id, reason="masih berasap")
    assert [row.incident_id for row in incidents.board()] == [incident_id]


async def test_the_board_shows_the_worst_first_and_marks_the_confidential(desk: DeskDouble) -> None:
    incidents = desk.services.incidents
    for type_code in ("IN06", "KB01", "KR06"):
        incident_id = await incidents.new()
        incidents.set_field(incident_id, "type_code", type_code)
    assert [row.type_code for row in incidents.board()] == ["KB01", "KR06", "IN06"]
    assert [row.confidential for row in incidents.board()] == [False, True, False]


async def test_a_row_becomes_late_by_time_alone(desk: DeskDouble) -> None:
    incident_id = await desk.services.incidents.new()
    desk.services.incidents.set_field(incident_id, "type_code", "KB01")
    await desk.forward(44, step_s=11)
    assert desk.services.incidents.board()[0].late == ""
    await desk.forward(2)
    assert desk.services.incidents.board()[0].late == "warn"
    await desk.forward(16)
    assert desk.services.incidents.board()[0].late == "late"


async def test_the_board_after_a_restart_is_the_board_before(tmp_path: Path) -> None:
    clock = ManualClock()
    async with open_desk(tmp_path, clock=clock) as desk:
        for type_code in ("IN06", "KB01"):
            incident_id = await desk.services.incidents.new()
            desk.services.incidents.set_field(incident_id, "type_code", type_code)
            desk.services.incidents.set_field(incident_id, "place_text", "RT 3")
            await desk.services.incidents.set_location(incident_id, -3.2, 114.6, source="map_click")
        await desk.services.dispatch.send_task(incident_id, "damkar", channel="voice")
        before = [
            (row.incident_id, row.priority, row.place, row.agencies)
            for row in desk.services.incidents.board()
        ]
    async with open_desk(tmp_path, clock=clock) as desk:
        after = [
            (row.incident_id, row.priority, row.place, row.agencies)
            for row in desk.services.incidents.board()
        ]
    assert after == before


async def test_similar_incidents_are_near_and_of_the_same_group(desk: DeskDouble) -> None:
    incidents = desk.services.incidents
    ids = []
    for type_code, latitude in (("KB01", -3.200), ("KB05", -3.205), ("MD14", -3.2), ("KB01", -2.9)):
        incident_id = await incidents.new()
        incidents.set_field(incident_id, "type_code", type_code)
        await incidents.set_location(incident_id, latitude, 114.6, source="map_click")
        ids.append(incident_id)
    assert [found.incident_id for found in desk.services.duplicates.of(ids[0])] == [ids[1]]


async def test_types_are_found_by_code_name_and_synonym(desk: DeskDouble) -> None:
    suggest = desk.services.incidents.suggest_types
    assert suggest("kb")[0].type_code == "KB01"
    assert suggest("kamand")[0].type_code == "KB01"
    assert suggest("pipa pd")[0].type_code == "IN06"
    assert not suggest("zzz")


async def test_places_always_name_their_kecamatan(desk: DeskDouble) -> None:
    found = desk.services.places.search("karya baru")
    assert {hit.kecamatan for hit in found[:2]} == {"Barambai", "Alalak"} or len(found) >= 2
    assert all(hit.kecamatan in hit.label for hit in found)


async def test_a_keystroke_costs_less_than_a_millisecond_with_2000_open_incidents(
    desk: DeskDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    incidents = desk.services.incidents
    first, *_ = await asyncio.gather(*(incidents.new() for _ in range(2000)))
    built = 0
    original = IncidentViews._build

    def counted(self: IncidentViews, *args: object) -> object:
        nonlocal built
        built += 1
        return original(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(IncidentViews, "_build", counted)

    def write() -> None:
        for index in range(200):
            incidents.set_field(first, "place_text", f"RT {index}")
            incidents.board()

    mean_ms = least_cpu_s(write, turns=2) / 200 * 1000
    assert len(incidents.board()) == 2000
    assert built == 0  # a form that nobody looks at is not built
    assert mean_ms < 1.0
