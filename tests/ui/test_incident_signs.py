"""What the form must say without being asked: lost values, unsaved letters, history, calls, lateness."""

from __future__ import annotations

import dataclasses
import gc
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from batola_desk.domain.catalog import UnitPlan
from batola_desk.domain.incident import FieldValue
from batola_desk.services.views import IncidentView
from batola_desk.ui.map_panel import build_map_panel
from batola_desk.ui.theme.apply import apply_theme
from tests.support.desk_double import open_desk
from tests.support.shipped import shipped_gazetteer
from tests.support.small_catalog import small_catalog
from tests.ui.form_stage import FormStage, open_stage


async def open_ticket(stage: FormStage) -> str:
    incident_id = await stage.services.incidents.new(source="manual")
    stage.form.open_incident(incident_id)
    await stage.settle()
    return incident_id


def shown_instead(stage: FormStage, monkeypatch: pytest.MonkeyPatch, view: IncidentView) -> None:
    monkeypatch.setattr(stage.services.incidents, "view", lambda _incident_id: view)
    stage.form.vm.changed.emit()


async def test_a_value_lost_to_another_desk_is_shown_with_its_author(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_stage(tmp_path) as stage:
        await open_ticket(stage)
        view = stage.form.vm.view
        assert view is not None
        assert not stage.form.details.lost.isVisible()
        value = FieldValue(
            value="Desa A",
            at_us=1,
            actor="sari",
            fact_id="f",
            lost=(("Desa B", "rudi", 1_756_098_000_000_000),),
        )
        incident = dataclasses.replace(view.incident, fields=(("place_text", value),))
        shown_instead(stage, monkeypatch, dataclasses.replace(view, incident=incident))
        assert stage.form.details.lost.isVisible()
        for part in ("Tempat", "Desa B", "rudi"):
            assert part in stage.form.details.lost.text()
        assert stage.form.header.conflict.isVisible()


async def test_letters_that_the_disk_refuses_are_marked_in_words(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_stage(tmp_path) as stage:
        await open_ticket(stage)
        chip = stage.find(QLabel, "unsaved_chip")
        assert isinstance(chip, QLabel)
        assert not chip.isVisible()
        view = stage.form.vm.view
        assert view is not None
        shown_instead(stage, monkeypatch, dataclasses.replace(view, unsaved=True))
        assert chip.isVisible()
        assert "belum tersimpan" in chip.text()


async def test_a_clock_that_runs_out_says_so_by_sign_and_word(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        incident_id = await open_ticket(stage)
        stage.services.incidents.set_field(incident_id, "type_code", "KB01")
        await stage.settle()
        box = stage.form.header.clocks.boxes[0]
        stage.form.header.tick()
        assert "sisa" in box.value.text()
        await stage.desk.forward(70)
        stage.form.header.tick()
        assert "✖" in box.value.text()
        assert "lewat 00:1" in box.value.text()
        assert box.property("role") == "late"


async def test_the_history_tells_every_fact_in_words(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        incident_id = await open_ticket(stage)
        stage.services.incidents.set_field(incident_id, "type_code", "KB01")
        await stage.services.incidents.flush()
        task_id = await stage.services.dispatch.send_task(incident_id, "damkar", channel="radio")
        await stage.services.dispatch.act_on_task(incident_id, task_id, "acknowledge", text="Pak Rahmat")
        await stage.settle()
        stage.form.tabs.setCurrentWidget(stage.form.history)
        lines = stage.form.history.lines
        told = "\n".join(lines.item(at).text() for at in range(lines.count()))
        for part in (
            "Jenis kejadian: KB01 Rumah",
            "Damkar: dikirim lewat Radio",
            "Damkar: diterima oleh Pak Rahmat",
        ):
            assert part in told
        assert "incident." not in told
        assert "{" not in told


async def test_a_linked_call_is_played_and_taken_off_only_with_a_reason(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        call_key = stage.desk.engine.ring("081250001111")
        await stage.settle()
        await stage.services.calls.answer()
        incident_id = await stage.services.incidents.new(call_key=call_key)
        await stage.services.calls.hang_up(call_key)
        stage.desk.engine.recorded(call_key, path="2026/call.wav")
        await stage.settle()
        stage.form.open_incident(incident_id)
        await stage.settle()
        stage.form.tabs.setCurrentWidget(stage.form.calls)
        card = stage.form.calls.cards[0]
        card.play.click()
        await stage.settle()
        assert "PlayRecording" in {type(command).__name__ for command in stage.desk.engine.commands}
        card.unlink.click()
        await stage.press(Qt.Key.Key_Return)
        view = stage.form.vm.view
        assert view is not None
        assert view.incident.call_keys == (call_key,)
        await stage.type("salah tiket")
        await stage.press(Qt.Key.Key_Return)
        view = stage.form.vm.view
        assert view is not None
        assert view.incident.call_keys == ()


async def test_another_state_without_its_reason_is_refused_in_the_sheet(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        await open_ticket(stage)
        stage.form.header.more.click()
        sheet = stage.form.state_sheet
        sheet.state.setCurrentIndex(sheet.state.findData("cancelled"))
        sheet.accept()
        await stage.settle()
        assert sheet.isVisible()
        assert sheet.problem.isVisible()
        sheet.reason.setText("laporan ditarik")
        sheet.accept()
        await stage.settle()
        assert not sheet.isVisible()
        view = stage.form.vm.view
        assert view is not None
        assert view.incident.state == "cancelled"


async def test_a_point_of_the_map_becomes_the_place_of_the_ticket(qtbot: QtBot, tmp_path: Path) -> None:
    plan = UnitPlan(unit_id="u1", call_sign="BPK 1", agency="bpk", latitude=-3.2, longitude=114.6)
    catalog = small_catalog(training_units=(plan,))
    async with open_stage(tmp_path, catalog=catalog, training=True) as stage:
        gazetteer = shipped_gazetteer()
        panel = build_map_panel(stage.services, stage.pulse, gazetteer, stage.window)
        panel.canvas.set_animated(False)
        panel.resize(500, 500)
        panel.show()
        panel.picked.connect(stage.form.pick_point)
        stage.form.incident_opened.connect(panel.set_incident)
        incident_id = await open_ticket(stage)
        panel.pick.click()
        assert panel.canvas.is_picking
        qtbot.mouseClick(panel.canvas, Qt.MouseButton.LeftButton, pos=panel.canvas.rect().center())
        await stage.settle()
        view = stage.form.vm.view
        assert view is not None
        assert view.incident.location is not None
        assert view.incident.location.source == "map_click"
        assert not panel.canvas.is_picking
        qtbot.waitUntil(
            lambda: [mark.incident_id for mark in panel.canvas._marks.incidents] == [incident_id],
            timeout=2000,
        )
        assert panel.canvas._marks.incidents[0].selected


async def test_a_closed_form_leaves_nothing_behind(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        listening = list(desk.services.changed._listeners)
        stage = FormStage(desk)
        await open_ticket(stage)
        form = weakref.ref(stage.form)
        vm = weakref.ref(stage.form.vm)
        await stage.tasks.stop()
        stage.pulse.stop()
        stage.window.close()
        stage.window.deleteLater()
        QApplication.sendPostedEvents(None, 52)
        del stage
        gc.collect()
        assert form() is None
        assert vm() is None
        assert desk.services.changed._listeners == listening


async def test_no_field_jumps_away_when_the_first_letter_opens_a_draft(qtbot: QtBot, tmp_path: Path) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_theme(app, "dark", 100)
    async with open_stage(tmp_path) as stage:
        stage.form.focus_place()
        await stage.settle()
        field = stage.form.details.type.field
        before = field.mapTo(stage.form, field.rect().topLeft())
        assert stage.form.header.hint.isVisible()
        await stage.type("handil")
        await stage.until(lambda: bool(stage.form.incident_id))
        await stage.settle()
        assert not stage.form.header.hint.isVisible()
        moved = field.mapTo(stage.form, field.rect().topLeft()) - before
        assert moved.manhattanLength() <= 3, "a sign from another font may be a pixel or two higher"


async def test_the_row_of_dots_says_what_it_is(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        await open_ticket(stage)
        stage.window.resize(760, 900)
        stage.form.resize(760, 900)
        ladder = stage.form.header.ladder
        await stage.until(ladder.isVisible)
        assert ladder.text() == "Tahap ◉○○○○○○○○"
        signs, first, *rest = ladder.toolTip().splitlines()
        assert "● sudah dilewati" in signs
        assert first == "◉  Draf"
        assert len(rest) == 8
        assert all(line.startswith("○  ") for line in rest)
        assert ladder.accessibleName() == "Tahap tiket: Draf, 1 dari 9"
