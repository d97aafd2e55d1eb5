"""The form in the hands of an operator: keys only, a real desk behind it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from batola_desk.services.views import IncidentView
from tests.ui.form_stage import FormStage, open_stage


def ticket(stage: FormStage) -> IncidentView:
    view = stage.form.vm.view
    assert view is not None
    return view


async def test_the_first_letter_opens_a_draft_of_the_live_call_and_is_not_lost(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_stage(tmp_path) as stage:
        call_key = stage.desk.engine.ring("081250001111")
        await stage.settle()
        await stage.services.calls.answer()
        stage.form.focus_place()
        await stage.type("r")
        await stage.until(lambda: bool(stage.form.incident_id))
        await stage.type("umah")
        await stage.services.incidents.flush()
        incident = ticket(stage).incident
        assert incident.text("place_text") == "rumah"
        assert incident.text("callback_number") == "081250001111"
        assert incident.call_keys == (call_key,)
        assert stage.form.details.place.field.text() == "rumah"


async def test_letters_typed_faster_than_the_draft_opens_are_all_there(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        stage.form.focus_place()
        QTest.keyClicks(stage.form.details.place.field, "anjir serapat")  # no turn of the loop between
        await stage.until(lambda: bool(stage.form.incident_id))
        await stage.settle()
        assert ticket(stage).incident.text("place_text") == "anjir serapat"
        assert len(stage.services.incidents.board()) == 1


async def test_a_chosen_suggestion_confirms_the_place_and_keeps_the_free_text(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_stage(tmp_path) as stage:
        stage.form.focus_place()
        await stage.type("belakang masjid handil bakti")
        field = stage.form.details.place.field
        assert field.is_list_open
        assert "Kec." in field.lines[0].text
        await stage.press(Qt.Key.Key_Return)
        await stage.settle()
        incident = ticket(stage).incident
        assert incident.location is not None
        assert incident.location.source == "gazetteer"
        assert incident.text("place_text") == field.text() == "belakang masjid handil bakti"
        chip = stage.find(QLabel, "place_chip")
        assert isinstance(chip, QLabel)
        assert "Kec." in chip.text()
        assert "±" in chip.text()


async def test_escape_closes_the_suggestions_and_nothing_else(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        stage.form.focus_place()
        await stage.type("marabahan")
        await stage.press(Qt.Key.Key_Escape)
        field = stage.form.details.place.field
        assert not field.is_list_open
        assert field.text() == "marabahan"
        assert ticket(stage).incident.location is None


async def test_typed_coordinates_become_the_place_on_enter(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        stage.form.focus_place()
        await stage.type("-3.2372, 114.5846")
        assert ticket(stage).incident.location is None
        await stage.press(Qt.Key.Key_Return)
        fix = ticket(stage).incident.location
        assert fix is not None
        assert fix.source == "coordinates"
        assert round(fix.latitude, 4) == -3.2372


async def test_an_ambiguous_position_is_a_list_and_is_never_taken_by_itself(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_stage(tmp_path) as stage:
        stage.form.focus_place()
        field = stage.form.details.place.field
        QApplication.clipboard().setText("3.2372 114.5846")
        field.paste()
        await stage.settle()
        assert ticket(stage).incident.location is None
        assert [line.text.startswith("DI LUAR BATOLA") for line in field.lines] == [False, True]
        assert "tanda minus" in field.lines[0].text and "Kec. Alalak" in field.lines[0].text
        await stage.press(Qt.Key.Key_Return)
        fix = ticket(stage).incident.location
        assert fix is not None
        assert round(fix.latitude, 4) == -3.2372


async def test_a_pasted_map_link_becomes_the_place_and_a_short_one_says_what_to_do(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_stage(tmp_path) as stage:
        stage.form.focus_place()
        field = stage.form.details.place.field
        QApplication.clipboard().setText("https://maps.app.goo.gl/AbCdEf")
        field.paste()
        await stage.settle()
        assert field.lines[0].text.startswith("Tautan pendek")
        await stage.press(Qt.Key.Key_Return)
        assert ticket(stage).incident.location is None
        field.selectAll()
        QApplication.clipboard().setText("https://maps.google.com/?q=-3.2372,114.5846")
        field.paste()
        await stage.settle()
        fix = ticket(stage).incident.location
        assert fix is not None
        assert round(fix.longitude, 4) == 114.5846


async def test_a_type_is_found_by_letters_and_the_priority_follows_it(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        stage.form.focus_type()
        await stage.type("kamand")
        assert stage.form.details.type.field.is_list_open
        await stage.press(Qt.Key.Key_Return)
        await stage.until(lambda: bool(stage.form.incident_id))
        await stage.settle()
        assert ticket(stage).incident.text("type_code") == "KB01"
        assert ticket(stage).priority == "P1"
        badge = stage.find(QLabel, "priority_badge")
        assert isinstance(badge, QLabel)
        assert "P1" in badge.text()
        assert "Kritis" in badge.text()
        assert "KB01" in stage.form.details.type.field.text()


async def test_a_priority_is_raised_by_one_chord_and_lowered_only_with_a_reason(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_stage(tmp_path) as stage:
        incident_id = await stage.services.incidents.new(source="manual")
        stage.services.incidents.set_field(incident_id, "type_code", "MD14")  # P3
        stage.form.open_incident(incident_id)
        await stage.settle()
        stage.form.focus_place()
        await stage.press(Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
        await stage.press(Qt.Key.Key_1)
        assert ticket(stage).priority == "P1"
        await stage.press(Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
        await stage.press(Qt.Key.Key_4)
        assert ticket(stage).priority == "P1"
        assert stage.form.words_sheet.isVisible()
        await stage.press(Qt.Key.Key_Return)  # no reason yet
        assert stage.form.words_sheet.isVisible()
        assert ticket(stage).priority == "P1"
        await stage.type("sudah padam")
        await stage.press(Qt.Key.Key_Return)
        assert ticket(stage).priority == "P4"
        assert ticket(stage).incident.priority_reason == "sudah padam"


async def test_a_half_written_line_survives_going_to_another_ticket(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        first = await stage.services.incidents.new(source="manual")
        second = await stage.services.incidents.new(source="manual")
        stage.form.open_incident(first)
        await stage.settle()
        stage.form.focus_note()
        await stage.type("api di lantai dua, dua orang")
        stage.form.open_incident(second)
        await stage.settle()
        field = stage.find(QLineEdit, "note_input")
        assert isinstance(field, QLineEdit)
        assert field.text() == ""
        stage.form.open_incident(first)
        await stage.settle()
        assert field.text() == "api di lantai dua, dua orang"
        await stage.press(Qt.Key.Key_Return)
        assert [note.text for note in ticket(stage).incident.notes if not note.draft] == [
            "api di lantai dua, dua orang"
        ]
        assert field.text() == ""


async def test_undo_takes_back_the_last_change_in_the_field_on_screen(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        incident_id = await stage.services.incidents.new(source="manual")
        stage.form.open_incident(incident_id)
        await stage.settle()
        stage.form.details.texts["caller_name"].setFocus()
        await stage.type("Budi")
        stage.form.undo()
        await stage.settle()
        assert stage.form.details.texts["caller_name"].text() == ""
        assert "Nama pelapor" in stage.words


async def test_victims_are_counted_by_keyboard(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        incident_id = await stage.services.incidents.new(source="manual")
        stage.form.open_incident(incident_id)
        await stage.settle()
        counter = stage.form.details.victims["victims_trapped"]
        counter.setFocus()
        counter.selectAll()
        await stage.type("12")
        assert ticket(stage).incident.text("victims_trapped") == "12"


async def test_a_confirmed_place_pushes_no_field_out_of_sight(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        stage.form.focus_place()
        await stage.type("handil bakti")
        await stage.press(Qt.Key.Key_Return)
        await stage.settle()
        area = stage.form.details.area
        assert not area.verticalScrollBar().isVisible()
        assert area.height() >= area.widget().sizeHint().height()


async def test_a_closed_ticket_takes_no_letters_and_offers_to_be_reopened(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_stage(tmp_path) as stage:
        incident_id = await stage.services.incidents.new(source="manual")
        await stage.services.incidents.close(incident_id, disposition="handled", caller_informed="yes")
        stage.form.open_incident(incident_id)
        await stage.settle()
        assert stage.form.details.place.field.isReadOnly()
        assert stage.form.header.reopen.isVisible()
        stage.form.header.reopen.click()
        await stage.type("api menyala lagi")
        await stage.press(Qt.Key.Key_Return)
        assert ticket(stage).incident.is_open


async def test_closing_tells_what_is_missing_until_everything_is_there(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        incident_id = await stage.services.incidents.new(source="manual")
        await stage.services.dispatch.send_task(incident_id, "damkar", channel="voice")
        stage.form.open_incident(incident_id)
        await stage.settle()
        stage.form.close_ticket()
        sheet = stage.form.close_sheet
        assert sheet.isVisible()
        assert "instansi" in sheet.missing.text()
        await stage.press(Qt.Key.Key_Return)
        assert sheet.problem.isVisible()
        sheet.disposition.setCurrentIndex(1)
        sheet.informed.setCurrentIndex(1)
        sheet.accept()
        await stage.settle()
        assert sheet.isVisible()
        assert "damkar" in sheet.problem.text().casefold()
        assert ticket(stage).incident.is_open
        task_id = ticket(stage).incident.tasks[0].task_id
        await stage.services.dispatch.act_on_task(incident_id, task_id, "cancel", text="salah alamat")
        sheet.accept()
        await stage.settle()
        assert not sheet.isVisible()
        assert not ticket(stage).incident.is_open


async def test_a_new_call_gets_an_empty_form_and_leaves_the_open_ticket_alone(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_stage(tmp_path) as stage:
        first = await stage.services.incidents.new(source="manual")
        stage.services.incidents.set_field(first, "place_text", "dermaga lama")
        stage.form.open_incident(first)
        call_key = stage.desk.engine.ring("081250003333")
        await stage.settle()
        await stage.services.calls.answer()
        await stage.settle()
        stage.form.take_call(call_key)
        await stage.type("x")
        await stage.until(lambda: bool(stage.form.incident_id))
        await stage.settle()
        assert stage.form.incident_id != first
        old = stage.services.incidents.view(first)
        assert old is not None
        assert old.incident.text("place_text") == "dermaga lama"
        stage.form.open_incident(first)
        stage.form.take_call(call_key)  # back to the call: its own ticket comes along
        assert ticket(stage).incident.text("place_text") == "x"


async def test_letters_of_one_caller_never_reach_the_next_one_while_the_draft_is_on_its_way(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_stage(tmp_path) as stage:
        first = stage.desk.engine.ring("081250001111")
        second = stage.desk.engine.ring("081250002222")
        await stage.settle()
        await stage.services.calls.answer(first)
        await stage.settle()
        stage.form.focus_place()
        QTest.keyClicks(stage.form.details.place.field, "pasar")  # its draft is only being opened now
        stage.form.take_call(second)
        assert stage.form.details.place.field.text() == ""
        await stage.settle()
        assert stage.form.incident_id == ""
        rows = stage.services.incidents.board()
        assert [row.place for row in rows] == ["pasar"]
        view = stage.services.incidents.view(rows[0].incident_id)
        assert view is not None
        assert view.incident.call_keys == (first,)


async def test_tab_after_the_place_goes_to_the_type_and_a_space_there_wipes_nothing(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_stage(tmp_path) as stage:
        stage.form.focus_place()
        await stage.type("handil bakti")
        await stage.press(Qt.Key.Key_Return)
        await stage.settle()
        await stage.press(Qt.Key.Key_Tab)
        await stage.type("kebak rum")
        await stage.settle()
        assert ticket(stage).incident.location is not None
        assert stage.form.details.type.field.text() == "kebak rum"
