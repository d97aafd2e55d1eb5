"""Pictures of the first start: every page with what its test found, the summary, the saved end."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from batola_desk.services.first_start import LINE, SOUND, Level, Verdict
from batola_desk.services.seat_views import SoundResultView
from batola_desk.ui.first_start.first_start_sheet import FirstStartSheet
from batola_desk.ui.first_start.map_page import MapPage
from batola_desk.ui.first_start.sound_trial import RESULT
from batola_desk.ui.map_packs.folder_entries import Entry
from tests.support.setup_double import SetupDouble
from tests.support.window_stage import WindowStage
from tools.camera import Take

REFUSED = Verdict(Level.BAD, "setup_sip_password", {"sip_code": 401})
MICROPHONE = SoundResultView(role="microphone", code="microphone_good", level_db=-24.0)
HEARD = Verdict(Level.GOOD, "setup_sound", {RESULT: MICROPHONE})
PACK = Entry(Path("/mnt/peta/batola.btmap"), is_folder=False, size_bytes=48_300_000)
TYPED = {
    "letter": "B",
    "room_hosts": "db1.112.batola, db2.112.batola",
    "room_database": "ruang",
    "room_password": "sandi",
    "sip_registrar": "pbx.112.batola",
    "sip_user": "112b",
    "sip_password": "sandi",
    "map_source": "/mnt/peta/batola.btmap",
}


async def first_start_pictures(stage: WindowStage, take: Take) -> None:
    """From the first page to the end, one wrong password on the way."""
    port = SetupDouble()
    stage.window.sign_on.put_away()
    stage.window.set_up_with(lambda: port)
    stage.window.open_first_start()
    await stage.until(lambda: stage.window.findChild(FirstStartSheet) is not None, "the sheet")
    sheet = stage.window.findChild(FirstStartSheet)
    assert isinstance(sheet, FirstStartSheet)
    await stage.settle()
    vm = sheet.vm
    await take(stage, "first-start-letter")
    for name, value in TYPED.items():
        vm.put(name, value)
    port.answers[LINE] = [REFUSED]
    page = sheet.findChild(MapPage)
    assert isinstance(page, MapPage)
    page.chooser.show_entries(PACK.path.parent, [PACK])
    for page in ("room", "line", "sound", "map"):
        await _turn(stage, sheet)
        if page != SOUND:
            vm.test()
        else:
            vm.is_busy = True
            vm.sound.finished.emit([HEARD])
        await stage.settle()
        await take(stage, f"first-start-{page}")
    await _turn(stage, sheet)
    vm.proceed()  # not without saying that the exchange refuses
    await take(stage, "first-start-summary")
    vm.save_despite_doubts()
    await stage.settle()
    await take(stage, "first-start-saved")
    sheet.put_away()


async def _turn(stage: WindowStage, sheet: FirstStartSheet) -> None:
    QTest.keyClick(sheet, Qt.Key.Key_PageDown)
    await stage.settle()
