"""secretariat.toml, and what is told when it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from batola_desk.sync.address import Host
from batola_desk.sync.config import load_room_settings
from batola_desk.sync.faults import SecretariatFault

GOOD = """
[secretariat]
hosts = ["db1.112.batola", "db2.112.batola:5433", "[::1]:5434"]
port = 6432
database = "ruang"
password_file = "meja_b.secret"
[tls]
ca = "ca.pem"
verify = "verify-ca"
"""


def folder_with(tmp_path: Path, text: str) -> Path:
    (tmp_path / "meja_b.secret").write_text("sandi rahasia\n")
    (tmp_path / "meja_b.secret").chmod(0o600)
    (tmp_path / "empty.secret").write_text("")
    (tmp_path / "ca.pem").write_text("")
    path = tmp_path / "secretariat.toml"
    path.write_text(text)
    return path


def test_without_a_file_the_desk_stands_alone(tmp_path: Path) -> None:
    assert load_room_settings(tmp_path / "secretariat.toml", desk="A") is None


def test_a_good_file_says_where_the_room_is_and_who_we_are(tmp_path: Path) -> None:
    settings = load_room_settings(folder_with(tmp_path, GOOD), desk="B")
    assert settings is not None
    address = settings.address
    assert address.hosts == (Host("db1.112.batola", 6432), Host("db2.112.batola", 5433), Host("::1", 5434))
    assert (address.database, address.tls_mode, address.authority) == (
        "ruang",
        "verify-ca",
        tmp_path / "ca.pem",
    )
    assert (settings.machine.login, settings.machine.password) == ("meja_b", "sandi rahasia")
    assert not settings.password_is_open
    assert "rahasia" not in repr(settings)


def test_a_password_that_others_can_read_is_noticed(tmp_path: Path) -> None:
    path = folder_with(tmp_path, GOOD)
    (tmp_path / "meja_b.secret").chmod(0o644)
    settings = load_room_settings(path, desk="B")
    assert settings is not None
    assert settings.password_is_open


@pytest.mark.parametrize(
    ("before", "after", "key", "line"),
    [
        ("[secretariat]", "[secretariat", "", 2),
        ("[tls]", "[ssl]", "ssl", 7),
        ("database", "databse", "secretariat.databse", 5),
        ('"ruang"', '""', "secretariat.database", 5),
        ('"ruang"', "3", "secretariat.database", 5),
        ('database = "ruang"', "", "secretariat.database", 2),
        ("6432", '"6432"', "secretariat.port", 4),
        ("6432", "true", "secretariat.port", 4),
        ("6432", "0", "secretariat.port", 4),
        ("5433", "x", "secretariat.hosts", 3),
        ('"db1.112.batola"', "1", "secretariat.hosts", 3),
        ('"db1.112.batola"', '""', "secretariat.hosts", 3),
        ("meja_b.secret", "none.secret", "secretariat.password_file", 6),
        ("meja_b.secret", "empty.secret", "secretariat.password_file", 6),
        ("ca.pem", "none.pem", "tls.ca", 8),
        ("verify-ca", "prefer", "tls.verify", 9),
    ],
)
def test_a_wrong_file_is_named_with_line_key_and_what_is_allowed(
    tmp_path: Path, before: str, after: str, key: str, line: int
) -> None:
    path = folder_with(tmp_path, GOOD.replace(before, after))
    with pytest.raises(SecretariatFault, match="secretariat_config") as caught:
        load_room_settings(path, desk="B")
    values = caught.value.values
    assert (values["file"], values["key"]) == (str(path), key)
    assert values["line"] == line
    assert values["allowed"]
    assert "rahasia" not in str(values)
