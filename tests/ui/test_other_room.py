"""Another room answers: a person with the right accepts it on purpose, by keys; nobody else does."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from batola_desk.domain.events.desk import DeskRoomAccepted
from batola_desk.sync.faults import SecretariatFault
from tests.support.gate_double import at_the_gate
from tests.support.shipped import shipped_catalog
from tests.ui.shell_stage import ShellStage, open_shell

pytestmark = pytest.mark.usefixtures("quick_verifiers")

OTHER = SecretariatFault("secretariat_other_room", seq=4711, epoch="epoch-2", host="db9:5432")


class Exchange:
    """What the desk's exchange was told."""

    def __init__(self, stage: ShellStage) -> None:
        self.accepted: list[str] = []
        stage.services.acceptance._accept = self.accepted.append


def room_fact(stage: ShellStage) -> list[DeskRoomAccepted]:
    journal = stage.services._journal
    assert journal is not None
    facts = journal.reader.facts_of("desk:A").result(5)
    return [fact.event for fact in facts if isinstance(fact.event, DeskRoomAccepted)]


async def sign_on(stage: ShellStage, login: str) -> None:
    at_the_gate(stage.services)
    await stage.services.people.sign_on(login, "sandi-panjang-112")
    await stage.settle()
    stage.window.sign_on.put_away()


def open_other(home: Path) -> object:
    catalog = shipped_catalog()
    return open_shell(home, room_fault=OTHER, catalog=catalog)


@pytest.mark.parametrize("login", ["budi", "ani"])
async def test_a_lead_or_admin_accepts_with_a_reason(qtbot: QtBot, tmp_path: Path, login: str) -> None:
    async with open_other(tmp_path) as stage:  # type: ignore[attr-defined]
        exchange = Exchange(stage)
        await sign_on(stage, login)
        warning = stage.find(QPushButton, "strip_other_room")
        assert warning.isVisible()
        await stage.press("Ctrl+Shift+Y")
        sheet = stage.window.other_room
        assert sheet.isVisible()
        assert "4.711" in sheet.facts.text()
        assert "db9:5432" in sheet.facts.text()
        assert "Tidak bisa dibatalkan" in sheet.accepted.text()
        await stage.press("Return")
        assert sheet.isVisible(), "Enter alone accepts nothing"
        assert sheet.refusal.isVisible()
        assert exchange.accepted == []
        await stage.type("server baru, disetujui TI")
        await stage.press("Return")
        await stage.until(lambda: not sheet.isVisible())
        assert exchange.accepted == ["epoch-2"]
        (fact,) = room_fact(stage)
        assert (fact.epoch, fact.known_seq, fact.reason) == ("epoch-2", 4711, "server baru, disetujui TI")


async def test_an_operator_is_refused_in_words(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_other(tmp_path) as stage:  # type: ignore[attr-defined]
        exchange = Exchange(stage)
        await sign_on(stage, "rina")
        await stage.press("Ctrl+Shift+Y")
        sheet = stage.window.other_room
        await stage.type("saya mau")
        await stage.press("Return")
        await stage.until(sheet.refusal.isVisible)
        assert "hanya boleh dilakukan ketua regu" in sheet.refusal.text()
        assert sheet.isVisible()
        assert exchange.accepted == []
        assert room_fact(stage) == []


async def test_escape_leaves_everything_as_it_is(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_other(tmp_path) as stage:  # type: ignore[attr-defined]
        exchange = Exchange(stage)
        await sign_on(stage, "budi")
        await stage.press("Ctrl+Shift+Y")
        await stage.type("alasan")
        await stage.press("Escape")
        assert not stage.window.other_room.isVisible()
        assert exchange.accepted == []


async def test_a_room_that_changed_meanwhile_is_not_accepted(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_other(tmp_path) as stage:  # type: ignore[attr-defined]
        exchange = Exchange(stage)
        await sign_on(stage, "budi")
        await stage.press("Ctrl+Shift+Y")
        stage.services._room._fault = SecretariatFault(
            "secretariat_other_room", seq=4711, epoch="epoch-3", host="db7:5432"
        )
        await stage.type("alasan")
        await stage.press("Return")
        sheet = stage.window.other_room
        await stage.until(sheet.refusal.isVisible)
        assert "bukan lagi ruang" in sheet.refusal.text()
        assert exchange.accepted == []


async def test_without_another_room_the_key_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as stage:
        assert not stage.find(QPushButton, "strip_other_room").isVisible()
        await stage.press("Ctrl+Shift+Y")
        assert not stage.window.other_room.isVisible()
        assert "Tidak ada server lain" in stage.words
