"""The window says quietly that an update lies ready; P puts it in off duty, K goes back, no surprise."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from batola_desk.settings.paths import DeskPaths
from batola_desk.updates.attempt import Attempt, Kind, note_attempt
from batola_desk.updates.config import CONFIG_NAME, load_update_settings
from batola_desk.updates.faults import UpdateFault
from batola_desk.updates.shelf import Shelf
from batola_desk.updates.source import PackageSource
from batola_desk.updates.wish import Wish
from tests.support.update_packages import MachineDouble, package, write_config
from tests.ui.shell_stage import ShellStage, open_shell


def now_of(stage: ShellStage) -> datetime:
    return datetime.fromtimestamp(stage.services.now_us() / 1e6, UTC)


def stage_package(stage: ShellStage, home: Path, *, schema: str = "0001") -> DeskPaths:
    """Lay a package ready, as IT's task does."""
    paths = DeskPaths.for_home(home)
    key = Ed25519PrivateKey.generate()
    write_config(paths.config, key)
    package(home / "stick", key, schema=schema, days=4000)
    settings = load_update_settings(paths.config / CONFIG_NAME)
    Shelf(paths.updates, settings, installed="0.1.0").stage(PackageSource(str(home / "stick")))
    return paths


@asynccontextmanager
async def shell(home: Path, machine: MachineDouble) -> AsyncIterator[ShellStage]:
    async with open_shell(home) as stage:
        stage.services.updates.machine = machine
        await stage.services.updates.look()
        await stage.settle()
        yield stage


async def test_without_news_there_is_no_line_and_nothing_to_press(qtbot: QtBot, tmp_path: Path) -> None:
    async with shell(tmp_path, MachineDouble()) as stage:
        assert not stage.find(QLabel, "version_banner").isVisible()
        await stage.press("Ctrl+Shift+Q")
        sheet = stage.window.versions
        assert sheet.isVisible()
        assert "0.1.0" in sheet.installed.text()
        assert not sheet.install.isVisible()
        assert not sheet.back.isVisible()
        await stage.press("K")
        await stage.press("P")
        assert sheet.waiting.text() == ""


async def test_an_update_is_told_quietly_read_and_asked_for(qtbot: QtBot, tmp_path: Path) -> None:
    async with shell(tmp_path, MachineDouble()) as stage:
        paths = stage_package(stage, tmp_path, schema="0999")
        wish = Wish(paths.runtime, paths.updates)
        wish.attend()
        await stage.services.updates.look()
        await stage.settle()
        banner = stage.find(QLabel, "version_banner")
        assert banner.isVisible()
        assert "Pembaruan 0.2.0 siap dipasang" in banner.text()
        await stage.press("Ctrl+Shift+Q")
        assert not banner.isVisible()  # it was read
        sheet = stage.window.versions
        assert sheet.notes.text() == "Peta lebih cepat."
        assert "tidak ada jalan kembali" in sheet.one_way.text()
        await stage.press("P")
        await stage.until(lambda: "begitu petugas meninggalkan meja" in sheet.waiting.text())
        assert wish.made() is Kind.INSTALL
        assert stage.window.isVisible()
        await stage.press("P")  # a second time: not any more
        await stage.until(lambda: sheet.waiting.text() == "")
        assert wish.made() is None
        stage.window.keep_setting("screen.language", "en")
        await stage.until(lambda: sheet.notes.text() == "A faster map.")


async def test_where_no_task_runs_it_is_said_who_installs(qtbot: QtBot, tmp_path: Path) -> None:
    async with shell(tmp_path, MachineDouble()) as stage:
        paths = stage_package(stage, tmp_path)
        await stage.services.updates.look()
        await stage.settle()
        await stage.press("Ctrl+Shift+Q")
        await stage.press("P")
        await stage.until(lambda: "update install" in stage.window.versions.refusal.text())
        assert Wish(paths.runtime, paths.updates).made() is None


async def test_one_key_goes_back_by_the_task_or_by_an_administrator(qtbot: QtBot, tmp_path: Path) -> None:
    machine = MachineDouble(previous="0.0.9")
    async with shell(tmp_path, machine) as stage:
        paths = DeskPaths.for_home(tmp_path)
        wish = Wish(paths.runtime, paths.updates)
        await stage.press("Ctrl+Shift+Q")
        await stage.press("K")
        await stage.until(lambda: machine.asked == 1)  # no task here: Windows asks
        assert wish.made() is None
        wish.attend()
        await stage.press("K")
        await stage.until(lambda: "Dalam satu menit" in stage.window.versions.waiting.text())
        assert (machine.asked, wish.made()) == (1, Kind.ROLLBACK)
        await stage.press("K")
        await stage.until(lambda: stage.window.versions.waiting.text() == "")
        assert wish.made() is None


async def test_a_package_that_went_bad_says_why(qtbot: QtBot, tmp_path: Path) -> None:
    async with shell(tmp_path, MachineDouble()) as stage:
        paths = stage_package(stage, tmp_path)
        (paths.updates / "staged" / "batola-desk.update.sig").write_bytes(b"AAAA")
        await stage.services.updates.look()
        await stage.press("Ctrl+Shift+Q")
        sheet = stage.window.versions
        assert "Tanda tangan pembaruan ini tidak sah" in sheet.ready.text()
        assert not sheet.install.isVisible()


async def test_the_next_start_says_how_it_ended_and_a_week_later_no_more(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with shell(tmp_path, MachineDouble()) as stage:
        paths = DeskPaths.for_home(tmp_path)
        paths.updates.mkdir()
        at = now_of(stage)
        attempt = Attempt(kind=Kind.INSTALL, came_from="0.1.0", wanted="0.2.0", at=at)
        note_attempt(paths.updates, attempt).write_text("GAGAL (19): Uji diri gagal\r\n")
        await stage.services.updates.look()
        await stage.settle()
        banner = stage.find(QLabel, "version_banner")
        assert (
            "0.2.0 tidak jadi dipasang; 0.1.0 tetap dipakai. Sebab: Uji diri setelah pemasangan"
            in banner.text()
        )
        assert banner.property("role") == "warn"
        older = Attempt(kind=Kind.INSTALL, came_from="0.1.0", wanted="0.2.0", at=at - timedelta(days=7))
        note_attempt(paths.updates, older).write_text("GAGAL (19): Uji diri gagal\r\n")
        await stage.services.updates.look()
        await stage.settle()
        assert not banner.isVisible()
        await stage.press("Ctrl+Shift+Q")
        assert "Uji diri setelah pemasangan gagal" in stage.window.versions.outcome.text()
        stage.window.keep_setting("screen.language", "en")
        await stage.settle()
        assert "The self test after installing failed" in stage.window.versions.outcome.text()


async def test_what_cannot_be_written_down_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    class NobodyIsAdmin(MachineDouble):
        def ask_administrator(self) -> None:
            raise UpdateFault("update_not_admin")

    async with shell(tmp_path, NobodyIsAdmin(previous="0.0.9")) as stage:
        await stage.press("Ctrl+Shift+Q")
        stage.find(QPushButton, "versions_back").click()
        await stage.until(lambda: "administrator" in stage.window.versions.refusal.text())
