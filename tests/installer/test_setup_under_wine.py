"""The real installer on a machine: what it puts there, what it refuses, what it takes back."""

from __future__ import annotations

import json
import subprocess
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from batola_desk.app.setup.setup_words import Code
from batola_desk.telephony.config import LineConfig
from batola_desk.telephony.leg_types import LegState
from batola_desk.telephony.listener import QuietListener
from batola_desk.telephony.user_agent import UserAgent
from installer.wine_prefix import as_windows
from tests.installer.conftest import NEWER, OLDER, Installers
from tests.installer.wine_machine import SETUP_LIMIT_S, WineMachine, snapshot
from tests.support.ports import free_port

HOME = r"C:\Program Files\Batola Desk"
PROGRAM = HOME + r"\program"
MACHINE = r"C:\ProgramData\BatolaDesk"
UNINSTALL_KEY = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\BatolaDesk"
DAMAGED = 2  # NSIS' own check of its file, before any word of ours
RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"


def _shortcuts(machine: WineMachine) -> set[str]:
    return {path.name for path in machine.drive.rglob("Batola Desk.lnk")}


def _shortcuts_on_the_desktop(machine: WineMachine) -> list[str]:
    return [path.name for path in machine.drive.rglob("Batola Desk.lnk") if path.parent.name == "Desktop"]


def _uninstall(machine: WineMachine, *words: str) -> tuple[int, str]:
    """Run the uninstaller in its place: with ``_?=`` it neither copies itself away nor returns early."""
    code = machine.run_line(rf'"{HOME}\uninstall.exe" /S /LOG=C:\remove.log {" ".join(words)} _?={HOME}')
    return code, machine.path(r"C:\remove.log").read_text(encoding="utf-8", errors="replace")


def test_a_fresh_installation_is_the_payload_and_works(
    installed_machine: WineMachine, installers: Installers
) -> None:
    machine = installed_machine
    assert snapshot(machine.path(PROGRAM)) == snapshot(installers.payload)
    home = {path.name for path in machine.path(HOME).iterdir()}
    assert home == {"program", "reopen.exe", "rollback.exe", "uninstall.exe"}
    config = machine.path(MACHINE + r"\config")
    assert tomllib.loads((config / "settings.toml").read_text()) == {"desk": {"letter": "B"}}
    line = (config / "line.toml").read_text()
    assert "rahasia-112" not in line
    assert tomllib.loads(line)["sip"]["password"].startswith("dpapi:")
    for name in ("data", "log", "run", "dumps"):
        assert machine.path(rf"{MACHINE}\{name}").is_dir()
    assert machine.registry_value(UNINSTALL_KEY, "DisplayVersion") == OLDER
    assert machine.registry_value(UNINSTALL_KEY, "InstallLocation") == HOME
    assert machine.registry_value(r"Software\BatolaDesk", "MachineFolder") == MACHINE
    assert machine.registry_value(RUN_KEY, "BatolaDesk") is None
    assert machine.registry_value(
        r"System\CurrentControlSet\Services\EventLog\Application\BatolaDesk", "EventMessageFile"
    )
    assert _shortcuts(machine) == {"Batola Desk.lnk"}
    assert _shortcuts_on_the_desktop(machine)
    log = machine.path(MACHINE + rf"\log\setup-{OLDER}.log").read_text(errors="replace")
    assert "firewall: udp 0, tcp 0" in log
    for check in ("berkas", "pustaka", "konfigurasi", "folder", "latihan"):
        assert f"OK  {check}" in log
    assert "peta digambar" in log
    assert "panggilan diterima dan direkam" in log
    assert "rahasia-112" not in log
    assert not machine.path(MACHINE + r"\config\before-setup").exists()


def test_every_option_of_a_silent_installation(machine: WineMachine, installers: Installers) -> None:
    answers = machine.path(r"C:\meja c.toml")
    answers.write_text('[settings.desk]\nletter = "B"\n[line.sip]\nuser = "112x"\n', encoding="utf-8")
    words = (
        r'"/CONFIG=C:\meja c.toml" /AUTOSTART=1 /DESKTOP=0 /FIREWALL=0 /DATA="C:\Data 112" /LOG=C:\setup.log'
    )
    words += " /DSN=postgresql://db1,db2:5433/ruang /DSNPASSWORD=rahasia-113 /WORKSTATION=C /SIPUSER=112c"
    words += " /SIPAUTHUSER=masuk-c /SIPPASSWORD=rahasia-115 /SIPREGISTRAR=sip:pbx.112.batola /SIPPORT=5070"
    words += " /SIPPROXY=sip:10.0.0.5:5060;transport=tcp /OPERATORS=S-1-5-32-545 /CLOSE=1"
    code = machine.run_line(rf"{as_windows(installers.this)} /S {words} /D=C:\Meja 112")
    log = machine.path(r"C:\setup.log").read_text(encoding="utf-8", errors="replace")
    assert code == Code.DONE, log
    assert machine.path(r"C:\Meja 112\program\batola-desk.exe").exists()
    assert machine.path(r"C:\Data 112\BatolaDesk\recordings").is_dir()
    assert machine.registry_value(RUN_KEY, "BatolaDesk") == r'"C:\Meja 112\program\batola-desk.exe"'
    config = machine.path(MACHINE + r"\config")
    assert tomllib.loads((config / "settings.toml").read_text())["desk"]["letter"] == "C"
    assert tomllib.loads((config / "secretariat.toml").read_text())["secretariat"]["hosts"] == [
        "db1:5432",
        "db2:5433",
    ]
    assert (config / "room.secret").read_text().startswith("dpapi:")
    sip = tomllib.loads((config / "line.toml").read_text())["sip"]
    assert sip.pop("password").startswith("dpapi:")
    assert sip == {
        "user": "112c",  # what stands on the command line counts before the file
        "auth_user": "masuk-c",
        "registrar": "sip:pbx.112.batola",
        "outbound_proxy": "sip:10.0.0.5:5060;transport=tcp",
        "sip_port": 5070,
    }
    assert machine.registry_value(r"Software\BatolaDesk", "Operators") == "S-1-5-32-545"
    assert not _shortcuts_on_the_desktop(machine)
    assert "firewall:" not in log
    assert "rahasia-11" not in log
    code, said = machine.run(str(machine.path(r"C:\Meja 112\program\batola-deskctl.exe")), "doctor")
    assert r"C:\Data 112\BatolaDesk" in said
    assert "rahasia-113" not in said


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["/WORKSTATION=b"], Code.CONFIGURATION_BAD),
        (["/SIPPORT=99999"], Code.CONFIGURATION_BAD),
        ([r"/CONFIG=C:\tidak-ada.toml"], Code.CONFIGURATION_BAD),
        (["/WORKSTASION=B"], Code.OPTION_BAD),
    ],
)
def test_a_bad_configuration_changes_nothing(
    machine: WineMachine, installers: Installers, words: list[str], code: Code
) -> None:
    assert machine.setup(installers.this, *words)[0] == code
    assert not machine.path(HOME).exists()
    assert not machine.path(MACHINE).exists()
    assert "batoladesk" not in machine.registry().lower()


def test_an_upgrade_keeps_every_byte_of_configuration_and_data(
    desk_machine: WineMachine, installers: Installers
) -> None:
    machine = desk_machine
    journal = machine.path(MACHINE + r"\data\journal.sqlite")
    journal.write_bytes(b"what people wrote")
    line = machine.path(MACHINE + r"\config\line.toml")
    line.write_bytes(b"# dari TI\r\n" + line.read_bytes())
    before = snapshot(machine.path(MACHINE + r"\config"))
    code, log = machine.setup(installers.newer)
    assert code == Code.DONE, log
    assert snapshot(machine.path(MACHINE + r"\config")) == before
    assert journal.read_bytes() == b"what people wrote"
    assert machine.path(PROGRAM + r"\app\resources\newer.txt").exists()
    assert not machine.path(HOME + r"\old").exists()
    assert machine.registry_value(UNINSTALL_KEY, "DisplayVersion") == NEWER

    assert machine.setup(installers.this)[0] == Code.NEWER_INSTALLED  # and never back without being removed
    assert machine.path(PROGRAM + r"\app\resources\newer.txt").exists()


def test_a_newer_version_that_does_not_work_is_taken_back(
    desk_machine: WineMachine, installers: Installers
) -> None:
    machine = desk_machine
    program = snapshot(machine.path(HOME))
    config = snapshot(machine.path(MACHINE + r"\config"))
    code, log = machine.setup(installers.broken, "/SIPUSER=lain")
    assert code == Code.SELF_TEST_FAILED, log
    assert snapshot(machine.path(HOME)) == program
    assert snapshot(machine.path(MACHINE + r"\config")) == config
    assert machine.registry_value(UNINSTALL_KEY, "DisplayVersion") == OLDER


def test_an_installation_that_does_not_work_leaves_no_trace(
    machine: WineMachine, installers: Installers
) -> None:
    assert machine.setup(installers.broken, "/WORKSTATION=B")[0] == Code.SELF_TEST_FAILED
    assert not machine.path(HOME).exists()
    assert not machine.path(MACHINE).exists()
    assert "batoladesk" not in machine.registry().lower()


def test_an_upgrade_that_was_killed_goes_back_first(
    desk_machine: WineMachine, installers: Installers
) -> None:
    """As after a power cut in the middle: both versions lie there, nobody was sure of the new one."""
    machine = desk_machine
    good = snapshot(machine.path(PROGRAM))
    machine.path(PROGRAM).rename(machine.path(HOME + r"\old"))
    machine.path(PROGRAM).mkdir()
    machine.path(PROGRAM + r"\half.txt").write_text("half a version")
    code, _log = machine.setup(installers.newer, "/WORKSTATION=bb")  # refused, after the old one was put back
    assert code == Code.CONFIGURATION_BAD
    assert snapshot(machine.path(PROGRAM)) == good
    assert not machine.path(HOME + r"\old").exists()


@pytest.mark.parametrize("stage", ["Self test: ", "Registering with Windows"])
def test_after_a_power_cut_the_next_setup_knows_what_is_what(
    desk_machine: WineMachine, installers: Installers, stage: str
) -> None:
    """The new version lies in the old one's place and nobody is sure of it: it is tried once more."""
    machine = desk_machine
    older = snapshot(machine.path(PROGRAM))
    config = snapshot(machine.path(MACHINE + r"\config"))
    setup_log = machine.path(r"C:\setup.log")
    setup_log.unlink()  # of the first installation
    with machine.running(str(installers.newer), "/S", r"/LOG=C:\setup.log", "/SIPUSER=lain"):
        machine.wait_for(
            lambda: setup_log.exists() and stage in setup_log.read_text(errors="replace"), SETUP_LIMIT_S
        )
        machine.stop()  # everything that runs there, at once
    assert snapshot(machine.path(HOME + r"\old")) == older
    code, log = machine.setup(installers.newer)
    assert code == Code.DONE, log
    assert "versi lama dipulihkan" in log
    assert snapshot(machine.path(HOME + r"\previous")) == older
    assert machine.path(PROGRAM + r"\app\resources\newer.txt").exists()
    assert machine.registry_value(UNINSTALL_KEY, "DisplayVersion") == NEWER
    assert machine.registry_value(r"Software\BatolaDesk", "PreviousVersion") == OLDER
    assert machine.registry_value(r"Software\BatolaDesk", "UnsureUpgradeFrom") is None
    assert snapshot(machine.path(MACHINE + r"\config")) == config
    home = {path.name for path in machine.path(HOME).iterdir()}
    assert home == {"previous", "program", "reopen.exe", "rollback.exe", "uninstall.exe"}


def test_a_disk_that_fills_in_the_middle_of_an_upgrade(machine: WineMachine, installers: Installers) -> None:
    small = machine.path(r"C:\kecil")
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=330m", "none", str(small)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("a small disk cannot be mounted here")
    try:
        line = rf"{as_windows(installers.this)} /S /WORKSTATION=B /LOG=C:\setup.log /D=C:\kecil\Meja"
        assert machine.run_line(line) == Code.DONE
        home = snapshot(machine.path(r"C:\kecil\Meja"))
        config = snapshot(machine.path(MACHINE + r"\config"))
        code, log = machine.setup(installers.newer)
        assert code == Code.CANNOT_WRITE, log
        assert f"GAGAL ({Code.CANNOT_WRITE.value})" in log
        assert snapshot(machine.path(r"C:\kecil\Meja")) == home
        assert snapshot(machine.path(MACHINE + r"\config")) == config
        assert machine.registry_value(UNINSTALL_KEY, "DisplayVersion") == OLDER
    finally:
        machine.stop()
        subprocess.run(["umount", str(small)], check=True)


def test_a_setup_file_that_was_damaged_on_its_way_does_nothing(
    machine: WineMachine, installers: Installers, tmp_path: Path
) -> None:
    damaged = tmp_path / "BatolaDesk-damaged.exe"
    content = bytearray(installers.this.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    assert machine.setup(damaged, "/WORKSTATION=B")[0] == DAMAGED
    assert not machine.path(HOME).exists()
    assert not machine.path(MACHINE).exists()


def test_a_running_desk_is_not_touched_and_closes_when_asked(
    desk_machine: WineMachine, installers: Installers
) -> None:
    machine = desk_machine
    before = snapshot(machine.path(PROGRAM))
    desk = str(machine.path(PROGRAM + r"\batola-desk.exe"))
    log_file = machine.path(MACHINE + r"\log\desk.jsonl")
    with machine.running(desk) as process:
        machine.wait_for(lambda: _times_usable(log_file) == 1)
        assert machine.setup(installers.newer)[0] == Code.DESK_RUNNING
        assert snapshot(machine.path(PROGRAM)) == before
        assert _uninstall(machine)[0] == Code.DESK_RUNNING
        assert process.poll() is None
        code, log = machine.setup(installers.newer, "/CLOSE=1")
        assert code == Code.DONE, log
        assert process.wait(60) == 0
    lines = [json.loads(line) for line in log_file.read_text(errors="replace").splitlines()]
    assert "asked to close by setup" in {line["message"] for line in lines}
    assert machine.path(PROGRAM + r"\app\resources\newer.txt").exists()
    machine.wait_for(lambda: _times_usable(log_file) == 2)  # whoever works there finds the desk again
    code, said = machine.run(str(machine.path(PROGRAM + r"\batola-deskctl.exe")), "close")
    assert code == Code.DONE, said


def _times_usable(log_file: Path) -> int:
    return log_file.read_text(errors="replace").count('"desk usable"') if log_file.exists() else 0


def test_a_desk_with_a_caller_is_never_closed(desk_machine: WineMachine, installers: Installers) -> None:
    """The caller rings: /CLOSE=1 is refused by setup and by the removal."""
    machine = desk_machine
    home = snapshot(machine.path(HOME))
    desk = str(machine.path(PROGRAM + r"\batola-desk.exe"))
    ctl = str(machine.path(PROGRAM + r"\batola-deskctl.exe"))
    log_file = machine.path(MACHINE + r"\log\desk.jsonl")
    port, caller_port = free_port(), free_port()
    words = ("--sip-host", "127.0.0.1", "--sip-port", str(port))
    words += ("--training-peer", f"127.0.0.1:{caller_port}")
    with machine.running(desk, *words) as process:
        machine.wait_for(lambda: _times_usable(log_file) == 1)
        line_log = log_file.with_name("line.jsonl")  # a call that comes before the line is given up
        machine.wait_for(lambda: line_log.exists() and '"the telephone line is up"' in line_log.read_text())
        with _caller(caller_port) as caller:
            call = caller.dial(f"sip:112@127.0.0.1:{port}")
            machine.wait_for(lambda: call.state is LegState.EARLY, 60.0)
            code, log = machine.setup(installers.newer, "/CLOSE=1")
            assert code == Code.LIVE_CALL, log
            assert _uninstall(machine, "/CLOSE=1")[0] == Code.LIVE_CALL
            assert process.poll() is None
            assert call.state is LegState.EARLY
            assert snapshot(machine.path(HOME)) == home
            call.hang_up()
        machine.wait_for(lambda: machine.run(ctl, "close", "--limit", "20")[0] == Code.DONE, 120.0)
        assert process.wait(60) == 0


@contextmanager
def _caller(port: int) -> Iterator[UserAgent]:
    """A telephone outside of the machine: its call rings as long as we want."""
    config = LineConfig(bind_host="127.0.0.1", bind_port=port, user="0810")
    agent = UserAgent(config, QuietListener())
    agent.start()
    try:
        yield agent
    finally:
        agent.stop()


def test_a_desk_opened_while_setup_works_waits_for_its_end(
    desk_machine: WineMachine, installers: Installers
) -> None:
    machine = desk_machine
    log_file = machine.path(MACHINE + r"\log\desk.jsonl")
    desk = str(machine.path(PROGRAM + r"\batola-desk.exe"))
    setup_log = machine.path(r"C:\setup.log")
    setup_log.unlink()  # of the first installation
    with machine.running(str(installers.newer), "/S", r"/LOG=C:\setup.log") as setup:
        machine.wait_for(lambda: setup_log.exists() and "Unpacking" in setup_log.read_text(errors="replace"))
        with machine.running(desk) as opened:
            assert opened.wait(60) == 0  # leaves the folder at once
        assert _times_usable(log_file) == 0
        assert setup.wait(SETUP_LIMIT_S) == Code.DONE, setup_log.read_text(errors="replace")
    machine.wait_for(lambda: _times_usable(log_file) == 1)
    assert machine.run(str(machine.path(PROGRAM + r"\batola-deskctl.exe")), "close")[0] == Code.DONE


def test_removing_keeps_what_people_wrote_and_says_so(desk_machine: WineMachine) -> None:
    machine = desk_machine
    journal = machine.path(MACHINE + r"\data\journal.sqlite")
    journal.write_bytes(b"what people wrote")
    code, log = _uninstall(machine)
    assert code == Code.DONE
    assert MACHINE in log
    assert "dpapi:" in machine.path(MACHINE + r"\config\line.toml").read_text()
    assert journal.read_bytes() == b"what people wrote"
    assert not machine.path(PROGRAM).exists()
    assert not _shortcuts(machine)
    assert machine.registry_value(UNINSTALL_KEY, "DisplayVersion") is None
    assert machine.registry_value(r"Software\BatolaDesk", "DataFolder")  # a new installation finds its data


def test_purging_removes_everything(desk_machine: WineMachine) -> None:
    machine = desk_machine
    machine.path(MACHINE + r"\data\journal.sqlite").write_bytes(b"what people wrote")
    assert _uninstall(machine, "/PURGE=1")[0] == Code.DONE
    assert not machine.path(MACHINE).exists()
    assert not machine.path(PROGRAM).exists()
    assert "batoladesk" not in machine.registry().lower()
