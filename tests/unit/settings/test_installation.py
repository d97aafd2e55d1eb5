"""An installed desk: IT's configuration is only read, what people choose lies elsewhere and comes first."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from batola_desk.app.setup.windows_rights import access_list, folders_of
from batola_desk.settings.close_request import CLOSING, OFF_DUTY, CloseRequest
from batola_desk.settings.installation import Installation
from batola_desk.settings.paths import DeskPaths
from batola_desk.settings.store import SettingsStore


def test_people_choose_without_touching_what_it_wrote(tmp_path: Path) -> None:
    paths = DeskPaths.for_installation(Installation(tmp_path / "mesin", tmp_path / "disk" / "data"))
    paths.create()
    by_it = paths.config / "settings.toml"
    by_it.write_text('[desk]\nletter = "C"\n[screen]\ntheme = "light"\n')
    before = by_it.read_bytes()
    store = SettingsStore.of(paths)
    assert (store.text("desk.letter"), store.text("screen.theme")) == ("C", "light")
    store.set("screen.theme", "dark")
    again = SettingsStore.of(paths)
    assert (again.text("desk.letter"), again.text("screen.theme")) == ("C", "dark")
    assert by_it.read_bytes() == before
    assert "letter" not in (paths.choices / "settings.toml").read_text()


def test_a_fault_in_its_file_is_told_and_costs_only_that_value(tmp_path: Path) -> None:
    paths = DeskPaths.for_installation(Installation(tmp_path, tmp_path / "data"))
    paths.create()
    (paths.config / "settings.toml").write_text('[desk]\nletter = "cc"\n[screen]\ntheme = "light"\n')
    store = SettingsStore.of(paths)
    assert store.text("screen.theme") == "light"
    assert [fault.key for fault in store.faults] == ["desk.letter"]


def test_one_folder_for_everything_where_nobody_is_kept_out(tmp_path: Path) -> None:
    paths = DeskPaths.for_home(tmp_path)
    assert paths.choices == paths.config
    SettingsStore.of(paths).set("desk.letter", "D")
    assert 'letter = "D"' in (paths.config / "settings.toml").read_text()


def test_only_administrators_change_the_configuration() -> None:
    machine = Installation(Path("C:/ProgramData/BatolaDesk"), Path("D:/Data"), "S-1-5-21-1-2-3-1001")
    rights = folders_of(machine)
    assert rights[machine.root / "config"] is False
    assert rights[machine.root / "updates"] is False  # programs that IT's task starts with all rights
    assert rights[machine.data] is True
    assert rights[DeskPaths.for_installation(machine).recordings] is True  # made for the people, not by one
    read = access_list(machine.operators, may_write=False)
    assert read == "D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;S-1-5-21-1-2-3-1001)"
    assert "0x1301bf" in access_list(machine.operators, may_write=True)
    for everybody in ("WD", "BU", "AU"):  # everyone, users, authenticated users
        assert f";;;{everybody})" not in read


def test_a_question_is_heard_once_and_answered(tmp_path: Path) -> None:
    setup, desk = CloseRequest(tmp_path), CloseRequest(tmp_path)
    assert not desk.take()
    setup.ask()
    assert setup.answer() == ""
    assert desk.take()
    assert not desk.take()
    desk.reply(CLOSING)
    assert setup.answer() == CLOSING
    setup.withdraw()
    assert setup.answer() == ""


def test_whoever_asks_says_whether_the_desk_shall_be_back(tmp_path: Path) -> None:
    setup, desk = CloseRequest(tmp_path), CloseRequest(tmp_path)
    setup.ask(opens_again=True)
    assert desk.take()
    assert desk.opens_again()
    setup.ask()  # a removal after an update that was refused
    assert desk.take()
    assert not desk.opens_again()
    setup.ask(opens_again=True)
    setup.withdraw()
    assert not desk.opens_again()


def test_a_careful_question_is_never_taken_for_the_other_one(tmp_path: Path) -> None:
    """The desk looks at the very moment at which the question is written."""
    setup, desk = CloseRequest(tmp_path), CloseRequest(tmp_path)
    ended = threading.Event()
    heard: set[str] = set()

    def hear() -> None:
        while not ended.is_set():
            heard.add(desk.take())

    thread = threading.Thread(target=hear)
    thread.start()
    for _ in range(300):
        setup.ask(OFF_DUTY)
    ended.set()
    thread.join()
    assert heard <= {"", OFF_DUTY}
    assert OFF_DUTY in heard


def test_a_question_of_yesterday_closes_nothing(tmp_path: Path) -> None:
    CloseRequest(tmp_path).ask()
    os.utime(tmp_path / "close-request", (1, 1))
    assert not CloseRequest(tmp_path).take()
