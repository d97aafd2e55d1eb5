"""Agencies and units from the form, by keys."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from batola_desk.domain.catalog import UnitPlan
from tests.support.small_catalog import small_catalog
from tests.ui.form_stage import FormStage, open_stage

UNITS = (
    UnitPlan(unit_id="u1", call_sign="Damkar 1", agency="damkar", latitude=-3.2, longitude=114.6),
    UnitPlan(unit_id="u2", call_sign="Perahu 2", agency="bpbd", latitude=-3.4, longitude=114.5),
)


async def fire_at_a_known_place(stage: FormStage) -> str:
    incident_id = await stage.services.incidents.new(source="manual")
    stage.services.incidents.set_field(incident_id, "type_code", "KB01")
    await stage.services.incidents.set_location(incident_id, -3.2, 114.6, source="map_click")
    stage.form.open_incident(incident_id)
    await stage.settle()
    return incident_id


async def test_alt_and_a_digit_sends_to_the_suggested_agency_from_any_field(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_stage(tmp_path) as stage:
        await fire_at_a_known_place(stage)
        stage.form.focus_place()
        await stage.press(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
        view = stage.form.vm.view
        assert view is not None
        assert [task.task.agency_code for task in view.tasks] == ["damkar"]
        assert view.incident.text("place_text") == ""
        slots = stage.form.dispatch_vm.quick_slots
        assert [(agency.code, is_asked) for agency, is_asked in slots][:2] == [
            ("damkar", True),
            ("bpk", False),
        ]
        await stage.press(
            Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier
        )  # a key pressed twice reaches nobody else
        view = stage.form.vm.view
        assert view is not None
        assert [task.task.agency_code for task in view.tasks] == ["damkar"]


async def test_an_acknowledgement_without_a_name_is_refused_with_words(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        incident_id = await fire_at_a_known_place(stage)
        await stage.services.dispatch.send_task(incident_id, "damkar", channel="voice")
        await stage.settle()
        stage.form.send_task()
        card = stage.form.dispatch.cards[0]
        card.setFocus()
        await stage.press(Qt.Key.Key_T)
        sheet = stage.form.words_sheet
        assert sheet.isVisible()
        assert "Damkar" in sheet.title.text()
        await stage.press(Qt.Key.Key_Return)
        assert sheet.isVisible()
        assert "nama" in sheet.problem.text()
        view = stage.form.vm.view
        assert view is not None
        assert view.tasks[0].task.state == "sent"
        await stage.type("Pak Rahmat")
        await stage.press(Qt.Key.Key_Return)
        view = stage.form.vm.view
        assert view is not None
        assert view.tasks[0].task.acknowledged_by == "Pak Rahmat"
        assert not sheet.isVisible()
        card.setFocus()
        await stage.press(Qt.Key.Key_G)
        assert "nama yang benar" in sheet.title.text()
        await stage.type("Pak Rahmad")
        await stage.press(Qt.Key.Key_Return)
        assert "Pak Rahmad" in card.detail.text()
        assert "Pak Rahmat" not in card.detail.text()
        stage.form.tabs.setCurrentWidget(stage.form.history)
        await stage.settle()
        lines = stage.form.history.lines
        told = " ".join(lines.item(row).text() for row in range(lines.count()))
        assert "diterima oleh Pak Rahmat" in told
        assert "nama penerima dibetulkan, Pak Rahmad" in told


async def test_another_agency_is_found_by_a_few_letters(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        await fire_at_a_known_place(stage)
        stage.form.send_task()
        await stage.type("psc")
        await stage.press(Qt.Key.Key_Return)
        view = stage.form.vm.view
        assert view is not None
        assert [task.task.agency_code for task in view.tasks] == ["psc119"]


async def test_enter_sends_the_nearest_unit_and_a_busy_one_asks_again(qtbot: QtBot, tmp_path: Path) -> None:
    catalog = small_catalog(training_units=UNITS)
    async with open_stage(tmp_path, catalog=catalog, training=True) as stage:
        other = await stage.services.incidents.new(source="manual")
        await stage.services.dispatch.dispatch_unit(other, "u1")
        incident_id = await fire_at_a_known_place(stage)
        stage.form.show_units()
        units = stage.form.dispatch.units
        assert [row.unit.unit_id for row in units.model.rows] == ["u2", "u1"]  # the free one first
        await stage.press(Qt.Key.Key_Down)
        await stage.press(Qt.Key.Key_Return)
        sheet = stage.form.words_sheet
        assert sheet.isVisible()
        assert "Damkar 1" in sheet.title.text()
        unit = {view.unit.unit_id: view for view in stage.services.dispatch.units()}["u1"]
        assert unit.unit.incident_ids == (other,)
        await stage.press(Qt.Key.Key_Return)
        unit = {view.unit.unit_id: view for view in stage.services.dispatch.units()}["u1"]
        assert set(unit.unit.incident_ids) == {other, incident_id}


async def test_a_digit_moves_the_unit_to_its_next_state(qtbot: QtBot, tmp_path: Path) -> None:
    catalog = small_catalog(training_units=UNITS)
    async with open_stage(tmp_path, catalog=catalog, training=True) as stage:
        await fire_at_a_known_place(stage)
        stage.form.show_units()
        await stage.press(Qt.Key.Key_Return)
        await stage.press(Qt.Key.Key_1)
        unit = {view.unit.unit_id: view for view in stage.services.dispatch.units()}["u1"]
        assert unit.unit.state == "en_route"


async def test_a_similar_incident_takes_the_live_call_by_one_chord(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        first = await fire_at_a_known_place(stage)
        stage.form.new_ticket()
        call_key = stage.desk.engine.ring("081250002222")
        await stage.settle()
        await stage.services.calls.answer()
        second = await stage.services.incidents.new(call_key=call_key)
        await stage.services.incidents.set_location(second, -3.2001, 114.6001, source="map_click")
        stage.form.open_incident(second)
        await stage.settle()
        assert stage.form.similar.isVisible()
        assert "20 m, baru saja" in stage.form.similar.lines[0].text()
        stage.form.focus_place()
        await stage.press(Qt.Key.Key_K, Qt.KeyboardModifier.AltModifier)
        await stage.settle()
        assert stage.form.incident_id == first
        view = stage.form.vm.view
        assert view is not None
        assert call_key in view.incident.call_keys


async def test_another_happening_is_said_by_one_chord_and_taken_back_by_undo(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_stage(tmp_path) as stage:
        await fire_at_a_known_place(stage)
        second = await stage.services.incidents.new(source="manual")
        await stage.services.incidents.set_location(second, -3.2001, 114.6001, source="map_click")
        stage.form.open_incident(second)
        await stage.settle()
        stage.form.focus_place()
        await stage.press(Qt.Key.Key_B, Qt.KeyboardModifier.AltModifier)
        await stage.settle()
        assert not stage.form.similar.isVisible()
        stage.form.undo()
        await stage.settle()
        assert stage.form.similar.isVisible()


async def test_tab_passes_everything_of_the_pane_after_a_task_came(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path, catalog=small_catalog(training_units=UNITS), training=True) as stage:
        await fire_at_a_known_place(stage)
        stage.form.send_task()
        await stage.press(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
        dispatch = stage.form.dispatch
        assert stage.window.focusWidget() is dispatch.search
        first = dispatch.advice.rows[0].send  # made in the background
        await stage.until(lambda: first.isVisible() and not stage.services.recommendation.is_busy)
        await stage.settle()
        passed = []
        for _ in range(3):
            await stage.press(Qt.Key.Key_Tab)
            passed.append(stage.window.focusWidget())
        assert passed[:2] == [dispatch.channel, first]
        assert passed[2] in [*dispatch.advice.stops, dispatch.units.table]
        stage.form.send_task()
        await stage.press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
        focus = stage.window.focusWidget()
        assert focus is not None
        assert focus is dispatch.cards[0] or dispatch.cards[0].isAncestorOf(focus)


async def test_free_units_of_the_needed_agencies_stand_before_nearer_ones(
    qtbot: QtBot, tmp_path: Path
) -> None:
    nearer = UnitPlan(unit_id="u3", call_sign="Perahu 3", agency="bpbd", latitude=-3.2, longitude=114.61)
    far = UnitPlan(unit_id="u4", call_sign="Damkar 4", agency="damkar", latitude=-3.6, longitude=114.4)
    catalog = small_catalog(training_units=(nearer, far))
    async with open_stage(tmp_path, catalog=catalog, training=True) as stage:
        await fire_at_a_known_place(stage)
        rows = [row.unit.unit_id for row in stage.form.dispatch_vm.units()]
        assert rows == ["u4", "u3"]
        near = [row.distance_km for row in stage.form.dispatch_vm.units()]
        assert None not in near


async def test_another_ticket_begins_at_its_own_nearest_unit(qtbot: QtBot, tmp_path: Path) -> None:
    catalog = small_catalog(training_units=UNITS)
    async with open_stage(tmp_path, catalog=catalog, training=True) as stage:
        await fire_at_a_known_place(stage)
        stage.form.show_units()
        await stage.press(Qt.Key.Key_Return)
        units = stage.form.dispatch.units
        assert units.selected is not None
        assert units.selected.unit.unit_id == "u1"
        await fire_at_a_known_place(stage)
        stage.form.show_units()
        assert units.selected is not None
        assert units.selected.unit.unit_id == "u2", "the unit of the last ticket is busy there"


async def test_the_nearest_unit_is_first_at_hand_even_if_the_place_came_later(
    qtbot: QtBot, tmp_path: Path
) -> None:
    far = UnitPlan(unit_id="u0", call_sign="Damkar 0", agency="damkar", latitude=-3.6, longitude=114.4)
    catalog = small_catalog(training_units=(far, *UNITS))
    async with open_stage(tmp_path, catalog=catalog, training=True) as stage:
        incident_id = await stage.services.incidents.new(source="manual")
        stage.services.incidents.set_field(incident_id, "type_code", "KB01")
        stage.form.open_incident(incident_id)
        await stage.settle()
        stage.form.show_units()  # the page remembers its table: switching to it gives it the keyboard
        stage.form.focus_place()
        await stage.services.incidents.set_location(incident_id, -3.2, 114.6, source="map_click")
        await stage.settle()
        stage.form.show_units()
        units = stage.form.dispatch.units
        assert units.selected is not None
        assert units.selected.unit.unit_id == "u1"


async def test_undo_after_sending_offers_to_withdraw_with_a_reason(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        incident_id = await fire_at_a_known_place(stage)
        await stage.services.dispatch.send_task(incident_id, "damkar", channel="voice")
        await stage.settle()
        stage.form.undo()
        await stage.settle()
        assert "tidak bisa ditarik diam-diam" in stage.words
        sheet = stage.form.words_sheet
        assert sheet.isVisible()
        assert "alasan membatalkan" in sheet.title.text()
        assert stage.form.tabs.currentWidget() is stage.form.dispatch
        await stage.type("salah instansi")
        await stage.press(Qt.Key.Key_Return)
        view = stage.form.vm.view
        assert view is not None
        assert view.tasks[0].task.state == "cancelled"


async def test_undo_after_assigning_offers_to_release(qtbot: QtBot, tmp_path: Path) -> None:
    catalog = small_catalog(training_units=UNITS)
    async with open_stage(tmp_path, catalog=catalog, training=True) as stage:
        incident_id = await fire_at_a_known_place(stage)
        await stage.services.dispatch.dispatch_unit(incident_id, "u1")
        await stage.services.dispatch.set_unit_state("u1", "en_route")
        await stage.settle()
        stage.form.undo()
        await stage.settle()
        assert "Dikembalikan: Laporan satuan" in stage.words
        stage.form.undo()
        await stage.settle()
        sheet = stage.form.words_sheet
        assert sheet.isVisible()
        assert "Lepas Damkar 1" in sheet.title.text()
        await stage.press(Qt.Key.Key_Return)
        unit = {view.unit.unit_id: view for view in stage.services.dispatch.units()}["u1"]
        assert unit.unit.incident_ids == ()
