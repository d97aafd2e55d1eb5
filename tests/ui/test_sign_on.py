"""The door of the desk, by keys alone: signing on, refusals in words, without a login, banner, roles."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from batola_desk.domain.operator import SeatMethod
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.secretariat import Member
from tests.support.gate_double import PASSWORD, GateDouble, at_the_gate
from tests.support.shipped import shipped_catalog
from tests.ui.shell_stage import ShellStage, open_shell

pytestmark = pytest.mark.usefixtures("quick_verifiers")

AWAY = SecretariatFault("secretariat_unreachable", detail="test")


@asynccontextmanager
async def open_room(home: Path) -> AsyncIterator[tuple[ShellStage, GateDouble]]:
    catalog = shipped_catalog()
    async with open_shell(home, room_fault=AWAY, catalog=catalog) as stage:
        yield stage, at_the_gate(stage.services)


async def enter(stage: ShellStage, login: str, password: str = PASSWORD) -> None:
    """As a person does who has just sat down."""
    sheet = stage.window.sign_on
    if not sheet.isVisible():
        await stage.press("Ctrl+Shift+N")
    sheet.name.setFocus()
    sheet.name.lineEdit().selectAll()
    await stage.type(login)
    await stage.press("Tab")
    assert sheet.password.hasFocus()
    await stage.type(password)
    await stage.press("Return")
    await stage.until(lambda: not stage.services.people.seat().is_busy)
    await stage.settle()


def banner(stage: ShellStage) -> list[str]:
    lines = [stage.find(QLabel, f"seat_line_{at}") for at in (0, 1)]
    return [line.text() for line in lines if isinstance(line, QLabel) and line.isVisible()]


def refusal(stage: ShellStage) -> str:
    said = stage.window.sign_on.refusal
    return said.text() if said.isVisible() else ""


async def test_a_desk_that_stands_alone_asks_nobody(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as stage:
        assert not stage.window.sign_on.isVisible()
        assert banner(stage) == []
        await stage.press("Ctrl+Shift+N")
        assert not stage.window.sign_on.isVisible()
        assert "berdiri sendiri" in stage.words
        assert "Sari · Siap" in stage.find(QPushButton, "strip_operator").text()  # type: ignore[attr-defined]


async def test_enter_signs_on_and_the_desk_is_his(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_room(tmp_path) as (stage, gate):
        sheet = stage.window.sign_on
        assert sheet.isVisible()
        assert "Belum ada yang masuk" in banner(stage)[0]
        assert stage.find(QPushButton, "strip_operator").text() == "▲ Belum masuk"  # type: ignore[attr-defined]
        assert sheet.shift.currentData() == "pagi"  # 13:00
        await enter(stage, "rina")
        assert not sheet.isVisible()
        assert banner(stage) == []
        assert "Rina masuk sebagai Petugas dan pengirim" in stage.words
        assert "● Rina · Siap" in stage.find(QPushButton, "strip_operator").text()  # type: ignore[attr-defined]
        assert gate.spoken_for == ["rina"]
        assert sheet.password.text() == ""


async def test_each_refusal_is_said_beside_the_fields(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_room(tmp_path) as (stage, gate):
        sheet = stage.window.sign_on
        await enter(stage, "rina", "salah")
        assert "Nama atau sandi salah" in refusal(stage)
        assert (sheet.password.text(), sheet.password.hasFocus()) == ("", True)
        gate.refusals |= {"rina": "secretariat_disabled", "budi": "secretariat_no_role"}
        await enter(stage, "rina")
        assert "Login rina dikunci" in refusal(stage)
        await enter(stage, "budi")
        assert "bukan login petugas" in refusal(stage)
        mistake = {"line": 5, "key": "secretariat.hosts", "found": "3", "allowed": "…"}
        for code, words in (
            ("secretariat_config", "baris 5, secretariat.hosts: ditemukan 3"),
            ("secretariat_unreachable", "Sekretariat tidak terjangkau"),
            ("secretariat_foreign", "bukan ruang meja 112"),
            ("secretariat_certificate_expired", "Sertifikat sekretariat sudah kedaluwarsa"),
        ):
            gate.fault = SecretariatFault(code, **mistake)
            stage.services.people._identity._pause.reset()  # type: ignore[union-attr]
            await enter(stage, "ani")
            assert words in refusal(stage)
            assert "Alt+D" in refusal(stage)
        for _ in range(4):
            await enter(stage, "ani")
        assert "Terlalu sering salah: tunggu" in refusal(stage)
        assert sheet.isVisible()
        assert stage.words == ""


async def test_without_the_server_the_desk_remembers(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_room(tmp_path) as (stage, gate):
        await enter(stage, "budi")
        gate.fault = AWAY
        await stage.press("Ctrl+Shift+N")
        assert stage.window.sign_on.name.currentText() == "budi"
        assert stage.window.sign_on.password.hasFocus()
        assert "Sekarang: Budi, Ketua regu" in stage.find(QLabel, "sign_on_now").text()  # type: ignore[attr-defined]
        await stage.type(PASSWORD)
        await stage.press("Return")
        await stage.until(lambda: "ingatan" in stage.words)
        assert stage.services.people.seat().method is SeatMethod.OFFLINE
        assert "ingatan meja ini: Sekretariat tidak terjangkau" in stage.words
        assert banner(stage) == []
        stage.desk.clock.forward(15 * 86_400)  # type: ignore[union-attr]
        await enter(stage, "budi")
        assert "lebih dari 14 hari" in refusal(stage)


async def test_a_ringing_call_is_answered_from_the_sheet(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_room(tmp_path) as (stage, _gate):
        stage.window.sign_on.name.setFocus()
        await stage.type("ri")
        key = await stage.ring()
        assert stage.window.sign_on.isVisible()
        await stage.press("F2")
        assert stage.desk.services.calls.live()[0].key == key
        assert not stage.window.sign_on.isVisible()  # the form is free for the caller
        assert "dijawab tanpa nama" in banner(stage)[0]
        assert "meja A" in banner(stage)[0]
        await enter(stage, "rina")
        assert banner(stage) == []
        assert [view.key for view in stage.services.calls.live()] == [key]


async def test_in_an_emergency_a_name_and_a_reason_are_enough(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_room(tmp_path) as (stage, _gate):
        sheet = stage.window.sign_on
        await stage.press("Alt+D")
        assert sheet.person.hasFocus()
        assert not sheet.password.isVisible()
        await stage.type("Udin")
        await stage.press("Return")
        assert "Alasan belum diisi" in refusal(stage)
        assert sheet.reason.hasFocus()
        await stage.type("sandi lupa")
        await stage.press("Return")
        await stage.settle()
        assert not sheet.isVisible()
        assert "tanpa login sejak" in banner(stage)[0]
        assert "Udin (sandi lupa)" in banner(stage)[0]
        assert "▲ Udin (tanpa login)" in stage.find(QPushButton, "strip_operator").text()  # type: ignore[attr-defined]
        await enter(stage, "rina")
        assert banner(stage) == []


async def test_leaving_shows_the_next_one_where_to_sign_on(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_room(tmp_path) as (stage, gate):
        await enter(stage, "rina")
        await stage.press("Ctrl+Shift+K")
        await stage.settle()
        assert stage.window.sign_on.isVisible()
        assert gate.spoken_for == ["rina", None]
        await stage.press("Escape")
        assert not stage.window.sign_on.isVisible()
        assert "Belum ada yang masuk" in banner(stage)[0]
        QTest.mouseClick(stage.find(QPushButton, "strip_operator"), Qt.MouseButton.LeftButton)
        assert stage.window.sign_on.isVisible()


async def test_a_login_locked_in_the_shift_is_said_under_the_strip(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_room(tmp_path) as (stage, _gate):
        await enter(stage, "rina")
        stage.services.people.on_members((Member(login="rina"),))
        await stage.settle()
        assert "Login ini dikunci di sekretariat" in banner(stage)[0]
        assert "Pekerjaan tetap jalan" in banner(stage)[0]


async def test_a_lead_takes_a_role_and_gives_it_back(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_room(tmp_path) as (stage, _gate):
        await enter(stage, "rina")
        await stage.press("Ctrl+Shift+P")
        assert not stage.window.take_role.isVisible()
        assert "ketua regu" in stage.words
        await enter(stage, "budi")
        await stage.press("Ctrl+Shift+P")
        sheet = stage.window.take_role
        assert sheet.isVisible()
        for _ in range(sheet.list.count()):
            await stage.press("Down")
        assert sheet.list.currentItem().text() == "Auditor"
        await stage.press("Return")
        await stage.press("Return")
        assert "Alasan belum diisi" in sheet.refusal.text()
        await stage.type("bukti")
        await stage.press("Return")
        assert not sheet.isVisible()
        assert "Peran sementara Auditor sampai" in banner(stage)[0]
        await stage.press("Ctrl+Shift+P")
        assert banner(stage) == []


async def test_the_door_speaks_english_too(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_room(tmp_path) as (stage, _gate):
        await stage.press("Ctrl+Shift+L")
        assert "Nobody has signed on" in banner(stage)[0]
        assert stage.window.sign_on.title.text() == "Sign on"
