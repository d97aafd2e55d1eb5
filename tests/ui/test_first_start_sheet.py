"""The pages of the first start by keys: back and forth without loss, nothing written before Simpan."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from batola_desk.domain.errors import OperatorError
from batola_desk.ipc import messages as m
from batola_desk.ipc import sound_messages as sm
from batola_desk.services.first_start import LINE, MAP, ROOM, SOUND, Level, SetupDraft, Verdict
from batola_desk.ui.first_start import map_page
from batola_desk.ui.first_start.first_start_sheet import FirstStartSheet
from batola_desk.ui.first_start.first_start_view_model import FirstStartViewModel
from tests.support.setup_double import SetupDouble
from tests.ui.shell_stage import ShellStage, open_shell

REFUSED = Verdict(Level.BAD, "setup_sip_password", {"sip_code": 401})
TAKEN = Verdict(Level.STOP, "setup_letter_taken", {"letter": "B"})


class Pages:
    """The sheet in its window, and the machine behind it."""

    def __init__(self, stage: ShellStage, sheet: FirstStartSheet, port: SetupDouble) -> None:
        self.stage = stage
        self.sheet = sheet
        self.port = port
        self.restarts: list[bool] = []
        stage.window.restart_wanted.connect(lambda: self.restarts.append(True))

    @property
    def vm(self) -> FirstStartViewModel:
        return self.sheet.vm

    @property
    def devices(self) -> m.SelectDevices:
        """What the line was told last about its devices."""
        return [command for command in self.stage.engine.commands if isinstance(command, m.SelectDevices)][-1]

    def field(self, name: str) -> QLineEdit:
        found = self.sheet.findChild(QLineEdit, f"setup_{name}")
        assert isinstance(found, QLineEdit)
        return found

    def text(self, name: str) -> str:
        found = self.sheet.findChild(QLabel, name)
        assert isinstance(found, QLabel)
        return found.text()

    def button(self, name: str) -> QPushButton:
        found = self.sheet.findChild(QPushButton, name)
        assert isinstance(found, QPushButton)
        return found

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.stage.press(key)

    async def fill(self, name: str, text: str) -> None:
        self.field(name).setFocus()
        self.field(name).selectAll()
        await self.stage.type(text)

    async def to_summary(self) -> None:
        """A letter, a room and an account, all tested as well as they go."""
        await self.fill("letter", "b")
        await self.press("Return", "Return")
        for name, text in (("room_hosts", "db1"), ("room_database", "ruang"), ("room_password", "rahasia1")):
            await self.fill(name, text)
        await self.press("Return", "PgDown")
        for name, text in (("sip_registrar", "pbx"), ("sip_user", "112b"), ("sip_password", "rahasia2")):
            await self.fill(name, text)
        await self.press("Return", "PgDown", "PgDown", "PgDown")
        assert self.vm.page == ""


@asynccontextmanager
async def opened(home: Path, port: SetupDouble | None = None, **how: object) -> AsyncIterator[Pages]:
    port = port or SetupDouble()
    async with open_shell(home, **how) as stage:  # type: ignore[arg-type]
        stage.window.set_up_with(lambda: port)
        await stage.press("Ctrl+Shift+W")
        await stage.until(lambda: stage.window.findChild(FirstStartSheet) is not None)
        await stage.settle()
        sheet = stage.window.findChild(FirstStartSheet)
        assert isinstance(sheet, FirstStartSheet)
        assert sheet.isVisible()
        yield Pages(stage, sheet, port)


async def test_from_the_first_letter_to_a_saved_machine(qtbot: QtBot, tmp_path: Path) -> None:
    async with opened(tmp_path) as pages:
        await pages.to_summary()
        assert pages.port.saved == []
        assert [page for page, _ in pages.port.checked] == ["letter", ROOM, LINE]
        assert "rahasia" not in "".join(label.text() for label in pages.sheet.findChildren(QLabel))
        await pages.press("Return")
        ((draft, saved),) = pages.port.saved
        assert saved == ("letter", ROOM, LINE)
        assert draft == SetupDraft(
            letter="B",
            room_hosts="db1",
            room_database="ruang",
            room_password="rahasia1",
            sip_registrar="pbx",
            sip_user="112b",
            sip_password="rahasia2",
        )
        assert (pages.vm.draft.room_password, pages.vm.draft.sip_password) == ("", "")
        assert pages.text("setup_found") == ""
        assert "meja_b masuk" in pages.text("setup_summary_room"), "what was tested is still told"
        assert pages.restarts == []
        await pages.press("Return")
        assert pages.restarts == [True]


async def test_back_and_forth_loses_nothing_and_tests_nothing_twice(qtbot: QtBot, tmp_path: Path) -> None:
    async with opened(tmp_path) as pages:
        await pages.to_summary()
        await pages.press("PgUp", "PgUp", "PgUp", "PgUp", "PgUp")
        assert pages.field("letter").text() == "B"
        await pages.press("PgDown")
        assert pages.field("room_password").text() == "rahasia1"
        assert pages.field("room_password").echoMode() is QLineEdit.EchoMode.Password
        assert pages.vm.level(ROOM) is Level.GOOD
        await pages.fill("room_database", "lain")
        assert pages.vm.level(ROOM) is None, "what was tested is not what stands there now"
        await pages.press("PgUp")
        await pages.fill("letter", "c")
        await pages.press("PgDown")
        assert pages.vm.verdicts(ROOM) == (), "another letter is another machine's login"


async def test_what_does_not_answer_is_saved_only_when_that_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    port = SetupDouble()
    port.answers[LINE] = [REFUSED]
    async with opened(tmp_path, port) as pages:
        await pages.to_summary()
        assert pages.button("setup_despite").isVisible()
        await pages.press("Return")
        assert port.saved == []
        assert "Ctrl+Enter" in pages.text("setup_found")
        await pages.press("Ctrl+Return")
        assert len(port.saved) == 1


async def test_what_may_not_be_is_not_saved_however_one_insists(qtbot: QtBot, tmp_path: Path) -> None:
    port = SetupDouble()
    port.answers[ROOM] = [TAKEN]
    async with opened(tmp_path, port) as pages:
        await pages.to_summary()
        assert not pages.button("setup_despite").isVisible()
        await pages.press("Return", "Ctrl+Return")
        assert port.saved == []
        assert "■" in pages.text("setup_found")
        await pages.press("PgUp", "PgUp", "PgUp", "PgUp", "Alt+T")  # leave the room for another day
        await pages.press("PgDown", "PgDown", "PgDown", "Return")
        assert [saved for _, saved in port.saved] == [("letter", LINE)]


async def test_esc_writes_nothing_and_keeps_no_secret(qtbot: QtBot, tmp_path: Path) -> None:
    async with opened(tmp_path) as pages:
        await pages.to_summary()
        await pages.press("Esc")
        assert not pages.sheet.isVisible()
        assert pages.port.saved == []
        assert (pages.vm.draft.room_password, pages.vm.draft.sip_password) == ("", "")
        await pages.press("Ctrl+Shift+W")
        assert pages.sheet.isVisible()
        assert pages.field("letter").text() == "A"
        await pages.press("PgDown")
        assert pages.field("room_password").text() == ""


async def test_the_answer_to_a_test_of_before_is_nobodys_any_more(qtbot: QtBot, tmp_path: Path) -> None:
    class Slow(SetupDouble):
        free = asyncio.Event()

        async def check(self, page: str, draft: SetupDraft) -> list[Verdict]:
            await self.free.wait()
            return [REFUSED]

    port = Slow()
    async with opened(tmp_path, port) as pages:
        await pages.press("Return")
        assert "Menguji" in pages.text("setup_found")
        await pages.press("Return", "PgDown")
        assert pages.vm.at == 0, "nothing moves under a running test"
        await pages.press("Esc", "Ctrl+Shift+W")
        port.free.set()
        await pages.stage.settle()
        assert pages.text("setup_found") == ""
        assert not pages.vm.is_busy


async def test_a_refused_saving_says_why_and_loses_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    port = SetupDouble()
    port.refusal = OperatorError("setup_not_saved", reason="Permission denied")
    async with opened(tmp_path, port) as pages:
        await pages.to_summary()
        await pages.press("Return")
        assert "batola-deskctl configure" in pages.text("setup_found")
        assert not pages.vm.is_saved
        port.refusal = None
        await pages.press("Return")
        assert port.saved[0][0].sip_password == "rahasia2"


async def test_unchanged_pages_are_not_written_again(qtbot: QtBot, tmp_path: Path) -> None:
    port = SetupDouble(SetupDraft(letter="B", room_hosts="db1", room_database="ruang", sip_user="112"))
    port.passwords = {ROOM}
    async with opened(tmp_path, port) as pages:
        await pages.press("PgDown")
        assert "tersimpan" in pages.field("room_password").placeholderText()
        await pages.press("PgDown")
        await pages.fill("sip_user", "112b")
        await pages.press("Return", "Return", "PgDown", "PgDown", "Return")
        assert [saved for _, saved in port.saved] == [(LINE,)]


async def test_a_headset_is_tried_and_given_back(qtbot: QtBot, tmp_path: Path) -> None:
    async with opened(tmp_path) as pages:
        pages.vm.put("headset_output", "USB Headset")
        await pages.stage.settle()
        assert pages.devices.headset_output == "USB Headset"
        assert pages.devices.is_trial, "nothing is kept before it is saved"
        assert pages.stage.desk.settings.values.get("audio.headset_output", "") == ""
        await pages.press("Esc")
        assert pages.devices.headset_output == ""


async def test_a_headset_that_was_saved_stays(qtbot: QtBot, tmp_path: Path) -> None:
    async with opened(tmp_path) as pages:
        for page in ("PgDown", "PgDown", "PgDown"):
            await pages.press(page)
        assert pages.vm.page == SOUND
        pages.vm.put("headset_input", "USB Headset")
        await pages.press("PgDown", "PgDown", "Ctrl+Return")
        assert pages.stage.desk.settings.values["audio.headset_input"] == "USB Headset"
        await pages.press("Esc")
        assert pages.devices.headset_input == "USB Headset"
        assert not pages.devices.is_trial


async def test_the_voice_is_judged_by_the_line(qtbot: QtBot, tmp_path: Path) -> None:
    async with opened(tmp_path) as pages:
        await pages.press("PgDown", "PgDown", "PgDown", "Return")
        engine = pages.stage.engine
        assert [one.kind for one in engine.commands if isinstance(one, sm.StartSoundCheck)] == ["echo"]
        for phase, results in (
            ("recording", ()),
            ("playing", ()),
            ("done", (sm.SoundResult(role="microphone", code="microphone_dead"),)),
        ):
            check = sm.SoundCheckStatus(kind="echo", phase=phase, results=results)
            engine.tell(sm.SoundCheckChanged(check=check))
            await pages.stage.settle()
        assert pages.vm.level(SOUND) is Level.BAD
        assert "Mikrofon mati" in pages.text("setup_found")


async def test_a_call_is_taken_beside_the_pages_and_stops_the_reopening(qtbot: QtBot, tmp_path: Path) -> None:
    async with opened(tmp_path) as pages:
        await pages.to_summary()
        await pages.press("Return")
        await pages.stage.answered()
        assert pages.stage.services.calls.live()
        assert pages.sheet.isVisible()
        pages.sheet.setFocus()
        await pages.press("Return")
        assert pages.restarts == []
        assert "Masih ada panggilan" in pages.text("setup_found")


async def test_a_map_of_another_day_is_no_map(qtbot: QtBot, tmp_path: Path) -> None:
    async with opened(tmp_path) as pages:
        pages.vm.put("map_source", str(tmp_path / "tidak-ada.btmap"))
        pages.port.answers[MAP] = [Verdict(Level.STOP, "map_pack_damaged", {"file": "x.btmap"})]
        await pages.press("PgDown", "PgDown", "PgDown", "PgDown", "Return")
        assert pages.vm.level(MAP) is Level.STOP
        await pages.press("PgDown", "Ctrl+Return")
        assert pages.port.saved == []


async def test_a_pack_is_found_by_walking_to_it(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "peta"
    (folder / "lama").mkdir(parents=True)
    for name in ("batola.btmap", "catatan.txt"):
        (folder / name).write_text("x")
    monkeypatch.setattr(map_page, "first_folder", lambda: tmp_path)
    async with opened(tmp_path / "meja") as pages:
        await pages.press("PgDown", "PgDown", "PgDown", "PgDown")
        page = pages.sheet.findChild(map_page.MapPage)
        assert isinstance(page, map_page.MapPage)
        page.chooser.path.setFocus()
        page.chooser.path.setText(str(folder))
        await pages.press("Return")
        await pages.stage.until(lambda: page.chooser.folder == folder)
        assert pages.port.checked == [], "Enter in the list's own field is no test"
        page.chooser.take_keys()
        page.chooser.select(folder / "batola.btmap")
        await pages.press("Return")
        assert pages.field("map_source").text() == str(folder / "batola.btmap")
        await pages.press("Return")
        assert [page for page, _ in pages.port.checked] == [MAP]


async def test_english_says_everything_again(qtbot: QtBot, tmp_path: Path) -> None:
    async with opened(tmp_path) as pages:
        await pages.press("Return", "Ctrl+Shift+L")
        assert "This desk becomes" in pages.text("setup_found")
        assert "Next" in pages.button("setup_primary").text()


async def test_training_is_not_set_up(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_shell(tmp_path) as stage:
        await stage.press("Ctrl+Shift+W")
        assert stage.window.findChild(FirstStartSheet) is None
        assert "LATIHAN" in stage.words
