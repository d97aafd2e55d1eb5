"""The window of lists, by keyboard: found, seen before it is kept, refused in words, brought back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from batola_desk.settings.list_shape import ListField, Origin
from batola_desk.settings.value_rules import Kind
from batola_desk.ui.centre_lists.centre_lists_sheet import CentreListsSheet
from batola_desk.ui.centre_lists.field_text import text_of, value_of
from tests.support.desk_double import open_desk
from tests.support.shipped import shipped_catalog
from tests.ui.shell_stage import ShellStage, close_stage


@asynccontextmanager
async def opened(home: Path, *, role: str = "AD", table: str = "disposition") -> AsyncIterator[ShellStage]:
    async with open_desk(home, catalog=shipped_catalog(), role=role, with_files=True) as desk:
        stage = ShellStage(desk)
        try:
            await stage.settle()
            await stage.press("Ctrl+Shift+F9")
            sheet = sheet_of(stage)
            await stage.until_settled(lambda: sheet.model.rowCount() > 0)
            sheet.show_list(table)
            await stage.until_settled(lambda: sheet.shape is not None and sheet.shape.table == table)
            await stage.settle()
            yield stage
        finally:
            await close_stage(stage)


def sheet_of(stage: ShellStage) -> CentreListsSheet:
    return stage.window.centre_lists_sheet


def field(stage: ShellStage, name: str) -> QLineEdit:
    found = stage.find(QLineEdit, f"field_{name}")
    assert isinstance(found, QLineEdit)
    return found


async def retype(stage: ShellStage, name: str, text: str) -> None:
    """Type into a field as a hand does."""
    line = field(stage, name)
    line.setFocus(Qt.FocusReason.OtherFocusReason)
    line.selectAll()
    await stage.press("Delete")
    await stage.type(text)


async def test_a_row_is_changed_by_keys_seen_before_and_brought_back(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        sheet = sheet_of(stage)
        await stage.until_settled(lambda: sheet.chosen is not None)
        row = sheet.chosen
        assert row is not None
        sheet.search.setFocus()
        await stage.press("Return")
        assert field(stage, "label").hasFocus(), "the code is not changed"
        await retype(stage, "label", "Selesai sekali")
        await stage.until_settled(sheet.save.isEnabled)
        assert f"{row.values['label']} → Selesai sekali" in sheet.preview.text()
        assert "jendela ditutup dan dibuka lagi" in sheet.preview.text()
        await stage.press("Return")
        file = tmp_path / "config" / "catalog" / "dispositions.toml"
        await stage.until_settled(file.exists)
        await stage.until_settled(lambda: sheet.chosen is not None and sheet.chosen.origin is Origin.CHANGED)
        assert "Selesai sekali" in file.read_text()
        assert sheet.chosen is not None
        assert sheet.chosen.code == row.code
        assert sheet.undo.isVisible()
        sheet.undo.click()
        await stage.until_settled(lambda: "Selesai sekali" not in file.read_text())
        await stage.until_settled(lambda: not sheet.undo.isVisible())


async def test_a_row_that_the_search_fits_no_more_stays_in_sight(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        sheet = sheet_of(stage)
        await stage.until_settled(lambda: sheet.chosen is not None)
        row = sheet.chosen
        assert row is not None
        sheet.search.setFocus()
        await stage.type(str(row.values["label"]))
        await stage.press("Return")
        await retype(stage, "label", "Xyzzy")
        await stage.until_settled(sheet.save.isEnabled)
        await stage.press("Return")
        await stage.until_settled(lambda: sheet.chosen is not None and sheet.chosen.origin is Origin.CHANGED)
        assert sheet.search.text() == ""
        assert sheet.chosen is not None
        assert sheet.chosen.code == row.code


async def test_a_value_that_may_not_be_is_refused_beside_the_form(tmp_path: Path) -> None:
    async with opened(tmp_path, table="speed_dial") as stage:
        sheet = sheet_of(stage)
        await stage.until_settled(sheet.new.isVisible)
        await stage.press("Ins")
        assert field(stage, "code").hasFocus()
        await retype(stage, "code", "PLN")
        await retype(stage, "agency", "NIEMAND")
        await stage.until_settled(lambda: "NIEMAND" in sheet.wrong.text() or "agency" in sheet.wrong.text())
        assert not sheet.save.isEnabled()
        await stage.press("Return")
        await stage.settle()
        assert not (tmp_path / "config" / "catalog").exists()


async def test_an_own_row_comes_and_goes_by_keys(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        sheet = sheet_of(stage)
        await stage.until_settled(sheet.new.isVisible)
        await stage.press("Ins")
        await retype(stage, "code", "zz_baru")
        await retype(stage, "label", "Baru sekali")
        await stage.press("Return")
        await stage.until_settled(lambda: sheet.model.row_of("zz_baru") >= 0)
        await stage.until_settled(lambda: sheet.chosen is not None and sheet.chosen.code == "zz_baru")
        assert sheet.table.hasFocus()
        await stage.press("Delete")
        await stage.until_settled(lambda: sheet.model.row_of("zz_baru") < 0)


async def test_rows_that_come_late_take_nothing_out_of_the_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(tmp_path, table="disposition") as stage:
        sheet = sheet_of(stage)
        await stage.until_settled(lambda: sheet.chosen is not None)
        read, come, has_come = type(stage.services.lists).rows, asyncio.Event(), asyncio.Event()

        async def late(*asked: Any) -> Any:
            found = await read(*asked)
            await come.wait()
            has_come.set()
            return found

        monkeypatch.setattr(type(stage.services.lists), "rows", late)

        async def the_rows_come() -> None:
            come.set()
            await stage.until_settled(has_come.is_set)
            await stage.settle()
            come.clear()
            has_come.clear()

        row = sheet.chosen
        assert row is not None
        sheet.show_list("disposition")  # the same again: its rows still stand there
        await retype(stage, "label", "Diubah")
        await the_rows_come()
        assert sheet.chosen is not None
        assert (sheet.chosen.code, field(stage, "label").text()) == (row.code, "Diubah")
        sheet.show_list("speed_dial")
        await stage.press("Ins")
        await retype(stage, "code", "PLN")
        await the_rows_come()
        assert sheet.model.rowCount() > 0
        assert sheet.chosen is None, "it is still the new row that is typed, not the first one of the list"
        assert field(stage, "code").text() == "PLN"


async def test_who_may_not_change_it_reads_it(tmp_path: Path) -> None:
    async with opened(tmp_path, role="KS") as stage:
        sheet = sheet_of(stage)
        await stage.until_settled(lambda: sheet.chosen is not None)
        assert "Peran Anda tidak boleh" in sheet.lock.text()
        assert field(stage, "label").isReadOnly()
        for part in (sheet.save, sheet.new, sheet.remove):
            assert not part.isVisible()


async def test_a_password_of_an_account_is_typed_unseen(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    file = tmp_path / "config" / "line.toml"
    file.write_text('[[account]]\nname = "trunk"\nuser = "112"\npassword = "rahasia-1"\n')
    async with opened(tmp_path, table="account") as stage:
        sheet = sheet_of(stage)
        await stage.until_settled(lambda: sheet.chosen is not None and sheet.chosen.code == "trunk")
        password = field(stage, "password")
        assert (password.text(), password.echoMode()) == ("", QLineEdit.EchoMode.Password)
        await retype(stage, "password", "rahasia-2")
        await stage.until_settled(sheet.save.isEnabled)
        assert "rahasia" not in sheet.preview.text()
        await stage.press("Return")
        await stage.until_settled(lambda: "saluran telepon dimulai lagi" in stage.words)
        assert "rahasia-2" in file.read_text()


@pytest.mark.parametrize(
    ("kind", "is_plain", "value"),
    [
        (Kind.TEXT, True, "Kebakaran"),
        (Kind.WHOLE, True, 60),
        (Kind.NUMBER, True, 0.5),
        (Kind.LIST, True, ["a", "b"]),
        (Kind.LIST, True, ["Jl. A, no. 1", "b"]),
        (Kind.TABLE, False, {"P1": 60, "P2": 180}),
        (Kind.TABLE, False, [{"text": "Sadar?", "kind": "yes_no"}]),
    ],
)
def test_a_value_is_typed_as_it_is_shown(
    qapp: QApplication, kind: Kind, is_plain: bool, value: object
) -> None:
    shown = ListField(name="x", kind=kind, label="x", label_en="x", is_plain=is_plain)
    assert value_of(shown, text_of(shown, value)) == value
    assert value_of(shown, "") == ("" if kind is Kind.TEXT else None)
