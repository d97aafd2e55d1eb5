"""Devices in the window: by keyboard from a stranger to a unit's telephone; a track file to the map."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from batola_desk.domain.unit_position import UnitPosition, name_of_device
from batola_desk.interop.avl.heard import HEARING_NAME, HeardDevice, Hearing, write_hearing
from batola_desk.services.context import Person
from batola_desk.ui.unit_devices.device_model import AGE, DEVICE, HEARD, PLACE, SOURCE, UNIT
from tests.support.desk_double import open_desk
from tests.support.shipped import shipped_catalog
from tests.ui.shell_stage import ShellStage

LAT, LON = -2.9897, 114.7685
S = 1_000_000


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[ShellStage]:
    catalog = shipped_catalog()
    async with open_desk(tmp_path, catalog=catalog) as desk:
        made = ShellStage(desk)
        as_role(made, "KS")
        for number in (1, 2, 3):
            await desk.services.dispatch.register_unit(
                f"Damkar {number}", "damkar", "road", unit_id=f"u{number}"
            )
        await made.settle()
        yield made
        made.window.close_for_good()
        await made.settle()


def as_role(stage: ShellStage, role: str) -> None:
    context = stage.services.unit_positions._context  # type: ignore[attr-defined]
    context.person = Person(operator_id="x", name="X", role=role)


def hear(stage: ShellStage, device: str, *, lat: float = LAT, ago_s: float = 0.0) -> None:
    name = name_of_device(device)
    assert name is not None
    at_us = stage.services.now_us() - round(ago_s * S)
    position = UnitPosition(unit_id=name, latitude=lat, longitude=LON, at_us=at_us, source="owntracks")
    stage.services.unit_positions.take([position])


async def seen(stage: ShellStage, what: Callable[[], bool], limit_s: float = 20.0) -> None:
    end_s = time.monotonic() + limit_s
    while not what():
        assert time.monotonic() < end_s
        await asyncio.sleep(0.02)
        QApplication.processEvents()  # timers
        await stage.settle()


def table(stage: ShellStage) -> list[list[str]]:
    model = stage.window.units.devices.model
    return [
        [str(model.index(row, column).data()) for column in (DEVICE, UNIT, SOURCE, PLACE, AGE, HEARD)]
        for row in range(model.rowCount())
    ]


async def test_a_stranger_becomes_a_units_telephone_by_keyboard(stage: ShellStage) -> None:
    hear(stage, "hp-baru", ago_s=65)
    hear(stage, "hp-lama", ago_s=30)
    stage.window.boards.units.render_now()
    assert "2 belum dikenal" in stage.window.boards.units.devices.text()
    await stage.press("Ctrl+Shift+U")
    sheet = stage.window.units.devices
    assert sheet.isVisible()
    assert sheet.table.hasFocus()
    rows = table(stage)
    assert [row[0] for row in rows] == ["hp-lama", "hp-baru"]  # the latest on top
    assert rows[1][1:3] == ["▲ belum dikenal", "OwnTracks"]
    assert rows[1][3].startswith("sekitar ")
    assert rows[1][4:] == ["65 dtk", "1"]
    await stage.press("Down")
    await stage.press("Return")
    assert sheet.unit.hasFocus()
    await stage.press("Down")
    await stage.press("Return")
    await seen(stage, lambda: table(stage)[-1][1] == "Damkar 2")
    assert [row[0] for row in table(stage)] == ["hp-lama", "hp-baru"]
    unit = stage.services.unit_positions.unit("u2")
    assert unit is not None
    assert unit.latitude == LAT
    assert "hp-baru sekarang milik Damkar 2" in stage.words
    assert sheet.table.hasFocus()
    assert sheet.chosen is not None
    assert sheet.chosen.device == "hp-baru"  # the cursor went with its line
    await stage.press("Del")
    await seen(stage, lambda: table(stage)[1][1] == "▲ belum dikenal")
    await stage.press("U")
    await seen(stage, lambda: table(stage)[1][1] == "Damkar 2")
    await stage.press("T")
    assert not sheet.isVisible()
    assert stage.window.map_panel.centre().lat == pytest.approx(LAT, abs=1e-4)


async def test_who_is_no_lead_reads_the_list_only(stage: ShellStage) -> None:
    hear(stage, "hp-baru")
    as_role(stage, "PTDS")
    stage.window.command_line.setText("perangkat")
    stage.window.command_line.setFocus()
    await stage.press("Return")
    sheet = stage.window.units.devices
    assert sheet.isVisible()
    assert not sheet.give.isEnabled()
    assert not sheet.take.isEnabled()
    assert "ketua regu atau admin TI" in sheet._hint.text()
    for key in ("Return", "Del", "U"):
        await stage.press(key)
    assert table(stage)[0][1] == "▲ belum dikenal"


async def test_what_the_receiver_refused_is_said(stage: ShellStage) -> None:
    sheet = stage.window.units.devices
    sheet.bring_up()
    await seen(stage, lambda: "tidak ada di komputer ini" in sheet.receiver.text())
    assert sheet.refused.isHidden()
    assert sheet.empty.isVisible()
    row = HeardDevice(device="jam-salah", kind="future", first_us=1, last_us=2, count=1234)
    hearing = Hearing(since_us=1, written_us=2, devices=(row,), refused={"wrong_token": 3, "too_often": 12})
    await asyncio.to_thread(write_hearing, stage.desk.paths.data / HEARING_NAME, hearing)
    await seen(stage, lambda: "token salah 3×" in sheet.refused.text())
    assert "terlalu sering 12×" in sheet.refused.text()
    assert "mati: jalankan batola-desk avl" in sheet.receiver.text()
    assert "jam perangkat terlalu cepat" in table(stage)[0][3]
    assert table(stage)[0][5] == "1.234"
    sheet.put_away()
    assert sheet._watching is None  # nobody looks, nothing is read


GPX = '<gpx version="1.1" creator="t"><trk><trkseg>{0}</trkseg></trk></gpx>'
POINT = '<trkpt lat="{0}" lon="{1}"><time>{2}</time></trkpt>'


def a_track(stage: ShellStage, path: Path, *, ago_s: float = 600.0) -> Path:
    moments = [stage.services.now_us() / S - ago_s - back for back in (60, 0)]
    texts = [time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(moment)) for moment in moments]
    points = [POINT.format(LAT + 0.1, LON, texts[0]), POINT.format(95, LON, texts[0])]
    path.write_text(GPX.format("".join([*points, POINT.format(LAT, LON, texts[1])])), encoding="utf-8")
    return path


async def test_a_track_file_is_chosen_in_the_window(stage: ShellStage, tmp_path: Path) -> None:
    folder = tmp_path / "tracks"
    folder.mkdir()
    a_track(stage, folder / "a.gpx")
    (folder / "b.docx").write_text("x")
    (folder / "c.gpx").write_text("<gpx")
    stage.window.units.look_at("u2")
    stage.window.book["unit_place_file"].trigger()
    sheet = stage.window.units.tracks
    assert sheet.unit.currentText() == "Damkar 2"
    sheet.chooser.folder_wanted.emit(str(folder))
    await seen(stage, lambda: sheet.chooser.list.count() == 3)  # up, a, c
    sheet.chooser.select(folder / "a.gpx")
    QTest.keyClick(sheet.chooser.list, Qt.Key.Key_Return)
    await seen(stage, lambda: sheet.result.text().startswith("✓"))
    words = sheet.result.text()
    assert "Damkar 2: 2 titik dibaca · 1 rusak dilewati · titik terakhir" in words
    assert "10 mnt lalu" in words
    unit = stage.services.unit_positions.unit("u2")
    assert unit is not None
    assert (unit.latitude, unit.position_source) == (LAT, "file")
    assert (stage.services.now_us() - (unit.position_us or 0)) / S == pytest.approx(600, abs=5)
    sheet.chooser.select(folder / "c.gpx")
    sheet.start.click()
    await seen(stage, lambda: "tidak bisa dibaca" in sheet.result.text())
    assert "c.gpx" in sheet.result.text()
    a_track(stage, folder / "a.gpx", ago_s=7800)
    sheet.chooser.select(folder / "a.gpx")
    sheet.start.click()
    await seen(stage, lambda: "120 menit lebih tua" in sheet.result.text())
    assert unit.latitude == LAT


async def test_a_typed_path_finds_its_file_and_a_wrong_one_is_said(stage: ShellStage, tmp_path: Path) -> None:
    file = a_track(stage, tmp_path / "jalan.gpx")
    sheet = stage.window.units.tracks
    sheet.bring_up_for("")
    assert sheet.unit.hasFocus()
    sheet.chooser.path.setText(f'"{file}"')
    QTest.keyClick(sheet.chooser.path, Qt.Key.Key_Return)
    await seen(stage, lambda: sheet.chooser.files == [file])
    sheet.chooser.path.setText(str(tmp_path / "tidak-ada.gpx"))
    QTest.keyClick(sheet.chooser.path, Qt.Key.Key_Return)
    await seen(stage, lambda: "tidak ada" in sheet.chooser.trouble.text())
    as_role(stage, "AU")
    sheet.bring_up_for("")
    assert not sheet.start.isEnabled()
    assert "Peran Anda belum boleh" in sheet.result.text()
