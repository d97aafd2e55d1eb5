"""Pictures of the versions of the program: an update that lies ready, one that failed, the way back."""

from __future__ import annotations

from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from batola_desk.settings.paths import DeskPaths
from batola_desk.updates.attempt import Attempt, Kind, note_attempt
from batola_desk.updates.config import CONFIG_NAME, load_update_settings
from batola_desk.updates.manifest import Notes
from batola_desk.updates.shelf import Shelf
from batola_desk.updates.source import PackageSource
from batola_desk.updates.wish import Wish
from tests.support.update_packages import MachineDouble, write_config
from tests.support.window_stage import WindowStage
from tools.camera import Take
from tools.update_package import make_package

NOTES = Notes(
    id="- Peta lebih cepat saat banyak satuan bergerak.\n- Nomor trunk kedua tampil dengan awalan benar.",
    en="- The map is faster while many units move.\n- Numbers of the second trunk show the right prefix.",
)


async def version_pictures(stage: WindowStage, take: Take) -> None:
    """The quiet line, the sheet, what will happen, and how a try ended."""
    stage.services.updates.machine = MachineDouble(installed="0.1.0", previous="0.0.9")
    shelf = _lay_ready(stage.paths)
    await _ready(stage, take)
    await stage.services.updates.take_back()
    shelf.drop()
    await _failed(stage, take)


def _lay_ready(paths: DeskPaths) -> Shelf:
    folder = paths.data.parent / "stick"
    folder.mkdir()
    installer = folder / "BatolaDesk-0.2.0-x64.exe"
    installer.write_bytes(b"MZ")
    key = Ed25519PrivateKey.generate()
    write_config(paths.config, key)
    make_package(installer, key, folder, minimum="0.1.0", notes=NOTES, schema="0999")
    settings = load_update_settings(paths.config / CONFIG_NAME)
    shelf = Shelf(paths.updates, settings, installed="0.1.0")
    shelf.stage(PackageSource(str(folder)))
    Wish(paths.runtime, paths.updates).attend()
    return shelf


async def _ready(stage: WindowStage, take: Take) -> None:
    await stage.services.updates.look()
    await take(stage, "version-ready")
    sheet = stage.window.versions
    sheet.bring_up()
    await stage.settle(0.2)
    await take(stage, "version-sheet")
    sheet.install.click()
    await stage.until(sheet.waiting.isVisible, "the wish")
    await take(stage, "version-wish")
    sheet.put_away()


async def _failed(stage: WindowStage, take: Take) -> None:
    attempt = Attempt(kind=Kind.INSTALL, came_from="0.1.0", wanted="0.2.0", at=datetime.now(UTC))
    log = note_attempt(stage.paths.updates, attempt)
    log.write_text("GAGAL (19): Uji diri setelah pemasangan gagal; keadaan semula dipulihkan.\r\n")
    await stage.services.updates.look()
    await take(stage, "version-failed")
    sheet = stage.window.versions
    sheet.bring_up()
    await stage.settle(0.2)
    sheet.back.click()
    await stage.until(sheet.waiting.isVisible, "the wish")
    await take(stage, "version-back")
