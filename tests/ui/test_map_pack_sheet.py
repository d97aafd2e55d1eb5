"""The map-data sheet: from no pack to a pack by keys, progress, cancel, removal and its undoing, rights."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from batola_desk.map.pack.store import PackStore
from batola_desk.services.map_pack_views import ImportStep
from batola_desk.ui.map_packs import folder_reader
from batola_desk.ui.map_packs.folder_entries import Entry
from batola_desk.ui.map_packs.map_pack_sheet import MapPackSheet
from tests.support.map_files import MOSQUE, ROAD, write_vector
from tests.support.map_packs import import_files
from tests.support.shipped import shipped_catalog
from tests.ui.shell_stage import ShellStage, open_shell


def shipped(tmp_path: Path) -> object:
    return shipped_catalog()


async def open_sheet(stage: ShellStage) -> MapPackSheet:
    await stage.press("Ctrl+Shift+F12")
    sheet = stage.window.map_pack_sheet
    assert sheet.isVisible()
    return sheet


async def choose(stage: ShellStage, sheet: MapPackSheet, folder: Path) -> None:
    await stage.press("I")
    assert sheet.chooser.isVisible()
    sheet.chooser.path.setText(str(folder))
    QTest.keyClick(sheet.chooser.path, Qt.Key.Key_Return)
    await stage.until_settled(lambda: sheet.chooser.folder == folder)


def row_of(sheet: MapPackSheet, name: str) -> int:
    rows = sheet.chooser.list
    return next(row for row in range(rows.count()) if name in rows.item(row).text())


async def test_a_pack_comes_goes_and_comes_back_by_keys(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "berkas"
    folder.mkdir()
    write_vector(
        folder / "jalan.gpkg", [(ROAD, {"highway": "primary", "name": "A"}), (MOSQUE, {"warna": "x"})]
    )
    (folder / "catatan.txt").write_text("bukan peta")
    async with open_shell(tmp_path / "desk", catalog=shipped(tmp_path)) as stage:
        sheet = await open_sheet(stage)
        assert "peta sederhana" in sheet.state.text()
        assert not sheet.remove.isVisible()
        await choose(stage, sheet, folder)
        assert [sheet.chooser.list.item(i).text()[:1] for i in range(2)] == ["↑", "j"]
        sheet.chooser.list.setCurrentRow(row_of(sheet, "jalan.gpkg"))
        sheet.options.attribution.setText("© Pemkab")
        QTest.keyClick(sheet.chooser.list, Qt.Key.Key_Return)
        await stage.until_settled(sheet.progress.isVisible)
        assert sheet.cancel.isVisible()
        assert not sheet.choose.isVisible()
        await stage.until_settled(lambda: "Peta baru dipakai" in sheet.outcome.text())
        await stage.settle()
        assert "1 jalan" in sheet.outcome.text()
        assert "1 tidak dikenal peta ini" in sheet.outcome.text()
        assert "© Pemkab" in sheet.state.text()
        sheet.setFocus()
        await stage.press("H")
        await stage.until_settled(lambda: "peta sederhana" in sheet.state.text())
        await stage.press("U")
        await stage.until_settled(lambda: "© Pemkab" in sheet.state.text())


async def test_a_bad_file_is_said_in_the_sheet_and_nowhere_else(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "berkas"
    folder.mkdir()
    (folder / "rusak.osm.pbf").write_text("bukan peta")
    async with open_shell(tmp_path / "desk", catalog=shipped(tmp_path)) as stage:
        sheet = await open_sheet(stage)
        await choose(stage, sheet, folder)
        sheet.chooser.list.setCurrentRow(row_of(sheet, "rusak"))
        QTest.keyClick(sheet.chooser.list, Qt.Key.Key_Return)
        await stage.until_settled(lambda: "rusak.osm.pbf bukan berkas peta" in sheet.outcome.text())
        assert sheet.outcome.property("role") == "late"
        assert stage.words == ""


async def test_progress_is_shown_and_can_be_cancelled(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path / "desk", catalog=shipped(tmp_path)) as stage:
        sheet = await open_sheet(stage)
        packs = stage.services.map_packs
        packs.step = ImportStep("open", 30, 100)
        packs._publish()
        await stage.settle()
        assert (sheet.progress.value(), sheet.step.text()) == (30, "membaca berkas")
        packs.step = ImportStep("read", 12_000, 0)
        packs._publish()
        await stage.settle()
        assert (sheet.progress.maximum(), sheet.step.text()) == (0, "memilih dan memotong: 12.000")
        assert sheet.cancel.hasFocus()
        cancelled: list[bool] = []
        packs.cancel = lambda: cancelled.append(True)  # type: ignore[method-assign]
        await stage.press("B")
        assert cancelled == [True]
        packs.step = None


async def test_a_folder_that_is_away_is_said_and_esc_goes_back_one_step(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path / "desk", catalog=shipped(tmp_path)) as stage:
        sheet = await open_sheet(stage)
        await choose(stage, sheet, tmp_path)
        sheet.chooser.path.setText(str(tmp_path / "tidak" / "ada"))
        QTest.keyClick(sheet.chooser.path, Qt.Key.Key_Return)
        await stage.until_settled(sheet.chooser.trouble.isVisible)
        sheet.chooser.take_keys()
        await stage.press("Escape")
        assert sheet.isVisible()
        assert not sheet.chooser.isVisible()
        await stage.press("Escape")
        assert not sheet.isVisible()


async def test_who_may_not_reads_why(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path / "desk", catalog=shipped(tmp_path), role="PTDS") as stage:
        sheet = await open_sheet(stage)
        assert not sheet.choose.isEnabled()
        assert "admin TI" in sheet.refusal.text()
        await stage.press("I")
        assert not sheet.chooser.isVisible()


async def test_letters_typed_into_a_field_press_no_button(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path / "desk", catalog=shipped(tmp_path)) as stage:
        sheet = await open_sheet(stage)
        await choose(stage, sheet, tmp_path)
        sheet.options.attribution.setFocus()
        await stage.type("bIhu")
        assert sheet.options.attribution.text() == "bIhu"
        assert sheet.chooser.isVisible()


async def test_a_slow_folder_does_not_come_over_the_one_that_was_asked_for_later(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, quick = tmp_path / "lambat", tmp_path / "cepat"
    slow.mkdir()
    quick.mkdir()
    released = threading.Event()

    def entries(folder: Path, _endings: tuple[str, ...]) -> list[Entry]:
        if folder == slow:
            released.wait(10)
        return []

    monkeypatch.setattr(folder_reader, "entries_of", entries)
    async with open_shell(tmp_path / "desk", catalog=shipped(tmp_path)) as stage:
        sheet = await open_sheet(stage)
        answered: list[Path] = []
        for folder in (slow, quick):
            sheet._vm.folders.show_folder(folder, lambda path, _: answered.append(path), lambda _: None)
        await stage.until_settled(lambda: bool(answered))
        released.set()
        for _ in range(10):
            await asyncio.sleep(0.02)
        assert answered == [quick]


async def test_a_key_of_a_button_that_is_not_shown_does_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    file = write_vector(tmp_path / "jalan.gpkg", [(ROAD, {"highway": "primary"})])
    import_files(PackStore(tmp_path / "desk" / "data" / "map"), file)
    async with open_shell(tmp_path / "desk", catalog=shipped(tmp_path)) as stage:
        sheet = await open_sheet(stage)
        await stage.until_settled(sheet.remove.isVisible)
        await choose(stage, sheet, tmp_path)
        sheet.setFocus()
        await stage.press("H")
        for _ in range(10):
            await asyncio.sleep(0.02)
            await stage.settle()
        assert stage.services.map_packs.pack is not None
        assert sheet.chooser.isVisible()


async def test_a_projection_that_the_file_lacks_can_be_typed(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "berkas"
    folder.mkdir()
    file = write_vector(folder / "jalan.shp", [(ROAD, {"name": "A"})], crs="EPSG:32750")
    file.with_suffix(".prj").unlink()
    async with open_shell(tmp_path / "desk", catalog=shipped(tmp_path)) as stage:
        sheet = await open_sheet(stage)
        await choose(stage, sheet, folder)
        sheet.chooser.list.setCurrentRow(row_of(sheet, "jalan.shp"))
        sheet.options.crs.setFocus()
        await stage.type("epsg:32750")
        await stage.press("Return")
        await stage.until_settled(lambda: "Peta baru dipakai" in sheet.outcome.text())
