"""The window of all settings, by keyboard: found, explained, refused in words, kept, brought back, locked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from batola_desk.settings.store import Origin
from batola_desk.settings.value_rules import Refusal
from batola_desk.settings_registry import build_registry
from batola_desk.ui.all_settings.all_settings_sheet import AllSettingsSheet
from batola_desk.ui.all_settings.setting_words import SUBJECTS, refusal_words, subject_of, unit_words
from batola_desk.ui.all_settings.settings_model import NAME, ORIGIN, VALUE
from batola_desk.ui.i18n import Translator
from tests.support.desk_double import open_desk
from tests.support.shipped import shipped_catalog
from tests.ui.shell_stage import ShellStage, close_stage

LINE = '[sip]\nsip_port = 5062\npassword = "sangat-rahasia"\n'


@asynccontextmanager
async def opened(
    home: Path, *, role: str = "PT", policy: str = "", line: str = ""
) -> AsyncIterator[ShellStage]:
    (home / "config").mkdir(parents=True)
    if policy:
        (home / "policy.toml").write_text(policy, encoding="utf-8")
    if line:
        (home / "config" / "line.toml").write_text(line, encoding="utf-8")
    async with open_desk(home, catalog=shipped_catalog(), role=role, with_files=True) as desk:
        stage = ShellStage(desk)
        try:
            await stage.settle()
            await stage.press("Ctrl+Shift+F10")
            await stage.until_settled(lambda: stage.window.all_settings_sheet.model.rowCount() > 0)
            yield stage
        finally:
            await close_stage(stage)


def sheet_of(stage: ShellStage) -> AllSettingsSheet:
    return stage.window.all_settings_sheet


async def look_for(stage: ShellStage, words: str) -> list[list[str]]:
    sheet = sheet_of(stage)
    sheet.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
    sheet.search.clear()
    await stage.type(words)
    model = sheet.model
    return [
        [str(model.index(row, column).data()) for column in (NAME, VALUE, ORIGIN)]
        for row in range(model.rowCount())
    ]


async def test_a_setting_is_found_by_key_name_and_meaning(tmp_path: Path) -> None:
    async with opened(tmp_path, line=LINE) as stage:
        assert await look_for(stage, "sip_port") == [["Porta SIP", "5062", "Berkas TI"]]
        assert ["Volume dering", "0,8", "Bawaan"] in await look_for(stage, "dering keras")
        assert len(await look_for(stage, "ring volume")) >= 1
        assert await look_for(stage, "xyzzy") == []
        assert sheet_of(stage).empty.isVisible()
        sheet = sheet_of(stage)
        sheet.search.clear()
        sheet.subject.setCurrentIndex(sheet.subject.findData("recording"))
        sheet.subject.activated.emit(sheet.subject.currentIndex())
        assert 0 < sheet.model.rowCount() < 30


async def test_a_value_is_changed_by_keyboard_and_brought_back(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await look_for(stage, "text_percent")
        editor = sheet_of(stage).editor
        await stage.press("Return")
        assert editor.field.hasFocus()
        editor.field.clear()
        await stage.type("200")
        assert editor.wrong.text() == "Paling banyak 150."
        assert not editor.save.isEnabled()
        await stage.press("Return")
        assert stage.services.session.setting("screen.text_percent") == 100
        editor.field.clear()
        await stage.type("dua")
        assert editor.wrong.text() == "Harus bilangan bulat."
        editor.field.clear()
        await stage.type("110")
        await stage.press("Return")
        await stage.until_settled(lambda: stage.services.session.setting("screen.text_percent") == 110)
        sheet = sheet_of(stage)
        await stage.until_settled(lambda: sheet.chosen is not None and sheet.chosen.origin is Origin.CHOICE)
        await stage.until_settled(lambda: "Setelan disimpan. Berlaku langsung." in stage.words)
        assert sheet.undo.isVisible()
        sheet.undo.click()
        await stage.until_settled(lambda: stage.services.session.setting("screen.text_percent") == 100)
        await stage.until_settled(lambda: sheet.chosen is not None and sheet.chosen.origin is Origin.DEFAULT)
        assert not sheet.undo.isVisible()


async def test_a_choice_is_made_with_arrows_and_enter(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await look_for(stage, "screen.theme")
        await stage.press("Return")
        assert sheet_of(stage).editor.choice.hasFocus()
        await stage.press("Down")
        await stage.press("Return")
        await stage.until_settled(lambda: stage.services.session.setting("screen.theme") == "light")


async def test_what_the_policy_decided_is_shown_as_locked_with_by_whom(tmp_path: Path) -> None:
    async with opened(tmp_path, role="AD", policy="[settings.screen]\ntext_percent = 110\n") as stage:
        assert await look_for(stage, "text_percent") == [["Ukuran huruf", "110 %", "Kebijakan, terkunci"]]
        editor = sheet_of(stage).editor
        assert "kebijakan instansi dan terkunci" in editor.lock.text()
        assert "policy.toml" in editor.facts.text()
        await stage.press("Return")
        assert not editor.field.isVisible()
        assert not editor.save.isVisible()
        assert not editor.reset.isVisible()


async def test_what_is_its_own_is_read_by_all_and_written_by_it(tmp_path: Path) -> None:
    async with opened(tmp_path / "lead", role="KS", line=LINE) as stage:
        await look_for(stage, "sip_port")
        editor = sheet_of(stage).editor
        assert "Peran Anda tidak boleh" in editor.lock.text()
        assert not editor.field.isVisible()
    async with opened(tmp_path / "it", role="AD", line=LINE) as stage:
        await look_for(stage, "sip_port")
        editor = sheet_of(stage).editor
        await stage.press("Return")
        editor.field.clear()
        await stage.type("5070")
        await stage.press("Return")
        file = tmp_path / "it" / "config" / "line.toml"
        await stage.until_settled(lambda: "saluran telepon dimulai lagi" in stage.words)
        assert "5070" in file.read_text()


async def test_a_secret_is_replaced_and_never_shown(tmp_path: Path) -> None:
    async with opened(tmp_path, role="AD", line=LINE) as stage:
        found = await look_for(stage, "sip.password")
        assert found == [["Kata sandi SIP", "tersimpan, tidak ditampilkan", "Berkas TI"]]
        editor = sheet_of(stage).editor
        assert editor.field.text() == ""
        assert editor.field.echoMode() is QLineEdit.EchoMode.Password
        await stage.press("Return")
        await stage.type("baru-sekali")
        await stage.press("Return")
        file = tmp_path / "config" / "line.toml"
        await stage.until_settled(lambda: "baru-sekali" in file.read_text())
        await stage.until_settled(lambda: editor.field.text() == "")
        assert not sheet_of(stage).undo.isVisible()


async def test_what_it_file_would_not_take_is_said_beside_the_field(tmp_path: Path) -> None:
    async with opened(tmp_path, role="AD", line=LINE) as stage:
        await look_for(stage, "rtp_port_last")
        editor = sheet_of(stage).editor
        await stage.press("Return")
        editor.field.clear()
        await stage.type("100")
        await stage.press("Return")
        await stage.until_settled(lambda: "rtp ports" in editor.wrong.text())
        assert editor.field.text() == "100"


async def test_a_typed_value_stays_when_the_desk_moves_on(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await look_for(stage, "text_percent")
        editor = sheet_of(stage).editor
        await stage.press("Return")
        editor.field.clear()
        await stage.type("12")
        stage.services.session.set_setting("screen.theme", "light")
        QTest.qWait(300)
        await stage.settle()
        await asyncio.sleep(0.1)
        await stage.settle()
        assert editor.field.text() == "12"


async def test_every_setting_has_a_subject(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        rows = await stage.services.all_settings.rows()
        assert {subject_of(row.entry) for row in rows} == set(SUBJECTS)


@pytest.mark.parametrize(
    "code", ["switch", "whole", "number", "text", "list", "table", "choice", "characters"]
)
def test_every_refusal_has_words(qapp: QApplication, code: str) -> None:
    assert refusal_words(Refusal(code, "x")).endswith(".")


def test_an_hour_is_no_clock_in_english(qapp: QApplication) -> None:
    """The doctor calls the clock *jam* too; the words of units have a context of their own."""
    hour = next(entry for entry in build_registry() if entry.key == "backup.hour")
    translator = Translator(qapp)
    try:
        translator.use("en")
        assert unit_words(hour) == "hours"
    finally:
        translator.use("id")
