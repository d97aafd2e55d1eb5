"""A signed update on a machine: staged, installed by the desk's own command, taken back, and again."""

from __future__ import annotations

import json
import shutil
import sqlite3
import time
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from batola_desk.app.setup.setup_words import Code
from batola_desk.updates.manifest import Notes
from installer.wine_prefix import as_windows
from tests.installer.conftest import NEWER, OLDER, Installers
from tests.installer.wine_machine import WineMachine, snapshot
from tests.support.update_packages import write_config
from tools.update_package import make_package

HOME = r"C:\Program Files\Batola Desk"
PROGRAM = HOME + r"\program"
MACHINE = r"C:\ProgramData\BatolaDesk"
UNINSTALL_KEY = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\BatolaDesk"
ROLLBACK_LIMIT_S = 120.0  # what the centre was promised, from the key to the version before


def _deskctl(machine: WineMachine, *words: str) -> tuple[int, str]:
    return machine.run(str(machine.path(PROGRAM + r"\batola-deskctl.exe")), *words)


def _upgraded(machine: WineMachine, installers: Installers) -> None:
    code, log = machine.setup(installers.newer)
    assert code == Code.DONE, log


def _ended(machine: WineMachine, limit_s: float = 600.0) -> str:
    """Wait for the setup that was started detached; returns its log."""
    log = machine.path(MACHINE + r"\updates\setup.log")

    def is_over() -> bool:
        text = log.read_text(errors="replace") if log.exists() else ""
        return text.rstrip().endswith(("Selesai.", "Done.")) or "GAGAL (" in text

    machine.wait_for(is_over, limit_s)
    return log.read_text(errors="replace")


@pytest.fixture
def package(installers: Installers, desk_machine: WineMachine, tmp_path: Path) -> Path:
    """A package on a stick, and the key that makes it believable in the machine's configuration."""
    key = Ed25519PrivateKey.generate()
    installer = tmp_path / f"BatolaDesk-{NEWER}-x64.exe"
    shutil.copyfile(installers.newer, installer)
    stick = tmp_path / "stick"
    make_package(installer, key, stick, minimum=OLDER, notes=Notes(id="Uji coba."))
    write_config(desk_machine.path(MACHINE + r"\config"), key)
    return stick


def test_an_update_is_staged_installed_and_taken_back_within_two_minutes(
    desk_machine: WineMachine, package: Path
) -> None:
    machine = desk_machine
    older = snapshot(machine.path(PROGRAM))
    journal = machine.path(MACHINE + r"\data\journal.sqlite")
    journal.write_bytes(b"what people wrote")
    config = snapshot(machine.path(MACHINE + r"\config"))
    code, said = _deskctl(machine, "update", "rollback")
    assert (code, "tidak ada versi sebelumnya" in said) == (3, True)

    code, said = _deskctl(machine, "update", "stage", as_windows(package))
    assert code == Code.DONE, said
    code, said = _deskctl(machine, "update", "install")
    assert code == Code.DONE, said
    log = _ended(machine)
    assert "GAGAL" not in log
    assert machine.path(PROGRAM + r"\app\resources\newer.txt").exists()
    assert snapshot(machine.path(HOME + r"\previous")) == older
    assert machine.registry_value(UNINSTALL_KEY, "DisplayVersion") == NEWER
    code, said = _deskctl(machine, "update", "status")
    assert f"{OLDER} → {NEWER}: terpasang" in said

    began_s = time.monotonic()
    code, said = _deskctl(machine, "update", "rollback")
    assert code == Code.DONE, said
    log = _ended(machine, ROLLBACK_LIMIT_S)
    took_s = time.monotonic() - began_s
    print(f"rollback: {took_s:.1f} s")
    assert "GAGAL" not in log
    assert took_s < ROLLBACK_LIMIT_S
    assert snapshot(machine.path(PROGRAM)) == older
    assert machine.path(HOME + r"\previous\app\resources\newer.txt").exists()
    assert machine.registry_value(UNINSTALL_KEY, "DisplayVersion") == OLDER
    assert machine.registry_value(r"Software\BatolaDesk", "PreviousVersion") == NEWER
    assert snapshot(machine.path(MACHINE + r"\config")) == config
    assert journal.read_bytes() == b"what people wrote"
    code, said = _deskctl(machine, "doctor", "--installed")
    assert code == Code.DONE, said

    _deskctl(machine, "update", "rollback")  # the same command goes forward again
    assert "GAGAL" not in _ended(machine, ROLLBACK_LIMIT_S)
    assert machine.path(PROGRAM + r"\app\resources\newer.txt").exists()


def test_no_way_back_behind_a_journal_of_tomorrow_and_none_with_half_a_version(
    desk_machine: WineMachine, installers: Installers
) -> None:
    machine = desk_machine
    _upgraded(machine, installers)
    home = snapshot(machine.path(HOME))
    journal = machine.path(MACHINE + r"\data\journal.sqlite")
    database = sqlite3.connect(journal)
    database.execute("CREATE TABLE alembic_version (version_num)")
    database.execute("INSERT INTO alembic_version VALUES ('0999')")
    database.commit()
    database.close()
    before = journal.read_bytes()
    rollback = str(machine.path(HOME + r"\rollback.exe"))
    code, _said = machine.run(rollback, "/S", r"/LOG=C:\back.log")
    log = machine.path(r"C:\back.log").read_text(errors="replace")
    assert code == Code.PREVIOUS_UNFIT, log
    assert "0999" in log
    assert (journal.read_bytes(), snapshot(machine.path(HOME))) == (before, home)

    journal.unlink()
    damaged = machine.path(HOME + r"\previous\python312.dll")
    damaged.write_bytes(damaged.read_bytes() + b"x")
    assert machine.run(rollback, "/S", r"/LOG=C:\back.log")[0] == Code.PREVIOUS_UNFIT
    assert machine.path(PROGRAM + r"\app\resources\newer.txt").exists()


def test_a_rollback_that_was_killed_between_two_renames_is_finished(
    desk_machine: WineMachine, installers: Installers
) -> None:
    machine = desk_machine
    _upgraded(machine, installers)
    rollback = str(machine.path(HOME + r"\rollback.exe"))
    program, previous = machine.path(PROGRAM), machine.path(HOME + r"\previous")
    older = snapshot(previous)
    program.rename(machine.path(HOME + r"\back"))  # after the first rename: no program at all
    assert machine.run(rollback, "/S")[0] == Code.DONE
    assert snapshot(program) == older
    assert not machine.path(HOME + r"\back").exists()
    previous.rename(machine.path(HOME + r"\back"))  # after the second
    assert machine.run(rollback, "/S")[0] == Code.DONE
    assert machine.path(PROGRAM + r"\app\resources\newer.txt").exists()


def test_an_open_desk_is_asked_before_it_goes_back(desk_machine: WineMachine, installers: Installers) -> None:
    machine = desk_machine
    _upgraded(machine, installers)
    rollback = str(machine.path(HOME + r"\rollback.exe"))
    log_file = machine.path(MACHINE + r"\log\desk.jsonl")

    def times_usable() -> int:
        return log_file.read_text(errors="replace").count('"desk usable"') if log_file.exists() else 0

    program = str(machine.path(PROGRAM + r"\batola-desk.exe"))
    with machine.running(program) as desk:
        machine.wait_for(lambda: times_usable() == 1)
        assert machine.run(rollback, "/S")[0] == Code.DESK_RUNNING
        assert desk.poll() is None
        code, said = _deskctl(machine, "update", "rollback")
        assert code == Code.DONE, said
        assert desk.wait(60) == 0
    assert "GAGAL" not in _ended(machine, ROLLBACK_LIMIT_S)
    lines = [json.loads(line)["message"] for line in log_file.read_text(errors="replace").splitlines()]
    assert "asked to close by setup" in lines
    machine.wait_for(lambda: times_usable() == 2)  # whoever works there finds the desk again
    assert _deskctl(machine, "close")[0] == Code.DONE
    assert not machine.path(PROGRAM + r"\app\resources\newer.txt").exists()
