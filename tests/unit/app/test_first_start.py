"""What the first start writes: all of it or nothing, only what was changed, and no secret before its time."""

from __future__ import annotations

import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from batola_desk.app.first_start.desk import MachineSetup, answers_of, as_uri
from batola_desk.domain.errors import OperatorError
from batola_desk.services.first_start import LETTER, LINE, MAP, PAGES, ROOM, Level, SetupDraft
from batola_desk.services.seat_views import StatusView, StoreView
from batola_desk.settings import file_set
from batola_desk.settings.file_set import BEFORE
from batola_desk.settings.paths import DeskPaths
from batola_desk.settings.store import SettingsStore

STATUS = StatusView(
    operator_name="Petugas", operator_role="KS", operator_state="available", desk_letter="A",
    line_mode="direct", line_address="sip:112@10.0.0.7:5060", line_code="", journal="ok", journal_waiting=0,
    mode="standalone", headset="", loudspeaker="", audio_problems=(), recording="ok", training=False,
    muted=False, free_disk_gb=None, alarms=(), store=StoreView(),
)  # fmt: skip
DRAFT = SetupDraft(
    letter="B",
    room_hosts="db1, db2:5433",
    room_database="ruang",
    room_password="sandi mesin",
    sip_registrar="pbx.112.batola",
    sip_user="112b",
    sip_password="sandi sentral",
    sip_port="5070",
)
WRITTEN = (LETTER, ROOM, LINE)


class Machine:
    """One machine, and the settings of the desk that runs on it."""

    def __init__(self, home: Path) -> None:
        self.paths = DeskPaths.for_home(home)
        self.paths.create()
        self.settings = SettingsStore.of(self.paths)
        self.setup = MachineSetup(self.paths, self.settings, lambda: STATUS)

    def read(self, name: str) -> dict[str, dict[str, object]]:
        return tomllib.loads((self.paths.config / name).read_text(encoding="utf-8"))

    def files(self) -> dict[str, bytes]:
        return {
            str(path.relative_to(self.paths.config)): path.read_bytes()
            for path in self.paths.config.rglob("*")
            if path.is_file()
        }


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_folder_is_untouched_until_anything_was_set_up_or_used(tmp_path: Path) -> None:
    paths = DeskPaths.for_home(tmp_path)
    assert paths.are_untouched
    paths.create()
    assert paths.are_untouched
    (paths.config / "line.toml").touch()
    assert not paths.are_untouched
    (paths.config / "line.toml").unlink()
    paths.journal.touch()
    assert not paths.are_untouched


async def test_everything_reaches_its_file_and_is_read_back(machine: Machine) -> None:
    await machine.setup.save(DRAFT, WRITTEN)
    assert machine.read("settings.toml")["desk"] == {"letter": "B"}
    assert machine.read("line.toml")["sip"] == {
        "registrar": "sip:pbx.112.batola",
        "user": "112b",
        "auth_user": "",
        "outbound_proxy": "",
        "password": "sandi sentral",
        "sip_port": 5070,
    }
    assert machine.read("secretariat.toml")["secretariat"] == {
        "hosts": ["db1", "db2:5433"],
        "database": "ruang",
        "login": "meja_b",
        "password_file": "room.secret",
    }
    assert (machine.paths.config / "room.secret").read_text() == "sandi mesin\n"
    assert not (machine.paths.config / BEFORE).exists()
    now = machine.setup.current()
    assert now == replace(DRAFT.without_secrets(), sip_registrar="sip:pbx.112.batola", room_login="meja_b"), (
        "what was written is what the pages show next time, without its secrets"
    )
    assert machine.setup.has_password(ROOM)
    assert machine.setup.has_password(LINE)


@pytest.mark.skipif(sys.platform == "win32", reason="files have no modes there")
async def test_only_the_owner_reads_what_was_written(machine: Machine) -> None:
    await machine.setup.save(DRAFT, WRITTEN)
    for name in ("line.toml", "secretariat.toml", "room.secret"):
        assert (machine.paths.config / name).stat().st_mode & 0o077 == 0, name


async def test_the_running_desk_does_not_write_its_old_letter_over_the_new_one(machine: Machine) -> None:
    machine.settings.set("screen.theme", "light")
    await machine.setup.save(DRAFT, [LETTER])
    machine.settings.set("screen.text_percent", 110)  # as the window does when it closes
    assert SettingsStore.of(machine.paths).text("desk.letter") == "B"
    assert SettingsStore.of(machine.paths).text("screen.theme") == "light"


async def test_pages_that_were_left_out_stay_as_they_are_to_the_byte(machine: Machine) -> None:
    line = machine.paths.config / "line.toml"
    line.write_text("# TI, 2026\n[sip]\nuser = '112'\n")
    before = line.read_bytes()
    await machine.setup.save(DRAFT, [LETTER, ROOM])
    assert line.read_bytes() == before


async def test_an_empty_password_keeps_the_stored_one_and_other_words_of_the_file(machine: Machine) -> None:
    await machine.setup.save(DRAFT, WRITTEN)
    with (machine.paths.config / "line.toml").open("a") as file:
        file.write("\n[rtp]\nsymmetric_rtp = true\n")
    await machine.setup.save(replace(DRAFT.without_secrets(), sip_user="112c"), [LINE, ROOM])
    line = machine.read("line.toml")
    assert line["sip"]["password"] == "sandi sentral"
    assert line["sip"]["user"] == "112c"
    assert line["rtp"] == {"symmetric_rtp": True}
    assert (machine.paths.config / "room.secret").read_text() == "sandi mesin\n"


@pytest.mark.parametrize("broken", ["settings.toml", "line.toml", "secretariat.toml", "room.secret"])
async def test_a_disk_that_refuses_one_file_keeps_all_as_they_were(
    machine: Machine, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await machine.setup.save(DRAFT, WRITTEN)
    before = machine.files()
    real = file_set.write_whole

    failed: list[str] = []

    def refuse(path: Path, content: bytes, *, is_private: bool = False) -> None:
        if path == machine.paths.config / broken and not failed:
            failed.append(broken)
            raise OSError(28, "No space left on device")
        real(path, content, is_private=is_private)

    monkeypatch.setattr(file_set, "write_whole", refuse)
    other = replace(DRAFT, letter="C", sip_user="112c", room_database="lain", room_password="lain")
    with pytest.raises(OperatorError) as refused:
        await machine.setup.save(other, WRITTEN)
    assert refused.value.code == "setup_not_saved"
    assert machine.files() == before
    assert machine.settings.text("desk.letter") == "B"


async def test_what_the_program_could_not_read_is_refused_without_repeating_it(machine: Machine) -> None:
    secret = "\x00rahasia"
    for draft in (
        replace(DRAFT, sip_port="70000"),
        replace(DRAFT, room_database=""),
        replace(DRAFT, letter="Ä"),
        replace(DRAFT, sip_registrar="sip:"),
    ):
        with pytest.raises(OperatorError) as refused:
            await machine.setup.save(replace(draft, room_password=secret), WRITTEN)
        assert refused.value.code == "setup_refused"
        assert "rahasia" not in repr(refused.value.values)
        assert machine.files() == {}


async def test_a_letter_that_the_policy_decides_changes_nothing(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from batola_desk.settings.store import LockedSettingError

    def locked(key: str, _value: object) -> None:
        raise LockedSettingError(key)

    monkeypatch.setattr(machine.settings, "set", locked)
    with pytest.raises(OperatorError) as refused:
        await machine.setup.save(DRAFT, WRITTEN)
    assert refused.value.code == "setting_locked"
    assert machine.files() == {}


def test_a_draft_that_is_only_tried_holds_no_secret() -> None:
    tried = repr(answers_of(DRAFT, PAGES, hide_secrets=True))
    assert "sandi" not in tried
    assert "sandi" not in repr(DRAFT)
    assert "sandi sentral" in repr(answers_of(DRAFT, PAGES))


async def test_another_letter_on_a_desk_with_tickets_is_asked_about(tmp_path: Path) -> None:
    paths = DeskPaths.for_home(tmp_path)
    paths.create()
    setup = MachineSetup(paths, SettingsStore.of(paths), lambda: STATUS, has_history=True)
    found = await setup.check(LETTER, SetupDraft(letter="B"))
    assert [verdict.level for verdict in found] == [Level.ODD]
    assert found[0].values == {"old": "A", "letter": "B"}


async def test_accounts_that_it_wrote_by_hand_are_left_to_it(machine: Machine) -> None:
    (machine.paths.config / "line.toml").write_text(
        '[[account]]\nname = "trunk"\nuser = "112"\ndomain = "pbx"\n'
    )
    found = await machine.setup.check(LINE, DRAFT)
    assert [(verdict.code, verdict.level) for verdict in found] == [("setup_accounts_by_hand", Level.STOP)]


async def test_a_shared_folder_is_a_setting_and_a_file_is_none(machine: Machine, tmp_path: Path) -> None:
    await machine.setup.save(SetupDraft(map_source=str(tmp_path)), [MAP])
    assert machine.settings.text("map.pack_folder") == str(tmp_path)
    await machine.setup.save(SetupDraft(map_source=str(tmp_path / "batola.btmap")), [MAP])
    assert machine.settings.text("map.pack_folder") == ""


def test_an_exchange_may_be_named_as_people_write_it() -> None:
    assert [as_uri(text) for text in ("pbx", " sip:pbx ", "SIPS:pbx", "")] == [
        "sip:pbx",
        "sip:pbx",
        "SIPS:pbx",
        "",
    ]
