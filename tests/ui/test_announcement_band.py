"""The band that has to be read, the list, and writing a message; everything by keyboard."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from batola_desk.services.change import Change
from batola_desk.services.seat import nobody
from batola_desk.ui.announcements.announcement_model import READ, TEXT
from tests.support.shipped import shipped_catalog
from tests.ui.shell_stage import ShellStage, open_shell

HOUR_US = 3_600_000_000


def shipped(tmp_path: Path) -> dict[str, Any]:
    return {"catalog": shipped_catalog()}


async def said(shell: ShellStage, text: str, level: str = "normal", audience: str = "all") -> None:
    """A lead at this desk has said something, and somebody else sits here now."""
    service = shell.services.announcements
    service._is_alone = False
    await service.write(text, level=level, audience=audience, until_us=shell.services.now_us() + HOUR_US)
    await shell.settle()


async def sit(shell: ShellStage, operator: str, role: str) -> None:
    context = shell.services._context
    context.person = replace(context.person, operator_id=operator, name=operator.title(), role=role)
    shell.services.changed.publish(Change(what=frozenset({"person"})))
    await shell.services.announcements.tick()
    await shell.settle()


def band(shell: ShellStage) -> str:
    banner = shell.window.findChild(QLabel, "announcement_text").parentWidget()
    if not banner.isVisible():
        return ""
    head = shell.find(QLabel, "announcement_head")
    text = shell.find(QLabel, "announcement_text")
    assert isinstance(head, QLabel)
    assert isinstance(text, QLabel)
    return f"{head.text()} | {text.text()}"


async def test_the_most_urgent_stands_in_the_band_until_it_is_read_by_key(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_shell(tmp_path, **shipped(tmp_path)) as shell:
        assert band(shell) == ""
        await said(shell, "Radio 2 rusak")
        await said(shell, "Banjir naik", "urgent")
        assert band(shell) == ""  # the author need not read it
        await sit(shell, "rina", "PTDS")
        assert "✖ DARURAT · Sari (Meja A)" in band(shell)
        assert "1 lagi di Ctrl+Shift+I | Banjir naik" in band(shell)
        await shell.press("Ctrl+Shift+M")
        assert band(shell).endswith("| Radio 2 rusak")
        assert band(shell).startswith("Biasa · ")
        await shell.press("Ctrl+Shift+M")
        assert band(shell) == ""
        await shell.press("Ctrl+Shift+M")
        assert "Tidak ada pengumuman yang menunggu dibaca" in shell.words


async def test_a_space_bar_marks_nothing_as_read(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, **shipped(tmp_path)) as shell:
        await said(shell, "Banjir naik", "urgent")
        await sit(shell, "rina", "PTDS")
        button = shell.find(QPushButton, "announcement_read")
        assert button.focusPolicy() is Qt.FocusPolicy.NoFocus
        await shell.type("Jalan Hasan Basri ")
        assert band(shell)


async def test_nobody_reads_in_nobodys_name(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, **shipped(tmp_path)) as shell:
        await said(shell, "Banjir naik", "urgent")
        shell.services._context.person = nobody("A", "PTDS")
        await shell.services.announcements.tick()
        await shell.press("Ctrl+Shift+M")
        assert "Belum ada orang yang masuk" in shell.words
        assert band(shell)


async def test_a_lead_writes_and_sees_who_has_read(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, **shipped(tmp_path)) as shell:
        shell.services.announcements._is_alone = False
        await shell.press("Ctrl+Shift+I")
        sheet = shell.window.announcements
        await shell.type("Jalan ditutup")
        sheet.write.level.setCurrentIndex(1)
        await shell.press("Return")
        assert "Pengumuman dikirim" in shell.words
        assert sheet.write.text.text() == ""
        assert sheet.write.level.currentData() == "normal"
        assert sheet.model.index(0, TEXT).data() == "Jalan ditutup"
        (view,) = shell.services.announcements.listed()
        assert (view.level, view.audience) == ("important", "all")
        await sit(shell, "rina", "PTDS")
        await shell.press("Ctrl+Shift+M")
        await sit(shell, "sari", "KS")
        assert sheet.model.index(0, READ).data().startswith("1 orang")
        assert "Dibaca: rina (Meja A)" in sheet.readings.text()
        await shell.press("Escape")
        assert not sheet.isVisible()


async def test_an_operator_is_offered_the_leads_and_the_next_shift_only(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, **shipped(tmp_path)) as shell:
        shell.services.announcements._is_alone = False
        await sit(shell, "rina", "PTDS")
        await shell.press("Ctrl+Shift+I")
        audience = shell.window.announcements.write.audience
        assert [audience.itemData(at) for at in range(audience.count())] == ["leads", "desk"]
        assert audience.itemText(0) == "Ketua regu"
        await sit(shell, "op", "OP")
        assert not shell.window.announcements.write.isVisible()


async def test_a_desk_that_stands_alone_keeps_a_note_for_the_next_shift(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, **shipped(tmp_path)) as shell:
        shell.window.commands.obey("announcements", "Radio 2 rusak")
        await shell.settle()
        write = shell.window.announcements.write
        assert write.text.text() == "Radio 2 rusak"
        assert [write.audience.itemData(at) for at in range(write.audience.count())] == ["desk"]
        assert isinstance(shell.window.focusWidget(), QLineEdit)
        await shell.press("Return")
        assert band(shell).endswith("| Radio 2 rusak")


async def test_what_cannot_be_sent_stays_in_the_field_with_a_reason(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, **shipped(tmp_path)) as shell:
        await shell.press("Ctrl+Shift+I")
        await shell.type("   ")
        await shell.press("Return")
        assert "Pengumuman masih kosong" in shell.words
        assert shell.window.announcements.write.text.text() == "   "


async def test_enter_on_a_line_reads_it_and_both_languages_say_it(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path, **shipped(tmp_path)) as shell:
        await said(shell, "Banjir naik", "important")
        await sit(shell, "rina", "PTDS")
        await shell.press("Ctrl+Shift+L")
        assert "▲ IMPORTANT · Sari (Desk A)" in band(shell)
        await shell.press("Ctrl+Shift+I")
        sheet = shell.window.announcements
        assert sheet.title.text() == "Announcements"
        assert sheet.model.index(0, READ).data() == "● not read by you"
        sheet.table.setFocus()
        await shell.press("Return")
        assert band(shell) == ""
        await shell.press("Escape")
        await shell.press("Ctrl+Shift+L")
