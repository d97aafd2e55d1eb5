"""What IT answers reaches the right files, is checked by the program's own rules, and can be taken back."""

from __future__ import annotations

import argparse
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from batola_desk.app.commands import configure as configure_command
from batola_desk.app.commands.configure import FOLDER_VARIABLE, LINE_VARIABLE, run_configure
from batola_desk.app.setup import machine_config
from batola_desk.app.setup.configure_options import OptionError, read_answers, read_words
from batola_desk.app.setup.setup_words import Code
from batola_desk.settings.installation import Installation
from batola_desk.updates.attempt import Attempt, Kind, note_attempt, read_outcome
from tests.installer.wine_machine import snapshot

NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)

ANSWERS = """
operators = "petugas112"

[settings.desk]
letter = "C"

[line.sip]
registrar = "sip:pbx.112.batola"

[[line.account]]
name = "trunk"
user = "112c"
domain = "pbx.112.batola"
password = "sangat rahasia"

[secretariat.secretariat]
hosts = ["db1", "db2:5433"]
database = "ruang"
password = "kata sandi meja"
"""


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> dict[str, Installation]:
    """Stands in for the registry, which this system does not have."""
    kept: dict[str, Installation] = {}
    monkeypatch.setattr(configure_command, "read_registry", lambda: kept.get("machine"))
    monkeypatch.setattr(configure_command, "write_registry", lambda made: kept.update(machine=made))
    monkeypatch.setattr(configure_command, "forget_registry", kept.clear)
    return kept


def configure(root: Path, *words: str, **how: bool) -> int:
    arguments = {"check": False, "undo": False, "keep": False, "root": root, "words": list(words), **how}
    return run_configure(argparse.Namespace(**arguments))


def read(path: Path) -> dict[str, object]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def test_options_reach_their_files(tmp_path: Path, registry: dict[str, Installation]) -> None:
    root = tmp_path / "mesin"
    words = (
        "/WORKSTATION=B",
        "/SIPUSER=112b",
        "/SIPPORT=5070",
        "/DSN=postgresql://meja_b@db1,db2:5433/ruang",
    )
    assert configure(root, *words, "/DSNPASSWORD=sandi meja b") == Code.DONE
    config = root / "config"
    assert read(config / "settings.toml") == {"desk": {"letter": "B"}}
    assert read(config / "line.toml") == {"sip": {"user": "112b", "sip_port": 5070}}
    room = read(config / "secretariat.toml")["secretariat"]
    assert room == {
        "hosts": ["db1:5432", "db2:5433"], "database": "ruang", "login": "meja_b",
        "password_file": "room.secret",
    }  # fmt: skip
    assert (config / "room.secret").read_text() == "sandi meja b\n"
    assert registry["machine"] == Installation(root, root / "data")


def test_a_file_of_answers_and_options_before_it(tmp_path: Path, registry: dict[str, Installation]) -> None:
    file = tmp_path / "meja.toml"
    file.write_text(ANSWERS, encoding="utf-8")
    root = tmp_path / "mesin"
    data = tmp_path / "disk lain"
    assert configure(root, f"/CONFIG={file}", "/WORKSTATION=D", f"/DATA={data}") == Code.DONE
    assert read(root / "config" / "settings.toml") == {"desk": {"letter": "D"}}
    line = read(root / "config" / "line.toml")
    assert line["account"] == [
        {"name": "trunk", "user": "112c", "domain": "pbx.112.batola", "password": "sangat rahasia"}
    ]
    assert "kata sandi meja" not in (root / "config" / "secretariat.toml").read_text()
    assert registry["machine"] == Installation(root, data / "BatolaDesk", "petugas112")


def test_a_file_is_looked_for_beside_the_installer(
    tmp_path: Path, registry: dict[str, Installation], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "meja b.toml").write_text('[settings.desk]\nletter = "B"\n')
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    monkeypatch.setenv(LINE_VARIABLE, '/S /CLOSE=1 /CONFIG="meja b.toml" /LOG=C:\\x.log')
    monkeypatch.setenv("BATOLA_SETUP_FIELD_SIPUSER", "112b")
    assert configure(tmp_path / "mesin") == Code.DONE
    assert read(tmp_path / "mesin" / "config" / "settings.toml") == {"desk": {"letter": "B"}}
    assert read(tmp_path / "mesin" / "config" / "line.toml") == {"sip": {"user": "112b"}}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["/WORKSTATION=bb"], Code.CONFIGURATION_BAD),
        (["/SIPPORT=99999"], Code.CONFIGURATION_BAD),
        (["/SIPPORT=lima"], Code.OPTION_BAD),
        (["/SIPREGISTRAR=bukan alamat"], Code.CONFIGURATION_BAD),
        (["/DSN=mysql://db1/ruang"], Code.OPTION_BAD),
        (["/DSN=postgresql://meja:sandi@db1/ruang"], Code.OPTION_BAD),
        (["/DSN=postgresql://db1/ruang"], Code.CONFIGURATION_BAD),  # without a password
        (["/WORKSTATION=B", "/WORKSTATION=C"], Code.OPTION_BAD),
        (["/WORKSTASION=B"], Code.OPTION_BAD),
        (["/CLOSE=ya"], Code.OPTION_BAD),
        (["/DATA=data"], Code.OPTION_BAD),
        (["/CONFIG=tidak-ada.toml"], Code.CONFIGURATION_BAD),
    ],
)
@pytest.mark.parametrize("check", [True, False])
def test_what_is_wrong_changes_nothing(
    tmp_path: Path, registry: dict[str, Installation], words: list[str], code: Code, check: bool
) -> None:
    root = tmp_path / "mesin"
    assert configure(root, *words, check=check) == code
    assert not root.exists()
    assert not registry


def test_a_secret_is_not_repeated_in_words(
    tmp_path: Path,
    registry: dict[str, Installation],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    log = tmp_path / "setup.log"
    monkeypatch.setenv("BATOLA_SETUP_LOG", str(log))
    configure(tmp_path / "mesin", "/SIPPASSWORD=sangatrahasia", "/SIPPORT=99999")
    configure(tmp_path / "mesin", "/SIPPASSWORD=sangatrahasia", "/DSN=postgresql://x:sangatrahasia@db1/ruang")
    configure(tmp_path / "mesin", "/SIPPASSWORD=sangatrahasia")
    monkeypatch.setenv(LINE_VARIABLE, "/SIPPASSWORD=kata sangatrahasia")
    configure(tmp_path / "mesin")
    assert "sangatrahasia" not in capsys.readouterr().out + log.read_text()
    assert "sip" in log.read_text()


def test_checking_writes_nothing(tmp_path: Path, registry: dict[str, Installation]) -> None:
    root = tmp_path / "mesin"
    assert configure(root, "/WORKSTATION=B", check=True) == Code.DONE
    assert not root.exists()
    assert not registry


def test_without_options_nothing_is_written_again(tmp_path: Path, registry: dict[str, Installation]) -> None:
    root = tmp_path / "mesin"
    configure(root, "/WORKSTATION=B", "/SIPUSER=112b")
    line = root / "config" / "line.toml"
    line.write_text("# dari TI\n" + line.read_text())
    before = snapshot(root / "config"), line.stat().st_mtime_ns
    assert configure(root) == Code.DONE
    assert configure(root, keep=True) == Code.DONE
    after = snapshot(root / "config"), line.stat().st_mtime_ns
    assert {name: digest for name, digest in before[0].items() if "before-setup" not in name} == after[0]
    assert before[1] == after[1]


def test_an_option_changes_only_what_it_names(tmp_path: Path, registry: dict[str, Installation]) -> None:
    root = tmp_path / "mesin"
    configure(root, "/SIPUSER=112b", "/SIPREGISTRAR=sip:pbx.112.batola")
    configure(root, "/SIPREGISTRAR=sip:pbx2.112.batola")
    assert read(root / "config" / "line.toml") == {
        "sip": {"user": "112b", "registrar": "sip:pbx2.112.batola"}
    }


def test_undo_brings_back_every_byte(tmp_path: Path, registry: dict[str, Installation]) -> None:
    root = tmp_path / "mesin"
    configure(root, "/SIPUSER=112b")
    configure(root, keep=True)
    before = snapshot(root / "config")
    configure(root, "/SIPUSER=112c", "/WORKSTATION=C")
    assert snapshot(root / "config") != before
    assert configure(root, undo=True) == Code.DONE
    assert snapshot(root / "config") == before
    assert configure(root, undo=True) == Code.DONE  # twice does no harm
    assert snapshot(root / "config") == before


def test_a_broken_file_on_the_machine_stops_an_upgrade_and_the_desk_learns_why(
    tmp_path: Path, registry: dict[str, Installation], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "mesin"
    configure(root, "/SIPUSER=112b")
    (root / "config" / "line.toml").write_text("[sip]\npassword = 9182736450\n")
    log = note_attempt(tmp_path, Attempt(kind=Kind.INSTALL, came_from="0.1.0", wanted="0.2.0", at=NOW))
    monkeypatch.setenv("BATOLA_SETUP_LOG", str(log))
    assert configure(root, check=True) == Code.CONFIGURATION_BAD
    with log.open("a") as end:
        end.write("GAGAL (17): x\r\n")
    outcome = read_outcome(tmp_path, installed="0.1.0", now=NOW)
    assert outcome is not None
    assert (outcome.reason, outcome.values["file"]) == ("update_config_refused", "line.toml")
    assert "password" in outcome.values["key"]
    assert "9182736450" not in log.read_text()  # what was found may be a secret


def test_what_cannot_be_written_is_taken_back(
    tmp_path: Path, registry: dict[str, Installation], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "mesin"
    configure(root, "/SIPUSER=112b")
    configure(root, keep=True)
    before = snapshot(root / "config")

    def no_rights(_made: Installation) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(configure_command, "write_registry", no_rights)
    assert configure(root, "/SIPUSER=112c") == Code.CONFIGURATION_NOT_WRITTEN
    assert snapshot(root / "config") == before


def test_words_are_read_as_windows_hands_them_over() -> None:
    line = '/S /WORKSTATION=B "/CONFIG=C:\\Program Files\\meja b.toml" /DATA="D:\\Data 112" /AUTOSTART=1'
    assert read_words(line) == {
        "S": "", "WORKSTATION": "B", "CONFIG": "C:\\Program Files\\meja b.toml", "DATA": "D:\\Data 112",
        "AUTOSTART": "1",
    }  # fmt: skip
    assert read_words("  ") == {}
    for bad in ("B", "/WORKSTATION=B C", "-S", "/=x"):
        with pytest.raises(OptionError):
            read_words(bad)


def test_an_unknown_table_in_the_answers_is_named(tmp_path: Path) -> None:
    file = tmp_path / "meja.toml"
    file.write_text('[setting.desk]\nletter = "C"\n')
    with pytest.raises(machine_config.ConfigError) as caught:
        read_answers({"CONFIG": str(file)}, tmp_path)
    assert (caught.value.key, caught.value.line) == ("setting", 1)
