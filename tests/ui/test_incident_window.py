"""The form inside the whole window: its keys and the window's keys do not get in each other's way."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from batola_desk.domain.catalog import UnitPlan
from tests.support.small_catalog import small_catalog
from tests.ui.shell_stage import open_shell


async def test_a_call_goes_from_answer_to_agency_without_a_mouse(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as stage:
        call_key = await stage.ring()
        await stage.press("F2")
        await stage.type("rumah dekat pasar marabahan")
        await stage.press("Return")  # the place
        await stage.press("Return")  # on to the type
        await stage.type("kamand")
        await stage.press("Return")
        await stage.type("api besar")
        await stage.press("Return")
        await stage.press("Alt+1")
        form = stage.window.form
        view = form.vm.view
        assert view is not None
        incident = view.incident
        assert incident.text("place_text") == "rumah dekat pasar marabahan"
        assert incident.location is not None
        assert incident.text("type_code") == "KB01"
        assert [note.text for note in incident.notes] == ["api besar"]
        assert incident.call_keys == (call_key,)
        assert [task.agency_code for task in incident.tasks] == ["damkar"]


async def test_ctrl_z_in_a_field_takes_back_the_tickets_last_change(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as stage:
        form = stage.window.form
        incident_id = await stage.services.incidents.new(source="manual")
        form.open_incident(incident_id)
        await stage.settle()
        form.focus_place()
        await stage.type("dermaga")
        await stage.press("Ctrl+Z")
        view = form.vm.view
        assert view is not None
        assert view.incident.text("place_text") == ""
        assert form.details.place.field.text() == ""


async def test_a_priority_chord_works_beside_the_windows_own_digits(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as stage:
        form = stage.window.form
        incident_id = await stage.services.incidents.new(source="manual")
        stage.services.incidents.set_field(incident_id, "type_code", "MD14")
        form.open_incident(incident_id)
        await stage.settle()
        form.focus_place()
        await stage.press("Alt+P")
        await stage.press("1")
        view = form.vm.view
        assert view is not None
        assert view.priority == "P1"
        assert view.incident.text("place_text") == ""


async def test_alt_t_brings_up_the_closing_sheet_and_escape_gives_the_focus_back(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_shell(tmp_path) as stage:
        form = stage.window.form
        await stage.press("Alt+T")
        assert not form.close_sheet.isVisible()  # no ticket, no sheet
        incident_id = await stage.services.incidents.new(source="manual")
        form.open_incident(incident_id)
        await stage.settle()
        form.focus_place()
        await stage.press("Alt+T")
        assert form.close_sheet.isVisible()
        await stage.press("Esc")
        assert not form.close_sheet.isVisible()
        assert form.details.place.field.hasFocus()


async def test_a_unit_chosen_on_the_map_is_shown_with_its_next_steps(qtbot: QtBot, tmp_path: Path) -> None:
    plan = UnitPlan(unit_id="u1", call_sign="BPK 1", agency="bpk", latitude=-3.2, longitude=114.6)
    catalog = small_catalog(training_units=(plan,))
    async with open_shell(tmp_path, catalog=catalog, training=True) as stage:
        stage.window.map_panel.unit_activated.emit("u1")
        units = stage.window.form.dispatch.units
        assert units.isVisible()
        assert units.selected is not None
        assert units.selected.unit.unit_id == "u1"
        assert units.buttons[0].isVisible()
